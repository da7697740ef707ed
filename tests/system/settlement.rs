//! Admit, charge, settle, reverse; the county decides again.

use serde_json::{Value, json};
use system_tests::{Context, Result, open_demonstration_database};

use system_tests::centre::{
    Centre, County, as_text, op, registered_and_paid, settle_input, stay_with_charges, totals, you_pay,
};

#[tokio::test]
async fn a_stay_is_settled_reversed_and_agreed_to_the_fen() -> Result<()> {
    let mut centre = Centre::new().await?;
    let (_, persons, _) = registered_and_paid(&centre).await?;
    let before = totals(&centre, &persons[2]).await?;
    let stay = stay_with_charges(&centre, &persons[2], "30").await?;

    let deposit = json!({ "op": op(), "stay": stay, "amount": "500.00", "method": "cash" });
    let taken = centre.call("deposit_take", json!({ "input": deposit })).await?;
    let receipt = &taken["deposits"][0]["number"];
    let found = centre.call("search", json!({ "query": receipt, "year": 2026 })).await?["documents"][0].clone();
    assert_eq!((&found["number"], &found["kind"], &found["id"]), (receipt, &json!("stay"), &json!(stay)), "{found}");
    let view = centre.call("discharge_view", json!({ "stay": stay, "discharged": "" })).await?;
    let ladder = &view["ladder"];
    let paid = |id: &str| {
        let rows = ladder["rows"].as_array().cloned().unwrap_or_default();
        rows.into_iter().find(|row| row["id"] == id).map(|row| as_text(&row["amount"])).unwrap_or_default()
    };
    let total: i64 = fen(&paid("total"));
    let parts: i64 = ["basic.paid", "serious.paid", "assistance.paid", "you-pay"].iter().map(|id| fen(&paid(id))).sum();
    assert_eq!(parts, total, "the funds' parts and the patient's add up to the fen");
    assert!(fen(&paid("assistance.paid")) > 0, "medical assistance stacks on basic insurance: {ladder}");

    let expected = as_text(&view["cash"]["you_pay"]["plain"]);
    let input = settle_input(&stay, &expected);
    let settled = centre.call("stay_settle", json!({ "input": input })).await?;
    let again = centre.call("stay_settle", json!({ "input": input })).await?;
    assert_eq!(settled["row"]["number"], again["row"]["number"], "a double press gives the first result");
    let refusal = centre.refused("stay_settle", json!({ "input": settle_input(&stay, &expected) })).await?;
    assert_eq!(refusal.code, "E-4102", "{}", refusal.zh);

    let id = as_text(&settled["row"]["id"]);
    let statement = centre.paper("statement", &id).await?;
    for words in ["住院结算单", "王德厚", "已结算，待县核对", &expected] {
        assert!(statement.contains(words), "the statement says {words}:\n{statement}");
    }

    let _county = County::of(&mut centre).await?;
    centre.sync_until_judged().await?;
    let judged = centre.call("settlement_view", json!({ "settlement": id })).await?;
    assert_eq!(judged["row"]["state"], "accepted", "{judged}");

    reverse(&centre, &id).await?;
    assert_eq!(totals(&centre, &persons[2]).await?, before, "the accumulators are what they were");
    centre.sync_until_judged().await?;
    let after = centre.call("settlement_view", json!({ "settlement": id })).await?;
    assert_eq!(after["row"]["state"], "accepted");
    assert_eq!(after["row"]["reversed"], true);
    centre.run(&["verify"]).await?;
    Ok(())
}

async fn reverse(centre: &Centre, settlement: &str) -> Result<()> {
    let operators = centre.operators()?;
    let (own, second) = (operators.operator(0)?, operators.operator(1)?);
    let input = |initials: &str, pin: &str| {
        json!({ "input": { "op": op(), "settlement": settlement, "reason": "wrong-item", "note": "",
                           "second_initials": initials, "second_pin": pin } })
    };
    let refusal = centre.refused("settlement_reverse", input(&own.initials, &own.pin)).await?;
    assert_eq!(refusal.code, "E-1205", "the second person is another person");
    let refusal = centre.refused("settlement_reverse", input(&second.initials, "000000")).await?;
    assert_eq!(refusal.code, "E-1202", "and knows the PIN");
    let reversed = centre.call("settlement_reverse", input(&second.initials, &second.pin)).await?;
    assert_eq!(reversed["row"]["reversed"], true);
    let refusal = centre.refused("settlement_reverse", input(&second.initials, &second.pin)).await?;
    assert_eq!(refusal.code, "E-5001", "once");
    Ok(())
}

/// Settles a stay of so many times 100 yuan. Returns the settlement.
async fn settle(centre: &Centre, person: &str, quantity: &str) -> Result<Value> {
    let stay = stay_with_charges(centre, person, quantity).await?;
    let expected = you_pay(centre, &stay).await?;
    centre.call("stay_settle", json!({ "input": settle_input(&stay, &expected) })).await
}

