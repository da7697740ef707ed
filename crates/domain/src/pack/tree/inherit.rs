//! A pack's rules over those of the pack that it inherits.

use super::{Entry, Node, Path, Value};
use crate::pack::fault::{Place, Words};

/// Nation, province, city, county and a few to spare.
pub(in crate::pack) const MAX_ANCESTORS: usize = 8;

/// What a pack says only of itself.
const OF_ITSELF: [&str; 10] = [
    "id",
    "version",
    "title",
    "fragment",
    "demonstration",
    "effective_from",
    "effective_until",
    "note",
    "inherits",
    "without",
];

/// Lists whose elements are the same thing in both packs if this key says so. Any other list is replaced as a whole.
const KEYED_LISTS: [(&str, &str); 12] = [
    ("category", "code"),
    ("tier", "code"),
    ("place", "code"),
    ("certificate", "code"),
    ("fact", "code"),
    ("disease_list", "code"),
    ("charge_kind", "code"),
    ("layer", "id"),
    ("premium.subsidy", "category"),
    ("premium.grade", "code"),
    ("premium.special", "code"),
    ("premium.refund", "reason"),
];

/// A table for a list of one, which is replaced as a list is.
const WHOLE_TABLES: [&str; 1] = ["premium.window"];

/// What is wrong with how packs inherit, and where.
pub(in crate::pack) type Misfit = (Place, Words);

/// A pack and those it inherits from, the pack itself first.
pub(in crate::pack) struct Ancestry(Vec<Node>);

impl Ancestry {
    /// Checks that each text is the one that the text before it inherits.
    pub(in crate::pack) fn new(texts: Vec<Node>) -> Result<Self, Misfit> {
        for (number, text) in texts.iter().enumerate() {
            let named = text.entry("inherits").and_then(|entry| Some((entry.node.text()?, entry.node.place)));
            let next = texts.get(number + 1);
            match (named, next) {
                (None, None) => {}
                (None, Some(next)) => return Err((next.place, not_inherited())),
                (Some((id, place)), _) => {
                    let ids = texts[..=number].iter().filter_map(|text| text.text_of("id"));
                    if ids.into_iter().any(|known| known == id) {
                        return Err((place, circle(id)));
                    }
                    if number >= MAX_ANCESTORS {
                        return Err((place, too_many_levels()));
                    }
                    let found = next.ok_or_else(|| (place, missing(id)))?.text_of("id").unwrap_or_default();
                    if found != id {
                        return Err((place, another(id, found)));
                    }
                }
            }
        }
        Ok(Self(texts))
    }
}

fn not_inherited() -> Words {
    Words::new(
        "政策包里带有一份没有任何文件继承的规则。",
        "The bundle carries a rule text that no other inherits.",
        "请用“pack check”重新打包，不要手工拼接。",
        "Bundle the folder again; do not put a bundle together by hand.",
    )
}

fn circle(id: &str) -> Words {
    Words::new(
        format!("继承绕了一圈：{id} 最终继承了自己。"),
        format!("The packs inherit in a circle: {id} comes to inherit itself."),
        "请在其中一个包里删去 inherits。",
        "Remove inherits from one of them.",
    )
}

fn too_many_levels() -> Words {
    Words::new(
        format!("继承超过 {MAX_ANCESTORS} 层。"),
        format!("There are more than {MAX_ANCESTORS} levels of inheritance."),
        "请合并其中几层。",
        "Join some of the levels.",
    )
}

fn missing(id: &str) -> Words {
    Words::new(
        format!("找不到要继承的政策包 {id}。"),
        format!("The pack {id} that is inherited was not found."),
        format!("请把它的文件夹放在本包旁边：../{id}/pack.toml；或更正 inherits。"),
        format!("Put its folder beside this one, as ../{id}/pack.toml, or correct inherits."),
    )
}

fn another(id: &str, found: &str) -> Words {
    Words::new(
        format!("这里继承 {id}，但取到的政策包的 id 是“{found}”。"),
        format!("This inherits {id}, but the id of the pack that was found is \"{found}\"."),
        "请让文件夹名、那个包的 id 和这里的 inherits 三者一致。",
        "Make the folder's name, the id in that pack and inherits the same.",
    )
}

