//! What a pack author is told, with the line where it is known.

use crate::support::{DIAGNOSES, HEAD, ITEMS, TABLES, bundle, demonstration_bundle, read};
use nonghe_domain::pack::{Bundle, Fault};

const LAYER: &str = r#"
[[layer]]
id = "basic"
name = { zh = "基本", en = "Basic" }
base = ["covered"]
[[layer.terms]]
deductible = "200.00"
band = [{ rate = "60%" }, { over = "1000.00", rate = "80%" }]
ceiling = [{ per = "year", amount = "3000.00" }]
"#;

fn rules() -> String {
    format!("{HEAD}{TABLES}{LAYER}")
}

fn faults(bundle: &Bundle) -> Vec<Fault> {
    read(bundle).err().map(|faults| faults.faults).unwrap_or_default()
}

/// The one fault of the rules with a part replaced.
fn fault(part: &str, by: &str) -> Fault {
    let text = rules();
    assert_eq!(text.matches(part).count(), 1, "{part:?} must stand once");
    let found = faults(&bundle(&text.replace(part, by)));
    assert_eq!(found.len(), 1, "{by:?}: {found:#?}");
    found.into_iter().next().unwrap()
}

/// Line of a part in the rules.
fn line_of(part: &str) -> Option<usize> {
    rules().find(part).map(|place| rules()[..place].matches('\n').count() + 1)
}

#[test]
fn the_rules_of_these_tests_have_no_faults() {
    assert_eq!(faults(&bundle(&rules())), []);
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    for (part, by, zh, en) in [
        ("deductible = \"200.00\"", "deductable = \"200.00\"", "不认识的项 `deductable`", "unknown field `deductable`"),
        ("rate = \"80%\"", "rate = \"101%\"", "百分数应在 \"0%\" 到 \"100%\" 之间", "expected a percentage"),
        ("rate = \"80%\"", "rate = \"0.8\"", "百分数应在 \"0%\" 到 \"100%\" 之间", "expected a percentage"),
        ("rate = \"80%\"", "rate = \"8_0%\"", "百分数应在 \"0%\" 到 \"100%\" 之间", "expected a percentage"),
        ("amount = \"3000.00\"", "amount = \"3000.005\"", "金额最多两位小数", "more than 2 decimals"),
        ("amount = \"3000.00\"", "amount = \"3,000\"", "应为数字", "not a decimal number"),
        ("deductible = \"200.00\"", "deductible = 200.00", "数值要写在引号里", "invalid type"),
        ("class = \"乙\"", "class = \"丁\"", "没有 `丁` 这个选项", "unknown variant `丁`"),
        ("base = [\"covered\"]", "base = [\"coverd\"]", "没有 `coverd` 这个选项", "unknown variant `coverd`"),
        ("per = \"year\"", "per = \"decade\"", "没有 `month` 这个选项", "unknown variant `month`"),
        ("effective_until = \"2026-12-31\"", "effective_until = \"2026-02-30\"", "日期", "out of range"),
    ] {
        let found = fault(part, by);
        assert_eq!((found.file, found.line), ("pack.toml", line_of(part)), "{by}: {found:?}");
        assert!(found.text.zh.contains(zh), "{by}: {}", found.text.zh);
        assert!(found.text.en.contains(en), "{by}: {}", found.text.en);
    }
    let missing = fault("scheme = \"resident\"\n", "");
    assert!(missing.text.zh.contains("缺少 `scheme`"), "{missing:?}");
    let open = fault("id = \"test\"", "id = \"test");
    assert_eq!(open.line, line_of("id = \"test\""), "{open:?}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of faults")]
