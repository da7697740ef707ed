//! Fonts for paper.
//!
//! A paper is set in a font that has Chinese, or not at all: boxes in place of names are no receipt.

use crate::PaperError;
use std::path::PathBuf;
use typst::text::{FontBook, FontInfo};
use typst_kit::fonts::FontStore;

/// Families for text, the preferred first.
const TEXT: [&str; 4] = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei"];
/// Families that hold the characters of rare names.
const RARE: [&str; 7] =
    ["HanaMinA", "HanaMinB", "Plangothic P1", "Plangothic P2", "BabelStone Han", "MingLiU-ExtB", "SimSun-ExtB"];
/// A font without these cannot set a receipt, whatever else it has.
const NEEDED: &str = "人民币零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整收据结算单户姓名，。（）0123456789";

/// Where fonts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontSources {
    /// Use the system's fonts.
    pub system: bool,
    /// Folders with further fonts, searched with everything below them. They come first.
    pub folders: Vec<PathBuf>,
}

impl Default for FontSources {
    fn default() -> Self {
        Self { system: true, folders: Vec::new() }
    }
}

/// The fonts found, and the families to ask for in order. Files are read when a glyph is first needed.
pub(crate) struct Fonts {
    pub(crate) store: FontStore,
    pub(crate) families: Vec<String>,
}

impl Fonts {
    pub(crate) fn find(sources: &FontSources) -> Result<Self, PaperError> {
        let mut store = FontStore::new();
        for folder in &sources.folders {
            store.extend(typst_kit::fonts::scan(folder));
        }
        if sources.system {
            store.extend(typst_kit::fonts::system());
        }
        let families = families(store.book()).ok_or(PaperError::NoChineseFont)?;
        Ok(Self { store, families })
    }
}

/// The families of the book that papers use, or nothing if none has Chinese.
fn families(book: &FontBook) -> Option<Vec<String>> {
    let present = |names: &[&str]| -> Vec<String> {
        let known = names.iter().filter(|name| has_text(book, &name.to_lowercase()) || RARE.contains(name));
        known.filter(|name| book.contains_family(&name.to_lowercase())).map(|name| (*name).to_owned()).collect()
    };
    let mut found = present(&TEXT);
    if found.is_empty() {
        let any = book.families().map(|(family, _)| family).find(|family| has_text(book, &family.to_lowercase()))?;
        found.push(any.to_owned());
    }
    found.extend(present(&RARE));
    Some(found)
}

fn has_text(book: &FontBook, family: &str) -> bool {
    let covers = |info: &FontInfo| NEEDED.chars().all(|needed| info.coverage.contains(u32::from(needed)));
    book.select_family(family).filter_map(|index| book.info(index)).any(covers)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use typst::text::{Coverage, FontFlags, FontVariant};

    fn book(families: &[(&str, &str)]) -> FontBook {
        FontBook::from_infos(families.iter().map(|(family, characters)| FontInfo {
            family: (*family).to_owned(),
            variant: FontVariant::default(),
            flags: FontFlags::empty(),
            axes: Vec::new(),
            coverage: Coverage::from_vec(characters.chars().map(u32::from).collect()),
        }))
    }

    #[test]
    fn the_preferred_family_comes_first_and_rare_ones_last() {
        let book = book(&[("HanaMinB", "𠮷"), ("WenQuanYi Micro Hei", NEEDED), ("Noto Sans CJK SC", NEEDED)]);
        assert_eq!(families(&book).unwrap(), ["Noto Sans CJK SC", "WenQuanYi Micro Hei", "HanaMinB"]);
    }

    #[test]
    fn an_unknown_family_serves_if_it_has_chinese() {
        let book = book(&[("DejaVu Sans", "abc"), ("KaiTi", NEEDED)]);
        assert_eq!(families(&book).unwrap(), ["KaiTi"]);
    }

    #[test]
    fn a_family_without_the_capital_numerals_does_not_serve() {
        let without_seven: String = NEEDED.chars().filter(|&character| character != '柒').collect();
        assert_eq!(families(&book(&[("Noto Sans CJK SC", &without_seven)])), None);
    }

    #[test]
    fn without_chinese_fonts_there_are_no_papers() {
        let none = FontSources { system: false, folders: Vec::new() };
        assert!(matches!(Fonts::find(&none), Err(PaperError::NoChineseFont)));
    }
}
