//! Receipt books at the county: ranges of a centre do not overlap, a number is used once, and the money stands.

use crate::bodies::{collected, operator, person};
use crate::device::Device;
use crate::premiums::{is_said, said};
use crate::small_packs::{SmallPack, file};
use crate::world::World;
use nonghe_domain::BookId;
use nonghe_protocol::body::PremiumCollected;
use nonghe_protocol::book::{BookIssued, BookReturned, FiscalNumber, NumberSpoiled, SpoilReason};

fn pack() -> SmallPack {
    SmallPack::of(file("yearly.toml").replace("[premium]", "[premium]\nreceipt_numbers = \"book\""))
}

const AT: &str = "2026-10-08T08:00:00";

fn issued(book: BookId, first: &str, last: &str) -> BookIssued {
    BookIssued {
        by: operator(),
        book,
        first: first.into(),
        last: last.into(),
        note: String::new(),
        at: AT.parse().unwrap(),
    }
}

fn returned(book: BookId, from: &str) -> BookReturned {
    BookReturned { by: operator(), book, from: from.into(), reason: "年末".into(), at: AT.parse().unwrap() }
}

fn spoiled(book: BookId, from: &str, until: &str) -> NumberSpoiled {
    NumberSpoiled {
        by: operator(),
        book,
        from: from.into(),
        until: until.into(),
        reason: SpoilReason::Misprinted,
        note: String::new(),
        payment: None,
        instead: None,
        at: AT.parse().unwrap(),
    }
}

fn form(book: BookId, number: &str) -> FiscalNumber {
    FiscalNumber { book, number: number.into() }
}

/// A payment of one person with a form, and its entry.
fn paid(device: &mut Device, pack: &SmallPack, short: &str, fiscal: Option<FiscalNumber>) -> (PremiumCollected, u64) {
    let who = person(device);
    let body = PremiumCollected { fiscal, ..collected(device, &pack.pack, &[who], short) };
    let seq = device.append(body.clone(), Some(pack.hash));
    (body, seq)
}

#[tokio::test]
async fn a_number_used_twice_or_outside_a_book_is_told_and_the_payment_stands() {
    let mut world = World::start().await;
    let pack = pack();
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let book = BookId::from_random(device.bits());
    let known = device.append(issued(book, "0001", "0010"), None);
    let (_, first) = paid(&mut device, &pack, "R0000001", Some(form(book, "0001")));
    let (twice, again) = paid(&mut device, &pack, "R0000002", Some(form(book, "0001")));
    let (_, beyond) = paid(&mut device, &pack, "R0000003", Some(form(book, "0011")));
    let (_, digits) = paid(&mut device, &pack, "R0000004", Some(form(book, "002")));
    let (_, none) = paid(&mut device, &pack, "R0000005", None);
    let elsewhere = BookId::from_random(device.bits());
    let (_, unknown) = paid(&mut device, &pack, "R0000006", Some(form(elsewhere, "0002")));
    device.push_all(&world.url()).await;
    let found = said(&device.feed(&world.url()).await);
    for seq in [known, first] {
        is_said(&found, seq, "accepted");
    }
    is_said(&found, again, "票号 0001 已经用过");
    for seq in [beyond, digits, unknown] {
        is_said(&found, seq, "不在发给本机的收据本内，收款不变");
    }
    is_said(&found, none, "没有收据本的票号");
    let client = world.connect().await;
    let sql = "SELECT count(*) FROM enrolment n JOIN payment p ON p.id = n.payment
               WHERE n.state = 'active' AND p.state = 'counted'";
    assert_eq!(client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0), 6, "every payment enrols");
    let sql = "SELECT count(*) FROM fiscal_number WHERE payment = $1::text::uuid";
    let of_second = client.query_one(sql, &[&twice.payment.to_string()]).await.unwrap();
    assert_eq!(of_second.get::<_, i64>(0), 0, "the number belongs to the first payment");
}

#[tokio::test]
async fn books_of_one_centre_never_share_a_number_whatever_device_issues_them() {
    let mut world = World::start().await;
    let pack = pack();
    let mut one = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let mut two = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let ids: Vec<BookId> = (0..6).map(|_| BookId::from_random(one.bits())).collect();
    one.append(issued(ids[0], "0001", "0100"), None);
    one.append(returned(ids[0], "0051"), None);
    one.push_all(&world.url()).await;
    one.feed(&world.url()).await;
    let shared = two.append(issued(ids[1], "0100", "0200"), None);
    let (_, used) = paid(&mut two, &pack, "R0000001", Some(form(ids[1], "0100")));
    let other = two.append(issued(ids[2], "0101", "0200"), None);
    let digits = two.append(issued(ids[3], "001", "100"), None);
    let bad = two.append(issued(ids[4], "0300", "0299"), None);
    let (_, foreign) = paid(&mut two, &pack, "R0000002", Some(form(ids[0], "0001")));
    two.push_all(&world.url()).await;
    let found = said(&two.feed(&world.url()).await);
    is_said(&found, shared, "与本院已发放的 0001 至 0100 重号");
    is_said(&found, used, "收款不变");
    is_said(&found, other, "accepted");
    is_said(&found, digits, "accepted");
    is_said(&found, bad, "起止号不成立");
    is_said(&found, foreign, "不在发给本机的收据本内");
}

#[tokio::test]
async fn spoiled_and_returned_numbers_are_gone_and_a_payment_gets_another_one() {
    let mut world = World::start().await;
    let pack = pack();
    let mut device = world.device_with_packs(vec![pack.bundle.clone()]).await;
    let book = BookId::from_random(device.bits());
    device.append(issued(book, "0001", "0010"), None);
    let blank = device.append(spoiled(book, "0001", "0002"), None);
    let twice = device.append(spoiled(book, "0002", "0003"), None);
    let (payment, _) = paid(&mut device, &pack, "R0000001", Some(form(book, "0003")));
    let change = NumberSpoiled {
        payment: Some(payment.payment),
        instead: Some(form(book, "0004")),
        ..spoiled(book, "0003", "0003")
    };
    let changed = device.append(change.clone(), None);
    let once_more = device.append(change, None);
    let early = device.append(returned(book, "0004"), None);
    let back = device.append(returned(book, "0006"), None);
    let again = device.append(returned(book, "0005"), None);
    let (_, gone) = paid(&mut device, &pack, "R0000002", Some(form(book, "0006")));
    let (_, last) = paid(&mut device, &pack, "R0000003", Some(form(book, "0005")));
    device.push_all(&world.url()).await;
    let found = said(&device.feed(&world.url()).await);
    for seq in [blank, changed, back, last] {
        is_said(&found, seq, "accepted");
    }
    is_said(&found, twice, "有已经用过的");
    is_said(&found, once_more, "不是该收据的号码，或已作废");
    is_said(&found, early, "及以后已有使用");
    is_said(&found, again, "或该本已退回");
    is_said(&found, gone, "收款不变");
    let client = world.connect().await;
    let sql = "SELECT first, state FROM fiscal_number WHERE payment = $1::text::uuid ORDER BY first";
    let rows = client.query(sql, &[&payment.payment.to_string()]).await.unwrap();
    let forms: Vec<(i64, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(forms, [(3, "spoiled".to_owned()), (4, "used".to_owned())]);
}
