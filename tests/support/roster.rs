//! A roster as a village hands it in: made up, of any length, and the same each time.

use std::{fs, path::Path};

use crate::{Context, Result, centre::identity_number};

/// The titles of its columns.
pub const TITLES: [&str; 6] = ["户号", "村", "村民小组", "姓名", "身份证号", "与户主关系"];
const SURNAMES: &str = include_str!("../../crates/demonstration/data/surnames.csv");
const GIVEN_NAMES: &str = include_str!("../../crates/demonstration/data/given_names.csv");
const VILLAGES: &str = include_str!("../../crates/demonstration/data/villages.csv");

/// Households of four, every one of them in order.
pub fn rows(people: usize) -> Vec<Vec<String>> {
    let column = |csv: &'static str| csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect::<Vec<_>>();
    let (surnames, given, villages) = (column(SURNAMES), column(GIVEN_NAMES), column(VILLAGES));
    let row = |at: usize| {
        let (household, place) = (at / 4, at % 4);
        let year = if place < 2 { 1950 } else { 1985 } + household % 40;
        let birth = format!("{year}{:02}{:02}", 1 + household % 12, 1 + household / 12 % 28);
        // The people that are there already have low serials.
        let serial = u32::try_from(500 + household / 1680 * 4 + place).unwrap_or_default();
        let name = [surnames[household % 40], given[at * 7 % given.len()], given[at * 13 % given.len()]].concat();
        vec![
            format!("{}", household + 1),
            villages[household / 200 % villages.len()].to_owned(),
            format!("{}", household % 6 + 1),
            name,
            identity_number(&birth, serial),
            ["户主", "妻", "长子", "女儿"][place].to_owned(),
        ]
    };
    (0..people).map(row).collect()
}

/// Writes rows with their titles, as a spreadsheet exports them.
pub fn write_csv(path: &Path, rows: &[Vec<String>]) -> Result<()> {
    let lines = std::iter::once(TITLES.join(",")).chain(rows.iter().map(|row| row.join(",")));
    let text: String = lines.map(|line| line + "\r\n").collect();
    fs::write(path, text).context(format_args!("cannot write {}", path.display()))
}
