//! What the readers of TOML and CSV complain about, in the words of a person who edits a pack.
//!
//! Readers speak English and of their own types. A complaint that is not known here is passed on as it is: a strange
//! sentence is better than none.

mod syntax;

pub(super) use syntax::{of_syntax, too_deep, too_long, too_many};

use super::fault::Words;

/// A complaint about a value of the rules. `serde` tells what it found and what could stand there.
pub(super) fn of_rules(message: &str) -> Words {
    named(message).or_else(|| of_type(message)).or_else(|| of_value(message)).unwrap_or_else(|| {
        Words::new(
            format!("这里读不懂：{}。", shortened(message)),
            format!("This cannot be read: {}.", shortened(message)),
            "请对照说明检查这一项的写法。",
            "Compare it with the documentation of this part.",
        )
    })
}

/// A complaint about a cell. `column` is the name in the table's head.
pub(super) fn of_cell(column: &str, message: &str) -> Words {
    let words = of_rules(message);
    Words::new(
        format!("{column} 列：{}", words.text.zh),
        format!("Column {column}: {}", words.text.en),
        words.help.zh,
        words.help.en,
    )
}

/// A complaint about a row of a table.
pub(super) fn of_row(error: &csv::Error) -> Words {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Words::new(
            format!("应有 {expected_len} 列，这一行有 {len} 列。"),
            format!("{expected_len} columns are expected; this row has {len}."),
            "请核对逗号的个数；内容里有逗号的要用引号括起来。",
            "Count the commas; put a cell that holds a comma in quotes.",
        ),
        csv::ErrorKind::Utf8 { .. } => not_utf8(),
        csv::ErrorKind::Deserialize { err, .. } => of_rules(&err.kind().to_string()),
        _ => Words::new(
            format!("表格读不懂：{error}。"),
            format!("The table cannot be read: {error}."),
            "请用电子表格打开检查，再另存为 CSV（UTF-8）。",
            "Open it in a spreadsheet, look it over, and save it as CSV (UTF-8).",
        ),
    }
}

/// A file in the encoding of an old editor.
pub(super) fn not_utf8() -> Words {
    Words::new(
        "文件不是 UTF-8 编码，可能是 GBK（GB18030）。",
        "The file is not UTF-8; it may be GBK (GB18030).",
        "请用“另存为”，编码选 UTF-8。",
        "Save it again with the encoding UTF-8.",
    )
}

/// A field, variant or missing field by its name.
fn named(message: &str) -> Option<Words> {
    let after = |start: &str| {
        let (name, rest) = message.strip_prefix(start)?.split_once('`')?;
        Some((shortened(name), rest))
    };
    if let Some((name, rest)) = after("unknown field `") {
        let (mend_zh, mend_en) = choices(&name, rest);
        return Some(Words::new(
            format!("不认识的项 `{name}`。"),
            format!("The key `{name}` is not known here."),
            mend_zh,
            mend_en,
        ));
    }
    if let Some((name, rest)) = after("unknown variant `") {
        let (mend_zh, mend_en) = choices(&name, rest);
        return Some(Words::new(
            format!("没有 `{name}` 这个选项。"),
            format!("There is no choice `{name}`."),
            mend_zh,
            mend_en,
        ));
    }
    if let Some((name, _)) = after("missing field `") {
        return Some(Words::new(
            format!("缺少 `{name}`。"),
            format!("`{name}` is missing."),
            format!("请补上 `{name}`。"),
            format!("Add `{name}`."),
        ));
    }
    message.starts_with("duplicate field").then(|| {
        Words::new("同一项写了两次。", "The same key stands twice.", "请删去其中一处。", "Remove one of them.")
    })
}

/// Something of the wrong type.
fn of_type(message: &str) -> Option<Words> {
    let (found, expected) = message.strip_prefix("invalid type: ")?.split_once(", expected ")?;
    let is_number = found.starts_with("integer") || found.starts_with("floating");
    let (mend_zh, mend_en) = match expected {
        "a boolean" => ("请写 true 或 false，不加引号。", "Write true or false, without quotes."),
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => {
            ("请写整数，不加引号。", "Write a whole number without quotes.")
        }
        "a sequence" => ("请写成列表，例如 [\"township\"]。", "Write a list, such as [\"township\"]."),
        "a class, or a list of classes" => {
            ("请写成 \"乙\" 或 [\"乙\", \"丙\"]。", "Write \"乙\", or a list such as [\"乙\", \"丙\"].")
        }
        "a window, or a list of windows" => (
            "请写成 { from = \"2025-09-01\", until = \"2025-12-31\" }。",
            "Write { from = \"2025-09-01\", until = \"2025-12-31\" }.",
        ),
        _ if expected.starts_with("struct Text") => {
            ("请写成 { zh = \"中文\", en = \"English\" }。", "Write { zh = \"Chinese\", en = \"English\" }.")
        }
        _ if expected.starts_with("struct") || expected.ends_with("map") => {
            ("请写成 { 名称 = 值, … }，或单独一段。", "Write { key = value, … }, or a section of its own.")
        }
        _ if is_number => (
            "请写在引号里：金额 \"200.00\"，百分数 \"85%\"，日期 \"2026-01-01\"。",
            "Put it in quotes: an amount \"200.00\", a percentage \"85%\", a date \"2026-01-01\".",
        ),
        _ => (
            "请写一个带引号的值：金额 \"200.00\"，百分数 \"85%\"，日期 \"2026-01-01\"。",
            "Write one value in quotes: an amount \"200.00\", a percentage \"85%\", a date \"2026-01-01\".",
        ),
    };
    let (zh, en) = if is_number && mend_en.starts_with("Put it in quotes") {
        ("金额、百分数和日期等数值要写在引号里。", "An amount, percentage or date stands without quotes.")
    } else {
        ("这里的写法不对。", "A value of another form is expected here.")
    };
    Some(Words::new(zh, en, mend_zh, mend_en))
}

