//! Packs as folders: the rule text, its tables beside it, and what it inherits in the folders next to it.

use crate::failure::Failure;
use nonghe_domain::Text;
use nonghe_domain::pack::{Bundle, Fault, Pack, PackFaults};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A rule text or table is smaller; what is larger is another file.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The rule text of a pack.
pub const RULES: &str = "pack.toml";

/// A pack as a folder holds it.
pub struct PackFolder {
    /// The folder.
    pub dir: PathBuf,
    /// Its files, as far as they could be read.
    pub bundle: Bundle,
    /// The checked pack, or what is wrong with it.
    pub pack: Result<Pack, PackFaults>,
}

/// What keeps a folder from being read.
enum Unread {
    Faults(PackFaults),
    Failure(Failure),
}

impl From<PackFaults> for Unread {
    fn from(faults: PackFaults) -> Self {
        Self::Faults(faults)
    }
}

impl PackFolder {
    /// Reads a pack from its folder or its `pack.toml`.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let dir = folder(path)?;
        let file = |name: &str| read_file(&dir.join(name)).map_err(Unread::Failure);
        match Bundle::assemble(file) {
            Ok(bundle) => {
                let pack = Pack::from_bundle(&bundle.to_text()?);
                Ok(Self { dir, bundle, pack })
            }
            Err(Unread::Faults(faults)) => Ok(Self { bundle: as_far_as_readable(&dir)?, dir, pack: Err(faults) }),
            Err(Unread::Failure(failure)) => Err(failure),
        }
    }

    /// The path and text of the file that a fault is about.
    pub fn file_of(&self, fault: &Fault) -> (PathBuf, String) {
        let text = self.bundle.files().into_iter().find(|(name, _)| *name == fault.file);
        (plain(&self.dir.join(&fault.file)), text.map(|(_, text)| text.to_owned()).unwrap_or_default())
    }
}

/// The files of a folder that can be shown beside their faults: none is more than a text of its own.
fn as_far_as_readable(dir: &Path) -> Result<Bundle, Failure> {
    let text = |name: &str| -> Result<String, Failure> {
        let bytes = read_file(&dir.join(name))?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    Ok(Bundle {
        rules: text(RULES)?,
        drugs: text("drugs.csv")?,
        services: text("services.csv")?,
        diagnoses: text("diagnoses.csv")?,
        parents: Vec::new(),
    })
}

/// The folder of a pack that is named by its folder or by its rule text.
fn folder(path: &Path) -> Result<PathBuf, Failure> {
    if path.is_dir() {
        return Ok(path.to_owned());
    }
    let shown = path.display();
    if !path.exists() {
        return Err(Failure::unusable(
            Text::new(format!("没有 {shown} 这个文件或文件夹。"), format!("There is no file or folder {shown}.")),
            Text::new("请写政策包的文件夹，或其中的 pack.toml。", "Name the folder of a pack, or the pack.toml in it."),
        ));
    }
    if path.file_name().is_none_or(|name| name != RULES) {
        return Err(Failure::unusable(
            Text::new(format!("{shown} 不是政策包。"), format!("{shown} is not a policy pack.")),
            Text::new(
                "政策包是一个文件夹，里面有 pack.toml；请写这个文件夹。",
                "A policy pack is a folder with a pack.toml in it; name that folder.",
            ),
        ));
    }
    Ok(path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned())
}

/// The packs that a path means: the pack itself, or every folder in it that is one, in the order of their names.
pub fn packs_in(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() || path.join(RULES).exists() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        let dir = entry?.path();
        if dir.join(RULES).is_file() {
            found.push(dir);
        }
    }
    found.sort();
    if found.is_empty() {
        let shown = path.display();
        return Err(Failure::unusable(
            Text::new(format!("{shown} 里没有政策包。"), format!("There is no policy pack in {shown}.")),
            Text::new(
                "政策包是一个有 pack.toml 的文件夹；请写它，或写放着几个政策包的文件夹。",
                "A policy pack is a folder with a pack.toml; name it, or a folder that holds several of them.",
            ),
        ));
    }
    Ok(found)
}

fn read_file(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let unreadable = |error: &io::Error| {
        let shown = plain(path).display().to_string();
        Failure::unusable(
            Text::new(format!("读不了 {shown}：{error}。"), format!("{shown} cannot be read: {error}.")),
            Text::new("请检查文件和权限。", "Check the file and its permissions."),
        )
    };
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MOST_BYTES {
        let shown = plain(path).display().to_string();
        return Err(Failure::unusable(
            Text::new(format!("{shown} 超过 64 MiB，不像政策包的文件。"), format!("{shown} has more than 64 MiB.")),
            Text::new("请检查是不是放错了文件。", "Check whether another file was put there."),
        ));
    }
    Ok(Some(bytes))
}

/// A path without `folder/..` in it, as a person would write it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let goes_up = part == std::path::Component::ParentDir;
        if !(goes_up && plain.file_name().is_some() && plain.pop()) {
            plain.push(part);
        }
    }
    plain
}
