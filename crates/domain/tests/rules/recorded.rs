//! What a settlement records beside what it pays: for its explanation, and for the next bill of the year.

use crate::support::{
    HEAD, NO_ITEMS, TABLES, bill, bundle, charge, day, money, pack, paid, person, read, settle, settle_first,
};
use nonghe_domain::adjudicate::{Accumulators, Bill, Settlement, StayKind, accumulator};
use nonghe_domain::pack::{Bundle, Pack};

fn basic(rest: &str) -> Pack {
    pack(&format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{rest}"
    ))
}

fn stay(amount: &str, on: &str) -> Bill {
    Bill { admitted: day(on), discharged: day(on), settled: day(on), ..bill(vec![charge("A", amount)]) }
}

fn of(pack: &Pack, amount: &str) -> Settlement {
    settle_first(pack, &person(&[]), &stay(amount, "2026-03-15"))
}

#[test]
fn names_of_accumulators_are_kept_in_files_and_never_change() {
    let march = day("2026-03-15");
    let names = [
        (accumulator::paid("basic"), "basic.paid"),
        (accumulator::paid_within("basic", "injury"), "basic.paid.injury"),
        (accumulator::base("basic"), "basic.base"),
        (accumulator::base_within("basic", "chronic"), "basic.base.chronic"),
        (accumulator::deductible("basic"), "basic.deductible"),
        (accumulator::line("basic"), "basic.line"),
        (accumulator::stays("county"), "stays.county"),
        (accumulator::visits("county"), "visits.county"),
        (accumulator::in_month("basic.paid", march), "basic.paid@2026-03"),
        (accumulator::in_quarter("basic.paid", march), "basic.paid@2026-q1"),
        (accumulator::in_facility("basic.deductible", "4101"), "basic.deductible@facility:4101"),
        (accumulator::in_episode("basic.deductible", "E"), "basic.deductible@episode:E"),
        (accumulator::in_stay("basic.paid", "4101", "E"), "basic.paid@stay:4101@episode:E"),
        (accumulator::parts("E"), "parts@episode:E"),
        (accumulator::kind_limit(&["bed".into(), "drug".into()]), "kind-limit:bed+drug"),
        (accumulator::FIXED_PRICE.to_owned(), "fixed-price"),
        (accumulator::of_household("basic.paid"), "household:basic.paid"),
    ];
    for (name, kept) in names {
        assert_eq!(name, kept);
    }
}

#[test]
fn who_is_not_eligible_is_told_what_would_have_entered() {
    let visits = basic(
        "accumulate = \"year\"\n[[layer.terms]]\nwhen = { stay = [\"outpatient\"] }\nband = [{ rate = \"50%\" }]",
    );
    let visit = Bill { kind: StayKind::Outpatient, ..stay("300.00", "2026-03-01") };
    let first = settle_first(&visits, &person(&[]), &visit);
    let second = settle(&visits, &person(&[]), &first.difference, &stay("5000.00", "2026-03-15"));
    let layer = &second.layers[0];
    assert_eq!((layer.layer.as_str(), layer.terms), ("basic", None));
    assert_eq!((layer.base, layer.base_of_year), (money("5000.00"), money("300.00")));
}

#[test]
fn of_several_terms_the_first_that_pays_most_counts() {
    let three = |rates: [&str; 3]| {
        let terms = rates.map(|rate| format!("[[layer.terms]]\nband = [{{ rate = \"{rate}\" }}]\n"));
        // Each has a condition, so that none hides the next.
        let terms = terms.map(|terms| terms.replacen("]\nband", "]\nwhen = { tier = [\"township\"] }\nband", 1));
        basic(&format!("choose = \"most-favourable\"\n{}", terms.concat()))
    };
    for (rates, amount, terms) in [
        (["50%", "80%", "60%"], "80.00", 2),
        (["80%", "50%", "60%"], "80.00", 1),
        (["50%", "60%", "80%"], "80.00", 3),
        (["80%", "80%", "60%"], "80.00", 1),
        (["50%", "80%", "80%"], "80.00", 2),
    ] {
        let layer = &of(&three(rates), "100.00").layers[0];
        assert_eq!((layer.paid, layer.terms), (money(amount), Some(terms)), "{rates:?}");
    }
}