fn what_contradicts_itself_is_named_in_both_languages() {
    let twice = |code: &str, table: &str| {
        format!(
            "[[{table}]]\ncode = \"{code}\"\nname = {{ zh = \"又\", en = \"Again\" }}\n[[tier]]\ncode = \"township\""
        )
    };
    let first_tier = "[[tier]]\ncode = \"township\"";
    let open_terms = "[[layer.terms]]\ndeductible";
    for (part, by, zh, en) in [
        ("over = \"1000.00\"", "over = \"0.00\"", "逐段递增", "without gaps"),
        ("{ rate = \"60%\" }", "{ over = \"100.00\", rate = \"60%\" }", "须从 0.00 开始", "start over 0.00"),
        (
            "band = [{ rate = \"60%\" }, { over = \"1000.00\", rate = \"80%\" }]",
            "band = []",
            "须从 0.00 开始",
            "start over 0.00",
        ),
        (
            open_terms,
            "[[layer.terms]]\nwhen = { category = [\"rich\"] }\ndeductible",
            "人员类别 rich 没有定义",
            "category rich is used but not defined",
        ),
        (
            open_terms,
            "[[layer.terms]]\nwhen = { tier = [\"moon\"] }\ndeductible",
            "机构级别 moon 没有定义",
            "tier moon is used but not defined",
        ),
        (
            open_terms,
            "[[layer.terms]]\nsource = \"nowhere\"\ndeductible",
            "引用的文件 nowhere",
            "source nowhere is cited",
        ),
        (first_tier, &twice("poor", "category"), "人员类别 poor 写了两次", "category poor stands twice"),
        (first_tier, &twice("county", "tier"), "机构级别 county 写了两次", "tier county stands twice"),
        (first_tier, &twice("other", "charge_kind"), "费用类别 other 写了两次", "charge kind other stands twice"),
        (
            "effective_until = \"2026-12-31\"",
            "effective_until = \"2025-12-31\"",
            "生效日期晚于失效日期",
            "lies before effective_from",
        ),
        ("until = \"2026-12-31\" }", "until = \"2025-08-31\" }", "缴费期的结束早于开始", "premium window ends before"),
        ("member = \"210.00\"", "member = \"-1.00\"", "不能为负", "cannot be negative"),
        ("deductible = \"200.00\"", "deductible = \"-0.01\"", "有负数", "negative amount"),
        ("amount = \"3000.00\"", "amount = \"-1\"", "有负数", "negative amount"),
        (
            "per = \"year\"",
            "per = \"stay\", scope = \"injury\"",
            "scope 只用于按年的封顶线",
            "scope belongs to a ceiling per year",
        ),
        (
            "base = [\"covered\"]",
            "base = [\"covered\", \"pay-first\"]",
            "covered 不能和其他项并列",
            "covered cannot stand beside",
        ),
        ("base = [\"covered\"]", "base = [\"pay-first\", \"pay-first\"]", "重复项", "names a kind twice"),
        (
            "base = [\"covered\"]",
            "base = [\"band-share\"]",
            "前面没有以 covered 为基数的层",
            "no earlier layer has covered",
        ),
        ("base = [\"covered\"]", "base = []", "缺少 base 或 terms", "needs a base and terms"),
        (
            "rate = \"10%\"",
            "rate = \"10%\"\nkinds = [\"herbs\"]",
            "费用类别 herbs 没有定义",
            "charge kind herbs is used but not defined",
        ),
        (
            "benefits_from = \"2026-01-01\"",
            "benefits_from = \"2026-01-01\"\n[[premium.subsidy]]\ncategory = \"poor\"\nsubsidy = \"-5.00\"",
            "不能为负",
            "cannot be negative",
        ),
        (
            "benefits_from = \"2026-01-01\"",
            "benefits_from = \"2026-01-01\"\n[[premium.subsidy]]\ncategory = \"poor\"\nsubsidy = \"full\"\n[[premium.subsidy]]\ncategory = \"poor\"\nsubsidy = \"5.00\"",
            "写了两次",
            "stands twice",
        ),
    ] {
        let found = fault(part, by);
        assert!(found.text.zh.contains(zh), "{by}: {}", found.text.zh);
        assert!(found.text.en.contains(en), "{by}: {}", found.text.en);
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text =
        rules().replace("over = \"1000.00\"", "over = \"0.00\"").replace("member = \"210.00\"", "member = \"-1\"");
    let services = ITEMS.replace("C,丙类", "A,丙类");
    let found = faults(&Bundle { services, ..bundle(&text) });
    assert!(found.len() >= 3, "{found:#?}");
}

#[test]
fn a_row_of_a_table_that_cannot_be_read_is_named() {
    for (part, by, line, zh, en) in [
        ("次,丙", "次,丁", 4, "没有 `丁` 这个选项", "unknown variant `丁`"),
        ("other,30,20,xjjl", "other,thirty,20,xjjl", 5, "应为数字", "not a decimal number"),
        ("other,30,20,xjyl", "other,30,-20,xjyl", 6, "超出范围", "out of range"),
        ("other,30,20,xjyl", "other,0.0000001,,xjyl", 6, "最多 6 位小数", "more than 6 decimals"),
    ] {
        let found = faults(&Bundle { drugs: ITEMS.replace(part, by), ..bundle(&rules()) });
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].file, found[0].line), ("drugs.csv", Some(line)), "{by}: {found:?}");
        assert!(found[0].text.zh.contains(zh) && found[0].text.en.contains(en), "{by}: {:?}", found[0].text);
    }
    let short =
        faults(&Bundle { drugs: ITEMS.replace("C,丙类,Class C,,次,丙", "C,丙类,次,丙"), ..bundle(&rules()) });
    assert_eq!((short[0].file, short[0].line), ("drugs.csv", Some(4)), "{short:?}");
    assert!(short[0].text.zh.contains("应有 10 列"), "{short:?}");
}

#[test]
fn a_code_stands_once_in_both_tables_together() {
    let twice = faults(&Bundle { services: ITEMS.into(), ..bundle(&rules()) });
    assert!(twice.iter().any(|fault| fault.text.zh.contains("目录编码 A 出现两次")), "{twice:?}");
    let diagnoses = format!("{DIAGNOSES}I10.x00,又一个,Another,yyg\n");
    let twice = faults(&Bundle { diagnoses, ..bundle(&rules()) });
    assert!(twice.iter().any(|fault| fault.text.en.contains("code I10.x00 stands twice")), "{twice:?}");
}

#[test]
fn an_item_of_a_kind_that_the_statement_does_not_know_is_named() {
    let found = faults(&Bundle { drugs: ITEMS.replace("次,丙,other", "次,丙,candy"), ..bundle(&rules()) });
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].text.zh.contains("candy") && found[0].text.en.contains("candy"), "{found:?}");
}

#[test]
fn a_bundle_that_is_no_bundle_is_a_fault() {
    for text in
        ["", "{}", "<html>", "{\"rules\":\"\",\"drugs\":\"\",\"services\":\"\",\"diagnoses\":\"\",\"more\":\"\"}"]
    {
        let found = nonghe_domain::pack::Pack::from_bundle(text).unwrap_err().faults;
        assert!(!found.is_empty() && !found[0].text.zh.is_empty(), "{text:?}");
    }
    let tables = Bundle { rules: String::new(), ..demonstration_bundle() };
    assert_eq!(faults(&tables).len(), 1, "an empty rule text");
}
