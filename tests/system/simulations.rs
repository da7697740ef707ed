//! Cases under two packs, and a year of them.

use std::fs;

use serde_json::{Value, json};
use system_tests::{Context, Result, repository_dir};
use tempfile::TempDir;

use crate::cases::final_bills;
use crate::packs::{arg, fixture, nonghe, temp_dir, write};

/// A file with a number of invented households.
async fn invented(dir: &TempDir, households: &str, seed: &str) -> Result<String> {
    let pack = arg(fixture("hill-2026"));
    let made = nonghe(&["demo", "cases", "--households", households, "--seed", seed, "--pack", &pack]).await?;
    write(dir, &format!("cases-{seed}-{households}.jsonl"), made.succeeded()?.stdout)
}

#[tokio::test]
async fn a_pack_compared_with_itself_shows_no_difference() -> Result<()> {
    let dir = temp_dir()?;
    let pack = arg(fixture("hill-2026"));
    for seed in ["1", "2", "3"] {
        let cases = invented(&dir, "25", seed).await?;
        let compared = nonghe(&["pack", "compare", &pack, &pack, "--cases", &cases, "--json"]).await?.json()?;
        let tally = &compared["tally"];
        assert!(tally["all"]["bills"].as_u64().is_some_and(|bills| bills > 100), "seed {seed}: {}", tally["all"]);
        for (sums, whole) in [("by_category", "all"), ("by_tier", "all"), ("by_size", "all")] {
            for (name, group) in tally[sums].as_object().context(sums)? {
                assert_eq!((&group["better"], &group["worse"]), (&json!(0), &json!(0)), "{sums} {name}");
                assert_eq!(group["paid"]["before"], group["paid"]["after"], "{sums} {name}");
            }
            assert_eq!(tally[whole]["paid"]["before"], tally[whole]["paid"]["after"]);
        }
        for who in ["changed_households", "changed_people"] {
            assert_eq!(tally[who]["better"]["count"], json!(0), "seed {seed}");
            assert_eq!(tally[who]["worse"]["count"], json!(0), "seed {seed}");
        }
        assert_eq!(tally["changed_people"]["same"], tally["people"], "seed {seed}");
    }
    Ok(())
}

#[tokio::test]
async fn a_comparison_is_what_each_pack_decides_alone() -> Result<()> {
    let dir = temp_dir()?;
    let case = |year: i32| {
        json!({ "household": "H1", "people": [{ "id": "p", "birth_date": "1960-01-01" }], "events": [
            { "settle": { "id": "s", "person": "p", "bill": {
                "tier": "township", "admitted": format!("{year}-03-01"), "discharged": format!("{year}-03-09"),
                "settled": format!("{year}-03-09"), "diagnosis": "J18.900",
                "lines": [{ "item": "S1", "price": "25.00", "quantity": "8" }, { "item": "D2", "price": "14.90", "quantity": "30" },
                          { "item": "D4", "price": "16.80", "quantity": "10" }] } } }] })
    };
    let cases = write(&dir, "one.jsonl", case(2026).to_string())?;
    let (before, after) = (arg(fixture("hill-2026")), arg(fixture("hill-2027")));
    let mut alone = Vec::new();
    for (pack, year) in [(&before, 2026), (&after, 2027)] {
        let file = write(&dir, &format!("{year}.json"), case(year).to_string())?;
        let told = nonghe(&["adjudicate", "--pack", pack, "--case", &file]).await?.json()?;
        alone.push(told["steps"][0]["decisions"][0]["outcome"]["settled"].clone());
    }
    let compared = nonghe(&["pack", "compare", &before, &after, "--cases", &cases, "--json"]).await?.json()?;
    let all = &compared["tally"]["all"];
    for (side, settled) in ["before", "after"].into_iter().zip(&alone) {
        assert_eq!(all["you_pay"][side], settled["you_pay"], "{side}");
        let paid: Vec<&Value> =
            settled["layers"].as_array().context("layers")?.iter().map(|layer| &layer["paid"]).collect();
        assert_eq!(all["paid"][side], json!(paid), "{side}");
    }
    assert_ne!(alone[0]["you_pay"], alone[1]["you_pay"], "the deductible is dearer in the draft");
    assert_eq!(all["worse"], json!(1));
    let text =
        nonghe(&["pack", "compare", &before, &after, "--cases", &cases, "--lang", "zh"]).await?.succeeded()?.stdout;
    let shown = |amount: &Value| amount.as_str().is_some_and(|amount| text.contains(amount));
    assert!(shown(&alone[0]["you_pay"]) && shown(&alone[1]["you_pay"]) && text.contains("再救助支付"), "{text}");
    Ok(())
}

