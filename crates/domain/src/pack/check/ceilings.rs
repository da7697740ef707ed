//! Ceilings of terms.

use super::{Check, Path, terms};
use crate::pack::fault::Words;
use crate::pack::{Ceiling, CeilingAxis, CeilingPeriod, Layer, Whose};

pub(super) fn check(check: &mut Check<'_>, layer: &Layer, earlier: &[Layer], at: &Path) {
    for (number, terms) in layer.terms.iter().enumerate() {
        for (place, ceiling) in terms.ceilings.iter().enumerate() {
            let at = at.nth(number).key("ceiling").nth(place);
            most(check, ceiling, &at);
            counted(check, ceiling, &at);
            raised(check, ceiling, &at);
            terms::are_earlier(check, &ceiling.with, earlier, &at.key("with"));
        }
    }
}

/// One thing says how much the most is.
fn most(check: &mut Check<'_>, ceiling: &Ceiling, at: &Path) {
    let stated = [ceiling.amount.is_some(), ceiling.share.is_some(), ceiling.balance.is_some()];
    if stated.into_iter().filter(|is| *is).count() != 1 {
        let words = Words::new(
            "封顶线要且只能写一种：金额、比例或账户余额。",
            "A ceiling states exactly one of amount, share and balance.",
            "请只写 amount = \"80000.00\"，或 share 加 of，或 balance = \"family-account\"。",
            "State only amount = \"80000.00\", or share with of, or balance = \"family-account\".",
        );
        check.error(at, words);
        return;
    }
    if ceiling.share.is_some() != ceiling.of.is_some() {
        let words = Words::new(
            "按比例封顶要同时写 share 和 of。",
            "A ceiling as a share states both share and of.",
            "请写成 share = \"90%\", of = \"total\"（或 \"covered\"）。",
            "Write share = \"90%\", of = \"total\" (or \"covered\").",
        );
        check.error(at, words);
    }
    if ceiling.share.is_some() && ceiling.per != CeilingPeriod::Stay {
        let words = Words::new(
            "按比例封顶只能按次计算。",
            "A ceiling as a share is counted for each stay only.",
            "请写 per = \"stay\"。",
            "Write per = \"stay\".",
        );
        check.error(&at.key("per"), words);
    }
    if ceiling.balance.is_some() && ceiling.per != CeilingPeriod::Year {
        let words = Words::new(
            "账户余额按年计算，按别的期限会重复使用同一笔钱。",
            "The balance of an account is that of the year; over another period the same money would be used again.",
            "请写 per = \"year\"。",
            "Write per = \"year\".",
        );
        check.error(&at.key("per"), words);
    }
}

fn counted(check: &mut Check<'_>, ceiling: &Ceiling, at: &Path) {
    let by_itself = matches!(ceiling.per, CeilingPeriod::Day | CeilingPeriod::Stay);
    if let Some(scope) = &ceiling.scope {
        if by_itself {
            let words = Words::new(
                "scope 是跨次累计的账户，不能用于按次或按日的封顶线。",
                "scope is an account over several stays and says nothing for a ceiling per stay or day.",
                "请写 per = \"year\"、\"quarter\" 或 \"month\"，或删去 scope。",
                "Write per = \"year\", \"quarter\" or \"month\", or remove scope.",
            );
            check.error(&at.key("scope"), words);
        }
        let is_plain = !scope.is_empty() && scope.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if !is_plain {
            let words = Words::new(
                "scope 只能由文字、数字、- 和 _ 组成，不能为空。",
                "scope consists of letters, digits, - and _, and is not empty.",
                "请改成简短的代号，例如 injury。",
                "Use a short word, such as injury.",
            );
            check.error(&at.key("scope"), words);
        }
    }
    if ceiling.counts == Whose::Household && by_itself {
        let words = Words::new(
            "按家庭累计（counts）不能用于按次或按日的封顶线。",
            "counts = \"household\" says nothing for a ceiling per stay or day.",
            "请写 per = \"year\"、\"quarter\" 或 \"month\"，或删去 counts。",
            "Write per = \"year\", \"quarter\" or \"month\", or remove counts.",
        );
        check.error(&at.key("counts"), words);
    }
    if !ceiling.with.is_empty() && ceiling.on == CeilingAxis::Cost {
        let words = Words::new(
            "with 把前面各层支付的金额合在一起封顶，不能用于按费用封顶（on = \"cost\"）。",
            "with adds what earlier layers paid, which a ceiling on the cost does not count.",
            "请删去 with，或把 on 改为 \"benefit\"。",
            "Remove with, or write on = \"benefit\".",
        );
        check.error(&at.key("with"), words);
    }
}

fn raised(check: &mut Check<'_>, ceiling: &Ceiling, at: &Path) {
    let can_be_raised = ceiling.per == CeilingPeriod::Year && ceiling.amount.is_some();
    if !ceiling.raises.is_empty() && !can_be_raised {
        let words = Words::new(
            "只有按年、写明金额的封顶线才能提高。",
            "Only a ceiling per year with an amount can be raised.",
            "请写 per = \"year\" 和 amount，或删去 raise。",
            "Write per = \"year\" and amount, or remove raise.",
        );
        check.error(&at.key("raise"), words);
    }
    if ceiling.raised_at_most.is_some() && ceiling.raises.is_empty() {
        let words = Words::new(
            "写了 raised_at_most，但没有写 raise。",
            "raised_at_most is stated, but nothing raises the ceiling.",
            "请补上 raise，或删去 raised_at_most。",
            "Add raise, or remove raised_at_most.",
        );
        check.error(&at.key("raised_at_most"), words);
    }
}
