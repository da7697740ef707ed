//! Rows from the charges to what the layers share: outside the catalogue, above limits, paid first, the hospital's part.

use super::words::{items_en, list, referral_words};
use super::{Explainer, Row, RowInput, RowItem, RowKind, Sign};
use crate::adjudicate::pricing::pay_first_rate;
use crate::adjudicate::settlement::{ItemSplit, PassedLimit};
use crate::adjudicate::{ChargeLine, Kind};
use crate::money::{Money, Rate};
use crate::pack::{ItemClass, KindLimit, LimitOrder, LimitPer};
use crate::text::Text;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl Explainer<'_> {
    /// From the total to the covered charges, and the first share of a referral. Gives what is left for the layers.
    pub(super) fn before_layers(&self, rows: &mut Vec<Row>) -> Money {
        rows.push(self.total_row());
        let mut top = self.settlement.total;
        let mut taken = vec![self.outside_row()];
        taken.extend(self.passed_limit_rows());
        taken.insert(1, self.above_limit_row());
        taken.push(self.pay_first_row());
        taken.extend(self.hospital_row());
        for (row, amount) in taken {
            top -= amount;
            rows.push(self.standing_on(top, row));
        }
        rows.push(self.covered_row(rows));
        if let Some(row) = self.referral_row() {
            top -= self.settlement.referral_share;
            rows.push(self.standing_on(top, row));
        }
        top
    }

    fn total_row(&self) -> Row {
        let count = self.bill.lines.len();
        Row {
            plain: Text::new("一共花了", "It cost"),
            note: Some(Text::new(format!("{count} 项"), items_en(count))),
            formula: Some(Text::new(
                "每项单价 × 数量，相加后保留到分",
                "Price × quantity of each item, added up and rounded to the fen",
            )),
            inputs: vec![RowInput::new("项数", "Items", count.to_string())],
            ..self.row("total", RowKind::Total, self.settlement.total, Text::new("总费用", "Total charges"))
        }
    }

    fn taken(&self, id: &str, amount: Money, label: Text) -> Row {
        Row { sign: Sign::Minus, rule: Some(self.source(None)), ..self.row(id, RowKind::SelfPaid, amount, label) }
    }

    fn outside_row(&self) -> (Row, Money) {
        let amount = self.before(Kind::OutsideCatalogue);
        let items = self.items_of(Kind::OutsideCatalogue);
        let row = Row {
            plain: Text::new("不在目录的项目", "Items outside the catalogue"),
            note: counted(&items),
            formula: Some(Text::new("不在医保目录的项目全部自付", "Items outside the catalogue are yours in full")),
            inputs: vec![RowInput::new("项数", "Items", items.len().to_string())],
            items,
            ..self.taken("outside-catalogue", amount, Text::new("全自费", "Not covered"))
        };
        (row, amount)
    }

    /// Above the price limit, without what lies above limits of kinds of charge: that has rows of its own.
    fn above_limit_row(&self) -> (Row, Money) {
        let own = |line: usize| self.limit_group(line).is_none();
        let (items, amount) = self.above_limit(own);
        let formula = match self.pack.rules.charges.limit {
            LimitOrder::BeforeShare => Text::new(
                "（单价 − 限价）× 数量，只算超过限价的项目",
                "(price − limit) × quantity, where the price is higher",
            ),
            LimitOrder::AfterShare => Text::new(
                "扣除先行自付后，仍超过限价的部分",
                "What is above the limit after the pay-first share is taken off",
            ),
        };
        let row = Row {
            plain: Text::new("超过限价的部分", "Above the price limit"),
            note: counted(&items),
            formula: Some(formula),
            inputs: vec![RowInput::new("项数", "Items", items.len().to_string())],
            items,
            ..self.taken("above-limit", amount, Text::new("超限价自付", "Above price limit"))
        };
        (row, amount)
    }

    fn passed_limit_rows(&self) -> Vec<(Row, Money)> {
        let passed = self.settlement.passed_limits.iter();
        passed
            .filter_map(|passed| {
                let limit = self.pack.rules.kind_limits.get(passed.limit.checked_sub(1)?)?;
                Some(self.passed_limit_row(*passed, limit))
            })
            .collect()
    }

    fn passed_limit_row(&self, passed: PassedLimit, limit: &KindLimit) -> (Row, Money) {
        let (items, amount) = self.above_limit(|line| self.limit_group(line) == Some(passed.limit));
        let names = limit.kinds.iter().filter_map(|kind| self.pack.rules.charge_kind(kind)).map(|kind| &kind.name);
        let kinds = list(names);
        let (most, counted) = (passed.most.grouped(), passed.counted.grouped());
        let mut inputs = vec![
            RowInput::new("计入限额的费用", "Charges under the limit", counted.clone()),
            RowInput::new("限额", "Limit", most.clone()),
        ];
        let note = match limit.per {
            LimitPer::Stay if passed.most < limit.amount => {
                let (whole, before) = (limit.amount.grouped(), (limit.amount - passed.most).grouped());
                inputs.push(RowInput::new("同一次住院已计入", "Counted in other parts of the stay", before.clone()));
                Text::new(
                    format!("每次住院最多计入 {whole} 元，其他各段已计入 {before} 元"),
                    format!("At most ¥{whole} count for a stay; ¥{before} counted in its other parts"),
                )
            }
            LimitPer::Stay => Text::new(format!("最多计入 {most} 元"), format!("At most ¥{most} count")),
            LimitPer::Day => {
                let (each, days) = (limit.amount.grouped(), self.bill.days());
                inputs.push(RowInput::new("每天限额", "Limit of a day", each.clone()));
                inputs.push(RowInput::new("天数", "Days", days.to_string()));
                Text::new(
                    format!("每天最多 {each} 元，{days} 天 {most} 元"),
                    format!("At most ¥{each} a day, ¥{most} for {days} days"),
                )
            }
        };
        let mut because = Vec::new();
        let by_price = (amount - (passed.counted - passed.most)).or_zero();
        // A fen more or less is a matter of rounding.
        if by_price > Money::FEN {
            let more = by_price.grouped();
            because.push(Text::new(
                format!("其中 {more} 元是超过单价限价的部分。"),
                format!("¥{more} of it is above the price limit of single items."),
            ));
        }
        let label = Text::new(format!("超限额自付：{}", kinds.zh), format!("Above the limit: {}", kinds.en));
        let row = Row {
            plain: Text::new(format!("{}超过限额的部分", kinds.zh), format!("{}: above the limit", kinds.en)),
            note: Some(note),
            formula: Some(Text::new(format!("{counted} 元 − 限额 {most} 元"), format!("¥{counted} − limit ¥{most}"))),
            rule: Some(self.source(limit.source.as_deref())),
            because,
            inputs,
            items,
            ..self.taken(&format!("kind-limit.{}", passed.limit), amount, label)
        };
        (row, amount)
    }

    fn pay_first_row(&self) -> (Row, Money) {
        let amount = self.before(Kind::PayFirst);
        let items = self.items_of(Kind::PayFirst);
        let rates = self.pay_first_by_rate();
        let (mut zh, mut en, mut inputs) = (Vec::new(), Vec::new(), Vec::new());
        for (rate, base) in &rates {
            let (rate, base) = (rate.percent(), base.grouped());
            zh.push(format!("{base} 元 × {rate}"));
            en.push(format!("¥{base} × {rate}"));
            inputs.push(RowInput::new("要先自付的费用", "Charges with a share paid first", base));
            inputs.push(RowInput::new("先行自付比例", "Pay-first rate", rate));
        }
        inputs.insert(0, RowInput::new("项数", "Items", items.len().to_string()));
        let formula = if rates.is_empty() {
            Text::new("没有要先自付一部分的项目", "No item has a share that is paid first")
        } else {
            Text::new(zh.join(" + "), en.join(" + "))
        };
        let only = if let [(rate, _)] = &rates[..] { Some(rate.percent()) } else { None };
        let class_b = self
            .settlement
            .items
            .iter()
            .filter(|item| !item.pay_first.is_zero())
            .all(|item| self.pack.catalogue.item(&item.item).is_none_or(|item| item.class == ItemClass::B));
        let (label, plain) = pay_first_words(only.as_deref(), class_b);
        let rule = self.pack.rules.pay_first.iter().find_map(|rule| rule.source.as_deref());
        let row = Row {
            plain,
            note: counted(&items),
            formula: Some(formula),
            rule: Some(self.source(rule)),
            inputs,
            items,
            ..self.taken("pay-first", amount, label)
        };
        (row, amount)
    }

    /// What each rate was taken of, for the rates that took anything.
    fn pay_first_by_rate(&self) -> Vec<(Rate, Money)> {
        let before_share = self.pack.rules.charges.limit == LimitOrder::BeforeShare;
        let mut bases: BTreeMap<Rate, Money> = BTreeMap::new();
        for item in self.settlement.items.iter().filter(|item| !item.pay_first.is_zero()) {
            let Some(known) = self.pack.catalogue.item(&item.item) else { continue };
            let limited = if before_share { item.above_limit } else { Money::ZERO };
            *bases.entry(pay_first_rate(self.pack, known)).or_default() += item.amount - limited;
        }
        bases.into_iter().collect()
    }

    fn hospital_row(&self) -> Option<(Row, Money)> {
        let amount = self.settlement.hospital_pays;
        if amount.is_zero() {
            return None;
        }
        let fixed = self.fixed_price()?;
        let (total, price) = (self.settlement.total.grouped(), fixed.price.grouped());
        let (mut zh, mut en) = (format!("{total} 元 − 定额 {price} 元"), format!("¥{total} − fixed price ¥{price}"));
        let mut inputs =
            vec![RowInput::new("总费用", "Total charges", total), RowInput::new("定额", "Fixed price", price.clone())];
        // What the other parts of the stay left of the price.
        let left = self.settlement.total - amount;
        if left < fixed.price {
            let before = (fixed.price - left).grouped();
            zh = format!("{zh} + 同一次住院已计入 {before} 元");
            en = format!("{en} + ¥{before} counted in other parts of the stay");
            inputs.push(RowInput::new("同一次住院已计入", "Counted in other parts of the stay", before));
        }
        let row = Row {
            sign: Sign::Minus,
            plain: Text::new("超过定额、由医院承担的部分", "Above the fixed price: the hospital bears it"),
            note: Some(Text::new(format!("定额 {price} 元"), format!("Fixed price ¥{price}"))),
            formula: Some(Text::new(zh, en)),
            because: vec![Text::new(
                "这种病按定额收费，超过定额的部分医院不能向您收。",
                "This illness has a fixed price; the hospital may not charge you what lies above it.",
            )],
            rule: Some(self.source(fixed.source.as_deref())),
            inputs,
            ..self.row("hospital", RowKind::Hospital, amount, Text::new("医院承担", "The hospital bears"))
        };
        Some((row, amount))
    }

    fn covered_row(&self, rows: &[Row]) -> Row {
        let fixed = self.fixed_price();
        let amounts: Vec<_> = rows.iter().filter(|row| row.id == "total" || !row.zero).collect();
        let (zh, en): (Vec<_>, Vec<_>) =
            amounts.iter().map(|row| (format!("{} 元", row.shown), format!("¥{}", row.shown))).unzip();
        let because = fixed.map(|_| {
            Text::new(
                "按定额收费的病，定额以内的费用全部计入，不分目录类别。",
                "Within a fixed price all charges count, whatever their class.",
            )
        });
        Row {
            sign: Sign::Equals,
            plain: Text::new("可以报销的费用", "What can be reimbursed"),
            formula: Some(Text::new(zh.join(" − "), en.join(" − "))),
            because: because.into_iter().collect(),
            inputs: amounts.iter().map(|row| RowInput { name: row.label.clone(), value: row.shown.clone() }).collect(),
            ..self.row(
                "covered",
                RowKind::Subtotal,
                self.settlement.covered,
                Text::new("政策范围内费用", "Covered charges"),
            )
        }
    }

    fn referral_row(&self) -> Option<Row> {
        let amount = self.settlement.referral_share;
        if amount.is_zero() {
            return None;
        }
        let rule = self.pack.rules.referral_shares.iter().find(|rule| self.facts.holds(&rule.when))?;
        let (rate, covered) = (rule.rate.percent(), self.settlement.covered.grouped());
        Some(Row {
            plain: Text::new(format!("转诊先自付 {rate}"), format!("Referral: you pay {rate} first")),
            note: Some(referral_words(self.bill.referral)),
            formula: Some(Text::new(format!("{covered} 元 × {rate}"), format!("¥{covered} × {rate}"))),
            rule: Some(self.source(rule.source.as_deref())),
            inputs: vec![
                RowInput::new("政策范围内费用", "Covered charges", covered),
                RowInput::new("转诊先行自付比例", "Referral pay-first rate", rate.clone()),
            ],
            ..self.taken(
                "referral-share",
                amount,
                Text::new(format!("转诊先行自付 {rate}"), format!("Referral pay-first share {rate}")),
            )
        })
    }

    /// What of a kind was taken before the layers.
    fn before(&self, kind: Kind) -> Money {
        self.settlement.before_layers.get(&kind).copied().unwrap_or_default()
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &ItemSplit, &ChargeLine)> {
        self.settlement.items.iter().zip(&self.bill.lines).enumerate().map(|(place, (item, line))| (place, item, line))
    }

    /// The items of a kind, the largest first.
    pub(super) fn items_of(&self, kind: Kind) -> Vec<RowItem> {
        let amount_of = |item: &ItemSplit| match kind {
            Kind::OutsideCatalogue => item.outside,
            Kind::AboveLimit => item.above_limit,
            _ => item.pay_first,
        };
        items(self.lines().map(|(_, item, line)| (amount_of(item), line)))
    }

    fn above_limit(&self, of: impl Fn(usize) -> bool) -> (Vec<RowItem>, Money) {
        let amounts: Vec<_> =
            self.lines().filter(|(place, ..)| of(*place)).map(|(_, item, line)| (item.above_limit, line)).collect();
        let sum = amounts.iter().map(|(amount, _)| *amount).sum();
        (items(amounts.into_iter()), sum)
    }

    /// The passed limit of kinds of charge that a line was counted under.
    fn limit_group(&self, place: usize) -> Option<usize> {
        if self.settlement.passed_limits.is_empty() {
            return None;
        }
        let item = self.pack.catalogue.item(&self.bill.lines.get(place)?.item)?;
        let mut limits = (1..).zip(&self.pack.rules.kind_limits).filter(|(_, limit)| self.facts.holds(&limit.when));
        let (number, _) = limits.find(|(_, limit)| limit.kinds.contains(&item.kind))?;
        self.settlement.passed_limits.iter().any(|passed| passed.limit == number).then_some(number)
    }
}

