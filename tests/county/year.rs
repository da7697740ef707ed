//! A year that changes in its middle: what was settled after is decided again, told, and nothing is overwritten.

use crate::bodies::{died, granted, moved, person, registered, reversed, settled, undone};
use crate::premiums::said;
use crate::small_packs::{SmallPack, file};
use crate::world::World;
use nonghe_domain::adjudicate::{Accumulators, Figures, Member};
use nonghe_domain::year::{Case, CasePerson, Event, Settle, replay};
use nonghe_domain::{Money, PersonId, SettlementId};
use nonghe_protocol::FeedItem;
use nonghe_protocol::body::BillSettled;
use nonghe_protocol::feed::{Verdict, YearStanding};
use std::collections::BTreeMap;

fn accepted(from_seq: u64, to_seq: u64) -> FeedItem {
    FeedItem::Disposition { from_seq, to_seq, verdict: Verdict::Accepted }
}

/// An adjustment: entry, what the patient bears by the centre and by the county, why, the totals.
fn adjustment(item: &FeedItem) -> (u64, String, String, Option<&str>, &YearStanding) {
    let FeedItem::Adjustment { seq, centre, county, because, standing, .. } = item else { panic!("{item:?}") };
    let because = because.as_ref().map(|because| because.en.as_str());
    (*seq, centre.you_pay.to_string(), county.you_pay.to_string(), because, standing)
}

fn told(item: &FeedItem) -> (&Accumulators, u64) {
    let FeedItem::Standing(standing) = item else { panic!("{item:?}") };
    (&standing.accumulators, standing.as_of_seq)
}

async fn totals(world: &World, who: PersonId) -> Accumulators {
    let sql = "SELECT totals::text FROM accumulators WHERE person = $1::text::uuid";
    let row = world.connect().await.query_opt(sql, &[&who.to_string()]).await.unwrap();
    row.map(|row| serde_json::from_str(row.get(0)).unwrap()).unwrap_or_default()
}

