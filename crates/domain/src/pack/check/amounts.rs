//! No amount of the rules is below nothing.

use super::{Check, Path};
use crate::money::Money;
use crate::pack::fault::Words;

/// Keys under which amounts stand; under some of them other things may stand as well.
const AMOUNTS: [&str; 17] = [
    "amount",
    "below",
    "central",
    "deductible",
    "each",
    "fixed",
    "from",
    "government",
    "least",
    "less_each",
    "local",
    "member",
    "over",
    "price",
    "province",
    "subsidy",
    "up_to",
];

pub(super) fn check(check: &mut Check<'_>) {
    let mut negative = Vec::new();
    check.tree.visit(&Path::default(), &mut |at, node| {
        let is_amount = at.last_key().is_some_and(|key| AMOUNTS.contains(&key));
        let amount = node.text().filter(|_| is_amount).and_then(|text| text.parse::<Money>().ok());
        if amount.is_some_and(Money::is_negative) {
            negative.push(at.clone());
        }
    });
    for at in negative {
        let key = at.last_key().unwrap_or_default();
        let words = Words::new(
            format!("`{key}` 是负数。"),
            format!("`{key}` is negative."),
            "金额不能为负，请改为 0 或正数。",
            "No amount of the rules is negative; write 0.00 or more.",
        );
        check.error(&at, words);
    }
}
