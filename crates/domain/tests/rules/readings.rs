//! Published rules that can be read in two ways: each reading is a switch of the pack, and both are settled here. The
//! first is the published one where its source has figures.

use crate::published::{Example, VILLAGE_BANDS, YEAR, basic, funds, pack, play, rule, village};
use crate::support::{bill, charge};
use nonghe_domain::adjudicate::{Bill, StayKind};

fn stay(amount: &str) -> Bill {
    bill(vec![charge("A", amount)])
}

/// What the funds pay of each bill of a year.
fn paid(layers: &str, bills: &[Bill]) -> Vec<String> {
    let settled = play(&pack(layers, "0.00"), bills);
    settled.iter().map(|settlement| settlement.funds_pay().to_string()).collect()
}

#[test]
fn shandong_counts_its_bands_from_zero_and_not_after_the_start_line() {
    let zero = rule("SD2014");
    let after = zero.replace("deductible = \"10000.00\"", "deductible = \"10000.00\"\naxis = \"after-deductible\"");
    let bills = Example::of("SD2014-CII-1").bills();
    // (100,000 − 10,000) × 50 % + 70,000 × 60 %, or 100,000 × 50 % + 60,000 × 60 %; with 100,000 of basic insurance.
    assert_eq!(paid(&zero, &bills), ["187000.00"]);
    assert_eq!(paid(&after, &bills), ["186000.00"]);
}

#[test]
fn a_cumulative_table_is_worked_per_stay_or_over_the_year() {
    // The page calls its table 累计分段 and works both cases of one patient, in April and June, each from zero.
    let by_stay = rule("CB");
    let by_year = by_stay.replace("base =", &format!("{YEAR}base ="));
    let bills: Vec<_> = ["CB-1", "CB-2"].iter().flat_map(|id| Example::of(id).bills()).collect();
    assert_eq!(paid(&by_stay, &bills), ["220.00", "620.00"]);
    // Over the year 900 and 2,200 lie between 0 and 3,100: 1,100 × 30 % + 1,100 × 35 %.
    assert_eq!(paid(&by_year, &bills), ["220.00", "715.00"]);
}

#[test]
fn the_lowest_band_of_xiaoshan_is_a_deductible_inside_the_bands_or_before_them() {
    let band = rule("XS");
    let line = |axis: &str| {
        basic(&format!(
            "terms: deductible = \"500.00\"\naxis = \"{axis}\"\nband = [{{ rate = \"65%\" }}, \
             {{ over = \"5000.00\", rate = \"75%\" }}, {{ over = \"20000.00\", rate = \"65%\" }}]"
        ))
    };
    for id in ["XS-1", "XS-2"] {
        let bills = Example::of(id).bills();
        assert_eq!(paid(&line("from-zero"), &bills), paid(&band, &bills), "{id}: the same figure written in two ways");
    }
    // After the line the second band begins 500 later: 5,000 × 65 % + 500 × 75 %.
    assert_eq!(paid(&line("after-deductible"), &Example::of("XS-1").bills()), ["3625.00"]);
}

#[test]
fn the_end_of_a_band_belongs_to_either_side_but_that_of_a_whole_amount_does_not() {
    // Marginal bands: on which side the fen of the end lies changes nothing.
    for (amount, funds) in
        [("5000.00", "2925.00"), ("5000.01", "2925.01"), ("20000.00", "14175.00"), ("20000.01", "14175.01")]
    {
        assert_eq!(paid(&rule("XS"), &[stay(amount)]), [funds], "{amount}");
    }
    // A rate for the whole amount: 5,000 itself is still of the lower or already of the higher rate.
    let whole = |end: &str| {
        basic(&format!(
            "terms: when = {{ total = {{ {end} = \"5000.00\" }} }}\nband = [{{ rate = \"65%\" }}]\nterms: \
             band = [{{ rate = \"75%\" }}]"
        ))
    };
    for (amount, included, excluded) in
        [("4999.99", "3249.99", "3249.99"), ("5000.00", "3250.00", "3750.00"), ("5000.01", "3750.01", "3750.01")]
    {
        assert_eq!(paid(&whole("up_to"), &[stay(amount)]), [included], "{amount}, 5,000 included");
        assert_eq!(paid(&whole("below"), &[stay(amount)]), [excluded], "{amount}, 5,000 excluded");
    }
}

#[test]
fn the_village_prints_two_thousand_and_works_with_twenty_thousand() {
    let worked = village(VILLAGE_BANDS);
    let printed = village("band = [{ rate = \"60%\" }, { over = \"2000.00\", rate = \"100%\" }]\n");
    // All four published cases lie below both, so they cannot tell; a dearer stay can.
    for id in ["XN2005-1", "XN2005-2", "XN2005-3", "XN2005-4"] {
        let bills = Example::of(id).bills();
        assert_eq!(paid(&worked, &bills), paid(&printed, &bills), "{id}");
    }
    // 3,000 × 60 %, or 2,000 × 60 % + 1,000.
    assert_eq!(paid(&worked, &[stay("3000.00")]), ["1800.00"]);
    assert_eq!(paid(&printed, &[stay("3000.00")]), ["2200.00"]);
    // 5,000 × 60 % + 15,000 × 80 % + 2,000.
    assert_eq!(paid(&worked, &[stay("22000.00")]), ["17000.00"]);
}

