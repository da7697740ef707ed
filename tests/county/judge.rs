//! What the county makes of entries: the same engine, its own totals, its own order.

use crate::bodies::{collected, person, reversed, settled};
use crate::world::{World, pack, pack_bundle};
use nonghe_domain::adjudicate::Accumulators;
use nonghe_domain::{Money, OperatorId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::body::DocumentNumber;
use nonghe_protocol::feed::Verdict;
use nonghe_protocol::paper::DocumentReprinted;

fn accepted(from_seq: u64, to_seq: u64) -> FeedItem {
    FeedItem::Disposition { from_seq, to_seq, verdict: Verdict::Accepted }
}

/// The words of a refusal of one entry.
fn refusal(item: &FeedItem, seq: u64) -> &Text {
    match item {
        FeedItem::Disposition { from_seq, to_seq, verdict: Verdict::Refused { reason } }
            if (*from_seq, *to_seq) == (seq, seq) =>
        {
            reason
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_county_agrees_to_the_fen_and_a_reversal_restores_the_totals() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let (pack, hash) = pack();
    let who = person(&mut device);
    let none = Accumulators::default();
    let first = settled(&mut device, &pack, who, &none, "300");
    let after_first = none.clone().plus(&first.decision.difference);
    let second = settled(&mut device, &pack, who, &after_first, "700");
    assert_ne!(first.decision.funds_pay(), Money::ZERO, "the bill is large enough to mean something");
    device.append(first.clone(), Some(hash));
    device.append(second.clone(), Some(hash));
    device.append(reversed(second.settlement), None);
    device.append(reversed(first.settlement), None);
    device.push_all(&world.url()).await;
    assert_eq!(device.feed(&world.url()).await, [accepted(1, 4)]);
    let client = world.connect().await;
    let totals: String = client.query_one("SELECT totals::text FROM accumulators", &[]).await.unwrap().get(0);
    assert_eq!(totals, "{}");
}

#[tokio::test]
async fn an_altered_figure_comes_back_as_an_adjustment_that_names_both_amounts() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let (pack, hash) = pack();
    let who = person(&mut device);
    let mut altered = settled(&mut device, &pack, who, &Accumulators::default(), "300");
    let right = altered.decision.clone();
    altered.decision.you_pay += "1.00".parse().unwrap();
    device.append_many(1);
    let seq = device.append(altered.clone(), Some(hash));
    device.append_many(1);
    // The next one is settled on what the centre believes, which is the same difference.
    let next = settled(&mut device, &pack, who, &right.difference, "400");
    device.append(next, Some(hash));
    device.append(reversed(altered.settlement), None);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    assert_eq!(feed[0], accepted(1, 1));
    let FeedItem::Adjustment { seq: adjusted, settlement, centre, county, difference, standing, .. } = &feed[1] else {
        panic!("{feed:?}");
    };
    assert_eq!((*adjusted, *settlement), (seq, altered.settlement));
    assert_eq!((centre, county), (&altered.decision.figures(), &right.figures()));
    assert_eq!(*difference, right.difference);
    assert_eq!((standing.person, standing.as_of_seq, &standing.accumulators), (who, seq, &right.difference));
    assert_eq!(feed[2], accepted(3, 5));
    assert!(matches!(&feed[3], FeedItem::Standing(standing) if standing.as_of_seq == 5), "{feed:?}");
}

#[tokio::test]
async fn the_totals_of_the_county_decide_when_two_devices_settle_for_one_person() {
    let mut world = World::start().await;
    let (mut one, mut two) = (world.device().await, world.device().await);
    let (pack, hash) = pack();
    let who = person(&mut one);
    let none = Accumulators::default();
    // Both believe that it is the first bill of the year; large enough that a yearly amount matters.
    let first = settled(&mut one, &pack, who, &none, "9000");
    let second = settled(&mut two, &pack, who, &none, "9000");
    one.append(first.clone(), Some(hash));
    two.append(second.clone(), Some(hash));
    one.push_all(&world.url()).await;
    assert_eq!(one.feed(&world.url()).await, [accepted(1, 1)]);
    two.push_all(&world.url()).await;
    let feed = two.feed(&world.url()).await;
    let FeedItem::Adjustment { centre, county, standing, .. } = &feed[0] else { panic!("{feed:?}") };
    assert_ne!(centre, county);
    let both = first.decision.difference.plus(match &feed[0] {
        FeedItem::Adjustment { difference, .. } => difference,
        _ => panic!("{feed:?}"),
    });
    assert_eq!(standing.accumulators, both);
}

#[tokio::test]
async fn a_settlement_that_the_county_does_not_pay_is_refused_in_words() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let (pack, hash) = pack();
    let who = person(&mut device);
    let mut not_enrolled = settled(&mut device, &pack, who, &Accumulators::default(), "300");
    not_enrolled.standing.enrolled = false;
    device.append(not_enrolled.clone(), Some(hash));
    device.append(reversed(not_enrolled.settlement), None);
    let good = settled(&mut device, &pack, who, &Accumulators::default(), "300");
    device.append(good.clone(), Some(hash));
    device.append(good, Some(hash));
    let unnamed = settled(&mut device, &pack, who, &Accumulators::default(), "300");
    device.append(unnamed, None);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let reason = refusal(&feed[0], 1);
    assert!(reason.zh.contains("2026 年度未参保") && reason.en.contains("not enrolled for 2026"), "{reason:?}");
    assert!(matches!(&feed[1], FeedItem::Standing(standing) if standing.accumulators == Accumulators::default()));
    assert_eq!(feed[2], accepted(2, 2), "what was refused may be reversed");
    let again = feed.iter().position(|item| *item == accepted(3, 3) || *item == accepted(2, 3)).unwrap();
    assert!(refusal(&feed[again + 1], 4).zh.contains("已经结算"), "settled again");
    assert!(refusal(&feed[again + 2], 5).zh.contains("政策包"), "no pack is named");
}

#[tokio::test]
async fn what_the_county_does_not_know_yet_is_held_and_judged_later() {
    let mut world = World::start().await;
    let mut device = world.device_with_packs(Vec::new()).await;
    let (pack, hash) = pack();
    let who = person(&mut device);
    let bill = settled(&mut device, &pack, who, &Accumulators::default(), "300");
    device.append(bill.clone(), Some(hash));
    device.append(reversed(bill.settlement), None);
    device.append_raw("stay.teleported", 1, "{}", None);
    device.append_many(1);
    device.push_all(&world.url()).await;
    let held = |seq| FeedItem::Disposition { from_seq: seq, to_seq: seq, verdict: Verdict::Held };
    let feed = device.feed(&world.url()).await;
    assert_eq!(feed, [held(1), held(2), held(3), accepted(4, 4)]);
    let bundle = world.folder.path().join("pack.json");
    std::fs::write(&bundle, pack_bundle()).unwrap();
    world.administer(&["pack", "add", bundle.to_str().unwrap()]).await.unwrap();
    // The judge looks when something arrives.
    device.append_many(1);
    device.push_all(&world.url()).await;
    let feed = device.feed_of(&world.url(), 9).await;
    // What is judged late tells the totals too, for the centre's were replaced meanwhile.
    let [first, second, standing, third, after] = &feed[4..] else { panic!("{feed:?}") };
    assert_eq!([first, second, third], [&accepted(5, 5), &accepted(1, 1), &accepted(2, 2)]);
    let totals = |item: &FeedItem| match item {
        FeedItem::Standing(standing) => standing.accumulators.clone(),
        other => panic!("{other:?} is no standing"),
    };
    assert!(totals(standing).amount("basic.paid") > Money::ZERO);
    assert_eq!(totals(after), Accumulators::default(), "the reversal took it all back");
    assert_eq!(world.count("SELECT count(*) FROM held").await, 1, "the unknown kind still waits");
}

#[tokio::test]
async fn one_person_is_enrolled_once_a_year_and_the_second_premium_is_owed_back() {
    let mut world = World::start().await;
    let (mut one, mut two) = (world.device().await, world.device().await);
    let (pack, hash) = pack();
    let (a, b, c) = (person(&mut one), person(&mut one), person(&mut two));
    let first = collected(&mut one, &pack, &[a, b], "R0000001");
    let mut wrong = collected(&mut one, &pack, &[c], "R0000002");
    wrong.members[0].premium.due = "1.00".parse().unwrap();
    wrong.due = "1.00".parse().unwrap();
    let mut wrong_sum = collected(&mut one, &pack, &[c], "R0000003");
    wrong_sum.due = "9.00".parse().unwrap();
    for body in [first, wrong, wrong_sum] {
        one.append(body, Some(hash));
    }
    one.push_all(&world.url()).await;
    let feed = one.feed(&world.url()).await;
    assert_eq!(feed[0], accepted(1, 1));
    assert!(refusal(&feed[1], 2).zh.contains("R0000002"), "{feed:?}");
    assert!(refusal(&feed[3], 3).zh.contains("合计应为"), "{feed:?}");
    let second = collected(&mut two, &pack, &[c, b], "R0000009");
    let owed = second.members[1].premium.due;
    two.append(second, Some(hash));
    two.push_all(&world.url()).await;
    let feed = two.feed(&world.url()).await;
    let reason = refusal(&feed[0], 1);
    assert!(reason.zh.contains("第 2 人") && reason.zh.contains(&owed.to_string()), "{reason:?}");
    let active = "SELECT count(*) FROM enrolment WHERE state = 'active'";
    assert_eq!(world.count(active).await, 3, "the other member of the receipt is enrolled");
}

#[tokio::test]
async fn one_bad_entry_holds_up_no_other() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    device.append_many(3);
    device.append_raw("bill.settled", 1, r#"{"no":"bill"}"#, None);
    // A name that PostgreSQL cannot hold breaks the judge's own statement, and only that entry is set aside.
    let household = r#"{"by":"018f0000-0000-4000-8000-000000000001","household":{"household":
        "018f0000-0000-4000-8000-000000000002","number":"H1","village":"V\u0000","group":"","door":"","phone":""},
        "members":[]}"#;
    device.append_raw("household.registered", 1, household, None);
    device.append_many(2);
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let verdicts: Vec<(u64, u64, &str)> = feed
        .iter()
        .map(|item| match item {
            FeedItem::Disposition { from_seq, to_seq, verdict } => match verdict {
                Verdict::Accepted => (*from_seq, *to_seq, "accepted"),
                Verdict::Held => (*from_seq, *to_seq, "held"),
                Verdict::Refused { .. } => (*from_seq, *to_seq, "refused"),
            },
            other => panic!("{other:?}"),
        })
        .collect();
    // Entries around a fault are judged one by one.
    let one_by_one = ["accepted", "accepted", "accepted", "refused", "held", "accepted", "accepted"];
    let expected: Vec<(u64, u64, &str)> = (1..).zip(one_by_one).map(|(seq, verdict)| (seq, seq, verdict)).collect();
    assert_eq!(verdicts, expected);
    assert!(refusal(&feed[3], 4).en.contains("cannot read"), "{feed:?}");
    assert_eq!(world.count("SELECT count(*) FROM judgement").await, 7);
}

