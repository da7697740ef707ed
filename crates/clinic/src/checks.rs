//! Checks of typed input, shared by forms.

use crate::views::{CashChange, IdCheck, KnownPerson, MoneyShown};
use crate::{Clinic, ClinicError, ClinicResult, Now};
use chrono::{Datelike as _, NaiveDate};
use nonghe_domain::identity::IdNumber;
use nonghe_domain::person::Sex;
use nonghe_domain::{Money, Text, dates};
use nonghe_protocol::body::PaymentMethod;
use nonghe_protocol::change::Presence;
use nonghe_store::{PersonRecord, Store};

impl Clinic {
    /// Checks a typed identity number, also against everybody who is known.
    pub fn id_check(&self, text: &str, now: Now) -> ClinicResult<IdCheck> {
        self.operator(None)?;
        let none = IdCheck {
            id_number: None,
            birth_date: None,
            age: None,
            sex: None,
            fault: None,
            warning: None,
            known: None,
        };
        let today = now.today();
        let number = match IdNumber::parse(text).and_then(|number| number.check_against(today).map(|()| number)) {
            Ok(number) => number,
            Err(fault) => return Ok(IdCheck { fault: Some(fault.text()), ..none }),
        };
        let store = self.store();
        let known = store.person_by_id_number(&number)?.map(|person| known_person(&store, &person)).transpose()?;
        let demonstration = self.granted.as_ref().is_some_and(|granted| number.area_code() == granted.centre.area_code);
        let warning = (!number.area_is_known() && !demonstration).then(|| {
            Text::new("前 6 位地区代码不在名录中，请核对。", "The first six digits are not a known area; please check.")
        });
        Ok(IdCheck {
            id_number: Some(number.to_string()),
            birth_date: Some(number.birth_date().to_string()),
            age: Some(age(number.birth_date(), today)),
            sex: Some(sex_code(number.sex()).to_owned()),
            fault: None,
            warning,
            known,
        })
    }

    /// Reads a typed date: `YYYY-MM-DD`.
    pub fn date_check(&self, text: &str, year: i32, birth: bool, now: Now) -> ClinicResult<String> {
        let today = now.today();
        let date = if birth { dates::parse_birth(text, today) } else { dates::parse_date(text, year, today) };
        date.map(|date| date.to_string()).map_err(|fault| ClinicError::field("date", fault.text()))
    }

    /// Reads a typed amount.
    pub fn money_check(&self, text: &str) -> ClinicResult<MoneyShown> {
        typed_money("amount", text).map(MoneyShown::from)
    }

    /// What is to be given back, or what is missing.
    pub fn cash_change(&self, due: &str, tendered: &str) -> ClinicResult<CashChange> {
        let (due, tendered) = (typed_money("due", due)?, typed_money("tendered", tendered)?);
        let short = (tendered < due).then(|| MoneyShown::from(due - tendered));
        Ok(CashChange { change: (tendered - due).or_zero().into(), short })
    }
}

/// A typed amount: full-width digits, separators and blanks are put right.
pub(crate) fn typed_money(field: &str, text: &str) -> ClinicResult<Money> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '\u{3000}')).map(half_width).collect();
    let money: Money = plain.parse().map_err(|_| {
        ClinicError::field(field, Text::new("金额最多两位小数，只填数字", "Digits only, at most two decimals"))
    })?;
    if money.is_negative() {
        return Err(ClinicError::field(field, Text::new("金额不能为负数", "The amount cannot be negative")));
    }
    Ok(money)
}

/// Full-width digits, letters and points as half-width ones.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '．' | '。' => '.',
        _ => c,
    }
}

pub(crate) fn payment_method(text: &str) -> ClinicResult<PaymentMethod> {
    match text {
        "cash" => Ok(PaymentMethod::Cash),
        "scan" => Ok(PaymentMethod::Scan),
        "transfer" => Ok(PaymentMethod::Transfer),
        _ => Err(ClinicError::field("method", Text::new("请选择收款方式", "Choose how it is paid"))),
    }
}

/// Cash may be more than is due; the rest is given back. Other methods are exact.
pub(crate) fn tendered(method: PaymentMethod, text: &str, due: Money) -> ClinicResult<(Money, Money)> {
    let given = if text.trim().is_empty() { due } else { typed_money("tendered", text)? };
    if given < due {
        return Err(ClinicError::TenderedTooLittle { missing: due - given });
    }
    if method != PaymentMethod::Cash && given != due {
        let text = Text::new("扫码或转账的金额应与应收一致", "A scan or transfer must be exactly what is due");
        return Err(ClinicError::field("tendered", text));
    }
    Ok((given, given - due))
}

pub(crate) fn known_person(store: &Store, person: &PersonRecord) -> ClinicResult<KnownPerson> {
    let household = store.household(person.household)?.ok_or(ClinicError::NotFound)?;
    let place = place(&household.village, &household.group, "");
    let whose = store.head_name(person.household)?;
    let whose = if whose.is_empty() { person.name.clone() } else { whose };
    let said = match crate::changes::presence_words(person) {
        None => Text::new(format!("此人已在{place}{whose}户"), format!("Already in {whose}'s household, {place}")),
        Some(gone) => Text::new(
            format!("此人原在{place}{whose}户，{}", gone.zh),
            format!("Was in {whose}'s household, {place}: {}", gone.en),
        ),
    };
    Ok(KnownPerson {
        person: person.id.to_string(),
        household: person.household.to_string(),
        name: person.name.clone(),
        place: said,
        can_move: person.stands.presence != Presence::Dead,
    })
}

/// Village, group and door as shown: 槐树村3组12号.
pub(crate) fn place(village: &str, group: &str, door: &str) -> String {
    let group = if group.is_empty() { String::new() } else { format!("{group}组") };
    let door = if door.is_empty() { String::new() } else { format!("{door}号") };
    format!("{village}{group}{door}")
}

pub(crate) fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

/// Whole years on a day.
pub(crate) fn age(birth: NaiveDate, today: NaiveDate) -> u32 {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    u32::try_from(today.year() - birth.year() - i32::from(before_birthday)).unwrap_or(0)
}
