//! A county's rules in plain numbers: fen, thousandths, days of the year 2026 counted from 0.
//!
//! Nothing here knows a type of the engine. The rules reach it as a rule text, as a county would write them.

/// Item of the catalogue of these tests: code, class, kind of charge, price limit in thousandths of a yuan, origin,
/// tags.
pub type Item = (&'static str, char, &'static str, Option<i64>, &'static str, &'static str);

pub const ITEMS: [Item; 9] = [
    ("bed", '甲', "bed", None, "", ""),
    ("bed-limited", '甲', "bed", Some(8_000), "", ""),
    ("herb", '甲', "drug", None, "domestic", "tcm essential"),
    ("pill", '乙', "drug", None, "domestic", "essential"),
    ("pill-limited", '乙', "drug", Some(3_500), "imported", ""),
    ("scan", '乙', "exam", None, "imported", ""),
    ("test", '甲', "exam", Some(12_345), "", "tcm"),
    ("cosmetic", '丙', "drug", None, "", "tcm"),
    ("service", '甲', "exam", None, "", ""),
];

#[derive(Debug, Clone, Default)]
pub struct County {
    /// `half-up`, `half-even` or `down-to-yuan`.
    pub rounding: &'static str,
    /// `admission`, `discharge`, `settlement` or `split`.
    pub year: &'static str,
    pub limit_after_share: bool,
    pub pay_first: Vec<PayFirst>,
    pub kind_limits: Vec<KindLimit>,
    /// Condition and thousandths.
    pub referral_shares: Vec<(Cond, i64)>,
    /// Condition and price.
    pub fixed_prices: Vec<(Cond, i64)>,
    /// Condition, thousandths, and whether of the total.
    pub overall: Vec<(Cond, i64, bool)>,
    pub layers: Vec<Layer>,
}

#[derive(Debug, Clone)]
pub struct PayFirst {
    pub classes: Vec<char>,
    pub kinds: Vec<&'static str>,
    pub origins: Vec<&'static str>,
    pub thousandths: i64,
}

#[derive(Debug, Clone)]
pub struct KindLimit {
    pub kinds: Vec<&'static str>,
    pub when: Cond,
    pub by_day: bool,
    pub fen: i64,
}

#[expect(clippy::struct_excessive_bools, reason = "independent switches of a rule text")]
#[derive(Debug, Clone, Default)]
pub struct Layer {
    pub base: Vec<&'static str>,
    pub charges: Vec<&'static str>,
    pub over: Span,
    pub household: bool,
    /// As the rule text names it.
    pub deductible_counted: &'static str,
    pub shared: Vec<&'static str>,
    pub most_favourable: bool,
    pub terms: Vec<Terms>,
    pub reliefs: Vec<Relief>,
    pub bonuses: Vec<Bonus>,
    pub sum_bonuses: bool,
    pub claimed: Vec<Cond>,
    /// It pays the household's own money, which no overall share counts.
    pub own_money: bool,
}

/// Over what something is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Span {
    Day,
    #[default]
    Stay,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone)]
pub struct Terms {
    pub when: Cond,
    pub deductible: Option<i64>,
    pub after_deductible: bool,
    /// Start and thousandths.
    pub bands: Vec<(i64, i64)>,
    /// Takes deductible and bands from these terms of the layer.
    pub like: Option<usize>,
    /// In thousandths.
    pub factor: i64,
    pub fixed: Option<i64>,
    pub guarantee: Option<Guarantee>,
    pub ceilings: Vec<Ceiling>,
}

