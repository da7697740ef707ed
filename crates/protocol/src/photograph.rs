//! Photographs of people, where the county's pack keeps them.

use crate::change::FromTo;
use crate::hash::Hash;
use nonghe_domain::{OperatorId, PersonId};
use serde::{Deserialize, Serialize};

/// A person's photograph was set, replaced or taken away. The pictures themselves travel as attachments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonPhotographed {
    /// Who set it.
    pub by: OperatorId,
    /// Whose.
    pub person: PersonId,
    /// Hashes of the pictures before and after; none where there is no picture.
    pub photo: FromTo<Option<Hash>>,
    /// Why it was taken away; else it may be empty.
    pub reason: String,
    /// The entry of this device that it takes back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undoes: Option<u64>,
}
