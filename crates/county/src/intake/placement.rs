//! Where a batch stands against what the county already holds.

use nonghe_protocol::{Entry, Hash};

/// How far the chain is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry.
    pub seq: u64,
    /// Its hash; zero if there is none.
    pub hash: Hash,
    /// What the off-site backup holds.
    pub stable_seq: u64,
}

impl Head {
    /// The last entry and its hash.
    pub fn at(&self) -> (u64, Hash) {
        (self.seq, self.hash)
    }
}

/// What to do with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// It extends the chain, or repeats part of it: skip what is known.
    Appends {
        /// How many entries the county has already.
        skip: usize,
    },
    /// Entries are missing before it.
    Gap,
    /// It tells another history.
    Fork,
}

/// Compares a batch with the stored chain. `known` are the stored hashes from the entry before the batch to the head;
/// it is needed only where the batch begins at or below the head.
pub fn place(head: &Head, from_seq: u64, prev: Hash, entries: &[Entry], known: &[Hash]) -> Placement {
    if from_seq > head.seq.saturating_add(1) {
        return Placement::Gap;
    }
    if from_seq == head.seq.saturating_add(1) {
        return if prev == head.hash { Placement::Appends { skip: 0 } } else { Placement::Fork };
    }
    let Some((before, stored)) = known.split_first() else {
        return Placement::Fork;
    };
    let agrees = *before == prev && stored.iter().zip(entries).all(|(stored, entry)| *stored == entry.hash);
    if agrees { Placement::Appends { skip: stored.len().min(entries.len()) } } else { Placement::Fork }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use nonghe_domain::OperationId;
    use nonghe_protocol::entry::Position;
    use nonghe_protocol::{Draft, Salt, SecretKey};

    fn chain(n: u64, flavour: &str) -> Vec<Entry> {
        let mut place = Position { dev: SecretKey::from_random(&[7; 32]).public(), epoch: 1, seq: 1, prev: Hash::ZERO };
        (0..n)
            .map(|index| {
                let draft = Draft {
                    kind: "note".to_owned(),
                    kver: 1,
                    op: OperationId::from_random([1; 16]),
                    boot: String::new(),
                    mono_ms: index,
                    wall_ms: 0,
                    biz_date: "2026-10-08".parse().unwrap(),
                    county_seq_seen: 0,
                    pack_hash: None,
                    salt: Salt([0; 16]),
                    body: Some(flavour.to_owned()),
                    body_commit: None,
                };
                let entry = draft.at(place).unwrap();
                place = entry.next_position();
                entry
            })
            .collect()
    }

    fn head_of(chain: &[Entry]) -> Head {
        let last = chain.last();
        Head { seq: chain.len() as u64, hash: last.map_or(Hash::ZERO, |entry| entry.hash), stable_seq: 0 }
    }

    /// Places `batch` against the first `stored` entries of `chain`.
    fn placed(chain: &[Entry], stored: usize, batch: &[Entry]) -> Placement {
        let first = batch[0].envelope.clone();
        let known: Vec<Hash> = std::iter::once(Hash::ZERO)
            .chain(chain[..stored].iter().map(|entry| entry.hash))
            .skip(usize::try_from(first.seq - 1).unwrap())
            .collect();
        place(&head_of(&chain[..stored]), first.seq, first.prev, batch, &known)
    }

    #[test]
    fn what_follows_is_appended_and_what_is_known_is_skipped() {
        let chain = chain(6, "a");
        for (stored, from, to, expected) in [
            (0, 0, 3, Placement::Appends { skip: 0 }),
            (3, 3, 6, Placement::Appends { skip: 0 }),
            (3, 0, 3, Placement::Appends { skip: 3 }),
            (3, 1, 2, Placement::Appends { skip: 1 }),
            (3, 2, 5, Placement::Appends { skip: 1 }),
            (6, 0, 6, Placement::Appends { skip: 6 }),
            (3, 4, 6, Placement::Gap),
            (0, 1, 6, Placement::Gap),
        ] {
            assert_eq!(placed(&chain, stored, &chain[from..to]), expected, "{stored} stored, {from}..{to} sent");
        }
    }

    #[test]
    fn another_history_is_a_fork_wherever_it_begins() {
        let (ours, theirs) = (chain(6, "a"), chain(6, "b"));
        for (stored, from, to) in [(3, 0, 3), (3, 2, 5), (3, 3, 6), (6, 5, 6)] {
            assert_eq!(placed(&ours, stored, &theirs[from..to]), Placement::Fork, "{stored} stored, {from}..{to} sent");
        }
    }
}
