//! A device without a desk: a key, a journal in memory, and requests.

use nonghe_domain::OperationId;
use nonghe_protocol::entry::Position;
use nonghe_protocol::feed::item_hash;
use nonghe_protocol::keys::Message;
use nonghe_protocol::{
    Ack, Batch, Body, Draft, Entry, FeedItem, FeedPage, FeedRequest, Hash, PublicKey, Refusal, Refused, Salt,
    SecretKey, Signed,
};
use reqwest::Client;
use std::time::{Duration, Instant};
use system_tests::http_client;

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub retry_after: Option<String>,
    text: String,
}

impl Answer {
    /// The message, if the county signed it.
    pub fn open<M: Message>(&self, county: &PublicKey) -> M {
        let signed: Signed = serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not signed: {self:?}"));
        signed.open(county).unwrap()
    }
}

#[derive(Clone)]
pub struct Device {
    pub key: SecretKey,
    pub entries: Vec<Entry>,
    /// The day for which entries count.
    pub biz_date: &'static str,
    county: PublicKey,
    epoch: u32,
    ids: u64,
    client: Client,
}

impl Device {
    pub fn new(number: u8, county: PublicKey) -> Self {
        let key = SecretKey::from_random(&[number; 32]);
        Self {
            key,
            entries: Vec::new(),
            biz_date: "2026-10-08",
            county,
            epoch: 1,
            ids: u64::from(number) << 32,
            client: http_client().unwrap(),
        }
    }

    /// The same device in another epoch, with a chain of its own.
    pub fn in_epoch(&self, epoch: u32) -> Self {
        Self { epoch, entries: Vec::new(), ..self.clone() }
    }

    /// Bits for an id that no other device uses.
    pub fn bits(&mut self) -> [u8; 16] {
        self.ids += 1;
        let mut bits = [0; 16];
        bits[..8].copy_from_slice(&self.ids.to_be_bytes());
        bits[8..].copy_from_slice(&self.key.public().to_string().as_bytes()[8..16]);
        bits
    }

    /// Appends an entry. Returns its sequence number.
    pub fn append(&mut self, body: impl Into<Body>, pack: Option<Hash>) -> u64 {
        let body = body.into();
        let (kind, version) = body.kind();
        self.append_raw(kind, version, &body.encode().unwrap(), pack)
    }

    /// Appends an entry with a text that need not be a body.
    pub fn append_raw(&mut self, kind: &str, kver: u32, body: &str, pack: Option<Hash>) -> u64 {
        let op = OperationId::from_random(self.bits());
        self.append_with(op, kind, kver, body, pack)
    }

    pub fn append_with(&mut self, op: OperationId, kind: &str, kver: u32, body: &str, pack: Option<Hash>) -> u64 {
        let place = self.entries.last().map_or(
            Position { dev: self.key.public(), epoch: self.epoch, seq: 1, prev: Hash::ZERO },
            Entry::next_position,
        );
        let draft = Draft {
            kind: kind.to_owned(),
            kver,
            op,
            boot: "boot".to_owned(),
            mono_ms: place.seq,
            wall_ms: 1_790_000_000_000,
            biz_date: self.biz_date.parse().unwrap(),
            county_seq_seen: 0,
            pack_hash: pack,
            salt: Salt(self.bits()),
            body: Some(body.to_owned()),
            body_commit: None,
        };
        self.entries.push(draft.at(place).unwrap());
        place.seq
    }

