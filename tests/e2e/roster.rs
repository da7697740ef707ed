//! A roster is chosen in the system's own dialog, checked, and imported.

use std::fs;

use system_tests::{Context, Result, SystemDialog, roster};

use crate::desk::{Township, usual_display};

/// Title of the dialog.
const CHOOSE: &str = "选择名册";
const PEOPLE: usize = 40;

#[tokio::test]
async fn a_roster_that_is_chosen_in_the_systems_dialog_is_checked_and_imported() -> Result<()> {
    let township = Township::new().await?;
    let mut rows = roster::rows(PEOPLE);
    // One person whose number cannot be right: refused with its reason, and the others are not held up.
    let number = rows[5][4].clone();
    rows[5][4] = format!("{}{}", &number[..17], if number.ends_with('0') { '1' } else { '0' });
    let file = township.dir().join("../roster.csv");
    roster::write_csv(&file, &rows)?;
    let file = fs::canonicalize(file).context("no roster")?;

    let display = usual_display()?;
    let desk = township.open_desk(&display).await?;
    let window = &desk.window;
    window.open_screen("/enrolment/import").await?;
    window.click("roster-pick").await?;
    let dialog = SystemDialog::titled(&display, CHOOSE).await?;
    dialog.choose(&file.to_string_lossy()).await?;

    window.wait_for_text("roster-refused", "1").await?;
    window.wait_for_text("roster-people", &(PEOPLE - 1).to_string()).await?;
    window.wait_for("refused-row").await?;
    desk.picture("50-roster-checked").await?;
    desk.small_pictures("50-roster-checked").await?;
    window.click("roster-import").await?;
    window.wait_for("roster-done").await?;
    desk.picture("51-roster-imported").await?;

    // Those people are here now.
    desk.go("enrolment").await?;
    window.fill("household-filter", &rows[0][3]).await?;
    window.wait_for_text("households-row", &rows[0][3]).await?;
    desk.window.close().await
}
