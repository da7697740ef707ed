//! A pack as it travels: rule texts and catalogues in one piece, named by their hash.

use super::fault::{Fault, PackFaults, Severity, Words};
use super::tree::{MAX_ANCESTORS, parse};
use super::{Catalogue, CatalogueItem, Diagnosis, Pack, check, defaults, read, tables, wording};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// The files of a pack.
const RULES: &str = "pack.toml";
const DRUGS: &str = "drugs.csv";
const SERVICES: &str = "services.csv";
const DIAGNOSES: &str = "diagnoses.csv";

/// The files of a pack, and the rule texts that it inherits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// `pack.toml`
    pub rules: String,
    /// `drugs.csv`
    pub drugs: String,
    /// `services.csv`
    pub services: String,
    /// `diagnoses.csv`
    pub diagnoses: String,
    /// The `pack.toml` of the pack that it inherits, of the one that that inherits, and so on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<String>,
}

impl Bundle {
    /// Puts a bundle together from files. `file` gives the bytes of a file by its name relative to the pack's folder,
    /// or nothing if there is no such file.
    ///
    /// What a pack inherits lies in a folder of that name beside it: `../province-2026/pack.toml`.
    pub fn assemble<E: From<PackFaults>>(mut file: impl FnMut(&str) -> Result<Option<Vec<u8>>, E>) -> Result<Self, E> {
        let mut text = |name: &str| -> Result<Option<String>, E> {
            file(name)?.map(|bytes| decoded(name, bytes)).transpose().map_err(E::from)
        };
        let rules = text(RULES)?.ok_or_else(|| absent(RULES))?;
        let head = Head::of(&rules);
        let mut table = |name: &str| match text(name)? {
            Some(table) => Ok(table),
            None if head.fragment => Ok(String::new()),
            None => Err(E::from(absent(name))),
        };
        let (drugs, services, diagnoses) = (table(DRUGS)?, table(SERVICES)?, table(DIAGNOSES)?);
        let mut parents: Vec<String> = Vec::new();
        let mut next = head.inherits;
        // A circle ends at the limit; reading the bundle tells what is wrong.
        while let Some(id) = next.filter(|id| is_plain(id) && parents.len() <= MAX_ANCESTORS) {
            let Some(parent) = text(&parent_file(&id))? else { break };
            next = Head::of(&parent).inherits;
            parents.push(parent);
        }
        Ok(Self { rules, drugs, services, diagnoses, parents })
    }

    /// The bytes that are hashed and signed.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads a bundle.
    pub fn from_text(text: &str) -> Result<Self, PackFaults> {
        serde_json::from_str(text).map_err(|error| one(Fault::of_file("bundle", damaged(&error))))
    }

    /// Every file with the name by which faults speak of it.
    pub fn files(&self) -> Vec<(String, &str)> {
        let mut files: Vec<_> = self.rule_texts();
        files.extend(
            [(DRUGS, &self.drugs), (SERVICES, &self.services), (DIAGNOSES, &self.diagnoses)]
                .map(|(name, text)| (name.to_owned(), text.as_str())),
        );
        files
    }

    /// The rule texts with their names, the pack's own first.
    pub(super) fn rule_texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![(RULES.to_owned(), without_mark(&self.rules))];
        let mut inherited = Head::of(&self.rules).inherits;
        for parent in &self.parents {
            let head = Head::of(parent);
            let id = inherited.or(head.id).unwrap_or_default();
            texts.push((parent_file(&id), without_mark(parent)));
            inherited = head.inherits;
        }
        texts
    }
}

