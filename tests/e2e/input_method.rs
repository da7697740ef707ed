//! While an input method chooses a character, Enter, digits and arrows belong to it, in whichever order the web view
//! tells that it has ended.

use serde_json::{Value, json};
use system_tests::{Context, Key, Result};

use crate::{
    desk::{Desk, Township, usual_display},
    premium,
};

const KEYS: [&str; 5] = ["Enter", "1", "2", "ArrowDown", "ArrowUp"];

#[tokio::test]
async fn a_key_that_chooses_a_character_does_nothing_else() -> Result<()> {
    let township = Township::new().await?;
    let display = usual_display()?;
    let desk = township.open_desk(&display).await?;
    let window = &desk.window;

    desk.window.press(Key::F3).await?;
    window.type_text("wx").await?;
    window.wait_for("search-found").await?;
    nothing_then_something(&desk, "search", "Enter").await?;

    desk.go("enrolment").await?;
    window.wait_for("households-row").await?;
    window.evaluate("document.querySelector('[data-test=households] [tabindex]').focus()", Vec::new()).await?;
    nothing_then_something(&desk, "list of households", "ArrowDown").await?;

    let member = &premium::household_of_five()[0];
    window.press(Key::F2).await?;
    desk.wait_for_focus("household-village").await?;
    nothing_then_something(&desk, "village", "ArrowDown").await?;
    window.press(Key::Escape).await?;
    window.fill("member-id", &member.id_number).await?;
    window.press(Key::Enter).await?;
    desk.wait_for_focus("member-name").await?;
    window.type_text(member.name).await?;
    nothing_then_something(&desk, "name", "Enter").await?;
    desk.wait_for_focus("member-relation").await?;
    nothing_then_something(&desk, "relation", "1").await?;

    window.press(Key::F9).await?;
    window.wait_for("pay-panel").await?;
    desk.wait_for_focus("pay-received").await?;
    // Past the moment in which the panel hears no Enter at all.
    window.client().execute_async("setTimeout(arguments[0], 700)", Vec::new()).await.context("the page waits")?;
    assert_eq!(acted(&desk, &KEYS, false).await?, json!([]), "an amount: nothing is taken");
    window.evaluate("document.querySelector('[data-test=pay-panel] [role=radiogroup]').focus()", Vec::new()).await?;
    nothing_then_something(&desk, "way of paying", "2").await?;
    desk.window.close().await
}

/// Nothing happens with an input method, and the same key acts without one, so that the silence means something.
async fn nothing_then_something(desk: &Desk, place: &str, key: &str) -> Result<()> {
    assert_eq!(acted(desk, &KEYS, false).await?, json!([]), "{place}: keys of the input method acted");
    assert_ne!(acted(desk, &[key], true).await?, json!([]), "{place}: {key} acts by itself");
    Ok(())
}

async fn acted(desk: &Desk, keys: &[&str], plain: bool) -> Result<Value> {
    let sent = desk.window.client().execute_async(include_str!("orders.js"), vec![json!(keys), json!(plain)]).await;
    sent.context("the page's script")
}
