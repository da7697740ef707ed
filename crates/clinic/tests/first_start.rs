//! Setting a computer up: the county's file, the request, cards. What is refused changes nothing.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{CardReading, UiError};
use nonghe_clinic::{Clinic, ClinicError, Now, PROVISIONING_BYTES_MAX, SharedStore};
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, PersonId};
use nonghe_protocol::body::{Household, Member, RosterHousehold};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::{DeviceRequest, Provisioning, SecretKey, Signed};
use nonghe_store::{Protector, Store};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use support::township::id_number;
use support::{Desk, county, pack, provisioning};
use tempfile::TempDir;

const NOW: Now = Now { wall_ms: 1_791_423_000_000, mono_ms: 0 };

/// A roster of households of one, as the county sends it.
fn roster_lines(households: u8) -> String {
    let line = |serial: u8| RosterHousehold {
        household: Household {
            household: HouseholdId::from_random([serial; 16]),
            number: format!("H{serial:06}"),
            village: "槐树村".into(),
            group: "3".into(),
            door: serial.to_string(),
            phone: String::new(),
        },
        known: false,
        members: vec![Member {
            person: PersonId::from_random([serial; 16]),
            name: "王新民".into(),
            id_number: Some(IdNumber::parse(&id_number("19620315", usize::from(serial) * 2 + 1)).unwrap()),
            temporary_number: None,
            sex: Sex::Male,
            birth_date: "1962-03-15".parse().unwrap(),
            relation: Relation::Head,
            categories: Vec::new(),
            phone: String::new(),
        }],
    };
    (1..=households).map(|serial| serde_json::to_string(&line(serial)).unwrap() + "\n").collect()
}

/// A computer with data of its own that no county has granted yet.
struct Computer {
    folder: TempDir,
    store: SharedStore,
    demonstration: bool,
}

impl Computer {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::create(&folder.path().join("data"), &Protector::Demonstration).unwrap();
        Self { folder, store: Arc::new(Mutex::new(store)), demonstration: true }
    }

    fn grant(&self, change: impl FnOnce(&mut Provisioning)) -> String {
        let mut granted = provisioning(&self.store.lock().unwrap(), &county(), Some(roster_lines(12)), vec![pack()]);
        change(&mut granted);
        serde_json::to_string(&granted.signed(&county()).unwrap()).unwrap()
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// As the window does it: look, then accept what was shown.
    fn accept(&self, path: &Path) -> Result<(), ClinicError> {
        let text = Clinic::provisioning_file(path)?;
        let view = Clinic::provisioning_view(&self.store.lock().unwrap(), &text, self.demonstration)?;
        Clinic::provision_as_shown(&self.store, &text, &view.seal, self.demonstration, NOW)
    }

    fn refusal(&self, path: &Path) -> UiError {
        self.accept(path).unwrap_err().for_people()
    }

    /// What a rebuild must give and what was stated: the chain's length and the number of people.
    fn holds(&self) -> (u64, u64, bool) {
        let store = self.store.lock().unwrap();
        let sound = store.provisioned_by().unwrap().is_none() || store.verify().unwrap().is_sound();
        (store.last_seq().unwrap(), store.people_count().unwrap(), sound)
    }
}

fn clinic(computer: &Computer) -> Clinic {
    Clinic::new(Arc::clone(&computer.store)).unwrap()
}

