//! Faults of a pack as a person reads them: file, line, the text with the place underlined, and how to mend it.

use super::read::PackFolder;
use crate::failure::Failure;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode, SourceSpan,
};
use nonghe_domain::Lang;
use nonghe_domain::pack::{self, Fault, Pack};
use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};

/// Columns of a report that is not written to a terminal.
const WIDTH: usize = 110;

/// The pack of a folder, or its faults told on standard error.
pub fn usable(folder: PackFolder, lang: Lang) -> Result<Pack, Failure> {
    match &folder.pack {
        Ok(_) => folder.pack.map_err(|_| Failure::Told),
        Err(faults) => {
            tell(&folder, &faults.faults, lang);
            Err(Failure::Told)
        }
    }
}

/// Tells faults on standard error.
pub fn tell(folder: &PackFolder, faults: &[Fault], lang: Lang) {
    let mut out = io::stderr().lock();
    let handler = handler(out.is_terminal());
    for fault in faults {
        // Nobody is left to be told that standard error is closed.
        let _ = write!(out, "{}", rendered(&handler, folder, fault, lang));
    }
}

fn handler(to_terminal: bool) -> GraphicalReportHandler {
    if to_terminal && std::env::var_os("NO_COLOR").is_none() {
        return GraphicalReportHandler::new().with_links(false);
    }
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_links(false).with_width(WIDTH)
}

fn rendered(handler: &GraphicalReportHandler, folder: &PackFolder, fault: &Fault, lang: Lang) -> String {
    let (path, text) = folder.file_of(fault);
    let span = fault.span.clone().or_else(|| line_span(&text, fault.line?)).filter(|span| span.end <= text.len());
    let place = if span.is_some() { String::new() } else { format!("{}: ", placed(&path.display(), fault.line)) };
    let shown = Shown {
        message: format!("{place}{}", fault.text.get(lang)),
        severity: match fault.severity {
            pack::Severity::Error => Severity::Error,
            pack::Severity::Warning => Severity::Warning,
        },
        span: span.map(|span| SourceSpan::from(span.start..span.end)),
        source: NamedSource::new(path.display().to_string(), text),
    };
    let mut out = String::new();
    // The handler's own word for it is English, so the mend stands in the footer.
    let mend = match lang {
        Lang::Zh => format!("改法：{}", fault.help.zh),
        Lang::En => format!("Mend: {}", fault.help.en),
    };
    match handler.clone().with_footer(mend).render_report(&mut out, &shown) {
        Ok(()) => out,
        Err(_) => format!("{fault}\n"),
    }
}

fn placed(path: &impl fmt::Display, line: Option<usize>) -> String {
    line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"))
}

/// The bytes of a line, without its end.
fn line_span(text: &str, line: usize) -> Option<std::ops::Range<usize>> {
    let mut lines = text.split_inclusive('\n');
    let start = lines.by_ref().take(line.checked_sub(1)?).map(str::len).sum();
    Some(start..start + lines.next()?.trim_end_matches(['\n', '\r']).len())
}

#[derive(Debug)]
struct Shown {
    message: String,
    severity: Severity,
    span: Option<SourceSpan>,
    source: NamedSource<String>,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.span.map(|_| &self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.span.map(|span| Box::new(std::iter::once(LabeledSpan::underline(span))) as _)
    }
}
