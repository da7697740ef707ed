//! What the county came to, beside what was settled: both figures, and who owes whom how much.

use crate::views::{AdjustmentRow, AdjustmentStep, AdjustmentView};
use nonghe_domain::adjudicate::{Figures, Settlement};
use nonghe_domain::pack::Pack;
use nonghe_domain::{Money, Text};
use nonghe_store::AdjustmentRecord;

/// Both figures side by side, the last of the county's counting; none if the county never came to others.
pub(crate) fn adjustment_view(pack: &Pack, decision: &Settlement, said: &[AdjustmentRecord]) -> Option<AdjustmentView> {
    let AdjustmentRecord { centre, county, .. } = said.last().filter(|_| said.iter().any(differs))?;
    let row = |name: Text, part: &dyn Fn(&Figures) -> Money| {
        let (ours, theirs) = (part(centre), part(county));
        AdjustmentRow {
            name,
            centre: ours.into(),
            county: theirs.into(),
            difference: (theirs - ours).into(),
            differs: ours != theirs,
        }
    };
    let mut rows = vec![
        row(Text::new("总费用", "Total charges"), &|figures| figures.total),
        row(Text::new("政策范围内费用", "Covered charges"), &|figures| figures.covered),
    ];
    for layer in &pack.rules.layers {
        rows.push(row(layer.name.clone(), &|figures| figures.paid.get(&layer.id).copied().unwrap_or_default()));
    }
    rows.push(row(Text::new("个人负担", "You pay"), &|figures| figures.you_pay));
    let claimed = [centre, county].map(|figures| claimed(decision, figures));
    Some(AdjustmentView {
        rows,
        sentence: sentence(centre, county, claimed),
        claimed: claimed_words(claimed),
        open: centre != county,
        history: said
            .iter()
            .map(|said| AdjustmentStep { you_pay: said.county.you_pay.into(), because: said.because.clone() })
            .collect(),
    })
}

fn differs(said: &AdjustmentRecord) -> bool {
    said.centre != said.county
}

/// What of the funds' part the patient claims later: the layers are those of the centre's decision, for they depend on
/// the case and not on the year before it.
fn claimed(decision: &Settlement, figures: &Figures) -> Money {
    let layers = decision.layers.iter().filter(|layer| layer.claimed);
    layers.map(|layer| figures.paid.get(&layer.layer).copied().unwrap_or_default()).sum()
}

/// Names both amounts, and what the desk pays out or collects.
fn sentence(centre: &Figures, county: &Figures, claimed: [Money; 2]) -> Text {
    let (ours, theirs) = (centre.you_pay.grouped(), county.you_pay.grouped());
    if centre == county {
        return Text::new(
            format!("县级先后核算，现与本院一致：个人负担 {ours} 元，不再补退。"),
            format!("The county's figures are this centre's again: you pay ¥{ours}. Nothing is owed."),
        );
    }
    let owed = county.you_pay + claimed[1] - centre.you_pay - claimed[0];
    if owed.is_zero() {
        return Text::new(
            format!("本院结算个人负担 {ours} 元，县级核算为 {theirs} 元，窗口不补不退。"),
            format!("This centre: you pay ¥{ours}. The county: ¥{theirs}. Nothing is paid or collected at the desk."),
        );
    }
    if owed.is_negative() {
        let back = (-owed).grouped();
        return Text::new(
            format!("本院结算个人负担 {ours} 元，县级核算为 {theirs} 元，应退给个人 {back} 元。"),
            format!("This centre: you pay ¥{ours}. The county: ¥{theirs}. ¥{back} is owed to the person."),
        );
    }
    let more = owed.grouped();
    Text::new(
        format!("本院结算个人负担 {ours} 元，县级核算为 {theirs} 元，应向个人补收 {more} 元。"),
        format!("This centre: you pay ¥{ours}. The county: ¥{theirs}. The person owes ¥{more}."),
    )
}

fn claimed_words([ours, theirs]: [Money; 2]) -> Option<Text> {
    let (before, now) = (ours.grouped(), theirs.grouped());
    (ours != theirs).then(|| {
        Text::new(
            format!("个人垫付待报销的部分由 {before} 元变为 {now} 元。"),
            format!("What the person paid first and claims from the fund is ¥{now} instead of ¥{before}."),
        )
    })
}
