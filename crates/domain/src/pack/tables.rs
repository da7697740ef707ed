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
        let (error, column) = match record {
            Ok(record) => match record.deserialize(Some(&head)) {
                Ok(value) => {
                    rows.push(Row { file, line, value });
                    continue;
                }
                Err(error) => (error, column_of::<T>(&record, &head)),
            },
            Err(error) => (error, None),
        };
        let is_of_head = is_of_head(&error);
        let line = if is_of_head { Some(1) } else { line };
        faults.push(Fault::of_row(file, line, wording::of_row(&error, column.as_deref())));
        if is_of_head || faults.len() - before >= MAX_FAULTS {
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

/// The column of a cell that cannot be read, by its name in the head. The reader of tables does not tell, so the row is
/// read once more as JSON values.
fn column_of<T: DeserializeOwned>(record: &csv::StringRecord, head: &csv::StringRecord) -> Option<String> {
    // An empty cell may be an absent value. What is missing is complained of last, after every cell that is there.
    let cells = head.iter().zip(record).filter(|(_, cell)| !cell.is_empty());
    let cells = cells.map(|(column, cell)| (column, Json::from(cell)));
    let row = MapDeserializer::<_, serde_json::Error>::new(cells);
    let error = serde_path_to_error::deserialize::<_, T>(row).err()?;
    let column = error.path().iter().next().map(ToString::to_string);
    column.filter(|column| head.iter().any(|name| name == column))
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
