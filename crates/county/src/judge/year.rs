//! A year, and how it is played again after something changed in its middle.
//!
//! What stands after the change is adjudicated again in the county's order, each settlement by the pack that holds on
//! its day. The work is bounded by the year of one person, or of one household where a pack counts households. Nothing is
//! overwritten silently: every figure is kept, and the device that settled is told both amounts.

use super::benefits::OnRecord;
use super::finding::{Adjusted, Totals};
use super::settlement::{Recomputed, recompute, words};
use super::totals::{self, person_id, read_json, to_json};
use super::{Case, Shelf, packs, read_entry};
use crate::database::{DatabaseError, from_sql};
use deadpool_postgres::Transaction;
use nonghe_domain::adjudicate::{Accumulators, Figures};
use nonghe_domain::pack::Pack;
use nonghe_domain::{PersonId, SettlementId, Text};
use nonghe_protocol::Body;
use nonghe_protocol::body::BillSettled;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio_postgres::Row;

/// The totals of a year at a place in the county's order, and the settlements that stand after it.
pub struct Year {
    person: PersonId,
    number: i32,
    /// Who counts with the person now.
    household: Vec<PersonId>,
    totals: BTreeMap<PersonId, Accumulators>,
    /// As the database has them.
    stored: BTreeMap<PersonId, Accumulators>,
    later: Vec<Later>,
}

/// Why a settlement is decided.
#[derive(Debug, Clone, Copy)]
pub enum Cause<'a> {
    /// An entry: its own, or one that changed something before it.
    Entry(&'a Case<'a>),
    /// A pack that arrived late, by its hash.
    Pack(&'a str),
}

/// A place in the county's order: what is not yet kept has no ordinal, and comes last.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Its ordinal.
    pub ordinal: Option<i64>,
    /// Its place in the chain, which orders what has no ordinal.
    pub seq: i64,
}

impl Place {
    /// Before everything that was ever judged.
    const BEGINNING: Self = Self { ordinal: Some(-1), seq: 0 };
}

/// A settlement that stands after a place.
struct Later {
    settlement: SettlementId,
    device: i32,
    seq: u64,
    person: PersonId,
    centre: Figures,
    county: Figures,
    difference: Accumulators,
    /// Whose totals counted when it was judged; of what was judged before that was kept, the household of now.
    counted: Vec<PersonId>,
    on_record: OnRecord,
    /// What it takes to decide it again.
    bill: Option<Decidable>,
}

/// A bill that can be decided again.
struct Decidable {
    body: Box<BillSettled>,
    /// By which pack.
    pack: Arc<Pack>,
    /// The hash of the one that the desk had.
    own: String,
}

/// What a settlement comes to.
struct Decided {
    figures: Figures,
    difference: Accumulators,
    /// Why no fund takes part, if none does.
    reasons: Vec<Text>,
}

/// A settlement to whose figures or totals the county came otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The device that settled.
    pub device: i32,
    /// Its entry.
    pub seq: u64,
    /// Both figures.
    pub adjusted: Adjusted,
    /// The person's totals, once the whole year is played.
    pub totals: Totals,
}

/// What playing a year again has changed.
#[derive(Debug, Default)]
pub struct Played {
    /// Settlements, in the county's order.
    pub changes: Vec<Change>,
    /// The totals of everybody in the year that was played, those of the person first.
    pub totals: Vec<Totals>,
}

impl Year {
    /// A person's year as it is now, and the household's where the pack counts it.
    pub async fn now(transaction: &Transaction<'_>, pack: &Pack, person: PersonId) -> Result<Self, DatabaseError> {
        let number = pack.rules.benefit_year;
        let household = totals::household(transaction, person).await?;
        let people = if pack.rules.counts_households() { household.clone() } else { vec![person] };
        let stored = totals::of(transaction, &people, number).await?;
        Ok(Self { person, number, household, totals: stored.clone(), stored, later: Vec::new() })
    }