#[tokio::test]
async fn a_reversal_in_the_middle_of_the_year_comes_to_what_the_desk_foretold() -> Result<()> {
    let mut centre = Centre::new().await?;
    let (_, persons, _) = registered_and_paid(&centre).await?;
    let _county = County::of(&mut centre).await?;
    let person = &persons[0];
    // 100,000 reaches the ceiling of basic insurance and passes the start line of serious-illness insurance.
    let first = settle(&centre, person, "1000").await?;
    let second = settle(&centre, person, "100").await?;
    centre.sync_until_judged().await?;
    let view = centre.call("settlement_view", json!({ "settlement": second["row"]["id"] })).await?;
    assert_eq!(view["row"]["state"], "accepted", "{}", view["adjustment"]);

    let plan = centre.call("reversal_plan", json!({ "settlement": first["row"]["id"] })).await?;
    let row = &plan["later"][0];
    assert_eq!(row["number"], second["row"]["number"]);
    assert_eq!((&row["you_pay"]["plain"], &row["expected"]["plain"]), (&json!("5000.00"), &json!("1180.00")));
    let operators = centre.operators()?;
    let approver = operators.operator(1)?;
    let input = |later: Value| {
        json!({ "input": { "op": op(), "settlement": first["row"]["id"], "reason": "duplicate", "note": "",
                           "second_initials": approver.initials, "second_pin": approver.pin, "later": later } })
    };
    let refusal = centre.refused("settlement_reverse", input(json!([]))).await?;
    assert_eq!(refusal.code, "E-5004", "nobody saw what becomes of the second");
    let shown = json!([{ "settlement": row["settlement"], "expected": "1180.00" }]);
    centre.call("settlement_reverse", input(shown)).await?;
    let slip = centre.paper("reversal", &as_text(&first["row"]["id"])).await?;
    for words in [as_text(&second["row"]["number"]).as_str(), "5,000.00", "1,180.00", "以县级调整为准"] {
        assert!(slip.contains(words), "the slip says {words}:\n{slip}");
    }

    centre.sync_until_judged().await?;
    let view = centre.call("settlement_view", json!({ "settlement": second["row"]["id"] })).await?;
    assert_eq!(view["row"]["state"], "needs_action");
    let sentence = as_text(&view["adjustment"]["sentence"]["zh"]);
    assert!(sentence.contains("5,000.00") && sentence.contains("应退给个人 3,820.00 元"), "{sentence}");
    let because = as_text(&view["adjustment"]["history"][0]["because"]["zh"]);
    assert!(because.contains("已红冲"), "{because}");
    assert_eq!(totals(&centre, person).await?[0]["used"]["plain"], "8820.00", "the county's totals are the desk's");
    centre.run(&["verify"]).await?;
    Ok(())
}

#[tokio::test]
async fn a_figure_altered_in_the_database_comes_back_as_an_adjustment_with_both_amounts() -> Result<()> {
    let mut centre = Centre::new().await?;
    let (_, persons, _) = registered_and_paid(&centre).await?;
    let _county = County::of(&mut centre).await?;
    let person = &persons[0];

    // Somebody makes the year look as if basic insurance had paid almost up to its ceiling.
    let altered = r#"{"amounts":{"basic.paid":"79900.00"}}"#;
    open_demonstration_database(&centre.dir())?
        .execute("INSERT INTO standing (person, year, accumulators) VALUES (?1, 2026, ?2)", [person.as_str(), altered])
        .context("cannot alter the database")?;

    let stay = stay_with_charges(&centre, person, "20").await?;
    let wrong = you_pay(&centre, &stay).await?;
    let settled = centre.call("stay_settle", json!({ "input": settle_input(&stay, &wrong) })).await?;
    let id = as_text(&settled["row"]["id"]);
    centre.sync_until_judged().await?;

    let judged = centre.call("settlement_view", json!({ "settlement": id })).await?;
    assert_eq!(judged["row"]["state"], "needs_action");
    // 2,000.00: 1,800.00 above the deductible, of which the fund pays 90 %; the altered year left it 100.00.
    let row = judged["adjustment"]["rows"].as_array().into_iter().flatten().next_back().cloned().unwrap_or_default();
    assert_eq!(row["centre"]["plain"], "1900.00");
    assert_eq!(row["county"]["plain"], "380.00");
    let sentence = as_text(&judged["adjustment"]["sentence"]["zh"]);
    assert!(sentence.contains("1,900.00") && sentence.contains("380.00"), "it names both amounts: {sentence}");

    // The county's totals stand from now on, so the next settlement agrees again.
    let stay = stay_with_charges(&centre, person, "10").await?;
    let right = you_pay(&centre, &stay).await?;
    let settled = centre.call("stay_settle", json!({ "input": settle_input(&stay, &right) })).await?;
    centre.sync_until_judged().await?;
    let judged = centre.call("settlement_view", json!({ "settlement": settled["row"]["id"] })).await?;
    assert_eq!(judged["row"]["state"], "accepted", "{}", judged["adjustment"]);
    centre.run(&["verify"]).await?;
    Ok(())
}

/// An amount as integer fen.
fn fen(amount: &str) -> i64 {
    amount.replace('.', "").parse().unwrap_or_default()
}
