//! People as the rules see them.

use serde::{Deserialize, Serialize};

/// Sex, as the seventeenth digit of an identity number states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// Relation to the head of the household. The order is the numbering of the list at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 户主
    Head,
    /// 配偶
    Spouse,
    /// 子
    Son,
    /// 女
    Daughter,
    /// 父
    Father,
    /// 母
    Mother,
    /// 孙子、孙女、外孙
    Grandchild,
    /// 儿媳、女婿
    ChildInLaw,
    /// 其他
    Other,
}

impl Relation {
    /// All relations in the order of the list at the desk, 1 to 9.
    pub const ALL: [Self; 9] = [
        Self::Head,
        Self::Spouse,
        Self::Son,
        Self::Daughter,
        Self::Father,
        Self::Mother,
        Self::Grandchild,
        Self::ChildInLaw,
        Self::Other,
    ];
}
