#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use proptest::prelude::*;

/// The sample of the standard.
const SAMPLE: &str = "11010519491231002X";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A number with the check character that belongs to its first 17 digits.
fn numbered(body: &str) -> String {
    let mut characters = [b'0'; LENGTH];
    characters[..17].copy_from_slice(body.as_bytes());
    characters[17] = check_character(&characters);
    String::from_utf8(characters.to_vec()).unwrap()
}

fn id(typed: &str) -> IdNumber {
    IdNumber::parse(typed).unwrap()
}

#[test]
fn the_sample_of_the_standard_is_read() {
    let number = id(SAMPLE);
    assert_eq!(number.to_string(), SAMPLE);
    assert_eq!(number.birth_date(), day("1949-12-31"));
    assert_eq!(number.sex(), Sex::Female);
    assert_eq!(number.area_code(), "110105");
    assert!(number.area_is_known());
    assert_eq!(id("440524188001010014").sex(), Sex::Male);
}

#[test]
fn typed_forms_become_one() {
    for typed in [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
        " 110105 19491231 002X\n",
        "110105-19491231-002X",
        "110105－19491231—002X",
        "\u{FEFF}110105\u{3000}19491231\u{00A0}002X",
    ] {
        assert_eq!(IdNumber::parse(typed), Ok(id(SAMPLE)), "{typed:?}");
    }
}

#[test]
fn what_is_no_number_is_refused_with_the_reason() {
    for (typed, fault) in [
        ("", IdFault::Empty),
        (" -", IdFault::Empty),
        ("11010519491231002", IdFault::Length { found: 17 }),
        ("11010519491231002XX", IdFault::Length { found: 19 }),
        ("十一零一零五", IdFault::Length { found: 6 }),
        ("1101051949123100", IdFault::Length { found: 16 }),
        ("11010519491231A", IdFault::Length { found: 15 }),
        ("A1010519491231002X", IdFault::NotDigits { position: 1 }),
        ("1101051949123100XX", IdFault::NotDigits { position: 17 }),
        ("11010519491231002A", IdFault::NotDigits { position: 18 }),
        ("11010519491231002二", IdFault::NotDigits { position: 18 }),
        ("110105194902300022", IdFault::NoSuchDate(DateFault::NoSuchDay { month: 2, day: 30 })),
        ("110105194902290022", IdFault::NoSuchDate(DateFault::NotALeapYear { year: 1949 })),
        ("110105194913310022", IdFault::NoSuchDate(DateFault::NoSuchMonth { month: 13 })),
        ("110105194900310022", IdFault::NoSuchDate(DateFault::NoSuchMonth { month: 0 })),
        ("110105194912310021", IdFault::CheckDigit { expected: 'X' }),
        ("110105194912310012", IdFault::CheckDigit { expected: '1' }),
    ] {
        let found = IdNumber::parse(typed);
        assert_eq!(found, Err(fault), "{typed:?}");
    }
}

#[test]
fn an_old_number_is_refused_with_the_number_to_compare() {
    assert_eq!(IdNumber::parse("110105491231002"), Err(IdFault::Fifteen { upgraded: Some(id(SAMPLE)) }));
    assert_eq!(IdNumber::parse("１１０１０５４９１２３１００２"), Err(IdFault::Fifteen { upgraded: Some(id(SAMPLE)) }));
    assert_eq!(IdNumber::parse("110105490230002"), Err(IdFault::Fifteen { upgraded: None }), "no such date");
    assert_eq!(IdNumber::parse("110105491231996"), Err(IdFault::Fifteen { upgraded: None }), "century unsure");
}

#[test]
fn a_birth_lies_between_1880_and_today() {
    let today = day("2026-10-08");
    for (birth, verdict) in [
        ("18791231", Err(IdFault::BornTooEarly { year: 1879 })),
        ("18800101", Ok(())),
        ("20261008", Ok(())),
        ("20261009", Err(IdFault::BornInFuture)),
    ] {
        assert_eq!(id(&numbered(&format!("110105{birth}002"))).check_against(today), verdict, "{birth}");
    }
}

#[test]
fn an_unknown_area_is_no_fault() {
    for (area, is_known) in [("110101", true), ("000000", false), ("999999", false)] {
        assert_eq!(id(&numbered(&format!("{area}19620315002"))).area_is_known(), is_known, "{area}");
    }
}

#[test]
fn the_list_of_areas_is_in_order() {
    assert!(AREA_CODES.is_sorted_by(|a, b| a < b), "the binary search depends on it");
    assert!(AREA_CODES.iter().all(|code| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())));
    assert!(AREA_CODES.len() > 3_000, "abolished codes are listed too");
}

