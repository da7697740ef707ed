//! What is wrong with a pack, where it stands, and how to mend it.

use crate::text::Text;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// Something wrong with a pack, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Whether the pack is refused for it.
    pub severity: Severity,
    /// Which file of the pack, relative to its folder; `../province-2026/pack.toml` for an inherited one.
    pub file: String,
    /// Line, from 1, where it is known.
    pub line: Option<usize>,
    /// Column in characters, from 1, where it is known.
    pub column: Option<usize>,
    /// The bytes of the file that it is about, where they are known.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub text: Text,
    /// How to mend it.
    pub help: Text,
}

/// How grave a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The pack is refused.
    Error,
    /// The pack can be used; somebody should look at it.
    Warning,
}

/// A pack that does not pass.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pack has {} fault(s): {}", faults.len(), faults.first().map(ToString::to_string).unwrap_or_default())]
pub struct PackFaults {
    /// All that is wrong with it.
    pub faults: Vec<Fault>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.text.en),
            None => write!(f, "{}: {}", self.file, self.text.en),
        }
    }
}

/// What is wrong and how to mend it, before the place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) text: Text,
    pub(super) help: Text,
}

impl Words {
    /// From the fault and the mend, each in Chinese and English.
    pub(super) fn new(
        zh: impl Into<String>,
        en: impl Into<String>,
        mend_zh: impl Into<String>,
        mend_en: impl Into<String>,
    ) -> Self {
        Self { text: Text::new(zh, en), help: Text::new(mend_zh, mend_en) }
    }
}

impl Fault {
    /// A fault of a whole file.
    pub(super) fn of_file(file: impl Into<String>, words: Words) -> Self {
        Self {
            severity: Severity::Error,
            file: file.into(),
            line: None,
            column: None,
            span: None,
            text: words.text,
            help: words.help,
        }
    }

    /// A fault of a row of a table.
    pub(super) fn of_row(file: impl Into<String>, line: Option<usize>, words: Words) -> Self {
        Self { line, ..Self::of_file(file, words) }
    }
}

/// Where something stands: which rule text, and which bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A rule text with the name by which faults speak of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleText<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl RuleText<'_> {
    /// A fault at some bytes of this text.
    pub(super) fn fault(&self, severity: Severity, span: Range<usize>, words: Words) -> Fault {
        let start = self.text.floor_char_boundary(span.start);
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Fault {
            severity,
            line: Some(before.matches('\n').count() + 1),
            column: Some(before[line_start..].chars().count() + 1),
            span: Some(start..span.end.clamp(start, self.text.len())),
            ..Fault::of_file(self.name, words)
        }
    }
}

/// A fault at a place of one of the rule texts.
pub(super) fn at(texts: &[RuleText<'_>], severity: Severity, place: Place, words: Words) -> Fault {
    match texts.get(place.file) {
        Some(text) => text.fault(severity, place.start..place.end, words),
        None => Fault { severity, ..Fault::of_file("pack.toml", words) },
    }
}
