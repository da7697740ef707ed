//! Papers from the command line.

use crate::DeskArgs;
use crate::failure::Failure;
use crate::open::{self, now};
use nonghe_documents::{FontSources, Papers, StatementCopy};
use nonghe_domain::Lang;
use std::fs;
use std::path::Path;

pub fn write(desk: &DeskArgs, kind: &str, id: &str, lang: &str, out: &Path) -> Result<(), Failure> {
    let clinic = open::desk(desk)?;
    let lang = if lang == "en" { Lang::En } else { Lang::Zh };
    let papers = Papers::new(&FontSources::default())?;
    let at = now().local();
    let paper = match kind {
        "receipt" => papers.receipt(&clinic.receipt_view(id)?, lang, at)?,
        "statement" => papers.statement(&clinic.settlement_view(id)?, &StatementCopy::ALL, lang, at)?,
        "explanation" => papers.explanation(&clinic.settlement_view(id)?, lang, at)?,
        "reversal" => papers.reversal_slip(&clinic.settlement_view(id)?, &StatementCopy::ALL, lang, at)?,
        other => return Err(Failure::Usage(format!("there is no paper called {other}"))),
    };
    fs::write(out, &paper.pdf)?;
    println!("{} ({} page(s))", out.display(), paper.pages);
    if !paper.missing.is_empty() {
        eprintln!("no font has these characters: {}", paper.missing.iter().collect::<String>());
    }
    Ok(())
}
