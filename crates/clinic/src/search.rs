//! The one search box.

use crate::changes::presence_words;
use crate::checks::{age, half_width, place, sex_code};
use crate::people::shown_number;
use crate::views::{DocumentHit, PersonHit, SearchView, Validity};
use crate::{Clinic, ClinicResult, Now};
use nonghe_domain::identity::{IdNumber, normalise_typed};
use nonghe_domain::{PaymentId, Text};
use nonghe_protocol::change::Presence;
use nonghe_store::{PersonRecord, Store};

/// Rows of the list, all groups together.
const ROWS: usize = 8;
/// One more tells that there are more.
const ASKED: u32 = 9;
/// Characters of an identity number.
const ID_LEN: usize = 18;

impl Clinic {
    /// Finds people, households and documents by letters, characters, digits or a number.
    pub fn search(&self, query: &str, year: i32, now: Now) -> ClinicResult<SearchView> {
        self.operator(None)?;
        let store = self.store();
        let query: String = query.trim().chars().filter(|c| !matches!(c, '%' | '_')).map(half_width).collect();
        let mut found = SearchView {
            people: vec![],
            households: vec![],
            documents: vec![],
            new_id_number: None,
            id_fault: None,
            more: false,
        };
        if query.is_empty() {
            return Ok(found);
        }
        let centre = &self.granted()?.centre.code;
        let query = match crate::printing::scanned_card(&query, centre) {
            Some(Ok(number)) => number.to_owned(),
            Some(Err(())) => return Ok(found),
            None => query,
        };
        if is_document_number(&query) {
            self.documents(&store, &query.to_uppercase(), year, &mut found)?;
            if !found.documents.is_empty() || !found.households.is_empty() {
                return Ok(found);
            }
        }
        let named = people_by_given_number(&store, &query)?;
        if !named.is_empty() {
            for person in &named {
                found.people.push(self.person_hit(&store, person, now)?);
            }
            return Ok(found);
        }
        let digits = normalise_typed(&query);
        if digits.chars().all(|c| c.is_ascii_digit()) {
            for payment in store.payments_by_form(&digits)? {
                found.documents.extend(self.payment_hit(&store, payment)?);
            }
        }
        let people = if digits.len() >= 4 && digits.chars().all(|c| c.is_ascii_digit() || c == 'X') {
            let people = store.people_by_digits(&digits, ASKED)?;
            if people.is_empty() && digits.len() == ID_LEN {
                let number = IdNumber::parse(&digits);
                match number.and_then(|number| number.check_against(now.today()).map(|()| number)) {
                    Ok(number) => found.new_id_number = Some(number.to_string()),
                    Err(fault) => found.id_fault = Some(fault.text()),
                }
            }
            people
        } else {
            by_name(&store, &query.to_lowercase())?
        };
        found.more = people.len() > ROWS;
        for person in people.iter().filter(|person| person.stands.presence != Presence::Withdrawn) {
            found.people.push(self.person_hit(&store, person, now)?);
        }
        // The household of the first hit saves a step when the whole family is meant.
        if let Some(person) = people.first()
            && people.len() < ROWS
        {
            found.households.push(self.household_hit(&store, person.household, year)?);
        }
        found.people.truncate(ROWS - found.households.len());
        Ok(found)
    }

    fn person_hit(&self, store: &Store, person: &PersonRecord, now: Now) -> ClinicResult<PersonHit> {
        let household = store.household(person.household)?;
        let head = store.head_name(person.household)?;
        Ok(PersonHit {
            id: person.id.to_string(),
            household: person.household.to_string(),
            name: person.name.clone(),
            head: (head != person.name).then_some(head),
            sex: sex_code(person.sex).into(),
            birth_date: person.birth_date.to_string(),
            age: age(person.birth_date, now.today()),
            place: household.map(|household| place(&household.village, &household.group, "")).unwrap_or_default(),
            id_number: shown_number(person),
            enrolment: self.chips(store, person.id)?,
            presence: presence_words(person),
        })
    }

    fn payment_hit(&self, store: &Store, payment: PaymentId) -> ClinicResult<Option<DocumentHit>> {
        let Some(payment) = store.payment(payment)? else { return Ok(None) };
        let row = self.payment_row(store, &payment)?;
        let (zh, en) = match row.validity {
            Validity::Valid => ("", ""),
            Validity::Voided => (" · 已作废", " · void"),
            Validity::PartlyRefunded => (" · 部分已退", " · partly paid back"),
            Validity::Refunded => (" · 已退", " · paid back"),
        };
        Ok(Some(DocumentHit {
            kind: "payment".into(),
            id: row.id,
            household: Some(row.household),
            number: row.number,
            name: row.head,
            note: Text::new(
                format!("{} 年度缴费 · {} · {} 元{zh}", row.year, row.at, row.due.shown),
                format!("Premium {} · {} · ¥{}{en}", row.year, row.at, row.due.shown),
            ),
            state: Some(row.state),
        }))
    }

