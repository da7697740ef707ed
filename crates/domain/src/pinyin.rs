//! Pinyin keys, by which names are found without characters.
//!
//! Every known reading of every character stands in at least one key: a clerk who reads 单 as *dan* finds 单雄信 as
//! surely as one who knows that the surname is *shan*. Keys come in a fixed order, the likeliest first (readings as a
//! surname before others), without repeats. They are lower-case ASCII; ü is v, as on keyboards.
//!
//! A character without a known reading adds nothing: the rest of the name still finds it.

use crate::identity::half_width;
use ::pinyin::ToPinyinMulti;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How many combinations of readings a person or a place has, before the keys for the readings that did not fit.
const COMBINATIONS_MAX: usize = 16;
/// Items have long names, and a mnemonic of their own beside these keys.
const ITEM_COMBINATIONS_MAX: usize = 4;
/// Readings that live on in people's heads alone: 朴 as 卜, after the old rhyme books.
const OLD_READINGS: [(char, &str); 1] = [('朴', "bu")];
/// The characters that are read as themselves.
const ALPHANUMERIC: &str = "0123456789abcdefghijklmnopqrstuvwxyz";

/// What a name is found by. Each list is without repeats, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// First letters: `wxm`.
    pub initials: Vec<String>,
    /// Whole syllables: `wangxiaoming`.
    pub full: Vec<String>,
    /// The surname whole and the first letters of the given name: `wangxm`. Only people have these.
    pub mixed: Vec<String>,
}

/// Keys of a person's name. All readings of the surname are combined with all that fit of the given name.
pub fn person_keys(name: &str) -> Keys {
    let syllables = name_readings(name, &SURNAMES.single);
    let letters: Vec<_> = syllables.iter().map(|syllables| first_letters(syllables)).collect();
    let Some(surname) = syllables.first() else {
        return Keys::default();
    };

    let (full, initials, given_from) = match SURNAMES.compound_of(name) {
        Some(compound) => (as_strs(&compound.full), as_strs(&compound.initials), compound.length),
        None => (surname.clone(), letters[0].clone(), 1),
    };
    let mut keys = Keys::default();
    add_combinations(&mut keys.initials, &Readings::new(&initials, &letters[given_from..], COMBINATIONS_MAX));
    add_combinations(&mut keys.full, &Readings::new(&full, &syllables[given_from..], COMBINATIONS_MAX));
    // What looks like a surname of two characters may be one of one character: 东方红 is also 东 and 方红.
    for (surname, given) in [(&full, &letters[given_from..]), (surname, &letters[1..])] {
        if !surname.is_empty() && given.iter().any(|letters| !letters.is_empty()) {
            add_combinations(&mut keys.mixed, &Readings::new(surname, given, COMBINATIONS_MAX));
        }
    }
    keys
}

/// What a place is, at the end of its name.
const PLACE_KINDS: [&str; 5] = ["村委会", "社区", "村", "镇", "乡"];

/// Keys of a village or another place. Digits and letters stand for themselves; brackets and marks are left out.
pub fn place_keys(name: &str) -> Keys {
    let mut keys = Keys::default();
    add_unnamed(&mut keys, name.chars(), COMBINATIONS_MAX);
    keys
}

/// A place as it is read, for whoever does not read characters: `Huaishu` for 槐树村. What kind of place it is stays out.
pub fn place_spelled(name: &str) -> String {
    let own = PLACE_KINDS.iter().find_map(|kind| name.strip_suffix(kind)).filter(|own| !own.is_empty()).unwrap_or(name);
    let syllables = own.chars().filter_map(|c| readings(c).first().copied());
    let mut spelled: String = syllables.collect::<String>().replace('v', "ü");
    if let Some(first) = spelled.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    spelled
}

