//! Register, collect, receipt, and every entry at the county once.

use serde_json::{Value, json};
use system_tests::{Context, Result};

use system_tests::centre::{Centre, County, as_text, op, registered_and_paid};

#[tokio::test]
async fn a_household_of_five_pays_offline_and_every_entry_arrives_once() -> Result<()> {
    let mut centre = Centre::new().await?;
    let before = centre.transfer().await?["badge"]["waiting"].as_u64().unwrap_or_default();

    // 5 × 210.00, less 168.00 for the one on the subsistence list.
    let (household, persons, receipt) = registered_and_paid(&centre).await?;
    assert_eq!(persons.len(), 5);
    assert_eq!(household["premium"]["standard"]["plain"], "1050.00");
    assert_eq!(receipt["subsidy"]["plain"], "168.00");
    assert_eq!(receipt["due"]["plain"], "882.00");
    assert_eq!(receipt["change"]["plain"], "118.00");
    assert_eq!(receipt["state"], "waiting");

    let paper = centre.paper("receipt", &as_text(&receipt["id"])).await?;
    for words in ["人民币捌佰捌拾贰元整", "882.00", "王建国", "单小明", receipt["number"].as_str().unwrap_or_default()]
    {
        assert!(paper.contains(words), "the receipt says {words}:\n{paper}");
    }

    // Without a county nothing is lost and nothing is claimed.
    let refusal = centre.refused_command(&["sync"]).await?;
    assert_eq!(refusal.code, "E-6001", "{refusal:?}");
    assert_eq!(centre.transfer().await?["badge"]["waiting"], json!(before + 2));

    let county = County::of(&mut centre).await?;
    centre.sync_until_judged().await?;
    let after = centre.transfer().await?;
    assert_eq!(after["badge"]["waiting"], json!(0));
    assert_eq!(after["badge"]["needs_action"], json!(0), "{}", after["needs_action"]);
    assert_eq!(after["accepted"], json!(before + 2));
    let again = centre.call("receipt_view", json!({ "payment": receipt["id"] })).await?;
    assert_eq!(again["state"], "accepted");

    // A second exchange sends nothing.
    assert_eq!(centre.sync().await?["sent"], json!(0));
    let database = county.cluster.connect("county").await?;
    let row = database.query_one("SELECT count(*) FROM entry", &[]).await.context("cannot ask the county")?;
    assert_eq!(row.get::<_, i64>(0).unsigned_abs(), before + 2, "each entry once");
    centre.run(&["verify"]).await?;
    Ok(())
}

#[tokio::test]
async fn the_same_press_takes_the_money_once() -> Result<()> {
    let centre = Centre::new().await?;
    let form = centre
        .call("household_register", json!({ "op": op(), "input": system_tests::centre::household_of_five() }))
        .await?;
    let persons: Vec<_> = form["members"].as_array().into_iter().flatten().map(|m| m["person"].clone()).collect();
    let input = json!({ "op": op(), "household": form["id"], "year": form["year"], "persons": persons,
                        "method": "cash", "tendered": "", "expected_due": "882.00" });
    let first = centre.call("premium_collect", json!({ "input": input })).await?;
    let second = centre.call("premium_collect", json!({ "input": input })).await?;
    assert_eq!(first["number"], second["number"], "a double press gives the first receipt");

    let mut other = input.clone();
    other["op"] = json!(op());
    let refusal = centre.refused("premium_collect", json!({ "input": other })).await?;
    assert_eq!(refusal.code, "E-3011", "another press says that it is paid: {}", refusal.zh);
    Ok(())
}

