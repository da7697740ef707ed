//! Stays: admission, charges, deposits.

use crate::checks::{age, payment_method, place, sex_code, typed_money};
use crate::people::shown_number;
use crate::people::totals;
use crate::registration::tidy;
use crate::session::method_words;
use crate::trial::{Case, day_of_death};
use crate::views::{
    AdmissionForm, AdmissionInput, ChargeView, ChargesInput, Choice, DepositInput, DepositView, StayRow, StayView,
    TrialStrip,
};
use crate::{Clinic, ClinicError, ClinicResult, Now, done_before, id, next_number, random, stamp, stay_id, with_pack};
use chrono::{NaiveDate, NaiveDateTime};
use nonghe_domain::adjudicate::{ChargeLine, ItemSplit, Settlement, StayKind};
use nonghe_domain::pack::{CatalogueItem, Pack};
use nonghe_domain::{Money, PersonId, Text, dates};
use nonghe_protocol::Body;
use nonghe_protocol::Role;
use nonghe_protocol::body::{
    BillSettled, ChargesRecorded, ChargesWithdrawn, DepositTaken, NumberedCharge, StayAdmitted,
};
use nonghe_store::{ChargeRecord, NewEntry, StayRecord, Store};

const TIME: &str = "%Y-%m-%d %H:%M";

impl Clinic {
    /// What the admission form needs.
    pub fn admission_form(&self, person: &str, now: Now) -> ClinicResult<AdmissionForm> {
        self.operator(None)?;
        let store = self.store();
        let person_id: PersonId = id(person)?;
        let person = store.person(person_id)?.ok_or(ClinicError::NotFound)?;
        let household = store.household(person.household)?.ok_or(ClinicError::NotFound)?;
        let today = now.today();
        let year = self.year_of(today);
        let pack = self.pack(year)?;
        let last = store.newest_stay()?;
        let deductible = self.granted()?.centre.tier.clone();
        Ok(AdmissionForm {
            person: person.id.to_string(),
            name: person.name.clone(),
            sex: sex_code(person.sex).into(),
            age: age(person.birth_date, today),
            place: place(&household.village, &household.group, ""),
            id_number: shown_number(&person),
            enrolled: store.covering(person_id, year, today)?.is_some(),
            year,
            deductible: first_deductible(&pack, &deductible).into(),
            categories: vec![self.categories_line(&person, today)],
            totals: totals(&pack, &person, &store.standing(person_id, year)?, today),
            department: last.as_ref().map_or_else(|| "内科".into(), |stay| stay.department.clone()),
            doctor: last.map(|stay| stay.doctor).unwrap_or_default(),
            admitted_at: now.local().format(TIME).to_string(),
            stay_kinds: stay_kinds(&pack),
            stay: store.open_stay(person_id)?.map(|stay| stay.id.to_string()),
        })
    }

    /// Admits a person.
    pub fn stay_admit(&self, input: &AdmissionInput, now: Now) -> ClinicResult<StayView> {
        let operator = self.operator(Some(Role::Cashier))?;
        let (op, person) = (id(&input.op)?, id::<PersonId>(&input.person)?);
        let mut store = self.store();
        if let Some(entry) = store.entry_of_operation(op)?
            && let nonghe_protocol::Body::StayAdmitted(body) = store.body(entry.envelope.seq)?
        {
            return self.stay_of(&store, body.stay, now);
        }
        let record = store.person(person)?.ok_or(ClinicError::NotFound)?;
        if let Some(stay) = store.open_stay(person)? {
            return Err(ClinicError::InHospital { number: stay.number });
        }
        let pack = self.pack(self.year_of(now.today()))?;
        if pack.catalogue.diagnosis(&input.diagnosis).is_none() {
            let text = Text::new(
                "请选择医保版诊断编码；按 Enter 选中列表第一项",
                "Choose a diagnosis of the insurance list; Enter takes the first",
            );
            return Err(ClinicError::field("diagnosis", text));
        }
        let stay_kind = stay_kind(&pack, &input.stay_kind)?;
        let admitted_at = admitted_at(&input.admitted_at, now)?;
        if let Some(died) = day_of_death(&record).filter(|died| admitted_at.date() > *died) {
            return Err(ClinicError::field("admitted_at", after_death(died)));
        }
        let body = StayAdmitted {
            by: operator.id,
            stay: nonghe_domain::StayId::from_random(random()?),
            person,
            number: next_number(&store, self.granted()?, "A")?,
            department: tidy(&input.department),
            doctor: tidy(&input.doctor),
            bed: tidy(&input.bed),
            diagnosis: input.diagnosis.clone(),
            stay_kind,
            admitted_at,
        };
        let stay = body.stay;
        let stamp = stamp(&store, now)?;
        store.append(with_pack(NewEntry::new(op, body), &pack)?, stamp)?;
        self.stay_of(&store, stay, now)
    }

