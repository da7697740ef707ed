//! Cases decided from the command line: figures, words, formats.

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};
use system_tests::{Context, Failure, Result, repository_dir};

use crate::packs::{arg, nonghe, temp_dir, write};

/// The cases that ship as examples.
fn examples() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(repository_dir().join("examples/cases")).context("examples/cases")? {
        found.push(entry.context("an example")?.path());
    }
    found.sort();
    assert!(found.len() >= 10, "{found:?}");
    Ok(found)
}

fn demonstration() -> String {
    arg(repository_dir().join("packs/demonstration-2026"))
}

fn read(path: &PathBuf) -> Result<Value> {
    let name = path.display();
    serde_json::from_str(&fs::read_to_string(path).context(&name)?).context(&name)
}

/// An amount in fen.
fn fen(amount: &Value) -> Result<i64> {
    let text = amount.as_str().context(format_args!("{amount} is an amount"))?;
    text.replace('.', "").parse().context(text)
}

/// What a bill comes to at the end of a case.
pub(crate) struct FinalBill {
    /// What each layer pays.
    pub(crate) paid: Vec<i64>,
    /// What the patient bears.
    pub(crate) you_pay: i64,
}

/// What each layer pays and what the patient bears, in fen; none where no fund takes part.
type Found = Option<(BTreeMap<String, i64>, i64)>;
/// Makes something wrong.
type Change<'a> = &'a dyn Fn(&mut Value);

/// Follows the steps of a case: decisions, corrections, adjustments, reversals.
pub(crate) fn final_bills(case: &Value, told: &Value) -> Result<Vec<FinalBill>> {
    let mut bills: BTreeMap<String, Found> = BTreeMap::new();
    let mut totals: BTreeMap<String, i64> = BTreeMap::new();
    let mut layers: Vec<String> = Vec::new();
    let figures = |paid: &Value, you_pay: &Value| -> Result<(BTreeMap<String, i64>, i64)> {
        let paid = paid.as_object().context("what each layer pays")?.iter();
        let paid = paid.map(|(layer, amount)| Ok((layer.clone(), fen(amount)?))).collect::<Result<_>>()?;
        Ok((paid, fen(you_pay)?))
    };
    for (event, step) in
        case["events"].as_array().into_iter().flatten().zip(told["steps"].as_array().into_iter().flatten())
    {
        let id = step["id"].as_str().unwrap_or_default().to_owned();
        if !event["reverse"].is_null() {
            bills.remove(&id);
        }
        for decision in step["decisions"].as_array().into_iter().flatten() {
            let settled = &decision["outcome"]["settled"];
            let total = decision["explanation"]["rows"][0]["amount"].clone();
            totals.insert(id.clone(), fen(&total)?);
            let found = if settled.is_null() {
                None
            } else {
                let shares = settled["layers"].as_array().context("layers")?;
                layers = shares.iter().filter_map(|share| share["layer"].as_str().map(str::to_owned)).collect();
                let paid: serde_json::Map<String, Value> =
                    layers.iter().cloned().zip(shares.iter().map(|share| share["paid"].clone())).collect();
                Some(figures(&Value::Object(paid), &settled["you_pay"])?)
            };
            bills.insert(id.clone(), found);
        }
        for adjustment in step["adjustments"].as_array().into_iter().flatten() {
            let after = &adjustment["after"];
            let found = if after.is_null() { None } else { Some(figures(&after["paid"], &after["you_pay"])?) };
            bills.insert(adjustment["id"].as_str().context("an id")?.to_owned(), found);
        }
    }
    let bill = |(id, found): (String, Found)| match found {
        Some((paid, you_pay)) => {
            let paid = layers.iter().map(|layer| paid.get(layer).copied().unwrap_or_default()).collect();
            FinalBill { paid, you_pay }
        }
        None => FinalBill { paid: Vec::new(), you_pay: totals.get(&id).copied().unwrap_or_default() },
    };
    Ok(bills.into_iter().map(bill).collect())
}

