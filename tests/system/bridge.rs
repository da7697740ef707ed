//! What `make ui` puts behind an ordinary browser: the program's own commands, for the own page alone.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use system_tests::{
    Context, Failure, Result, Running,
    centre::{Centre, household_of_five, op},
    http_client, program,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// A running bridge, and what a browser's requests carry that come through the dev server.
struct Bridge {
    _process: Running,
    url: String,
    token: String,
    client: Client,
}

impl Bridge {
    async fn on(centre: &Centre) -> Result<Self> {
        let mut command = Command::new(program("examples/bridge")?);
        command.env("NONGHE_DATA_DIR", centre.dir()).env("NONGHE_COUNTY_URL", "http://127.0.0.1:9");
        let mut process = Running::start("bridge", &mut command)?;
        let started = Instant::now();
        loop {
            let log = process.log();
            let line = log.lines().find(|line| line.starts_with("http://"));
            if let Some((url, token)) = line.and_then(|line| line.split_once(' ')) {
                let (url, token) = (url.to_owned(), token.to_owned());
                return Ok(Self { _process: process, url, token, client: http_client()? });
            }
            process.expect_alive()?;
            if started.elapsed() > PATIENCE {
                return Err(Failure::new(format!("the bridge does not say where it is\n{log}")));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn request(&self, command: &str, arguments: &Value) -> RequestBuilder {
        self.client
            .post(format!("{}/ipc/{command}", self.url))
            .header(header::CONTENT_TYPE, "application/json")
            .body(arguments.to_string())
    }

    async fn call(&self, command: &str, arguments: Value) -> Result<(StatusCode, Value)> {
        let answer = sent(self.request(command, &arguments).bearer_auth(&self.token)).await?;
        let status = answer.status();
        let text = answer.text().await.context("no answer")?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
    }
}

async fn sent(request: RequestBuilder) -> Result<Response> {
    request.send().await.context("the bridge does not answer")
}

#[tokio::test]
async fn a_browser_works_with_the_programs_own_commands_and_hears_its_news() -> Result<()> {
    let centre = Centre::new().await?;
    let bridge = Bridge::on(&centre).await?;
    let (status, problem) = bridge.call("desk_view", json!({})).await?;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("E-1201")), "nobody is signed in");

    let operators = centre.operators()?;
    let first = operators.operator(0)?;
    let input = json!({ "input": { "initials": first.initials, "pin": first.pin } });
    let (status, session) = bridge.call("session_sign_in", input).await?;
    assert_eq!((status, &session["operator"]["initials"]), (StatusCode::OK, &json!(first.initials)));

    let events = bridge.client.get(format!("{}/events", bridge.url)).bearer_auth(&bridge.token);
    let mut events = sent(events).await?;
    let (status, household) =
        bridge.call("household_register", json!({ "op": op(), "input": household_of_five() })).await?;
    assert_eq!((status, household["members"].as_array().map(Vec::len)), (StatusCode::OK, Some(5)));
    let (_, view) = bridge.call("household_view", json!({ "household": household["id"], "year": 2026 })).await?;
    assert_eq!(view["number"], household["number"], "it is in the data");

    let mut heard = String::new();
    while !heard.contains("event: badge") {
        let part = tokio::time::timeout(PATIENCE, events.chunk()).await.context("nothing is told")?;
        let part = part.context("the stream of news")?.context("the stream of news ended")?;
        heard.push_str(&String::from_utf8_lossy(&part));
    }
    Ok(())
}

#[tokio::test]
async fn no_page_of_another_site_and_nobody_without_the_token_is_answered() -> Result<()> {
    let centre = Centre::new().await?;
    let bridge = Bridge::on(&centre).await?;
    let asked = || bridge.request("program_version", &json!({}));
    assert_eq!(sent(asked()).await?.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(sent(asked().bearer_auth("guessed")).await?.status(), StatusCode::UNAUTHORIZED);
    let foreign = asked().bearer_auth(&bridge.token).header(header::ORIGIN, "https://example.com");
    assert_eq!(sent(foreign).await?.status(), StatusCode::FORBIDDEN);
    // What a page of another site may send without being asked first.
    let simple = bridge.client.post(format!("{}/ipc/session_lock", bridge.url)).bearer_auth(&bridge.token).body("{}");
    assert_eq!(sent(simple).await?.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let own = asked().bearer_auth(&bridge.token).header(header::ORIGIN, "http://localhost:1420");
    assert_eq!(sent(own).await?.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn a_bridge_opens_demonstration_data_alone() -> Result<()> {
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let mut command = Command::new(program("examples/bridge")?);
    let ended = command.env("NONGHE_DATA_DIR", folder.path()).output().context("the bridge does not start")?;
    assert!(!ended.status.success());
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("holds no demonstration data"), "{said}");
    assert!(ended.stdout.is_empty(), "no token is told");
    Ok(())
}
