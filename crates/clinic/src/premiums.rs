//! Premiums: quote and collect. What the farmer is told before paying is what the entry then says.

mod books;
mod give_back;
mod list;
mod receipt;
mod told;

use crate::checks::{age, payment_method, tendered, typed_money};
use crate::registration::relation_name;
use crate::views::{
    MemberInput, PremiumInput, PremiumLineView, PremiumQuote, ReceiptView, SpecialChoice, SpecialInput,
};
use crate::{Clinic, ClinicError, ClinicResult, Now, id, next_number, random, stamp, with_pack};
use books::{needs_form, no_form};
use chrono::{Datelike as _, NaiveDate};
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::enrolment::Special;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::pack::{EnrolmentUnit, Pack};
use nonghe_domain::person::Relation;
use nonghe_domain::premium::{PremiumLine, PremiumRefusal, window_on};
use nonghe_domain::{HouseholdId, Money, PaymentId, PersonId, Text, dates};
use nonghe_protocol::Role;
use nonghe_protocol::body::{MemberPremium, PremiumCollected};
use nonghe_store::{NewEntry, PersonRecord, Store};
use told::{Facts, Told, buys_nothing, elsewhere_words, told};

pub(crate) use receipt::validity;

impl Clinic {
    /// The benefit year whose premium is collected on a day: the latest one with an open window.
    pub(crate) fn season_year(&self, date: NaiveDate) -> Option<i32> {
        self.open_years(date).first().copied()
    }

    /// Whether the premium of a year is collected on a day, but after its collection window.
    pub(crate) fn is_late(&self, year: i32, date: NaiveDate) -> bool {
        let windows = self.packs.iter().filter(|pack| pack.rules.benefit_year == year);
        let mut open = windows.filter_map(|pack| window_on(&pack.rules.premium, date).ok()).peekable();
        open.peek().is_some() && open.all(|window| window.late)
    }

    /// Benefit years with an open window, the latest first.
    fn open_years(&self, date: NaiveDate) -> Vec<i32> {
        let open = self.packs.iter().filter(|pack| window_on(&pack.rules.premium, date).is_ok());
        let mut years: Vec<i32> = open.map(|pack| pack.rules.benefit_year).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        years
    }

    /// What members of a household would pay. `persons` are those who pay now; none stands for all who can.
    pub fn premium_quote(
        &self,
        household: &str,
        year: i32,
        persons: Option<&[String]>,
        special: Option<&SpecialInput>,
        now: Now,
    ) -> ClinicResult<PremiumQuote> {
        self.operator(None)?;
        let persons: Option<Vec<PersonId>> =
            persons.map(|persons| persons.iter().map(|person| id(person)).collect()).transpose()?;
        self.quote(&self.store(), id(household)?, year, persons.as_deref(), special, now)
    }

    /// What typed members who are not registered yet would pay.
    pub fn premium_draft(&self, members: &[MemberInput], year: i32, now: Now) -> ClinicResult<PremiumQuote> {
        self.operator(None)?;
        let pack = self.pack(year)?;
        let (today, store) = (now.today(), self.store());
        let mut quote = self.empty_quote(year, &pack, None, today, self.next_short(&store)?);
        for (place, typed) in members.iter().enumerate() {
            let known = typed.person.as_deref().map(id::<PersonId>).transpose()?;
            let known = known.map(|known| store.person(known)).transpose()?.flatten();
            let facts = match &known {
                Some(person) => Facts::of(&store, person, year)?,
                None => typed_facts(typed, today),
            };
            let relation = serde_json::from_value(typed.relation.clone().into()).unwrap_or(Relation::Other);
            let line = told(&pack, &facts, today, None);
            let line = self.line(place.to_string(), &typed.name, relation, &facts, line, year, today);
            quote.add(line, None);
        }
        self.with_form(&store, &pack, quote.finish())
    }

    /// The form that the receipt will be printed on, where the pack asks for one.
    fn with_form(&self, store: &Store, pack: &Pack, mut quote: PremiumQuote) -> ClinicResult<PremiumQuote> {
        if needs_form(pack) {
            quote.form = self.form_view(store)?;
            if let Some(form) = &quote.form {
                quote.next_number.clone_from(&form.number);
            } else {
                quote.blocked = Some(no_form());
                quote.next_number.clear();
            }
        }
        Ok(quote)
    }

