//! People are photographed.

use super::Township;
use nonghe_domain::PersonId;
use nonghe_protocol::attachment_hash;
use nonghe_protocol::change::FromTo;
use nonghe_protocol::photograph::PersonPhotographed;
use nonghe_store::Attachment;

impl Township {
    /// Sets a person's photograph, or takes it away.
    pub fn photograph(&mut self, person: PersonId, content: Option<&[u8]>, undoes: Option<u64>) -> u64 {
        let from = self.store.photograph_of(person).unwrap();
        let photo = FromTo { from, to: content.map(attachment_hash) };
        let body = PersonPhotographed { by: self.id(), person, photo, reason: String::new(), undoes };
        let attachments = content.map(|content| Attachment { content: content.to_vec(), sent_up: true });
        self.append_with(body, attachments.into_iter().collect())
    }
}
