//! Input that nobody types by mistake: refused, settled, or an error with a name; never a panic.

use crate::random::line;
use crate::slow::draw;
use crate::support::{bill, cases, charge, day, demonstration, money, pack, person, settle, settle_first, units};
use chrono::NaiveDate;
use nonghe_domain::adjudicate::{
    Accumulators, Bill, DatedCategory, Episode, Kind, Link, Member, Outcome, Refusal, Standing, accumulator,
    adjudicate, explain,
};
use nonghe_domain::pack::Pack;
use nonghe_domain::year::{self, CasePerson, Settle, YearTotals, replay};
use nonghe_domain::{Money, MoneyError, Quantity, UnitPrice};
use proptest::collection::vec;
use proptest::prelude::*;

fn basic(rest: &str) -> Pack {
    pack(&format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{rest}"
    ))
}

fn plain() -> Pack {
    basic("[[layer.terms]]\nband = [{ rate = \"90%\" }]\nceiling = [{ per = \"year\", amount = \"1000.00\" }]")
}

/// The most that one line can come to and still be an amount.
fn most() -> nonghe_domain::adjudicate::ChargeLine {
    units("A", "10000000", "100000")
}

#[test]
fn a_bill_beyond_the_range_of_money_is_an_error() {
    let decided = |lines| adjudicate(&plain(), &person(&[]), &Accumulators::default(), &bill(lines));
    assert!(decided(vec![most()]).is_ok(), "a thousand billion is the last amount in range");
    let cases = [
        vec![most(), charge("A", "0.01")],
        vec![units("A", "10000000", "1000000")],
        vec![units("B", "9999999.999999", "999999.9999"); 300],
        vec![units("M", "9999999.999999", "999999.9999"); 300],
        vec![units("nowhere", "10000000", "1000000"); 300],
    ];
    for lines in cases {
        let count = lines.len();
        assert_eq!(decided(lines).err(), Some(MoneyError::OutOfRange), "{count} line(s)");
    }
}

#[test]
fn the_largest_amounts_add_up_under_every_rule() {
    // What a factor multiplies beyond the range is an error, also where the bill would cut it down again.
    for rest in [
        "[[layer.terms]]\nband = [{ rate = \"100%\" }]\nfactor = \"1000%\"",
        "[[layer.terms]]\nfixed = \"1000000000000.00\"\nfactor = \"1000%\"",
        "bonus_stack = \"sum\"\n[[layer.terms]]\nband = [{ rate = \"100%\" }]\n[[layer.bonus]]\nfactor = \"1000%\"\n[[layer.bonus]]\nfactor = \"1000%\"",
    ] {
        let decided = adjudicate(&basic(rest), &person(&[]), &Accumulators::default(), &bill(vec![most()]));
        assert_eq!(decided.err(), Some(MoneyError::OutOfRange), "{rest}");
    }
    for rest in [
        "[[layer.terms]]\nfixed = \"1000000000000.00\"",
        "[[layer.terms]]\nband = [{ rate = \"0%\" }]\nguarantee = { rate = \"100%\", of = \"total\" }",
        "accumulate = \"year\"\n[[layer.terms]]\ndeductible = \"1000000000000.00\"\nband = [{ rate = \"100%\" }]",
        "[[layer.terms]]\ndeductible = \"0.01\"\naxis = \"after-deductible\"\nband = [{ rate = \"33.3333%\" }, { over = \"999999999999.99\", rate = \"100%\" }]",
        "[[layer.terms]]\nband = [{ rate = \"100%\" }]\nceiling = [{ per = \"day\", amount = \"1000000000000.00\" }]",
        "[[layer.terms]]\nband = [{ rate = \"100%\" }]\nceiling = [{ per = \"year\", amount = \"1000000000000.00\", raise = [{ for = \"continuous\", each = \"1000000000000.00\" }] }]",
        "bonus_stack = \"sum\"\n[[layer.terms]]\nband = [{ rate = \"100%\" }]\n[[layer.bonus]]\npoints = \"100%\"\n[[layer.bonus]]\nwhen = { tier = [\"township\"] }\npoints = \"100%\"",
        "[[layer.terms]]\ndeductible = \"5.00\"\nband = [{ rate = \"100%\" }]\n[[layer.relief]]\nless_each = \"1000000000000.00\"",
    ] {
        let pack = basic(rest);
        let member = Member { continuous_years: u32::MAX, claim_free_years: u32::MAX, ..Member::default() };
        let standing = Standing { member, ..person(&[]) };
        let mut history = Accumulators::default();
        history.add_count(accumulator::stays("township"), i64::MAX);
        let stay = bill(vec![most()]);
        let settlement = settle(&pack, &standing, &history, &stay);
        assert_eq!(settlement.funds_pay() + settlement.you_pay, settlement.total, "{rest}");
        assert!(!settlement.you_pay.is_negative() && !settlement.funds_pay().is_negative(), "{rest}");
        explain(&pack, &standing, &history, &stay, &settlement);
    }
}

