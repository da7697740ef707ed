//! What a layer counts, made once when a pack is read.

#[expect(clippy::struct_excessive_bools, reason = "independent answers about one layer")]
/// Names under which a layer's amounts are counted, and over what else they are counted.
#[derive(Debug, Clone, Default)]
pub struct LayerNames {
    /// What entered the base.
    pub base: String,
    /// What the deductible took.
    pub deductible: String,
    /// The lines that were charged.
    pub line: String,
    /// What was paid.
    pub paid: String,
    /// Whether a rule asks for the base of the year.
    pub counts_base: bool,
    /// Whether a rule asks for single months.
    pub months: bool,
    /// Whether a rule asks for single quarters.
    pub quarters: bool,
    /// Whether a rule asks for what the parts of one stay came to.
    pub stays: bool,
    /// Whether the deductible is counted in each facility.
    pub facilities: bool,
    /// Whether the charged lines are counted.
    pub lines: bool,
}
