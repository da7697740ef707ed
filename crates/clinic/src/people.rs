//! The pages of a household and of a person.

use crate::changes::{cover_views, end_words, presence_words, stands_words};
use crate::checks::{age, half_width, place, sex_code};
use crate::premiums::validity;
use crate::registration::{relation_code, relation_name};
use crate::trial::history;
use crate::views::{
    CategoryView, EnrolmentChip, FormerMember, HouseholdHit, HouseholdView, MemberView, MoneyShown, PaymentRow,
    PersonView, RunningTotal,
};
use crate::{Clinic, ClinicError, ClinicResult, Now, id};
use chrono::{Days, NaiveDate};
use nonghe_domain::adjudicate::{Accumulators, accumulator};
use nonghe_domain::pack::{Ceiling, CeilingPeriod, Fund, Pack, Period, Whose};
use nonghe_domain::person::Relation;
use nonghe_domain::{HouseholdId, Money, PersonId, Text};
use nonghe_store::{PaymentRecord, PersonRecord, Store};

impl Clinic {
    /// A household's page.
    pub fn household_view(&self, household: &str, year: i32, now: Now) -> ClinicResult<HouseholdView> {
        self.operator(None)?;
        self.household_of(&self.store(), id(household)?, year, now)
    }

    pub(crate) fn household_of(
        &self,
        store: &Store,
        id: HouseholdId,
        year: i32,
        now: Now,
    ) -> ClinicResult<HouseholdView> {
        let household = store.household(id)?.ok_or(ClinicError::NotFound)?;
        let people = store.members(id)?;
        let members = people.iter().map(|person| self.member_view(store, person, now)).collect::<ClinicResult<_>>()?;
        let premium = self.quote(store, id, year, None, None, now)?;
        let payments = store.payments_of(id)?;
        let history = self.history_of(store, &id.to_string(), household.first_seq, now)?;
        let former = store.former_members(id)?;
        let mut paid = Money::ZERO;
        for payment in payments.iter().filter(|payment| payment.year == year) {
            let back = store.slips_of(payment.id)?.iter().filter(|slip| slip.counts).map(|slip| slip.amount).sum();
            paid = paid + payment.due - back;
        }
        let newest = payments.first().map_or(household.seq, |payment| payment.seq.max(household.seq));
        Ok(HouseholdView {
            id: id.to_string(),
            number: household.number,
            place: place(&household.village, &household.group, &household.door),
            village: household.village,
            group: household.group,
            door: household.door,
            phone: household.phone,
            head: store.head_name(id)?,
            members,
            former: former
                .iter()
                .map(|person| FormerMember {
                    person: person.id.to_string(),
                    name: person.name.clone(),
                    presence: stands_words(person.stands),
                })
                .collect(),
            ended: household.end.map(|end| end_words(store, end)).transpose()?,
            year,
            premium,
            paid: paid.into(),
            payments: payments.iter().map(|payment| self.payment_row(store, payment)).collect::<ClinicResult<_>>()?,
            history,
            state: self.entry_state(store, newest)?,
        })
    }

    /// Households by initials, village or number; the newest first when nothing is asked for.
    pub fn household_list(&self, query: &str, year: i32) -> ClinicResult<Vec<HouseholdHit>> {
        self.operator(None)?;
        let store = self.store();
        // Blanks, full width and capitals are slips of the hand; % and _ are no wildcards here.
        let query: String = query.trim().chars().filter(|c| !matches!(c, '%' | '_')).map(half_width).collect();
        let ids = store.household_ids(&query.to_lowercase(), 300)?;
        ids.into_iter().map(|id| self.household_hit(&store, id, year)).collect()
    }

    pub(crate) fn household_hit(&self, store: &Store, id: HouseholdId, year: i32) -> ClinicResult<HouseholdHit> {
        let row = store.household_row(id, year)?.ok_or(ClinicError::NotFound)?;
        let household = row.household;
        Ok(HouseholdHit {
            id: id.to_string(),
            number: household.number,
            head: row.head,
            place: place(&household.village, &household.group, &household.door),
            members: row.members,
            enrolled: row.enrolled,
            year,
        })
    }

