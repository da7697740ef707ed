//! What a member pays for a benefit year, and who pays the rest.

use crate::adjudicate::DatedCategory;
use crate::money::Money;
use crate::pack::{Pack, Subsidy};
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
    /// Outside the collection window.
    WindowClosed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        until: NaiveDate,
    },
}

/// The premium of a person with these categories, collected on a day.
///
/// Of several subsidies the most favourable wins. A subsidy never exceeds the standard.
pub fn premium(pack: &Pack, categories: &[DatedCategory], date: NaiveDate) -> Result<PremiumLine, PremiumRefusal> {
    let rules = &pack.rules.premium;
    if date < rules.window.from || date > rules.window.until {
        return Err(PremiumRefusal::WindowClosed { from: rules.window.from, until: rules.window.until });
    }
    let standard = rules.member;
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
    Ok(PremiumLine { standard, subsidy, due: standard - subsidy, category })
}
