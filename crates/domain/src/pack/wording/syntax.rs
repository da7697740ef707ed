//! How a rule text is written: quotes, brackets, commas.

use super::no_such_date;
use crate::pack::fault::Words;

/// Punctuation of a Chinese keyboard, with what TOML wants instead.
const FULL_WIDTH: &[char] = &[
    '“', '”', '‘', '’', '＂', '＝', '，', '、', '：', '。', '．', '【', '】', '［', '］', '｛', '｝', '（', '）', '％',
    '＃',
];

/// Part of a TOML complaint, the fault and the mend.
const SYNTAX: [(&str, [&str; 4]); 20] = [
    (
        "string values must be quoted",
        [
            "这里的值没有加引号，或者值漏写了。",
            "The value stands without quotes, or is missing.",
            "文字、金额、百分数都要写在半角引号里，例如 \"township\"、\"200.00\"、\"85%\"。",
            "Put texts, amounts and percentages in quotes, such as \"township\", \"200.00\" or \"85%\".",
        ],
    ),
    (
        "invalid float",
        [
            "这里的值没有加引号。",
            "The value stands without quotes.",
            "版本、金额、百分数和日期都要写在半角引号里，例如 \"2026.1\"。",
            "Put versions, amounts, percentages and dates in quotes, such as \"2026.1\".",
        ],
    ),
    (
        "invalid boolean",
        [
            "这里的值没有加引号。",
            "The value stands without quotes.",
            "文字要写在引号里；是和否写成 true 和 false，全部小写。",
            "Put texts in quotes; write yes and no as true and false in small letters.",
        ],
    ),
    (
        "invalid multi-line basic string",
        [
            "三个引号开头的文字没有用三个引号结束。",
            "A text that begins with three quotes does not end with three.",
            "请在文字末尾补上 \"\"\"。",
            "Add \"\"\" at its end.",
        ],
    ),
    (
        "invalid basic string",
        [
            "引号没有成对。",
            "A quote is not closed.",
            "请在这一行补上右引号 \"。",
            "Close the text with \" on the same line.",
        ],
    ),
    (
        "invalid literal string",
        [
            "单引号没有成对，或者值没有加引号。",
            "A single quote is not closed, or a value stands without quotes.",
            "请用半角双引号把值括起来。",
            "Put the value in double quotes.",
        ],
    ),
    (
        "missing escaped value",
        [
            "反斜杠 \\ 后面的字符不认识。",
            "The character after the backslash \\ is not known.",
            "要写反斜杠本身请写两个：\\\\。",
            "Write two, \\\\, where a backslash is meant.",
        ],
    ),
    (
        "duplicate key",
        [
            "同一项写了两次。",
            "The same key stands twice.",
            "请删去其中一处；若是列表里的又一项，段名要写两层方括号，例如 [[layer]]。",
            "Remove one of them; for one more of a list, write its head in double brackets, such as [[layer]].",
        ],
    ),
    (
        "unclosed array table",
        [
            "段名的方括号没有成对。",
            "The brackets of a head are not closed.",
            "请写成 [[layer]] 的样子。",
            "Write it like [[layer]].",
        ],
    ),
    (
        "unclosed table",
        [
            "段名的方括号没有成对。",
            "The bracket of a head is not closed.",
            "请写成 [premium] 的样子。",
            "Write it like [premium].",
        ],
    ),
    (
        "unclosed array",
        [
            "列表的方括号没有成对。",
            "The bracket of a list is not closed.",
            "请在列表末尾补上 ]。",
            "Add ] at the end of the list.",
        ],
    ),
    ("unclosed inline table", ["花括号没有成对。", "A brace is not closed.", "请在末尾补上 }。", "Add } at its end."]),
    (
        "missing comma",
        [
            "两项之间缺少逗号，或者前面的括号没有收口。",
            "A comma between two entries is missing, or a bracket before is not closed.",
            "请在两项之间写半角逗号，并检查括号是否成对。",
            "Put a comma between them, and see that each bracket is closed.",
        ],
    ),
    (
        "extra comma",
        [
            "逗号前面或后面缺少内容。",
            "Something is missing before or after a comma.",
            "请补上漏写的值，或删去多余的逗号。",
            "Add the value that is missing, or remove the comma.",
        ],
    ),
    ("extra `=`", ["等号写了两次。", "The equal sign stands twice.", "请只留一个 =。", "Keep one =."]),
    (
        "cannot extend value",
        [
            "这个名称前面已经写过一个值，不能再作段名。",
            "The key has a value already, so nothing can be put inside it.",
            "请删去前面的一项，或把内容合在一起写。",
            "Remove the entry before, or write both together.",
        ],
    ),
    (
        "carriage return",
        [
            "这一行的换行符不完整。",
            "The line ends with half of a line end.",
            "请用编辑器另存一次，换行选 Windows（CRLF）或 Unix（LF）。",
            "Save the file again with the line ends of Windows (CRLF) or Unix (LF).",
        ],
    ),
    (
        "key with no value",
        [
            "这一行不是“名称 = 值”的样子。",
            "The line is not of the form key = value.",
            "请写成 名称 = \"值\"；说明文字前面要加半角 #。",
            "Write key = \"value\"; put # before a remark.",
        ],
    ),
    (
        "unexpected key or value",
        [
            "一行里写了两项，或者值后面还有别的字。",
            "There is something after the value on this line.",
            "每项各写一行；说明文字前面要加半角 #。",
            "Put each entry on a line of its own; put # before a remark.",
        ],
    ),
    (
        "invalid unquoted key",
        [
            "名称只能用英文字母、数字、- 和 _。",
            "A key consists of letters a to z, digits, - and _.",
            "请按说明里的英文名称书写；说明文字前面要加半角 #。",
            "Write the key as documented; put # before a remark.",
        ],
    ),
];

