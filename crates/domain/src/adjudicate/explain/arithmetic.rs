//! How a payment was worked out: amounts times rates, fixed sums, guarantees.

use super::words::{whole_name, whole_words};
use super::{Explainer, RowInput};
use crate::adjudicate::LayerShare;
use crate::adjudicate::layers::whole;
use crate::adjudicate::settlement::Basis;
use crate::money::{Factor, Money, Rate};
use crate::pack::{CeilingAxis, Guarantee, Terms};
use crate::text::Text;
use rust_decimal::Decimal;

/// Amounts with their rates, and what their sum is multiplied by.
pub(super) struct Arithmetic {
    bands: Vec<(Money, Rate)>,
    factors: Vec<Factor>,
}

impl Arithmetic {
    pub(super) fn of(terms: &Terms, share: &LayerShare) -> Self {
        let bands = if share.bands.is_empty() {
            vec![((counted(terms, share) - share.deductible).or_zero(), share.rate)]
        } else {
            share.bands.iter().map(|band| (band.amount, band.rate)).collect()
        };
        Self { bands, factors: factors(terms, share) }
    }

    /// The formula, unless it has too many bands for a line.
    pub(super) fn short(&self) -> Text {
        if self.bands.len() <= 3 {
            return self.text();
        }
        let sum = self.bands.iter().map(|(amount, _)| *amount).sum::<Money>().grouped();
        let highest = self.bands.iter().map(|(_, rate)| *rate).max().unwrap_or_default().percent();
        Text::new(format!("{sum} 元分段计算，最高 {highest}"), format!("¥{sum} in bands, up to {highest}"))
    }

    /// `3,000.00 元 × 85%`, `4,500.00 × 65% + 1,000.00 × 75%`, `(…) × 80%`.
    pub(super) fn text(&self) -> Text {
        let several = self.bands.len() > 1;
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        for (amount, rate) in &self.bands {
            let (amount, rate) = (amount.grouped(), rate.percent());
            zh.push(if several { format!("{amount} × {rate}") } else { format!("{amount} 元 × {rate}") });
            en.push(format!("¥{amount} × {rate}"));
        }
        let (mut zh, mut en) = (zh.join(" + "), en.join(" + "));
        if several && !self.factors.is_empty() {
            (zh, en) = (format!("（{zh}）"), format!("({en})"));
        }
        for factor in &self.factors {
            let factor = factor.percent();
            zh = format!("{zh} × {factor}");
            en = format!("{en} × {factor}");
        }
        Text::new(zh, en)
    }

    pub(super) fn inputs(&self) -> Vec<RowInput> {
        let bands = self.bands.iter().flat_map(|(amount, rate)| {
            [
                RowInput::new("按比例支付的费用", "Charges paid by rate", amount.grouped()),
                RowInput::new("支付比例", "Rate", rate.percent()),
            ]
        });
        bands.chain(self.factors.iter().map(|factor| RowInput::new("系数", "Factor", factor.percent()))).collect()
    }

    fn exact(&self) -> Decimal {
        let sum: Decimal = self.bands.iter().map(|(amount, rate)| amount.decimal() * rate.decimal()).sum();
        self.factors.iter().fold(sum, |sum, factor| sum * factor.decimal())
    }

    /// Whether rates and factors come to more than the charges.
    pub(super) fn passes_the_charges(&self, share: &LayerShare) -> bool {
        let all: Money = self.bands.iter().map(|(amount, _)| *amount).sum();
        !share.paid.is_zero() && self.exact() > all.decimal() + Money::FEN.decimal()
    }
}

/// What of the base counts, after the ceilings on the cost.
fn counted(terms: &Terms, share: &LayerShare) -> Money {
    share.base - lost(terms, share, CeilingAxis::Cost)
}

/// What ceilings on the cost or on the benefit took; the overall share lies on the benefit.
pub(super) fn lost(terms: &Terms, share: &LayerShare, on: CeilingAxis) -> Money {
    let reached = share.reached.iter().filter(|reached| {
        let ceiling = reached.ceiling.and_then(|number| terms.ceilings.get(number.checked_sub(1)?));
        ceiling.map_or(CeilingAxis::Benefit, |ceiling| ceiling.on) == on
    });
    reached.map(|reached| reached.lost).sum()
}

