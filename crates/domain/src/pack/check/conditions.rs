//! Conditions that can hold.

use super::implication::{Counted, ends};
use super::{Check, Path, conditions_of};
use crate::pack::fault::Words;
use crate::pack::{Range, When};

pub(super) fn check(check: &mut Check<'_>) {
    for (at, when) in conditions_of(check.rules) {
        if let Some(age) = &when.age {
            range(check, &at.key("age"), age);
        }
        if let Some(total) = &when.total {
            range(check, &at.key("total"), total);
        }
        for (key, number) in [("admission", when.admission), ("admission_in_tier", when.admission_in_tier)] {
            let Some(number) = number else { continue };
            range(check, &at.key(key), &number);
            if ends(&number).1 < 1 {
                check.error(&at.key(key), before_the_first());
            }
        }
        if let Some(date) = &when.date {
            range(check, &at.key("date"), date);
            within_effect(check, &at.key("date"), date);
        }
        empty_lists(check, &at);
        if when.none.iter().any(When::is_always) {
            check.error(&at.key("none"), never());
        }
        if when.any.iter().any(When::is_always) {
            check.warning(&at.key("any"), always());
        }
    }
}

/// A range has one or two ends, and something lies between them.
fn range<T: Counted>(check: &mut Check<'_>, at: &Path, range: &Range<T>) {
    let Range { from, over, up_to, below } = range;
    let lower = usize::from(from.is_some()) + usize::from(over.is_some());
    let upper = usize::from(up_to.is_some()) + usize::from(below.is_some());
    if lower + upper == 0 {
        check.error(at, without_ends());
    } else if lower > 1 || upper > 1 {
        check.error(at, two_ends());
    } else if ends(range).0 > ends(range).1 {
        check.error(at, nothing_between());
    }
}

fn within_effect(check: &mut Check<'_>, at: &Path, date: &Range<chrono::NaiveDate>) {
    let (first, last) = ends(date);
    let rules = check.rules;
    let is_in_force = first <= rules.effective_until.number() && rules.effective_from.number() <= last;
    // A range with nothing between its ends is told as that.
    if first <= last && !is_in_force {
        let words = Words::new(
            "这个日期范围在政策包的有效期之外，条件永远不成立。",
            "The days lie outside the pack's days of effect, so the condition never holds.",
            "请核对日期和 effective_from、effective_until；过期的规定可以删去。",
            "Check the days, effective_from and effective_until; remove a rule that has expired.",
        );
        check.warning(at, words);
    }
}

/// A list that is stated and empty asks for nothing, which is hardly meant.
fn empty_lists(check: &mut Check<'_>, at: &Path) {
    let tree = check.tree;
    let Some(node) = tree.get(at) else { return };
    for entry in node.entries() {
        if matches!(&entry.node.value, crate::pack::tree::Value::List(elements) if elements.is_empty()) {
            let words = Words::new(
                format!("`{}` 是空列表，等于没有这个条件。", entry.key),
                format!("`{}` is an empty list, which asks for nothing.", entry.key),
                "请写上代号，或删去这一项。",
                "Name what is meant, or remove the key.",
            );
            check.warning(&at.key(&*entry.key), words);
        }
    }
}

fn without_ends() -> Words {
    Words::new(
        "这个范围没有写起止。",
        "The range has no end.",
        "请写 from（含）或 over（不含），up_to（含）或 below（不含）中的一个或两个。",
        "State from (included) or over (not included), and up_to (included) or below (not included).",
    )
}

fn two_ends() -> Words {
    Words::new(
        "范围的同一端写了两次。",
        "One end of the range is stated twice.",
        "from 和 over 只写一个，up_to 和 below 只写一个。",
        "State only one of from and over, and only one of up_to and below.",
    )
}

fn nothing_between() -> Words {
    Words::new(
        "范围的起点在终点之后，条件永远不成立。",
        "Nothing lies between the ends of the range, so the condition never holds.",
        "请更正起点或终点。",
        "Correct one of the ends.",
    )
}

fn before_the_first() -> Words {
    Words::new(
        "住院次数从 1 数起，这个条件永远不成立。",
        "Admissions are counted from 1, so the condition never holds.",
        "本年第一次住院请写 { up_to = 1 }，第二次起请写 { from = 2 }。",
        "Write { up_to = 1 } for the first of the year, { from = 2 } for the second and later ones.",
    )
}

fn never() -> Words {
    Words::new(
        "none 里有一个空条件，空条件总是成立，所以整个条件永远不成立。",
        "An empty condition under none always holds, so the whole condition never does.",
        "请写明要排除什么，或删去 none。",
        "State what is excluded, or remove none.",
    )
}

fn always() -> Words {
    Words::new(
        "any 里有一个空条件，空条件总是成立，所以 any 不起作用。",
        "An empty condition under any always holds, so any asks for nothing.",
        "请写明条件，或删去 any。",
        "State the conditions, or remove any.",
    )
}
