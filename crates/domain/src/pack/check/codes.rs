//! Every code is defined once, and what a rule names is defined.

use super::{Check, Path, conditions_of};
use crate::pack::fault::Words;
use crate::pack::{NamedCode, When};
use std::collections::BTreeSet;

/// A kind of code: what it is called, and where it is defined.
struct Codes {
    zh: &'static str,
    en: &'static str,
    /// Its list in the rule text, as its head is written.
    list: &'static str,
    /// The key that holds the code.
    key: &'static str,
    path: Path,
    defined: Vec<String>,
}

pub(super) fn check(check: &mut Check<'_>) {
    let lists = lists(check);
    for codes in &lists {
        defined_once(check, codes);
    }
    used_are_defined(check, &lists);
    named_in_conditions(check, &lists);
    named_once(check);
}

fn lists(check: &Check<'_>) -> Vec<Codes> {
    let rules = check.rules;
    let of = |zh, en, list: &'static str, defined: &[NamedCode]| Codes {
        zh,
        en,
        list,
        key: "code",
        path: list.split('.').fold(Path::default(), |path, key| path.key(key)),
        defined: defined.iter().map(|named| named.code.clone()).collect(),
    };
    let diseases = rules.disease_lists.iter().map(|list| list.code.clone()).collect();
    let grades = rules.premium.grades.iter().map(|grade| grade.code.clone()).collect();
    let specials = rules.premium.specials.iter().map(|special| special.code.clone()).collect();
    let layers = rules.layers.iter().map(|layer| layer.id.clone()).collect();
    vec![
        of("人员类别", "category", "category", &rules.categories),
        of("机构级别", "tier", "tier", &rules.tiers),
        of("地点", "place", "place", &rules.places),
        of("慢特病证明", "certificate", "certificate", &rules.certificates),
        of("事实", "fact", "fact", &rules.facts),
        of("费用类别", "charge kind", "charge_kind", &rules.charge_kinds),
        Codes { defined: diseases, ..of("病种目录", "disease list", "disease_list", &[]) },
        Codes { defined: grades, ..of("缴费档次", "premium grade", "premium.grade", &[]) },
        Codes { defined: specials, ..of("特殊参保理由", "reason for special enrolment", "premium.special", &[]) },
        Codes { defined: layers, key: "id", ..of("基金层", "layer", "layer", &[]) },
    ]
}

fn defined_once(check: &mut Check<'_>, codes: &Codes) {
    let Codes { zh, en, key, path, .. } = codes;
    let mut known = BTreeSet::new();
    for (number, code) in codes.defined.iter().enumerate() {
        let at = path.nth(number).key(*key);
        if !is_code(code) {
            check.error(&at, no_code(&format!("{zh}的 {key}"), &format!("The {key} of a {en}")));
        } else if !known.insert(code) {
            let words = Words::new(
                format!("{zh} {code} 写了两次。"),
                format!("The {en} {code} stands twice."),
                "请删去其中一段，或改用另一个代号。",
                "Remove one of them, or give it another code.",
            );
            check.error(&at, words);
        }
    }
}

