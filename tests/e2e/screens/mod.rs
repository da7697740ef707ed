//! Every screen, in both languages and at both sizes, with 30,000 people in the file: a picture of each, and what can
//! be held against it without eyes. The pictures stay in `target/e2e/screens`.

mod large;
mod township;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use system_tests::{Context, Demonstration, Failure, Key, Result, Window, repository_dir};

use self::township::{LargeTownship, routes};
use crate::desk::{Desk, PAGE_SIZE, SMALL_SIZE, usual_display, window_on};

/// What a screen may have in the document, however long its list is.
const NODES_MAX: u64 = 2_000;
const AXE: &str = "ui/node_modules/axe-core/axe.min.js";
/// More than any screen has, so that the Tab key comes round.
const STOPS_MAX: u64 = 90;

/// A screen, or a panel on one.
struct Screen {
    /// Name of its pictures.
    name: &'static str,
    /// Its address in the router; a panel has that of the screen below it.
    route: &'static str,
    address: String,
    opens: Opens,
    /// What must be there before it is looked at; a list comes after its screen.
    shows: &'static str,
}

/// How a panel is opened on its screen.
enum Opens {
    /// It is the screen itself.
    Itself,
    Key(Key),
    /// A letter with Ctrl.
    Control(char),
    /// One after another.
    Clicks(&'static [&'static str]),
    /// Typed into the search box.
    Search(&'static str),
}

fn screens(township: &LargeTownship) -> Vec<Screen> {
    let LargeTownship { household, unpaid, person, payment, stay, settlement, newcomer, .. } = township;
    let screen = |name, route: &'static str, id: &str, shows| {
        let part = |part: &'static str| if part.starts_with(':') { id.to_owned() } else { part.to_owned() };
        let address = route.split('/').map(part).collect::<Vec<_>>().join("/");
        Screen { name, route, address, opens: Opens::Itself, shows }
    };
    let opened = |name, route, id, opens, shows| Screen { opens, ..screen(name, route, id, shows) };
    let panel = |name, route, id, key, shows| opened(name, route, id, Opens::Key(key), shows);
    let mut screens = vec![
        screen("desk", "/desk", "", "[data-test=takings-total]"),
        screen("enrolment", "/enrolment", "", "[data-test=households-row]"),
        screen("register", "/enrolment/new", "", "[data-test=member-grid]"),
        screen("roster", "/enrolment/import", "", "[data-test=roster-pick]"),
        screen("household", "/household/:id", household, "[data-test=members-row]"),
        screen("person", "/person/:id", person, "[data-test=settlements-row]"),
        screen("premiums", "/premiums", "", "[data-test=page-title]"),
        screen("receipt-books", "/premiums/books", "", "[data-test=page-title]"),
        screen("receipt", "/premiums/:id", payment, "[data-test=page-title]"),
        screen("inpatient", "/inpatient", "", "[data-test=stays-row]"),
        screen("admission", "/inpatient/admit/:person", newcomer, "[data-test=admission-diagnosis]"),
        screen("charges", "/inpatient/:id", stay, "[data-test=charges-row]"),
        screen("discharge", "/inpatient/:id/discharge", stay, "[data-test=ladder]"),
        screen("settlements", "/settlements", "", "[data-test=settlements-row]"),
        screen("settlement", "/settlements/:id", settlement, "[data-test=ladder]"),
        screen("transfer", "/transfer", "", "[data-test=journal]"),
        screen("settings", "/settings", "", "[data-test=settings-about]"),
        screen("printers", "/settings/printers", "", "[data-test^=print-setting]"),
        screen("device", "/settings/device", "", "[data-test=device-fingerprint]"),
    ];
    screens.extend([
        opened("search", "/desk", "", Opens::Search("王"), "[data-test=hit-1]"),
        opened("pin", "/desk", "", Opens::Clicks(&["operator-menu", "operator-pin"]), "[data-test=pin-panel]"),
        opened("print-queue", "/desk", "", Opens::Clicks(&["printer-dot"]), "[data-test=print-queue]"),
        opened("household-change", "/household/:id", household, Opens::Control('e'), "[role=dialog]"),
        opened("person-change", "/person/:id", person, Opens::Control('e'), "[role=dialog]"),
        panel("give-back", "/premiums/:id", payment, Key::F8, "[data-test=give-back-panel]"),
        panel("help", "/desk", "", Key::F1, "[role=dialog]"),
        panel("pay", "/household/:id", unpaid, Key::F9, "[data-test=pay-panel]"),
        panel("print-menu", "/premiums/:id", payment, Key::F11, "[data-test=print-menu]"),
        opened(
            "receipt-paper",
            "/premiums/:id",
            payment,
            Opens::Clicks(&["receipt-print", "print-1"]),
            "[data-test=paper-page]",
        ),
        opened("print-fine", "/settings/printers", "", Opens::Clicks(&["setting-fine"]), "[data-test=fine-panel]"),
        panel("deposit", "/inpatient/:id", stay, Key::F7, "[data-test=deposit-commit]"),
        panel("settle", "/inpatient/:id/discharge", stay, Key::F9, "[data-test=pay-panel]"),
        panel("why", "/settlements/:id", settlement, Key::F6, "[data-test=why-panel]"),
        panel("reversal", "/settlements/:id", settlement, Key::F8, "[data-test=reversal-effects]"),
    ]);
    screens
}

