//! What a pack author is told of a text or table that cannot be read, with file, line and mend.

use crate::author::{
    FAULTLESS, changed, each_is_an_error, errors, errors_of, is_whole, line_of, numbered, passes, says,
};
use crate::support::{DIAGNOSES, ITEMS, NO_ITEMS, bundle, demonstration_bundle, read};
use nonghe_domain::pack::{Bundle, Pack, PackFaults};

#[test]
fn the_text_of_these_tests_has_no_faults() {
    assert_eq!(passes(FAULTLESS).warnings.as_slice(), []);
}

#[test]
fn the_pack_that_ships_has_no_warnings() {
    assert_eq!(read(&demonstration_bundle()).unwrap().warnings.as_slice(), []);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of faults")]
fn a_value_that_cannot_be_read_is_named_with_its_line() {
    each_is_an_error(&[
        (
            "deductible = \"200.00\"",
            "deductable = \"200.00\"",
            says(
                "deductable",
                "不认识的项 `deductable`",
                "key `deductable` is not known",
                "Did you mean `deductible`?",
            ),
        ),
        (
            "rate = \"80%\"",
            "rate = \"101%\"",
            says("over = \"1000.00\"", "\"0%\" 到 \"100%\" 之间", "from \"0%\" to \"100%\"", "like \"85%\""),
        ),
        (
            "rate = \"80%\"",
            "rate = \"0.8\"",
            says("over = \"1000.00\"", "百分数应在", "A percentage from", "the percent sign"),
        ),
        (
            "rate = \"80%\"",
            "rate = \"8_0%\"",
            says("over = \"1000.00\"", "百分数应在", "A percentage from", "the percent sign"),
        ),
        (
            "factor = \"90%\"",
            "factor = \"0.9\"",
            says("factor = ", "倍数应在", "A factor from \"0%\" to \"1000%\"", "like \"110%\""),
        ),
        (
            "amount = \"3000.00\"",
            "amount = \"3000.005\"",
            says("amount = \"3000.005\"", "小数最多 2 位", "more than 2 decimals", "such as \"3000.00\""),
        ),
        (
            "amount = \"3000.00\"",
            "amount = \"3,000\"",
            says("amount = \"3,000\"", "应为数字", "not a decimal number", "without commas"),
        ),
        (
            "amount = \"3000.00\"",
            "amount = \"9999999999999999\"",
            says("amount = \"999999", "超出范围", "out of range", "Count the digits"),
        ),
        (
            "deductible = \"200.00\"",
            "deductible = 200.00",
            says("deductible = 200.00", "要写在引号里", "stands without quotes", "Put it in quotes"),
        ),
        (
            "deductible = \"200.00\"",
            "deductible = 200",
            says("deductible = 200\n", "要写在引号里", "stands without quotes", "Put it in quotes"),
        ),
        (
            "deductible = \"200.00\"",
            "deductible = true",
            says("deductible = true", "写法不对", "another form", "one value in quotes"),
        ),
        ("late = true", "late = \"yes\"", says("late = ", "写法不对", "another form", "true or false")),
        (
            "within_days = 90",
            "within_days = \"90\"",
            says("within_days = \"90\"", "写法不对", "another form", "whole number"),
        ),
        ("within_days = 90", "within_days = -1", says("within_days = -1", "超出范围", "out of range", "not negative")),
        (
            "within_days = 90",
            "within_days = 99999999999",
            says("within_days = 9", "超出范围", "out of range", "whole number"),
        ),
        (
            "base = [\"covered\"]",
            "base = \"covered\"",
            says("base = \"covered\"", "写法不对", "another form", "Write a list"),
        ),
        (
            "zh = \"基本\", en = \"Basic\"",
            "zh = \"基本\"",
            says("name = { zh = \"基本\"", "缺少 `en`", "`en` is missing", "Add `en`"),
        ),
        (
            "name = { zh = \"基本\", en = \"Basic\" }",
            "name = \"基本\"",
            says("name = \"基本\"", "写法不对", "another form", "{ zh = \"Chinese\", en = \"English\" }"),
        ),
        ("class = \"乙\"", "class = \"丁\"", says("class = \"丁\"", "没有 `丁` 这个选项", "no choice `丁`", "`乙`")),
        // Words without a character in common are not alike.
        (
            "class = \"乙\"",
            "class = \"戊\"",
            says("class = \"戊\"", "没有 `戊`", "no choice `戊`", "These can stand here: `甲`"),
        ),
        ("class = \"乙\"", "class = 2", says("class = 2", "写法不对", "another form", "Write \"乙\"")),
        (
            "base = [\"covered\"]",
            "base = [\"coverd\"]",
            says("base = [\"coverd\"]", "没有 `coverd` 这个选项", "no choice `coverd`", "Did you mean `covered`?"),
        ),
        (
            "per = \"year\"\n",
            "per = \"decade\"\n",
            says("per = \"decade\"", "没有 `decade` 这个选项", "no choice `decade`", "`quarter`, `year`"),
        ),
        (
            "per = \"year\"\n",
            "per = { year = 1 }\n",
            says("per = { year", "只能写一个词", "One word is expected", "such as \"year\""),
        ),
        (
            "subsidy = \"105.00\"",
            "subsidy = \"all\"",
            says("subsidy = \"all\"", "\"full\" 或金额", "\"full\" or an amount", "Write \"full\""),
        ),
        (
            "effective_until = \"2026-12-31\"",
            "effective_until = \"2026-02-30\"",
            says("effective_until", "没有这个日期", "no such date", "\"2026-01-31\""),
        ),
        (
            "effective_until = \"2026-12-31\"",
            "effective_until = \"31.12.2026\"",
            says("effective_until", "没有这个日期", "no such date", "year, month and day"),
        ),
        ("scheme = \"resident\"\n", "", says("# A rule text", "缺少 `scheme`", "`scheme` is missing", "Add `scheme`")),
        (
            "[[layer.bonus]]",
            "[[layer.bonuses]]",
            says("[[layer.bonuses]]", "`bonuses`", "`bonuses`", "Did you mean `bonus`?"),
        ),
    ]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of faults")]
fn a_text_that_is_not_written_as_one_is_named_where_it_goes_wrong() {
    each_is_an_error(&[
        (
            "version = \"1\"",
            "version = \"1",
            says("version = \"1", "引号没有成对", "quote is not closed", "Close the text"),
        ),
        ("version = \"1\"", "version = first", says("version = first", "没有加引号", "without quotes", "in quotes")),
        ("version = \"1\"", "version = 1.2.3", says("version = 1.2.3", "没有加引号", "without quotes", "Put versions")),
        ("rate = \"15%\"", "rate = 15%", says("rate = 15%", "没有加引号", "without quotes", "\"85%\"")),
        ("version = \"1\"", "version =", says("version =\n", "漏写", "is missing", "in quotes")),
        ("version = \"1\"", "version", says("version\n", "名称 = 值", "key = value", "put #")),
        (
            "version = \"1\"",
            "version = \"1\" scheme = \"2\"",
            says("version = \"1\" ", "一行里写了两项", "after the value", "of its own"),
        ),
        (
            "version = \"1\"",
            "version = \"1\"\nversion = \"2\"",
            says("version = \"2\"", "写了两次", "stands twice", "Remove one"),
        ),
        ("version = \"1\"", "version = “1”", says("version = “", "全角标点", "full-width mark", "plain marks")),
        ("version = \"1\"", "version＝\"1\"", says("version＝", "全角标点", "full-width mark", "plain marks")),
        (
            "base = [\"covered\"]",
            "base = [\"covered\"，\"pay-first\"]",
            says("base = [\"covered\"，", "全角标点", "full-width mark", "plain"),
        ),
        ("version = \"1\"", "版本 = \"1\"", says("版本", "英文字母", "letters a to z", "as documented")),
        ("version = \"1\"", "version = \"\\d\"", says("version = ", "反斜杠", "backslash", "Write two")),
        (
            "covered = [\"active\"]",
            "covered = [\"active\"",
            says("[[enrolment.newborn]]", "缺少逗号", "comma", "each bracket is closed"),
        ),
        (
            "[sources.notice]",
            "[sources.notice",
            says("[sources.notice", "方括号没有成对", "bracket of a head", "[premium]"),
        ),
        ("[[overall]]", "[[overall]", says("[[overall]", "方括号没有成对", "brackets of a head", "[[layer]]")),
        (
            "version = \"1\"",
            "version = [\"1\",, \"2\"]",
            says("version = [", "逗号前面或后面", "before or after a comma", "remove the comma"),
        ),
        (
            "version = \"1\"",
            "version == \"1\"",
            says("version ==", "等号写了两次", "equal sign stands twice", "Keep one"),
        ),
        (
            "version = \"1\"",
            "version = \"1\"\rlate = 1",
            says("version = ", "换行符不完整", "half of a line end", "CRLF"),
        ),
        (
            "version = \"1\"",
            "version = \"1\"\nversion.number = 2",
            says("version.number", "已经写过一个值", "has a value already", "Remove the entry"),
        ),
        (
            "[[overall]]",
            "[overall.x]\ny = 1\n[[overall]]",
            says("[[overall]]", "写了两次", "stands twice", "[[layer]]"),
        ),
        (
            "effective_until = \"2026-12-31\"",
            "effective_until = 2026-02-30",
            says("effective_until", "没有这个日期", "no such date", "2026-01-31"),
        ),
        (
            "scheme = \"resident\"",
            "scheme = \"resident\" 说明",
            says("scheme = ", "一行里写了两项", "after the value", "put #"),
        ),
    ]);
}

#[test]
fn dates_stand_with_or_without_quotes() {
    let plain = FAULTLESS.replace("effective_until = \"2026-12-31\"", "effective_until = 2026-12-31");
    assert_eq!(passes(&plain).rules.effective_until.to_string(), "2026-12-31");
}

#[test]
fn all_values_that_cannot_be_read_are_told_at_once() {
    let text = FAULTLESS
        .replace("deductible = \"200.00\"", "deductable = \"200.00\"")
        .replace("rate = \"15%\"", "rate = \"15\"")
        .replace("late = true", "late = 1")
        .replace("benefits = \"birth\"\n", "");
    let found = errors(&text);
    let told: Vec<_> = found.iter().map(|fault| (fault.line, fault.text.en.as_str())).collect();
    let expected = [
        ("late = 1", "A value of another form is expected here."),
        ("[[enrolment.newborn]]", "`benefits` is missing."),
        ("rate = \"15\"", "A percentage from \"0%\" to \"100%\" with at most four decimals is expected."),
        ("deductable", "The key `deductable` is not known here."),
    ];
    assert_eq!(told, expected.map(|(at, words)| (line_of(&text, at), words)));
}

#[test]
fn what_contradicts_itself_is_told_together() {
    let text = changed("over = \"1000.00\"", "over = \"0.00\"").replace("member = \"210.00\"", "member = \"-1\"");
    let services = ITEMS.replace("C,丙类", "A,丙类");
    let found = errors_of(&Bundle { services, ..bundle(&text) });
    let files: Vec<_> = found.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(found.iter().filter(|fault| fault.file == "pack.toml").count(), 3, "{found:#?}");
    assert!(files.is_sorted_by_key(|file| *file != "pack.toml") && files.contains(&"services.csv"), "{files:?}");
}

#[test]
fn a_row_of_a_table_that_cannot_be_read_is_named() {
    for (part, by, line, zh, en) in [
        ("次,丙", "次,丁", 4, "class 列：没有 `丁` 这个选项", "Column class: There is no choice `丁`"),
        (
            "other,30,20,xjjl",
            "other,thirty,20,xjjl",
            5,
            "price 列：这里应为数字",
            "Column price: This is not a decimal",
        ),
        ("other,30,20,xjyl", "other,30,-20,xjyl", 6, "price_limit 列：数字超出范围", "price_limit: The number is out"),
        ("other,30,20,xjyl", "other,0.0000001,,xjyl", 6, "小数最多 6 位", "more than 6 decimals"),
        (
            "C,丙类,Class C,,次,丙",
            "C,丙类,次,丙",
            4,
            "应有 10 列，这一行有 8 列",
            "10 columns are expected; this row has 8",
        ),
        ("mnemonic\n", "letters\n", 1, "不认识的项 `letters`", "The key `letters` is not known"),
        (",price_limit", "", 1, "应有 9 列", "9 columns"),
    ] {
        let found = errors_of(&Bundle { drugs: ITEMS.replacen(part, by, 1), ..bundle(FAULTLESS) });
        let fault = &found[0];
        let line = if by.is_empty() { 2 } else { line };
        assert_eq!((fault.file.as_str(), fault.line), ("drugs.csv", Some(line)), "{by}: {fault:?}");
        assert!(fault.text.zh.contains(zh) && fault.text.en.contains(en), "{by}: {fault:?}");
        assert!(!fault.help.zh.is_empty() && !fault.help.en.is_empty(), "{fault:?}");
    }
}

#[test]
fn every_cell_of_a_row_that_cannot_be_read_is_named() {
    let drugs = ITEMS.replacen("次,丙,other,1,", "次,丁,other,abc,-1", 1);
    let found = errors_of(&Bundle { drugs, ..bundle(FAULTLESS) });
    let told: Vec<_> = found.iter().map(|fault| (fault.line, fault.text.en.as_str())).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    for (fault, starts) in
        found.iter().zip(["Column class: There is no choice `丁`", "Column price: ", "Column price_limit: "])
    {
        assert!(fault.line == Some(4) && fault.text.en.starts_with(starts), "{told:#?}");
        is_whole(fault);
    }
    let rows = numbered(500, "I#,病,Illness,,次,丁,other,abc,,b\n");
    assert_eq!(errors_of(&Bundle { drugs: format!("{NO_ITEMS}{rows}"), ..bundle(FAULTLESS) }).len(), 20);
}

#[test]
fn a_wrong_head_is_told_once_and_a_bad_table_not_for_ever() {
    let rows = numbered(500, "I#,病,Illness,b\n");
    let head = Bundle { diagnoses: format!("code,name,english,mnemonic\n{rows}"), ..bundle(FAULTLESS) };
    assert_eq!(errors_of(&head).len(), 1);
    let rows = numbered(500, "I#,病,Illness\n");
    let short = Bundle { diagnoses: format!("code,name,name_en,mnemonic\n{rows}"), ..bundle(FAULTLESS) };
    assert_eq!(errors_of(&short).len(), 20);
}

#[test]
fn a_code_stands_once_in_both_tables_together() {
    let twice = errors_of(&Bundle { services: ITEMS.into(), ..bundle(FAULTLESS) });
    let first = &twice[0];
    assert_eq!((first.file.as_str(), first.line), ("services.csv", Some(2)), "{first:?}");
    assert!(first.text.zh.contains("目录编码 A 出现两次"), "{first:?}");
    is_whole(first);
    let diagnoses = format!("{DIAGNOSES}I10.x00,又一个,Another,yyg\n");
    let twice = errors_of(&Bundle { diagnoses, ..bundle(FAULTLESS) });
    assert_eq!((twice[0].file.as_str(), twice[0].line), ("diagnoses.csv", Some(3)));
    assert!(twice[0].text.en.contains("The code I10.x00 stands twice"), "{twice:?}");
}

#[test]
fn an_item_of_a_kind_that_the_statement_does_not_know_is_named_in_its_row() {
    let found = errors_of(&Bundle { drugs: ITEMS.replace("次,丙,other", "次,丙,candy"), ..bundle(FAULTLESS) });
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].file.as_str(), found[0].line), ("drugs.csv", Some(4)));
    assert!(found[0].text.zh.contains("candy") && found[0].help.en.contains("code = \"candy\""), "{found:?}");
    is_whole(&found[0]);
}

