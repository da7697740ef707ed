//! A person's photograph in the real window: from a telephone's picture, from the card on the reader, taken away.

use std::{fs, fs::OpenOptions, io::Write as _, path::PathBuf, process::Command, time::Duration};

use serde_json::json;
use system_tests::{Context, NongheCli, Result, open_demonstration_database, repository_dir};
use tokio::time::sleep;

use crate::desk::{Desk, Township, usual_display, window_on};

/// The pipe through which devices speak while none is connected.
const DEVICE_LINES: &str = "NONGHE_DEVICE_LINES";
/// A panel hears no Enter in its first moment.
const READ_THE_PANEL: Duration = Duration::from_millis(500);

/// The page's own hand at the system's dialog: a file of twelve million pixels, as telephones make them.
const CHOOSE_LARGE: &str = "
    const done = arguments[0];
    const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 4000 });
    const context = canvas.getContext('2d');
    for (let row = 0; row < 400; row += 1) {
      context.fillStyle = `hsl(${(row * 37) % 360} 60% 50%)`;
      context.fillRect(0, row * 10, 3000, 10);
    }
    canvas.toBlob((blob) => {
      choose(new File([blob], 'IMG_0001.JPG', { type: 'image/jpeg' }));
      done(blob.size);
    }, 'image/jpeg', 0.95);
    function choose(file) {
      const input = document.querySelector('[data-test=photograph-file]');
      const files = new DataTransfer();
      files.items.add(file);
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }";
/// A text that somebody gave the name of a picture.
const CHOOSE_TEXT: &str = "
    const input = document.querySelector('[data-test=photograph-file]');
    const files = new DataTransfer();
    files.items.add(new File(['no picture'], 'a.jpg', { type: 'image/jpeg' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";
const SHOWN_SIZE: &str = "
    const shown = document.querySelector('[data-test=photograph-shown]');
    return [shown.naturalWidth, shown.naturalHeight, shown.alt];";

#[tokio::test]
async fn a_photograph_comes_from_a_file_or_a_card_and_is_taken_away_with_a_reason() -> Result<()> {
    let township = Township::new().await?;
    let pipe = township.dir().join("../devices");
    let made = Command::new("mkfifo").arg(&pipe).status().context("mkfifo does not start")?;
    assert!(made.success(), "the pipe is made");
    let display = usual_display()?;
    let county = township.start_county().await?;
    let settings =
        window_on(&township.dir())?.env(DEVICE_LINES, &pipe.to_string_lossy()).env("NONGHE_COUNTY_URL", &county.url());
    let desk = Desk::open(&display, &settings, &township.operator(0)?).await?;
    let window = &desk.window;
    let database = open_demonstration_database(&township.dir())?;
    let kept = || {
        let sql = "SELECT content FROM photograph JOIN attachment USING (hash)";
        database.query_row(sql, [], |row| row.get::<_, Vec<u8>>(0)).ok()
    };

    let (person, name) = somebody(&database)?;
    window.open_screen(&format!("/person/{person}")).await?;
    window.wait_for("photograph-none").await?;
    desk.picture("40-photograph-none").await?;
    desk.small_pictures("40-photograph-none").await?;
    window.evaluate(CHOOSE_TEXT, Vec::new()).await?;
    window.wait_for_text("problem-code", "E-2140").await?;
    desk.small_pictures("41-photograph-problem").await?;
    assert_eq!(kept(), None);

    let size = window.client().execute_async(CHOOSE_LARGE, Vec::new()).await.context("the large picture")?;
    assert!(size.as_u64().context("no size")? > 64 * 1024, "larger than what is kept: {size}");
    window.wait_for("photograph-shown").await?;
    window.wait_until_gone("problem").await?;
    let shown = window.evaluate(SHOWN_SIZE, Vec::new()).await?;
    assert_eq!(shown, json!([300, 375, format!("{name} 的照片")]));
    let first = kept().context("nothing is kept")?;
    assert!(first.len() <= 64 * 1024 && first.starts_with(&[0xFF, 0xD8]), "{} bytes", first.len());

    lay_card(pipe, card(&desk, &database, &person).await?).await?;
    window.wait_for("photograph-card").await?;
    assert_eq!(kept().as_ref(), Some(&first), "a card that lies there keeps nothing");
    desk.picture("42-photograph-card").await?;
    desk.small_pictures("42-photograph-card").await?;
    window.click("photograph-use-card").await?;
    window.wait_until_gone("photograph-card").await?;
    let second = kept().context("nothing is kept")?;
    assert_ne!(second, first, "the card's took its place");
    window.wait_for("photograph-shown").await?;
    desk.picture("43-photograph").await?;
    desk.small_pictures("43-photograph").await?;

    window.click("photograph-take-away").await?;
    desk.wait_for_focus("photograph-reason").await?;
    desk.small_pictures("44-photograph-take-away").await?;
    sleep(READ_THE_PANEL).await;
    desk.enter("本人要求").await?;
    window.wait_until_gone("photograph-panel").await?;
    window.wait_for("photograph-none").await?;
    assert_eq!(kept(), None);
    window.wait_for_text("change-log", "本人要求").await?;
    desk.picture("45-photograph-log").await?;
    // The county keeps each picture with its entry, without a press.
    desk.wait_until_judged().await?;
    assert!(!desk.is_there("[data-test=journal] [data-state=needs_action]").await?, "everything was accepted");
    desk.window.close().await?;
    let dir = township.dir().display().to_string();
    NongheCli::new().run(["verify", "--dir", &dir]).await?.succeeded().map(drop)
}

/// Somebody who was in hospital: the page has all its parts then.
fn somebody(database: &rusqlite::Connection) -> Result<(String, String)> {
    let sql = "SELECT id, name FROM person WHERE id IN (SELECT person FROM settlement) AND id_number IS NOT NULL \
               ORDER BY row LIMIT 1";
    let found = database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
    found.context("nobody was in hospital")
}

/// The card of somebody of the township, with the picture that tests have.
async fn card(desk: &Desk, database: &rusqlite::Connection, person: &str) -> Result<String> {
    let sql = "SELECT name, sex, birth_date, id_number FROM person WHERE id = ?1";
    let texts =
        database.query_row(sql, [person], |row| Ok([row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?]));
    let [name, sex, birth_date, id_number] = texts.context("nobody of this id")?;
    let picture = fs::read(repository_dir().join("tests/fixtures/photograph.jpg")).context("no picture")?;
    let encoded =
        desk.window.evaluate("return btoa(String.fromCharCode(...arguments[0]))", vec![json!(picture)]).await?;
    let photo = format!("data:image/jpeg;base64,{}", encoded.as_str().context("no Base64")?);
    let sex = if sex == "male" { "男" } else { "女" };
    let card = json!({ "person": {
        "name": name, "sex": sex, "ethnicity": "汉", "birth_date": birth_date, "address": "槐树镇", "id_number": id_number,
        "photo": photo,
    } });
    Ok(card.to_string())
}

/// Speaks as a card reader does. Opening the pipe waits for the program to listen.
async fn lay_card(pipe: PathBuf, line: String) -> Result<()> {
    let speak = move || {
        let mut pipe = OpenOptions::new().write(true).open(pipe)?;
        writeln!(pipe, "{line}")
    };
    tokio::task::spawn_blocking(speak).await.context("the reader")?.context("the pipe of the devices")
}
