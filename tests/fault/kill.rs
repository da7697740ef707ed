//! The program is killed at any moment: nothing is lost that was called saved, nothing is half done.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use system_tests::centre::{
    Centre, as_text, household_of_five, identity_number, op, registered_and_paid, settle_input, stay_with_charges,
    text, totals, you_pay,
};
use system_tests::{Context, Result};

/// Moments at which a payment is killed, in milliseconds after its start: from before the file is open to after the
/// receipt is printed.
const PAYMENT_KILLS_MS: [u64; 10] = [5, 20, 40, 60, 80, 100, 130, 170, 230, 400];
const IMPORT_KILLS_MS: [u64; 6] = [30, 90, 150, 250, 400, 700];

#[tokio::test]
async fn a_payment_that_was_shown_is_there_after_a_kill_and_is_there_once() -> Result<()> {
    let centre = Centre::new().await?;
    let household = centre.call("household_register", json!({ "op": op(), "input": household_of_five() })).await?;
    let people: Vec<Value> = household["members"].as_array().cloned().unwrap_or_default();
    for kill_ms in PAYMENT_KILLS_MS {
        // One member at a time, so that each round has something to pay.
        let quote = json!({ "household": household["id"], "year": 2026, "persons": people.iter().map(|p| &p["person"]).collect::<Vec<_>>() });
        let quote = centre.call("premium_quote", quote).await?;
        let Some(line) = quote["lines"].as_array().into_iter().flatten().find(|line| line["paid"] == false).cloned()
        else {
            break;
        };
        let input = json!({ "op": op(), "household": household["id"], "year": 2026, "persons": [line["person"]],
                            "method": "cash", "tendered": "", "expected_due": line["due"]["plain"] });
        let arguments = json!({ "input": input }).to_string();
        let mut running = centre.start(&["call", "premium_collect", &arguments])?;
        tokio::time::sleep(Duration::from_millis(kill_ms)).await;
        running.kill()?;
        let shown = running.log().contains("full_number");

        centre.run(&["verify"]).await.context(format!("killed after {kill_ms} ms"))?;
        let paid = payments_of(&centre, &household).await?;
        // The same press again: the first result comes back, or the payment is made now.
        let receipt = centre.call("premium_collect", json!({ "input": input })).await?;
        let after = payments_of(&centre, &household).await?;
        assert_eq!(after.iter().filter(|number| **number == as_text(&receipt["number"])).count(), 1);
        assert_eq!(after.len(), paid.len() + usize::from(!paid.contains(&as_text(&receipt["number"]))));
        assert!(!shown || paid.contains(&as_text(&receipt["number"])), "what was shown was saved ({kill_ms} ms)");
        centre.paper("receipt", &as_text(&receipt["id"])).await?;
    }
    Ok(())
}

/// Moments at which a settlement and its reversal are killed, in milliseconds after their start.
const SETTLEMENT_KILLS_MS: [u64; 5] = [10, 50, 90, 140, 250];

#[tokio::test]
async fn a_settlement_and_a_reversal_that_were_shown_are_there_after_a_kill_and_are_there_once() -> Result<()> {
    let centre = Centre::new().await?;
    let (_, persons, _) = registered_and_paid(&centre).await?;
    let operators = centre.operators()?;
    let second = operators.operator(1)?;
    for kill_ms in SETTLEMENT_KILLS_MS {
        let stay = stay_with_charges(&centre, &persons[0], "10").await?;
        let before = totals(&centre, &persons[0]).await?;
        let settle = json!({ "input": settle_input(&stay, &you_pay(&centre, &stay).await?) });
        let settled = killed_and_pressed_again(&centre, "stay_settle", &settle, kill_ms).await?;
        let (id, after) = (&settled["row"]["id"], totals(&centre, &persons[0]).await?);
        assert_ne!(before, after, "the year counts it ({kill_ms} ms)");
        let again = centre.call("stay_settle", settle).await?;
        assert_eq!((&again["row"]["id"], totals(&centre, &persons[0]).await?), (id, after), "once ({kill_ms} ms)");
        centre.paper("statement", &as_text(id)).await?;

        let reverse = json!({ "input": { "op": op(), "settlement": id, "reason": "wrong-item", "note": "", "later": [],
                                         "second_initials": second.initials, "second_pin": second.pin } });
        let reversed = killed_and_pressed_again(&centre, "settlement_reverse", &reverse, kill_ms).await?;
        assert_eq!(reversed["row"]["reversed"], true);
        let again = centre.call("settlement_reverse", reverse).await?;
        assert_eq!(again["reversal"]["number"], reversed["reversal"]["number"], "once ({kill_ms} ms)");
        assert_eq!(totals(&centre, &persons[0]).await?, before, "the year is as it was ({kill_ms} ms)");
        centre.paper("reversal", &as_text(id)).await?;
    }
    Ok(())
}

/// Starts a command, kills it after a moment, and gives it again: what was shown was saved, and the second press shows
/// what was saved.
async fn killed_and_pressed_again(centre: &Centre, command: &str, arguments: &Value, kill_ms: u64) -> Result<Value> {
    let mut running = centre.start(&["call", command, &arguments.to_string()])?;
    tokio::time::sleep(Duration::from_millis(kill_ms)).await;
    running.kill()?;
    let shown = running.log().contains("full_number");
    centre.run(&["verify"]).await.context(format!("{command} killed after {kill_ms} ms"))?;
    let settlements = async || centre.call("settlement_list", json!({ "query": "" })).await;
    let before = settlements().await?;
    let view = centre.call(command, arguments.clone()).await?;
    assert!(!shown || before == settlements().await?, "what was shown was saved ({command}, {kill_ms} ms)");
    Ok(view)
}

async fn payments_of(centre: &Centre, household: &Value) -> Result<Vec<String>> {
    let view = centre.call("household_view", json!({ "household": household["id"], "year": 2026 })).await?;
    Ok(view["payments"].as_array().into_iter().flatten().map(|payment| as_text(&payment["number"])).collect())
}

#[tokio::test]
async fn an_import_that_is_killed_is_there_whole_or_not_at_all() -> Result<()> {
    let mut roster = String::from("户号,村,组,姓名,身份证号,与户主关系\r\n");
    for household in 1..=499_u32 {
        for (year, relation) in [(1950, "户主"), (1952, "妻"), (1975, "子"), (2001, "孙子")] {
            let number = identity_number(&format!("{}0107", year + household % 9), household);
            let _ = write!(roster, "{household},大王庄,{},王新民,{number},{relation}\r\n", household % 7 + 1);
        }
    }
    for kill_ms in IMPORT_KILLS_MS {
        let centre = Centre::new().await?;
        let before = centre.call("desk_view", json!({})).await?["people"].as_u64().unwrap_or_default();
        let file = centre.scratch("roster.csv");
        fs::write(&file, &roster).context("cannot write the roster")?;
        let mut running = centre.start(&["roster", "import", text(&file)])?;
        tokio::time::sleep(Duration::from_millis(kill_ms)).await;
        running.kill()?;
        centre.run(&["verify"]).await.context(format!("killed after {kill_ms} ms"))?;
        let after = centre.call("desk_view", json!({})).await?["people"].as_u64().unwrap_or_default();
        assert!(after == before || after == before + 1996, "{before} people before, {after} after {kill_ms} ms");
        let copies = fs::read_dir(centre.dir().join("imports")).into_iter().flatten().count();
        assert_eq!(copies, 0, "no copy of the roster lies in the clear after the next start ({kill_ms} ms)");
    }
    Ok(())
}
