//! Bodies as a desk would write them.

use crate::device::Device;
use nonghe_domain::adjudicate::{
    Accumulators, Bill, ChargeLine, DatedCategory, Outcome, Referral, Settlement, Standing, StayKind, adjudicate,
};
use nonghe_domain::pack::Pack;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::premium::premium;
use nonghe_domain::{HouseholdId, Money, OperatorId, PaymentId, PersonId, SettlementId, StayId};
use nonghe_protocol::body::{
    BillSettled, DocumentNumber, Household, HouseholdRegistered, Member, MemberPremium, PaymentMethod,
    PremiumCollected, ReversalReason, SettlementCash, SettlementReversed,
};
use nonghe_protocol::change::{
    CategoriesChanged, Change, FromTo, PeopleMoved, PersonChange, PersonChanged, PersonDied, Presence, Stands,
};

pub fn operator() -> OperatorId {
    OperatorId::from_random([3; 16])
}

fn number(text: &str) -> DocumentNumber {
    DocumentNumber { full: format!("4101-1-1-{text}"), short: text.to_owned() }
}

/// The settlement of a bill of `beds` days in a ward, as a desk with that history would decide it.
pub fn settled(device: &mut Device, pack: &Pack, person: PersonId, history: &Accumulators, beds: &str) -> BillSettled {
    let item = pack.catalogue.item("S0001").unwrap();
    let standing = Standing {
        person,
        birth_date: "1962-03-15".parse().unwrap(),
        enrolled: true,
        waiting_until: None,
        categories: Vec::new(),
        certificates: Vec::new(),
        member: nonghe_domain::adjudicate::Member::default(),
    };
    let bill = Bill {
        tier: "township".to_owned(),
        kind: StayKind::Ordinary,
        referral: Referral::Local,
        admitted: "2026-09-01".parse().unwrap(),
        discharged: "2026-10-08".parse().unwrap(),
        settled: "2026-10-08".parse().unwrap(),
        diagnosis: "A01.000".to_owned(),
        lines: vec![ChargeLine {
            item: item.code.clone(),
            name: nonghe_domain::Text::new(item.name.clone(), item.name_en.clone()),
            price: item.price,
            quantity: beds.parse().unwrap(),
        }],
        ..Bill::default()
    };
    let decision = decide(pack, &standing, history, &bill);
    let you_pay = decision.you_pay;
    BillSettled {
        by: operator(),
        settlement: SettlementId::from_random(device.bits()),
        stay: StayId::from_random(device.bits()),
        number: number("S0000001"),
        standing,
        history: history.clone(),
        bill,
        decision,
        cash: SettlementCash {
            you_pay,
            deposits: Money::ZERO,
            collected: you_pay,
            refunded: Money::ZERO,
            method: PaymentMethod::Cash,
            tendered: you_pay,
            change: Money::ZERO,
        },
        at: "2026-10-08T10:00:00".parse().unwrap(),
    }
}

fn decide(pack: &Pack, standing: &Standing, history: &Accumulators, bill: &Bill) -> Settlement {
    match adjudicate(pack, standing, history, bill).unwrap() {
        Outcome::Settled(settlement) => *settlement,
        Outcome::NotCovered(refusals) => panic!("{refusals:?}"),
    }
}

pub fn reversed(settlement: SettlementId) -> SettlementReversed {
    SettlementReversed {
        by: operator(),
        approved_by: OperatorId::from_random([4; 16]),
        settlement,
        number: number("V0000001"),
        reason: ReversalReason::WrongItem,
        note: String::new(),
        cash_returned: Money::ZERO,
        method: PaymentMethod::Cash,
        at: "2026-10-08T11:00:00".parse().unwrap(),
        later: Vec::new(),
    }
}

/// A household of people.
pub fn registered(device: &mut Device, people: &[PersonId]) -> HouseholdRegistered {
    let members = people.iter().map(|person| Member {
        person: *person,
        name: "王明".to_owned(),
        id_number: None,
        temporary_number: None,
        sex: Sex::Male,
        birth_date: "1962-03-15".parse().unwrap(),
        relation: Relation::Son,
        categories: Vec::new(),
        phone: String::new(),
    });
    HouseholdRegistered {
        by: operator(),
        household: Household {
            household: HouseholdId::from_random(device.bits()),
            number: "H000001".to_owned(),
            village: "槐树村".to_owned(),
            group: String::new(),
            door: String::new(),
            phone: String::new(),
        },
        members: members.collect(),
    }
}

/// A member of a household died.
pub fn died(person: PersonId) -> PersonDied {
    let on = "2026-10-08".parse().unwrap();
    let dead = Stands { presence: Presence::Dead, since: Some(on) };
    let person = PersonChange { stands: FromTo::new(Stands::HERE, dead), ..PersonChange::of(person) };
    PersonDied(Change { people: vec![person], ..Change::new(operator(), on, String::new()) })
}

/// The death was that of somebody else.
pub fn undone(person: PersonId) -> PersonChanged {
    let on = "2026-10-08".parse().unwrap();
    let dead = Stands { presence: Presence::Dead, since: Some(on) };
    let person = PersonChange { stands: FromTo::new(dead, Stands::HERE), ..PersonChange::of(person) };
    PersonChanged(Change { people: vec![person], ..Change::new(operator(), on, String::new()) })
}

/// Somebody moves from one household to another.
pub fn moved(person: PersonId, from: HouseholdId, to: HouseholdId) -> PeopleMoved {
    let on = "2026-10-08".parse().unwrap();
    let person = PersonChange { household: FromTo::new(from, to), ..PersonChange::of(person) };
    PeopleMoved(Change { people: vec![person], ..Change::new(operator(), on, String::new()) })
}

/// The office states categories, each from a day, in place of others.
pub fn granted(person: PersonId, before: &[(&str, &str)], after: &[(&str, &str)]) -> CategoriesChanged {
    let dated = |categories: &[(&str, &str)]| -> Vec<DatedCategory> {
        let dated = categories.iter().map(|(code, from)| DatedCategory {
            code: (*code).to_owned(),
            from: from.parse().unwrap(),
            until: None,
            source: "县民政名单".to_owned(),
        });
        dated.collect()
    };
    let person = PersonChange { categories: FromTo::new(dated(before), dated(after)), ..PersonChange::of(person) };
    let on = "2026-11-01".parse().unwrap();
    CategoriesChanged(Change { people: vec![person], ..Change::new(operator(), on, String::new()) })
}

/// The premium of people without a category.
pub fn collected(device: &mut Device, pack: &Pack, people: &[PersonId], receipt: &str) -> PremiumCollected {
    let line = premium(pack, &[], "2026-10-08".parse().unwrap()).unwrap();
    let members: Vec<MemberPremium> = people.iter().map(|person| MemberPremium::new(*person, line.clone())).collect();
    let due: Money = members.iter().map(|member| member.premium.due).sum();
    PremiumCollected {
        by: operator(),
        payment: PaymentId::from_random(device.bits()),
        household: HouseholdId::from_random(device.bits()),
        year: pack.rules.benefit_year,
        number: number(receipt),
        members,
        due,
        method: PaymentMethod::Cash,
        tendered: due,
        change: Money::ZERO,
        fiscal: None,
        at: "2026-10-08T09:00:00".parse().unwrap(),
    }
}

pub fn person(device: &mut Device) -> PersonId {
    PersonId::from_random(device.bits())
}
