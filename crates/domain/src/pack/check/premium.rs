//! Premium and enrolment.

use super::{Check, Path};
use crate::money::Money;
use crate::pack::fault::Words;
use crate::pack::{MoneyOf, PremiumRules, Subsidy};
use rust_decimal::Decimal;

pub(super) fn check(check: &mut Check<'_>) {
    let at = Path::of("premium");
    if check.states(&at) {
        let premium = &check.rules.premium;
        stated(check, &at);
        windows(check, premium, &at.key("window"));
        funding(check, premium, &at);
        allocations(check, premium, &at.key("allocation"));
        subsidies(check, premium, &at.key("subsidy"));
        specials(check, premium, &at.key("special"));
    }
    enrolment(check);
}

fn stated(check: &mut Check<'_>, at: &Path) {
    for key in ["member", "window", "benefits_from"] {
        let there =
            check.tree.get(&at.key(key)).is_some_and(|node| node.text().is_some() || !node.elements().is_empty());
        if !there && !check.rules.fragment {
            let words = Words::new(
                format!("缺少 `{key}`，收不了费。"),
                format!("`{key}` is missing, so no premium can be collected."),
                format!("请在 [premium] 里补上 `{key}`。"),
                format!("Add `{key}` to [premium]."),
            );
            check.error(at, words);
        }
    }
}

fn windows(check: &mut Check<'_>, premium: &PremiumRules, at: &Path) {
    let mut windows: Vec<_> = premium.windows.iter().enumerate().collect();
    for (number, _) in windows.iter().filter(|(_, window)| window.until < window.from) {
        let words = Words::new(
            "缴费期的结束早于开始。",
            "The premium window ends before it begins.",
            "请更正 premium.window 的 from 或 until。",
            "Correct from or until of premium.window.",
        );
        check.error(&at.nth(*number).key("until"), words);
    }
    windows.retain(|(_, window)| window.from <= window.until);
    windows.sort_by_key(|(_, window)| (window.from, window.until));
    for pair in windows.windows(2) {
        let [(_, earlier), (number, later)] = pair else { continue };
        if later.from <= earlier.until {
            let words = Words::new(
                format!("缴费期有重叠：{} 既在前一个缴费期里，也在这一个里。", later.from),
                format!("Premium windows overlap: {} lies in the one before and in this one.", later.from),
                "请让每一天只属于一个缴费期。",
                "Let each day lie in one window.",
            );
            check.error(&at.nth(*number).key("from"), words);
        } else if earlier.until.succ_opt() != Some(later.from) {
            let words = Words::new(
                format!("{} 之后、{} 之前不能缴费。", earlier.until, later.from),
                format!("Nobody can pay after {} and before {}.", earlier.until, later.from),
                "如果有意如此可以不管；否则请让缴费期前后相接。",
                "If that is meant, leave it; else let the windows follow each other.",
            );
            check.warning(&at.nth(*number).key("from"), words);
        }
    }
}

fn funding(check: &mut Check<'_>, premium: &PremiumRules, at: &Path) {
    for (number, funding) in premium.funding.iter().enumerate() {
        let sum = funding.central + funding.province + funding.local;
        if sum != premium.government {
            let (kind, government) = (&funding.county_type, premium.government);
            let words = Words::new(
                format!("{}：各级补助合计 {sum}，与 government = {government} 不符。", kind.zh),
                format!("{}: the levels together give {sum}, but government is {government}.", kind.en),
                "请核对 central、province、local 和 premium.government。",
                "Check central, province, local and premium.government.",
            );
            check.error(&at.key("funding").nth(number), words);
        }
    }
}

fn allocations(check: &mut Check<'_>, premium: &PremiumRules, at: &Path) {
    for (number, allocation) in premium.allocations.iter().enumerate() {
        if allocation.amount.is_some() == allocation.rate.is_some() {
            let words = Words::new(
                "一笔划拨要写金额或比例，只写一个。",
                "An allocation states an amount or a rate, and only one of them.",
                "请只留 amount 或只留 rate。",
                "Keep either amount or rate.",
            );
            check.error(&at.nth(number), words);
        }
    }
    let pots = [
        (MoneyOf::Member, "member", premium.member),
        (MoneyOf::Government, "government", premium.government),
        (MoneyOf::Pool, "pool", premium.member + premium.government),
    ];
    for (of, name, pot) in pots {
        let taken = premium.allocations.iter().enumerate().filter(|(_, allocation)| allocation.from == of);
        let mut sum = Decimal::ZERO;
        for (number, allocation) in taken {
            let share = allocation.rate.map_or(Decimal::ZERO, |rate| pot.decimal() * rate.decimal());
            sum += share + allocation.amount.unwrap_or_default().decimal();
            if sum > pot.decimal() {
                let words = Words::new(
                    format!("从 {name} 划出的钱超过了它的 {pot} 元。"),
                    format!("More is allocated from {name} than its {pot} yuan."),
                    "请核对划拨的金额、比例和缴费标准。",
                    "Check the allocations and the premium.",
                );
                check.error(&at.nth(number), words);
                break;
            }
        }
    }
}

