//! A pack that is stricter than the demonstration's: the season is over, receipts are forms from a book.
//!
//! What a farmer must hear before paying is on the screen, and every form of a book is accounted for.

use std::{fs, path::Path};

use system_tests::{Context, Demonstration, Key, NongheCli, Result, repository_dir};

use crate::{
    desk::{Desk, says, usual_display, window_on},
    premium::{fill_in, household_of_five},
    screens::Findings,
};

/// The first and the last form of the book; the paper begins with the third.
const FIRST: &str = "0001001";
const THIRD: &str = "0001003";
const FOURTH: &str = "0001004";
const LAST: &str = "0001050";
/// The program's own number, which a spoiled form does not change.
const RECEIPT: &str = "R0000001";

/// The demonstration's pack with a season that is over, reasons to come late, and receipts from a book.
fn write_strict_pack(folder: &Path) -> Result<()> {
    let from = repository_dir().join("packs/demonstration-2026");
    fs::create_dir(folder).context("no folder for the pack")?;
    for file in fs::read_dir(&from).context("the demonstration's pack")? {
        let file = file.context("the demonstration's pack")?;
        fs::copy(file.path(), folder.join(file.file_name())).context("a file of the pack")?;
    }
    let path = folder.join("pack.toml");
    let mut rules = fs::read_to_string(&path).context("pack.toml")?;
    for (all_year, strict) in [
        (
            "window = { from = \"2025-09-01\", until = \"2026-12-31\" }",
            "receipt_numbers = \"book\"\nwindow = [{ from = \"2025-09-01\", until = \"2025-12-31\" }, \
             { from = \"2026-01-01\", until = \"2026-12-31\", late = true }]",
        ),
        (
            "[enrolment]\n",
            "[[premium.special]]\ncode = \"soldier\"\nname = { zh = \"退役军人\", en = \"Discharged from the army\" }\n\
             within_days = 365\n\n[[premium.special]]\ncode = \"released\"\n\
             name = { zh = \"刑满释放\", en = \"Released from prison\" }\n\n[enrolment]\n",
        ),
    ] {
        assert_eq!(rules.matches(all_year).count(), 1, "{all_year}");
        rules = rules.replace(all_year, strict);
    }
    fs::write(&path, rules).context("pack.toml")
}

/// What was seen on the way: pictures in both languages and sizes, and what can be held against them.
struct Eyes<'a> {
    desk: &'a Desk,
    findings: Findings,
}

impl Eyes<'_> {
    async fn on(&mut self, step: &str) -> Result<()> {
        self.findings.look_at(self.desk, step).await
    }
}

#[tokio::test]
async fn who_comes_late_hears_it_before_paying_and_every_form_of_the_book_is_accounted_for() -> Result<()> {
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let (pack, data) = (folder.path().join("strict"), folder.path().join("data"));
    write_strict_pack(&pack)?;
    let (pack, dir) = (text(&pack), text(&data));
    NongheCli::new().run(["demo", "create", "--people", "200", "--pack", pack, "--dir", dir]).await?.succeeded()?;
    let operators = Demonstration::read(&data)?;

    let display = usual_display()?;
    let desk = Desk::open(&display, &window_on(&data)?, operators.operator(0)?).await?;
    let mut eyes = Eyes { desk: &desk, findings: Findings::begin(&desk).await? };

    nothing_is_collected_without_a_book(&mut eyes).await?;
    a_book_is_issued(&mut eyes).await?;
    the_household_hears_and_pays(&mut eyes).await?;
    a_form_is_spoiled(&mut eyes).await?;
    the_payment_is_voided(&mut eyes, operators.operator(1)?).await?;
    the_book_tells_it_all(&mut eyes).await?;

    eyes.findings.expect_none()?;
    desk.window.close().await?;
    NongheCli::new().run(["verify", "--dir", dir]).await?.succeeded().map(drop)
}

async fn nothing_is_collected_without_a_book(eyes: &mut Eyes<'_>) -> Result<()> {
    let window = &eyes.desk.window;
    fill_in(eyes.desk, &household_of_five()).await?;
    window.press(Key::F9).await?;
    window.wait_for_text("forms-none", "没有可用票据号").await?;
    eyes.on("60-no-book").await?;
    eyes.desk.close_panel("pay-panel").await
}

async fn a_book_is_issued(eyes: &mut Eyes<'_>) -> Result<()> {
    let (desk, window) = (eyes.desk, &eyes.desk.window);
    window.open_screen("/premiums/books").await?;
    window.wait_for("books-issue").await?;
    window.press(Key::F2).await?;
    desk.wait_for_focus("book-first").await?;
    desk.enter(FIRST).await?;
    desk.enter(LAST).await?;
    desk.wait_for_focus("book-note").await?;
    eyes.on("61-book").await?;
    window.press(Key::Enter).await?;
    window.wait_until_gone("book-panel").await?;
    window.wait_for_text("books-row", FIRST).await.map(drop)
}

