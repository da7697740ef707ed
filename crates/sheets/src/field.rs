//! The columns that a roster may have, and the titles by which they are known.
//!
//! A title means one field or none; which column holds a field is decided once, by the header.

use std::fmt;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Number of the household (户号).
    Household,
    /// Village (村).
    Village,
    /// Group of the village (村民小组).
    Group,
    /// Door plate (门牌号).
    Door,
    /// Name of the person (姓名).
    Name,
    /// Citizen identity number (身份证号).
    IdNumber,
    /// Sex (性别).
    Sex,
    /// Date of birth (出生日期).
    BirthDate,
    /// Relation to the head of the household (与户主关系).
    Relation,
    /// Category of the person, for premium and assistance (人员类别).
    Category,
    /// Telephone number (联系电话).
    Phone,
}

impl Field {
    /// Every field, in the order of a template.
    pub const ALL: [Self; 11] = [
        Self::Household,
        Self::Village,
        Self::Group,
        Self::Door,
        Self::Name,
        Self::IdNumber,
        Self::Sex,
        Self::BirthDate,
        Self::Relation,
        Self::Category,
        Self::Phone,
    ];

    /// The Chinese title that the program itself writes.
    pub fn in_chinese(self) -> &'static str {
        self.titles().next().unwrap_or_default()
    }

    /// The English title that the program itself writes.
    pub fn in_english(self) -> &'static str {
        match self {
            Self::Household => "household number",
            Self::Village => "village",
            Self::Group => "group",
            Self::Door => "door number",
            Self::Name => "name",
            Self::IdNumber => "identity number",
            Self::Sex => "sex",
            Self::BirthDate => "birth date",
            Self::Relation => "relation",
            Self::Category => "category",
            Self::Phone => "phone",
        }
    }

    /// The field that a title of a header means. A title in two languages must mean the same in both.
    pub fn of_title(title: &str) -> Option<Self> {
        let key = title_key(title);
        Self::of_key(&key).or_else(|| {
            let (chinese, english) = key.split_at(key.find(|c: char| c.is_ascii_alphabetic())?);
            Self::of_key(chinese).filter(|&field| Self::of_key(english) == Some(field))
        })
    }

    fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.titles().any(|title| title == key))
    }

    /// True if one value may stand for all members of a household, so that a merged cell fills down.
    pub(crate) fn is_shared_by_household(self) -> bool {
        match self {
            Self::Household | Self::Village | Self::Group | Self::Door | Self::Category | Self::Phone => true,
            Self::Name | Self::IdNumber | Self::Sex | Self::BirthDate | Self::Relation => false,
        }
    }

    /// Titles in the form of [`title_key`]; the first is the one that the program writes.
    fn titles(self) -> impl Iterator<Item = &'static str> {
        TITLES[self as usize].split(' ')
    }
}

/// The titles of each field, in the order of [`Field::ALL`].
const TITLES: [&str; Field::ALL.len()] = [
    "户号 家庭编号 户编号 家庭户号 家庭编码 户编码 householdnumber householdno householdid household",
    "村 行政村 村名 村名称 行政村名称 所在村 村居 村社区 村委会 village",
    "村民小组 组 小组 组别 组名 组号 group",
    "门牌号 门牌 门牌号码 doornumber doorno door",
    "姓名 成员姓名 人员姓名 参保人姓名 name fullname",
    "身份证号 身份证号码 公民身份号码 证件号码 证件号 身份证 公民身份证号码 居民身份证号码 \
     identitynumber idnumber idno identityno",
    "性别 sex gender",
    "出生日期 出生年月日 出生年月 生日 birthdate dateofbirth birthday dob",
    "与户主关系 家庭关系 与户主的关系 户主关系 关系 relation relationship relationtohead",
    "人员类别 类别 人员属性 参保类别 人员类型 category",
    "联系电话 电话 手机号 手机号码 手机 电话号码 联系方式 phone phonenumber mobile telephone",
];

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_english())
    }
}

/// A title without what varies from list to list: spaces, case, width, marks such as `*` and remarks in brackets.
fn title_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    let mut depth = 0_u32;
    for c in title.chars().map(narrow) {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() => {}
            '*' | ':' | '_' | '-' | '.' | '/' | '、' => {}
            '戶' => key.push('户'),
            _ => key.extend(c.to_lowercase()),
        }
    }
    key
}

/// The half-width twin of a full-width ASCII character.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_whatever_their_dress() {
        for (title, field) in [
            ("户号", Field::Household),
            ("家庭编号", Field::Household),
            ("＊姓 名（必填）", Field::Name),
            ("身份证\n号码", Field::IdNumber),
            ("公民身份号码：", Field::IdNumber),
            ("行政村", Field::Village),
            ("村民小组", Field::Group),
            ("ID Number", Field::IdNumber),
            ("Household_No.", Field::Household),
            ("ＮＡＭＥ", Field::Name),
            ("姓名 Name", Field::Name),
            ("birth-date [YYYY-MM-DD]", Field::BirthDate),
        ] {
            assert_eq!(Field::of_title(title), Some(field), "{title}");
        }
    }

    #[test]
    fn other_titles_mean_nothing() {
        for title in ["", "序号", "备注", "户主姓名", "（姓名）", "姓名2", "姓名 village", "ID"] {
            assert_eq!(Field::of_title(title), None, "{title}");
        }
    }

    #[test]
    fn no_title_means_two_fields() {
        for field in Field::ALL {
            for title in field.titles() {
                assert_eq!(Field::of_title(title), Some(field), "{title}");
            }
            assert_eq!(Field::of_title(field.in_english()), Some(field));
        }
    }
}
