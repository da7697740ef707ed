//! What the county says of a settlement, once or again: the last counts, everything is kept.

use crate::support::township::{Settled, Township};
use crate::support::{Folder, apply, page, put_back_to_version, raw};
use nonghe_domain::adjudicate::{Accumulators, Figures};
use nonghe_domain::{Money, SettlementId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::{Verdict as Said, YearStanding};
use nonghe_store::{AdjustmentRecord, SCHEMA_VERSION, SettlementRecord, Store, Verdict};

/// A township with a settlement that the county has accepted.
fn settled(folder: &Folder) -> (Township, SettlementRecord) {
    let mut township = Township::new(folder, 11);
    township.tells_days = false;
    township.is_recent = false;
    township.stay_with(3);
    township.settle();
    let Settled { id, seq, .. } = township.settled[0];
    hear(&mut township.store, &[FeedItem::Disposition { from_seq: 1, to_seq: seq, verdict: Said::Accepted }]);
    let record = township.store.settlement(id).unwrap().unwrap();
    (township, record)
}

fn hear(store: &mut Store, items: &[FeedItem]) {
    let page = page(store, items);
    apply(store, &page).unwrap();
}

fn figures(you_pay: i64) -> Figures {
    let total = Money::from_yuan(1000).unwrap();
    Figures {
        total,
        covered: total,
        paid: std::collections::BTreeMap::new(),
        you_pay: Money::from_yuan(you_pay).unwrap(),
    }
}

fn paid(yuan: i64) -> Accumulators {
    let mut totals = Accumulators::default();
    totals.add_amount("basic.paid".into(), Money::from_yuan(yuan).unwrap());
    totals
}

fn adjustment(of: &SettlementRecord, county: i64, because: Option<&Text>, total: i64) -> FeedItem {
    FeedItem::Adjustment {
        seq: of.seq,
        settlement: of.id,
        centre: figures(600),
        county: figures(county),
        difference: paid(1000 - county),
        standing: YearStanding { person: of.person, year: 2026, accumulators: paid(total), as_of_seq: of.seq },
        because: because.cloned(),
    }
}

fn said(store: &Store, id: SettlementId) -> Vec<(Figures, Option<Text>)> {
    let adjustments = store.adjustments(id).unwrap();
    let row = |record: AdjustmentRecord| {
        assert_eq!(record.centre, figures(600));
        (record.county, record.because)
    };
    adjustments.into_iter().map(row).collect()
}

#[test]
fn an_accepted_settlement_is_adjusted_again_and_again() {
    let folder = Folder::new();
    let (mut township, record) = settled(&folder);
    let store = &mut township.store;
    assert_eq!(store.verdict(record.seq).unwrap(), Verdict::Accepted);
    let why = Text::new("此前的一笔结算已红冲", "An earlier settlement was reversed");

    hear(store, &[adjustment(&record, 200, None, 800), adjustment(&record, 700, Some(&why), 300)]);
    let now = store.settlement(record.id).unwrap().unwrap();
    assert_eq!((now.county.as_ref(), &now.difference), (Some(&figures(700)), &paid(300)), "the last counts");
    assert_eq!(store.standing(record.person, 2026).unwrap(), paid(300));
    assert_eq!(store.verdict(record.seq).unwrap(), Verdict::Adjusted);
    assert_eq!(store.adjusted_settlements().unwrap().len(), 1);
    assert_eq!(said(store, record.id), [(figures(200), None), (figures(700), Some(why.clone()))]);

    // A county that was restored says its last word again.
    hear(store, &[adjustment(&record, 700, Some(&why), 300)]);
    assert_eq!(said(store, record.id).len(), 2);

    hear(store, &[adjustment(&record, 600, Some(&why), 400)]);
    let now = store.settlement(record.id).unwrap().unwrap();
    assert_eq!((now.county, now.difference), (None, paid(400)), "the centre's own figures leave nothing to settle");
    assert_eq!(store.verdict(record.seq).unwrap(), Verdict::Accepted);
    assert!(store.adjusted_settlements().unwrap().is_empty());
    assert_eq!(said(store, record.id).len(), 3, "and nothing is forgotten");
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn the_totals_are_the_countys_and_what_the_desk_did_since() {
    let folder = Folder::new();
    let (mut township, record) = settled(&folder);
    // The desk settles once more for somebody else, and reverses the first before it hears of the adjustment.
    township.stay_with(3);
    township.settle();
    let store = &mut township.store;
    let (as_of, other) = (store.last_seq().unwrap(), paid(90));
    let FeedItem::Adjustment { seq, settlement, centre, county, difference, mut standing, because } =
        adjustment(&record, 200, None, 890)
    else {
        panic!("an adjustment")
    };
    standing.as_of_seq = as_of;
    let item = FeedItem::Adjustment { seq, settlement, centre, county, difference, standing, because };
    township.reverse_of(record.id);
    hear(&mut township.store, &[item]);
    let store = &township.store;
    assert_eq!(store.standing(record.person, 2026).unwrap(), other, "less what the county came to for it: 800 of 890");
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn an_adjustment_of_a_settlement_of_another_chain_changes_the_totals_only() {
    let folder = Folder::new();
    let (mut township, record) = settled(&folder);
    let stranger = SettlementRecord { seq: record.seq - 1, ..record.clone() };
    hear(&mut township.store, &[adjustment(&stranger, 200, None, 800)]);
    assert_eq!(township.store.verdict(stranger.seq).unwrap(), Verdict::Accepted);
    assert_eq!(township.store.settlement(record.id).unwrap().unwrap(), record);
    assert!(said(&township.store, record.id).is_empty());
}

#[test]
fn adjustments_of_an_earlier_program_are_the_beginning_of_the_history() {
    let folder = Folder::new();
    let (mut township, record) = settled(&folder);
    hear(&mut township.store, &[adjustment(&record, 200, None, 800)]);
    drop(township);
    put_back_to_version(&folder.data(), 3);
    let missing = raw(&folder.data()).prepare("SELECT * FROM adjustment").map(drop);
    assert!(missing.is_err(), "version 3 kept the last figures only");
    let store = folder.open();
    assert_eq!(said(&store, record.id), [(figures(200), None)]);
    assert!(store.verify().unwrap().is_sound());
    let version: u32 = raw(&folder.data()).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, SCHEMA_VERSION);
}
