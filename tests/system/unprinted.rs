//! A payment whose paper nobody printed, on the command line.

use serde_json::json;
use system_tests::Result;
use system_tests::centre::{Centre, County, as_text, registered_and_paid};

#[tokio::test]
async fn a_payment_without_a_paper_is_in_the_list_until_it_is_left_aside() -> Result<()> {
    let mut centre = Centre::new().await?;
    let queue = centre.call("print_queue", json!({})).await?;
    assert_eq!(queue, json!([]), "the past of a demonstration was printed in the past");

    let (_, _, receipt) = registered_and_paid(&centre).await?;
    let queue = centre.call("print_queue", json!({})).await?;
    assert_eq!(queue.as_array().map(Vec::len), Some(1), "{queue}");
    assert_eq!((&queue[0]["number"], &queue[0]["name"]), (&receipt["number"], &json!("王建国")));
    assert!(as_text(&queue[0]["why"]["money"]["zh"]).contains("收款已完成"), "{queue}");

    let aside = |reason: &str| json!({ "document": "receipt", "subject": receipt["id"], "reason": reason });
    let refusal = centre.refused("paper_leave_aside", aside("other")).await?;
    assert!(refusal.zh.contains("原因"), "{refusal:?}");
    assert_eq!(centre.call("paper_leave_aside", aside("not_wanted")).await?, json!([]));
    centre.run(&["verify"]).await?;

    // What became of a paper is this desk's own affair: the county hears of the payment and of nothing else.
    let county = County::of(&mut centre).await?;
    centre.sync_until_judged().await?;
    let transfer = centre.transfer().await?;
    assert_eq!(transfer["badge"]["needs_action"], json!(0), "{}", transfer["needs_action"]);
    drop(county);
    Ok(())
}
