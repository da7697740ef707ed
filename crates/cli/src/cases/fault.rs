//! What is wrong with a file of cases, in words that name the line and the mend.

use super::RawCase;
use crate::failure::Failure;
use nonghe_domain::Text;
use nonghe_domain::year::{ImpossibleTotal, ReplayError};
use serde_json::error::Category;

/// Something wrong with a case, where it stands, and how to mend it.
#[derive(Debug, Clone)]
pub struct CaseFault {
    /// The line of the file.
    pub line: u64,
    /// What is wrong.
    pub what: Text,
    /// How to mend it.
    pub mend: Text,
}

/// What is wrong and how to mend it, before the line is known.
#[derive(Debug, Clone)]
pub struct Words {
    what: Text,
    mend: Text,
    /// How many lines of the case stand before the place.
    lines_before: u64,
}

impl CaseFault {
    /// A fault on a line.
    pub fn new(line: u64, what: Text, mend: Text) -> Self {
        Self { line, what, mend }
    }
}

impl From<CaseFault> for Failure {
    fn from(fault: CaseFault) -> Self {
        let CaseFault { line, what, mend } = fault;
        let what = Text::new(format!("第 {line} 行：{}", what.zh), format!("Line {line}: {}", what.en));
        Self::unusable(what, mend)
    }
}

impl Words {
    /// A fault of the case as a whole.
    pub fn new(what: Text, mend: Text) -> Self {
        Self { what, mend, lines_before: 0 }
    }

    /// The same, at a case of the file.
    pub fn at(self, case: &RawCase) -> CaseFault {
        CaseFault::new(case.line + self.lines_before, self.what, self.mend)
    }

    /// What the reader of JSON complains about, and in which field where that is known.
    pub fn of_json(error: &serde_json::Error, field: Option<&str>) -> Self {
        let (column, message) = (error.column(), plain_message(error));
        let (what, mend) = match error.classify() {
            Category::Eof => (
                Text::new("内容在中途断了，JSON 不完整。", "The text ends in the middle; the JSON is not complete."),
                Text::new(
                    "请检查文件是否完整；每户写在一行里，中间不要换行（.json 文件可以换行）。",
                    "Check that the file is whole; a household stands on one line without a break (a .json file may have breaks).",
                ),
            ),
            Category::Syntax | Category::Io => (
                Text::new(
                    format!("第 {column} 个字节处不是 JSON（{message}）。"),
                    format!("This is not JSON at byte {column} ({message})."),
                ),
                Text::new(
                    "每行应是一户的 JSON 对象，以 { 开头；样子见 docs/CASES.md，或运行 nonghe demo cases。",
                    "Each line is one household as a JSON object that begins with {; docs/CASES.md and `nonghe demo cases` show how.",
                ),
            ),
            Category::Data => (
                told(&message, column, field),
                Text::new(
                    "病例的格式见 docs/CASES.md 和 docs/schema/case.schema.json；请更正这一处。",
                    "docs/CASES.md and docs/schema/case.schema.json describe a case; correct this place.",
                ),
            ),
        };
        let lines_before = u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
        Self { what, mend, lines_before }
    }
}

/// The complaint without the place, which is told otherwise.
fn plain_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}

/// The complaints that a hand-written case meets. One that is not known is passed on: a strange sentence is better
/// than none.
fn told(message: &str, column: usize, field: Option<&str>) -> Text {
    let named = |start: &str| Some(message.strip_prefix(start)?.split_once('`')?.0);
    let (zh, en) = if let Some(range) = message.strip_prefix("amount out of range: ") {
        let (least, most) = range.split_once(" to ").unwrap_or(("", range));
        (
            format!("数字超出范围，应在 {least} 到 {most} 之间"),
            format!("The number is out of range; it may be from {least} to {most}"),
        )
    } else if let Some(name) = named("missing field `") {
        (format!("缺少 `{name}`"), format!("`{name}` is missing"))
    } else if let Some(name) = named("unknown field `") {
        (format!("不认识的项 `{name}`"), format!("Nothing is called `{name}`"))
    } else if let Some(name) = named("unknown variant `") {
        (format!("没有 `{name}` 这个选项"), format!("There is no choice `{name}`"))
    } else if let Some(name) = named("duplicate field `") {
        (format!("`{name}` 写了两次"), format!("`{name}` stands twice"))
    } else {
        let number = (
            "金额、单价和数量要写在引号里，例如 \"12.50\"",
            "Amounts, prices and quantities stand in quotation marks, such as \"12.50\"",
        );
        let date = ("日期应写成 \"2026-01-31\" 的样子", "Dates are written like \"2026-01-31\"");
        let known = [
            (
                "not a decimal number",
                ("应为数字，不带逗号、空格和单位", "A number is expected, without commas, blanks or units"),
            ),
            (
                "invalid value: integer",
                ("整数超出范围，不能为负，也不能太大", "The whole number is out of range: negative, or too large"),
            ),
            ("more than ", ("小数位数太多", "The number has too many decimals")),
            ("invalid type: floating point", number),
            ("invalid type: integer", number),
            ("input is out of range", ("没有这个日期", "There is no such date")),
            ("input contains invalid characters", date),
            ("premature end of input", date),
            ("trailing input", date),
        ];
        known.iter().find(|(start, _)| message.starts_with(start)).map_or_else(
            || (format!("读不懂：{message}"), format!("This cannot be read: {message}")),
            |(_, (zh, en))| ((*zh).to_owned(), (*en).to_owned()),
        )
    };
    let (at_zh, at_en) =
        field.map_or_else(<(String, String)>::default, |field| (format!("{field}："), format!("{field}: ")));
    Text::new(format!("{at_zh}{zh}（第 {column} 个字节附近）。"), format!("{at_en}{en} (near byte {column})."))
}