/// A complaint about how the rule text is written.
pub(in crate::pack) fn of_syntax(message: &str, line: &str) -> Words {
    let is_remark = |rest: &str| rest.trim_start().starts_with('#');
    if let Some(mark) = line.chars().find(|c| FULL_WIDTH.contains(c)).filter(|_| !is_remark(line)) {
        return Words::new(
            format!("这一行写法有误，里面有全角标点“{mark}”。"),
            format!("The line cannot be read; the full-width mark {mark} stands in it."),
            "除引号里的文字外，标点都要用半角：= \" , . [ ] { } % #。",
            "Outside quoted texts use the plain marks = \" , . [ ] { } % #.",
        );
    }
    let known = SYNTAX.iter().find(|(part, _)| message.starts_with(part));
    match known {
        Some((_, [zh, en, mend_zh, mend_en])) => Words::new(*zh, *en, *mend_zh, *mend_en),
        None if message.starts_with("cannot recurse") => too_deep(),
        None if message.starts_with("invalid date") || message.starts_with("invalid time") => no_such_date(),
        None => Words::new(
            format!("规则文本的写法有误：{message}。"),
            format!("The rule text cannot be read: {message}."),
            "请检查引号、括号、逗号和等号。",
            "Check quotes, brackets, commas and equal signs.",
        ),
    }
}

/// A rule text that is no rule text.
pub(in crate::pack) fn too_long(bytes: usize) -> Words {
    Words::new(
        format!("规则文本超过 {} KB。", bytes / 1024),
        format!("The rule text is longer than {} KB.", bytes / 1024),
        "规则里只写政策；药品、项目和诊断写在 CSV 表里。",
        "State only rules in it; items and diagnoses belong into the CSV tables.",
    )
}

/// Brackets or dotted keys without end.
pub(in crate::pack) fn too_deep() -> Words {
    Words::new(
        "括号或带点的名称套得太深。",
        "Brackets or dotted keys are nested too deeply.",
        "请检查括号是否成对；没有哪条规则需要这么多层。",
        "See that each bracket is closed; no rule needs so many levels.",
    )
}

/// A list or table without end.
pub(in crate::pack) fn too_many(most: usize) -> Words {
    Words::new(
        format!("这里超过 {most} 项。"),
        format!("There are more than {most} entries here."),
        "请分成几个列表，或合并重复的部分。",
        "Split it into several lists, or join what repeats.",
    )
}
