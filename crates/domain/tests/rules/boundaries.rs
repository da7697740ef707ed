//! Both sides of every boundary of amounts: lines, bands, ceilings, limits, prices, guarantees, shares.

use crate::support::{
    HEAD, NO_ITEMS, TABLES, bill, bundle, charge, day, money, pack, pack_with, paid, person, read, settle, settle_first,
};
use nonghe_domain::adjudicate::{Accumulators, Bill, Kind, Member, Settlement, Standing};
use nonghe_domain::pack::{Bundle, Pack};

fn basic(rest: &str) -> Pack {
    pack(&format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{rest}"
    ))
}

fn stay(amount: &str, on: &str) -> Bill {
    Bill { admitted: day(on), discharged: day(on), settled: day(on), ..bill(vec![charge("A", amount)]) }
}

fn first(pack: &Pack, amount: &str) -> Settlement {
    settle_first(pack, &person(&[]), &stay(amount, "2026-03-15"))
}

/// What the first layer pays of each bill of a year.
fn year(pack: &Pack, bills: &[Bill]) -> Vec<String> {
    let mut year = Accumulators::default();
    let settle = |bill| {
        let settlement = settle(pack, &person(&[]), &year, bill);
        year = std::mem::take(&mut year).plus(&settlement.difference);
        settlement.layers[0].paid.to_string()
    };
    bills.iter().map(settle).collect()
}

#[test]
fn a_deductible_takes_up_to_its_line_and_not_a_fen_more() {
    let line = basic("[[layer.terms]]\ndeductible = \"500.00\"\nband = [{ rate = \"100%\" }]");
    for (amount, taken, paid) in [
        ("0.00", "0.00", "0.00"),
        ("0.01", "0.01", "0.00"),
        ("499.99", "499.99", "0.00"),
        ("500.00", "500.00", "0.00"),
        ("500.01", "500.00", "0.01"),
    ] {
        let layer = &first(&line, amount).layers[0];
        assert_eq!((layer.deductible, layer.paid), (money(taken), money(paid)), "{amount}");
    }
}

#[test]
fn a_deductible_of_the_year_is_met_by_the_fen() {
    for (counted, before) in [("as-bands", "499.99"), ("year", "499.99"), ("quarter", "499.99"), ("month", "499.99")] {
        let line = basic(&format!(
            "accumulate = \"year\"\ndeductible_counted = \"{counted}\"\n[[layer.terms]]\ndeductible = \"500.00\"\n\
             band = [{{ rate = \"100%\" }}]"
        ));
        let bills = [before, "0.01", "0.01"].map(|amount| stay(amount, "2026-03-15"));
        assert_eq!(year(&line, &bills), ["0.00", "0.00", "0.01"], "{counted}");
    }
}

#[test]
fn a_band_begins_with_the_fen_above_its_start() {
    // Halves of a fen go up, so that each rate shows within two fen of the boundary.
    let bands = |axis: &str| {
        basic(&format!(
            "[[layer.terms]]\ndeductible = \"100.00\"\naxis = \"{axis}\"\nband = [{{ rate = \"0%\" }}, \
             {{ over = \"1000.00\", rate = \"100%\" }}, {{ over = \"2000.00\", rate = \"50%\" }}]"
        ))
    };
    for (amount, zero, after) in [
        ("1000.00", "0.00", "0.00"),
        ("1000.01", "0.01", "0.00"),
        ("1100.00", "100.00", "0.00"),
        ("1100.01", "100.01", "0.01"),
        ("2000.00", "1000.00", "900.00"),
        ("2000.02", "1000.01", "900.02"),
        ("2100.00", "1050.00", "1000.00"),
        ("2100.02", "1050.01", "1000.01"),
    ] {
        assert_eq!(paid(&first(&bands("from-zero"), amount)), [zero], "{amount} from zero");
        assert_eq!(paid(&first(&bands("after-deductible"), amount)), [after], "{amount} after the deductible");
    }
}