    /// People in hospital, or the newest stays of all.
    pub fn stay_list(&self, all: bool, now: Now) -> ClinicResult<Vec<StayRow>> {
        self.operator(None)?;
        let store = self.store();
        store.stays(!all, 200)?.iter().map(|stay| self.stay_row(&store, stay, now)).collect()
    }

    /// A stay with its charges.
    pub fn stay_view(&self, stay: &str, now: Now) -> ClinicResult<StayView> {
        self.operator(None)?;
        self.stay_of(&self.store(), stay_id(stay)?, now)
    }

    pub(crate) fn stay_of(&self, store: &Store, id: nonghe_domain::StayId, now: Now) -> ClinicResult<StayView> {
        let stay = store.stay(id)?.ok_or(ClinicError::NotFound)?;
        let person = store.person(stay.person)?.ok_or(ClinicError::NotFound)?;
        let household = store.household(person.household)?.ok_or(ClinicError::NotFound)?;
        let case = self.case(store, &stay, now.today(), now)?;
        let decision = match self.settled_as(store, &stay)? {
            // What was settled stands; a trial of today would be another case.
            Some(settled) => Ok(settled.decision),
            None => case.decision()?,
        };
        let settlement = decision.as_ref().ok();
        let charges = store.charges(id)?;
        Ok(StayView {
            row: self.stay_row(store, &stay, now)?,
            sex: sex_code(person.sex).into(),
            age: age(person.birth_date, now.today()),
            place: place(&household.village, &household.group, ""),
            id_number: shown_number(&person),
            enrolled: case.standing.enrolled,
            year: case.pack.rules.benefit_year,
            doctor: stay.doctor.clone(),
            stay_kind: stay_kind_name(stay.stay_kind),
            charges: charges
                .iter()
                .enumerate()
                .map(|(place, charge)| {
                    charge_view(&case.pack, charge, settlement.and_then(|found| found.items.get(place)))
                })
                .collect::<ClinicResult<_>>()?,
            deposits: deposits(store, id)?,
            trial: settlement.map(trial_strip),
            settlement: stay.settlement.map(|id| id.to_string()),
        })
    }

    /// The settlement of a stay, as it was made.
    fn settled_as(&self, store: &Store, stay: &StayRecord) -> ClinicResult<Option<BillSettled>> {
        let Some(id) = stay.settlement else { return Ok(None) };
        let record = store.settlement(id)?.ok_or(ClinicError::NotFound)?;
        match store.body(record.seq)? {
            Body::BillSettled(body) => Ok(Some(*body)),
            _ => Err(ClinicError::NotFound),
        }
    }

    pub(crate) fn stay_row(&self, store: &Store, stay: &StayRecord, now: Now) -> ClinicResult<StayRow> {
        let person = store.person(stay.person)?.ok_or(ClinicError::NotFound)?;
        let charges: Money = store.charges(stay.id)?.iter().map(amount).sum::<ClinicResult<Money>>()?;
        let deposits: Money = store.deposits(stay.id)?.iter().map(|deposit| deposit.amount).sum();
        let newest = store.entries_about(&stay.id.to_string(), 1)?;
        let settled = self.settled_as(store, stay)?;
        let low_balance = stay.status == "in_hospital" && self.expected_due(store, stay, charges, now)? > deposits;
        let until = settled.map_or(now.today(), |settled| settled.bill.discharged);
        let state = newest.first().map_or(Ok(crate::views::EntryState::Waiting), |entry| {
            Ok::<_, ClinicError>(crate::journal_words::state(&entry.verdict))
        })?;
        Ok(StayRow {
            id: stay.id.to_string(),
            number: stay.number.clone(),
            person: stay.person.to_string(),
            name: person.name,
            department: stay.department.clone(),
            bed: stay.bed.clone(),
            diagnosis: self.diagnosis_name(&stay.diagnosis),
            admitted: stay.admitted_at.date().to_string(),
            days: crate::discharge::days(stay, until),
            charges: charges.into(),
            deposits: deposits.into(),
            low_balance,
            status: stay.status.clone(),
            state,
        })
    }

