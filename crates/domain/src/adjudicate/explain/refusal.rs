//! Why no fund takes part, and what an explanation looks like then.

use super::words::percent;
use super::{Explanation, FundPart, Row, RowInput, RowKind, Sign, defaults};
use crate::adjudicate::{Bill, Refusal};
use crate::money::{Money, MoneyError};
use crate::pack::{Membership, Pack};
use crate::text::Text;
use chrono::NaiveDate;

/// Why no fund takes part, as one sentence.
pub fn refusal_words(refusal: &Refusal) -> Text {
    let (zh, en) = match refusal {
        Refusal::PackDoesNotCover { date } => {
            (format!("政策包不适用于 {date}。"), format!("The policy pack does not hold on {date}."))
        }
        Refusal::NotEnrolled { year } => (format!("未参加 {year} 年度。"), format!("Not enrolled for {year}.")),
        Refusal::Waiting { until } => {
            (format!("还在等待期，{until} 起享受待遇。"), format!("Still waiting: benefits begin on {until}."))
        }
        Refusal::DischargedBeforeAdmitted => {
            ("出院日期早于入院日期。".into(), "The discharge lies before the admission.".into())
        }
        Refusal::NoCharges => ("还没有费用。".into(), "There are no charges yet.".into()),
        Refusal::Fragment => (
            "这个政策包只写了部分规定，不能用来结算。".into(),
            "This policy pack states only a part of the rules and cannot settle a bill.".into(),
        ),
        Refusal::CrossesYearEnd { last } => (
            format!("这次住院跨年度：请先按 {last} 做中途结算，余下的部分按新年度结算。"),
            format!("The stay crosses the year's end: settle it as of {last} first, and the rest in the new year."),
        ),
        Refusal::AfterDeath { died } => (
            format!("登记的死亡日期是 {died}，早于入院日期。"),
            format!("Registered as deceased on {died}, before the admission."),
        ),
        Refusal::NotMember { membership } => return membership_words(*membership),
    };
    Text::new(zh, en)
}

fn membership_words(membership: Membership) -> Text {
    match membership {
        Membership::Active => {
            Text::new("按这个政策包，正常参保的人不享受待遇。", "By this policy pack active members have no benefits.")
        }
        Membership::Dead => Text::new("参保状态是死亡。", "The membership ended with a death."),
        Membership::Withdrawn => Text::new("已经退保。", "The membership was withdrawn."),
        Membership::Provisional => Text::new(
            "已缴费，但县里还没有确认参保。",
            "The premium is paid, but the county has not confirmed the membership.",
        ),
        Membership::Converted => {
            Text::new("已转为城镇户口，不再参加本制度。", "Converted to an urban registration and no longer a member.")
        }
    }
}

/// An explanation of a bill in which no fund takes part: the whole is the patient's.
///
/// # Errors
/// An amount out of range, as in the decision itself.
pub fn explain_refusals(pack: &Pack, bill: &Bill, refusals: &[Refusal]) -> Result<Explanation, MoneyError> {
    let refused = refusals.iter().map(refusal_words).collect();
    Ok(Explanation { defaults: defaults(pack), ..explained(bill, refused)? })
}

/// The same where no pack decided, because none for that day has arrived: there are no rules to speak of.
///
/// # Errors
/// An amount out of range, as in the decision itself.
pub fn explain_without_pack(bill: &Bill, date: NaiveDate) -> Result<Explanation, MoneyError> {
    let none =
        Text::new(format!("适用于 {date} 的政策包还没有收到。"), format!("No policy pack for {date} has arrived."));
    explained(bill, vec![none])
}

fn explained(bill: &Bill, refused: Vec<Text>) -> Result<Explanation, MoneyError> {
    let total = bill.total()?;
    let shown = total.grouped();
    let row = |id: &str, sign, kind, label: Text, plain: Text| Row {
        id: id.into(),
        sign,
        label,
        plain,
        note: None,
        amount: total.to_string(),
        shown: shown.clone(),
        kind,
        zero: total.is_zero(),
        bar_from: 0,
        bar_width: if total.is_zero() { 0 } else { 1000 },
        rule: None,
        formula: Some(Text::new(
            "每项单价 × 数量，相加后保留到分",
            "Price × quantity of each item, added up and rounded to the fen",
        )),
        because: Vec::new(),
        inputs: vec![RowInput::new("项数", "Items", bill.lines.len().to_string())],
        items: Vec::new(),
    };
    let you_pay = Row {
        formula: Some(Text::new("没有基金支付，全部自付", "No fund takes part, all of it is yours")),
        because: refused.clone(),
        inputs: vec![RowInput::new("总费用", "Total charges", shown.clone())],
        ..row("you-pay", Sign::Equals, RowKind::Due, Text::new("个人负担", "You pay"), Text::new("您自己付", "You pay"))
    };
    Ok(Explanation {
        rows: vec![
            row(
                "total",
                Sign::None,
                RowKind::Total,
                Text::new("总费用", "Total charges"),
                Text::new("一共花了", "It cost"),
            ),
            you_pay,
        ],
        reasons: Vec::new(),
        rest: None,
        advice: Vec::new(),
        sentence: Text::new(
            format!("这次一共 {shown} 元，没有基金支付，全部由您自己付。"),
            format!("It cost ¥{shown}. No fund takes part, all of it is yours to pay."),
        ),
        at_desk: None,
        refused,
        share_of_total: percent(Money::ZERO, total),
        share_of_covered: percent(Money::ZERO, Money::ZERO),
        bar: vec![FundPart {
            name: Text::new("您自己付", "You pay"),
            kind: RowKind::Due,
            amount: shown,
            percent: percent(total, total),
            permille: if total.is_zero() { 0 } else { 1000 },
        }],
        defaults: Vec::new(),
    })
}
