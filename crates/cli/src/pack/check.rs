//! `nonghe pack check`: whether packs can be used, and what somebody should look at.

use super::diagnose;
use super::read::{PackFolder, packs_in};
use crate::failure::Failure;
use crate::output::put;
use nonghe_domain::Lang;
use nonghe_domain::pack::Pack;
use std::path::PathBuf;

/// Checks packs, and every pack of a folder. Fails if one of them cannot be used.
pub fn check(paths: &[PathBuf], lang: Lang) -> Result<(), Failure> {
    let mut sound = true;
    for path in paths {
        for dir in packs_in(path)? {
            let folder = PackFolder::read(&dir)?;
            match &folder.pack {
                Ok(pack) => {
                    diagnose::tell(&folder, &pack.warnings, lang);
                    put(&format!("{}\n", passed(pack, lang)))?;
                }
                Err(faults) => {
                    sound = false;
                    diagnose::tell(&folder, &faults.faults, lang);
                    put(&format!("{}\n", refused(&dir.display().to_string(), faults.faults.len(), lang)))?;
                }
            }
        }
    }
    if sound { Ok(()) } else { Err(Failure::Told) }
}

fn passed(pack: &Pack, lang: Lang) -> String {
    let (rules, hash) = (&pack.rules, &pack.hash);
    let (id, version, warnings) = (&rules.id, &rules.version, pack.warnings.len());
    match (lang, rules.fragment) {
        (Lang::Zh, true) => format!("OK {id} {version} {hash} 片段（不能单独结算），{warnings} 条提醒"),
        (Lang::Zh, false) => format!("OK {id} {version} {hash} 完整，{warnings} 条提醒"),
        (Lang::En, true) => {
            format!("OK {id} {version} {hash} fragment (settles nothing alone), {}", count(warnings, "warning"))
        }
        (Lang::En, false) => format!("OK {id} {version} {hash} complete, {}", count(warnings, "warning")),
    }
}

fn refused(path: &str, faults: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("不通过 {path}：{faults} 处错误"),
        Lang::En => format!("REFUSED {path}: {}", count(faults, "fault")),
    }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
