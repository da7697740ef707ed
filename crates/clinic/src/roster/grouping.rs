//! Which household a row of a roster belongs to.
//!
//! Offices number households within a village or group, or not at all. A number counts together with village and
//! group, so that equal numbers of two villages never become one family; the program's own numbers count alone.
//! Without a number the door decides, and without a door the order of the list: a head begins a household.

use super::words::{is_filled, says_head};
use crate::registration::{household_number, tidy};
use nonghe_sheets::Field;

/// Longest part of an address.
const PART_MAX_CHARS: usize = 50;

/// What is the same for all rows of one household.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A number of this program.
    Ours(String),
    /// A number of the office.
    Number { number: String, village: String, group: String },
    /// A door.
    Door { village: String, group: String, door: String },
    /// The line where a head began it.
    Line(u32),
}

/// Where a household lives, as a row says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) village: String,
    pub(super) group: String,
    pub(super) door: String,
}

impl Address {
    /// True if every part that this row fills is the same above.
    fn continues(&self, above: &Self) -> bool {
        let same = |part: &str, above: &str| part.is_empty() || part == above;
        same(&self.village, &above.village) && same(&self.group, &above.group) && same(&self.door, &above.door)
    }

    /// Takes what is missing from another address of the household.
    pub(super) fn complete(&mut self, other: &Self) {
        for (part, other) in
            [(&mut self.village, &other.village), (&mut self.group, &other.group), (&mut self.door, &other.door)]
        {
            if part.is_empty() {
                part.clone_from(other);
            }
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a row belongs.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The household; `None` if nothing says which.
    pub(super) key: Option<Key>,
    pub(super) address: Address,
    pub(super) is_head: bool,
    /// True if a part of the address is longer than it may be.
    pub(super) is_too_long: bool,
}

/// Goes down the list and remembers the household above.
#[derive(Debug, Default)]
pub(super) struct Grouping {
    above: Option<(Key, Address)>,
}

impl Grouping {
    /// Where the next row belongs.
    pub(super) fn place<'a>(&mut self, line: u32, cell: impl Fn(Field) -> &'a str) -> Place {
        let is_head = says_head(cell(Field::Relation));
        let fields = [Field::Household, Field::Village, Field::Group, Field::Door];
        let is_too_long = fields.iter().any(|field| cell(*field).trim().chars().count() > PART_MAX_CHARS);
        let [number, village, group, door] = fields.map(|field| part(cell(field)));
        let group = group.strip_suffix("村民小组").or_else(|| group.strip_suffix('组')).unwrap_or(&group).to_owned();
        let door = door.strip_suffix('号').unwrap_or(&door).to_owned();
        let mut address = Address { village, group, door };
        let key = self.key(&number, &mut address, is_head, line);
        if let Some(key) = &key {
            self.above = Some((key.clone(), address.clone()));
        }
        Place { key, address, is_head, is_too_long }
    }

    /// Notes a row that cannot be read: what follows may have belonged to its household.
    pub(super) fn interrupt(&mut self) {
        self.above = None;
    }

    fn key(&self, number: &str, address: &mut Address, is_head: bool, line: u32) -> Option<Key> {
        if let Some(ours) = own_number(number) {
            return Some(Key::Ours(ours));
        }
        if !number.is_empty() {
            if let Some((Key::Number { number: above, village, group }, _)) = &self.above
                && above == number
            {
                let shared = Address { village: village.clone(), group: group.clone(), door: String::new() };
                address.complete(&shared);
            }
            let (village, group) = (address.village.clone(), address.group.clone());
            return Some(Key::Number { number: number.to_owned(), village, group });
        }
        if !is_head && let Some((key, above)) = &self.above {
            // Where households are numbered, only a row that leaves the whole address out continues the one above.
            let is_numbered = matches!(key, Key::Ours(_) | Key::Number { .. });
            if address.is_empty() || !is_numbered && address.continues(above) {
                address.complete(above);
                return Some(key.clone());
            }
        }
        let Address { village, group, door } = address.clone();
        if !door.is_empty() {
            Some(Key::Door { village, group, door })
        } else if is_head {
            Some(Key::Line(line))
        } else {
            None
        }
    }
}

fn part(text: &str) -> String {
    if is_filled(text) { tidy(text) } else { String::new() }
}

/// A number in this program's own form: H and six digits, seven once those are used up.
fn own_number(text: &str) -> Option<String> {
    let digits = text.strip_prefix(['H', 'h', 'Ｈ', 'ｈ'])?;
    let counter: u64 = digits.parse().ok().filter(|counter| (1..10_000_000).contains(counter))?;
    Some(household_number(counter)).filter(|number| number.ends_with(digits) && number.len() == digits.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_in_the_programs_own_form_are_its_own() {
        for (text, expected) in [
            ("H000123", Some("H000123")),
            ("h000123", Some("H000123")),
            ("H1234567", Some("H1234567")),
            ("H123", None),
            ("H0000123", None),
            ("H000000", None),
            ("H12345678", None),
            ("000123", None),
            ("", None),
        ] {
            assert_eq!(own_number(text).as_deref(), expected, "{text}");
        }
    }
}
