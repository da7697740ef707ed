//! What is checked before a stay is settled: passed, to be looked at, or in the way.

use crate::discharge::days;
use crate::trial::Case;
use crate::views::CheckView;
use crate::{ClinicResult, Now};
use chrono::NaiveDate;
use nonghe_domain::Text;
use nonghe_domain::pack::ItemClass;
use nonghe_store::{ChargeRecord, StayRecord, Store};

/// All checks of a stay, in the order of the screen.
pub(crate) fn checks(store: &Store, stay: &StayRecord, case: &Case, now: Now) -> ClinicResult<Vec<CheckView>> {
    let charges = store.charges(stay.id)?;
    let mut checks = vec![diagnosis(case, stay), enrolled(case), charged(&charges), outside(case, &charges)];
    checks.extend(once_a_day(case, &charges));
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
        count => passed("charges", Text::new(format!("费用 {count} 项"), format!("{count} charge line(s)"))),
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
            Text::new(format!("{count} 项在目录外，计入全自费"), format!("{count} item(s) outside the catalogue")),
            Some(Text::new("请确认已告知家属", "Make sure that the family has been told")),
        ),
    }
}

/// Kinds of charge of which the pack lets a day have one.
fn once_a_day<'a>(case: &'a Case, charges: &'a [ChargeRecord]) -> impl Iterator<Item = CheckView> + 'a {
    case.pack.rules.once_a_day.iter().filter_map(|code| case.pack.rules.charge_kind(code)).map(|kind| {
        let name = &kind.name;
        match doubled_day(case, charges, &kind.code) {
            None => passed(
                "once-a-day",
                Text::new(format!("{}每天 1 笔", name.zh), format!("{}: one charge a day", name.en)),
            ),
            Some(day) => check(
                "once-a-day",
                "failed",
                Text::new(format!("{day} {}重复", name.zh), format!("{}: two charges on {day}", name.en)),
                Some(Text::new("同一天只能有一笔，请退去一笔", "One charge a day: withdraw one")),
            ),
        }
    })
}

fn dates(case: &Case, stay: &StayRecord, charges: &[ChargeRecord]) -> CheckView {
    let discharged = case.bill.discharged;
    if charges.iter().any(|record| record.date > discharged) {
        return failed("dates", Text::new("有费用晚于出院日期", "Charges lie after the discharge"));
    }
    let days = days(stay, discharged);
    let title =
        Text::new(format!("出院日期 {discharged}，住院 {days} 天"), format!("Discharged {discharged}, {days} day(s)"));
    passed("dates", title)
}

fn doubled_day(case: &Case, charges: &[ChargeRecord], kind: &str) -> Option<NaiveDate> {
    let is_of_kind = |code: &str| case.pack.catalogue.item(code).is_some_and(|item| item.kind == kind);
    let mut days: Vec<NaiveDate> =
        charges.iter().filter(|record| is_of_kind(&record.charge.item)).map(|record| record.date).collect();
    days.sort_unstable();
    days.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}
