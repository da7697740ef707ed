//! What can go wrong while a township is made.

/// What can go wrong while a township is made.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A use case refused.
    #[error(transparent)]
    Clinic(#[from] nonghe_clinic::ClinicError),
    /// A file cannot be written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// JSON cannot be written.
    #[error("the JSON cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// Something else, in words.
    #[error("{0}")]
    Usage(String),
}

impl From<nonghe_store::StoreError> for Failure {
    fn from(error: nonghe_store::StoreError) -> Self {
        Self::Clinic(error.into())
    }
}