#[test]
fn a_ceiling_is_paid_out_to_the_fen() {
    for per in ["stay", "month", "quarter", "year"] {
        let benefit = basic(&format!(
            "[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\nceiling = [{{ per = \"{per}\", amount = \"1000.00\" }}]"
        ));
        let cost = basic(&format!(
            "[[layer.terms]]\nband = [{{ rate = \"50%\" }}]\nceiling = [{{ per = \"{per}\", amount = \"2000.00\", on = \"cost\" }}]"
        ));
        for (amount, paid, above_benefit, above_cost) in [
            ("1999.98", "999.99", "0.00", "0.00"),
            ("2000.00", "1000.00", "0.00", "0.00"),
            ("2000.02", "1000.00", "0.01", "0.02"),
        ] {
            for (pack, above) in [(&benefit, above_benefit), (&cost, above_cost)] {
                let layer = &first(pack, amount).layers[0];
                assert_eq!((layer.paid, layer.above_ceiling), (money(paid), money(above)), "{amount} per {per}");
            }
        }
        if per != "stay" {
            let bills = ["1999.98", "0.02", "0.02"].map(|amount| stay(amount, "2026-03-15"));
            assert_eq!(year(&benefit, &bills), ["999.99", "0.01", "0.00"], "per {per}");
            assert_eq!(year(&cost, &bills), ["999.99", "0.01", "0.00"], "cost per {per}");
        }
    }
}

#[test]
fn a_ceiling_by_the_day_counts_the_first_and_the_last_day_as_one() {
    let daily =
        basic("[[layer.terms]]\nband = [{ rate = \"100%\" }]\nceiling = [{ per = \"day\", amount = \"100.00\" }]");
    for (discharged, most) in
        [("2026-03-10", "100.00"), ("2026-03-11", "100.00"), ("2026-03-12", "200.00"), ("2026-04-09", "3000.00")]
    {
        let stay =
            Bill { admitted: day("2026-03-10"), discharged: day(discharged), ..bill(vec![charge("A", "9999.00")]) };
        assert_eq!(paid(&settle_first(&daily, &person(&[]), &stay)), [most], "discharged on {discharged}");
    }
}

#[test]
fn a_share_of_the_bill_is_a_ceiling_to_the_fen_below_it() {
    // 90 % of 33.33 is 29.997: 29.99 at most.
    let share = basic(
        "[[layer.terms]]\nband = [{ rate = \"100%\" }]\nceiling = [{ per = \"stay\", share = \"90%\", of = \"total\" }]",
    );
    assert_eq!(paid(&first(&share, "33.33")), ["29.99"]);
    let overall = pack(
        "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n[[layer.terms]]\n\
         band = [{ rate = \"80%\" }]\n[[layer]]\nid = \"more\"\nname = { zh = \"补充\", en = \"More\" }\n\
         base = [\"band-share\"]\n[[layer.terms]]\nband = [{ rate = \"100%\" }]\n[[overall]]\nrate = \"90%\"\nof = \"total\"",
    );
    // 26.66 (26.664) of 29.99 leave 3.33 for the second layer.
    assert_eq!(paid(&first(&overall, "33.33")), ["26.66", "3.33"]);
}

#[test]
fn a_ceiling_rises_with_the_years_after_the_first_and_never_above_its_share() {
    let raised = basic(
        "[[layer.terms]]\nband = [{ rate = \"100%\" }]\nceiling = [{ per = \"year\", amount = \"10000.00\", \
         raised_at_most = \"20%\", raise = [{ for = \"continuous\", after = 4, each = \"600.00\" }, \
         { for = \"claim-free\", each = \"500.00\" }] }]",
    );
    for (continuous, claim_free, most) in [
        (0, 0, "10000.00"),
        (4, 0, "10000.00"),
        (5, 0, "10600.00"),
        (0, 1, "10500.00"),
        (7, 0, "11800.00"),
        (6, 1, "11700.00"),
        (8, 0, "12000.00"),
        (4, 4, "12000.00"),
        (u32::MAX, u32::MAX, "12000.00"),
    ] {
        let member = Member { continuous_years: continuous, claim_free_years: claim_free, ..Member::default() };
        let standing = Standing { member, ..person(&[]) };
        let settlement = settle_first(&raised, &standing, &stay("50000.00", "2026-03-15"));
        assert_eq!(paid(&settlement), [most], "{continuous} years in a row, {claim_free} without a claim");
    }
}

