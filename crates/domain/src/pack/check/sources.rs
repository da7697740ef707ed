//! What rules cite is listed.

use super::{Check, Path};
use crate::pack::fault::Words;

pub(super) fn check(check: &mut Check<'_>) {
    let mut cited = Vec::new();
    check.tree.visit(&Path::default(), &mut |at, node| {
        if let (Some("source"), Some(name)) = (at.last_key(), node.text()) {
            cited.push((at.clone(), name.to_owned()));
        }
    });
    for (at, name) in cited.into_iter().filter(|(_, name)| !check.rules.sources.contains_key(name)) {
        let words = Words::new(
            format!("引用的文件 {name} 没有写在 sources 里。"),
            format!("The source {name} is cited but not listed under sources."),
            format!("请补一段 [sources.{name}]，写明 document；或更正代号。"),
            format!("Add [sources.{name}] with its document, or correct the name."),
        );
        check.error(&at, words);
    }
}
