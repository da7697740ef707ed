//! Premiums: quote, collect, receipt.

use crate::changes::whose;
use crate::checks::{age, payment_method, place, tendered, typed_money};
use crate::registration::relation_name;
use crate::session::method_words;
use crate::views::{MemberInput, PaymentRow, PremiumInput, PremiumLineView, PremiumQuote, ReceiptView};
use crate::{Clinic, ClinicError, ClinicResult, Now, id, next_number, random, stamp, with_pack};
use chrono::NaiveDate;
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::pack::Pack;
use nonghe_domain::person::Relation;
use nonghe_domain::premium::{PremiumLine, PremiumRefusal, premium, window_on};
use nonghe_domain::{HouseholdId, Money, PaymentId, PersonId, Text, dates};
use nonghe_protocol::Role;
use nonghe_protocol::body::{Body, MemberPremium, PremiumCollected};
use nonghe_store::{NewEntry, PersonRecord, Store};

impl Clinic {
    /// The benefit year whose premium is collected on a day: the latest one with an open window.
    pub(crate) fn season_year(&self, date: NaiveDate) -> Option<i32> {
        let open = self.packs.iter().filter(|pack| window_on(&pack.rules.premium, date).is_ok());
        open.map(|pack| pack.rules.benefit_year).max()
    }

    /// What members of a household would pay. `persons` are those who pay now.
    pub fn premium_quote(
        &self,
        household: &str,
        year: i32,
        persons: &[String],
        now: Now,
    ) -> ClinicResult<PremiumQuote> {
        self.operator(None)?;
        let persons: Vec<PersonId> = persons.iter().map(|person| id(person)).collect::<ClinicResult<_>>()?;
        self.quote(&self.store(), id(household)?, year, Some(&persons), now)
    }

    /// What typed members who are not registered yet would pay.
    pub fn premium_draft(&self, members: &[MemberInput], year: i32, now: Now) -> ClinicResult<PremiumQuote> {
        self.operator(None)?;
        let pack = self.pack(year)?;
        let (today, number) = (now.today(), self.next_short(&self.store())?);
        let mut quote = empty_quote(year, &pack, number);
        for (place, typed) in members.iter().enumerate() {
            let known = typed.person.as_deref().map(id::<PersonId>).transpose()?;
            let known = known.map(|known| self.store().person(known)).transpose()?.flatten();
            let paid = match &known {
                Some(person) => self.store().enrolled_years(person.id)?.contains(&year),
                None => false,
            };
            let typed_categories = typed.categories.iter().map(|code| DatedCategory {
                code: code.clone(),
                from: today,
                until: None,
                source: String::new(),
            });
            let categories = match &known {
                Some(person) => person.categories.clone(),
                None => typed_categories.collect(),
            };
            let birth = IdNumber::parse(&typed.id_number).ok().map(|number| number.birth_date());
            let birth =
                birth.or_else(|| dates::parse_birth(typed.birth_date.as_deref().unwrap_or_default(), today).ok());
            let birth = known.as_ref().map(|person| person.birth_date).or(birth);
            let relation = serde_json::from_value(typed.relation.clone().into()).unwrap_or(Relation::Other);
            let line = premium(&pack, &categories, today);
            let age = birth.map_or(0, |birth| age(birth, today));
            self.add_line(&mut quote, place.to_string(), &typed.name, relation, age, line, paid, !paid);
        }
        Ok(finish(quote))
    }