#[tokio::test]
async fn a_simulation_is_the_sum_of_what_is_adjudicated() -> Result<()> {
    let dir = temp_dir()?;
    let pack = arg(fixture("hill-2026"));
    // Seeds with late categories, reversals and corrections among the events.
    let cases = invented(&dir, "60", "59").await?;
    let text = fs::read_to_string(&cases).context("the cases")?;
    for event in ["\"reverse\":", "\"correct\":", "\"category\":{"] {
        assert!(text.contains(event), "the cases have a {event}; choose another seed if the generator changed");
    }
    let mut sums = [0_i64; 3];
    let (mut you_pay, mut bills) = (0_i64, 0_u64);
    for (number, line) in text.lines().enumerate() {
        let file = write(&dir, &format!("{number}.json"), line)?;
        let told = nonghe(&["adjudicate", "--pack", &pack, "--case", &file]).await?.json()?;
        let case: Value = serde_json::from_str(line).context("a case")?;
        for bill in final_bills(&case, &told)? {
            bills += 1;
            you_pay += bill.you_pay;
            for (sum, paid) in sums.iter_mut().zip(&bill.paid) {
                *sum += paid;
            }
        }
    }
    let simulated = nonghe(&["pack", "simulate", "--draft", &pack, "--against", &pack, "--cases", &cases, "--json"])
        .await?
        .json()?;
    let all = &simulated["tally"]["all"];
    let yuan = |fen: &i64| format!("{}.{:02}", fen / 100, fen % 100);
    assert_eq!(all["bills"], json!(bills));
    assert_eq!(all["paid"]["before"], json!(sums.iter().map(yuan).collect::<Vec<_>>()));
    assert_eq!(all["you_pay"]["after"], json!(yuan(&you_pay)));
    Ok(())
}

