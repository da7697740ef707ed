//! Giving a premium back by two persons: a void takes back a mistake of the day, a refund follows a rule of the pack.
//!
//! Nothing is deleted: the receipt stays, marked, and the enrolments that it made end.

use crate::money_back;
use crate::registration::tidy;
use crate::views::{Choice, EntryState, GiveBackInput, GiveBackLine, GiveBackPlan, GiveBackQuery, ReceiptView};
use crate::{Clinic, ClinicError, ClinicResult, Now, done_before, id, next_number, stamp, with_pack};
use chrono::NaiveDate;
use nonghe_domain::pack::{Pack, RefundReason};
use nonghe_domain::premium::{is_refunded, refund};
use nonghe_domain::{Money, PaymentId, PersonId, Text};
use nonghe_protocol::Role;
use nonghe_protocol::body::{Body, MemberRefund, PremiumCollected, PremiumRefunded, PremiumVoided, VoidReason};
use nonghe_protocol::feed::Counts;
use nonghe_store::{EnrolmentRecord, NewEntry, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

const VOIDED: &str = "premium.voided";
const REFUNDED: &str = "premium.refunded";
const VOID_REASONS: [(VoidReason, &str); 6] = [
    (VoidReason::WrongPerson, "wrong-person"),
    (VoidReason::WrongYear, "wrong-year"),
    (VoidReason::WrongAmount, "wrong-amount"),
    (VoidReason::Duplicate, "duplicate"),
    (VoidReason::NotWanted, "not-wanted"),
    (VoidReason::Other, "other"),
];
const REFUND_REASONS: [(RefundReason, &str); 4] = [
    (RefundReason::DoubleEnrolment, "double-enrolment"),
    (RefundReason::Death, "death"),
    (RefundReason::EmployeeCover, "employee-cover"),
    (RefundReason::Withdrawal, "withdrawal"),
];

/// A payment with everything that decides whether it can be given back.
struct Paid {
    body: PremiumCollected,
    pack: Arc<Pack>,
    /// The day for which it counts.
    on: NaiveDate,
    /// Whose money has not gone back, and what the county makes of the enrolment.
    active: BTreeMap<PersonId, EnrolmentRecord>,
    /// Short number of the void.
    void: Option<String>,
    /// Members were paid back.
    refunded: bool,
}

impl Paid {
    fn load(clinic: &Clinic, store: &Store, id: PaymentId) -> ClinicResult<Self> {
        let record = store.payment(id)?.ok_or(ClinicError::NotFound)?;
        let Body::PremiumCollected(body) = store.body(record.seq)? else { return Err(ClinicError::NotFound) };
        let envelope = store.entry(record.seq)?.ok_or(ClinicError::NotFound)?.envelope;
        let slips = store.slips_of(id)?;
        let counting = || slips.iter().filter(|slip| slip.counts);
        let active = store.enrolments_of(id)?.into_iter().filter(|enrolment| enrolment.ended.is_none());
        Ok(Self {
            body: *body,
            pack: clinic.pack_by_hash(&envelope.pack_hash.ok_or(ClinicError::NotFound)?)?,
            on: envelope.biz_date,
            active: active.map(|enrolment| (enrolment.person, enrolment)).collect(),
            void: counting().find(|slip| slip.is_void).map(|slip| slip.number.clone()),
            refunded: counting().any(|slip| !slip.is_void),
        })
    }

    /// Why nothing of it can be given back.
    fn stopped(&self) -> Option<Text> {
        if let Some(number) = &self.void {
            return Some(Text::new(
                format!("收据 {} 已经作废（{number}）。", self.body.number.short),
                format!("Receipt {} is void already ({number}).", self.body.number.short),
            ));
        }
        self.active.is_empty().then(|| {
            Text::new(
                format!("收据 {} 上的人员已全部退费。", self.body.number.short),
                format!("Everybody on receipt {} was paid back already.", self.body.number.short),
            )
        })
    }

    /// The county refused it: nobody is enrolled by it, and its money goes back on any day.
    fn is_refused(&self) -> bool {
        !self.active.is_empty() && self.active.values().all(|enrolment| enrolment.counts == Counts::Refused)
    }

    fn can_be_voided_on(&self, day: NaiveDate) -> bool {
        (self.on == day || self.is_refused()) && !self.refunded
    }
}

/// What would go back, and to whom.
struct Plan {
    lines: Vec<GiveBackLine>,
    members: Vec<MemberRefund>,
    returned: Money,
    stopped: Option<Text>,
}

impl Clinic {
    /// What a void or a refund would do.
    pub fn give_back_plan(&self, query: &GiveBackQuery, now: Now) -> ClinicResult<GiveBackPlan> {
        self.operator(None)?;
        let store = self.store();
        let paid = Paid::load(self, &store, id(&query.payment)?)?;
        let day = stamp(&store, now)?.biz_date;
        let is_void = match query.kind.as_str() {
            "void" => true,
            "refund" => false,
            _ => paid.can_be_voided_on(day),
        };
        let plan = if is_void {
            void_plan(&store, &paid, day)?
        } else {
            let reason = REFUND_REASONS.iter().find(|(_, code)| *code == query.reason).map(|(reason, _)| *reason);
            let persons: Option<Vec<PersonId>> =
                query.persons.as_ref().map(|persons| persons.iter().map(|id_| id(id_)).collect()).transpose()?;
            refund_plan(&store, &paid, reason, persons.as_deref(), day)?
        };
        let record = store.payment(paid.body.payment)?.ok_or(ClinicError::NotFound)?;
        let row = self.payment_row(&store, &record)?;
        let next = self.next_short(&store)?;
        let effects = effects(is_void, &paid, &plan, &next, row.state);
        let reasons = if is_void {
            VOID_REASONS.iter().map(|(reason, code)| choice(code, void_words(*reason))).collect()
        } else {
            offered(&paid.pack).map(|(reason, code)| choice(code, refund_words(*reason))).collect()
        };
        let head = &row.head;
        let whom = Text::new(format!("{head}户"), format!("{head}'s household"));
        Ok(GiveBackPlan {
            ways: money_back::ways(plan.returned, &whom, paid.body.method),
            method: nonghe_store::method_name(paid.body.method).to_owned(),
            kind: if is_void { "void" } else { "refund" }.to_owned(),
            payment: row,
            members: plan.lines,
            effects,
            returned: plan.returned.into(),
            stopped: plan.stopped,
            reasons,
        })
    }

    /// Voids a payment of today.
    pub fn premium_void(&self, input: &GiveBackInput, now: Now) -> ClinicResult<ReceiptView> {
        let reason = chosen(&VOID_REASONS, &input.reason)?;
        if reason == VoidReason::Other && tidy(&input.note).is_empty() {
            let text = Text::new("选择「其他」时请写明原因", "Write the reason when you choose Other");
            return Err(ClinicError::field("note", text));
        }
        self.give_back(input, now, VOIDED, |clinic, store, paid, day, by, approved_by| {
            let plan = void_plan(store, paid, day)?;
            let returned = agreed(input, &plan)?;
            Ok(PremiumVoided {
                by,
                approved_by,
                payment: paid.body.payment,
                number: next_number(store, clinic.granted()?, "R")?,
                reason,
                note: tidy(&input.note),
                returned,
                method: money_back::chosen(&input.method, paid.body.method)?,
                at: now.local(),
            }
            .into())
        })
    }

    /// Pays members back.
    pub fn premium_refund(&self, input: &GiveBackInput, now: Now) -> ClinicResult<ReceiptView> {
        let reason = chosen(&REFUND_REASONS, &input.reason)?;
        let persons: Vec<PersonId> = input.persons.iter().map(|id_| id(id_)).collect::<ClinicResult<_>>()?;
        self.give_back(input, now, REFUNDED, |clinic, store, paid, day, by, approved_by| {
            let plan = refund_plan(store, paid, Some(reason), Some(&persons), day)?;
            if plan.members.is_empty() || plan.members.len() != persons.len() {
                let mut stopped = plan.lines.iter().filter(|line| input.persons.contains(&line.person));
                let why = stopped.find_map(|line| line.stopped.clone()).or(plan.stopped);
                let nobody = || Text::new("请至少勾选一位成员。", "Tick at least one member.");
                return Err(ClinicError::CannotGiveBack(why.unwrap_or_else(nobody)));
            }
            let returned = agreed(input, &plan)?;
            Ok(PremiumRefunded {
                by,
                approved_by,
                payment: paid.body.payment,
                number: next_number(store, clinic.granted()?, "R")?,
                reason,
                note: tidy(&input.note),
                members: plan.members,
                returned,
                method: money_back::chosen(&input.method, paid.body.method)?,
                at: now.local(),
            }
            .into())
        })
    }

    /// The way that both take: roles, a repeat, the second person, the payment, the entry.
    fn give_back(
        &self,
        input: &GiveBackInput,
        now: Now,
        kind: &str,
        decide: impl FnOnce(
            &Self,
            &Store,
            &Paid,
            NaiveDate,
            nonghe_domain::OperatorId,
            nonghe_domain::OperatorId,
        ) -> ClinicResult<Body>,
    ) -> ClinicResult<ReceiptView> {
        let operator = self.operator(None)?;
        if !may_give_back(&operator.roles) {
            return Err(ClinicError::NotAllowed(Role::Cashier));
        }
        let (op, payment) = (id(&input.op)?, id::<PaymentId>(&input.payment)?);
        // A repeat finds the first result before the PIN is asked again.
        if !done_before(&self.store(), op, kind)? {
            let second = self
                .authorise(&input.second_initials, &input.second_pin, now)
                .map_err(|error| error.at("second_pin"))?;
            if second.id == operator.id {
                return Err(ClinicError::SameOperator);
            }
            if !may_give_back(&second.roles) {
                return Err(ClinicError::NotAllowed(Role::Office).at("second_initials"));
            }
            let mut store = self.store();
            if !done_before(&store, op, kind)? {
                let paid = Paid::load(self, &store, payment)?;
                let stamp = stamp(&store, now)?;
                let body = decide(self, &store, &paid, stamp.biz_date, operator.id, second.id)?;
                store.append(with_pack(NewEntry::new(op, body), &paid.pack)?, stamp)?;
            }
        }
        let store = self.store();
        let seq = store.payment(payment)?.ok_or(ClinicError::NotFound)?.seq;
        let body = store.body(seq)?;
        self.receipt_of(&store, seq, &body)
    }
}

/// Both persons answer for money.
fn may_give_back(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Office | Role::Cashier))
}