#[tokio::test]
async fn every_example_adds_up_to_the_fen() -> Result<()> {
    let pack = demonstration();
    for example in examples()? {
        let name = example.display().to_string();
        let told = nonghe(&["adjudicate", "--pack", &pack, "--case", &name]).await?.json()?;
        assert_eq!(told["notes"], json!([]), "{name} uses the pack's codes");
        for step in told["steps"].as_array().context("steps")? {
            for decision in step["decisions"].as_array().context("decisions")? {
                let rows = decision["explanation"]["rows"].as_array().context("rows")?;
                let row = |id: &str| rows.iter().find(|row| row["id"] == id).map(|row| fen(&row["amount"])).transpose();
                let paid: i64 = rows
                    .iter()
                    .filter(|row| {
                        row["id"].as_str().is_some_and(|id| {
                            id == "hospital" || id.rsplit_once('.').is_some_and(|(_, what)| what == "paid")
                        })
                    })
                    .map(|row| fen(&row["amount"]))
                    .sum::<Result<i64>>()?;
                let (total, you_pay) = (row("total")?.context("total")?, row("you-pay")?.context("you-pay")?);
                assert_eq!(total - paid, you_pay, "{name}: the rows add up");
                let settled = &decision["outcome"]["settled"];
                if !settled.is_null() {
                    assert_eq!(fen(&settled["you_pay"])?, you_pay, "{name}");
                    assert_eq!(fen(&settled["total"])?, total, "{name}");
                }
            }
        }
        let last = told["steps"].as_array().and_then(|steps| steps.last()).context("a step")?;
        let whole = told["totals"].as_array().context("totals")?;
        for totals in last["totals"].as_array().context("totals of the step")? {
            assert!(whole.contains(totals), "{name}: the totals after the last step are those at the end");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_ladder_is_told_in_one_language_with_the_same_figures() -> Result<()> {
    let pack = demonstration();
    for example in examples()? {
        let name = example.display().to_string();
        let told = nonghe(&["adjudicate", "--pack", &pack, "--case", &name]).await?.json()?;
        let zh = nonghe(&["adjudicate", "--pack", &pack, "--case", &name, "--explain", "--lang", "zh"])
            .await?
            .succeeded()?;
        let en = nonghe(&["adjudicate", "--pack", &pack, "--case", &name, "--explain", "--lang", "en"])
            .await?
            .succeeded()?;
        for step in told["steps"].as_array().into_iter().flatten() {
            for row in step["decisions"]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|decision| decision["explanation"]["rows"].as_array().into_iter().flatten())
            {
                let shown = row["shown"].as_str().context("an amount")?;
                assert!(zh.stdout.contains(shown) && en.stdout.contains(shown), "{name}: {shown}");
            }
        }
        assert!(zh.stdout.contains("您自己付") && en.stdout.contains("You pay"), "{name}");
        let chinese = en.stdout.lines().find(|line| line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
        assert_eq!(chinese, None, "{name} in English");
    }
    Ok(())
}

#[tokio::test]
async fn with_a_language_texts_are_one_sentence() -> Result<()> {
    fn both(value: &Value) -> bool {
        match value {
            Value::Object(fields) => fields.contains_key("zh") || fields.values().any(both),
            Value::Array(elements) => elements.iter().any(both),
            _ => false,
        }
    }
    let case = arg(repository_dir().join("examples/cases/one-bill.json"));
    let pack = demonstration();
    let plain = nonghe(&["adjudicate", "--pack", &pack, "--case", &case]).await?.json()?;
    assert!(both(&plain), "both languages unless one is asked for");
    for lang in ["zh", "en"] {
        let told = nonghe(&["adjudicate", "--pack", &pack, "--case", &case, "--lang", lang]).await?.json()?;
        assert!(!both(&told), "{lang}");
        let sentence = &plain["steps"][0]["decisions"][0]["explanation"]["sentence"][lang];
        assert_eq!(&told["steps"][0]["decisions"][0]["explanation"]["sentence"], sentence);
    }
    Ok(())
}

#[tokio::test]
async fn a_slip_in_a_case_is_refused_or_noted() -> Result<()> {
    let dir = temp_dir()?;
    let pack = demonstration();
    let case = read(&repository_dir().join("examples/cases/one-bill.json"))?;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = case.clone();
        change(&mut changed);
        changed.to_string()
    };
    let table: [(&str, String, &str); 6] = [
        ("referal", with(&|case| case["bill"]["referal"] = json!("filed")), "Is `referral` meant?"),
        ("category", with(&|case| case["person"]["category"] = json!([])), "person.category"),
        ("date", with(&|case| case["bill"]["admitted"] = json!("2026-02-30")), "没有这个日期"),
        ("kind", with(&|case| case["bill"]["kind"] = json!("holiday")), "holiday"),
        ("amount", with(&|case| case["bill"]["lines"][0]["price"] = json!("1,000.00")), "不带逗号"),
        ("two cases", format!("[{case},{case}]"), "more than one case"),
    ];
    for (name, text, words) in table {
        let file = write(&dir, "case.json", text)?;
        let found = nonghe(&["adjudicate", "--pack", &pack, "--case", &file]).await?;
        assert!(!found.status.success(), "{name}");
        let error: Value = serde_json::from_str(&found.stderr).context(&found.stderr)?;
        assert_eq!(error["code"], json!("E-7101"), "{name}");
        assert!(found.stderr.contains(words) && !error["todo"]["zh"].is_null(), "{name}: {}", found.stderr);
    }
    let unknown = write(&dir, "case.json", with(&|case| case["bill"]["tier"] = json!("village")))?;
    let told = nonghe(&["adjudicate", "--pack", &pack, "--case", &unknown]).await?.json()?;
    assert!(told["notes"][0]["en"].as_str().is_some_and(|note| note.contains("village")), "{}", told["notes"]);
    Ok(())
}

#[tokio::test]
async fn elsewhere_compares_one_bill_at_every_tier() -> Result<()> {
    let pack = demonstration();
    let case = arg(repository_dir().join("examples/cases/one-bill.json"));
    let told = nonghe(&["adjudicate", "--pack", &pack, "--case", &case]).await?.json()?;
    let own = told["steps"][0]["decisions"][0]["outcome"]["settled"]["you_pay"].as_str().context("you pay")?.to_owned();
    let table =
        nonghe(&["adjudicate", "--pack", &pack, "--case", &case, "--elsewhere", "--lang", "en"]).await?.succeeded()?;
    let now = table.stdout.lines().find(|line| line.contains("(now)")).context("the bill as it is")?;
    assert!(now.contains(&own) && now.contains(" 0.00 "), "{now}");
    for tier in ["Township centre", "Tier 1 hospital", "Tier 2 hospital", "Tier 3 hospital"] {
        assert!(table.stdout.contains(tier), "{tier}\n{}", table.stdout);
    }
    assert!(
        table.stdout.lines().any(|line| line.contains("Township centre") && line.contains('*')),
        "{}",
        table.stdout
    );
    let year = arg(repository_dir().join("examples/cases/household-year.json"));
    let refused = nonghe(&["adjudicate", "--pack", &pack, "--case", &year, "--elsewhere"]).await?;
    assert!(!refused.status.success() && refused.stderr.contains("single bill"), "{}", refused.stderr);
    Ok(())
}

/// The schemas that the program makes of its own types.
async fn schemas() -> Result<BTreeMap<String, Value>> {
    let made = nonghe(&["schema"]).await?.json()?;
    serde_json::from_value(made).context("schemas by name")
}

#[tokio::test]
async fn the_schemas_of_the_documents_are_those_of_the_program() -> Result<()> {
    for (name, schema) in schemas().await? {
        let path = repository_dir().join(format!("docs/schema/{name}.schema.json"));
        if env::var_os("NONGHE_WRITE_SCHEMAS").is_some() {
            nonghe(&["schema", "--write", &arg(repository_dir().join("docs/schema"))]).await?.succeeded()?;
        }
        assert_eq!(read(&path)?, schema, "{name}: run `nonghe schema --write docs/schema`");
    }
    Ok(())
}

fn validator(schemas: &BTreeMap<String, Value>, name: &str) -> Result<Validator> {
    jsonschema::validator_for(schemas.get(name).context(name)?).context(name)
}

fn expect_valid(validator: &Validator, value: &Value, name: &str) -> Result<()> {
    let faults: Vec<String> =
        validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).take(5).collect();
    if faults.is_empty() { Ok(()) } else { Err(Failure::new(format!("{name}: {}", faults.join("\n")))) }
}

#[tokio::test]
async fn packs_cases_and_settlements_follow_their_schemas() -> Result<()> {
    let schemas = schemas().await?;
    let (pack, case, settlement) =
        (validator(&schemas, "pack")?, validator(&schemas, "case")?, validator(&schemas, "settlement")?);
    for entry in fs::read_dir(repository_dir().join("packs")).context("packs")? {
        let path = entry.context("a pack")?.path().join("pack.toml");
        let name = path.display().to_string();
        let rules: toml::Value = toml::from_str(&fs::read_to_string(&path).context(&name)?).context(&name)?;
        expect_valid(&pack, &serde_json::to_value(rules).context(&name)?, &name)?;
    }
    for example in examples()? {
        let name = example.display().to_string();
        expect_valid(&case, &read(&example)?, &name)?;
        for lang in [&[][..], &["--lang", "zh"], &["--lang", "en"]] {
            let base = ["adjudicate", "--pack", &demonstration(), "--case", &name];
            let told = nonghe(&[base.as_slice(), lang].concat()).await?.json()?;
            expect_valid(&settlement, &told, &name)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_schemas_refuse_what_the_program_refuses() -> Result<()> {
    let schemas = schemas().await?;
    let (pack, case) = (validator(&schemas, "pack")?, validator(&schemas, "case")?);
    let text =
        fs::read_to_string(repository_dir().join("tests/fixtures/packs/hill-2026/pack.toml")).context("a pack")?;
    let rules: toml::Value = toml::from_str(&text).context("a pack")?;
    let rules = serde_json::to_value(rules).context("a pack")?;
    expect_valid(&pack, &rules, "hill-2026")?;
    let changes: [(&str, Change); 5] = [
        ("an unknown key", &|rules| rules["layers"] = json!([])),
        ("an unknown key of a layer", &|rules| rules["layer"][0]["bnad"] = json!([])),
        ("a number for an amount", &|rules| rules["premium"]["member"] = json!(400)),
        ("an unknown choice", &|rules| rules["layer"][0]["accumulate"] = json!("week")),
        ("no title", &|rules| {
            rules.as_object_mut().map(|rules| rules.remove("title"));
        }),
    ];
    for (name, change) in changes {
        let mut changed = rules.clone();
        change(&mut changed);
        assert!(!pack.is_valid(&changed), "a pack with {name}");
    }
    let bill = read(&repository_dir().join("examples/cases/one-bill.json"))?;
    let year = read(&repository_dir().join("examples/cases/household-year.json"))?;
    let changes: [(&str, &Value, Change); 4] = [
        ("no bill", &bill, &|case| {
            case.as_object_mut().map(|case| case.remove("bill"));
        }),
        ("a number for a price", &bill, &|case| case["bill"]["lines"][0]["price"] = json!(18)),
        ("an unknown event", &year, &|case| case["events"][0] = json!({ "forget": {} })),
        ("an unknown kind of stay", &year, &|case| case["events"][0]["settle"]["bill"]["kind"] = json!("holiday")),
    ];
    for (name, whole, change) in changes {
        let mut changed = whole.clone();
        change(&mut changed);
        assert!(!case.is_valid(&changed), "a case with {name}");
    }
    Ok(())
}
