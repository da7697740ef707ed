//! Packs, people and bills for the tests of this crate.

use chrono::NaiveDate;
use nonghe_domain::adjudicate::{
    Accumulators, Bill, ChargeLine, DatedCategory, Member, Outcome, Referral, Settlement, Standing, StayKind,
    adjudicate,
};
use nonghe_domain::pack::{Bundle, Pack, PackFaults};
use nonghe_domain::{Money, PersonId, Text};
use proptest::test_runner::Config as ProptestConfig;
use std::sync::OnceLock;

/// One item of each way in which a charge counts.
pub const ITEMS: &str = "\
code,name,name_en,spec,unit,class,kind,price,price_limit,mnemonic
A,甲类,Class A,,次,甲,other,1,,jl
B,乙类,Class B,,次,乙,other,1,,yl
C,丙类,Class C,,次,丙,other,1,,bl
L,限价甲类,Class A with a limit,,次,甲,other,30,20,xjjl
M,限价乙类,Class B with a limit,,次,乙,other,30,20,xjyl
";
pub const NO_ITEMS: &str = "code,name,name_en,spec,unit,class,kind,price,price_limit,mnemonic\n";
pub const DIAGNOSES: &str = "code,name,name_en,mnemonic\nI10.x00,高血压,Hypertension,gxy\n";

/// What every rule text of these tests begins with.
pub const HEAD: &str = r#"
id = "test"
version = "1"
title = { zh = "测试", en = "Test" }
region = { zh = "测试县", en = "Test county" }
scheme = "resident"
benefit_year = 2026
effective_from = "2026-01-01"
effective_until = "2026-12-31"
"#;

/// What follows the top-level keys: premium and codes.
pub const TABLES: &str = r#"
[sources.notice]
document = { zh = "测试文件", en = "Test notice" }

[premium]
member = "210.00"
window = { from = "2025-09-01", until = "2026-12-31" }
benefits_from = "2026-01-01"

[[category]]
code = "poor"
name = { zh = "困难", en = "Poor" }
[[category]]
code = "disabled"
name = { zh = "残疾", en = "Disabled" }
[[tier]]
code = "township"
name = { zh = "乡镇卫生院", en = "Township centre" }
[[tier]]
code = "county"
name = { zh = "县级医院", en = "County hospital" }
[[charge_kind]]
code = "other"
name = { zh = "其他", en = "Other" }

[[pay_first]]
class = "乙"
rate = "10%"
"#;

pub fn bundle(rules: &str) -> Bundle {
    Bundle {
        rules: rules.into(),
        drugs: ITEMS.into(),
        services: NO_ITEMS.into(),
        diagnoses: DIAGNOSES.into(),
        parents: vec![],
    }
}

pub fn read(bundle: &Bundle) -> Result<Pack, PackFaults> {
    Pack::from_bundle(&bundle.to_text().unwrap())
}

/// A pack of the common head and tables with these layers.
pub fn pack(layers: &str) -> Pack {
    pack_with("", layers)
}

/// The same with further top-level keys.
pub fn pack_with(keys: &str, layers: &str) -> Pack {
    let rules = format!("{HEAD}{keys}{TABLES}{layers}");
    read(&bundle(&rules)).unwrap_or_else(|faults| panic!("{:#?}\n{rules}", faults.faults))
}

/// The files of the pack that ships.
pub fn demonstration_bundle() -> Bundle {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/demonstration-2026");
    Bundle::assemble(|name| Ok::<_, PackFaults>(std::fs::read(format!("{folder}/{name}")).ok())).unwrap()
}

pub fn demonstration() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| read(&demonstration_bundle()).unwrap())
}

pub fn money(text: &str) -> Money {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// One unit of an item at a price.
pub fn charge(item: &str, price: &str) -> ChargeLine {
    units(item, price, "1")
}

pub fn units(item: &str, price: &str, quantity: &str) -> ChargeLine {
    ChargeLine {
        item: item.into(),
        name: Text::new(item, item),
        price: price.parse().unwrap(),
        quantity: quantity.parse().unwrap(),
    }
}

/// An ordinary stay at a township centre in March.
pub fn bill(lines: Vec<ChargeLine>) -> Bill {
    Bill {
        tier: "township".into(),
        kind: StayKind::Ordinary,
        referral: Referral::Local,
        admitted: day("2026-03-10"),
        discharged: day("2026-03-15"),
        settled: day("2026-03-15"),
        diagnosis: "I10.x00".into(),
        lines,
        ..Bill::default()
    }
}

/// An enrolled person who has these categories for the whole of the year.
pub fn person(categories: &[&str]) -> Standing {
    Standing {
        person: PersonId::from_random([7; 16]),
        birth_date: day("1962-03-15"),
        enrolled: true,
        waiting_until: None,
        categories: categories.iter().map(|code| category(code, "2026-01-01", None)).collect(),
        certificates: vec![],
        member: Member::default(),
    }
}

pub fn category(code: &str, from: &str, until: Option<&str>) -> DatedCategory {
    DatedCategory { code: code.into(), from: day(from), until: until.map(day), source: "名单".into() }
}

/// A failing case is printed and belongs into a test of its own; files beside the sources would only gather dust.
///
/// `PROPTEST_CASES` asks for more of them than an everyday run.
pub fn cases(everyday: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(everyday),
        failure_persistence: None,
        max_shrink_iters: 4_000,
        max_global_rejects: 1_000_000,
        ..ProptestConfig::default()
    }
}

/// The settlement of a bill that must be covered.
pub fn settle(pack: &Pack, person: &Standing, history: &Accumulators, bill: &Bill) -> Settlement {
    match adjudicate(pack, person, history, bill).unwrap() {
        Outcome::Settled(settlement) => *settlement,
        Outcome::NotCovered(refusals) => panic!("refused: {refusals:?}"),
    }
}

/// The first settlement of the year.
pub fn settle_first(pack: &Pack, person: &Standing, bill: &Bill) -> Settlement {
    settle(pack, person, &Accumulators::default(), bill)
}

/// What each layer pays, as text, in the pack's order.
pub fn paid(settlement: &Settlement) -> Vec<String> {
    settlement.layers.iter().map(|layer| layer.paid.to_string()).collect()
}
