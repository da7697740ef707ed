//! A county on paper: it keeps what it takes in memory, signs like a real one, and fails as a test asks.

use crate::desk::county_key;
use nonghe_protocol::feed::{Verdict, item_hash};
use nonghe_protocol::keys::Message;
use nonghe_protocol::{
    Ack, AttachmentAck, Batch, DeviceId, Entry, FeedItem, FeedPage, FeedRequest, Hash, Refusal, Refused, SecretKey,
    Signed, attachment_hash,
};
use nonghe_sync::{Reply, Request, Transport, TransportError};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// What goes wrong with one message.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// It does not arrive.
    Lost,
    /// It arrives and is answered, but the answer does not come back.
    AnswerLost,
    /// A login page answers.
    Portal,
    /// A proxy says that the county is away.
    Away,
}

#[derive(Default)]
pub struct PaperCounty {
    pub entries: RefCell<Vec<Entry>>,
    pub files: RefCell<Vec<Hash>>,
    pub batch_sizes: RefCell<Vec<u64>>,
    pub faults: RefCell<VecDeque<Option<Fault>>>,
    pub refuses: RefCell<Option<Refused>>,
    /// Batches with this entry are damaged.
    pub damaged_seq: Cell<Option<u64>>,
    pub server_epoch: Cell<u32>,
    pub judge_is_slow: Cell<bool>,
    pub signs_with: RefCell<Option<SecretKey>>,
    items: RefCell<Vec<String>>,
    judged: Cell<u64>,
}

impl PaperCounty {
    pub fn new() -> Self {
        let county = Self::default();
        county.server_epoch.set(1);
        county
    }

    pub fn with_faults(faults: impl IntoIterator<Item = Option<Fault>>) -> Self {
        let county = Self::new();
        county.faults.borrow_mut().extend(faults);
        county
    }

    pub fn hashes(&self) -> Vec<Hash> {
        self.entries.borrow().iter().map(|entry| entry.hash).collect()
    }

    /// The database is restored from a backup that holds the first entries only.
    pub fn restore(&self, kept: usize) {
        self.entries.borrow_mut().truncate(kept);
        self.items.borrow_mut().clear();
        self.judged.set(0);
        self.server_epoch.set(self.server_epoch.get() + 1);
    }

    fn sign<M: Message>(&self, message: &M) -> Vec<u8> {
        let key = self.signs_with.borrow().clone().unwrap_or_else(county_key);
        serde_json::to_vec(&message.signed(&key).unwrap()).unwrap()
    }

    fn refusal(&self, status: u16, why: Refused) -> Reply {
        reply(status, self.sign(&Refusal { dev: None, why, server_epoch: self.server_epoch.get(), time_ms: 0 }))
    }

    fn batch(&self, bytes: &[u8]) -> Reply {
        let batch = Batch::parse(bytes).unwrap();
        batch.verify_signature().unwrap();
        let header = batch.header.clone();
        if self.damaged_seq.get().is_some_and(|seq| (header.from_seq..header.from_seq + header.n).contains(&seq)) {
            return self.refusal(422, Refused::Damaged);
        }
        let mut stored = self.entries.borrow_mut();
        let hwm = stored.len() as u64;
        if header.from_seq > hwm + 1 {
            let hwm_hash = stored.last().map_or(Hash::ZERO, |entry| entry.hash);
            return self.refusal(409, Refused::Gap { hwm_seq: hwm, hwm_hash });
        }
        self.batch_sizes.borrow_mut().push(header.n);
        for entry in batch.entries().unwrap() {
            let index = usize::try_from(entry.envelope.seq - 1).unwrap();
            match stored.get(index) {
                Some(known) if known.hash == entry.hash => {}
                Some(_) => return self.refusal(409, Refused::Fork),
                None => stored.push(entry),
            }
        }
        reply(200, self.sign(&ack(header.dev, &stored, self.server_epoch.get())))
    }

    fn feed(&self, bytes: &[u8]) -> Reply {
        let signed: Signed = serde_json::from_slice(bytes).unwrap();
        let request: FeedRequest = signed.open(&signed.key).unwrap();
        let server_epoch = self.server_epoch.get();
        if request.server_epoch.is_some_and(|epoch| epoch != server_epoch) {
            return self.refusal(410, Refused::OtherServerEpoch { server_epoch });
        }
        self.judge();
        let items = self.items.borrow();
        let (before, rest) = items.split_at(usize::try_from(request.after).unwrap());
        let prev_hash = before.iter().fold(Hash::ZERO, |hash, item| item_hash(&hash, item));
        let page = FeedPage {
            dev: request.dev,
            server_epoch,
            after: request.after,
            prev_hash,
            items: rest.iter().take(2).cloned().collect(),
            more: rest.len() > 2,
            judged_seq: self.judged.get(),
            time_ms: 0,
        };
        reply(200, self.sign(&page))
    }

    fn judge(&self) {
        let hwm = self.entries.borrow().len() as u64;
        if self.judge_is_slow.get() {
            self.judge_is_slow.set(false);
        } else if hwm > self.judged.get() {
            let (from_seq, to_seq, verdict) = (self.judged.get() + 1, hwm, Verdict::Accepted);
            let item = FeedItem::Disposition { from_seq, to_seq, verdict };
            self.items.borrow_mut().push(serde_json::to_string(&item).unwrap());
            self.judged.set(hwm);
        }
    }
}

fn ack(dev: DeviceId, stored: &[Entry], server_epoch: u32) -> Ack {
    Ack {
        dev,
        epoch: 1,
        hwm_seq: stored.len() as u64,
        hwm_hash: stored.last().map_or(Hash::ZERO, |entry| entry.hash),
        stable_seq: 0,
        server_epoch,
        time_ms: 0,
    }
}

fn reply(status: u16, body: Vec<u8>) -> Reply {
    Reply { status, content_type: "application/json".to_owned(), body, retry_after: None }
}

impl Transport for PaperCounty {
    fn post(&self, request: Request<'_>) -> Result<Reply, TransportError> {
        let fault = self.faults.borrow_mut().pop_front().flatten();
        match fault {
            Some(Fault::Lost) => return Err(TransportError::Broken),
            Some(Fault::Portal) => {
                let body = b"<html><body>Sign in</body></html>".to_vec();
                return Ok(Reply { content_type: "text/html".to_owned(), ..reply(200, body) });
            }
            Some(Fault::Away) => {
                let body = b"away".to_vec();
                return Ok(Reply { content_type: "text/plain".to_owned(), ..reply(502, body) });
            }
            Some(Fault::AnswerLost) | None => {}
        }
        let answer = if let Some(why) = self.refuses.borrow().clone() {
            self.refusal(409, why)
        } else if request.path == "/v1/batches" {
            self.batch(&request.body)
        } else if request.path == "/v1/feed" {
            self.feed(&request.body)
        } else {
            let hash = attachment_hash(&request.body);
            assert_eq!(request.path, format!("/v1/attachments/{hash}"));
            let dev: DeviceId = request.headers[0].1.parse().unwrap();
            let signature = request.headers[1].1.parse().unwrap();
            dev.verify(nonghe_protocol::attachment::DOMAIN, hash.to_string().as_bytes(), &signature).unwrap();
            self.files.borrow_mut().push(hash);
            reply(200, self.sign(&AttachmentAck { dev, hash, time_ms: 0 }))
        };
        if matches!(fault, Some(Fault::AnswerLost)) { Err(TransportError::Broken) } else { Ok(answer) }
    }
}
