//! The biggest reasons why the patient pays.

use super::words::{items_en, named, referral_words};
use super::{Explainer, Reason};
use crate::adjudicate::Kind;
use crate::adjudicate::settlement::Basis;
use crate::text::Text;

/// How many are told.
const REASONS: usize = 3;

impl Explainer<'_> {
    pub(super) fn reasons(&self) -> Vec<Reason> {
        let mut kinds: Vec<_> = self.settlement.patient.iter().collect();
        kinds.sort_by_key(|(_, amount)| std::cmp::Reverse(**amount));
        let largest = kinds.into_iter().take(REASONS);
        largest
            .map(|(kind, amount)| {
                let (title, detail) = self.reason(*kind);
                Reason { title, detail, amount: amount.grouped() }
            })
            .collect()
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
