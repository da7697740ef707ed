//! Who is at the desk.
//!
//! A PIN authorises an operator for what they do. Five wrong ones lock the operator for five minutes, whether or not
//! the program is started anew in between.

use crate::views::{OperatorView, PinChange, SessionView, SignIn};
use crate::{Clinic, ClinicError, ClinicResult, Now};
use argon2::password_hash::{PasswordHasher as _, SaltString};
use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use nonghe_domain::Text;
use nonghe_protocol::OperatorRecord;
use nonghe_store::{ChosenPin, Store, StoreError, WrongPins};
use std::collections::HashMap;
use std::sync::PoisonError;

/// Wrong PINs until an operator is locked.
pub const PIN_TRIES: u32 = 5;
const LOCK_MS: u64 = 5 * 60 * 1000;
const PIN_DIGITS: usize = 6;

#[derive(Default)]
pub(crate) struct Session {
    pub(crate) operator: Option<OperatorRecord>,
    wrong: HashMap<String, Wrong>,
}

#[derive(Default, Clone, Copy)]
struct Wrong {
    tries: u32,
    last_mono_ms: u64,
    /// What had passed by then since the last try, when that was before the program started.
    before_ms: u64,
}

impl Wrong {
    /// Counted before this start: the clock on the wall is all there is, and one that was put back counts from here.
    fn before_this_start(kept: WrongPins, now: Now) -> Self {
        let before_ms = u64::try_from(now.wall_ms - kept.last_wall_ms).unwrap_or(0);
        Self { tries: kept.tries, last_mono_ms: now.mono_ms, before_ms }
    }

