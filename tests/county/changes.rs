//! What the county makes of changes of people: field by field, in its own order, and never by the last word where it
//! matters who somebody is.

use crate::bodies::{collected, operator};
use crate::bodies::{died, moved};
use crate::device::Device;
use crate::world::{World, pack};
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::{HouseholdId, PersonId};
use nonghe_protocol::FeedItem;
use nonghe_protocol::body::{Household, HouseholdRegistered, Member};
use nonghe_protocol::change::{
    Change, ChangeUndone, FromTo, HouseholdChange, HouseholdChanged, HouseholdFormed, Joined, PeopleMoved,
    PersonChange, PersonChanged, PersonDied, Presence, Stands,
};
use nonghe_protocol::feed::Verdict;

fn verdicts(feed: &[FeedItem]) -> Vec<(u64, u64, String)> {
    let said = |item: &FeedItem| match item {
        FeedItem::Disposition { from_seq, to_seq, verdict } => {
            let word = match verdict {
                Verdict::Accepted => "accepted".to_owned(),
                Verdict::Held => "held".to_owned(),
                Verdict::Refused { reason } => format!("{} / {}", reason.zh, reason.en),
            };
            (*from_seq, *to_seq, word)
        }
        other => panic!("{other:?}"),
    };
    feed.iter().map(said).collect()
}

fn accepted(from: u64, to: u64) -> (u64, u64, String) {
    (from, to, "accepted".to_owned())
}

fn household(device: &mut Device, number: &str) -> Household {
    Household {
        household: HouseholdId::from_random(device.bits()),
        number: number.into(),
        village: "槐树村".into(),
        group: "3".into(),
        door: String::new(),
        phone: String::new(),
    }
}

fn member(device: &mut Device, name: &str, relation: Relation) -> Member {
    Member {
        person: PersonId::from_random(device.bits()),
        name: name.into(),
        id_number: None,
        temporary_number: None,
        sex: Sex::Female,
        birth_date: "1988-02-12".parse().unwrap(),
        relation,
        categories: Vec::new(),
        phone: String::new(),
    }
}

/// Registers a household of two.
fn registered(device: &mut Device, number: &str) -> (Household, Member, Member) {
    let (household, head, other) = (
        household(device, number),
        member(device, "王建国", Relation::Head),
        member(device, "王芳", Relation::Daughter),
    );
    let members = vec![head.clone(), other.clone()];
    device.append(HouseholdRegistered { by: operator(), household: household.clone(), members }, None);
    (household, head, other)
}

fn change(people: Vec<PersonChange>) -> Change {
    Change { people, ..Change::new(operator(), "2026-10-08".parse().unwrap(), String::new()) }
}

#[expect(clippy::unnecessary_wraps, reason = "every field of a change is optional")]
fn from_to<T>(from: T, to: T) -> Option<FromTo<T>> {
    Some(FromTo { from, to })
}

fn named(person: &Member, from: &str, to: &str) -> PersonChanged {
    PersonChanged(change(vec![PersonChange {
        name: from_to(from.into(), to.into()),
        ..PersonChange::of(person.person)
    }]))
}

async fn person(world: &World, person: &Member) -> (String, String, String, String) {
    let client = world.connect().await;
    let sql = "SELECT p.name, h.number, p.relation, p.presence FROM person p JOIN household h ON h.id = p.household
               WHERE p.id = $1::text::uuid";
    let row = client.query_one(sql, &[&person.person.to_string()]).await.unwrap();
    (row.get(0), row.get(1), row.get(2), row.get(3))
}

fn facts(name: &str, household: &str, relation: &str, presence: &str) -> (String, String, String, String) {
    (name.into(), household.into(), relation.into(), presence.into())
}

