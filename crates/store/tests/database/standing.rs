//! A person's totals of the year, whatever order the desk and the county speak in.

use crate::support::Folder;
use crate::support::township::Township;
use std::collections::BTreeSet;

#[test]
fn totals_are_what_stands_here_and_what_the_county_counted_elsewhere() {
    let (mut settlements, mut reversals) = (0, 0);
    for seed in 1..=6 {
        let folder = Folder::new();
        let mut township = Township::new(&folder, seed);
        for part in 0..6 {
            township.live(50);
            let people: BTreeSet<_> = township.settled.iter().map(|settled| settled.person).collect();
            for person in people {
                assert_eq!(
                    township.store.standing(person, 2026).unwrap(),
                    township.total_of(person, u64::MAX),
                    "seed {seed}, part {part}, {person}"
                );
            }
        }
        settlements += township.settled.len();
        reversals += township.settled.iter().filter(|settled| settled.reversed_at.is_some()).count();
    }
    assert!(settlements > 60 && reversals > 20, "{settlements} settlements and {reversals} reversals prove little");
}
