//! Papers through a real print server: silently to the printer that is assigned, and in the list of those that have not
//! come out until they have.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use system_tests::{
    Context, Display, Failure, Key, NongheCli, PrintServer, Result, Window, WindowSettings, open_demonstration_database,
};

use crate::desk::{Desk, Township, says, usual_display};
use crate::premium::{Member, fill_in, household_of_five};

const QUEUE: &str = "roll";
const PATIENCE: Duration = Duration::from_mins(1);

/// Opens the window beside a print server and signs in.
async fn open_desk(township: &Township, display: &Display, server: &PrintServer) -> Result<Desk> {
    open_desk_with(township, display, server, ("NONGHE_NO_VIEWER", "1")).await
}

/// As [`open_desk`], with a variable of the test's own.
async fn open_desk_with(
    township: &Township,
    display: &Display,
    server: &PrintServer,
    (name, value): (&str, &str),
) -> Result<Desk> {
    let (variable, socket) = server.environment();
    let share = township.dir().join("web-view");
    let settings = WindowSettings::on_data(&township.dir())?
        .env(variable, &socket)
        .env("NONGHE_COUNTY_URL", "http://127.0.0.1:9")
        .env("XDG_DATA_HOME", &share.join("share").display().to_string())
        .env("XDG_CACHE_HOME", &share.join("cache").display().to_string())
        .env(name, value);
    let window = Window::open(display, &settings).await?;
    window.resize(1366, 697).await?;
    window.sign_in(&township.operator(0)?).await?;
    Ok(Desk { window })
}

/// Chooses the printer of a kind of paper in the settings.
async fn assign(desk: &Desk, document: &str) -> Result<()> {
    desk.window.open_screen("/settings/printers").await?;
    desk.window.wait_for_text("printer", QUEUE).await?;
    let choose = "const choice = document.querySelector(`[data-test=print-setting-${arguments[0]}] [data-test=setting-printer]`);
        choice.value = arguments[1];
        choice.dispatchEvent(new Event('change', { bubbles: true }));";
    desk.window.evaluate(choose, vec![json!(document), json!(QUEUE)]).await?;
    desk.window.wait_for_css("[data-test=printer-dot][data-look=ready]").await.map(drop)
}

/// Density is the printer's own affair where it has a setting for it.
async fn prints_darker(desk: &Desk) -> Result<()> {
    desk.window.click("setting-fine").await?;
    desk.window.wait_for("fine-panel").await?;
    desk.window.click("setting-density-dark").await?;
    desk.window.wait_for_css("[data-test=setting-density-dark][aria-checked=true]").await?;
    desk.picture("50-adjust").await?;
    desk.close_panel("fine-panel").await
}

/// Registers a household of one and takes its premium. Returns the receipt's number; the cursor is on the page again.
async fn pay(desk: &Desk, member: Member) -> Result<String> {
    fill_in(desk, &[member]).await?;
    desk.window.press(Key::F9).await?;
    desk.window.wait_for("pay-due").await?;
    let number = desk.window.text("next-receipt").await?;
    desk.hammer_enter("pay-panel").await?;
    Ok(number)
}

async fn wait_for_unprinted(desk: &Desk, count: usize) -> Result<()> {
    desk.wait_long(&format!("[data-test=printer-dot][data-unprinted=\"{count}\"]")).await
}

/// Opens the list where F11 is no key of the screen's own.
async fn open_list(desk: &Desk) -> Result<()> {
    desk.go("desk").await?;
    desk.window.press(Key::F11).await?;
    desk.window.wait_for("print-queue").await.map(drop)
}

fn members() -> impl Iterator<Item = Member> {
    let mut members = household_of_five();
    for member in &mut members {
        member.category = None;
    }
    // The child heads no household.
    members.into_iter().take(4)
}

/// How many reprints are on record.
fn reprints(township: &Township) -> Result<i64> {
    let sql = "SELECT count(*) FROM journal WHERE kind = 'document.reprinted'";
    let database = open_demonstration_database(&township.dir())?;
    database.query_row(sql, [], |row| row.get(0)).context("cannot count")
}