/// The household that was registered before pays with the third form.
async fn the_household_hears_and_pays(eyes: &mut Eyes<'_>) -> Result<()> {
    let (desk, window) = (eyes.desk, &eyes.desk.window);
    desk.go("desk").await?;
    desk.find_person("wjg", "王建国").await?;
    window.click("person-household").await?;
    window.wait_for("members-row").await?;
    window.press(Key::F9).await?;

    // The paper in the printer is not the first of the book.
    window.wait_for_text("form-ask", FIRST).await?;
    eyes.on("62-first-form").await?;
    window.press(Key::F2).await?;
    desk.wait_for_focus("form-number").await?;
    desk.enter(THIRD).await?;
    // They are missing unless another reason is chosen.
    desk.wait_for_focus("form-reason").await?;
    eyes.on("63-other-form").await?;
    window.press(Key::Enter).await?;
    desk.wait_for_focus("form-note").await?;
    window.press(Key::Enter).await?;

    window.wait_for("pay-panel").await?;
    window.wait_for_text("next-receipt", THIRD).await?;
    window.wait_for_text("premium-warning", "840.00").await?;
    // The grandfather with the subsistence allowance does not wait; what holds for the others is said once.
    let together = window.texts("premium-together").await?;
    assert_eq!(together.len(), 1, "{together:?}");
    says(&together[0], &["王建国、李秀兰、单小明、王梓涵", "等待期"]);
    eyes.on("64-waiting").await?;
    window.click("premium-special-2").await?;
    window.wait_for_text("premium-together", "刑满释放").await?;
    let told = window.text("pay-panel").await?;
    assert!(!told.contains("等待期"), "a reason spares the waiting: {told:?}");
    eyes.on("65-special").await?;
    window.click("premium-special-2").await?;
    window.wait_for_text("premium-together", "等待期").await?;

    window.click("pay-received").await?;
    desk.hammer_enter("pay-panel").await?;
    let (_, receipt) = desk.shown_paper().await?;
    says(&receipt, &[RECEIPT, THIRD, "人民币捌佰捌拾贰元整", "等待期"]);
    eyes.on("66-receipt").await?;
    desk.close_panel("paper-panel").await
}

async fn a_form_is_spoiled(eyes: &mut Eyes<'_>) -> Result<()> {
    let (desk, window) = (eyes.desk, &eyes.desk.window);
    window.press(Key::F3).await?;
    window.type_text(THIRD).await?;
    window.wait_for_text("search-found", "王建国").await?;
    window.press(Key::Enter).await?;
    window.wait_for_text("receipt-fiscal", THIRD).await?;
    window.wait_for_text("page-title", THIRD).await?;
    eyes.on("67-receipt-page").await?;
    window.press(Key::F11).await?;
    window.wait_for("print-menu").await?;
    window.type_text("4").await?;
    window.wait_for_text("spoil-change", FOURTH).await?;
    window.type_text("1").await?;
    desk.wait_for_focus("spoil-note").await?;
    eyes.on("68-spoil").await?;
    window.press(Key::Enter).await?;
    let (_, receipt) = desk.shown_paper().await?;
    says(&receipt, &[FOURTH]);
    desk.close_panel("paper-panel").await?;
    window.wait_for_text("receipt-fiscal", FOURTH).await?;
    window.wait_for_text("receipt-spoiled", THIRD).await.map(drop)
}

async fn the_payment_is_voided(eyes: &mut Eyes<'_>, second: &system_tests::DemonstrationOperator) -> Result<()> {
    let (desk, window) = (eyes.desk, &eyes.desk.window);
    window.press(Key::F8).await?;
    window.wait_for("give-back-reason-1").await?;
    window.type_text("1").await?;
    desk.wait_for_focus("give-back-initials").await?;
    eyes.on("69-void").await?;
    desk.enter(&second.initials).await?;
    window.type_text(&second.pin).await?;
    window.press(Key::Enter).await?;
    let (_, slip) = desk.shown_paper().await?;
    says(&slip, &["作废", "882.00"]);
    assert!(!slip.contains("补打"), "the first slip has no mark:\n{slip}");
    eyes.on("70-void-slip").await?;
    desk.close_panel("paper-panel").await?;
    window.wait_for("slip").await?;
    eyes.on("71-voided").await?;
    window.click("slip-print").await?;
    let (_, again) = desk.shown_paper().await?;
    says(&again, &["作废", "补打"]);
    desk.close_panel("paper-panel").await
}

async fn the_book_tells_it_all(eyes: &mut Eyes<'_>) -> Result<()> {
    let window = &eyes.desk.window;
    window.open_screen("/premiums/books").await?;
    window.wait_for_text("books-row", FIRST).await?;
    let spoiled = window.texts("spoiled-row").await?.join("\n");
    says(&spoiled, &[FIRST, THIRD]);
    eyes.on("72-books").await
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}
