//! The demonstration township: what `nonghe demo create` left for whoever signs in.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::{Context, Result};

/// The part of `demonstration.json` that a person reads on the console.
#[derive(Clone, Debug, Deserialize)]
pub struct Demonstration {
    /// Who may sign in. The first may open every place.
    pub operators: Vec<DemonstrationOperator>,
}

/// An operator of the demonstration; its PIN is no secret.
#[derive(Clone, Debug, Deserialize)]
pub struct DemonstrationOperator {
    /// What is typed at sign-in.
    pub initials: String,
    /// The six digits.
    pub pin: String,
}

impl Demonstration {
    /// Reads the file in a data folder.
    pub fn read(data_dir: &Path) -> Result<Self> {
        let path = data_dir.join("demonstration.json");
        let text = fs::read_to_string(&path).context(format_args!("{} is no demonstration", data_dir.display()))?;
        serde_json::from_str(&text).context(path.display())
    }

    /// The operator at a place of the list.
    pub fn operator(&self, place: usize) -> Result<&DemonstrationOperator> {
        self.operators.get(place).context("the demonstration has too few operators")
    }
}
