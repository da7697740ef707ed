//! Whatever is pressed twice, the money moves once.

use serde_json::json;
use system_tests::{Context, Key, Result, open_demonstration_database};
use tokio::time::Instant;

use crate::{
    desk::{Desk, LONG_PATIENCE, Township, usual_display},
    premium,
};

/// How the commit is pressed, in the page itself: nobody's fingers are as fast.
const PRESSES: [(&str, &str); 2] = [
    (
        "two Enters in one moment",
        "const press = () => document.activeElement?.closest('[data-test=pay-panel]') && document.activeElement.dispatchEvent(
             new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
         press(); press();",
    ),
    (
        "two clicks in one moment",
        "const button = document.querySelector('[data-test=pay-commit]'); button?.click(); button?.click();",
    ),
];
/// A scanner's Enter reaches a panel that has just opened, again and again. Answers when they would long have acted.
const SCANNER: &str = "
    const done = arguments[arguments.length - 1];
    const enter = () => document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    let opened;
    let sent = 0;
    const press = () => {
      if (performance.now() - opened > 200) return setTimeout(() => done(sent), 400);
      enter();
      sent += 1;
      setTimeout(press, 15);
    };
    const look = () => {
      if (!document.querySelector('[data-test=pay-commit]')) return requestAnimationFrame(look);
      opened = performance.now();
      press();
    };
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'F9', bubbles: true, cancelable: true }));
    look();";

#[tokio::test]
async fn a_payment_that_is_pressed_twice_is_taken_once() -> Result<()> {
    let township = Township::new().await?;
    let display = usual_display()?;
    let desk = township.open_desk(&display).await?;
    let database = open_demonstration_database(&township.dir())?;
    let payments = || {
        database
            .query_row("SELECT count(*) FROM payment", [], |row| row.get::<_, i64>(0))
            .context("cannot count payments")
    };
    let before = payments()?;
    let members = premium::household_of_five();

    for ((how, press), (index, member)) in PRESSES.iter().zip(members.chunks(1).enumerate()) {
        premium::fill_in(&desk, member).await?;
        desk.window.press(Key::F9).await?;
        let number = panel_stands(&desk).await?;
        // A busy computer draws the panel late, and the first moment hears nothing: pressed until it is heard.
        let started = Instant::now();
        while desk.is_there("[data-test=pay-panel]").await? && started.elapsed() < LONG_PATIENCE {
            desk.window.evaluate(press, Vec::new()).await?;
            wait(&desk, 50).await?;
        }
        desk.window.wait_until_gone("pay-panel").await?;
        taken_once(&desk, how, &number).await?;
        assert_eq!(payments()? - before, i64::try_from(index).unwrap_or_default() + 1, "{how}: one payment");
    }

    let taken = payments()?;
    premium::fill_in(&desk, &members[3..4]).await?;
    let sent = desk.window.client().execute_async(SCANNER, Vec::new()).await.context("the scanner")?;
    assert!(sent.as_u64().is_some_and(|sent| sent > 0), "the scanner's Enters came: {sent}");
    assert_eq!(payments()?, taken, "a scanner's Enter takes no money");
    let number = panel_stands(&desk).await?;
    desk.hammer_enter("pay-panel").await?;
    taken_once(&desk, "after the scanner", &number).await?;
    assert_eq!(payments()?, taken + 1, "and the clerk's does, once");
    desk.window.close().await
}

/// Waits for the panel and returns the number that the receipt will have.
async fn panel_stands(desk: &Desk) -> Result<String> {
    desk.window.wait_for("pay-panel").await?;
    desk.window.wait_for("pay-commit").await?;
    desk.window.text("next-receipt").await
}

/// The receipt has the number that was shown, and the next one follows it.
async fn taken_once(desk: &Desk, how: &str, number: &str) -> Result<()> {
    let (_, receipt) = desk.shown_paper().await?;
    assert!(receipt.contains(number), "{how}: the receipt is {number}:\n{receipt}");
    desk.close_panel("paper-panel").await?;
    let next = desk.window.text("next-receipt").await?;
    assert_eq!(digits(&next), digits(number) + 1, "{how}: one number was used");
    Ok(())
}

fn digits(number: &str) -> u64 {
    number.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
}

async fn wait(desk: &Desk, time_ms: u64) -> Result<()> {
    let script = "setTimeout(arguments[1], arguments[0])";
    desk.window.client().execute_async(script, vec![json!(time_ms)]).await.context("the page waits").map(drop)
}
