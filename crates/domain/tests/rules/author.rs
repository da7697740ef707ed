//! What somebody who writes a pack does: changes a thing, and is told what is wrong with it.

use crate::support::{bundle, read};
use nonghe_domain::pack::{Bundle, Fault, Pack, Severity};

/// A rule text with every part and no fault.
pub const FAULTLESS: &str = include_str!("../fixtures/faultless.toml");

/// The text with a part that stands once replaced.
pub fn changed(part: &str, by: &str) -> String {
    assert_eq!(FAULTLESS.matches(part).count(), 1, "{part:?} must stand once");
    FAULTLESS.replace(part, by)
}

/// The text with something more at its end.
pub fn with_more(text: &str) -> String {
    format!("{FAULTLESS}\n{text}\n")
}

pub fn errors_of(bundle: &Bundle) -> Vec<Fault> {
    read(bundle).err().map(|faults| faults.faults).unwrap_or_default()
}

pub fn errors(text: &str) -> Vec<Fault> {
    errors_of(&bundle(text))
}

/// Something many times over, with its number for each `#`.
pub fn numbered(count: usize, text: &str) -> String {
    (0..count).map(|number| text.replace('#', &number.to_string())).collect()
}

/// The pack of a text that passes.
pub fn passes(text: &str) -> Pack {
    read(&bundle(text)).unwrap_or_else(|faults| panic!("{:#?}\n{text}", faults.faults))
}

pub fn warnings(text: &str) -> Vec<Fault> {
    passes(text).warnings.to_vec()
}

/// The line of a part of a text.
pub fn line_of(text: &str, part: &str) -> Option<usize> {
    text.find(part).map(|place| text[..place].matches('\n').count() + 1)
}

/// What a fault must say.
#[derive(Debug, Clone, Copy)]
pub struct Says<'a> {
    /// The first thing on its line.
    pub at: &'a str,
    pub zh: &'a str,
    pub en: &'a str,
    /// From the English mend.
    pub mend: &'a str,
}

impl Says<'_> {
    /// Of one fault, found in a text.
    pub fn check(&self, text: &str, found: &[Fault]) {
        assert_eq!(found.len(), 1, "{self:?}: {found:#?}");
        let fault = &found[0];
        assert_eq!(fault.file, "pack.toml", "{fault:#?}");
        assert_eq!(fault.line, line_of(text, self.at), "{self:?}: {fault:#?}");
        assert!(fault.text.zh.contains(self.zh), "{self:?}: {fault:#?}");
        assert!(fault.text.en.contains(self.en), "{self:?}: {fault:#?}");
        assert!(fault.help.en.contains(self.mend), "{self:?}: {fault:#?}");
        is_whole(fault);
        is_where_it_says(text, fault);
    }
}

/// Both languages, fault and mend, each a sentence.
pub fn is_whole(fault: &Fault) {
    for zh in [&fault.text.zh, &fault.help.zh] {
        assert!(zh.ends_with('。') && zh.chars().any(|c| c > '\u{3400}'), "{fault:#?}");
    }
    for en in [&fault.text.en, &fault.help.en] {
        assert!(en.ends_with(['.', '?']), "{fault:#?}");
    }
}

/// Line and column are those of the span.
fn is_where_it_says(text: &str, fault: &Fault) {
    let span = fault.span.clone().unwrap();
    let line = text[..span.start].split('\n').count();
    let column = text[..span.start].split('\n').next_back().unwrap().chars().count() + 1;
    assert_eq!((fault.line, fault.column), (Some(line), Some(column)), "{fault:#?}");
    assert!(text.get(span).is_some(), "{fault:#?}");
}

/// Changes that are each told as one error. A row is what stands there, what is written for it, and what is said.
pub fn each_is_an_error(rows: &[(&str, &str, Says<'_>)]) {
    for (part, by, says) in rows {
        let text = changed(part, by);
        let found = errors(&text);
        assert!(found.iter().all(|fault| fault.severity == Severity::Error), "{found:#?}");
        says.check(&text, &found);
    }
}

/// Changes that are each told as one warning.
pub fn each_is_a_warning(rows: &[(&str, &str, Says<'_>)]) {
    for (part, by, says) in rows {
        let text = changed(part, by);
        let found = warnings(&text);
        assert!(found.iter().all(|fault| fault.severity == Severity::Warning), "{found:#?}");
        says.check(&text, &found);
    }
}

/// A row's words.
pub const fn says<'a>(at: &'a str, zh: &'a str, en: &'a str, mend: &'a str) -> Says<'a> {
    Says { at, zh, en, mend }
}
