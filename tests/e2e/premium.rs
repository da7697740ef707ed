//! A household is registered and pays.

use system_tests::{Key, Result};

use crate::desk::{Desk, says};

/// A person as typed at the desk. Relations and sex follow from the number; only what differs is chosen.
pub struct Member {
    pub id_number: String,
    pub name: &'static str,
    /// The digit of a category other than the general one.
    pub category: Option<char>,
}

impl Member {
    /// As the identity number says it.
    pub fn birth_date(&self) -> String {
        let digits = &self.id_number;
        [&digits[6..10], &digits[10..12], &digits[12..14]].join("-")
    }
}

/// Three generations, the grandfather with the subsistence allowance.
pub fn household_of_five() -> [Member; 5] {
    let member =
        |birth: &str, sequence: u32, name| Member { id_number: identity_number(birth, sequence), name, category: None };
    let mut members = [
        member("19680412", 951, "王建国"),
        member("19700903", 952, "李秀兰"),
        member("19440217", 953, "王德厚"),
        member("19930618", 955, "单小明"),
        member("20200308", 956, "王梓涵"),
    ];
    // In the list of categories: general, destitute, subsistence allowance.
    members[2].category = Some('3');
    members
}

/// A number with a right check digit in an area that no county has.
fn identity_number(birth: &str, sequence: u32) -> String {
    let digits = format!("411099{birth}{sequence:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = "10X98765432".chars().nth(sum as usize % 11).unwrap_or('?');
    format!("{digits}{check}")
}

/// Fills in a registration by the keyboard alone, from the desk: nothing is saved yet.
pub async fn fill_in(desk: &Desk, members: &[Member]) -> Result<()> {
    let window = &desk.window;
    desk.go("desk").await?;
    window.press(Key::F2).await?;
    window.wait_for("member-grid").await?;
    desk.wait_for_focus("household-village").await?;
    window.press(Key::Enter).await?;
    desk.enter("3").await?;
    desk.enter("12").await?;
    for (index, member) in members.iter().enumerate() {
        desk.wait_for_focus("member-id").await?;
        desk.enter(&member.id_number).await?;
        desk.wait_for_focus("member-name").await?;
        desk.enter(member.name).await?;
        desk.wait_for_focus("member-relation").await?;
        match member.category {
            Some(digit) => {
                window.press(Key::Tab).await?;
                desk.wait_for_focus("member-category").await?;
                window.type_text(&digit.to_string()).await?;
                window.press(Key::Enter).await?;
            }
            None => window.press(Key::Enter).await?,
        }
        window.wait_for_text(&format!("member-row-{}", index + 1), member.name).await?;
    }
    Ok(())
}

/// Registers the household of five and takes 1,000.00 for it.
pub async fn register_and_collect(desk: &Desk) -> Result<()> {
    let window = &desk.window;
    fill_in(desk, &household_of_five()).await?;
    // 5 × 210.00, less 168.00 for the one with the subsistence allowance.
    window.wait_for_text("sum-due", "882.00").await?;
    desk.picture("01-register").await?;
    desk.small_pictures("01-register").await?;

    window.press(Key::F9).await?;
    window.wait_for("pay-panel").await?;
    window.wait_for_text("pay-due", "882.00").await?;
    window.wait_for_text("pay-words", "捌佰捌拾贰元整").await?;
    assert_eq!(window.count("premium-line").await?, 5);
    desk.picture("02-pay").await?;
    desk.small_pictures("02-pay").await?;
    // The amount is selected: typing replaces it.
    window.type_text("1000").await?;
    window.wait_for_text("pay-change", "118.00").await?;
    desk.picture("03-pay-change").await?;

    let number = window.text("next-receipt").await?;
    desk.hammer_enter("pay-panel").await?;
    let (path, receipt) = desk.shown_paper().await?;
    assert!(path.to_string_lossy().contains("/papers/"), "{}", path.display());
    let amounts = ["人民币捌佰捌拾贰元整", "882.00", "1,000.00", "118.00", "168.00"];
    says(&receipt, &amounts);
    says(&receipt, &["王建国", "李秀兰", "王德厚", "单小明", "王梓涵", &number]);
    desk.picture("04-receipt").await?;
    desk.small_pictures("04-receipt").await?;
    desk.close_panel("paper-panel").await?;
    desk.picture("05-household-paid").await
}
