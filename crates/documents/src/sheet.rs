//! Typesetting of one sheet.
//!
//! A template sees its own source, what papers share and `data.json`, and nothing else: no file, no package, no network,
//! no clock.

use crate::fonts::Fonts;
use crate::{Paper, PaperError};
use chrono::{Datelike, NaiveDateTime, Timelike};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, is_default_ignorable};
use typst::utils::{LazyHash, Scalar};
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};
use typst_render::RenderOptions;

/// Pixels per point of a preview: 144 dots an inch.
const PREVIEW_SCALE: f64 = 2.0;
/// How many sheets ago something must have been used to stay cached.
const CACHE_AGE: usize = 8;
/// China keeps one time zone.
const UTC_OFFSET_MINUTES: i32 = 8 * 60;

/// A template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Template {
    Receipt,
    ReceiptParts,
    Slip,
    SlipParts,
    Statement,
    Itemised,
    Explanation,
    Reversal,
    Card,
    Ruler,
}

impl Template {
    const ALL: [Self; 10] = [
        Self::Receipt,
        Self::ReceiptParts,
        Self::Slip,
        Self::SlipParts,
        Self::Statement,
        Self::Itemised,
        Self::Explanation,
        Self::Reversal,
        Self::Card,
        Self::Ruler,
    ];

    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt.typ",
            Self::ReceiptParts => "receipt_parts.typ",
            Self::Slip => "slip.typ",
            Self::SlipParts => "slip_parts.typ",
            Self::Statement => "statement.typ",
            Self::Itemised => "itemised.typ",
            Self::Explanation => "explanation.typ",
            Self::Reversal => "reversal.typ",
            Self::Card => "card.typ",
            Self::Ruler => "ruler.typ",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Receipt => include_str!("../templates/receipt.typ"),
            Self::ReceiptParts => include_str!("../templates/receipt_parts.typ"),
            Self::Slip => include_str!("../templates/slip.typ"),
            Self::SlipParts => include_str!("../templates/slip_parts.typ"),
            Self::Statement => include_str!("../templates/statement.typ"),
            Self::Itemised => include_str!("../templates/itemised.typ"),
            Self::Explanation => include_str!("../templates/explanation.typ"),
            Self::Reversal => include_str!("../templates/reversal.typ"),
            Self::Card => include_str!("../templates/card.typ"),
            Self::Ruler => include_str!("../templates/ruler.typ"),
        }
    }
}

/// What all sheets share. Costly to make, so it is made once.
pub(crate) struct Press {
    fonts: Fonts,
    library: LazyHash<Library>,
    sources: HashMap<FileId, Source>,
    data: FileId,
}

impl Press {
    pub(crate) fn new(fonts: Fonts) -> Self {
        let common = [
            ("common.typ", include_str!("../templates/common.typ")),
            ("slip_words.typ", include_str!("../templates/slip_words.typ")),
        ];
        let templates = Template::ALL.map(|template| (template.file_name(), template.text()));
        let files = templates.into_iter().chain(common);
        let source = |(name, text): (&str, &str)| (file_id(name), Source::new(file_id(name), text.to_owned()));
        Self {
            fonts,
            library: LazyHash::new(Library::default()),
            sources: files.map(source).collect(),
            data: file_id("data.json"),
        }
    }

    pub(crate) fn families(&self) -> &[String] {
        &self.fonts.families
    }

    #[cfg(test)]
    pub(crate) fn book(&self) -> &FontBook {
        self.fonts.store.book()
    }

    /// Sets, prints and previews a sheet.
    pub(crate) fn print<T: Serialize>(
        &self,
        template: Template,
        mut data: Data<'_, T>,
        at: NaiveDateTime,
    ) -> Result<Paper, PaperError> {
        let mut document = self.set(template, &data, at)?;
        let missing = missing_characters(&document);
        if !missing.is_empty() {
            // The paper itself says which characters are to be written in by hand.
            data.missing = missing.iter().map(|&character| format!("U+{:04X}", u32::from(character))).collect();
            document = self.set(template, &data, at)?;
        }
        let timestamp = datetime(at).and_then(|at| Timestamp::new_local(at, UTC_OFFSET_MINUTES));
        let creator = Smart::Custom(Some("Nonghe".to_owned()));
        let pdf = typst_pdf::pdf(&document, &PdfOptions { creator, timestamp, ..PdfOptions::default() })
            .map_err(|errors| failure(template, &errors))?;
        let (pages, size_mm) = (document.pages().len(), size_mm(&document));
        if data.preprinted {
            // On the screen the sheet is seen as it will be, with what is on it already.
            data.preprinted = false;
            document = self.set(template, &data, at)?;
        }
        let previews = previews(&document)?;
        typst::comemo::evict(CACHE_AGE);
        Ok(Paper { pdf, pages, size_mm, previews, missing })
    }

