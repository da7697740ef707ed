//! One exchange: connect, upload, wait for the county's check, download.

use crate::desk::Desk;
use crate::error::SyncError;
use crate::transport::{Reply, Request, Transport, TransportError};
use nonghe_protocol::keys::Message;
use nonghe_protocol::{Ack, AttachmentAck, Batch, FeedPage, FeedRequest, Hash, Refusal, Refused, Signed, attachment};
use nonghe_store::{DeviceIdentity, ExchangeRecord, StoreError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Journal bytes of a batch: the first is small, so that a poor line shows itself early.
const BATCH_MIN_BYTES: usize = 8 * 1024;
const BATCH_MAX_BYTES: usize = 256 * 1024;
/// Messages that may fail in one exchange before the next one is left to the timer.
const FAILURES_MAX: u32 = 4;
/// How often the county may point back to an earlier entry in one exchange.
const GAPS_MAX: u32 = 4;
/// How long the exchange waits for the judge. What takes longer comes with the next one.
const JUDGE_PATIENCE: Duration = Duration::from_secs(8);
const JUDGE_FIRST_PAUSE: Duration = Duration::from_millis(100);
const JUDGE_LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// A stage of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 连接
    Connect,
    /// 上传
    Upload,
    /// 县级核对
    CountyCheck,
    /// 下载
    Download,
    /// 完成
    Done,
}

/// How far an exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which stage.
    pub stage: Stage,
    /// Entries of this stage that are done.
    pub done: u64,
    /// Entries of this stage.
    pub of: u64,
}

/// What an exchange came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Entries that the county acknowledged for the first time.
    pub sent: u64,
    /// Feed items that were applied.
    pub received: u64,
    /// The county stores the entries up to here.
    pub hwm_seq: u64,
    /// Delivered entries that the county has not judged yet.
    pub unjudged: u64,
}

/// Exchanges everything that waits on either side, and notes how it ended.
pub fn exchange<D: Desk>(
    desk: &D,
    transport: &dyn Transport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, SyncError> {
    let result = desk
        .with(|store| store.identity())
        .map_err(SyncError::from)
        .and_then(|identity| Exchange { desk, transport, identity, progress }.run());
    let (ok, text) = match &result {
        Ok(report) => (true, report.text()),
        Err(error) => (false, error.text()),
    };
    let noted = desk.with(|store| store.record_exchange(&ExchangeRecord { at_ms: now_ms(), ok, text }));
    if let Err(fault) = noted {
        tracing::warn!(%fault, "the end of the exchange could not be noted");
    }
    result
}

struct Exchange<'a, D: Desk> {
    desk: &'a D,
    transport: &'a dyn Transport,
    identity: DeviceIdentity,
    progress: &'a mut dyn FnMut(Progress),
}

/// What the county answered: a message that it signed, as text and read.
struct Answer<M> {
    message: M,
    verbatim: String,
}

/// Why a message was not taken.
enum Failure {
    /// The county says so.
    Refused(Refused, Option<Duration>),
    /// One of several entries cannot be taken; which one shows when each is sent by itself.
    OneOfMany,
    /// There is no answer, or the device itself failed.
    Other(SyncError),
}

impl From<Failure> for SyncError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(why, retry_after) => Self::of_refusal(&why, retry_after),
            Failure::OneOfMany => Self::Contradiction("a batch that it cannot read"),
            Failure::Other(error) => error,
        }
    }
}

