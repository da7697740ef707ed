//! The explanation for a terminal: aligned columns, in which a Chinese character takes two.

use super::words::named;
use super::{Explanation, Row, RowKind, Sign};
use crate::text::{Lang, Text};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns of the bar.
const BAR: u32 = 20;
/// Longer notes go on under themselves.
const WIDEST_NOTE: usize = 44;
const WIDEST_SENTENCE: usize = 100;

/// The ladder with what it says besides, as lines of text.
pub fn ladder_text(explanation: &Explanation, lang: Lang) -> String {
    let mut lines = ladder(&explanation.rows, lang);
    let paragraph = |lines: &mut Vec<String>, start: &str, text: &str| {
        let indent = start.width();
        for (number, part) in wrapped(text, WIDEST_SENTENCE - indent).into_iter().enumerate() {
            let lead = if number == 0 { start.to_owned() } else { " ".repeat(indent) };
            lines.push(format!("{lead}{part}"));
        }
    };
    lines.push(String::new());
    paragraph(&mut lines, "", explanation.sentence.get(lang));
    if let Some(at_desk) = &explanation.at_desk {
        paragraph(&mut lines, "", at_desk.get(lang));
    }
    if explanation.refused.is_empty() {
        paragraph(&mut lines, "", shares(explanation).get(lang));
    }
    let headed = |lines: &mut Vec<String>, heading: (&str, &str)| {
        lines.push(String::new());
        lines.push(if lang == Lang::Zh { heading.0 } else { heading.1 }.to_owned());
    };
    if !explanation.refused.is_empty() {
        headed(&mut lines, ("没有基金支付的原因", "Why no fund takes part"));
        explanation.refused.iter().for_each(|why| paragraph(&mut lines, "  · ", why.get(lang)));
    }
    if !explanation.reasons.is_empty() {
        headed(&mut lines, ("自己付的主要原因", "Main reasons why you pay"));
        for (number, reason) in (1..).zip(&explanation.reasons) {
            let (title, detail) = (reason.title.get(lang), reason.detail.get(lang));
            paragraph(&mut lines, &format!("  {number} "), &format!("{title}  {}", reason.amount));
            if !detail.is_empty() {
                paragraph(&mut lines, "    ", detail);
            }
        }
        if let Some(rest) = &explanation.rest {
            paragraph(&mut lines, "    ", &format!("{}  {}", rest.what.get(lang), rest.amount));
        }
    }
    if !explanation.advice.is_empty() {
        headed(&mut lines, ("可以怎么办", "What you can do"));
        explanation.advice.iter().for_each(|advice| paragraph(&mut lines, "  · ", advice.get(lang)));
    }
    if !explanation.defaults.is_empty() {
        headed(&mut lines, ("政策包没有写明、按默认处理的", "Not stated by the pack, so its named defaults apply"));
        explanation.defaults.iter().for_each(|text| paragraph(&mut lines, "  · ", text.get(lang)));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn shares(explanation: &Explanation) -> Text {
    let (total, covered) = (&explanation.share_of_total, &explanation.share_of_covered);
    Text::new(
        format!("报销了总费用的 {total}，可报部分的 {covered}。"),
        format!("That is {total} of all charges and {covered} of the covered charges."),
    )
}

fn ladder(rows: &[Row], lang: Lang) -> Vec<String> {
    let note = |row: &Row| wrapped(note(row).get(lang), WIDEST_NOTE);
    let widest = |width: &dyn Fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or_default();
    let words = widest(&|row| row.plain.get(lang).width());
    let notes = widest(&|row| note(row).iter().map(|part| part.width()).max().unwrap_or_default());
    let amounts = widest(&|row| row.shown.width());
    let mut lines = Vec::new();
    for row in rows {
        let sign = if row.sign == Sign::None { " " } else { row.sign.shown() };
        let mut parts = note(row).into_iter();
        let first = parts.next().unwrap_or_default();
        let line = format!(
            "{sign} {}  {}  {}  {}",
            padded(row.plain.get(lang), words),
            padded(&first, notes),
            right(&row.shown, amounts),
            bar(row)
        );
        lines.push(line.trim_end().to_owned());
        lines.extend(parts.map(|part| format!("{}{part}", " ".repeat(words + 4))));
    }
    lines
}

/// The note, and the largest of the patient's own items behind the row.
fn note(row: &Row) -> Text {
    let note = row.note.clone().unwrap_or_default();
    if row.kind != RowKind::SelfPaid || row.items.is_empty() {
        return note;
    }
    let items = named(&row.items);
    Text::new(format!("{}：{}", note.zh, items.zh), format!("{}: {}", note.en, items.en))
}

fn bar(row: &Row) -> String {
    let cells = |permille: u32| (permille * BAR + 500) / 1000;
    let from = cells(row.bar_from).min(BAR - 1);
    let width = if row.zero { 0 } else { cells(row.bar_width).clamp(1, BAR - from) };
    let repeat = |what: &str, count: u32| what.repeat(usize::try_from(count).unwrap_or_default());
    format!("{}{}", repeat(" ", from), repeat("█", width))
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

/// Lines of at most so many columns. A line ends at a blank or after a Chinese character, never inside a figure.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && line.width() + piece.trim_end().width() > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.push_str(&piece);
    }
    if !line.trim_end().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// What is never parted: a word with the blank behind it, a wide character with the sign of punctuation behind it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for character in text.chars() {
        let wide = |character: char| character.width() == Some(2);
        let joins = match last {
            None | Some(' ') => false,
            Some(before) => "，。；：、）”".contains(character) || !wide(character) && !wide(before),
        };
        match pieces.last_mut().filter(|_| joins || character == ' ' && last.is_some()) {
            Some(piece) => piece.push(character),
            None => pieces.push(character.to_string()),
        }
        last = Some(character);
    }
    pieces
}
