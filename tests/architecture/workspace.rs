//! What Cargo and the file system say about this workspace.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;
use system_tests::{Context, Failure, Result, repository_dir};

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` for an ordinary one, else `dev` or `build`.
    pub(crate) kind: Option<String>,
}

/// The packages of this workspace, as their manifests describe them.
pub(crate) fn members() -> Result<Vec<Package>> {
    let text = cargo(&["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
    Ok(metadata.packages)
}

/// Everything that is compiled into a package, by name: its dependencies and theirs, without those
/// that only its tests have.
pub(crate) fn closure(package: &str) -> Result<BTreeSet<String>> {
    let text = tree(&["--package", package, "--edges", "normal,build", "--format", "{p}"])?;
    let name = |line: &str| line.split_whitespace().next().map(str::to_owned);
    Ok(text.lines().filter_map(name).collect())
}

/// Every library of every program and the licence that it declares.
pub(crate) fn licences() -> Result<BTreeSet<(String, String)>> {
    let text = tree(&["--workspace", "--edges", "normal,build", "--format", "{p}\t{l}"])?;
    let pair = |line: &str| {
        let (package, licence) = line.split_once('\t')?;
        let name = package.split_whitespace().next()?;
        let licence = licence.trim_end_matches(" (*)").trim();
        Some((name.to_owned(), licence.to_owned()))
    };
    Ok(text.lines().filter_map(pair).collect())
}

fn tree(arguments: &[&str]) -> Result<String> {
    let plain = ["tree", "--prefix", "none", "--no-dedupe"];
    cargo(&[&plain, arguments].concat())
}

fn cargo(arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--locked"])
        .current_dir(repository_dir())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        return Err(Failure::new(String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).context("cargo's output")
}

/// A source file: its path within the repository and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The lines that match, each with its place, for a message.
    pub(crate) fn lines_where(&self, matches: impl Fn(&str) -> bool) -> Vec<String> {
        self.text
            .lines()
            .enumerate()
            .filter(|(_, line)| matches(line))
            .map(|(index, line)| format!("{}:{}: {}", self.path, index + 1, line.trim()))
            .collect()
    }
}

/// All files below the folders of the repository that have one of the endings. What is installed,
/// built or generated is left out.
pub(crate) fn sources(folders: &[&str], endings: &[&str]) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&repository_dir().join(folder), endings, &mut found)?;
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries = fs::read_dir(folder).context(folder.display())?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            let foreign = ["node_modules", "target", "dist", "gen", "generated"];
            if !foreign.contains(&&*name) {
                collect(&path, endings, found)?;
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).context(path.display())?;
            let path = path.strip_prefix(repository_dir()).unwrap_or(&path);
            let path = path.display().to_string();
            found.push(Source { path, text });
        }
    }
    Ok(())
}

/// Fails with all findings at once, under the rule that they break.
pub(crate) fn expect_none(rule: &str, findings: &[String]) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("{rule}\n  {}", findings.join("\n  "))))
}
