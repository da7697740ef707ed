//! The fund layers, in order: what enters, what is paid, and up to which ceiling.

use super::page::Page;
use crate::table::{TextTable, figure, words};
use nonghe_domain::adjudicate::Kind;
use nonghe_domain::pack::{
    BandAxis, BonusStack, Ceiling, CeilingAxis, CeilingPeriod, Layer, Raise, RaiseYears, Relief, Terms, Whose,
};
use nonghe_domain::{Lang, Money, Rate};

/// Every layer, and what they may pay together.
pub fn layers(page: &mut Page<'_>) {
    let rules = page.rules;
    if rules.layers.is_empty() {
        return;
    }
    page.chapter("待遇：各基金依次支付", "Benefits: the funds pay one after the other");
    for (number, layer) in (1..).zip(&rules.layers) {
        page.part(&format!("{number}) {} ({})", page.told(&layer.name), layer.id));
        about(page, layer);
        terms(page, layer);
        reliefs(page, layer);
        bonuses(page, layer);
        for (zh, en, text) in [
            ("没有资格时", "To those not eligible", &layer.not_eligible),
            ("可以怎么办", "What they could do", &layer.advice),
        ] {
            if let Some(text) = text {
                let label = page.pick(zh, en);
                page.line(&format!("{label}{}{}", page.pick("：", ": "), page.told(text)));
            }
        }
    }
    let mut table =
        page.table(&[("各层合计最多", "All layers together at most"), ("适用", "When"), ("依据", "Source")]);
    for overall in &rules.overall {
        table.row([
            words(share_of(page, &overall.rate.percent(), &page.say_of(overall.of))),
            words(page.when(&overall.when)),
            words(page.source(overall.source.as_ref())),
        ]);
    }
    page.put(table);
}

fn share_of(page: &Page<'_>, rate: &str, of: &str) -> String {
    match page.lang {
        Lang::Zh => format!("{of}的 {rate}"),
        Lang::En => format!("{rate} of {of}"),
    }
}

fn about(page: &mut Page<'_>, layer: &Layer) {
    let mut table = TextTable::plain();
    let comma = page.pick("、", ", ");
    let mut row = |zh: &str, en: &str, value: String| page.pair(&mut table, zh, en, value);
    row("基金", "Fund", page.say_of(layer.fund));
    let base: Vec<String> = layer.base.iter().map(|kind: &Kind| page.say_of(*kind)).collect();
    row("计入", "Enters", base.join(comma));
    if !layer.charges.is_empty() {
        row("只计费用类别", "Only kinds of charge", page.names(&page.rules.charge_kinds, &layer.charges));
    }
    row("累计", "Counted", page.say_of(layer.accumulate));
    if layer.counts == Whose::Household {
        row("合并", "Of", page.say_of(layer.counts));
    }
    if layer.terms.iter().any(|terms| terms.deductible.is_some()) {
        row("起付线", "Deductible", page.say_of(layer.deductible_counted));
    }
    if !layer.deductible_shared.is_empty() {
        let links: Vec<String> = layer.deductible_shared.iter().map(|link| page.say_of(*link)).collect();
        row("共用起付线", "Share the deductible", links.join(comma));
    }
    if layer.terms.len() > 1 {
        row("选择", "Choice", page.say_of(layer.choose));
    }
    for when in &layer.claimed {
        row("先垫付后报销", "Paid first and claimed", page.when(when));
    }
    page.put(table);
}

fn terms(page: &mut Page<'_>, layer: &Layer) {
    let mut table = page.table(&[
        ("", ""),
        ("适用", "When"),
        ("起付线", "Deductible"),
        ("支付", "Pays"),
        ("封顶", "At most"),
        ("依据", "Source"),
    ]);
    for (number, terms) in (1..).zip(&layer.terms) {
        let ceilings: Vec<String> = terms.ceilings.iter().map(|ceiling| ceiling_words(page, ceiling)).collect();
        table.row([
            figure(number.to_string()),
            words(page.when(&terms.when)),
            figure(terms.deductible.map_or_else(String::new, Money::grouped)),
            words(pays(page, terms)),
            words(ceilings.join("\n")),
            words(page.source(terms.source.as_ref())),
        ]);
    }
    page.put(table);
}

/// What terms pay: a fixed sum, or a rate for each band.
fn pays(page: &Page<'_>, terms: &Terms) -> String {
    let mut lines = Vec::new();
    if let Some(fixed) = terms.fixed {
        lines.push(format!("{} {}", page.pick("定额", "fixed sum"), fixed.grouped()));
    } else {
        lines.extend(bands(page, terms));
    }
    if !terms.factor.is_one() {
        lines.push(format!("× {}", terms.factor.percent()));
    }
    if let Some(guarantee) = &terms.guarantee {
        let least = share_of(page, &guarantee.rate.percent(), &page.say_of(guarantee.of));
        let with = guarantee.with.join(page.pick("、", ", "));
        lines.push(match (page.lang, with.is_empty()) {
            (Lang::Zh, true) => format!("保底 {least}"),
            (Lang::Zh, false) => format!("与 {with} 合计保底 {least}"),
            (Lang::En, true) => format!("at least {least}"),
            (Lang::En, false) => format!("at least {least}, together with {with}"),
        });
    }
    lines.join("\n")
}

