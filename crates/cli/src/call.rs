//! The use cases by the names that the window uses.

use crate::DeskArgs;
use crate::failure::Failure;
use crate::open::{self, now, print};
use nonghe_clinic::Clinic;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Named arguments of a call.
struct Arguments(Value);

impl Arguments {
    fn get<T: DeserializeOwned>(&self, name: &str) -> Result<T, Failure> {
        let value = self.0.get(name).cloned().unwrap_or(Value::Null);
        serde_json::from_value(value).map_err(|error| Failure::Usage(format!("argument {name}: {error}")))
    }

    fn text(&self, name: &str) -> Result<String, Failure> {
        self.get(name)
    }
}

pub fn call(desk: &DeskArgs, name: &str, arguments: &str) -> Result<(), Failure> {
    let arguments = Arguments(serde_json::from_str(arguments)?);
    let clinic = open::desk(desk)?;
    if people(&clinic, name, &arguments)?
        || changes(&clinic, name, &arguments)?
        || care(&clinic, name, &arguments)?
        || frame(&clinic, name, &arguments)?
    {
        Ok(())
    } else {
        Err(Failure::Usage(format!("there is no use case {name}")))
    }
}

fn people(clinic: &Clinic, name: &str, arguments: &Arguments) -> Result<bool, Failure> {
    let a = arguments;
    match name {
        "registration_form" => print(&clinic.registration_form(now())?)?,
        "id_check" => print(&clinic.id_check(&a.text("text")?, now())?)?,
        "date_check" => print(&clinic.date_check(&a.text("text")?, a.get("year")?, a.get("birth")?, now())?)?,
        "household_register" => {
            print(&clinic.household_register(&a.text("op")?, &a.get("input")?, now())?)?;
        }
        "members_add" => {
            let members: Vec<_> = a.get("members")?;
            print(&clinic.members_add(&a.text("op")?, &a.text("household")?, &members, now())?)?;
        }
        "household_view" => print(&clinic.household_view(&a.text("household")?, a.get("year")?, now())?)?,
        "household_list" => print(&clinic.household_list(&a.text("query")?, a.get("year")?)?)?,
        "person_view" => print(&clinic.person_view(&a.text("person")?, a.get("year")?, now())?)?,
        "premium_quote" => {
            let persons: Option<Vec<String>> = a.get("persons")?;
            let special = a.get::<Option<_>>("special")?;
            let (household, year) = (a.text("household")?, a.get("year")?);
            print(&clinic.premium_quote(&household, year, persons.as_deref(), special.as_ref(), now())?)?;
        }
        "premium_collect" => print(&clinic.premium_collect(&a.get("input")?, now())?)?,
        "give_back_plan" => print(&clinic.give_back_plan(&a.get("query")?, now())?)?,
        "premium_void" => print(&clinic.premium_void(&a.get("input")?, now())?)?,
        "premium_refund" => print(&clinic.premium_refund(&a.get("input")?, now())?)?,
        "book_list" => print(&clinic.book_list()?)?,
        "book_issue" => print(&clinic.book_issue(&a.get("input")?, now())?)?,
        "book_return" => print(&clinic.book_return(&a.get("input")?, now())?)?,
        "form_skip" => print(&clinic.form_skip(&a.get("input")?, now())?)?,
        "form_spoil" => print(&clinic.form_spoil(&a.get("input")?, now())?)?,
        "spoiled_forms" => print(&clinic.spoiled_forms(&a.text("payment")?)?)?,
        "payment_list" => print(&clinic.payment_list(&a.get("query")?)?)?,
        "receipt_view" => print(&clinic.receipt_view(&a.text("payment")?)?)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn changes(clinic: &Clinic, name: &str, arguments: &Arguments) -> Result<bool, Failure> {
    let a = arguments;
    match name {
        "person_form" => print(&clinic.person_form(&a.text("person")?, now())?)?,
        "namesakes" => {
            let except = a.get::<Option<String>>("except")?.unwrap_or_default();
            print(&clinic.namesakes(&a.text("name")?, &a.text("birth")?, &except, now())?)?;
        }
        "head_plan" => print(&clinic.head_plan(&a.text("household")?, &a.text("head")?)?)?,
        "person_change" => print(&clinic.person_change(&a.get("input")?, now())?)?,
        "categories_change" => print(&clinic.categories_change(&a.get("input")?, now())?)?,
        "people_move" => print(&clinic.people_move(&a.get("input")?, now())?)?,
        "person_die" => print(&clinic.person_die(&a.get("input")?, now())?)?,
        "household_change" => print(&clinic.household_change(&a.get("input")?, now())?)?,
        "head_change" => print(&clinic.head_change(&a.get("input")?, now())?)?,
        "household_split" => print(&clinic.household_split(&a.get("input")?, now())?)?,
        "households_merge" => print(&clinic.households_merge(&a.get("input")?, now())?)?,
        "person_photograph" => print(&clinic.person_photograph(&a.get("input")?, now())?)?,
        "photograph_view" => print(&clinic.photograph_view(&a.text("person")?, now())?)?,
        "change_undo" => print(&clinic.change_undo(&a.text("op")?, a.get("seq")?, now())?)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn care(clinic: &Clinic, name: &str, arguments: &Arguments) -> Result<bool, Failure> {
    let a = arguments;
    match name {
        "admission_form" => print(&clinic.admission_form(&a.text("person")?, now())?)?,
        "stay_admit" => print(&clinic.stay_admit(&a.get("input")?, now())?)?,
        "stay_list" => print(&clinic.stay_list(a.get("all")?, now())?)?,
        "stay_view" => print(&clinic.stay_view(&a.text("stay")?, now())?)?,
        "diagnosis_search" => print(&clinic.diagnosis_search(&a.text("query")?, now())?)?,
        "item_search" => print(&clinic.item_search(&a.text("query")?, now())?)?,
        "charges_record" => print(&clinic.charges_record(&a.get("input")?, now())?)?,
        "charges_withdraw" => {
            let lines: Vec<u32> = a.get("lines")?;
            print(&clinic.charges_withdraw(&a.text("op")?, &a.text("stay")?, &lines, now())?)?;
        }
        "deposit_take" => print(&clinic.deposit_take(&a.get("input")?, now())?)?,
        "discharge_view" => print(&clinic.discharge_view(&a.text("stay")?, &a.text("discharged")?, now())?)?,
        "stay_settle" => print(&clinic.stay_settle(&a.get("input")?, now())?)?,
        "settlement_list" => print(&clinic.settlement_list(&a.text("query")?)?)?,
        "settlement_view" => print(&clinic.settlement_view(&a.text("settlement")?)?)?,
        "reversal_plan" => print(&clinic.reversal_plan(&a.text("settlement")?)?)?,
        "settlement_reverse" => print(&clinic.settlement_reverse(&a.get("input")?, now())?)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn frame(clinic: &Clinic, name: &str, arguments: &Arguments) -> Result<bool, Failure> {
    let a = arguments;
    match name {
        "session_state" => print(&clinic.session_state())?,
        "frame_view" => print(&clinic.frame_view(now())?)?,
        "desk_view" => print(&clinic.desk_view(now())?)?,
        "search" => print(&clinic.search(&a.text("query")?, a.get("year")?, now())?)?,
        "transfer_view" => print(&clinic.transfer_view(now())?)?,
        "printing_view" => print(&clinic.printing_view()?)?,
        "print_queue" => print(&clinic.print_queue()?)?,
        "paper_leave_aside" => {
            let (document, subject) = (a.text("document")?, a.text("subject")?);
            let note = a.get::<Option<String>>("note")?.unwrap_or_default();
            clinic.paper_leave_aside(&document, &subject, &a.text("reason")?, &note, now())?;
            print(&clinic.print_queue()?)?;
        }
        "money_check" => print(&clinic.money_check(&a.text("text")?)?)?,
        _ => return Ok(false),
    }
    Ok(true)
}
