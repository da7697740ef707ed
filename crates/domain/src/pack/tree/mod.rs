//! A rule text as a tree of values, each with the place where it stands.
//!
//! Inheritance and statistics work on the tree, before it becomes [`Rules`](super::Rules), so that every fault, also
//! one of an inherited part, names the line that somebody wrote.

mod inherit;
mod parse;
mod path;
mod reader;
mod statistics;

pub(super) use inherit::{Ancestry, MAX_ANCESTORS, merged};
pub(super) use parse::parse;
pub(super) use path::{Path, Step};
pub(super) use reader::read;
pub(super) use statistics::fill_statistics;

use super::fault::Place;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) value: Value,
}

/// What a rule text can hold. Dates are texts, whether quoted or not.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    /// A number that no rule may hold: with a point, or too long.
    Number,
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key of a table with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Where the key stands.
    pub(super) place: Place,
    pub(super) node: Node,
}

impl Node {
    /// The entries of a table; nothing for anything else.
    pub(super) fn entries(&self) -> &[Entry] {
        if let Value::Table(entries) = &self.value { entries } else { &[] }
    }

    /// The elements of a list; a table for a list of one is its own element.
    pub(super) fn elements(&self) -> &[Self] {
        match &self.value {
            Value::List(elements) => elements,
            Value::Table(_) => std::slice::from_ref(self),
            _ => &[],
        }
    }

    /// The entry of a table with this key.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The text under a key.
    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        self.entry(key).and_then(|entry| entry.node.text())
    }

    /// Whether it is `true`.
    pub(super) fn is_true(&self) -> bool {
        matches!(self.value, Value::Flag(true))
    }

    /// A text.
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    fn step(&self, step: &Step) -> Option<&Self> {
        match step {
            Step::Key(key) => self.entry(key).map(|entry| &entry.node),
            Step::Nth(number) => self.elements().get(*number),
        }
    }

    /// What stands at a path.
    pub(super) fn get(&self, path: &Path) -> Option<&Self> {
        path.steps().iter().try_fold(self, Self::step)
    }

    /// The place of what stands at a path, or of the nearest part around it that exists.
    pub(super) fn locate(&self, path: &Path) -> Place {
        let mut node = self;
        for step in path.steps() {
            match node.step(step) {
                Some(inner) => node = inner,
                None => break,
            }
        }
        node.place
    }

    /// Takes out what stands at a path.
    pub(super) fn remove(&mut self, path: &Path) -> bool {
        let Some((last, way)) = path.steps().split_last() else { return false };
        let mut node = self;
        for step in way {
            let inner = match (&mut node.value, step) {
                (Value::Table(entries), Step::Key(key)) => {
                    entries.iter_mut().find(|entry| entry.key == *key).map(|entry| &mut entry.node)
                }
                (Value::List(elements), Step::Nth(number)) => elements.get_mut(*number),
                _ => None,
            };
            let Some(inner) = inner else { return false };
            node = inner;
        }
        match (&mut node.value, last) {
            (Value::Table(entries), Step::Key(key)) => {
                let before = entries.len();
                entries.retain(|entry| entry.key != *key);
                entries.len() < before
            }
            (Value::List(elements), Step::Nth(number)) if *number < elements.len() => {
                elements.remove(*number);
                true
            }
            _ => false,
        }
    }

    /// Calls for every value of the tree with its path, outer ones first.
    pub(super) fn visit(&self, at: &Path, see: &mut impl FnMut(&Path, &Self)) {
        see(at, self);
        match &self.value {
            Value::Table(entries) => entries.iter().for_each(|entry| entry.node.visit(&at.key(&*entry.key), see)),
            Value::List(elements) => {
                elements.iter().enumerate().for_each(|(number, element)| element.visit(&at.nth(number), see));
            }
            _ => {}
        }
    }
}
