//! Entries of the journal in words, and where they stand.

use crate::changes::change_subject;
use crate::views::{EntryState, JournalRow};
use crate::{Clinic, ClinicResult, local_time};
use nonghe_domain::{HouseholdId, PaymentId, PersonId, StayId, Text};
use nonghe_protocol::Body;
use nonghe_store::{EntryRecord, Store, StoreError, Verdict};

impl Clinic {
    pub(crate) fn entry_state(&self, store: &Store, seq: u64) -> ClinicResult<EntryState> {
        Ok(state(&store.verdict(seq)?))
    }

    pub(crate) fn journal_row(&self, store: &Store, record: &EntryRecord) -> ClinicResult<JournalRow> {
        let envelope = &record.entry.envelope;
        let body = record.entry.decoded().map_err(StoreError::from)?;
        let subject = body.as_ref().map(|body| subject(store, body)).transpose()?.unwrap_or_default();
        let reason = match &record.verdict {
            Verdict::Refused(reason) => Some(reason.clone()),
            Verdict::Held => Some(Text::new(
                "县级程序还不认识这种记录，已保管，升级后核对",
                "The county keeps this record until its program knows the kind",
            )),
            Verdict::Adjusted => Some(Text::new("县级核算的金额不同", "The county comes to other figures")),
            _ => None,
        };
        let title = match &body {
            Some(Body::RosterImported(body)) => {
                Text::new(format!("导入名册 {} 人", body.people), format!("Roster of {} people imported", body.people))
            }
            _ => kind_name(&envelope.kind),
        };
        Ok(JournalRow {
            seq: envelope.seq,
            kind: envelope.kind.clone(),
            title,
            subject,
            target: body.as_ref().and_then(target),
            at: local_time(envelope.wall_ms).format("%m-%d %H:%M").to_string(),
            state: state(&record.verdict),
            reason,
        })
    }
}

pub(crate) fn state(verdict: &Verdict) -> EntryState {
    match verdict {
        Verdict::Waiting => EntryState::Waiting,
        Verdict::Delivered | Verdict::Held => EntryState::Delivered,
        Verdict::Accepted => EntryState::Accepted,
        Verdict::Refused(_) | Verdict::Adjusted => EntryState::NeedsAction,
    }
}

/// A kind of entry for people.
pub(crate) fn kind_name(kind: &str) -> Text {
    match kind {
        "session.opened" => Text::new("程序启动", "Program started"),
        "provisioning.accepted" => Text::new("县里的开通文件已导入", "The county's file taken over"),
        "household.registered" => Text::new("家庭登记", "Household registered"),
        "members.added" => Text::new("新增成员", "Members added"),
        "roster.imported" => Text::new("导入名册", "Roster imported"),
        "premium.collected" => Text::new("个人缴费", "Premium collected"),
        "premium.voided" => Text::new("收据作废", "Receipt voided"),
        "premium.refunded" => Text::new("退费", "Premium paid back"),
        "book.issued" => Text::new("发放收据本", "Receipt book issued"),
        "book.returned" => Text::new("退回收据本", "Receipt book returned"),
        "number.spoiled" => Text::new("收据作废换号", "Receipt form spoiled"),
        "stay.admitted" => Text::new("入院", "Admission"),
        "charges.recorded" => Text::new("记账", "Charges recorded"),
        "charges.withdrawn" => Text::new("退账", "Charges withdrawn"),
        "deposit.taken" => Text::new("收押金", "Deposit taken"),
        "bill.settled" => Text::new("出院结算", "Settlement"),
        "settlement.reversed" => Text::new("红冲", "Reversal"),
        "person.changed" => Text::new("更正资料", "Facts corrected"),
        "people.moved" => Text::new("迁移", "Move"),
        "person.died" => Text::new("死亡登记", "Death"),
        "categories.changed" => Text::new("类别变更", "Categories"),
        "cover.changed" => Text::new("其他医保", "Insurance elsewhere"),
        "household.changed" => Text::new("户信息变更", "Household changed"),
        "head.changed" => Text::new("换户主", "New head"),
        "household.formed" => Text::new("分户立户", "New household"),
        "households.merged" => Text::new("并户", "Merge"),
        "change.undone" => Text::new("撤销变更", "Change taken back"),
        "person.photographed" => Text::new("照片", "Photograph"),
        "document.reprinted" => Text::new("补打单据", "Paper printed again"),
        other => Text::new(other, other),
    }
}

