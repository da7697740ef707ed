//! A household's benefit card.

use crate::checks::place;
use crate::people::shown_number;
use crate::registration::relation_name;
use crate::views::{BenefitCardView, CardMember};
use crate::{Clinic, ClinicError, ClinicResult, id};
use nonghe_domain::HouseholdId;
use nonghe_store::EnrolmentRecord;

impl Clinic {
    /// A household's benefit card for a year: who is enrolled, and from when benefits run.
    pub fn benefit_card_view(&self, household: &str, year: i32) -> ClinicResult<BenefitCardView> {
        self.operator(None)?;
        let granted = self.granted()?;
        let store = self.store();
        let household: HouseholdId = id(household)?;
        let record = store.household(household)?.ok_or(ClinicError::NotFound)?;
        let from = self.pack(year).ok().map(|pack| pack.rules.premium.benefits_from.to_string());
        let mut members = Vec::new();
        for person in store.members(household)? {
            let enrolment = store.enrolment(person.id, year)?;
            // From the day that was told, which may lie after a wait.
            let told = |enrolment: &EnrolmentRecord| enrolment.benefits_from.map(|from| from.to_string());
            members.push(CardMember {
                relation_name: relation_name(person.relation),
                id_number: shown_number(&person),
                benefits_from: enrolment
                    .map(|it| told(&it).or_else(|| from.clone()).unwrap_or_else(|| format!("{year}-01-01"))),
                name: person.name,
            });
        }
        let enrolled = members.iter().filter(|member| member.benefits_from.is_some()).count();
        Ok(BenefitCardView {
            demonstration: granted.demonstration,
            centre: granted.centre.name.clone(),
            phone: granted.centre.phone.clone(),
            head: store.head_name(household)?,
            place: place(&record.village, &record.group, &record.door),
            year,
            enrolled: u32::try_from(enrolled).unwrap_or(u32::MAX),
            members,
            code: card_code(&record.number, &granted.centre.code),
            number: record.number,
        })
    }
}

/// What the code of a card carries: `H`, the household's number, a dot, the centre.
fn card_code(number: &str, centre: &str) -> String {
    let digits = number.strip_prefix('H').unwrap_or(number);
    format!("H{digits}.{centre}")
}

/// The household's number on a card of this centre that was scanned. A card of another centre names nobody here:
/// its numbers are not ours.
pub(crate) fn scanned_card<'a>(code: &'a str, centre: &str) -> Option<Result<&'a str, ()>> {
    let (number, of) = code.split_once('.')?;
    let digits = number.strip_prefix(['H', 'h'])?;
    if digits.is_empty() || !digits.chars().all(|each| each.is_ascii_digit()) {
        return None;
    }
    Some(if of == centre { Ok(number) } else { Err(()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_names_household_and_centre_and_is_read_back() {
        assert_eq!(card_code("H030128", "230828001"), "H030128.230828001");
        assert_eq!(card_code("030128", "230828001"), "H030128.230828001");
        for (code, read) in [
            ("H030128.230828001", Some(Ok("H030128"))),
            ("h030128.230828001", Some(Ok("h030128"))),
            ("H030128.230828002", Some(Err(()))),
            ("H030128", None),
            ("H.230828001", None),
            ("R030128.230828001", None),
            ("热合曼.230828001", None),
        ] {
            assert_eq!(scanned_card(code, "230828001"), read, "{code}");
        }
    }
}
