//! The plain rules as a rule text, and plain people and visits as the engine's.

use super::county::{
    Bonus, Ceiling, Change, Cond, County, Dated, ITEMS, KindLimit, Layer, Member, Most, Relief, Span, Terms, Visit,
};
use crate::support::{HEAD, NO_ITEMS, bundle, read};
use chrono::{Days, NaiveDate};
use nonghe_domain::adjudicate::{self, Bill, ChargeLine, DatedCategory, Episode, Standing};
use nonghe_domain::pack::{Bundle, Pack, PackFaults};
use nonghe_domain::{Money, PersonId, Text};
use serde::de::DeserializeOwned;
use std::fmt::Write as _;

const TABLES: &str = r#"
[sources.notice]
document = { zh = "测试文件", en = "Test notice" }
[premium]
member = "210.00"
window = { from = "2025-09-01", until = "2026-12-31" }
benefits_from = "2026-01-01"
"#;

/// Codes that rules may name: table and codes.
const CODES: [(&str, &[&str]); 7] = [
    ("category", &["poor", "disabled"]),
    ("tier", &["township", "county", "city"]),
    ("place", &["home", "away"]),
    ("certificate", &["diabetes"]),
    ("fact", &["contract"]),
    ("charge_kind", &["bed", "drug", "exam"]),
    ("premium.grade", &["high"]),
];

pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

pub fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// A day of the year 2026 or around it.
pub fn date(day: i64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let size = Days::new(day.unsigned_abs());
    if day < 0 { first - size } else { first + size }
}

fn list(codes: &[&str]) -> String {
    format!("{codes:?}")
}

fn layer_ids(numbers: &[usize]) -> String {
    format!("{:?}", numbers.iter().map(|number| format!("l{number}")).collect::<Vec<_>>())
}

fn whole(of_total: bool) -> &'static str {
    if of_total { "total" } else { "covered" }
}

impl County {
    pub fn pack(&self) -> Pack {
        self.read().unwrap_or_else(|faults| panic!("{:#?}\n{}", faults.faults, self.text()))
    }

    /// The pack, unless one of its rules stands behind another that takes all of its cases.
    pub fn pack_if_sound(&self) -> Option<Pack> {
        match self.read() {
            Err(faults) if faults.faults.iter().all(|fault| fault.text.en.contains("never appl")) => None,
            read => Some(read.unwrap_or_else(|faults| panic!("{:#?}\n{}", faults.faults, self.text()))),
        }
    }

    fn read(&self) -> Result<Pack, PackFaults> {
        self.pack_of(&self.text())
    }

    /// The pack of a rule text of this county.
    pub fn pack_of(&self, text: &str) -> Result<Pack, PackFaults> {
        let mut drugs = String::from(NO_ITEMS.trim_end()) + ",origin,tags\n";
        for (code, class, kind, limit, origin, tags) in ITEMS {
            let limit = limit.map(thousandths).unwrap_or_default();
            writeln!(drugs, "{code},{code},{code},,次,{class},{kind},1,{limit},x,{origin},{tags}").unwrap();
        }
        read(&Bundle { drugs, ..bundle(text) })
    }

    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}rounding = \"{}\"\n{TABLES}", self.rounding);
        for (table, codes) in CODES {
            for code in codes {
                let member = if table == "premium.grade" { "member = \"300.00\"\n" } else { "" };
                writeln!(text, "[[{table}]]\ncode = \"{code}\"\nname = {{ zh = \"码\", en = \"Code\" }}\n{member}")
                    .unwrap();
            }
        }
        text += "[[disease_list]]\ncode = \"lungs\"\nname = { zh = \"肺\", en = \"Lungs\" }\ndiagnoses = [\"A15\", \"J\"]\n";
        writeln!(text, "[year]\nrule = \"{}\"", self.year).unwrap();
        let order = if self.limit_after_share { "after-share" } else { "before-share" };
        writeln!(text, "[charges]\nlimit = \"{order}\"").unwrap();
        for rule in &self.pay_first {
            let classes: Vec<_> = rule.classes.iter().map(ToString::to_string).collect();
            let (kinds, origins, rate) = (list(&rule.kinds), list(&rule.origins), percent(rule.thousandths));
            let classes = format!("{classes:?}");
            writeln!(text, "[[pay_first]]\nclass = {classes}\nkinds = {kinds}\norigins = {origins}\nrate = \"{rate}\"")
                .unwrap();
        }
        for KindLimit { kinds, when, by_day, fen } in &self.kind_limits {
            let (kinds, per) = (list(kinds), if *by_day { "day" } else { "stay" });
            let (when, amount) = (when.text(), yuan(*fen));
            writeln!(text, "[[kind_limit]]\nkinds = {kinds}\nwhen = {when}\nper = \"{per}\"\namount = \"{amount}\"")
                .unwrap();
        }
        for (when, rate) in &self.referral_shares {
            writeln!(text, "[[referral_share]]\nwhen = {}\nrate = \"{}\"", when.text(), percent(*rate)).unwrap();
        }
        for (when, price) in &self.fixed_prices {
            writeln!(text, "[[fixed_price]]\nwhen = {}\nprice = \"{}\"", when.text(), yuan(*price)).unwrap();
        }
        for (when, rate, of_total) in &self.overall {
            let (when, rate, of) = (when.text(), percent(*rate), whole(*of_total));
            writeln!(text, "[[overall]]\nwhen = {when}\nrate = \"{rate}\"\nof = \"{of}\"").unwrap();
        }
        for (number, layer) in self.layers.iter().enumerate() {
            layer.write(number, &mut text);
        }
        text
    }
}