fn bands(page: &Page<'_>, terms: &Terms) -> Vec<String> {
    if let [only] = terms.bands.as_slice() {
        return vec![only.rate.percent()];
    }
    let ends = terms.bands.iter().skip(1).map(|band| Some(band.over)).chain([None]);
    let mut lines: Vec<String> = terms
        .bands
        .iter()
        .zip(ends)
        .map(|(band, end)| {
            let (from, rate) = (band.over.grouped(), band.rate.percent());
            match (page.lang, end) {
                (Lang::Zh, Some(end)) => format!("{from} 至 {}：{rate}", end.grouped()),
                (Lang::En, Some(end)) => format!("{from} to {}: {rate}", end.grouped()),
                (Lang::Zh, None) => format!("{from} 以上：{rate}"),
                (Lang::En, None) => format!("over {from}: {rate}"),
            }
        })
        .collect();
    if terms.deductible.is_some_and(|line| !line.is_zero()) {
        lines.push(
            match terms.axis {
                BandAxis::FromZero => {
                    page.pick("（从 0 元算起，起付线在第一段内）", "(from nothing, the deductible inside the first)")
                }
                BandAxis::AfterDeductible => page.pick("（从起付线以上算起）", "(from the deductible)"),
            }
            .to_owned(),
        );
    }
    lines
}

fn ceiling_words(page: &Page<'_>, ceiling: &Ceiling) -> String {
    let zh = page.lang == Lang::Zh;
    let mut parts = vec![
        match ceiling.per {
            CeilingPeriod::Day => page.pick("每天", "a day"),
            CeilingPeriod::Stay => page.pick("每次", "each stay"),
            CeilingPeriod::Month => page.pick("每月", "a month"),
            CeilingPeriod::Quarter => page.pick("每季度", "a quarter"),
            CeilingPeriod::Year => page.pick("每年", "a year"),
        }
        .to_owned(),
    ];
    let most = if ceiling.balance.is_some() {
        page.pick("家庭账户的余额", "the balance of the family account").to_owned()
    } else if let (Some(share), Some(of)) = (ceiling.share, ceiling.of) {
        share_of(page, &share.percent(), &page.say_of(of))
    } else {
        ceiling.amount.map_or_else(String::new, Money::grouped)
    };
    if zh {
        parts.push(most);
    } else {
        parts.insert(0, most);
    }
    if ceiling.on == CeilingAxis::Cost {
        parts.push(page.pick("（限计入的费用）", "(of the cost that counts)").to_owned());
    }
    if let Some(scope) = &ceiling.scope {
        parts.push(if zh { format!("（{scope} 单列）") } else { format!("(for {scope} alone)") });
    }
    if ceiling.counts == Whose::Household {
        parts.push(page.pick("（全家合并）", "(the whole household)").to_owned());
    }
    if !ceiling.with.is_empty() {
        let with = ceiling.with.join(page.pick("、", ", "));
        parts.push(if zh { format!("（含 {with}）") } else { format!("(with {with})") });
    }
    parts.extend(ceiling.raises.iter().map(|raise| raise_words(page.lang, raise)));
    if let Some(most) = ceiling.raised_at_most.map(Rate::percent) {
        parts.push(if zh { format!("；最多提高 {most}") } else { format!("; raised at most {most}") });
    }
    parts.join(" ").replace(" （", "（").replace(" ；", "；").replace(" ;", ";")
}

fn raise_words(lang: Lang, raise: &Raise) -> String {
    let (each, after) = (raise.each.grouped(), raise.after);
    let (zh, en) = match (raise.years, after) {
        (RaiseYears::Continuous, 0) => ("连续参保每满一年".to_owned(), "for each year of cover".to_owned()),
        (RaiseYears::Continuous, _) => {
            (format!("连续参保满 {after} 年后每年"), format!("for each year of cover after {after}"))
        }
        (RaiseYears::ClaimFree, 0) => ("每个零报销年度".to_owned(), "for each year without claims".to_owned()),
        (RaiseYears::ClaimFree, _) => {
            (format!("零报销满 {after} 年后每年"), format!("for each year without claims after {after}"))
        }
    };
    match lang {
        Lang::Zh => format!("；{zh}提高 {each}"),
        Lang::En => format!("; raised by {each} {en}"),
    }
}

