//! What an entry says of paper. That a paper came out is no entry, for the record stands without it; that a second one
//! was ordered is.

use chrono::NaiveDateTime;
use nonghe_domain::OperatorId;
use serde::{Deserialize, Serialize};

use crate::body::DocumentNumber;

/// A paper that had come out was ordered again. The paper carries the count, so that a second one is never taken for
/// the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentReprinted {
    /// Who ordered it.
    pub by: OperatorId,
    /// Which paper, such as `receipt`, `statement`, `reversal`. A word and not a list of words: whoever receives the
    /// entry need not know every paper.
    pub document: String,
    /// Its number.
    pub number: DocumentNumber,
    /// Which reprint of this paper it is, from 1.
    pub count: u32,
    /// When.
    pub at: NaiveDateTime,
}
