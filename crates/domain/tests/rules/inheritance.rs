//! Nation, province, city, county: a pack over those that it inherits.

use crate::author::{FAULTLESS, errors_of, is_whole, line_of};
use crate::support::{bill, bundle, charge, demonstration_bundle, money, person, read, settle_first};
use nonghe_domain::pack::{Bundle, Fault, Pack, PackFaults};
use std::collections::BTreeMap;

/// What a county says over the faultless text.
const COUNTY: &str = r#"
id = "county"
inherits = "faultless"
version = "7"
title = { zh = "本县", en = "This county" }
effective_from = "2026-03-01"
effective_until = "2026-12-31"
"#;

fn with_parents(rules: &str, parents: &[&str]) -> Bundle {
    Bundle { parents: parents.iter().map(|text| (*text).to_owned()).collect(), ..bundle(rules) }
}

fn county(more: &str) -> Pack {
    let rules = format!("{COUNTY}{more}");
    read(&with_parents(&rules, &[FAULTLESS])).unwrap_or_else(|faults| panic!("{:#?}\n{rules}", faults.faults))
}

fn county_errors(more: &str) -> Vec<Fault> {
    errors_of(&with_parents(&format!("{COUNTY}{more}"), &[FAULTLESS]))
}

#[test]
fn a_pack_that_says_nothing_more_has_the_inherited_rules_under_its_own_name() {
    let (own, parent) = (county(""), read(&bundle(FAULTLESS)).unwrap());
    assert_eq!(own.rules.id, "county");
    assert_eq!(own.rules.title.zh, "本县");
    assert_eq!((own.rules.benefit_year, own.rules.scheme.as_str()), (2026, "resident"));
    assert_eq!(own.rules.effective_from.to_string(), "2026-03-01");
    let stay = bill(vec![charge("A", "5000.00")]);
    let settle = |pack: &Pack| settle_first(pack, &person(&["poor"]), &stay).figures();
    assert_eq!(settle(&own), settle(&parent));
    assert_eq!(own.warnings.as_slice(), []);
}

#[test]
fn what_a_pack_says_only_of_itself_is_not_inherited() {
    let parent = FAULTLESS.replace(
        "id = \"faultless\"\n",
        "id = \"faultless\"\ndemonstration = true\nfragment = true\nnote = { zh = \"注\", en = \"Note\" }\n",
    );
    let own = read(&with_parents(COUNTY, &[&parent])).unwrap().rules;
    assert!(!own.demonstration && !own.fragment && own.note.is_none());
    for (line, key) in [
        ("id = \"county\"\n", "id"),
        ("version = \"7\"\n", "version"),
        ("title = { zh = \"本县\", en = \"This county\" }\n", "title"),
        ("effective_from = \"2026-03-01\"\n", "effective_from"),
        ("effective_until = \"2026-12-31\"\n", "effective_until"),
    ] {
        let found = errors_of(&with_parents(&COUNTY.replace(line, ""), &[FAULTLESS]));
        assert!(found[0].text.en.contains(&format!("`{key}` is missing")), "{key}: {found:#?}");
    }
}

