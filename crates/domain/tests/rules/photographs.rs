//! Whether photographs of people are kept.

use crate::author::{FAULTLESS, Says, changed, each_is_an_error, passes};
use crate::packs::shipped;
use nonghe_domain::pack::Photographs;

const PART: &str = "[enrolment]\n";

#[test]
fn photographs_are_kept_only_where_the_text_says_so() {
    let of = |text: &str| passes(text).rules.enrolment.photographs;
    assert_eq!(of(FAULTLESS), Photographs::None);
    assert_eq!(of(&changed(PART, "[enrolment]\nphotographs = \"none\"\n")), Photographs::None);
    assert_eq!(of(&changed(PART, "[enrolment]\nphotographs = \"kept\"\n")), Photographs::Kept);
    assert_eq!(shipped("demonstration-2026").rules.enrolment.photographs, Photographs::Kept);
}

#[test]
fn another_word_is_a_fault_on_its_line() {
    let says = Says { at: "photographs =", zh: "没有 `yes`", en: "no choice `yes`", mend: "`none`, `kept`" };
    each_is_an_error(&[(PART, "[enrolment]\nphotographs = \"yes\"\n", says)]);
}
