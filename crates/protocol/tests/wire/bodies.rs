//! One body of each kind, as JSON. A change here is a new version of the kind.

use crate::changes::changes;
use crate::support::{chain, day, draft, id, start, time};
use nonghe_domain::adjudicate::{
    Accumulators, Bill, ChargeLine, DatedCategory, ItemSplit, Kind, LayerShare, Referral, Settlement, Standing,
    StayKind,
};
use nonghe_domain::enrolment::Special;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::pack::RefundReason;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::premium::PremiumLine;
use nonghe_domain::{Money, Rate, Text};
use nonghe_protocol::body::{
    BillSettled, ChargesRecorded, ChargesWithdrawn, DepositTaken, DocumentNumber, Household, HouseholdRegistered,
    LaterSettlement, Member, MemberPremium, MemberRefund, MembersAdded, NumberedCharge, PaymentMethod,
    PremiumCollected, PremiumRefunded, PremiumVoided, ProvisioningAccepted, ReversalReason, RosterImported,
    SessionOpened, SettlementCash, SettlementReversed, StayAdmitted, VoidReason,
};
use nonghe_protocol::book::{
    BookIssued, BookReturned, FiscalNumber, NumberSpoiled, SpoilReason, form_count, form_number, form_range,
};
use nonghe_protocol::{Body, Draft, Hash};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

pub fn number(letter: &str) -> DocumentNumber {
    DocumentNumber { full: format!("4101-1-1-{letter}0000012"), short: format!("{letter}0000012") }
}

pub fn member() -> Member {
    Member {
        person: id(1),
        name: "王秀英".into(),
        id_number: Some(IdNumber::parse("11010519491231002X").unwrap()),
        temporary_number: None,
        sex: Sex::Female,
        birth_date: day("1949-12-31"),
        relation: Relation::Head,
        categories: vec![DatedCategory {
            code: "dibao".into(),
            from: day("2026-01-01"),
            until: None,
            source: "民政".into(),
        }],
        phone: String::new(),
    }
}

pub fn newborn() -> Member {
    Member {
        person: id(2),
        name: "王宝".into(),
        id_number: None,
        temporary_number: Some("T4101000001".into()),
        sex: Sex::Male,
        birth_date: day("2026-09-30"),
        relation: Relation::Grandchild,
        categories: Vec::new(),
        phone: "13800000000".into(),
    }
}

pub fn household() -> Household {
    Household {
        household: id(3),
        number: "H030128".into(),
        village: "槐树村".into(),
        group: "3".into(),
        door: "12".into(),
        phone: "13900000000".into(),
    }
}

fn charge() -> ChargeLine {
    ChargeLine {
        item: "D0001".into(),
        name: Text::new("阿莫西林胶囊", "Amoxicillin capsules"),
        price: "4.680000".parse().unwrap(),
        quantity: "2.5".parse().unwrap(),
    }
}

fn settlement() -> Settlement {
    let mut difference = Accumulators::default();
    difference.add_amount("basic.paid".into(), money("963.00"));
    difference.add_count("stays.township".into(), 1);
    Settlement {
        year: 2026,
        total: money("1500.00"),
        items: vec![ItemSplit {
            item: "D0001".into(),
            amount: money("1500.00"),
            outside: money("200.00"),
            above_limit: Money::ZERO,
            pay_first: money("30.00"),
            covered: money("1270.00"),
            ..ItemSplit::default()
        }],
        before_layers: [(Kind::OutsideCatalogue, money("200.00")), (Kind::PayFirst, money("30.00"))].into(),
        passed_limits: Vec::new(),
        covered: money("1270.00"),
        referral_share: Money::ZERO,
        hospital_pays: Money::ZERO,
        layers: vec![
            LayerShare {
                layer: "basic".into(),
                base: money("1270.00"),
                base_of_year: money("1270.00"),
                deductible: money("200.00"),
                deductible_line: money("200.00"),
                rate: Rate::from_percentage("90%").unwrap(),
                above_ceiling: Money::ZERO,
                paid: money("963.00"),
                terms: Some(1),
                ..LayerShare::default()
            },
            LayerShare {
                layer: "assistance".into(),
                base: money("307.00"),
                base_of_year: money("307.00"),
                deductible: Money::ZERO,
                deductible_line: Money::ZERO,
                rate: Rate::default(),
                above_ceiling: Money::ZERO,
                paid: Money::ZERO,
                terms: None,
                ..LayerShare::default()
            },
        ],
        patient: [
            (Kind::OutsideCatalogue, money("200.00")),
            (Kind::PayFirst, money("30.00")),
            (Kind::Deductible, money("200.00")),
            (Kind::BandShare, money("107.00")),
        ]
        .into(),
        you_pay: money("537.00"),
        difference,
    }
}

