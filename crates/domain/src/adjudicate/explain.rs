//! A settlement in words: the ladder, the reasons, what could be done.
//!
//! Rows come from the same figures as the money. Sentences are written whole in both languages.

mod words;

use super::bill::Bill;
use super::pricing::pay_first_rate;
use super::settlement::{ItemSplit, Kind, LayerShare, Settlement};
use crate::money::Money;
use crate::pack::{Fund, Layer, Pack};
use crate::text::Text;
use serde::Serialize;
use std::collections::BTreeSet;
use words::{before_layers_words, items_en, layer_notes, named, percent, permille, reason_words};

/// How a row enters the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Sign {
    /// A starting amount.
    #[serde(rename = "")]
    None,
    /// Taken away.
    #[serde(rename = "−")]
    Minus,
    /// A share of what stands above.
    #[serde(rename = "×")]
    Times,
    /// Added by a further fund.
    #[serde(rename = "+")]
    Plus,
    /// A result.
    #[serde(rename = "=")]
    Equals,
}

/// What a row or part is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RowKind {
    /// The whole.
    Total,
    /// Borne by the patient.
    #[serde(rename = "self")]
    SelfPaid,
    /// A sum on the way.
    Subtotal,
    /// Basic insurance.
    Basic,
    /// Serious-illness insurance.
    Serious,
    /// Medical assistance.
    Assistance,
    /// Another fund.
    Other,
    /// What the patient pays.
    Due,
}

impl From<Fund> for RowKind {
    fn from(fund: Fund) -> Self {
        match fund {
            Fund::Basic => Self::Basic,
            Fund::Serious => Self::Serious,
            Fund::Assistance => Self::Assistance,
            Fund::Account | Fund::Other => Self::Other,
        }
    }
}

/// A row of the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Row {
    /// Stable name.
    pub id: String,
    /// How it enters the sum.
    pub sign: Sign,
    /// The field's term.
    pub label: Text,
    /// In plain words.
    pub plain: Text,
    /// Why this figure.
    pub note: Option<Text>,
    /// Yuan, plain.
    pub amount: String,
    /// Yuan, grouped.
    pub shown: String,
    /// What it is.
    pub kind: RowKind,
    /// Nothing.
    pub zero: bool,
    /// Where the bar starts, in permille of the total.
    pub bar_from: u32,
    /// How long it is.
    pub bar_width: u32,
    /// Document and article.
    pub rule: Option<Text>,
    /// The formula in words.
    pub formula: Option<Text>,
    /// Items behind it.
    pub items: Vec<RowItem>,
}

/// An item behind a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RowItem {
    /// Name.
    pub name: Text,
    /// Yuan, grouped.
    pub amount: String,
}

/// One of the biggest reasons why the patient pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reason {
    /// What.
    pub title: Text,
    /// More about it.
    pub detail: Text,
    /// Yuan, grouped.
    pub amount: String,
}

/// A part of the bar over the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FundPart {
    /// Who pays.
    pub name: Text,
    /// What it is.
    pub kind: RowKind,
    /// Yuan, grouped.
    pub amount: String,
    /// Share of the total, `70.4%`.
    pub percent: String,
    /// The same in permille.
    pub permille: u32,
}

/// The whole explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Explanation {
    /// The ladder.
    pub rows: Vec<Row>,
    /// The biggest reasons, largest first.
    pub reasons: Vec<Reason>,
    /// What could be done.
    pub advice: Vec<Text>,
    /// One sentence.
    pub sentence: Text,
    /// The funds' part of the total.
    pub share_of_total: String,
    /// The funds' part of the covered charges.
    pub share_of_covered: String,
    /// Who pays which part.
    pub bar: Vec<FundPart>,
}

/// Puts a settlement into words.
pub fn explain(pack: &Pack, bill: &Bill, settlement: &Settlement) -> Explanation {
    let words = Words { pack, bill, settlement };
    let funds = settlement.funds_pay();
    let (total, you_pay) = (settlement.total.grouped(), settlement.you_pay.grouped());
    let paid = funds.grouped();
    Explanation {
        rows: words.rows(),
        reasons: words.reasons(),
        advice: words.advice(),
        sentence: Text::new(
            format!("这次一共 {total} 元，报销 {paid} 元，您自己付 {you_pay} 元。"),
            format!("This stay cost ¥{total}. The funds pay ¥{paid}, you pay ¥{you_pay}."),
        ),
        share_of_total: percent(funds, settlement.total),
        share_of_covered: percent(funds, settlement.covered),
        bar: words.bar(),
    }
}

