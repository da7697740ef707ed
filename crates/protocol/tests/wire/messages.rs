//! Signed messages and their JSON.

use crate::support::{county, day, device, id};
use nonghe_domain::adjudicate::{Accumulators, Figures};
use nonghe_domain::{Money, Text};
use nonghe_protocol::batch::{Ack, Refusal, Refused};
use nonghe_protocol::feed::{Counts, FeedItem, FeedPage, FeedRequest, Verdict, YearStanding, item_hash};
use nonghe_protocol::keys::Message;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{
    AttachmentAck, DeviceRequest, Hash, KeyError, OperatorRecord, Provisioning, Role, Signed, attachment_hash,
};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn ack() -> Ack {
    Ack {
        dev: device().public(),
        epoch: 1,
        hwm_seq: 41,
        hwm_hash: Hash::of("test", &[]),
        stable_seq: 30,
        server_epoch: 1,
        time_ms: 1_790_000_000_000,
    }
}

fn figures(you_pay: &str) -> Figures {
    let paid = [("basic".to_owned(), money("963.00")), ("serious".to_owned(), Money::ZERO)];
    Figures { total: money("1500.00"), covered: money("1270.00"), paid: paid.into(), you_pay: money(you_pay) }
}

fn standing() -> YearStanding {
    let mut accumulators = Accumulators::default();
    accumulators.add_amount("basic.paid".into(), money("963.00"));
    accumulators.add_count("stays.township".into(), 1);
    YearStanding { person: id(1), year: 2026, accumulators, as_of_seq: 17 }
}

fn items() -> Vec<FeedItem> {
    let refused = Verdict::Refused { reason: Text::new("此人已参保", "Already enrolled") };
    vec![
        FeedItem::Disposition { from_seq: 1, to_seq: 16, verdict: Verdict::Accepted },
        FeedItem::Disposition { from_seq: 17, to_seq: 17, verdict: Verdict::Held },
        FeedItem::Disposition { from_seq: 18, to_seq: 18, verdict: refused },
        FeedItem::Adjustment {
            seq: 17,
            settlement: id(2),
            centre: figures("537.00"),
            county: figures("530.00"),
            difference: standing().accumulators,
            standing: standing(),
            because: None,
        },
        FeedItem::Adjustment {
            seq: 17,
            settlement: id(2),
            centre: figures("537.00"),
            county: figures("537.00"),
            difference: standing().accumulators,
            standing: standing(),
            because: Some(Text::new("此前的一笔结算已红冲", "An earlier settlement was reversed")),
        },
        FeedItem::Standing(standing()),
        FeedItem::Benefits { person: id(1), year: 2026, from: day("2026-05-02") },
        FeedItem::Enrolment { payment: id(3), person: id(1), counts: Counts::Double },
        FeedItem::Notice { text: Text::new("明天停网", "No network tomorrow") },
    ]
}

fn page() -> FeedPage {
    FeedPage {
        dev: device().public(),
        server_epoch: 1,
        after: 0,
        prev_hash: Hash::ZERO,
        items: vec![serde_json::to_string(&items()[0]).unwrap()],
        more: true,
        judged_seq: 16,
        time_ms: 1_790_000_000_000,
    }
}

fn provisioning() -> Provisioning {
    Provisioning {
        demonstration: true,
        centre: Centre {
            code: "4101".into(),
            name: Text::new("青山镇卫生院", "Qingshan township centre"),
            tier: "township".into(),
            phone: "0454-0000000".into(),
            area_code: "230800".into(),
        },
        dev: device().public(),
        device_number: 1,
        epoch: 1,
        county_url: "http://127.0.0.1:8080".into(),
        county_key: county().public(),
        operators: vec![OperatorRecord {
            id: id(3),
            initials: "lm".into(),
            name: "李敏".into(),
            roles: vec![Role::Registration, Role::Cashier, Role::Office],
            pin_hash: "$argon2id$…".into(),
        }],
        packs: vec!["{}".into()],
        roster: None,
    }
}