#[test]
fn prices_and_quantities_beyond_their_range_are_not_read() {
    for text in ["10000000.000001", "0.0000001", "-0.01", "1e3", "", "1_000", "９", "79228162514264337593543950336"] {
        assert!(text.parse::<UnitPrice>().is_err(), "price {text:?}");
    }
    for text in ["1000000.0001", "0.00001", "-1", "+1", "1/2"] {
        assert!(text.parse::<Quantity>().is_err(), "quantity {text:?}");
    }
    assert_eq!("-0".parse::<Quantity>().map(|zero| zero.to_string()), Ok("0".to_owned()), "one zero, one text");
}

#[test]
fn nothing_at_all_is_settled_as_nothing() {
    let (pack, standing, history) = (plain(), person(&[]), Accumulators::default());
    for lines in
        [vec![units("A", "12.00", "0")], vec![units("A", "0", "1")], vec![units("A", "0.000001", "0.0001"); 40]]
    {
        let free = bill(lines);
        let settlement = settle(&pack, &standing, &history, &free);
        assert_eq!((settlement.total, settlement.you_pay), (Money::ZERO, Money::ZERO));
        assert!(settlement.difference.amounts.is_empty(), "{:?}", settlement.difference);
        assert_eq!(explain(&pack, &standing, &history, &free, &settlement).share_of_total, "0%");
    }
}

#[test]
fn totals_below_nothing_open_no_room_above_a_ceiling() {
    // A county's correction may overshoot; the next settlement still pays no more than the ceiling.
    let mut history = Accumulators::default();
    history.add_amount(accumulator::paid("basic"), money("-500.00"));
    history.add_amount(accumulator::base("basic"), money("-500.00"));
    let settlement = settle(&plain(), &person(&[]), &history, &bill(vec![charge("A", "5000.00")]));
    assert_eq!(settlement.layers[0].paid, money("1000.00"));
}

#[test]
fn counts_beyond_anybodys_life_are_no_panic() {
    let steps = basic(
        "[[layer.terms]]\nwhen = { admission = { from = 2 } }\ndeductible = \"400.00\"\nband = [{ rate = \"100%\" }]\n\
         [[layer.relief]]\nless_each = \"100.00\"",
    );
    for (count, expected) in [(i64::MIN, None), (-1, None), (0, None), (1, Some("700.00")), (i64::MAX, None)] {
        let mut history = Accumulators::default();
        history.add_count(accumulator::stays("township"), count);
        let settlement = settle(&steps, &person(&[]), &history, &bill(vec![charge("A", "1000.00")]));
        // Counts below nothing, and above what is counted, are none.
        assert_eq!(
            settlement.layers[0].terms.map(|_| settlement.layers[0].paid.to_string()).as_deref(),
            expected,
            "{count}"
        );
        let totals = history.clone().plus(&settlement.difference);
        assert_eq!(totals.count("stays.township"), count.saturating_add(1));
    }
}

#[test]
fn an_unknown_tier_or_item_is_the_patients() {
    let strange = Bill { tier: "moon".into(), ..bill(vec![charge("no such code", "100.00")]) };
    let settlement = settle(demonstration(), &person(&[]), &Accumulators::default(), &strange);
    assert_eq!(settlement.you_pay, money("100.00"));
    assert_eq!(settlement.patient.get(&Kind::OutsideCatalogue), Some(&money("100.00")));
}

