//! The receipt of a payment, with what became of it.

use super::told::waiting_until;
use crate::checks::{age, place};
use crate::registration::relation_name;
use crate::session::method_words;
use crate::views::{MoneyShown, PremiumLineView, ReceiptView, SlipView, Validity};
use crate::{Clinic, ClinicError, ClinicResult, id};
use chrono::NaiveDate;
use nonghe_domain::pack::Pack;
use nonghe_domain::premium::PremiumLine;
use nonghe_domain::{Money, PersonId, Text};
use nonghe_protocol::body::{Body, MemberPremium, PremiumCollected};
use nonghe_protocol::feed::Counts;
use nonghe_store::{EnrolmentRecord, SlipRecord, Store, Verdict};

pub(super) const TIME: &str = "%Y-%m-%d %H:%M";

impl Clinic {
    /// A receipt.
    pub fn receipt_view(&self, payment: &str) -> ClinicResult<ReceiptView> {
        self.operator(None)?;
        let store = self.store();
        let payment = store.payment(id(payment)?)?.ok_or(ClinicError::NotFound)?;
        let body = store.body(payment.seq)?;
        self.receipt_of(&store, payment.seq, &body)
    }

    /// The receipt that a slip of a void or refund, told by its short number, belongs to.
    pub fn receipt_of_slip(&self, number: &str) -> ClinicResult<ReceiptView> {
        self.operator(None)?;
        let store = self.store();
        let slip = store.slip(number)?.ok_or(ClinicError::NotFound)?;
        let payment = store.payment(slip.payment)?.ok_or(ClinicError::NotFound)?;
        let body = store.body(payment.seq)?;
        self.receipt_of(&store, payment.seq, &body)
    }

    pub(super) fn receipt_of(&self, store: &Store, seq: u64, body: &Body) -> ClinicResult<ReceiptView> {
        let Body::PremiumCollected(paid) = body else { return Err(ClinicError::NotFound) };
        let granted = self.granted()?;
        let entry = store.entry(seq)?.ok_or(ClinicError::NotFound)?;
        let pack = entry.envelope.pack_hash.map(|hash| self.pack_by_hash(&hash)).transpose()?;
        let household = store.household(paid.household)?.ok_or(ClinicError::NotFound)?;
        let enrolments = store.enrolments_of(paid.payment)?;
        let slips = store.slips_of(paid.payment)?;
        let on = entry.envelope.biz_date;
        let lines: Vec<PremiumLineView> = paid
            .members
            .iter()
            .map(|member| self.receipt_line(store, paid, member, pack.as_deref(), &enrolments, on))
            .collect::<ClinicResult<_>>()?;
        let sum =
            |part: fn(&PremiumLine) -> Money| paid.members.iter().map(|member| part(&member.premium)).sum::<Money>();
        let begins = lines.iter().filter_map(|line| line.benefits_from.clone()).min();
        let begins = begins.or_else(|| pack.map(|pack| pack.rules.premium.benefits_from.to_string()));
        Ok(ReceiptView {
            id: paid.payment.to_string(),
            demonstration: granted.demonstration,
            training: self.training,
            centre: granted.centre.name.clone(),
            phone: granted.centre.phone.clone(),
            number: paid.number.short.clone(),
            full_number: paid.number.full.clone(),
            year: paid.year,
            at: paid.at.format(TIME).to_string(),
            head: store.head_name(paid.household)?,
            household_number: household.number,
            household: paid.household.to_string(),
            place: place(&household.village, &household.group, &household.door),
            lines,
            standard: sum(|line| line.standard).into(),
            subsidy: sum(|line| line.subsidy).into(),
            due: paid.due.into(),
            method: nonghe_store::method_name(paid.method).to_owned(),
            method_name: method_words(paid.method),
            tendered: paid.tendered.into(),
            change: paid.change.into(),
            benefits_from: begins.unwrap_or_default(),
            cashier: self.operator_name(paid.by),
            fiscal_number: store.form_of(paid.payment)?.map(|(_, number)| number),
            validity: validity(&enrolments, &slips),
            can_give_back: enrolments.iter().any(|enrolment| enrolment.ended.is_none()),
            slips: slips.iter().map(|slip| self.slip_view(store, paid, slip)).collect::<ClinicResult<_>>()?,
            county_says: said(store, seq)?,
            state: self.entry_state(store, seq)?,
        })
    }

