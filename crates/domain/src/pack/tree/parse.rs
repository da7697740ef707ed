//! From a rule text to its tree.

use super::{Entry, Node, Value};
use crate::pack::fault::{Place, Words};
use crate::pack::wording;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

/// Longer than any rule text; catalogues are not in it.
const MAX_BYTES: usize = 1 << 20;
/// More keys, elements and parts of a dotted key than any rule text needs. They keep a hostile text from using up
/// stack or hours.
const MAX_ENTRIES: usize = 2000;
const MAX_KEY_PARTS: usize = 16;
const MAX_DEPTH: usize = 24;

/// Why a text has no tree, and at which bytes.
pub(in crate::pack) type Unreadable = (Range<usize>, Words);

/// The tree of a rule text.
pub(in crate::pack) fn parse(text: &str, file: usize) -> Result<Node, Unreadable> {
    if text.len() > MAX_BYTES {
        return Err((0..0, wording::too_long(MAX_BYTES)));
    }
    if let Some(span) = overlong_key(text) {
        return Err((span, wording::too_deep()));
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    // The reader tells what follows from a mistake as well; the first place is the mistake.
    let first = errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start));
    if let Some(error) = first {
        let span = error.span().unwrap_or(0..0);
        let words = wording::of_syntax(error.message(), line_at(text, span.start));
        return Err((span, words));
    }
    table_node(table.into_inner(), Place { file, start: 0, end: 0 }, 0)
}

/// Each part of a dotted key is a table in a table, which the reader makes without a limit.
fn overlong_key(text: &str) -> Option<Range<usize>> {
    let mut parts = 0;
    for token in toml_parser::Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => parts += 1,
            TokenKind::Atom | TokenKind::Whitespace | TokenKind::BasicString | TokenKind::LiteralString => {}
            _ => parts = 0,
        }
        if parts > MAX_KEY_PARTS {
            return Some(token.span().start()..token.span().end());
        }
    }
    None
}

fn line_at(text: &str, at: usize) -> &str {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    &text[start..end]
}

fn table_node(table: DeTable<'_>, place: Place, depth: usize) -> Result<Node, Unreadable> {
    let mut entries = Vec::with_capacity(table.len());
    for (key, value) in table {
        let span = key.span();
        let place = Place { file: place.file, start: span.start, end: span.end };
        entries.push(Entry { key: key.into_inner().into_owned(), place, node: node(value, place.file, depth + 1)? });
    }
    entries.sort_by_key(|entry| entry.place);
    sized(entries.len(), &place)?;
    Ok(Node { place, value: Value::Table(entries) })
}

fn node(value: Spanned<DeValue<'_>>, file: usize, depth: usize) -> Result<Node, Unreadable> {
    let Range { start, end } = value.span();
    let place = Place { file, start, end };
    if depth > MAX_DEPTH {
        return Err((start..end, wording::too_deep()));
    }
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Number, Value::Whole)
        }
        DeValue::Float(_) => Value::Number,
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(elements) => {
            sized(elements.len(), &place)?;
            Value::List(elements.into_iter().map(|element| node(element, file, depth + 1)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => return table_node(table, place, depth),
    };
    Ok(Node { place, value })
}

fn sized(count: usize, place: &Place) -> Result<(), Unreadable> {
    if count > MAX_ENTRIES { Err((place.start..place.end, wording::too_many(MAX_ENTRIES))) } else { Ok(()) }
}