    /// What would be due at the desk if the stay were settled today. Where no fund takes part that is all of it.
    fn expected_due(&self, store: &Store, stay: &StayRecord, charges: Money, now: Now) -> ClinicResult<Money> {
        let decision = self.case(store, stay, now.today(), now)?.decision()?;
        Ok(decision.map_or(charges, |settlement| settlement.due_at_desk()))
    }

    /// Records charges of a day.
    pub fn charges_record(&self, input: &ChargesInput, now: Now) -> ClinicResult<StayView> {
        let operator = self.operator(Some(Role::Cashier))?;
        let (op, stay_id) = (id(&input.op)?, stay_id(&input.stay)?);
        let mut store = self.store();
        if done_before(&store, op, "charges.recorded")? {
            return self.stay_of(&store, stay_id, now);
        }
        let stay = open_stay(&store, stay_id)?;
        let date = charge_date(&input.date, &stay, now)?;
        let pack = self.pack(self.year_of(date))?;
        if input.lines.is_empty() {
            return Err(ClinicError::field("lines.0.item", Text::new("请至少录入一项", "Enter at least one item")));
        }
        let first = store.last_charge_line(stay_id)? + 1;
        let mut charges = Vec::with_capacity(input.lines.len());
        for (line, (place, typed)) in (first..).zip(input.lines.iter().enumerate()) {
            let field = |name: &str| format!("lines.{place}.{name}");
            let item = pack.catalogue.item(&typed.item).ok_or_else(|| {
                ClinicError::field(field("item"), Text::new("目录中没有这个项目", "The catalogue has no such item"))
            })?;
            charges.push(NumberedCharge { line, charge: charge(item, &typed.quantity, &typed.price, &field)? });
        }
        let body = ChargesRecorded { by: operator.id, stay: stay_id, date, charges };
        let stamp = stamp(&store, now)?;
        store.append(with_pack(NewEntry::new(op, body), &pack)?, stamp)?;
        self.stay_of(&store, stay_id, now)
    }

    /// Withdraws charges before the settlement.
    pub fn charges_withdraw(&self, op: &str, stay: &str, lines: &[u32], now: Now) -> ClinicResult<StayView> {
        let operator = self.operator(Some(Role::Cashier))?;
        let (op, stay_id) = (id(op)?, stay_id(stay)?);
        let mut store = self.store();
        if done_before(&store, op, "charges.withdrawn")? {
            return self.stay_of(&store, stay_id, now);
        }
        open_stay(&store, stay_id)?;
        let present = store.charges(stay_id)?;
        let lines: Vec<u32> =
            lines.iter().copied().filter(|line| present.iter().any(|charge| charge.line == *line)).collect();
        if lines.is_empty() {
            return Err(ClinicError::NotFound);
        }
        let body = ChargesWithdrawn { by: operator.id, stay: stay_id, lines };
        let stamp = stamp(&store, now)?;
        store.append(NewEntry::new(op, body), stamp)?;
        self.stay_of(&store, stay_id, now)
    }

    /// Takes a deposit.
    pub fn deposit_take(&self, input: &DepositInput, now: Now) -> ClinicResult<StayView> {
        let operator = self.operator(Some(Role::Cashier))?;
        let (op, stay_id) = (id(&input.op)?, stay_id(&input.stay)?);
        let mut store = self.store();
        if done_before(&store, op, "deposit.taken")? {
            return self.stay_of(&store, stay_id, now);
        }
        open_stay(&store, stay_id)?;
        let amount = typed_money("amount", &input.amount)?;
        if amount.is_zero() {
            return Err(ClinicError::field("amount", Text::new("押金须大于 0", "A deposit is more than nothing")));
        }
        let body = DepositTaken {
            by: operator.id,
            stay: stay_id,
            number: next_number(&store, self.granted()?, "R")?,
            amount,
            method: payment_method(&input.method)?,
            at: now.local(),
        };
        let stamp = stamp(&store, now)?;
        store.append(NewEntry::new(op, body), stamp)?;
        self.stay_of(&store, stay_id, now)
    }