    /// How long they still keep the operator out.
    fn locked_for(self, now: Now) -> Option<u64> {
        let since = now.mono_ms.saturating_sub(self.last_mono_ms).saturating_add(self.before_ms);
        (self.tries >= PIN_TRIES && since < LOCK_MS).then(|| LOCK_MS - since)
    }
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
        let operators = &self.granted()?.operators;
        let found = operators.iter().find(|operator| operator.initials == initials);
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = found.map(|operator| self.store().wrong_pins(operator.id)).transpose()?;
        let wrong = session.wrong.entry(initials.clone()).or_default();
        if let Some(kept) = kept.filter(|kept| wrong.tries == 0 && kept.tries > 0) {
            *wrong = Wrong::before_this_start(kept, now);
        }
        if let Some(left_ms) = wrong.locked_for(now) {
            return Err(ClinicError::PinLocked { minutes: left_ms.div_ceil(60_000) });
        }
        if wrong.tries >= PIN_TRIES {
            *wrong = Wrong::default();
        }
        let hash = found.map(|operator| pin_hash(&self.store(), operator)).transpose()?;
        if let (Some(operator), Some(hash)) = (found, hash)
            && pin_matches(&hash, pin.trim())
        {
            session.wrong.remove(&initials);
            if kept.is_some_and(|kept| kept.tries > 0) {
                self.store().keep_wrong_pins(operator.id, WrongPins::default())?;
            }
            return Ok(operator.clone());
        }
        *wrong = Wrong { tries: wrong.tries + 1, last_mono_ms: now.mono_ms, before_ms: 0 };
        if let Some(operator) = found {
            let kept = WrongPins { tries: wrong.tries, last_wall_ms: now.wall_ms };
            self.store().keep_wrong_pins(operator.id, kept)?;
        }
        Err(ClinicError::WrongPin { left: PIN_TRIES - wrong.tries })
    }

    /// How long wrong PINs still keep an operator out, in milliseconds.
    pub(crate) fn locked_for(&self, operator: &OperatorRecord, now: Now) -> ClinicResult<Option<u64>> {
        let kept = self.store().wrong_pins(operator.id)?;
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = session.wrong.get(&operator.initials).copied().filter(|wrong| wrong.tries > 0);
        Ok(counted.unwrap_or_else(|| Wrong::before_this_start(kept, now)).locked_for(now))
    }

    /// Forgets the wrong PINs of an operator.
    pub(crate) fn forget_wrong_pins(&self, operator: &OperatorRecord) -> ClinicResult<()> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner).wrong.remove(&operator.initials);
        Ok(self.store().keep_wrong_pins(operator.id, WrongPins::default())?)
    }

    /// Gives whoever is at the desk another PIN: the old one, and the new one twice. It is kept on this device alone.
    pub fn operator_pin_change(&self, input: &PinChange, now: Now) -> ClinicResult<OperatorView> {
        let operator = self.operator(None)?;
        self.authorise(&operator.initials, &input.old, now).map_err(|error| match error {
            ClinicError::WrongPin { .. } => error.at("old"),
            other => other,
        })?;
        let new = input.new.trim();
        if let Some(text) = pin_fault(new, input.old.trim()) {
            return Err(ClinicError::Field { field: "new".into(), text });
        }
        if input.again.trim() != new {
            let text = Text::new("两次输入的新PIN不一样，请再输一次", "The two new PINs differ; type it again.");
            return Err(ClinicError::Field { field: "again".into(), text });
        }
        let hash = hash_of(new)?;
        let chosen = ChosenPin { replaces: operator.pin_hash.clone(), hash };
        self.store().choose_pin(operator.id, &chosen)?;
        Ok(operator_view(&operator))
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

/// The hash that counts: of the PIN that the operator chose, unless the county gave another one since.
fn pin_hash(store: &Store, operator: &OperatorRecord) -> ClinicResult<String> {
    let chosen = store.chosen_pin(operator.id)?.filter(|chosen| chosen.replaces == operator.pin_hash);
    Ok(chosen.map_or_else(|| operator.pin_hash.clone(), |chosen| chosen.hash))
}

fn pin_matches(hash: &str, pin: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

fn hash_of(pin: &str) -> ClinicResult<String> {
    let unusable = |error: argon2::password_hash::Error| StoreError::Unreadable(format!("a hash of a PIN: {error}"));
    let salt = SaltString::encode_b64(&crate::random()?).map_err(unusable)?;
    Ok(Argon2::default().hash_password(pin.as_bytes(), &salt).map_err(unusable)?.to_string())
}

/// Why a PIN cannot be chosen: not six digits, the old one, or one that anybody would try first.
fn pin_fault(new: &str, old: &str) -> Option<Text> {
    let digits: Vec<u8> = new.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    if digits.len() != PIN_DIGITS || new.len() != PIN_DIGITS {
        return Some(Text::new("PIN必须是6位数字", "A PIN has six digits."));
    }
    if new == old {
        return Some(Text::new("新PIN与原来的一样，请另选一个", "The new PIN is the old one; choose another."));
    }
    let steps: Vec<u8> = digits.windows(2).map(|pair| (pair[1] + 10 - pair[0]) % 10).collect();
    // 111111, 123456, 654321, 246802; then what repeats: 121212, 123123, 112233 and its like.
    let even_steps = steps.iter().all(|step| *step == steps[0]);
    let repeats = digits[..2] == digits[2..4] && digits[2..4] == digits[4..] || digits[..3] == digits[3..];
    let pairs = digits.chunks(2).all(|pair| pair[0] == pair[1]);
    (even_steps || repeats || pairs).then(|| {
        Text::new(
            "这个PIN太容易猜（如123456、111111），请另选一个",
            "This PIN is too easy to guess (such as 123456 or 111111); choose another.",
        )
    })
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

#[cfg(test)]
mod tests {
    use super::pin_fault;

    #[test]
    fn a_pin_that_anybody_tries_first_is_refused() {
        for pin in [
            "111111", "000000", "123456", "012345", "789012", "654321", "987654", "135791", "121212", "909090",
            "123123", "112233", "998877",
        ] {
            assert!(pin_fault(pin, "135790").is_some(), "{pin}");
        }
        for pin in ["123457", "112234", "121213", "123124", "135790", "204816"] {
            assert!(pin_fault(pin, "864209").is_none(), "{pin}");
        }
    }

    #[test]
    fn a_pin_has_six_digits_and_is_not_the_old_one() {
        for pin in ["", "13579", "1357902", "13579a", "１３５７９０", "13 790"] {
            assert!(pin_fault(pin, "864209").is_some_and(|text| text.zh.contains("6位")), "{pin}");
        }
        assert!(pin_fault("135790", "135790").is_some());
    }
}