/// What was found, and where each was.
#[derive(Default)]
pub struct Findings(BTreeMap<String, Vec<String>>);

impl Findings {
    /// None yet, on a window that was just opened.
    pub async fn begin(desk: &Desk) -> Result<Self> {
        let axe = std::fs::read_to_string(repository_dir().join(AXE)).context(AXE)?;
        desk.window.evaluate(&axe, Vec::new()).await?;
        Ok(Self::default())
    }

    /// Looks at a step in both languages and at both sizes, and leaves the focus where it was.
    pub async fn look_at(&mut self, desk: &Desk, name: &str) -> Result<()> {
        desk.window.evaluate("window.focusBefore = document.activeElement", Vec::new()).await?;
        for size in [SMALL_SIZE, PAGE_SIZE] {
            desk.window.resize(size.0, size.1).await?;
            for language in ["en", "zh"] {
                desk.switch_language(language).await?;
                looked_at(desk, &Look { name, language, size }, self).await?;
            }
        }
        let back = "window.focusBefore.focus(); window.focusBefore.select?.()";
        desk.window.evaluate(back, Vec::new()).await.map(drop)
    }

    fn add(&mut self, place: &str, found: Value) -> Result<()> {
        let found: Vec<String> = serde_json::from_value(found).context("no list of findings")?;
        for finding in found {
            self.0.entry(finding).or_default().push(place.to_owned());
        }
        Ok(())
    }

    pub fn expect_none(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let line = |(finding, places): (&String, &Vec<String>)| format!("\n  {finding}\n      {}", places.join(", "));
        let lines: String = self.0.iter().map(line).collect();
        Err(Failure::new(format!("{} findings; the pictures are in target/e2e/screens{lines}", self.0.len())))
    }
}

#[tokio::test]
async fn every_screen_can_be_read_reached_and_is_small_however_many_people_there_are() -> Result<()> {
    let township = LargeTownship::new().await?;
    let screens = screens(&township);
    every_route_has_a_picture(&screens)?;

    let display = usual_display()?;
    let settings = window_on(&township.dir())?.artefacts("e2e/screens").env("NONGHE_COUNTY_URL", "http://127.0.0.1:9");
    let desk = Desk { window: Window::open(&display, &settings).await? };
    desk.window.wait_for("sign-in-enter").await?;
    let mut findings = Findings::begin(&desk).await?;
    let operator = Demonstration::read(&township.dir())?.operator(0)?.clone();
    for size in [SMALL_SIZE, PAGE_SIZE] {
        desk.window.resize(size.0, size.1).await?;
        for language in ["en", "zh"] {
            desk.switch_language(language).await?;
            looked_at(&desk, &Look { name: "sign-in", language, size }, &mut findings).await?;
        }
    }
    desk.window.sign_in(&operator).await?;

    for size in [PAGE_SIZE, SMALL_SIZE] {
        desk.window.resize(size.0, size.1).await?;
        for language in ["zh", "en"] {
            desk.window.open_screen("/desk").await?;
            desk.switch_language(language).await?;
            for screen in &screens {
                shown(&desk, screen).await?;
                looked_at(&desk, &Look { name: screen.name, language, size }, &mut findings).await?;
                if (size, language) == (PAGE_SIZE, "zh") {
                    tabbed_through(&desk.window, screen.name, &mut findings).await?;
                }
                close_layer(&desk.window, &screen.opens).await?;
            }
            desk.window.press_with(Key::Control, 'l').await?;
            desk.window.wait_for("locked").await?;
            looked_at(&desk, &Look { name: "locked", language, size }, &mut findings).await?;
            desk.window.fill("sign-in-pin", &operator.pin).await?;
            desk.window.click("sign-in-enter").await?;
            desk.window.wait_for("page-title").await?;
        }
    }
    desk.window.close().await?;
    findings.expect_none()
}

