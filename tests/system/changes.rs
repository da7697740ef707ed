//! People move, die and are corrected by the command line; the county agrees, and the premium follows the person.

use serde_json::{Value, json};
use system_tests::centre::{Centre, County, as_text, identity_number, member, op, registered_and_paid};
use system_tests::{Context, Result};

/// Who is a member, and in what relation to the head.
fn relations(household: &Value) -> Vec<(String, String)> {
    let members = household["members"].as_array().into_iter().flatten();
    members.map(|member| (as_text(&member["name"]), as_text(&member["relation"]))).collect()
}

async fn household(centre: &Centre, id: &Value, year: &Value) -> Result<Value> {
    centre.call("household_view", json!({ "household": id, "year": year })).await
}

#[tokio::test]
async fn a_family_changes_and_the_county_has_the_same_people_with_their_history() -> Result<()> {
    let mut centre = Centre::new().await?;
    let (home, persons, _) = registered_and_paid(&centre).await?;
    let (id, year) = (&home["id"], &home["year"]);

    let split = json!({ "op": op(), "household": id, "persons": [persons[2]], "head": persons[2],
                        "village": "柳河村", "group": "2", "door": "", "phone": "" });
    let formed = centre.call("household_split", json!({ "input": split })).await?;
    let again = centre.call("household_split", json!({ "input": split })).await?;
    assert_eq!(formed["seq"], again["seq"], "the same press forms one household");
    let made = household(&centre, &formed["household"], year).await?;
    assert_eq!(made["premium"]["paid"], json!(1), "the enrolment went along");

    let died = json!({ "op": op(), "person": persons[0], "on": "", "note": "死亡证明" });
    let death = centre.call("person_die", json!({ "input": died })).await?;
    let after = household(&centre, id, year).await?;
    assert_eq!(relations(&after).iter().filter(|(_, relation)| relation == "head").count(), 1, "{after}");
    centre.call("change_undo", json!({ "op": op(), "seq": death["seq"] })).await?;
    let restored = household(&centre, id, year).await?;
    let was: Vec<_> = relations(&home).into_iter().filter(|(name, _)| *name != as_text(&made["head"])).collect();
    assert_eq!(relations(&restored), was);

    // Registering somebody known says where; with the person named it is a move.
    let number = identity_number("19910101", 77);
    let couple = json!([member(&number, "赵敏", "spouse", &[])]);
    centre.call("members_add", json!({ "op": op(), "household": made["id"], "members": couple })).await?;
    let twice = json!({ "op": op(), "household": id, "members": couple });
    let refusal = centre.refused("members_add", twice).await?;
    assert!(refusal.code == "E-2110" && refusal.zh.contains("柳河村2组"), "{refusal:?}");
    let known = centre.call("id_check", json!({ "text": number })).await?;
    let mut moving = member(&number, "赵敏", "other", &[]);
    moving["person"] = known["known"]["person"].clone();
    let moved = centre.call("members_add", json!({ "op": op(), "household": id, "members": [moving] })).await?;
    assert!(relations(&moved).contains(&("赵敏".into(), "other".into())), "{moved}");

    let bad = json!({ "op": op(), "person": persons[1], "phone": "12" });
    let refusal = centre.refused("person_change", json!({ "input": bad })).await?;
    assert!(refusal.code == "E-2104" && refusal.zh.contains("手机号"), "{refusal:?}");
    let merge = json!({ "op": op(), "household": made["id"], "into": id });
    centre.call("households_merge", json!({ "input": merge })).await?;
    centre.run(&["verify"]).await?;

    let county = County::of(&mut centre).await?;
    centre.sync_until_judged().await?;
    let after = centre.transfer().await?;
    assert_eq!(after["badge"]["needs_action"], json!(0), "{}", after["needs_action"]);
    let database = county.cluster.connect("county").await?;
    let sql = "SELECT count(*), count(DISTINCT household) FROM person WHERE presence = 'here'
               AND household = $1::text::uuid";
    let row = database.query_one(sql, &[&as_text(id)]).await.context("cannot ask the county")?;
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (6, 1), "five, and the one who moved in");
    let sql = "SELECT count(*) FROM record_change WHERE outcome <> 'applied'";
    let row = database.query_one(sql, &[]).await.context("cannot ask the county")?;
    assert_eq!(row.get::<_, i64>(0), 0, "every field met what it spoke of");
    let ended = household(&centre, &made["id"], year).await?;
    assert!(ended["ended"]["zh"].as_str().unwrap_or_default().contains("并入"), "{ended}");
    Ok(())
}