#[test]
fn under_a_guarantee_the_deductible_is_what_the_guarantee_leaves() {
    let least = basic(
        "[[layer.terms]]\ndeductible = \"100.00\"\nband = [{ rate = \"60%\" }]\nguarantee = { rate = \"30%\", of = \"total\" }",
    );
    for (amount, deductible, paid) in [
        ("100.00", "70.00", "30.00"),
        ("140.00", "98.00", "42.00"),
        ("150.00", "100.00", "45.00"),
        ("300.00", "100.00", "120.00"),
    ] {
        let layer = &of(&least, amount).layers[0];
        assert_eq!((layer.deductible, layer.paid), (money(deductible), money(paid)), "{amount}");
    }
}

#[test]
fn a_fixed_sum_is_multiplied_by_a_factor_and_paid_beside_the_deductible() {
    let birth = basic(
        "[[layer.terms]]\nfixed = \"1000.00\"\n[[layer.bonus]]\nwhen = { tier = [\"township\"] }\nfactor = \"120%\"",
    );
    assert_eq!(paid(&of(&birth, "5000.00")), ["1200.00"]);
    let beside = basic("[[layer.terms]]\ndeductible = \"50.00\"\nfixed = \"100.00\"");
    assert_eq!(paid(&of(&beside, "120.00")), ["70.00"], "120 − 50");
    assert_eq!(paid(&of(&beside, "150.00")), ["100.00"]);
    assert_eq!(paid(&of(&beside, "200.00")), ["100.00"]);
    let on_cost =
        basic("[[layer.terms]]\nfixed = \"100.00\"\nceiling = [{ per = \"stay\", amount = \"60.00\", on = \"cost\" }]");
    assert_eq!(paid(&of(&on_cost, "120.00")), ["60.00"], "at most what counts");
}

#[test]
fn bands_of_a_year_show_this_bills_parts_alone() {
    let year = basic(
        "accumulate = \"year\"\n[[layer.terms]]\nband = [{ rate = \"50%\" }, { over = \"1000.00\", rate = \"60%\" }, \
         { over = \"2000.00\", rate = \"70%\" }]",
    );
    let first = of(&year, "600.00");
    let second = settle(&year, &person(&[]), &first.difference, &stay("1500.00", "2026-04-15"));
    let parts: Vec<_> =
        second.layers[0].bands.iter().map(|part| (part.amount.to_string(), part.rate.percent())).collect();
    // 600 to 1,000, to 2,000, to 2,100.
    assert_eq!(
        parts,
        [("400.00", "50%"), ("1000.00", "60%"), ("100.00", "70%")].map(|(amount, rate)| (amount.into(), rate.into()))
    );
    assert_eq!(paid(&second), ["870.00"]);
}

#[test]
fn of_equal_factors_the_first_is_named() {
    let both = |one: &str, other: &str| {
        basic(&format!(
            "bonus_stack = \"highest\"\n[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n\
             [[layer.bonus]]\nwhen = {{ tier = [\"township\"] }}\nfactor = \"{one}\"\n\
             [[layer.bonus]]\nwhen = {{ stay = [\"ordinary\"] }}\nfactor = \"{other}\""
        ))
    };
    for (one, other, named) in [("110%", "110%", 1), ("120%", "110%", 1), ("110%", "120%", 2)] {
        let layer = &of(&both(one, other), "100.00").layers[0];
        let bonuses: Vec<_> = layer.bonuses.iter().map(|bonus| bonus.bonus).collect();
        assert_eq!(bonuses, [named], "{one}, {other}");
    }
}

#[test]
fn what_the_hospital_bears_is_no_part_of_the_bill_that_shares_are_taken_of() {
    let fixed = |rest: &str, layer: &str| {
        pack(&format!(
            "[[fixed_price]]\nwhen = {{ tier = [\"township\"] }}\nprice = \"2000.00\"\n{rest}[[layer]]\nid = \"basic\"\n\
             name = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n[[layer.terms]]\n{layer}"
        ))
    };
    let guaranteed = fixed("", "band = [{ rate = \"10%\" }]\nguarantee = { rate = \"50%\", of = \"total\" }");
    assert_eq!(paid(&of(&guaranteed, "3000.00")), ["1000.00"], "50 % of 2,000");
    let overall = fixed("[[overall]]\nrate = \"50%\"\nof = \"total\"\n", "band = [{ rate = \"90%\" }]");
    assert_eq!(paid(&of(&overall, "3000.00")), ["1000.00"]);
    let share =
        fixed("", "band = [{ rate = \"90%\" }]\nceiling = [{ per = \"stay\", share = \"50%\", of = \"total\" }]");
    assert_eq!(paid(&of(&share, "3000.00")), ["1000.00"]);
}

