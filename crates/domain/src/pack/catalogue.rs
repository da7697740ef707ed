//! The items and diagnoses that a county settles by.

use crate::money::UnitPrice;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Class of an item in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ItemClass {
    /// 甲: all of it counts.
    #[serde(rename = "甲")]
    A,
    /// 乙: a share is paid first.
    #[serde(rename = "乙")]
    B,
    /// 丙: outside the catalogue.
    #[serde(rename = "丙")]
    C,
}

impl ItemClass {
    /// As packs and papers write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "甲",
            Self::B => "乙",
            Self::C => "丙",
        }
    }
}

/// A drug, service or material.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueItem {
    /// Code in entries.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Strength and package; empty for services.
    pub spec: String,
    /// Unit of the price.
    pub unit: String,
    /// Class.
    pub class: ItemClass,
    /// Kind of charge, such as `western_drug`.
    pub kind: String,
    /// Price that is offered at the desk.
    pub price: UnitPrice,
    /// The most of the price that counts.
    pub price_limit: Option<UnitPrice>,
    /// Letters by which it is found.
    pub mnemonic: String,
    /// Where it is made, such as `domestic`, `joint` or `imported`, where shares depend on it.
    #[serde(default)]
    pub origin: String,
    /// Words that bonuses ask for, such as `essential` or `tcm`, with blanks between them.
    #[serde(default)]
    pub tags: String,
}

impl CatalogueItem {
    /// An item that the catalogue does not know, as one outside it.
    pub(crate) fn unlisted(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            name: String::new(),
            name_en: String::new(),
            spec: String::new(),
            unit: String::new(),
            class: ItemClass::C,
            kind: String::new(),
            price: UnitPrice::default(),
            price_limit: None,
            mnemonic: String::new(),
            origin: String::new(),
            tags: String::new(),
        }
    }

    /// Whether it carries one of these tags.
    pub fn has_tag(&self, tags: &[String]) -> bool {
        self.tags.split_ascii_whitespace().any(|tag| tags.iter().any(|asked| asked == tag))
    }
}

/// A diagnosis of the insurance list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diagnosis {
    /// Insurance code.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Letters by which it is found.
    pub mnemonic: String,
}

/// Items and diagnoses, by code.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    items: Vec<CatalogueItem>,
    diagnoses: Vec<Diagnosis>,
    item_by_code: HashMap<String, usize>,
    diagnosis_by_code: HashMap<String, usize>,
}

impl Catalogue {
    /// A catalogue, or the code that appears twice.
    pub(super) fn new(items: Vec<CatalogueItem>, diagnoses: Vec<Diagnosis>) -> Result<Self, String> {
        let item_by_code = index(items.iter().map(|item| item.code.as_str()))?;
        let diagnosis_by_code = index(diagnoses.iter().map(|diagnosis| diagnosis.code.as_str()))?;
        Ok(Self { items, diagnoses, item_by_code, diagnosis_by_code })
    }

    /// All items, in the catalogue's order.
    pub fn items(&self) -> &[CatalogueItem] {
        &self.items
    }

    /// All diagnoses, in the list's order.
    pub fn diagnoses(&self) -> &[Diagnosis] {
        &self.diagnoses
    }

    /// An item by its code.
    pub fn item(&self, code: &str) -> Option<&CatalogueItem> {
        self.item_by_code.get(code).map(|place| &self.items[*place])
    }

    /// A diagnosis by its code.
    pub fn diagnosis(&self, code: &str) -> Option<&Diagnosis> {
        self.diagnosis_by_code.get(code).map(|place| &self.diagnoses[*place])
    }
}

fn index<'a>(codes: impl Iterator<Item = &'a str>) -> Result<HashMap<String, usize>, String> {
    let mut places = HashMap::new();
    for (place, code) in codes.enumerate() {
        if places.insert(code.to_owned(), place).is_some() {
            return Err(code.to_owned());
        }
    }
    Ok(places)
}