impl Terms {
    /// Bands alone.
    pub fn plain(bands: Vec<(i64, i64)>) -> Self {
        Self {
            when: Cond::Always,
            deductible: None,
            after_deductible: false,
            bands,
            like: None,
            factor: 1000,
            fixed: None,
            guarantee: None,
            ceilings: Vec::new(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Guarantee {
    pub thousandths: i64,
    pub of_total: bool,
    /// Numbers of earlier layers.
    pub with: Vec<usize>,
}

#[derive(Debug, Clone)]
pub struct Ceiling {
    pub per: Span,
    pub most: Most,
    pub on_cost: bool,
    pub scope: Option<&'static str>,
    pub household: bool,
    /// Numbers of earlier layers.
    pub with: Vec<usize>,
    pub raises: Vec<Raise>,
    pub raised_at_most: Option<i64>,
}

#[derive(Debug, Clone)]
pub enum Most {
    Fen(i64),
    /// Thousandths, and whether of the total.
    Share(i64, bool),
    FamilyAccount,
}

#[derive(Debug, Clone)]
pub struct Raise {
    pub claim_free: bool,
    pub after: i64,
    pub each: i64,
}

#[derive(Debug, Clone)]
pub struct Relief {
    pub when: Cond,
    pub change: Change,
    pub least: i64,
}

#[derive(Debug, Clone)]
pub enum Change {
    To(i64),
    Times(i64),
    LessEach(i64),
}

#[derive(Debug, Clone)]
pub struct Bonus {
    pub when: Cond,
    pub tags: Vec<&'static str>,
    pub points: i64,
    pub factor: i64,
}

/// A condition.
#[derive(Debug, Clone, Default)]
pub enum Cond {
    #[default]
    Always,
    /// A key of the rule text and what it allows.
    In(&'static str, Vec<&'static str>),
    /// A key of the rule text and its range: `age`, `admission`, `total` in fen, `date` in days.
    Within(&'static str, Range),
    All(Vec<Cond>),
    Any(Vec<Cond>),
    None(Vec<Cond>),
}

/// Ends, and whether each is included.
#[derive(Debug, Clone, Copy, Default)]
pub struct Range {
    pub start: Option<(i64, bool)>,
    pub end: Option<(i64, bool)>,
}

/// A member of the household.
#[derive(Debug, Clone, Default)]
pub struct Member {
    /// Birthday: year, month, day.
    pub born: (i32, u32, u32),
    pub categories: Vec<Dated>,
    pub certificates: Vec<Dated>,
    pub grade: Option<&'static str>,
    pub continuous_years: i64,
    pub claim_free_years: i64,
    pub family_account: i64,
}

/// A code that holds from a day until another, both included.
pub type Dated = (&'static str, i64, Option<i64>);

/// A stay or visit. Prices are in thousandths of a yuan, quantities in tenths.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    pub who: usize,
    pub tier: &'static str,
    pub kind: &'static str,
    pub referral: &'static str,
    pub place: Option<&'static str>,
    pub facility: Option<&'static str>,
    pub admitted: i64,
    pub discharged: i64,
    pub settled: i64,
    pub diagnosis: &'static str,
    pub facts: Vec<&'static str>,
    /// Name, part and link.
    pub episode: Option<(&'static str, i64, &'static str)>,
    /// It is a part of an episode whose next part begins on the day after.
    pub goes_on: bool,
    /// Item, price and quantity.
    pub lines: Vec<(&'static str, i64, i64)>,
}

impl County {
    /// The deciding day of a visit.
    pub fn day(&self, visit: &Visit) -> i64 {
        match self.year {
            "admission" => visit.admitted,
            "settlement" => visit.settled,
            _ => visit.discharged,
        }
    }
}

impl Visit {
    /// Nights, which are those of the stay when the parts of it are added up; a stay or visit by itself has at least one.
    pub fn days(&self) -> i64 {
        let nights = (self.admitted..self.discharged).count() + usize::from(self.goes_on);
        let goes_on_here = self.is_inpatient() && self.continues().is_some_and(|(_, link)| link == "interim");
        i64::try_from(nights).unwrap().max(i64::from(!goes_on_here))
    }

    pub fn is_inpatient(&self) -> bool {
        ["ordinary", "injury", "birth"].contains(&self.kind)
    }

    pub fn hospital(&self) -> &'static str {
        self.facility.unwrap_or(self.tier)
    }

    pub fn continues(&self) -> Option<(&'static str, &'static str)> {
        self.episode.filter(|(_, part, _)| *part > 1).map(|(name, _, link)| (name, link))
    }
}