#[test]
fn a_family_account_pays_until_it_is_empty() {
    let account = basic(
        "fund = \"account\"\n[[layer.terms]]\nband = [{ rate = \"100%\" }]\n\
         ceiling = [{ per = \"year\", balance = \"family-account\" }]",
    );
    let member = Member { family_account: money("50.00"), ..Member::default() };
    let standing = Standing { member, ..person(&[]) };
    let mut family = Accumulators::default();
    for (amount, expected) in [("30.00", "30.00"), ("20.01", "20.00"), ("0.01", "0.00")] {
        // The wife and the husband in turn: each sees what the other took.
        let history = Accumulators::default().with_household([&family]);
        let settlement = settle(&account, &standing, &history, &stay(amount, "2026-03-15"));
        assert_eq!(paid(&settlement), [expected], "{amount}");
        family = family.plus(&settlement.difference);
    }
}

#[test]
fn a_guarantee_begins_where_the_bands_pay_less() {
    let least = basic(
        "[[layer.terms]]\ndeductible = \"100.00\"\nband = [{ rate = \"60%\" }]\n\
         guarantee = { rate = \"30%\", of = \"total\" }",
    );
    // (200 − 100) × 60 % = 200 × 30 %: below 200 the guarantee pays more.
    for (amount, paid, basis) in [
        ("100.00", "30.00", "\"guarantee\""),
        ("199.90", "59.97", "\"guarantee\""),
        ("200.00", "60.00", "\"bands\""),
        ("200.10", "60.06", "\"bands\""),
    ] {
        let layer = &first(&least, amount).layers[0];
        assert_eq!(
            (layer.paid, serde_json::to_string(&layer.basis).unwrap()),
            (money(paid), basis.to_owned()),
            "{amount}"
        );
    }
}

#[test]
fn a_fixed_sum_never_exceeds_what_is_left() {
    let birth = basic("[[layer.terms]]\nfixed = \"1100.00\"");
    for (amount, fixed) in [("0.00", "0.00"), ("1099.99", "1099.99"), ("1100.00", "1100.00"), ("1100.01", "1100.00")] {
        assert_eq!(paid(&first(&birth, amount)), [fixed], "{amount}");
    }
}

#[test]
fn above_a_fixed_price_the_hospital_bears_every_fen() {
    let fixed = pack(
        "[[fixed_price]]\nwhen = { tier = [\"township\"] }\nprice = \"2000.00\"\n[[layer]]\nid = \"basic\"\n\
         name = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n[[layer.terms]]\nband = [{ rate = \"75%\" }]",
    );
    for (amount, covered, hospital, paid) in [
        ("1999.99", "1999.99", "0.00", "1499.99"),
        ("2000.00", "2000.00", "0.00", "1500.00"),
        ("2000.01", "2000.00", "0.01", "1500.00"),
    ] {
        // Half of it is outside the catalogue: under a fixed price all of it counts.
        let half = settle_first(&fixed, &person(&[]), &bill(vec![charge("A", amount), charge("C", "0.00")]));
        let found = (half.covered, half.hospital_pays, half.layers[0].paid);
        assert_eq!(found, (money(covered), money(hospital), money(paid)), "{amount}");
    }
    let outside = settle_first(&fixed, &person(&[]), &bill(vec![charge("A", "1000.00"), charge("C", "1000.00")]));
    assert_eq!((outside.covered, outside.before_layers.len()), (money("2000.00"), 0));
}