    /// The year as it was at a place: what stands after it is taken back until it is played again. `pack` is the one
    /// that decides at the place itself, if something is decided there.
    pub async fn at(
        transaction: &Transaction<'_>,
        shelf: &mut Shelf,
        place: Place,
        person: PersonId,
        number: i32,
        pack: Option<&Pack>,
    ) -> Result<Self, DatabaseError> {
        let household = totals::household(transaction, person).await?;
        let mut people = household.clone();
        let mut later = Vec::new();
        // Who counted with somebody may have moved since, and has settlements that count others.
        loop {
            later.clear();
            for row in later_rows(transaction, &people, number, place).await? {
                later.push(Later::read(transaction, shelf, &row).await?);
            }
            let known = people.len();
            for met in later.iter().flat_map(|later| later.counted.iter().chain([&later.person])) {
                if !people.contains(met) {
                    people.push(*met);
                }
            }
            if people.len() == known {
                break;
            }
        }
        let packs = later.iter().filter_map(|later| later.bill.as_ref()).map(|bill| bill.pack.as_ref());
        if !packs.chain(pack).any(|pack| pack.rules.counts_households()) {
            people = vec![person];
            later.retain(|later| later.person == person);
        }
        let stored = totals::of(transaction, &people, number).await?;
        let mut year = Self { person, number, household, totals: stored.clone(), stored, later: Vec::new() };
        for later in &later {
            year.take(later.person, &later.difference);
        }
        year.later = later;
        Ok(year)
    }

    /// What rules see before a bill of the person.
    pub fn history(&self, pack: &Pack) -> Accumulators {
        self.history_of(pack, self.person, &self.household)
    }

    fn history_of(&self, pack: &Pack, person: PersonId, counted: &[PersonId]) -> Accumulators {
        let own = self.totals.get(&person).cloned().unwrap_or_default();
        if !pack.rules.counts_households() {
            return own;
        }
        own.with_household(counted.iter().filter_map(|counted| self.totals.get(counted)))
    }

    /// Whose totals count for the person, as it is kept beside a settlement.
    pub fn counted(&self) -> Vec<String> {
        self.household.iter().map(ToString::to_string).collect()
    }

    /// Adds what a settlement changed.
    pub fn add(&mut self, person: PersonId, difference: &Accumulators) {
        let totals = self.totals.entry(person).or_default();
        *totals = std::mem::take(totals).plus(difference);
    }

    /// Takes it back.
    pub fn take(&mut self, person: PersonId, difference: &Accumulators) {
        let totals = self.totals.entry(person).or_default();
        *totals = std::mem::take(totals).minus(difference);
    }

    /// Plays what stands later again, and keeps the totals. `cause` is what changed the year, `because` says it.
    pub async fn play(
        mut self,
        transaction: &Transaction<'_>,
        cause: Cause<'_>,
        because: &Text,
    ) -> Result<Played, DatabaseError> {
        let mut changed = Vec::new();
        for later in std::mem::take(&mut self.later) {
            let Decided { figures, difference, reasons } = self.decide(&later);
            self.add(later.person, &difference);
            if figures == later.county && difference == later.difference {
                continue;
            }
            // Of several packs that came late, the one that decides is named; where the desk had it already, the pack
            // has changed the totals before it.
            let (cause, because) = match (cause, &later.bill) {
                (Cause::Pack(_), Some(bill)) if bill.pack.hash != bill.own => {
                    (Cause::Pack(&bill.pack.hash), &packs::late(&bill.pack))
                }
                _ => (cause, because),
            };
            store(transaction, cause, &later, &figures, &difference).await?;
            let adjusted = Adjusted {
                settlement: later.settlement,
                centre: later.centre,
                county: figures,
                difference,
                because: Some(with_reasons(because, &reasons)),
            };
            changed.push((later.device, later.seq, later.person, adjusted));
        }
        self.keep(transaction).await?;
        let changes = changed.into_iter().map(|(device, seq, person, adjusted)| Change {
            device,
            seq,
            adjusted,
            totals: self.totals_of(person),
        });
        Ok(Played { changes: changes.collect(), totals: self.everybody() })
    }

