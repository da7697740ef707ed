//! What is still with the patient, by kind.

use super::settlement::Kind;
use crate::money::Money;
use std::collections::BTreeMap;

const KINDS: [Kind; 8] = [
    Kind::OutsideCatalogue,
    Kind::AboveLimit,
    Kind::PayFirst,
    Kind::ReferralPayFirst,
    Kind::Covered,
    Kind::Deductible,
    Kind::BandShare,
    Kind::AboveCeiling,
];

/// An amount for each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ledger([Money; KINDS.len()]);

impl Ledger {
    pub(super) fn get(&self, kind: Kind) -> Money {
        self.0[kind as usize]
    }

    pub(super) fn add(&mut self, kind: Kind, amount: Money) {
        self.0[kind as usize] += amount;
    }

    pub(super) fn take(&mut self, kind: Kind, amount: Money) {
        self.0[kind as usize] -= amount;
    }

    pub(super) fn sum_of(&self, kinds: &[Kind]) -> Money {
        kinds.iter().map(|kind| self.get(*kind)).sum()
    }

    pub(super) fn sum_where(&self, counts: impl Fn(Kind) -> bool) -> Money {
        KINDS.into_iter().zip(self.0).filter(|(kind, _)| counts(*kind)).map(|(_, amount)| amount).sum()
    }

    pub(super) fn total(&self) -> Money {
        self.0.iter().sum()
    }

    /// The kinds that hold anything.
    pub(super) fn into_map(self) -> BTreeMap<Kind, Money> {
        KINDS.into_iter().zip(self.0).filter(|(_, amount)| !amount.is_zero()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_place_of_its_own() {
        for (place, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, place);
        }
    }
}
