//! Lists of codes, sources, and the defaults that hold.

use super::page::Page;
use crate::pack::words::Told;
use crate::table::{TextTable, figure, words};
use nonghe_domain::pack::{NamedCode, Pack};

/// The codes that entries use, with their names.
pub fn lists(page: &mut Page<'_>) {
    let rules = page.rules;
    let lists: [(&str, &str, &[NamedCode]); 6] = [
        ("人员类别", "Categories", &rules.categories),
        ("机构级别", "Tiers", &rules.tiers),
        ("就医地", "Places", &rules.places),
        ("慢病证", "Certificates", &rules.certificates),
        ("账单上的情况", "Facts that a bill may state", &rules.facts),
        ("费用类别", "Kinds of charge", &rules.charge_kinds),
    ];
    if lists.iter().all(|(.., codes)| codes.is_empty()) && rules.disease_lists.is_empty() {
        return;
    }
    page.chapter("代码", "Codes");
    let mut table = TextTable::plain();
    for (zh, en, codes) in lists.into_iter().filter(|(.., codes)| !codes.is_empty()) {
        let named: Vec<String> =
            codes.iter().map(|named| format!("{} {}", named.code, page.told(&named.name))).collect();
        page.pair(&mut table, zh, en, named.join(page.pick("、", ", ")));
    }
    page.put(table);
    let mut table = page.table(&[
        ("病种名单", "List of diseases"),
        ("名称", "Name"),
        ("诊断编码开头", "Diagnoses that begin with"),
    ]);
    for list in &rules.disease_lists {
        table.row([words(list.code.clone()), words(page.told(&list.name)), words(list.diagnoses.join(" "))]);
    }
    page.put(table);
}

/// Where the rules come from.
pub fn sources(page: &mut Page<'_>) {
    let rules = page.rules;
    if rules.sources.is_empty() && rules.statistics.is_empty() {
        return;
    }
    page.chapter("依据", "Sources");
    let mut table = page.table(&[
        ("", ""),
        ("文件", "Document"),
        ("条款", "Article"),
        ("地址", "Address"),
        ("可靠程度", "How far to trust it"),
    ]);
    for (number, source) in (1..).zip(rules.sources.values()) {
        table.row([
            words(format!("[{number}]")),
            words(page.told(&source.document)),
            words(source.article.clone()),
            words(source.address.clone().unwrap_or_default()),
            words(source.quality.as_ref().map(|quality| page.told(quality)).unwrap_or_default()),
        ]);
    }
    page.put(table);
    let mut table = page.table(&[("统计数字", "Published figure"), ("数额", "Amount"), ("依据", "Source")]);
    for statistic in rules.statistics.values() {
        table.row([
            words(page.told(&statistic.name)),
            figure(statistic.amount.grouped()),
            words(page.source(statistic.source.as_ref())),
        ]);
    }
    page.put(table);
    let mut table = page.table(&[
        ("上级规定的最低比例", "Least rate of a higher level"),
        ("比例", "Rate"),
        ("期间", "When"),
        ("依据", "Source"),
    ]);
    for floor in &rules.floors {
        let until = floor.until.map_or_else(String::new, |day| day.to_string());
        table.row([
            words(floor.fund.told().get(page.lang)),
            figure(floor.rate.percent()),
            words(format!("{} — {until}", floor.from)),
            words(page.source(floor.source.as_ref())),
        ]);
    }
    page.put(table);
    let mut table = page.table(&[
        ("上级允许的封顶线最高提高幅度", "Most that a higher level lets a ceiling be raised"),
        ("比例", "Rate"),
        ("期间", "When"),
        ("依据", "Source"),
    ]);
    for limit in &rules.raise_limits {
        let until = limit.until.map_or_else(String::new, |day| day.to_string());
        table.row([
            words(limit.fund.told().get(page.lang)),
            figure(limit.raised_at_most.percent()),
            words(format!("{} — {until}", limit.from)),
            words(page.source(limit.source.as_ref())),
        ]);
    }
    page.put(table);
}

/// The switches that the text leaves to their defaults.
pub fn defaults(page: &mut Page<'_>, pack: &Pack) {
    if pack.defaults.is_empty() {
        return;
    }
    page.chapter("没有写明、按默认处理的", "Not stated, so the default holds");
    let mut table = page.table(&[("开关", "Switch"), ("默认值", "Default"), ("意思", "What it means")]);
    for default in pack.defaults.iter() {
        table.row([words(default.switch.clone()), words(default.value.clone()), words(page.told(&default.text))]);
    }
    page.put(table);
}
