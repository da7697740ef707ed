//! Papers on their way out: which have not come out, which are ordered again, how each kind is printed here.
//!
//! The record stands before there is a paper, and a paper never decides about it. A second paper is a fact of its own:
//! it is in the journal before it is at the printer.

mod card;
mod itemised;
mod settings;
mod words;

use crate::views::{PrintingView, UnprintedPaper};
use crate::{Clinic, ClinicError, ClinicResult, Now, fresh_operation, id, local_time, stamp};
pub(crate) use card::scanned_card;
use nonghe_domain::Text;
use nonghe_protocol::Body;
use nonghe_protocol::body::DocumentNumber;
use nonghe_protocol::paper::DocumentReprinted;
use nonghe_store::{NewEntry, PrintState, Printing, Store};
use serde::Serialize;
use std::collections::BTreeSet;
pub use words::Trouble;

/// A paper of which account is kept: whether it came out, and how often it was ordered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accounted {
    /// 缴费收据, of a payment.
    Receipt,
    /// 作废凭证 or 退费凭证, of a void or refund.
    Slip,
    /// 住院结算单, of a settlement.
    Statement,
    /// 红冲凭证, of a reversed settlement.
    Reversal,
}

impl Accounted {
    const ALL: [Self; 4] = [Self::Receipt, Self::Slip, Self::Statement, Self::Reversal];

    /// Its name in the database and in entries.
    pub fn code(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Slip => "slip",
            Self::Statement => "statement",
            Self::Reversal => "reversal",
        }
    }

    /// The paper of a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|each| each.code() == code)
    }
}

/// What the mark of a reprint says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reprint {
    /// Which reprint, from 1.
    pub count: u32,
    /// Who ordered it.
    pub by: String,
    /// When, as `YYYY-MM-DD hh:mm`.
    pub at: String,
}

/// A paper that was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperOrder {
    /// Its number, short.
    pub number: String,
    /// Which reprint it is, with its mark; none for the first paper.
    pub reprint: Option<Reprint>,
    /// This order is a new reprint, so it is an entry. A reprint that did not come out is ordered again without one.
    pub is_recorded: bool,
    /// An earlier order of it is still on its way, and is all that comes out.
    pub under_way: bool,
}

/// The record behind a paper.
struct Recorded {
    seq: u64,
    title: Text,
    number: DocumentNumber,
    name: String,
    at: String,
}

impl Clinic {
    /// Orders a paper: the first one, or a reprint, which is an entry. Whoever presses twice gets one paper.
    pub fn paper_order(
        &self,
        paper: Accounted,
        subject: &str,
        printer: &str,
        copies: u32,
        now: Now,
    ) -> ClinicResult<PaperOrder> {
        let operator = self.operator(None)?;
        let mut store = self.store();
        let recorded = recorded(&store, paper, subject)?;
        let kept = store.printing(paper.code(), subject)?;
        let number = recorded.number.short.clone();
        let mut reprint = kept.as_ref().map_or(0, |kept| kept.reprint);
        let is_again = match &kept {
            // Of a record from before account was kept nobody knows whether its paper came out.
            None => !store.keeps_account_of(recorded.seq)?,
            Some(kept) => match kept.state {
                PrintState::Waiting | PrintState::Sending | PrintState::AtPrinter => {
                    return Ok(PaperOrder { number, reprint: None, is_recorded: false, under_way: true });
                }
                PrintState::Out => true,
                // Left aside, too, it may have come out.
                PrintState::Held | PrintState::Aside => Trouble::is_uncertain(kept.trouble.as_deref()),
            },
        };
        if is_again {
            reprint = store.reprints(paper.code(), &number)? + 1;
            let body = DocumentReprinted {
                by: operator.id,
                document: paper.code().to_owned(),
                number: recorded.number,
                count: reprint,
                at: now.local(),
            };
            let stamp = stamp(&store, now)?;
            store.append(NewEntry::new(fresh_operation()?, body), stamp)?;
        }
        store.keep_printing(&Printing {
            document: paper.code().to_owned(),
            subject: subject.to_owned(),
            seq: recorded.seq,
            state: PrintState::Waiting,
            reprint,
            printer: printer.to_owned(),
            copies,
            media: String::new(),
            file: String::new(),
            job: None,
            trouble: None,
            reason: None,
            changed_ms: now.wall_ms,
        })?;
        let mark = (reprint > 0).then(|| Reprint {
            count: reprint,
            by: operator.name,
            at: now.local().format("%Y-%m-%d %H:%M").to_string(),
        });
        Ok(PaperOrder { number, reprint: mark, is_recorded: is_again, under_way: false })
    }

