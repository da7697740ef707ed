//! What went wrong, for people and for scripts.

use nonghe_clinic::ClinicError;
use nonghe_clinic::views::UiError;
use nonghe_domain::{Lang, Text};
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
    /// A pack or a file of cases cannot be used.
    #[error("{}", .0.what.en)]
    Unusable(Box<Unusable>),
    /// What is wrong has been told already.
    #[error("")]
    Told,
    /// A file cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// JSON cannot be read.
    #[error("the JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
}

/// What is wrong with a file, and how to mend it.
#[derive(Debug)]
pub struct Unusable {
    /// What is wrong.
    pub what: Text,
    /// How to mend it.
    pub mend: Text,
    /// The language of a command that speaks to people; without it the error is JSON.
    pub lang: Option<Lang>,
}

/// What every command about packs and cases says of money.
fn nothing_moved() -> Text {
    Text::new("没有写入任何记录，没有动钱。", "Nothing was recorded and no money was moved.")
}

impl From<nonghe_demonstration::Failure> for Failure {
    fn from(error: nonghe_demonstration::Failure) -> Self {
        use nonghe_demonstration::Failure as Demonstration;
        match error {
            Demonstration::Clinic(error) => Self::Clinic(error),
            Demonstration::File(error) => Self::File(error),
            Demonstration::Json(error) => Self::Json(error),
            Demonstration::Usage(words) => Self::Usage(words),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Clinic(error.into())
    }
}

impl Failure {
    /// A file that cannot be used.
    pub fn unusable(what: Text, mend: Text) -> Self {
        Self::Unusable(Box::new(Unusable { what, mend, lang: None }))
    }

    /// The same failure, told in words of one language where it is about a file.
    #[must_use]
    pub fn told_in(mut self, lang: Lang) -> Self {
        if let Self::Unusable(fault) = &mut self {
            fault.lang = Some(lang);
        }
        self
    }

    /// Prints the error on standard error: coded JSON, with the inner cause of unexpected ones, or plain sentences.
    pub fn print(&self) {
        let error = match self {
            Self::Told => return,
            Self::Clinic(error) => error.for_people(),
            Self::Exchange(text) => UiError {
                code: "E-6001".into(),
                what: text.clone(),
                money: Text::new("记录都在本机，没有丢失。", "Every record is safe here; nothing is lost."),
                todo: Text::new("稍后再试。", "Try again later."),
                field: None,
            },
            Self::Unusable(fault) => {
                let error = UiError {
                    code: "E-7101".into(),
                    what: fault.what.clone(),
                    money: nothing_moved(),
                    todo: fault.mend.clone(),
                    field: None,
                };
                if let Some(lang) = fault.lang {
                    eprintln!("× {}\n  {}\n  {}", error.what.get(lang), error.money.get(lang), error.todo.get(lang));
                    return;
                }
                error
            }
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