    pub(crate) fn quote(
        &self,
        store: &Store,
        household: HouseholdId,
        year: i32,
        selected: Option<&[PersonId]>,
        special: Option<&SpecialInput>,
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
        let today = now.today();
        let chosen = special.map(|special| chosen_special(special, today)).transpose()?;
        let mut quote = self.empty_quote(year, &pack, special, today, number);
        for person in store.members(household)? {
            let facts = Facts::of(store, &person, year)?;
            let line = told(&pack, &facts, today, chosen.as_ref());
            // A reason is one of a person, not of a household: whoever pays for it is ticked by hand.
            let covered = facts.elsewhere(today).is_some();
            let offered = !covered && line.as_ref().is_ok_and(|told| told.special.is_none());
            let chosen = selected.map_or(offered, |persons| persons.contains(&person.id));
            let line = self.line(person.id.to_string(), &person.name, person.relation, &facts, line, year, today);
            quote.add(line, Some(chosen));
        }
        self.with_form(store, &pack, quote.finish())
    }

    /// A member's line, and the figures if the member can pay.
    #[expect(clippy::too_many_arguments, reason = "the columns of one row, named at both callers")]
    fn line(
        &self,
        person: String,
        name: &str,
        relation: Relation,
        facts: &Facts,
        told: Result<Told, PremiumRefusal>,
        year: i32,
        today: NaiveDate,
    ) -> (PremiumLineView, Option<PremiumLine>) {
        let (closed, told) = match told {
            Ok(told) => (None, Some(told)),
            Err(refusal) => (Some(not_collected(year, &refusal)), None),
        };
        let nothing = || PremiumLine { standard: Money::ZERO, subsidy: Money::ZERO, due: Money::ZERO, category: None };
        let premium = told.as_ref().map(|told| told.premium.clone());
        let shown = premium.clone().unwrap_or_else(nothing);
        let view = PremiumLineView {
            person,
            name: name.to_owned(),
            relation_name: relation_name(relation),
            age: facts.birth_date.map_or(0, |birth| age(birth, today)),
            selected: false,
            paid: facts.enrolled.contains(&year),
            standard: shown.standard.into(),
            subsidy: shown.subsidy.into(),
            due: shown.due.into(),
            category: shown.category.as_deref().map(|code| self.category_name(code)),
            benefits_from: told.as_ref().and_then(|told| told.from).map(|from| from.to_string()),
            nothing: told.as_ref().is_some_and(|told| told.nothing),
            waiting: told.as_ref().and_then(|told| told.waiting.clone()),
            special: told.as_ref().and_then(|told| told.special.as_ref()).map(|special| self.special_name(special)),
            lost: told.map(|told| told.lost).unwrap_or_default(),
            closed,
            elsewhere: if facts.enrolled.contains(&year) { None } else { facts.elsewhere(today).map(elsewhere_words) },
            ended: false,
            county: None,
        };
        (view, premium)
    }

    /// A reason's name in any pack that has it.
    fn special_name(&self, special: &Special) -> Text {
        let rules = self.packs.iter().flat_map(|pack| &pack.rules.premium.specials);
        let named = rules.into_iter().find(|rule| rule.code == special.code);
        named.map_or_else(|| Text::new(&*special.code, &*special.code), |rule| rule.name.clone())
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
        let special = input.special.as_ref().map(|special| chosen_special(special, stamp.biz_date)).transpose()?;
        let members = members_who_pay(&store, household, &persons, &pack, special.as_ref(), stamp.biz_date)?;
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
            fiscal: self.form_for(&store, &pack, input.fiscal_number.as_deref())?,
            at: now.local(),
        };
        let appended = store.append(with_pack(NewEntry::new(op, body), &pack)?, stamp)?;
        let seq = appended.entry().envelope.seq;
        let body = store.body(seq)?;
        self.receipt_of(&store, seq, &body)
    }

    fn empty_quote(
        &self,
        year: i32,
        pack: &Pack,
        special: Option<&SpecialInput>,
        today: NaiveDate,
        next_number: String,
    ) -> Building {
        // Whoever is late without a reason waits; whoever has one does not.
        let in_time = window_on(&pack.rules.premium, today).is_ok_and(|window| !window.late);
        let specials = if in_time { Vec::new() } else { special_choices(pack) };
        Building {
            view: PremiumQuote {
                benefits_from: Some(pack.rules.premium.benefits_from.to_string()),
                open_years: self.open_years(today),
                specials,
                special: special.cloned(),
                ..no_quote(year, next_number)
            },
            whole: pack.rules.enrolment.unit == EnrolmentUnit::WholeHousehold,
            standard: Money::ZERO,
            subsidy: Money::ZERO,
            due: Money::ZERO,
            in_vain: Money::ZERO,
        }
    }
}

