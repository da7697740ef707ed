//! From when benefits run: newborns, late enrolment, missed years.

use crate::adjudicate::{Bill, DatedCategory, Standing};
use crate::money::Money;
use crate::pack::{Ceiling, NewbornBenefits, NewbornRule, Pack, RaiseYears, Rules, SpecialRule, WaitingRule};
use crate::premium::PremiumRefusal;
use crate::text::Text;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// What is known of a person when the premium is paid.
#[derive(Debug, Clone)]
pub struct Enrolling<'a> {
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// Day of payment.
    pub paid: NaiveDate,
    /// Categories with their dates.
    pub categories: &'a [DatedCategory],
    /// Years missed since the person was last enrolled or could first have been.
    pub missed_years: u32,
    /// How many of them were paid back.
    pub repaid_years: u32,
    /// Day on which cover as an employee ended.
    pub left_employee_cover: Option<NaiveDate>,
    /// The special reason that is claimed.
    pub special: Option<&'a Special>,
}

/// A reason of the pack to be enrolled outside the windows, as it was chosen at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Special {
    /// Code of the reason.
    pub code: String,
    /// Day of the event, where the rule counts from it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<NaiveDate>,
}

/// Which insurance somebody has elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverKind {
    /// 职工医保: cover as an employee.
    Employee,
    /// Residents' insurance of another place, or another insurance by law.
    Other,
}

/// Insurance elsewhere, dated, and where that is known from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverElsewhere {
    /// Which.
    pub kind: CoverKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it lasts.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<NaiveDate>,
    /// Where it is known from, as the county's list of employees.
    pub source: String,
}

impl CoverElsewhere {
    /// Whether it covers a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// The day on which cover as an employee ended, for somebody who has none on the day of payment.
pub fn left_employee_cover(cover: &[CoverElsewhere], paid: NaiveDate) -> Option<NaiveDate> {
    let mut employed = cover.iter().filter(|cover| cover.kind == CoverKind::Employee);
    if employed.clone().any(|cover| cover.holds_on(paid)) {
        return None;
    }
    employed.by_ref().filter_map(|cover| cover.until).filter(|until| *until < paid).max()
}

/// From when benefits run, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// First day of benefits.
    pub benefits_from: NaiveDate,
    /// Why then.
    pub because: Because,
}

/// Why benefits run from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Enrolled in the collection window.
    Window,
    /// Paid after benefits of the year began, without waiting.
    Paid,
    /// A newborn, from birth.
    Birth,
    /// A newborn, from the day after payment.
    LateNewborn,
    /// Enrolled for a special reason, from the day after payment.
    Special,
    /// Late or interrupted enrolment waits so many months.
    Waiting {
        /// How many.
        months: u32,
    },
}

/// From when benefits run for a person whose premium is paid on a day.
///
/// Gives nothing for a day outside every collection window, except for a newborn within its days and for a special
/// reason of the pack. Where several help, the earlier day counts: a rule for newborns never leaves a child worse off
/// than anybody else, nor does a special reason.
pub fn start(pack: &Pack, person: &Enrolling<'_>) -> Option<Start> {
    let rules = &pack.rules;
    match (as_anybody(rules, person), as_special(rules, person)) {
        (Some(anybody), Some(special)) if special.benefits_from < anybody.benefits_from => Some(special),
        (None, special) => special,
        (anybody, _) => anybody,
    }
}

fn as_anybody(rules: &Rules, person: &Enrolling<'_>) -> Option<Start> {
    let (child, anybody) = (newborn(rules, person), in_window(rules, person));
    match (child, anybody) {
        (Some(child), Some(anybody))
            if child.because != Because::Birth && anybody.benefits_from <= child.benefits_from =>
        {
            Some(anybody)
        }
        (Some(child), _) => Some(child),
        (None, anybody) => anybody,
    }
}

fn in_window(rules: &Rules, person: &Enrolling<'_>) -> Option<Start> {
    let window = rules.premium.windows.iter().find(|window| window.contains(person.paid))?;
    // Benefits of a year never run before it, however early it is paid, nor before birth.
    let begins = rules.premium.benefits_from.max(person.birth_date);
    let from = if window.late { person.paid.checked_add_days(Days::new(1))?.max(begins) } else { begins };
    let because = if from > begins { Because::Paid } else { Because::Window };
    waiting(rules, person, from, because, window.late || person.missed_years > 0)
}

