//! `nonghe schema`: the JSON Schemas of packs, cases and settlements.

use crate::adjudicate::Adjudicated;
use crate::failure::Failure;
use crate::output::put;
use nonghe_domain::pack::Rules;
use nonghe_domain::year::{HouseholdCase, OneBill};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Writes the schemas into a folder, or prints them as one JSON object.
pub fn schema(folder: Option<&Path>) -> Result<(), Failure> {
    let schemas = [("pack", pack()), ("case", case()), ("settlement", settlement())];
    let Some(folder) = folder else {
        return put(&format!("{}\n", serde_json::to_string_pretty(&Value::from_iter(schemas))?));
    };
    fs::create_dir_all(folder)?;
    for (name, schema) in schemas {
        let path = folder.join(format!("{name}.schema.json"));
        fs::write(&path, format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
        println!("{}", path.display());
    }
    Ok(())
}

/// `pack.toml`, read as JSON.
fn pack() -> Value {
    let mut schema = of::<Rules>(SchemaSettings::draft2020_12());
    // One of them may stand where a list is expected.
    for place in ["/$defs/PremiumRules/properties/window", "/$defs/PayFirstRule/properties/class"] {
        if let Some(list) = schema.pointer_mut(place) {
            let one = list["items"].clone();
            *list = json!({ "description": list["description"], "anyOf": [list.take(), one] });
        }
    }
    if let Some(amount) = schema.pointer_mut("/$defs/Money") {
        *amount = json!({ "anyOf": [amount.take(), {
            "type": "object",
            "description": "A share of a published figure, rounded to whole yuan.",
            "required": ["statistic"],
            "additionalProperties": false,
            "properties": {
                "statistic": { "type": "string", "description": "Its name under `statistics`." },
                "rate": { "type": "string", "description": "The share, as a percentage." },
            },
        }]});
    }
    titled(with_heirs(schema), "A policy pack", "`pack.toml` as JSON; docs/PACKS.md explains each part.")
}

/// A case: a household's year, or one bill.
fn case() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let household = generator.subschema_for::<HouseholdCase>();
    let one_bill = generator.subschema_for::<OneBill>();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "anyOf": [household, one_bill],
        "$defs": generator.take_definitions(true),
    });
    titled(schema, "A case", "A household's year, or one bill of one person; docs/CASES.md explains it.")
}

/// What `nonghe adjudicate` prints.
fn settlement() -> Value {
    let mut schema = of::<Adjudicated>(SchemaSettings::draft2020_12().for_serialize());
    if let Some(text) = schema.pointer_mut("/$defs/Text") {
        *text = json!({ "anyOf": [text.take(), {
            "type": "string",
            "description": "With --lang, the sentence in that language alone.",
        }]});
    }
    titled(schema, "A case and what was decided", "What `nonghe adjudicate` prints; docs/CASES.md explains it.")
}

fn of<T: JsonSchema>(settings: SchemaSettings) -> Value {
    let generator: SchemaGenerator = settings.into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

fn titled(mut schema: Value, title: &str, description: &str) -> Value {
    schema["title"] = title.into();
    schema["description"] = description.into();
    schema
}

/// Parts that a pack which inherits may state in part, and what they say even then: they are merged with what the
/// other pack states.
const MERGED: [(&str, &[&str]); 12] = [
    ("PremiumRules", &[]),
    ("EnrolmentRules", &[]),
    ("WaitingRule", &[]),
    ("YearChoice", &[]),
    ("Source", &[]),
    ("Statistic", &[]),
    ("Layer", &["id"]),
    ("NamedCode", &["code"]),
    ("DiseaseList", &["code"]),
    ("SubsidyRule", &["category"]),
    ("Grade", &["code"]),
    ("RefundRule", &["reason"]),
];
/// What a pack says of itself, whatever it inherits.
const OF_ITSELF: [&str; 6] = ["id", "version", "title", "effective_from", "effective_until", "inherits"];

/// A pack that inherits may leave out what the other states, down to the parts of a layer.
fn with_heirs(schema: Value) -> Value {
    let Value::Object(mut whole) = schema else { return schema };
    let mut defs = match whole.remove("$defs") {
        Some(Value::Object(defs)) => defs,
        _ => serde_json::Map::new(),
    };
    let dialect = whole.remove("$schema");
    let mut heir = Value::Object(whole.clone());
    heir["required"] = json!(OF_ITSELF);
    of_heirs(&mut heir);
    for (name, required) in MERGED {
        if let Some(mut part) = defs.get(name).cloned() {
            part["required"] = json!(required);
            of_heirs(&mut part);
            defs.insert(heir_of(name), part);
        }
    }
    json!({
        "$schema": dialect,
        "if": { "required": ["inherits"] },
        "then": heir,
        "else": whole,
        "$defs": defs,
    })
}

fn heir_of(name: &str) -> String {
    format!("{name}OfHeir")
}

/// Lets a schema refer to the parts of a pack that inherits.
fn of_heirs(schema: &mut Value) {
    match schema {
        Value::Array(elements) => elements.iter_mut().for_each(of_heirs),
        Value::Object(fields) => {
            if let Some(Value::String(target)) = fields.get_mut("$ref")
                && let Some(name) = target.strip_prefix("#/$defs/")
                && MERGED.iter().any(|(merged, _)| *merged == name)
            {
                *target = format!("#/$defs/{}", heir_of(name));
            }
            fields.values_mut().for_each(of_heirs);
        }
        _ => {}
    }
}
