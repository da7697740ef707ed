//! Codes in a case that a pack does not define. They are no faults, but often slips of the pen.

use nonghe_domain::Text;
use nonghe_domain::adjudicate::{Bill, accumulator};
use nonghe_domain::pack::{NamedCode, Pack};
use nonghe_domain::year::{Case, Event};
use std::collections::BTreeSet;

/// A note for every code that none of the packs defines.
pub fn unknown_codes(case: &Case, packs: &[&Pack]) -> Vec<Text> {
    let bills = || {
        case.events.iter().filter_map(|event| match event {
            Event::Settle(settle) => Some(&settle.bill),
            Event::Correct { bill, .. } => Some(&**bill),
            _ => None,
        })
    };
    let people = || case.people.iter();
    let learnt = case.events.iter().filter_map(|event| match event {
        Event::Category { category, .. } => Some(&category.code),
        _ => None,
    });
    let named = |list: fn(&Pack) -> &Vec<NamedCode>, code: &str| {
        packs.iter().any(|pack| list(pack).iter().any(|named| named.code == code))
    };
    let mut notes = Vec::new();
    let mut note =
        |zh: &str, en: &str, codes: BTreeSet<&String>, known: &dyn Fn(&str) -> bool| {
            notes.extend(codes.into_iter().filter(|code| !known(code)).map(|code| {
                Text::new(format!("政策包里没有{zh} {code}。"), format!("The pack defines no {en} {code}."))
            }));
        };
    note("机构级别", "tier", bills().map(|bill| &bill.tier).collect(), &|code| {
        named(|pack| &pack.rules.tiers, code)
    });
    note("就医地", "place", bills().filter_map(|bill| bill.place.as_ref()).collect(), &|code| {
        named(|pack| &pack.rules.places, code)
    });
    note("事实", "fact", bills().flat_map(|bill: &Bill| &bill.facts).collect(), &|code| {
        named(|pack| &pack.rules.facts, code)
    });
    let categories = people().flat_map(|person| &person.categories).map(|has| &has.code).chain(learnt).collect();
    note("人员类别", "category", categories, &|code| named(|pack| &pack.rules.categories, code));
    let certificates = people().flat_map(|person| &person.certificates).map(|has| &has.code).collect();
    note("慢病证", "certificate", certificates, &|code| named(|pack| &pack.rules.certificates, code));
    let grades = people().filter_map(|person| person.member.grade.as_ref()).collect();
    note("缴费档次", "premium grade", grades, &|code| {
        packs.iter().any(|pack| pack.rules.premium.grades.iter().any(|grade| grade.code == code))
    });
    let diagnoses = bills().map(|bill| &bill.diagnosis).collect();
    note("诊断", "diagnosis", diagnoses, &|code| {
        packs.iter().any(|pack| pack.catalogue.diagnoses().is_empty() || pack.catalogue.diagnosis(code).is_some())
    });
    let history = people().filter_map(|person| person.history.as_ref()).map(|history| &history.totals);
    let totals = history.flat_map(|totals| totals.amounts.keys().chain(totals.counts.keys())).collect();
    note("累计", "total", totals, &|name| packs.iter().any(|pack| is_total(pack, name)));
    let items: BTreeSet<&String> = bills().flat_map(|bill| &bill.lines).map(|line| &line.item).collect();
    let unlisted: Vec<_> =
        items.into_iter().filter(|item| packs.iter().all(|pack| pack.catalogue.item(item).is_none())).collect();
    if !unlisted.is_empty() {
        let list = |comma: &str| unlisted.iter().map(|item| item.as_str()).collect::<Vec<_>>().join(comma);
        notes.push(Text::new(
            format!("目录里没有这些项目，按全自费处理：{}。", list("、")),
            format!("The catalogue does not list these items; they count as not covered: {}.", list(", ")),
        ));
    }
    notes
}

/// Whether rules of a pack can speak of a total of this name.
fn is_total(pack: &Pack, name: &str) -> bool {
    let name = name.strip_prefix(&accumulator::of_household("")).unwrap_or(name);
    let name = name.split('@').next().unwrap_or(name);
    let of_layer = |layer: &str| {
        let plain = [accumulator::paid, accumulator::base, accumulator::deductible, accumulator::line];
        let within = [accumulator::paid_within, accumulator::base_within];
        plain.iter().any(|of| of(layer) == name) || within.iter().any(|of| name.starts_with(&of(layer, "")))
    };
    let of_tier = |tier: &str| [accumulator::stays(tier), accumulator::visits(tier)].iter().any(|of| of == name);
    pack.rules.layers.iter().any(|layer| of_layer(&layer.id))
        || pack.rules.tiers.iter().any(|tier| of_tier(&tier.code))
        || name == accumulator::FIXED_PRICE
        || name == "parts"
        || name.starts_with(&accumulator::kind_limit(&[]))
}