/// What the county ever came to for a settlement: what the patient bears, and the entry because of which.
async fn figures_kept(world: &World, settlement: SettlementId) -> Vec<(String, i64)> {
    let sql = "SELECT figures ->> 'you_pay', seq FROM settlement_figures WHERE settlement = $1::text::uuid
               ORDER BY ordinal";
    let rows = world.connect().await.query(sql, &[&settlement.to_string()]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn pairs(kept: &[(String, i64)]) -> Vec<(&str, i64)> {
    kept.iter().map(|(amount, seq)| (amount.as_str(), *seq)).collect()
}

#[tokio::test]
async fn a_reversal_in_the_middle_decides_later_settlements_again_and_tells_both_amounts() {
    let mut world = World::start().await;
    let small = SmallPack::yearly(&[]);
    let mut device = world.device_with_packs(vec![small.bundle.clone()]).await;
    let who = person(&mut device);
    let mut history = Accumulators::default();
    let mut bills = Vec::new();
    for quantity in ["100", "100", "10"] {
        let bill = settled(&mut device, &small.pack, who, &history, quantity);
        history = history.plus(&bill.decision.difference);
        device.append(bill.clone(), Some(small.hash));
        bills.push(bill);
    }
    let you_pay: Vec<String> = bills.iter().map(|bill| bill.decision.you_pay.to_string()).collect();
    assert_eq!(you_pay, ["600.00", "200.00", "20.00"]);
    device.append(reversed(bills[0].settlement), None);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    assert_eq!(feed[0], accepted(1, 4));
    let (seq, centre, county, because, standing) = adjustment(&feed[1]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (2, "200.00", "600.00"));
    assert!(because.is_some_and(|words| words.contains("was reversed")), "{because:?}");
    assert_eq!(feed.len(), 2, "the third comes to the same, and nothing is said of it: {feed:?}");

    // As if the first had never been.
    let second = settled(&mut device, &small.pack, who, &Accumulators::default(), "100");
    let expected = second.decision.difference.clone().plus(&bills[2].decision.difference);
    assert_eq!((&standing.accumulators, standing.as_of_seq), (&expected, 4));
    assert_eq!(totals(&world, who).await, expected);

    let kept = figures_kept(&world, bills[1].settlement).await;
    assert_eq!(pairs(&kept), [("200.00", 2), ("600.00", 4)], "what was decided before is kept");
    let state = "SELECT count(*) FROM settlement WHERE state = 'adjusted' AND county_figures ->> 'you_pay' = '600.00'";
    assert_eq!(world.count(state).await, 1, "and the settlement says what stands now");
    for sql in
        ["UPDATE settlement_figures SET seq = 1", "DELETE FROM settlement_figures", "TRUNCATE settlement_figures"]
    {
        let refused = world.connect().await.execute(sql, &[]).await.unwrap_err();
        assert!(refused.as_db_error().is_some_and(|error| error.message().contains("only ever added")), "{refused}");
    }

    // Its own reversal takes back what it came to last.
    device.append(reversed(bills[1].settlement), None);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    assert_eq!(feed[2], accepted(5, 5));
    // Alone, the bill of 100 lies under the deductible.
    let (seq, centre, county, ..) = adjustment(&feed[3]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (3, "20.00", "100.00"));
    let alone = settled(&mut device, &small.pack, who, &Accumulators::default(), "10");
    assert_eq!(totals(&world, who).await, alone.decision.difference);
}

#[tokio::test]
async fn the_device_that_settled_is_told_and_so_is_the_one_that_reversed() {
    let mut world = World::start().await;
    let small = SmallPack::yearly(&[]);
    let mut one = world.device_with_packs(vec![small.bundle.clone()]).await;
    let mut two = world.device_with_packs(vec![small.bundle.clone()]).await;
    let who = person(&mut one);
    let first = settled(&mut one, &small.pack, who, &Accumulators::default(), "100");
    one.append(first.clone(), Some(small.hash));
    one.push_all(&world.url()).await;
    one.feed(&world.url()).await;
    two.append_many(3);
    let second = settled(&mut two, &small.pack, who, &first.decision.difference, "100");
    two.append(second.clone(), Some(small.hash));
    two.append_many(2);
    two.push_all(&world.url()).await;
    assert_eq!(two.feed(&world.url()).await, [accepted(1, 6)]);

    one.append(reversed(first.settlement), None);
    one.push_all(&world.url()).await;
    let feed = one.feed(&world.url()).await;
    let alone = settled(&mut two, &small.pack, who, &Accumulators::default(), "100").decision.difference;
    assert_eq!(feed[..2], [accepted(1, 1), accepted(2, 2)]);
    assert_eq!(told(&feed[2]), (&alone, 2), "it cannot know what became of the other's settlement");
    assert_eq!(feed.len(), 3, "{feed:?}");
    let feed = two.feed_of(&world.url(), 2).await;
    let (seq, centre, county, _, standing) = adjustment(&feed[1]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (4, "200.00", "600.00"));
    assert_eq!((&standing.accumulators, standing.as_of_seq), (&alone, 6), "as of its own last entry");
}

#[tokio::test]
async fn a_settlement_that_was_held_is_counted_in_its_old_place() {
    let mut world = World::start().await;
    let (known, late) = (SmallPack::yearly(&[]), SmallPack::version("2", &[]));
    let mut device = world.device_with_packs(vec![known.bundle.clone()]).await;
    let who = person(&mut device);
    let first = settled(&mut device, &late.pack, who, &Accumulators::default(), "100");
    let second = settled(&mut device, &known.pack, who, &first.decision.difference, "100");
    device.append(first.clone(), Some(late.hash));
    device.append(second.clone(), Some(known.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    assert_eq!(feed[0], FeedItem::Disposition { from_seq: 1, to_seq: 1, verdict: Verdict::Held });
    let (seq, centre, county, because, _) = adjustment(&feed[1]);
    assert_eq!((seq, centre.as_str(), county.as_str(), because), (2, "200.00", "600.00", None));

    let bundle = world.folder.path().join("late.json");
    std::fs::write(&bundle, &late.bundle).unwrap();
    world.administer(&["pack", "add", bundle.to_str().unwrap()]).await.unwrap();
    device.append_many(1);
    device.push_all(&world.url()).await;
    let feed = device.feed_of(&world.url(), 5).await;
    assert_eq!(feed[2..4], [accepted(3, 3), accepted(1, 1)], "the first is as the centre settled it: {feed:?}");
    let (seq, centre, county, because, standing) = adjustment(&feed[4]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (2, "200.00", "200.00"), "and so is the second again");
    assert!(because.is_some_and(|words| words.contains("has now been judged")), "{because:?}");
    let both = first.decision.difference.clone().plus(&second.decision.difference);
    assert_eq!((&standing.accumulators, standing.as_of_seq), (&both, 3));
    assert_eq!(totals(&world, who).await, both);
    let kept = figures_kept(&world, second.settlement).await;
    assert_eq!(pairs(&kept), [("600.00", 2), ("200.00", 1)]);
    assert_eq!(world.count("SELECT count(*) FROM settlement WHERE state = 'accepted'").await, 2);
}

#[tokio::test]
async fn a_household_is_counted_by_the_countys_own_registers_and_totals() {
    let mut world = World::start().await;
    let small = SmallPack::yearly(&["household.toml"]);
    let mut one = world.device_with_packs(vec![small.bundle.clone()]).await;
    let mut two = world.device_with_packs(vec![small.bundle.clone()]).await;
    let people = [person(&mut one), person(&mut one), person(&mut one)];
    let none = Accumulators::default();
    let household = registered(&mut one, &people[..2]);
    one.append(household, None);
    let first = settled(&mut one, &small.pack, people[0], &none, "100");
    one.append(first.clone(), Some(small.hash));
    one.append(died(people[0]), None);
    one.push_all(&world.url()).await;
    assert_eq!(one.feed(&world.url()).await, [accepted(1, 3)]);

    // What was paid to the one who died still counts: 600 and 800 pass the line of 1,000. The second device does not
    // know it.
    let second = settled(&mut two, &small.pack, people[1], &none, "200");
    let stranger = settled(&mut two, &small.pack, people[2], &none, "200");
    two.append(second.clone(), Some(small.hash));
    two.append(stranger, Some(small.hash));
    two.push_all(&world.url()).await;
    let feed = two.feed(&world.url()).await;
    let (seq, centre, county, because, _) = adjustment(&feed[0]);
    assert_eq!((seq, centre.as_str(), county.as_str(), because), (1, "800.00", "500.00", None));
    assert_eq!(told(&feed[1]), (&first.decision.difference, 1), "the other member's totals, for the next bill");
    assert_eq!(feed[2..], [accepted(2, 2)], "somebody of another household is counted alone");

    // A desk that knows the household agrees.
    let after: Vec<Accumulators> = vec![totals(&world, people[0]).await, totals(&world, people[1]).await];
    let third = settled(&mut one, &small.pack, people[0], &after[0].with_household(&after), "100");
    assert_eq!(third.decision.layers[1].paid, Money::ZERO, "the lump sum of the year is paid");
    one.append(third.clone(), Some(small.hash));
    one.push_all(&world.url()).await;
    assert_eq!(one.feed(&world.url()).await[1..], [accepted(4, 4)]);

    // Without the first bill the line is passed by the third, and its first person's deductible is not met before.
    one.append(reversed(first.settlement), None);
    one.push_all(&world.url()).await;
    let feed = one.feed(&world.url()).await;
    assert_eq!(feed[2], accepted(5, 5));
    assert_eq!(told(&feed[3]).0, &totals(&world, people[1]).await, "the other member's totals have changed too");
    let (seq, centre, county, ..) = adjustment(&feed[4]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (4, "200.00", "300.00"), "600 less the lump sum");
    let feed = two.feed_of(&world.url(), 4).await;
    let (seq, centre, county, because, _) = adjustment(&feed[3]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (1, "800.00", "800.00"), "the lump sum is the third's now");
    assert!(because.is_some());
    let kept = figures_kept(&world, second.settlement).await;
    assert_eq!(pairs(&kept), [("500.00", 1), ("800.00", 5)]);
}

#[tokio::test]
async fn whoever_has_died_is_not_covered_after_that_day_whenever_the_county_hears_of_it() {
    let mut world = World::start().await;
    let small = SmallPack::yearly(&[]);
    let mut device = world.device_with_packs(vec![small.bundle.clone()]).await;
    let who = person(&mut device);
    let household = registered(&mut device, &[who]);
    device.append(household, None);
    let none = Accumulators::default();
    let first = settled(&mut device, &small.pack, who, &none, "100");
    let mut late = settled(&mut device, &small.pack, who, &first.decision.difference, "100");
    late.bill.admitted = "2026-10-09".parse().unwrap();
    late.bill.discharged = "2026-10-12".parse().unwrap();
    let died = died(who);
    let mut after = settled(&mut device, &small.pack, who, &none, "10");
    after.bill.admitted = "2026-10-09".parse().unwrap();
    after.bill.discharged = after.bill.admitted;
    device.append(first.clone(), Some(small.hash));
    device.append(late.clone(), Some(small.hash));
    device.append(died, None);
    let after = device.append(after, Some(small.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    assert_eq!(feed[0], accepted(1, 4));
    let (seq, centre, county, because, standing) = adjustment(&feed[1]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (3, "200.00", "1000.00"), "no fund pays what began later");
    assert!(because.is_some_and(|words| words.contains("after the day of death, 2026-10-08")), "{because:?}");
    assert_eq!(standing.accumulators, first.decision.difference, "the stay in which the person died counts");
    let refused = said(&feed[2..]);
    assert!(refused[0].0 == after && refused[0].1.contains("死亡日期 2026-10-08"), "{refused:?}");

    // It was another person: both count again.
    device.append(undone(who), None);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let adjustments: Vec<_> = feed.iter().filter(|item| matches!(item, FeedItem::Adjustment { .. })).collect();
    let last: Vec<_> = adjustments.into_iter().skip(1).map(adjustment).map(|said| (said.0, said.1, said.2)).collect();
    let money = |seq: u64, centre: &str, county: &str| (seq, centre.to_owned(), county.to_owned());
    assert_eq!(last, [money(3, "200.00", "200.00"), money(after, "100.00", "20.00")], "the refused one too");
    let kept = figures_kept(&world, late.settlement).await;
    assert_eq!(pairs(&kept), [("200.00", 3), ("1000.00", 4), ("200.00", 6)]);
}

#[tokio::test]
async fn a_category_that_is_granted_late_decides_the_bills_of_its_days_again() {
    let mut world = World::start().await;
    let rules = file("yearly.toml")
        .replace("[[layer]]", "[[category]]\ncode = \"poor\"\nname = { zh = \"低保\", en = \"Poor\" }\n[[layer]]");
    let poor = "[[layer.terms]]\nwhen = { category = [\"poor\"] }\ndeductible = \"0.00\"\n\
                band = [{ rate = \"80%\" }]\nceiling = [{ per = \"year\", amount = \"5000.00\" }]\n[[layer.terms]]";
    let small = SmallPack::of(rules.replacen("[[layer.terms]]", poor, 1));
    let mut device = world.device_with_packs(vec![small.bundle.clone()]).await;
    let (who, other) = (person(&mut device), person(&mut device));
    let household = registered(&mut device, &[who, other]);
    device.append(household, None);
    let first = settled(&mut device, &small.pack, who, &Accumulators::default(), "100");
    let second = settled(&mut device, &small.pack, who, &first.decision.difference, "100");
    for bill in [&first, &second] {
        device.append(bill.clone(), Some(small.hash));
    }
    // Granted in November from a day before both bills; a second one from a day after them changes nothing.
    device.append(granted(who, &[], &[("poor", "2026-10-01")]), None);
    device.append(granted(who, &[("poor", "2026-10-01")], &[("poor", "2026-09-01")]), None);
    device.append(granted(other, &[], &[("poor", "2026-09-01")]), None);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    assert_eq!(feed[0], accepted(1, 4));
    let (seq, centre, county, because, standing) = adjustment(&feed[1]);
    assert_eq!((seq, centre.as_str(), county.as_str()), (2, "600.00", "200.00"));
    assert!(because.is_some_and(|words| words.contains("categories")), "{because:?}");
    assert_eq!(standing.as_of_seq, 4);
    assert_eq!(feed[2..], [accepted(5, 6)], "the second had no line left to lose, and the day before adds nothing");
    // A bill of a desk that has not heard of it is decided by the record.
    let third = settled(&mut device, &small.pack, other, &Accumulators::default(), "100");
    device.append(third, Some(small.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let (seq, _, county, because, _) = adjustment(feed.last().unwrap());
    assert_eq!((seq, county.as_str(), because), (7, "200.00", None));
}

#[tokio::test]
async fn a_late_pack_that_counts_households_counts_those_of_then() {
    let mut world = World::start().await;
    let (early, late) = (SmallPack::yearly(&[]), SmallPack::version("2", &["household.toml"]));
    let mut device = world.device_with_packs(vec![early.bundle.clone()]).await;
    let people = [person(&mut device), person(&mut device)];
    let household = registered(&mut device, &people);
    device.append(household, None);
    for who in people {
        let bill = settled(&mut device, &early.pack, who, &Accumulators::default(), "100");
        device.append(bill, Some(early.hash));
    }
    device.push_all(&world.url()).await;
    assert_eq!(device.feed(&world.url()).await, [accepted(1, 3)]);
    let bundle = world.folder.path().join("late.json");
    std::fs::write(&bundle, &late.bundle).unwrap();
    world.administer(&["pack", "add", bundle.to_str().unwrap()]).await.unwrap();
    device.append_many(1);
    device.push_all(&world.url()).await;
    // 600 and 600 pass the line of 1,000 together: 200 of the lump sum are due to the second.
    let feed = device.feed_of(&world.url(), 3).await;
    let last = feed.iter().rfind(|item| matches!(item, FeedItem::Adjustment { .. })).unwrap();
    let (seq, centre, county, ..) = adjustment(last);
    assert_eq!((seq, centre.as_str(), county.as_str()), (3, "600.00", "400.00"), "{feed:?}");
}

#[tokio::test]
async fn whoever_moves_in_later_does_not_change_what_was_settled_before() {
    let mut world = World::start().await;
    let small = SmallPack::yearly(&["household.toml"]);
    let mut device = world.device_with_packs(vec![small.bundle.clone()]).await;
    let (one, other) = (person(&mut device), person(&mut device));
    let (first, second) = (registered(&mut device, &[one]), registered(&mut device, &[other]));
    let (from, to) = (first.household.household, second.household.household);
    device.append(first, None);
    device.append(second, None);
    // Each alone bears 800 and 600; together they would have passed the line of 1,000.
    for (who, quantity) in [(one, "200"), (other, "100")] {
        let bill = settled(&mut device, &small.pack, who, &Accumulators::default(), quantity);
        device.append(bill, Some(small.hash));
    }
    device.append(moved(one, from, to), None);
    device.append(granted(one, &[], &[("unknown-to-the-pack", "2026-01-01")]), None);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    assert!(!feed.iter().any(|item| matches!(item, FeedItem::Adjustment { .. })), "{feed:?}");
    assert_eq!(world.count("SELECT count(*) FROM settlement WHERE state = 'accepted'").await, 2);
    // The next bill counts both.
    let bill = settled(&mut device, &small.pack, other, &totals(&world, other).await, "100");
    device.append(bill, Some(small.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let last = feed.iter().rfind(|item| matches!(item, FeedItem::Adjustment { .. })).unwrap();
    let (_, centre, county, ..) = adjustment(last);
    assert_eq!((centre.as_str(), county.as_str()), ("200.00", "0.00"), "{feed:?}");
}

#[tokio::test]
async fn a_pack_that_arrives_late_decides_the_bills_of_its_days_again_whichever_the_desk_had() {
    let mut world = World::start().await;
    let early = SmallPack::yearly(&[]);
    let cheaper = file("yearly.toml").replace("deductible = \"500.00\"", "deductible = \"100.00\"");
    let late = SmallPack::of(cheaper.replace("version = \"1\"", "version = \"2\""));
    let mut device = world.device_with_packs(vec![early.bundle.clone()]).await;
    let (one, two, none) = (person(&mut device), person(&mut device), Accumulators::default());
    let first = settled(&mut device, &early.pack, one, &none, "100");
    let second = settled(&mut device, &early.pack, one, &first.decision.difference, "100");
    let other = settled(&mut device, &early.pack, two, &none, "100");
    for bill in [&first, &second, &other] {
        device.append(bill.clone(), Some(early.hash));
    }
    device.push_all(&world.url()).await;
    assert_eq!(device.feed(&world.url()).await, [accepted(1, 3)]);

    let bundle = world.folder.path().join("late.json");
    std::fs::write(&bundle, &late.bundle).unwrap();
    world.administer(&["pack", "add", bundle.to_str().unwrap()]).await.unwrap();
    // The desk has not heard of it.
    let third = settled(&mut device, &early.pack, two, &other.decision.difference, "10");
    device.append(third, Some(early.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed_of(&world.url(), 4).await;
    let adjustments = feed.iter().filter(|item| matches!(item, FeedItem::Adjustment { .. }));
    let said: BTreeMap<u64, _> = adjustments.map(adjustment).map(|said| (said.0, said)).collect();
    for seq in [1, 3] {
        let (_, centre, county, because, _) = &said[&seq];
        assert_eq!((centre.as_str(), county.as_str()), ("600.00", "280.00"), "entry {seq}");
        assert!(because.is_some_and(|words| words.contains("version 2, arrived late")), "{because:?}");
    }
    assert_eq!((said[&1].4.as_of_seq, said.len()), (4, 2), "the others come to the same, and nothing is said of them");
    let kept = "SELECT count(*) FROM settlement_figures WHERE pack IS NOT NULL AND seq IS NULL";
    assert!(world.count(kept).await > 0, "what was decided because of the pack says so");

    // Nothing is left to do, and what comes now is decided by it at once.
    while world.count("SELECT count(*) FROM pack WHERE NOT applied").await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let who = person(&mut device);
    let fourth = settled(&mut device, &early.pack, who, &none, "100");
    let fourth = device.append(fourth, Some(early.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let (seq, _, county, because, _) = adjustment(feed.last().unwrap());
    assert_eq!((seq, county.as_str()), (fourth, "280.00"));
    assert!(because.is_some_and(|words| words.contains("arrived late")), "{because:?}");
}

/// Small and the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[tokio::test]
async fn any_year_of_bills_and_reversals_ends_as_the_engine_plays_it() {
    let mut world = World::start().await;
    let small = SmallPack::yearly(&["household.toml", "claimed.toml"]);
    let mut device = world.device_with_packs(vec![small.bundle.clone()]).await;
    let mut changed = 0;
    for seed in 1..=20 {
        let mut random = Random(seed);
        let people: Vec<PersonId> = (0..3).map(|_| person(&mut device)).collect();
        let household = registered(&mut device, &people);
        device.append(household, None);
        let (mut bills, mut standing, mut events): (Vec<BillSettled>, Vec<usize>, Vec<Event>) = Default::default();
        for _ in 0..14 {
            if random.below(3) == 0 && !standing.is_empty() {
                let at = standing.remove(random.below(standing.len()));
                device.append(reversed(bills[at].settlement), None);
                events.push(Event::Reverse { id: at.to_string() });
                continue;
            }
            let who = random.below(people.len());
            let quantity = (1 + random.below(150)).to_string();
            // What the centre believes of the year does not matter to the county.
            let bill = settled(&mut device, &small.pack, people[who], &Accumulators::default(), &quantity);
            device.append(bill.clone(), Some(small.hash));
            let settle = Settle {
                id: bills.len().to_string(),
                person: who.to_string(),
                bill: bill.bill.clone(),
                charged_on: Vec::new(),
            };
            events.push(Event::Settle(Box::new(settle)));
            standing.push(bills.len());
            bills.push(bill);
        }
        device.push_all(&world.url()).await;
        device.feed(&world.url()).await;

        let case = Case { people: (0..people.len()).map(case_person).collect(), events };
        let played = replay(&[&small.pack], &case).unwrap();
        let mut expected: BTreeMap<String, Figures> = BTreeMap::new();
        for step in &played.steps {
            for decision in &step.decisions {
                let nonghe_domain::adjudicate::Outcome::Settled(settlement) = &decision.outcome else {
                    panic!("seed {seed}: {decision:?}")
                };
                expected.insert(step.id.clone().unwrap(), settlement.figures());
            }
            for adjustment in &step.adjustments {
                changed += 1;
                expected.insert(adjustment.id.clone(), adjustment.after.clone().unwrap());
            }
        }
        let client = world.connect().await;
        for at in standing {
            let sql = "SELECT county_figures::text FROM settlement WHERE id = $1::text::uuid";
            let row = client.query_one(sql, &[&bills[at].settlement.to_string()]).await.unwrap();
            let found: Figures = serde_json::from_str(row.get(0)).unwrap();
            assert_eq!(found, expected[&at.to_string()], "seed {seed}, bill {at}");
        }
        for (at, who) in people.iter().enumerate() {
            let found = totals(&world, *who).await;
            let total = played.totals.iter().find(|total| total.person == at.to_string());
            assert_eq!(found, total.map(|total| total.totals.clone()).unwrap_or_default(), "seed {seed}, person {at}");
        }
    }
    assert!(changed > 30, "{changed} later settlements prove little");
}

fn case_person(place: usize) -> CasePerson {
    CasePerson {
        id: place.to_string(),
        birth_date: "1962-03-15".parse().unwrap(),
        enrolled: true,
        waiting_until: None,
        categories: Vec::new(),
        certificates: Vec::new(),
        history: None,
        member: Member::default(),
    }
}
