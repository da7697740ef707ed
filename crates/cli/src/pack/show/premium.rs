//! Premium and enrolment.

use super::page::Page;
use crate::table::{TextTable, figure, words};
use nonghe_domain::pack::{EnrolmentRules, PremiumRules, Subsidy, WaitingRule};
use nonghe_domain::{Lang, Money, Rate};

/// What is paid, by whom, and who helps.
pub fn premium(page: &mut Page<'_>) {
    let rules = page.rules;
    let premium = &rules.premium;
    let says_nothing = premium.member.is_zero() && premium.government.is_zero() && premium.funding.is_empty();
    if says_nothing && premium.windows.is_empty() && premium.allocations.is_empty() {
        return;
    }
    page.chapter("缴费", "Premium");
    let mut table = TextTable::plain();
    let mut row = |zh: &str, en: &str, value: String| page.pair(&mut table, zh, en, value);
    row("个人缴费", "A member pays", premium.member.grouped());
    if !premium.government.is_zero() {
        row("财政补助", "Governments add", premium.government.grouped());
    }
    row("收取", "Collected by", page.say_of(premium.collector));
    row("收据编号", "Numbers of receipts", page.say_of(premium.receipt_numbers));
    row("待遇开始", "Benefits begin", premium.benefits_from.to_string());
    if premium.source.is_some() {
        row("依据", "Source", page.source(premium.source.as_ref()));
    }
    page.put(table);
    windows(page, premium);
    subsidies(page, premium);
    grades(page, premium);
    funding(page, premium);
    allocations(page, premium);
    specials(page, premium);
    refunds(page, premium);
}

fn windows(page: &mut Page<'_>, premium: &PremiumRules) {
    let mut table = page.table(&[("缴费期", "Collected"), ("个人缴费", "A member pays"), ("", "")]);
    for window in &premium.windows {
        let late = if window.late { page.pick("补缴，有等待期", "late, with a waiting period") } else { "" };
        let amount = window.member.unwrap_or(premium.member);
        table.row([words(format!("{} — {}", window.from, window.until)), figure(amount.grouped()), words(late)]);
    }
    page.put(table);
}

fn subsidies(page: &mut Page<'_>, premium: &PremiumRules) {
    if premium.subsidies.is_empty() {
        return;
    }
    let title = page.pick("资助参保", "Subsidised categories").to_owned();
    page.part(&title);
    let mut table = page.table(&[
        ("人员类别", "Category"),
        ("资助", "Subsidy"),
        ("个人实缴", "The member pays"),
        ("依据", "Source"),
    ]);
    for rule in &premium.subsidies {
        let (subsidy, due) = match rule.subsidy {
            Subsidy::Full => (page.pick("全额", "all of it").to_owned(), Money::ZERO),
            Subsidy::Fixed(amount) => (amount.grouped(), (premium.member - amount).or_zero()),
        };
        table.row([
            words(page.names(&page.rules.categories, std::slice::from_ref(&rule.category))),
            figure(subsidy),
            figure(due.grouped()),
            words(page.source(rule.source.as_ref())),
        ]);
    }
    page.put(table);
}

fn grades(page: &mut Page<'_>, premium: &PremiumRules) {
    let mut table = page.table(&[("缴费档次", "Premium grade"), ("个人缴费", "A member pays")]);
    for grade in &premium.grades {
        table.row([words(page.told(&grade.name)), figure(grade.member.grouped())]);
    }
    page.put(table);
}

fn funding(page: &mut Page<'_>, premium: &PremiumRules) {
    let mut table = page.table(&[
        ("县的类型", "Type of county"),
        ("中央", "Central"),
        ("省", "Province"),
        ("市县", "City and county"),
        ("合计", "Together"),
        ("依据", "Source"),
    ]);
    for share in &premium.funding {
        table.row([
            words(page.told(&share.county_type)),
            figure(share.central.grouped()),
            figure(share.province.grouped()),
            figure(share.local.grouped()),
            figure((share.central + share.province + share.local).grouped()),
            words(page.source(share.source.as_ref())),
        ]);
    }
    page.put(table);
}

fn allocations(page: &mut Page<'_>, premium: &PremiumRules) {
    let mut table =
        page.table(&[("每人从", "Of each head's"), ("划入", "Goes to"), ("数额", "How much"), ("依据", "Source")]);
    for part in &premium.allocations {
        let much = part.amount.map(Money::grouped).or_else(|| part.rate.map(Rate::percent)).unwrap_or_default();
        table.row([
            words(page.say_of(part.from)),
            words(page.told(&part.to)),
            figure(much),
            words(page.source(part.source.as_ref())),
        ]);
    }
    page.put(table);
}