#[test]
fn a_pack_without_items_is_warned_of() {
    let empty = Bundle { drugs: NO_ITEMS.into(), services: String::new(), ..bundle(FAULTLESS) };
    let warnings = read(&empty).unwrap().warnings;
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    assert!(warnings[0].text.en.contains("The catalogue is empty"), "{warnings:#?}");
}

#[test]
fn a_bundle_that_is_no_bundle_is_a_fault() {
    for text in
        ["", "{}", "<html>", "{\"rules\":\"\",\"drugs\":\"\",\"services\":\"\",\"diagnoses\":\"\",\"more\":\"\"}"]
    {
        let found = Pack::from_bundle(text).unwrap_err().faults;
        assert_eq!((found.len(), found[0].file.as_str()), (1, "bundle"), "{text:?}");
        assert!(
            found[0].text.zh.contains("已损坏") && found[0].help.en.contains("bundle the folder again"),
            "{found:?}"
        );
    }
}

#[test]
fn faults_in_short_name_file_line_and_the_first_of_them() {
    let text = changed("over = \"1000.00\"", "over = \"0.00\"");
    let faults = read(&bundle(&text)).unwrap_err();
    let line = line_of(&text, "over = \"0.00\"").unwrap();
    let told = faults.to_string();
    assert!(
        told.starts_with(&format!("the pack has 1 fault(s): pack.toml:{line}: This band of layer basic")),
        "{told}"
    );
    assert_eq!(PackFaults { faults: vec![] }.to_string(), "the pack has 0 fault(s): ");
}