#[test]
fn a_file_that_is_not_for_this_computer_is_refused_with_the_reason_and_changes_nothing() {
    let computer = Computer::new();
    let good = computer.grant(|_| {});
    let other = Computer::new();
    let theirs = other.grant(|_| {});
    let (gb18030, ..) = encoding_rs::GB18030.encode(&good);
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let real = computer.grant(|granted| granted.demonstration = false);
    let nobody = computer.grant(|granted| {
        granted.operators.clear();
        granted.roster = None;
    });
    let bad_pack = computer.grant(|granted| granted.packs = vec!["{}".into()]);
    let bad_roster = computer.grant(|granted| granted.roster = Some("{}\n".into()));
    let signed: Signed = serde_json::from_str(&good).unwrap();
    let thief = SecretKey::from_random(&[8; 32]);
    let by_another = serde_json::to_string(&Signed {
        key: thief.public(),
        signature: thief.sign(Provisioning::DOMAIN, signed.message.as_bytes()),
        message: signed.message.clone(),
    });
    let request = clinic(&computer);
    let request = Clinic::device_request(&request.shared_store().lock().unwrap(), "x").unwrap();
    let rows: [(&str, Vec<u8>, &str); 15] = [
        ("of another computer", theirs.into_bytes(), "E-6014"),
        ("of real data", real.into_bytes(), "E-6016"),
        ("tampered", good.replacen("4110", "4111", 1).into_bytes(), "E-6015"),
        ("signed by another", by_another.unwrap().into_bytes(), "E-6015"),
        ("the request instead", request.into_bytes(), "E-6015"),
        ("GB 18030", gb18030.into_owned(), "E-6019"),
        ("UTF-16", utf16, "E-6013"),
        ("empty", Vec::new(), "E-6023"),
        ("blank", b" \r\n\t".to_vec(), "E-6023"),
        ("half", good.as_bytes()[..good.len() / 2].to_vec(), "E-6013"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "E-6013"),
        ("other JSON", b"{}".to_vec(), "E-6013"),
        ("nobody may sign in", nobody.into_bytes(), "E-6028"),
        ("a bad pack", bad_pack.into_bytes(), "E-6018"),
        ("a bad roster", bad_roster.into_bytes(), "E-6013"),
    ];
    for (what, content, code) in rows {
        let refusal = computer.refusal(&computer.file("grant.nhp", content));
        assert_eq!(refusal.code, code, "{what}: {}", refusal.what.en);
        assert_eq!(refusal.money.en, "Nothing was imported.", "{what}");
        assert_eq!(computer.holds(), (0, 0, true), "{what}");
    }
    // After all that the right one is taken, also with the mark that an editor leaves before it.
    let marked = computer.file("grant.nhp", format!("\u{feff}{good}"));
    computer.accept(&marked).unwrap();
    let (entries, people, sound) = computer.holds();
    assert!(entries == 2 && people > 0 && sound, "{entries} {people} {sound}");
    assert_eq!(computer.refusal(&marked).code, "E-6017", "once is enough");
    let elsewhere = computer.grant(|granted| granted.centre.code = "4111".into());
    let elsewhere = computer.file("elsewhere.nhp", elsewhere);
    assert_eq!(computer.refusal(&elsewhere).code, "E-6017", "this computer belongs to a centre, and stays with it");
    assert_eq!(computer.holds(), (entries, people, true));
    assert_eq!(clinic(&computer).session_state().centre.unwrap().zh, "槐树镇卫生院");
}

