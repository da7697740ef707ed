//! Packs from the command line: checked and shown.

use std::{
    fs,
    path::{Path, PathBuf},
};

use system_tests::{Context, Finished, NongheCli, Result, repository_dir};
use tempfile::TempDir;

/// A pack of the tests.
pub(crate) fn fixture(name: &str) -> PathBuf {
    repository_dir().join("tests/fixtures/packs").join(name)
}

/// A path as an argument.
pub(crate) fn arg(path: impl AsRef<Path>) -> String {
    path.as_ref().display().to_string()
}

/// Runs a command in a terminal of a known width.
pub(crate) async fn nonghe(arguments: &[&str]) -> Result<Finished> {
    NongheCli::new().env("COLUMNS", "110").env("NO_COLOR", "1").run(arguments).await
}

pub(crate) fn temp_dir() -> Result<TempDir> {
    TempDir::new().context("no temporary folder")
}

/// Writes a file and gives its path as an argument.
pub(crate) fn write(dir: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> Result<String> {
    let path = dir.path().join(name);
    fs::write(&path, bytes).context(name)?;
    Ok(arg(path))
}

/// A pack of the tests with one of its lines changed.
fn changed(dir: &TempDir, from: &str, to: &str) -> Result<PathBuf> {
    let pack = dir.path().join("hill-2026");
    fs::create_dir_all(&pack).context("a folder")?;
    for name in ["pack.toml", "drugs.csv", "services.csv", "diagnoses.csv"] {
        let text = fs::read_to_string(fixture("hill-2026").join(name)).context(name)?;
        assert!(name != "pack.toml" || text.contains(from), "the pack has {from}");
        fs::write(pack.join(name), if name == "pack.toml" { text.replacen(from, to, 1) } else { text })
            .context(name)?;
    }
    Ok(pack)
}

#[tokio::test]
async fn every_pack_that_ships_passes_its_check() -> Result<()> {
    let found = nonghe(&["pack", "check", &arg(repository_dir().join("packs")), "--lang", "en"]).await?.succeeded()?;
    let folders = fs::read_dir(repository_dir().join("packs")).context("packs")?.count();
    let passed: Vec<&str> = found.stdout.lines().filter(|line| line.starts_with("OK ")).collect();
    assert_eq!(passed.len(), folders, "one line for each folder:\n{}", found.stdout);
    for line in passed {
        assert!(line.contains(" sha256:") && line.contains("warning"), "{line}");
        assert!(line.contains("complete") || line.contains("fragment"), "{line}");
    }
    Ok(())
}

#[tokio::test]
async fn a_fault_names_file_line_place_and_mend_in_both_languages() -> Result<()> {
    let dir = temp_dir()?;
    let pack = changed(&dir, "band = [{ rate = \"85%\" }]", "bnad = [{ rate = \"85%\" }]")?;
    let line = 1 + fs::read_to_string(pack.join("pack.toml"))
        .context("the pack")?
        .lines()
        .position(|line| line.contains("bnad"))
        .context("the line")?;
    for (lang, fault, mend, summary) in [("zh", "bnad", "改法：", "不通过"), ("en", "bnad", "Mend: ", "REFUSED")]
    {
        let found = nonghe(&["pack", "check", &arg(&pack), "--lang", lang]).await?;
        assert_eq!(found.status.code(), Some(1), "a fault is an error for scripts");
        assert!(found.stderr.contains(&format!("pack.toml:{line}:")), "{lang}: line {line}\n{}", found.stderr);
        assert!(found.stderr.contains(fault) && found.stderr.contains(mend), "{}", found.stderr);
        assert!(found.stderr.contains("─") && found.stderr.contains(&format!(" {line} │ bnad")), "{}", found.stderr);
        assert!(found.stdout.contains(summary) && !found.stdout.contains("OK"), "{}", found.stdout);
    }
    Ok(())
}

#[tokio::test]
async fn a_folder_of_packs_is_checked_to_its_end() -> Result<()> {
    let dir = temp_dir()?;
    changed(&dir, "deductible = \"200.00\"", "deductible = \"-200.00\"")?;
    for (name, text) in [("another", "inherits = \"nowhere\"\n"), ("gb18030", "")] {
        fs::create_dir(dir.path().join(name)).context(name)?;
        let head = fs::read_to_string(fixture("hill-2026").join("pack.toml")).context("the pack")?;
        let mut bytes = format!("fragment = true\n{text}{head}").into_bytes();
        if name == "gb18030" {
            // 山县 in GB18030, in the second line of the text.
            bytes = [b"fragment = true\n# \xc9\xbd\xcf\xd8\n", head.as_bytes()].concat();
        }
        fs::write(dir.path().join(name).join("pack.toml"), bytes).context(name)?;
    }
    let found = nonghe(&["pack", "check", &arg(&dir), "--lang", "en"]).await?;
    assert_eq!(found.status.code(), Some(1));
    assert_eq!(found.stdout.matches("REFUSED").count(), 3, "{}\n{}", found.stdout, found.stderr);
    for words in ["nowhere", "UTF-8", "gb18030/pack.toml:2"] {
        assert!(found.stderr.contains(words), "{words}\n{}", found.stderr);
    }
    let nothing = temp_dir()?;
    for (path, words) in [
        (nothing.path().to_owned(), "no policy pack"),
        (nothing.path().join("missing"), "no file or folder"),
        (fixture("hill-2026").join("drugs.csv"), "not a policy pack"),
    ] {
        let found = nonghe(&["pack", "check", &arg(&path), "--lang", "en"]).await?;
        assert!(!found.status.success() && found.stderr.contains(words), "{words}\n{}", found.stderr);
        assert!(found.stderr.contains("no money was moved"), "{}", found.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn a_warning_is_told_and_the_pack_passes() -> Result<()> {
    let dir = temp_dir()?;
    // A floor of a higher level above what the layer pays.
    let floor =
        "[[floor]]\nfund = \"serious\"\nrate = \"70%\"\nfrom = \"2026-01-01\"\nsource = \"notice\"\n\n[[category]]";
    let pack = changed(&dir, "[[category]]", floor)?;
    let found = nonghe(&["pack", "check", &arg(&pack), "--lang", "en"]).await?.succeeded()?;
    assert!(found.stdout.contains("complete, 1 warning"), "{}", found.stdout);
    assert!(found.stderr.contains("70%") && found.stderr.contains("60%"), "both rates\n{}", found.stderr);
    Ok(())
}

#[tokio::test]
async fn a_pack_reads_as_the_notice_would() -> Result<()> {
    for lang in ["zh", "en"] {
        let shown = nonghe(&["pack", "show", &arg(fixture("hill-2027")), "--lang", lang]).await?.succeeded()?;
        let hash = shown.stdout.lines().find(|line| line.contains("sha256:")).context("the hash")?.to_owned();
        insta::with_settings!({ snapshot_path => "../fixtures/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("show-{lang}"), shown.stdout.replace(&hash, "(the hash)"));
        });
    }
    Ok(())
}

#[tokio::test]
async fn every_pack_that_ships_can_be_shown_in_both_languages() -> Result<()> {
    for folder in fs::read_dir(repository_dir().join("packs")).context("packs")? {
        let folder = folder.context("a folder")?.path();
        let zh = nonghe(&["pack", "show", &arg(&folder), "--lang", "zh"]).await?.succeeded()?.stdout;
        let en = nonghe(&["pack", "show", &arg(&folder), "--lang", "en"]).await?.succeeded()?.stdout;
        assert_ne!(zh, en);
        // As many headings and rules in each.
        let count = |text: &str, what: &str| text.matches(what).count();
        for mark in ["\n## ", "\n### ", "╞"] {
            assert_eq!(count(&zh, mark), count(&en, mark), "{mark:?} in {}", folder.display());
        }
    }
    Ok(())
}
