//! The rows of a layer: its deductible, what it pays and how that was found, what lies above its ceilings.

use super::arithmetic::{Arithmetic, basis_formula, guaranteed, lost};
use super::words::{kind_words, list};
use super::{Explainer, Row, RowInput, RowItem, Sign};
use crate::adjudicate::layers::relieve;
use crate::adjudicate::settlement::Basis;
use crate::adjudicate::{Kind, LayerShare};
use crate::money::{Money, Rounding};
use crate::pack::{CeilingAxis, Choose, DeductibleCounted, Fund, Layer, Period, Terms, Whose};
use crate::text::Text;
use rust_decimal::Decimal;

impl Explainer<'_> {
    /// The layers in order. `top` is what they still share.
    pub(super) fn layer_rows(&self, mut top: Money, rows: &mut Vec<Row>) {
        let mut ledger = self.before_any_layer();
        for (layer, share) in self.layers() {
            let before = ledger;
            relieve(&mut ledger, layer, share);
            let splits = layer.base == [Kind::Covered];
            let terms = terms_of(layer, share);
            if let (true, Some(terms)) = (splits, terms)
                && let Some(row) = self.deductible_row(layer, terms, share)
            {
                top -= share.deductible;
                rows.push(self.standing_on(top, row));
            }
            let taken = |kind: &Kind| (*kind, before.get(*kind), before.get(*kind) - ledger.get(*kind));
            let parts = if splits { Vec::new() } else { layer.base.iter().map(taken).collect() };
            top -= share.paid;
            let mut row = self.paid_row(layer, terms, share, &parts);
            row.sign = match (splits, share.paid.is_zero()) {
                (true, _) => Sign::Times,
                (false, false) => Sign::Plus,
                (false, true) => Sign::None,
            };
            rows.push(self.standing_on(top, row));
            for (row, lost) in self.ceiling_rows(layer, share) {
                rows.push(self.standing_on((top - lost).or_zero(), row));
            }
        }
    }

    pub(super) fn layers(&self) -> impl Iterator<Item = (&Layer, &LayerShare)> {
        self.pack.rules.layers.iter().zip(&self.settlement.layers)
    }

    /// Where the terms that applied stand; those of the first terms if none did.
    pub(super) fn source_of(&self, layer: &Layer, share: &LayerShare) -> Text {
        let terms = terms_of(layer, share).or(layer.terms.first());
        self.source(terms.and_then(|terms| terms.source.as_deref()))
    }

    fn paid_row(
        &self,
        layer: &Layer,
        terms: Option<&Terms>,
        share: &LayerShare,
        parts: &[(Kind, Money, Money)],
    ) -> Row {
        let row = Row {
            rule: Some(self.source_of(layer, share)),
            items: parts
                .iter()
                .filter(|(.., relieved)| !relieved.is_zero())
                .map(|(kind, _, relieved)| RowItem { name: kind_words(*kind), amount: relieved.grouped() })
                .collect(),
            inputs: inputs(share, parts),
            ..self.row(&format!("{}.paid", layer.id), layer.fund.into(), share.paid, layer.name.clone())
        };
        let Some(terms) = terms else { return not_eligible(layer, row) };
        let (mut note, mut formula, inputs) = self.found(layer, terms, share);
        // No reader is to multiply and find another amount.
        if self.is_cut(terms, share) {
            let most = share.paid.grouped();
            for text in [&mut note, &mut formula] {
                text.zh = format!("{}，不超过 {most} 元", text.zh);
                text.en = format!("{}, at most ¥{most}", text.en);
            }
        }
        let plain = if layer.fund == Fund::Account {
            Text::new("家庭账户付，是您家自己的钱", "From the family account, your household's own money")
        } else {
            row.plain
        };
        Row {
            plain,
            note: Some(note),
            formula: Some(formula),
            because: self.because(layer, terms, share, parts),
            inputs: row.inputs.into_iter().chain(inputs).collect(),
            ..row
        }
    }

    /// Short, as a formula, and what entered.
    fn found(&self, layer: &Layer, terms: &Terms, share: &LayerShare) -> (Text, Text, Vec<RowInput>) {
        if share.basis != Basis::Bands {
            return basis_formula(self, terms, share);
        }
        if let Some((note, formula)) = below_the_line(layer, share) {
            let so_far = RowInput::new("期内累计", "Counted in the period", share.base_of_year.grouped());
            let line = RowInput::new("起付线", "Start line", share.deductible_line.grouped());
            return (note, formula, vec![so_far, line]);
        }
        if share.base.is_zero() {
            let note = Text::new("没有轮到这一项支付的费用", "Nothing comes to this fund");
            return (note.clone(), note, Vec::new());
        }
        if share.base <= share.deductible && !share.deductible.is_zero() {
            let note = Text::new("没有超过起付线", "Not above the deductible");
            let line = RowInput::new("起付线", "Deductible", share.deductible_line.grouped());
            return (note.clone(), note, vec![line]);
        }
        let arithmetic = Arithmetic::of(terms, share);
        (arithmetic.short(), arithmetic.text(), arithmetic.inputs())
    }

    /// Whether less is paid than the formula gives: for a ceiling on the benefit, or because the charges are less.
    fn is_cut(&self, terms: &Terms, share: &LayerShare) -> bool {
        let given_away = match share.basis {
            Basis::Bands => Arithmetic::of(terms, share).passes_the_charges(share),
            Basis::Fixed => false,
            Basis::Guarantee => guaranteed(self, terms, share) > share.paid.decimal() + Decimal::ONE,
        };
        given_away || lost(terms, share, CeilingAxis::Benefit) > Money::ZERO
    }

    /// What else decided the payment, one sentence each.
    fn because(&self, layer: &Layer, terms: &Terms, share: &LayerShare, parts: &[(Kind, Money, Money)]) -> Vec<Text> {
        let mut sentences = Vec::new();
        if layer.fund == Fund::Account {
            sentences.push(Text::new(
                "家庭账户是您家自己的钱，不是基金支付。",
                "The family account is your household's own money, not a fund's.",
            ));
        }
        if !layer.charges.is_empty() {
            let rules = &self.pack.rules;
            let kinds = list(layer.charges.iter().filter_map(|kind| rules.charge_kind(kind)).map(|kind| &kind.name));
            sentences.push(Text::new(
                format!("这一项只付这些费用：{}。", kinds.zh),
                format!("It pays these charges alone: {}.", kinds.en),
            ));
        }
        let entered: Vec<Text> = parts
            .iter()
            .filter(|(_, amount, _)| !amount.is_zero())
            .map(|(kind, amount, _)| amount_of_kind(*kind, *amount))
            .collect();
        if !entered.is_empty() {
            let entered = list(&entered);
            sentences.push(Text::new(
                format!("这一项按您自付的这些部分计算：{}。", entered.zh),
                format!("It counts these parts of what you pay: {}.", entered.en),
            ));
        }
        if layer.base != [Kind::Covered] || terms.deductible.unwrap_or_default().is_zero() {
            sentences.extend(self.relief_sentences(layer, share));
        }
        if share.basis != Basis::Guarantee {
            sentences.extend(self.factor_sentences(layer, terms));
        }
        sentences.extend(self.bonus_sentences(layer, share));
        let holding = layer.terms.iter().filter(|terms| self.facts.holds(&terms.when));
        if layer.choose == Choose::MostFavourable && holding.count() > 1 {
            sentences.push(Text::new(
                "您同时符合几种情况，按付得最多的一种计算。",
                "Several sets of terms hold for you; the one that pays most applies.",
            ));
        }
        if layer.counts == Whose::Household && layer.accumulate != Period::Stay {
            sentences.push(Text::new("全家的费用合在一起计算。", "The charges of the whole household count together."));
        }
        if share.basis == Basis::Bands && Arithmetic::of(terms, share).passes_the_charges(share) {
            sentences.push(Text::new("最多付到这部分费用为止。", "No more than these charges is paid."));
        }
        if self.pack.rules.rounding == Rounding::DownToYuan && !share.paid.is_zero() {
            sentences.push(Text::new(
                "按规定只付整元，零头不付。",
                "By the rules whole yuan are paid and the rest dropped.",
            ));
        }
        if share.claimed && !share.paid.is_zero() {
            sentences.push(Text::new(
                "这笔钱由您先垫付，以后凭票据领回。",
                "You pay this part first and claim it back with the papers.",
            ));
        }
        sentences
    }

    fn factor_sentences(&self, layer: &Layer, terms: &Terms) -> Option<Text> {
        if terms.factor.is_one() {
            return None;
        }
        let factor = terms.factor.percent();
        let like = terms.like.as_ref().and_then(|id| layer.terms.iter().find(|other| other.id.as_ref() == Some(id)));
        let tier =
            like.and_then(|like| if let [tier] = &like.when.tier[..] { self.pack.rules.tier(tier) } else { None });
        Some(match tier {
            Some(tier) => Text::new(
                format!("按“{}”算出的结果的 {factor} 支付。", tier.name.zh),
                format!("{factor} of the result under the terms of “{}” is paid.", tier.name.en),
            ),
            None => Text::new(format!("按算出的结果的 {factor} 支付。"), format!("{factor} of the result is paid.")),
        })
    }

    fn bonus_sentences(&self, layer: &Layer, share: &LayerShare) -> Vec<Text> {
        let mut sentences = Vec::new();
        for found in &share.bonuses {
            let Some(bonus) = found.bonus.checked_sub(1).and_then(|place| layer.bonuses.get(place)) else { continue };
            let by = self.met_by(&bonus.when);
            let by = by.unwrap_or_else(|| Text::new("规定", "The rules"));
            let points = found.points.percent().trim_end_matches('%').to_owned();
            if !found.points.decimal().is_zero() {
                sentences.push(if bonus.tags.is_empty() {
                    Text::new(
                        format!("{}：支付比例增加 {points} 个百分点。", by.zh),
                        format!("{}: the rate is {points} percentage points higher.", by.en),
                    )
                } else {
                    let full = bonus.points.percent().trim_end_matches('%').to_owned();
                    Text::new(
                        format!("有鼓励的药品和项目多付 {full} 个百分点，按它们占的份额，比例增加 {points} 个百分点。"),
                        format!("Favoured drugs and items have {full} points more; by their share the rate is {points} higher."),
                    )
                });
            }
            if !found.factor.is_one() {
                let factor = found.factor.percent();
                sentences.push(Text::new(
                    format!("{}：按结果的 {factor} 支付。", by.zh),
                    format!("{}: {factor} of the result is paid.", by.en),
                ));
            }
        }
        sentences
    }
}

