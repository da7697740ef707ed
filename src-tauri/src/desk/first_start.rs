//! The first start: from a computer without data to one that the county has granted.
//!
//! Where it stands is read from the data, so that a program that was killed at any moment goes on there.

use super::{Desk, Door, Inner, Open, blocking};
use crate::errors::{self, Answer};
use nonghe_clinic::views::{FirstStartView, ProvisioningView};
use nonghe_clinic::{Clinic, ClinicError, ClinicResult, passphrase_view};
use nonghe_domain::Text;
use nonghe_store::{Protector, Store, StoreError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

impl Desk {
    /// How far the first start is.
    pub async fn first_start(&self) -> Answer<FirstStartView> {
        let desk = self.here();
        blocking(move || desk.first_start()).await
    }

    /// Makes the encrypted data and the device's key.
    pub async fn create_device(&self, passphrase: String, again: String) -> Answer<FirstStartView> {
        let desk = self.here();
        blocking(move || {
            desk.create_device(&passphrase, &again)?;
            desk.first_start()
        })
        .await
    }

    /// What a file of the county would bring.
    pub async fn provisioning_check(&self, path: PathBuf) -> Answer<ProvisioningView> {
        let desk = self.here();
        blocking(move || {
            let open = desk.open()?;
            let text = Clinic::provisioning_file(&path).map_err(|error| errors::refused(&error))?;
            let store = open.clinic.shared_store();
            let store = store.lock().unwrap_or_else(PoisonError::into_inner);
            Clinic::provisioning_view(&store, &text, desk.is_demonstration()?).map_err(|error| errors::refused(&error))
        })
        .await
    }

    /// Accepts the file of the county that was shown, and begins to work.
    pub async fn provisioning_accept(&self, path: PathBuf, seal: String) -> Answer<FirstStartView> {
        let desk = self.here();
        blocking(move || {
            desk.accept(&path, &seal)?;
            desk.first_start()
        })
        .await
    }
}

impl Inner {
    fn first_start(&self) -> Answer<FirstStartView> {
        if Store::exists(&self.dir) {
            return self.open()?.clinic.first_start().map_err(|error| errors::refused(&error));
        }
        Ok(FirstStartView {
            step: "passphrase".to_owned(),
            key_waits: Store::key_waits(&self.dir),
            centre: None,
            data_dir: self.dir.display().to_string(),
            request: None,
        })
    }

    fn is_demonstration(&self) -> Answer<bool> {
        Store::is_demonstration(&self.dir).map_err(|error| errors::refused(&error.into()))
    }

    fn create_device(&self, passphrase: &str, again: &str) -> Answer<()> {
        if Store::exists(&self.dir) {
            return Err(errors::refused(&StoreError::Exists(self.dir.clone()).into()));
        }
        // A key that waits for its data has its passphrase already, and only the key file can say whether it is right.
        if !Store::key_waits(&self.dir) {
            let judged = passphrase_view(passphrase);
            if !judged.usable {
                return Err(errors::refused(&ClinicError::Passphrase(with_stop(&judged.text))));
            }
            if passphrase != again {
                let text = Text::new("两次输入的口令不一样。", "The two passphrases are not the same.");
                let error = ClinicError::At { field: "again", error: Box::new(ClinicError::Passphrase(text)) };
                return Err(errors::refused(&error));
            }
        }
        self.reopen(|| {
            let store = Store::create(&self.dir, &Protector::Passphrase(passphrase))?;
            self.begin(Arc::new(Mutex::new(store)))
        })
    }

    fn accept(&self, path: &Path, seal: &str) -> Answer<()> {
        let open = self.open()?;
        let text = Clinic::provisioning_file(path).map_err(|error| errors::refused(&error))?;
        let store = open.clinic.shared_store();
        open.clinic.guide_begun().map_err(|error| errors::refused(&error))?;
        Clinic::provision_as_shown(&store, &text, seal, self.is_demonstration()?, self.clock.now())
            .map_err(|error| errors::refused(&error))?;
        drop(open);
        self.reopen(|| self.begin(store))
    }

    /// Opens the door anew. Whoever comes meanwhile waits.
    fn reopen(&self, work: impl FnOnce() -> ClinicResult<Arc<Open>>) -> Answer<()> {
        self.set(Door::Opening);
        let (door, answer) = match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(open)) => (Door::Open(open), Ok(())),
            Ok(Err(error)) => {
                let why = errors::not_made(&error);
                (Door::Closed(self.why_closed(&why)), Err(why))
            }
            Err(_) => (Door::Closed(errors::unexpected()), Err(errors::unexpected())),
        };
        self.set(door);
        answer
    }

    /// As long as there are no data, that is why every command is refused.
    fn why_closed(&self, why: &errors::Refusal) -> errors::Refusal {
        if Store::exists(&self.dir) {
            return why.clone();
        }
        errors::not_opened(&StoreError::Missing(self.dir.clone()).into())
    }
}

/// The words beside a passphrase have no full stop; a sentence has one.
fn with_stop(text: &Text) -> Text {
    let zh = format!("{}。", text.zh.trim_end_matches('。'));
    let en = format!("{}.", text.en.trim_end_matches('.'));
    Text::new(zh, en)
}

#[cfg(test)]
mod tests;
