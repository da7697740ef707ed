//! Insurance elsewhere: the office states it, dated and with its source. Whoever has it is not asked to pay here, and
//! whoever left cover as an employee in time does not wait.

use super::{Builder, dated};
use crate::views::{CategoryView, ChangeView, Choice, CoverInput};
use crate::{Clinic, ClinicError, ClinicResult, Now, id};
use nonghe_domain::enrolment::{CoverElsewhere, CoverKind};
use nonghe_domain::{PersonId, Text};
use nonghe_protocol::Role;
use nonghe_protocol::change::{CoverChanged, FromTo};

const KINDS: [(CoverKind, &str); 2] = [(CoverKind::Employee, "employee"), (CoverKind::Other, "other")];

impl Clinic {
    /// States where else a person is or was insured. Only the office does.
    pub fn cover_change(&self, input: &CoverInput, now: Now) -> ClinicResult<ChangeView> {
        let operator = self.operator(Some(Role::Office))?;
        let (op, who) = (id(&input.op)?, id::<PersonId>(&input.person)?);
        let mut store = self.store();
        if let Some(done) = self.done(&store, op, "cover.changed")? {
            return Ok(done);
        }
        let person = store.person(who)?.ok_or(ClinicError::NotFound)?;
        let mut stated = Vec::with_capacity(input.cover.len());
        for (place, typed) in input.cover.iter().enumerate() {
            let field = |name: &str| format!("cover.{place}.{name}");
            let kind = KINDS.iter().find(|(_, code)| *code == typed.code).map(|(kind, _)| *kind);
            let kind = kind.ok_or_else(|| {
                ClinicError::field(field("code"), Text::new("请选择哪种医保", "Choose the insurance"))
            })?;
            let (from, until, source) = dated(typed, &field, now.today())?;
            stated.push(CoverElsewhere { kind, from, until, source });
        }
        stated.sort_by_key(|cover| cover.from);
        let mut builder = Builder::new(&store, operator.id, now.today(), &input.note);
        builder.person(who).cover = FromTo::new(person.cover, stated);
        let change = builder.finish();
        self.keep(&mut store, op, CoverChanged(change), now)
    }
}

/// What it is called.
pub(crate) fn cover_name(kind: CoverKind) -> (&'static str, &'static str) {
    match kind {
        CoverKind::Employee => ("职工医保", "Employee insurance"),
        CoverKind::Other => ("外地或其他医保", "Insurance elsewhere"),
    }
}

fn name(kind: CoverKind) -> Text {
    let (zh, en) = cover_name(kind);
    Text::new(zh, en)
}

pub(super) fn kinds() -> Vec<Choice> {
    KINDS.map(|(kind, code)| Choice { code: code.into(), name: name(kind) }).into()
}

/// For the pages of a person.
pub(crate) fn cover_views(cover: &[CoverElsewhere]) -> Vec<CategoryView> {
    let code = |kind: CoverKind| KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, code)| code);
    let views = cover.iter().map(|cover| CategoryView {
        code: code(cover.kind).to_owned(),
        name: name(cover.kind),
        from: cover.from.to_string(),
        until: cover.until.map(|until| until.to_string()),
        source: cover.source.clone(),
    });
    views.collect()
}

/// For the log, in one line.
pub(super) fn cover_words(cover: &[CoverElsewhere]) -> Text {
    if cover.is_empty() {
        return Text::new("无", "none");
    }
    let say = |side: fn((&'static str, &'static str)) -> &'static str, comma: &str| {
        let each = cover.iter().map(|cover| {
            let until = cover.until.map(|until| until.to_string()).unwrap_or_default();
            format!("{} {}–{until}", side(cover_name(cover.kind)), cover.from)
        });
        each.collect::<Vec<_>>().join(comma)
    };
    Text::new(say(|(zh, _)| zh, "；"), say(|(_, en)| en, "; "))
}
