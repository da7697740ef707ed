//! Photographs of people: kept with their entry once the picture is there.

use crate::bodies::{operator, registered};
use crate::world::World;
use nonghe_domain::PersonId;
use nonghe_protocol::FeedItem;
use nonghe_protocol::attachment_hash;
use nonghe_protocol::change::FromTo;
use nonghe_protocol::feed::Verdict;
use nonghe_protocol::photograph::PersonPhotographed;

const PICTURE: &[u8] = include_bytes!("../fixtures/photograph.jpg");

fn photographed(person: PersonId, from: Option<&[u8]>, to: Option<&[u8]>) -> PersonPhotographed {
    let photo = FromTo { from: from.map(attachment_hash), to: to.map(attachment_hash) };
    PersonPhotographed { by: operator(), person, photo, reason: String::new(), undoes: None }
}

/// The verdict on each entry; the last one said of it counts.
fn verdicts(feed: &[FeedItem]) -> Vec<(u64, String)> {
    let mut said = std::collections::BTreeMap::new();
    for item in feed {
        let FeedItem::Disposition { from_seq, to_seq, verdict } = item else { panic!("{item:?}") };
        let word = match verdict {
            Verdict::Accepted => "accepted".to_owned(),
            Verdict::Held => "held".to_owned(),
            Verdict::Refused { reason } => format!("{} / {}", reason.zh, reason.en),
        };
        said.extend((*from_seq..=*to_seq).map(|seq| (seq, word.clone())));
    }
    said.into_iter().collect()
}

fn words(feed: &[FeedItem]) -> Vec<String> {
    verdicts(feed).into_iter().map(|(_, word)| word).collect()
}

#[tokio::test]
async fn a_photograph_is_accepted_once_its_picture_is_there_and_so_is_its_taking_away() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let person = PersonId::from_random(device.bits());
    let household = registered(&mut device, &[person]);
    device.append(household, None);
    device.append(photographed(person, None, Some(PICTURE)), None);
    device.append(photographed(person, Some(PICTURE), None), None);
    device.push_all(&world.url()).await;
    assert_eq!(words(&device.feed(&world.url()).await), ["accepted", "held", "accepted"]);
    assert_eq!(device.attach(&world.url(), PICTURE).await.status, 200);
    let feed = device.feed_of(&world.url(), 4).await;
    assert_eq!(words(&feed), ["accepted"; 3], "{feed:?}");

    // Before its entry, as the desk sends it.
    let other = [&PICTURE[..2], &[0xFF, 0xFE, 0, 3, b'x'], &PICTURE[2..]].concat();
    assert_eq!(device.attach(&world.url(), &other).await.status, 200);
    device.append(photographed(person, None, Some(&other)), None);
    device.push_all(&world.url()).await;
    assert_eq!(verdicts(&device.feed(&world.url()).await).pop(), Some((4, "accepted".into())));
    assert_eq!(world.count("SELECT count(*) FROM attachment").await, 2);
}

#[tokio::test]
async fn somebody_unknown_is_waited_for_and_what_is_no_picture_is_refused() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let person = PersonId::from_random(device.bits());
    let gif = b"GIF89a\x01\x00\x01\x00";
    for content in [PICTURE, gif] {
        assert_eq!(device.attach(&world.url(), content).await.status, 200);
        device.append(photographed(person, None, Some(content)), None);
    }
    device.push_all(&world.url()).await;
    assert_eq!(words(&device.feed(&world.url()).await), ["held", "held"]);
    let household = registered(&mut device, &[person]);
    device.append(household, None);
    device.push_all(&world.url()).await;
    let feed = device.feed_of(&world.url(), 4).await;
    let words = words(&feed);
    assert_eq!((words[0].as_str(), words[2].as_str()), ("accepted", "accepted"), "{words:?}");
    assert!(words[1].contains("不是 JPEG 照片，没有计入") && words[1].contains("no JPEG"), "{words:?}");
}

#[tokio::test]
async fn a_person_of_another_centre_is_not_photographed() {
    let mut world = World::start().await;
    let mut device = world.device().await;
    let person = PersonId::from_random(device.bits());
    let household = registered(&mut device, &[person]);
    device.append(household, None);
    device.push_all(&world.url()).await;
    device.feed(&world.url()).await;
    world.execute("INSERT INTO centre SELECT '4102', name_zh, name_en, tier, phone, area_code FROM centre").await;
    world.execute("UPDATE person SET centre = '4102'").await;
    assert_eq!(device.attach(&world.url(), PICTURE).await.status, 200);
    device.append(photographed(person, None, Some(PICTURE)), None);
    device.push_all(&world.url()).await;
    let words = words(&device.feed(&world.url()).await);
    assert!(words[1].contains("别的卫生院") && words[1].contains("another centre"), "{words:?}");
}
