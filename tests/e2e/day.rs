//! One day: a household pays while the line is down, the line comes back, a bill is settled and reversed.

use system_tests::Result;

use crate::{
    adjustment,
    desk::{Desk, Township, usual_display},
    hospital, premium,
};

const PLACES: [&str; 6] = ["desk", "enrolment", "premiums", "inpatient", "settlements", "transfer"];

#[tokio::test]
async fn a_bill_is_settled_at_the_desk_and_the_county_agrees_to_the_fen() -> Result<()> {
    let township = Township::new().await?;
    let display = usual_display()?;
    let desk = township.open_desk(&display).await?;
    desk.picture("00-desk").await?;

    let before = desk.waiting().await?;
    premium::register_and_collect(&desk).await?;
    desk.wait_until_waiting(before + 2).await?;
    nothing_is_claimed_without_a_county(&desk, before + 2).await?;

    let _county = township.start_county().await?;
    everything_arrives_by_button(&desk, before + 2).await?;
    assert_eq!(township.entries_at_county().await?, before + 2, "each entry once");

    let stay = hospital::admit_and_charge(&desk).await?;
    // Nobody presses anything: the new entries go by themselves.
    desk.wait_until_waiting(0).await?;
    let settlement = hospital::settle(&desk, &stay).await?;
    hospital::wait_until_accepted(&desk, &settlement).await?;
    hospital::reverse(&desk, &township.operator(1)?, &settlement).await?;
    hospital::wait_until_accepted(&desk, &settlement).await?;

    adjustment::altered_figure_comes_back(&desk, &township).await?;
    the_other_language_works(&desk).await?;
    desk.window.close().await
}

async fn nothing_is_claimed_without_a_county(desk: &Desk, waiting: u64) -> Result<()> {
    let window = &desk.window;
    desk.go("transfer").await?;
    window.wait_for_text("waiting-count", &waiting.to_string()).await?;
    assert_eq!(window.text("accepted-count").await?, "0");
    window.click("sync-start").await?;
    let result = window.text("sync-result").await?;
    assert!(result.contains("县"), "it says that the county does not answer: {result}");
    window.wait_for_text("waiting-count", &waiting.to_string()).await?;
    assert!(desk.is_there("[data-test=journal] [data-state=waiting]").await?);
    assert!(!desk.is_there("[data-test=journal] [data-state=accepted]").await?);
    desk.picture("06-transfer-offline").await?;
    desk.small_pictures("06-transfer-offline").await
}

async fn everything_arrives_by_button(desk: &Desk, entries: u64) -> Result<()> {
    let window = &desk.window;
    window.click("sync-start").await?;
    desk.wait_until_waiting(0).await?;
    window.wait_for_text("accepted-count", &entries.to_string()).await?;
    window.wait_for_text("waiting-count", "0").await?;
    assert!(desk.is_there("[data-test=journal] [data-state=accepted]").await?);
    assert!(
        !desk.is_there("[data-test=journal] [data-state]:not([data-state=accepted])").await?,
        "every entry is accepted"
    );
    desk.picture("07-transfer-accepted").await?;
    desk.small_pictures("07-transfer-accepted").await
}

async fn the_other_language_works(desk: &Desk) -> Result<()> {
    desk.go("desk").await?;
    let mut chinese = Vec::new();
    for place in PLACES {
        chinese.push(title_of(desk, place).await?);
    }
    desk.switch_language("en").await?;
    for (place, chinese) in PLACES.iter().zip(&chinese) {
        let english = title_of(desk, place).await?;
        assert_ne!(&english, chinese, "{place}");
        assert!(english.is_ascii(), "{place}: {english}");
        desk.picture(&format!("30-{place}-en")).await?;
    }
    desk.switch_language("zh").await?;
    assert_eq!(title_of(desk, PLACES[0]).await?, chinese[0]);
    Ok(())
}

async fn title_of(desk: &Desk, place: &str) -> Result<String> {
    desk.go(place).await?;
    desk.address_behind(&format!("#/{place}")).await?;
    desk.window.text("page-title").await
}
