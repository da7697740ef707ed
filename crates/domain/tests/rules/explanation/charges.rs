//! Rows from the total to what the layers share.

use super::{basic, explained, formula, note, row, rules, rules_with};
use crate::support::{bill, charge, units};
use nonghe_domain::adjudicate::{Bill, Referral, RowKind};

const TERMS: &str = "band = [{ rate = \"90%\" }]";

#[test]
fn charges_outside_above_limits_and_paid_first_say_what_entered() {
    let stay = bill(vec![charge("A", "100.00"), charge("B", "50.00"), charge("C", "20.00"), units("L", "30.00", "3")]);
    let words = explained(&rules(&basic("", TERMS)), &stay);
    let rows: Vec<_> =
        words.rows[..5].iter().map(|row| (row.label.zh.as_str(), row.shown.as_str(), formula(row).0)).collect();
    assert_eq!(
        rows,
        [
            ("总费用", "260.00", "每项单价 × 数量，相加后保留到分"),
            ("全自费", "20.00", "不在医保目录的项目全部自付"),
            ("超限价自付", "30.00", "（单价 − 限价）× 数量，只算超过限价的项目"),
            ("乙类先行自付 10%", "5.00", "50.00 元 × 10%"),
            ("政策范围内费用", "205.00", "260.00 元 − 20.00 元 − 30.00 元 − 5.00 元"),
        ]
    );
    assert_eq!(row(&words, "above-limit").rule.as_ref().unwrap().en, "Test 1", "the catalogue is the pack's");
    assert_eq!(row(&words, "basic.paid").rule.as_ref().unwrap().zh, "县医保发〔2025〕31号 12");
    assert_eq!(row(&words, "total").rule, None, "a sum follows no rule");
}

#[test]
fn what_lies_above_a_limit_of_a_kind_of_charge_has_a_row_of_its_own() {
    let limit = "[[kind_limit]]\nkinds = [\"bed\"]\nper = \"day\"\namount = \"35.00\"\nsource = \"rule\"\n";
    let pack = rules(&format!("{limit}{}", basic("", TERMS)));
    // Five days at 50: 10 a day above the price limit of 40, 5 a day above the limit of 35, and 10 for the item L.
    let words =
        explained(&pack, &bill(vec![units("BED", "50.00", "5"), units("L", "30.00", "1"), charge("A", "100.00")]));
    let bed = row(&words, "kind-limit.1");
    assert_eq!((bed.label.zh.as_str(), bed.shown.as_str()), ("超限额自付：床位费", "75.00"));
    assert_eq!(bed.plain.en, "Bed: above the limit");
    assert_eq!(note(bed), ("每天最多 35.00 元，5 天 175.00 元", "At most ¥35.00 a day, ¥175.00 for 5 days"));
    assert_eq!(formula(bed), ("200.00 元 − 限额 175.00 元", "¥200.00 − limit ¥175.00"));
    assert_eq!(bed.because[0].en, "¥50.00 of it is above the price limit of single items.");
    assert_eq!(bed.rule.as_ref().unwrap().en, "County rules 31 of 2025 12");
    assert_eq!(row(&words, "above-limit").shown, "10.00", "the rest keeps its row");
    assert_eq!(words.reasons[0].title.zh, "2 项超过限价或限额");
}

#[test]
fn the_hospital_bears_what_lies_above_a_fixed_price() {
    let price = "[[fixed_price]]\nwhen = { disease = [\"hypertension\"] }\nprice = \"3000.00\"\nsource = \"rule\"\n";
    let pack = rules(&format!("{price}{}", basic("", TERMS)));
    let words = explained(&pack, &bill(vec![charge("A", "4000.00"), charge("C", "1000.00")]));
    let hospital = row(&words, "hospital");
    assert_eq!((hospital.kind, hospital.shown.as_str()), (RowKind::Hospital, "2,000.00"));
    assert_eq!(formula(hospital).1, "¥5,000.00 − fixed price ¥3,000.00");
    assert_eq!(row(&words, "covered").shown, "3,000.00");
    assert_eq!(words.sentence.zh, "这次一共 5,000.00 元，报销 2,700.00 元，医院承担 2,000.00 元，您自己付 300.00 元。");
    assert!(words.bar.iter().any(|part| part.kind == RowKind::Hospital && part.amount == "2,000.00"));
    let below = explained(&pack, &bill(vec![charge("C", "1000.00")]));
    assert!(below.rows.iter().all(|row| row.id != "hospital"), "nothing lies above the price");
    assert_eq!(row(&below, "covered").because[0].zh, "按定额收费的病，定额以内的费用全部计入，不分目录类别。");
}

#[test]
fn the_first_share_of_a_referral_stands_under_the_covered_charges() {
    let share = "[[referral_share]]\nwhen = { referral = [\"unfiled\"] }\nrate = \"20%\"\nsource = \"rule\"\n";
    let pack = rules(&format!("{share}{}", basic("", TERMS)));
    let away = Bill { referral: Referral::Unfiled, ..bill(vec![charge("A", "3200.00")]) };
    let words = explained(&pack, &away);
    let ids: Vec<_> = words.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids[4..], ["covered", "referral-share", "basic.paid", "you-pay"]);
    let share = row(&words, "referral-share");
    assert_eq!((share.label.zh.as_str(), share.shown.as_str()), ("转诊先行自付 20%", "640.00"));
    assert_eq!((note(share).0, formula(share).1), ("外出就医未备案", "¥3,200.00 × 20%"));
    assert_eq!(words.reasons[0].detail.en, "Away without a referral on file");
    let home = explained(&pack, &bill(vec![charge("A", "3200.00")]));
    assert!(home.rows.iter().all(|row| row.id != "referral-share"));
}

#[test]
fn several_pay_first_rates_are_shown_one_by_one() {
    let shares = "[[pay_first]]\nclass = [\"甲\"]\nkinds = [\"bed\"]\nrate = \"5%\"\n";
    let pack = rules_with("", &format!("{shares}{}", basic("", TERMS)));
    let words = explained(&pack, &bill(vec![charge("B", "200.00"), charge("BED", "40.00"), charge("A", "100.00")]));
    let row = row(&words, "pay-first");
    assert_eq!((row.label.zh.as_str(), row.shown.as_str()), ("先行自付", "22.00"));
    assert_eq!(formula(row), ("40.00 元 × 5% + 200.00 元 × 10%", "¥40.00 × 5% + ¥200.00 × 10%"));
}
