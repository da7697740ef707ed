//! Every way of counting a deductible, by hand: the same four stays of a year under each.

use crate::support::{bill, charge, day, pack, person, settle};
use nonghe_domain::adjudicate::{Accumulators, Bill, Episode, Link, Settlement};
use nonghe_domain::pack::Pack;

/// Township 200 and county 500, nothing else.
fn lines(layer: &str) -> Pack {
    pack(&format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本\", en = \"Basic\" }}\nbase = [\"covered\"]\n{layer}\n\
         [[layer.terms]]\nwhen = {{ tier = [\"county\"] }}\ndeductible = \"500.00\"\nband = [{{ rate = \"100%\" }}]\n\
         [[layer.terms]]\ndeductible = \"200.00\"\nband = [{{ rate = \"100%\" }}]"
    ))
}

fn stay(tier: &str, facility: &str, on: &str, amount: &str) -> Bill {
    Bill {
        tier: tier.into(),
        facility: Some(facility.into()),
        admitted: day(on),
        discharged: day(on),
        settled: day(on),
        ..bill(vec![charge("A", amount)])
    }
}

fn play(pack: &Pack, bills: &[Bill]) -> Vec<Settlement> {
    let mut year = Accumulators::default();
    let settle = |bill| {
        let settlement = settle(pack, &person(&[]), &year, bill);
        year = std::mem::take(&mut year).plus(&settlement.difference);
        settlement
    };
    bills.iter().map(settle).collect()
}

fn taken(settled: &[Settlement]) -> Vec<String> {
    settled.iter().map(|settlement| settlement.layers[0].deductible.to_string()).collect()
}

#[test]
fn each_way_of_counting_takes_its_own_from_the_same_five_stays() {
    let stays = [
        stay("township", "A", "2026-01-10", "150.00"),
        stay("township", "B", "2026-01-20", "1000.00"),
        stay("county", "C", "2026-03-05", "1000.00"),
        stay("county", "C", "2026-03-25", "1000.00"),
        stay("township", "A", "2026-08-01", "1000.00"),
    ];
    for (counted, expected) in [
        // 按次: each stay its own line.
        ("as-bands", ["150.00", "200.00", "500.00", "500.00", "200.00"]),
        ("stay", ["150.00", "200.00", "500.00", "500.00", "200.00"]),
        // 按月: January's 200 are shared, March owes 500 once.
        ("month", ["150.00", "50.00", "500.00", "0.00", "200.00"]),
        // 按季度: 200 of the first quarter count towards the 500.
        ("quarter", ["150.00", "50.00", "300.00", "0.00", "200.00"]),
        // 按年
        ("year", ["150.00", "50.00", "300.00", "0.00", "0.00"]),
        // 每家医院每年: A has 50 left in August.
        ("facility-year", ["150.00", "200.00", "500.00", "0.00", "50.00"]),
        // 按年收取一次不足补齐: the line is charged with the first stay, the difference with a dearer tier.
        ("once-a-year", ["150.00", "0.00", "300.00", "0.00", "0.00"]),
    ] {
        let by_stay = lines(&format!("deductible_counted = \"{counted}\""));
        let settled = play(&by_stay, &stays);
        assert_eq!(taken(&settled), expected, "{counted}");
        if counted != "as-bands" {
            // At one rate for everything, the period of the bands changes nothing.
            let by_year = lines(&format!("accumulate = \"year\"\ndeductible_counted = \"{counted}\""));
            assert_eq!(taken(&play(&by_year, &stays)), expected, "{counted}, bands over the year");
        }
    }
    // Over the year and as the bands: 150 and 50, then up to 500 in all; no line is met twice.
    let annual = lines("accumulate = \"year\"");
    assert_eq!(taken(&play(&annual, &stays)), ["150.00", "50.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn bands_of_a_year_lie_above_deductibles_that_each_stay_takes() {
    // 500 of each stay, and then half up to 1,000 of the year and all above.
    let rule = pack(
        "[[layer]]\nid = \"basic\"\nname = { zh = \"基本\", en = \"Basic\" }\nbase = [\"covered\"]\naccumulate = \"year\"\n\
         deductible_counted = \"stay\"\n[[layer.terms]]\ndeductible = \"500.00\"\nband = [{ rate = \"50%\" }, \
         { over = \"1000.00\", rate = \"100%\" }]",
    );
    let stays = ["1300.00", "400.00", "1300.00"].map(|amount| stay("township", "A", "2026-02-01", amount));
    let paid: Vec<_> = play(&rule, &stays).iter().map(|settlement| settlement.layers[0].paid.to_string()).collect();
    // 800 × 50 %; nothing; 200 × 50 % + 600.
    assert_eq!(paid, ["400.00", "0.00", "700.00"]);
}

#[test]
fn parts_of_a_stay_and_a_transfer_share_a_line_where_the_pack_says_so() {
    let part = |part, link, tier: &str| Bill {
        episode: Some(Episode { id: "E".into(), part, link, goes_on: false }),
        ..stay(tier, "A", "2026-02-01", "300.00")
    };
    let interim =
        [part(1, Link::Interim, "county"), part(2, Link::Interim, "county"), part(3, Link::Interim, "county")];
    // To the county hospital: the township's 200 count towards its 500.
    let up = [part(1, Link::Transfer, "township"), part(2, Link::Transfer, "county")];
    // And back: nothing more is owed.
    let down = [part(1, Link::Transfer, "county"), part(2, Link::Transfer, "township")];
    for (shared, of_interim, going_up, going_down) in [
        ("[]", ["300.00", "300.00", "300.00"], ["200.00", "300.00"], ["300.00", "200.00"]),
        ("[\"interim\"]", ["300.00", "200.00", "0.00"], ["200.00", "300.00"], ["300.00", "200.00"]),
        ("[\"transfer\"]", ["300.00", "300.00", "300.00"], ["200.00", "300.00"], ["300.00", "0.00"]),
        ("[\"interim\", \"transfer\"]", ["300.00", "200.00", "0.00"], ["200.00", "300.00"], ["300.00", "0.00"]),
    ] {
        let rule = lines(&format!("deductible_shared = {shared}"));
        assert_eq!(taken(&play(&rule, &interim)), of_interim, "{shared}");
        assert_eq!(taken(&play(&rule, &up)), going_up, "{shared}, up");
        assert_eq!(taken(&play(&rule, &down)), going_down, "{shared}, down");
    }
    // With a second part that is dear enough the difference of the lines shows.
    let dear = Bill { lines: vec![charge("A", "900.00")], ..part(2, Link::Transfer, "county") };
    let shared = lines("deductible_shared = [\"transfer\"]");
    assert_eq!(taken(&play(&shared, &[part(1, Link::Transfer, "township"), dear.clone()])), ["200.00", "300.00"]);
    assert_eq!(taken(&play(&lines(""), &[part(1, Link::Transfer, "township"), dear])), ["200.00", "500.00"]);
}

#[test]
fn another_illness_is_another_episode() {
    let shared = lines("deductible_shared = [\"interim\"]");
    let part = |id: &str, part| Bill {
        episode: Some(Episode { id: id.into(), part, link: Link::Interim, goes_on: false }),
        ..stay("township", "A", "2026-02-01", "300.00")
    };
    let settled = play(&shared, &[part("E", 1), part("F", 1), part("F", 2), part("E", 2), part("G", 2)]);
    // A second part whose first was settled elsewhere owes the whole line.
    assert_eq!(taken(&settled), ["200.00", "200.00", "0.00", "0.00", "200.00"]);
}