/// Beginning of a complaint about a value, the fault and the mend.
const VALUES: [(&str, [&str; 4]); 7] = [
    (
        "expected a percentage",
        [
            "百分数应在 \"0%\" 到 \"100%\" 之间，最多四位小数。",
            "A percentage from \"0%\" to \"100%\" with at most four decimals is expected.",
            "请写成 \"85%\" 的样子，带引号和百分号。",
            "Write it like \"85%\", with quotes and the percent sign.",
        ],
    ),
    (
        "expected a factor",
        [
            "倍数应在 \"0%\" 到 \"1000%\" 之间，最多四位小数。",
            "A factor from \"0%\" to \"1000%\" with at most four decimals is expected.",
            "请写成 \"110%\" 的样子，带引号和百分号。",
            "Write it like \"110%\", with quotes and the percent sign.",
        ],
    ),
    (
        "expected \"full\"",
        [
            "补助应写 \"full\" 或金额。",
            "\"full\" or an amount is expected.",
            "全额资助写 \"full\"，定额资助写金额，例如 \"320.00\"。",
            "Write \"full\", or an amount such as \"320.00\".",
        ],
    ),
    (
        "not a decimal number",
        [
            "这里应为数字。",
            "This is not a decimal number.",
            "请只写数字和小数点，不带逗号、空格和单位，例如 \"3000.00\"。",
            "Write digits and a point only, without commas, blanks or units, such as \"3000.00\".",
        ],
    ),
    (
        "amount out of range",
        [
            "数字超出范围。",
            "The number is out of range.",
            "请核对位数；单价和数量不能为负。",
            "Count the digits; prices and quantities are never negative.",
        ],
    ),
    (
        "invalid value: integer",
        [
            "这个整数超出范围。",
            "The whole number is out of range.",
            "请写不小于 0 的整数。",
            "Write a whole number that is not negative.",
        ],
    ),
    (
        "invalid value: map",
        [
            "这里只能写一个词。",
            "One word is expected here.",
            "请写一个带引号的词，例如 \"year\"。",
            "Write one word in quotes, such as \"year\".",
        ],
    ),
];

/// Something of the right type that says nothing sensible.
fn of_value(message: &str) -> Option<Words> {
    if let Some(places) = message.strip_prefix("more than ").and_then(|rest| rest.strip_suffix(" decimals")) {
        return Some(Words::new(
            format!("小数最多 {places} 位。"),
            format!("There are more than {places} decimals."),
            "请按公布的数字写，例如 \"3000.00\"。",
            "Write the published figure, such as \"3000.00\".",
        ));
    }
    let dates =
        ["input is out of range", "input contains invalid characters", "premature end of input", "trailing input"];
    if dates.iter().any(|start| message.starts_with(start)) {
        return Some(no_such_date());
    }
    let (_, [zh, en, mend_zh, mend_en]) = VALUES.iter().find(|(start, _)| message.starts_with(start))?;
    Some(Words::new(*zh, *en, *mend_zh, *mend_en))
}

fn no_such_date() -> Words {
    Words::new(
        "没有这个日期，或者日期的写法不对。",
        "There is no such date, or it is not written as a date.",
        "请写成 \"2026-01-31\" 的样子：四位年、两位月、两位日。",
        "Write it like \"2026-01-31\": year, month and day.",
    )
}

/// A name as it can be shown.
fn shortened(name: &str) -> String {
    const MOST: usize = 60;
    if name.chars().nth(MOST).is_none() {
        return name.to_owned();
    }
    name.chars().take(MOST).chain(['…']).collect()
}

/// What could stand there, with the likeliest first.
fn choices(name: &str, rest: &str) -> (String, String) {
    let names: Vec<_> = rest.split('`').skip(1).step_by(2).collect();
    let length = name.chars().count();
    // Names that have no character in common are not alike, however short they are.
    let alike = names.iter().filter_map(|choice| {
        let distance = distance(name, choice);
        (distance < length.max(choice.chars().count())).then_some((distance, choice))
    });
    let likely = alike.min().filter(|(distance, _)| *distance <= 1 + length / 4);
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match (likely, quoted.is_empty()) {
        (_, true) => ("请删去。".to_owned(), "Remove it.".to_owned()),
        (Some((_, likely)), false) => (
            format!("是不是 `{likely}`？这里可以写：{}。", quoted.join("、")),
            format!("Did you mean `{likely}`? These can stand here: {}.", quoted.join(", ")),
        ),
        (None, false) => {
            (format!("这里可以写：{}。", quoted.join("、")), format!("These can stand here: {}.", quoted.join(", ")))
        }
    }
}

/// How many characters must be changed, added or left out to come from one word to another.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