/// Keys of a drug, a service or a consumable, as of a place. A strength in front may be left out: `5%葡萄糖` is also
/// found by `ptt`.
pub fn item_keys(name: &str) -> Keys {
    let mut keys = Keys::default();
    add_unnamed(&mut keys, name.chars(), ITEM_COMBINATIONS_MAX);
    let is_read = |c: &char| !half_width(*c).is_ascii() && !readings(*c).is_empty();
    if let Some(start @ 1..) = name.chars().position(|c| is_read(&c)) {
        add_unnamed(&mut keys, name.chars().skip(start), ITEM_COMBINATIONS_MAX);
    }
    keys
}

fn add_unnamed(keys: &mut Keys, name: impl Iterator<Item = char>, combinations_max: usize) {
    let syllables: Vec<_> = name.map(readings).collect();
    let letters: Vec<_> = syllables.iter().map(|syllables| first_letters(syllables)).collect();
    add_combinations(&mut keys.initials, &Readings::new(&[], &letters, combinations_max));
    add_combinations(&mut keys.full, &Readings::new(&[], &syllables, combinations_max));
}

/// The readings at each place of a name, and how many of each are combined with one another.
struct Readings<'a> {
    places: Vec<&'a [&'a str]>,
    combined: Vec<usize>,
}

impl<'a> Readings<'a> {
    /// Leaves readings out of the combinations, the least likely of the character that has most, until they fit. The
    /// surname keeps all of its own.
    fn new(surname: &'a [&'a str], others: &'a [Vec<&'a str>], combinations_max: usize) -> Self {
        let places: Vec<&[&str]> = std::iter::once(surname)
            .chain(others.iter().map(Vec::as_slice))
            .filter(|place| !place.is_empty())
            .collect();
        let mut combined: Vec<usize> = places.iter().map(|place| place.len()).collect();
        let fixed = usize::from(!surname.is_empty());
        while combined.iter().fold(1, |product: usize, count| product.saturating_mul(*count)) > combinations_max {
            match combined[fixed..].iter_mut().max_by_key(|count| **count) {
                Some(count) if *count > 1 => *count -= 1,
                _ => break,
            }
        }
        Self { places, combined }
    }
}

/// Adds all combinations, then for every reading left out one key with it and the likeliest readings elsewhere.
fn add_combinations(keys: &mut Vec<String>, readings: &Readings<'_>) {
    let Readings { places, combined } = readings;
    if places.is_empty() {
        return;
    }
    let mut chosen = vec![0; places.len()];
    loop {
        add_key(keys, places, &chosen);
        // Counts up with the last place the fastest.
        let Some(place) = (0..places.len()).rev().find(|place| chosen[*place] + 1 < combined[*place]) else {
            break;
        };
        chosen[place] += 1;
        chosen[place + 1..].fill(0);
    }
    chosen.fill(0);
    for place in 0..places.len() {
        for reading in combined[place]..places[place].len() {
            chosen[place] = reading;
            add_key(keys, places, &chosen);
        }
        chosen[place] = 0;
    }
}

fn add_key(keys: &mut Vec<String>, places: &[&[&str]], chosen: &[usize]) {
    let mut key = String::with_capacity(places.len() * 6);
    for (place, reading) in places.iter().zip(chosen) {
        key.push_str(place[*reading]);
    }
    if !keys.contains(&key) {
        keys.push(key);
    }
}

/// Surnames and how they are read, from the table of readings that differ from the usual ones.
struct Surnames {
    single: HashMap<char, Vec<&'static str>>,
    compound: HashMap<&'static str, Compound>,
    length_max: usize,
}

/// A surname of several characters, with its own readings and then all those of its characters.
struct Compound {
    /// In characters.
    length: usize,
    full: Vec<String>,
    initials: Vec<String>,
}

const SURNAME_READINGS: &str = include_str!("../data/surname_readings.csv");

static SURNAMES: LazyLock<Surnames> = LazyLock::new(|| {
    let rows = || table(SURNAME_READINGS);
    let single: HashMap<char, Vec<&'static str>> =
        rows().filter_map(|(surname, readings)| Some((only_char(surname)?, readings.split('/').collect()))).collect();
    let compound: HashMap<_, _> = rows()
        .filter(|(surname, _)| only_char(surname).is_none())
        .map(|(surname, readings)| (surname, Compound::new(surname, readings, &single)))
        .collect();
    let length_max = compound.values().map(|compound| compound.length).max().unwrap_or(0);
    Surnames { single, compound, length_max }
});

