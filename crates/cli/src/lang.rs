//! In which language a command speaks.

use clap::{Args, ValueEnum};
use nonghe_domain::Lang;

/// In which language a command speaks.
#[derive(Debug, Clone, Copy, Args)]
pub struct LangArg {
    /// `zh` or `en`; without it as LANG says, else Chinese.
    #[arg(long, value_enum)]
    lang: Option<Language>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    Zh,
    En,
}

impl LangArg {
    /// The language that was asked for, if one was.
    pub fn asked(self) -> Option<Lang> {
        self.lang.map(|lang| match lang {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        })
    }

    /// The language that was asked for, or that of the machine.
    pub fn get(self) -> Lang {
        let machine =
            || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| of_locale(&std::env::var(name).ok()?));
        self.asked().or_else(machine).unwrap_or_default()
    }
}

/// The language of a locale such as `en_GB.UTF-8`; none if it names no language that the program speaks.
fn of_locale(locale: &str) -> Option<Lang> {
    match locale.get(..2) {
        Some("en") => Some(Lang::En),
        Some("zh") => Some(Lang::Zh),
        _ => None,
    }
}
