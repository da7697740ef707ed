//! Rule texts and tables that nobody writes by mistake, and those that an old editor writes: refused or read, never a
//! panic, never for long.

use crate::author::{FAULTLESS, changed, errors, errors_of, is_whole, line_of, numbered, passes};
use crate::support::{ITEMS, bundle, read};
use nonghe_domain::pack::{Bundle, PackFaults};
use proptest::prelude::*;

/// Reads with a small stack, as the threads of a server have.
fn with_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap()
}

fn assemble(rules: &[u8], drugs: &[u8]) -> Result<Bundle, PackFaults> {
    let own = bundle("");
    Bundle::assemble(|name| {
        Ok(Some(match name {
            "pack.toml" => rules.to_vec(),
            "drugs.csv" => drugs.to_vec(),
            "services.csv" => own.services.clone().into_bytes(),
            _ => own.diagnoses.clone().into_bytes(),
        }))
    })
}

#[test]
fn a_text_in_gb18030_is_refused_with_the_line_and_the_way_out() {
    // 测试 in GB18030.
    let mut bytes = FAULTLESS.as_bytes().to_vec();
    let at = FAULTLESS.find("测试").unwrap();
    bytes.splice(at..at + 6, [0xB2, 0xE2, 0xCA, 0xD4]);
    let line = line_of(FAULTLESS, "测试");
    for (found, file) in [
        (assemble(&bytes, ITEMS.as_bytes()).unwrap_err(), "pack.toml"),
        (assemble(FAULTLESS.as_bytes(), &bytes).unwrap_err(), "drugs.csv"),
    ] {
        let fault = &found.faults[0];
        assert_eq!((fault.file.as_str(), fault.line), (file, line), "{fault:#?}");
        assert!(fault.text.zh.contains("GB18030") && fault.help.zh.contains("编码选 UTF-8"), "{fault:#?}");
        is_whole(fault);
    }
}

#[test]
fn a_mark_before_the_text_and_the_line_ends_of_windows_change_nothing_but_the_hash() {
    let plain = passes(FAULTLESS);
    for (rules, drugs) in [
        (format!("\u{feff}{FAULTLESS}"), format!("\u{feff}{ITEMS}")),
        (FAULTLESS.replace('\n', "\r\n"), ITEMS.replace('\n', "\r\n")),
    ] {
        let raw = read(&Bundle { drugs: drugs.clone(), ..bundle(&rules) }).unwrap();
        let assembled = read(&assemble(rules.as_bytes(), drugs.as_bytes()).unwrap()).unwrap();
        for pack in [raw, assembled] {
            assert_eq!(format!("{:?}", pack.rules), format!("{:?}", plain.rules));
            assert_eq!(pack.catalogue.items().len(), plain.catalogue.items().len());
        }
    }
    let wrong = changed("rate = \"80%\"", "rate = \"80\"");
    for text in [format!("\u{feff}{wrong}"), wrong.replace('\n', "\r\n")] {
        let found = errors(&text);
        assert_eq!((found.len(), found[0].line), (1, line_of(&wrong, "rate = \"80\"")), "{found:#?}");
        assert_eq!(found[0].column, Some(54), "{found:#?}");
    }
}

#[test]
fn texts_that_are_no_rule_texts_are_refused() {
    let packed = "PK\u{3}\u{4}\0\0\0\u{fffd}";
    for text in [
        "",
        "\n\n",
        "\u{feff}",
        "# nothing",
        "\0",
        "<html></html>",
        "{\"id\": 1}",
        packed,
        "\r",
        "id",
        "[",
        "=",
        "[[",
        "'''",
        "\"\"\"",
    ] {
        let found = errors(text);
        assert!(!found.is_empty() && found[0].line.is_some(), "{text:?}: {found:#?}");
        found.iter().for_each(is_whole);
    }
}

#[test]
fn nesting_without_end_is_refused_and_uses_no_stack() {
    let many = 60_000;
    let texts = [
        format!("x = {}1{}", "[".repeat(many), "]".repeat(many)),
        format!("x = {}", "[".repeat(many)),
        format!("x = {}", "{a=".repeat(many)),
        format!("{}x = 1", "a.".repeat(many)),
        format!("{}x = 1", "\"a\" . 'b' . ".repeat(many / 4)),
        format!("[{}x]", "a.".repeat(many)),
        format!("[[{}x]]", "a.".repeat(many)),
        format!("x = {{ {}x = 1 }}", "a.".repeat(many)),
        format!("[[layer]]\n[[layer.terms]]\nwhen = {}{}", "{ all = [".repeat(30), "] }".repeat(30)),
        format!("{}x = 1{}", "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = {".repeat(70), "}".repeat(70)),
    ];
    for text in texts {
        let start: String = text.chars().take(40).collect();
        let found = with_a_small_stack(move || errors(&text));
        assert_eq!(found.len(), 1, "{start}");
        assert!(
            found[0].text.en.contains("nested too deeply") || found[0].text.en.contains("bracket"),
            "{start}: {found:#?}"
        );
    }
}

