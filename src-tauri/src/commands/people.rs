//! Households and their members.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::Clinic;
use nonghe_clinic::views::{
    HouseholdHit, HouseholdInput, HouseholdView, IdCheck, MemberInput, PersonView, RegistrationForm, VillageSpelled,
};
use tauri::State;

/// What the form for a new household offers.
#[tauri::command]
pub async fn registration_form(desk: State<'_, Desk>) -> Answer<RegistrationForm> {
    desk.run(Clinic::registration_form).await
}

/// Villages by characters, initials or full pinyin.
#[tauri::command]
pub async fn villages_find(desk: State<'_, Desk>, query: String) -> Answer<Vec<String>> {
    desk.run(move |clinic, _| clinic.villages_find(&query)).await
}

/// How the villages are read.
#[tauri::command]
pub async fn villages_spelled(desk: State<'_, Desk>) -> Answer<Vec<VillageSpelled>> {
    desk.run(|clinic, _| clinic.villages_spelled()).await
}

/// An identity number while it is typed.
#[tauri::command]
pub async fn id_check(desk: State<'_, Desk>, text: String) -> Answer<IdCheck> {
    desk.run(move |clinic, now| clinic.id_check(&text, now)).await
}

/// Registers a household.
#[tauri::command]
pub async fn household_register(desk: State<'_, Desk>, op: String, input: HouseholdInput) -> Answer<HouseholdView> {
    desk.record(move |clinic, now| clinic.household_register(&op, &input, now)).await
}

/// Adds members to a household.
#[tauri::command]
pub async fn members_add(
    desk: State<'_, Desk>,
    op: String,
    household: String,
    members: Vec<MemberInput>,
) -> Answer<HouseholdView> {
    desk.record(move |clinic, now| clinic.members_add(&op, &household, &members, now)).await
}

/// Households by letters, village or number.
#[tauri::command]
pub async fn household_list(desk: State<'_, Desk>, query: String, year: i32) -> Answer<Vec<HouseholdHit>> {
    desk.run(move |clinic, _| clinic.household_list(&query, year)).await
}

/// A household.
#[tauri::command]
pub async fn household_view(desk: State<'_, Desk>, household: String, year: i32) -> Answer<HouseholdView> {
    desk.run(move |clinic, now| clinic.household_view(&household, year, now)).await
}

/// A person.
#[tauri::command]
pub async fn person_view(desk: State<'_, Desk>, person: String, year: i32) -> Answer<PersonView> {
    desk.run(move |clinic, now| clinic.person_view(&person, year, now)).await
}
