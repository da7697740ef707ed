//! Amounts that are built on a published figure: `{ statistic = "income-2025", rate = "50%" }`.

use super::{Node, Value};
use crate::money::{Factor, Money};
use crate::pack::fault::{Place, Words};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// What is wrong with such an amount, and where.
type Misfit = (Place, Words);

/// Puts the amount in place of each share of a statistic.
pub(in crate::pack) fn fill_statistics(rules: &mut Node) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    let mut figures = BTreeMap::new();
    let Value::Table(entries) = &mut rules.value else { return misfits };
    for statistic in entries.iter().filter(|entry| entry.key == "statistics").flat_map(|entry| entry.node.entries()) {
        let amount = statistic.node.entry("amount").map(|entry| &entry.node);
        if let Some(nested) = amount.filter(|amount| amount.entry("statistic").is_some()) {
            misfits.push((nested.place, on_another()));
        }
        // What cannot be read as an amount is told by the reader, once.
        let figure = amount.and_then(Node::text).and_then(|text| text.parse::<Money>().ok());
        figures.insert(statistic.key.clone(), figure.unwrap_or_default());
    }
    for entry in entries.iter_mut().filter(|entry| entry.key != "statistics") {
        fill(&mut entry.node, &figures, &mut misfits);
    }
    misfits
}

fn fill(node: &mut Node, figures: &BTreeMap<String, Money>, misfits: &mut Vec<Misfit>) {
    let is_share = node.entry("statistic").is_some();
    if is_share {
        let amount = share(node, figures).unwrap_or_else(|misfit| {
            misfits.push(misfit);
            Money::ZERO
        });
        node.value = Value::Text(amount.to_string());
        return;
    }
    match &mut node.value {
        Value::Table(entries) => entries.iter_mut().for_each(|entry| fill(&mut entry.node, figures, misfits)),
        Value::List(elements) => elements.iter_mut().for_each(|element| fill(element, figures, misfits)),
        _ => {}
    }
}

/// The share of a figure, rounded half up to whole yuan.
fn share(node: &Node, figures: &BTreeMap<String, Money>) -> Result<Money, Misfit> {
    if let Some(stray) = node.entries().iter().find(|entry| entry.key != "statistic" && entry.key != "rate") {
        return Err((stray.place, stray_key(&stray.key)));
    }
    let name = node.text_of("statistic").unwrap_or_default();
    let place = node.entry("statistic").map_or(node.place, |entry| entry.node.place);
    let figure = figures.get(name).ok_or_else(|| (place, unknown(name)))?;
    let rate = match node.entry("rate") {
        None => Factor::default(),
        Some(rate) => {
            let read = rate.node.text().and_then(|text| Factor::from_percentage(text).ok());
            read.ok_or_else(|| (rate.node.place, not_a_rate()))?
        }
    };
    let exact: Decimal = figure.decimal() * rate.decimal();
    let yuan = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Money::from_decimal(yuan).map_err(|_| (node.place, out_of_range()))
}

fn on_another() -> Words {
    Words::new(
        "统计数据的金额不能再引用别的统计数据。",
        "The amount of a statistic cannot be a share of another statistic.",
        "请直接写公布的数字，例如 amount = \"21691.00\"。",
        "Write the published figure, such as amount = \"21691.00\".",
    )
}

fn stray_key(key: &str) -> Words {
    Words::new(
        format!("引用统计数据的金额里不能写 `{key}`。"),
        format!("`{key}` cannot stand in an amount that is a share of a statistic."),
        "请只写 { statistic = \"代号\", rate = \"50%\" }，rate 可以省略。",
        "Write only { statistic = \"name\", rate = \"50%\" }; rate may be left out.",
    )
}

fn unknown(name: &str) -> Words {
    Words::new(
        format!("引用的统计数据 {name} 没有写在 statistics 里。"),
        format!("The statistic {name} is used but not stated under statistics."),
        format!("请补一段 [statistics.{name}]，写明 name 和 amount；或更正代号。"),
        format!("Add [statistics.{name}] with its name and amount, or correct the name."),
    )
}

fn not_a_rate() -> Words {
    Words::new(
        "统计数据的比例应是 \"0%\" 到 \"1000%\" 之间的百分数，最多四位小数。",
        "The rate of a statistic must be a percentage from \"0%\" to \"1000%\" with at most four decimals.",
        "请写成 rate = \"50%\" 的样子，带引号和百分号。",
        "Write it like rate = \"50%\", with quotes and the percent sign.",
    )
}

fn out_of_range() -> Words {
    Words::new(
        "按统计数据算出的金额超出范围。",
        "The share of the statistic is out of range.",
        "请核对统计数据的金额和比例。",
        "Check the figure and the rate.",
    )
}