/// One tree of the pack over all that it inherits, and what is named under `without` but not there.
pub(in crate::pack) fn merged(ancestry: Ancestry) -> (Node, Vec<Misfit>) {
    let mut misfits = Vec::new();
    let nowhere = Place { file: 0, start: 0, end: 0 };
    let mut rules = Node { place: nowhere, value: Value::Table(Vec::new()) };
    for heir in ancestry.0.into_iter().rev() {
        if let Value::Table(entries) = &mut rules.value {
            entries.retain(|entry| !OF_ITSELF.contains(&entry.key.as_str()));
        }
        let unwanted = heir.entry("without").map(|entry| entry.node.elements()).unwrap_or_default();
        for part in unwanted {
            // What is no text is told by the reader.
            let Some(name) = part.text() else { continue };
            if !path_of(&rules, name).is_some_and(|path| rules.remove(&path)) {
                misfits.push((part.place, not_there(name)));
            }
        }
        rules = over(rules, heir, "");
    }
    (rules, misfits)
}

fn not_there(part: &str) -> Words {
    Words::new(
        format!("without 里的 {part} 在继承来的规则里没有。"),
        format!("{part} under without is not in the inherited rules."),
        "请按“键名.代号”写，例如 \"layer.tilt\"、\"category.x\"；不再需要就删去。",
        "Name a part by its key and its id or code, such as \"layer.tilt\" or \"category.x\", or remove it.",
    )
}

/// The path of a part that is named by its keys and by the id or code of list elements: `layer.tilt.bonus`.
fn path_of(rules: &Node, part: &str) -> Option<Path> {
    let mut node = rules;
    let mut path = Path::default();
    let mut keys = String::new();
    for name in part.split('.') {
        if let Value::List(elements) = &node.value {
            let identity = identity_of(&keys)?;
            let number = elements.iter().position(|element| element.text_of(identity) == Some(name))?;
            path = path.nth(number);
            node = &elements[number];
        } else {
            path = path.key(name);
            node = &node.entry(name)?.node;
            keys = joined(&keys, name);
        }
    }
    Some(path)
}

fn identity_of(keys: &str) -> Option<&'static str> {
    KEYED_LISTS.iter().find(|(list, _)| *list == keys).map(|(_, identity)| *identity)
}

fn joined(keys: &str, key: &str) -> String {
    if keys.is_empty() { key.to_owned() } else { format!("{keys}.{key}") }
}

/// The heir's value over the inherited one. Inherited elements keep their order; new ones come after them.
fn over(inherited: Node, heir: Node, keys: &str) -> Node {
    let value = match (inherited.value, heir.value) {
        (Value::Table(old), Value::Table(new)) if !WHOLE_TABLES.contains(&keys) => {
            Value::Table(tables_over(old, new, keys))
        }
        (Value::List(old), Value::List(new)) => match identity_of(keys) {
            Some(identity) => Value::List(elements_over(old, new, keys, identity)),
            None => Value::List(new),
        },
        (_, new) => new,
    };
    Node { place: heir.place, value }
}

fn tables_over(mut old: Vec<Entry>, new: Vec<Entry>, keys: &str) -> Vec<Entry> {
    for entry in new {
        let Some(known) = old.iter_mut().find(|known| known.key == entry.key) else {
            old.push(entry);
            continue;
        };
        let inherited = std::mem::replace(&mut known.node, Node { place: entry.place, value: Value::Number });
        known.node = over(inherited, entry.node, &joined(keys, &entry.key));
        known.place = entry.place;
    }
    old
}

fn elements_over(old: Vec<Node>, new: Vec<Node>, keys: &str, identity: &str) -> Vec<Node> {
    let mut elements = old;
    // An element that stands twice in one pack stays twice, so that it is told.
    let mut waiting: Vec<usize> = (0..elements.len()).collect();
    for element in new {
        let same = waiting.iter().position(|number| {
            let name = elements[*number].text_of(identity);
            name.is_some() && name == element.text_of(identity)
        });
        let Some(same) = same else {
            elements.push(element);
            continue;
        };
        let number = waiting.remove(same);
        let inherited = std::mem::replace(&mut elements[number], Node { place: element.place, value: Value::Number });
        elements[number] = over(inherited, element, keys);
    }
    elements
}
