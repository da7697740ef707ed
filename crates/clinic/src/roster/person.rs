//! One row of a roster as a person: what can be checked without the database.

use super::fault::Fault;
use super::words;
use crate::checks::half_width;
use crate::registration::phone;
use chrono::{Datelike as _, NaiveDate};
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::dates::parse_birth;
use nonghe_domain::identity::IdNumber;
use nonghe_domain::names::PersonName;
use nonghe_domain::pack::Rules;
use nonghe_domain::person::{Relation, Sex};
use nonghe_sheets::{Field, Row};

/// A person whose row is in order.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) id_number: Option<IdNumber>,
    pub(super) sex: Sex,
    pub(super) birth_date: NaiveDate,
    pub(super) relation: Relation,
    pub(super) categories: Vec<DatedCategory>,
    pub(super) phone: String,
    /// True if the row has a telephone number that is not one of a mobile. Nobody is refused for that.
    pub(super) phone_left_out: bool,
}

/// By what a row is read.
pub(super) struct Terms<'a> {
    /// Rules that name the categories.
    pub(super) rules: Option<&'a Rules>,
    pub(super) today: NaiveDate,
    /// First day of a category that a list states without one.
    pub(super) categories_from: NaiveDate,
}

impl Person {
    /// Reads a row.
    pub(super) fn read(row: &Row, terms: &Terms<'_>) -> Result<Self, Fault> {
        let today = terms.today;
        let has_number = words::is_filled(row.get(Field::IdNumber));
        let has_birth = words::is_filled(row.get(Field::BirthDate));
        if !has_number && !has_birth {
            return Err(Fault::NoIdentity);
        }
        let name = PersonName::parse(&without_padding(row.get(Field::Name))).map_err(Fault::Name)?;
        let sex_said = words::sex(row.get(Field::Sex)).map_err(|()| Fault::Sex)?;
        let (id_number, sex, birth_date) = if has_number {
            let number = IdNumber::parse(row.get(Field::IdNumber)).map_err(Fault::IdNumber)?;
            number.check_against(today).map_err(Fault::IdNumber)?;
            if sex_said.is_some_and(|sex| sex != number.sex()) {
                return Err(Fault::SexDiffers);
            }
            if has_birth {
                agrees(row.get(Field::BirthDate), number.birth_date(), today)?;
            }
            (Some(number), number.sex(), number.birth_date())
        } else {
            let birth = parse_birth(row.get(Field::BirthDate), today).map_err(Fault::Birth)?;
            (None, sex_said.ok_or(Fault::NoIdentity)?, birth)
        };
        let categories = words::category_codes(row.get(Field::Category), terms.rules).map_err(Fault::Category)?;
        let typed_phone = row.get(Field::Phone);
        let phone = phone("phone", typed_phone);
        Ok(Self {
            name: name.as_str().to_owned(),
            id_number,
            sex,
            birth_date,
            relation: words::relation(row.get(Field::Relation), sex),
            categories: dated(categories, terms.categories_from),
            phone_left_out: phone.is_err() && words::is_filled(typed_phone),
            phone: phone.unwrap_or_default(),
        })
    }
}

fn dated(codes: Vec<String>, from: NaiveDate) -> Vec<DatedCategory> {
    let source = "名册导入，待县级名单核对";
    codes.into_iter().map(|code| DatedCategory { code, from, until: None, source: source.into() }).collect()
}

/// Lists pad names of two or three characters to one width (张　三). Other blanks in a name are not touched.
fn without_padding(name: &str) -> String {
    let is_one = |part: &str| part.chars().count() == 1 && !part.is_ascii();
    let parts = || name.split_whitespace();
    if (2..=3).contains(&parts().count()) && parts().all(is_one) { parts().collect() } else { name.to_owned() }
}

/// Whether the column of the birth date says the same as the identity number.
///
/// Many lists give year and month only, and a year of two digits may mean either century.
fn agrees(typed: &str, birth: NaiveDate, today: NaiveDate) -> Result<(), Fault> {
    let parsed = parse_birth(typed, today);
    let plain: String = typed.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let is_short = plain == birth.format("%y%m%d").to_string()
        || plain == birth.format("%Y%m").to_string()
        || year_and_month(&plain) == Some((birth.year(), birth.month()));
    match parsed {
        Ok(date) if date == birth => Ok(()),
        _ if is_short => Ok(()),
        Ok(_) => Err(Fault::BirthDiffers),
        Err(fault) => Err(Fault::Birth(fault)),
    }
}

/// Year and month between separators: `1962-03`, `1962年3月`.
fn year_and_month(plain: &str) -> Option<(i32, u32)> {
    let (year, month) = plain.strip_suffix('月').unwrap_or(plain).split_once(['-', '/', '.', '年'])?;
    Some((year.parse().ok()?, month.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_padding_is_taken_out_of_names() {
        for (typed, expected) in [
            ("张　三", "张三"),
            ("王 小 明", "王小明"),
            ("欧阳修", "欧阳修"),
            ("买买提 吐尔逊", "买买提 吐尔逊"),
            ("A B", "A B"),
            ("张 三 李 四", "张 三 李 四"),
        ] {
            assert_eq!(without_padding(typed), expected);
        }
    }

    #[test]
    fn the_birth_column_may_be_shorter_than_the_number_but_not_differ() {
        let (birth, today) = ("1962-03-15".parse().unwrap(), "2026-10-08".parse().unwrap());
        for typed in
            ["19620315", "1962-03-15", "1962年3月15日", "1962.03", "196203", "1962年3月", "620315", "１９６２０３１５"]
        {
            assert_eq!(agrees(typed, birth, today), Ok(()), "{typed}");
        }
        for typed in ["19620314", "1962-04", "1962-3-1", "1961年3月15日", "196204"] {
            assert!(agrees(typed, birth, today).is_err(), "{typed}");
        }
        let old = "1921-03-15".parse().unwrap();
        assert_eq!(agrees("210315", old, today), Ok(()), "six digits may mean the last century");
        let december = "1962-12-05".parse().unwrap();
        assert_eq!(agrees("1962-1-2", december, today), Err(Fault::BirthDiffers), "1962-1-2 is no 1962-12");
        assert_eq!(
            agrees("19620231", birth, today),
            Err(Fault::Birth(nonghe_domain::dates::DateFault::NoSuchDay { month: 2, day: 31 }))
        );
    }
}