#[test]
fn the_village_counts_inpatient_cost_over_the_year_and_not_by_stay() {
    let by_year = village(VILLAGE_BANDS);
    let by_stay = by_year.replace(YEAR, "");
    let twice = [stay("4000.00"), stay("4000.00")];
    // 4,000 × 60 %; then 1,000 × 60 % + 3,000 × 80 %.
    assert_eq!(paid(&by_year, &twice), ["2400.00", "3000.00"]);
    assert_eq!(paid(&by_stay, &twice), ["2400.00", "2400.00"]);
}

#[test]
fn the_village_pays_visits_from_the_first_yuan_however_they_fall() {
    let visit = |amount: &str| Bill { kind: StayKind::Outpatient, ..stay(amount) };
    let visits = ["100.00", "100.00", "39.99", "0.01", "20.00"].map(visit);
    // 260 in the year: 240 and then nothing, in one visit or in five.
    assert_eq!(paid(&rule("XN2005"), &visits), ["100.00", "100.00", "39.99", "0.01", "0.00"]);
    let as_one = play(&pack(&rule("XN2005"), "60.00"), &Example::of("XN2005-3").bills());
    assert_eq!(funds(&as_one).to_string(), "240.00");
}

#[test]
fn the_ceiling_of_sanming_is_of_a_stay_or_of_the_year_on_the_benefit_or_on_the_cost() {
    let by_year = rule("SM2010");
    let by_stay = by_year.replace("per = \"year\"", "per = \"stay\"");
    let on_cost = by_year.replace("per = \"year\"", "per = \"year\", on = \"cost\"");
    // (101,400 − 400) × 60 % = 60,600 is 600 too much.
    let twice = [stay("101400.00"), stay("101400.00")];
    assert_eq!(paid(&by_year, &twice), ["60000.00", "0.00"]);
    assert_eq!(paid(&by_stay, &twice), ["60000.00", "60000.00"]);
    // 60,000 of cost count in the year: (60,000 − 400) × 60 %.
    assert_eq!(paid(&on_cost, &twice), ["35760.00", "0.00"]);
}

#[test]
fn a_table_that_ends_pays_its_last_rate_further_or_counts_no_further_cost() {
    let open = rule("IN");
    let closed = format!("{open}\nceiling = [{{ per = \"stay\", amount = \"3000.00\", on = \"cost\" }}]");
    for id in ["IN-1", "IN-2"] {
        let bills = Example::of(id).bills();
        assert_eq!(paid(&open, &bills), paid(&closed, &bills), "{id} lies inside the table");
    }
    // 500 × 60 % + 4,000 × 80 %, or 500 × 60 % + 2,000 × 80 %.
    assert_eq!(paid(&open, &[stay("5000.00")]), ["3500.00"]);
    assert_eq!(paid(&closed, &[stay("5000.00")]), ["1900.00"]);
}

#[test]
fn the_year_of_a_table_is_one_account_or_two() {
    // 住院 and 门诊 of one layer, or each in a layer of its own: outpatient cost moves the inpatient bands, or not.
    let one = rule("ZA");
    let own = |id: &str, kind: &str, bands: &str| {
        format!(
            "[[layer]]\nid = \"{id}\"\nname = {{ zh = \"层\", en = \"Layer\" }}\nbase = [\"covered\"]\n{YEAR}\
             [[layer.terms]]\nwhen = {{ stay = [\"{kind}\"] }}\nband = [{bands}]\n"
        )
    };
    let bands = "{ rate = \"30%\" }, { over = \"5000.00\", rate = \"40%\" }, { over = \"20000.00\", rate = \"50%\" }";
    let two = own("visits", "outpatient", "{ rate = \"30%\" }") + &own("stays", "ordinary", bands);
    let bills = [Bill { kind: StayKind::Outpatient, ..stay("1000.00") }, stay("6000.00")];
    // 4,000 × 30 % + 2,000 × 40 %, or 5,000 × 30 % + 1,000 × 40 %.
    assert_eq!(paid(&one, &bills), ["300.00", "2000.00"]);
    assert_eq!(paid(&two, &bills), ["300.00", "1900.00"]);
    for id in ["ZA-1", "ZA-2", "ZA-3"] {
        let bills = Example::of(id).bills();
        assert_eq!(paid(&one, &bills), paid(&two, &bills), "{id}");
    }
}

#[test]
fn half_a_fen_goes_up_or_to_the_even_fen_or_whole_yuan_are_paid() {
    // 257.15 × 30 % = 77.145, a fen above the published case.
    let visit = |amount: &str| vec![Bill { kind: StayKind::Outpatient, ..stay(amount) }];
    let rounded = |rounding: &str, amount: &str| {
        let rules =
            format!("{}rounding = \"{rounding}\"\n{}{}", crate::support::HEAD, crate::support::TABLES, rule("ZA"));
        let pack = crate::support::read(&crate::support::bundle(&rules)).unwrap();
        funds(&play(&pack, &visit(amount))).to_string()
    };
    for (rounding, published, above) in
        [("half-up", "77.14", "77.15"), ("half-even", "77.14", "77.14"), ("down-to-yuan", "77.00", "77.00")]
    {
        assert_eq!(rounded(rounding, "257.14"), published, "{rounding}");
        assert_eq!(rounded(rounding, "257.15"), above, "{rounding}");
    }
}
