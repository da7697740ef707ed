//! Nothing about a person lies in clear on the disk.

use crate::support::township::Township;
use crate::support::{Folder, raw};
use nonghe_store::Draft;
use std::fs;

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn no_file_of_the_folder_shows_a_name_a_number_or_a_secret() {
    let folder = Folder::new();
    let mut township = Township::new(&folder, 4);
    township.live(80);
    township.store.checkpoint().unwrap();
    township.live(30);
    let content = "{\"name\":\"欧阳草稿\"}".to_owned();
    let draft = Draft { form: "household".into(), key: "1".into(), title: "新户".into(), content, saved_ms: 1 };
    township.store.keep_draft(&draft).unwrap();
    let secret = hex::encode(township.store.device_key().unwrap().to_bits());
    // While the store is open, so that the log is there as well.
    let conn = raw(&folder.data());
    let person: (String, String) = conn
        .query_row("SELECT name, temporary_number FROM person LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let secrets = [person.0.as_str(), &person.1, "槐树村", "欧阳草稿", "session.opened", "SQLite format 3", &secret];
    let mut names = Vec::new();
    for file in fs::read_dir(folder.data()).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
        for secret in secrets {
            let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(!contains(&bytes, secret.as_bytes()), "{secret} in {}", path.display());
            assert!(!contains(&bytes, &wide), "{secret} in {}", path.display());
        }
    }
    names.sort();
    assert_eq!(names, ["nonghe.db", "nonghe.db-shm", "nonghe.db-wal", "nonghe.key", "nonghe.lock"]);
}

#[test]
fn the_settings_that_make_saved_mean_durable_are_in_force() {
    let folder = Folder::new();
    drop(folder.granted());
    let conn = raw(&folder.data());
    let journal_mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(journal_mode, "wal", "kept in the file; synchronous and temp_store belong to the connection");
}
