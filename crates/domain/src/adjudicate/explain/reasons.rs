//! The biggest reasons why the patient pays.

use super::ceiling::OVERALL;
use super::words::{items_en, list, named, referral_words, whole_words};
use super::{Explainer, Reason, Rest, is_covered};
use crate::adjudicate::layers::whole;
use crate::adjudicate::pricing::Charges;
use crate::adjudicate::settlement::Basis;
use crate::adjudicate::{Kind, Settlement, settle};
use crate::money::Money;
use crate::pack::{OverallShare, Rules, Whole};
use crate::text::Text;
use std::cmp::Reverse;

/// How many are told one by one.
const REASONS: usize = 3;

/// What the overall share of all funds took.
struct Cut<'a> {
    limit: &'a OverallShare,
    /// The bill without it.
    without: Settlement,
}

impl Cut<'_> {
    /// Whether less of a kind would let the funds pay more. They pay all that the limit leaves them, so it must raise
    /// the limit.
    fn leaves(&self, kind: Kind) -> bool {
        self.limit.of == Whole::Covered && !is_covered(kind)
    }
}

impl Explainer<'_> {
    /// The largest first, and what they leave.
    pub(super) fn reasons(&self) -> (Vec<Reason>, Option<Rest>) {
        let mut all = self.all_reasons();
        all.retain(|(amount, _)| !amount.is_zero());
        all.sort_by_key(|(amount, _)| Reverse(*amount));
        let rest = all.split_off(all.len().min(REASONS));
        (all.into_iter().map(|(_, reason)| reason).collect(), rest_of(&rest))
    }

    fn all_reasons(&self) -> Vec<(Money, Reason)> {
        let Some(cut) = self.cut() else {
            let kinds = self.settlement.patient.iter();
            return kinds.map(|(kind, amount)| (*amount, self.reason_of(*kind, *amount))).collect();
        };
        // What the limit leaves to the patient in any case is one reason; beside it stand only kinds of which less would
        // raise the limit.
        let without = Explainer { settlement: &cut.without, ..*self };
        let kinds: Vec<_> = cut.without.patient.iter().filter(|(kind, _)| cut.leaves(**kind)).collect();
        let apart: Money = kinds.iter().map(|(_, amount)| **amount).sum();
        let limit = (self.settlement.you_pay - apart).or_zero();
        let kinds = kinds.into_iter().map(|(kind, amount)| (*amount, without.reason_of(*kind, *amount)));
        std::iter::once((limit, self.reason_of_limit(&cut, limit))).chain(kinds).collect()
    }

    fn reason_of(&self, kind: Kind, amount: Money) -> Reason {
        let (title, detail) = self.reason(kind);
        Reason { title, detail, amount: amount.grouped() }
    }

    fn reason_of_limit(&self, cut: &Cut<'_>, amount: Money) -> Reason {
        let Settlement { total, hospital_pays, covered, .. } = *self.settlement;
        let (rate, of) = (cut.limit.rate.percent(), whole_words(cut.limit.of));
        let most = whole(cut.limit.of, total - hospital_pays, covered).share_down(cut.limit.rate).grouped();
        Reason {
            title: Text::new(OVERALL.0, OVERALL.1),
            detail: Text::new(
                format!("各项合计最多付{}的 {rate}，即 {most} 元", of.zh),
                format!("All funds together pay at most {rate} of {}, ¥{most}", of.en),
            ),
            amount: amount.grouped(),
        }
    }

    /// Found by deciding the bill without it: what one layer lost to it the next may have lost again.
    fn cut(&self) -> Option<Cut<'_>> {
        let limit = self.overall()?;
        if !self.settlement.layers.iter().flat_map(|share| &share.reached).any(|reached| reached.ceiling.is_none()) {
            return None;
        }
        self.burden_as_settled()?;
        let rules = Rules { overall: Vec::new(), ..Rules::clone(&self.pack.rules) };
        let charges = Charges::of(self.pack, self.bill).ok()?;
        let without = settle(self.pack, &rules, charges, (self.facts.standing, self.history, self.bill)).ok()?;
        (self.settlement.you_pay > without.you_pay).then_some(Cut { limit, without })
    }

    fn reason(&self, kind: Kind) -> (Text, Text) {
        match kind {
            Kind::OutsideCatalogue | Kind::AboveLimit | Kind::PayFirst => self.reason_by_items(kind),
            Kind::ReferralPayFirst => (
                Text::new("转诊先自付", "Share paid first for the way of the referral"),
                referral_words(self.bill.referral),
            ),
            Kind::Deductible => (
                Text::new("起付线", "Deductible"),
                Text::new("报销从起付线以上开始", "Reimbursement begins above this amount"),
            ),
            Kind::BandShare if self.splitting_basis() == Some(Basis::Fixed) => (
                Text::new("定额以外的部分", "Beyond the fixed sum"),
                Text::new("基金按定额支付，其余自己付", "The fund pays a fixed sum; the rest is yours"),
            ),
            Kind::BandShare => (
                Text::new("报销比例以外的部分", "Your share of the covered charges"),
                Text::new(
                    "起付线以上按比例报销，其余自己付",
                    "The fund pays its rate above the deductible; the rest is yours",
                ),
            ),
            Kind::Covered => {
                let shut = self.layers().find(|(layer, share)| layer.base == [Kind::Covered] && share.terms.is_none());
                let why = shut.and_then(|(layer, _)| layer.not_eligible.clone());
                (
                    Text::new("没有基金支付的部分", "Covered charges that no fund pays"),
                    why.unwrap_or_else(|| {
                        Text::new("这次的情况不符合支付条件", "The conditions of the funds are not met this time")
                    }),
                )
            }
            Kind::AboveCeiling => self.worst_ceiling().unwrap_or_else(|| {
                (
                    Text::new("超过封顶线", "Above the annual ceiling"),
                    Text::new("基金全年最多支付到封顶线", "The fund pays up to its ceiling for the year"),
                )
            }),
        }
    }

    fn reason_by_items(&self, kind: Kind) -> (Text, Text) {
        let items = self.items_of(kind);
        let count = items.len();
        let title = match kind {
            Kind::OutsideCatalogue => {
                Text::new(format!("{count} 项不在医保目录"), format!("{} outside the catalogue", items_en(count)))
            }
            Kind::AboveLimit if !self.settlement.passed_limits.is_empty() => {
                Text::new(format!("{count} 项超过限价或限额"), format!("{} above a limit", items_en(count)))
            }
            Kind::AboveLimit => {
                Text::new(format!("{count} 项超过限价"), format!("{} above the price limit", items_en(count)))
            }
            _ => {
                Text::new(format!("{count} 项乙类先自付一部分"), format!("{} with a share paid first", items_en(count)))
            }
        };
        (title, named(&items))
    }

    /// How the layer found its payment that shares most of the covered charges.
    fn splitting_basis(&self) -> Option<Basis> {
        let layers = self.layers().filter(|(layer, share)| layer.base == [Kind::Covered] && share.terms.is_some());
        layers.max_by_key(|(_, share)| share.base).map(|(_, share)| share.basis)
    }
}

/// One line for all that are not told one by one.
fn rest_of(rest: &[(Money, Reason)]) -> Option<Rest> {
    let amount: Money = rest.iter().map(|(amount, _)| *amount).sum();
    let what = match rest {
        [] => return None,
        [(_, only)] => only.title.clone(),
        several => {
            let each = |reason: &Reason| {
                let Reason { title, amount, .. } = reason;
                Text::new(format!("{} {amount}", title.zh), format!("{} {amount}", title.en))
            };
            let each: Vec<Text> = several.iter().map(|(_, reason)| each(reason)).collect();
            list(&each)
        }
    };
    Some(Rest { what: Text::new(format!("另：{}", what.zh), format!("Also: {}", what.en)), amount: amount.grouped() })
}