    pub(crate) fn quote(
        &self,
        store: &Store,
        household: HouseholdId,
        year: i32,
        selected: Option<&[PersonId]>,
        now: Now,
    ) -> ClinicResult<PremiumQuote> {
        let number = self.next_short(store)?;
        let pack = match self.pack(year) {
            Ok(pack) => pack,
            Err(ClinicError::NoPack { year }) => {
                let closed =
                    Text::new(format!("没有 {year} 年度的政策包"), format!("There is no policy pack for {year}"));
                return Ok(PremiumQuote { closed: Some(closed), ..no_quote(year, number) });
            }
            Err(error) => return Err(error),
        };
        let mut quote = empty_quote(year, &pack, number);
        for person in store.members(household)? {
            let paid = store.enrolled_years(person.id)?.contains(&year);
            let chosen = !paid && selected.is_none_or(|persons| persons.contains(&person.id));
            let line = premium(&pack, &person.categories, now.today());
            let age = age(person.birth_date, now.today());
            self.add_line(&mut quote, person.id.to_string(), &person.name, person.relation, age, line, paid, chosen);
        }
        Ok(finish(quote))
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of one row, named at both callers")]
    fn add_line(
        &self,
        quote: &mut Building,
        person: String,
        name: &str,
        relation: Relation,
        age: u32,
        line: Result<PremiumLine, PremiumRefusal>,
        paid: bool,
        selected: bool,
    ) {
        let line = match line {
            Ok(line) => line,
            Err(refusal) => {
                quote.view.closed = Some(not_collected(quote.view.year, &refusal));
                PremiumLine { standard: Money::ZERO, subsidy: Money::ZERO, due: Money::ZERO, category: None }
            }
        };
        let selected = selected && quote.view.closed.is_none();
        if selected {
            quote.standard += line.standard;
            quote.subsidy += line.subsidy;
            quote.due += line.due;
        }
        quote.view.lines.push(PremiumLineView {
            person,
            name: name.to_owned(),
            relation_name: relation_name(relation),
            age,
            selected,
            paid,
            standard: line.standard.into(),
            subsidy: line.subsidy.into(),
            due: line.due.into(),
            category: line.category.as_deref().map(|code| self.category_name(code)),
        });
    }

    pub(crate) fn next_short(&self, store: &Store) -> ClinicResult<String> {
        Ok(next_number(store, self.granted()?, "R")?.short)
    }

    /// Collects the premium of members of a household.
    pub fn premium_collect(&self, input: &PremiumInput, now: Now) -> ClinicResult<ReceiptView> {
        let operator = self.operator(Some(Role::Cashier))?;
        let (op, household) = (id(&input.op)?, id::<HouseholdId>(&input.household)?);
        let mut store = self.store();
        if let Some(entry) = store.entry_of_operation(op)? {
            let body = store.body(entry.envelope.seq)?;
            return self.receipt_of(&store, entry.envelope.seq, &body);
        }
        let pack = self.pack(input.year)?;
        let persons: Vec<PersonId> = input.persons.iter().map(|person| id(person)).collect::<ClinicResult<_>>()?;
        // The county decides by the day that the entry counts for.
        let stamp = stamp(&store, now)?;
        let members = self.members_who_pay(&store, household, input.year, &persons, &pack, stamp.biz_date)?;
        let due: Money = members.iter().map(|member| member.premium.due).sum();
        let shown = typed_money("expected_due", &input.expected_due)?;
        if shown != due {
            return Err(ClinicError::AmountChanged { shown, now: due });
        }
        let method = payment_method(&input.method)?;
        let (tendered, change) = tendered(method, &input.tendered, due)?;
        let body = PremiumCollected {
            by: operator.id,
            payment: PaymentId::from_random(random()?),
            household,
            year: input.year,
            number: next_number(&store, self.granted()?, "R")?,
            members,
            due,
            method,
            tendered,
            change,
            at: now.local(),
        };
        let appended = store.append(with_pack(NewEntry::new(op, body), &pack)?, stamp)?;
        let seq = appended.entry().envelope.seq;
        let body = store.body(seq)?;
        self.receipt_of(&store, seq, &body)
    }

    fn members_who_pay(
        &self,
        store: &Store,
        household: HouseholdId,
        year: i32,
        persons: &[PersonId],
        pack: &Pack,
        date: NaiveDate,
    ) -> ClinicResult<Vec<MemberPremium>> {
        let chosen: Vec<PersonRecord> =
            store.members(household)?.into_iter().filter(|person| persons.contains(&person.id)).collect();
        if chosen.is_empty() || chosen.len() != persons.len() {
            let text = Text::new("请至少勾选一位成员", "Tick at least one member");
            return Err(ClinicError::field("persons", text));
        }
        chosen
            .into_iter()
            .map(|person| {
                if store.enrolled_years(person.id)?.contains(&year) {
                    return Err(ClinicError::AlreadyPaid { name: person.name });
                }
                let premium = premium(pack, &person.categories, date)
                    .map_err(|refusal| ClinicError::WindowClosed(not_collected(year, &refusal)))?;
                Ok(MemberPremium { person: person.id, premium })
            })
            .collect()
    }

    /// The newest payments.
    pub fn payment_list(&self) -> ClinicResult<Vec<PaymentRow>> {
        self.operator(None)?;
        let store = self.store();
        store.payments(200)?.iter().map(|payment| self.payment_row(&store, payment)).collect()
    }

    /// A receipt.
    pub fn receipt_view(&self, payment: &str) -> ClinicResult<ReceiptView> {
        self.operator(None)?;
        let store = self.store();
        let payment = store.payment(id(payment)?)?.ok_or(ClinicError::NotFound)?;
        let body = store.body(payment.seq)?;
        self.receipt_of(&store, payment.seq, &body)
    }

    fn receipt_of(&self, store: &Store, seq: u64, body: &Body) -> ClinicResult<ReceiptView> {
        let Body::PremiumCollected(paid) = body else { return Err(ClinicError::NotFound) };
        let granted = self.granted()?;
        let entry = store.entry(seq)?.ok_or(ClinicError::NotFound)?;
        let pack = entry.envelope.pack_hash.map(|hash| self.pack_by_hash(&hash)).transpose()?;
        let household = store.household(paid.household)?.ok_or(ClinicError::NotFound)?;
        let mut lines = Vec::with_capacity(paid.members.len());
        for member in &paid.members {
            let person = store.person(member.person)?.ok_or(ClinicError::NotFound)?;
            lines.push(PremiumLineView {
                person: person.id.to_string(),
                name: person.name,
                relation_name: relation_name(person.relation),
                age: age(person.birth_date, paid.at.date()),
                selected: true,
                paid: true,
                standard: member.premium.standard.into(),
                subsidy: member.premium.subsidy.into(),
                due: member.premium.due.into(),
                category: member.premium.category.as_deref().map(|code| self.category_name(code)),
            });
        }
        let sum =
            |part: fn(&PremiumLine) -> Money| paid.members.iter().map(|member| part(&member.premium)).sum::<Money>();
        Ok(ReceiptView {
            id: paid.payment.to_string(),
            demonstration: granted.demonstration,
            training: self.training,
            centre: granted.centre.name.clone(),
            phone: granted.centre.phone.clone(),
            number: paid.number.short.clone(),
            full_number: paid.number.full.clone(),
            year: paid.year,
            at: paid.at.format("%Y-%m-%d %H:%M").to_string(),
            head: whose(store, paid.household)?,
            household_number: household.number,
            household: paid.household.to_string(),
            place: place(&household.village, &household.group, &household.door),
            lines,
            standard: sum(|line| line.standard).into(),
            subsidy: sum(|line| line.subsidy).into(),
            due: paid.due.into(),
            method: nonghe_store::method_name(paid.method).to_owned(),
            method_name: method_words(paid.method),
            tendered: paid.tendered.into(),
            change: paid.change.into(),
            benefits_from: pack.map_or_else(String::new, |pack| pack.rules.premium.benefits_from.to_string()),
            cashier: self.operator_name(paid.by),
            state: self.entry_state(store, seq)?,
        })
    }
}

/// A quote while its lines are added.
struct Building {
    view: PremiumQuote,
    standard: Money,
    subsidy: Money,
    due: Money,
}

fn no_quote(year: i32, next_number: String) -> PremiumQuote {
    PremiumQuote {
        year,
        lines: Vec::new(),
        standard: Money::ZERO.into(),
        subsidy: Money::ZERO.into(),
        due: Money::ZERO.into(),
        selected: 0,
        unpaid: 0,
        paid: 0,
        closed: None,
        benefits_from: None,
        next_number,
    }
}

fn empty_quote(year: i32, pack: &Pack, next_number: String) -> Building {
    let benefits_from = Some(pack.rules.premium.benefits_from.to_string());
    Building {
        view: PremiumQuote { benefits_from, ..no_quote(year, next_number) },
        standard: Money::ZERO,
        subsidy: Money::ZERO,
        due: Money::ZERO,
    }
}

fn finish(quote: Building) -> PremiumQuote {
    let count = |wanted: fn(&PremiumLineView) -> bool| {
        u32::try_from(quote.view.lines.iter().filter(|line| wanted(line)).count()).unwrap_or(u32::MAX)
    };
    PremiumQuote {
        selected: count(|line| line.selected),
        unpaid: count(|line| !line.selected && !line.paid),
        paid: count(|line| line.paid),
        standard: quote.standard.into(),
        subsidy: quote.subsidy.into(),
        due: quote.due.into(),
        ..quote.view
    }
}

/// Why nothing is collected today.
fn not_collected(year: i32, refusal: &PremiumRefusal) -> Text {
    match refusal {
        PremiumRefusal::WindowClosed { from, until } => Text::new(
            format!("{year} 年度缴费期为 {from} 至 {until}，现在不能收款。"),
            format!("Premiums for {year} are collected from {from} to {until}; not today."),
        ),
        PremiumRefusal::UnknownGrade { grade } => Text::new(
            format!("{year} 年度没有缴费档次 {grade}，不能收款。"),
            format!("There is no premium grade {grade} in {year}; nothing is collected."),
        ),
        PremiumRefusal::NoPremium => Text::new(
            format!("政策包没有写 {year} 年度的缴费标准，不能收款。"),
            format!("The policy pack states no premium for {year}; nothing is collected."),
        ),
    }
}