fn settled() -> BillSettled {
    BillSettled {
        by: id(9),
        settlement: id(6),
        stay: id(5),
        number: number("R"),
        standing: Standing {
            person: id(1),
            birth_date: day("1949-12-31"),
            enrolled: true,
            waiting_until: Some(day("2026-01-01")),
            categories: member().categories,
            certificates: Vec::new(),
            member: nonghe_domain::adjudicate::Member::default(),
        },
        history: Accumulators::default(),
        bill: Bill {
            tier: "township".into(),
            kind: StayKind::Injury,
            referral: Referral::Local,
            admitted: day("2026-10-10"),
            discharged: day("2026-10-15"),
            settled: day("2026-10-15"),
            diagnosis: "I10.x00".into(),
            lines: vec![charge()],
            ..Bill::default()
        },
        decision: settlement(),
        cash: SettlementCash {
            you_pay: money("537.00"),
            deposits: money("500.00"),
            collected: money("37.00"),
            refunded: Money::ZERO,
            method: PaymentMethod::Cash,
            tendered: money("50.00"),
            change: money("13.00"),
        },
        at: time("2026-10-15T16:20:00"),
    }
}

fn form(number: &str) -> FiscalNumber {
    FiscalNumber { book: id(8), number: number.into() }
}

/// One body of each kind about receipt books.
fn books() -> Vec<Body> {
    let at = time("2026-10-15T09:00:00");
    let (first, last) = ("0002301".into(), "0002400".into());
    vec![
        BookIssued { by: id(9), book: id(8), first, last, note: "第 3 盒".into(), at }.into(),
        BookReturned { by: id(9), book: id(8), from: "0002391".into(), reason: "年末交回".into(), at }.into(),
        NumberSpoiled {
            by: id(9),
            book: id(8),
            from: "0002318".into(),
            until: "0002318".into(),
            reason: SpoilReason::Misprinted,
            note: String::new(),
            payment: Some(id(4)),
            instead: Some(form("0002319")),
            at,
        }
        .into(),
    ]
}

fn premium() -> PremiumCollected {
    let premium = PremiumLine {
        standard: money("210.00"),
        subsidy: money("168.00"),
        due: money("42.00"),
        category: Some("dibao".into()),
    };
    PremiumCollected {
        by: id(9),
        payment: id(4),
        household: id(3),
        year: 2026,
        number: number("P"),
        members: vec![
            MemberPremium::new(id(1), premium.clone()),
            MemberPremium {
                benefits_from: Some(day("2026-05-02")),
                special: Some(Special { code: "veteran".into(), since: Some(day("2026-03-01")) }),
                ..MemberPremium::new(id(2), premium)
            },
        ],
        due: money("42.00"),
        method: PaymentMethod::Scan,
        tendered: money("42.00"),
        change: Money::ZERO,
        fiscal: Some(form("0002318")),
        at: time("2026-10-15T09:12:00"),
    }
}

/// One body of each kind that this program writes.
fn all() -> Vec<Body> {
    let mut bodies = facts_and_money();
    bodies.extend(changes());
    bodies
}

fn voided() -> PremiumVoided {
    PremiumVoided {
        by: id(9),
        approved_by: id(10),
        payment: id(4),
        number: number("R"),
        reason: VoidReason::WrongYear,
        note: String::new(),
        returned: money("42.00"),
        method: PaymentMethod::Scan,
        at: time("2026-10-15T09:40:00"),
    }
}

fn refunded() -> PremiumRefunded {
    PremiumRefunded {
        by: id(9),
        approved_by: id(10),
        payment: id(4),
        number: number("R"),
        reason: RefundReason::EmployeeCover,
        note: "新单位参保".into(),
        members: vec![MemberRefund { person: id(1), amount: money("42.00") }],
        returned: money("42.00"),
        method: PaymentMethod::Cash,
        at: time("2026-10-20T09:40:00"),
    }
}

fn facts_and_money() -> Vec<Body> {
    let mut all = vec![
        SessionOpened { nonce: "00".repeat(16), program: "0.1.0".into() }.into(),
        ProvisioningAccepted { provisioning: Hash::ZERO, centre: "4101".into() }.into(),
        HouseholdRegistered { by: id(9), household: household(), members: vec![member(), newborn()] }.into(),
        MembersAdded { by: id(9), household: id(3), members: vec![newborn()] }.into(),
        RosterImported { by: id(9), file: Hash::ZERO, rows: Hash::ZERO, households: 8000, people: 30000, refused: 12 }
            .into(),
        premium().into(),
        voided().into(),
        refunded().into(),
    ];
    all.extend(books());
    all.extend(care());
    all
}