#[tokio::test]
async fn sums_do_not_depend_on_workers_or_packing() -> Result<()> {
    let dir = temp_dir()?;
    let cases = invented(&dir, "300", "5").await?;
    let text = fs::read(&cases).context("the cases")?;
    let packed = write(&dir, "cases.jsonl.zst", zstd::encode_all(text.as_slice(), 3).context("zstd")?)?;
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(text);
    let marked = write(&dir, "marked.jsonl", marked)?;
    let list = arg(dir.path().join("list.csv"));
    let (draft, against) = (arg(fixture("hill-2027")), arg(fixture("hill-2026")));
    let mut all: Vec<Value> = Vec::new();
    for (file, jobs) in [(&cases, "1"), (&cases, "2"), (&packed, "5"), (&marked, "3")] {
        let base = ["pack", "simulate", "--draft", &draft, "--against", &against, "--cases", file, "--jobs", jobs];
        let more = ["--burden", "2000", "--burden-list", &list, "--json"];
        let simulated = nonghe(&[base.as_slice(), &more].concat()).await?;
        assert!(simulated.stderr.contains("100%"), "progress: {}", simulated.stderr);
        let simulated = simulated.json()?;
        let listed = fs::read_to_string(&list).context("the list")?.lines().count() - 1;
        assert_eq!(
            simulated["tally"]["burden"]["count"]["after"],
            json!(listed),
            "every household past the line is listed"
        );
        all.push(simulated);
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "the same sums in every way");
    let tally = &all[0]["tally"];
    assert_eq!(tally["households"], json!(300));
    for (who, whole) in [("changed_households", "households"), ("changed_people", "people")] {
        let changes = &tally[who];
        let count = |value: &Value| value.as_u64().unwrap_or_default();
        let sum = count(&changes["better"]["count"]) + count(&changes["worse"]["count"]) + count(&changes["same"]);
        assert_eq!(json!(sum), tally[whole]);
        assert_eq!(changes["better"]["biggest"].as_array().map(Vec::len), Some(10));
        let names: Vec<&str> = changes["worse"]["biggest"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|mover| mover["name"].as_str())
            .collect();
        assert!(names.iter().all(|name| name.contains('*')), "names are masked: {names:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_no_year_of_cases_is_refused_with_its_line() -> Result<()> {
    let dir = temp_dir()?;
    let good = fs::read_to_string(invented(&dir, "3", "1").await?).context("the cases")?;
    let with = |line: &[u8]| [good.as_bytes(), line, b"\n", good.as_bytes()].concat();
    let stranger = r#"{"people":[{"id":"a","birth_date":"1960-01-01"}],"events":[{"settle":{"id":"s","person":"b","bill":{"tier":"township","admitted":"2026-03-01","discharged":"2026-03-09","settled":"2026-03-09","diagnosis":"J18.900","lines":[]}}}]}"#;
    let misspelt = r#"{"people":[{"id":"a","birth_date":"1960-01-01","catagories":[]}],"events":[]}"#;
    let number = stranger.replace("[]}}}]}", r#"[{"item":"D1","price":4.68,"quantity":"1"}]}}}]}"#);
    let mut huge = br#"{"people":[],"events":[],"household":""#.to_vec();
    huge.resize(9 * 1024 * 1024, b'x');
    let zst = zstd::encode_all(good.repeat(200).as_bytes(), 3).context("zstd")?;
    let table: [(&str, Vec<u8>, &str, &str); 14] = [
        ("sheet.xlsx", b"PK\x03\x04....".to_vec(), "Excel", "spreadsheet"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "Excel", "spreadsheet"),
        ("notice.pdf", b"%PDF-1.7\n".to_vec(), "PDF", "PDF"),
        ("utf16.jsonl", b"\xff\xfe{\x00".to_vec(), "UTF-16", "UTF-16"),
        ("empty.jsonl", Vec::new(), "没有病例", "no case"),
        ("blank.jsonl", b"\n\n  \n".to_vec(), "没有病例", "no case"),
        ("words.jsonl", with(b"drugs,price"), "第 4 行", "Line 4"),
        (
            "cut.jsonl",
            with(br#"{"people":[{"id":"a""#),
            "第 4 行：内容在中途断了",
            "Line 4: The text ends in the middle",
        ),
        ("gb18030.jsonl", with(b"{\"household\":\"\xc9\xbd\xcf\xd8\"}"), "GB18030", "Line 4: This is not UTF-8"),
        (
            "stranger.jsonl",
            with(stranger.as_bytes()),
            "第 4 行：第 1 项事件写的人 b",
            "Line 4: Event 1 names the person b",
        ),
        ("misspelt.jsonl", with(misspelt.as_bytes()), "people[0].catagories", "Is `categories` meant?"),
        ("amount.jsonl", with(number.as_bytes()), "写在引号里", "Line 4"),
        ("huge.jsonl", with(&huge), "第 4 行：这一行超过 8 MiB", "Line 4: The line has more than 8 MiB"),
        ("cut.jsonl.zst", zst[..zst.len() / 2].to_vec(), "读不", "cannot be read"),
    ];
    let (draft, against) = (arg(fixture("hill-2027")), arg(fixture("hill-2026")));
    for (name, bytes, zh, en) in table {
        let cases = write(&dir, name, bytes)?;
        for (lang, words, money) in [("zh", zh, "没有动钱"), ("en", en, "no money was moved")] {
            let found = nonghe(&[
                "pack",
                "simulate",
                "--draft",
                &draft,
                "--against",
                &against,
                "--cases",
                &cases,
                "--lang",
                lang,
            ])
            .await?;
            assert!(!found.status.success(), "{name} is refused");
            assert!(found.stderr.contains(words), "{name}, {lang}: {words}\n{}", found.stderr);
            assert!(found.stderr.contains(money) && found.stdout.is_empty(), "{name}\n{}", found.stderr);
        }
    }
    let missing = arg(dir.path().join("missing.jsonl"));
    let found = nonghe(&["pack", "compare", &draft, &against, "--cases", &missing, "--lang", "en"]).await?;
    assert!(found.stderr.contains("cannot be read"), "{}", found.stderr);
    Ok(())
}

#[tokio::test]
async fn bad_lines_can_be_counted_and_left_out() -> Result<()> {
    let dir = temp_dir()?;
    let good = invented(&dir, "40", "2").await?;
    let text = fs::read_to_string(&good).context("the cases")?;
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(7, "not a case");
    lines.insert(30, "{\"people\":[]}");
    let bad = write(&dir, "bad.jsonl", lines.join("\n"))?;
    let pack = arg(fixture("hill-2026"));
    let simulate = async |cases: &str, more: &[&str]| {
        let base = ["pack", "simulate", "--draft", &pack, "--against", &pack, "--cases", cases, "--json"];
        nonghe(&[base.as_slice(), more].concat()).await
    };
    let stopped = simulate(&bad, &[]).await?;
    assert!(
        stopped.stderr.contains("第 8 行") || stopped.stderr.contains("Line 8"),
        "the first of them\n{}",
        stopped.stderr
    );
    let skipped = simulate(&bad, &["--skip-bad"]).await?.json()?;
    let whole = simulate(&good, &["--skip-bad"]).await?.json()?;
    assert_eq!(skipped["skipped_lines"], json!(2));
    assert_eq!(skipped["tally"]["all"], whole["tally"]["all"], "the rest is whole");
    Ok(())
}

#[tokio::test]
async fn invented_cases_are_the_same_for_a_seed_and_grow_at_the_end() -> Result<()> {
    let dir = temp_dir()?;
    let few = fs::read_to_string(invented(&dir, "20", "3").await?).context("the cases")?;
    let more = fs::read_to_string(invented(&dir, "50", "3").await?).context("the cases")?;
    let other = fs::read_to_string(invented(&dir, "20", "4").await?).context("the cases")?;
    assert!(more.starts_with(&few), "the first households stay");
    assert_ne!(few, other);
    let fragment = arg(repository_dir().join("packs/luoyang"));
    let refused = nonghe(&["demo", "cases", "--households", "1", "--pack", &fragment]).await?;
    assert!(!refused.status.success() && refused.stderr.contains("E-7101"), "{}", refused.stderr);
    Ok(())
}
