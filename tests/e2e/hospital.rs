//! Admission, charges, discharge, settlement and its reversal.

use system_tests::{Context, DemonstrationOperator, Key, Result};

use crate::desk::{Desk, says};

/// The grandfather, by the initials of his name.
const PATIENT: (&str, &str) = ("wdh", "王德厚");
/// Initials of what is charged, what they must find, and how much of it.
const CHARGES: [(&str, &str, &str); 5] = [
    ("fggsxbs", "腹股沟疝修补术", "1"),
    ("sxbbpgc", "疝修补补片", "1"),
    ("ymwmz", "硬膜外麻醉", "1"),
    ("ejhl", "二级护理", "1"),
    ("amxljn", "阿莫西林胶囊", "2"),
];

/// Admits the grandfather, with a deposit, and charges an operation. Returns the stay.
pub async fn admit_and_charge(desk: &Desk) -> Result<String> {
    desk.find_person(PATIENT.0, PATIENT.1).await?;
    desk.picture("08-person").await?;
    desk.small_pictures("08-person").await?;
    let stay = admit(desk, "fggs", "腹股沟疝").await?;
    for (index, (initials, name, quantity)) in CHARGES.iter().enumerate() {
        charge(desk, initials, name, quantity, index + 1).await?;
    }
    desk.picture("10-charges").await?;
    desk.small_pictures("10-charges").await?;

    desk.window.press(Key::F7).await?;
    desk.window.fill("deposit-amount", "500").await?;
    desk.picture("11-deposit").await?;
    desk.hammer_enter("deposit-commit").await?;
    desk.window.wait_for_text("deposits", "500.00").await?;
    Ok(stay)
}

/// Admits whoever's page is open.
pub async fn admit(desk: &Desk, diagnosis: &str, named: &str) -> Result<String> {
    let window = &desk.window;
    window.press(Key::F2).await?;
    if window.value("admission-department").await?.is_empty() {
        window.fill("admission-department", "外科").await?;
    }
    if window.value("admission-doctor").await?.is_empty() {
        window.fill("admission-doctor", "陈立").await?;
    }
    window.fill("admission-bed", "8").await?;
    window.fill("admission-diagnosis", diagnosis).await?;
    desk.wait_for_option(named).await?;
    desk.picture("09-diagnosis").await?;
    window.press(Key::Enter).await?;
    desk.wait_for_focus("admission-kind").await?;
    window.press_with(Key::Control, char::from(Key::Enter)).await?;
    window.wait_for("charge-item").await?;
    desk.address_behind("/inpatient/").await
}

/// Charges one line: initials, Enter, quantity, Enter.
pub async fn charge(desk: &Desk, initials: &str, name: &str, quantity: &str, lines: usize) -> Result<()> {
    let window = &desk.window;
    desk.wait_for_focus("charge-item").await?;
    window.type_text(initials).await?;
    desk.wait_for_option(name).await?;
    window.press(Key::Enter).await?;
    desk.wait_for_focus("charge-quantity").await?;
    desk.enter(quantity).await?;
    window.wait_for_text("charges-row", name).await?;
    assert_eq!(window.count("charges-row").await?, lines, "one line for {name}");
    Ok(())
}

/// Settles a stay from its page. Returns the settlement.
pub async fn settle(desk: &Desk, stay: &str) -> Result<String> {
    let window = &desk.window;
    window.open_screen(&format!("/inpatient/{stay}")).await?;
    window.wait_for("charges-row").await?;
    window.press(Key::F9).await?;
    window.wait_for("ladder").await?;
    for row in ["total", "basic.paid", "you-pay"] {
        window.wait_for_css(&format!("[data-test=\"ladder-{row}\"]")).await?;
    }
    for row in ["serious.paid", "assistance.paid"] {
        // The funds at the end that pay nothing may have become one line.
        window.wait_for_css(&format!("[data-test=\"ladder-{row}\"], [data-test=ladder-more]")).await?;
    }
    let you_pay = window.text("cash-you-pay").await?;
    let you_pay = you_pay.trim_start_matches('−');
    desk.picture("12-discharge").await?;
    desk.small_pictures("12-discharge").await?;

    window.press(Key::F6).await?;
    window.wait_for("why-panel").await?;
    desk.picture("13-why").await?;
    desk.close_panel("why-panel").await?;

    window.press(Key::F9).await?;
    window.wait_for("pay-panel").await?;
    desk.picture("14-settle").await?;
    desk.hammer_enter("pay-panel").await?;
    let (_, statement) = desk.shown_paper().await?;
    says(&statement, &["住院结算单", "已结算，待县核对", you_pay]);
    desk.picture("15-statement").await?;
    desk.close_panel("paper-panel").await?;
    desk.picture("16-settlement").await?;
    desk.small_pictures("16-settlement").await?;
    desk.address_behind("/settlements/").await
}

/// Waits until the county has judged everything, without a press, and the settlement says so.
pub async fn wait_until_accepted(desk: &Desk, settlement: &str) -> Result<()> {
    desk.wait_until_judged().await?;
    desk.window.open_screen(&format!("/settlements/{settlement}")).await?;
    desk.window.wait_for_css("[data-test=settlement-state][data-state=accepted]").await.map(drop)
}

/// Reverses a settlement, with a second person.
pub async fn reverse(desk: &Desk, second: &DemonstrationOperator, settlement: &str) -> Result<()> {
    let window = &desk.window;
    window.open_screen(&format!("/settlements/{settlement}")).await?;
    window.wait_for("settlement-person").await?;
    window.press(Key::F8).await?;
    window.wait_for("reversal-effects").await?;
    window.type_text("1").await?;
    desk.wait_for_focus("reversal-initials").await?;
    desk.enter(&second.initials).await?;
    window.type_text(&second.pin).await?;
    desk.picture("17-reversal").await?;
    desk.small_pictures("17-reversal").await?;
    window.press(Key::Enter).await?;
    window.wait_for("reversed-chip").await?;
    let (path, slip) = desk.shown_paper().await?;
    says(&slip, &["红冲"]);
    desk.picture("18-reversal-slip").await?;
    desk.close_panel("paper-panel").await?;
    // The file is called after the slip, not after the settlement that it reverses.
    let stem = path.file_stem().and_then(|stem| stem.to_str()).context("the slip has no name")?;
    let number = stem.split('-').nth(3).context("the name has no number")?;
    window.wait_for_text("reversal", number).await?;
    desk.picture("19-reversed").await?;

    window.click("settlement-person").await?;
    window.wait_for("person-household").await?;
    let totals = window.texts("total-used").await?;
    assert!(!totals.is_empty() && totals.iter().all(|used| used == "0.00"), "the totals are restored: {totals:?}");
    desk.picture("20-person-restored").await
}
