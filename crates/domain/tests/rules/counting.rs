//! What is counted over a year, for whom, and what is not: cases that were once counted wrongly.

use crate::support::{bill, charge, day, money, pack, paid, person, read, settle, settle_first, units};
use nonghe_domain::adjudicate::{Accumulators, Bill, Episode, Link, Settlement, StayKind};
use nonghe_domain::pack::Pack;

const BASIC: &str = "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n";

fn basic(rest: &str) -> Pack {
    pack(&format!("{BASIC}{rest}"))
}

fn stay(amount: &str, on: &str) -> Bill {
    Bill { admitted: day(on), discharged: day(on), settled: day(on), ..bill(vec![charge("A", amount)]) }
}

/// The bills of one person in their order.
fn play(pack: &Pack, bills: &[Bill]) -> Vec<Settlement> {
    let mut year = Accumulators::default();
    let settle = |bill| {
        let settlement = settle(pack, &person(&[]), &year, bill);
        year = std::mem::take(&mut year).plus(&settlement.difference);
        settlement
    };
    bills.iter().map(settle).collect()
}

fn first_layer(settlements: &[Settlement]) -> Vec<String> {
    settlements.iter().map(|settlement| settlement.layers[0].paid.to_string()).collect()
}

#[test]
fn a_household_that_counts_together_owes_one_deductible() {
    for counted in ["year", "month", "quarter", "facility-year", "once-a-year"] {
        let together = basic(&format!(
            "accumulate = \"stay\"\ncounts = \"household\"\ndeductible_counted = \"{counted}\"\n[[layer.terms]]\n\
             deductible = \"500.00\"\nband = [{{ rate = \"100%\" }}]"
        ));
        let first = settle_first(&together, &person(&[]), &stay("300.00", "2026-03-15"));
        assert_eq!(paid(&first), ["0.00"], "{counted}: 300 of 500");
        let house = Accumulators::default().with_household([&first.difference]);
        let second = settle(&together, &person(&[]), &house, &stay("300.00", "2026-03-20"));
        let expected = if counted == "once-a-year" { "300.00" } else { "100.00" };
        assert_eq!(paid(&second), [expected], "{counted}: another member of the same household");
    }
}

#[test]
fn what_a_stay_left_out_of_a_layer_does_not_count_in_it() {
    // Outpatient care has a deductible a year; a stay before it is none of its business.
    let outpatient = basic(
        "accumulate = \"year\"\n[[layer.terms]]\nwhen = { stay = [\"outpatient\"] }\ndeductible = \"100.00\"\n\
         band = [{ rate = \"50%\" }]",
    );
    let visit = Bill { kind: StayKind::Outpatient, ..stay("300.00", "2026-05-02") };
    let settled = play(&outpatient, &[stay("5000.00", "2026-04-02"), visit]);
    assert_eq!(first_layer(&settled), ["0.00", "100.00"], "(300 − 100) × 50 %");
    assert_eq!(settled[1].layers[0].base_of_year, money("300.00"));
}

#[test]
fn a_monthly_limit_on_the_cost_lets_each_month_count_in_the_year() {
    // 400 of each month count: 400, 800, 1,200 over the year, and half of what lies above 600 is paid.
    let by_month = basic(
        "accumulate = \"year\"\n[[layer.terms]]\ndeductible = \"600.00\"\nband = [{ rate = \"50%\" }]\n\
         ceiling = [{ per = \"month\", amount = \"400.00\", on = \"cost\" }]",
    );
    let months = ["2026-01-10", "2026-02-10", "2026-03-10"].map(|on| stay("1000.00", on));
    assert_eq!(first_layer(&play(&by_month, &months)), ["0.00", "100.00", "200.00"]);
}

#[test]
fn what_one_limit_on_the_cost_cut_off_does_not_use_up_another() {
    // 1,000 of each stay and 1,800 of the year: the second stay still has 800.
    let two = basic(
        "accumulate = \"year\"\n[[layer.terms]]\nband = [{ rate = \"100%\" }]\n\
         ceiling = [{ per = \"stay\", amount = \"1000.00\", on = \"cost\" }, { per = \"year\", amount = \"1800.00\", on = \"cost\" }]",
    );
    let stays = [stay("5000.00", "2026-01-10"), stay("5000.00", "2026-02-10"), stay("5000.00", "2026-03-10")];
    assert_eq!(first_layer(&play(&two, &stays)), ["1000.00", "800.00", "0.00"]);
}

