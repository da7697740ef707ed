//! The program is killed: between the commit of a payment and its receipt, and while a household is being typed.

use std::{fs, time::Duration};

use system_tests::{Context, Failure, Key, Result, open_demonstration_database};
use tokio::time::Instant;

use crate::{
    desk::{Township, says, usual_display},
    premium,
};

#[tokio::test]
async fn a_payment_is_kept_once_when_the_program_dies_before_it_printed() -> Result<()> {
    let township = Township::new().await?;
    let display = usual_display()?;
    let desk = township.open_desk(&display).await?;
    premium::fill_in(&desk, &premium::household_of_five()[..1]).await?;
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
    let count = "SELECT count(*) FROM payment WHERE number LIKE '%' || ?1";
    let payments = || database.query_row(count, [&number], |row| row.get::<_, i64>(0)).context("cannot count");
    assert_eq!(payments()?, 0);
    // A key that comes in the first moment of the panel is not heard, so it is pressed until it is.
    let started = Instant::now();
    while payments()? == 0 {
        if started.elapsed() > Duration::from_secs(15) {
            return Err(Failure::new("the payment is not committed"));
        }
        desk.window.press(Key::Enter).await?;
    }
    desk.window.kill_program().await?;
    drop(desk);
    fs::remove_file(&papers).context("cannot make room for the papers")?;

    let desk = township.open_desk(&display).await?;
    assert_eq!(payments()?, 1, "exactly one payment");
    desk.window.press(Key::F3).await?;
    desk.window.type_text(&number).await?;
    desk.window.wait_for_text("search-found", &number).await?;
    desk.window.press(Key::Enter).await?;
    desk.window.wait_for_text("page-title", &number).await?;
    desk.picture("40-after-power-cut").await?;
    desk.window.press(Key::F11).await?;
    // The list of papers that wait stands first and is what Enter opens; the receipt keeps its digit.
    desk.window.wait_for_text("print-9", "Enter").await?;
    desk.window.type_text("1").await?;
    let (_, receipt) = desk.shown_paper().await?;
    says(&receipt, &["人民币贰佰壹拾元整", "王建国", &number]);
    desk.window.close().await
}

#[tokio::test]
async fn what_was_typed_before_a_power_cut_is_continued_from_the_desk() -> Result<()> {
    let township = Township::new().await?;
    let display = usual_display()?;
    let desk = township.open_desk(&display).await?;
    let [head, spouse, ..] = premium::household_of_five();
    premium::fill_in(&desk, &[head]).await?;
    // The second row has its number and half a name when the power goes: the name is the field being typed.
    desk.wait_for_focus("member-id").await?;
    desk.enter(&spouse.id_number).await?;
    desk.wait_for_focus("member-name").await?;
    desk.window.type_text("李").await?;
    desk.window.wait_for("draft-saved").await?;
    desk.window.kill_program().await?;
    drop(desk);

    let desk = township.open_desk(&display).await?;
    desk.window.click("draft-go-1").await?;
    desk.window.wait_for_text("member-row-1", "王建国").await?;
    // The name is what the row still wants.
    desk.wait_for_focus("member-name").await?;
    let typed = desk.window.wait_for("member-id").await?.prop("value").await.context("no value")?.unwrap_or_default();
    assert_eq!(typed.replace(' ', ""), spouse.id_number, "the row that was being typed");
    desk.picture("41-draft-after-power-cut").await?;

    // Leaving keeps it, and the bar leads back.
    desk.window.press(Key::Escape).await?;
    desk.window.wait_for_text("toast", "草稿在工作台").await?;
    desk.go("desk").await?;
    desk.window.wait_for("draft-go-1").await?;
    desk.window.close().await
}