fn subsidies(check: &mut Check<'_>, premium: &PremiumRules, at: &Path) {
    let highest = premium.grades.iter().map(|grade| grade.member);
    let highest = highest.chain(premium.windows.iter().filter_map(|window| window.member));
    let highest = highest.fold(premium.member, Money::max);
    for (number, rule) in premium.subsidies.iter().enumerate() {
        if matches!(rule.subsidy, Subsidy::Fixed(amount) if amount > highest && !highest.is_zero()) {
            let words = Words::new(
                format!("补助高于个人缴费标准 {highest} 元，多出的部分不起作用。"),
                format!(
                    "The subsidy is more than the member amount of {highest} yuan; what is above it has no effect."
                ),
                "全额资助请写 subsidy = \"full\"。",
                "Write subsidy = \"full\" where the whole amount is meant.",
            );
            check.warning(&at.nth(number).key("subsidy"), words);
        }
    }
}

/// The desk chooses by one digit.
const MOST_SPECIALS: usize = 9;

fn specials(check: &mut Check<'_>, premium: &PremiumRules, at: &Path) {
    if premium.specials.len() > MOST_SPECIALS {
        let words = Words::new(
            format!("特殊参保理由超过 {MOST_SPECIALS} 条，窗口按数字键选不到。"),
            format!("There are more than {MOST_SPECIALS} reasons for special enrolment; the desk chooses by a digit."),
            "请合并相近的理由。",
            "Join reasons that are alike.",
        );
        check.error(&at.nth(MOST_SPECIALS), words);
    }
    let opens = premium.windows.iter().map(|window| window.from).min();
    for (number, rule) in premium.specials.iter().enumerate() {
        if rule.until.zip(opens).is_some_and(|(until, opens)| until < opens) {
            let words = Words::new(
                format!("特殊参保理由 {} 在缴费期开始之前就截止了，永远用不到。", rule.code),
                format!("The reason {} ends before the first window begins, so it never applies.", rule.code),
                "请更正 until，或删去这一段。",
                "Correct until, or remove the reason.",
            );
            check.error(&at.nth(number).key("until"), words);
        }
    }
}

fn enrolment(check: &mut Check<'_>) {
    let enrolment = &check.rules.enrolment;
    let at = Path::of("enrolment");
    if enrolment.covered.is_empty() && check.states(&at) {
        let words = Words::new(
            "covered 是空的，谁也不能享受待遇。",
            "covered is empty, so funds pay for nobody.",
            "请写明哪些参保状态可以享受待遇，例如 [\"active\", \"provisional\"]。",
            "Name the states under which funds pay, such as [\"active\", \"provisional\"].",
        );
        check.error(&at.key("covered"), words);
    }
    for (number, pair) in enrolment.newborns.windows(2).enumerate() {
        if pair[1].within_days <= pair[0].within_days {
            let words = Words::new(
                "这条新生儿规则永远用不到，前一条已包括这些天数。",
                "This newborn rule never applies; the one before takes all of its days.",
                "请按 within_days 由小到大排列。",
                "Put the rules in the order of within_days, the smallest first.",
            );
            check.error(&at.key("newborn").nth(number + 1).key("within_days"), words);
        }
    }
    if let Some(waiting) = &enrolment.waiting {
        let at = at.key("waiting");
        if waiting.long_break_years.is_none() && check.states(&at.key("long_break_months")) {
            let words = Words::new(
                "写了 long_break_months，但没有写 long_break_years，不知道断保几年才适用。",
                "long_break_months is stated without long_break_years, so it never applies.",
                "请补上 long_break_years，或删去 long_break_months。",
                "Add long_break_years, or remove long_break_months.",
            );
            check.error(&at.key("long_break_months"), words);
        }
    }
}
