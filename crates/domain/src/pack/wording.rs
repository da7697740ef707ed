//! What the readers of TOML and CSV complain about, in the words of a person who edits a pack.
//!
//! Readers speak English and of their own types. A complaint that is not known here is passed on as it is: a strange
//! sentence is better than none.

use crate::text::Text;

/// A complaint about the rule text.
pub(super) fn of_rules(message: &str) -> Text {
    let zh = chinese(message).unwrap_or_else(|| format!("规则文本的写法有误，请检查引号、括号和等号：{message}"));
    Text::new(zh, message)
}

/// A complaint about a row of a table.
pub(super) fn of_row(error: &csv::Error) -> Text {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Text::new(
            format!("应有 {expected_len} 列，这一行有 {len} 列"),
            format!("{expected_len} columns are expected, this row has {len}"),
        ),
        csv::ErrorKind::Utf8 { .. } => {
            Text::new("文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8; save it as UTF-8")
        }
        csv::ErrorKind::Deserialize { err, .. } => {
            let message = err.kind().to_string();
            Text::new(chinese(&message).unwrap_or_else(|| format!("这一行读不懂：{message}")), message)
        }
        _ => Text::new(format!("表格读不懂：{error}"), error.to_string()),
    }
}

fn chinese(message: &str) -> Option<String> {
    let named = |start: &str| {
        let rest = message.strip_prefix(start)?;
        let (name, rest) = rest.split_once('`')?;
        Some((name, choices(rest)))
    };
    if let Some((name, choices)) = named("unknown field `") {
        return Some(format!("不认识的项 `{name}`{choices}"));
    }
    if let Some((name, choices)) = named("unknown variant `") {
        return Some(format!("没有 `{name}` 这个选项{choices}"));
    }
    if let Some((name, _)) = named("missing field `") {
        return Some(format!("缺少 `{name}`"));
    }
    if let Some(places) = message.strip_prefix("more than ").and_then(|rest| rest.strip_suffix(" decimals")) {
        let what =
            if places == "2" { "金额最多两位小数".to_owned() } else { format!("最多 {places} 位小数") };
        return Some(what);
    }
    let known = [
        ("expected a percentage", "百分数应在 \"0%\" 到 \"100%\" 之间，最多四位小数，写在引号里"),
        ("expected \"full\"", "补助应写 \"full\" 或金额，例如 \"320.00\""),
        ("not a decimal number", "应为数字，不带逗号、空格和单位"),
        ("amount out of range", "数字超出范围"),
        ("invalid type", "这里的写法不对：金额和日期等数值要写在引号里，列表要写在方括号里"),
        ("duplicate key", "同一项写了两次"),
        ("duplicate field", "同一项写了两次"),
        ("input is out of range", "没有这个日期"),
        ("input contains invalid characters", "日期应写成 \"2026-01-31\" 的样子"),
        ("premature end of input", "日期应写成 \"2026-01-31\" 的样子"),
        ("trailing input", "日期应写成 \"2026-01-31\" 的样子"),
    ];
    known.iter().find(|(start, _)| message.starts_with(start)).map(|(_, zh)| (*zh).to_owned())
}

/// What could stand there, as the reader lists it.
fn choices(rest: &str) -> String {
    let names: Vec<_> = rest.split('`').skip(1).step_by(2).map(|name| format!("`{name}`")).collect();
    if names.is_empty() { String::new() } else { format!("，这里可以写 {}", names.join("、")) }
}