    fn documents(&self, store: &Store, number: &str, year: i32, found: &mut SearchView) -> ClinicResult<()> {
        let ids = store.by_number(number, 6)?;
        for id in ids.households {
            found.households.push(self.household_hit(store, crate::id(&id)?, year)?);
        }
        for id in ids.payments {
            found.documents.extend(self.payment_hit(store, crate::id(&id)?)?);
        }
        for id in ids.settlements {
            let Some(record) = store.settlement(crate::id(&id)?)? else { continue };
            let row = self.settlement_row(store, &record)?;
            found.documents.push(DocumentHit {
                kind: "settlement".into(),
                id: row.id,
                household: None,
                number: row.number,
                name: row.name,
                note: Text::new(
                    format!("出院结算 · {} · 个人付 {} 元", row.at, row.you_pay.shown),
                    format!("Settlement · {} · you pay ¥{}", row.at, row.you_pay.shown),
                ),
                state: Some(row.state),
            });
        }
        for id in ids.stays {
            found.documents.extend(stay_hit(store, &id, None)?);
        }
        for (stay, receipt) in ids.deposits {
            found.documents.extend(stay_hit(store, &stay, Some(receipt))?);
        }
        found.documents.truncate(ROWS);
        Ok(())
    }
}

/// A stay by its own number, or by the receipt of a deposit, which stands on what the patient brings.
fn stay_hit(store: &Store, id: &str, deposit: Option<String>) -> ClinicResult<Option<DocumentHit>> {
    let Some(stay) = store.stay(crate::id(id)?)? else { return Ok(None) };
    let admitted = stay.admitted_at.date();
    let (zh, en) = if deposit.is_some() { ("押金 · ", "Deposit · ") } else { ("", "") };
    Ok(Some(DocumentHit {
        kind: "stay".into(),
        id: stay.id.to_string(),
        household: None,
        number: deposit.unwrap_or(stay.number),
        name: store.person(stay.person)?.map(|person| person.name).unwrap_or_default(),
        note: Text::new(
            format!("{zh}{} · {admitted} 入院", stay.department),
            format!("{en}{} · admitted {admitted}", stay.department),
        ),
        state: None,
    }))
}

/// `R`, `H` or `A` and digits.
fn is_document_number(query: &str) -> bool {
    let mut letters = query.chars();
    let letter = letters.next().is_some_and(|c| matches!(c.to_ascii_uppercase(), 'R' | 'H' | 'A'));
    letter && query.len() > 1 && letters.all(|c| c.is_ascii_digit())
}

/// `P` and the beginning of a person's id, as a card or a wristband bears it: at least eight digits of it.
fn person_code(query: &str) -> Option<String> {
    let rest = query.strip_prefix(['P', 'p'])?;
    let digits: String = rest.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect();
    let is_code = (8..=32).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_hexdigit());
    is_code.then_some(digits)
}

/// `T` and a digit begin a temporary number; no name does.
fn temporary_number(query: &str) -> Option<String> {
    let mut letters = query.chars();
    let begins = letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&'t'));
    (begins && letters.next().is_some_and(|c| c.is_ascii_digit())).then(|| query.to_ascii_uppercase())
}

/// People by the code of their card, or by the temporary number that stands for an identity number.
fn people_by_given_number(store: &Store, query: &str) -> ClinicResult<Vec<PersonRecord>> {
    if let Some(code) = person_code(query) {
        let people = store.people_by_code(&code, 2)?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(temporary_number(query)
        .map(|number| store.people_by_temporary_number(&number, 8))
        .transpose()?
        .unwrap_or_default())
}

/// `wxm`, `王小`, or `wxm hs3`: a name, then village initials and group.
fn by_name(store: &Store, query: &str) -> ClinicResult<Vec<PersonRecord>> {
    let mut words = query.split_whitespace();
    let name = words.next().unwrap_or_default().replace(['·', '•', '.'], "·");
    let place = words.next().map(|word| {
        let village = word.trim_end_matches(|c: char| c.is_ascii_digit());
        (village, &word[village.len()..])
    });
    Ok(store.people_by_name(&name, place, ASKED)?)
}