fn specials(page: &mut Page<'_>, premium: &PremiumRules) {
    let mut table = page.table(&[
        ("特殊参保", "Enrolled outside the windows"),
        ("个人缴费", "A member pays"),
        ("何时缴费", "Paid when"),
        ("等待期", "Waiting"),
        ("依据", "Source"),
    ]);
    for rule in &premium.specials {
        let within = rule.within_days.map(|days| match page.lang {
            Lang::Zh => format!("发生之日起 {days} 天内"),
            Lang::En => format!("within {days} days of the event"),
        });
        let until = rule.until.map(|day| match page.lang {
            Lang::Zh => format!("{day} 以前"),
            Lang::En => format!("until {day}"),
        });
        let when: Vec<String> = within.into_iter().chain(until).collect();
        table.row([
            words(page.told(&rule.name)),
            figure(rule.member.unwrap_or(premium.member).grouped()),
            words(when.join(page.pick("，", ", "))),
            words(if rule.waits { page.pick("有", "yes") } else { page.pick("无", "none") }),
            words(page.source(rule.source.as_ref())),
        ]);
    }
    page.put(table);
}

fn refunds(page: &mut Page<'_>, premium: &PremiumRules) {
    let mut table =
        page.table(&[("退费", "Paid back if"), ("截止", "Until"), ("条件", "Provided that"), ("依据", "Source")]);
    for rule in &premium.refunds {
        let unused = if rule.unused {
            page.pick("本年度没有基金支付过", "no fund has paid for the person in the year")
        } else {
            ""
        };
        table.row([
            words(page.say_of(rule.reason)),
            words(rule.until.map_or_else(String::new, |day| day.to_string())),
            words(unused),
            words(page.source(rule.source.as_ref())),
        ]);
    }
    page.put(table);
}

/// Who is enrolled, and from when benefits run.
pub fn enrolment(page: &mut Page<'_>) {
    let EnrolmentRules { unit, covered, newborns, waiting, photographs } = &page.rules.enrolment;
    page.chapter("参保", "Enrolment");
    let mut table = TextTable::plain();
    let mut row = |zh: &str, en: &str, value: String| page.pair(&mut table, zh, en, value);
    row("参保单位", "Enrolled together", page.say_of(*unit));
    let states: Vec<String> = covered.iter().map(|state| page.say_of(*state)).collect();
    row("享受待遇的状态", "Members with benefits", states.join(page.pick("、", ", ")));
    for rule in newborns {
        let (days, from) = (rule.within_days, page.say_of(rule.benefits));
        let text = match page.lang {
            Lang::Zh => format!("出生 {days} 天内缴费的，待遇{from}"),
            Lang::En => format!("paid within {days} days of birth, benefits run {from}"),
        };
        row("新生儿", "Newborns", text);
    }
    row("照片", "Photographs", page.say_of(*photographs));
    page.put(table);
    if let Some(waiting) = waiting {
        waits(page, waiting);
    }
}

fn waits(page: &mut Page<'_>, rule: &WaitingRule) {
    let title = page.pick("等待期", "Waiting").to_owned();
    page.part(&title);
    let mut table = TextTable::plain();
    let months = |count: u32| match page.lang {
        Lang::Zh => format!("{count} 个月"),
        Lang::En if count == 1 => "1 month".to_owned(),
        Lang::En => format!("{count} months"),
    };
    let mut row = |zh: &str, en: &str, value: String| page.pair(&mut table, zh, en, value);
    row("固定等待", "Always", months(rule.fixed_months));
    if rule.months_per_missed_year > 0 {
        row("每断缴一年加", "For each missed year", months(rule.months_per_missed_year));
    }
    if rule.months_off_per_repaid_year > 0 {
        row("每补缴一年减", "Less for each year paid back", months(rule.months_off_per_repaid_year));
    }
    if let Some(years) = rule.long_break_years {
        let least = months(rule.long_break_months);
        let text = match page.lang {
            Lang::Zh => format!("断缴 {years} 年及以上的，补缴后至少等待 {least}"),
            Lang::En => format!("after {years} missed years or more at least {least} remain"),
        };
        row("长期断缴", "Long breaks", text);
    }
    for exempt in &rule.exemptions {
        row("不用等待", "Do not wait", page.when(exempt));
    }
    if let Some(count) = rule.after_employee_months {
        let text = match page.lang {
            Lang::Zh => format!("停保职工医保 {count} 个月以内的人"),
            Lang::En => format!("who left employee cover at most {count} months before"),
        };
        row("不用等待", "Do not wait", text);
    }
    if rule.source.is_some() {
        row("依据", "Source", page.source(rule.source.as_ref()));
    }
    page.put(table);
}
