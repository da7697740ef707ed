//! A pack as it travels: rule text and catalogues in one piece, named by their hash.

use super::catalogue::{Catalogue, CatalogueItem, Diagnosis};
use super::check::{self, Fault};
use super::{Pack, Rules, wording};
use crate::text::Text;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// The files of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A pack that does not pass.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the pack has {} fault(s): {}", faults.len(), faults.first().map(|fault| fault.text.en.as_str()).unwrap_or_default())]
pub struct PackFaults {
    /// All that is wrong with it.
    pub faults: Vec<Fault>,
}

impl Bundle {
    /// The bytes that are hashed and signed.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

impl Pack {
    /// Reads and checks a bundle.
    pub fn from_bundle(text: &str) -> Result<Self, PackFaults> {
        let bundle: Bundle = serde_json::from_str(text).map_err(|error| {
            one(Fault::new(
                "bundle",
                Text::new("政策包文件不完整或已损坏", format!("the bundle is not readable: {error}")),
            ))
        })?;
        let mut rules: Rules = toml::from_str(&bundle.rules).map_err(|error| one(toml_fault(&bundle.rules, &error)))?;
        for layer in &mut rules.layers {
            layer.names = super::LayerNames::of(layer);
        }
        let mut faults = Vec::new();
        let mut items: Vec<CatalogueItem> = table("drugs.csv", &bundle.drugs, &mut faults);
        items.extend(table("services.csv", &bundle.services, &mut faults));
        let diagnoses: Vec<Diagnosis> = table("diagnoses.csv", &bundle.diagnoses, &mut faults);
        faults.extend(check::pack(&rules, &items));
        let catalogue = Catalogue::new(items, diagnoses).unwrap_or_else(|code| {
            faults.push(Fault::new(
                "catalogue",
                Text::new(
                    format!("目录编码 {code} 出现两次，请删去一处"),
                    format!("code {code} stands twice; remove one"),
                ),
            ));
            Catalogue::default()
        });
        if !faults.is_empty() {
            return Err(PackFaults { faults });
        }
        let hash = format!("sha256:{}", hex::encode(Sha256::digest(text.as_bytes())));
        Ok(Self { rules: Arc::new(rules), catalogue: Arc::new(catalogue), hash })
    }
}

fn one(fault: Fault) -> PackFaults {
    PackFaults { faults: vec![fault] }
}

fn toml_fault(text: &str, error: &toml::de::Error) -> Fault {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    Fault { line, ..Fault::new("pack.toml", wording::of_rules(error.message())) }
}

fn table<T: DeserializeOwned>(file: &'static str, text: &str, faults: &mut Vec<Fault>) -> Vec<T> {
    let mut rows = Vec::new();
    for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
        match row {
            Ok(row) => rows.push(row),
            Err(error) => {
                let line = error.position().and_then(|at| usize::try_from(at.line()).ok());
                faults.push(Fault { line, ..Fault::new(file, wording::of_row(&error)) });
            }
        }
    }
    rows
}
