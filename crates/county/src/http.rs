//! The county's answers over HTTP. Handlers read, call and reply; every refusal is signed.

use crate::county::{County, now_ms};
use crate::database::{self, DatabaseError};
use crate::rejection::Rejection;
use crate::{attachments, feed, intake};
use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use metrics_exporter_prometheus::PrometheusHandle;
use nonghe_protocol::keys::Message;
use nonghe_protocol::{DeviceId, Hash, Refusal, Refused, Signature, Signed, batch};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A feed request is a few hundred bytes.
const FEED_REQUEST_MAX_BYTES: usize = 16 * 1024;
const RETRY_AFTER_SECONDS: u16 = 10;
const HEALTH_TIMEOUT: Duration = Duration::from_secs(5);

/// The state of the handlers.
#[derive(Clone)]
struct Server {
    county: Arc<County>,
    metrics: PrometheusHandle,
}

/// All routes.
pub fn router(county: Arc<County>, metrics: PrometheusHandle) -> Router {
    Router::new()
        .route("/v1/batches", post(batches))
        .route("/v1/attachments/{hash}", post(attachment))
        .route("/v1/feed", post(feed_page))
        .route("/healthz", get(health))
        .route("/metrics", get(figures))
        .with_state(Server { county, metrics })
}

async fn batches(State(server): State<Server>, request: Request) -> Response {
    let started = Instant::now();
    let county = &server.county;
    let taken = match body(county, request.into_body(), batch::MAX_BYTES).await {
        Ok(bytes) => at_work(county, intake::take(county, bytes)).await,
        Err(rejection) => Err(rejection),
    };
    let label = taken.as_ref().map_or_else(Rejection::label, |_| "taken");
    metrics::counter!("nonghe_county_batches_total", "answer" => label).increment(1);
    answer(county, "batches", started, taken)
}

async fn attachment(
    State(server): State<Server>,
    Path(hash): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let started = Instant::now();
    let county = &server.county;
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let named = hash.parse::<Hash>().ok().zip(
        text("nonghe-device")
            .and_then(|dev| dev.parse::<DeviceId>().ok())
            .zip(text("nonghe-signature").and_then(|signature| signature.parse::<Signature>().ok())),
    );
    let Some((hash, (dev, signature))) = named else {
        let rejection = Rejection::nameless(Refused::Unknown);
        return answer::<Refusal>(county, "attachments", started, Err(rejection));
    };
    let taken = match body(county, request.into_body(), county.attachment_max_bytes).await {
        Ok(bytes) => at_work(county, attachments::take(county, &dev, &signature, &hash, bytes)).await,
        Err(rejection) => Err(rejection),
    };
    answer(county, "attachments", started, taken)
}

async fn feed_page(State(server): State<Server>, request: Request) -> Response {
    let started = Instant::now();
    let county = &server.county;
    let asked = match body(county, request.into_body(), FEED_REQUEST_MAX_BYTES).await {
        Ok(bytes) => serde_json::from_slice::<Signed>(&bytes).map_err(|_| Rejection::nameless(Refused::Damaged)),
        Err(rejection) => Err(rejection),
    };
    let page = match asked {
        Ok(asked) => at_work(county, feed::page(county, &asked)).await,
        Err(rejection) => Err(rejection),
    };
    answer(county, "feed", started, page)
}

async fn health(State(server): State<Server>) -> Response {
    let look = async {
        let client = database::connection(&server.county.pool).await?;
        client.query_one("SELECT 1", &[]).await.map_err(DatabaseError::from)
    };
    match tokio::time::timeout(HEALTH_TIMEOUT, look).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok\n").into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}

async fn figures(State(server): State<Server>) -> Response {
    let status = server.county.pool.status();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred connections")]
    for (state, count) in [("open", status.size), ("free", status.available), ("waited for", status.waiting)] {
        metrics::gauge!("nonghe_county_pool_connections", "state" => state).set(count as f64);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], server.metrics.render()).into_response()
}

/// Does the work if there is room for it. What waits for room holds its body in memory, so nothing waits.
async fn at_work<T>(county: &County, work: impl Future<Output = Result<T, Rejection>>) -> Result<T, Rejection> {
    let Ok(_permit) = county.gate.try_acquire() else {
        return Err(Rejection::nameless(Refused::Unavailable));
    };
    work.await
}

/// Reads a body up to a size. A line may be as slow as it likes, but not silent.
///
/// What is a little too large is read to its end and thrown away: a sender that is cut off in the middle sees a broken
/// line and tries again, where it should learn that the message is too large.
async fn body(county: &County, body: Body, max_bytes: usize) -> Result<Vec<u8>, Rejection> {
    let mut body = pin!(body);
    let (mut bytes, mut received) = (Vec::new(), 0_usize);
    while received <= max_bytes.saturating_mul(2) {
        let frame = tokio::time::timeout(county.stall, poll_fn(|context| body.as_mut().poll_frame(context)));
        match frame.await {
            Ok(None) if received > max_bytes => break,
            Ok(None) => return Ok(bytes),
            Ok(Some(Ok(frame))) => {
                let data = frame.into_data().unwrap_or_default();
                received += data.len();
                if received <= max_bytes {
                    bytes.extend_from_slice(&data);
                } else {
                    bytes = Vec::new();
                }
            }
            // The line broke or fell silent; what came of it is not worth a look.
            Ok(Some(Err(_))) | Err(_) => return Err(Rejection::nameless(Refused::Damaged)),
        }
    }
    Err(Rejection::nameless(Refused::TooLarge))
}

/// Signs and sends what came of a request.
fn answer<M: Message>(
    county: &County,
    route: &'static str,
    started: Instant,
    result: Result<M, Rejection>,
) -> Response {
    let (status, signed) = match result {
        Ok(message) => (StatusCode::OK, county.key.sign(&message)),
        Err(rejection) => {
            log_rejection(route, &rejection);
            let refusal = Refusal {
                dev: rejection.dev,
                server_epoch: county.server_epoch,
                time_ms: now_ms(),
                why: rejection.why.clone(),
            };
            (rejection.status(), county.key.sign(&refusal))
        }
    };
    metrics::histogram!("nonghe_county_request_seconds", "route" => route).record(started.elapsed());
    let text = signed.ok().and_then(|signed| serde_json::to_string(&signed).ok());
    let Some(text) = text else {
        tracing::error!(route, "an answer cannot be written");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = (status, [(header::CONTENT_TYPE, "application/json")], text).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::LOCKED {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
    }
    response
}

fn log_rejection(route: &'static str, rejection: &Rejection) {
    let dev = rejection.dev.map(|dev| dev.short()).unwrap_or_default();
    let answer = rejection.label();
    match &rejection.cause {
        Some(cause) if !cause.is_locked() => tracing::error!(route, answer, dev, %cause, "request failed"),
        _ => tracing::info!(route, answer, dev, "request not taken"),
    }
}
