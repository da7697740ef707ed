//! From when benefits run: newborns, late enrolment, missed years.

use crate::adjudicate::{Bill, DatedCategory, Standing};
use crate::pack::{NewbornBenefits, Pack, Rules, WaitingRule};
use chrono::{Days, Months, NaiveDate};

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
    /// Late or interrupted enrolment waits so many months.
    Waiting {
        /// How many.
        months: u32,
    },
}

/// From when benefits run for a person whose premium is paid on a day.
///
/// Gives nothing for a day outside every collection window, except for a newborn within its days. Where both help, the
/// earlier day counts: a rule for newborns never leaves a child worse off than anybody else.
pub fn start(pack: &Pack, person: &Enrolling<'_>) -> Option<Start> {
    let rules = &pack.rules;
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
    let interrupted = window.late || person.missed_years > 0;
    if let Some(waiting) = rules.enrolment.waiting.as_ref().filter(|_| interrupted)
        && !is_exempt(rules, waiting, person)
    {
        let months = waiting_months(waiting, person);
        if months > 0 {
            let benefits_from = from.checked_add_months(Months::new(months))?;
            return Some(Start { benefits_from, because: Because::Waiting { months } });
        }
    }
    let because = if from > begins { Because::Paid } else { Because::Window };
    Some(Start { benefits_from: from, because })
}

fn newborn(rules: &Rules, person: &Enrolling<'_>) -> Option<Start> {
    let age = person.paid.signed_duration_since(person.birth_date).num_days();
    let days = u32::try_from(age).ok()?;
    let rule = rules.enrolment.newborns.iter().find(|rule| days <= rule.within_days)?;
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
    let day = person.paid;
    let bill = Bill { admitted: day, discharged: day, settled: day, ..Bill::default() };
    let standing = Standing {
        person: crate::ids::PersonId::from_random([0; 16]),
        birth_date: person.birth_date,
        enrolled: true,
        waiting_until: None,
        categories: person.categories.to_vec(),
        certificates: Vec::new(),
        member: crate::adjudicate::Member::default(),
    };
    crate::adjudicate::holds(rules, when, &standing, &bill, day)
}
