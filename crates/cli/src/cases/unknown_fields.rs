//! Names in a case that nobody reads.
//!
//! Bills are read leniently, because entries of a later version may say more. In a file that a person writes, a name
//! that is not known is a slip that would change figures, so it is refused.

use super::fault::Words;
use nonghe_domain::Text;
use nonghe_domain::year::{HouseholdCase, OneBill};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static HOUSEHOLD: LazyLock<Value> = LazyLock::new(schema::<HouseholdCase>);
static ONE_BILL: LazyLock<Value> = LazyLock::new(schema::<OneBill>);

fn schema<T: JsonSchema>() -> Value {
    SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}

/// The first name that is not known, with the names that could stand there.
pub fn first(text: &str, one_bill: bool) -> Option<Words> {
    let case: Value = serde_json::from_str(text).ok()?;
    let root: &Value = if one_bill { &ONE_BILL } else { &HOUSEHOLD };
    let (path, known) = find(&case, &[root], root, "")?;
    let name = path.rsplit('.').next().unwrap_or(&path);
    // Names that have no letter in common are not near each other, however short they are.
    let is_near = |known: &&String| distance(known, name) <= 2.min(known.chars().count().max(name.chars().count()) - 1);
    let near = known.iter().filter(is_near).min_by_key(|known| distance(known, name));
    let mend = near.map_or_else(
        || {
            let list: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
            Text::new(
                format!("这里可以写 {}。", list.join("、")),
                format!("What can stand there: {}.", list.join(", ")),
            )
        },
        |near| Text::new(format!("是不是 `{near}`？请更正。"), format!("Is `{near}` meant? Correct it.")),
    );
    Some(Words::new(Text::new(format!("不认识的项 {path}。"), format!("Nothing is called {path}.")), mend))
}

/// The first unknown name under a value that is read by these schemas.
fn find(value: &Value, schemas: &[&Value], root: &Value, path: &str) -> Option<(String, BTreeSet<String>)> {
    let mut forms = Vec::new();
    for schema in schemas {
        collect(schema, root, &mut forms);
    }
    match value {
        Value::Array(elements) => {
            let items: Vec<&Value> = forms.iter().filter_map(|form| form.get("items")).collect();
            elements.iter().enumerate().find_map(|(i, element)| find(element, &items, root, &format!("{path}[{i}]")))
        }
        Value::Object(fields) => {
            let properties: Vec<&Map<String, Value>> =
                forms.iter().filter_map(|form| form.get("properties")?.as_object()).collect();
            if properties.is_empty() {
                return None;
            }
            fields.iter().find_map(|(name, value)| {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                let below: Vec<&Value> = properties.iter().filter_map(|known| known.get(name)).collect();
                if below.is_empty() {
                    return Some((path, properties.iter().flat_map(|known| known.keys().cloned()).collect()));
                }
                find(value, &below, root, &path)
            })
        }
        _ => None,
    }
}

/// A schema, or the schemas between which it leaves the choice.
fn collect<'a>(schema: &'a Value, root: &'a Value, forms: &mut Vec<&'a Value>) {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        if let Some(found) = target.strip_prefix('#').and_then(|pointer| root.pointer(pointer)) {
            collect(found, root, forms);
        }
        return;
    }
    let choices = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
    for choice in choices.flatten() {
        collect(choice, root, forms);
    }
    forms.push(schema);
}

/// How many letters are to be changed, added or left out to make one name of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is suggested for a name in the settlement of a case.
    fn mend(name: &str) -> Text {
        let text = format!(r#"{{ "people": [], "events": [{{ "settle": {{ "{name}": 1 }} }}] }}"#);
        first(&text, false).map(|words| words.at(&crate::cases::RawCase { line: 1, text }).mend).unwrap_or_default()
    }

    #[test]
    fn only_a_name_with_a_letter_in_common_is_suggested() {
        assert_eq!(mend("charged_om").en, "Is `charged_on` meant? Correct it.");
        assert_eq!(mend("ix").en, "Is `id` meant? Correct it.");
        let listed = "What can stand there: `bill`, `charged_on`, `id`, `person`.";
        assert_eq!(mend("xy").en, listed, "two letters of which none is in `id`");
        assert_eq!(mend("戊").en, listed);
    }
}