/// Two layers that name their charges, and one that relieves what the first left as its deductible.
fn by_charges(keys: &str) -> Pack {
    pack(&format!(
        "{keys}[[layer]]\nid = \"visits\"\nname = {{ zh = \"门诊\", en = \"Visits\" }}\nbase = [\"covered\"]\ncharges = [\"other\"]\n\
         [[layer.terms]]\nwhen = {{ stay = [\"outpatient\"] }}\nband = [{{ rate = \"40%\" }}]\n\
         [[layer]]\nid = \"stays\"\nname = {{ zh = \"住院\", en = \"Stays\" }}\nbase = [\"covered\"]\ncharges = [\"other\"]\n\
         [[layer.terms]]\nwhen = {{ stay = [\"ordinary\"] }}\ndeductible = \"100.00\"\nband = [{{ rate = \"70%\" }}]\n\
         [[layer]]\nid = \"relief\"\nname = {{ zh = \"救助\", en = \"Relief\" }}\nbase = [\"deductible\"]\n\
         [[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n"
    ))
}

#[test]
fn layers_that_name_their_charges_leave_the_other_kinds_to_later_layers() {
    let stay = of(&by_charges(""), "300.00");
    assert_eq!(paid(&stay), ["0.00", "140.00", "50.00"], "200 × 70 %, and half of the deductible");
    assert_eq!(stay.you_pay, money("110.00"));
}

#[test]
fn a_share_for_going_elsewhere_is_taken_off_before_charges_are_told_apart() {
    let away = by_charges("[[referral_share]]\nrate = \"10%\"\nwhen = { tier = [\"township\"] }\n");
    let stay = of(&away, "300.00");
    assert_eq!(stay.referral_share, money("30.00"));
    assert_eq!(paid(&stay), ["0.00", "119.00", "50.00"], "(300 − 30 − 100) × 70 %");
    assert_eq!(stay.you_pay, money("131.00"));
}

#[test]
fn a_layer_for_some_charges_takes_nothing_of_the_others_also_when_it_is_the_only_one() {
    let rules = format!(
        "{HEAD}{TABLES}[[charge_kind]]\ncode = \"bed\"\nname = {{ zh = \"床位\", en = \"Bed\" }}\n\
         [[layer]]\nid = \"beds\"\nname = {{ zh = \"床位\", en = \"Beds\" }}\nbase = [\"covered\"]\ncharges = [\"bed\"]\n\
         [[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n"
    );
    let services = format!("{NO_ITEMS}N,床位,Bed,,天,甲,bed,1,,cw\n");
    let beds = read(&Bundle { services, ..bundle(&rules) }).unwrap();
    let stay = settle_first(&beds, &person(&[]), &bill(vec![charge("A", "100.00"), charge("N", "40.00")]));
    assert_eq!(stay.layers[0].base, money("40.00"));
    assert_eq!((paid(&stay), stay.you_pay), (vec!["20.00".to_owned()], money("120.00")));
}

#[test]
fn a_settlement_that_is_taken_back_leaves_the_totals_as_they_were() {
    let year = basic("accumulate = \"year\"\n[[layer.terms]]\ndeductible = \"100.00\"\nband = [{ rate = \"50%\" }]");
    let first = of(&year, "600.00");
    let before = Accumulators::default().plus(&first.difference);
    let second = settle(&year, &person(&[]), &before, &stay("500.00", "2026-04-15"));
    let after = before.clone().plus(&second.difference);
    assert_ne!(after, before);
    let names = |totals: &Accumulators| -> Vec<String> {
        let amounts = totals
            .amounts
            .iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(name, amount)| format!("{name} {amount}"));
        let counts =
            totals.counts.iter().filter(|(_, count)| **count != 0).map(|(name, count)| format!("{name} {count}"));
        amounts.chain(counts).collect()
    };
    assert_eq!(names(&after.minus(&second.difference)), names(&before));
}