fn chosen<T: Copy>(reasons: &[(T, &str)], code: &str) -> ClinicResult<T> {
    let found = reasons.iter().find(|(_, known)| *known == code).map(|(reason, _)| *reason);
    found.ok_or_else(|| ClinicError::field("reason", Text::new("请选择原因", "Choose a reason")))
}

fn choice(code: &str, name: Text) -> Choice {
    Choice { code: code.into(), name }
}

/// Reasons that the pack names.
fn offered(pack: &Pack) -> impl Iterator<Item = &'static (RefundReason, &'static str)> {
    let rules = &pack.rules.premium.refunds;
    REFUND_REASONS.iter().filter(move |(reason, _)| rules.iter().any(|rule| rule.reason == *reason))
}

/// The amount that both persons saw, if it can go back.
fn agreed(input: &GiveBackInput, plan: &Plan) -> ClinicResult<Money> {
    if let Some(stopped) = &plan.stopped {
        return Err(ClinicError::CannotGiveBack(stopped.clone()));
    }
    let shown = crate::checks::typed_money("expected", &input.expected)?;
    if shown == plan.returned { Ok(shown) } else { Err(ClinicError::AmountChanged { shown, now: plan.returned }) }
}

fn void_plan(store: &Store, paid: &Paid, day: NaiveDate) -> ClinicResult<Plan> {
    let mut stopped = paid.stopped();
    if stopped.is_none() && paid.refunded {
        stopped = Some(Text::new(
            "这张收据已有成员退费，不能整张作废，请对其余成员退费。",
            "Members of this receipt were paid back; it cannot be voided as a whole. Pay the others back instead.",
        ));
    }
    if stopped.is_none() && paid.on != day && !paid.is_refused() {
        stopped = Some(Text::new(
            format!("{} 收的款只能在当天作废，请按政策退费。", paid.on),
            format!("What was collected on {} can be voided on that day only; pay it back by the rules.", paid.on),
        ));
    }
    let mut lines = Vec::new();
    for member in &paid.body.members {
        let relies = relies(store, paid, member.person)?;
        lines.push(GiveBackLine {
            person: member.person.to_string(),
            name: name(store, member.person)?,
            paid: member.premium.due.into(),
            back: member.premium.due.into(),
            selected: true,
            stopped: relies.clone(),
        });
        stopped = stopped.or(relies);
    }
    Ok(Plan { lines, members: Vec::new(), returned: paid.body.due, stopped })
}