#[test]
fn an_acknowledgement_has_this_form() {
    insta::assert_json_snapshot!(ack());
    insta::assert_json_snapshot!(ack().signed(&county()).unwrap());
    insta::assert_json_snapshot!(AttachmentAck {
        dev: device().public(),
        hash: attachment_hash(b"roster"),
        time_ms: 1_790_000_000_000
    });
}

#[test]
fn refusals_have_these_forms() {
    let all = [
        Refused::Gap { hwm_seq: 3, hwm_hash: Hash::ZERO },
        Refused::Fork,
        Refused::StaleEpoch { epoch: 2 },
        Refused::UnknownEpoch,
        Refused::Revoked,
        Refused::Unknown,
        Refused::Damaged,
        Refused::TooLarge,
        Refused::Busy,
        Refused::OtherServerEpoch { server_epoch: 2 },
        Refused::Unavailable,
    ];
    let texts: Vec<_> = all.iter().map(|why| serde_json::to_string(why).unwrap()).collect();
    insta::assert_snapshot!(texts.join("\n"));
    for (why, text) in all.iter().zip(&texts) {
        assert_eq!(serde_json::from_str::<Refused>(text).unwrap(), *why);
    }
    insta::assert_json_snapshot!(Refusal {
        dev: Some(device().public()),
        why: Refused::Fork,
        server_epoch: 1,
        time_ms: 1_790_000_000_000
    });
}

#[test]
fn a_page_of_the_feed_has_this_form() {
    insta::assert_json_snapshot!(page());
    insta::assert_json_snapshot!(FeedRequest {
        dev: device().public(),
        after: 16,
        server_epoch: Some(1),
        nonce: "00".repeat(16)
    });
    insta::assert_snapshot!(item_hash(&Hash::ZERO, &page().items[0]));
}

#[test]
fn items_of_the_feed_have_these_forms() {
    let texts: Vec<_> = items().iter().map(|item| serde_json::to_string(item).unwrap()).collect();
    insta::assert_snapshot!(texts.join("\n"));
    for (item, text) in items().iter().zip(&texts) {
        assert_eq!(serde_json::from_str::<FeedItem>(text).unwrap(), *item);
    }
    assert!(serde_json::from_str::<FeedItem>(r#"{"item":"from-the-future"}"#).is_err(), "kept, and blocks nothing");
}

#[test]
fn a_provisioning_file_has_this_form() {
    insta::assert_json_snapshot!(provisioning());
    let request = DeviceRequest { dev: device().public(), label: "收费窗口".into() };
    insta::assert_json_snapshot!(request);
}

#[test]
fn a_signed_message_opens_for_its_own_kind_and_key_alone() {
    let signed = ack().signed(&county()).unwrap();
    assert_eq!(signed.open::<Ack>(&county().public()), Ok(ack()));
    assert_eq!(signed.open::<Ack>(&device().public()), Err(KeyError::OtherKey));
    assert_eq!(signed.open::<FeedPage>(&county().public()), Err(KeyError::BadSignature), "signed as something else");
    let claimed = Signed { key: device().public(), ..signed.clone() };
    assert_eq!(claimed.open::<Ack>(&device().public()), Err(KeyError::BadSignature), "another name under it");
    let padded = Signed { message: format!("{} ", signed.message), ..signed };
    assert_eq!(padded.open::<Ack>(&county().public()), Err(KeyError::BadSignature), "the very bytes are signed");
}

#[test]
fn any_changed_byte_of_a_signed_page_is_detected() {
    let text = serde_json::to_string(&page().signed(&county()).unwrap()).unwrap();
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let opened = serde_json::from_slice::<Signed>(&bytes)
            .ok()
            .and_then(|signed| signed.open::<FeedPage>(&county().public()).ok());
        assert_eq!(opened, None, "byte {at}");
    }
}

#[test]
fn secrets_do_not_show_themselves() {
    let shown = format!("{:?}", device());
    assert!(!shown.contains(&"01".repeat(8)), "{shown}");
    assert_eq!(nonghe_protocol::SecretKey::from_random(&device().to_bits()).public(), device().public());
    assert_eq!(device().public().short().len(), 8);
}
