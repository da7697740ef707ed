//! A year of people who do not exist, by the codes of a pack: for trials, benchmarks and simulations.
//!
//! Households come one after the other and are always the same for a seed, so that a county's year can be made as a
//! stream. What a pack calls its tiers, categories and items is looked up in it; nothing is known of any place.

use crate::failure::Failure;
use crate::lang::LangArg;
use crate::pack::{PackFolder, usable};
use chrono::{Datelike as _, Days, NaiveDate};
use clap::Args;
use nonghe_demonstration::dice::Dice;
use nonghe_domain::adjudicate::{Bill, ChargeLine, DatedCategory, Member, Referral, StayKind};
use nonghe_domain::pack::{CatalogueItem, Diagnosis, NamedCode, Pack};
use nonghe_domain::year::{CasePerson, Event, HouseholdCase, Settle};
use nonghe_domain::{Quantity, Text};
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::PathBuf;

/// How many invented households, and of which pack.
#[derive(Args)]
pub struct CasesArgs {
    /// How many households; each has about seven bills in the year.
    #[arg(long)]
    households: u64,
    /// The same number makes the same cases.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The pack whose codes are used: its folder or its pack.toml.
    #[arg(long)]
    pack: PathBuf,
    #[command(flatten)]
    lang: LangArg,
}