    /// Appends entries that say nothing of weight.
    pub fn append_many(&mut self, count: u64) {
        for _ in 0..count {
            let nonce = format!("{:x?}", self.bits());
            self.append_raw("session.opened", 1, &format!(r#"{{"nonce":{nonce:?},"program":"test"}}"#), None);
        }
    }

    /// The batch of a range of sequence numbers, both included.
    pub fn batch(&self, from: u64, to: u64) -> Vec<u8> {
        let index = |seq: u64| usize::try_from(seq).unwrap();
        Batch::pack(&self.entries[index(from) - 1..index(to)], &self.key).unwrap()
    }

    pub fn whole(&self) -> Vec<u8> {
        self.batch(1, self.entries.len() as u64)
    }

    pub async fn post(&self, url: &str, path: &str, body: Vec<u8>) -> Result<Answer, reqwest::Error> {
        self.post_with(url, path, &[], body).await
    }

    pub async fn post_with(
        &self,
        url: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> Result<Answer, reqwest::Error> {
        let mut call = self.client.post(format!("{url}{path}")).timeout(Duration::from_secs(30));
        for (name, value) in headers {
            call = call.header(*name, value);
        }
        let answer = call.body(body).send().await?;
        let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        Ok(Answer { status: answer.status().as_u16(), retry_after, text: answer.text().await? })
    }

    /// Sends a batch that must be taken. Returns the mark.
    pub async fn push(&self, url: &str, batch: Vec<u8>) -> Ack {
        let answer = self.post(url, "/v1/batches", batch).await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        let ack: Ack = answer.open(&self.county);
        assert_eq!(ack.dev, self.key.public());
        if let Some(entry) =
            usize::try_from(ack.hwm_seq).unwrap().checked_sub(1).and_then(|index| self.entries.get(index))
        {
            assert_eq!(ack.hwm_hash, entry.hash, "the mark lies on this device's chain");
        }
        ack
    }

    /// Sends a batch that must not be taken.
    pub async fn push_refused(&self, url: &str, batch: Vec<u8>) -> (u16, Refused) {
        let answer = self.post(url, "/v1/batches", batch).await.unwrap();
        let refusal: Refusal = answer.open(&self.county);
        (answer.status, refusal.why)
    }

    pub async fn push_all(&self, url: &str) -> Ack {
        self.push(url, self.whole()).await
    }

    pub async fn attach(&self, url: &str, content: &[u8]) -> Answer {
        let hash = nonghe_protocol::attachment_hash(content);
        let signature = self.key.sign(nonghe_protocol::attachment::DOMAIN, hash.to_string().as_bytes());
        let headers = [("nonghe-device", self.key.public().to_string()), ("nonghe-signature", signature.to_string())];
        self.post_with(url, &format!("/v1/attachments/{hash}"), &headers, content.to_vec()).await.unwrap()
    }

    pub async fn feed_answer(&self, url: &str, after: u64, server_epoch: Option<u32>) -> Answer {
        let request = FeedRequest { dev: self.key.public(), after, server_epoch, nonce: "n".to_owned() };
        let body = serde_json::to_vec(&request.signed(&self.key).unwrap()).unwrap();
        self.post(url, "/v1/feed", body).await.unwrap()
    }

    /// The whole feed, once the county has judged the last entry that this device has. The chain is checked.
    pub async fn feed(&self, url: &str) -> Vec<FeedItem> {
        self.feed_of(url, 0).await
    }

    /// The whole feed, once it has so many items as well.
    pub async fn feed_of(&self, url: &str, count: usize) -> Vec<FeedItem> {
        let started = Instant::now();
        loop {
            let (items, judged) = self.feed_so_far(url).await;
            if judged >= self.entries.len() as u64 && items.len() >= count {
                return items;
            }
            assert!(started.elapsed() < Duration::from_mins(1), "judged to {judged}: {items:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn feed_so_far(&self, url: &str) -> (Vec<FeedItem>, u64) {
        let (mut items, mut after, mut hash) = (Vec::new(), 0, Hash::ZERO);
        loop {
            let answer = self.feed_answer(url, after, None).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            let page: FeedPage = answer.open(&self.county);
            assert_eq!((page.after, page.prev_hash), (after, hash), "pages follow each other");
            for text in &page.items {
                hash = item_hash(&hash, text);
                after += 1;
                items.push(serde_json::from_str(text).unwrap());
            }
            if !page.more {
                return (items, page.judged_seq);
            }
        }
    }
}