#[test]
fn tables_are_merged_key_by_key_and_lists_by_code() {
    let rules = county(
        "
        rounding = \"half-even\"
        [premium]
        member = \"320.00\"
        [[category]]
        code = \"veteran\"
        name = { zh = \"优抚\", en = \"Veteran\" }
        [[category]]
        code = \"poor\"
        name = { zh = \"困难家庭\", en = \"Poor household\" }
        [[premium.subsidy]]
        category = \"veteran\"
        subsidy = \"full\"
        [[premium.grade]]
        code = \"high\"
        member = \"500.00\"
        [statistics.income]
        amount = \"23119.00\"
        ",
    )
    .rules;
    assert_eq!((rules.premium.member, rules.premium.government), (money("320.00"), money("450.00")));
    let categories: Vec<_> =
        rules.categories.iter().map(|named| (named.code.as_str(), named.name.zh.as_str())).collect();
    assert_eq!(categories, [("poor", "困难家庭"), ("disabled", "残疾"), ("veteran", "优抚")]);
    let subsidies: Vec<_> = rules.premium.subsidies.iter().map(|rule| rule.category.as_str()).collect();
    assert_eq!(subsidies, ["poor", "veteran"]);
    assert_eq!((rules.premium.grades[0].member, rules.premium.grades[0].name.zh.as_str()), (money("500.00"), "高档"));
    assert_eq!(rules.layers[1].terms[0].deductible, Some(money("11560.00")), "half of the county's own figure");
}

#[test]
fn a_layer_keeps_its_place_and_what_it_does_not_restate() {
    let rules = county(
        "
        [[layer]]
        id = \"tilt\"
        name = { zh = \"倾斜\", en = \"Tilt\" }
        base = [\"band-share\"]
        [[layer.terms]]
        band = [{ rate = \"50%\" }]
        [[layer]]
        id = \"basic\"
        [[layer.terms]]
        deductible = \"100.00\"
        band = [{ rate = \"85%\" }]
        ",
    )
    .rules;
    let ids: Vec<_> = rules.layers.iter().map(|layer| layer.id.as_str()).collect();
    assert_eq!(ids, ["basic", "serious", "tilt"], "new ones come after");
    let basic = &rules.layers[0];
    assert_eq!(basic.terms.len(), 1, "terms are replaced as a whole");
    assert_eq!((basic.terms[0].deductible, basic.terms[0].ceilings.len()), (Some(money("100.00")), 0));
    assert_eq!((basic.name.zh.as_str(), basic.bonuses.len(), basic.reliefs.len()), ("基本", 1, 1));
}

#[test]
fn windows_and_other_lists_without_a_name_are_replaced_as_a_whole() {
    let one = "[premium]\nwindow = { from = \"2025-10-01\", until = \"2026-02-28\" }\n";
    let rules = county(one).rules;
    assert_eq!(rules.premium.windows.len(), 1);
    assert!(!rules.premium.windows[0].late);
    let parent = FAULTLESS.replace(
        "[[premium.window]]\nfrom = \"2025-09-01\"\nuntil = \"2025-12-31\"\n\n[[premium.window]]\nfrom = \"2026-01-01\"\nuntil = \"2026-06-30\"\nlate = true\n",
        "[premium.window]\nfrom = \"2025-09-01\"\nuntil = \"2025-12-31\"\nlate = true\n",
    );
    let over_a_table = read(&with_parents(&format!("{COUNTY}{one}"), &[&parent])).unwrap().rules;
    assert!(!over_a_table.premium.windows[0].late, "a window is not half one's own and half inherited");
    let share = county("[[pay_first]]\nclass = \"乙\"\nrate = \"5%\"").rules;
    assert_eq!(share.pay_first.len(), 1);
}

#[test]
fn what_does_not_hold_here_is_left_out() {
    let rules = county("without = [\"layer.serious\", \"floor\", \"statistics.income\", \"layer.basic.relief\", \"enrolment.waiting\", \"premium.subsidy.poor\"]").rules;
    assert_eq!(rules.layers.len(), 1);
    assert!(rules.floors.is_empty() && rules.statistics.is_empty() && rules.layers[0].reliefs.is_empty());
    assert!(rules.enrolment.waiting.is_none() && rules.premium.subsidies.is_empty());
    let anew = county(
        "without = [\"layer.serious\"]\n[[layer]]\nid = \"serious\"\nname = { zh = \"新\", en = \"New\" }\nbase = [\"band-share\"]\n[[layer.terms]]\nband = [{ rate = \"60%\" }]",
    );
    assert_eq!(anew.rules.layers[1].base.len(), 1, "and may be said anew");
}

#[test]
fn what_is_left_out_must_have_been_there() {
    for part in [
        "layer.tilt",
        "category.x",
        "floors",
        "layer",
        "layer.basic.x",
        "",
        ".",
        "layer..terms",
        "id",
        "scheme.x",
        "pay_first.x",
    ] {
        let found = county_errors(&format!("without = [\n  \"{part}\",\n]"));
        if part == "layer" {
            assert!(found[0].text.en.contains("There is no [[layer]]"), "{found:#?}");
            continue;
        }
        assert_eq!(found.len(), 1, "{part}: {found:#?}");
        assert_eq!((found[0].file.as_str(), found[0].line), ("pack.toml", Some(9)), "{found:#?}");
        assert!(found[0].text.zh.contains("在继承来的规则里没有"), "{found:#?}");
        assert!(found[0].help.en.contains("such as \"layer.tilt\""), "{found:#?}");
        is_whole(&found[0]);
    }
    let alone =
        errors_of(&bundle(&FAULTLESS.replace("id = \"faultless\"", "id = \"faultless\"\nwithout = [\"layer.basic\"]")));
    assert!(alone[0].text.en.contains("not in the inherited rules"), "{alone:#?}");
}

#[test]
fn a_fault_of_an_inherited_part_names_the_file_and_line_where_it_stands() {
    for (parent, own, file, at, en) in [
        ("over = \"0.00\"", "", "../faultless/pack.toml", "over = \"0.00\"", "not above 0.00"),
        ("over = \"1000\", rat = \"1%\"", "", "../faultless/pack.toml", "rat = ", "`rat` is not known"),
        (
            "over = \"1000.00\"",
            "without = [\"tier.township\"]",
            "../faultless/pack.toml",
            "when = { tier",
            "tier township is used",
        ),
        ("over = \"1000.00\"", "[premium]\nmember = \"-1\"", "pack.toml", "member = \"-1\"", "negative"),
        (
            "over = \"1000.00\"",
            "[premium]\ngovernment = \"460.00\"",
            "../faultless/pack.toml",
            "[[premium.funding]]",
            "together give 450.00",
        ),
        ("over = ", "", "../faultless/pack.toml", "over = ", "before or after a comma"),
    ] {
        let parent = FAULTLESS.replace("over = \"1000.00\"", parent);
        let rules = format!("{COUNTY}{own}");
        let found = errors_of(&with_parents(&rules, &[&parent]));
        let text = if file == "pack.toml" { &rules } else { &parent };
        assert_eq!((found[0].file.as_str(), found[0].line), (file, line_of(text, at)), "{found:#?}");
        assert!(found.iter().any(|fault| fault.text.en.contains(en)), "{en}: {found:#?}");
    }
}

#[test]
fn packs_inherit_over_several_levels() {
    let level = |id: &str, inherits: &str, more: &str| {
        COUNTY.replace("\"county\"", &format!("\"{id}\"")).replace("\"faultless\"", &format!("\"{inherits}\"")) + more
    };
    let province = level(
        "province",
        "faultless",
        "[premium]\nmember = \"300.00\"\ngovernment = \"450.00\"\n[[layer]]\nid = \"basic\"\n[[layer.terms]]\nfixed = \"1.00\"",
    );
    let city = level("city", "province", "without = [\"layer.serious\"]\n[premium]\nmember = \"310.00\"");
    let own = level("county", "city", "[[tier]]\ncode = \"village\"\nname = { zh = \"村\", en = \"Village\" }");
    let rules = read(&with_parents(&own, &[&city, &province, FAULTLESS])).unwrap().rules;
    assert_eq!((rules.premium.member, rules.tiers.len(), rules.layers.len()), (money("310.00"), 3, 1));
    assert_eq!(rules.layers[0].terms[0].fixed, Some(money("1.00")));
}

/// A chain of packs of which each inherits the next; the last one inherits what it is told to.
fn chain(levels: usize, last: &str) -> Bundle {
    let text = |number: usize| {
        let next = if number == levels { last.to_owned() } else { format!("inherits = \"l{}\"", number + 1) };
        COUNTY.replace("\"county\"", &format!("\"l{number}\"")).replace("inherits = \"faultless\"", &next)
    };
    let mut parents: Vec<String> = (1..=levels).map(text).collect();
    if let Some(top) = parents.last_mut().filter(|_| last.is_empty()) {
        *top = FAULTLESS.replace("\"faultless\"", &format!("\"l{levels}\""));
    }
    Bundle { parents, ..bundle(&text(0)) }
}

#[test]
fn eight_levels_are_enough() {
    assert_eq!(errors_of(&chain(8, "")), []);
    let found = errors_of(&chain(9, ""));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].file.as_str(), found[0].line), ("../l8/pack.toml", Some(3)));
    assert!(found[0].text.en.contains("more than 8 levels") && found[0].help.en.contains("Join"), "{found:#?}");
}

#[test]
fn a_chain_that_does_not_fit_is_named_where_it_is_stated() {
    for (bundle, file, line, en, mend) in [
        (
            with_parents(COUNTY, &[]),
            "pack.toml",
            3,
            "pack faultless that is inherited was not found",
            "../faultless/pack.toml",
        ),
        (chain(2, "inherits = \"l1\""), "../l2/pack.toml", 3, "in a circle: l1", "Remove inherits"),
        (chain(2, "inherits = \"l0\""), "../l2/pack.toml", 3, "in a circle: l0", "Remove inherits"),
        (
            with_parents(&COUNTY.replace("\"faultless\"", "\"county\""), &[]),
            "pack.toml",
            3,
            "in a circle: county",
            "Remove inherits",
        ),
        (chain(2, "inherits = \"gone\""), "../l2/pack.toml", 3, "pack gone", "../gone/pack.toml"),
        (
            with_parents(&COUNTY.replace("\"faultless\"", "\"other\""), &[FAULTLESS]),
            "pack.toml",
            3,
            "inherits other, but the id of the pack that was found is \"faultless\"",
            "the same",
        ),
        (
            with_parents(FAULTLESS, &[FAULTLESS]),
            "../faultless/pack.toml",
            1,
            "no other inherits",
            "Bundle the folder again",
        ),
    ] {
        let found = errors_of(&bundle);
        assert_eq!(found.len(), 1, "{en}: {found:#?}");
        assert_eq!((found[0].file.as_str(), found[0].line), (file, Some(line)), "{found:#?}");
        assert!(found[0].text.en.contains(en) && found[0].help.en.contains(mend), "{found:#?}");
        is_whole(&found[0]);
    }
}

/// The files of some folders, as a reader of files sees them from one of them.
fn assemble(files: &BTreeMap<String, String>) -> Result<Bundle, PackFaults> {
    Bundle::assemble(|name| Ok(files.get(name).map(|text| text.as_bytes().to_vec())))
}

fn files(rules: &str, more: &[(&str, &str)]) -> BTreeMap<String, String> {
    let own = bundle("");
    let tables = [("drugs.csv", own.drugs), ("services.csv", own.services), ("diagnoses.csv", own.diagnoses)];
    let mut files: BTreeMap<_, _> = tables.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    files.insert("pack.toml".to_owned(), rules.to_owned());
    files.extend(more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    files
}

#[test]
fn a_bundle_takes_along_what_it_inherits() {
    let assembled = assemble(&files(COUNTY, &[("../faultless/pack.toml", FAULTLESS)])).unwrap();
    assert_eq!(assembled.parents, [FAULTLESS]);
    assert!(read(&assembled).is_ok());
    let names: Vec<_> = assembled.files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["pack.toml", "../faultless/pack.toml", "drugs.csv", "services.csv", "diagnoses.csv"]);
    let missing = assemble(&files(COUNTY, &[])).unwrap();
    assert!(errors_of(&missing)[0].text.en.contains("was not found"));
    let turns = COUNTY.replace("\"faultless\"", "\"other\"");
    let back = COUNTY.replace("\"county\"", "\"other\"").replace("\"faultless\"", "\"county\"");
    let circle = files(&turns, &[("../other/pack.toml", &back), ("../county/pack.toml", &turns)]);
    assert!(errors_of(&assemble(&circle).unwrap())[0].text.en.contains("in a circle"));
}

#[test]
fn only_a_folder_beside_the_pack_is_read() {
    for id in ["../secret", "a/b", "..", ".hidden", "", "/etc", "a\\b"] {
        let rules = COUNTY.replace("inherits = \"faultless\"", &format!("inherits = '{id}'"));
        let mut asked = Vec::new();
        let assembled: Result<Bundle, PackFaults> = Bundle::assemble(|name| {
            asked.push(name.to_owned());
            Ok(files(&rules, &[]).get(name).map(|text| text.as_bytes().to_vec()))
        });
        assert_eq!(asked, ["pack.toml", "drugs.csv", "services.csv", "diagnoses.csv"], "{id}");
        assert!(errors_of(&assembled.unwrap())[0].text.en.contains("was not found"), "{id}");
    }
}

#[test]
fn a_fragment_needs_no_tables_and_a_pack_does() {
    for name in ["drugs.csv", "services.csv", "diagnoses.csv", "pack.toml"] {
        let mut some = files(FAULTLESS, &[]);
        some.remove(name);
        let fault = assemble(&some).unwrap_err().faults.remove(0);
        assert_eq!(fault.file, name);
        assert!(fault.text.en.contains(&format!("There is no {name} in the folder")), "{fault:#?}");
        is_whole(&fault);
        if name != "pack.toml" {
            let fragment = FAULTLESS.replace("id = \"faultless\"", "id = \"faultless\"\nfragment = true");
            some.insert("pack.toml".into(), fragment);
            assert!(read(&assemble(&some).unwrap()).is_ok());
        }
    }
    // What is wrong with the text is told before what is not there.
    let broken: BTreeMap<_, _> = [("pack.toml".to_owned(), "id = \"x".to_owned())].into();
    assert!(errors_of(&assemble(&broken).unwrap())[0].text.en.contains("A quote is not closed"));
}

#[test]
fn bundles_from_before_keep_their_hash() {
    let text = bundle(FAULTLESS).to_text().unwrap();
    assert!(text.ends_with("\"}") && !text.contains("parents"), "nothing is inherited, so nothing is said");
    let shipped = demonstration_bundle();
    let as_before = serde_json::json!({
        "rules": shipped.rules, "drugs": shipped.drugs, "services": shipped.services, "diagnoses": shipped.diagnoses,
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&shipped.to_text().unwrap()).unwrap(), as_before);
    let inherited = read(&with_parents(COUNTY, &[FAULTLESS])).unwrap().hash;
    let other = FAULTLESS.replace("member = \"210.00\"", "member = \"211.00\"");
    assert_ne!(read(&with_parents(COUNTY, &[&other])).unwrap().hash, inherited, "the hash is over all texts");
}
