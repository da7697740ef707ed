//! Why a row of a roster is refused. A refusal is data: code, group and sentence, always in both languages.

use nonghe_domain::Text;
use nonghe_domain::dates::DateFault;
use nonghe_domain::identity::IdFault;
use nonghe_domain::names::NameFault;

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A cell cannot be read with certainty.
    Unreadable(nonghe_sheets::RowFault),
    /// Neither an identity number nor what stands in for it; the sum below a list looks like that.
    NoIdentity,
    /// Not a name.
    Name(NameFault),
    /// Not an identity number.
    IdNumber(IdFault),
    /// Not a date of birth.
    Birth(DateFault),
    /// The column says another date of birth than the identity number.
    BirthDiffers,
    /// The word is no sex.
    Sex,
    /// The column says another sex than the identity number.
    SexDiffers,
    /// The pack has no such category.
    Category(String),
    /// Longer than an address may be.
    AddressTooLong,
    /// Nothing says which household.
    NoHousehold,
    /// A new household without a village.
    NoVillage,
    /// The person stands in the file twice.
    Repeated {
        /// Where first.
        first_line: u32,
    },
    /// The person is in the database.
    Known,
    /// The household has another head in the file.
    TwoHeads {
        /// Where.
        first_line: u32,
    },
    /// The household has a head in the database.
    HeadKnown,
    /// More people than a household has.
    TooManyPeople {
        /// The most.
        limit: usize,
    },
}

impl Fault {
    /// The group under which refusals are counted: a stable code, and its words.
    pub(super) fn group(&self) -> (&'static str, Text) {
        let (code, zh, en) = match self {
            Self::Unreadable(_) => ("unreadable", "单元格无法可靠读出", "A cell cannot be read with certainty"),
            Self::NoIdentity => {
                ("no_identity", "没有身份证号，也没有出生日期和性别", "No ID number, and no birth date and sex instead")
            }
            Self::Name(_) => ("bad_name", "姓名有误", "The name is not valid"),
            Self::IdNumber(_) => ("bad_id_number", "身份证号有误", "The ID number is not valid"),
            Self::Birth(_) => ("impossible_date", "出生日期有误", "The birth date is impossible"),
            Self::BirthDiffers => {
                ("birth_differs", "出生日期与身份证号不符", "The birth date differs from the ID number")
            }
            Self::Sex => ("bad_sex", "性别有误", "The sex is not valid"),
            Self::SexDiffers => ("sex_differs", "性别与身份证号不符", "The sex differs from the ID number"),
            Self::Category(_) => {
                ("unknown_category", "政策包中没有这个人员类别", "The policy pack has no such category")
            }
            Self::AddressTooLong => ("address_too_long", "村、组或门牌号过长", "Village, group or door is too long"),
            Self::NoHousehold => ("no_household", "无法判断属于哪一户", "Nothing says which household it is"),
            Self::NoVillage => ("no_village", "新户没有填写村", "A new household without a village"),
            Self::Repeated { .. } => ("duplicate", "名册中重复", "Twice in the roster"),
            Self::Known => ("known", "已在库中", "Known already"),
            Self::TwoHeads { .. } | Self::HeadKnown => ("two_heads", "一户有两位户主", "Two heads in one household"),
            Self::TooManyPeople { .. } => ("household_too_large", "一户人数过多", "Too many people in one household"),
        };
        (code, Text::new(zh, en))
    }

    /// What is wrong with the row, in one sentence.
    pub(super) fn text(&self) -> Text {
        match self {
            Self::Unreadable(fault) => Text::new(fault.in_chinese(), fault.to_string()),
            Self::Name(fault) => fault.text(),
            Self::IdNumber(fault) => fault.text(),
            Self::Birth(fault) => {
                let Text { zh, en } = fault.text();
                Text::new(format!("出生日期：{zh}"), format!("Birth date: {en}"))
            }
            Self::Sex => Text::new("性别只能是男或女", "The sex is 男 or 女 (male or female)"),
            Self::Category(word) => Text::new(
                format!("政策包中没有“{word}”这个人员类别"),
                format!("The policy pack has no category “{word}”"),
            ),
            Self::NoHousehold => Text::new(
                "没有户号和门牌号，前面也没有可以归入的户",
                "There is no household number or door, and no household above that it belongs to",
            ),
            Self::NoVillage => Text::new(
                "新户必须填写村，请补填后再导入",
                "A new household needs a village; fill it in and import again",
            ),
            Self::Repeated { first_line } => {
                Text::new(format!("与第 {first_line} 行是同一人"), format!("The same person as in line {first_line}"))
            }
            Self::Known => {
                Text::new("此人已在库中，没有重复登记", "This person is known already and was not registered twice")
            }
            Self::TwoHeads { first_line } => Text::new(
                format!("一户只能有一位户主，第 {first_line} 行已是户主"),
                format!("A household has one head; line {first_line} is the head already"),
            ),
            Self::HeadKnown => Text::new(
                "一户只能有一位户主，库中该户已有户主",
                "A household has one head, and this one is known to have one",
            ),
            Self::TooManyPeople { limit } => Text::new(
                format!("一户最多 {limit} 人，请核对户号"),
                format!("A household has at most {limit} people; check the household number"),
            ),
            _ => self.group().1,
        }
    }
}
