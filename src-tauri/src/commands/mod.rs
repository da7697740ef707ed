//! The commands of the interface: each parses, calls the clinic once and answers.
//!
//! The names are those of `ui/src/ipc/clinic.ts`; a test compares the two.

mod books;
mod changes;
mod inpatient;
mod papers;
mod people;
mod premiums;
mod roster;
mod session;
mod settings;
mod settlements;
mod setup;
mod transfer;

use tauri::Runtime;
use tauri::ipc::Invoke;

/// All commands, in a window or without one.
#[expect(clippy::too_many_lines, reason = "one line for each command")]
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        session::session_state,
        session::session_sign_in,
        session::session_lock,
        session::store_unlock,
        session::program_version,
        setup::first_start_view,
        setup::passphrase_check,
        setup::device_create,
        setup::request_pick,
        setup::request_write,
        setup::provisioning_pick,
        setup::provisioning_check,
        setup::provisioning_accept,
        setup::setup_step,
        setup::device_view,
        setup::device_states,
        setup::scanner_save,
        setup::training_enter,
        setup::training_leave,
        setup::training_reset,
        session::window_shown,
        session::frame_view,
        session::desk_view,
        session::search,
        session::draft_save,
        session::draft_drop,
        people::registration_form,
        people::villages_find,
        people::villages_spelled,
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
        changes::cover_change,
        changes::people_move,
        changes::person_die,
        changes::household_change,
        changes::head_change,
        changes::household_split,
        changes::households_merge,
        changes::person_photograph,
        changes::photograph_view,
        changes::change_undo,
        premiums::cash_change,
        premiums::premium_draft,
        premiums::premium_quote,
        premiums::premium_collect,
        premiums::give_back_plan,
        premiums::premium_void,
        premiums::premium_refund,
        books::book_list,
        books::book_issue,
        books::book_return,
        books::form_skip,
        books::form_spoil,
        books::spoiled_forms,
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
        settings::settings_view,
        settings::operator_pin_change,
        settings::operator_list,
        settings::operator_unlock,
        settings::radicals,
        settings::characters_of,
        settlements::settlement_list,
        settlements::settlement_view,
        settlements::reversal_plan,
        settlements::settlement_reverse,
        papers::document_print,
        papers::document_open,
        papers::document_send,
        papers::papers_folder,
        papers::printing_view,
        papers::print_queue,
        papers::paper_leave_aside,
        papers::paper_want_again,
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