impl Pack {
    /// Reads and checks a bundle.
    pub fn from_bundle(text: &str) -> Result<Self, PackFaults> {
        let bundle = Bundle::from_text(text)?;
        let mut faults = Vec::new();
        let mut items = tables::rows::<CatalogueItem>(DRUGS, &bundle.drugs, &mut faults);
        items.extend(tables::rows(SERVICES, &bundle.services, &mut faults));
        let diagnoses = tables::rows::<Diagnosis>(DIAGNOSES, &bundle.diagnoses, &mut faults);
        tables::twice(&items, |item| &item.code, &mut faults);
        tables::twice(&diagnoses, |diagnosis| &diagnosis.code, &mut faults);
        let names = bundle.rule_texts();
        let texts: Vec<_> = names.iter().map(|(name, text)| super::fault::RuleText { name, text }).collect();
        let read = read::rules(&texts);
        let read = match read {
            Ok((rules, tree)) => {
                faults.extend(check::pack(&rules, &tree, &texts));
                faults.extend(check::words_of_items(&rules, &tree, &texts, tables::values(&items)));
                tables::unknown_kinds(&rules, &items, &mut faults);
                if items.is_empty() && !rules.fragment {
                    faults.push(tables::without_items(DRUGS));
                }
                Some((rules, tree))
            }
            Err(more) => {
                faults.extend(more);
                None
            }
        };
        faults.sort_by_key(|fault| (fault.file != RULES, fault.file.clone(), fault.line, fault.column));
        let (errors, warnings): (Vec<_>, Vec<_>) =
            faults.into_iter().partition(|fault| fault.severity == Severity::Error);
        let Some((rules, tree)) = read.filter(|_| errors.is_empty()) else {
            return Err(PackFaults { faults: errors });
        };
        let defaults = defaults::used(&tree);
        let catalogue = Catalogue::new(tables::plain(items), tables::plain(diagnoses))
            .map_err(|code| one(Fault::of_file("catalogue", tables::code_twice(&code))))?;
        let hash = format!("sha256:{}", hex::encode(Sha256::digest(text.as_bytes())));
        Ok(Self {
            rules: Arc::new(rules),
            catalogue: Arc::new(catalogue),
            hash,
            warnings: Arc::new(warnings),
            defaults: Arc::new(defaults),
        })
    }
}

/// What decides which files belong to a pack. A text that cannot be read asks for no others; reading the bundle tells
/// what is wrong with it.
#[derive(Default)]
struct Head {
    id: Option<String>,
    inherits: Option<String>,
    fragment: bool,
}

impl Head {
    fn of(rules: &str) -> Self {
        let Ok(tree) = parse(without_mark(rules), 0) else { return Self { fragment: true, ..Self::default() } };
        let text = |key: &str| tree.text_of(key).map(str::to_owned);
        let fragment = tree.entry("fragment").is_some_and(|entry| entry.node.is_true());
        Self { id: text("id"), inherits: text("inherits"), fragment }
    }
}

fn parent_file(id: &str) -> String {
    format!("../{id}/{RULES}")
}

/// A name that is a folder's name and nothing else.
fn is_plain(id: &str) -> bool {
    id.starts_with(|c: char| c.is_alphanumeric()) && id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// Some editors put a mark before the text.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn decoded(name: &str, bytes: Vec<u8>) -> Result<String, PackFaults> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let readable = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = readable.split(|byte| *byte == b'\n').count();
        one(Fault::of_row(name, Some(line), wording::not_utf8()))
    })?;
    Ok(without_mark(&text).to_owned())
}

fn one(fault: Fault) -> PackFaults {
    PackFaults { faults: vec![fault] }
}

fn absent(name: &str) -> PackFaults {
    let words = Words::new(
        format!("文件夹里没有 {name}。"),
        format!("There is no {name} in the folder."),
        "一个政策包要有 pack.toml、drugs.csv、services.csv 和 diagnoses.csv；只写一部分规则的包请写 fragment = true，可以没有表。",
        "A pack has pack.toml, drugs.csv, services.csv and diagnoses.csv; one that states only a part says fragment = true and needs no tables.",
    );
    one(Fault::of_file(name, words))
}

fn damaged(error: &serde_json::Error) -> Words {
    Words::new(
        "政策包文件不完整或已损坏。",
        format!("The bundle cannot be read: {error}."),
        "请从来源重新取得，或由文件夹重新打包。",
        "Get it again from where it came, or bundle the folder again.",
    )
}
