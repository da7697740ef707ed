//! More for some: points, factors, tags, and what several of them come to.

use crate::support::{DIAGNOSES, HEAD, NO_ITEMS, TABLES, bill, charge, paid, person, read, settle_first};
use nonghe_domain::adjudicate::Bill;
use nonghe_domain::pack::{Bundle, Pack};

const HERBS: &str = "\
code,name,name_en,spec,unit,class,kind,price,price_limit,mnemonic,origin,tags
A,西药,Drug,,次,甲,other,1,,a,,
E,基本药物,Essential,,次,甲,other,1,,e,,essential
T,中药,Herb,,次,甲,other,1,,t,,tcm
B,基本中药,Both,,次,甲,other,1,,b,,tcm essential
";

fn rule(rest: &str) -> Pack {
    let rules = format!(
        "{HEAD}{TABLES}[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{rest}"
    );
    let (rules, drugs, services, diagnoses) = (rules, HERBS.into(), NO_ITEMS.into(), DIAGNOSES.into());
    read(&Bundle { rules, drugs, services, diagnoses, parents: vec![] })
        .unwrap_or_else(|faults| panic!("{:#?}", faults.faults))
}

fn of(items: &[(&str, &str)]) -> Bill {
    bill(items.iter().map(|(item, price)| charge(item, price)).collect())
}

#[test]
fn ten_per_cent_more_are_points_or_a_factor() {
    // 60 % and ten points are 70 %, 60 % by 110 % are 66 %.
    for (bonus, expected) in [("points = \"10%\"", "70.00"), ("factor = \"110%\"", "66.00")] {
        let pack = rule(&format!("[[layer.terms]]\nband = [{{ rate = \"60%\" }}]\n[[layer.bonus]]\n{bonus}"));
        assert_eq!(paid(&settle_first(&pack, &person(&[]), &of(&[("A", "100.00")]))), [expected], "{bonus}");
    }
}

#[test]
fn points_are_added_to_each_band_and_never_pass_the_whole() {
    let pack = rule(
        "[[layer.terms]]\nband = [{ rate = \"40%\" }, { over = \"100.00\", rate = \"95%\" }]\n[[layer.bonus]]\npoints = \"10%\"",
    );
    // 100 × 50 % + 100 × 100 %.
    assert_eq!(paid(&settle_first(&pack, &person(&[]), &of(&[("A", "200.00")]))), ["150.00"]);
    let factor = rule("[[layer.terms]]\nband = [{ rate = \"80%\" }]\n[[layer.bonus]]\nfactor = \"150%\"");
    assert_eq!(
        paid(&settle_first(&factor, &person(&[]), &of(&[("A", "200.00")]))),
        ["200.00"],
        "never more than the base"
    );
}

#[test]
fn several_bonuses_are_added_or_the_highest_counts() {
    let both = |stack: &str, one: &str, other: &str| {
        rule(&format!(
            "bonus_stack = \"{stack}\"\n[[layer.terms]]\nband = [{{ rate = \"60%\" }}]\n[[layer.bonus]]\n\
             when = {{ category = [\"poor\"] }}\n{one}\n[[layer.bonus]]\nwhen = {{ tier = [\"township\"] }}\n{other}"
        ))
    };
    for (stack, one, other, poor, rest) in [
        ("highest", "points = \"10%\"", "points = \"5%\"", "70.00", "65.00"),
        ("sum", "points = \"10%\"", "points = \"5%\"", "75.00", "65.00"),
        ("sum", "points = \"30%\"", "points = \"30%\"", "100.00", "90.00"),
        ("highest", "factor = \"110%\"", "factor = \"120%\"", "72.00", "72.00"),
        ("sum", "factor = \"110%\"", "factor = \"120%\"", "79.20", "72.00"),
        // Points and a factor compete by what they pay: 70 and 72, never 70 × 120 %.
        ("highest", "points = \"10%\"", "factor = \"120%\"", "72.00", "72.00"),
        ("highest", "points = \"15%\"", "factor = \"120%\"", "75.00", "72.00"),
        ("sum", "points = \"10%\"", "factor = \"120%\"", "84.00", "72.00"),
        ("highest", "factor = \"90%\"", "factor = \"80%\"", "54.00", "48.00"),
        ("highest", "points = \"10%\"", "factor = \"80%\"", "70.00", "48.00"),
    ] {
        let pack = both(stack, one, other);
        let of_person = |categories: &[&str]| paid(&settle_first(&pack, &person(categories), &of(&[("A", "100.00")])));
        assert_eq!(of_person(&["poor"]), [poor], "{stack}: {one} and {other}");
        assert_eq!(of_person(&[]), [rest], "{stack}: {other} alone");
    }
}