#[test]
fn a_ceiling_with_another_layer_counts_what_that_paid_in_the_month() {
    for (per, later) in [("month", "2026-01-20"), ("quarter", "2026-03-20"), ("year", "2026-12-20")] {
        let two = pack(&format!(
            "{BASIC}[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n[[layer]]\nid = \"more\"\n\
             name = {{ zh = \"补充\", en = \"More\" }}\nbase = [\"band-share\"]\n[[layer.terms]]\n\
             band = [{{ rate = \"100%\" }}]\nceiling = [{{ per = \"{per}\", amount = \"700.00\", with = [\"basic\"] }}]"
        ));
        let settled = play(&two, &[stay("800.00", "2026-01-05"), stay("800.00", later)]);
        // Together at most 700: 400 + 300, and then the basic layer alone.
        assert_eq!(paid(&settled[0]), ["400.00", "300.00"], "{per}");
        assert_eq!(paid(&settled[1]), ["400.00", "0.00"], "{per}");
    }
}

#[test]
fn charges_that_a_layer_leaves_keep_their_kind() {
    // Two layers for the same kind of charge, one for visits and one for stays.
    let text = format!("{}{}{}", crate::support::HEAD, crate::support::TABLES, {
        let layer = |id: &str, stay: &str, rate: &str| {
            format!(
                "[[layer]]\nid = \"{id}\"\nname = {{ zh = \"层\", en = \"Layer\" }}\nbase = [\"covered\"]\n\
                 charges = [\"other\"]\n[[layer.terms]]\nwhen = {{ stay = [\"{stay}\"] }}\nband = [{{ rate = \"{rate}\" }}]\n"
            )
        };
        layer("visits", "outpatient", "40%") + &layer("stays", "ordinary", "70%")
    });
    let kinds = read(&crate::support::bundle(&text)).unwrap();
    assert_eq!(paid(&settle_first(&kinds, &person(&[]), &stay("100.00", "2026-02-01"))), ["0.00", "70.00"]);
    let visit = Bill { kind: StayKind::Outpatient, ..stay("100.00", "2026-02-01") };
    assert_eq!(paid(&settle_first(&kinds, &person(&[]), &visit)), ["40.00", "0.00"]);
}

#[test]
fn a_transfer_shares_the_deductible_of_a_stay_that_was_settled_in_parts() {
    let shared = basic(
        "deductible_shared = [\"transfer\"]\n[[layer.terms]]\ndeductible = \"500.00\"\nband = [{ rate = \"100%\" }]",
    );
    let part = |part, link, on| Bill {
        episode: Some(Episode { id: "E".into(), part, link, goes_on: false }),
        ..stay("1000.00", on)
    };
    let settled = play(
        &shared,
        &[
            part(1, Link::Interim, "2026-02-01"),
            part(2, Link::Interim, "2026-02-10"),
            part(3, Link::Transfer, "2026-02-20"),
        ],
    );
    // Parts of one stay do not share here, the hospital after a transfer does.
    assert_eq!(first_layer(&settled), ["500.00", "500.00", "1000.00"]);
}

#[test]
fn a_share_that_is_exactly_half_a_fen_is_rounded_as_such() {
    // For a third of the charges the benefit is fourfold: twofold in all, and 10 % of 30.15 is 3.015 exactly.
    let bundle = crate::support::bundle(&format!(
        "{}{}{BASIC}[[layer.terms]]\nband = [{{ rate = \"5%\" }}]\n[[layer.bonus]]\ntags = [\"tcm\"]\nfactor = \"400%\"\n",
        crate::support::HEAD,
        crate::support::TABLES
    ));
    let herbs = "code,name,name_en,spec,unit,class,kind,price,price_limit,mnemonic,origin,tags\n\
                 A,甲,A,,次,甲,other,1,,a,,\nT,中药,Herb,,次,甲,other,1,,t,,tcm\n";
    let tagged = read(&nonghe_domain::pack::Bundle { drugs: herbs.into(), ..bundle }).unwrap();
    let lines = vec![units("T", "10.05", "1"), units("A", "10.05", "2")];
    assert_eq!(paid(&settle_first(&tagged, &person(&[]), &bill(lines))), ["3.02"]);
}

#[test]
fn the_highest_of_one_factor_is_that_factor() {
    let less = basic(
        "[[layer.terms]]\nband = [{ rate = \"50%\" }]\n[[layer.bonus]]\nwhen = { tier = [\"township\"] }\nfactor = \"80%\"",
    );
    assert_eq!(paid(&settle_first(&less, &person(&[]), &stay("100.00", "2026-02-01"))), ["40.00"]);
}

#[test]
fn totals_out_of_range_are_an_error_of_that_name() {
    let plain = basic("[[layer.terms]]\nband = [{ rate = \"100%\" }]");
    let most = bill(vec![units("A", "10000000", "100000")]);
    let first = settle_first(&plain, &person(&[]), &most);
    let second = nonghe_domain::adjudicate::adjudicate(&plain, &person(&[]), &first.difference, &most);
    assert_eq!(second.err(), Some(nonghe_domain::MoneyError::OutOfRange), "no total is kept that could not be read");
}
