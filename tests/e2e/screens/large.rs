//! What letters that grow do to the screens: in the largest type on the smallest screen nothing scrolls sideways and
//! nothing is cut, and neither is a language whose words are two fifths longer.

use serde_json::json;
use system_tests::{Demonstration, Display, Result};

use super::township::LargeTownship;
use super::{Findings, Screen, close_layer, quiet, screens, shown};
use crate::desk::{Desk, PAGE_SIZE, SMALL_SIZE, usual_display, window_on};

/// A window on the township, signed in, with what the web view keeps. The language is one of it: the driver clicks beside
/// what is drawn larger.
async fn desk_at(township: &LargeTownship, display: &Display, size: (u32, u32)) -> Result<Desk> {
    let settings = window_on(&township.dir())?.artefacts("e2e/screens").env("NONGHE_COUNTY_URL", "http://127.0.0.1:9");
    let operator = Demonstration::read(&township.dir())?.operator(0)?.clone();
    let desk = Desk::open(display, &settings, &operator).await?;
    desk.window.resize(size.0, size.1).await?;
    Ok(desk)
}

/// Begins the page again with this kept by the web view.
async fn keep(desk: &Desk, key: &str, value: &str) -> Result<()> {
    let script = "localStorage.setItem(arguments[0], arguments[1]); location.reload()";
    desk.window.evaluate(script, vec![json!(key), json!(value)]).await?;
    desk.window.wait_until_still().await
}

/// Shows each screen in turn, looks for what is cut or scrolls sideways, and closes what was opened for it.
async fn each(desk: &Desk, screens: &[Screen], look: (&str, &str), findings: &mut Findings) -> Result<()> {
    let (name, language) = look;
    keep(desk, "nonghe.locale", language).await?;
    for screen in screens {
        shown(desk, screen).await?;
        quiet(&desk.window).await?;
        let place = format!("{name}-{}-{language}", screen.name);
        desk.window.screenshot(&place).await?;
        for script in [include_str!("clipped.js"), include_str!("sideways.js")] {
            findings.add(&place, desk.window.evaluate(script, Vec::new()).await?)?;
        }
        close_layer(&desk.window, &screen.opens).await?;
    }
    Ok(())
}

#[tokio::test]
async fn letters_that_grow_make_no_screen_scroll_sideways_and_cut_nothing() -> Result<()> {
    let township = LargeTownship::new().await?;
    let screens = screens(&township);

    let display = usual_display()?;
    let desk = desk_at(&township, &display, SMALL_SIZE).await?;
    let mut findings = Findings::default();
    keep(&desk, "nonghe.prefs", r#"{ "textSize": "largest" }"#).await?;
    let width = desk.window.evaluate("return innerWidth", Vec::new()).await?;
    assert!(width.as_u64().is_some_and(|width| width < 900), "the letters are large: {width}");
    for language in ["zh", "en"] {
        each(&desk, &screens, ("largest", language), &mut findings).await?;
    }
    keep(&desk, "nonghe.prefs", "{}").await?;
    keep(&desk, "nonghe.pseudo", "1").await?;
    desk.window.resize(PAGE_SIZE.0, PAGE_SIZE.1).await?;
    each(&desk, &screens, ("pseudo", "en"), &mut findings).await?;
    desk.window.close().await?;
    findings.expect_none()
}