#[test]
fn conditions_in_conditions_are_read_as_deep_as_anybody_needs() {
    let deep = format!("when = {}{{ age = {{ from = 6 }} }}{}", "{ all = [".repeat(8), "] }".repeat(8));
    assert_eq!(errors(&changed("when = { referral = [\"unfiled\"] }", &deep)), []);
}

#[test]
fn texts_without_end_are_refused_at_once() {
    let long = format!("{FAULTLESS}\n# {}", "长".repeat(400_000));
    assert!(errors(&long)[0].text.en.contains("longer than 1024 KB"));
    let lists = format!("diagnoses = [{}]", "\"A15\", ".repeat(3000));
    assert!(errors(&changed("diagnoses = [\"A15\"]", &lists))[0].text.en.contains("more than 2000 entries"));
    let keys = numbered(3000, "k# = 1\n");
    assert!(errors(&format!("{keys}{FAULTLESS}"))[0].text.en.contains("more than 2000 entries"));
    let wrong = numbered(900, "[[tier]]\ncod = \"t#\"\n");
    assert_eq!(errors(&format!("{FAULTLESS}\n{wrong}")).len(), 20, "after some faults the rest waits");
    let name = "x".repeat(500_000);
    let found = errors(&format!("{name} = 1\n{FAULTLESS}"));
    assert!(found[0].text.zh.len() < 300, "a long name is shortened");
}

#[test]
fn many_terms_are_compared_in_good_time() {
    let any = "any = [{ tier = [\"county\"] }, { stay = [\"birth\"] }]";
    let when = format!("when = {{ age = {{ from = #, up_to = # }}, {any} }}");
    let terms = numbered(1000, &format!("[[layer.terms]]\n{when}\nfixed = \"#.00\"\n"));
    let rest = "[[layer.terms]]\nband = [{ rate = \"45%\" }]\nguarantee";
    let text = changed(rest, &format!("{terms}{rest}"));
    assert_eq!(errors(&text), []);
}

#[test]
fn a_bundle_that_nests_without_end_is_refused() {
    let text = format!("{{\"rules\":{}", "[".repeat(200_000));
    let found = with_a_small_stack(move || nonghe_domain::pack::Pack::from_bundle(&text).unwrap_err());
    assert_eq!(found.faults[0].file, "bundle");
}

#[test]
fn hostile_words_stay_words() {
    let text = changed("category = [\"disabled\"]", "category = [\"'; DROP TABLE person; --\"]");
    assert!(errors(&text)[0].text.en.contains("'; DROP TABLE person; --"));
    let found = errors_of(&Bundle {
        drugs: ITEMS.replace("次,丙,other", "次,丙,\"=cmd|' /C calc'!A0\""),
        ..bundle(FAULTLESS)
    });
    assert_eq!((found.len(), found[0].line), (1, Some(4)));
}

/// A fault of the rule text has its stretch of it. A code that is no longer defined is told of the table's row as well.
fn each_has_its_place(text: &str) {
    for fault in errors(text) {
        let of_rules = fault.file == "pack.toml";
        let lines = if of_rules { text } else { ITEMS }.split('\n').count();
        assert!(fault.line.is_some_and(|line| line <= lines), "{fault:?}");
        assert!(!of_rules || fault.span.clone().is_some_and(|span| text.get(span).is_some()), "{fault:?}");
        is_whole(&fault);
    }
}

#[test]
fn a_kind_of_charge_that_vanishes_is_missed_in_the_rules_and_in_the_table() {
    let text = changed("[[charge_kind]]\ncode = \"other\"", "[[charge_kind]]\ncode = \"others\"");
    let files: Vec<String> = errors(&text).into_iter().map(|fault| fault.file).collect();
    assert!(files.iter().any(|file| file == "pack.toml") && files.iter().any(|file| file == "drugs.csv"), "{files:?}");
    each_has_its_place(&text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// The text with any stretch of it left out, doubled or replaced by something else.
    #[test]
    fn a_mangled_text_is_read_or_refused_with_its_place(
        at in 0_usize..FAULTLESS.len(),
        length in 0_usize..200,
        by in prop_oneof![Just(String::new()), "[\\[\\]{}\"'=,.\n#a-z0-9-]{1,12}", "\\PC{1,6}"],
    ) {
        let start = FAULTLESS.floor_char_boundary(at);
        let end = FAULTLESS.floor_char_boundary((start + length).min(FAULTLESS.len()));
        let text = format!("{}{by}{}", &FAULTLESS[..start], &FAULTLESS[end.max(start)..]);
        each_has_its_place(&text);
    }

    #[test]
    fn any_bytes_make_a_bundle_or_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(bundle) = assemble(&bytes, &bytes) {
            prop_assert!(!errors_of(&bundle).is_empty());
        }
    }
}