#[tokio::test]
async fn a_receipt_is_voided_and_members_are_paid_back_by_two_persons_and_the_county_agrees() -> Result<()> {
    let mut centre = Centre::new().await?;
    let (household, persons, first) = registered_and_paid(&centre).await?;
    let operators = centre.operators()?;
    let (own, second) = (operators.operator(0)?.clone(), operators.operator(1)?.clone());
    let input = |payment: &Value, reason: &str, persons: &[String], expected: &str, initials: &str, pin: &str| {
        json!({ "input": { "op": op(), "payment": payment, "reason": reason, "note": "", "persons": persons,
                           "expected": expected, "second_initials": initials, "second_pin": pin } })
    };
    let query = json!({ "query": { "kind": "", "payment": first["id"], "reason": "", "persons": null } });
    let plan = centre.call("give_back_plan", query).await?;
    assert_eq!((&plan["kind"], &plan["returned"]["plain"]), (&json!("void"), &json!("882.00")), "{plan}");
    let void = |initials: &str, pin: &str| input(&first["id"], "wrong-amount", &[], "882.00", initials, pin);
    let refusal = centre.refused("premium_void", void(&own.initials, &own.pin)).await?;
    assert_eq!(refusal.code, "E-1205", "the second person is another person: {}", refusal.zh);
    let press = void(&second.initials, &second.pin);
    let voided = centre.call("premium_void", press.clone()).await?;
    let again = centre.call("premium_void", press).await?;
    assert_eq!(voided["validity"], "voided");
    assert_eq!(voided["slips"], again["slips"], "a double press gives the first slip");

    // The household pays again, and one of them turns out to be enrolled elsewhere.
    let collect = json!({ "input": { "op": op(), "household": household["id"], "year": household["year"],
                                     "persons": persons, "method": "cash", "tendered": "", "expected_due": "882.00" } });
    let anew = centre.call("premium_collect", collect).await?;
    let one = &persons[..1];
    let refund = input(&anew["id"], "double-enrolment", one, "210.00", &second.initials, &second.pin);
    let refunded = centre.call("premium_refund", refund).await?;
    assert_eq!(refunded["validity"], "partly_refunded");
    let view = json!({ "household": household["id"], "year": household["year"] });
    let view = centre.call("household_view", view).await?;
    assert_eq!((&view["premium"]["paid"], &view["premium"]["due"]["plain"]), (&json!(4), &json!("210.00")));

    let county = County::of(&mut centre).await?;
    centre.sync_until_judged().await?;
    let after = centre.transfer().await?;
    assert_eq!(after["badge"]["needs_action"], json!(0), "{}", after["needs_action"]);
    let database = county.cluster.connect("county").await?;
    let sql = "SELECT state, count(*) FROM enrolment WHERE payment::text IN ($1, $2) GROUP BY state ORDER BY state";
    let ids = [as_text(&first["id"]), as_text(&anew["id"])];
    let rows = database.query(sql, &[&ids[0], &ids[1]]).await.context("cannot ask the county")?;
    let states: Vec<(String, i64)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(states, [("active".to_owned(), 4), ("refunded".to_owned(), 1), ("voided".to_owned(), 5)]);
    centre.run(&["verify"]).await?;
    Ok(())
}

#[tokio::test]
async fn books_are_issued_skipped_and_given_back_once_and_the_county_agrees() -> Result<()> {
    let mut centre = Centre::new().await?;
    let issue = json!({ "input": { "op": op(), "first": "0002318", "last": "0002417", "note": "" } });
    centre.call("book_issue", issue.clone()).await?;
    let books = centre.call("book_issue", issue).await?;
    assert_eq!(books["books"].as_array().map(Vec::len), Some(1), "a double press issues one book");
    let overlapping = json!({ "input": { "op": op(), "first": "0002417", "last": "0002500", "note": "" } });
    let refusal = centre.refused("book_issue", overlapping).await?;
    assert!(refusal.zh.contains("重号"), "{}", refusal.zh);
    let skip = json!({ "input": { "op": op(), "number": "0002320", "reason": "missing", "note": "" } });
    centre.call("form_skip", skip.clone()).await?;
    let skipped = centre.call("form_skip", skip).await?;
    assert_eq!((&skipped["next"]["number"], &skipped["books"][0]["spoiled"]), (&json!("0002320"), &json!(2)));
    let back = json!({ "op": op(), "book": skipped["books"][0]["id"], "from": "0002401", "reason": "年末交回" });
    let returned = centre.call("book_return", json!({ "input": back })).await?;
    assert_eq!(returned["next"]["left"], json!(81));

    let county = County::of(&mut centre).await?;
    centre.sync_until_judged().await?;
    let after = centre.transfer().await?;
    assert_eq!(after["badge"]["needs_action"], json!(0), "{}", after["needs_action"]);
    let database = county.cluster.connect("county").await?;
    let sql = "SELECT b.first, b.last, b.returned_from, n.first, n.last
               FROM receipt_book b JOIN fiscal_number n ON n.book = b.id";
    let row = database.query_one(sql, &[]).await.context("cannot ask the county")?;
    let kept: [i64; 5] = std::array::from_fn(|column| row.get(column));
    assert_eq!(kept, [2318, 2417, 2401, 2318, 2319]);
    centre.run(&["verify"]).await?;
    Ok(())
}
