//! A year of settlements at the desk: reversals in its middle, what the county changes, households, claimed layers.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::ClinicError;
use nonghe_clinic::views::{DeathInput, EntryState, ReversalPlan, SettlementView};
use nonghe_domain::adjudicate::{Accumulators, Figures, accumulator};
use nonghe_domain::{Money, PersonId, SettlementId, Text};
use nonghe_protocol::FeedItem;
use nonghe_protocol::body::{BillSettled, Body};
use nonghe_protocol::feed::YearStanding;
use support::Desk;
use support::hospital::YEAR;

/// Number, what stands, what is expected.
fn later(plan: &ReversalPlan) -> Vec<(&str, &str, &str)> {
    let rows = plan.later.iter();
    rows.map(|row| (row.number.as_str(), row.you_pay.plain.as_str(), row.expected.plain.as_str())).collect()
}

fn body(desk: &Desk, settlement: &SettlementView) -> BillSettled {
    let id: SettlementId = settlement.row.id.parse().unwrap();
    desk.store(|store| {
        let seq = store.settlement(id).unwrap().unwrap().seq;
        match store.body(seq).unwrap() {
            Body::BillSettled(body) => *body,
            other => panic!("{other:?}"),
        }
    })
}

fn standing(desk: &Desk, person: &str) -> Accumulators {
    let person: PersonId = person.parse().unwrap();
    desk.store(|store| store.standing(person, YEAR).unwrap())
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

#[test]
fn a_reversal_in_the_middle_of_the_year_names_what_it_changes_before_and_after() {
    let desk = Desk::with_small_pack(&[]);
    let who = &desk.household()[0];
    // The deductible of the year is 500; above it the fund pays 80 %.
    let first = desk.stay(who, "100");
    let second = desk.stay(who, "100");
    let third = desk.stay(who, "10");
    assert_eq!([&first, &second, &third].map(|view| view.row.you_pay.plain.as_str()), ["600.00", "200.00", "20.00"]);
    let plan = desk.plan(&first);
    assert!(plan.stopped.is_none(), "{:?}", plan.stopped);
    assert_eq!(later(&plan), [(second.row.number.as_str(), "200.00", "600.00")]);
    assert_eq!(plan.later[0].difference.plain, "400.00");
    let effects: Vec<&str> = plan.effects.iter().map(|effect| effect.zh.as_str()).collect();
    assert!(effects.contains(&"年度累计减去这一笔"), "{effects:?}");
    assert!(effects.contains(&"其后有 1 笔结算预计金额不变"), "the third: {effects:?}");

    let blind = ReversalPlan { later: Vec::new(), ..plan.clone() };
    let refused = desk.reverse(&first, &blind).unwrap_err();
    assert!(matches!(refused, ClinicError::LaterChanged), "nobody saw what becomes of the second: {refused}");
    assert_eq!(refused.for_people().code, "E-5004");
    assert!(!desk.view(&first).row.reversed, "and nothing was reversed");

    let reversed = desk.reverse(&first, &plan).unwrap();
    let slip = reversed.reversal.unwrap();
    assert_eq!(slip.later, plan.later, "the slip lists what was shown");
    assert_eq!((slip.cash_returned.plain.as_str(), slip.method_name.zh.as_str()), ("600.00", "扫码"));
    // The desk changes nothing of the others by itself: the county decides.
    assert_eq!(desk.view(&second).row.you_pay.plain, "200.00");
    let both = body(&desk, &second).decision.difference.plus(&body(&desk, &third).decision.difference);
    assert_eq!(standing(&desk, who), both);
    assert!(desk.is_sound());
}

#[test]
fn the_last_settlement_of_a_year_is_reversed_without_a_word_about_others() {
    let desk = Desk::with_small_pack(&[]);
    let who = &desk.household()[0];
    let first = desk.stay(who, "100");
    let before = standing(&desk, who);
    let second = desk.stay(who, "100");
    let plan = desk.plan(&second);
    assert!(plan.later.is_empty());
    assert!(plan.effects.iter().any(|effect| effect.zh == "年度累计恢复到结算之前"), "{:?}", plan.effects);
    desk.reverse(&second, &plan).unwrap();
    assert_eq!(standing(&desk, who), before);
    let again = desk.plan(&second);
    assert!(again.stopped.is_some() && again.later.is_empty(), "once");
    assert!(desk.plan(&first).later.is_empty(), "what is reversed is not named");
}

fn adjusted(settled: &BillSettled, seq: u64, county: Figures, because: Option<Text>, total: &Accumulators) -> FeedItem {
    FeedItem::Adjustment {
        seq,
        settlement: settled.settlement,
        centre: settled.decision.figures(),
        county,
        difference: settled.decision.difference.clone(),
        standing: YearStanding {
            person: settled.standing.person,
            year: YEAR,
            accumulators: total.clone(),
            as_of_seq: seq,
        },
        because,
    }
}

#[test]
fn an_accepted_settlement_may_be_adjusted_again_and_again_and_the_last_word_counts() {
    let desk = Desk::with_small_pack(&[]);
    let who = &desk.household()[0];
    let settled = desk.stay(who, "100");
    let (entry, seq) = (body(&desk, &settled), desk.store(|store| store.last_seq().unwrap()));
    let accepted =
        FeedItem::Disposition { from_seq: 1, to_seq: seq, verdict: nonghe_protocol::feed::Verdict::Accepted };
    desk.hear(&[accepted]);
    assert!(desk.view(&settled).adjustment.is_none());
    let figures = |paid: &str, you_pay: &str| Figures {
        paid: [("basic".to_owned(), yuan(paid))].into(),
        you_pay: yuan(you_pay),
        ..entry.decision.figures()
    };
    let why = Text::new("此前的一笔结算已红冲", "An earlier settlement was reversed");
    let total = |paid: &str| {
        let mut total = Accumulators::default();
        total.add_amount("basic.paid".into(), yuan(paid));
        total
    };
    desk.hear(&[
        adjusted(&entry, seq, figures("300.00", "700.00"), None, &total("300")),
        adjusted(&entry, seq, figures("800.00", "200.00"), Some(why.clone()), &total("800")),
    ]);
    let view = desk.view(&settled);
    let adjustment = view.adjustment.unwrap();
    assert_eq!(view.row.state, EntryState::NeedsAction);
    assert_eq!(adjustment.sentence.zh, "本院结算个人负担 600.00 元，县级核算为 200.00 元，应退给个人 400.00 元。");
    assert_eq!(adjustment.history.len(), 2);
    assert_eq!(adjustment.history[1].because.as_ref(), Some(&why));
    assert_eq!(standing(&desk, who), total("800"), "the county's totals replace the desk's");

    desk.hear(&[adjusted(&entry, seq, figures("350.00", "650.00"), None, &total("350"))]);
    let owes = desk.view(&settled).adjustment.unwrap().sentence.zh;
    assert_eq!(owes, "本院结算个人负担 600.00 元，县级核算为 650.00 元，应向个人补收 50.00 元。");

    desk.hear(&[adjusted(&entry, seq, entry.decision.figures(), Some(why), &entry.decision.difference)]);
    let view = desk.view(&settled);
    let adjustment = view.adjustment.unwrap();
    assert!(!adjustment.open && adjustment.sentence.zh.contains("不再补退"), "{:?}", adjustment.sentence);
    assert_eq!((view.row.state, view.row.adjusted), (EntryState::Accepted, false), "nothing is left to do");
    assert_eq!(adjustment.history.len(), 4, "and nothing that was said is lost");
    assert!(desk.is_sound());
}

#[test]
fn a_household_is_counted_together_and_a_reversal_names_its_other_members() {
    let desk = Desk::with_small_pack(&["household.toml"]);
    let people = desk.household();
    // 600 borne by the first and 800 by the second pass the household's line of 1,000: the lump sum of 300 is paid.
    let first = desk.stay(&people[0], "100");
    let second = desk.stay(&people[1], "200");
    // The third finds it paid.
    let third = desk.stay(&people[2], "100");
    assert_eq!([&first, &second, &third].map(|view| view.row.you_pay.plain.as_str()), ["600.00", "500.00", "600.00"]);
    let entry = body(&desk, &second);
    let of_household = |name: &str| entry.history.amount(&accumulator::of_household(name));
    assert_eq!(of_household("lump.base"), yuan("600.00"), "the history that was used is in the entry");
    assert_eq!(entry.history.amount("lump.base"), Money::ZERO, "the second person's own is empty");
    let lump = |view: &SettlementView| {
        view.totals.iter().find(|total| total.name.zh == "家庭一次性补助已用").map(|total| total.used.plain.clone())
    };
    assert_eq!(lump(&third), Some("300.00".into()), "the running total is the household's");

    let plan = desk.plan(&first);
    let (second, third) = (&second.row, &third.row);
    assert_eq!(
        later(&plan),
        [(second.number.as_str(), "500.00", "800.00"), (third.number.as_str(), "600.00", "300.00")],
        "without the first the line is passed by the third"
    );
    assert_eq!((&plan.later[0].name, &plan.later[1].name), (&second.name, &third.name));
    desk.reverse(&first, &plan).unwrap();
    assert!(desk.is_sound());
}

#[test]
fn what_was_paid_to_somebody_who_died_still_counts_for_the_household() {
    let desk = Desk::with_small_pack(&["household.toml"]);
    let people = desk.household();
    desk.stay(&people[3], "100");
    let (second, own) = (desk.charged(&people[1], "200"), desk.charged(&people[3], "200"));
    let death =
        DeathInput { op: desk.op(), person: people[3].clone(), on: String::new(), new_head: None, note: String::new() };
    desk.clinic.person_die(&death, desk.now()).unwrap();
    // 600 and 400 reach the household's line of 1,000 and do not pass it; the next 800 do.
    assert_eq!(desk.settle(&own).row.you_pay.plain, "400.00", "settled after the death");
    assert_eq!(desk.settle(&second).row.you_pay.plain, "500.00");
    assert!(desk.is_sound());
}

#[test]
fn what_is_claimed_later_is_paid_at_the_desk_first_and_is_not_the_patients() {
    let desk = Desk::with_small_pack(&["claimed.toml"]);
    let who = &desk.household()[0];
    let premiums = takings(&desk);
    let stay = desk.charged(who, "100");
    // The fund pays 400 of 1,000; the supplement owes half of the other 600.
    let cash = desk.cash(&stay, "");
    assert_eq!([&cash.you_pay.plain, &cash.claimed.plain, &cash.amount.plain], ["600.00", "300.00", "600.00"]);
    let settled = desk.settle(&stay);
    let money = [&settled.row.you_pay, &settled.funds, &settled.cash.you_pay, &settled.cash.claimed];
    assert_eq!(money.map(|amount| amount.plain.as_str()), ["300.00", "700.00", "600.00", "300.00"]);
    let entry = body(&desk, &settled);
    assert_eq!((entry.cash.you_pay, entry.cash.collected), (yuan("600.00"), yuan("600.00")));
    assert_eq!(entry.decision.figures().you_pay, yuan("300.00"), "the county compares the final share");
    assert_eq!(takings(&desk) - premiums, yuan("600.00"), "the drawer has what was paid");
    let (count, fronted) = desk.store(|store| store.exposure().unwrap());
    assert_eq!((count, fronted), (1, yuan("400.00")), "the centre fronts only what it does not collect");

    // The county finds that the supplement owes 100 less: the desk took the right cash, the claim changes.
    let seq = desk.store(|store| store.last_seq().unwrap());
    let mut county = entry.decision.figures();
    county.paid.insert("supplement".into(), yuan("200.00"));
    county.you_pay = yuan("400.00");
    desk.hear(&[adjusted(&entry, seq, county, None, &entry.decision.difference)]);
    let adjustment = desk.view(&settled).adjustment.unwrap();
    assert_eq!(adjustment.sentence.zh, "本院结算个人负担 300.00 元，县级核算为 400.00 元，窗口不补不退。");
    assert_eq!(adjustment.claimed.unwrap().zh, "个人垫付待报销的部分由 300.00 元变为 200.00 元。");

    let plan = desk.plan(&settled);
    assert_eq!((plan.method.as_str(), plan.ways.len()), ("cash", 3), "as it was paid, unless chosen");
    assert!(plan.ways[1].effect.zh.contains("600.00"), "{:?}", plan.ways);
    let reversed = desk.reverse(&settled, &plan).unwrap();
    assert_eq!(reversed.reversal.unwrap().cash_returned.plain, "600.00");
    assert_eq!(takings(&desk), premiums);
    assert!(desk.is_sound());
}

/// Money in the drawer today.
fn takings(desk: &Desk) -> Money {
    desk.clinic.desk_view(desk.now()).unwrap().takings_total.plain.parse().unwrap()
}

#[test]
fn of_two_versions_of_a_pack_the_one_that_came_last_decides() {
    let version = |version: &str, deductible: &str| {
        let rules = support::small_file("yearly.toml").replace("version = \"1\"", &format!("version = {version:?}"));
        rules.replace("deductible = \"500.00\"", &format!("deductible = {deductible:?}"))
    };
    let (ninth, tenth) = (version("9", "500.00"), version("10", "100.00"));
    for (packs, you_pay) in [([&ninth, &tenth], "280.00"), ([&tenth, &ninth], "600.00")] {
        let desk = Desk::with_rules(&packs.map(Clone::clone));
        let settled = desk.stay(&desk.household()[0], "100");
        assert_eq!(settled.row.you_pay.plain, you_pay, "{:?}", settled.pack);
    }
}

#[test]
fn a_settlement_is_found_however_many_came_after_it() {
    let desk = Desk::with_small_pack(&[]);
    let members = desk.household();
    let (first, second) = (desk.stay(&members[0], "100"), desk.stay(&members[1], "100"));
    let found = |query: &str, limit| {
        let rows = desk.store(|store| store.settlements(query, limit).unwrap());
        rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    let (first, second) = (first.row, second.row);
    assert_eq!(found("", 1), std::slice::from_ref(&second.number));
    for query in [first.name.as_str(), &first.number, &first.number.to_lowercase()] {
        assert_eq!(found(query, 1), std::slice::from_ref(&first.number), "{query}");
    }
    assert_eq!(found("%", 9), [""; 0]);
    let listed = desk.clinic.settlement_list(&format!(" {} ", second.name)).unwrap();
    assert_eq!(listed.iter().map(|row| &row.number).collect::<Vec<_>>(), [&second.number]);
}

#[test]
fn a_reversal_is_foretold_by_what_is_on_record_now() {
    let poor = "[[layer.terms]]\nwhen = { category = [\"poor\"] }\nband = [{ rate = \"90%\" }]\n[[layer.terms]]";
    let named = "[[category]]\ncode = \"poor\"\nname = { zh = \"低保\", en = \"Poor\" }\n[[layer]]";
    let rules = support::small_file("yearly.toml").replacen("[[layer.terms]]", poor, 1).replacen("[[layer]]", named, 1);
    let desk = Desk::with_rules(&[rules]);
    let who = &desk.household()[0];
    let (first, second) = (desk.stay(who, "100"), desk.stay(who, "100"));
    let category = nonghe_clinic::views::CategoryInput {
        code: "poor".into(),
        from: "20260101".into(),
        until: String::new(),
        source: "县民政名单".into(),
    };
    let (op, person) = (desk.op(), who.clone());
    let input = nonghe_clinic::views::CategoriesInput { op, person, categories: vec![category], note: String::new() };
    desk.clinic.categories_change(&input, desk.now()).unwrap();
    // As it stands the second bears 200; the county will decide it for somebody with the allowance.
    assert_eq!(later(&desk.plan(&first)), [(second.row.number.as_str(), "200.00", "100.00")]);
}

#[test]
fn a_reversal_is_foretold_with_those_who_counted_wherever_they_live_by_then() {
    let desk = Desk::with_small_pack(&["household.toml"]);
    let members = desk.household();
    // 600 and 600 pass the line of 1,000 of the household together: the second gets 200 of its lump sum.
    let (first, second) = (desk.stay(&members[0], "100"), desk.stay(&members[1], "100"));
    assert_eq!(second.row.you_pay.plain, "400.00");
    let home = desk.clinic.person_view(&members[1], YEAR, desk.now()).unwrap().household;
    let input = nonghe_clinic::views::SplitInput {
        op: desk.op(),
        household: home,
        persons: vec![members[1].clone()],
        head: members[1].clone(),
        new_head: None,
        relations: Vec::new(),
        village: "重石村".into(),
        group: String::new(),
        door: String::new(),
        phone: String::new(),
        note: String::new(),
    };
    desk.clinic.household_split(&input, desk.now()).unwrap();
    assert_eq!(later(&desk.plan(&first)), [(second.row.number.as_str(), "400.00", "600.00")]);
    assert!(desk.is_sound());
}
