//! The arrows between the crates, and the libraries that only one crate may use.

use std::collections::BTreeSet;

use system_tests::Result;

use crate::workspace::{closure, expect_none, licences, members};

/// Each crate and the crates of this workspace that it may name, in its tests as well.
const ARROWS: &[(&str, &[&str])] = &[
    ("nonghe-domain", &[]),
    ("nonghe-protocol", &["nonghe-domain"]),
    ("nonghe-store", &["nonghe-domain", "nonghe-protocol"]),
    ("nonghe-sheets", &[]),
    ("nonghe-clinic", &["nonghe-domain", "nonghe-protocol", "nonghe-sheets", "nonghe-store"]),
    ("nonghe-demonstration", &["nonghe-clinic", "nonghe-domain", "nonghe-protocol", "nonghe-store"]),
    ("nonghe-documents", &["nonghe-clinic", "nonghe-domain", "nonghe-protocol"]),
    ("nonghe-sync", &["nonghe-domain", "nonghe-protocol", "nonghe-store"]),
    ("nonghe-county", &["nonghe-domain", "nonghe-protocol", "nonghe-sheets"]),
    (
        "nonghe-cli",
        &[
            "nonghe-clinic",
            "nonghe-demonstration",
            "nonghe-documents",
            "nonghe-domain",
            "nonghe-protocol",
            "nonghe-sheets",
            "nonghe-store",
            "nonghe-sync",
        ],
    ),
    (
        "nonghe-desktop",
        &[
            "nonghe-clinic",
            "nonghe-demonstration",
            "nonghe-documents",
            "nonghe-domain",
            "nonghe-protocol",
            "nonghe-store",
            "nonghe-sync",
        ],
    ),
    // The sheets write a workbook for a benchmark; everything else is used from outside.
    ("system-tests", &["nonghe-domain", "nonghe-protocol", "nonghe-sheets"]),
];

/// A library and the only crates that may name it. The tests talk to the programs from outside, so
/// they need clients of their own.
const OWNERS: &[(&str, &[&str])] = &[
    ("reqwest", &["nonghe-sync", "system-tests"]),
    ("rusqlite", &["nonghe-store", "system-tests"]),
    ("tokio-postgres", &["nonghe-county", "system-tests"]),
    ("deadpool-postgres", &["nonghe-county"]),
    // The desktop's is optional: only the bridge for a browser has it.
    ("axum", &["nonghe-county", "nonghe-desktop"]),
    ("calamine", &["nonghe-sheets"]),
    ("rust_xlsxwriter", &["nonghe-sheets"]),
    ("typst", &["nonghe-documents"]),
    ("typst-pdf", &["nonghe-documents"]),
    ("tauri", &["nonghe-desktop"]),
    ("fantoccini", &["system-tests"]),
];

/// What must not be compiled into a crate, not even through others.
const BANS: &[(&str, &[&str], &str)] = &[
    (
        "nonghe-domain",
        &["tokio", "reqwest", "hyper", "rusqlite", "getrandom", "rand", "typst", "tempfile"],
        "the rules need no file, network, clock or randomness: the county must reach the same figures",
    ),
    ("nonghe-protocol", &["tokio", "reqwest", "hyper", "rusqlite", "typst"], "the wire is bytes in, bytes out"),
    (
        "nonghe-clinic",
        &["tokio", "reqwest", "hyper", "tokio-postgres", "typst"],
        "what a clerk waits for never depends on the county",
    ),
    ("nonghe-documents", &["reqwest", "hyper", "tokio-postgres"], "a receipt prints without a network"),
    ("nonghe-desktop", &["axum"], "the bridge that `make ui` starts must not ship"),
    ("nonghe-county", &["rusqlite", "typst", "tauri"], "the county has neither the device's database nor its window"),
];

#[test]
fn crates_depend_only_along_the_allowed_arrows() -> Result<()> {
    let members = members()?;
    let names: BTreeSet<&str> = members.iter().map(|member| &*member.name).collect();
    let mut findings = Vec::new();
    for member in &members {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
            findings.push(format!("{} has no row in the table of arrows", member.name));
            continue;
        };
        for dependency in &member.dependencies {
            let name = &*dependency.name;
            if names.contains(name) && !allowed.contains(&name) {
                let kind = dependency.kind.as_deref().unwrap_or("normal");
                findings.push(format!("{} → {name} ({kind})", member.name));
            }
        }
    }
    expect_none("arrows that the architecture does not have", &findings)
}

#[test]
fn each_heavy_or_dangerous_library_has_its_owners() -> Result<()> {
    let mut findings = Vec::new();
    for member in members()? {
        for dependency in &member.dependencies {
            let owned = OWNERS.iter().find(|(library, _)| *library == dependency.name);
            if let Some((library, owners)) = owned
                && !owners.contains(&&*member.name)
            {
                findings.push(format!("{} names {library}; only {owners:?} may", member.name));
            }
        }
    }
    expect_none("libraries in the wrong crate", &findings)
}

#[test]
fn nothing_banned_is_compiled_into_a_crate_through_others() -> Result<()> {
    let mut findings = Vec::new();
    for (package, banned, reason) in BANS {
        let closure = closure(package)?;
        if !closure.contains(*package) {
            findings.push(format!("cargo tree does not know {package}"));
        }
        for library in banned.iter().filter(|library| closure.contains(**library)) {
            findings.push(format!("{package} contains {library}: {reason}"));
        }
    }
    expect_none("banned libraries", &findings)
}

/// Licences under which a library may become part of a program that is given away under Apache-2.0.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "WTFPL",
    "Zlib",
    "blessing",
];

#[test]
fn every_library_may_ship_under_this_licence() -> Result<()> {
    let findings: Vec<String> = licences()?
        .iter()
        .filter(|(_, licence)| !is_allowed(licence))
        .map(|(library, licence)| format!("{library}: {licence:?}"))
        .collect();
    expect_none("licences to look at", &findings)
}

/// Whether an expression of the SPDX kind can be met by the allowed licences. Older packages write
/// `/` for `OR`.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    // With brackets gone, AND is read as the weaker binding: stricter than SPDX, never laxer.
    plain.split(" AND ").all(|choices| choices.split(" OR ").any(|licence| LICENCES.contains(&licence.trim())))
}

#[test]
fn a_licence_expression_needs_one_choice_of_each_part() {
    let rows = [
        ("MIT", true),
        ("MIT OR Apache-2.0", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0", false),
    ];
    for (expression, allowed) in rows {
        assert_eq!(is_allowed(expression), allowed, "{expression}");
    }
}
