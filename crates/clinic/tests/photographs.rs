//! Photographs of people: kept where the pack keeps them, shown to whoever is signed in, taken away with a reason.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nonghe_clinic::views::{ChangeView, HouseholdInput, MemberInput, PersonView, PhotographInput};
use nonghe_clinic::{ClinicError, ClinicResult};
use nonghe_domain::PersonId;
use nonghe_protocol::attachment_hash;
use support::township::id_number;
use support::{CASHIER, CLERK, Desk};

const YEAR: i32 = 2026;
const PICTURE: &[u8] = include_bytes!("../../../tests/fixtures/photograph.jpg");

/// Another picture: the same with a comment.
fn other_picture() -> Vec<u8> {
    [&PICTURE[..2], &[0xFF, 0xFE, 0, 3, b'x'], &PICTURE[2..]].concat()
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.sign_in(CLERK);
    desk
}

fn somebody(desk: &Desk) -> String {
    let member = MemberInput {
        id_number: id_number("19620315", 11),
        name: "王建国".into(),
        sex: None,
        birth_date: None,
        relation: "head".into(),
        categories: Vec::new(),
        phone: String::new(),
        person: None,
    };
    let input = HouseholdInput {
        village: "槐树村".into(),
        group: "3".into(),
        door: "12".into(),
        phone: String::new(),
        members: vec![member],
    };
    desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap().members.remove(0).person
}

fn input(desk: &Desk, person: &str, photo: Option<&[u8]>, reason: &str) -> PhotographInput {
    PhotographInput {
        op: desk.op(),
        person: person.into(),
        photo: photo.map(|bytes| STANDARD.encode(bytes)),
        reason: reason.into(),
    }
}

fn set(desk: &Desk, person: &str, photo: Option<&[u8]>, reason: &str) -> ClinicResult<ChangeView> {
    desk.clinic.person_photograph(&input(desk, person, photo, reason), desk.now())
}

fn view(desk: &Desk, person: &str) -> PersonView {
    desk.clinic.person_view(person, YEAR, desk.now()).unwrap()
}

/// What is shown.
fn shown(desk: &Desk, person: &str) -> Option<Vec<u8>> {
    let url = desk.clinic.photograph_view(person, desk.now()).unwrap()?;
    Some(STANDARD.decode(url.strip_prefix("data:image/jpeg;base64,").unwrap()).unwrap())
}

fn is_sound(desk: &Desk) {
    let found = desk.store(|store| store.verify().unwrap());
    assert!(found.is_sound(), "{found:?}");
}

#[test]
fn a_photograph_is_set_replaced_and_taken_away_and_the_log_says_so() {
    let desk = desk();
    let person = somebody(&desk);
    assert!(view(&desk, &person).photographs && view(&desk, &person).photo.is_none());
    assert_eq!(shown(&desk, &person), None);
    let first = input(&desk, &person, Some(PICTURE), "");
    let done = desk.clinic.person_photograph(&first, desk.now()).unwrap();
    assert_eq!(desk.clinic.person_photograph(&first, desk.now()).unwrap().seq, done.seq, "a second press is the first");
    assert_eq!(view(&desk, &person).photo, Some(attachment_hash(PICTURE).to_string()));
    assert_eq!(shown(&desk, &person).as_deref(), Some(PICTURE));
    set(&desk, &person, Some(&other_picture()), "").unwrap();
    set(&desk, &person, None, "  本人要求 ").unwrap();
    assert_eq!((view(&desk, &person).photo, shown(&desk, &person)), (None, None));
    let history = view(&desk, &person).history;
    let said: Vec<_> = history
        .iter()
        .filter(|line| line.row.kind == "person.photographed")
        .map(|line| {
            let change = &line.changes[0];
            (change.from.zh.as_str(), change.to.zh.as_str(), line.note.as_str(), line.by.as_str())
        })
        .collect();
    let clerk = "李小敏";
    assert_eq!(said, [("有", "无", "本人要求", clerk), ("原照片", "新照片", "", clerk), ("无", "有", "", clerk)]);
    is_sound(&desk);
    let desk = desk.restarted();
    assert_eq!(shown(&desk, &person), None, "after a restart as well");
}

