//! A person's photograph, where the county's pack keeps them: set, replaced, taken away with a reason, and taken back.

use crate::registration::required;
use crate::views::{ChangeView, PhotographInput};
use crate::{Clinic, ClinicError, ClinicResult, Now, id, stamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use nonghe_domain::pack::Photographs;
use nonghe_domain::photograph::{self, PhotographFault};
use nonghe_domain::{OperationId, PersonId, Text};
use nonghe_protocol::change::FromTo;
use nonghe_protocol::photograph::PersonPhotographed;
use nonghe_protocol::{Body, Hash, OperatorRecord, Role, attachment_hash};
use nonghe_store::{Attachment, NewEntry, Store};

pub(super) const KIND: &str = "person.photographed";

impl Clinic {
    /// Sets a person's photograph, or takes it away.
    pub fn person_photograph(&self, input: &PhotographInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Registration))?;
        let (op, who) = (id(&input.op)?, id::<PersonId>(&input.person)?);
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, KIND)? {
            return Ok(done);
        }
        store.person(who)?.ok_or(ClinicError::NotFound)?;
        let picture = input.photo.as_deref().map(|text| self.picture(text, now)).transpose()?;
        let before = store.photograph_of(who)?;
        let after = picture.as_deref().map(attachment_hash);
        let photo = FromTo::new(before, after)
            .ok_or_else(|| ClinicError::field("", Text::new("没有改动，未保存", "Nothing was changed")))?;
        let reason = match after {
            Some(_) => super::note(&input.reason),
            None => required("reason", &input.reason, Text::new("请填写取消照片的原因", "State why it is taken away"))?,
        };
        let body = PersonPhotographed { by: operator.id, person: who, photo, reason, undoes: None };
        self.photographed(&mut store, op, body, picture, now)
    }

    /// A person's photograph as a data URL; none where there is none, or where the pack keeps none.
    pub fn photograph_view(&self, person: &str, now: Now) -> ClinicResult<Option<String>> {
        self.operator(None)?;
        if !self.keeps_photographs(now.today()) {
            return Ok(None);
        }
        let store = self.store();
        let Some(hash) = store.photograph_of(id(person)?)? else { return Ok(None) };
        Ok(Some(format!("data:image/jpeg;base64,{}", STANDARD.encode(store.attachment(&hash)?))))
    }

    /// Whether the pack in force keeps photographs.
    pub(crate) fn keeps_photographs(&self, today: NaiveDate) -> bool {
        let pack = self.pack(self.year_of(today));
        pack.is_ok_and(|pack| pack.rules.enrolment.photographs == Photographs::Kept)
    }

    /// The bytes of a picture that may be kept.
    fn picture(&self, text: &str, now: Now) -> ClinicResult<Vec<u8>> {
        if !self.keeps_photographs(now.today()) {
            return Err(ClinicError::NoPhotographs);
        }
        // Four characters are three bytes: what is longer than any picture is not decoded.
        if text.len() > photograph::MAX_BYTES.div_ceil(3) * 4 {
            return Err(ClinicError::BadPhotograph(PhotographFault::TooManyBytes));
        }
        let bytes = STANDARD.decode(text).map_err(|_| ClinicError::BadPhotograph(PhotographFault::NotJpeg))?;
        photograph::check(&bytes).map_err(ClinicError::BadPhotograph)?;
        Ok(bytes)
    }

    fn photographed(
        &self,
        store: &mut Store,
        op: OperationId,
        body: PersonPhotographed,
        picture: Option<Vec<u8>>,
        now: Now,
    ) -> ClinicResult<ChangeView> {
        let attachments = picture.into_iter().map(|content| Attachment { content, sent_up: true }).collect();
        let entry = NewEntry { attachments, ..NewEntry::new(op, body) };
        let stamp = stamp(store, now)?;
        let seq = store.append(entry, stamp)?.entry().envelope.seq;
        self.change_view(store, seq, &store.body(seq)?)
    }

    /// Takes a photograph's entry back: the picture before it is there again.
    pub(super) fn photograph_undo(
        &self,
        store: &mut Store,
        op: OperationId,
        back: PersonPhotographed,
        now: Now,
    ) -> ClinicResult<ChangeView> {
        // The picture is here already, under the entry that first set it.
        self.photographed(store, op, back, None, now)
    }

    /// The entry that takes a photograph's entry back, or why there is none.
    pub(super) fn photograph_back(
        &self,
        store: &Store,
        seq: u64,
        body: &PersonPhotographed,
        operator: &OperatorRecord,
        today: NaiveDate,
    ) -> ClinicResult<Result<PersonPhotographed, Text>> {
        let photo = body.photo.clone().back();
        if store.photograph_of(body.person)? != photo.from {
            return Ok(Err(Text::new(
                "此后又换过照片，不能直接撤销；请先撤销后面的变更",
                "The photograph was changed later; take that back first",
            )));
        }
        if photo.to.is_some() && !self.keeps_photographs(today) {
            return Ok(Err(Text::new("现行政策包不留存照片", "The policy pack in force keeps no photographs")));
        }
        let (by, person, reason) = (operator.id, body.person, String::new());
        Ok(Ok(PersonPhotographed { by, person, photo, reason, undoes: Some(seq) }))
    }
}

/// What a photograph's entry changed.
pub(super) fn photograph_words(photo: &FromTo<Option<Hash>>) -> (Text, Text) {
    let none = || Text::new("无", "none");
    match (photo.from, photo.to) {
        (Some(_), Some(_)) => (Text::new("原照片", "the earlier one"), Text::new("新照片", "a new one")),
        (None, Some(_)) => (none(), Text::new("有", "kept")),
        (_, None) => (Text::new("有", "kept"), none()),
    }
}

/// Whether an entry is one of a photograph.
pub(super) fn of(body: &Body) -> Option<&PersonPhotographed> {
    match body {
        Body::PersonPhotographed(body) => Some(body),
        _ => None,
    }
}
