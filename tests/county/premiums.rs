//! What the county makes of premiums: from when benefits run, reasons outside the windows, voids and refunds.

use crate::bodies::{collected, operator, person, registered, settled};
use crate::device::Device;
use crate::small_packs::{SmallPack, file};
use crate::world::World;
use nonghe_domain::adjudicate::Accumulators;
use nonghe_domain::enrolment::{CoverElsewhere, CoverKind, Special};
use nonghe_domain::pack::RefundReason;
use nonghe_domain::{Money, OperatorId, PersonId};
use nonghe_protocol::FeedItem;
use nonghe_protocol::body::{
    DocumentNumber, HouseholdRegistered, MemberRefund, PaymentMethod, PremiumCollected, PremiumRefunded, PremiumVoided,
    VoidReason,
};
use nonghe_protocol::change::{Change, CoverChanged, FromTo, PersonChange};
use nonghe_protocol::feed::{Counts, Verdict};

const REFUNDS: &str = "
[[premium.refund]]
reason = \"double-enrolment\"
[[premium.refund]]
reason = \"death\"
until = \"2025-12-31\"
";
const WAITING: &str = "
[enrolment.waiting]
fixed_months = 3
months_per_missed_year = 1
[[enrolment.newborn]]
within_days = 90
benefits = \"birth\"
[[premium.special]]
code = \"veteran\"
name = { zh = \"退役军人\", en = \"Left the army\" }
within_days = 90
";

fn pack(year: i32, window: &str, more: &str) -> SmallPack {
    let dated = file("yearly.toml")
        .replace("id = \"small\"", &format!("id = \"small-{year}\""))
        .replace("benefit_year = 2026", &format!("benefit_year = {year}"))
        .replace("effective_from = \"2026", &format!("effective_from = \"{year}"))
        .replace("effective_until = \"2026", &format!("effective_until = \"{year}"))
        .replace("benefits_from = \"2026", &format!("benefits_from = \"{year}"))
        .replace("window = { from = \"2025-09-01\", until = \"2026-12-31\" }", &format!("window = {window}"));
    SmallPack::of(format!("{dated}\n{more}"))
}

const OPEN: &str = "{ from = \"2025-09-01\", until = \"2026-12-31\" }";

fn number(text: &str) -> DocumentNumber {
    DocumentNumber { full: format!("4101-1-1-{text}"), short: text.to_owned() }
}

fn void(payment: &PremiumCollected, slip: &str) -> PremiumVoided {
    PremiumVoided {
        by: operator(),
        approved_by: OperatorId::from_random([4; 16]),
        payment: payment.payment,
        number: number(slip),
        reason: VoidReason::WrongPerson,
        note: String::new(),
        returned: payment.due,
        method: PaymentMethod::Cash,
        at: "2026-10-08T10:00:00".parse().unwrap(),
    }
}

fn refund(payment: &PremiumCollected, people: &[PersonId], reason: RefundReason, slip: &str) -> PremiumRefunded {
    let each: Money = "210.00".parse().unwrap();
    let members: Vec<_> = people.iter().map(|person| MemberRefund { person: *person, amount: each }).collect();
    PremiumRefunded {
        by: operator(),
        approved_by: OperatorId::from_random([4; 16]),
        payment: payment.payment,
        number: number(slip),
        reason,
        note: String::new(),
        returned: members.iter().map(|member| member.amount).sum(),
        members,
        method: PaymentMethod::Cash,
        at: "2026-10-08T10:00:00".parse().unwrap(),
    }
}

/// What was said of each entry: `accepted`, `held`, or the reason in Chinese.
pub fn said(feed: &[FeedItem]) -> Vec<(u64, String)> {
    let mut all = Vec::new();
    for item in feed {
        let FeedItem::Disposition { from_seq, to_seq, verdict } = item else { continue };
        let word = match verdict {
            Verdict::Accepted => "accepted",
            Verdict::Held => "held",
            Verdict::Refused { reason } => &reason.zh,
        };
        all.extend((*from_seq..=*to_seq).map(|seq| (seq, word.to_owned())));
    }
    all
}

#[track_caller]
pub fn is_said(found: &[(u64, String)], seq: u64, words: &str) {
    let of = found.iter().rev().find(|(said, _)| *said == seq).map(|(_, word)| word.as_str()).unwrap_or_default();
    assert!(of.contains(words), "entry {seq}: {of:?} does not say {words:?}\n{found:?}");
}

async fn states(world: &World, who: PersonId) -> Vec<String> {
    let client = world.connect().await;
    let sql = "SELECT n.state FROM enrolment n JOIN payment p ON p.id = n.payment
               WHERE n.person = $1::text::uuid ORDER BY p.seq";
    client.query(sql, &[&who.to_string()]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn a_voided_payment_is_no_enrolment_and_is_voided_once() {
    let mut world = World::start().await;
    let pack = pack(2026, OPEN, REFUNDS);
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let who = person(&mut device);
    let first = collected(&mut device, &pack.pack, &[who], "R0000001");
    device.append(first.clone(), Some(pack.hash));
    let voided = device.append(void(&first, "R0000002"), Some(pack.hash));
    let twice = device.append(void(&first, "R0000003"), Some(pack.hash));
    let again = collected(&mut device, &pack.pack, &[who], "R0000004");
    let anew = device.append(again.clone(), Some(pack.hash));
    let less =
        device.append(PremiumVoided { returned: "1.00".parse().unwrap(), ..void(&again, "R0000005") }, Some(pack.hash));
    device.biz_date = "2026-10-09";
    let late = device.append(void(&again, "R0000006"), Some(pack.hash));
    device.push_all(&world.url()).await;
    let found = said(&device.feed(&world.url()).await);
    is_said(&found, voided, "accepted");
    is_said(&found, twice, "已经作废");
    is_said(&found, anew, "accepted");
    is_said(&found, less, "应退 210.00 元");
    is_said(&found, late, "不是收款当天（2026-10-08）");
    assert_eq!(states(&world, who).await, ["voided", "active"]);
}

#[tokio::test]
async fn a_void_of_a_payment_that_is_not_here_yet_waits_for_it() {
    let mut world = World::start().await;
    let pack = pack(2026, OPEN, REFUNDS);
    let mut one = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let mut two = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let who = person(&mut one);
    let paid = collected(&mut one, &pack.pack, &[who], "R0000001");
    one.append(paid.clone(), Some(pack.hash));
    let seq = two.append(void(&paid, "R0000002"), Some(pack.hash));
    two.push_all(&world.url()).await;
    is_said(&said(&two.feed(&world.url()).await), seq, "held");
    one.push_all(&world.url()).await;
    one.feed(&world.url()).await;
    for _ in 0..100 {
        if states(&world, who).await == ["voided"] {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    is_said(&said(&two.feed(&world.url()).await), seq, "accepted");
    assert_eq!(states(&world, who).await, ["voided"]);
}

#[tokio::test]
async fn members_are_paid_back_by_the_pack_and_not_while_a_settlement_relies_on_it() {
    let mut world = World::start().await;
    let pack = pack(2026, OPEN, REFUNDS);
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let (sick, well, stranger) = (person(&mut device), person(&mut device), person(&mut device));
    let paid = collected(&mut device, &pack.pack, &[sick, well], "R0000001");
    device.append(paid.clone(), Some(pack.hash));
    let bill = settled(&mut device, &pack.pack, sick, &Accumulators::default(), "300");
    device.append(bill.clone(), Some(pack.hash));
    let double = RefundReason::DoubleEnrolment;
    let in_use = device.append(refund(&paid, &[sick], double, "R2"), Some(pack.hash));
    let void_in_use = device.append(void(&paid, "R3"), Some(pack.hash));
    let no_rule = device.append(refund(&paid, &[well], RefundReason::Death, "R4"), Some(pack.hash));
    let wrong = PremiumRefunded { returned: "209.00".parse().unwrap(), ..refund(&paid, &[well], double, "R5") };
    let wrong = device.append(wrong, Some(pack.hash));
    let other = device.append(refund(&paid, &[stranger], double, "R6"), Some(pack.hash));
    let right = device.append(refund(&paid, &[well], double, "R7"), Some(pack.hash));
    let twice = device.append(refund(&paid, &[well], double, "R8"), Some(pack.hash));
    device.append(crate::bodies::reversed(bill.settlement), None);
    let free = device.append(refund(&paid, &[sick], double, "R9"), Some(pack.hash));
    device.push_all(&world.url()).await;
    let found = said(&device.feed(&world.url()).await);
    is_said(&found, in_use, "已有结算");
    is_said(&found, void_in_use, "已有结算");
    is_said(&found, no_rule, "退费理由在当天不符合政策包");
    is_said(&found, wrong, "应退 210.00 元，记录为 209.00 元");
    is_said(&found, other, "不是该收据的参保人");
    is_said(&found, right, "accepted");
    is_said(&found, twice, "已退费");
    is_said(&found, free, "accepted");
    assert_eq!(
        (states(&world, sick).await, states(&world, well).await),
        (vec!["refunded".into()], vec!["refunded".into()])
    );
}

#[tokio::test]
async fn benefits_begin_by_the_years_that_the_county_knows_and_settlements_go_by_its_day() {
    let mut world = World::start().await;
    let late = "{ from = \"2026-02-01\", until = \"2026-12-31\", late = true }";
    let (before, now) = (pack(2024, OPEN, ""), pack(2026, late, WAITING));
    let packs = vec![before.bundle.clone(), now.bundle.clone()];
    let mut one = world.device_with_packs(packs.clone()).await;
    let mut two = world.device_with_packs(packs).await;
    let (missed, never) = (person(&mut one), person(&mut one));
    let household = registered(&mut one, &[missed, never]);
    one.append(household, None);
    let earlier = collected(&mut one, &before.pack, &[missed], "R0000001");
    one.append(earlier, Some(before.hash));
    one.push_all(&world.url()).await;
    one.feed(&world.url()).await;

    // The other desk knows of no year before: three months from the day after payment.
    let mut paid = collected(&mut two, &now.pack, &[missed, never], "R0000001");
    for member in &mut paid.members {
        member.benefits_from = Some("2027-01-09".parse().unwrap());
    }
    let seq = two.append(paid, Some(now.hash));
    // That desk settles as if nobody waited.
    let bill = settled(&mut two, &now.pack, missed, &Accumulators::default(), "300");
    let bill = two.append(bill, Some(now.hash));
    two.push_all(&world.url()).await;
    let feed = two.feed(&world.url()).await;
    let found = said(&feed);
    is_said(&found, seq, "第 1 人应自 2027-02-09 起");
    is_said(&found, seq, "参保已计入");
    is_said(&found, bill, "待遇自 2027-02-09 起享受");
    let benefits: Vec<_> = feed.iter().filter(|item| matches!(item, FeedItem::Benefits { .. })).collect();
    assert_eq!(benefits, [&FeedItem::Benefits { person: missed, year: 2026, from: "2027-02-09".parse().unwrap() }]);
    assert_eq!(states(&world, missed).await, ["active", "active"]);
}

#[tokio::test]
async fn who_left_employee_cover_in_time_does_not_wait_at_the_county_either() {
    let mut world = World::start().await;
    let late = "{ from = \"2026-02-01\", until = \"2026-12-31\", late = true }";
    let waiting = WAITING.replace("fixed_months = 3", "fixed_months = 3\nafter_employee_months = 3");
    let pack = pack(2026, late, &waiting);
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let (left, never) = (person(&mut device), person(&mut device));
    let household = registered(&mut device, &[left, never]);
    device.append(household, None);
    let employee = CoverElsewhere {
        kind: CoverKind::Employee,
        from: "2020-03-01".parse().unwrap(),
        until: Some("2026-09-30".parse().unwrap()),
        source: "县职工医保名单".into(),
    };
    let covered = PersonChange { cover: FromTo::new(Vec::new(), vec![employee]), ..PersonChange::of(left) };
    let on = "2026-10-08".parse().unwrap();
    let change = Change { people: vec![covered], ..Change::new(operator(), on, String::new()) };
    let stated = device.append(CoverChanged(change), None);
    let mut paid = collected(&mut device, &pack.pack, &[left, never], "R0000001");
    for member in &mut paid.members {
        member.benefits_from = Some("2026-10-09".parse().unwrap());
    }
    let paid = device.append(paid, Some(pack.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let found = said(&feed);
    is_said(&found, stated, "accepted");
    is_said(&found, paid, "第 2 人应自 2027-01-09 起");
    let benefits: Vec<_> = feed.iter().filter(|item| matches!(item, FeedItem::Benefits { .. })).collect();
    assert_eq!(benefits, [&FeedItem::Benefits { person: never, year: 2026, from: "2027-01-09".parse().unwrap() }]);
}

fn born(device: &mut Device, who: PersonId, birth: &str) -> HouseholdRegistered {
    let mut household = registered(device, &[who]);
    household.members[0].birth_date = birth.parse().unwrap();
    household
}

#[tokio::test]
async fn outside_the_windows_a_newborn_and_a_reason_of_the_pack_count_and_nothing_else_does() {
    let mut world = World::start().await;
    let pack = pack(2026, "{ from = \"2025-09-01\", until = \"2025-12-31\" }", WAITING);
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let [baby, grown, veteran, stale, liar] = [(); 5].map(|()| person(&mut device));
    for (who, birth) in [(baby, "2026-08-08"), (grown, "1980-01-01"), (veteran, "1990-01-01"), (stale, "1990-01-01")] {
        let household = born(&mut device, who, birth);
        device.append(household, None);
    }
    let mut pay = |who: PersonId, from: &str, special: Option<(&str, &str)>| {
        // The figures are those of any open window.
        let open = crate::premiums::pack(2026, OPEN, "");
        let mut paid = collected(&mut device, &open.pack, &[who], "R0000001");
        paid.members[0].benefits_from = Some(from.parse().unwrap());
        paid.members[0].special =
            special.map(|(code, since)| Special { code: code.into(), since: Some(since.parse().unwrap()) });
        device.append(paid, Some(pack.hash))
    };
    let newborn = pay(baby, "2026-08-08", None);
    let adult = pay(grown, "2026-01-01", None);
    let reason = pay(veteran, "2026-10-09", Some(("veteran", "2026-07-10")));
    let too_late = pay(stale, "2026-10-09", Some(("veteran", "2026-07-09")));
    let unknown = pay(liar, "2026-10-09", Some(("unheard-of", "2026-07-09")));
    device.push_all(&world.url()).await;
    let found = said(&device.feed(&world.url()).await);
    is_said(&found, newborn, "accepted");
    is_said(&found, adult, "金额与政策包不符");
    is_said(&found, reason, "accepted");
    is_said(&found, too_late, "金额与政策包不符");
    is_said(&found, unknown, "金额与政策包不符");
    let client = world.connect().await;
    let days =
        client.query("SELECT benefits_from::text FROM enrolment WHERE state = 'active' ORDER BY 1", &[]).await.unwrap();
    let days: Vec<String> = days.iter().map(|row| row.get(0)).collect();
    assert_eq!(days, ["2026-08-08", "2026-10-09"]);
}

#[tokio::test]
async fn money_of_a_payment_that_was_refused_can_go_back() {
    let mut world = World::start().await;
    let pack = pack(2026, OPEN, REFUNDS);
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let who = person(&mut device);
    let mut wrong = collected(&mut device, &pack.pack, &[who], "R0000001");
    wrong.members[0].premium.due = "209.00".parse().unwrap();
    wrong.due = "209.00".parse().unwrap();
    let refused = device.append(wrong.clone(), Some(pack.hash));
    let voided = device.append(void(&wrong, "R0000002"), Some(pack.hash));
    let right = collected(&mut device, &pack.pack, &[who], "R0000003");
    let right = device.append(right, Some(pack.hash));
    device.push_all(&world.url()).await;
    let found = said(&device.feed(&world.url()).await);
    is_said(&found, refused, "没有计入");
    is_said(&found, voided, "accepted");
    is_said(&found, right, "accepted");
    assert_eq!(states(&world, who).await, ["voided", "active"]);
}

#[tokio::test]
async fn a_refused_payment_covers_no_bill_and_goes_back_on_any_day() {
    let mut world = World::start().await;
    let pack = pack(2026, OPEN, REFUNDS);
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let who = person(&mut device);
    let mut wrong = collected(&mut device, &pack.pack, &[who], "R0000001");
    wrong.members[0].premium.due = "209.00".parse().unwrap();
    wrong.due = "209.00".parse().unwrap();
    let refused = device.append(wrong.clone(), Some(pack.hash));
    let bill = settled(&mut device, &pack.pack, who, &Accumulators::default(), "100");
    let bill = device.append(bill, Some(pack.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    let found = said(&feed);
    is_said(&found, refused, "没有计入");
    is_said(&found, bill, "未参保");
    let told = FeedItem::Enrolment { payment: wrong.payment, person: who, counts: Counts::Refused };
    assert!(feed.contains(&told), "{feed:?}");
    device.biz_date = "2026-10-10";
    let voided = device.append(void(&wrong, "R0000002"), Some(pack.hash));
    let again = device.append(void(&wrong, "R0000003"), Some(pack.hash));
    device.push_all(&world.url()).await;
    let found = said(&device.feed(&world.url()).await);
    is_said(&found, voided, "accepted");
    is_said(&found, again, "已经作废");
    assert_eq!(states(&world, who).await, ["voided"]);
    // Paid again with the right amount: the bill is covered by it after all.
    let right = collected(&mut device, &pack.pack, &[who], "R0000004");
    let right = device.append(right, Some(pack.hash));
    device.push_all(&world.url()).await;
    let feed = device.feed(&world.url()).await;
    is_said(&said(&feed), right, "accepted");
    let FeedItem::Adjustment { seq, centre, county, because, .. } = feed.last().unwrap() else { panic!("{feed:?}") };
    assert_eq!((*seq, centre), (bill, county), "as the desk had settled it");
    assert!(because.as_ref().is_some_and(|words| words.zh.contains("参保已计入")), "{because:?}");
}

#[tokio::test]
async fn a_second_premium_is_paid_back_although_a_fund_paid_and_counts_once_the_first_has_ended() {
    let mut world = World::start().await;
    let unused = REFUNDS.replacen("reason = \"double-enrolment\"", "reason = \"double-enrolment\"\nunused = true", 1);
    let pack = pack(2026, OPEN, &unused);
    let mut one = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let mut two = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let (ill, well) = (person(&mut one), person(&mut one));
    let first = collected(&mut one, &pack.pack, &[ill, well], "R0000001");
    one.append(first.clone(), Some(pack.hash));
    let bill = settled(&mut one, &pack.pack, ill, &Accumulators::default(), "100");
    one.append(bill, Some(pack.hash));
    one.push_all(&world.url()).await;
    one.feed(&world.url()).await;

    let second = collected(&mut two, &pack.pack, &[ill], "R0000001");
    let third = collected(&mut two, &pack.pack, &[well], "R0000002");
    two.append(second.clone(), Some(pack.hash));
    let doubled = two.append(third.clone(), Some(pack.hash));
    two.push_all(&world.url()).await;
    let feed = two.feed(&world.url()).await;
    for (payment, person) in [(&second, ill), (&third, well)] {
        let told = FeedItem::Enrolment { payment: payment.payment, person, counts: Counts::Double };
        assert!(feed.contains(&told), "{feed:?}");
    }
    let back = two.append(refund(&second, &[ill], RefundReason::DoubleEnrolment, "R0000003"), Some(pack.hash));
    two.push_all(&world.url()).await;
    is_said(&said(&two.feed(&world.url()).await), back, "accepted");
    assert_eq!(states(&world, ill).await, ["active", "refunded"]);

    // The other one's first payment goes back at its centre: the second counts from now on, and its desk hears it.
    let ended = one.append(refund(&first, &[well], RefundReason::DoubleEnrolment, "R0000002"), Some(pack.hash));
    one.push_all(&world.url()).await;
    is_said(&said(&one.feed(&world.url()).await), ended, "accepted");
    assert_eq!(states(&world, well).await, ["refunded", "active"]);
    let feed = two.feed(&world.url()).await;
    let told = FeedItem::Enrolment { payment: third.payment, person: well, counts: Counts::Enrolled };
    assert!(feed.contains(&told), "{feed:?}");
    is_said(&said(&feed), doubled, "accepted");

    // That one goes back too: whoever paid a premium back earlier hears that nothing covers the person any more.
    two.append(refund(&third, &[well], RefundReason::DoubleEnrolment, "R0000004"), Some(pack.hash));
    two.push_all(&world.url()).await;
    two.feed(&world.url()).await;
    assert_eq!(states(&world, well).await, ["refunded", "refunded"]);
    let told = FeedItem::Enrolment { payment: first.payment, person: well, counts: Counts::Refused };
    assert!(one.feed(&world.url()).await.contains(&told));
}

#[tokio::test]
async fn the_last_day_of_a_year_is_covered_by_the_next_premium_of_a_child_born_on_it() {
    let mut world = World::start().await;
    let newborn = "[[enrolment.newborn]]\nwithin_days = 300\nbenefits = \"birth\"\n";
    let (old, new) = (pack(2025, OPEN, ""), pack(2026, OPEN, newborn));
    let mut device = world.device_with_packs(vec![old.bundle.clone(), new.bundle.clone()]).await;
    let who = person(&mut device);
    let household = born(&mut device, who, "2025-12-31");
    device.append(household, None);
    let mut paid = collected(&mut device, &new.pack, &[who], "R0000001");
    paid.members[0].benefits_from = Some("2025-12-31".parse().unwrap());
    let premium = paid.clone();
    device.append(paid, Some(new.hash));
    let mut bill = settled(&mut device, &new.pack, who, &Accumulators::default(), "100");
    bill.bill.admitted = "2025-12-31".parse().unwrap();
    bill.bill.discharged = bill.bill.admitted;
    // As a desk says it that asks for an enrolment of the old year only.
    bill.standing.enrolled = false;
    device.append(bill, Some(old.hash));
    device.push_all(&world.url()).await;
    device.feed(&world.url()).await;
    let paid = "SELECT count(*) FROM settlement WHERE benefit_year = 2025 AND county_figures ->> 'you_pay' = '600.00'";
    assert_eq!(world.count(paid).await, 1);
    let voided = device.append(void(&premium, "R0000002"), Some(new.hash));
    device.push_all(&world.url()).await;
    is_said(&said(&device.feed(&world.url()).await), voided, "请先红冲该结算");
}
