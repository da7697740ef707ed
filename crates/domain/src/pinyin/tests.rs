use super::*;
use proptest::prelude::*;

fn initials(name: &str) -> Vec<String> {
    person_keys(name).initials
}

#[test]
fn an_ordinary_name_is_found_by_initials_syllables_and_both() {
    let keys = person_keys("王晓敏");
    assert_eq!(keys.initials[0], "wxm");
    assert_eq!(keys.full[0], "wangxiaomin");
    assert_eq!(keys.mixed[0], "wangxm");
}

#[test]
fn a_place_is_spelled_without_its_kind() {
    for (name, spelled) in [
        ("槐树村", "Huaishu"),
        ("绿柳社区", "Lüliu"),
        ("重石村", "Zhongshi"),
        ("村", "Cun"),
        ("3号村", "3hao"),
        ("", ""),
    ] {
        assert_eq!(place_spelled(name), spelled, "{name}");
    }
}

#[test]
fn every_reading_of_a_character_finds_the_name() {
    for (name, expected) in [
        ("单雄信", &["sxx", "dxx"][..]),
        ("仇和", &["qh", "ch"]),
        ("覃小妹", &["qxm", "txm"]),
        ("尉迟恭", &["ycg", "wcg"]),
        ("解明", &["xm", "jm"]),
        ("查明", &["zm", "cm"]),
        ("曾明", &["zm", "cm"]),
        ("朴明", &["pm", "bm"]),
        ("盖明", &["gm"]),
        ("王䶮", &["wy"]),
        ("㛃明", &["jm"]),
        ("𠮷明", &["jm"]),
        ("买买提·吐尔逊", &["mmttex"]),
    ] {
        let found = initials(name);
        let missing: Vec<_> = expected.iter().filter(|key| !found.iter().any(|found| found == *key)).collect();
        assert!(missing.is_empty(), "{name}: {missing:?} not in {found:?}");
    }
}

#[test]
fn the_reading_as_a_surname_comes_first() {
    for (name, first) in [("单雄信", "shanxiongxin"), ("仇和", "qiuhe"), ("尉迟恭", "yuchigong"), ("盖明", "geming")]
    {
        assert_eq!(person_keys(name).full[0], first, "{name}");
    }
}

#[test]
fn a_compound_surname_is_also_read_as_a_single_one() {
    let keys = person_keys("欧阳建明");
    assert_eq!(keys.mixed[0], "ouyangjm");
    assert!(keys.mixed.iter().any(|key| key == "ouyjm"), "{:?}", keys.mixed);
    assert!(person_keys("尉迟恭").mixed.iter().any(|key| key == "weichig"));
    assert!(person_keys("尉迟").full.iter().any(|key| key == "weichi"));
}

#[test]
fn umlauts_are_typed_as_v() {
    assert_eq!(person_keys("吕略").full[0], "lvlve");
    assert_eq!(person_keys("女娲").full[0], "nvwa");
}

#[test]
fn a_character_without_a_reading_adds_nothing() {
    assert_eq!(person_keys("王\u{E900}敏").initials[0], "wm");
    assert_eq!(person_keys("\u{E900}敏").initials[0], "m");
    assert_eq!(person_keys("\u{E900}敏").mixed, Vec::<String>::new());
    for name in ["", "\u{E900}", "·"] {
        assert_eq!(person_keys(name), Keys::default(), "{name:?}");
    }
    assert_eq!(person_keys("王").mixed, Vec::<String>::new(), "the surname alone is in full");
}

#[test]
fn places_and_items_keep_digits_and_letters_and_drop_marks() {
    assert_eq!(place_keys("槐树村３组").initials[0], "hsc3z");
    assert!(place_keys("单县（东）").initials.iter().any(|key| key == "sxd"));
    assert!(place_keys("单县（东）").initials.iter().any(|key| key == "dxd"));
    assert!(item_keys("维生素B12片").initials.iter().any(|key| key == "wssb12p"));
    let glucose = item_keys("5%葡萄糖注射液（软袋）");
    for key in ["5pttzsyrd", "pttzsyrd"] {
        assert!(glucose.initials.iter().any(|found| found == key), "{key}");
    }
    assert!(glucose.full.iter().any(|key| key == "putaotangzhusheyeruandai"), "{:?}", glucose.full);
    assert_eq!(item_keys("CT"), Keys { initials: vec!["ct".into()], full: vec!["ct".into()], mixed: vec![] });
}

#[test]
fn too_many_readings_still_leave_each_its_key() {
    let name = "那和行单乐朝解覃";
    let keys = person_keys(name);
    for (i, c) in name.chars().enumerate().skip(1) {
        for letter in first_letters(&readings(c)) {
            let is_there = keys.initials.iter().any(|key| key.get(i..=i) == Some(letter));
            assert!(is_there, "{c} as {letter} in {:?}", keys.initials);
        }
    }
    for surname in &name_readings("那", &SURNAMES.single)[0] {
        let count = keys.full.iter().filter(|key| key.starts_with(surname)).count();
        assert!(count > 1, "{surname} is combined with the readings of the given name");
    }
    assert!(keys.full.len() < 60, "{} keys", keys.full.len());
}

#[test]
fn the_tables_are_well_formed() {
    let is_syllable =
        |syllable: &&str| (1..=6).contains(&syllable.len()) && syllable.bytes().all(|b| b.is_ascii_lowercase());
    assert!(RARE.len() > 100 && SURNAMES.single.len() > 50 && SURNAMES.compound.len() > 50);
    assert!(RARE.values().chain(SURNAMES.single.values()).flatten().all(is_syllable));
    for (surname, reading) in table(SURNAME_READINGS) {
        for reading in reading.split('/') {
            assert_eq!(reading.split(' ').filter(is_syllable).count(), surname.chars().count(), "{surname}");
        }
    }
}

proptest! {
    #[test]
    fn keys_are_short_lists_of_plain_ascii_without_repeats(name in "[\\u{4E00}-\\u{9FA5}A-Z0-9·（）]{0,30}") {
        for keys in [person_keys(&name), place_keys(&name), item_keys(&name)] {
            for list in [&keys.initials, &keys.full, &keys.mixed] {
                prop_assert!(list.len() <= 16 + 30 * 10);
                prop_assert!(list.iter().all(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())));
                let distinct: std::collections::HashSet<_> = list.iter().collect();
                prop_assert_eq!(distinct.len(), list.len());
            }
        }
        prop_assert_eq!(person_keys(&name), person_keys(&name));
    }
}
