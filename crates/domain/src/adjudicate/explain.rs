//! A settlement in words: the ladder, the reasons, what could be done.
//!
//! Rows come from the same figures as the money: the amounts and what decided them are read from the settlement, the
//! rules from the pack. Only the advice asks the engine again, for the same bill with one thing changed. Sentences are
//! written whole in both languages.

mod advice;
mod arithmetic;
mod before;
mod ceiling;
mod condition;
mod deductible;
mod layer;
mod reasons;
mod refusal;
mod row;
mod terminal;
mod words;

pub use refusal::{explain_refusals, explain_without_pack, refusal_words};
pub use row::{Explanation, FundPart, Reason, Rest, Row, RowInput, RowItem, RowKind, Sign};
pub use terminal::ladder_text;

use super::accumulators::Accumulators;
use super::bill::{Bill, Standing};
use super::facts::Facts;
use super::layers::relieve;
use super::ledger::Ledger;
use super::settlement::{Kind, Outcome, Settlement};
use crate::money::{Money, MoneyError};
use crate::pack::{FixedPrice, Fund, Pack};
use crate::text::Text;
use words::{percent, permille};

/// Puts a settlement into words. Standing and history are those that it was decided by.
pub fn explain(
    pack: &Pack,
    standing: &Standing,
    history: &Accumulators,
    bill: &Bill,
    settlement: &Settlement,
) -> Explanation {
    explain_stating(pack, (standing, history, bill), settlement, true)
}

/// The same for a desk at which neither facts nor certificates can be stated, so that nobody is advised to.
pub fn explain_at_desk(
    pack: &Pack,
    standing: &Standing,
    history: &Accumulators,
    bill: &Bill,
    settlement: &Settlement,
) -> Explanation {
    explain_stating(pack, (standing, history, bill), settlement, false)
}

fn explain_stating(
    pack: &Pack,
    (standing, history, bill): (&Standing, &Accumulators, &Bill),
    settlement: &Settlement,
    can_be_stated: bool,
) -> Explanation {
    let facts = Facts::of(&pack.rules, standing, history, bill, settlement.total);
    Explainer { pack, bill, facts, settlement, history, can_be_stated }.explanation()
}

/// Puts a decision into words, also one in which no fund takes part.
///
/// # Errors
/// An amount out of range, as in the decision itself.
pub fn explain_outcome(
    pack: &Pack,
    standing: &Standing,
    history: &Accumulators,
    bill: &Bill,
    outcome: &Outcome,
) -> Result<Explanation, MoneyError> {
    match outcome {
        Outcome::Settled(settlement) => Ok(explain(pack, standing, history, bill, settlement)),
        Outcome::NotCovered(refusals) => explain_refusals(pack, bill, refusals),
    }
}

/// The switches that the pack leaves at their named defaults, without those of premium and enrolment.
fn defaults(pack: &Pack) -> Vec<Text> {
    let of_bills = |switch: &str| !switch.starts_with("premium.") && !switch.starts_with("enrolment.");
    pack.defaults.iter().filter(|default| of_bills(&default.switch)).map(|default| default.text.clone()).collect()
}

struct Explainer<'a> {
    pack: &'a Pack,
    bill: &'a Bill,
    facts: Facts<'a>,
    settlement: &'a Settlement,
    history: &'a Accumulators,
    /// Whether whoever reads it could state facts and certificates.
    can_be_stated: bool,
}

/// Whether a kind is a part of the covered charges.
fn is_covered(kind: Kind) -> bool {
    !matches!(kind, Kind::OutsideCatalogue | Kind::AboveLimit | Kind::PayFirst)
}

