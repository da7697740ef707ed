//! What two packs come to for whom, as tables and as JSON.

use super::compare::{layers, signed};
use crate::table::{Field, TextTable, figure, words};
use nonghe_domain::pack::{NamedCode, Pack, Rules};
use nonghe_domain::year::{Burden, Changes, Group, Mover, Movers, Pair, SIZES, Tally};
use nonghe_domain::{Lang, Money, Text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A tally with what is needed to tell it.
pub struct Report<'a> {
    /// The packs.
    pub packs: Pair<&'a Pack>,
    /// The sums.
    pub tally: &'a Tally,
    /// The year of the cases.
    pub cases_year: i32,
    /// In which language.
    pub lang: Lang,
    /// For a simulation, with how many lines were left out; a comparison has no alerts.
    pub burden: Option<u64>,
}

/// A pack by its title, id and version.
fn titled(pack: &Pack) -> Text {
    let (title, name) = (&pack.rules.title, named(pack));
    Text::new(format!("{}（{name}）", title.zh), format!("{} ({name})", title.en))
}

/// A pack by its id and version.
pub fn named(pack: &Pack) -> String {
    format!("{} {}", pack.rules.id, pack.rules.version)
}

/// A name of which only the ends are shown.
pub fn masked(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let shown = match letters.len() {
        0 => return String::new(),
        1..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let hidden = letters.len() - 2 * shown;
    let start: String = letters[..shown].iter().collect();
    let end: String = letters[letters.len() - shown..].iter().collect();
    format!("{start}{}{end}", "*".repeat(hidden))
}

impl Report<'_> {
    /// The sums as JSON, with the layers to which they belong.
    pub fn to_json(&self) -> Value {
        let pack = |pack: &Pack| {
            let layers: Vec<&str> = pack.rules.layers.iter().map(|layer| layer.id.as_str()).collect();
            json!({ "id": pack.rules.id, "version": pack.rules.version, "hash": pack.hash,
                    "benefit_year": pack.rules.benefit_year, "layers": layers })
        };
        let sizes: Vec<String> = SIZES.iter().map(|yuan| format!("{yuan}.00")).collect();
        let mut told = json!({
            "before": pack(self.packs.before),
            "after": pack(self.packs.after),
            "cases_year": self.cases_year,
            "sizes": sizes,
            "tally": self.tally,
        });
        if let (Some(skipped), Some(told)) = (self.burden, told.as_object_mut()) {
            told.insert("skipped_lines".into(), skipped.into());
        } else if let Some(tally) = told["tally"].as_object_mut() {
            tally.remove("burden");
        }
        told
    }

    /// The sums as tables.
    pub fn text(&self) -> String {
        let text = |zh: &str, en: &str| Text::new(zh, en);
        let tally = self.tally;
        let categories = self.named(&tally.by_category, |rules| &rules.categories);
        let tiers = self.named(&tally.by_tier, |rules| &rules.tiers);
        let sizes: Vec<_> = tally.by_size.iter().map(|(place, group)| (size_name(*place), group)).collect();
        let mut out = String::new();
        self.heading(&mut out);
        self.remarks(&mut out);
        self.costs(&mut out);
        self.groups(&mut out, &text("按人员类别", "By category"), &categories);
        self.category_costs(&mut out, &categories);
        self.groups(&mut out, &text("按机构级别", "By tier"), &tiers);
        self.groups(&mut out, &text("按账单大小", "By size of the bill"), &sizes);
        let households = text("户：一年自己付的钱", "Households: what they bear in the year");
        self.changes(&mut out, &households, &tally.changed_households);
        let people = text("人：一年自己付的钱", "People: what they bear in the year");
        self.changes(&mut out, &people, &tally.changed_people);
        if self.burden.is_some() {
            self.alerts(&mut out, &tally.burden);
        }
        out
    }

    /// Groups by the names of their codes, in the order of the packs; first those without a code.
    fn named<'g>(
        &self,
        groups: &'g BTreeMap<String, Group>,
        list: fn(&Rules) -> &Vec<NamedCode>,
    ) -> Vec<(Text, &'g Group)> {
        let known: Vec<&NamedCode> =
            [self.packs.before, self.packs.after].into_iter().flat_map(|pack| list(&pack.rules)).collect();
        let place = |code: &str| known.iter().position(|named| named.code == code);
        let mut found: Vec<_> = groups.iter().collect();
        found.sort_by_key(|(code, _)| (!code.is_empty(), place(code).unwrap_or(usize::MAX)));
        let name = |code: &String| match place(code) {
            _ if code.is_empty() => Text::new("无类别", "No category"),
            Some(place) => known[place].name.clone(),
            None => Text::new(code, code),
        };
        found.into_iter().map(|(code, group)| (name(code), group)).collect()
    }

    fn line(&self, out: &mut String, zh: &str, en: &str) {
        out.push_str(if self.lang == Lang::Zh { zh } else { en });
        out.push('\n');
    }

    fn title(&self, out: &mut String, title: &Text) {
        let _ = writeln!(out, "\n## {}\n", title.get(self.lang));
    }

    fn table(&self, headings: &[(&str, &str)]) -> TextTable {
        let headings: Vec<Text> = headings.iter().map(|(zh, en)| Text::new(*zh, *en)).collect();
        TextTable::new(self.lang, &headings)
    }

    fn heading(&self, out: &mut String) {
        let Pair { before, after } = self.packs;
        let (a, b) = (titled(before), titled(after));
        if self.burden.is_some() {
            self.line(out, &format!("# A 现行：{}", a.zh), &format!("# A, in force: {}", a.en));
            self.line(out, &format!("# B 草案：{}", b.zh), &format!("# B, the draft: {}", b.en));
        } else {
            self.line(out, &format!("# A：{}", a.zh), &format!("# A: {}", a.en));
            self.line(out, &format!("# B：{}", b.zh), &format!("# B: {}", b.en));
        }
        let Tally { households, people, all, .. } = self.tally;
        let (bills, total, year) = (all.bills, all.total.grouped(), self.cases_year);
        self.line(
            out,
            &format!("{year} 年的病例：{households} 户，{people} 人，{bills} 张账单，总费用 {total} 元"),
            &format!(
                "Cases of {year}: {households} households, {people} people, {bills} bills, total charges ¥{total}"
            ),
        );
        let premium = Pair { before: before.rules.premium.member, after: after.rules.premium.member };
        if premium.before != premium.after {
            let (from, to) = (premium.before.grouped(), premium.after.grouped());
            self.line(
                out,
                &format!("每人缴费：{from} → {to} 元（不计入下面的输赢）"),
                &format!("Premium of a member: ¥{from} → ¥{to} (not part of what is won or lost below)"),
            );
        }
    }

    /// What would make the figures mean something else.
    fn remarks(&self, out: &mut String) {
        let names = Pair { before: titled(self.packs.before), after: titled(self.packs.after) };
        for (name, refused, unlisted) in [
            (&names.before, &self.tally.refused.before, self.tally.unlisted.before),
            (&names.after, &self.tally.refused.after, self.tally.unlisted.after),
        ] {
            for (reason, count) in refused {
                let why = refusal_name(reason);
                self.line(
                    out,
                    &format!("注意：按{}，{count} 张账单没有基金支付：{}。", name.zh, why.zh),
                    &format!("Note: under {} no fund takes part in {count} bills: {}.", name.en, why.en),
                );
            }
            if unlisted > 0 {
                self.line(
                    out,
                    &format!("注意：{}的目录里没有 {unlisted} 条费用的项目，按全自费计算。", name.zh),
                    &format!("Note: the catalogue of {} does not list the items of {unlisted} charges; they count as not covered.", name.en),
                );
            }
        }
        if let Some(skipped) = self.burden.filter(|skipped| *skipped > 0) {
            self.line(
                out,
                &format!("注意：{skipped} 行读不懂，没有计算在内。"),
                &format!("Note: {skipped} lines could not be used and are left out."),
            );
        }
    }

    fn costs(&self, out: &mut String) {
        self.title(out, &Text::new("各基金支付", "What each fund pays"));
        let mut table = self.table(&[("", ""), ("A", "A"), ("B", "B"), ("B−A", "B−A"), ("变化", "Change")]);
        let group = &self.tally.all;
        for (name, sums) in self.funds(group) {
            table.row(cost_row(words(name.get(self.lang)), sums));
        }
        let label = |zh: &str, en: &str| words(if self.lang == Lang::Zh { zh } else { en });
        table.row(cost_row(label("合计", "All together"), group.funds()));
        table.row(cost_row(label("病人自己付", "Patients pay"), group.you_pay));
        let _ = writeln!(out, "{}", table.lines());
    }

    /// Each layer of either pack with its sums.
    fn funds(&self, group: &Group) -> Vec<(Text, Pair<Money>)> {
        let sum =
            |place: Option<usize>, sums: &[Money]| place.and_then(|place| sums.get(place)).copied().unwrap_or_default();
        let layers = layers(self.packs).into_iter();
        layers
            .map(|layer| {
                let before = sum(layer.places.before, &group.paid.before);
                let after = sum(layer.places.after, &group.paid.after);
                (layer.name, Pair { before, after })
            })
            .collect()
    }

    fn groups(&self, out: &mut String, title: &Text, groups: &[(Text, &Group)]) {
        self.title(out, title);
        let mut table = self.table(&[
            ("", ""),
            ("账单", "Bills"),
            ("总费用", "Charges"),
            ("基金 A", "Funds A"),
            ("基金 B", "Funds B"),
            ("自己付 B−A", "Patients B−A"),
            ("付得少", "Pay less"),
            ("付得多", "Pay more"),
        ]);
        for (name, group) in groups {
            let funds = group.funds();
            table.row([
                words(name.get(self.lang)),
                figure(group.bills.to_string()),
                figure(group.total.grouped()),
                figure(funds.before.grouped()),
                figure(funds.after.grouped()),
                figure(signed(group.you_pay.change())),
                figure(group.better.to_string()),
                figure(group.worse.to_string()),
            ]);
        }
        let _ = writeln!(out, "{}", table.lines());
    }

    fn category_costs(&self, out: &mut String, categories: &[(Text, &Group)]) {
        let mut table = self.table(&[
            ("人员类别", "Category"),
            ("基金", "Fund"),
            ("A", "A"),
            ("B", "B"),
            ("B−A", "B−A"),
            ("变化", "Change"),
        ]);
        for (category, group) in categories {
            for (fund, sums) in self.funds(group) {
                if !(sums.before.is_zero() && sums.after.is_zero()) {
                    let cells = cost_row(words(fund.get(self.lang)), sums);
                    table.row(std::iter::once(words(category.get(self.lang))).chain(cells));
                }
            }
        }
        if !table.is_empty() {
            self.title(out, &Text::new("各基金支付，按人员类别", "What each fund pays, by category"));
            let _ = writeln!(out, "{}", table.lines());
        }
    }

    fn changes(&self, out: &mut String, title: &Text, changes: &Changes) {
        self.title(out, title);
        let sums = |movers: &Movers| (movers.count, movers.sum.grouped());
        let ((better, less), (worse, more), same) = (sums(&changes.better), sums(&changes.worse), changes.same);
        self.line(
            out,
            &format!("付得少：{better}，共少付 {less} 元；付得多：{worse}，共多付 {more} 元；不变：{same}"),
            &format!("Pay less: {better}, ¥{less} together; pay more: {worse}, ¥{more} together; the same: {same}"),
        );
        for (zh, en, movers) in [
            ("少付最多的", "The biggest winners", &changes.better),
            ("多付最多的", "The biggest losers", &changes.worse),
        ] {
            if !movers.biggest.is_empty() {
                self.line(out, &format!("\n{zh}"), &format!("\n{en}"));
                let _ = writeln!(out, "{}", self.movers(&movers.biggest));
            }
        }
    }

    fn movers(&self, movers: &[Mover]) -> String {
        let mut table = self.table(&[("行", "Line"), ("编号", "Name"), ("A", "A"), ("B", "B"), ("B−A", "B−A")]);
        for mover in movers {
            table.row([
                figure(mover.line.to_string()),
                words(mover.name.clone()),
                figure(mover.you_pay.before.grouped()),
                figure(mover.you_pay.after.grouped()),
                figure(signed(mover.change())),
            ]);
        }
        table.lines()
    }

    fn alerts(&self, out: &mut String, burden: &Burden) {
        self.title(out, &Text::new("负担提醒", "Burden alerts"));
        let over = burden.over.grouped();
        let Burden { count: Pair { before, after }, new, relieved, .. } = burden;
        self.line(
            out,
            &format!("一年自己付超过 {over} 元的户：A {before}，B {after}；B 新增 {new}，减少 {relieved}"),
            &format!("Households that bear more than ¥{over} in the year: {before} under A, {after} under B; {new} new, {relieved} relieved"),
        );
        if !burden.biggest.is_empty() {
            self.line(out, "\nB 下负担最重的", "\nThe heaviest burdens under B");
            let _ = writeln!(out, "{}", self.movers(&burden.biggest));
        }
    }
}

