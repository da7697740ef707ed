//! A township that lives through a mixed year: everything that a desk can enter, in an order that a seed chooses.

mod books;
mod county;
mod photographs;
mod premiums;

use super::{Folder, bundle, changes::change, day, op, session};
use chrono::{Days, NaiveDate, NaiveDateTime};
use nonghe_domain::adjudicate::{
    Accumulators, Bill, ChargeLine, DatedCategory, Outcome, Referral, Settlement, Standing, StayKind, adjudicate,
};
use nonghe_domain::pack::Pack;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, Money, OperatorId, PaymentId, PersonId, SettlementId, StayId, Text};
use nonghe_protocol::body::{
    BillSettled, ChargesRecorded, ChargesWithdrawn, DepositTaken, DocumentNumber, Household, HouseholdRegistered,
    Member, MembersAdded, NumberedCharge, PaymentMethod, ReversalReason, RosterHousehold, RosterImported,
    SettlementCash, SettlementReversed, StayAdmitted,
};
use nonghe_protocol::{Body, attachment_hash};
use nonghe_store::{Attachment, NewEntry, Stamp, Store};

const SURNAMES: [&str; 6] = ["王", "李", "张", "赵", "单", "解"];
const GIVEN: [&str; 6] = ["秀英", "建国", "小芳", "长乐", "桂兰", "重阳"];

/// Small and the same on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What the county would know of a settlement.
pub struct Settled {
    pub id: SettlementId,
    pub person: PersonId,
    pub seq: u64,
    pub difference: Accumulators,
    pub reversed_at: Option<u64>,
}

struct Stay {
    id: StayId,
    person: PersonId,
    admitted: NaiveDate,
    charges: u32,
}

pub struct Township {
    pub store: Store,
    pub random: Random,
    pub settled: Vec<Settled>,
    /// What hospitals elsewhere settled, as the county counted it.
    pub outside: std::collections::BTreeMap<PersonId, Accumulators>,
    pack: Pack,
    pub people: Vec<(PersonId, HouseholdId)>,
    enrolled: Vec<PersonId>,
    /// Whether payments tell the first day of benefits, as those of earlier programs did not.
    pub tells_days: bool,
    /// Whether it does what earlier programs knew nothing of: forms from books, voids and refunds.
    pub is_recent: bool,
    /// Payments of one member each.
    pub paid: Vec<(PaymentId, PersonId, Money)>,
    open: Vec<Stay>,
    pub date: NaiveDate,
    made: u32,
}

impl Township {
    pub fn new(folder: &Folder, seed: u64) -> Self {
        Self::on(folder.granted(), seed)
    }

    pub fn on(store: Store, seed: u64) -> Self {
        Self {
            store,
            random: Random::new(seed),
            settled: Vec::new(),
            outside: std::collections::BTreeMap::new(),
            pack: Pack::from_bundle(&bundle()).unwrap(),
            people: Vec::new(),
            enrolled: Vec::new(),
            tells_days: true,
            is_recent: true,
            paid: Vec::new(),
            open: Vec::new(),
            date: day("2026-01-05"),
            made: u32::try_from(seed).unwrap() << 16,
        }
    }

    /// Lives through some actions.
    pub fn live(&mut self, actions: usize) {
        self.household();
        self.premium();
        for _ in 0..actions {
            self.step();
        }
    }

    /// One action at random.
    pub fn step(&mut self) {
        if self.random.below(3) == 0 {
            self.date = self.date.checked_add_days(Days::new(1)).unwrap();
        }
        match self.random.below(if self.is_recent { 27 } else { 24 }) {
            0 => self.household(),
            1 => self.more_members(),
            2 => self.roster(),
            3 | 4 => self.premium(),
            5 | 6 => self.admit(),
            7..=10 => self.charge(),
            11 => self.withdraw(),
            12 => self.deposit(),
            13..=15 => self.settle(),
            16 => self.reverse(),
            17 => {
                let number = self.number();
                self.append(session(number));
            }
            18 => change(self),
            19 | 20 if self.is_recent => self.give_back(),
            24..=26 => self.books(),
            _ => self.county_speaks(),
        }
    }