#[tokio::test]
async fn receipts_go_to_their_printer_wait_while_it_has_no_paper_and_are_marked_when_printed_again() -> Result<()> {
    let server = PrintServer::start().await?;
    server.add_queue_with_darkness(QUEUE)?;
    let township = Township::new().await?;
    let display = usual_display()?;
    let desk = open_desk(&township, &display, &server).await?;
    assign(&desk, "receipt").await?;
    desk.picture("50-printers").await?;
    desk.small_pictures("50-printers").await?;
    prints_darker(&desk).await?;
    let mut members = members();
    let mut next = || members.next().context("no more members");

    let first = pay(&desk, next()?).await?;
    comes_out_silently(&desk, &server, &first).await?;
    is_marked_when_printed_again(&desk, &server, &first).await?;
    assert_eq!(reprints(&township)?, 1, "the second paper is on record");

    // Without paper the money is safe, the next household is served, and nothing is lost.
    server.run_out_of_paper(QUEUE)?;
    let waiting = [pay(&desk, next()?).await?, pay(&desk, next()?).await?];
    waits_and_comes_out_by_itself(&desk, &server, &waiting).await?;
    assert_eq!(reprints(&township)?, 1, "waiting is no reprint");

    server.stop_queue(QUEUE)?;
    let unwanted = pay(&desk, next()?).await?;
    is_left_aside(&desk, &unwanted).await?;
    server.resume(QUEUE)?;
    desk.window.close().await?;
    assert_eq!(server.count(), 4, "what nobody wants does not come out");
    let dir = township.dir().display().to_string();
    NongheCli::new().run(["verify", "--dir", &dir]).await?.succeeded().map(drop)
}

/// No dialog, no panel: the cursor is ready for the next household.
async fn comes_out_silently(desk: &Desk, server: &PrintServer, number: &str) -> Result<()> {
    let printed = server.wait_for(1).await?;
    says(&printed.text, &[number, "人民币贰佰壹拾元整", "王建国", "演示 无效"]);
    assert!(!printed.text.contains("补打"), "the first paper has no mark:\n{}", printed.text);
    assert_eq!(printed.copies, "1");
    let options = ["media=Custom.80x", "print-scaling=none", "Darkness=4"];
    assert!(options.iter().all(|option| printed.options.contains(option)), "{printed:?}");
    assert_eq!(desk.window.count("paper-panel").await?, 0, "no panel is in the way");
    desk.wait_long("[data-test=printer-dot][data-look=ready][data-unprinted=\"0\"]").await
}

async fn is_marked_when_printed_again(desk: &Desk, server: &PrintServer, number: &str) -> Result<()> {
    desk.window.press(Key::F3).await?;
    desk.window.type_text(number).await?;
    desk.window.wait_for_text("search-found", number).await?;
    desk.window.press(Key::Enter).await?;
    desk.window.wait_for_text("page-title", number).await?;
    desk.window.press(Key::F11).await?;
    desk.window.wait_for("print-menu").await?;
    desk.picture("54-print-menu").await?;
    desk.window.press(Key::Enter).await?;
    let printed = server.wait_for(2).await?;
    says(&printed.text, &[number, "补打", "李敏"]);
    desk.wait_long("[data-test=printer-dot][data-unprinted=\"0\"]").await
}

async fn waits_and_comes_out_by_itself(desk: &Desk, server: &PrintServer, numbers: &[String; 2]) -> Result<()> {
    wait_for_unprinted(desk, 2).await?;
    desk.wait_long("[data-test=printer-dot][data-look=trouble]").await?;
    open_list(desk).await?;
    desk.wait_long("[data-test=queue-row][data-code=E-3005]").await?;
    let rows = desk.window.texts("queue-row").await?;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains(&numbers[1]) && rows[1].contains(&numbers[0]), "the newest is first: {rows:?}");
    let why = desk.window.text("queue-why").await?;
    assert!(why.contains("缺纸") && why.contains("收款已完成") && why.contains("E-3005"), "{why}");
    desk.window.wait_until_gone("toast").await?;
    desk.picture("51-print-queue").await?;
    desk.small_pictures("51-print-queue").await?;
    assert_eq!(server.count(), 2, "a printer without paper got nothing");

    server.resume(QUEUE)?;
    let printed = server.wait_for(4).await?;
    says(&printed.text, &[&numbers[1]]);
    assert!(!printed.text.contains("补打"), "it is the first paper of this receipt:\n{}", printed.text);
    wait_for_unprinted(desk, 0).await?;
    desk.window.wait_for("queue-empty").await?;
    desk.close_panel("print-queue").await?;
    assert_eq!(server.count(), 4, "each came out once");
    Ok(())
}