/// Readings that the general table lacks.
static RARE: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    table(include_str!("../data/rare_readings.csv"))
        .filter_map(|(character, readings)| Some((only_char(character)?, readings.split('/').collect())))
        .collect()
});

impl Surnames {
    /// The longest compound surname that the name begins with.
    fn compound_of(&self, name: &str) -> Option<&Compound> {
        let ends = name.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.length_max);
        ends.filter_map(|end| self.compound.get(&name[..end])).last()
    }
}

impl Compound {
    fn new(surname: &str, readings: &str, single: &HashMap<char, Vec<&'static str>>) -> Self {
        let syllables = name_readings(surname, single);
        let letters: Vec<_> = syllables.iter().map(|syllables| first_letters(syllables)).collect();
        let mut full = Vec::new();
        let mut initials = Vec::new();
        for reading in readings.split('/') {
            full.push(reading.replace(' ', ""));
            let letters: String = reading.split(' ').filter_map(|syllable| syllable.get(..1)).collect();
            if !initials.contains(&letters) {
                initials.push(letters);
            }
        }
        add_combinations(&mut full, &Readings::new(&[], &syllables, COMBINATIONS_MAX));
        add_combinations(&mut initials, &Readings::new(&[], &letters, COMBINATIONS_MAX));
        Self { length: surname.chars().count(), full, initials }
    }
}

/// The rows of a table of two columns with a header.
fn table(csv: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    csv.lines().skip(1).filter_map(|line| line.split_once(','))
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn as_strs(strings: &[String]) -> Vec<&str> {
    strings.iter().map(String::as_str).collect()
}

/// All readings of each character of a name, for the first one those as a surname before others.
fn name_readings(name: &str, surnames: &HashMap<char, Vec<&'static str>>) -> Vec<Vec<&'static str>> {
    let mut all: Vec<_> = name.chars().map(readings).collect();
    if let (Some(first), Some(as_surname)) = (all.first_mut(), name.chars().next().and_then(|c| surnames.get(&c))) {
        let others = std::mem::replace(first, as_surname.clone());
        push_missing(first, others);
    }
    all
}

/// All readings of a character, the usual one first; none for marks and for characters that no table has.
fn readings(c: char) -> Vec<&'static str> {
    let plain = half_width(c).to_ascii_lowercase();
    if plain.is_ascii() {
        return ALPHANUMERIC.find(plain).map(|at| &ALPHANUMERIC[at..=at]).into_iter().collect();
    }
    let mut all = Vec::new();
    if let Some(multi) = c.to_pinyin_multi() {
        push_missing(&mut all, multi.into_iter().filter_map(|reading| as_typed(reading.plain())));
    }
    push_missing(&mut all, RARE.get(&c).into_iter().flatten().copied());
    push_missing(&mut all, OLD_READINGS.iter().filter(|(known, _)| *known == c).map(|(_, reading)| *reading));
    all
}

/// A toneless syllable as typed on a keyboard.
fn as_typed(syllable: &'static str) -> Option<&'static str> {
    match syllable {
        "lü" => Some("lv"),
        "nü" => Some("nv"),
        "lüe" => Some("lve"),
        "nüe" => Some("nve"),
        "ê" => Some("e"),
        ascii if ascii.is_ascii() => Some(ascii),
        _ => None,
    }
}

fn first_letters(syllables: &[&'static str]) -> Vec<&'static str> {
    let mut letters = Vec::with_capacity(syllables.len());
    push_missing(&mut letters, syllables.iter().filter_map(|syllable| syllable.get(..1)));
    letters
}

fn push_missing(all: &mut Vec<&'static str>, more: impl IntoIterator<Item = &'static str>) {
    for reading in more {
        if !all.contains(&reading) {
            all.push(reading);
        }
    }
}

#[cfg(test)]
mod tests;
