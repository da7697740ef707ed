//! From a tree to the types of the rules.
//!
//! The tree goes through JSON values, because their reader, with [`serde_path_to_error`], tells the path of what it
//! complains about; the tree knows the place of each path.

use super::{Node, Path, Step, Value};
use crate::pack::fault::Place;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_path_to_error::Segment;

/// What the types of the rules complain about.
#[derive(Debug)]
pub(in crate::pack) struct ReadError {
    pub(in crate::pack) message: String,
    pub(in crate::pack) path: Path,
    pub(in crate::pack) place: Place,
}

/// Reads a tree into a type.
pub(in crate::pack) fn read<T: DeserializeOwned>(node: &Node) -> Result<T, ReadError> {
    serde_path_to_error::deserialize(json(node)).map_err(|error| {
        let mut message = error.inner().to_string();
        let mut steps = Vec::new();
        for segment in error.path() {
            match segment {
                Segment::Map { key } => steps.push(Step::Key(key.clone())),
                Segment::Seq { index } => steps.push(Step::Nth(*index)),
                // A choice is one word; what is wrong is that something stands inside it.
                Segment::Enum { .. } => {
                    MORE_THAN_A_WORD.clone_into(&mut message);
                    break;
                }
                Segment::Unknown => break,
            }
        }
        let path = Path::from_steps(steps);
        // The complaint about an unknown key is about the key, not its value.
        let is_about_key = message.starts_with("unknown field");
        let key = path.last_key().filter(|_| is_about_key);
        let entry = key.and_then(|key| node.get(&path.parent())?.entry(key));
        let place = entry.map_or_else(|| node.locate(&path), |entry| entry.place);
        ReadError { message, path, place }
    })
}

/// As the reader itself says it where a table stands for a word.
const MORE_THAN_A_WORD: &str = "invalid value: map, expected map with a single key";

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Text(text) => Json::String(text.clone()),
        Value::Whole(number) => Json::from(*number),
        // Any number with a point is refused alike, whatever its digits.
        Value::Number => serde_json::from_str("0.5").unwrap_or_default(),
        Value::Flag(flag) => Json::Bool(*flag),
        Value::List(elements) => Json::Array(elements.iter().map(json).collect()),
        Value::Table(entries) => {
            Json::Object(entries.iter().map(|entry| (entry.key.clone(), json(&entry.node))).collect())
        }
    }
}
