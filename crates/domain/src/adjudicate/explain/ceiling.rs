//! Rows of ceilings that took something: of each period, on the benefit or on the cost, shares, accounts, all layers.

use super::words::{list, whole_words};
use super::{Explainer, Row, RowInput, RowKind};
use crate::adjudicate::settlement::Reached;
use crate::adjudicate::{Kind, LayerShare};
use crate::money::Money;
use crate::pack::{Ceiling, CeilingAxis, CeilingPeriod, Layer, OverallShare};
use crate::text::Text;

/// What the overall share of all funds is called where it took something.
pub(super) const OVERALL: (&str, &str) = ("超总支付比例上限", "Above the overall share");

/// What a ceiling is called, and what it allows.
struct Named {
    label: (&'static str, &'static str),
    says: Text,
}

impl Explainer<'_> {
    /// A row for each ceiling that took something. What they took stays with the patient unless a later layer pays.
    pub(super) fn ceiling_rows(&self, layer: &Layer, share: &LayerShare) -> Vec<(Row, Money)> {
        if share.reached.is_empty() && !share.above_ceiling.is_zero() {
            let row = self.plain_ceiling_row(layer, share);
            return vec![(row, share.above_ceiling)];
        }
        share.reached.iter().map(|reached| (self.ceiling_row(layer, share, reached), reached.lost)).collect()
    }

    /// A settlement of before the ceilings were recorded one by one.
    fn plain_ceiling_row(&self, layer: &Layer, share: &LayerShare) -> Row {
        let lost = share.above_ceiling.grouped();
        Row {
            rule: Some(self.source_of(layer, share)),
            formula: Some(Text::new(format!("超过封顶线 {lost} 元"), format!("¥{lost} above the ceiling"))),
            inputs: vec![RowInput::new("超出", "Above it", lost)],
            ..self.row(
                &format!("{}.above-ceiling", layer.id),
                RowKind::SelfPaid,
                share.above_ceiling,
                Text::new("超封顶线", "Above the ceiling"),
            )
        }
    }

    fn ceiling_row(&self, layer: &Layer, share: &LayerShare, reached: &Reached) -> Row {
        let ceiling = ceiling_of(layer, share, reached);
        let named = self.named_ceiling(ceiling, reached);
        let id = match ceiling {
            Some(ceiling) if ceiling.on == CeilingAxis::Cost => format!("{}.above-cost-ceiling", layer.id),
            _ => format!("{}.above-ceiling", layer.id),
        };
        let rule = match ceiling {
            Some(_) => self.source_of(layer, share),
            None => self.source(self.overall().and_then(|overall| overall.source.as_deref())),
        };
        let lost = reached.lost.grouped();
        let mut because = Vec::new();
        if let Some(ceiling) = ceiling {
            because.extend(self.ceiling_sentences(ceiling, reached));
        }
        if layer.base != [Kind::Covered] {
            because.push(Text::new(
                "这部分仍由您自己付，已经算在上面的自付里。",
                "This stays with you; it is part of the amounts above that you pay.",
            ));
        }
        Row {
            note: Some(named.says.clone()),
            formula: Some(Text::new(
                format!("{}，超出 {lost} 元", named.says.zh),
                format!("{}; ¥{lost} is above it", named.says.en),
            )),
            because,
            rule: Some(rule),
            inputs: vec![
                RowInput::new("最多", "At most", reached.most.grouped()),
                RowInput::new("本次之前还剩", "Left before this bill", reached.left.grouped()),
                RowInput::new("超出", "Above it", lost),
            ],
            ..self.row(&id, RowKind::SelfPaid, reached.lost, Text::new(named.label.0, named.label.1))
        }
    }

    /// The largest loss above a ceiling of the layers that share covered charges, for the reasons.
    pub(super) fn worst_ceiling(&self) -> Option<(Text, Text)> {
        let layers = self.layers().filter(|(layer, _)| layer.base == [Kind::Covered]);
        let reached =
            layers.flat_map(|(layer, share)| share.reached.iter().map(move |reached| (layer, share, reached)));
        let (layer, share, worst) = reached.max_by_key(|(.., reached)| reached.lost)?;
        let named = self.named_ceiling(ceiling_of(layer, share, worst), worst);
        Some((Text::new(named.label.0, named.label.1), named.says))
    }

    pub(super) fn overall(&self) -> Option<&OverallShare> {
        self.pack.rules.overall.iter().find(|overall| self.facts.holds(&overall.when))
    }

    fn named_ceiling(&self, ceiling: Option<&Ceiling>, reached: &Reached) -> Named {
        let (most, left) = (reached.most.grouped(), reached.left.grouped());
        let Some(ceiling) = ceiling else { return self.overall_ceiling(&most, &left) };
        if ceiling.balance.is_some() {
            let says = Text::new(format!("账户里还有 {left} 元"), format!("¥{left} was left on the account"));
            return Named { label: ("账户余额不够付的部分", "Beyond the account's balance"), says };
        }
        if let (Some(rate), Some(of)) = (ceiling.share, ceiling.of) {
            let (rate, of) = (rate.percent(), whole_words(of));
            let (zh, en) =
                (format!("最多 {most} 元，是{}的 {rate}", of.zh), format!("At most ¥{most}, {rate} of {}", of.en));
            return Named {
                label: ("超支付比例上限", "Above the highest share"), says: with_left(zh, en, reached)
            };
        }
        self.period_ceiling(ceiling, reached)
    }

    fn overall_ceiling(&self, most: &str, left: &str) -> Named {
        let label = OVERALL;
        let says = match self.overall() {
            Some(overall) => {
                let (rate, of) = (overall.rate.percent(), whole_words(overall.of));
                Text::new(
                    format!("各项合计最多付{}的 {rate}，即 {most} 元，还剩 {left} 元", of.zh),
                    format!("All funds together pay at most {rate} of {}, ¥{most}; ¥{left} was left", of.en),
                )
            }
            None => Text::new(
                format!("各项合计最多付 {most} 元，还剩 {left} 元"),
                format!("All funds together pay at most ¥{most}; ¥{left} was left"),
            ),
        };
        Named { label, says }
    }

    fn period_ceiling(&self, ceiling: &Ceiling, reached: &Reached) -> Named {
        let most = reached.most.grouped();
        let (label, zh, en) = match (ceiling.per, ceiling.on) {
            (CeilingPeriod::Day, CeilingAxis::Benefit) => {
                let (each, days) = (ceiling.amount.unwrap_or_default().grouped(), self.bill.days());
                (
                    ("超每日限额", "Above the limit of a day"),
                    format!("每天最多付 {each} 元，{days} 天 {most} 元"),
                    format!("At most ¥{each} a day, ¥{most} for {days} days"),
                )
            }
            (CeilingPeriod::Day, CeilingAxis::Cost) => {
                let (each, days) = (ceiling.amount.unwrap_or_default().grouped(), self.bill.days());
                (
                    ("超每日计入上限", "Above the cost that counts a day"),
                    format!("每天最多计入 {each} 元，{days} 天 {most} 元"),
                    format!("At most ¥{each} of cost counts a day, ¥{most} for {days} days"),
                )
            }
            (CeilingPeriod::Stay, CeilingAxis::Benefit) => (
                ("超单次限额", "Above the limit of a stay"),
                format!("每次最多付 {most} 元"),
                format!("At most ¥{most} for each stay or visit"),
            ),
            (CeilingPeriod::Stay, CeilingAxis::Cost) => (
                ("超单次计入上限", "Above the cost that counts for a stay"),
                format!("每次最多计入 {most} 元"),
                format!("At most ¥{most} of cost counts for each stay or visit"),
            ),
            (CeilingPeriod::Month, CeilingAxis::Benefit) => (
                ("超每月限额", "Above the limit of a month"),
                format!("每月最多付 {most} 元"),
                format!("At most ¥{most} a month"),
            ),
            (CeilingPeriod::Month, CeilingAxis::Cost) => (
                ("超每月计入上限", "Above the cost that counts a month"),
                format!("每月最多计入 {most} 元"),
                format!("At most ¥{most} of cost counts a month"),
            ),
            (CeilingPeriod::Quarter, CeilingAxis::Benefit) => (
                ("超每季度限额", "Above the limit of a quarter"),
                format!("每季度最多付 {most} 元"),
                format!("At most ¥{most} a quarter"),
            ),
            (CeilingPeriod::Quarter, CeilingAxis::Cost) => (
                ("超每季度计入上限", "Above the cost that counts a quarter"),
                format!("每季度最多计入 {most} 元"),
                format!("At most ¥{most} of cost counts a quarter"),
            ),
            (CeilingPeriod::Year, CeilingAxis::Benefit) => {
                (("超封顶线", "Above the ceiling"), format!("全年最多付 {most} 元"), format!("At most ¥{most} a year"))
            }
            (CeilingPeriod::Year, CeilingAxis::Cost) => (
                ("超全年计入上限", "Above the cost that counts a year"),
                format!("全年最多计入 {most} 元"),
                format!("At most ¥{most} of cost counts a year"),
            ),
        };
        Named { label, says: with_left(zh, en, reached) }
    }

    /// What else there is to say of a ceiling.
    fn ceiling_sentences(&self, ceiling: &Ceiling, reached: &Reached) -> Vec<Text> {
        let mut sentences = Vec::new();
        let days = if ceiling.per == CeilingPeriod::Day { self.bill.days() } else { 1 };
        let raised = ceiling.amount.map(|amount| reached.most - amount.times(days)).unwrap_or_default();
        if !ceiling.raises.is_empty() && raised > Money::ZERO {
            let raised = raised.grouped();
            sentences.push(Text::new(
                format!("您本人的封顶线因连续参保或零报销年度提高了 {raised} 元。"),
                format!("Your own ceiling is ¥{raised} higher for years in a row or years without a claim."),
            ));
        }
        if ceiling.scope.is_some() {
            sentences.push(Text::new(
                "这类费用有单独的限额，只和同类费用合计。",
                "These charges have a ceiling of their own and are counted together with their like alone.",
            ));
        }
        if ceiling.balance.is_none() && ceiling.counts_household() {
            sentences.push(Text::new("这个限额全家合用。", "The whole household shares this ceiling."));
        }
        if !ceiling.with.is_empty() {
            let names = list(
                self.pack.rules.layers.iter().filter(|layer| ceiling.with.contains(&layer.id)).map(|layer| &layer.name),
            );
            sentences.push(Text::new(
                format!("与以下各项合计：{}。", names.zh),
                format!("It is counted together with: {}.", names.en),
            ));
        }
        sentences
    }
}

fn ceiling_of<'a>(layer: &'a Layer, share: &LayerShare, reached: &Reached) -> Option<&'a Ceiling> {
    let terms = layer.terms.get(share.terms?.checked_sub(1)?)?;
    terms.ceilings.get(reached.ceiling?.checked_sub(1)?)
}

/// What a ceiling allows, and what was left of it where it had been used before.
fn with_left(zh: String, en: String, reached: &Reached) -> Text {
    if reached.left == reached.most {
        return Text::new(zh, en);
    }
    let left = reached.left.grouped();
    Text::new(format!("{zh}，本次之前还剩 {left} 元"), format!("{en}; ¥{left} was left"))
}