    /// Papers on their way. Asks nobody to be signed in: what was ordered comes out while the desk is locked.
    pub fn papers_under_way(&self) -> ClinicResult<Vec<Printing>> {
        Ok(self.store().printings_under_way()?)
    }

    /// Notes what became of a paper that is on its way. One that is no longer, or that another order replaced in the
    /// meantime, stays as it is.
    pub fn paper_went(&self, before: &Printing, after: &Printing) -> ClinicResult<bool> {
        let mut store = self.store();
        if store.printing(&before.document, &before.subject)?.as_ref() != Some(before) {
            return Ok(false);
        }
        store.keep_printing(after)?;
        Ok(true)
    }

    /// Changes what is known of a paper that was just ordered: where its PDF is, or that it cannot be made.
    pub fn paper_set(&self, paper: Accounted, subject: &str, change: impl FnOnce(&mut Printing)) -> ClinicResult<()> {
        let mut store = self.store();
        let mut kept = store.printing(paper.code(), subject)?.ok_or(ClinicError::NotFound)?;
        change(&mut kept);
        Ok(store.keep_printing(&kept)?)
    }

    /// After a start: whatever was not handed over waits for a person, and of what was just being handed over only a
    /// person who looks at the printer knows whether it came out.
    pub fn papers_interrupted(&self) -> ClinicResult<()> {
        let mut store = self.store();
        for kept in store.printings_under_way()? {
            let trouble = match kept.state {
                PrintState::Waiting => Trouble::Interrupted,
                PrintState::Sending => Trouble::Uncertain,
                _ => continue,
            };
            let trouble = Some(trouble.code().to_owned());
            store.keep_printing(&Printing { state: PrintState::Held, trouble, ..kept })?;
        }
        Ok(())
    }

    /// What the footer says of printing.
    pub fn printing_view(&self) -> ClinicResult<PrintingView> {
        let store = self.store();
        let under_way = store.printings_under_way()?;
        let going = |kept: &&Printing| {
            kept.trouble.is_none() && matches!(kept.state, PrintState::Sending | PrintState::AtPrinter)
        };
        let at_printer = match under_way.iter().find(going) {
            Some(kept) => {
                let paper = Accounted::of_code(&kept.document).ok_or(ClinicError::NotFound)?;
                Some(recorded(&store, paper, &kept.subject)?.number.short)
            }
            None => None,
        };
        // Not yet out, and nothing wrong with it: nobody need look.
        let on_their_way =
            under_way.iter().filter(|kept| kept.trouble.is_none() && kept.state != PrintState::Held).count();
        let troubles = under_way.iter().filter_map(|kept| kept.trouble.as_deref().map(Trouble::of_code));
        let trouble = troubles.into_iter().find(|trouble| trouble.is_of_printer());
        let mut assigned = Vec::new();
        for document in settings::DOCUMENTS {
            if settings::kept(&store, document)?.printer.is_some() {
                assigned.push(document.to_owned());
            }
        }
        Ok(PrintingView {
            unprinted: store.unprinted_count()?.saturating_sub(u32::try_from(on_their_way).unwrap_or(u32::MAX)),
            at_printer,
            trouble: trouble.map(Trouble::in_short),
            checked: false,
            assigned,
        })
    }

    /// Printers that some kind of paper goes to. Asks nobody to be signed in.
    pub fn assigned_printers(&self) -> ClinicResult<Vec<String>> {
        let store = self.store();
        let mut printers = BTreeSet::new();
        for document in settings::DOCUMENTS {
            printers.extend(settings::kept(&store, document)?.printer);
        }
        Ok(printers.into_iter().collect())
    }

    /// Papers that have not come out, the newest first: that is the one whose farmer still stands there.
    pub fn print_queue(&self) -> ClinicResult<Vec<UnprintedPaper>> {
        self.operator(None)?;
        let store = self.store();
        let mut papers = Vec::new();
        for unprinted in store.unprinted()?.into_iter().rev() {
            let Some(paper) = Accounted::of_code(&unprinted.document) else { continue };
            let recorded = recorded(&store, paper, &unprinted.subject)?;
            let kept = unprinted.printing.as_ref();
            let trouble = match kept {
                None => Trouble::Never,
                Some(kept) => kept.trouble.as_deref().map_or(Trouble::OnItsWay, Trouble::of_code),
            };
            papers.push(UnprintedPaper {
                document: unprinted.document,
                subject: unprinted.subject,
                short: trouble.in_short(),
                why: trouble.for_people(paper, &recorded.title, &recorded.number.short),
                title: recorded.title,
                number: recorded.number.short,
                name: recorded.name,
                at: recorded.at,
                reprint: kept.map_or(0, |kept| kept.reprint),
                under_way: trouble == Trouble::OnItsWay,
            });
        }
        Ok(papers)
    }

