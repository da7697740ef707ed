//! What an explanation says of everything that the rules can do.

mod advice;
mod any_county;
mod ceilings;
mod charges;
mod layers;
mod refusals;
mod terminal;

use crate::support::{DIAGNOSES, HEAD, NO_ITEMS, TABLES, bill, charge, person, read, settle};
use nonghe_domain::adjudicate::{Accumulators, Bill, Explanation, Member, Row, Standing, explain};
use nonghe_domain::pack::{Bundle, Pack};

/// Items of two kinds of charge, with tags.
const ITEMS: &str = "\
code,name,name_en,spec,unit,class,kind,price,price_limit,mnemonic,origin,tags
A,甲类,Class A,,次,甲,other,1,,jl,,
B,乙类,Class B,,次,乙,other,1,,yl,,
C,丙类,Class C,,次,丙,other,1,,bl,,
L,限价,With a limit,,次,甲,other,30,20,xj,,
BED,床位,Bed,,日,甲,bed,30,40,cw,,
TCM,中药,Chinese drug,,剂,甲,drug,1,,zy,,tcm
";

/// Codes that the rules of these tests name.
const CODES: &str = r#"
[[charge_kind]]
code = "bed"
name = { zh = "床位费", en = "Bed" }
[[charge_kind]]
code = "drug"
name = { zh = "药费", en = "Drugs" }
[[fact]]
code = "doctor"
name = { zh = "已签约家庭医生", en = "Signed with a family doctor" }
[[certificate]]
code = "gxy"
name = { zh = "高血压", en = "Hypertension" }
[[disease_list]]
code = "hypertension"
name = { zh = "高血压病", en = "Hypertensive diseases" }
diagnoses = ["I10"]
[sources.rule]
document = { zh = "县医保发〔2025〕31号", en = "County rules 31 of 2025" }
article = "12"
"#;

/// A pack of these rules.
fn rules(text: &str) -> Pack {
    rules_with("", text)
}

/// The same with further top-level keys.
fn rules_with(keys: &str, text: &str) -> Pack {
    let rules = format!("{HEAD}{keys}{TABLES}{CODES}{text}");
    let bundle = Bundle {
        rules: rules.clone(),
        drugs: ITEMS.into(),
        services: NO_ITEMS.into(),
        diagnoses: DIAGNOSES.into(),
        parents: vec![],
    };
    read(&bundle).unwrap_or_else(|faults| panic!("{:#?}\n{rules}", faults.faults))
}

/// A pack of one layer on covered charges.
fn layer(keys: &str, terms: &str) -> Pack {
    rules(&basic(keys, terms))
}

fn basic(keys: &str, terms: &str) -> String {
    format!(
        "[[layer]]\nid = \"basic\"\nname = {{ zh = \"基本医保支付\", en = \"Basic insurance pays\" }}\nfund = \"basic\"\n\
         base = [\"covered\"]\n{keys}\n[[layer.terms]]\nsource = \"rule\"\n{terms}\n"
    )
}

/// A bill of covered charges.
fn of(amount: &str) -> Bill {
    bill(vec![charge("A", amount)])
}

fn member(member: Member) -> Standing {
    Standing { member, ..person(&[]) }
}

/// The explanation of a person's first bill of the year.
fn explained(pack: &Pack, bill: &Bill) -> Explanation {
    after(pack, &person(&[]), &[], bill)
}

/// The explanation of a bill after others of the same person, who is a household.
fn after(pack: &Pack, person: &Standing, earlier: &[Bill], bill: &Bill) -> Explanation {
    let own = earlier.iter().fold(Accumulators::default(), |year, bill| {
        let difference = settle(pack, person, &year.with_household([&year]), bill).difference;
        year.plus(&difference)
    });
    let history = own.with_household([&own]);
    explain(pack, person, &history, bill, &settle(pack, person, &history, bill))
}

#[track_caller]
fn row<'a>(words: &'a Explanation, id: &str) -> &'a Row {
    let known: Vec<_> = words.rows.iter().map(|row| row.id.as_str()).collect();
    words.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id} in {known:?}"))
}

fn formula(row: &Row) -> (&str, &str) {
    let formula = row.formula.as_ref().unwrap();
    (&formula.zh, &formula.en)
}

fn note(row: &Row) -> (&str, &str) {
    let note = row.note.as_ref().unwrap();
    (&note.zh, &note.en)
}

/// The sentences of a row, in Chinese.
fn because(row: &Row) -> Vec<&str> {
    row.because.iter().map(|sentence| sentence.zh.as_str()).collect()
}