#[test]
fn a_bonus_for_tagged_items_counts_in_the_measure_of_their_charges() {
    let pack =
        rule("[[layer.terms]]\nband = [{ rate = \"60%\" }]\n[[layer.bonus]]\ntags = [\"tcm\"]\npoints = \"20%\"");
    for (items, expected) in [
        (&[("A", "100.00")][..], "60.00"),
        (&[("T", "100.00")], "80.00"),
        (&[("A", "75.00"), ("T", "25.00")], "65.00"),
        (&[("A", "50.00"), ("T", "25.00"), ("B", "25.00")], "70.00"),
        // Outside the catalogue nothing counts, tagged or not.
        (&[("T", "50.00"), ("nowhere", "50.00")], "40.00"),
    ] {
        assert_eq!(paid(&settle_first(&pack, &person(&[]), &of(items))), [expected], "{items:?}");
    }
}

#[test]
fn two_bonuses_for_tags_overlap_where_an_item_has_both() {
    let with = |stack: &str| {
        rule(&format!(
            "bonus_stack = \"{stack}\"\n[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n[[layer.bonus]]\ntags = [\"tcm\"]\n\
             points = \"20%\"\n[[layer.bonus]]\ntags = [\"essential\"]\npoints = \"10%\""
        ))
    };
    let items = of(&[("A", "40.00"), ("E", "20.00"), ("T", "20.00"), ("B", "20.00")]);
    // 40 of 100 are herbs, 40 essential: eight and four points.
    assert_eq!(paid(&settle_first(&with("sum"), &person(&[]), &items)), ["62.00"]);
    assert_eq!(paid(&settle_first(&with("highest"), &person(&[]), &items)), ["58.00"]);
}

#[test]
fn of_several_bonuses_the_one_that_pays_most_on_the_bill_counts_alone() {
    // 5 points or a fifth more of 50 %: 550 and 600 of 1,000, never 660.
    let pack = rule(
        "[[layer.terms]]\nband = [{ rate = \"50%\" }]\nceiling = [{ per = \"stay\", amount = \"5000.00\" }]\n\
         [[layer.bonus]]\npoints = \"5%\"\n[[layer.bonus]]\nfactor = \"120%\"",
    );
    for (charges, expected, counts) in [
        ("1000.00", "600.00", 2),
        // The ceiling lets both pay the same: the first that is written.
        ("10000.00", "5000.00", 1),
    ] {
        let settlement = settle_first(&pack, &person(&[]), &of(&[("A", charges)]));
        assert_eq!(paid(&settlement), [expected], "{charges}");
        let named: Vec<_> = settlement.layers[0].bonuses.iter().map(|bonus| bonus.bonus).collect();
        assert_eq!(named, [counts], "{charges}");
    }
}

#[test]
fn which_bonus_pays_most_may_depend_on_the_bill() {
    // Points lift the low band more, the factor the high one.
    let pack = rule(
        "[[layer.terms]]\nband = [{ rate = \"10%\" }, { over = \"100.00\", rate = \"80%\" }]\n\
         [[layer.bonus]]\npoints = \"5%\"\n[[layer.bonus]]\nfactor = \"120%\"",
    );
    // 15 and 12; 15 + 85 = 100 and (10 + 80) × 120 % = 108.
    for (charges, expected) in [("100.00", "15.00"), ("200.00", "108.00")] {
        assert_eq!(paid(&settle_first(&pack, &person(&[]), &of(&[("A", charges)]))), [expected], "{charges}");
    }
}
