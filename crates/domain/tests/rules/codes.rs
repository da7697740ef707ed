//! Codes: each is defined once, and what a rule names is defined.

use crate::author::{each_is_an_error, errors, says, with_more};

#[test]
fn a_code_that_is_not_defined_is_named_wherever_it_stands() {
    each_is_an_error(&[
        (
            "category = [\"disabled\"]",
            "category = [\"rich\"]",
            says("exempt", "人员类别 rich 没有定义", "category rich is used", "[[category]]"),
        ),
        (
            "subsidy]]\ncategory = \"poor\"",
            "subsidy]]\ncategory = \"rich\"",
            says("category = \"rich\"", "人员类别 rich", "category rich", "poor, disabled"),
        ),
        ("tier = [\"township\"]", "tier = [\"moon\"]", says("when = { tier", "机构级别 moon", "tier moon", "[[tier]]")),
        (
            "place = [\"outside\"]",
            "place = [\"moon\", \"outside\"]",
            says("when = { place", "地点 moon", "place moon", "[[place]]"),
        ),
        (
            "certificate = [\"diabetes\"]",
            "certificate = [\"diabetes\", \"gout\"]",
            says("when = { place", "慢特病证明 gout", "certificate gout", "[[certificate]]"),
        ),
        (
            "fact = [\"contract\"]",
            "fact = [\"contract\", \"luck\"]",
            says("when = { place", "事实 luck", "fact luck", "[[fact]]"),
        ),
        (
            "grade = [\"high\"]",
            "grade = [\"high\", \"low\"]",
            says("when = { place", "缴费档次 low", "premium grade low", "[[premium.grade]]"),
        ),
        (
            "disease = [\"tb\"]",
            "disease = [\"tb\", \"flu\"]",
            says("when = { disease", "病种目录 flu", "disease list flu", "[[disease_list]]"),
        ),
        (
            "kinds = [\"other\"]",
            "kinds = [\"other\", \"herbs\"]",
            says("kinds = [\"other\", \"herbs\"]", "费用类别 herbs", "charge kind herbs", "[[charge_kind]]"),
        ),
        (
            "kinds = [\"bed\"]",
            "kinds = [\"beds\"]",
            says("kinds = [\"beds\"]", "费用类别 beds", "charge kind beds", "other, bed"),
        ),
        (
            "base = [\"covered\"]",
            "base = [\"covered\"]\ncharges = [\"herbs\"]",
            says("charges", "费用类别 herbs", "charge kind herbs", "[[charge_kind]]"),
        ),
        (
            "source = \"notice\"\n\n[[layer]]",
            "source = \"rumour\"\n\n[[layer]]",
            says("source = \"rumour\"", "文件 rumour", "source rumour is cited", "[sources.rumour]"),
        ),
    ]);
}

#[test]
fn a_code_inside_nested_conditions_is_named_on_its_own_line() {
    let when = "when = { any = [\n  { tier = [\"county\"] },\n  { all = [\n    { none = [\n      { category = [\"rich\"] }] }] }] }";
    each_is_an_error(&[(
        "when = { referral = [\"unfiled\"] }",
        when,
        says("      { category = [\"rich\"] }", "人员类别 rich", "category rich", "correct the code"),
    )]);
}

#[test]
fn a_code_stands_once_and_is_a_code() {
    let again = |head: &str, code: &str| format!("{head}\ncode = \"{code}\"\nname = {{ zh = \"又\", en = \"Again\" }}");
    for (more, zh, en) in [
        (again("[[category]]", "poor"), "人员类别 poor 写了两次", "category poor stands twice"),
        (again("[[tier]]", "county"), "机构级别 county 写了两次", "tier county stands twice"),
        (again("[[charge_kind]]", "other"), "费用类别 other 写了两次", "charge kind other stands twice"),
        (again("[[place]]", "outside"), "地点 outside 写了两次", "place outside stands twice"),
        (again("[[fact]]", "contract"), "事实 contract 写了两次", "fact contract stands twice"),
        (again("[[certificate]]", "diabetes"), "慢特病证明 diabetes 写了两次", "certificate diabetes stands twice"),
        (again("[[disease_list]]", "tb") + "\ndiagnoses = [\"A16\"]", "病种目录 tb 写了两次", "disease list tb stands twice"),
        (again("[[premium.grade]]", "high") + "\nmember = \"1.00\"", "缴费档次 high 写了两次", "premium grade high stands twice"),
        ("[[premium.subsidy]]\ncategory = \"poor\"\nsubsidy = \"full\"".to_owned(), "poor 的缴费补助写了两次", "subsidy of category poor stands twice"),
        (
            "[[layer]]\nid = \"serious\"\nname = { zh = \"又\", en = \"Again\" }\nbase = [\"covered\"]\n[[layer.terms]]\nfixed = \"1.00\"".to_owned(),
            "基金层 serious 写了两次",
            "layer serious stands twice",
        ),
    ] {
        let text = with_more(&more);
        let at = more.lines().nth(1).unwrap();
        let last = text.rfind(at).unwrap();
        let found = errors(&text);
        assert_eq!(found.len(), 1, "{more}: {found:#?}");
        assert_eq!(found[0].line, Some(text[..last].matches('\n').count() + 1), "{more}: {found:#?}");
        assert!(found[0].text.zh.contains(zh) && found[0].text.en.contains(en), "{found:#?}");
    }
    each_is_an_error(&[
        (
            "id = \"serious\"",
            "id = \"serious.paid\"",
            says("id = \"serious.paid\"", "只能由文字、数字", "The id of a layer consists of", "short code"),
        ),
        (
            "[[fact]]\ncode = \"contract\"",
            "[[fact]]\ncode = \"\"\nname = { zh = \"空\", en = \"Empty\" }\n[[fact]]\ncode = \"contract\"",
            says("code = \"\"", "不能为空", "is not empty", "short code"),
        ),
        (
            "place = [\"outside\"]",
            "place = [\"outside\"] }\nid = \"near\"\nsource = \"notice\"\n#",
            says("id = \"near\"\nsource", "待遇 near 写了两次", "terms near stand twice", "another id"),
        ),
        ("diagnoses = [\"A15\"]", "diagnoses = [\"A15\", \"\"]", says("diagnoses", "空的编码", "an empty one", "A16")),
        ("diagnoses = [\"A15\"]", "diagnoses = []", says("diagnoses", "没有诊断编码", "has no diagnoses", "A16")),
    ]);
}