fn reliefs(page: &mut Page<'_>, layer: &Layer) {
    let mut table = page.table(&[("起付线变动", "Change of the deductible"), ("适用", "When"), ("依据", "Source")]);
    for relief in &layer.reliefs {
        table.row([
            words(relief_words(page, relief)),
            words(page.when(&relief.when)),
            words(page.source(relief.source.as_ref())),
        ]);
    }
    page.put(table);
}

fn relief_words(page: &Page<'_>, relief: &Relief) -> String {
    let zh = page.lang == Lang::Zh;
    let mut text = if let Some(amount) = relief.deductible {
        let amount = amount.grouped();
        if zh { format!("改为 {amount}") } else { format!("becomes {amount}") }
    } else if let Some(rate) = relief.rate.map(Rate::percent) {
        if zh { format!("按 {rate} 计") } else { format!("is {rate} of it") }
    } else {
        let each = relief.less_each.unwrap_or_default().grouped();
        if zh { format!("每多住院一次减 {each}") } else { format!("less by {each} for each earlier admission") }
    };
    if !relief.least.is_zero() {
        let least = relief.least.grouped();
        text.push_str(page.pick("，不低于 ", ", never below "));
        text.push_str(&least);
    }
    text
}

fn bonuses(page: &mut Page<'_>, layer: &Layer) {
    let mut table = page.table(&[
        ("比例加成", "More"),
        ("适用", "When"),
        ("只对带标记的项目", "Only items with the tag"),
        ("依据", "Source"),
    ]);
    for bonus in &layer.bonuses {
        let points = bonus.points.percent();
        let more = match (bonus.factor.is_one(), page.lang) {
            (false, _) => format!("× {}", bonus.factor.percent()),
            (true, Lang::Zh) => format!("+ {} 个百分点", points.trim_end_matches('%')),
            (true, Lang::En) => format!("+ {} points", points.trim_end_matches('%')),
        };
        table.row([
            words(more),
            words(page.when(&bonus.when)),
            words(bonus.tags.join(page.pick("、", ", "))),
            words(page.source(bonus.source.as_ref())),
        ]);
    }
    page.put(table);
    if layer.bonuses.len() > 1 {
        match layer.bonus_stack {
            BonusStack::Highest => {
                page.say(
                    "几项都适用时，只取本次付得最多的一项。",
                    "Where several hold, only the one that pays most on the bill counts.",
                );
            }
            BonusStack::Sum => page.say("几项都适用时相加。", "Where several hold, they are added up."),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::pack::{PackFolder, usable};

    #[test]
    fn a_ceiling_that_rises_from_the_first_year_names_no_year_after_which() {
        let raise =
            |years, after| Raise { years, after, each: "1000.00".parse().unwrap(), ends_with_interruption: false };
        for (years, after, zh, en) in [
            (
                RaiseYears::Continuous,
                4,
                "；连续参保满 4 年后每年提高 1,000.00",
                "; raised by 1,000.00 for each year of cover after 4",
            ),
            (
                RaiseYears::Continuous,
                0,
                "；连续参保每满一年提高 1,000.00",
                "; raised by 1,000.00 for each year of cover",
            ),
            (
                RaiseYears::ClaimFree,
                2,
                "；零报销满 2 年后每年提高 1,000.00",
                "; raised by 1,000.00 for each year without claims after 2",
            ),
            (
                RaiseYears::ClaimFree,
                0,
                "；每个零报销年度提高 1,000.00",
                "; raised by 1,000.00 for each year without claims",
            ),
        ] {
            assert_eq!(raise_words(Lang::Zh, &raise(years, after)), zh);
            assert_eq!(raise_words(Lang::En, &raise(years, after)), en);
        }
    }

    #[test]
    fn each_part_of_an_own_ceiling_stands_by_itself() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/demonstration-2026");
        let pack = usable(PackFolder::read(folder.as_ref()).ok().unwrap(), Lang::Zh).ok().unwrap();
        let ceilings = pack.rules.layers.iter().flat_map(|layer| &layer.terms).flat_map(|terms| &terms.ceilings);
        let own: Vec<&Ceiling> = ceilings.filter(|ceiling| ceiling.raised_at_most.is_some()).collect();
        assert!(!own.is_empty());
        for (lang, words) in [
            (
                Lang::Zh,
                "每年 200,000.00；连续参保满 4 年后每年提高 1,000.00；每个零报销年度提高 1,000.00；最多提高 20%",
            ),
            (
                Lang::En,
                "200,000.00 a year; raised by 1,000.00 for each year of cover after 4; \
                 raised by 1,000.00 for each year without claims; raised at most 20%",
            ),
        ] {
            let page = Page::new(&pack.rules, lang);
            assert!(own.iter().any(|own| ceiling_words(&page, own) == words), "{words}");
        }
    }
}