/// Codes become parts of the names of accumulators, where a point separates.
fn is_code(code: &str) -> bool {
    !code.is_empty() && code.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn no_code(zh: &str, en: &str) -> Words {
    Words::new(
        format!("{zh}只能由文字、数字、- 和 _ 组成，不能为空。"),
        format!("{en} consists of letters, digits, - and _, and is not empty."),
        "请改成简短的代号，例如 dibao。",
        "Use a short code, such as dibao.",
    )
}

fn used_are_defined(check: &mut Check<'_>, lists: &[Codes]) {
    let rules = check.rules;
    let mut used: Vec<(&str, Path, Vec<&String>)> = Vec::new();
    for (number, rule) in rules.premium.subsidies.iter().enumerate() {
        let at = Path::of("premium").key("subsidy").nth(number).key("category");
        used.push(("category", at, vec![&rule.category]));
    }
    used.push(("charge_kind", Path::of("once_a_day"), rules.once_a_day.iter().collect()));
    for (number, rule) in rules.pay_first.iter().enumerate() {
        used.push(("charge_kind", Path::of("pay_first").nth(number).key("kinds"), rule.kinds.iter().collect()));
    }
    for (number, limit) in rules.kind_limits.iter().enumerate() {
        used.push(("charge_kind", Path::of("kind_limit").nth(number).key("kinds"), limit.kinds.iter().collect()));
    }
    for (number, layer) in rules.layers.iter().enumerate() {
        used.push(("charge_kind", Path::of("layer").nth(number).key("charges"), layer.charges.iter().collect()));
    }
    for (list, at, codes) in used {
        for (number, code) in codes.into_iter().enumerate() {
            let is_list = check.tree.get(&at).is_some_and(|node| node.text().is_none());
            let place = if is_list { at.nth(number) } else { at.clone() };
            is_defined(check, lists, list, &place, code);
        }
    }
}

fn named_in_conditions(check: &mut Check<'_>, lists: &[Codes]) {
    for (at, when) in conditions_of(check.rules) {
        let When { tier, place, category, certificate, grade, disease, fact, .. } = when;
        let named = [
            ("tier", "tier", tier),
            ("place", "place", place),
            ("category", "category", category),
            ("certificate", "certificate", certificate),
            ("grade", "premium.grade", grade),
            ("disease", "disease_list", disease),
            ("fact", "fact", fact),
        ];
        for (key, list, codes) in named {
            for (number, code) in codes.iter().enumerate() {
                is_defined(check, lists, list, &at.key(key).nth(number), code);
            }
        }
    }
}

fn is_defined(check: &mut Check<'_>, lists: &[Codes], list: &str, at: &Path, code: &str) {
    let Some(codes) = lists.iter().find(|codes| codes.list == list) else { return };
    if codes.defined.iter().any(|defined| defined == code) {
        return;
    }
    let (zh, en) = (codes.zh, codes.en);
    let known = codes.defined.iter().take(30).map(String::as_str).collect::<Vec<_>>();
    let (known_zh, known_en) = if known.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("已定义的有：{}。", known.join("、")), format!(" Defined are {}.", known.join(", ")))
    };
    let words = Words::new(
        format!("用到的{zh} {code} 没有定义。"),
        format!("The {en} {code} is used but not defined."),
        format!("请补一段 [[{list}]]，或更正代号。{known_zh}"),
        format!("Add a [[{list}]], or correct the code.{known_en}"),
    );
    check.error(at, words);
}

/// What is not a list of codes but must not repeat either.
fn named_once(check: &mut Check<'_>) {
    let mut known = BTreeSet::new();
    for (number, rule) in check.rules.premium.subsidies.iter().enumerate() {
        if !known.insert(&rule.category) {
            let code = &rule.category;
            let words = Words::new(
                format!("人员类别 {code} 的缴费补助写了两次。"),
                format!("The subsidy of category {code} stands twice."),
                "请合并成一段 [[premium.subsidy]]。",
                "Join them into one [[premium.subsidy]].",
            );
            check.error(&Path::of("premium").key("subsidy").nth(number).key("category"), words);
        }
    }
    for (place, layer) in check.rules.layers.iter().enumerate() {
        let mut known = BTreeSet::new();
        for (number, id) in layer.terms.iter().enumerate().filter_map(|(n, terms)| Some((n, terms.id.as_ref()?))) {
            let at = Path::of("layer").nth(place).key("terms").nth(number).key("id");
            if !known.insert(id) {
                let words = Words::new(
                    format!("基金层 {} 里待遇 {id} 写了两次。", layer.id),
                    format!("The terms {id} stand twice in layer {}.", layer.id),
                    "请给其中一条另取 id。",
                    "Give one of them another id.",
                );
                check.error(&at, words);
            }
        }
    }
    for (number, list) in check.rules.disease_lists.iter().enumerate() {
        if list.diagnoses.is_empty() || list.diagnoses.iter().any(String::is_empty) {
            let words = Words::new(
                format!("病种目录 {} 没有诊断编码，或者有空的编码。", list.code),
                format!("The disease list {} has no diagnoses, or an empty one.", list.code),
                "请写诊断编码的开头，例如 [\"A15\", \"A16\"]；空的编码会包括所有疾病。",
                "Write beginnings of diagnosis codes, such as [\"A15\", \"A16\"]; an empty one would stand for every disease.",
            );
            check.error(&Path::of("disease_list").nth(number).key("diagnoses"), words);
        }
    }
}
