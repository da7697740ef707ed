//! What counts: catalogue, pay-first shares, limits, fixed prices.

use super::page::Page;
use crate::table::{figure, words};
use nonghe_domain::Lang;
use nonghe_domain::pack::{Catalogue, ItemClass, LimitOrder, LimitPer};

/// How charges become covered charges.
pub fn charges(page: &mut Page<'_>, catalogue: &Catalogue) {
    let rules = page.rules;
    let states_rules = !rules.pay_first.is_empty()
        || !rules.kind_limits.is_empty()
        || !rules.referral_shares.is_empty()
        || !rules.fixed_prices.is_empty();
    if catalogue.items().is_empty() && !states_rules {
        return;
    }
    page.chapter("哪些费用算数", "What counts");
    classes(page, catalogue);
    let (zh, en) = match rules.charges.limit {
        LimitOrder::BeforeShare => (
            "有限价的项目：先按限价取数，再扣先行自付。",
            "Price limits apply first; the pay-first share is taken of what lies within.",
        ),
        LimitOrder::AfterShare => (
            "有限价的项目：先扣先行自付，再按限价取数。",
            "The pay-first share is taken first; the price limit applies to the rest.",
        ),
    };
    page.say(zh, en);
    pay_first(page);
    limits(page);
    first_shares(page);
}

fn classes(page: &mut Page<'_>, catalogue: &Catalogue) {
    let mut table = page.table(&[("目录类别", "Class"), ("项目数", "Items"), ("有限价的", "With a price limit")]);
    for class in [ItemClass::A, ItemClass::B, ItemClass::C] {
        let of_class = || catalogue.items().iter().filter(|item| item.class == class);
        let limited = of_class().filter(|item| item.price_limit.is_some()).count();
        if of_class().next().is_some() {
            table.row([words(class.name()), figure(of_class().count().to_string()), figure(limited.to_string())]);
        }
    }
    page.put(table);
}

fn pay_first(page: &mut Page<'_>) {
    let rules = page.rules;
    let mut table = page.table(&[
        ("类别", "Class"),
        ("费用类别", "Kinds of charge"),
        ("产地", "Origins"),
        ("先行自付", "Paid first"),
        ("依据", "Source"),
    ]);
    for rule in &rules.pay_first {
        let all = |text: String| if text.is_empty() { page.pick("全部", "all").to_owned() } else { text };
        let classes: Vec<_> = rule.class.iter().map(|class| class.name()).collect();
        table.row([
            words(classes.join(page.pick("、", ", "))),
            words(all(page.names(&rules.charge_kinds, &rule.kinds))),
            words(all(rule.origins.join(page.pick("、", ", ")))),
            figure(rule.rate.percent()),
            words(page.source(rule.source.as_ref())),
        ]);
    }
    page.put(table);
}

fn limits(page: &mut Page<'_>) {
    let rules = page.rules;
    let mut table = page.table(&[
        ("费用类别", "Kinds of charge"),
        ("最多计入", "Counts at most"),
        ("适用", "When"),
        ("依据", "Source"),
    ]);
    for limit in &rules.kind_limits {
        let amount = limit.amount.grouped();
        let most = match (limit.per, page.lang) {
            (LimitPer::Stay, Lang::Zh) => format!("每次 {amount}"),
            (LimitPer::Stay, Lang::En) => format!("{amount} each stay"),
            (LimitPer::Day, Lang::Zh) => format!("每天 {amount}"),
            (LimitPer::Day, Lang::En) => format!("{amount} a day"),
        };
        table.row([
            words(page.names(&rules.charge_kinds, &limit.kinds)),
            figure(most),
            words(page.when(&limit.when)),
            words(page.source(limit.source.as_ref())),
        ]);
    }
    page.put(table);
    if !rules.once_a_day.is_empty() {
        let mut table = page.table(&[("每天只记一笔", "Charged once a day")]);
        table.row([words(page.names(&rules.charge_kinds, &rules.once_a_day))]);
        page.put(table);
    }
}

fn first_shares(page: &mut Page<'_>) {
    let rules = page.rules;
    let mut table = page.table(&[("转诊先行自付", "First share of a referral"), ("适用", "When"), ("依据", "Source")]);
    for share in &rules.referral_shares {
        table.row([
            figure(share.rate.percent()),
            words(page.when(&share.when)),
            words(page.source(share.source.as_ref())),
        ]);
    }
    page.put(table);
    let mut table = page.table(&[
        ("单病种定额", "Fixed price; the hospital bears what lies above"),
        ("适用", "When"),
        ("依据", "Source"),
    ]);
    for fixed in &rules.fixed_prices {
        table.row([
            figure(fixed.price.grouped()),
            words(page.when(&fixed.when)),
            words(page.source(fixed.source.as_ref())),
        ]);
    }
    page.put(table);
}