fn counted(items: &[RowItem]) -> Option<Text> {
    let count = items.len();
    (count > 0).then(|| Text::new(format!("{count} 项"), items_en(count)))
}

fn items<'a>(amounts: impl Iterator<Item = (Money, &'a ChargeLine)>) -> Vec<RowItem> {
    let mut found: Vec<_> = amounts.filter(|(amount, _)| !amount.is_zero()).collect();
    found.sort_by_key(|(amount, _)| Reverse(*amount));
    found.iter().map(|(amount, line)| RowItem { name: line.name.clone(), amount: amount.grouped() }).collect()
}

fn pay_first_words(rate: Option<&str>, class_b: bool) -> (Text, Text) {
    match (rate, class_b) {
        (Some(rate), true) => (
            Text::new(format!("乙类先行自付 {rate}"), format!("Pay-first share {rate}")),
            Text::new(format!("乙类先自付 {rate}"), format!("Class B: you pay {rate} first")),
        ),
        (None, true) => {
            (Text::new("乙类先行自付", "Pay-first share"), Text::new("乙类先自付", "Class B: you pay a share first"))
        }
        (Some(rate), false) => (
            Text::new(format!("先行自付 {rate}"), format!("Pay-first share {rate}")),
            Text::new(format!("部分项目先自付 {rate}"), format!("Some items: you pay {rate} first")),
        ),
        (None, false) => (
            Text::new("先行自付", "Pay-first share"),
            Text::new("部分项目先自付一部分", "Some items: you pay a share first"),
        ),
    }
}
