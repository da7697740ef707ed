//! The tables of a pack: rows with the line where each stands.

use super::fault::{Fault, Severity, Words};
use super::{CatalogueItem, Rules, wording};
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// After so many faults of one table the rest is left for the next time.
const MAX_FAULTS: usize = 20;

/// A row and where it stands.
pub(super) struct Row<T> {
    file: &'static str,
    line: Option<usize>,
    value: T,
}

/// The rows of a table. What cannot be read becomes a fault.
pub(super) fn rows<T: DeserializeOwned>(file: &'static str, text: &str, faults: &mut Vec<Fault>) -> Vec<Row<T>> {
    let mut rows = Vec::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let Ok(head) = reader.headers().cloned() else { return rows };
    let before = faults.len();
    for record in reader.records() {
        let line = record.as_ref().map_or_else(|error| error.position(), csv::StringRecord::position);
        let line = line.and_then(|at| usize::try_from(at.line()).ok());
        let (error, cells) = match record {
            Ok(record) => match record.deserialize(Some(&head)) {
                Ok(value) => {
                    rows.push(Row { file, line, value });
                    continue;
                }
                Err(error) => (error, cells_at_fault::<T>(&record, &head)),
            },
            Err(error) => (error, Vec::new()),
        };
        let is_of_head = is_of_head(&error);
        if is_of_head || cells.is_empty() {
            let line = if is_of_head { Some(1) } else { line };
            faults.push(Fault::of_row(file, line, wording::of_row(&error)));
        } else {
            faults.extend(cells.into_iter().map(|words| Fault::of_row(file, line, words)));
        }
        if is_of_head || faults.len() - before >= MAX_FAULTS {
            faults.truncate(before + MAX_FAULTS);
            break;
        }
    }
    rows
}

/// A column that is not known or not there is the same fault in every row.
fn is_of_head(error: &csv::Error) -> bool {
    let csv::ErrorKind::Deserialize { err, .. } = error.kind() else { return false };
    let message = err.kind().to_string();
    message.starts_with("missing field") || message.starts_with("unknown field")
}

/// The cells of a row that cannot be read. The reader of tables tells neither the column nor more than the first, so
/// each cell is read once more by itself, as a JSON value.
fn cells_at_fault<T: DeserializeOwned>(record: &csv::StringRecord, head: &csv::StringRecord) -> Vec<Words> {
    // An empty cell may be an absent value.
    let cells = head.iter().zip(record).filter(|(_, cell)| !cell.is_empty());
    let at_fault = cells.filter_map(|(column, cell)| {
        let alone = std::iter::once((column, Json::from(cell)));
        let error =
            serde_path_to_error::deserialize::<_, T>(MapDeserializer::<_, serde_json::Error>::new(alone)).err()?;
        // What is missing beside it is complained of without a column.
        let named = error.path().iter().next().is_some_and(|name| name.to_string() == column);
        named.then(|| wording::of_cell(column, &error.inner().to_string()))
    });
    at_fault.collect()
}

/// The values, without taking them out.
pub(super) fn values<T>(rows: &[Row<T>]) -> impl Iterator<Item = &T> {
    rows.iter().map(|row| &row.value)
}

/// The values without their lines.
pub(super) fn plain<T>(rows: Vec<Row<T>>) -> Vec<T> {
    rows.into_iter().map(|row| row.value).collect()
}

/// Every code stands once.
pub(super) fn twice<T>(rows: &[Row<T>], code: impl Fn(&T) -> &String, faults: &mut Vec<Fault>) {
    let mut known = BTreeSet::new();
    let again = rows.iter().filter(|row| !known.insert(code(&row.value)));
    faults.extend(again.take(MAX_FAULTS).map(|row| Fault::of_row(row.file, row.line, code_twice(code(&row.value)))));
}

/// A code of the catalogue that stands twice.
pub(super) fn code_twice(code: &str) -> Words {
    Words::new(
        format!("目录编码 {code} 出现两次。"),
        format!("The code {code} stands twice."),
        "请删去其中一行；药品和诊疗项目的编码也不能相同。",
        "Remove one of the rows; drugs and services cannot share a code either.",
    )
}

/// A pack that decides bills, without anything that could be charged.
pub(super) fn without_items(file: &str) -> Fault {
    let words = Words::new(
        "目录是空的，所有费用都会按目录外处理，由患者负担。",
        "The catalogue is empty, so every charge counts as outside it and stays with the patient.",
        "请填写 drugs.csv 和 services.csv。",
        "Fill drugs.csv and services.csv.",
    );
    Fault { severity: Severity::Warning, ..Fault::of_file(file, words) }
}

/// Every item is of a kind of charge that the statement knows.
pub(super) fn unknown_kinds(rules: &Rules, items: &[Row<CatalogueItem>], faults: &mut Vec<Fault>) {
    let mut told = BTreeSet::new();
    for row in items {
        let kind = &row.value.kind;
        if rules.charge_kind(kind).is_none() && told.len() < MAX_FAULTS && told.insert(kind) {
            let words = Words::new(
                format!("目录里的费用类别 {kind} 没有定义。"),
                format!("The items of kind {kind} belong to no kind of charge."),
                format!("请在 pack.toml 里补一段 [[charge_kind]]，code = \"{kind}\"；或更正这一行。"),
                format!("Add a [[charge_kind]] with code = \"{kind}\" to pack.toml, or correct the row."),
            );
            faults.push(Fault::of_row(row.file, row.line, words));
        }
    }
}
