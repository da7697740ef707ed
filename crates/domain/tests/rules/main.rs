//! The benefit engine against hand arithmetic, published examples, an oracle and random packs.
#![expect(clippy::unwrap_used, reason = "tests")]

mod amounts_from_statistics;
mod author;
mod bonuses;
mod boundaries;
mod boundaries_of_persons_and_time;
mod codes;
mod competitors;
mod contradictions;
mod corpus;
mod counting;
mod deductibles;
mod demonstration;
mod enrolment;
mod explanation;
mod faults;
mod faults_of_layers;
mod hostile;
mod hostile_texts;
mod inheritance;
mod inputs;
mod named_defaults;
mod oracle;
mod packs;
mod premiums;
mod properties;
mod published;
mod random;
mod readings;
mod replayed_years;
mod separate_ceilings;
mod shares_per_item;
mod slow;
mod support;
mod terms_like_others;
mod warnings;
