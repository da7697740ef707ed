//! Settings: a TOML file, and the environment over it.

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8650);
const DEFAULT_POOL_SIZE: usize = 16;
const DEFAULT_ATTACHMENT_MAX_MIB: usize = 64;
const DEFAULT_STALL_SECONDS: u64 = 60;

/// What the server needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// PostgreSQL, with its password. Never logged.
    pub database_url: Option<String>,
    /// Where to listen. Encryption is the reverse proxy's.
    pub listen: SocketAddr,
    /// The county's key.
    pub key: Option<PathBuf>,
    /// Where devices reach this server; goes into provisioning files.
    pub url: Option<String>,
    /// Connections to the database.
    pub pool_size: usize,
    /// The largest attachment.
    pub attachment_max_bytes: usize,
    /// How long a line may be silent in the middle of a request.
    pub stall: Duration,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    database_url: Option<String>,
    listen: Option<String>,
    key: Option<PathBuf>,
    url: Option<String>,
    pool_size: Option<usize>,
    attachment_max_mib: Option<usize>,
    stall_seconds: Option<u64>,
}

/// What is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read the settings {path}: {source}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("the settings {path} are not readable: {fault}")]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Why, with the line.
        fault: String,
    },
    /// A value makes no sense.
    #[error("{name} is {found:?}, but {expected}")]
    Value {
        /// Which setting.
        name: &'static str,
        /// What was found.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// A setting that this command needs is missing.
    #[error("{name} is not set: give it in the environment as {variable} or in the settings file as {name}")]
    Missing {
        /// Name in the file.
        name: &'static str,
        /// Name in the environment.
        variable: &'static str,
    },
}

impl Settings {
    /// Reads the file, if one is named, and the environment.
    pub fn load(file: Option<&Path>, env: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let file = match file {
            Some(path) => read(path)?,
            None => SettingsFile::default(),
        };
        let text =
            |variable: &str, from_file: Option<String>| env(variable).filter(|value| !value.is_empty()).or(from_file);
        let listen = text("NONGHE_COUNTY_LISTEN", file.listen);
        let url = text("NONGHE_COUNTY_URL", file.url);
        if let Some(url) = &url
            && !(url.starts_with("http://") || url.starts_with("https://"))
        {
            return Err(value("url", url, "it must begin with http:// or https://"));
        }
        let number = |name, variable, from_file: Option<usize>, fallback, range: std::ops::RangeInclusive<usize>| {
            let found = text(variable, from_file.map(|number| number.to_string()));
            let Some(found) = found else { return Ok(fallback) };
            let parsed = found.parse().ok().filter(|number| range.contains(number));
            parsed.ok_or_else(|| value(name, &found, "it must be a whole number in the range of the documentation"))
        };
        let mib = number(
            "attachment_max_mib",
            "NONGHE_COUNTY_ATTACHMENT_MAX_MIB",
            file.attachment_max_mib,
            DEFAULT_ATTACHMENT_MAX_MIB,
            1..=1024,
        )?;
        let stall_seconds = file.stall_seconds.unwrap_or(DEFAULT_STALL_SECONDS);
        if !(1..=3600).contains(&stall_seconds) {
            return Err(value("stall_seconds", &stall_seconds.to_string(), "it must be from 1 to 3600"));
        }
        Ok(Self {
            database_url: text("NONGHE_COUNTY_DATABASE_URL", file.database_url),
            listen: match listen {
                Some(found) => found
                    .parse()
                    .map_err(|_| value("listen", &found, "it must be an address and a port, such as 127.0.0.1:8650"))?,
                None => DEFAULT_LISTEN,
            },
            key: text("NONGHE_COUNTY_KEY", None).map(PathBuf::from).or(file.key),
            url,
            pool_size: number("pool_size", "NONGHE_COUNTY_POOL_SIZE", file.pool_size, DEFAULT_POOL_SIZE, 2..=500)?,
            attachment_max_bytes: mib * 1024 * 1024,
            stall: Duration::from_secs(stall_seconds),
        })
    }

    /// The database, which every command needs.
    pub fn required_database_url(&self) -> Result<&str, SettingsError> {
        let missing = SettingsError::Missing { name: "database_url", variable: "NONGHE_COUNTY_DATABASE_URL" };
        self.database_url.as_deref().ok_or(missing)
    }

    /// The key file.
    pub fn required_key(&self) -> Result<&Path, SettingsError> {
        self.key.as_deref().ok_or(SettingsError::Missing { name: "key", variable: "NONGHE_COUNTY_KEY" })
    }

    /// The address that devices are told.
    pub fn required_url(&self) -> Result<&str, SettingsError> {
        self.url.as_deref().ok_or(SettingsError::Missing { name: "url", variable: "NONGHE_COUNTY_URL" })
    }
}

fn value(name: &'static str, found: &str, expected: &'static str) -> SettingsError {
    SettingsError::Value { name, found: found.to_owned(), expected }
}

fn read(path: &Path) -> Result<SettingsFile, SettingsError> {
    let text = std::fs::read_to_string(path).map_err(|source| SettingsError::Read { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|error| SettingsError::Syntax {
        path: path.to_owned(),
        // Only the message: the excerpt that toml prints could show the database's password.
        fault: error.message().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn load(file: Option<&str>, env: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("county.toml");
        if let Some(text) = file {
            std::fs::write(&path, text).unwrap();
        }
        let env: Vec<(String, String)> = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Settings::load(file.is_some().then_some(path.as_path()), |name| {
            env.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        })
    }

    #[test]
    fn without_settings_it_listens_only_on_this_machine() {
        let settings = load(None, &[]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8650");
        assert!(matches!(settings.required_database_url(), Err(SettingsError::Missing { .. })));
    }

    #[test]
    fn the_environment_stands_over_the_file() {
        let file = "listen = \"127.0.0.1:1\"\ndatabase_url = \"postgres://a\"\npool_size = 4";
        let settings = load(Some(file), &[("NONGHE_COUNTY_LISTEN", "0.0.0.0:2")]).unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(settings.database_url.as_deref(), Some("postgres://a"));
        assert_eq!(settings.pool_size, 4);
    }

    #[test]
    fn a_setting_that_makes_no_sense_is_named() {
        for (file, env, word) in [
            ("listen = \"somewhere\"", None, "listen"),
            ("pool_size = 0", None, "pool_size"),
            ("pool_size = 501", None, "pool_size"),
            ("", Some(("NONGHE_COUNTY_POOL_SIZE", "many")), "pool_size"),
            ("url = \"county\"", None, "url"),
            ("stall_seconds = 0", None, "stall_seconds"),
            ("colour = 1", None, "colour"),
        ] {
            let error = load(Some(file), env.as_slice()).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn a_damaged_file_does_not_show_the_password() {
        let error = load(Some("database_url = \"postgres://u:secret@h\" x"), &[]).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
}
