//! HTTP over whatever line there is.

use crate::transport::{Reply, Request, Transport, TransportError};
use reqwest::Url;
use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use std::error::Error as _;
use std::io::Read as _;
use std::sync::Once;
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// A line is given up when it is slower than this over a whole message, and not before: 2 kbit/s.
const SLOWEST_BYTES_PER_SECOND: u64 = 250;
/// Time for the county to think, and for a line to recover from a short silence.
const GRACE: Duration = Duration::from_mins(1);
/// No answer of the county is larger; a page of a portal need not be read to its end.
const REPLY_MAX_BYTES: u64 = 4 * 1024 * 1024;
/// What an answer may need on the line, for the deadline.
const REPLY_USUAL_BYTES: u64 = 160 * 1024;
const KEEPALIVE: Duration = Duration::from_secs(20);

/// The county at an address.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    base: Url,
}

impl Http {
    /// A client for the county's address. Proxies are those of the system.
    pub fn new(county_url: &str) -> Result<Self, TransportError> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // An error says that another part of the program has chosen already, which is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let base = Url::parse(county_url).map_err(|_| TransportError::Address)?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(TransportError::Address);
        }
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(None)
            .tcp_keepalive(KEEPALIVE)
            // The county never sends elsewhere; whoever does is a portal.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("nonghe/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| TransportError::Address)?;
        Ok(Self { client, base })
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }
}

impl Transport for Http {
    fn post(&self, request: Request<'_>) -> Result<Reply, TransportError> {
        let mut call = self
            .client
            .post(self.url(request.path))
            .header(CONTENT_TYPE, request.content_type)
            .timeout(deadline(request.body.len()));
        for (name, value) in request.headers {
            call = call.header(*name, value);
        }
        let response = call.body(request.body).send().map_err(|error| fault(&error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Reply {
            status,
            content_type: text(&headers, CONTENT_TYPE.as_str()),
            retry_after: text(&headers, RETRY_AFTER.as_str()).parse().ok().map(Duration::from_secs),
            body: body(response)?,
        })
    }
}

/// Long enough for the slowest line that is still a line. Without an end, a half-open connection would never end.
fn deadline(body_bytes: usize) -> Duration {
    let bytes = REPLY_USUAL_BYTES.saturating_add(body_bytes as u64);
    GRACE + Duration::from_secs(bytes / SLOWEST_BYTES_PER_SECOND)
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn body(response: Response) -> Result<Vec<u8>, TransportError> {
    let mut bytes = Vec::new();
    response.take(REPLY_MAX_BYTES).read_to_end(&mut bytes).map_err(|_| TransportError::Broken)?;
    Ok(bytes)
}

fn fault(error: &reqwest::Error) -> TransportError {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<rustls::Error>() || inner.to_string().contains("certificate") {
            return TransportError::Insecure;
        }
        cause = inner.source();
    }
    if error.is_connect() { TransportError::Unreachable } else { TransportError::Broken }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_address_that_is_none_is_refused() {
        for (address, is_one) in [
            ("http://127.0.0.1:8650", true),
            ("https://county.example/nonghe/", true),
            ("ftp://county.example", false),
            ("county.example", false),
            ("", false),
        ] {
            assert_eq!(Http::new(address).is_ok(), is_one, "{address}");
        }
    }

    #[test]
    fn paths_stand_below_the_address() {
        for (address, url) in [
            ("http://county.example", "http://county.example/v1/feed"),
            ("http://county.example/", "http://county.example/v1/feed"),
            ("https://county.example/nonghe/", "https://county.example/nonghe/v1/feed"),
        ] {
            assert_eq!(Http::new(address).unwrap().url("/v1/feed").as_str(), url);
        }
    }

    #[test]
    fn the_slowest_line_has_time_for_the_largest_batch() {
        // 256 KiB at 10 kbit/s take 210 s.
        assert!(deadline(256 * 1024) > Duration::from_secs(210));
        assert!(deadline(0) < Duration::from_mins(15), "but a dead line is given up");
    }

    #[test]
    fn nobody_listening_is_unreachable() {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let http = Http::new(&format!("http://127.0.0.1:{port}")).unwrap();
        let request = Request { path: "/v1/feed", content_type: "application/json", headers: &[], body: Vec::new() };
        assert_eq!(http.post(request), Err(TransportError::Unreachable));
    }
}