    /// A person's page.
    pub fn person_view(&self, person: &str, year: i32, now: Now) -> ClinicResult<PersonView> {
        self.operator(None)?;
        let store = self.store();
        let person_id: PersonId = id(person)?;
        let person = store.person(person_id)?.ok_or(ClinicError::NotFound)?;
        let household = store.household(person.household)?.ok_or(ClinicError::NotFound)?;
        let totals = match self.pack(year) {
            Ok(pack) => totals(&pack, &person, &history(&store, &pack, &person)?, now.today()),
            Err(_) => Vec::new(),
        };
        let settlements = store.settlements_of(person_id)?;
        let photographs = self.keeps_photographs(now.today());
        let photo = if photographs { store.photograph_of(person_id)? } else { None };
        Ok(PersonView {
            member: self.member_view(&store, &person, now)?,
            household: household.id.to_string(),
            place: place(&household.village, &household.group, &household.door),
            household_number: household.number,
            head: store.head_name(person.household)?,
            year,
            totals,
            settlements: settlements.iter().map(|row| self.settlement_row(&store, row)).collect::<ClinicResult<_>>()?,
            cover: cover_views(&person.cover),
            stay: store.open_stay(person_id)?.map(|stay| stay.id.to_string()),
            presence: presence_words(&person),
            temporary_until: self.temporary_until(&store, &person)?.map(|until| until.to_string()),
            history: self.history_of(&store, &person_id.to_string(), person.first_seq, now)?,
            photographs,
            photo: photo.map(|hash| hash.to_string()),
        })
    }

    /// The day by which the identity number of a newborn, or of a lost card, must be there.
    pub(crate) fn temporary_until(&self, store: &Store, person: &PersonRecord) -> ClinicResult<Option<NaiveDate>> {
        if person.id_number.is_some() || !person.is_here() {
            return Ok(None);
        }
        let Some(entry) = store.entry(person.first_seq)? else { return Ok(None) };
        let registered = entry.envelope.biz_date;
        let pack = self.pack(self.year_of(registered)).ok();
        let days = pack.map(|pack| Days::new(u64::from(pack.rules.temporary_number_days)));
        Ok(days.and_then(|days| registered.checked_add_days(days)))
    }

    pub(crate) fn member_view(&self, store: &Store, person: &PersonRecord, now: Now) -> ClinicResult<MemberView> {
        let digit = Relation::ALL.iter().position(|relation| *relation == person.relation).unwrap_or(8) + 1;
        Ok(MemberView {
            person: person.id.to_string(),
            name: person.name.clone(),
            id_number: shown_number(person),
            temporary: person.id_number.is_none(),
            sex: sex_code(person.sex).into(),
            birth_date: person.birth_date.to_string(),
            age: age(person.birth_date, now.today()),
            relation: relation_code(person.relation),
            relation_digit: u32::try_from(digit).unwrap_or(9),
            relation_name: relation_name(person.relation),
            categories: person.categories.iter().map(|category| self.category_view(category)).collect(),
            phone: person.phone.clone(),
            enrolment: self.chips(store, person.id)?,
        })
    }

    fn category_view(&self, category: &nonghe_domain::adjudicate::DatedCategory) -> CategoryView {
        CategoryView {
            code: category.code.clone(),
            name: self.category_name(&category.code),
            from: category.from.to_string(),
            until: category.until.map(|until| until.to_string()),
            source: category.source.clone(),
        }
    }

    /// A category's name in any pack that has it.
    pub(crate) fn category_name(&self, code: &str) -> Text {
        let named = self.packs.iter().find_map(|pack| pack.rules.category(code));
        named.map_or_else(|| Text::new(code, code), |rule| rule.name.clone())
    }

    /// Categories that hold on a day, in one line.
    pub(crate) fn categories_line(&self, person: &PersonRecord, date: NaiveDate) -> Text {
        let names: Vec<Text> = person
            .categories
            .iter()
            .filter(|category| category.holds_on(date))
            .map(|category| self.category_name(&category.code))
            .collect();
        if names.is_empty() {
            return Text::new("一般", "General");
        }
        let join = |part: fn(&Text) -> &str, comma: &str| names.iter().map(part).collect::<Vec<_>>().join(comma);
        Text::new(join(|name| &name.zh, "、"), join(|name| &name.en, ", "))
    }

