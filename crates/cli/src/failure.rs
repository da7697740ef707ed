//! What went wrong, for people and for scripts.

use nonghe_clinic::ClinicError;
use nonghe_clinic::views::UiError;
use nonghe_domain::Text;
use nonghe_store::StoreError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A use case refused.
    #[error(transparent)]
    Clinic(#[from] ClinicError),
    /// A paper could not be made.
    #[error(transparent)]
    Paper(#[from] nonghe_documents::PaperError),
    /// The exchange with the county failed.
    #[error("{}", .0.en)]
    Exchange(Text),
    /// The check found something.
    #[error("the tables are not what the journal says: {0}")]
    NotSound(String),
    /// The command line is not usable.
    #[error("{0}")]
    Usage(String),
    /// A file cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// JSON cannot be read.
    #[error("the JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Clinic(error.into())
    }
}

impl Failure {
    /// Prints the coded error as JSON on standard error, and for unexpected ones the inner cause.
    pub fn print(&self) {
        let error = match self {
            Self::Clinic(error) => error.for_people(),
            Self::Exchange(text) => UiError {
                code: "E-6001".into(),
                what: text.clone(),
                money: Text::new("记录都在本机，没有丢失。", "Every record is safe here; nothing is lost."),
                todo: Text::new("稍后再试。", "Try again later."),
                field: None,
            },
            other => UiError {
                code: "E-9001".into(),
                what: Text::new(other.to_string(), other.to_string()),
                money: Text::default(),
                todo: Text::default(),
                field: None,
            },
        };
        match serde_json::to_string_pretty(&error) {
            Ok(text) => eprintln!("{text}"),
            Err(_) => eprintln!("{self}"),
        }
        if error.code == "E-9001" {
            eprintln!("{self}");
        }
    }
}