fn special_choices(pack: &Pack) -> Vec<SpecialChoice> {
    let choice = |rule: &nonghe_domain::pack::SpecialRule| SpecialChoice {
        code: rule.code.clone(),
        name: rule.name.clone(),
        needs_day: rule.within_days.is_some(),
        hint: rule.within_days.map(|days| {
            Text::new(format!("发生之日起 {days} 天内缴费"), format!("paid within {days} days of the event"))
        }),
    };
    pack.rules.premium.specials.iter().map(choice).collect()
}

/// The reason as typed. An empty day is left to the rule, which asks for it if it counts from it.
fn chosen_special(input: &SpecialInput, today: NaiveDate) -> ClinicResult<Special> {
    let typed = input.since.trim();
    let since = if typed.is_empty() {
        None
    } else {
        let day = dates::parse_date(typed, today.year(), today);
        Some(day.map_err(|fault| ClinicError::field("since", fault.text()))?)
    };
    Ok(Special { code: input.code.clone(), since })
}

fn typed_facts(typed: &MemberInput, today: NaiveDate) -> Facts {
    let categories = typed.categories.iter().map(|code| DatedCategory {
        code: code.clone(),
        from: today,
        until: None,
        source: String::new(),
    });
    let birth = IdNumber::parse(&typed.id_number).ok().map(|number| number.birth_date());
    let birth = birth.or_else(|| dates::parse_birth(typed.birth_date.as_deref().unwrap_or_default(), today).ok());
    Facts {
        birth_date: birth,
        categories: categories.collect(),
        enrolled: Vec::new(),
        cover: Vec::new(),
        claim_free: 0,
    }
}

/// Members of a household with what they pay, as the entry says it.
fn members_who_pay(
    store: &Store,
    household: HouseholdId,
    persons: &[PersonId],
    pack: &Pack,
    special: Option<&Special>,
    date: NaiveDate,
) -> ClinicResult<Vec<MemberPremium>> {
    let year = pack.rules.benefit_year;
    let (chosen, others): (Vec<PersonRecord>, Vec<PersonRecord>) =
        store.members(household)?.into_iter().partition(|person| persons.contains(&person.id));
    if chosen.is_empty() || chosen.len() != persons.len() {
        let text = Text::new("请至少勾选一位成员", "Tick at least one member");
        return Err(ClinicError::field("persons", text));
    }
    if pack.rules.enrolment.unit == EnrolmentUnit::WholeHousehold {
        let mut left_out = Vec::new();
        for person in others {
            let facts = Facts::of(store, &person, year)?;
            let counts = !facts.enrolled.contains(&year) && facts.elsewhere(date).is_none();
            if counts && told(pack, &facts, date, None).is_ok() {
                left_out.push(person.name);
            }
        }
        if !left_out.is_empty() {
            return Err(ClinicError::NotWhole(only_whole(&left_out)));
        }
    }
    let member = |person: PersonRecord| {
        let facts = Facts::of(store, &person, year)?;
        if facts.enrolled.contains(&year) {
            return Err(ClinicError::AlreadyPaid { name: person.name });
        }
        let told = told(pack, &facts, date, special).map_err(|refusal| refused(year, &refusal))?;
        Ok(MemberPremium { person: person.id, premium: told.premium, benefits_from: told.from, special: told.special })
    };
    chosen.into_iter().map(member).collect()
}

/// A quote while its lines are added.
struct Building {
    view: PremiumQuote,
    /// The household is enrolled only as a whole.
    whole: bool,
    standard: Money,
    subsidy: Money,
    due: Money,
    /// What those who pay now pay for a year in which they have no benefits.
    in_vain: Money,
}

impl Building {
    /// Adds a member; whoever can pay does, unless somebody chose.
    fn add(&mut self, (mut view, premium): (PremiumLineView, Option<PremiumLine>), chosen: Option<bool>) {
        view.selected = !view.paid && premium.is_some() && chosen.unwrap_or(true);
        if let Some(line) = premium.filter(|_| view.selected) {
            self.standard += line.standard;
            self.subsidy += line.subsidy;
            self.due += line.due;
            if view.nothing {
                self.in_vain += line.due;
            }
        }
        self.view.lines.push(view);
    }

