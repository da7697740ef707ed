//! The ladder in a terminal.

use super::{after, layer, rules};
use crate::support::{bill, charge, person};
use nonghe_domain::Lang;
use nonghe_domain::adjudicate::{Explanation, ladder_text};

fn words() -> Explanation {
    let layers = r#"
        [[layer]]
        id = "basic"
        name = { zh = "基本医保报销", en = "Basic insurance pays" }
        fund = "basic"
        base = ["covered"]
        [[layer.terms]]
        deductible = "200.00"
        band = [{ rate = "85%" }]
        [[layer]]
        id = "serious"
        name = { zh = "大病保险", en = "Serious-illness insurance pays" }
        fund = "serious"
        base = ["band-share", "deductible"]
        accumulate = "year"
        [[layer.terms]]
        deductible = "12000.00"
        band = [{ rate = "60%" }]
    "#;
    let stay = bill(vec![charge("A", "1580.00"), charge("B", "1800.00"), charge("C", "420.00"), charge("L", "80.00")]);
    let mut words = after(&rules(layers), &person(&[]), &[], &stay);
    words.defaults.clear();
    words
}

#[test]
fn columns_stand_under_each_other_in_chinese() {
    insta::assert_snapshot!(ladder_text(&words(), Lang::Zh), @r"
      一共花了        4 项                  3,880.00  ████████████████████
    − 不在目录的项目  1 项：C 420.00          420.00                    ██
    − 超过限价的部分  1 项：L 60.00            60.00                    █
    − 乙类先自付 10%  1 项：B 180.00          180.00                   █
    = 可以报销的费用                        3,220.00  █████████████████
    − 起付线          乡镇卫生院              200.00                  █
    × 基本医保报销    3,020.00 元 × 85%     2,567.00    █████████████
      大病保险        距起付还差 11,347.00      0.00
    = 您自己付                              1,313.00  ███████

    这次一共 3,880.00 元，报销 2,567.00 元，您自己付 1,313.00 元。
    报销了总费用的 66.2%，可报部分的 79.7%。

    自己付的主要原因
      1 报销比例以外的部分  453.00
        起付线以上按比例报销，其余自己付
      2 1 项不在医保目录  420.00
        C 420.00
      3 起付线  200.00
        报销从起付线以上开始
        另：1 项乙类先自付一部分 180.00、1 项超过限价 60.00  240.00

    可以怎么办
      · 住院时可问医生，有没有目录内的药品或材料可以替换。
    ");
}

#[test]
fn columns_stand_under_each_other_in_english() {
    insta::assert_snapshot!(ladder_text(&words(), Lang::En), @r"
      It cost                         4 items                         3,880.00  ████████████████████
    − Items outside the catalogue     1 item: C 420.00                  420.00                    ██
    − Above the price limit           1 item: L 60.00                    60.00                    █
    − Class B: you pay 10% first      1 item: B 180.00                  180.00                   █
    = What can be reimbursed                                          3,220.00  █████████████████
    − Deductible                      Township centre                   200.00                  █
    × Basic insurance pays            ¥3,020.00 × 85%                 2,567.00    █████████████
      Serious-illness insurance pays  ¥11,347.00 below the threshold      0.00
    = You pay                                                         1,313.00  ███████

    This stay cost ¥3,880.00. The funds pay ¥2,567.00, you pay ¥1,313.00.
    That is 66.2% of all charges and 79.7% of the covered charges.

    Main reasons why you pay
      1 Your share of the covered charges  453.00
        The fund pays its rate above the deductible; the rest is yours
      2 1 item outside the catalogue  420.00
        C 420.00
      3 Deductible  200.00
        Reimbursement begins above this amount
        Also: 1 item with a share paid first 180.00, 1 item above the price limit 60.00  240.00

    What you can do
      · In hospital you can ask the doctor whether a listed drug or material would do.
    ");
}

#[test]
fn what_the_pack_leaves_open_is_told_at_the_end() {
    let pack = layer("", "band = [{ rate = \"90%\" }]");
    let switches: Vec<_> = pack.defaults.iter().map(|default| default.switch.as_str()).collect();
    assert!(switches.contains(&"rounding") && switches.contains(&"enrolment.unit"), "{switches:?}");
    let told = after(&pack, &person(&[]), &[], &bill(vec![charge("A", "1.00")])).defaults;
    let of = |switch: &str| &pack.defaults.iter().find(|default| default.switch == switch).unwrap().text;
    assert!(told.contains(of("rounding")));
    assert!(!told.contains(of("enrolment.unit")), "how people enrol changes no bill");
    let mut words = words();
    words.defaults = vec![nonghe_domain::Text::new("支付金额算到分。", "Shares are rounded to the fen.")];
    let text = ladder_text(&words, Lang::En);
    assert!(
        text.ends_with("Not stated by the pack, so its named defaults apply\n  · Shares are rounded to the fen.\n"),
        "{text}"
    );
}
