//! What counts: rules of which the first that fits applies.

use super::implication::implies;
use super::{Check, Path};
use crate::pack::fault::Words;
use crate::pack::{PayFirstRule, When};

pub(super) fn check(check: &mut Check<'_>) {
    let rules = check.rules;
    pay_first(check, &rules.pay_first);
    for (number, limit) in rules.kind_limits.iter().enumerate() {
        if limit.kinds.is_empty() {
            let words = Words::new(
                "这条限额没有写费用类别。",
                "The limit names no kind of charge.",
                "请写 kinds，例如 kinds = [\"bed\"]。",
                "State kinds, such as kinds = [\"bed\"].",
            );
            check.error(&Path::of("kind_limit").nth(number).key("kinds"), words);
        }
    }
    unreachable(check, "referral_share", &rules.referral_shares.iter().map(|rule| &rule.when).collect::<Vec<_>>());
    unreachable(check, "fixed_price", &rules.fixed_prices.iter().map(|rule| &rule.when).collect::<Vec<_>>());
    unreachable(check, "overall", &rules.overall.iter().map(|rule| &rule.when).collect::<Vec<_>>());
}

fn pay_first(check: &mut Check<'_>, rules: &[PayFirstRule]) {
    let at = Path::of("pay_first");
    for (number, rule) in rules.iter().enumerate() {
        if rule.class.is_empty() {
            let words = Words::new(
                "先行自付规则没有写目录类别。",
                "The pay-first rule names no class.",
                "请写 class = \"乙\"，或一个列表。",
                "State class = \"乙\", or a list.",
            );
            check.error(&at.nth(number).key("class"), words);
        } else if let Some(earlier) = rules[..number].iter().position(|earlier| takes_all(earlier, rule)) {
            check.error(&at.nth(number), never_applies(earlier));
        }
    }
}

/// Whether an earlier rule takes every item of a later one.
fn takes_all(earlier: &PayFirstRule, later: &PayFirstRule) -> bool {
    let all_in = |narrow: &[String], wide: &[String]| {
        wide.is_empty() || !narrow.is_empty() && narrow.iter().all(|value| wide.contains(value))
    };
    later.class.iter().all(|class| earlier.class.contains(class))
        && all_in(&later.kinds, &earlier.kinds)
        && all_in(&later.origins, &earlier.origins)
}

/// Of these rules the first whose condition holds applies.
fn unreachable(check: &mut Check<'_>, list: &str, conditions: &[&When]) {
    for (number, when) in conditions.iter().enumerate() {
        if let Some(earlier) = conditions[..number].iter().position(|earlier| implies(when, earlier)) {
            check.error(&Path::of(list).nth(number), never_applies(earlier));
        }
    }
}

fn never_applies(earlier: usize) -> Words {
    let earlier = earlier + 1;
    Words::new(
        format!("这一条永远用不到：第 {earlier} 条已包括它的全部情形，而且先适用。"),
        format!("This one never applies: number {earlier} takes all of its cases first."),
        "请把范围小的放在前面，或删去这一条。",
        "Put the narrower rule first, or remove this one.",
    )
}