fn care() -> Vec<Body> {
    vec![
        StayAdmitted {
            by: id(9),
            stay: id(5),
            person: id(1),
            number: number("A"),
            department: "内科".into(),
            doctor: "赵医生".into(),
            bed: "3".into(),
            diagnosis: "I10.x00".into(),
            stay_kind: StayKind::Ordinary,
            admitted_at: time("2026-10-10T08:30:00"),
        }
        .into(),
        ChargesRecorded {
            by: id(9),
            stay: id(5),
            date: day("2026-10-10"),
            charges: vec![NumberedCharge { line: 1, charge: charge() }],
        }
        .into(),
        ChargesWithdrawn { by: id(9), stay: id(5), lines: vec![1] }.into(),
        DepositTaken {
            by: id(9),
            stay: id(5),
            number: number("D"),
            amount: money("500.00"),
            method: PaymentMethod::Transfer,
            at: time("2026-10-10T08:35:00"),
        }
        .into(),
        settled().into(),
        SettlementReversed {
            by: id(9),
            approved_by: id(10),
            settlement: id(6),
            number: number("V"),
            reason: ReversalReason::CategoryCorrected,
            note: String::new(),
            cash_returned: money("-1.00"),
            method: PaymentMethod::Scan,
            at: time("2026-10-16T10:00:00"),
            later: vec![LaterSettlement { settlement: id(7), you_pay: money("537.00"), expected: money("530.00") }],
        }
        .into(),
    ]
}

#[test]
fn each_kind_has_this_form() {
    for body in all() {
        let (kind, version) = body.kind();
        let value: serde_json::Value = serde_json::from_str(&body.encode().unwrap()).unwrap();
        insta::assert_json_snapshot!(format!("{kind}.{version}"), value);
    }
}

#[test]
fn every_kind_that_this_program_writes_is_shown_here_and_comes_back_from_its_json() {
    let kinds: Vec<_> = all().iter().map(Body::kind).collect();
    assert_eq!(kinds, Body::KINDS, "a kind without a snapshot could change unnoticed");
    for body in all() {
        let (kind, version) = body.kind();
        let text = body.encode().unwrap();
        assert_eq!(Body::decode(kind, version, &text).unwrap(), Some(body.clone()), "{kind}");
        assert_eq!(Body::decode(kind, version + 1, &text).unwrap(), None, "a newer {kind} is held, not guessed");
        assert!(Body::decode(kind, version, "{}").is_err(), "an empty {kind}");
        let more = text.replacen('{', "{\"more\":1,", 1);
        assert!(Body::decode(kind, version, &more).is_err(), "an unknown field of {kind} would be lost");
    }
    assert_eq!(Body::decode("from.the.future", 1, "{}").unwrap(), None);
}

#[test]
fn an_entry_gives_its_body_back_or_says_which_entry_has_none() {
    for (number, body) in (1..).zip(all()) {
        let entry = draft(number, &body).at(start()).unwrap();
        assert_eq!(entry.decoded(), Ok(Some(body)));
    }
    let unknown = Draft { kind: "from.the.future".into(), ..draft(1, &all()[0]) };
    assert_eq!(unknown.at(start()).unwrap().decoded(), Ok(None));
    let lie = Draft { kind: "bill.settled".into(), ..chain(1)[0].to_draft() };
    assert!(lie.at(start()).unwrap().decoded().is_err(), "a body of another kind");
}

#[test]
fn a_premium_of_an_earlier_program_tells_no_day_and_keeps_its_bytes() {
    let Body::PremiumCollected(mut body) = Body::from(premium()) else { panic!("a premium") };
    body.members.truncate(1);
    body.fiscal = None;
    let text = Body::PremiumCollected(body.clone()).encode().unwrap();
    assert!(!text.contains("benefits_from") && !text.contains("special") && !text.contains("fiscal"), "{text}");
    assert_eq!(Body::decode("premium.collected", 1, &text).unwrap(), Some(Body::PremiumCollected(body)));
}

#[test]
fn a_form_is_counted_by_its_digits_and_keeps_its_zeros() {
    assert_eq!((form_count("0002318"), form_number(2318, 7)), (Some(2318), "0002318".into()));
    assert_eq!(form_count("999999999999"), Some(999_999_999_999));
    for bad in ["", "12a", "-12", "+12", " 12", "１２", "1000000000000"] {
        assert_eq!(form_count(bad), None, "{bad:?}");
    }
    assert_eq!(form_range("001", "001"), Some((1, 1, 3)));
    assert_eq!(form_range("002", "001"), None);
    assert_eq!(form_range("01", "002"), None, "two numbers of one book have as many digits");
}

#[test]
fn a_reversal_that_names_no_later_settlement_is_the_one_of_earlier_programs() {
    let reversal = all().into_iter().find_map(|body| match body {
        Body::SettlementReversed(body) => Some(body),
        _ => None,
    });
    let mut body = reversal.unwrap();
    body.later.clear();
    let text = Body::SettlementReversed(body.clone()).encode().unwrap();
    assert!(!text.contains("later"), "{text}");
    assert_eq!(Body::decode("settlement.reversed", 1, &text).unwrap(), Some(Body::SettlementReversed(body)));
}
