//! A stay as a case for the engine: the same facts for a trial, for the settlement, and for the county.

use crate::{Clinic, ClinicError, ClinicResult, Now};
use chrono::NaiveDate;
use nonghe_domain::adjudicate::{
    Accumulators, Bill, Member, Outcome, Referral, Refusal, Settlement, Standing, adjudicate,
};
use nonghe_domain::enrolment::years_before;
use nonghe_domain::pack::{Pack, Rules};
use nonghe_protocol::change::Presence;
use nonghe_store::{PersonRecord, StayRecord, Store};
use std::sync::Arc;

/// Everything that decides a bill.
pub(crate) struct Case {
    pub(crate) pack: Arc<Pack>,
    pub(crate) person: PersonRecord,
    pub(crate) standing: Standing,
    pub(crate) history: Accumulators,
    pub(crate) bill: Bill,
}

impl Case {
    pub(crate) fn load(
        clinic: &Clinic,
        store: &Store,
        stay: &StayRecord,
        discharged: NaiveDate,
        now: Now,
    ) -> ClinicResult<Self> {
        let person = store.person(stay.person)?.ok_or(ClinicError::NotFound)?;
        let centre = &clinic.granted()?.centre;
        let bill = Bill {
            tier: centre.tier.clone(),
            facility: Some(centre.code.clone()),
            kind: stay.stay_kind,
            referral: Referral::Local,
            admitted: stay.admitted_at.date(),
            discharged,
            settled: now.today(),
            diagnosis: stay.diagnosis.clone(),
            lines: store.charges(stay.id)?.into_iter().map(|record| record.charge).collect(),
            ..Bill::default()
        };
        let pack = clinic.deciding_pack(&bill)?;
        let standing = standing(store, &pack, &person, &bill)?;
        let history = history(store, &pack, &person)?;
        Ok(Self { pack, person, standing, history, bill })
    }

    /// What the engine decides, or why no fund takes part.
    pub(crate) fn decision(&self) -> ClinicResult<Result<Settlement, Vec<Refusal>>> {
        Ok(match adjudicate(&self.pack, &self.standing, &self.history, &self.bill)? {
            Outcome::Settled(settlement) => Ok(*settlement),
            Outcome::NotCovered(refusals) => Err(refusals),
        })
    }
}

/// The standing of a person as a bill sees it: what is on record now.
pub(crate) fn standing(store: &Store, pack: &Pack, person: &PersonRecord, bill: &Bill) -> ClinicResult<Standing> {
    let enrolment = store.covering(person.id, pack.rules.benefit_year, pack.rules.year.rule.date_of(bill))?;
    let begins = enrolment.as_ref().and_then(|enrolment| enrolment.benefits_from);
    Ok(Standing {
        person: person.id,
        birth_date: person.birth_date,
        enrolled: enrolment.is_some(),
        // Nobody waits for the first day of the year.
        waiting_until: begins.filter(|begins| *begins > pack.rules.premium.benefits_from),
        categories: person.categories.clone(),
        certificates: Vec::new(),
        member: member(store, &pack.rules, person)?,
    })
}

/// What the desk knows of the membership. Premium grades and family accounts are not kept yet.
fn member(store: &Store, rules: &Rules, person: &PersonRecord) -> ClinicResult<Member> {
    let before = years_before(rules, &store.enrolled_years(person.id)?, &store.claimed_years(person.id)?);
    Ok(Member {
        continuous_years: before.continuous,
        claim_free_years: before.claim_free,
        died: day_of_death(person),
        ..Member::default()
    })
}

/// The day of death, if somebody has died.
pub(crate) fn day_of_death(person: &PersonRecord) -> Option<NaiveDate> {
    person.stands.since.filter(|_| person.stands.presence == Presence::Dead)
}

/// A person's year as rules see it: the person's totals, and where the pack counts households the sums of everybody who
/// counts with the person now.
pub(crate) fn history(store: &Store, pack: &Pack, person: &PersonRecord) -> ClinicResult<Accumulators> {
    let year = pack.rules.benefit_year;
    let own = store.standing(person.id, year)?;
    if !pack.rules.counts_households() {
        return Ok(own);
    }
    let members = store.counted_with(person)?.into_iter();
    let members = members.map(|member| Ok(store.standing(member, year)?)).collect::<ClinicResult<Vec<_>>>()?;
    Ok(own.with_household(&members))
}

/// The same after a settlement.
pub(crate) fn after(pack: &Pack, history: &Accumulators, difference: &Accumulators) -> Accumulators {
    let own = history.clone().plus(difference);
    if pack.rules.counts_households() { own.with_household([difference]) } else { own }
}

impl Clinic {
    /// The pack whose rules decide a bill: each pack names the date that it goes by.
    pub(crate) fn deciding_pack(&self, bill: &Bill) -> ClinicResult<Arc<Pack>> {
        let date = |pack: &Pack| pack.rules.year.rule.date_of(bill);
        // Where several hold on the day, the one that came last decides.
        let covering = self.packs.iter().rfind(|pack| pack.rules.covers(date(pack)));
        // Without a pack for the day the last one that began says so: that is a decision, not an error.
        let begun = || {
            let begun = self.packs.iter().filter(|pack| pack.rules.effective_from <= date(pack));
            begun.max_by_key(|pack| pack.rules.effective_from)
        };
        match covering.or_else(begun) {
            Some(pack) => Ok(Arc::clone(pack)),
            None => self.pack(self.year_of(bill.discharged)),
        }
    }
}