    fn receipt_line(
        &self,
        store: &Store,
        paid: &PremiumCollected,
        member: &MemberPremium,
        pack: Option<&Pack>,
        enrolments: &[EnrolmentRecord],
        on: NaiveDate,
    ) -> ClinicResult<PremiumLineView> {
        let person = store.person(member.person)?.ok_or(ClinicError::NotFound)?;
        let enrolment = enrolments.iter().find(|enrolment| enrolment.person == member.person);
        let from = enrolment.and_then(|enrolment| enrolment.benefits_from).or(member.benefits_from);
        let waiting = from.zip(pack).and_then(|(from, pack)| waiting_until(pack, on, person.birth_date, from));
        let from = from.or_else(|| pack.map(|pack| pack.rules.premium.benefits_from));
        Ok(PremiumLineView {
            person: person.id.to_string(),
            name: person.name,
            relation_name: relation_name(person.relation),
            age: age(person.birth_date, paid.at.date()),
            selected: true,
            paid: true,
            standard: member.premium.standard.into(),
            subsidy: member.premium.subsidy.into(),
            due: member.premium.due.into(),
            category: member.premium.category.as_deref().map(|code| self.category_name(code)),
            benefits_from: from.map(|from| from.to_string()),
            nothing: from.zip(pack).is_some_and(|(from, pack)| from > pack.rules.effective_until),
            waiting,
            lost: Vec::new(),
            closed: None,
            elsewhere: None,
            special: member.special.as_ref().map(|special| self.special_name(special)),
            ended: enrolment.is_some_and(|enrolment| enrolment.ended.is_some()),
            county: enrolment.and_then(|enrolment| uncounted(enrolment.counts)),
        })
    }

    fn slip_view(&self, store: &Store, paid: &PremiumCollected, slip: &SlipRecord) -> ClinicResult<SlipView> {
        let body = store.body(slip.seq)?;
        let names = |people: &mut dyn Iterator<Item = PersonId>| -> ClinicResult<Vec<String>> {
            people.map(|id| Ok(store.person(id)?.map(|person| person.name).unwrap_or_default())).collect()
        };
        let (number, at, reason, note, by, approved_by, method, names, amounts) = match &body {
            Body::PremiumVoided(body) => (
                &body.number,
                body.at,
                super::give_back::void_words(body.reason),
                &body.note,
                body.by,
                body.approved_by,
                body.method,
                names(&mut paid.members.iter().map(|member| member.person))?,
                paid.members.iter().map(|member| member.premium.due.into()).collect::<Vec<MoneyShown>>(),
            ),
            Body::PremiumRefunded(body) => (
                &body.number,
                body.at,
                super::give_back::refund_words(body.reason),
                &body.note,
                body.by,
                body.approved_by,
                body.method,
                names(&mut body.members.iter().map(|member| member.person))?,
                body.members.iter().map(|member| member.amount.into()).collect(),
            ),
            _ => return Err(ClinicError::NotFound),
        };
        Ok(SlipView {
            kind: if slip.is_void { "void" } else { "refund" }.to_owned(),
            number: number.short.clone(),
            full_number: number.full.clone(),
            at: at.format(TIME).to_string(),
            reason,
            note: note.clone(),
            names,
            amounts,
            by: self.operator_name(by),
            approved_by: self.operator_name(approved_by),
            returned: slip.amount.into(),
            method_name: method_words(method),
            counts: slip.counts,
            county_says: said(store, slip.seq)?,
            state: self.entry_state(store, slip.seq)?,
        })
    }
}

/// Why the county does not count somebody as enrolled by a receipt.
fn uncounted(counts: Counts) -> Option<Text> {
    match counts {
        Counts::Enrolled => None,
        Counts::Double => Some(Text::new(
            "县里已按另一张收据参保，这一笔不计，可以退费。",
            "The county counts another receipt; this one enrols nobody and can be refunded.",
        )),
        Counts::Refused => Some(Text::new(
            "县里没有认可，这一笔不算参保，可以退费。",
            "The county did not accept this enrolment; it can be refunded.",
        )),
    }
}

/// What the county said of an entry that it refused.
pub(super) fn said(store: &Store, seq: u64) -> ClinicResult<Option<Text>> {
    Ok(match store.verdict(seq)? {
        Verdict::Refused(reason) => Some(reason),
        _ => None,
    })
}

/// Whether a payment still counts. What the county refused counts for nothing.
pub(crate) fn validity(enrolments: &[EnrolmentRecord], slips: &[SlipRecord]) -> Validity {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let ended = enrolments.iter().filter(|enrolment| enrolment.ended.is_some()).count();
    let mut counting = slips.iter().filter(|slip| slip.counts).peekable();
    let has_slip = counting.peek().is_some();
    standing(count(enrolments.len()), count(ended), counting.any(|slip| slip.is_void), has_slip)
}

/// The same from numbers.
pub(super) fn standing(enrolled: u32, ended: u32, is_void: bool, has_slip: bool) -> Validity {
    if is_void {
        Validity::Voided
    } else if ended == 0 || !has_slip {
        Validity::Valid
    } else if ended == enrolled {
        Validity::Refunded
    } else {
        Validity::PartlyRefunded
    }
}