#[test]
fn debug_output_never_shows_a_number() {
    let number = id(&numbered("41102519620315302"));
    let masked = number.masked();
    assert!(masked.starts_with("4110**********302") && masked.len() == LENGTH, "{masked}");
    assert_eq!(format!("{number:?}"), masked);
    let fault = IdFault::Fifteen { upgraded: Some(number) };
    assert!(!format!("{fault:?} {fault}").contains(number.as_str()));
}

#[test]
fn the_wire_has_one_spelling() {
    let json = serde_json::to_string(&id(SAMPLE)).unwrap();
    assert_eq!(json, format!("\"{SAMPLE}\""));
    assert_eq!(serde_json::from_str::<IdNumber>(&json).unwrap(), id(SAMPLE));
    for text in ["\"11010519491231002x\"", "\"110105194912310021\"", "\" 11010519491231002X\"", "\"\"", "null"] {
        assert!(serde_json::from_str::<IdNumber>(text).is_err(), "{text}");
    }
}

#[test]
fn sentences_say_what_to_check() {
    let fault = IdNumber::parse("110105194912310021").unwrap_err();
    assert_eq!(fault.text().zh, "身份证号最后一位应为 X，请核对第 7–14 位出生日期");
    assert_eq!(fault.text().en, "The last character should be X. Check digits 7–14 (birth date).");
    let fault = IdNumber::parse("110105194902300022").unwrap_err();
    assert_eq!(fault.text().zh, "身份证号第 7–14 位不是出生日期：没有 2 月 30 日，请核对");
}

#[test]
fn temporary_numbers_read_back_as_written() {
    for (centre_code, serial, shown) in
        [("411025001", 1, "T411025001000001"), ("A", 999_999, "TA999999"), ("HS01", 42, "THS01000042")]
    {
        let number = TemporaryNumber::new(centre_code, serial).unwrap();
        assert_eq!(number.to_string(), shown);
        assert_eq!(TemporaryNumber::parse(shown), Ok(number.clone()));
        assert_eq!(TemporaryNumber::parse(&format!(" {} ", shown.to_lowercase())), Ok(number));
    }
}

#[test]
fn what_is_no_temporary_number_is_refused() {
    for (typed, fault) in [
        ("", TemporaryNumberFault::Form),
        ("T", TemporaryNumberFault::Form),
        ("T12345", TemporaryNumberFault::Form),
        ("T41102500000A", TemporaryNumberFault::Form),
        ("411025000001", TemporaryNumberFault::Form),
        ("T临时临时", TemporaryNumberFault::Form),
        ("T临000001", TemporaryNumberFault::CentreCode),
        ("T000001", TemporaryNumberFault::CentreCode),
        ("T123456789012345678901000001", TemporaryNumberFault::CentreCode),
        ("T411025000000", TemporaryNumberFault::Serial),
    ] {
        assert_eq!(TemporaryNumber::parse(typed), Err(fault), "{typed:?}");
    }
    assert_eq!(TemporaryNumber::new("A", 1_000_000), Err(TemporaryNumberFault::Serial));
}

fn any_number() -> impl Strategy<Value = String> {
    (0_u32..1_000_000, 0_u64..60_000, 0_u32..1_000).prop_map(|(area, days, serial)| {
        let birth = day("1880-01-01") + chrono::Days::new(days);
        numbered(&format!("{area:06}{}{serial:03}", birth.format("%Y%m%d")))
    })
}

proptest! {
    #[test]
    fn every_number_reads_back(number in any_number()) {
        prop_assert_eq!(id(&number).to_string(), number);
    }

    #[test]
    fn any_single_wrong_character_is_found(number in any_number(), at in 0..LENGTH, to in 0_u8..11) {
        let mut wrong = number.clone().into_bytes();
        wrong[at] = CHECK_CHARACTERS[usize::from(to)];
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(IdNumber::parse(&wrong).is_ok(), wrong == number, "{}", wrong);
    }

    #[test]
    fn any_two_swapped_neighbours_are_found(number in any_number(), at in 0..LENGTH - 1) {
        let mut wrong = number.clone().into_bytes();
        wrong.swap(at, at + 1);
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(IdNumber::parse(&wrong).is_ok(), wrong == number, "{}", wrong);
    }

    #[test]
    fn nothing_typed_can_break_the_reading(typed in "\\PC{0,24}", digits in "[0-9Xx０-９ -]{14,20}") {
        for typed in [typed, digits] {
            let _ = IdNumber::parse(&typed);
            let _ = TemporaryNumber::parse(&typed);
        }
    }
}