    fn number(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    pub fn id<T: std::str::FromStr>(&mut self) -> T
    where
        T::Err: std::fmt::Debug,
    {
        let number = self.number();
        format!("00000000-0000-4000-8000-{number:012x}").parse().unwrap()
    }

    pub fn append(&mut self, body: impl Into<Body>) -> u64 {
        self.append_with(body, Vec::new())
    }

    fn append_with(&mut self, body: impl Into<Body>, attachments: Vec<Attachment>) -> u64 {
        let body = body.into();
        let pack_hash = matches!(body, Body::BillSettled(_)).then(|| self.pack.hash.parse().unwrap());
        let entry = NewEntry { op: op(self.number()), body, pack_hash, attachments };
        let stamp = Stamp { wall_ms: 1_770_000_000_000, mono_ms: u64::from(self.made), biz_date: self.date };
        self.store.append(entry, stamp).unwrap().entry().envelope.seq
    }

    fn at(&self) -> NaiveDateTime {
        self.date.and_hms_opt(10, 0, 0).unwrap()
    }

    fn document(&mut self, letter: &str) -> DocumentNumber {
        let short = format!("{letter}{:07}", self.store.last_number(letter).unwrap() + 1);
        DocumentNumber { full: format!("4101-1-1-{short}"), short }
    }

    fn member(&mut self, relation: Relation) -> Member {
        let name = format!("{}{}", self.random.pick(&SURNAMES), self.random.pick(&GIVEN));
        let poor = self.random.below(4) == 0;
        let category =
            || DatedCategory { code: "dibao".into(), from: day("2026-01-01"), until: None, source: "民政".into() };
        Member {
            person: self.id(),
            name,
            id_number: None,
            temporary_number: Some(format!("T4101{:06}", self.number() % 1_000_000)),
            sex: *self.random.pick(&[Sex::Male, Sex::Female]),
            birth_date: day("1962-03-15"),
            relation,
            categories: poor.then(category).into_iter().collect(),
            phone: String::new(),
        }
    }

    fn members(&mut self) -> Vec<Member> {
        let others = self.random.below(3);
        let mut members = vec![self.member(Relation::Head)];
        members.extend((0..others).map(|_| self.member(Relation::Son)));
        members
    }

    pub fn address(&mut self) -> Household {
        let serial = self.store.last_number("H").unwrap() + 1 + u64::from(self.number());
        Household {
            household: self.id(),
            number: format!("H{serial:06}"),
            village: (*self.random.pick(&["槐树村", "重石村"])).into(),
            group: "3".into(),
            door: "12".into(),
            phone: String::new(),
        }
    }

    fn knows(&mut self, household: HouseholdId, members: &[Member]) {
        self.people.extend(members.iter().map(|member| (member.person, household)));
    }

    pub fn household(&mut self) {
        let (household, members) = (self.address(), self.members());
        self.knows(household.household, &members);
        let by = self.id();
        self.append(HouseholdRegistered { by, household, members });
    }

    fn more_members(&mut self) {
        let (_, household) = *self.random.pick(&self.people);
        let members = vec![self.member(Relation::Daughter)];
        self.knows(household, &members);
        let by = self.id();
        self.append(MembersAdded { by, household, members });
    }

    pub fn roster(&mut self) {
        let mut text = String::new();
        let mut people = 0;
        for _ in 0..5 {
            let (household, members) = (self.address(), self.members());
            people += members.len() as u64;
            self.knows(household.household, &members);
            let row = RosterHousehold { household, known: false, members };
            text.push_str(&serde_json::to_string(&row).unwrap());
            text.push('\n');
        }
        let rows = zstd::bulk::compress(text.as_bytes(), 3).unwrap();
        let file = format!("list {}", self.number()).into_bytes();
        let by: OperatorId = self.id();
        let body = RosterImported {
            by,
            file: attachment_hash(&file),
            rows: attachment_hash(&rows),
            households: 5,
            people,
            refused: 0,
        };
        let attachments =
            vec![Attachment { content: file, sent_up: false }, Attachment { content: rows, sent_up: true }];
        self.append_with(body, attachments);
    }

    fn admit(&mut self) {
        let free: Vec<_> = self
            .enrolled
            .iter()
            .filter(|person| self.open.iter().all(|stay| stay.person != **person))
            .copied()
            .collect();
        if free.is_empty() {
            return self.premium();
        }
        let person = *self.random.pick(&free);
        let stay = self.id();
        let body = StayAdmitted {
            by: self.id(),
            stay,
            person,
            number: self.document("A"),
            department: "内科".into(),
            doctor: "赵医生".into(),
            bed: "3".into(),
            diagnosis: "I10.x00".into(),
            stay_kind: StayKind::Ordinary,
            admitted_at: self.at(),
        };
        self.append(body);
        self.open.push(Stay { id: stay, person, admitted: self.date, charges: 0 });
    }

    /// A person in hospital with so many charges.
    pub fn stay_with(&mut self, lines: usize) {
        self.household();
        self.premium();
        self.admit();
        self.charges(self.open.len() - 1, lines);
    }

    fn charge(&mut self) {
        if self.open.is_empty() {
            return self.admit();
        }
        let place = self.random.below(self.open.len());
        let lines = 1 + self.random.below(4);
        self.charges(place, lines);
    }

    fn charges(&mut self, place: usize, lines: usize) {
        let items = self.pack.catalogue.items();
        let charges: Vec<_> = (1..=lines)
            .map(|more| {
                let item = &items[self.random.below(items.len())];
                let charge = ChargeLine {
                    item: item.code.clone(),
                    name: Text::new(&*item.name, &*item.name_en),
                    price: item.price,
                    quantity: format!("{}", 1 + self.random.below(400)).parse().unwrap(),
                };
                NumberedCharge { line: self.open[place].charges + u32::try_from(more).unwrap(), charge }
            })
            .collect();
        self.open[place].charges += u32::try_from(charges.len()).unwrap();
        let body = ChargesRecorded { by: self.id(), stay: self.open[place].id, date: self.date, charges };
        self.append(body);
    }

    fn withdraw(&mut self) {
        let Some(stay) = self.open.iter().find(|stay| stay.charges > 1) else { return };
        let (stay, line) = (stay.id, stay.charges);
        let by = self.id();
        self.append(ChargesWithdrawn { by, stay, lines: vec![line] });
    }

    fn deposit(&mut self) {
        let Some(stay) = self.open.first().map(|stay| stay.id) else { return };
        let body = DepositTaken {
            by: self.id(),
            stay,
            number: self.document("D"),
            amount: Money::from_yuan(500).unwrap(),
            method: PaymentMethod::Cash,
            at: self.at(),
        };
        self.append(body);
    }

    /// Settles the first stay that can be: loads, decides, appends.
    pub fn settle(&mut self) {
        let Some(place) = self.open.iter().position(|stay| stay.charges > 1) else { return self.charge() };
        let stay = self.open.swap_remove(place);
        let record = self.store.person(stay.person).unwrap().unwrap();
        let standing = Standing {
            person: stay.person,
            birth_date: record.birth_date,
            enrolled: true,
            waiting_until: None,
            categories: record.categories,
            certificates: Vec::new(),
            member: nonghe_domain::adjudicate::Member::default(),
        };
        let history = self.store.standing(stay.person, 2026).unwrap();
        let lines = self.store.charges(stay.id).unwrap().into_iter().map(|record| record.charge).collect();
        let bill = Bill {
            tier: "township".into(),
            kind: StayKind::Ordinary,
            referral: Referral::Local,
            admitted: stay.admitted,
            discharged: self.date,
            settled: self.date,
            diagnosis: "I10.x00".into(),
            lines,
            ..Bill::default()
        };
        let Outcome::Settled(decision) = adjudicate(&self.pack, &standing, &history, &bill).unwrap() else {
            panic!("every stay of this year is covered")
        };
        let id = self.id();
        let difference = decision.difference.clone();
        let body = self.settlement(id, &stay, standing, history, bill, *decision);
        let seq = self.append(body);
        self.settled.push(Settled { id, person: stay.person, seq, difference, reversed_at: None });
    }

    fn settlement(
        &mut self,
        settlement: SettlementId,
        stay: &Stay,
        standing: Standing,
        history: Accumulators,
        bill: Bill,
        decision: Settlement,
    ) -> BillSettled {
        let cash = SettlementCash {
            you_pay: decision.you_pay,
            deposits: Money::ZERO,
            collected: decision.you_pay,
            refunded: Money::ZERO,
            method: PaymentMethod::Cash,
            tendered: decision.you_pay,
            change: Money::ZERO,
        };
        let (by, number, at) = (self.id(), self.document("R"), self.at());
        BillSettled { by, settlement, stay: stay.id, number, standing, history, bill, decision, cash, at }
    }

    fn reverse(&mut self) {
        let standing: Vec<_> = (0..self.settled.len()).filter(|at| self.settled[*at].reversed_at.is_none()).collect();
        if standing.is_empty() {
            return self.settle();
        }
        let at = *self.random.pick(&standing);
        self.reverse_at(at);
    }

    /// Reverses a settlement.
    pub fn reverse_of(&mut self, settlement: SettlementId) {
        let at = self.settled.iter().position(|settled| settled.id == settlement).unwrap();
        self.reverse_at(at);
    }

    fn reverse_at(&mut self, at: usize) {
        let body = SettlementReversed {
            by: self.id(),
            approved_by: self.id(),
            settlement: self.settled[at].id,
            number: self.document("V"),
            reason: ReversalReason::WrongItem,
            note: String::new(),
            cash_returned: Money::from_yuan(1).unwrap(),
            method: PaymentMethod::Cash,
            at: self.at(),
            later: Vec::new(),
        };
        let seq = self.append(body);
        self.settled[at].reversed_at = Some(seq);
    }
}