/// The screen that shows what the entry is about.
fn target(body: &Body) -> Option<String> {
    let household = |id: &HouseholdId| format!("/household/{id}");
    let person = |id: &PersonId| format!("/person/{id}");
    let stay = |id: &StayId| format!("/inpatient/{id}");
    let payment = |id: &PaymentId| format!("/premiums/{id}");
    Some(match body {
        Body::HouseholdRegistered(body) => household(&body.household.household),
        Body::MembersAdded(body) => household(&body.household),
        Body::PremiumCollected(body) => payment(&body.payment),
        Body::PremiumVoided(body) => payment(&body.payment),
        Body::PremiumRefunded(body) => payment(&body.payment),
        Body::BookIssued(_) | Body::BookReturned(_) | Body::NumberSpoiled(_) => "/premiums/books".to_owned(),
        Body::StayAdmitted(body) => stay(&body.stay),
        Body::ChargesRecorded(body) => stay(&body.stay),
        Body::ChargesWithdrawn(body) => stay(&body.stay),
        Body::DepositTaken(body) => stay(&body.stay),
        Body::BillSettled(body) => format!("/settlements/{}", body.settlement),
        Body::SettlementReversed(body) => format!("/settlements/{}", body.settlement),
        Body::PersonPhotographed(body) => person(&body.person),
        other => {
            let change = other.change()?;
            let first = change.people.first().map(|changed| person(&changed.person));
            first.or_else(|| change.households.first().map(|changed| household(&changed.household)))?
        }
    })
}

fn subject(store: &Store, body: &Body) -> ClinicResult<String> {
    let head_of = |id: HouseholdId| store.head_name(id);
    let name_of = |id: PersonId| store.person(id).map(|person| person.map(|person| person.name).unwrap_or_default());
    let patient_of = |id: StayId| -> Result<String, StoreError> {
        store.stay(id)?.map_or_else(|| Ok(String::new()), |stay| name_of(stay.person))
    };
    let payer_of = |id: PaymentId| -> Result<String, StoreError> {
        store.payment(id)?.map_or_else(|| Ok(String::new()), |payment| head_of(payment.household))
    };
    Ok(match body {
        Body::SessionOpened(body) => body.program.clone(),
        Body::ProvisioningAccepted(body) => body.centre.clone(),
        Body::HouseholdRegistered(body) => format!("{} {}", head_of(body.household.household)?, body.household.number),
        Body::MembersAdded(body) => head_of(body.household)?,
        // Said in the title.
        Body::RosterImported(_) => String::new(),
        Body::PremiumCollected(body) => format!("{} {}", head_of(body.household)?, body.number.short),
        Body::PremiumVoided(body) => format!("{} {}", payer_of(body.payment)?, body.number.short),
        Body::PremiumRefunded(body) => format!("{} {}", payer_of(body.payment)?, body.number.short),
        Body::BookIssued(body) => format!("{}–{}", body.first, body.last),
        Body::BookReturned(body) => body.from.clone(),
        Body::NumberSpoiled(body) if body.from == body.until => body.from.clone(),
        Body::NumberSpoiled(body) => format!("{}–{}", body.from, body.until),
        Body::StayAdmitted(body) => format!("{} {}", name_of(body.person)?, body.number.short),
        Body::ChargesRecorded(body) => patient_of(body.stay)?,
        Body::ChargesWithdrawn(body) => patient_of(body.stay)?,
        Body::DepositTaken(body) => format!("{} {}", patient_of(body.stay)?, body.number.short),
        Body::BillSettled(body) => format!("{} {}", name_of(body.standing.person)?, body.number.short),
        Body::SettlementReversed(body) => match store.settlement(body.settlement)? {
            Some(settlement) => format!("{} {}", name_of(settlement.person)?, body.number.short),
            None => body.number.short.clone(),
        },
        Body::PersonPhotographed(body) => name_of(body.person)?,
        Body::DocumentReprinted(body) => format!("{} ×{}", body.number.short, body.count),
        Body::PersonChanged(_)
        | Body::PeopleMoved(_)
        | Body::PersonDied(_)
        | Body::CategoriesChanged(_)
        | Body::CoverChanged(_)
        | Body::HouseholdChanged(_)
        | Body::HeadChanged(_)
        | Body::HouseholdFormed(_)
        | Body::HouseholdsMerged(_)
        | Body::ChangeUndone(_) => {
            body.change().map(|change| change_subject(store, change)).transpose()?.unwrap_or_default()
        }
    })
}
