//! What a member pays for a benefit year, and who pays the rest.

use crate::adjudicate::DatedCategory;
use crate::enrolment::{Enrolling, is_newborn, special_rule};
use crate::money::Money;
use crate::pack::{Pack, PremiumRules, RefundReason, RefundRule, Subsidy, Window};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The premium of one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PremiumLine {
    /// The member amount of the year.
    pub standard: Money,
    /// Paid by another fund.
    pub subsidy: Money,
    /// What the member pays.
    pub due: Money,
    /// The category that gives the subsidy, if one does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
}

/// Why no premium can be collected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub enum PremiumRefusal {
    /// Outside the collection windows.
    WindowClosed {
        /// First day of the window that is nearest.
        from: NaiveDate,
        /// Its last day.
        until: NaiveDate,
    },
    /// The pack has no such grade.
    UnknownGrade {
        /// What was asked for.
        grade: String,
    },
    /// The pack states no premium.
    NoPremium,
    /// The pack has no such reason for special enrolment.
    UnknownSpecial {
        /// What was asked for.
        code: String,
    },
    /// The reason for special enrolment asks for the day of its event, which lies before the payment.
    SpecialNeedsDay,
    /// The reason for special enrolment held on other days.
    SpecialClosed {
        /// First day of payment.
        from: NaiveDate,
        /// Last day of payment.
        until: NaiveDate,
    },
}

/// The premium of a person with these categories, collected on a day.
///
/// Of several subsidies the most favourable wins. A subsidy never exceeds the standard.
pub fn premium(pack: &Pack, categories: &[DatedCategory], date: NaiveDate) -> Result<PremiumLine, PremiumRefusal> {
    premium_of_grade(pack, None, categories, date)
}

/// What a person pays: in a window what anybody pays, and outside the windows as a newborn or for a special reason.
///
/// A special reason that is named must hold, in a window as well.
pub fn premium_for(pack: &Pack, person: &Enrolling<'_>) -> Result<PremiumLine, PremiumRefusal> {
    let rules = &pack.rules.premium;
    let window = window_on(rules, person.paid);
    let standard = match (person.special, window) {
        (Some(special), window) => {
            let rule = special_rule(&pack.rules, special, person.paid)?;
            rule.member.or(window.ok().and_then(|window| window.member))
        }
        (None, Ok(window)) => window.member,
        (None, Err(_)) if is_newborn(&pack.rules, person) => None,
        (None, Err(refusal)) => return Err(refusal),
    };
    Ok(subsidised(rules, standard.unwrap_or(rules.member), person.categories, person.paid))
}

/// The same for a premium grade. The plain amount belongs to no grade.
pub fn premium_of_grade(
    pack: &Pack,
    grade: Option<&str>,
    categories: &[DatedCategory],
    date: NaiveDate,
) -> Result<PremiumLine, PremiumRefusal> {
    let rules = &pack.rules.premium;
    let window = window_on(rules, date)?;
    let standard = match grade {
        Some(code) => {
            let grade = rules.grades.iter().find(|grade| grade.code == code);
            grade.ok_or_else(|| PremiumRefusal::UnknownGrade { grade: code.to_owned() })?.member
        }
        None => window.member.unwrap_or(rules.member),
    };
    Ok(subsidised(rules, standard, categories, date))
}

fn subsidised(rules: &PremiumRules, standard: Money, categories: &[DatedCategory], date: NaiveDate) -> PremiumLine {
    let best = categories
        .iter()
        .filter(|category| category.holds_on(date))
        .filter_map(|category| {
            let rule = rules.subsidies.iter().find(|rule| rule.category == category.code)?;
            let amount = match rule.subsidy {
                Subsidy::Full => standard,
                Subsidy::Fixed(amount) => amount.min(standard),
            };
            Some((amount, category.code.clone()))
        })
        .max_by(|(a, code_a), (b, code_b)| a.cmp(b).then_with(|| code_b.cmp(code_a)));
    let (subsidy, category) = best.map_or((Money::ZERO, None), |(amount, code)| (amount, Some(code)));
    PremiumLine { standard, subsidy, due: standard - subsidy, category }
}

/// The collection window that a day lies in. A refusal names the next one, or else the last.
pub fn window_on(rules: &PremiumRules, date: NaiveDate) -> Result<&Window, PremiumRefusal> {
    if let Some(window) = rules.windows.iter().find(|window| window.contains(date)) {
        return Ok(window);
    }
    let next = rules.windows.iter().filter(|window| window.from > date).min_by_key(|window| window.from);
    let last = || rules.windows.iter().max_by_key(|window| window.until);
    let nearest = next.or_else(last).ok_or(PremiumRefusal::NoPremium)?;
    Err(PremiumRefusal::WindowClosed { from: nearest.from, until: nearest.until })
}

/// What of a premium is paid back for a reason, asked for on a day.
///
/// `used` says whether a fund has paid for the person in the year. Nothing is paid back that no rule names.
pub fn refund(rules: &PremiumRules, paid: Money, reason: RefundReason, date: NaiveDate, used: bool) -> Money {
    if is_refunded(rules, reason, date, used) { paid } else { Money::ZERO }
}

/// Whether a rule names this reason on this day. What a fund paid for a person is never paid back to them.
pub fn is_refunded(rules: &PremiumRules, reason: RefundReason, date: NaiveDate, used: bool) -> bool {
    let holds = |rule: &RefundRule| {
        rule.reason == reason && rule.until.is_none_or(|until| date <= until) && !(rule.unused && used)
    };
    rules.refunds.iter().any(holds)
}
