//! Receipts, statements and slips: set, kept as PDF beside the data, and shown.
//!
//! A paper is written under another name first, so that a file with its proper name is always whole.

use crate::errors::{self, Answer};
use crate::platform;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nonghe_clinic::views::{DocumentView, UiError};
use nonghe_clinic::{Clinic, ClinicError, Now};
use nonghe_documents::{FontSources, Paper, PaperError, Papers, StatementCopy};
use nonghe_domain::Lang;
use serde::Deserialize;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Set where nothing should open beside the window, as in tests.
const NO_VIEWER: &str = "NONGHE_NO_VIEWER";
const FOLDER: &str = "papers";

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PaperKind {
    /// Of a premium payment.
    Receipt,
    /// Of a settlement.
    Statement,
    /// Of a settlement, in large type.
    Explanation,
    /// Of a reversed settlement.
    Reversal,
}

impl PaperKind {
    fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Statement => "statement",
            Self::Explanation => "explanation",
            Self::Reversal => "reversal",
        }
    }
}

/// Where papers are set and kept.
pub struct PaperTray {
    dir: PathBuf,
    papers: OnceLock<Option<Papers>>,
}

impl PaperTray {
    /// A tray in a data folder.
    pub fn new(data_dir: &Path) -> Self {
        Self { dir: data_dir.join(FOLDER), papers: OnceLock::new() }
    }

    /// Finds the fonts, which takes a while the first time.
    pub fn prepare(&self) -> Option<&Papers> {
        let find = || {
            Papers::new(&FontSources::default())
                .inspect_err(|error| tracing::error!(%error, "no papers can be set"))
                .ok()
        };
        self.papers.get_or_init(find).as_ref()
    }

    /// Sets a paper, keeps it and shows it.
    pub fn document(&self, clinic: &Clinic, kind: PaperKind, id: &str, lang: Lang, now: Now) -> Answer<DocumentView> {
        let (number, paper) = self.set(clinic, kind, id, lang, now)?;
        if !paper.missing.is_empty() {
            tracing::warn!(count = paper.missing.len(), "characters that no font has were left to be written by hand");
        }
        let path = self.dir.join(file_name(&number, kind, lang));
        keep(&path, &paper.pdf).map_err(|error| {
            tracing::error!(%error, "a paper was not kept");
            errors::paper_not_kept()
        })?;
        show(&path);
        Ok(DocumentView {
            path: path.display().to_string(),
            pages: u32::try_from(paper.pages).unwrap_or(u32::MAX),
            preview: paper.previews.iter().map(|png| data_url(png)).collect(),
        })
    }

    /// The paper, and the number under which it is kept.
    fn set(&self, clinic: &Clinic, kind: PaperKind, id: &str, lang: Lang, now: Now) -> Answer<(String, Paper)> {
        let papers = self.press()?;
        let at = now.local();
        let settlement = || clinic.settlement_view(id).map_err(|error| errors::refused(&error));
        let (number, paper) = match kind {
            PaperKind::Receipt => {
                let view = clinic.receipt_view(id).map_err(|error| errors::refused(&error))?;
                let paper = papers.receipt(&view, lang, at);
                (view.full_number, paper)
            }
            PaperKind::Statement => {
                let view = settlement()?;
                let paper = papers.statement(&view, &StatementCopy::ALL, lang, at);
                (view.full_number, paper)
            }
            PaperKind::Explanation => {
                let view = settlement()?;
                let paper = papers.explanation(&view, lang, at);
                (view.full_number, paper)
            }
            PaperKind::Reversal => {
                let view = settlement()?;
                let paper = papers.reversal_slip(&view, &StatementCopy::ALL, lang, at);
                (view.full_number, paper)
            }
        };
        Ok((number, paper.map_err(|error| not_set(&error))?))
    }

    fn press(&self) -> Answer<&Papers> {
        self.prepare().ok_or_else(errors::no_font)
    }
}

fn not_set(error: &PaperError) -> Box<UiError> {
    match error {
        PaperError::NoChineseFont => errors::no_font(),
        PaperError::NotReversed => errors::refused(&ClinicError::NotFound),
        PaperError::View(_) | PaperError::Typeset { .. } | PaperError::Preview { .. } => {
            tracing::error!(%error, "a paper was not set");
            errors::paper_not_set()
        }
    }
}

/// Numbers are letters, digits and hyphens; whatever else one held would not belong into a file name.
fn file_name(number: &str, kind: PaperKind, lang: Lang) -> String {
    let safe = |character: char| if character.is_ascii_alphanumeric() || character == '-' { character } else { '_' };
    let number: String = number.chars().map(safe).collect();
    let lang = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    format!("{number}-{}-{lang}.pdf", kind.name())
}

fn keep(path: &Path, pdf: &[u8]) -> io::Result<()> {
    if let Some(dir) = path.parent() {
        platform::make_private_dir(dir)?;
    }
    let unfinished = path.with_extension("pdf.part");
    let mut file = File::create(&unfinished)?;
    file.write_all(pdf)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&unfinished, path)
}

fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// Shows a file in the system's viewer, if there is one. The paper is kept either way.
fn show(path: &Path) {
    if std::env::var_os(NO_VIEWER).is_some() {
        return;
    }
    let Some(mut command) = platform::viewer_of(path) else { return };
    match command.spawn() {
        // Somebody has to wait for a child, or it stays in the process table.
        Ok(mut viewer) => drop(std::thread::spawn(move || viewer.wait())),
        Err(error) => tracing::warn!(%error, "the viewer does not start"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_number_cannot_lead_out_of_the_folder() {
        for (number, name) in [
            ("230828001-1-1-R0000012", "230828001-1-1-R0000012-receipt-zh.pdf"),
            ("../../etc/x", "______etc_x-receipt-zh.pdf"),
        ] {
            assert_eq!(file_name(number, PaperKind::Receipt, Lang::Zh), name);
        }
    }

    #[test]
    fn a_paper_that_is_printed_again_replaces_the_first_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FOLDER).join("x.pdf");
        keep(&path, b"first").unwrap();
        keep(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing unfinished is left");
    }

    #[test]
    fn a_preview_is_an_image_that_the_page_can_show_without_a_file() {
        assert_eq!(data_url(b"\x89PNG"), "data:image/png;base64,iVBORw==");
    }
}