fn refund_plan(
    store: &Store,
    paid: &Paid,
    reason: Option<RefundReason>,
    persons: Option<&[PersonId]>,
    day: NaiveDate,
) -> ClinicResult<Plan> {
    let rules = &paid.pack.rules.premium;
    let mut stopped = paid.stopped();
    if stopped.is_none() && rules.refunds.is_empty() {
        stopped = Some(Text::new(
            "政策包没有规定退费，不能退。",
            "The policy pack names no case in which a premium is paid back.",
        ));
    }
    let (mut lines, mut members) = (Vec::new(), Vec::new());
    for member in &paid.body.members {
        let why_not = if paid.active.contains_key(&member.person) {
            let by_the_pack = reason.is_none_or(|reason| is_refunded(rules, reason, day, false));
            match relies(store, paid, member.person)? {
                None if !by_the_pack => reason.map(not_by_the_pack),
                relies => relies,
            }
        } else {
            Some(Text::new("已退费", "Paid back already"))
        };
        let back = reason.map_or(Money::ZERO, |reason| refund(rules, member.premium.due, reason, day, false));
        let selected =
            reason.is_some() && why_not.is_none() && persons.is_none_or(|persons| persons.contains(&member.person));
        lines.push(GiveBackLine {
            person: member.person.to_string(),
            name: name(store, member.person)?,
            paid: member.premium.due.into(),
            back: back.into(),
            selected,
            stopped: why_not,
        });
        if selected {
            members.push(MemberRefund { person: member.person, amount: back });
        }
    }
    let returned = members.iter().map(|member| member.amount).sum();
    Ok(Plan { lines, members, returned, stopped })
}