#[tokio::test]
async fn people_move_form_households_die_and_come_back_with_their_history() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let (pack, hash) = pack();
    let (old, head, daughter) = registered(&mut device, "H000001");
    device.append(
        collected(&mut Device::new(99, World::county_key()), &pack, &[daughter.person], "R0000001"),
        Some(hash),
    );
    let (made, husband) = (household(&mut device, "H000002"), member(&mut device, "赵强", Relation::Spouse));
    let moves = PersonChange {
        household: from_to(old.household, made.household),
        relation: from_to(Relation::Daughter, Relation::Head),
        ..PersonChange::of(daughter.person)
    };
    device.append(
        HouseholdFormed(Change {
            joined: Some(Joined { household: made.household, members: vec![husband.clone()] }),
            made: Some(made.clone()),
            ..change(vec![moves])
        }),
        None,
    );
    let died = Stands { presence: Presence::Dead, since: Some("2026-10-07".parse().unwrap()) };
    let death = PersonChange { stands: from_to(Stands::HERE, died), ..PersonChange::of(head.person) };
    let seq = device.append(PersonDied(change(vec![death.clone()])), None);
    let phone =
        HouseholdChange { phone: from_to(String::new(), "13900000000".into()), ..HouseholdChange::of(made.household) };
    device.append(HouseholdChanged(Change { households: vec![phone], ..change(Vec::new()) }), None);
    device.push_all(&world.url()).await;
    assert_eq!(verdicts(&device.feed(&world.url()).await), [accepted(1, 5)]);
    assert_eq!(person(&world, &daughter).await, facts("王芳", "H000002", "head", "here"));
    assert_eq!(person(&world, &husband).await, facts("赵强", "H000002", "spouse", "here"));
    assert_eq!(person(&world, &head).await, facts("王建国", "H000001", "head", "dead"));
    assert_eq!(world.count("SELECT count(*) FROM enrolment WHERE state = 'active'").await, 1, "it follows the person");

    device.append(ChangeUndone(Change { undoes: Some(seq), ..change(vec![death.back()]) }), None);
    // The same press once more, as after a restored backup, changes nothing.
    device.append(ChangeUndone(Change { undoes: Some(seq), ..change(vec![]) }), None);
    device.push_all(&world.url()).await;
    device.feed_of(&world.url(), 2).await;
    assert_eq!(person(&world, &head).await, facts("王建国", "H000001", "head", "here"));
    let history = "SELECT count(*) FROM record_change WHERE outcome = 'applied'";
    assert_eq!(world.count(history).await, 5, "household and relation, death, phone, and back");
}

