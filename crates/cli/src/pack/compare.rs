//! `nonghe pack compare`: the same cases under two packs, bill by bill, and what changes for whom.

use super::diagnose::usable;
use super::read::PackFolder;
use super::tally::{Report, masked, named};
use crate::cases::{CaseFile, Stated, replay_words};
use crate::failure::Failure;
use crate::lang::LangArg;
use crate::output::put;
use crate::table::{TextTable, figure, words};
use clap::Args;
use nonghe_domain::pack::Pack;
use nonghe_domain::year::{ComparedBill, Household, Pair, Tally, compare as compare_case};
use nonghe_domain::{Lang, Money, Text};
use std::path::PathBuf;

/// Two packs and the cases under which they are compared.
#[derive(Args)]
pub struct CompareArgs {
    /// The pack in force: its folder or its pack.toml.
    before: PathBuf,
    /// The other pack.
    after: PathBuf,
    /// Cases: a line for each household (.jsonl, .jsonl.zst), or a .json document.
    #[arg(long)]
    cases: PathBuf,
    /// The year of the cases; without it that in which most of the first bills end.
    #[arg(long)]
    year: Option<i32>,
    /// Only what changes for whom, without the single bills.
    #[arg(long)]
    summary: bool,
    /// Print the sums as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lang: LangArg,
}

impl CompareArgs {
    /// The language of the command.
    pub fn lang(&self) -> Lang {
        self.lang.get()
    }
}

/// Compares two packs.
pub fn compare(args: &CompareArgs) -> Result<(), Failure> {
    let lang = args.lang.get();
    let before = usable(PackFolder::read(&args.before)?, lang)?;
    let after = usable(PackFolder::read(&args.after)?, lang)?;
    let packs = Pair { before: &before, after: &after };
    let mut cases = CaseFile::open(&args.cases)?;
    let known = [packs.before, packs.after];
    let year = args.year.or_else(|| cases.year(&known)).unwrap_or(before.rules.benefit_year);
    let mut tally = Tally::new(Money::ZERO);
    for raw in cases {
        let raw = raw?;
        let stated = raw.parse_strictly(&known)?;
        let bills = compare_case(packs, &stated.case, year).map_err(|error| replay_words(&error).at(&raw))?;
        if !args.summary && !args.json {
            for bill in &bills {
                put(&side_by_side(packs, &stated, bill, lang))?;
            }
        }
        let names: Vec<String> = stated.case.people.iter().map(|person| masked(&person.id)).collect();
        let name = masked(stated.household.as_deref().unwrap_or_default());
        tally.add(&Household { name: &name, people: &names, line: stated.line, bills: &bills });
    }
    let report = Report { packs, tally: &tally, cases_year: year, lang, burden: None };
    if args.json {
        put(&format!("{}\n", serde_json::to_string_pretty(&report.to_json())?))
    } else {
        put(&report.text())
    }
}

/// A bill under both packs: each layer's payment and what the patient bears.
fn side_by_side(packs: Pair<&Pack>, stated: &Stated, bill: &ComparedBill, lang: Lang) -> String {
    let Pair { before, after } = &bill.outturn;
    let person = &stated.case.people[before.person].id;
    let tier = packs.before.rules.tier(&bill.tier).or_else(|| packs.after.rules.tier(&bill.tier));
    let tier = tier.map_or(bill.tier.as_str(), |tier| tier.name.get(lang));
    let (id, line, discharged, total) = (&before.id, stated.line, bill.discharged, before.total.grouped());
    let heading = match lang {
        Lang::Zh => format!("第 {line} 行 {id} · {person} · {tier} · {discharged} · 总费用 {total}"),
        Lang::En => format!("Line {line}, {id} · {person} · {tier} · {discharged} · total charges {total}"),
    };
    let mut table = TextTable::new(
        lang,
        &[Text::new("", ""), same(&named(packs.before)), same(&named(packs.after)), Text::new("差额", "Difference")],
    );
    for layer in layers(packs) {
        let paid = Pair {
            before: layer.places.before.map_or(Money::ZERO, |place| before.paid[place]),
            after: layer.places.after.map_or(Money::ZERO, |place| after.paid[place]),
        };
        let shown = |place: Option<usize>, paid: Money| place.map_or("—".to_owned(), |_| paid.grouped());
        table.row([
            words(layer.name.get(lang)),
            figure(shown(layer.places.before, paid.before)),
            figure(shown(layer.places.after, paid.after)),
            figure(signed(paid.change())),
        ]);
    }
    table.row([
        words(if lang == Lang::Zh { "您自己付" } else { "You pay" }),
        figure(before.you_pay.grouped()),
        figure(after.you_pay.grouped()),
        figure(signed(bill.change())),
    ]);
    let mut text = format!("{heading}\n{}\n", table.lines());
    let none = |zh: &str, en: &str, pack: &Pack| match lang {
        Lang::Zh => format!("{zh}{}\n", named(pack)),
        Lang::En => format!("{en}{}\n", named(pack)),
    };
    for (outturn, pack) in [(before, packs.before), (after, packs.after)] {
        if !outturn.covered {
            text.push_str(&none("没有基金支付：", "No fund takes part under: ", pack));
            if let Some(refusal) = &outturn.refusal {
                text.push_str(nonghe_domain::adjudicate::refusal_words(refusal).get(lang));
                text.push('\n');
            }
        }
    }
    text.push('\n');
    text
}

fn same(text: &str) -> Text {
    Text::new(text, text)
}

/// A layer of one pack or of both, by its id.
pub struct LayerOfBoth {
    /// Its name.
    pub name: Text,
    /// Its place in each pack.
    pub places: Pair<Option<usize>>,
}

/// The layers of two packs: those of the first in its order, then those that only the second has.
pub fn layers(packs: Pair<&Pack>) -> Vec<LayerOfBoth> {
    let place_in = |pack: &Pack, id: &str| pack.rules.layers.iter().position(|layer| layer.id == id);
    let all = packs
        .before
        .rules
        .layers
        .iter()
        .chain(packs.after.rules.layers.iter().filter(|layer| place_in(packs.before, &layer.id).is_none()));
    all.map(|layer| LayerOfBoth {
        name: layer.name.clone(),
        places: Pair { before: place_in(packs.before, &layer.id), after: place_in(packs.after, &layer.id) },
    })
    .collect()
}

/// An amount with its sign.
pub fn signed(change: Money) -> String {
    if change > Money::ZERO { format!("+{}", change.grouped()) } else { change.grouped() }
}