#[test]
fn a_limit_of_a_kind_of_charge_cuts_what_lies_above_it_and_nothing_else() {
    for (order, per_day, amount, above, first, covered) in [
        ("before-share", false, "299.99", "0.00", "30.00", "269.99"),
        ("before-share", false, "300.00", "0.00", "30.00", "270.00"),
        ("before-share", false, "300.01", "0.01", "30.00", "270.00"),
        ("before-share", false, "600.00", "300.00", "30.00", "270.00"),
        ("after-share", false, "333.33", "0.00", "33.33", "300.00"),
        ("after-share", false, "333.40", "0.06", "33.34", "300.00"),
        ("after-share", false, "600.00", "240.00", "60.00", "300.00"),
        // Five days from the tenth to the fifteenth.
        ("before-share", true, "1500.00", "0.00", "150.00", "1350.00"),
        ("before-share", true, "1500.10", "0.10", "150.00", "1350.00"),
    ] {
        let per = if per_day { "day" } else { "stay" };
        let limited = pack(&format!(
            "[charges]\nlimit = \"{order}\"\n[[kind_limit]]\nkinds = [\"other\"]\nper = \"{per}\"\namount = \"300.00\"\n\
             [[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n\
             [[layer.terms]]\nband = [{{ rate = \"100%\" }}]"
        ));
        let settlement = settle_first(&limited, &person(&[]), &bill(vec![charge("B", amount)]));
        let kind = |kind| settlement.before_layers.get(&kind).copied().unwrap_or_default();
        let found = (kind(Kind::AboveLimit), kind(Kind::PayFirst), settlement.covered);
        assert_eq!(found, (money(above), money(first), money(covered)), "{order} per {per}: {amount}");
        // What is exactly at its limit has not passed it.
        assert_eq!(settlement.passed_limits.is_empty(), above == "0.00", "{order} per {per}: {amount}");
        // The line shows what its kinds say, and a line of another kind beside it shows its own.
        let item = &settlement.items[0];
        assert_eq!((item.above_limit, item.pay_first, item.covered), (money(above), money(first), money(covered)));
    }
}

#[test]
fn two_lines_under_one_limit_share_what_it_cuts_and_a_kind_without_limit_loses_nothing() {
    let rules = format!(
        "{HEAD}{TABLES}[[charge_kind]]\ncode = \"bed\"\nname = {{ zh = \"床位\", en = \"Bed\" }}\n\
         [charges]\nlimit = \"before-share\"\n[[kind_limit]]\nkinds = [\"other\"]\nper = \"stay\"\namount = \"300.00\"\n\
         [[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n\
         [[layer.terms]]\nband = [{{ rate = \"100%\" }}]\n"
    );
    let services = format!("{NO_ITEMS}N,床位,Bed,,天,乙,bed,1,,cw\n");
    let limited = read(&Bundle { services, ..bundle(&rules) }).unwrap();
    let lines = vec![charge("B", "400.00"), charge("B", "200.00"), charge("N", "100.00"), charge("L", "30.00")];
    let settlement = settle_first(&limited, &person(&[]), &bill(lines));
    let shown: Vec<_> = settlement
        .items
        .iter()
        .map(|item| [item.above_limit, item.pay_first, item.covered].map(|amount| amount.to_string()))
        .collect();
    // 620 of 300 count; a tenth of what counts of the two is paid first. Of the last, 10 lie above its own price limit.
    assert_eq!(
        shown,
        [
            ["206.45", "19.35", "174.20"],
            ["103.23", "9.68", "87.09"],
            ["0.00", "10.00", "90.00"],
            ["20.32", "0.00", "9.68"],
        ]
    );
}

#[test]
fn what_the_hospital_bears_is_shown_at_each_line_in_the_measure_of_its_amount() {
    let fixed = pack(
        "[[fixed_price]]\nwhen = { tier = [\"township\"] }\nprice = \"2000.00\"\n[[layer]]\nid = \"basic\"\n\
         name = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n[[layer.terms]]\nband = [{ rate = \"75%\" }]",
    );
    let lines = vec![charge("A", "3000.00"), charge("A", "1000.00"), charge("C", "1000.00")];
    let settlement = settle_first(&fixed, &person(&[]), &bill(lines));
    let shown: Vec<_> =
        settlement.items.iter().map(|item| (item.hospital.to_string(), item.covered.to_string())).collect();
    let expected = [("1800.00", "1200.00"), ("600.00", "400.00"), ("600.00", "400.00")];
    assert_eq!(shown, expected.map(|(hospital, covered)| (hospital.to_owned(), covered.to_owned())));
}

