//! The switches that a rule text leaves to their defaults, in words for statements and notices.

use super::tree::{Node, Path};
use crate::text::Text;
use serde::Serialize;

/// A switch that the rule text leaves to its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefaultUsed {
    /// Where it could be stated: `layer.basic.accumulate`.
    pub switch: String,
    /// The value that holds.
    pub value: String,
    /// What that means.
    pub text: Text,
}

/// Path of a switch, its default, and what that means in Chinese and English.
const GENERAL: [(&str, &str, &str, &str); 6] = [
    (
        "rounding",
        "half-up",
        "支付金额算到分，不足一分的部分四舍五入。",
        "Shares are rounded to the fen; half a fen goes up.",
    ),
    (
        "year.rule",
        "discharge",
        "按出院日期确定待遇年度和适用的规则。",
        "The day of discharge decides the benefit year and the rules.",
    ),
    (
        "charges.limit",
        "before-share",
        "有限价的项目先按限价取数，再扣先行自付。",
        "Price limits are applied first, and the pay-first share is taken of what lies within.",
    ),
    ("premium.collector", "centre", "保费由卫生院收取。", "The health centre collects the premium."),
    (
        "premium.receipt_numbers",
        "own",
        "收据用本机编号，不用预印收据本。",
        "Receipts have numbers of the program; no pre-printed books are used.",
    ),
    (
        "enrolment.unit",
        "household",
        "以户为单位参保，未参保的家庭成员会列出姓名。",
        "Households enrol together; members who are left out are named.",
    ),
];

/// What the text, with all that it inherits, leaves to the defaults.
pub(super) fn used(tree: &Node) -> Vec<DefaultUsed> {
    let mut defaults = Vec::new();
    for (switch, value, zh, en) in GENERAL {
        let path = switch.split('.').fold(Path::default(), |path, key| path.key(key));
        // Without a premium nobody asks who collects it.
        let asked = !switch.starts_with("premium") || tree.entry("premium").is_some();
        if asked && tree.get(&path).is_none() {
            defaults.push(DefaultUsed { switch: switch.into(), value: value.into(), text: Text::new(zh, en) });
        }
    }
    for layer in tree.entry("layer").map(|entry| entry.node.elements()).unwrap_or_default() {
        of_layer(layer, &mut defaults);
    }
    defaults
}

fn of_layer(layer: &Node, defaults: &mut Vec<DefaultUsed>) {
    let list = |key: &str| layer.entry(key).map(|entry| entry.node.elements()).unwrap_or_default();
    let terms = list("terms");
    let id = layer.text_of("id").unwrap_or_default();
    let name = |lang: &str| {
        let name = layer.entry("name").and_then(|entry| entry.node.text_of(lang));
        name.unwrap_or(id).to_owned()
    };
    let (zh, en) = (name("zh"), name("en"));
    let has_deductible = terms.iter().any(|terms| terms.entry("deductible").is_some());
    let mut add = |key: &str, value: &str, asked: bool, text: Text| {
        if asked && layer.entry(key).is_none() {
            defaults.push(DefaultUsed { switch: format!("layer.{id}.{key}"), value: value.into(), text });
        }
    };
    add(
        "accumulate",
        "stay",
        true,
        Text::new(
            format!("{zh}：每次就诊单独计算，不与以前的合并。"),
            format!("{en}: each stay or visit is counted by itself."),
        ),
    );
    add(
        "deductible_counted",
        "as-bands",
        has_deductible,
        Text::new(
            format!("{zh}：起付线与分段按同一期限计算。"),
            format!("{en}: the deductible is counted over the same period as the bands."),
        ),
    );
    add(
        "choose",
        "first",
        terms.len() > 1,
        Text::new(
            format!("{zh}：几条待遇都适用时，按排在最前的一条。"),
            format!("{en}: where several terms hold, the first of them applies."),
        ),
    );
    add(
        "bonus_stack",
        "highest",
        list("bonus").len() > 1,
        Text::new(
            format!("{zh}：几项加成都适用时，只取本次付得最多的一项。"),
            format!("{en}: where several bonuses hold, only the one that pays most counts."),
        ),
    );
    add(
        "counts",
        "person",
        layer.entry("accumulate").is_some(),
        Text::new(
            format!("{zh}：按个人累计，不与家庭成员合并。"),
            format!("{en}: each person's amounts are counted apart from the household's."),
        ),
    );
    of_terms(terms, id, (&zh, &en), defaults);
}

fn of_terms(terms: &[Node], layer: &str, (zh, en): (&str, &str), defaults: &mut Vec<DefaultUsed>) {
    for (number, terms) in terms.iter().enumerate() {
        let bands = terms.entry("band").map_or(0, |entry| entry.node.elements().len());
        if terms.entry("deductible").is_some() && bands > 1 && terms.entry("axis").is_none() {
            let number = number + 1;
            defaults.push(DefaultUsed {
                switch: format!("layer.{layer}.terms[{number}].axis"),
                value: "from-zero".into(),
                text: Text::new(
                    format!("{zh}第 {number} 条：分段从 0 元算起，起付线落在第一段之内。"),
                    format!(
                        "{en}, terms {number}: bands are counted from nothing, with the deductible inside the first."
                    ),
                ),
            });
        }
    }
}