fn not_by_the_pack(reason: RefundReason) -> Text {
    let words = refund_words(reason);
    Text::new(
        format!("按政策包，现在不能因「{}」退费", words.zh),
        format!("The policy pack pays nothing back now for: {}", words.en),
    )
}

/// What relies on the enrolment of a member: a settlement of the year, or a stay that will be settled in it. Nothing
/// does on one that the county does not count.
fn relies(store: &Store, paid: &Paid, person: PersonId) -> ClinicResult<Option<Text>> {
    let (year, name) = (paid.body.year, name(store, person)?);
    let Some(enrolment) = paid.active.get(&person).filter(|it| it.counts == Counts::Enrolled) else { return Ok(None) };
    // A newborn's benefits may run from birth, in the year before.
    let begins = paid.pack.rules.effective_from;
    let from_birth = enrolment.benefits_from.is_some_and(|from| from < begins)
        && store.enrolment(person, year.saturating_sub(1))?.is_none();
    let before = if from_birth { store.settlements_after(person, year.saturating_sub(1), 0)? } else { Vec::new() };
    if let Some(settled) = store.settlements_after(person, year, 0)?.first().or(before.first()) {
        let (number, year) = (&settled.number, settled.year);
        return Ok(Some(Text::new(
            format!("{name}在 {year} 年度已有结算 {number}，请先红冲那一笔。"),
            format!("{name} has settlement {number} in {year}; reverse it first."),
        )));
    }
    let Some(stay) = store.open_stay(person)? else { return Ok(None) };
    // A stay that ends before the year begins relies on another year.
    if stay.admitted_at.date() < begins && paid.on < begins && !from_birth {
        return Ok(None);
    }
    Ok(Some(Text::new(
        format!("{name}正在住院（{}），出院结算要用这次参保，现在不能退。", stay.number),
        format!("{name} is in hospital ({}): the discharge relies on this enrolment.", stay.number),
    )))
}