pub(super) fn terms_of<'a>(layer: &'a Layer, share: &LayerShare) -> Option<&'a Terms> {
    layer.terms.get(share.terms?.checked_sub(1)?)
}

fn not_eligible(layer: &Layer, row: Row) -> Row {
    let note = layer
        .not_eligible
        .clone()
        .unwrap_or_else(|| Text::new("不符合这一项的支付条件", "The conditions of this fund are not met"));
    Row { formula: Some(note.clone()), note: Some(note), ..row }
}

fn inputs(share: &LayerShare, parts: &[(Kind, Money, Money)]) -> Vec<RowInput> {
    let mut inputs = vec![RowInput::new("进入本项的费用", "Charges that enter", share.base.grouped())];
    let parts = parts.iter().filter(|(_, amount, _)| !amount.is_zero());
    inputs.extend(parts.map(|(kind, amount, _)| RowInput { name: kind_words(*kind), value: amount.grouped() }));
    if !share.deductible.is_zero() {
        inputs.push(RowInput::new("起付线以内", "Under the deductible", share.deductible.grouped()));
    }
    inputs
}

fn amount_of_kind(kind: Kind, amount: Money) -> Text {
    let (name, amount) = (kind_words(kind), amount.grouped());
    Text::new(format!("{} {amount} 元", name.zh), format!("{} ¥{amount}", name.en))
}

