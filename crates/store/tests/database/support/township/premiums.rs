//! Premiums of the township: collected, voided, paid back.

use super::Township;
use nonghe_domain::pack::RefundReason;
use nonghe_domain::premium::premium;
use nonghe_domain::{Money, PaymentId, PersonId};
use nonghe_protocol::body::{
    MemberPremium, MemberRefund, PaymentMethod, PremiumCollected, PremiumRefunded, PremiumVoided, VoidReason,
};

impl Township {
    pub(super) fn premium(&mut self) {
        // What the county refused stands again, so the tables say who is free.
        let free = |person: PersonId| self.store.enrolled_years(person).unwrap().is_empty();
        let Some((person, household)) = self.people.iter().find(|(person, _)| free(*person)).copied() else { return };
        let categories = self.store.person(person).unwrap().unwrap().categories;
        let line = premium(&self.pack, &categories, self.date).unwrap();
        self.enrolled.push(person);
        let method = *self.random.pick(&[PaymentMethod::Cash, PaymentMethod::Scan, PaymentMethod::Transfer]);
        let fiscal = self.next_form();
        let body = PremiumCollected {
            by: self.id(),
            payment: self.id::<PaymentId>(),
            household,
            year: 2026,
            number: self.document("P"),
            due: line.due,
            members: vec![MemberPremium {
                benefits_from: self.tells_days.then_some(self.date),
                ..MemberPremium::new(person, line.clone())
            }],
            method,
            tendered: line.due,
            change: Money::ZERO,
            fiscal,
            at: self.at(),
        };
        self.paid.push((body.payment, person, body.due));
        self.append(body);
    }

    /// Voids a payment or pays it back, if nothing was settled for whom it enrols.
    pub(super) fn give_back(&mut self) {
        let relies = |person: PersonId| {
            self.open.iter().any(|stay| stay.person == person)
                || self.settled.iter().any(|settled| settled.person == person && settled.reversed_at.is_none())
        };
        let enrols = |payment: PaymentId, person: PersonId| {
            self.store.enrolment(person, 2026).unwrap().is_some_and(|enrolment| enrolment.payment == payment)
        };
        let place = self.paid.iter().position(|(payment, person, _)| enrols(*payment, *person) && !relies(*person));
        let Some(place) = place else { return self.premium() };
        let (payment, person, returned) = self.paid.remove(place);
        self.enrolled.retain(|enrolled| *enrolled != person);
        let (by, approved_by, number, at) = (self.id(), self.id(), self.document("V"), self.at());
        if self.random.below(2) == 0 {
            let (reason, method) = (VoidReason::WrongPerson, PaymentMethod::Scan);
            let note = String::new();
            self.append(PremiumVoided { by, approved_by, payment, number, reason, note, returned, method, at });
        } else {
            let (reason, method) = (RefundReason::DoubleEnrolment, PaymentMethod::Cash);
            let members = vec![MemberRefund { person, amount: returned }];
            let note = String::new();
            self.append(PremiumRefunded {
                by,
                approved_by,
                payment,
                number,
                reason,
                note,
                members,
                returned,
                method,
                at,
            });
        }
    }
}
