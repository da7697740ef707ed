//! Characters by radical and strokes, for names that no keyboard writes.
//!
//! Holds what GB 18030-2022 holds: a name that an identity card can bear can be picked here, character by character,
//! and is never replaced.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How many radicals there are.
pub const RADICALS: u8 = 214;

/// One of the 214 radicals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Radical {
    /// From 1 on, as dictionaries count them.
    pub number: u8,
    /// The forms in which it stands in characters, each with its own strokes: 水 4, 氵 3.
    pub forms: Vec<(char, u8)>,
}

/// Characters of a radical with the same number of strokes beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Strokes without the radical.
    pub strokes: u8,
    /// The characters, common ones before those of the later planes.
    pub characters: &'static str,
}

/// All radicals in order.
pub fn radicals() -> &'static [Radical] {
    &RADICAL_FORMS
}

/// The characters of a radical, by strokes; none for a number that no radical has.
pub fn groups(radical: u8) -> &'static [Group] {
    GROUPS.get(&radical).map_or(&[], Vec::as_slice)
}

static RADICAL_FORMS: LazyLock<Vec<Radical>> = LazyLock::new(|| {
    let rows = include_str!("../data/radicals.csv").lines().skip(1).filter_map(|line| line.split_once(','));
    rows.filter_map(|(number, forms)| {
        let forms = forms.split(' ').filter_map(|form| {
            let character = form.chars().next()?;
            Some((character, form[character.len_utf8()..].parse().ok()?))
        });
        Some(Radical { number: number.parse().ok()?, forms: forms.collect() })
    })
    .collect()
});

static GROUPS: LazyLock<BTreeMap<u8, Vec<Group>>> = LazyLock::new(|| {
    let mut groups: BTreeMap<u8, Vec<Group>> = BTreeMap::new();
    for line in include_str!("../data/radical_characters.csv").lines().skip(1) {
        let mut cells = line.split(',');
        if let (Some(Ok(radical)), Some(Ok(strokes)), Some(characters)) =
            (cells.next().map(str::parse), cells.next().map(str::parse), cells.next())
        {
            groups.entry(radical).or_default().push(Group { strokes, characters });
        }
    }
    groups
});

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn holds(radical: u8, strokes: u8, character: char) -> bool {
        groups(radical).iter().any(|group| group.strokes == strokes && group.characters.contains(character))
    }

    #[test]
    fn all_radicals_are_there_in_order_with_their_forms() {
        let numbers: Vec<_> = radicals().iter().map(|radical| radical.number).collect();
        assert_eq!(numbers, (1..=RADICALS).collect::<Vec<_>>());
        assert!(radicals().iter().all(|radical| !radical.forms.is_empty()));
        assert_eq!(radicals()[84].forms, [('水', 4), ('氵', 3), ('氺', 5)]);
    }

    #[test]
    fn rare_characters_of_names_are_found_by_radical_and_strokes() {
        for (radical, strokes, character) in
            [(212, 4, '䶮'), (38, 6, '㛃'), (30, 3, '𠮷'), (85, 5, '泳'), (120, 3, '红'), (1, 0, '一')]
        {
            assert!(holds(radical, strokes, character), "{character}");
            assert!(!holds(radical, strokes + 1, character), "{character} once");
        }
    }

    #[test]
    fn every_ideograph_of_the_national_standard_is_there() {
        let all: HashSet<char> = (1..=RADICALS).flat_map(groups).flat_map(|group| group.characters.chars()).collect();
        for (first, last) in [
            (0x3400, 0x4DB5),
            (0x4E00, 0x9FEF),
            (0x2_0000, 0x2_A6D6),
            (0x2_A700, 0x2_B734),
            (0x2_B740, 0x2_B81D),
            (0x2_B820, 0x2_CEA1),
            (0x2_CEB0, 0x2_EBE0),
        ] {
            let missing = (first..=last).filter_map(char::from_u32).find(|c| !all.contains(c));
            assert_eq!(missing, None, "in {first:X}–{last:X}");
        }
    }

    #[test]
    fn there_is_no_radical_beyond_the_last() {
        assert!(groups(0).is_empty());
        assert!(groups(RADICALS + 1).is_empty());
        assert!(!groups(RADICALS).is_empty());
    }
}