/// A special reason does not wait, unless the pack says so.
fn as_special(rules: &Rules, person: &Enrolling<'_>) -> Option<Start> {
    let rule = special_rule(rules, person.special?, person.paid).ok()?;
    let next_day = person.paid.checked_add_days(Days::new(1))?;
    let from = next_day.max(rules.premium.benefits_from).max(person.birth_date);
    waiting(rules, person, from, Because::Special, rule.waits)
}

fn waiting(
    rules: &Rules,
    person: &Enrolling<'_>,
    from: NaiveDate,
    because: Because,
    interrupted: bool,
) -> Option<Start> {
    if let Some(waiting) = rules.enrolment.waiting.as_ref().filter(|_| interrupted)
        && !is_exempt(rules, waiting, person)
    {
        let months = waiting_months(waiting, person);
        if months > 0 {
            let benefits_from = from.checked_add_months(Months::new(months))?;
            return Some(Start { benefits_from, because: Because::Waiting { months } });
        }
    }
    Some(Start { benefits_from: from, because })
}

/// The rule of the pack for a special reason, if it holds on the day of payment.
pub fn special_rule<'a>(
    rules: &'a Rules,
    special: &Special,
    paid: NaiveDate,
) -> Result<&'a SpecialRule, PremiumRefusal> {
    let rule = rules.premium.specials.iter().find(|rule| rule.code == special.code);
    let rule = rule.ok_or_else(|| PremiumRefusal::UnknownSpecial { code: special.code.clone() })?;
    // Nobody is enrolled for a year whose collection has not begun, nor after the pack has ended.
    let opens = rules.premium.windows.iter().map(|window| window.from).min().unwrap_or(rules.effective_from);
    let closes = rule.until.unwrap_or(rules.effective_until);
    let (from, until) = match (rule.within_days, special.since) {
        (None, _) => (opens, closes),
        (Some(days), Some(since)) if since <= paid => {
            let last = since.checked_add_days(Days::new(days.into())).unwrap_or(closes);
            (opens.max(since), closes.min(last))
        }
        (Some(_), _) => return Err(PremiumRefusal::SpecialNeedsDay),
    };
    if paid < from || until < paid { Err(PremiumRefusal::SpecialClosed { from, until }) } else { Ok(rule) }
}

/// Whether a rule for newborns lets the person pay for the pack's year, whatever the windows.
pub fn is_newborn(rules: &Rules, person: &Enrolling<'_>) -> bool {
    newborn_rule(rules, person).is_some() && (rules.covers(person.paid) || rules.covers(person.birth_date))
}

fn newborn_rule<'a>(rules: &'a Rules, person: &Enrolling<'_>) -> Option<&'a NewbornRule> {
    let age = person.paid.signed_duration_since(person.birth_date).num_days();
    let days = u32::try_from(age).ok()?;
    rules.enrolment.newborns.iter().find(|rule| days <= rule.within_days)
}

fn newborn(rules: &Rules, person: &Enrolling<'_>) -> Option<Start> {
    let rule = newborn_rule(rules, person)?;
    Some(match rule.benefits {
        NewbornBenefits::Birth => Start { benefits_from: person.birth_date, because: Because::Birth },
        NewbornBenefits::DayAfterPayment => {
            let next_day = person.paid.checked_add_days(Days::new(1))?;
            Start { benefits_from: next_day.max(rules.premium.benefits_from), because: Because::LateNewborn }
        }
    })
}

/// Months that a late or interrupted enrolment waits.
pub fn waiting_months(rule: &WaitingRule, person: &Enrolling<'_>) -> u32 {
    let added = rule.months_per_missed_year.saturating_mul(person.missed_years);
    let off = rule.months_off_per_repaid_year.saturating_mul(person.repaid_years);
    let months = rule.fixed_months.saturating_add(added.saturating_sub(off));
    let long = rule.long_break_years.is_some_and(|years| person.missed_years >= years);
    if long { months.max(rule.long_break_months) } else { months }
}

fn is_exempt(rules: &Rules, rule: &WaitingRule, person: &Enrolling<'_>) -> bool {
    let left_in_time = person.left_employee_cover.zip(rule.after_employee_months).is_some_and(|(left, months)| {
        left.checked_add_months(Months::new(months)).is_some_and(|last| person.paid <= last)
    });
    left_in_time || rule.exemptions.iter().any(|when| holds_for_person(rules, when, person))
}

