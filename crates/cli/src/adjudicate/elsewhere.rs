//! “Where would I pay less?”: the same bill at every tier and place that the pack knows.

use crate::failure::Failure;
use crate::table::{Field, TextTable, figure, words};
use nonghe_domain::adjudicate::{Bill, Outcome, Referral, adjudicate};
use nonghe_domain::pack::{NamedCode, Pack};
use nonghe_domain::year::{Decision, Replay};
use nonghe_domain::{Lang, Money, Text};

/// What the bill comes to somewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Comes {
    funds: Money,
    you_pay: Money,
    covered: bool,
}

/// A way to be treated: where, and with which referral.
struct Way {
    name: Text,
    referral: Option<Referral>,
    comes: Comes,
    own: bool,
}

/// The table for a case of one bill.
pub fn table(packs: &[&Pack], played: Replay, lang: Lang) -> Result<String, Failure> {
    let events = played.steps.len();
    let mut decisions = played.steps.into_iter().flat_map(|step| step.decisions);
    let (Some(decision), None, 1) = (decisions.next(), decisions.next(), events) else {
        return Err(not_one_bill());
    };
    let Some(pack) = decision.pack.map(|place| packs[place]) else {
        return Err(not_covered(decision.bill.discharged));
    };
    let own = comes(pack, &decision, &decision.bill)?;
    let ways = ways(pack, &decision)?;
    let heading = |zh: &str, en: &str| Text::new(zh, en);
    let mut table = TextTable::new(
        lang,
        &[
            heading("在哪里看", "Where"),
            heading("转诊", "Referral"),
            heading("基金支付", "Funds pay"),
            heading("您自己付", "You pay"),
            heading("与本次相比", "Against now"),
        ],
    );
    let least = ways.iter().map(|way| way.comes.you_pay).min();
    for way in &ways {
        let mut where_ = way.name.get(lang).to_owned();
        if way.own {
            where_.push_str(if lang == Lang::Zh { "（本次）" } else { " (now)" });
        }
        if Some(way.comes.you_pay) == least {
            where_.push_str(if lang == Lang::Zh { " ★" } else { " *" });
        }
        table.row([
            words(where_),
            words(way.referral.map_or(String::new(), |referral| referral_name(referral).get(lang).to_owned())),
            if way.comes.covered { figure(way.comes.funds.grouped()) } else { no_fund(lang) },
            figure(way.comes.you_pay.grouped()),
            figure(signed(way.comes.you_pay - own.you_pay)),
        ]);
    }
    let remark = match lang {
        Lang::Zh => "按同样的费用比较；级别高的医院同样的病往往收费更多。★ 自己付最少。",
        Lang::En => {
            "The same charges everywhere; a higher hospital often charges more for the same illness. * you pay least."
        }
    };
    Ok(format!("{}\n{remark}\n", table.lines()))
}

fn no_fund(lang: Lang) -> Field {
    words(if lang == Lang::Zh { "没有基金支付" } else { "no fund takes part" })
}

/// An amount with its sign.
fn signed(change: Money) -> String {
    if change > Money::ZERO { format!("+{}", change.grouped()) } else { change.grouped() }
}

fn ways(pack: &Pack, decision: &Decision) -> Result<Vec<Way>, Failure> {
    let mut ways = at(pack, decision, None)?;
    for place in &pack.rules.places {
        ways.extend(at(pack, decision, Some(place))?);
    }
    Ok(ways)
}

/// The ways to be treated in a place. What makes no difference there is not told apart.
fn at(pack: &Pack, decision: &Decision, place: Option<&NamedCode>) -> Result<Vec<Way>, Failure> {
    let referrals: &[Referral] = match place {
        None => &[Referral::Local, Referral::Filed, Referral::Unfiled],
        Some(_) => &[Referral::Filed, Referral::Unfiled],
    };
    let mut by_tier = Vec::new();
    for tier in &pack.rules.tiers {
        let mut results = Vec::new();
        for referral in referrals {
            let mut bill = decision.bill.clone();
            if bill.tier != tier.code || bill.place.as_ref() != place.map(|place| &place.code) {
                bill.facility = None;
            }
            bill.tier.clone_from(&tier.code);
            bill.place = place.map(|place| place.code.clone());
            bill.referral = *referral;
            results.push(comes(pack, decision, &bill)?);
        }
        by_tier.push((tier, results));
    }
    let alike = place.is_some() && by_tier.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let is_here = decision.bill.place.as_ref() == place.map(|place| &place.code);
    let mut ways = Vec::new();
    for (tier, results) in by_tier.into_iter().take(if alike { 1 } else { usize::MAX }) {
        let name = match (place, alike) {
            (None, _) => tier.name.clone(),
            (Some(place), true) => place.name.clone(),
            (Some(place), false) => {
                Text::new(format!("{} {}", place.name.zh, tier.name.zh), format!("{}, {}", place.name.en, tier.name.en))
            }
        };
        let is_own = is_here && (alike || decision.bill.tier == tier.code);
        if results.windows(2).all(|pair| pair[0] == pair[1]) {
            ways.push(Way { name, referral: None, comes: results[0], own: is_own });
            continue;
        }
        for (referral, comes) in referrals.iter().zip(results) {
            let own = is_own && *referral == decision.bill.referral;
            ways.push(Way { name: name.clone(), referral: Some(*referral), comes, own });
        }
    }
    Ok(ways)
}

fn comes(pack: &Pack, decision: &Decision, bill: &Bill) -> Result<Comes, Failure> {
    let outcome = adjudicate(pack, &decision.standing, &decision.history, bill)
        .map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(match outcome {
        Outcome::Settled(settlement) => {
            Comes { funds: settlement.funds_pay(), you_pay: settlement.you_pay, covered: true }
        }
        Outcome::NotCovered(_) => {
            let total = bill.total().map_err(|error| Failure::Usage(error.to_string()))?;
            Comes { funds: Money::ZERO, you_pay: total, covered: false }
        }
    })
}

/// The state of a referral as a column says it.
fn referral_name(referral: Referral) -> Text {
    let (zh, en) = match referral {
        Referral::Local => ("不需要", "not needed"),
        Referral::Filed => ("已备案", "on file"),
        Referral::Unfiled => ("未备案", "not on file"),
        Referral::Emergency => ("急诊", "emergency"),
    };
    Text::new(zh, en)
}

fn not_one_bill() -> Failure {
    Failure::unusable(
        Text::new("--elsewhere 只比较一张账单。", "--elsewhere compares a single bill."),
        Text::new(
            "请给一个只有一次结算的病例；以前的费用写在 history 里。",
            "Give a case with one settlement; put what came before into `history`.",
        ),
    )
}

fn not_covered(date: chrono::NaiveDate) -> Failure {
    Failure::unusable(
        Text::new(format!("没有政策包适用于 {date}。"), format!("No pack holds on {date}.")),
        Text::new("请给适用于这一天的政策包。", "Give the pack that holds on this day."),
    )
}