#[tokio::test]
async fn two_desks_that_say_different_things_of_a_person_make_a_case_and_a_phone_goes_by_the_last_word() {
    let mut world = World::start().await;
    let (mut one, mut two) = (world.device().await, world.device().await);
    let (_, head, daughter) = registered(&mut one, "H000001");
    one.append(named(&daughter, "王芳", "王方"), None);
    one.push_all(&world.url()).await;
    assert_eq!(verdicts(&one.feed(&world.url()).await), [accepted(1, 2)]);

    // The other desk still has the old name; it corrects another way, and gives a telephone with it.
    let with_phone = |from: &str, to: &str, phone: &str| {
        let mut changed = named(&daughter, from, to);
        changed.0.people[0].phone = from_to(String::new(), phone.into());
        changed
    };
    two.append(with_phone("王芳", "王放", "13911111111"), None);
    two.append(named(&daughter, "王芳", "王方"), None);
    two.append(named(&head, "王建国", "王建国二"), None);
    two.push_all(&world.url()).await;
    let feed = verdicts(&two.feed(&world.url()).await);
    let [(1, 1, case), rest] = &feed[..] else { panic!("{feed:?}") };
    assert!(
        case.contains("姓名") && case.contains("name") && !case.contains("王方"),
        "fields, no personal data: {case}"
    );
    assert_eq!(*rest, accepted(2, 3), "the same change said twice agrees");
    assert_eq!(person(&world, &daughter).await.0, "王方", "identity never goes by the last word");
    let client = world.connect().await;
    let kept = "SELECT said_after #>> '{}', met #>> '{}', outcome FROM record_change
                WHERE field IN ('name', 'phone') AND device = 2 AND seq = 1 ORDER BY field";
    let rows: Vec<(String, String, String)> =
        client.query(kept, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    let row = |after: &str, met: &str, outcome: &str| (after.to_owned(), met.to_owned(), outcome.to_owned());
    assert_eq!(rows, [row("王放", "王方", "case"), row("13911111111", "", "applied")], "both are kept");

    one.append(with_phone("王方", "王方", "13922222222"), None);
    one.push_all(&world.url()).await;
    one.feed_of(&world.url(), 2).await;
    let phone: String = client
        .query_one("SELECT phone FROM person WHERE id = $1::text::uuid", &[&daughter.person.to_string()])
        .await
        .unwrap()
        .get(0);
    assert_eq!(phone, "13922222222", "the last word of a telephone counts");
}

#[tokio::test]
async fn a_change_waits_for_the_registration_and_a_taken_number_is_a_case() {
    let mut world = World::start().await;
    let (mut one, mut two) = (world.device().await, world.device().await);
    let number = nonghe_domain::identity::IdNumber::parse("11010519491231002X").unwrap();
    let (_, head, daughter) = registered(&mut one, "H000001");
    let numbered = |person: &Member| {
        PersonChanged(change(vec![PersonChange {
            id_number: from_to(None, Some(number)),
            ..PersonChange::of(person.person)
        }]))
    };
    // The other desk speaks first of people whom the county does not know yet.
    let moved = PersonChange {
        stands: from_to(Stands::HERE, Stands { presence: Presence::Away, since: None }),
        ..PersonChange::of(daughter.person)
    };
    two.append(PeopleMoved(change(vec![moved])), None);
    two.push_all(&world.url()).await;
    assert_eq!(verdicts(&two.feed(&world.url()).await), [(1, 1, "held".to_owned())]);
    one.append(numbered(&head), None);
    one.append(numbered(&daughter), None);
    one.push_all(&world.url()).await;
    let feed = verdicts(&one.feed(&world.url()).await);
    assert_eq!(feed[0], accepted(1, 2));
    assert!(feed[1].2.contains("身份证号"), "{feed:?}");
    let released = verdicts(&two.feed_of(&world.url(), 2).await);
    assert_eq!(released[1], accepted(1, 1), "{released:?}");
    assert_eq!(person(&world, &daughter).await.3, "away");
}

#[tokio::test]
async fn another_centre_changes_nothing_of_a_person_and_its_word_is_kept_as_a_case() {
    let mut world = World::start().await;
    let (mut one, mut two) = (world.device().await, world.device().await);
    let (home, _, daughter) = registered(&mut one, "H000001");
    one.push_all(&world.url()).await;
    one.feed(&world.url()).await;
    world.execute("INSERT INTO centre SELECT '4102', name_zh, name_en, tier, phone, area_code FROM centre").await;
    world.execute("UPDATE device SET centre = '4102' WHERE id = 2").await;
    two.append(died(daughter.person), None);
    two.append(named(&daughter, "王芳", "王方"), None);
    two.push_all(&world.url()).await;
    let feed = verdicts(&two.feed(&world.url()).await);
    assert!(feed[0].2.contains("在册情况") && feed[1].2.contains("姓名"), "{feed:?}");
    assert_eq!(person(&world, &daughter).await.0, "王芳");
    assert_eq!(world.count("SELECT count(*) FROM person WHERE presence = 'dead'").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM record_change WHERE outcome = 'case'").await, 2, "both are kept");

    // Nor does somebody of that centre move into a household of this one.
    let (own, guest, _) = registered(&mut two, "H000009");
    two.append(moved(guest.person, own.household, home.household), None);
    two.push_all(&world.url()).await;
    let feed = verdicts(&two.feed(&world.url()).await);
    assert!(feed.last().unwrap().2.contains("所在户"), "{feed:?}");
    assert_eq!(household_of(&world, &guest).await, own.household);
}

async fn household_of(world: &World, person: &Member) -> HouseholdId {
    let sql = "SELECT household::text FROM person WHERE id = $1::text::uuid";
    let row = world.connect().await.query_one(sql, &[&person.person.to_string()]).await.unwrap();
    row.get::<_, &str>(0).parse().unwrap()
}