/// Writes the cases to standard output.
pub fn cases(args: &CasesArgs) -> Result<(), Failure> {
    let pack = usable(PackFolder::read(&args.pack)?, args.lang.get())?;
    let codes = Codes::of(&pack)?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    for number in 1..=args.households {
        // A generator for each household: the first hundred are the same whether a thousand follow or not.
        let mut dice =
            Dice::new(args.seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ number.wrapping_mul(0x9e6d_62d0_6f6a_9a9b));
        let case = household(&codes, &mut dice, number);
        let mut line = serde_json::to_vec(&case)?;
        line.push(b'\n');
        match out.write_all(&line) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// What of a pack is used.
struct Codes<'a> {
    pack: &'a Pack,
    drugs: Vec<&'a CatalogueItem>,
    services: Vec<&'a CatalogueItem>,
    diagnoses: Vec<&'a Diagnosis>,
    births: Vec<&'a Diagnosis>,
    injuries: Vec<&'a Diagnosis>,
    first: NaiveDate,
    days: usize,
}

impl<'a> Codes<'a> {
    fn of(pack: &'a Pack) -> Result<Self, Failure> {
        let (items, diagnoses) = (pack.catalogue.items(), pack.catalogue.diagnoses());
        if items.is_empty() || pack.rules.tiers.is_empty() {
            return Err(Failure::unusable(
                Text::new(
                    "这个政策包没有目录或机构级别，编不出账单。",
                    "The pack has no catalogue or no tiers, so no bills can be made of it.",
                ),
                Text::new(
                    "请用带 drugs.csv、services.csv 的完整政策包，例如 packs/demonstration-2026。",
                    "Use a complete pack with drugs.csv and services.csv, such as packs/demonstration-2026.",
                ),
            ));
        }
        // Packages are stated of drugs only.
        let (drugs, services): (Vec<_>, Vec<_>) = items.iter().partition(|item| !item.spec.is_empty());
        // Chapters of the international classification.
        let of_chapter = |letters: &[char]| diagnoses.iter().filter(|known| known.code.starts_with(letters)).collect();
        let (first, last) = (pack.rules.effective_from, pack.rules.effective_until);
        let days = usize::try_from(last.signed_duration_since(first).num_days()).unwrap_or_default();
        Ok(Self {
            pack,
            drugs,
            services,
            diagnoses: diagnoses.iter().collect(),
            births: of_chapter(&['O']),
            injuries: of_chapter(&['S', 'T']),
            first,
            days,
        })
    }

    fn day(&self, number: usize) -> NaiveDate {
        self.first.checked_add_days(Days::new(number.min(self.days) as u64)).unwrap_or(self.first)
    }

    /// Tiers stand in a pack from the lowest; most care is at the lowest.
    fn tier(&self, dice: &mut Dice) -> usize {
        let tiers = self.pack.rules.tiers.len();
        (0..tiers.saturating_sub(1)).find(|_| dice.percent(62)).unwrap_or(tiers - 1)
    }
}

fn household(codes: &Codes<'_>, dice: &mut Dice, number: u64) -> HouseholdCase {
    let name = format!("H{number:07}");
    let of_all = dice.percent(9).then(|| dice.one(&codes.pack.rules.categories)).flatten();
    let size = [1, 2, 2, 3, 3, 3, 4, 4, 5, 6][dice.below(10)];
    let head_age = 30 + dice.below(45);
    let mut people = Vec::with_capacity(size);
    let mut events = Vec::new();
    for place in 0..size {
        let age = match place {
            0 => head_age,
            1 => head_age.saturating_sub(dice.below(6)),
            2 | 3 => head_age.saturating_sub(24 + dice.below(6)),
            _ => head_age + 22 + dice.below(8),
        };
        let person = person(codes, dice, format!("{name}-{}", place + 1), age, of_all);
        year(codes, dice, &person, age, place == 1, &mut events);
        people.push(person);
    }
    events.sort_by_key(|(day, _)| *day);
    let mut events: Vec<Event> = events.into_iter().map(|(_, event)| event).collect();
    second_thoughts(codes, dice, &people, &mut events);
    HouseholdCase { household: Some(name), title: None, people, events }
}

fn person(codes: &Codes<'_>, dice: &mut Dice, id: String, age: usize, of_all: Option<&NamedCode>) -> CasePerson {
    let rules = &codes.pack.rules;
    let has = |code: &NamedCode| DatedCategory {
        code: code.code.clone(),
        from: codes.first,
        until: None,
        source: String::new(),
    };
    let mut categories: Vec<_> = of_all.map(has).into_iter().collect();
    if dice.percent(3) {
        let own = dice.one(&rules.categories).filter(|own| of_all.is_none_or(|all| all.code != own.code));
        categories.extend(own.map(has));
    }
    let is_chronic = age >= 45 && dice.percent(22);
    let certificate = is_chronic.then(|| dice.one(&rules.certificates)).flatten();
    let years = u32::try_from(dice.below(12)).unwrap_or_default();
    let born = i32::try_from(age).map_or(codes.first.year(), |age| codes.first.year() - age);
    CasePerson {
        id,
        birth_date: NaiveDate::from_yo_opt(born, 1 + u32::try_from(dice.below(360)).unwrap_or_default())
            .unwrap_or(codes.first),
        enrolled: dice.percent(97),
        waiting_until: None,
        categories,
        certificates: certificate.map(has).into_iter().collect(),
        history: None,
        member: Member {
            grade: dice.one(&rules.premium.grades).map(|grade| grade.code.clone()),
            continuous_years: years,
            claim_free_years: years.min(u32::try_from(dice.below(4)).unwrap_or_default()),
            ..Member::default()
        },
    }
}

/// What a person's year brings.
fn year(
    codes: &Codes<'_>,
    dice: &mut Dice,
    person: &CasePerson,
    age: usize,
    may_bear: bool,
    events: &mut Vec<(NaiveDate, Event)>,
) {
    let mut kinds = vec![StayKind::Outpatient; [0, 0, 1, 1, 2, 2, 3, 5][dice.below(8)]];
    if !person.certificates.is_empty() {
        kinds.extend(vec![StayKind::Chronic; 2 + dice.below(5)]);
    }
    if dice.percent(8 + age / 5) {
        kinds.extend(vec![StayKind::Ordinary; [1, 1, 1, 1, 2, 3][dice.below(6)]]);
    }
    if dice.permille(15) {
        kinds.push(StayKind::Injury);
    }
    if may_bear && (20..42).contains(&age) && dice.percent(8) {
        kinds.push(StayKind::Birth);
    }
    for (number, kind) in (1..).zip(kinds) {
        let bill = bill(codes, dice, kind);
        let settled = bill.settled;
        let id = format!("{}-{number}", person.id);
        let settle = Settle { id, person: person.id.clone(), bill, charged_on: Vec::new() };
        events.push((settled, Event::Settle(Box::new(settle))));
    }
}

fn bill(codes: &Codes<'_>, dice: &mut Dice, kind: StayKind) -> Bill {
    let rules = &codes.pack.rules;
    let tier = if kind.is_inpatient() { codes.tier(dice) } else { codes.tier(dice).min(codes.tier(dice)) };
    let length = match kind {
        StayKind::Outpatient | StayKind::Chronic => 0,
        StayKind::Birth => 3 + dice.below(4),
        _ => 3 + dice.below(6) + tier * dice.below(5),
    };
    let discharged = dice.below(codes.days + 1);
    let away = kind.is_inpatient() && dice.percent(8);
    let place = away.then(|| dice.one(&rules.places)).flatten();
    let referral = match (place, dice.below(10)) {
        (None, _) => Referral::Local,
        (Some(_), 0..=5) => Referral::Filed,
        (Some(_), 6..=8) => Referral::Unfiled,
        (Some(_), _) => Referral::Emergency,
    };
    let diagnoses = match kind {
        StayKind::Birth if !codes.births.is_empty() => &codes.births,
        StayKind::Injury if !codes.injuries.is_empty() => &codes.injuries,
        _ => &codes.diagnoses,
    };
    let facts = rules.facts.iter().filter(|_| dice.percent(6)).map(|fact| fact.code.clone()).collect();
    let discharged_on = codes.day(discharged);
    Bill {
        tier: rules.tiers[tier].code.clone(),
        kind,
        referral,
        admitted: discharged_on.checked_sub_days(Days::new(length as u64)).unwrap_or(discharged_on),
        discharged: discharged_on,
        settled: discharged_on,
        diagnosis: dice.one(diagnoses).map(|known| known.code.clone()).unwrap_or_default(),
        lines: lines(codes, dice, kind, tier, length),
        place: place.map(|place| place.code.clone()),
        facility: Some(format!("{}-{}", rules.tiers[tier].code, 1 + dice.below(4))),
        facts,
        episode: None,
    }
}

fn lines(codes: &Codes<'_>, dice: &mut Dice, kind: StayKind, tier: usize, length: usize) -> Vec<ChargeLine> {
    let (drugs, services) = match kind {
        StayKind::Outpatient => (1 + dice.below(3), dice.below(3)),
        StayKind::Chronic => (1 + dice.below(2), dice.below(2)),
        _ => (3 + dice.below(6 + 4 * tier), 4 + dice.below(8 + 6 * tier)),
    };
    let mut lines = Vec::with_capacity(drugs + services);
    for (count, items) in [(drugs, &codes.drugs), (services, &codes.services)] {
        for _ in 0..count {
            let Some(item) = dice.one(items) else { continue };
            // Something every day, or once.
            let daily = length > 0 && dice.percent(40);
            let quantity = if daily { length } else { 1 + dice.below(3) };
            lines.push(ChargeLine {
                item: item.code.clone(),
                name: Text::default(),
                price: item.price,
                quantity: Quantity::new(quantity.into()).unwrap_or_default(),
            });
        }
    }
    if lines.is_empty() {
        let any = dice.one(codes.pack.catalogue.items());
        lines.extend(any.map(|item| ChargeLine {
            item: item.code.clone(),
            name: Text::default(),
            price: item.price,
            quantity: Quantity::new(1.into()).unwrap_or_default(),
        }));
    }
    lines
}

/// What becomes known late, and what is taken back.
fn second_thoughts(codes: &Codes<'_>, dice: &mut Dice, people: &[CasePerson], events: &mut Vec<Event>) {
    let mut place = 0;
    while let Some(event) = events.get(place) {
        let (id, bill) = match event {
            Event::Settle(settle) => (settle.id.clone(), settle.bill.clone()),
            _ => (String::new(), Bill::default()),
        };
        place += 1;
        if bill.lines.is_empty() {
            continue;
        }
        let later = place + dice.below(events.len() - place + 1);
        if dice.permille(3) {
            events.insert(later, Event::Reverse { id });
        } else if dice.permille(3) && bill.lines.len() > 1 {
            let mut corrected = bill;
            corrected.lines.pop();
            events.insert(later, Event::Correct { id, bill: Box::new(corrected), charged_on: Vec::new() });
        }
    }
    if dice.permille(4)
        && let (Some(person), Some(category)) = (dice.one(people), dice.one(&codes.pack.rules.categories))
    {
        let category =
            DatedCategory { code: category.code.clone(), from: codes.first, until: None, source: String::new() };
        events.push(Event::Category { person: person.id.clone(), category });
    }
    let old = people.iter().find(|person| codes.first.year() - person.birth_date.year() > 70);
    if let Some(person) = old.filter(|_| dice.percent(5)) {
        events.push(Event::Death { person: person.id.clone(), died: codes.day(codes.days) });
    }
}