/// A screen that is added needs a row here.
fn every_route_has_a_picture(screens: &[Screen]) -> Result<()> {
    let pictured: BTreeSet<&str> = screens.iter().map(|screen| screen.route).collect();
    let routes = routes(repository_dir())?;
    assert!(routes.len() > 10, "the router's screens were recognised: {routes:?}");
    let missing: Vec<_> = routes.iter().filter(|route| !pictured.contains(route.as_str())).collect();
    assert!(missing.is_empty(), "screens without a picture: {missing:?}");
    let gone: Vec<_> = pictured.iter().filter(|route| !routes.iter().any(|known| known == *route)).collect();
    assert!(gone.is_empty(), "pictures without a screen: {gone:?}");
    Ok(())
}

async fn shown(desk: &Desk, screen: &Screen) -> Result<()> {
    desk.window.open_screen(&screen.address).await?;
    if !matches!(screen.opens, Opens::Itself) {
        // Its keys work as soon as the screen below has come to rest.
        quiet(&desk.window).await?;
    }
    match screen.opens {
        Opens::Itself => {}
        Opens::Key(key) => desk.window.press(key).await?,
        Opens::Control(letter) => desk.window.press_with(Key::Control, letter).await?,
        Opens::Clicks(names) => {
            for name in names {
                // By the page: the driver misses what is drawn larger.
                desk.window.wait_for(name).await?;
                let click = format!("document.querySelector('[data-test={name}]').click()");
                desk.window.evaluate(&click, Vec::new()).await?;
            }
        }
        Opens::Search(text) => {
            desk.window.press(Key::F3).await?;
            desk.window.type_text(text).await?;
        }
    }
    desk.window.wait_for_css(screen.shows).await.map(drop)
}

/// Closes what was opened over a screen.
async fn close_layer(window: &Window, opened: &Opens) -> Result<()> {
    if let Opens::Search(_) = opened {
        // The Tab key has led out of the box; nothing stays in it for the next pictures.
        window.press(Key::F3).await?;
    }
    if !matches!(opened, Opens::Itself) {
        window.press(Key::Escape).await?;
        window.wait_until_gone_css("[role=dialog]").await?;
    }
    Ok(())
}

/// One look at one screen.
struct Look<'a> {
    name: &'a str,
    language: &'a str,
    size: (u32, u32),
}

/// Takes a picture and looks for what cannot be read, named or held.
async fn looked_at(desk: &Desk, look: &Look<'_>, findings: &mut Findings) -> Result<()> {
    let window = &desk.window;
    quiet(window).await?;
    let place = format!("{}-{}-{}", look.name, look.size.0, look.language);
    window.screenshot(&place).await?;
    findings.add(&place, window.evaluate(include_str!("clipped.js"), Vec::new()).await?)?;
    let nodes = window.evaluate("return document.querySelectorAll('*').length", Vec::new()).await?;
    if nodes.as_u64().context("no number of nodes")? > NODES_MAX {
        findings.add(&place, json!([format!("{nodes} nodes in the document; at most {NODES_MAX}")]))?;
    }
    // The same elements stand there at each size.
    if look.size == PAGE_SIZE {
        findings.add(&place, asked(window, include_str!("axe.js")).await?)?;
    }
    Ok(())
}

/// Goes round with the Tab key: every control is reached, marked and in sight.
pub async fn tabbed_through(window: &Window, name: &str, findings: &mut Findings) -> Result<()> {
    let stops = window.evaluate(include_str!("stops.js"), Vec::new()).await?;
    let stops = stops.as_u64().context("no number of stops")?;
    for _ in 0..(stops + 2).min(STOPS_MAX) {
        window.press(Key::Tab).await?;
    }
    findings.add(name, window.evaluate("return window.stopsLeft()", Vec::new()).await?)
}

async fn quiet(window: &Window) -> Result<()> {
    asked(window, include_str!("quiet.js")).await.map(drop)
}

/// The answer of a script that calls back.
async fn asked(window: &Window, script: &str) -> Result<Value> {
    window.client().execute_async(script, Vec::new()).await.context("the page's script")
}
