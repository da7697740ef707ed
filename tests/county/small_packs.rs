//! Small packs: what a bill comes to under them can be told without a machine.

use nonghe_domain::pack::{Bundle, Pack};
use nonghe_protocol::Hash;
use std::fs;
use system_tests::repository_dir;

/// A pack, its bundle, and the hash by which entries name it.
pub struct SmallPack {
    pub pack: Pack,
    pub bundle: String,
    pub hash: Hash,
}

impl SmallPack {
    /// 80 % above a deductible of 500 a year; the layers of other files follow.
    pub fn yearly(layers: &[&str]) -> Self {
        Self::version("1", layers)
    }

    /// The same rules under another name.
    pub fn version(version: &str, layers: &[&str]) -> Self {
        let rules: String = std::iter::once(&"yearly.toml").chain(layers).map(|name| file(name)).collect();
        Self::of(rules.replace("version = \"1\"", &format!("version = {version:?}")))
    }

    /// A pack of these rules.
    pub fn of(rules: String) -> Self {
        let bundle = Bundle {
            rules,
            drugs: file("drugs.csv"),
            services: file("services.csv"),
            diagnoses: file("diagnoses.csv"),
            ..Bundle::default()
        };
        let bundle = bundle.to_text().unwrap();
        let pack = Pack::from_bundle(&bundle).unwrap_or_else(|faults| panic!("{faults}"));
        let hash = pack.hash.parse().unwrap();
        Self { pack, bundle, hash }
    }
}

/// A file of the small packs.
pub fn file(name: &str) -> String {
    fs::read_to_string(repository_dir().join("tests/fixtures/small-packs").join(name)).unwrap()
}
