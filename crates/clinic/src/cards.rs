//! An identity card that was laid on a reader: believed only as far as its parts agree.

use crate::checks::{known_person, sex_code};
use crate::views::{CardReading, CardView};
use crate::{Clinic, ClinicError, ClinicResult, Now};
use chrono::NaiveDate;
use nonghe_domain::Text;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::names::PersonName;
use nonghe_domain::person::Sex;

/// The longest text of a card, in characters: the card has three lines for the address.
const ADDRESS_MAX: usize = 100;
const ETHNICITY_MAX: usize = 10;
/// The picture of a card has 102 × 126 pixels: as a bitmap some 50 KB in Base64.
const PHOTO_MAX: usize = 256 * 1024;
const PICTURES: [&str; 3] = ["data:image/jpeg;base64,", "data:image/png;base64,", "data:image/bmp;base64,"];

impl Clinic {
    /// Checks what a card says: number by its check digit, name, birth date and sex by the number.
    pub fn card_check(&self, card: &CardReading, now: Now) -> ClinicResult<CardView> {
        self.operator(None)?;
        let number = IdNumber::parse(&card.id_number)
            .and_then(|number| number.check_against(now.today()).map(|()| number))
            .map_err(|fault| ClinicError::BadCard(sentence(fault.text())))?;
        let name = PersonName::parse(&card.name).map_err(|fault| ClinicError::BadCard(sentence(fault.text())))?;
        let birth_date = card.birth_date.replace('-', "");
        if NaiveDate::parse_from_str(&birth_date, "%Y%m%d").ok() != Some(number.birth_date()) {
            return Err(bad("卡上的出生日期与身份证号不一致。", "Birth date and ID number of the card do not agree."));
        }
        let sex = match card.sex.trim() {
            "男" | "male" => Sex::Male,
            "女" | "female" => Sex::Female,
            _ => return Err(bad("卡上的性别读不出来。", "The card's sex cannot be read.")),
        };
        if sex != number.sex() {
            return Err(bad("卡上的性别与身份证号不一致。", "Sex and ID number of the card do not agree."));
        }
        let (ethnicity, address) = (card.ethnicity.trim(), card.address.trim());
        for (text, limit) in [(ethnicity, ETHNICITY_MAX), (address, ADDRESS_MAX)] {
            if text.chars().count() > limit || text.chars().any(char::is_control) {
                return Err(bad("卡上的民族或住址读不出来。", "Ethnicity or address of the card cannot be read."));
            }
        }
        let store = self.store();
        let known = store.person_by_id_number(&number)?.map(|person| known_person(&store, &person)).transpose()?;
        Ok(CardView {
            name_differs: known.as_ref().is_some_and(|known| known.name != name.as_str()),
            name: name.to_string(),
            sex: sex_code(sex).to_owned(),
            ethnicity: ethnicity.to_owned(),
            birth_date: number.birth_date().to_string(),
            address: address.to_owned(),
            id_number: number.to_string(),
            known,
            photo: card.photo.clone().filter(|photo| is_picture(photo)),
        })
    }
}

/// A card without its picture is a card all the same, so a picture that cannot be one is left out.
fn is_picture(photo: &str) -> bool {
    photo.len() <= PHOTO_MAX && PICTURES.iter().any(|start| photo.starts_with(start))
}

fn bad(zh: &str, en: &str) -> ClinicError {
    ClinicError::BadCard(Text::new(zh, en))
}

/// The sentences under a field end without a full stop in Chinese.
fn sentence(text: Text) -> Text {
    let zh = if text.zh.ends_with('。') { text.zh } else { format!("{}。", text.zh) };
    Text::new(zh, text.en)
}