impl Explainer<'_> {
    fn explanation(&self) -> Explanation {
        let (reasons, rest) = self.reasons();
        Explanation {
            rows: self.rows(),
            reasons,
            rest,
            advice: self.advice(),
            sentence: self.sentence(),
            at_desk: self.at_desk(),
            refused: Vec::new(),
            share_of_total: percent(self.funds(), self.settlement.total),
            share_of_covered: percent(self.funds_of_covered(), self.settlement.covered),
            bar: self.bar(),
            defaults: defaults(self.pack),
        }
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let top = self.before_layers(&mut rows);
        self.layer_rows(top, &mut rows);
        let you_pay = self.you_pay_row(&rows);
        rows.push(you_pay);
        rows.extend(self.desk_rows());
        rows
    }

    fn row(&self, id: &str, kind: RowKind, amount: Money, label: Text) -> Row {
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
            bar_from: 0,
            bar_width: permille(amount, self.settlement.total),
            rule: None,
            formula: None,
            because: Vec::new(),
            inputs: Vec::new(),
            items: Vec::new(),
        }
    }

    /// A row whose bar begins at an amount.
    fn standing_on(&self, from: Money, row: Row) -> Row {
        Row { bar_from: permille(from, self.settlement.total), ..row }
    }

    /// The total, less what the hospital and each layer pay.
    fn you_pay_row(&self, rows: &[Row]) -> Row {
        let paying = |row: &&Row| row.kind == RowKind::Total || !row.zero && row.kind.pays();
        let amounts: Vec<_> = rows.iter().filter(paying).collect();
        let (zh, en): (Vec<_>, Vec<_>) =
            amounts.iter().map(|row| (format!("{} 元", row.shown), format!("¥{}", row.shown))).unzip();
        let inputs = amounts.iter().map(|row| RowInput { name: row.label.clone(), value: row.shown.clone() });
        Row {
            sign: Sign::Equals,
            plain: Text::new("您自己付", "You pay"),
            formula: Some(Text::new(zh.join(" − "), en.join(" − "))),
            inputs: inputs.collect(),
            ..self.row("you-pay", RowKind::Due, self.settlement.you_pay, Text::new("个人负担", "You pay"))
        }
    }

    /// What the patient pays first and claims later, and what that makes at the desk.
    fn desk_rows(&self) -> Vec<Row> {
        let (later, now) = (self.settlement.claimed_later(), self.settlement.due_at_desk());
        if later.is_zero() {
            return Vec::new();
        }
        let claimed = self.layers().filter(|(_, share)| share.claimed && !share.paid.is_zero());
        let inputs = claimed.map(|(layer, share)| RowInput { name: layer.name.clone(), value: share.paid.grouped() });
        let (share, back) = (self.settlement.you_pay.grouped(), later.grouped());
        vec![
            Row {
                sign: Sign::Plus,
                plain: Text::new("先垫付、以后领回", "Paid first, claimed back later"),
                formula: Some(Text::new("由您先垫付的各项基金支付", "What funds pay of this bill and you advance")),
                inputs: inputs.collect(),
                ..self.row("claim-later", RowKind::Claim, later, Text::new("垫付待报销", "Advanced, to be claimed"))
            },
            Row {
                sign: Sign::Equals,
                plain: Text::new("现在在窗口付", "To pay at the desk now"),
                formula: Some(Text::new(format!("{share} 元 + {back} 元"), format!("¥{share} + ¥{back}"))),
                inputs: vec![
                    RowInput::new("个人负担", "You pay", share),
                    RowInput::new("垫付待报销", "Advanced, to be claimed", back),
                ],
                ..self.row("pay-now", RowKind::Desk, now, Text::new("窗口应付", "Due at the desk"))
            },
        ]
    }

    /// Document and article; the pack itself for what cites none.
    fn source(&self, name: Option<&str>) -> Text {
        let rules = &self.pack.rules;
        let Some(source) = name.and_then(|name| rules.sources.get(name)) else {
            let (title, version) = (&rules.title, &rules.version);
            return Text::new(format!("{} {version}", title.zh), format!("{} {version}", title.en));
        };
        let article = &source.article;
        let with =
            |document: &str| if article.is_empty() { document.to_owned() } else { format!("{document} {article}") };
        Text::new(with(&source.document.zh), with(&source.document.en))
    }

    fn fixed_price(&self) -> Option<&FixedPrice> {
        self.pack.rules.fixed_prices.iter().find(|fixed| self.facts.holds(&fixed.when))
    }

    /// What comes from the household's own account.
    fn account(&self) -> Money {
        self.layers().filter(|(layer, _)| layer.fund == Fund::Account).map(|(_, share)| share.paid).sum()
    }

    /// What the funds pay; the household's own account is none.
    fn funds(&self) -> Money {
        self.settlement.funds_pay() - self.account()
    }

    /// What of it relieves the covered charges; a fund may also pay for what is outside the catalogue.
    fn funds_of_covered(&self) -> Money {
        let mut ledger = self.before_any_layer();
        let mut funds = Money::ZERO;
        for (layer, share) in self.layers() {
            let before = ledger.sum_where(is_covered);
            relieve(&mut ledger, layer, share);
            if layer.fund != Fund::Account {
                funds += before - ledger.sum_where(is_covered);
            }
        }
        funds
    }

    /// What is with the patient before any layer pays.
    fn before_any_layer(&self) -> Ledger {
        let mut ledger = Ledger::default();
        for (kind, amount) in &self.settlement.before_layers {
            ledger.add(*kind, *amount);
        }
        ledger.add(Kind::ReferralPayFirst, self.settlement.referral_share);
        ledger.add(Kind::Covered, self.settlement.covered - self.settlement.referral_share);
        ledger
    }

    fn sentence(&self) -> Text {
        let Settlement { total, you_pay, hospital_pays, .. } = *self.settlement;
        let account = self.account();
        let [total, funds, you, home, hospital] =
            [total, self.funds(), you_pay, account, hospital_pays].map(Money::grouped);
        let cost = if self.bill.kind.is_inpatient() { "This stay cost" } else { "This visit cost" };
        let (zh, en) = match (account.is_zero(), hospital_pays.is_zero()) {
            (true, true) => (
                format!("这次一共 {total} 元，报销 {funds} 元，您自己付 {you} 元。"),
                format!("{cost} ¥{total}. The funds pay ¥{funds}, you pay ¥{you}."),
            ),
            (false, true) => (
                format!("这次一共 {total} 元，报销 {funds} 元，家庭账户付 {home} 元，您自己付 {you} 元。"),
                format!("{cost} ¥{total}. The funds pay ¥{funds}, your family account ¥{home}, you pay ¥{you}."),
            ),
            (true, false) => (
                format!("这次一共 {total} 元，报销 {funds} 元，医院承担 {hospital} 元，您自己付 {you} 元。"),
                format!("{cost} ¥{total}. The funds pay ¥{funds}, the hospital bears ¥{hospital}, you pay ¥{you}."),
            ),
            (false, false) => (
                format!(
                    "这次一共 {total} 元，报销 {funds} 元，医院承担 {hospital} 元，家庭账户付 {home} 元，您自己付 {you} 元。"
                ),
                format!(
                    "{cost} ¥{total}. The funds pay ¥{funds}, the hospital bears ¥{hospital}, your family account pays \
                     ¥{home}, you pay ¥{you}."
                ),
            ),
        };
        Text::new(zh, en)
    }

    fn at_desk(&self) -> Option<Text> {
        let later = self.settlement.claimed_later();
        let (now, back) = (self.settlement.due_at_desk().grouped(), later.grouped());
        (!later.is_zero()).then(|| {
            Text::new(
                format!("现在在窗口先付 {now} 元，其中 {back} 元以后凭票据领回。"),
                format!("You pay ¥{now} at the desk now and claim ¥{back} of it back later."),
            )
        })
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
        let mut parts: Vec<_> = self
            .layers()
            .filter(|(_, share)| !share.paid.is_zero())
            .map(|(layer, share)| part(layer.name.clone(), layer.fund.into(), share.paid))
            .collect();
        let hospital = self.settlement.hospital_pays;
        if !hospital.is_zero() {
            parts.push(part(Text::new("医院承担", "The hospital bears"), RowKind::Hospital, hospital));
        }
        parts.push(part(Text::new("您自己付", "You pay"), RowKind::Due, self.settlement.you_pay));
        parts
    }
}