/// How far the year, the quarter or the month still is from its start line.
fn below_the_line(layer: &Layer, share: &LayerShare) -> Option<(Text, Text)> {
    let whole_line = layer.deductible_counted == DeductibleCounted::AsBands && layer.accumulate != Period::Stay;
    if !whole_line || share.base_of_year > share.deductible_line || share.deductible_line.is_zero() {
        return None;
    }
    let left = (share.deductible_line - share.base_of_year).grouped();
    let (so_far, line) = (share.base_of_year.grouped(), share.deductible_line.grouped());
    let note = Text::new(format!("距起付还差 {left}"), format!("¥{left} below the threshold"));
    let (zh, en) = match (layer.accumulate, layer.counts) {
        (Period::Month, Whose::Person) => (
            format!("本月累计 {so_far} 元，满 {line} 元起付"),
            format!("¥{so_far} so far this month; payment starts above ¥{line}"),
        ),
        (Period::Quarter, Whose::Person) => (
            format!("本季度累计 {so_far} 元，满 {line} 元起付"),
            format!("¥{so_far} so far this quarter; payment starts above ¥{line}"),
        ),
        (Period::Month, Whose::Household) => (
            format!("全家本月累计 {so_far} 元，满 {line} 元起付"),
            format!("¥{so_far} for the household this month; payment starts above ¥{line}"),
        ),
        (Period::Quarter, Whose::Household) => (
            format!("全家本季度累计 {so_far} 元，满 {line} 元起付"),
            format!("¥{so_far} for the household this quarter; payment starts above ¥{line}"),
        ),
        (Period::Year | Period::Stay, Whose::Household) => (
            format!("全家今年累计 {so_far} 元，满 {line} 元起付"),
            format!("¥{so_far} for the household this year; payment starts above ¥{line}"),
        ),
        (Period::Year | Period::Stay, Whose::Person) => (
            format!("今年累计 {so_far} 元，满 {line} 元起付"),
            format!("¥{so_far} so far this year; payment starts above ¥{line}"),
        ),
    };
    Some((note, Text::new(zh, en)))
}
