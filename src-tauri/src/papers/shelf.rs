//! Where papers are kept as PDF, and how one is shown.

use crate::platform;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nonghe_domain::Lang;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Set where nothing should open beside the window, as in tests.
const NO_VIEWER: &str = "NONGHE_NO_VIEWER";

/// Numbers are letters, digits and hyphens; whatever else one held would not belong into a file name.
pub fn file_name(number: &str, kind: &str, lang: Lang) -> String {
    let safe = |character: char| if character.is_ascii_alphanumeric() || character == '-' { character } else { '_' };
    let number: String = number.chars().map(safe).collect();
    let lang = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    format!("{number}-{kind}-{lang}.pdf")
}

/// Keeps a paper whole: under its name there is either the last one or this one.
pub fn keep(path: &Path, pdf: &[u8]) -> io::Result<()> {
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

/// A picture that the page can show without a file.
pub fn data_url(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// Shows a file in the system's viewer, if there is one. The paper is kept either way.
pub fn show(path: &Path) {
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
            assert_eq!(file_name(number, "receipt", Lang::Zh), name);
        }
    }

    #[test]
    fn a_paper_that_is_printed_again_replaces_the_first_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("papers").join("x.pdf");
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