    /// What a later settlement comes to now. What cannot be decided again stays as it is.
    fn decide(&self, later: &Later) -> Decided {
        let stays =
            || Decided { figures: later.county.clone(), difference: later.difference.clone(), reasons: Vec::new() };
        let Some(Decidable { body: bill, pack, .. }) = later.bill.as_ref() else { return stays() };
        match recompute(pack, &self.history_of(pack, later.person, &later.counted), bill, &later.on_record) {
            Recomputed::Settled(settlement) => {
                Decided { figures: settlement.figures(), difference: settlement.difference, reasons: Vec::new() }
            }
            // It was paid, so it stays a settlement: one of which the funds bear nothing.
            Recomputed::NotCovered(refusals) => Decided {
                figures: bill.decision.figures().unpaid(),
                difference: Accumulators::default(),
                reasons: refusals.iter().map(words).collect(),
            },
            Recomputed::OutOfRange => {
                tracing::error!(settlement = %later.settlement, "a settlement cannot be decided again");
                stays()
            }
        }
    }

    /// Keeps the totals that are others than before.
    async fn keep(&self, transaction: &Transaction<'_>) -> Result<(), DatabaseError> {
        for (person, now) in &self.totals {
            if self.stored.get(person) != Some(now) {
                totals::set(transaction, *person, self.number, now).await?;
            }
        }
        Ok(())
    }

    fn totals_of(&self, person: PersonId) -> Totals {
        let accumulators = self.totals.get(&person).cloned().unwrap_or_default();
        Totals { person, year: self.number, accumulators }
    }

    /// The totals of everybody who counts with the person, those of the person first. Others concern other desks.
    pub fn everybody(&self) -> Vec<Totals> {
        let counted = self.household.iter().filter(|other| self.totals.contains_key(other));
        let others = counted.filter(|other| **other != self.person);
        std::iter::once(&self.person).chain(others).map(|person| self.totals_of(*person)).collect()
    }
}

fn with_reasons(because: &Text, reasons: &[Text]) -> Text {
    if reasons.is_empty() {
        return because.clone();
    }
    let join = |part: fn(&Text) -> &str, between: &str| reasons.iter().map(part).collect::<Vec<_>>().join(between);
    Text::new(
        format!("{}各基金不予支付：{}。", because.zh, join(|text| &text.zh, "；")),
        format!("{} No fund pays: {}.", because.en, join(|text| &text.en, "; ")),
    )
}

/// Decides again everything that was settled of people.
pub async fn replay(
    transaction: &Transaction<'_>,
    shelf: &mut Shelf,
    cause: Cause<'_>,
    people: &[PersonId],
    because: &Text,
) -> Result<Played, DatabaseError> {
    let mut all = Played::default();
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let sql = "SELECT DISTINCT person::text, benefit_year FROM settlement
               WHERE person = ANY ($1::text[]::uuid[]) AND reversed_by IS NULL AND county_figures IS NOT NULL
               ORDER BY 2, 1";
    for row in transaction.query(sql, &[&ids]).await? {
        let year = Year::at(transaction, shelf, Place::BEGINNING, person_id(row.get(0))?, row.get(1), None).await?;
        let played = year.play(transaction, cause, because).await?;
        if !played.changes.is_empty() {
            all.changes.extend(played.changes);
            all.totals.extend(played.totals);
        }
    }
    Ok(all)
}

/// The settlements of people, and those that counted one of them, that stand after a place, in the county's order.
async fn later_rows(
    transaction: &Transaction<'_>,
    people: &[PersonId],
    year: i32,
    place: Place,
) -> Result<Vec<Row>, DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "SELECT e.seq, e.envelope, e.salt, e.body, s.device, s.id::text, s.person::text, s.centre_figures,
                    s.county_figures, s.difference, s.benefit_year, s.counted::text[]
             FROM settlement s JOIN entry e USING (device, epoch, seq) LEFT JOIN judgement j USING (device, epoch, seq)
             WHERE (s.person = ANY ($1::text[]::uuid[]) OR s.counted && $1::text[]::uuid[]) AND s.benefit_year = $2
               AND s.reversed_by IS NULL AND s.county_figures IS NOT NULL
               AND CASE WHEN $3::bigint IS NULL THEN j.ordinal IS NULL AND s.seq > $4
                        ELSE j.ordinal IS NULL OR j.ordinal > $3 END
             ORDER BY j.ordinal NULLS LAST, s.seq",
        )
        .await?;
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    Ok(transaction.query(&statement, &[&ids, &year, &place.ordinal, &place.seq]).await?)
}