/// Whether a condition on persons holds on the day of payment; it is asked of an empty bill.
fn holds_for_person(rules: &Rules, when: &crate::pack::When, person: &Enrolling<'_>) -> bool {
    let standing = Standing {
        person: crate::ids::PersonId::from_random([0; 16]),
        birth_date: person.birth_date,
        enrolled: true,
        waiting_until: None,
        categories: person.categories.to_vec(),
        certificates: Vec::new(),
        member: crate::adjudicate::Member::default(),
    };
    crate::adjudicate::holds(rules, when, &standing, &Bill::default(), person.paid)
}

/// Years between the last enrolment that is known and a benefit year. Of somebody whose past is unknown none is missed:
/// nobody is made to wait because a list is short.
pub fn missed_years(enrolled: &[i32], year: i32) -> u32 {
    let last = enrolled.iter().filter(|known| **known < year).max();
    last.map_or(0, |last| year.abs_diff(*last).saturating_sub(1))
}

/// Years in a row that end with the last known one before a benefit year.
pub fn years_in_a_row(enrolled: &[i32], year: i32) -> Vec<i32> {
    let mut known: Vec<i32> = enrolled.iter().copied().filter(|known| *known < year).collect();
    known.sort_unstable_by(|a, b| b.cmp(a));
    known.dedup();
    let row = (0..).zip(known).map_while(|(back, known): (i32, i32)| Some((known.checked_add(back)?, known)));
    let mut last = None;
    row.take_while(|(sum, _)| *last.get_or_insert(*sum) == *sum).map(|(_, known)| known).collect()
}

/// Years before a benefit year that raise a member's own ceiling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YearsBefore {
    /// Years of continuous enrolment.
    pub continuous: u32,
    /// Of the last years of enrolment those in a row in which no fund paid.
    pub claim_free: u32,
}

/// The years before the pack's year, from the years with an enrolment and those in which a fund paid.
pub fn years_before(rules: &Rules, enrolled: &[i32], claimed: &[i32]) -> YearsBefore {
    let row = years_in_a_row(enrolled, rules.benefit_year);
    let count = |years: usize| u32::try_from(years).unwrap_or(u32::MAX);
    let claim_free = count(row.iter().take_while(|year| !claimed.contains(year)).count());
    if missed_years(enrolled, rules.benefit_year) == 0 {
        return YearsBefore { continuous: count(row.len()), claim_free };
    }
    let mut raises = rules.layers.iter().flat_map(|layer| &layer.terms).flat_map(|terms| &terms.ceilings);
    let ended = raises.any(|ceiling| {
        ceiling.raises.iter().any(|raise| raise.years == RaiseYears::ClaimFree && raise.ends_with_interruption)
    });
    YearsBefore { continuous: 0, claim_free: if ended { 0 } else { claim_free } }
}

/// What an interruption takes from a member's own ceiling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Name of the layer.
    pub layer: Text,
    /// What it was given for.
    pub years: RaiseYears,
    /// How much lower the ceiling is.
    pub amount: Money,
}

/// What somebody loses who has interrupted so many continuous and claim-free years. Of several ceilings of a layer the
/// one that loses most is named.
pub fn lost(rules: &Rules, continuous: u32, claim_free: u32) -> Vec<Lost> {
    let mut all = Vec::new();
    for layer in &rules.layers {
        let ceilings = || layer.terms.iter().flat_map(|terms| &terms.ceilings);
        for (years, count) in [(RaiseYears::Continuous, continuous), (RaiseYears::ClaimFree, claim_free)] {
            let amount = ceilings().map(|ceiling| raised(ceiling, years, count)).max().unwrap_or_default();
            if !amount.is_zero() {
                all.push(Lost { layer: layer.name.clone(), years, amount });
            }
        }
    }
    all
}

fn raised(ceiling: &Ceiling, years: RaiseYears, count: u32) -> Money {
    let ends = |ends_with_interruption: bool| years == RaiseYears::Continuous || ends_with_interruption;
    let raises = ceiling.raises.iter().filter(|raise| raise.years == years && ends(raise.ends_with_interruption));
    let sum: Money = raises.map(|raise| raise.each.times(count.saturating_sub(raise.after))).sum();
    let most = ceiling.raised_at_most.zip(ceiling.amount);
    most.map_or(sum, |(most, amount)| sum.min(amount.share_down(most)))
}
