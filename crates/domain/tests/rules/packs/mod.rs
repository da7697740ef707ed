//! The packs that ship: every one reads, and its figures come out as its source has them.
//!
//! Almost all are fragments, because their sources state a part. A fragment decides no bill, so its rules are tried
//! through an heir that adds what a pack cannot do without: a premium and a tier.

mod demonstration;
mod guide;
mod places;

use crate::support::{ITEMS, NO_ITEMS, category, charge, day, paid, person, settle};
use nonghe_domain::adjudicate::{Accumulators, Bill, Outcome, Refusal, Settlement, Standing, StayKind, adjudicate};
use nonghe_domain::pack::{Bundle, Pack, PackFaults, Severity};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn ids() -> Vec<String> {
    let folders = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    let folders = folders.filter(|entry| entry.path().is_dir());
    let mut ids: Vec<_> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    ids.sort();
    ids
}

/// Reads a pack whose own files are these; others lie in the folder of the packs.
fn read(id: &str, own: &BTreeMap<&str, String>) -> Result<Pack, PackFaults> {
    let bundle = Bundle::assemble(|name| {
        let file = folder().join(id).join(name);
        let stored = || fs::read(&file).ok();
        Ok::<_, PackFaults>(own.get(name).map(|text| text.clone().into_bytes()).or_else(stored))
    })?;
    Pack::from_bundle(&bundle.to_text().unwrap())
}

pub fn shipped(id: &str) -> Pack {
    read(id, &BTreeMap::new()).unwrap_or_else(|faults| panic!("{id}: {:#?}", faults.faults))
}

/// A complete pack that adds nothing to what a fragment says of benefits.
fn heir(id: &str) -> Pack {
    let rules = shipped(id).rules;
    let tier = if rules.tiers.is_empty() {
        "[[tier]]\ncode = \"any\"\nname = { zh = \"任何\", en = \"Any\" }\n"
    } else {
        ""
    };
    let text = format!(
        "id = \"heir\"\nversion = \"1\"\ntitle = {{ zh = \"试\", en = \"Trial\" }}\ninherits = \"{id}\"\n\
         effective_from = \"{from}\"\neffective_until = \"{until}\"\n\
         [premium]\nmember = \"1000.00\"\ngovernment = \"{government}\"\nbenefits_from = \"{from}\"\n\
         window = {{ from = \"{from}\", until = \"{until}\" }}\n{tier}\
         [[charge_kind]]\ncode = \"other\"\nname = {{ zh = \"其他\", en = \"Other\" }}\n",
        from = rules.effective_from,
        until = rules.effective_until,
        government = rules.premium.government,
    );
    let own = [
        ("pack.toml", text),
        ("drugs.csv", ITEMS.to_owned()),
        ("services.csv", NO_ITEMS.to_owned()),
        ("diagnoses.csv", "code,name,name_en,mnemonic\nA15.000,肺结核,Tuberculosis,fjh\n".to_owned()),
    ];
    read(id, &own.into()).unwrap_or_else(|faults| panic!("heir of {id}: {:#?}", faults.faults))
}

/// A bill of covered charges at a tier, in March of the pack's year or when the pack begins.
fn at(pack: &Pack, tier: &str, covered: &str) -> Bill {
    let date = day(&format!("{}-03-15", pack.rules.benefit_year)).max(pack.rules.effective_from);
    Bill {
        tier: tier.into(),
        admitted: date,
        discharged: date,
        settled: date,
        diagnosis: "I10.x00".into(),
        lines: vec![charge("A", covered)],
        ..Bill::default()
    }
}

fn who(categories: &[&str]) -> Standing {
    Standing { categories: categories.iter().map(|code| category(code, "2000-01-01", None)).collect(), ..person(&[]) }
}

fn with_certificates(codes: &[&str]) -> Standing {
    Standing { certificates: who(codes).categories, ..who(&[]) }
}

fn visit(bill: Bill) -> Bill {
    Bill { kind: StayKind::Outpatient, ..bill }
}

fn facts(codes: &[&str], bill: Bill) -> Bill {
    Bill { facts: codes.iter().map(|code| (*code).to_owned()).collect(), ..bill }
}

fn first(pack: &Pack, standing: &Standing, bill: &Bill) -> Settlement {
    settle(pack, standing, &Accumulators::default(), bill)
}

/// What each layer pays of bills of one year, and the patient's share at the end of each line.
fn year(pack: &Pack, standing: &Standing, bills: &[Bill]) -> Vec<Vec<String>> {
    let mut totals = Accumulators::default();
    let mut seen = Vec::new();
    for bill in bills {
        let settlement = settle(pack, standing, &totals, bill);
        assert_eq!(settlement.funds_pay() + settlement.you_pay + settlement.hospital_pays, settlement.total);
        totals = totals.plus(&settlement.difference);
        let mut line = paid(&settlement);
        line.push(settlement.you_pay.to_string());
        seen.push(line);
    }
    seen
}

/// What one layer pays of a single bill.
fn layer_pays(pack: &Pack, standing: &Standing, bill: &Bill, layer: &str) -> String {
    let settlement = first(pack, standing, bill);
    settlement.layers.iter().find(|share| share.layer == layer).unwrap().paid.to_string()
}

#[test]
fn every_pack_reads_and_only_the_demonstration_decides_bills_by_itself() {
    let ids = ids();
    assert!(ids.len() >= 20, "{ids:?}");
    for id in &ids {
        let pack = shipped(id);
        assert_eq!(pack.rules.id, *id, "folder and id are the same");
        assert!(!pack.rules.sources.is_empty() && pack.rules.note.is_some(), "{id} says where it comes from");
        let complete = id == "demonstration-2026";
        assert_eq!(pack.rules.fragment, !complete, "{id}");
        assert_eq!(pack.rules.demonstration, complete, "{id}");
        let refusal = match adjudicate(&pack, &who(&[]), &Accumulators::default(), &at(&pack, "township", "1000.00")) {
            Ok(Outcome::NotCovered(refusals)) => refusals,
            _ => Vec::new(),
        };
        assert_eq!(refusal.contains(&Refusal::Fragment), !complete, "{id}");
    }
}

#[test]
fn what_the_checks_warn_of_is_known() {
    let mut warned: Vec<_> = Vec::new();
    for id in ids() {
        for fault in shipped(&id).warnings.iter() {
            assert_eq!(fault.severity, Severity::Warning);
            warned.push(format!("{id}: {}", fault.text.en));
        }
    }
    insta::assert_snapshot!(warned.join("\n"), @"shandong-serious-2014: Layer serious pays 17%, less than the floor of 50% (Guidance of six ministries on serious-illness insurance for residents, published in August 2012).");
}