    /// The facts of a stay as the engine needs them.
    pub(crate) fn case(&self, store: &Store, stay: &StayRecord, discharged: NaiveDate, now: Now) -> ClinicResult<Case> {
        Case::load(self, store, stay, discharged, now)
    }
}

fn first_deductible(pack: &Pack, tier: &str) -> Money {
    let layers = pack.rules.layers.first().into_iter();
    let mut terms = layers.flat_map(|layer| &layer.terms);
    terms
        .find(|terms| terms.when.tier.is_empty() || terms.when.tier.iter().any(|code| code == tier))
        .map_or(Money::ZERO, |terms| terms.deductible.unwrap_or_default())
}

/// Kinds of stay that the pack's first layer knows.
fn stay_kinds(pack: &Pack) -> Vec<Choice> {
    let known = |kind: &StayKind| {
        let terms = pack.rules.layers.first().map(|layer| layer.terms.as_slice()).unwrap_or_default();
        terms.iter().any(|terms| terms.when.stay.is_empty() || terms.when.stay.contains(kind))
    };
    [StayKind::Ordinary, StayKind::Injury, StayKind::Birth]
        .into_iter()
        .filter(known)
        .map(|kind| Choice { code: stay_kind_code(kind).into(), name: stay_kind_name(kind) })
        .collect()
}

fn stay_kind(pack: &Pack, code: &str) -> ClinicResult<StayKind> {
    let chosen = stay_kinds(pack).into_iter().find(|choice| choice.code == code);
    chosen
        .and_then(|choice| serde_json::from_value(choice.code.into()).ok())
        .ok_or_else(|| ClinicError::field("stay_kind", Text::new("请选择住院类型", "Choose the kind of stay")))
}

pub(crate) fn stay_kind_code(kind: StayKind) -> &'static str {
    match kind {
        StayKind::Ordinary => "ordinary",
        StayKind::Injury => "injury",
        StayKind::Birth => "birth",
        StayKind::Outpatient => "outpatient",
        StayKind::Chronic => "chronic",
    }
}

pub(crate) fn stay_kind_name(kind: StayKind) -> Text {
    match kind {
        StayKind::Ordinary => Text::new("普通住院", "Ordinary stay"),
        StayKind::Injury => Text::new("外伤住院", "Injury"),
        StayKind::Birth => Text::new("生育住院", "Maternity"),
        StayKind::Outpatient => Text::new("普通门诊", "Outpatient visit"),
        StayKind::Chronic => Text::new("门诊慢特病", "Chronic disease, outpatient"),
    }
}

fn admitted_at(text: &str, now: Now) -> ClinicResult<NaiveDateTime> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(now.local());
    }
    let fault = || {
        ClinicError::field(
            "admitted_at",
            Text::new("入院时间写作 2026-11-22 10:30", "Write the time as 2026-11-22 10:30"),
        )
    };
    let at = NaiveDateTime::parse_from_str(text, TIME).map_err(|_| fault())?;
    if at.date() > now.today() {
        return Err(ClinicError::field(
            "admitted_at",
            Text::new("入院时间不能晚于今天", "The admission cannot lie after today"),
        ));
    }
    Ok(at)
}

fn after_death(died: NaiveDate) -> Text {
    let died = dates::in_words(died);
    Text::new(
        format!("此人登记为{}死亡，之后不能入院。如登记有误，请先在人员页更正", died.zh),
        format!(
            "This person is on record as having died on {} and cannot be admitted later. If that is wrong, correct \
             the record first",
            died.en
        ),
    )
}