#[test]
fn only_a_plain_file_of_a_sensible_size_is_opened() {
    let computer = Computer::new();
    let folder = computer.folder.path();
    let sized = |length: u64| {
        let path = folder.join("large.nhp");
        File::create(&path).unwrap().set_len(length).unwrap();
        path
    };
    assert_eq!(computer.refusal(&sized(PROVISIONING_BYTES_MAX)).code, "E-6013");
    assert_eq!(computer.refusal(&sized(PROVISIONING_BYTES_MAX + 1)).code, "E-6020");
    assert_eq!(computer.refusal(&sized(50 * 1024 * 1024)).code, "E-6020");
    assert_eq!(computer.refusal(folder).code, "E-6021", "a folder");
    assert_eq!(computer.refusal(&folder.join("nowhere")).code, "E-6021");
    assert_eq!(computer.refusal(Path::new("/dev/zero")).code, "E-6021", "a device without an end");
    let shut = computer.file("shut.nhp", computer.grant(|_| {}));
    fs::set_permissions(&shut, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    // The superuser reads it all the same.
    let expected = if File::open(&shut).is_err() { Some("E-6022".to_owned()) } else { None };
    assert_eq!(computer.accept(&shut).err().map(|error| error.for_people().code), expected);
}

#[test]
fn a_file_that_was_changed_after_it_was_shown_is_not_accepted() {
    let computer = Computer::new();
    let (shown, other) = (computer.grant(|_| {}), computer.grant(|granted| granted.device_number = 2));
    let view = Clinic::provisioning_view(&computer.store.lock().unwrap(), &shown, true).unwrap();
    assert_eq!((view.device_number, view.operators.len(), view.packs.len()), (1, 3, 1));
    assert!(view.people >= 12 && view.households > 0, "{} in {}", view.people, view.households);
    let refused = Clinic::provision_as_shown(&computer.store, &other, &view.seal, true, NOW).unwrap_err();
    assert_eq!(refused.for_people().code, "E-6024");
    assert_eq!(computer.holds(), (0, 0, true));
}

#[test]
fn a_provisioning_that_was_cut_short_goes_on_by_itself_and_comes_out_the_same() {
    let whole = Computer::new();
    whole.accept(&whole.file("grant.nhp", whole.grant(|_| {}))).unwrap();
    for _ in 0..2 {
        let computer = Computer::new();
        let text = computer.grant(|_| {});
        let signed: Signed = serde_json::from_str(&text).unwrap();
        let granted: Provisioning = signed.open(&county().public()).unwrap();
        computer.store.lock().unwrap().keep_provisioning(&signed, &granted).unwrap();
        // The power failed here: the grant is kept, and nothing of it is in the journal.
        assert_eq!(computer.holds(), (0, 0, true));
        Clinic::finish_provisioning(&computer.store, NOW).unwrap();
        assert_eq!(computer.holds(), whole.holds());
        Clinic::finish_provisioning(&computer.store, NOW).unwrap();
        assert_eq!(computer.holds(), whole.holds(), "a second start adds nothing");
    }
    Clinic::finish_provisioning(&Computer::new().store, NOW).unwrap();
}

#[test]
fn a_request_is_written_whole_and_replaces_nothing_but_a_request() {
    let computer = Computer::new();
    let clinic = clinic(&computer);
    assert_eq!(clinic.first_start().unwrap().step, "request");
    let path = computer.folder.path().join("ask.nhr");
    let written =
        |path: &Path, label: &str| clinic.request_write(path, label, NOW).map_err(|error| Box::new(error.for_people()));
    for label in ["", "  ", "a\u{7}", &"长".repeat(31)] {
        assert_eq!(written(&path, label).unwrap_err().field.as_deref(), Some("label"), "{label:?}");
    }
    assert!(!path.exists());
    // What a program left that was killed while it wrote does not stand in the way.
    computer.file("ask.nhr.part", "{");
    written(&path, &"长".repeat(30)).unwrap();
    assert!(!computer.folder.path().join("ask.nhr.part").exists());
    written(&path, "收费窗口1").unwrap();
    let signed: Signed = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let asked: DeviceRequest = signed.open(&signed.key).unwrap();
    assert_eq!(asked.label, "收费窗口1");
    let view = clinic.first_start().unwrap();
    assert_eq!((view.step.as_str(), view.request.as_ref().unwrap().written.is_some()), ("grant", true));
    assert_eq!(view.request.unwrap().fingerprint, asked.dev.fingerprint());

    let letter = computer.file("letter.txt", "dear county");
    for place in [letter.as_path(), computer.folder.path(), Path::new("ask.nhr"), Path::new("/nowhere/ask.nhr")] {
        let refusal = written(place, "x").unwrap_err();
        assert_eq!((refusal.code.as_str(), refusal.field.as_deref()), ("E-6025", Some("path")), "{}", place.display());
    }
    assert_eq!(fs::read_to_string(&letter).unwrap(), "dear county");
}

#[test]
fn steps_that_were_left_stand_on_the_desk_until_they_are_done() {
    let desk = Desk::new();
    let left = |desk: &Desk| -> Vec<String> {
        let view = desk.clinic.desk_view(desk.now()).unwrap();
        view.setup_left.into_iter().map(|left| left.step).collect()
    };
    assert_eq!(desk.clinic.first_start().unwrap().step, "done", "no guide was begun here");
    desk.clinic.guide_begun().unwrap();
    for (step, next) in [("printer", "reader"), ("reader", "done")] {
        let view = desk.clinic.first_start().unwrap();
        assert_eq!(view.step, step);
        assert!(desk.clinic.session_state().first_start);
        desk.clinic.setup_step(step, true).unwrap();
        assert_eq!(desk.clinic.first_start().unwrap().step, next);
    }
    assert!(!desk.clinic.session_state().first_start);
    assert_eq!(left(&desk), ["printer", "reader"]);
    let desk = desk.restarted();
    assert_eq!(left(&desk), ["printer", "reader"], "after a restart as well");
    desk.clinic.setup_step("printer", false).unwrap();
    assert_eq!(left(&desk), ["reader"]);
    assert!(desk.clinic.setup_step("centre", false).is_err());
}

fn card() -> CardReading {
    CardReading {
        name: "张桂兰".into(),
        sex: "女".into(),
        ethnicity: "汉".into(),
        birth_date: "1962-03-15".into(),
        address: "河南省槐树镇槐树村3组".into(),
        id_number: id_number("19620315", 302),
        photo: None,
    }
}

#[test]
fn a_card_is_believed_only_as_far_as_its_parts_agree() {
    let desk = Desk::new();
    let view = desk.clinic.card_check(&card(), desk.now()).unwrap();
    assert_eq!((view.sex.as_str(), view.birth_date.as_str()), ("female", "1962-03-15"));
    assert!(view.known.is_none() && !view.name_differs);
    let mut wrong_digit = card().id_number;
    let last = if wrong_digit.ends_with('1') { "2" } else { "1" };
    wrong_digit.replace_range(17.., last);
    let bad = [
        ("check digit", CardReading { id_number: wrong_digit, ..card() }),
        ("no number", CardReading { id_number: String::new(), ..card() }),
        ("born later", CardReading { birth_date: "1962-03-16".into(), ..card() }),
        ("no date", CardReading { birth_date: "1962".into(), ..card() }),
        ("a man", CardReading { sex: "男".into(), ..card() }),
        ("no sex", CardReading { sex: "?".into(), ..card() }),
        ("lost character", CardReading { name: "张?兰".into(), ..card() }),
        ("long address", CardReading { address: "村".repeat(101), ..card() }),
        ("control", CardReading { address: "a\u{0}".into(), ..card() }),
        ("not born", CardReading { id_number: id_number("20991231", 2), birth_date: "2099-12-31".into(), ..card() }),
    ];
    for (what, card) in bad {
        let refusal = desk.clinic.card_check(&card, desk.now()).unwrap_err().for_people();
        assert_eq!(refusal.code, "E-1104", "{what}");
        assert!(refusal.what.zh.ends_with('。'), "{what}: {}", refusal.what.zh);
    }
    let seen = |photo: &str| {
        let card = CardReading { photo: Some(photo.into()), ..card() };
        desk.clinic.card_check(&card, desk.now()).unwrap().photo
    };
    assert_eq!(seen("data:image/jpeg;base64,QUJD").as_deref(), Some("data:image/jpeg;base64,QUJD"));
    for odd in ["", "javascript:0", "https://example.org/a.jpg", "data:text/html,x", "data:image/svg+xml;base64,QUJD"] {
        assert_eq!(seen(odd), None, "{odd:?} is no picture; the card is one all the same");
    }
    assert_eq!(seen(&format!("data:image/bmp;base64,{}", "A".repeat(256 * 1024))), None, "longer than any card's");
    let compact = CardReading { birth_date: "19620315".into(), address: "村".repeat(100), ..card() };
    desk.clinic.card_check(&compact, desk.now()).unwrap();
    desk.clinic.lock_desk();
    assert!(matches!(desk.clinic.card_check(&card(), desk.now()), Err(ClinicError::NotSignedIn)));
}

#[test]
fn a_card_of_somebody_known_says_where_and_whether_the_name_differs() {
    let desk = Desk::with_roster(Some(roster_lines(3)));
    let hit = desk.clinic.household_list("", 2026).unwrap().remove(0);
    let member = desk.clinic.household_view(&hit.id, 2026, desk.now()).unwrap().members.remove(0);
    let known = desk.store(|store| store.person(member.person.parse().unwrap()).unwrap()).unwrap();
    let number = known.id_number.unwrap();
    let own = CardReading {
        name: known.name.clone(),
        sex: if member.sex == "male" { "男" } else { "女" }.into(),
        birth_date: number.birth_date().to_string(),
        id_number: number.to_string(),
        ..card()
    };
    let view = desk.clinic.card_check(&own, desk.now()).unwrap();
    assert_eq!(view.known.map(|known| known.household), Some(hit.id));
    assert!(!view.name_differs);
    let other = desk.clinic.card_check(&CardReading { name: "张桂蓝".into(), ..own }, desk.now()).unwrap();
    assert!(other.name_differs, "nothing is overwritten; a person decides");
    assert_eq!(other.known.map(|known| known.name), Some(known.name));
}
