//! A computer without data becomes one that works: in the window, with a county office, killed on the way.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use system_tests::{Context, Display, Office, Result, Window, WindowSettings, centre::text};

use crate::desk::{Desk, usual_display};
use crate::screens::{Findings, tabbed_through};

const PASSPHRASE: &str = "seven quiet rivers";

struct Computer {
    office: Office,
    display: Display,
}

impl Computer {
    async fn open(&self) -> Result<Desk> {
        let path = |name| self.office.path(name).display().to_string();
        let settings = WindowSettings::on_data(&self.office.path("data"))?
            .artefacts("e2e/screens")
            .env("XDG_DATA_HOME", &path("share"))
            .env("XDG_CACHE_HOME", &path("cache"))
            .env("NONGHE_NO_VIEWER", "1");
        let window = Window::open(&self.display, &settings).await?;
        window.resize(1366, 697).await?;
        Ok(Desk { window })
    }

    /// Opens the window again on data that wait for their passphrase.
    async fn open_again(&self) -> Result<Desk> {
        let desk = self.open().await?;
        unlock(&desk.window).await?;
        Ok(desk)
    }
}

async fn unlock(window: &Window) -> Result<()> {
    window.fill("passphrase", PASSPHRASE).await?;
    window.click("passphrase-enter").await
}

/// Pictures in both languages and sizes, what can be held against the step without eyes, and the way round it with Tab.
async fn pictures(desk: &Desk, name: &str) -> Result<()> {
    let mut findings = Findings::begin(desk).await?;
    findings.look_at(desk, &format!("first-{name}")).await?;
    tabbed_through(&desk.window, name, &mut findings).await?;
    findings.expect_none()
}

async fn make_data(computer: &Computer) -> Result<()> {
    let desk = computer.open().await?;
    let window = &desk.window;
    window.fill("setup-passphrase", "1234567890").await?;
    let weak = window.wait_for("setup-strength").await?;
    assert_eq!(weak.attr("data-strength").await.context("no strength")?.as_deref(), Some("weak"));
    pictures(&desk, "1-passphrase").await?;
    window.fill("setup-passphrase", PASSPHRASE).await?;
    window.fill("setup-again", "seven loud rivers").await?;
    window.click("setup-create").await?;
    window.wait_for_css("[role=alert]").await?;
    assert!(!computer.office.path("data").exists(), "nothing is made of two passphrases");
    window.fill("setup-again", PASSPHRASE).await?;
    window.click("setup-create").await?;
    window.wait_for("setup-request-path").await?;
    window.kill_program().await
}

async fn ask_the_county(computer: &Computer, request: &Path) -> Result<String> {
    let desk = computer.open_again().await?;
    let window = &desk.window;
    window.fill("setup-label", "收费窗口1").await?;
    window.fill("setup-request-path", "/nowhere/ask.nhr").await?;
    window.click("setup-request-write").await?;
    window.wait_for_css("[role=alert]").await?;
    window.fill("setup-request-path", text(request)).await?;
    let fingerprint = window.text("setup-fingerprint").await?;
    pictures(&desk, "2-request").await?;
    window.click("setup-request-write").await?;
    window.wait_for("setup-grant-path").await?;
    window.kill_program().await?;
    Ok(fingerprint)
}

async fn take_the_grant(computer: &Computer, request: &Path, grant: &Path) -> Result<()> {
    let desk = computer.open_again().await?;
    let window = &desk.window;
    window.fill("setup-grant-path", text(request)).await?;
    window.click("setup-look").await?;
    window.wait_for_text("problem-code", "E-6015").await?;
    window.fill("setup-grant-path", text(grant)).await?;
    window.click("setup-look").await?;
    // The language may be either: it is kept a moment after it was chosen, and the program was killed.
    window.wait_for_text("setup-grant", "4110").await?;
    window.wait_for_text("grant-device", "1").await?;
    assert_eq!(window.count("grant-operator").await?, 3);
    pictures(&desk, "3-grant").await?;
    window.click("setup-accept").await?;
    window.wait_for("setup-printer-later").await?;
    window.kill_program().await
}

#[tokio::test]
async fn a_computer_without_data_is_set_up_in_the_window_and_goes_on_wherever_it_was_killed() -> Result<()> {
    let computer = Computer { office: Office::new().await?, display: usual_display()? };
    let (request, grant) = (computer.office.path("ask.nhr"), computer.office.path("grant.nhp"));
    make_data(&computer).await?;
    let fingerprint = ask_the_county(&computer, &request).await?;
    let said = computer.office.enrol(&request, &grant).await?;
    assert!(said.contains(&fingerprint), "the office reads {said}, the screen showed {fingerprint}");
    take_the_grant(&computer, &request, &grant).await?;

    let desk = computer.open().await?;
    desk.window.wait_for("passphrase").await?;
    pictures(&desk, "0-opening").await?;
    unlock(&desk.window).await?;
    let window = &desk.window;
    window.wait_for("setup-printer-later").await?;
    pictures(&desk, "4-printer").await?;
    window.click("setup-printer-later").await?;
    try_the_gun(&computer, &desk).await?;
    window.click("setup-reader-later").await?;

    window.sign_in(computer.office.operator(0)?).await?;
    window.wait_for("setup-left-printer").await?;
    window.wait_for("setup-left-reader").await?;
    pictures(&desk, "6-desk").await?;
    window.click("setup-left-done-printer").await?;
    window.wait_until_gone("setup-left-printer").await?;
    practise(&desk).await?;
    desk.window.close().await
}

/// A pipe stands for the gun's serial line.
async fn try_the_gun(computer: &Computer, desk: &Desk) -> Result<()> {
    let window = &desk.window;
    let pipe = computer.office.path("gun");
    let made = Command::new("mkfifo").arg(&pipe).status().context("no mkfifo")?;
    assert!(made.success());
    window.fill("scanner-path", text(&computer.office.path("ask.nhr"))).await?;
    window.click("scanner-save").await?;
    window.wait_for_css("[role=alert]").await?;
    window.fill("scanner-path", text(&pipe)).await?;
    window.click("scanner-save").await?;
    window.wait_for_css("[data-test=device-scanner][data-state=present]").await?;
    let mut gun = std::fs::OpenOptions::new().write(true).open(&pipe).context("no pipe")?;
    gun.write_all(b"R0002318\r\n").context("nobody listens")?;
    window.wait_for_text("scanner-code", "R0002318").await?;
    pictures(desk, "5-reader").await
}

async fn practise(desk: &Desk) -> Result<()> {
    let window = &desk.window;
    window.open_screen("/settings/device").await?;
    window.wait_for("training-enter").await?;
    pictures(desk, "7-device").await?;
    window.click("training-enter").await?;
    window.wait_for("training-chip").await?;
    window.wait_until_still().await?;
    pictures(desk, "8-training").await?;
    window.open_screen("/settings/device").await?;
    window.click("training-leave").await?;
    unlock(window).await?;
    window.wait_for("sign-in-initials").await.map(drop)
}