    /// Leaves a paper aside: it `came_out` after all and counts as printed, is `not_wanted`, or for an `other` reason
    /// that the note gives.
    pub fn paper_leave_aside(
        &self,
        document: &str,
        subject: &str,
        reason: &str,
        note: &str,
        now: Now,
    ) -> ClinicResult<()> {
        let operator = self.operator(None)?;
        let paper = Accounted::of_code(document).ok_or(ClinicError::NotFound)?;
        let note = note.trim();
        match reason {
            "came_out" | "not_wanted" => {}
            "other" if !note.is_empty() => {}
            "other" => return Err(ClinicError::field("note", Text::new("请写明原因", "Give a reason"))),
            _ => return Err(ClinicError::field("reason", Text::new("请选择原因", "Choose a reason"))),
        }
        let mut store = self.store();
        let recorded = recorded(&store, paper, subject)?;
        let kept = store.printing(document, subject)?;
        if kept.as_ref().is_some_and(|kept| kept.state.is_done()) {
            return Ok(());
        }
        let came_out = reason == "came_out";
        store.keep_printing(&Printing {
            document: document.to_owned(),
            subject: subject.to_owned(),
            seq: recorded.seq,
            state: if came_out { PrintState::Out } else { PrintState::Aside },
            reprint: kept.as_ref().map_or(0, |kept| kept.reprint),
            printer: kept.as_ref().map_or_else(String::new, |kept| kept.printer.clone()),
            copies: 1,
            media: String::new(),
            file: String::new(),
            job: None,
            // Kept for whoever wants the paper after all.
            trouble: kept.as_ref().and_then(|kept| kept.trouble.clone()),
            reason: Some(format!("{} {reason} {note}", operator.initials).trim_end().to_owned()),
            changed_ms: now.wall_ms,
        })?;
        Ok(())
    }

    /// A paper that was left aside is wanted after all: it is in the list again, with the trouble that it had.
    pub fn paper_want_again(&self, document: &str, subject: &str, now: Now) -> ClinicResult<()> {
        self.operator(None)?;
        let mut store = self.store();
        let kept = store.printing(document, subject)?.filter(|kept| kept.state.is_done() && kept.reason.is_some());
        let Some(kept) = kept else { return Ok(()) };
        let trouble = kept.trouble.clone().or_else(|| Some(Trouble::Never.code().to_owned()));
        store.keep_printing(&Printing {
            state: PrintState::Held,
            trouble,
            reason: None,
            changed_ms: now.wall_ms,
            ..kept
        })?;
        Ok(())
    }

    /// From now on, papers of earlier records are not asked for: a township that was made for demonstration never
    /// printed its past.
    pub fn leave_earlier_papers(&self) -> ClinicResult<()> {
        Ok(self.store().leave_earlier_papers()?)
    }
}

fn recorded(store: &Store, paper: Accounted, subject: &str) -> ClinicResult<Recorded> {
    let seq = match paper {
        Accounted::Receipt => store.payment(id(subject)?)?.map(|payment| payment.seq),
        Accounted::Slip => store.slip(subject)?.map(|slip| slip.seq),
        Accounted::Statement => store.settlement(id(subject)?)?.map(|settlement| settlement.seq),
        Accounted::Reversal => store.settlement(id(subject)?)?.and_then(|settlement| settlement.reversal),
    };
    let seq = seq.ok_or(ClinicError::NotFound)?;
    let entry = store.entry(seq)?.ok_or(ClinicError::NotFound)?;
    let at = local_time(entry.envelope.wall_ms).format("%m-%d %H:%M").to_string();
    let patient = |settlement| -> ClinicResult<String> {
        let settlement = store.settlement(settlement)?.ok_or(ClinicError::NotFound)?;
        Ok(store.person(settlement.person)?.map(|person| person.name).unwrap_or_default())
    };
    let payer = |payment| -> ClinicResult<String> {
        Ok(store.head_name(store.payment(payment)?.ok_or(ClinicError::NotFound)?.household)?)
    };
    let body = store.body(seq)?;
    let title = words::title(paper, matches!(body, Body::PremiumVoided(_)));
    let (number, name) = match body {
        Body::PremiumCollected(body) => (body.number.clone(), store.head_name(body.household)?),
        Body::PremiumVoided(body) => (body.number.clone(), payer(body.payment)?),
        Body::PremiumRefunded(body) => (body.number.clone(), payer(body.payment)?),
        Body::BillSettled(body) => (body.number.clone(), patient(body.settlement)?),
        Body::SettlementReversed(body) => (body.number.clone(), patient(body.settlement)?),
        _ => return Err(ClinicError::NotFound),
    };
    Ok(Recorded { seq, title, number, name, at })
}