fn cost_row(name: Field, sums: Pair<Money>) -> [Field; 5] {
    [
        name,
        figure(sums.before.grouped()),
        figure(sums.after.grouped()),
        figure(signed(sums.change())),
        figure(percent_change(sums)),
    ]
}

/// By how much the second is more, in percent of the first.
fn percent_change(sums: Pair<Money>) -> String {
    let (before, change) = (i128::from(sums.before.fen()), i128::from(sums.change().fen()));
    if before == 0 {
        return if change == 0 { "0.0%".into() } else { "—".into() };
    }
    let permille = (change * 1000 + change.signum() * before.abs() / 2) / before;
    let sign = match permille.signum() {
        1 => "+",
        -1 => "−",
        _ => "",
    };
    format!("{sign}{}.{}%", permille.abs() / 10, permille.abs() % 10)
}

fn size_name(place: usize) -> Text {
    let yuan = |place: usize| {
        let amount = SIZES.get(place).map(|yuan| Money::from_yuan(*yuan).unwrap_or_default().grouped());
        amount.map(|amount| amount.trim_end_matches(".00").to_owned())
    };
    match (yuan(place), yuan(place + 1)) {
        (_, Some(below)) if place == 0 => Text::new(format!("不到 {below} 元"), format!("below ¥{below}")),
        (Some(from), Some(below)) => {
            Text::new(format!("{from} 到不满 {below} 元"), format!("¥{from} to below ¥{below}"))
        }
        (from, _) => {
            let from = from.unwrap_or_default();
            Text::new(format!("{from} 元及以上"), format!("¥{from} and more"))
        }
    }
}

/// Why no fund takes part, for many bills.
fn refusal_name(code: &str) -> Text {
    let (zh, en) = match code {
        "pack-does-not-cover" => ("政策包不适用于那一天", "the pack does not hold on the day"),
        "not-enrolled" => ("未参保", "not enrolled"),
        "waiting" => ("在等待期", "still waiting for benefits to begin"),
        "discharged-before-admitted" => ("出院日期早于入院日期", "the discharge lies before the admission"),
        "no-charges" => ("没有费用", "no charges"),
        "fragment" => ("政策包只写了部分规定", "the pack states only a part of the rules"),
        "crosses-year-end" => {
            ("跨年度住院，没有写每条费用的日期", "a stay across the year's end without the day of each charge")
        }
        "after-death" => ("入院晚于死亡日期", "admitted after the death"),
        "not-member" => ("参保状态已终止", "the membership has ended"),
        _ => ("后来的事件改变了结果", "a later event changed it"),
    };
    Text::new(zh, en)
}