/// What a guarantee gives before anything limits it.
pub(super) fn guaranteed(explainer: &Explainer<'_>, terms: &Terms, share: &LayerShare) -> Decimal {
    let Some(guarantee) = &terms.guarantee else { return Decimal::ZERO };
    let of = guaranteed_of(explainer, guarantee);
    of.decimal() * guarantee.rate.decimal() - paid_before(explainer, guarantee, share).decimal()
}

fn guaranteed_of(explainer: &Explainer<'_>, guarantee: &Guarantee) -> Money {
    let settlement = explainer.settlement;
    whole(guarantee.of, settlement.total - settlement.hospital_pays, settlement.covered)
}

/// What earlier layers paid that counts towards a guarantee.
fn paid_before(explainer: &Explainer<'_>, guarantee: &Guarantee, share: &LayerShare) -> Money {
    let earlier = explainer.settlement.layers.iter().take_while(|other| other.layer != share.layer);
    earlier.filter(|other| guarantee.with.contains(&other.layer)).map(|other| other.paid).sum()
}

fn factors(terms: &Terms, share: &LayerShare) -> Vec<Factor> {
    let bonuses = share.bonuses.iter().map(|bonus| bonus.factor);
    std::iter::once(terms.factor).chain(bonuses).filter(|factor| !factor.is_one()).collect()
}

/// A payment that was not found by the bands: short, as a formula, and what entered.
pub(super) fn basis_formula(
    explainer: &Explainer<'_>,
    terms: &Terms,
    share: &LayerShare,
) -> (Text, Text, Vec<RowInput>) {
    match (share.basis, &terms.guarantee) {
        (Basis::Guarantee, Some(guarantee)) => {
            let (of, with) = (guaranteed_of(explainer, guarantee), paid_before(explainer, guarantee, share));
            let (of, rate, name) = (of.grouped(), guarantee.rate.percent(), whole_words(guarantee.of));
            let note = Text::new(
                format!("规定至少付{}的 {rate}", name.zh),
                format!("The rules guarantee at least {rate} of {}", name.en),
            );
            let mut inputs = vec![
                RowInput { name: whole_name(guarantee.of), value: of.clone() },
                RowInput::new("保证的比例", "Guaranteed rate", rate.clone()),
            ];
            let (mut zh, mut en) = (format!("{of} 元 × {rate}"), format!("¥{of} × {rate}"));
            if !with.is_zero() {
                let with = with.grouped();
                zh = format!("{zh} − 前面已付 {with} 元");
                en = format!("{en} − ¥{with} paid before");
                inputs.push(RowInput::new("前面已付", "Paid before", with));
            }
            let formula = Text::new(
                format!("规定保证至少付{}的 {rate}，按比例算出的没有这么多：{zh}", name.zh),
                format!("The rules guarantee at least {rate} of {}, more than the rates give: {en}", name.en),
            );
            (note, formula, inputs)
        }
        _ => fixed(terms, share),
    }
}

fn fixed(terms: &Terms, share: &LayerShare) -> (Text, Text, Vec<RowInput>) {
    let sum = terms.fixed.unwrap_or(share.paid);
    let shown = sum.grouped();
    let note = Text::new(format!("定额 {shown} 元"), format!("A fixed sum of ¥{shown}"));
    let mut inputs = vec![RowInput::new("定额", "Fixed sum", shown.clone())];
    let (mut zh, mut en) = (format!("定额 {shown} 元"), format!("A fixed sum of ¥{shown}"));
    let mut exact = sum.decimal();
    for factor in factors(terms, share) {
        exact *= factor.decimal();
        let factor = factor.percent();
        zh = format!("{zh} × {factor}");
        en = format!("{en} × {factor}");
        inputs.push(RowInput::new("系数", "Factor", factor));
    }
    if !share.paid_in_stay.is_zero() {
        let before = share.paid_in_stay.grouped();
        exact -= share.paid_in_stay.decimal();
        zh = format!("{zh} − 同一次住院已付 {before} 元");
        en = format!("{en} − ¥{before} paid in other parts of the stay");
        inputs.push(RowInput::new("同一次住院已付", "Paid in other parts of the stay", before));
    }
    let room = counted(terms, share) - share.deductible;
    if room.decimal() < exact {
        let room = room.grouped();
        let (of_zh, of_en) = if share.deductible.is_zero() {
            ("费用", "the charges are")
        } else {
            ("起付线以上", "above the line there is")
        };
        zh = format!("{zh}，但{of_zh}只有 {room} 元");
        en = format!("{en}, but {of_en} only ¥{room}");
    }
    (note, Text::new(zh, en), inputs)
}