fn name(store: &Store, person: PersonId) -> ClinicResult<String> {
    Ok(store.person(person)?.map(|person| person.name).unwrap_or_default())
}

fn effects(is_void: bool, paid: &Paid, plan: &Plan, next: &str, state: EntryState) -> Vec<Text> {
    let (amount, number) = (plan.returned.grouped(), &paid.body.number.short);
    let year = paid.body.year;
    let names = |comma: &str| {
        let chosen = plan.lines.iter().filter(|line| line.selected).map(|line| line.name.clone());
        chosen.collect::<Vec<_>>().join(comma)
    };
    let mut effects = Vec::new();
    if names("、").is_empty() {
        return effects;
    }
    effects.push(Text::new(
        format!("{}不再是 {year} 年度参保，可以重新缴费", names("、")),
        format!("{} will no longer be enrolled for {year} and can pay again", names(", ")),
    ));
    effects.push(if is_void {
        Text::new(
            format!("收据 {number} 保留并注明「已作废」，另出作废单 {next}"),
            format!("Receipt {number} is kept, marked void; slip {next} is issued"),
        )
    } else {
        Text::new(
            format!("收据 {number} 保留并注明「已退费」，另出退费单 {next}"),
            format!("Receipt {number} is kept, marked as refunded; slip {next} is issued"),
        )
    });
    effects.push(Text::new(format!("今天的收款减少 {amount} 元"), format!("Today's takings fall by ¥{amount}")));
    if state != EntryState::Waiting {
        effects.push(Text::new(
            "原收据已送达县级，这张单另行上传，以县级核对为准",
            "The county has the receipt already; it will check this slip too",
        ));
    }
    effects
}

/// A reason of a void in words.
pub(super) fn void_words(reason: VoidReason) -> Text {
    match reason {
        VoidReason::WrongPerson => Text::new("收错人", "Wrong person"),
        VoidReason::WrongYear => Text::new("收错年度", "Wrong year"),
        VoidReason::WrongAmount => Text::new("金额或类别有误", "Wrong amount or category"),
        VoidReason::Duplicate => Text::new("重复收费", "Collected twice"),
        VoidReason::NotWanted => Text::new("当场不缴了", "Payer changed their mind"),
        VoidReason::Other => Text::new("其他", "Other"),
    }
}

/// A reason of a refund in words.
pub(super) fn refund_words(reason: RefundReason) -> Text {
    match reason {
        RefundReason::DoubleEnrolment => Text::new("重复参保", "Enrolled twice"),
        RefundReason::Death => Text::new("待遇开始前死亡", "Died before benefits began"),
        RefundReason::EmployeeCover => Text::new("参加职工医保", "Covered as an employee"),
        RefundReason::Withdrawal => Text::new("自愿退出", "Withdrawn"),
    }
}
