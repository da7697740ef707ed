//! The commands of the interface without a window, for an ordinary browser on this machine: `make ui`.
//!
//! Invariants: it listens on the loopback address alone; it answers only who knows the token that it printed at its
//! start, and no page of another site; it opens demonstration data and nothing else. The feature `bridge` compiles it,
//! and no build that ships has that feature.

use crate::LOGGED;
use crate::clock::Clock;
use crate::commands;
use crate::desk::Desk;
use crate::news::News;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::stream::unfold;
use nonghe_store::Store;
use std::convert::Infallible;
use std::error::Error;
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::Webview;
use tauri::ipc::{CallbackFn, InvokeBody, InvokeResponse, InvokeResponseBody};
use tauri::test::{INVOKE_KEY, MockRuntime, mock_builder, mock_context, noop_assets};
use tauri::webview::{InvokeRequest, WebviewWindowBuilder};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, oneshot};
use tracing_subscriber::EnvFilter;

/// Where Vite's dev server shows the interface. A page from elsewhere gets no answer.
const OWN_PAGES: [&str; 2] = ["http://localhost:1420", "http://127.0.0.1:1420"];
/// The address of a page inside the program: whose commands they are.
const OWN_ADDRESS: &str = "tauri://localhost";
/// Messages that a browser may be behind with. One that is further behind misses some, as a sleeping window would.
const NEWS_KEPT: usize = 256;

/// One message for the browser: the name of the event and its payload as JSON.
type Told = (&'static str, String);

/// What every request needs.
#[derive(Clone)]
struct Bridge {
    webview: Webview<MockRuntime>,
    news: broadcast::Sender<Told>,
    token: Arc<str>,
}

/// Serves the commands until the process ends. Prints the address and the token, with a space between them.
pub fn run() -> Result<(), Box<dyn Error>> {
    let clock = Clock::start();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let dir = PathBuf::from(std::env::var_os(crate::DATA_DIR).ok_or("NONGHE_DATA_DIR names no data folder")?);
    if !Store::exists(&dir) || !Store::is_demonstration(&dir)? {
        return Err(format!("{} holds no demonstration data", dir.display()).into());
    }
    let (news, _) = broadcast::channel(NEWS_KEPT);
    let desk = Desk::new(dir, clock, tell(news.clone()));
    desk.open_in_background()?;

    let app = mock_builder().invoke_handler(commands::handler()).manage(desk).build(mock_context(noop_assets()))?;
    let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build()?;
    let webview: &Webview<MockRuntime> = window.as_ref();
    let bridge = Bridge { webview: webview.clone(), news, token: fresh_token()?.into() };
    tauri::async_runtime::block_on(serve(bridge))?;
    Ok(())
}

/// Passes news on to whoever listens.
fn tell(news: broadcast::Sender<Told>) -> impl Fn(News) + Send + Sync + 'static {
    move |told| match serde_json::to_string(&told) {
        // An error says that nobody listens, as before the page is open.
        Ok(payload) => drop(news.send((told.event(), payload))),
        Err(error) => tracing::warn!(%error, event = told.event(), "not told"),
    }
}

fn fresh_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut token, byte| {
        // Writing into a text does not fail.
        let _ = write!(token, "{byte:02x}");
        token
    }))
}

async fn serve(bridge: Bridge) -> std::io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("http://{} {}", listener.local_addr()?, bridge.token);
    let routes = Router::new()
        .route("/ipc/{command}", post(command))
        .route("/events", get(events))
        .layer(from_fn_with_state(bridge.clone(), only_own_page))
        .with_state(bridge);
    axum::serve(listener, routes).await
}

async fn only_own_page(State(bridge): State<Bridge>, request: Request, next: Next) -> Response {
    match refusal(&bridge.token, request.headers()) {
        Some(status) => status.into_response(),
        None => next.run(request).await,
    }
}

/// Why a request gets no answer. Vite's server adds the token to whatever reaches it, so that a page of another site
/// is known by its origin, which a browser always names when such a page posts.
fn refusal(token: &str, headers: &HeaderMap) -> Option<StatusCode> {
    let named = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign_page = headers.contains_key(header::ORIGIN)
        && !named(header::ORIGIN).is_some_and(|origin| OWN_PAGES.contains(&origin));
    let foreign_site = headers
        .get("sec-fetch-site")
        .is_some_and(|site| !["same-origin", "none"].iter().any(|own| site.as_bytes() == own.as_bytes()));
    if foreign_page || foreign_site {
        return Some(StatusCode::FORBIDDEN);
    }
    let known = named(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) == Some(token);
    (!known).then_some(StatusCode::UNAUTHORIZED)
}

/// A command, as the window's page would call it: 200 with its answer, 422 with its refusal.
async fn command(
    State(bridge): State<Bridge>,
    Path(command): Path<String>,
    Json(arguments): Json<serde_json::Value>,
) -> Response {
    let Ok(url) = OWN_ADDRESS.parse() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let request = InvokeRequest {
        cmd: command,
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url,
        body: InvokeBody::Json(arguments),
        headers: HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    let (answer, answered) = oneshot::channel();
    bridge.webview.on_message(
        request,
        Box::new(move |_, _, response, _, _| {
            // An error says that the browser has gone.
            let _ = answer.send(response);
        }),
    );
    match answered.await {
        Ok(InvokeResponse::Ok(InvokeResponseBody::Json(json))) => {
            ([(header::CONTENT_TYPE, "application/json")], json).into_response()
        }
        Ok(InvokeResponse::Ok(InvokeResponseBody::Raw(bytes))) => bytes.into_response(),
        Ok(InvokeResponse::Err(refused)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(refused.0)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What the shell tells its window, as server-sent events.
async fn events(State(bridge): State<Bridge>) -> impl axum::response::IntoResponse {
    let heard = unfold(bridge.news.subscribe(), |mut news| async {
        loop {
            match news.recv().await {
                Ok((event, payload)) => {
                    return Some((Ok::<_, Infallible>(Event::default().event(event).data(payload)), news));
                }
                Err(broadcast::error::RecvError::Lagged(missed)) => tracing::warn!(missed, "the browser is behind"),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    });
    Sse::new(heard).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{HeaderMap, StatusCode, refusal};

    fn asked(headers: &[(&'static str, &'static str)]) -> Option<StatusCode> {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        refusal("secret", &headers)
    }

    #[test]
    fn only_the_own_page_with_the_token_is_answered() {
        let (foreign, stranger) = (Some(StatusCode::FORBIDDEN), Some(StatusCode::UNAUTHORIZED));
        let token = ("authorization", "Bearer secret");
        assert_eq!(asked(&[token]), None);
        assert_eq!(asked(&[token, ("origin", "http://localhost:1420"), ("sec-fetch-site", "same-origin")]), None);
        assert_eq!(asked(&[]), stranger);
        assert_eq!(asked(&[("authorization", "Bearer other")]), stranger);
        assert_eq!(asked(&[token, ("origin", "https://example.com")]), foreign, "the dev server adds the token to all");
        assert_eq!(asked(&[token, ("origin", "null")]), foreign);
        assert_eq!(asked(&[token, ("sec-fetch-site", "cross-site")]), foreign, "a picture or a script names no origin");
    }
}