fn charge_date(text: &str, stay: &StayRecord, now: Now) -> ClinicResult<NaiveDate> {
    use chrono::Datelike as _;
    if text.trim().is_empty() {
        return Ok(now.today());
    }
    let date = dates::parse_date(text, now.today().year(), now.today())
        .map_err(|fault| ClinicError::field("date", fault.text()))?;
    if date < stay.admitted_at.date() || date > now.today() {
        let text = Text::new("记账日期应在入院与今天之间", "Charges lie between admission and today");
        return Err(ClinicError::field("date", text));
    }
    Ok(date)
}

fn charge(
    item: &CatalogueItem,
    quantity: &str,
    price: &str,
    field: &impl Fn(&str) -> String,
) -> ClinicResult<ChargeLine> {
    let plain = |text: &str| text.trim().chars().map(crate::checks::half_width).collect::<String>();
    let quantity: nonghe_domain::Quantity = plain(quantity).parse().map_err(|_| {
        ClinicError::field(
            field("quantity"),
            Text::new("数量须大于 0，最多四位小数", "More than 0, at most four decimals"),
        )
    })?;
    if quantity.decimal().is_zero() {
        return Err(ClinicError::field(field("quantity"), Text::new("数量须大于 0", "The quantity is more than 0")));
    }
    let price = match plain(price).as_str() {
        "" => item.price,
        typed => typed
            .parse()
            .map_err(|_| ClinicError::field(field("price"), Text::new("单价最多六位小数", "At most six decimals")))?,
    };
    let charge = ChargeLine { item: item.code.clone(), name: Text::new(&item.name, &item.name_en), price, quantity };
    price.times(quantity, nonghe_domain::money::Rounding::HalfUp)?;
    Ok(charge)
}

pub(crate) fn open_stay(store: &Store, id: nonghe_domain::StayId) -> ClinicResult<StayRecord> {
    let stay = store.stay(id)?.ok_or(ClinicError::NotFound)?;
    match (stay.status.as_str(), stay.settlement) {
        ("in_hospital", _) => Ok(stay),
        ("settled", Some(settlement)) => {
            let number = store.settlement(settlement)?.map(|settlement| settlement.number).unwrap_or_default();
            Err(ClinicError::AlreadySettled { number })
        }
        _ => Err(ClinicError::StayClosed),
    }
}

fn amount(record: &ChargeRecord) -> ClinicResult<Money> {
    let charge = &record.charge;
    Ok(charge.price.times(charge.quantity, nonghe_domain::money::Rounding::HalfUp)?)
}

fn charge_view(pack: &Pack, record: &ChargeRecord, split: Option<&ItemSplit>) -> ClinicResult<ChargeView> {
    let charge = &record.charge;
    let item = pack.catalogue.item(&charge.item);
    let whole = split.map_or_else(|| amount(record), |split| Ok(split.amount))?;
    let self_paid = split.map_or(Money::ZERO, |split| split.amount - split.covered);
    Ok(ChargeView {
        line: record.line,
        date: record.date.to_string(),
        item: charge.item.clone(),
        name: charge.name.clone(),
        spec: item.map(|item| item.spec.clone()).unwrap_or_default(),
        unit: item.map(|item| item.unit.clone()).unwrap_or_default(),
        class: item.map(|item| item.class.name().to_owned()).unwrap_or_default(),
        price: charge.price.to_string(),
        price_limit: item.and_then(|item| item.price_limit).map(|limit| limit.to_string()),
        quantity: charge.quantity.to_string(),
        amount: whole.into(),
        self_paid: self_paid.into(),
    })
}

pub(crate) fn deposits(store: &Store, id: nonghe_domain::StayId) -> ClinicResult<Vec<DepositView>> {
    let view = |deposit: nonghe_store::DepositRecord| {
        Ok(DepositView {
            number: deposit.number,
            at: deposit.at.format(TIME).to_string(),
            method_name: method_words(payment_method(&deposit.method)?),
            method: deposit.method,
            amount: deposit.amount.into(),
        })
    };
    store.deposits(id)?.into_iter().map(view).collect()
}

pub(crate) fn trial_strip(settlement: &Settlement) -> TrialStrip {
    TrialStrip {
        total: settlement.total.into(),
        covered: settlement.covered.into(),
        funds: settlement.funds_pay().into(),
        you_pay: settlement.you_pay.into(),
    }
}