#[test]
fn a_photograph_is_taken_back_in_order_and_again() {
    let desk = desk();
    let person = somebody(&desk);
    let undo = |seq: u64| desk.clinic.change_undo(&desk.op(), seq, desk.now());
    let first = set(&desk, &person, Some(PICTURE), "").unwrap();
    let second = set(&desk, &person, Some(&other_picture()), "").unwrap();
    let error = undo(first.seq).unwrap_err();
    assert!(matches!(error, ClinicError::CannotUndo(_)), "the second one stands on it: {error:?}");
    let op = desk.op();
    let back = desk.clinic.change_undo(&op, second.seq, desk.now()).unwrap();
    assert_eq!(desk.clinic.change_undo(&op, second.seq, desk.now()).unwrap().seq, back.seq, "one press, one entry");
    assert_eq!(shown(&desk, &person).as_deref(), Some(PICTURE), "the earlier one is there again");
    assert!(matches!(undo(second.seq), Err(ClinicError::CannotUndo(_))), "once");
    assert!(undo(first.seq).is_ok(), "now nothing stands on the first one");
    assert_eq!(shown(&desk, &person), None);
    let third = set(&desk, &person, Some(PICTURE), "").unwrap();
    desk.days_pass(1);
    assert!(matches!(undo(third.seq), Err(ClinicError::CannotUndo(_))), "of an earlier day only the office does");
    is_sound(&desk);
}

#[test]
fn what_is_no_small_picture_is_not_kept() {
    let desk = desk();
    let person = somebody(&desk);
    let before = desk.store(|store| store.last_seq().unwrap());
    let mut large = PICTURE.to_vec();
    large.splice(PICTURE.len() - 2..PICTURE.len() - 2, vec![0; 64 * 1024]);
    let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;";
    let rows: [(&[u8], &str); 6] = [
        (b"", "空"),
        (&large, "64 KB"),
        (gif, "JPEG"),
        (b"<html>", "JPEG"),
        (&PICTURE[..PICTURE.len() - 9], "不完整"),
        (&[0xFF, 0xD8, 0xFF, 0xD9], "不完整"),
    ];
    for (bytes, word) in rows {
        let error = set(&desk, &person, Some(bytes), "").unwrap_err().for_people();
        assert!(error.code == "E-2140" && error.what.zh.contains(word), "{word}: {error:?}");
        assert_eq!((error.money.zh.as_str(), error.todo.zh.is_empty()), ("没有改动任何内容。", false));
    }
    for text in ["===", "data:image/jpeg;base64,QUJD", "照片"] {
        let input = PhotographInput { photo: Some(text.into()), ..input(&desk, &person, None, "") };
        let error = desk.clinic.person_photograph(&input, desk.now()).unwrap_err();
        assert_eq!(error.for_people().code, "E-2140", "{text}");
    }
    let text = Some("A".repeat(1 << 20));
    let huge = PhotographInput { photo: text, ..input(&desk, &person, None, "") };
    assert_eq!(desk.clinic.person_photograph(&huge, desk.now()).unwrap_err().for_people().code, "E-2140");
    assert_eq!(desk.store(|store| store.last_seq().unwrap()), before, "nothing was written");
}

#[test]
fn taking_away_asks_for_a_reason_and_for_something_to_take_away() {
    let desk = desk();
    let person = somebody(&desk);
    let field = |result: ClinicResult<ChangeView>| result.unwrap_err().for_people().field.unwrap_or_default();
    assert_eq!(field(set(&desk, &person, None, "重复")), "", "there is none");
    set(&desk, &person, Some(PICTURE), "").unwrap();
    assert_eq!(field(set(&desk, &person, Some(PICTURE), "")), "", "the same one changes nothing");
    assert_eq!(field(set(&desk, &person, None, " \u{3000}")), "reason");
    set(&desk, &person, None, "照错人").unwrap();
}

#[test]
fn people_who_are_not_here_and_operators_who_may_not_are_refused() {
    let desk = desk();
    let person = somebody(&desk);
    let stranger = PersonId::from_random([7; 16]).to_string();
    assert!(matches!(set(&desk, &stranger, Some(PICTURE), ""), Err(ClinicError::NotFound)), "of another centre");
    assert!(matches!(set(&desk, "王小明", Some(PICTURE), ""), Err(ClinicError::NotFound)));
    set(&desk, &person, Some(PICTURE), "").unwrap();
    desk.sign_in(CASHIER);
    assert!(matches!(set(&desk, &person, None, "试"), Err(ClinicError::NotAllowed(_))));
    assert!(shown(&desk, &person).is_some(), "whoever is signed in sees it");
    desk.clinic.lock_desk();
    assert!(matches!(desk.clinic.photograph_view(&person, desk.now()), Err(ClinicError::NotSignedIn)));
    assert!(matches!(set(&desk, &person, None, "试"), Err(ClinicError::NotSignedIn)));
}

#[test]
fn without_the_pack_nothing_is_kept_or_shown() {
    let desk = Desk::with_small_pack(&[]);
    let person = somebody(&desk);
    assert!(!view(&desk, &person).photographs);
    let error = set(&desk, &person, Some(PICTURE), "").unwrap_err().for_people();
    assert_eq!(error.code, "E-2141");
    assert_eq!(shown(&desk, &person), None);
}