impl Span {
    fn text(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Stay => "stay",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl Layer {
    fn write(&self, number: usize, text: &mut String) {
        let (base, charges, over) = (list(&self.base), list(&self.charges), self.over.text());
        let counts = if self.household { "household" } else { "person" };
        let (counted, shared) = (self.deductible_counted, list(&self.shared));
        let choose = if self.most_favourable { "most-favourable" } else { "first" };
        let stack = if self.sum_bonuses { "sum" } else { "highest" };
        let fund = if self.own_money { "account" } else { "other" };
        writeln!(
            text,
            "[[layer]]\nid = \"l{number}\"\nname = {{ zh = \"层\", en = \"Layer\" }}\nbase = {base}\n\
             accumulate = \"{over}\"\ncounts = \"{counts}\"\ndeductible_counted = \"{counted}\"\n\
             deductible_shared = {shared}\nchoose = \"{choose}\"\nbonus_stack = \"{stack}\"\nfund = \"{fund}\""
        )
        .unwrap();
        if !self.charges.is_empty() {
            writeln!(text, "charges = {charges}").unwrap();
        }
        for (place, terms) in self.terms.iter().enumerate() {
            terms.write(place, text);
        }
        for Relief { when, change, least } in &self.reliefs {
            let least = yuan(*least);
            let change = match change {
                Change::To(fen) => format!("deductible = \"{}\"", yuan(*fen)),
                Change::Times(rate) => format!("rate = \"{}\"\nleast = \"{least}\"", percent(*rate)),
                Change::LessEach(fen) => format!("less_each = \"{}\"\nleast = \"{least}\"", yuan(*fen)),
            };
            writeln!(text, "[[layer.relief]]\nwhen = {}\n{change}", when.text()).unwrap();
        }
        for Bonus { when, tags, points, factor } in &self.bonuses {
            let (when, tags) = (when.text(), list(tags));
            let mut more = String::new();
            if *points > 0 {
                writeln!(more, "points = \"{}\"", percent(*points)).unwrap();
            }
            if *factor != 1000 {
                writeln!(more, "factor = \"{}\"", percent(*factor)).unwrap();
            }
            writeln!(text, "[[layer.bonus]]\nwhen = {when}\ntags = {tags}\n{more}").unwrap();
        }
        for when in &self.claimed {
            writeln!(text, "[[layer.claimed]]\n{}", when.keys().join("\n")).unwrap();
        }
    }
}

impl Terms {
    fn write(&self, place: usize, text: &mut String) {
        writeln!(text, "[[layer.terms]]\nid = \"t{place}\"\nwhen = {}", self.when.text()).unwrap();
        if let Some(like) = self.like {
            writeln!(text, "like = \"t{like}\"").unwrap();
        } else {
            if let Some(fen) = self.deductible {
                writeln!(text, "deductible = \"{}\"", yuan(fen)).unwrap();
            }
            if self.after_deductible {
                writeln!(text, "axis = \"after-deductible\"").unwrap();
            }
            let band =
                |(over, rate): &(i64, i64)| format!("{{ over = \"{}\", rate = \"{}\" }}", yuan(*over), percent(*rate));
            if self.fixed.is_none() {
                writeln!(text, "band = [{}]", self.bands.iter().map(band).collect::<Vec<_>>().join(", ")).unwrap();
            }
        }
        if self.factor != 1000 {
            writeln!(text, "factor = \"{}\"", percent(self.factor)).unwrap();
        }
        if let Some(fen) = self.fixed {
            writeln!(text, "fixed = \"{}\"", yuan(fen)).unwrap();
        }
        if let Some(least) = &self.guarantee {
            let (rate, of, with) = (percent(least.thousandths), whole(least.of_total), layer_ids(&least.with));
            writeln!(text, "guarantee = {{ rate = \"{rate}\", of = \"{of}\", with = {with} }}").unwrap();
        }
        if !self.ceilings.is_empty() {
            let ceilings: Vec<_> = self.ceilings.iter().map(Ceiling::text).collect();
            writeln!(text, "ceiling = [{}]", ceilings.join(", ")).unwrap();
        }
    }
}

impl Ceiling {
    fn text(&self) -> String {
        let mut keys = vec![format!("per = \"{}\"", self.per.text())];
        match self.most {
            Most::Fen(fen) => keys.push(format!("amount = \"{}\"", yuan(fen))),
            Most::Share(rate, of_total) => {
                keys.push(format!("share = \"{}\", of = \"{}\"", percent(rate), whole(of_total)));
            }
            Most::FamilyAccount => keys.push("balance = \"family-account\"".into()),
        }
        if self.on_cost {
            keys.push("on = \"cost\"".into());
        }
        keys.extend(self.scope.map(|scope| format!("scope = \"{scope}\"")));
        if self.household {
            keys.push("counts = \"household\"".into());
        }
        if !self.with.is_empty() {
            keys.push(format!("with = {}", layer_ids(&self.with)));
        }
        if !self.raises.is_empty() {
            let raise = |raise: &super::county::Raise| {
                let years = if raise.claim_free { "claim-free" } else { "continuous" };
                format!("{{ for = \"{years}\", after = {}, each = \"{}\" }}", raise.after, yuan(raise.each))
            };
            keys.push(format!("raise = [{}]", self.raises.iter().map(raise).collect::<Vec<_>>().join(", ")));
        }
        keys.extend(self.raised_at_most.map(|most| format!("raised_at_most = \"{}\"", percent(most))));
        format!("{{ {} }}", keys.join(", "))
    }
}

impl Cond {
    pub fn text(&self) -> String {
        format!("{{ {} }}", self.keys().join(", "))
    }

    fn keys(&self) -> Vec<String> {
        let inner = |name: &str, parts: &[Self]| {
            vec![format!("{name} = [{}]", parts.iter().map(Self::text).collect::<Vec<_>>().join(", "))]
        };
        match self {
            Self::Always => Vec::new(),
            Self::In(key, codes) => vec![format!("{key} = {}", list(codes))],
            Self::Within(key, range) => {
                let value = |value: i64| match *key {
                    "total" => format!("\"{}\"", yuan(value)),
                    "date" => format!("\"{}\"", date(value)),
                    _ => value.to_string(),
                };
                let start = range
                    .start
                    .map(|(at, included)| format!("{} = {}", if included { "from" } else { "over" }, value(at)));
                let end = range
                    .end
                    .map(|(at, included)| format!("{} = {}", if included { "up_to" } else { "below" }, value(at)));
                vec![format!("{key} = {{ {} }}", start.into_iter().chain(end).collect::<Vec<_>>().join(", "))]
            }
            Self::All(parts) => inner("all", parts),
            Self::Any(parts) => inner("any", parts),
            Self::None(parts) => inner("none", parts),
        }
    }
}

fn thousandths(value: i64) -> String {
    format!("{}.{:03}", value / 1000, value % 1000)
}

/// A value of the engine by the name that rule texts and cases use.
fn named<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(name.into()).unwrap()
}

fn dated(codes: &[Dated]) -> Vec<DatedCategory> {
    let code = |(code, from, until): &Dated| DatedCategory {
        code: (*code).into(),
        from: date(*from),
        until: until.map(date),
        source: "名单".into(),
    };
    codes.iter().map(code).collect()
}

impl Member {
    pub fn standing(&self) -> Standing {
        let (year, month, day) = self.born;
        Standing {
            person: PersonId::from_random([7; 16]),
            birth_date: NaiveDate::from_ymd_opt(year, month, day).unwrap(),
            enrolled: true,
            waiting_until: None,
            categories: dated(&self.categories),
            certificates: dated(&self.certificates),
            member: adjudicate::Member {
                grade: self.grade.map(Into::into),
                continuous_years: self.continuous_years.try_into().unwrap(),
                claim_free_years: self.claim_free_years.try_into().unwrap(),
                family_account: Money::from_fen(self.family_account).unwrap(),
                ..adjudicate::Member::default()
            },
        }
    }
}

impl Visit {
    pub fn bill(&self) -> Bill {
        let line = |(item, price, quantity): &(&str, i64, i64)| ChargeLine {
            item: (*item).into(),
            name: Text::new(*item, *item),
            price: thousandths(*price).parse().unwrap(),
            quantity: format!("{}.{}", quantity / 10, quantity % 10).parse().unwrap(),
        };
        Bill {
            tier: self.tier.into(),
            kind: named(self.kind),
            referral: named(self.referral),
            admitted: date(self.admitted),
            discharged: date(self.discharged),
            settled: date(self.settled),
            diagnosis: self.diagnosis.into(),
            lines: self.lines.iter().map(line).collect(),
            place: self.place.map(Into::into),
            facility: self.facility.map(Into::into),
            facts: self.facts.iter().map(|fact| (*fact).into()).collect(),
            episode: self.episode.map(|(id, part, link)| Episode {
                id: id.into(),
                part: part.try_into().unwrap(),
                link: named(link),
                goes_on: self.goes_on,
            }),
        }
    }
}