impl Later {
    async fn read(transaction: &Transaction<'_>, shelf: &mut Shelf, row: &Row) -> Result<Self, DatabaseError> {
        let settlement = row.get::<_, &str>(5).parse().map_err(|_| DatabaseError::Value("settlement id"))?;
        let (person, bill) = (person_id(row.get(6))?, bill(transaction, shelf, row).await?);
        let counted = match row.get::<_, Option<Vec<&str>>>(11) {
            Some(counted) => counted.into_iter().map(person_id).collect::<Result<_, _>>()?,
            None => totals::household(transaction, person).await?,
        };
        let day = bill.as_ref().map(|known| known.pack.rules.year.rule.date_of(&known.body.bill));
        let on_record = match day {
            Some(day) => OnRecord::of(transaction, person, row.get(10), day).await?,
            None => OnRecord::default(),
        };
        if bill.is_none() {
            // Its body was lawfully erased: what was decided stands.
            tracing::warn!(%settlement, "the bill of a settlement is not there any more");
        }
        Ok(Self {
            settlement,
            device: row.get(4),
            seq: from_sql(row.get(0))?,
            person,
            centre: read_json(row.get(7))?,
            county: read_json(row.get(8))?,
            difference: read_json(row.get(9))?,
            on_record,
            counted,
            bill,
        })
    }
}

/// The bill of an entry (seq, envelope, salt, body) and the pack that decides it.
async fn bill(transaction: &Transaction<'_>, shelf: &mut Shelf, row: &Row) -> Result<Option<Decidable>, DatabaseError> {
    let entry = read_entry(row).ok_or(DatabaseError::Value("entry"))?;
    let (Ok(Some(Body::BillSettled(body))), Some(hash)) = (entry.decoded(), &entry.envelope.pack_hash) else {
        return Ok(None);
    };
    let Some(own) = shelf.pack(transaction, hash).await? else { return Ok(None) };
    let pack = shelf.deciding(transaction, &own, &body.bill).await?;
    Ok(Some(Decidable { body, pack, own: own.hash.clone() }))
}

/// Keeps what the county now comes to, beside everything that it came to before.
async fn store(
    transaction: &Transaction<'_>,
    cause: Cause<'_>,
    later: &Later,
    figures: &Figures,
    difference: &Accumulators,
) -> Result<(), DatabaseError> {
    let state = if *figures == later.centre { "accepted" } else { "adjusted" };
    let statement = transaction
        .prepare_cached(
            "UPDATE settlement SET state = $2, county_figures = $3, difference = $4 WHERE id = $1::text::uuid",
        )
        .await?;
    let values = (to_json(figures)?, to_json(difference)?);
    transaction.execute(&statement, &[&later.settlement.to_string(), &state, &values.0, &values.1]).await?;
    keep_figures(transaction, cause, later.settlement, figures, difference).await
}

/// Adds to what the county ever came to for a settlement, and because of what.
pub async fn keep_figures(
    transaction: &Transaction<'_>,
    cause: Cause<'_>,
    settlement: SettlementId,
    figures: &Figures,
    difference: &Accumulators,
) -> Result<(), DatabaseError> {
    let statement = transaction
        .prepare_cached(
            "INSERT INTO settlement_figures (settlement, device, epoch, seq, pack, figures, difference)
             VALUES ($1::text::uuid, $2, $3, $4, $5, $6, $7)",
        )
        .await?;
    let (entry, pack) = match cause {
        Cause::Entry(case) => (Some(case), None),
        Cause::Pack(hash) => (None, Some(hash)),
    };
    let device = entry.map(|case| case.docket.device);
    let epoch = entry.map(|case| i64::from(case.docket.epoch));
    let seq = entry.map(|case| case.seq);
    let values = (to_json(figures)?, to_json(difference)?);
    transaction
        .execute(&statement, &[&settlement.to_string(), &device, &epoch, &seq, &pack, &values.0, &values.1])
        .await?;
    Ok(())
}