struct Words<'a> {
    pack: &'a Pack,
    bill: &'a Bill,
    settlement: &'a Settlement,
}

impl Words<'_> {
    fn rows(&self) -> Vec<Row> {
        let Settlement { total, covered, you_pay, .. } = *self.settlement;
        let count = self.bill.lines.len();
        let mut rows = vec![Row {
            note: Some(Text::new(format!("{count} 项"), items_en(count))),
            ..self.row("total", RowKind::Total, total, Money::ZERO, Text::new("总费用", "Total charges"))
        }];
        rows[0].plain = Text::new("一共花了", "It cost");
        let mut top = total;
        for kind in [Kind::OutsideCatalogue, Kind::AboveLimit, Kind::PayFirst] {
            let amount = self.settlement.before_layers.get(&kind).copied().unwrap_or_default();
            top -= amount;
            rows.push(self.before_layers(kind, amount, top));
        }
        rows.push(Row {
            sign: Sign::Equals,
            plain: Text::new("可以报销的费用", "What can be reimbursed"),
            ..self.row(
                "covered",
                RowKind::Subtotal,
                covered,
                Money::ZERO,
                Text::new("政策范围内费用", "Covered charges"),
            )
        });
        for (layer, share) in self.pack.rules.layers.iter().zip(&self.settlement.layers) {
            self.layer_rows(layer, share, &mut top, &mut rows);
        }
        rows.push(Row {
            sign: Sign::Equals,
            plain: Text::new("您自己付", "You pay"),
            ..self.row("you-pay", RowKind::Due, you_pay, Money::ZERO, Text::new("个人负担", "You pay"))
        });
        rows
    }

    fn row(&self, id: &str, kind: RowKind, amount: Money, from: Money, label: Text) -> Row {
        let total = self.settlement.total;
        Row {
            id: id.to_owned(),
            sign: Sign::None,
            plain: label.clone(),
            label,
            note: None,
            amount: amount.to_string(),
            shown: amount.grouped(),
            kind,
            zero: amount.is_zero(),
            bar_from: permille(from, total),
            bar_width: permille(amount, total),
            rule: None,
            formula: None,
            items: Vec::new(),
        }
    }

    fn before_layers(&self, kind: Kind, amount: Money, from: Money) -> Row {
        let items = self.items_of(kind);
        let rate = (kind == Kind::PayFirst).then(|| self.only_pay_first_rate()).flatten();
        let (id, label, plain) = before_layers_words(kind, rate.as_deref());
        let count = items.len();
        Row {
            sign: Sign::Minus,
            plain,
            note: (count > 0).then(|| Text::new(format!("{count} 项"), items_en(count))),
            rule: (kind == Kind::PayFirst).then(|| self.pay_first_source()).flatten(),
            items,
            ..self.row(id, RowKind::SelfPaid, amount, from, label)
        }
    }

    fn items_of(&self, kind: Kind) -> Vec<RowItem> {
        let amount_of = |item: &ItemSplit| match kind {
            Kind::OutsideCatalogue => item.outside,
            Kind::AboveLimit => item.above_limit,
            _ => item.pay_first,
        };
        let mut found: Vec<_> = self.settlement.items.iter().zip(&self.bill.lines).collect();
        found.retain(|(item, _)| !amount_of(item).is_zero());
        found.sort_by_key(|(item, _)| std::cmp::Reverse(amount_of(item)));
        let row = |(item, line): &(&ItemSplit, &super::bill::ChargeLine)| RowItem {
            name: line.name.clone(),
            amount: amount_of(item).grouped(),
        };
        found.iter().map(row).collect()
    }

    fn only_pay_first_rate(&self) -> Option<String> {
        let with_share = self.settlement.items.iter().filter(|item| !item.pay_first.is_zero());
        let items = with_share.filter_map(|item| self.pack.catalogue.item(&item.item));
        let rates: BTreeSet<_> = items.map(|item| pay_first_rate(self.pack, item)).collect();
        (rates.len() == 1).then(|| rates.first().map(|rate| rate.percent())).flatten()
    }

    fn pay_first_source(&self) -> Option<Text> {
        self.pack.rules.pay_first.iter().find_map(|rule| self.source(rule.source.as_deref()))
    }

    fn source(&self, name: Option<&str>) -> Option<Text> {
        let source = self.pack.rules.sources.get(name?)?;
        let article = &source.article;
        let with =
            |document: &str| if article.is_empty() { document.to_owned() } else { format!("{document} {article}") };
        Some(Text::new(with(&source.document.zh), with(&source.document.en)))
    }

    fn layer_rows(&self, layer: &Layer, share: &LayerShare, top: &mut Money, rows: &mut Vec<Row>) {
        let terms = share.terms.and_then(|number| layer.terms.get(number - 1));
        let rule = self.source(terms.and_then(|terms| terms.source.as_deref()));
        let splits = layer.base.contains(&Kind::Covered);
        if splits && terms.is_some() {
            *top -= share.deductible;
            let mut row = self.row(
                &format!("{}.deductible", layer.id),
                RowKind::SelfPaid,
                share.deductible,
                *top,
                Text::new("起付线", "Deductible"),
            );
            row.sign = Sign::Minus;
            row.note = self.tier_note();
            row.rule.clone_from(&rule);
            rows.push(row);
        }
        *top -= share.paid;
        let (note, formula) = layer_notes(layer, share);
        rows.push(Row {
            sign: match (splits, share.paid.is_zero()) {
                (true, _) => Sign::Times,
                (false, false) => Sign::Plus,
                (false, true) => Sign::None,
            },
            note,
            formula,
            rule: rule.clone(),
            ..self.row(&format!("{}.paid", layer.id), layer.fund.into(), share.paid, *top, layer.name.clone())
        });
        if !share.above_ceiling.is_zero() {
            let mut row = self.row(
                &format!("{}.above-ceiling", layer.id),
                RowKind::SelfPaid,
                share.above_ceiling,
                (*top - share.above_ceiling).or_zero(),
                Text::new("超封顶线", "Above the ceiling"),
            );
            row.rule = rule;
            rows.push(row);
        }
    }

    fn tier_note(&self) -> Option<Text> {
        self.pack.rules.tier(&self.bill.tier).map(|tier| tier.name.clone())
    }

    fn reasons(&self) -> Vec<Reason> {
        let mut kinds: Vec<_> = self.settlement.patient.iter().collect();
        kinds.sort_by_key(|(_, amount)| std::cmp::Reverse(**amount));
        kinds.into_iter().take(3).map(|(kind, amount)| self.reason(*kind, *amount)).collect()
    }

    fn reason(&self, kind: Kind, amount: Money) -> Reason {
        let items = match kind {
            Kind::OutsideCatalogue | Kind::AboveLimit | Kind::PayFirst => self.items_of(kind),
            _ => Vec::new(),
        };
        let (title, detail) = reason_words(kind, items.len());
        let detail = if items.is_empty() { detail } else { named(&items) };
        Reason { title, detail, amount: amount.grouped() }
    }

    fn advice(&self) -> Vec<Text> {
        let bears = |kind| self.settlement.patient.contains_key(&kind);
        let mut advice = Vec::new();
        if bears(Kind::OutsideCatalogue) || bears(Kind::PayFirst) {
            advice.push(Text::new(
                "住院时可问医生，有没有目录内的药可以替换。",
                "In hospital you can ask the doctor whether a listed drug would do.",
            ));
        }
        let layers = self.pack.rules.layers.iter().zip(&self.settlement.layers);
        advice.extend(layers.filter(|(_, share)| share.terms.is_none()).filter_map(|(layer, _)| layer.advice.clone()));
        advice
    }

    fn bar(&self) -> Vec<FundPart> {
        let total = self.settlement.total;
        let part = |name: Text, kind, amount: Money| FundPart {
            name,
            kind,
            amount: amount.grouped(),
            percent: percent(amount, total),
            permille: permille(amount, total),
        };
        let layers = self.pack.rules.layers.iter().zip(&self.settlement.layers);
        let mut parts: Vec<_> = layers
            .filter(|(_, share)| !share.paid.is_zero())
            .map(|(layer, share)| part(layer.name.clone(), layer.fund.into(), share.paid))
            .collect();
        parts.push(part(Text::new("您自己付", "You pay"), RowKind::Due, self.settlement.you_pay));
        parts
    }
}
