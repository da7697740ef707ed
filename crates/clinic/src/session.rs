//! Who is at the desk.
//!
//! A PIN authorises an operator for what they do. Five wrong ones lock the operator for five minutes.

use crate::views::{OperatorView, SessionView, SignIn};
use crate::{Clinic, ClinicError, ClinicResult, Now};
use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use nonghe_domain::Text;
use nonghe_protocol::OperatorRecord;
use std::collections::HashMap;
use std::sync::PoisonError;

/// Wrong PINs until an operator is locked.
pub const PIN_TRIES: u32 = 5;
const LOCK_MS: u64 = 5 * 60 * 1000;

#[derive(Default)]
pub(crate) struct Session {
    pub(crate) operator: Option<OperatorRecord>,
    wrong: HashMap<String, Wrong>,
}

#[derive(Default, Clone, Copy)]
struct Wrong {
    tries: u32,
    last_mono_ms: u64,
}

impl Clinic {
    /// State at the start and after sign-in.
    pub fn session_state(&self) -> SessionView {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        SessionView {
            centre: self.granted.as_ref().map(|granted| granted.centre.name.clone()),
            demonstration: self.granted.as_ref().is_some_and(|granted| granted.demonstration),
            training: self.training,
            // Unreadable preferences must not shut the sign-in out.
            first_start: self.first_start().is_ok_and(|view| view.step != "done"),
            hint: None,
            operator: session.operator.as_ref().map(operator_view),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: self.store().dir().display().to_string(),
        }
    }

    /// Signs an operator in.
    pub fn sign_in(&self, input: &SignIn, now: Now) -> ClinicResult<SessionView> {
        let operator = self.authorise(&input.initials, &input.pin, now)?;
        self.session.lock().unwrap_or_else(PoisonError::into_inner).operator = Some(operator);
        Ok(self.session_state())
    }

    /// Locks the desk. What waits for the county stays.
    pub fn lock_desk(&self) -> SessionView {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).operator = None;
        self.session_state()
    }

    /// The operator with these initials, if the PIN is theirs.
    pub(crate) fn authorise(&self, initials: &str, pin: &str, now: Now) -> ClinicResult<OperatorRecord> {
        let initials = initials.trim().to_lowercase();
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let wrong = session.wrong.entry(initials.clone()).or_default();
        let since = now.mono_ms.saturating_sub(wrong.last_mono_ms);
        if wrong.tries >= PIN_TRIES && since < LOCK_MS {
            return Err(ClinicError::PinLocked { minutes: (LOCK_MS - since).div_ceil(60_000) });
        }
        if wrong.tries >= PIN_TRIES {
            *wrong = Wrong::default();
        }
        let operators = &self.granted()?.operators;
        let found = operators.iter().find(|operator| operator.initials == initials);
        if let Some(operator) = found.filter(|operator| pin_matches(operator, pin.trim())) {
            session.wrong.remove(&initials);
            return Ok(operator.clone());
        }
        wrong.tries += 1;
        wrong.last_mono_ms = now.mono_ms;
        Err(ClinicError::WrongPin { left: PIN_TRIES - wrong.tries })
    }

    /// An operator's name, for papers.
    pub(crate) fn operator_name(&self, id: nonghe_domain::OperatorId) -> String {
        let operators = self.granted.iter().flat_map(|granted| &granted.operators);
        operators
            .into_iter()
            .find(|operator| operator.id == id)
            .map(|operator| operator.name.clone())
            .unwrap_or_default()
    }
}

fn pin_matches(operator: &OperatorRecord, pin: &str) -> bool {
    PasswordHash::new(&operator.pin_hash)
        .is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

pub(crate) fn operator_view(operator: &OperatorRecord) -> OperatorView {
    OperatorView {
        id: operator.id.to_string(),
        initials: operator.initials.clone(),
        name: operator.name.clone(),
        roles: operator.roles.clone(),
    }
}

/// A payment method in words.
pub(crate) fn method_words(method: nonghe_protocol::body::PaymentMethod) -> Text {
    use nonghe_protocol::body::PaymentMethod;
    match method {
        PaymentMethod::Cash => Text::new("现金", "Cash"),
        PaymentMethod::Scan => Text::new("扫码", "Scan"),
        PaymentMethod::Transfer => Text::new("转账", "Transfer"),
    }
}
