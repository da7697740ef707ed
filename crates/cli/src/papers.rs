//! Papers from the command line.

use crate::DeskArgs;
use crate::failure::Failure;
use crate::open::{self, now};
use nonghe_documents::{FontSources, Issue, Papers, ReceiptForm, StatementCopy, StatementForm};
use nonghe_domain::Lang;
use std::fs;
use std::path::Path;

pub fn write(desk: &DeskArgs, kind: &str, id: &str, lang: &str, out: &Path) -> Result<(), Failure> {
    let clinic = open::desk(desk)?;
    let lang = if lang == "en" { Lang::En } else { Lang::Zh };
    let papers = Papers::new(&FontSources::default())?;
    // Written to a file for whoever looks at it: no issue of the paper, so neither counted nor marked.
    let issue = Issue::first(lang, now().local());
    let paper = match kind {
        "receipt" => papers.receipt(&clinic.receipt_view(id)?, ReceiptForm::Roll, &issue)?,
        "statement" => {
            papers.statement(&clinic.settlement_view(id)?, StatementForm::A5, &StatementCopy::ALL, &issue)?
        }
        "explanation" => papers.explanation(&clinic.settlement_view(id)?, &issue)?,
        "reversal" => {
            papers.reversal_slip(&clinic.settlement_view(id)?, StatementForm::A5, &StatementCopy::ALL, &issue)?
        }
        "itemised" => papers.itemised(&clinic.itemised_view(id)?, &issue)?,
        other => return Err(Failure::Usage(format!("there is no paper called {other}"))),
    };
    fs::write(out, &paper.pdf)?;
    println!("{} ({} page(s))", out.display(), paper.pages);
    if !paper.missing.is_empty() {
        eprintln!("no font has these characters: {}", paper.missing.iter().collect::<String>());
    }
    Ok(())
}
