//! `nonghe adjudicate`: a bill or a household's year, decided by packs, as JSON or as the ladder.

mod elsewhere;
mod told;

pub use told::Adjudicated;

use crate::cases::{CaseFile, replay_words, unknown_codes};
use crate::failure::Failure;
use crate::lang::LangArg;
use crate::output::put;
use crate::pack::{PackFolder, usable};
use clap::Args;
use nonghe_domain::adjudicate::ladder_text;
use nonghe_domain::pack::Pack;
use nonghe_domain::year::{Case, Event, replay};
use nonghe_domain::{Lang, Text};
use serde_json::Value;
use std::path::PathBuf;

/// A case and the packs that decide it.
#[derive(Args)]
pub struct AdjudicateArgs {
    /// A pack: its folder or its pack.toml. Several, where a case spans years or a pack arrives late.
    #[arg(long = "pack", required = true)]
    packs: Vec<PathBuf>,
    /// The case as JSON; docs/CASES.md describes it.
    #[arg(long)]
    case: PathBuf,
    /// Print the ladder of each settlement as text.
    #[arg(long, conflicts_with = "elsewhere")]
    explain: bool,
    /// Compare the bill at every tier and place that the pack knows.
    #[arg(long)]
    elsewhere: bool,
    #[command(flatten)]
    lang: LangArg,
}

/// Decides the case and prints what came of it.
pub fn adjudicate(args: &AdjudicateArgs) -> Result<(), Failure> {
    let lang = args.lang.get();
    let packs =
        args.packs.iter().map(|path| usable(PackFolder::read(path)?, lang)).collect::<Result<Vec<Pack>, Failure>>()?;
    let packs: Vec<&Pack> = packs.iter().collect();
    let mut cases = CaseFile::open(&args.case)?;
    let Some(raw) = cases.next().transpose()? else { return Ok(()) };
    if cases.next().is_some() {
        return Err(several_cases());
    }
    let mut case = raw.parse_strictly(&packs)?.case;
    name_items(&mut case, &packs);
    let unplayable = |error| replay_words(&error).at(&raw);
    if args.elsewhere {
        return put(&elsewhere::table(&packs, replay(&packs, &case).map_err(unplayable)?, lang)?);
    }
    let notes = unknown_codes(&case, &packs);
    let mut told = Adjudicated::of(&packs, &case, notes).map_err(unplayable)?;
    if args.explain {
        return put(&ladders(&mut told, lang));
    }
    let text = match args.lang.asked() {
        Some(lang) => {
            let mut value = serde_json::to_value(&told)?;
            in_language(&mut value, lang);
            serde_json::to_string_pretty(&value)?
        }
        None => serde_json::to_string_pretty(&told)?,
    };
    put(&format!("{text}\n"))
}

fn several_cases() -> Failure {
    Failure::unusable(
        Text::new("文件里不止一个病例。", "There is more than one case in the file."),
        Text::new(
            "adjudicate 一次算一个病例；许多病例请用 nonghe pack compare 或 nonghe pack simulate。",
            "adjudicate decides one case at a time; for many use `nonghe pack compare` or `nonghe pack simulate`.",
        ),
    )
}

/// Charges without a name get that of the catalogue, so that the explanation can speak of them.
fn name_items(case: &mut Case, packs: &[&Pack]) {
    let bills = case.events.iter_mut().filter_map(|event| match event {
        Event::Settle(settle) => Some(&mut settle.bill),
        Event::Correct { bill, .. } => Some(&mut **bill),
        _ => None,
    });
    for line in bills.flat_map(|bill| &mut bill.lines).filter(|line| line.name == Text::default()) {
        if let Some(item) = packs.iter().find_map(|pack| pack.catalogue.item(&line.item)) {
            line.name = Text::new(&item.name, &item.name_en);
        }
    }
}

/// Every decision as the ladder, and the adjustments to others. The defaults are the same for all and stand once.
fn ladders(told: &mut Adjudicated, lang: Lang) -> String {
    let decisions = told.steps.iter_mut().flat_map(|step| &mut step.decisions);
    for decision in decisions.rev().filter(|decision| !decision.explanation.defaults.is_empty()).skip(1) {
        decision.explanation.defaults.clear();
    }
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    for note in &told.notes {
        line(&match lang {
            Lang::Zh => format!("注意：{}", note.zh),
            Lang::En => format!("Note: {}", note.en),
        });
    }
    for step in &told.steps {
        line(step.heading().get(lang));
        line("");
        for decision in &step.decisions {
            if step.decisions.len() > 1 {
                line(&format!("{} — {}", decision.admitted, decision.discharged));
            }
            line(&ladder_text(&decision.explanation, lang));
        }
        for adjustment in &step.adjustments {
            line(told::adjustment_words(adjustment).get(lang));
        }
        if !step.adjustments.is_empty() {
            line("");
        }
    }
    out
}

/// Texts in both languages become texts in one.
fn in_language(value: &mut Value, lang: Lang) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| in_language(element, lang)),
        Value::Object(fields) => {
            let key = if lang == Lang::Zh { "zh" } else { "en" };
            if fields.len() == 2
                && fields.contains_key("zh")
                && fields.contains_key("en")
                && let Some(text) = fields.remove(key)
            {
                *value = text;
                return;
            }
            fields.values_mut().for_each(|field| in_language(field, lang));
        }
        _ => {}
    }
}
