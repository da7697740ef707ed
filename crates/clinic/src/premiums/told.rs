//! What a farmer is told before paying: the amount, from when benefits run, how long they wait and what was lost.
//!
//! Missed years are counted from the years that this desk knows of; of a person whose past is unknown none is missed.
//! The county counts again from what it knows, and its day holds.

use crate::ClinicResult;
use chrono::{Days, NaiveDate};
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::enrolment::{
    Because, CoverElsewhere, Enrolling, Lost, Special, left_employee_cover, lost, missed_years, start, years_in_a_row,
};
use nonghe_domain::pack::{Pack, RaiseYears, Rules, WaitingRule};
use nonghe_domain::premium::{PremiumLine, PremiumRefusal, premium_for, window_on};
use nonghe_domain::{Money, Text, dates};
use nonghe_store::{PersonRecord, Store};

/// What is known of a person who would pay.
pub(super) struct Facts {
    /// None while it is not typed yet.
    pub(super) birth_date: Option<NaiveDate>,
    pub(super) categories: Vec<DatedCategory>,
    /// Years for which the person is enrolled.
    pub(super) enrolled: Vec<i32>,
    pub(super) cover: Vec<CoverElsewhere>,
    /// Years in a row before the interruption in which no fund paid.
    pub(super) claim_free: u32,
}

impl Facts {
    pub(super) fn of(store: &Store, person: &PersonRecord, year: i32) -> ClinicResult<Self> {
        let enrolled = store.enrolled_years(person.id)?;
        let mut claim_free = 0;
        if missed_years(&enrolled, year) > 0 {
            let claimed = store.claimed_years(person.id)?;
            let row = years_in_a_row(&enrolled, year);
            claim_free =
                u32::try_from(row.iter().take_while(|year| !claimed.contains(year)).count()).unwrap_or(u32::MAX);
        }
        Ok(Self {
            birth_date: Some(person.birth_date),
            categories: person.categories.clone(),
            enrolled,
            cover: person.cover.clone(),
            claim_free,
        })
    }

    /// Insurance elsewhere that covers a day: nobody pays twice unasked.
    pub(super) fn elsewhere(&self, day: NaiveDate) -> Option<&CoverElsewhere> {
        self.cover.iter().find(|cover| cover.holds_on(day))
    }
}

/// Why somebody is left out of a payment until the clerk ticks the person.
pub(super) fn elsewhere_words(cover: &CoverElsewhere) -> Text {
    let (zh, en) = crate::changes::cover_name(cover.kind);
    let (from, source) = (cover.from, &cover.source);
    Text::new(
        format!("{from} 起在{zh}参保（{source}），本次不收"),
        format!("{en} since {from} ({source}); not collected now"),
    )
}

/// The figures and the sentences.
pub(super) struct Told {
    pub(super) premium: PremiumLine,
    /// First day of benefits; none at the end of the calendar.
    pub(super) from: Option<NaiveDate>,
    /// Benefits would begin when the year is over.
    pub(super) nothing: bool,
    pub(super) waiting: Option<Text>,
    pub(super) lost: Vec<Text>,
    /// The reason, if it was needed: whoever can pay without waiting does not use it.
    pub(super) special: Option<Special>,
}

/// What a person would pay on a day, and what holds then.
pub(super) fn told(
    pack: &Pack,
    facts: &Facts,
    paid: NaiveDate,
    special: Option<&Special>,
) -> Result<Told, PremiumRefusal> {
    let missed = missed_years(&facts.enrolled, pack.rules.benefit_year);
    let plain = Enrolling {
        // Nobody is a newborn before the day of birth is typed.
        birth_date: facts.birth_date.unwrap_or(NaiveDate::MIN),
        paid,
        categories: &facts.categories,
        missed_years: missed,
        repaid_years: 0,
        left_employee_cover: left_employee_cover(&facts.cover, paid),
        special: None,
    };
    let without = || told_of(pack, facts, &plain);
    match special {
        None => without(),
        Some(special) => match without() {
            Ok(told) if told.waiting.is_none() => Ok(told),
            _ => told_of(pack, facts, &Enrolling { special: Some(special), ..plain.clone() }),
        },
    }
}

fn told_of(pack: &Pack, facts: &Facts, person: &Enrolling<'_>) -> Result<Told, PremiumRefusal> {
    let rules = &pack.rules;
    let premium = premium_for(pack, person)?;
    let start = start(pack, person);
    let waiting = start.and_then(|start| match (start.because, &rules.enrolment.waiting) {
        (Because::Waiting { months }, Some(rule)) => {
            let late = window_on(&rules.premium, person.paid).is_ok_and(|window| window.late);
            Some(waiting_words(rules, months, start.benefits_from, late, person.missed_years, rule))
        }
        _ => None,
    });
    let losses = if person.missed_years > 0 {
        let row = years_in_a_row(&facts.enrolled, rules.benefit_year).len();
        lost(rules, u32::try_from(row).unwrap_or(u32::MAX), facts.claim_free)
    } else {
        Vec::new()
    };
    Ok(Told {
        premium,
        from: start.map(|start| start.benefits_from),
        nothing: start.is_some_and(|start| start.benefits_from > rules.effective_until),
        waiting,
        lost: losses.iter().map(lost_words).collect(),
        special: person.special.cloned(),
    })
}

