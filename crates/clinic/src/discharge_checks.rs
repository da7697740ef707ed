//! What is checked before a stay is settled: passed, to be looked at, or in the way.

use crate::discharge::days;
use crate::trial::Case;
use crate::views::CheckView;
use crate::{ClinicResult, Now};
use chrono::NaiveDate;
use nonghe_domain::Text;
use nonghe_domain::dates::in_words;
use nonghe_domain::pack::ItemClass;
use nonghe_store::{ChargeRecord, StayRecord, Store};
use rust_decimal::Decimal;

/// All checks of a stay, in the order of the screen.
pub(crate) fn checks(store: &Store, stay: &StayRecord, case: &Case, now: Now) -> ClinicResult<Vec<CheckView>> {
    let charges = store.charges(stay.id)?;
    let mut checks = vec![diagnosis(case, stay), enrolled(case), charged(&charges), outside(case, &charges)];
    checks.extend(once_a_day(case, stay, &charges));
    checks.push(dates(case, stay, &charges));
    if stay.admitted_at.date() > now.today() {
        checks.push(failed("admitted", Text::new("入院日期晚于今天", "The admission lies after today")));
    }
    Ok(checks)
}

fn check(code: &str, state: &str, title: Text, detail: Option<Text>) -> CheckView {
    CheckView { code: code.into(), state: state.into(), title, detail }
}

fn passed(code: &str, title: Text) -> CheckView {
    check(code, "passed", title, None)
}

fn failed(code: &str, title: Text) -> CheckView {
    check(code, "failed", title, None)
}

fn diagnosis(case: &Case, stay: &StayRecord) -> CheckView {
    if case.pack.catalogue.diagnosis(&stay.diagnosis).is_some() {
        passed("diagnosis", Text::new("诊断已编码", "Diagnosis coded"))
    } else {
        failed("diagnosis", Text::new("诊断没有医保编码", "The diagnosis has no insurance code"))
    }
}

fn enrolled(case: &Case) -> CheckView {
    let year = case.pack.rules.benefit_year;
    if case.standing.enrolled {
        passed("enrolled", Text::new(format!("{year} 年度已参保"), format!("Enrolled for {year}")))
    } else {
        failed("enrolled", Text::new(format!("{year} 年度未参保"), format!("Not enrolled for {year}")))
    }
}

fn charged(charges: &[ChargeRecord]) -> CheckView {
    match charges.len() {
        0 => failed("charges", Text::new("还没有费用", "There are no charges yet")),
        1 => passed("charges", Text::new("费用 1 项", "1 charge")),
        count => passed("charges", Text::new(format!("费用 {count} 项"), format!("{count} charges"))),
    }
}

fn outside(case: &Case, charges: &[ChargeRecord]) -> CheckView {
    let is_outside = |record: &&ChargeRecord| {
        let item = case.pack.catalogue.item(&record.charge.item);
        item.is_none_or(|item| item.class == ItemClass::C)
    };
    match charges.iter().filter(is_outside).count() {
        0 => passed("outside", Text::new("没有目录外项目", "No items outside the catalogue")),
        count => check(
            "outside",
            "warning",
            Text::new(
                format!("{count} 项在目录外，计入全自费"),
                if count == 1 {
                    "1 item outside the catalogue".into()
                } else {
                    format!("{count} items outside the catalogue")
                },
            ),
            Some(Text::new("请确认已告知家属", "Make sure that the family has been told")),
        ),
    }
}

/// Kinds of charge of which the pack lets a day have one: no day has two lines, and a line for several days has no more
/// than the stay.
fn once_a_day<'a>(
    case: &'a Case,
    stay: &'a StayRecord,
    charges: &'a [ChargeRecord],
) -> impl Iterator<Item = CheckView> + 'a {
    case.pack.rules.once_a_day.iter().filter_map(|code| case.pack.rules.charge_kind(code)).map(|kind| {
        let name = &kind.name;
        if let Some(day) = doubled_day(case, charges, &kind.code).map(in_words) {
            return check(
                "once-a-day",
                "failed",
                Text::new(format!("{}{}重复", day.zh, name.zh), format!("{}: two charges on {}", name.en, day.en)),
                Some(Text::new("同一天只能有一笔，请退去一笔", "One charge a day: withdraw one")),
            );
        }
        let (charged, stayed) = (charged_days(case, charges, &kind.code), days(stay, case.bill.discharged));
        if charged > Decimal::from(stayed) {
            let charged = charged.normalize();
            return check(
                "once-a-day",
                "failed",
                Text::new(
                    format!("{}记了 {charged} 天，住院只有 {stayed} 天", name.zh),
                    format!("{}: charged for {charged} days of a stay of {}", name.en, days_en(stayed)),
                ),
                Some(Text::new("请退去多记的天数", "Withdraw what is too much")),
            );
        }
        let title = format!("{}没有多记", name.zh);
        passed("once-a-day", Text::new(title, format!("{}: no more than the days of the stay", name.en)))
    })
}

fn dates(case: &Case, stay: &StayRecord, charges: &[ChargeRecord]) -> CheckView {
    let discharged = case.bill.discharged;
    if charges.iter().any(|record| record.date > discharged) {
        return failed("dates", Text::new("有费用晚于出院日期", "Charges lie after the discharge"));
    }
    let days = days(stay, discharged);
    passed("dates", Text::new(format!("日期相符，住院 {days} 天"), format!("Dates agree: a stay of {}", days_en(days))))
}

fn days_en(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn of_kind<'a>(case: &'a Case, charges: &'a [ChargeRecord], kind: &'a str) -> impl Iterator<Item = &'a ChargeRecord> {
    let is_of_kind = move |code: &str| case.pack.catalogue.item(code).is_some_and(|item| item.kind == kind);
    charges.iter().filter(move |record| is_of_kind(&record.charge.item))
}

fn charged_days(case: &Case, charges: &[ChargeRecord], kind: &str) -> Decimal {
    of_kind(case, charges, kind).map(|record| record.charge.quantity.decimal()).sum()
}

fn doubled_day(case: &Case, charges: &[ChargeRecord], kind: &str) -> Option<NaiveDate> {
    let mut days: Vec<NaiveDate> = of_kind(case, charges, kind).map(|record| record.date).collect();
    days.sort_unstable();
    days.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}