    /// Enrolment in the years for which there are packs.
    pub(crate) fn chips(&self, store: &Store, person: PersonId) -> ClinicResult<Vec<EnrolmentChip>> {
        let enrolled = store.enrolled_years(person)?;
        let mut years: Vec<i32> = self.packs.iter().map(|pack| pack.rules.benefit_year).collect();
        years.extend(&enrolled);
        years.sort_unstable();
        years.dedup();
        Ok(years.into_iter().map(|year| EnrolmentChip { year, enrolled: enrolled.contains(&year) }).collect())
    }

    pub(crate) fn payment_row(&self, store: &Store, payment: &PaymentRecord) -> ClinicResult<PaymentRow> {
        let slips = store.slips_of(payment.id)?;
        Ok(PaymentRow {
            id: payment.id.to_string(),
            household: payment.household.to_string(),
            head: store.head_name(payment.household)?,
            number: payment.number.clone(),
            year: payment.year,
            members: payment.members,
            due: payment.due.into(),
            method: payment.method.clone(),
            at: payment.at.format("%Y-%m-%d %H:%M").to_string(),
            validity: validity(&store.enrolments_of(payment.id)?, &slips),
            state: self.entry_state(store, slips.last().map_or(payment.seq, |slip| slip.seq))?,
        })
    }
}

pub(crate) fn shown_number(person: &PersonRecord) -> String {
    match (&person.id_number, &person.temporary_number) {
        (Some(number), _) => number.masked(),
        (None, Some(number)) => number.clone(),
        (None, None) => String::new(),
    }
}

/// Running totals of a year: what basic insurance paid against its ceiling, what counts towards later layers.
pub(crate) fn totals(pack: &Pack, person: &PersonRecord, year: &Accumulators, date: NaiveDate) -> Vec<RunningTotal> {
    let holds = |codes: &[String]| {
        codes.is_empty()
            || person.categories.iter().any(|category| codes.contains(&category.code) && category.holds_on(date))
    };
    let mut totals = Vec::new();
    for layer in &pack.rules.layers {
        let Some(terms) = layer.terms.iter().find(|terms| holds(&terms.when.category)) else { continue };
        let ceiling =
            terms.ceilings.iter().find(|ceiling| ceiling.per == CeilingPeriod::Year && ceiling.scope.is_none());
        let counted = |name: String, household: bool| {
            year.amount(&if household { accumulator::of_household(&name) } else { name })
        };
        let fund = fund_code(layer.fund);
        // 「倾斜救助支付」 is the column of a statement; here stands what was used, and what is left to the threshold.
        let zh = layer.name.zh.trim_end_matches("支付");
        let en = layer.name.en.trim_end_matches(" pays");
        let line = terms.deductible.filter(|line| layer.accumulate == Period::Year && !line.is_zero());
        if let Some(line) = line {
            let name = Text::new(format!("{zh}起付线"), format!("{en} threshold"));
            let base = counted(accumulator::base(&layer.id), layer.counts == Whose::Household);
            let left = Some((line - base).or_zero().into());
            totals.push(RunningTotal { left, ..total(name, fund, base, Some(line)) });
        }
        let paid = counted(accumulator::paid(&layer.id), ceiling.is_some_and(Ceiling::counts_household));
        if line.is_none() || !paid.is_zero() {
            let name = Text::new(format!("{zh}已用"), format!("{en} used so far"));
            totals.push(total(name, fund, paid, ceiling.and_then(|ceiling| ceiling.amount)));
        }
    }
    totals
}

fn total(name: Text, fund: &str, used: Money, limit: Option<Money>) -> RunningTotal {
    let permille = match limit {
        Some(limit) if !limit.is_zero() => {
            u32::try_from(used.fen().max(0) * 1000 / limit.fen()).unwrap_or(1000).min(1000)
        }
        _ => 0,
    };
    RunningTotal {
        name,
        fund: fund.to_owned(),
        used: used.into(),
        limit: limit.map(MoneyShown::from),
        left: None,
        permille,
    }
}

pub(crate) fn fund_code(fund: Fund) -> &'static str {
    match fund {
        Fund::Basic => "basic",
        Fund::Serious => "serious",
        Fund::Assistance => "assistance",
        Fund::Account | Fund::Other => "other",
    }
}