fn waiting_words(rules: &Rules, months: u32, from: NaiveDate, late: bool, missed: u32, rule: &WaitingRule) -> Text {
    let (day, year, cause) = (dates::in_words(from), rules.benefit_year, cause(late, missed));
    // Nobody pays unawares for a year of which nothing is left.
    let waits = if from > rules.effective_until {
        Text::new(
            format!("{}等待期 {months} 个月，到 {}才满，{year} 年度内没有待遇。", cause.zh, day.zh),
            format!("{} a {months}-month wait until {} leaves no benefits in {year}.", cause.en, day.en),
        )
    } else {
        Text::new(
            format!("{}等待期 {months} 个月，{}起享受待遇。", cause.zh, day.zh),
            format!("{} benefits start on {}, after a {months}-month wait.", cause.en, day.en),
        )
    };
    if missed == 0 || rule.months_off_per_repaid_year == 0 {
        return waits;
    }
    let off = rule.months_off_per_repaid_year;
    let long = rule.long_break_years.is_some_and(|years| missed >= years);
    let least = if long { rule.fixed_months.max(rule.long_break_months) } else { rule.fixed_months };
    let months_en = |months: u32| if months == 1 { "1 month".to_owned() } else { format!("{months} months") };
    Text::new(
        format!("{}补缴断缴的年度，每年少等 {off} 个月，最少等 {least} 个月，请到医保办办理。", waits.zh),
        format!(
            "{} Each missed year that is paid back takes off {}, and at least {} remain: ask the insurance office.",
            waits.en,
            months_en(off),
            months_en(least)
        ),
    )
}

/// Why somebody waits, as the sentence begins.
fn cause(late: bool, missed: u32) -> Text {
    match (late, missed) {
        (true, 0) => Text::new("集中缴费期已过，", "Paid late,"),
        (false, 0) => Text::new("按参保规定，", "By the rules of enrolment,"),
        (false, 1) => Text::new("断缴 1 年，", "After a missed year,"),
        (false, _) => Text::new(format!("断缴 {missed} 年，"), format!("After {missed} missed years,")),
        (true, 1) => Text::new("集中缴费期已过，断缴 1 年，", "Paid late and after a missed year,"),
        (true, _) => Text::new(
            format!("集中缴费期已过，断缴 {missed} 年，"),
            format!("Paid late and after {missed} missed years,"),
        ),
    }
}

fn lost_words(lost: &Lost) -> Text {
    let (amount, layer) = (lost.amount.grouped(), &lost.layer);
    match lost.years {
        RaiseYears::Continuous => Text::new(
            format!("断缴后连续参保年数重新计算，{}的本人封顶线少 {amount} 元。", layer.zh),
            format!("Years in a row begin again: the member's own ceiling of {} is ¥{amount} lower.", layer.en),
        ),
        RaiseYears::ClaimFree => Text::new(
            format!("断缴后零报销奖励清零，{}的本人封顶线少 {amount} 元。", layer.zh),
            format!(
                "The bonus for claim-free years ends: the member's own ceiling of {} is ¥{amount} lower.",
                layer.en
            ),
        ),
    }
}

/// The same after the payment, from the day alone: the reasons stood on the screen before it.
pub(super) fn waiting_until(pack: &Pack, paid: NaiveDate, birth_date: NaiveDate, from: NaiveDate) -> Option<Text> {
    let next_day = paid.checked_add_days(Days::new(1))?;
    let without = pack.rules.premium.benefits_from.max(next_day).max(birth_date);
    let year = pack.rules.benefit_year;
    (from > without).then(|| {
        let day = dates::in_words(from);
        if from > pack.rules.effective_until {
            return Text::new(
                format!("有待遇等待期，到 {}才满，{year} 年度内没有待遇。", day.zh),
                format!("The waiting period lasts until {}: no benefits in {year}.", day.en),
            );
        }
        Text::new(
            format!("有待遇等待期，{}起享受待遇；此前就医不报销。", day.zh),
            format!("Benefits start on {}, after a waiting period; treatment before that day is not paid.", day.en),
        )
    })
}

/// What most of the money buys nothing for is said once, before it is taken.
pub(super) fn buys_nothing(year: i32, people: usize, amount: Money, due: Money) -> Option<Text> {
    let most = amount > due - amount;
    let amount = amount.grouped();
    most.then(|| {
        Text::new(
            format!("应缴中 {amount} 元（{people} 人）在 {year} 年度内没有待遇。"),
            if people == 1 {
                format!("¥{amount} of what is due (one person) buys no benefits in {year}.")
            } else {
                format!("¥{amount} of what is due ({people} people) buys no benefits in {year}.")
            },
        )
    })
}
