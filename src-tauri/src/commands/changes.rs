//! Changes of people and households.

use crate::desk::Desk;
use crate::errors::Answer;
use nonghe_clinic::views::{
    CategoriesInput, ChangeView, CoverInput, DeathInput, HeadInput, HouseholdChangeInput, MergeInput, MoveInput,
    Namesake, PersonChangeInput, PersonForm, PhotographInput, RelationInput, SplitInput,
};
use tauri::State;

/// What the forms about a person need.
#[tauri::command]
pub async fn person_form(desk: State<'_, Desk>, person: String) -> Answer<PersonForm> {
    desk.run(move |clinic, now| clinic.person_form(&person, now)).await
}

/// People of the same name and birth date.
#[tauri::command]
pub async fn namesakes(desk: State<'_, Desk>, name: String, birth: String, except: String) -> Answer<Vec<Namesake>> {
    desk.run(move |clinic, now| clinic.namesakes(&name, &birth, &except, now)).await
}

/// Relations to a new head.
#[tauri::command]
pub async fn head_plan(desk: State<'_, Desk>, household: String, head: String) -> Answer<Vec<RelationInput>> {
    desk.run(move |clinic, _| clinic.head_plan(&household, &head)).await
}

/// Corrects facts about a person.
#[tauri::command]
pub async fn person_change(desk: State<'_, Desk>, input: PersonChangeInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.person_change(&input, now)).await
}

/// States where else a person is insured.
#[tauri::command]
pub async fn cover_change(desk: State<'_, Desk>, input: CoverInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.cover_change(&input, now)).await
}

/// States a person's categories.
#[tauri::command]
pub async fn categories_change(desk: State<'_, Desk>, input: CategoriesInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.categories_change(&input, now)).await
}

/// Moves people.
#[tauri::command]
pub async fn people_move(desk: State<'_, Desk>, input: MoveInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.people_move(&input, now)).await
}

/// Records a death.
#[tauri::command]
pub async fn person_die(desk: State<'_, Desk>, input: DeathInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.person_die(&input, now)).await
}

/// Changes address or telephone of a household.
#[tauri::command]
pub async fn household_change(desk: State<'_, Desk>, input: HouseholdChangeInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.household_change(&input, now)).await
}

/// Gives a household a head.
#[tauri::command]
pub async fn head_change(desk: State<'_, Desk>, input: HeadInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.head_change(&input, now)).await
}

/// Splits a household.
#[tauri::command]
pub async fn household_split(desk: State<'_, Desk>, input: SplitInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.household_split(&input, now)).await
}

/// Merges two households.
#[tauri::command]
pub async fn households_merge(desk: State<'_, Desk>, input: MergeInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.households_merge(&input, now)).await
}

/// Sets a person's photograph, or takes it away.
#[tauri::command]
pub async fn person_photograph(desk: State<'_, Desk>, input: PhotographInput) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.person_photograph(&input, now)).await
}

/// A person's photograph.
#[tauri::command]
pub async fn photograph_view(desk: State<'_, Desk>, person: String) -> Answer<Option<String>> {
    desk.run(move |clinic, now| clinic.photograph_view(&person, now)).await
}

/// Takes a change back.
#[tauri::command]
pub async fn change_undo(desk: State<'_, Desk>, op: String, seq: u64) -> Answer<ChangeView> {
    desk.record(move |clinic, now| clinic.change_undo(&op, seq, now)).await
}
