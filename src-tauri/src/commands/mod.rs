//! The commands of the interface: each parses, calls the clinic once and answers.
//!
//! The names are those of `ui/src/ipc/clinic.ts`; a test compares the two.

mod changes;
mod inpatient;
mod papers;
mod people;
mod premiums;
mod roster;
mod session;
mod settlements;
mod transfer;

use tauri::Wry;
use tauri::ipc::Invoke;

/// All commands.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        session::session_state,
        session::session_sign_in,
        session::session_lock,
        session::store_unlock,
        session::program_version,
        session::window_shown,
        session::frame_view,
        session::desk_view,
        session::search,
        session::draft_save,
        session::draft_drop,
        people::registration_form,
        people::id_check,
        people::household_register,
        people::members_add,
        people::household_list,
        people::household_view,
        people::person_view,
        changes::person_form,
        changes::namesakes,
        changes::head_plan,
        changes::person_change,
        changes::categories_change,
        changes::people_move,
        changes::person_die,
        changes::household_change,
        changes::head_change,
        changes::household_split,
        changes::households_merge,
        changes::change_undo,
        premiums::cash_change,
        premiums::premium_draft,
        premiums::premium_quote,
        premiums::premium_collect,
        premiums::payment_list,
        premiums::receipt_view,
        inpatient::admission_form,
        inpatient::stay_admit,
        inpatient::stay_list,
        inpatient::stay_view,
        inpatient::diagnosis_search,
        inpatient::item_search,
        inpatient::charges_record,
        inpatient::charges_withdraw,
        inpatient::deposit_take,
        inpatient::discharge_view,
        inpatient::stay_settle,
        settlements::settlement_list,
        settlements::settlement_view,
        settlements::reversal_plan,
        settlements::settlement_reverse,
        papers::document_print,
        papers::document_open,
        papers::printing_view,
        papers::print_queue,
        papers::paper_leave_aside,
        papers::printer_settings,
        papers::printer_setting_save,
        papers::printer_test,
        roster::roster_pick,
        roster::roster_check,
        roster::roster_import,
        roster::roster_report_save,
        transfer::transfer_view,
        transfer::sync_start,
    ]
}
