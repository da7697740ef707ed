//! A figure that somebody altered beside the program comes back as an adjustment.

use system_tests::{Context, Result, open_demonstration_database};

use crate::{
    desk::{Desk, Township},
    hospital,
};

/// Basic insurance looks as if it had paid almost up to its ceiling, so that the desk pays too little.
const ALTERED: &str = r#"{"amounts":{"basic.paid":"79900.00"}}"#;

pub async fn altered_figure_comes_back(desk: &Desk, township: &Township) -> Result<()> {
    let person = desk.find_person("wjg", "王建国").await?;
    open_demonstration_database(&township.dir())?
        .execute("INSERT INTO standing (person, year, accumulators) VALUES (?1, 2026, ?2)", [person.as_str(), ALTERED])
        .context("cannot alter the database")?;

    let stay = hospital::admit(desk, "fggs", "腹股沟疝").await?;
    hospital::charge(desk, "fggsxbs", "腹股沟疝修补术", "1", 1).await?;
    let settlement = hospital::settle(desk, &stay).await?;
    desk.wait_until_judged().await?;
    desk.window.open_screen(&format!("/settlements/{settlement}")).await?;
    desk.window.wait_for("adjustment").await?;
    // 580.00 less the deductible of 200.00, of which the fund pays 90 %; the altered year left it 100.00.
    let sentence = desk.window.text("adjustment-sentence").await?;
    assert!(sentence.contains("480.00") && sentence.contains("238.00"), "it names both amounts: {sentence}");
    let state = desk.window.wait_for("settlement-state").await?.attr("data-state").await.context("no state")?;
    assert_eq!(state.as_deref(), Some("needs_action"));
    assert!(desk.is_there("[data-test=adjustment-row][data-differs=true]").await?);
    desk.picture("25-adjustment").await?;
    desk.small_pictures("25-adjustment").await
}