#[test]
fn thousands_of_lines_add_up() {
    let items: Vec<_> = demonstration().catalogue.items().iter().collect();
    let lines = (0..6_000).map(|number| {
        let item = items[number % items.len()];
        units(
            &item.code,
            &format!("{}.{:06}", number % 97, number * 7919 % 1_000_000),
            &format!("0.{:04}", number % 9_999 + 1),
        )
    });
    let stay = bill(lines.collect());
    let settlement = settle_first(demonstration(), &person(&["dibao"]), &stay);
    assert_eq!(settlement.items.iter().map(|item| item.amount).sum::<Money>(), settlement.total);
    assert_eq!(settlement.items.iter().map(|item| item.covered).sum::<Money>(), settlement.covered);
    assert_eq!(settlement.funds_pay() + settlement.you_pay, settlement.total);
    explain(demonstration(), &person(&["dibao"]), &Accumulators::default(), &stay, &settlement);
}

#[test]
fn absurd_dates_are_refused_or_settled() {
    let days =
        [NaiveDate::MIN, day("0000-01-01"), day("1970-01-01"), day("2026-06-30"), day("9999-12-31"), NaiveDate::MAX];
    let rules = ["admission", "discharge", "settlement", "split"];
    let packs: Vec<_> = rules
        .iter()
        .map(|rule| {
            basic(&format!(
                "[[layer.terms]]\nwhen = {{ age = {{ from = 0 }} }}\nband = [{{ rate = \"100%\" }}]\nceiling = [{{ per = \"day\", \
                 amount = \"1000000000.00\" }}, {{ per = \"month\", amount = \"5.00\" }}]\n[year]\nrule = \"{rule}\""
            ))
        })
        .collect();
    for admitted in days {
        for discharged in days {
            for other in days {
                let stay = Bill { admitted, discharged, settled: other, ..bill(vec![charge("A", "10.00")]) };
                let category =
                    DatedCategory { code: "poor".into(), from: other, until: Some(admitted), source: String::new() };
                let standing = Standing {
                    birth_date: other,
                    waiting_until: Some(discharged),
                    categories: vec![category],
                    member: Member { died: Some(discharged), ..Member::default() },
                    ..person(&[])
                };
                for pack in &packs {
                    let outcome = adjudicate(pack, &standing, &Accumulators::default(), &stay).unwrap();
                    if let Outcome::NotCovered(refusals) = &outcome {
                        let backwards = refusals.contains(&Refusal::DischargedBeforeAdmitted);
                        assert_eq!(backwards, discharged < admitted);
                    }
                }
            }
        }
    }
}

#[test]
fn names_of_any_kind_stay_apart() {
    // Episodes, facilities and tiers are free texts; none of them reaches another's account.
    let shared = basic(
        "deductible_counted = \"stay\"\ndeductible_shared = [\"interim\"]\n[[layer.terms]]\ndeductible = \"100.00\"\n\
         band = [{ rate = \"100%\" }]",
    );
    let mut year = Accumulators::default();
    for id in ["", "@", "basic.paid", "household:", "E@episode:E", "\u{0}", "中文 ", "E"] {
        let part = |part| Bill {
            episode: Some(Episode { id: id.into(), part, link: Link::Interim, goes_on: false }),
            tier: id.into(),
            facility: Some(id.into()),
            ..bill(vec![charge("A", "150.00")])
        };
        for (number, expected) in [(1, "50.00"), (2, "150.00")] {
            let settlement = settle(&shared, &person(&[]), &year, &part(number));
            assert_eq!(settlement.layers[0].paid, money(expected), "part {number} of {id:?}");
            year = year.plus(&settlement.difference);
        }
    }
    let text = serde_json::to_string(&year).unwrap();
    assert_eq!(serde_json::from_str::<Accumulators>(&text).unwrap(), year);
}