/// With a reason, it is asked for no more.
async fn is_left_aside(desk: &Desk, number: &str) -> Result<()> {
    wait_for_unprinted(desk, 1).await?;
    open_list(desk).await?;
    desk.window.wait_for_text("queue-row", number).await?;
    desk.window.press(Key::Delete).await?;
    desk.window.wait_for("aside-not_wanted").await?;
    desk.picture("53-left-aside").await?;
    desk.window.type_text("2").await?;
    wait_for_unprinted(desk, 0).await?;
    desk.close_panel("print-queue").await
}

#[tokio::test]
async fn a_program_killed_between_commit_and_print_leaves_its_paper_in_the_list() -> Result<()> {
    let server = PrintServer::start().await?;
    server.add_queue(QUEUE)?;
    let township = Township::new().await?;
    let display = usual_display()?;
    let desk = open_desk(&township, &display, &server).await?;
    assign(&desk, "receipt").await?;

    fill_in(&desk, &[members().next().context("no member")?]).await?;
    desk.window.press(Key::F9).await?;
    desk.window.wait_for_text("pay-due", "210.00").await?;
    let number = desk.window.text("next-receipt").await?;
    // Where the folder of the papers would be there is a file: nothing can be printed before the end.
    let papers = township.dir().join("papers");
    if papers.exists() {
        fs::remove_dir_all(&papers).context("cannot remove the papers")?;
    }
    fs::write(&papers, "").context("cannot write")?;
    let database = open_demonstration_database(&township.dir())?;
    let payments = || {
        let sql = "SELECT count(*) FROM payment WHERE number LIKE '%' || ?1";
        database.query_row(sql, [&number], |row| row.get::<_, i64>(0)).context("cannot count")
    };
    let started = Instant::now();
    while payments()? == 0 {
        if started.elapsed() > PATIENCE {
            return Err(Failure::new("the payment is not committed"));
        }
        desk.window.press(Key::Enter).await?;
    }
    desk.window.kill_program().await?;
    drop(desk);
    fs::remove_file(&papers).context("cannot make room for the papers")?;

    let desk = open_desk(&township, &display, &server).await?;
    assert_eq!(payments()?, 1, "exactly one payment");
    wait_for_unprinted(&desk, 1).await?;
    assert_eq!(server.count(), 0, "nothing came out before a person asked");
    open_list(&desk).await?;
    desk.window.wait_for_text("queue-row", &number).await?;
    desk.picture("52-after-power-cut").await?;
    desk.window.press(Key::Enter).await?;
    let printed = server.wait_for(1).await?;
    says(&printed.text, &[&number, "人民币贰佰壹拾元整", "王建国"]);
    assert!(!printed.text.contains("补打"), "nobody got a paper before:\n{}", printed.text);
    wait_for_unprinted(&desk, 0).await?;
    desk.window.close().await
}

/// Puts a viewer on the search path that only notes what it was asked to show.
fn note_what_is_shown(folder: &Path) -> Result<(String, PathBuf)> {
    let (viewer, note) = (folder.join("xdg-open"), folder.join("shown"));
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >>'{}'\n", note.display());
    fs::write(&viewer, script).context("cannot write")?;
    fs::set_permissions(&viewer, fs::Permissions::from_mode(0o755)).context("cannot make it executable")?;
    Ok((format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default()), note))
}

#[tokio::test]
async fn without_a_printer_the_pdf_opens_and_goes_to_a_printer_from_the_screen() -> Result<()> {
    let server = PrintServer::start().await?;
    server.add_queue(QUEUE)?;
    let township = Township::new().await?;
    let display = usual_display()?;
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let (path, note) = note_what_is_shown(folder.path())?;
    let desk = open_desk_with(&township, &display, &server, ("PATH", &path)).await?;

    let number = pay(&desk, members().next().context("no member")?).await?;
    let (pdf, text) = desk.shown_paper().await?;
    says(&text, &[&number, "人民币贰佰壹拾元整"]);
    let started = Instant::now();
    while !note.exists() && started.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let shown = fs::read_to_string(&note).context("no viewer was called")?;
    assert_eq!(shown.trim(), pdf.display().to_string(), "the viewer got the paper");
    desk.picture("55-shown-paper").await?;
    desk.small_pictures("55-shown-paper").await?;

    // Enter prints what is shown on the one printer that there is: no other paper, and no reprint.
    while desk.window.count("paper-panel").await? > 0 && started.elapsed() < PATIENCE {
        desk.window.press(Key::Enter).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let printed = server.wait_for(1).await?;
    says(&printed.text, &[&number]);
    assert!(!printed.text.contains("补打"), "it is the paper that is shown:\n{}", printed.text);
    assert_eq!((server.count(), reprints(&township)?), (1, 0));
    desk.window.close().await
}
