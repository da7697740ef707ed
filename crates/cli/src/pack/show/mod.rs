//! `nonghe pack show`: a pack as the county's notice would read.

mod charges;
mod layers;
mod lists;
mod page;
mod premium;

use super::diagnose;
use super::read::PackFolder;
use crate::failure::Failure;
use crate::output::put;
use crate::table::TextTable;
use nonghe_domain::Lang;
use nonghe_domain::pack::Pack;
use page::Page;
use std::path::Path;

/// Prints a pack.
pub fn show(path: &Path, lang: Lang) -> Result<(), Failure> {
    let folder = PackFolder::read(path)?;
    let inherited = inherited(&folder);
    let pack = diagnose::usable(folder, lang)?;
    put(&told(&pack, &inherited, lang))
}

/// The packs that it inherits, the nearest first.
fn inherited(folder: &PackFolder) -> Vec<String> {
    let files = folder.bundle.files();
    let parents = files.iter().filter_map(|(name, _)| name.strip_prefix("../")?.strip_suffix("/pack.toml"));
    parents.map(str::to_owned).collect()
}

fn told(pack: &Pack, inherited: &[String], lang: Lang) -> String {
    let mut page = Page::new(&pack.rules, lang);
    identity(&mut page, pack, inherited);
    premium::premium(&mut page);
    premium::enrolment(&mut page);
    charges::charges(&mut page, &pack.catalogue);
    layers::layers(&mut page);
    lists::lists(&mut page);
    lists::sources(&mut page);
    lists::defaults(&mut page, pack);
    page.text()
}

fn identity(page: &mut Page<'_>, pack: &Pack, inherited: &[String]) {
    let rules = &*pack.rules;
    page.line(&format!("# {}", page.told(&rules.title)));
    page.line("");
    if rules.demonstration {
        page.say("演示用，不作报销依据。", "For demonstration, not for real claims.");
    }
    if rules.fragment {
        page.say(
            "片段：只写了部分规定，不能单独用来结算。",
            "A fragment: it states only a part of the rules and settles nothing alone.",
        );
    }
    let mut table = TextTable::plain();
    let (from, until) = (rules.effective_from, rules.effective_until);
    let mut row = |zh: &str, en: &str, value: String| page.pair(&mut table, zh, en, value);
    row("地区", "Region", page.told(&rules.region));
    row("制度", "Scheme", rules.scheme.clone());
    row("待遇年度", "Benefit year", rules.benefit_year.to_string());
    row("有效期", "In force", format!("{from} — {until}"));
    row("编号", "Pack", format!("{} {}", rules.id, rules.version));
    row("内容校验码", "Hash", pack.hash.clone());
    if !inherited.is_empty() {
        row("继承自", "Inherits", inherited.join(" ← "));
    }
    row("年度和规则按", "Year and rules by", page.say_of(rules.year.rule));
    row("金额", "Amounts", page.say_of(rules.rounding));
    if !pack.warnings.is_empty() {
        row("提醒", "Warnings", pack.warnings.len().to_string());
    }
    page.put(table);
    page.line("");
    page.say(
        "金额单位：元。方括号里的数字是后面依据表中的文件。",
        "Amounts are in yuan. Numbers in brackets stand for the documents listed under sources.",
    );
    if let Some(note) = &rules.note {
        page.line("");
        let note = page.told(note);
        page.paragraph(&note);
    }
}