impl<D: Desk> Exchange<'_, D> {
    fn run(mut self) -> Result<Report, SyncError> {
        self.tell(Stage::Connect, 0, 0);
        let before = self.desk.with(|store| store.waiting_from())?;
        let sent = self.upload(before)?;
        let received = match self.download() {
            Err(Failure::Refused(Refused::OtherServerEpoch { .. }, _)) => {
                // The county's database was restored. An acknowledgement of an entry that it may lack shows how far
                // it really is, and the feed begins anew.
                let newest = self.desk.with(|store| store.waiting_from())?.saturating_sub(1).max(1);
                self.upload(newest)?;
                self.download()?
            }
            other => other?,
        };
        let state = self.desk.with(|store| store.exchange_state())?;
        let unjudged = state.hwm_seq.saturating_sub(state.judged_seq);
        self.tell(Stage::Done, sent, sent);
        Ok(Report { sent, received, hwm_seq: state.hwm_seq, unjudged })
    }

    fn tell(&mut self, stage: Stage, done: u64, of: u64) {
        (self.progress)(Progress { stage, done, of });
    }

    /// Sends the journal from an entry on. Returns how far the county's mark moved.
    fn upload(&mut self, from: u64) -> Result<u64, SyncError> {
        let (mut from, mut size, mut failures, mut gaps) = (from, BATCH_MIN_BYTES, 0, 0);
        let first = self.desk.with(|store| store.waiting_from())?;
        loop {
            let last = self.desk.with(|store| store.last_seq())?;
            self.tell(Stage::Upload, from.saturating_sub(first), (last + 1).saturating_sub(first));
            match self.upload_batch(from, size) {
                Ok(None) => return Ok(from.saturating_sub(first)),
                Ok(Some(hwm_seq)) => {
                    from = hwm_seq + 1;
                    size = size.saturating_mul(2).min(BATCH_MAX_BYTES);
                }
                Err(Failure::Refused(Refused::Gap { hwm_seq, hwm_hash }, _)) if gaps < GAPS_MAX => {
                    gaps += 1;
                    self.check_own(hwm_seq, &hwm_hash)?;
                    from = hwm_seq + 1;
                }
                Err(Failure::OneOfMany) => size = 1,
                Err(Failure::Other(SyncError::Line(TransportError::Broken))) if failures < FAILURES_MAX => {
                    failures += 1;
                    size = (size / 2).max(1);
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// Sends one batch with what it needs. `None` if there is nothing to send, else the county's mark.
    fn upload_batch(&mut self, from: u64, size: usize) -> Result<Option<u64>, Failure> {
        let entries = self.desk.with(|store| store.entries(from, size))?;
        let Some(last) = entries.last().map(|entry| entry.envelope.seq) else {
            return Ok(None);
        };
        for hash in self.desk.with(|store| store.attachments_between(from, last))? {
            self.upload_attachment(&hash)?;
        }
        let body = Batch::pack(&entries, &self.identity.key).map_err(StoreError::from)?;
        let request = Request { path: "/v1/batches", content_type: "application/octet-stream", headers: &[], body };
        let answer = self.ask::<Ack>(request).map_err(|failure| match failure {
            Failure::Refused(Refused::Damaged | Refused::TooLarge, _) if entries.len() > 1 => Failure::OneOfMany,
            Failure::Refused(Refused::Damaged | Refused::TooLarge, _) => {
                Failure::Other(SyncError::EntryNotTaken { seq: from })
            }
            other => other,
        })?;
        let ack = answer.message;
        if ack.dev != self.identity.dev || ack.epoch != self.identity.epoch || ack.hwm_seq < last {
            return Err(Failure::Other(SyncError::Contradiction("an acknowledgement of something else")));
        }
        self.desk.with(|store| store.accept_ack(&ack))?;
        Ok(Some(ack.hwm_seq))
    }

    /// Sends a file that an entry names, before the entry: the county then need not hold the entry back.
    fn upload_attachment(&mut self, hash: &Hash) -> Result<(), Failure> {
        let body = self.desk.with(|store| store.attachment(hash))?;
        let signature = self.identity.key.sign(attachment::DOMAIN, hash.to_string().as_bytes());
        let headers = [("nonghe-device", self.identity.dev.to_string()), ("nonghe-signature", signature.to_string())];
        let path = format!("/v1/attachments/{hash}");
        let request = Request { path: &path, content_type: "application/octet-stream", headers: &headers, body };
        let ack = self.ask::<AttachmentAck>(request)?.message;
        if ack.dev != self.identity.dev || ack.hash != *hash {
            return Err(Failure::Other(SyncError::Contradiction("an acknowledgement of another file")));
        }
        Ok(())
    }

    /// The county's mark must lie on this device's chain.
    fn check_own(&self, seq: u64, hash: &Hash) -> Result<(), SyncError> {
        let own = if seq == 0 { Some(Hash::ZERO) } else { self.desk.with(|store| store.entry_hash(seq))? };
        if own == Some(*hash) { Ok(()) } else { Err(SyncError::Forked) }
    }

    /// Applies the feed, and waits a little for the county's check of what was just sent.
    fn download(&mut self) -> Result<u64, Failure> {
        let (started, mut pause, mut received) = (Instant::now(), JUDGE_FIRST_PAUSE, 0);
        loop {
            let page = self.page()?;
            let (items, more) = (page.message.items.len() as u64, page.message.more);
            if more && items == 0 {
                return Err(Failure::Other(SyncError::Contradiction("a page that is empty and not the last")));
            }
            self.desk.with(|store| store.apply_feed_page(&page.message, &page.verbatim))?;
            received += items;
            let state = self.desk.with(|store| store.exchange_state())?;
            if more {
                self.tell(Stage::Download, received, 0);
                continue;
            }
            if state.judged_seq >= state.hwm_seq || started.elapsed() + pause > JUDGE_PATIENCE {
                self.tell(Stage::CountyCheck, state.judged_seq, state.hwm_seq);
                self.tell(Stage::Download, received, received);
                return Ok(received);
            }
            self.tell(Stage::CountyCheck, state.judged_seq, state.hwm_seq);
            std::thread::sleep(pause);
            pause = (pause * 2).min(JUDGE_LONGEST_PAUSE);
        }
    }

    fn page(&self) -> Result<Answer<FeedPage>, Failure> {
        let cursor = self.desk.with(|store| store.feed_cursor())?;
        let request = FeedRequest {
            dev: self.identity.dev,
            after: cursor.after,
            server_epoch: cursor.server_epoch,
            nonce: nonce(),
        };
        let signed = request.signed(&self.identity.key).map_err(SyncError::from)?;
        let body = serde_json::to_vec(&signed).map_err(StoreError::from)?;
        let request = Request { path: "/v1/feed", content_type: "application/json", headers: &[], body };
        let page = self.ask::<FeedPage>(request)?;
        if page.message.dev != self.identity.dev {
            return Err(Failure::Other(SyncError::Contradiction("a page of another device")));
        }
        Ok(page)
    }

    fn ask<M: Message>(&self, request: Request<'_>) -> Result<Answer<M>, Failure> {
        let reply = self.transport.post(request).map_err(SyncError::from)?;
        read(&reply, &self.identity)
    }
}

/// Reads an answer, and believes only what the county signed.
fn read<M: Message>(reply: &Reply, identity: &DeviceIdentity) -> Result<Answer<M>, Failure> {
    let signed: Option<Signed> = serde_json::from_slice(&reply.body).ok();
    let Some(signed) = signed else {
        // A proxy in between may say for the county that it is away. Anything else is not the county.
        let is_away = matches!(reply.status, 429 | 502 | 503 | 504) && !reply.content_type.contains("html");
        return Err(Failure::Other(if is_away {
            SyncError::Unavailable { retry_after: reply.retry_after }
        } else {
            SyncError::NotTheCounty { status: reply.status, content_type: reply.content_type.clone() }
        }));
    };
    if signed.key != identity.county_key {
        return Err(Failure::Other(SyncError::OtherCounty));
    }
    let not_the_county =
        || Failure::Other(SyncError::NotTheCounty { status: reply.status, content_type: reply.content_type.clone() });
    if reply.status == 200 {
        let message = signed.open::<M>(&identity.county_key).map_err(|_| not_the_county())?;
        let verbatim = String::from_utf8_lossy(&reply.body).into_owned();
        return Ok(Answer { message, verbatim });
    }
    let refusal = signed.open::<Refusal>(&identity.county_key).map_err(|_| not_the_county())?;
    if refusal.dev.is_some_and(|dev| dev != identity.dev) {
        return Err(Failure::Other(SyncError::Contradiction("a refusal to another device")));
    }
    Err(Failure::Refused(refusal.why, reply.retry_after))
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        Self::Other(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

/// Random, so that no two requests have the same signature. Where the system has no randomness, time will do for that.
fn nonce() -> String {
    let mut bits = [0_u8; 16];
    match getrandom::fill(&mut bits) {
        Ok(()) => hex::encode(bits),
        Err(_) => format!("{:032x}", now_ms()),
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