#[test]
fn a_household_beyond_the_range_of_money_is_an_error_of_its_name() {
    let together = basic("accumulate = \"year\"\ncounts = \"household\"\n[[layer.terms]]\nband = [{ rate = \"50%\" }]");
    let rich = |id: &str| {
        let mut totals = Accumulators::default();
        totals.add_amount(accumulator::base("basic"), Money::from_fen(Money::MAX_FEN).unwrap());
        CasePerson {
            id: id.into(),
            birth_date: day("1990-01-01"),
            enrolled: true,
            waiting_until: None,
            categories: vec![],
            certificates: vec![],
            history: Some(YearTotals { year: 2026, totals }),
            member: Member::default(),
        }
    };
    let settle =
        Settle { id: "s".into(), person: "a".into(), bill: bill(vec![charge("A", "1.00")]), charged_on: vec![] };
    let case = year::Case { people: vec![rich("a"), rich("b")], events: vec![year::Event::Settle(Box::new(settle))] };
    let played = replay(&[&together], &case);
    assert_eq!(played.unwrap_err(), year::ReplayError::Amount { event: 1, error: MoneyError::OutOfRange });
}

/// Every account that a layer could have.
fn accounts(layer: usize) -> Vec<String> {
    let layer = format!("l{layer}");
    let own = [
        accumulator::paid(&layer),
        accumulator::base(&layer),
        accumulator::deductible(&layer),
        accumulator::line(&layer),
        accumulator::paid_within(&layer, "injury"),
        accumulator::base_within(&layer, "chronic"),
        accumulator::in_facility(&accumulator::deductible(&layer), ""),
        accumulator::in_episode(&accumulator::deductible(&layer), "E1"),
    ];
    let date = day("2026-01-01");
    let spans = own
        .iter()
        .flat_map(|name| [name.clone(), accumulator::in_month(name, date), accumulator::in_quarter(name, date)]);
    spans.flat_map(|name| [accumulator::of_household(&name), name]).collect()
}

const CODES: &[&str] = &["bed", "bed-limited", "herb", "pill", "pill-limited", "scan", "test", "cosmetic", "nowhere"];

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn no_history_makes_the_engine_panic_or_pay_more_than_the_bill(
        case in draw::cases(),
        visit in draw::visits(),
        lines in vec(line(CODES), 0..5),
        amounts in vec(prop_oneof![
            -Money::MAX_FEN..=Money::MAX_FEN, -100_000_i64..100_000, Just(Money::MAX_FEN), Just(-Money::MAX_FEN)
        ], 1..200),
        counts in vec(any::<i64>(), 3),
        quantity in proptest::sample::select(vec!["0.0001", "1", "1000", "1000000"]),
    ) {
        let pack = case.county.pack_if_sound();
        prop_assume!(pack.is_some(), "one of its rules never applies");
        let pack = pack.unwrap();
        let mut history = Accumulators::default();
        let names = (0..case.county.layers.len()).flat_map(accounts);
        for (name, fen) in names.zip(amounts.iter().cycle()) {
            history.add_amount(name, Money::from_fen(*fen).unwrap());
        }
        for (tier, count) in ["township", "county", "city"].into_iter().zip(counts) {
            history.add_count(accumulator::stays(tier), count);
        }
        let mut stay = visit.bill();
        stay.lines.extend(lines);
        for line in &mut stay.lines {
            line.quantity = quantity.parse().unwrap();
        }
        let standing = case.year.household[0].standing();
        match adjudicate(&pack, &standing, &history, &stay) {
            Ok(Outcome::Settled(settlement)) => {
                explain(&pack, &standing, &history, &stay, &settlement);
                prop_assert_eq!(
                    settlement.funds_pay() + settlement.you_pay + settlement.hospital_pays, settlement.total
                );
                let parts = settlement.layers.iter().flat_map(|layer| [layer.paid, layer.deductible, layer.above_ceiling]);
                prop_assert!(parts.chain([settlement.you_pay]).all(|part| !part.is_negative()));
                // What it adds to the totals can be kept and read again.
                let totals = history.plus(&settlement.difference);
                let text = serde_json::to_string(&totals).unwrap();
                prop_assert_eq!(serde_json::from_str::<Accumulators>(&text).unwrap(), totals);
            }
            Ok(Outcome::NotCovered(refusals)) => prop_assert!(!refusals.is_empty()),
            Err(error) => prop_assert_eq!(error, MoneyError::OutOfRange),
        }
    }
}