    fn set<T: Serialize>(
        &self,
        template: Template,
        data: &Data<'_, T>,
        at: NaiveDateTime,
    ) -> Result<PagedDocument, PaperError> {
        let data = Bytes::new(serde_json::to_vec(data)?);
        let sheet = Sheet { press: self, main: file_id(template.file_name()), data, at };
        typst::compile(&sheet).output.map_err(|errors| failure(template, &errors))
    }
}

/// What a template reads.
#[derive(Debug, Serialize)]
pub(crate) struct Data<'a, T> {
    pub(crate) view: &'a T,
    pub(crate) lang: nonghe_domain::Lang,
    /// When it was printed, `YYYY-MM-DD hh:mm`.
    pub(crate) printed: String,
    pub(crate) fonts: &'a [String],
    pub(crate) code: Option<crate::code128::Code128>,
    /// A QR code as SVG.
    pub(crate) qr: Option<String>,
    pub(crate) copies: &'a [crate::StatementCopy],
    /// All copies on one page: the paper itself makes them.
    pub(crate) carbon: bool,
    /// The paper of a statement.
    pub(crate) form: Option<crate::StatementForm>,
    pub(crate) density: crate::Density,
    /// The form is on the sheet already.
    pub(crate) preprinted: bool,
    pub(crate) reprint: Option<&'a crate::Reprint>,
    pub(crate) training: bool,
    pub(crate) offset: crate::Offset,
    /// Characters that no font has, as `U+20BB7`.
    pub(crate) missing: Vec<String>,
}

struct Sheet<'a> {
    press: &'a Press,
    main: FileId,
    data: Bytes,
    at: NaiveDateTime,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.store.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data { Ok(self.data.clone()) } else { Err(not_found(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.store.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        datetime(self.at)
    }
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the names of templates are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

fn datetime(at: NaiveDateTime) -> Option<Datetime> {
    let part = |number: u32| u8::try_from(number).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    Datetime::from_ymd_hms(at.year(), month, day, part(at.hour())?, part(at.minute())?, part(at.second())?)
}

fn failure(template: Template, errors: &[SourceDiagnostic]) -> PaperError {
    let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
    PaperError::Typeset { template: template.file_name(), message: messages.join("; ") }
}

fn previews(document: &PagedDocument) -> Result<Vec<Vec<u8>>, PaperError> {
    let options = RenderOptions { pixel_per_pt: Scalar::new(PREVIEW_SCALE), ..RenderOptions::default() };
    let preview = |page| typst_render::render(page, &options).encode_png();
    let pages: Result<_, _> = document.pages().iter().map(preview).collect();
    pages.map_err(|error| PaperError::Preview { message: error.to_string() })
}

fn size_mm(document: &PagedDocument) -> (u32, u32) {
    let Some(page) = document.pages().first() else { return (0, 0) };
    let size = page.frame.size();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the size of a sheet in millimetres")]
    let whole = |length: typst::layout::Abs| (length.to_mm() - 0.01).ceil() as u32;
    (whole(size.x), whole(size.y))
}

/// Characters that were set with the font's empty box, for no font has them.
fn missing_characters(document: &PagedDocument) -> Vec<char> {
    let mut missing = BTreeSet::new();
    for page in document.pages() {
        collect_missing(&page.frame, &mut missing);
    }
    missing.into_iter().collect()
}

fn collect_missing(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_missing(&group.frame, missing),
            FrameItem::Text(text) => {
                let boxes = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                let characters = boxes.filter_map(|glyph| text.text.get(glyph.range())).flat_map(str::chars);
                missing.extend(characters.filter(|&each| !each.is_whitespace() && !is_default_ignorable(each)));
            }
            _ => {}
        }
    }
}