#[test]
fn what_lies_above_limits_and_shares_belongs_to_no_kind_of_charge() {
    let rules = format!(
        "{HEAD}{TABLES}[[charge_kind]]\ncode = \"bed\"\nname = {{ zh = \"床位\", en = \"Bed\" }}\n\
         [[layer]]\nid = \"beds\"\nname = {{ zh = \"床位\", en = \"Beds\" }}\nbase = [\"covered\"]\ncharges = [\"bed\"]\n\
         [[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n\
         [[layer]]\nid = \"rest\"\nname = {{ zh = \"其他\", en = \"Rest\" }}\nbase = [\"covered\"]\ncharges = [\"other\"]\n\
         [[layer.terms]]\nband = [{{ rate = \"50%\" }}]\n"
    );
    let services = format!("{NO_ITEMS}N,床位,Bed,,天,甲,bed,1,,cw\n");
    let kinds = read(&Bundle { services, ..bundle(&rules) }).unwrap();
    let lines = vec![charge("B", "100.00"), charge("C", "55.00"), charge("L", "30.00"), charge("N", "40.00")];
    let settlement = settle_first(&kinds, &person(&[]), &bill(lines));
    let bases: Vec<_> = settlement.layers.iter().map(|layer| layer.base.to_string()).collect();
    assert_eq!(bases, ["40.00", "110.00"], "90 of the first, nothing of the second, 20 of the third");
}

#[test]
fn a_price_limit_cuts_each_unit_before_or_after_the_share() {
    // Item M: class 乙, 10 % first, at most 20.00 a unit.
    for (order, price, above, first) in [
        ("before-share", "20.00", "0.00", "2.00"),
        ("before-share", "20.01", "0.01", "2.00"),
        ("before-share", "30.00", "10.00", "2.00"),
        ("after-share", "22.22", "0.00", "2.22"),
        ("after-share", "22.30", "0.07", "2.23"),
        ("after-share", "30.00", "7.00", "3.00"),
    ] {
        let limited = pack(&format!(
            "[charges]\nlimit = \"{order}\"\n[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\n\
             base = [\"covered\"]\n[[layer.terms]]\nband = [{{ rate = \"100%\" }}]"
        ));
        let settlement = settle_first(&limited, &person(&[]), &bill(vec![charge("M", price)]));
        let kind = |kind| settlement.before_layers.get(&kind).copied().unwrap_or_default();
        assert_eq!((kind(Kind::AboveLimit), kind(Kind::PayFirst)), (money(above), money(first)), "{order}: {price}");
    }
}

#[test]
fn half_a_fen_of_a_share_goes_where_the_pack_says() {
    for (rounding, amounts) in [
        ("half-up", ["0.50", "0.51", "0.51", "0.52"]),
        ("half-even", ["0.50", "0.50", "0.51", "0.52"]),
        ("down-to-yuan", ["0.00", "0.00", "0.00", "0.00"]),
    ] {
        let half = pack_with(
            &format!("rounding = \"{rounding}\"\n"),
            "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\n[[layer.terms]]\n\
             band = [{ rate = \"50%\" }]",
        );
        // 0.500, 0.505, 0.510 and 0.515 exactly.
        for (amount, expected) in ["1.00", "1.01", "1.02", "1.03"].into_iter().zip(amounts) {
            assert_eq!(paid(&first(&half, amount)), [expected], "{rounding}: half of {amount}");
        }
        let yuan = if rounding == "down-to-yuan" { "1.00" } else { "1.99" };
        assert_eq!(paid(&first(&half, "3.98")), [yuan], "{rounding}");
    }
}