    fn finish(self) -> PremiumQuote {
        let lines = &self.view.lines;
        let count = |wanted: fn(&PremiumLineView) -> bool| {
            u32::try_from(lines.iter().filter(|line| wanted(line)).count()).unwrap_or(u32::MAX)
        };
        let left_out: Vec<String> = lines
            .iter()
            .filter(|line| !line.selected && !line.paid && line.closed.is_none() && line.elsewhere.is_none())
            .map(|line| line.name.clone())
            .collect();
        let anybody = lines.iter().any(|line| line.selected);
        // Where some can pay, only their neighbours' lines say why they cannot.
        let payable = lines.iter().any(|line| !line.paid && line.closed.is_none());
        let closed = lines.iter().filter(|line| !line.paid).find_map(|line| line.closed.clone());
        let in_vain = lines.iter().filter(|line| line.selected && line.nothing).count();
        PremiumQuote {
            warning: buys_nothing(self.view.year, in_vain, self.in_vain, self.due),
            selected: count(|line| line.selected),
            unpaid: count(|line| !line.selected && !line.paid),
            paid: count(|line| line.paid),
            standard: self.standard.into(),
            subsidy: self.subsidy.into(),
            due: self.due.into(),
            closed: closed.filter(|_| !payable),
            blocked: (self.whole && anybody && !left_out.is_empty()).then(|| only_whole(&left_out)),
            ..self.view
        }
    }
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
        blocked: None,
        warning: None,
        open_years: Vec::new(),
        specials: Vec::new(),
        special: None,
        benefits_from: None,
        next_number,
        form: None,
    }
}

fn only_whole(left_out: &[String]) -> Text {
    Text::new(
        format!("本年度整户参保，{}也要一并缴费；已迁出或死亡的请先办理变更。", left_out.join("、")),
        format!(
            "Households enrol only as a whole this year: {} must pay too. Record moves and deaths first.",
            left_out.join(", ")
        ),
    )
}

/// A refusal where it was typed, if it concerns something that is typed.
fn refused(year: i32, refusal: &PremiumRefusal) -> ClinicError {
    let text = not_collected(year, refusal);
    match refusal {
        PremiumRefusal::SpecialNeedsDay | PremiumRefusal::SpecialClosed { .. } => {
            ClinicError::WindowClosed(text).at("since")
        }
        _ => ClinicError::WindowClosed(text),
    }
}

/// Why nothing is collected today.
fn not_collected(year: i32, refusal: &PremiumRefusal) -> Text {
    let words = |from: &NaiveDate, until: &NaiveDate| (dates::in_words(*from), dates::in_words(*until));
    match refusal {
        PremiumRefusal::WindowClosed { from, until } => {
            let (from, until) = words(from, until);
            Text::new(
                format!("{year} 年度缴费期为 {}至 {}，现在不能收款。", from.zh, until.zh),
                format!("Premiums for {year} are collected from {} to {}; not today.", from.en, until.en),
            )
        }
        PremiumRefusal::UnknownGrade { grade } => Text::new(
            format!("{year} 年度没有缴费档次 {grade}，不能收款。"),
            format!("There is no premium grade {grade} in {year}; nothing is collected."),
        ),
        PremiumRefusal::NoPremium => Text::new(
            format!("政策包没有写 {year} 年度的缴费标准，不能收款。"),
            format!("The policy pack states no premium for {year}; nothing is collected."),
        ),
        PremiumRefusal::UnknownSpecial { code } => Text::new(
            format!("{year} 年度的政策包没有特殊参保理由 {code}，不能收款。"),
            format!("The pack of {year} has no reason {code} for special enrolment; nothing is collected."),
        ),
        PremiumRefusal::SpecialNeedsDay => Text::new(
            "按这个理由参保，请填写发生日期，不晚于今天。",
            "For this reason, enter the day of the event, not later than today.",
        ),
        PremiumRefusal::SpecialClosed { from, until } => {
            let (from, until) = words(from, until);
            Text::new(
                format!("按这个理由参保，应在 {}至 {}缴费，现在不能收款。", from.zh, until.zh),
                format!("For this reason the premium is paid from {} to {}; not today.", from.en, until.en),
            )
        }
    }
}