#[tokio::test]
async fn a_roster_waits_for_its_rows_and_then_registers_them() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let rows: String = (0..500).map(|index| roster_line(index) + "\n").collect();
    let hash = nonghe_protocol::attachment_hash(rows.as_bytes());
    for people in [500, 501] {
        let body = format!(
            r#"{{"by":"018f0000-0000-4000-8000-000000000001","file":"{hash}","rows":"{hash}","households":500,"people":{people},"refused":0}}"#
        );
        device.append_raw("roster.imported", 1, &body, None);
    }
    device.push_all(&world.url()).await;
    assert_eq!(device.feed(&world.url()).await.len(), 2, "both are held");
    assert_eq!(device.attach(&world.url(), rows.as_bytes()).await.status, 200);
    let feed = device.feed_of(&world.url(), 4).await;
    assert_eq!(feed[2], accepted(1, 1));
    assert!(refusal(&feed[3], 2).zh.contains("500 人"), "{feed:?}");
    assert_eq!(world.count("SELECT count(*) FROM person").await, 500);
}

fn roster_line(index: u32) -> String {
    format!(
        r#"{{"household":{{"household":"018f0000-0000-4000-8000-{index:012}","number":"H{index}","village":"V","group":"","door":"","phone":""}},"known":false,"members":[{{"person":"018f0000-0000-4000-9000-{index:012}","name":"王明","sex":"male","birth_date":"1962-03-15","relation":"head","categories":[],"phone":""}}]}}"#
    )
}

#[tokio::test]
async fn a_reprint_is_accepted_whatever_paper_it_names() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let number = DocumentNumber { full: "4101-1-1-R0000012".into(), short: "R0000012".into() };
    for document in ["receipt", "a paper of a later program"] {
        let at = "2026-02-02T10:30:00".parse().unwrap();
        let (by, document, number) = (OperatorId::from_random([9; 16]), document.to_owned(), number.clone());
        device.append(DocumentReprinted { by, document, number, count: 1, at }, None);
    }
    device.push_all(&world.url()).await;
    assert_eq!(device.feed(&world.url()).await, [accepted(1, 2)]);
}