/// A total in a history that no year can have.
pub fn impossible_total_words(total: &ImpossibleTotal) -> Words {
    let ImpossibleTotal { person, name, stated } = total;
    Words::new(
        Text::new(
            format!("{person} 的 history 里 `{name}` 是 {stated}：累计不会小于 0，次数不会超过 1,000,000。"),
            format!(
                "In the history of {person} `{name}` is {stated}; no total is less than nothing, and no count more than \
                 1,000,000."
            ),
        ),
        Text::new(
            "请写这张单据之前的累计；没有的项不写。",
            "State the totals as they are before this bill; leave out what there is none of.",
        ),
    )
}

/// Why a case cannot be played, and how to mend it.
pub fn replay_words(error: &ReplayError) -> Words {
    let (what, mend) = match error {
        ReplayError::UnknownPerson { event, id } => (
            Text::new(
                format!("第 {event} 项事件写的人 {id} 不在 people 里。"),
                format!("Event {event} names the person {id}, who is not among the people."),
            ),
            Text::new(
                "请在 people 里补上这个人，或更正事件里的 person。",
                "Add the person to `people`, or correct the event's `person`.",
            ),
        ),
        ReplayError::UnknownSettlement { event, id } => (
            Text::new(
                format!("第 {event} 项事件写的结算 {id} 不存在，或已经红冲。"),
                format!("Event {event} names the settlement {id}, which does not exist or has been reversed."),
            ),
            Text::new(
                "请核对 id；红冲和更正只能写在那次结算之后。",
                "Check the id; a reversal or correction stands after the settlement that it names.",
            ),
        ),
        ReplayError::Twice { event: 0, id } => (
            Text::new(format!("people 里有两个人都叫 {id}。"), format!("Two people are called {id}.")),
            Text::new("请给每个人不同的 id。", "Give each person an id of their own."),
        ),
        ReplayError::Twice { event, id } => (
            Text::new(
                format!("第 {event} 项事件的结算 {id} 写了两次。"),
                format!("Event {event} settles {id}, which is settled already."),
            ),
            Text::new(
                "请给每次结算不同的 id，或先写红冲。",
                "Give each settlement an id of its own, or reverse the first one before.",
            ),
        ),
        ReplayError::UnknownPack { event, id, version } => (
            Text::new(
                format!("第 {event} 项事件写的政策包 {id} {version} 没有给出。"),
                format!("Event {event} names the pack {id} {version}, which was not given."),
            ),
            Text::new("请用 --pack 给出这个政策包。", "Give that pack with --pack."),
        ),
        ReplayError::ChargeDays { event, id, charges, days } => (
            Text::new(
                format!("第 {event} 项事件：跨年度住院 {id} 有 {charges} 笔费用，charged_on 却有 {days} 个日期。"),
                format!(
                    "Event {event}: the stay {id} across the year's end has {charges} charges, but charged_on has {days} days."
                ),
            ),
            Text::new(
                "请在结算或更正里写 charged_on，每笔费用一个日期，次序相同。",
                "Write charged_on in the settlement or the correction, a day for each charge, in the same order.",
            ),
        ),
        ReplayError::Amount { event, error } => (
            Text::new(
                format!("第 {event} 项事件的金额超出范围。"),
                format!("An amount of event {event} is out of range: {error}."),
            ),
            Text::new("请核对单价和数量。", "Check prices and quantities."),
        ),
    };
    Words::new(what, mend)
}

#[cfg(test)]
mod tests {
    use crate::cases::RawCase;

    /// What is said of a bill with this price, quantity and amount that was paid before, in English.
    fn said(price: &str, quantity: &str, paid: &str) -> String {
        let text = format!(
            r#"{{ "person": {{ "birth_date": "1958-04-12" }}, "history": {{ "amounts": {{ "basic.paid": "{paid}" }} }},
            "bill": {{ "tier": "township", "admitted": "2026-03-01", "discharged": "2026-03-07", "settled": "2026-03-07",
            "diagnosis": "J18.900", "lines": [{{ "item": "A", "price": "{price}", "quantity": "{quantity}" }}] }} }}"#
        );
        RawCase { line: 1, text }.parse(&[]).err().map(|fault| fault.what.en).unwrap_or_default()
    }

    #[test]
    fn a_number_out_of_range_is_named_with_its_field_and_its_range() {
        assert_eq!(said("10.00", "1", "0.00"), "");
        let price = said("10000001", "1", "0.00");
        assert!(
            price.starts_with("bill.lines[0].price: The number is out of range; it may be from 0 to 10000000 ("),
            "{price}"
        );
        let quantity = said("10.00", "-1", "0.00");
        assert!(quantity.starts_with("bill.lines[0].quantity: "), "{quantity}");
        assert!(quantity.contains("from 0 to 1000000 "), "{quantity}");
        let paid = said("10.00", "1", "9000000000000.00");
        assert!(paid.starts_with("history.amounts.basic.paid: "), "{paid}");
        assert!(paid.contains("from -1000000000000.00 to 1000000000000.00 "), "{paid}");
    }

    #[test]
    fn a_total_below_nothing_is_refused() {
        let said = said("10.00", "1", "-100.00");
        assert_eq!(
            said,
            "In the history of person `basic.paid` is -100.00; no total is less than nothing, and no count more than 1,000,000."
        );
    }
}
