//! What sources say of places, worked out by hand.

use super::{at, facts, first, heir, layer_pays, shipped, visit, who, with_certificates, year};
use crate::support::{charge, day, money, paid, settle};
use nonghe_domain::adjudicate::{
    Accumulators, Bill, ChargeLine, Member, Outcome, Referral, Refusal, Standing, StayKind, adjudicate,
};
use nonghe_domain::pack::Pack;
use nonghe_domain::premium::premium;

#[test]
fn jiamusi_pays_by_tier_place_and_referral() {
    let pack = heir("jiamusi-2018");
    let away = |place: &str, referral, covered: &str| Bill {
        place: Some(place.into()),
        referral,
        ..at(&pack, "tier3", covered)
    };
    let basic = |standing: &Standing, bill: &Bill| layer_pays(&pack, standing, bill, "basic");
    for (tier, covered, expected) in [
        ("township", "200.00", "0.00"),
        ("township", "200.01", "0.01"),
        ("township", "1200.00", "900.00"),
        ("tier1", "1300.00", "800.00"),
        ("tier2", "1400.00", "750.00"),
        ("tier3", "10700.00", "6500.00"),
        // (123,776.92 − 700) × 65 % = 79,999.998, and a fen more reaches the ceiling as well.
        ("tier3", "123776.92", "80000.00"),
        ("tier3", "200700.00", "80000.00"),
    ] {
        assert_eq!(basic(&who(&[]), &at(&pack, tier, covered)), expected, "{tier} {covered}");
    }
    for (bill, expected) in [
        (away("in-province", Referral::Filed, "3000.00"), "1200.00"),
        (away("in-province", Referral::Emergency, "3000.00"), "1200.00"),
        (away("out-of-province", Referral::Filed, "3500.00"), "1000.00"),
        (away("in-province", Referral::Unfiled, "3500.00"), "800.00"),
        (away("out-of-province", Referral::Unfiled, "3500.00"), "800.00"),
    ] {
        assert_eq!(basic(&who(&[]), &bill), expected, "{:?} {:?}", bill.place, bill.referral);
    }
    assert_eq!(basic(&who(&["dibao"]), &at(&pack, "township", "1200.00")), "950.00", "five points more");
    assert_eq!(basic(&who(&["dibao", "tekun"]), &at(&pack, "township", "1200.00")), "950.00", "once");
}

#[test]
fn jiamusi_has_small_ceilings_fixed_births_and_old_accounts() {
    let pack = heir("jiamusi-2018");
    let injury = |covered| Bill { kind: StayKind::Injury, ..at(&pack, "township", covered) };
    let birth =
        |facts_of: &[&str], covered| facts(facts_of, Bill { kind: StayKind::Birth, ..at(&pack, "tier1", covered) });
    // 4,800 × 90 % = 4,320, of which 3,000; an ordinary stay of the same year is not touched by it.
    let bills = [injury("5000.00"), injury("1000.00"), at(&pack, "township", "1200.00")];
    let basics: Vec<_> = year(&pack, &who(&[]), &bills).into_iter().map(|line| line[1].clone()).collect();
    assert_eq!(basics, ["3000.00", "0.00", "900.00"]);
    assert_eq!(layer_pays(&pack, &who(&[]), &birth(&[], "3000.00"), "basic"), "1100.00");
    assert_eq!(layer_pays(&pack, &who(&[]), &birth(&["caesarean"], "3000.00"), "basic"), "1500.00");
    assert_eq!(layer_pays(&pack, &who(&[]), &birth(&[], "800.00"), "basic"), "800.00", "never more than the charges");
    // Visits: half, at most 100 a year: 75, then the 25 that are left, then nothing.
    let visits = ["150.00", "60.00", "60.00"].map(|covered| visit(at(&pack, "township", covered)));
    let pool: Vec<_> = year(&pack, &who(&[]), &visits).into_iter().map(|line| line[0].clone()).collect();
    assert_eq!(pool, ["75.00", "25.00", "0.00"]);
    let member = Member { family_account: money("50.00"), ..Member::default() };
    let saver = Standing { member, ..who(&[]) };
    let line = &year(&pack, &saver, &[visit(at(&pack, "township", "120.00"))])[0];
    assert_eq!(line, &["60.00", "0.00", "0.00", "50.00", "10.00"], "pool, then the old balance, then cash");
}

#[test]
fn jiamusi_starts_serious_illness_at_ten_thousand_and_for_the_poor_at_five() {
    let pack = heir("jiamusi-2018");
    let serious =
        |standing: &Standing, covered| layer_pays(&pack, standing, &at(&pack, "township", covered), "serious");
    // Above 89,088.89 basic insurance has paid its 80,000, so what is left is the charges less 80,000.
    for (covered, plain, poor) in [
        ("90000.00", "0.00", "2500.00"),
        ("90000.02", "0.01", "2500.01"),
        // (410,000 − 10,000) × 50 % is the ceiling itself; the poor have none.
        ("490000.00", "200000.00", "202500.00"),
        ("490000.02", "200000.00", "202500.01"),
    ] {
        assert_eq!(serious(&who(&[]), covered), plain, "{covered}");
        assert_eq!(serious(&who(&["registered-poor"]), covered), poor, "{covered}");
    }
}

#[test]
fn shandong_pays_the_twenty_diseases_below_the_start_line() {
    let pack = heir("shandong-serious-2014");
    let serious = |bill: &Bill| layer_pays(&pack, &who(&[]), bill, "serious");
    for (burden, expected) in [
        ("10000.00", "0.00"),
        ("10000.02", "0.01"),
        ("100000.00", "45000.00"),
        // The press conference: 45,000 + 42,000.
        ("170000.00", "87000.00"),
        // 45,000 + 258,333.33 × 60 % = 199,999.998.
        ("358333.33", "200000.00"),
        ("400000.00", "200000.00"),
    ] {
        assert_eq!(serious(&at(&pack, "any", burden)), expected, "{burden}");
    }
    for (burden, expected) in [("10000.00", "1700.00"), ("20000.00", "9000.00"), ("400000.00", "200000.00")] {
        assert_eq!(serious(&facts(&["twenty-diseases"], at(&pack, "any", burden))), expected, "{burden}");
    }
    let before = Bill { discharged: day("2014-03-31"), admitted: day("2014-03-31"), ..at(&pack, "any", "20000.00") };
    let outcome = adjudicate(&pack, &who(&[]), &Accumulators::default(), &before).unwrap();
    assert_eq!(outcome, Outcome::NotCovered(vec![Refusal::PackDoesNotCover { date: day("2014-03-31") }]));
}

#[test]
fn tianjin_counts_cost_up_to_three_hundred_thousand() {
    let pack = heir("tianjin-2014");
    for (burden, expected) in [
        ("20000.00", "0.00"),
        ("20000.02", "0.01"),
        ("100000.00", "40000.00"),
        ("200000.00", "100000.00"),
        ("300000.00", "170000.00"),
        ("400000.00", "170000.00"),
    ] {
        assert_eq!(layer_pays(&pack, &who(&[]), &at(&pack, "any", burden), "serious"), expected, "{burden}");
    }
    // Over the year: 40,000 + 30,000, then up to 250,000 another 30,000 + 35,000, then the last 50,000 that count.
    let bills = ["150000.00", "100000.00", "100000.00", "100.00"].map(|burden| at(&pack, "any", burden));
    let serious: Vec<_> = year(&pack, &who(&[]), &bills).into_iter().map(|line| line[1].clone()).collect();
    assert_eq!(serious, ["70000.00", "65000.00", "35000.00", "0.00"]);
}

#[test]
fn plain_tables_of_the_rural_scheme() {
    for (id, tier, covered, expected) in [
        ("luoyang", "township", "1100.00", "900.00"),
        // 1,100 × 63 %, then 1,000 × 83 % more.
        ("luoyang", "county", "1500.00", "693.00"),
        ("luoyang", "county", "2500.00", "1523.00"),
        ("luoyang", "city-tier2", "3000.00", "1320.00"),
        ("luoyang", "city-tier2", "4000.00", "2070.00"),
        ("luoyang", "tier3", "4000.00", "1484.00"),
        ("luoyang", "tier3", "5000.00", "2204.00"),
        ("luoyang", "provincial", "7000.00", "2500.00"),
        ("luoyang", "provincial", "8000.00", "3180.00"),
        ("xiaoshan", "township", "500.00", "0.00"),
        ("xiaoshan", "township", "500.02", "0.01"),
        ("xiaoshan", "township", "5600.00", "3375.00"),
        ("xiaoshan", "township", "6000.00", "3675.00"),
        // 4,500 × 65 % + 15,000 × 75 %, and 65 % again above.
        ("xiaoshan", "township", "20000.00", "14175.00"),
        ("xiaoshan", "township", "21000.00", "14825.00"),
        ("sanming-2010", "county", "400.00", "0.00"),
        ("sanming-2010", "county", "18000.00", "10560.00"),
        ("sanming-2010", "county", "100400.00", "60000.00"),
        ("sanming-2010", "county", "100401.00", "60000.00"),
        ("hainan-township", "township", "100.00", "0.00"),
        ("hainan-township", "township", "2000.00", "1900.00"),
        ("linchuan-2009", "township", "1100.00", "750.00"),
        ("linchuan-2009", "district", "1300.00", "600.00"),
    ] {
        let pack = heir(id);
        assert_eq!(layer_pays(&pack, &who(&[]), &at(&pack, tier, covered), "basic"), expected, "{id} {tier} {covered}");
    }
}

#[test]
fn family_accounts_pay_visits_up_to_their_balance() {
    for id in ["linchuan-2009", "hanshan-2006"] {
        let pack = heir(id);
        let tier = &pack.rules.tiers[0].code;
        let member = Member { family_account: money("60.00"), ..Member::default() };
        let saver = Standing { member, ..who(&[]) };
        let of_household = |totals: Accumulators| totals.with_household([&totals]);
        let one = first(&pack, &saver, &visit(at(&pack, tier, "45.00")));
        assert_eq!(one.you_pay, money("0.00"), "{id}");
        let two = settle(&pack, &saver, &of_household(one.difference), &visit(at(&pack, tier, "45.00")));
        assert_eq!((two.funds_pay(), two.you_pay), (money("15.00"), money("30.00")), "{id}: 15 are left of 60");
    }
}

#[test]
fn the_five_villagers_of_xianning() {
    let pack = heir("xianning-village-2005");
    let bills = |visits: &str, stay: &str| {
        let stays = Some(at(&pack, "any", stay)).filter(|_| stay != "0");
        let visits = Some(visit(at(&pack, "any", visits)));
        visits.into_iter().chain(stays).collect::<Vec<_>>()
    };
    // What each bears includes the premium of 60.
    for (visits, stay, bears) in
        [("20", "0", "60.00"), ("160", "0", "60.00"), ("260", "0", "80.00"), ("70", "800", "380.00")]
    {
        let lines = year(&pack, &who(&[]), &bills(visits, stay));
        let own = lines.iter().map(|line| money(line.last().unwrap())).fold(money("60.00"), |sum, own| sum + own);
        assert_eq!(own, money(bears), "{visits} {stay}");
    }
    // Stays over the year: 3,000 of 5,000; 80 % up to 20,000; then all.
    let stays = ["5000.00", "15000.00", "1000.00"].map(|covered| at(&pack, "any", covered));
    let paid: Vec<_> = year(&pack, &who(&[]), &stays).into_iter().map(|line| line[1].clone()).collect();
    assert_eq!(paid, ["3000.00", "12000.00", "1000.00"]);
}

#[test]
fn yichang_asks_for_the_laboratory() {
    let ill = |bill: Bill| Bill { diagnosis: "A15.000".into(), ..bill };
    for (county, township, county_rate) in
        [("zhijiang", "850.00", "750.00"), ("yidu", "850.00", "650.00"), ("wufeng", "800.00", "700.00")]
    {
        let pack = heir(&format!("yichang-{county}-2014"));
        let funds = |bill: &Bill| first(&pack, &who(&[]), bill).funds_pay().to_string();
        assert_eq!(funds(&at(&pack, "township", "1000.00")), township, "{county}");
        let stay = ill(at(&pack, "county", "1000.00"));
        assert_eq!(funds(&facts(&["smear-positive"], stay.clone())), "900.00", "{county}");
        assert_eq!(funds(&facts(&["smear-negative"], stay.clone())), "800.00", "{county}");
        assert_eq!(funds(&stay), county_rate, "{county}: without a result a stay like any other");
    }
    let visits = |pack: &Pack, bills: &[(&str, &str)]| {
        let bills: Vec<_> = bills
            .iter()
            .map(|(date, covered)| Bill {
                discharged: day(date),
                admitted: day(date),
                settled: day(date),
                ..ill(visit(at(pack, "township", covered)))
            })
            .collect();
        let lines = year(pack, &who(&[]), &bills);
        let own = |line: &Vec<String>| line.last().unwrap().clone();
        lines.iter().map(own).collect::<Vec<_>>()
    };
    // What is left to the patient. Zhijiang: 45 a month. Yidu: 200 a year. Wufeng: 70 %, 2,000 a year.
    let month =
        visits(&heir("yichang-zhijiang-2014"), &[("2014-03-02", "60"), ("2014-03-30", "30"), ("2014-04-01", "60")]);
    assert_eq!(month, ["15.00", "30.00", "15.00"]);
    let months: Vec<_> = (1..=12).map(|month| format!("2014-{month:02}-05")).collect();
    let full: Vec<_> = months.iter().map(|date| (date.as_str(), "45")).collect();
    let all = visits(&heir("yichang-zhijiang-2014"), &full);
    assert!(all.iter().all(|own| own == "0.00"), "12 × 45 is the year's 540: {all:?}");
    let quota = visits(&heir("yichang-yidu-2014"), &[("2014-03-02", "150"), ("2014-05-02", "100")]);
    assert_eq!(quota, ["0.00", "50.00"]);
    let rate = visits(&heir("yichang-wufeng-2014"), &[("2014-03-02", "1000"), ("2014-05-02", "2000")]);
    assert_eq!(rate, ["300.00", "700.00"], "70 % of 2,000 are 1,400, of which 1,300 are left");
}

#[test]
fn huangyuan_fills_up_to_seventy_per_cent_of_everything() {
    let pack = heir("huangyuan-2013");
    let bill = |covered: &str, outside: &str| {
        let lines: Vec<ChargeLine> = vec![charge("A", covered), charge("C", outside)];
        Bill { lines, ..at(&pack, "any", covered) }
    };
    let major = |bill| first(&pack, &who(&[]), &facts(&["major-disease"], bill)).funds_pay().to_string();
    assert_eq!(major(bill("6000.00", "4000.00")), "7000.00");
    assert_eq!(major(bill("285714.28", "0.01")), "200000.00", "285,714.29 × 70 % = 200,000.003");
    assert_eq!(major(bill("300000.00", "0.01")), "200000.00");
    assert_eq!(first(&pack, &who(&[]), &bill("6000.00", "4000.00")).funds_pay(), money("0.00"));
}

#[test]
fn ulanqab_stacks_four_layers_under_ninety_per_cent() {
    let pack = heir("ulanqab");
    let stays = |standing: &Standing, covered: &[&str]| {
        let bills: Vec<_> = covered.iter().map(|covered| at(&pack, "tier3", covered)).collect();
        year(&pack, standing, &bills)
    };
    // (30,000 − 1,200) × 65 % = 18,720; 11,280 are left. Exactly 30,000 is not "above 30,000".
    assert_eq!(stays(&who(&[]), &["30000.00"])[0], ["18720.00", "0.00", "0.00", "0.00", "11280.00"]);
    // 18,720 + 1,200 × 70 % = 19,560; 40 % of the 11,640 that are left.
    assert_eq!(stays(&who(&[]), &["31200.00"])[0], ["19560.00", "0.00", "0.00", "4656.00", "6984.00"]);
    // 18,720 + 28,000 + 31,200 × 75 % = 70,120. 31,080 are left; (31,080 − 14,000) × 60 % = 10,248; 40 % of 20,832.
    assert_eq!(stays(&who(&[]), &["101200.00"])[0], ["70120.00", "10248.00", "0.00", "8332.80", "12499.20"]);
    // The allowance: 70 % of 11,280 up to 30,000; above it 80 %, which the overall 90 % cuts at 27,000.00.
    assert_eq!(stays(&who(&["dibao"]), &["30000.00"])[0], ["18720.00", "0.00", "7896.00", "0.00", "3384.00"]);
    assert_eq!(stays(&who(&["dibao"]), &["30000.01"])[0], ["18720.01", "0.00", "8279.99", "0.00", "3000.01"]);
    // Five guarantees: all of the 7,780, but 90 % of 20,000 are 18,000.
    assert_eq!(stays(&who(&["wubao", "dibao"]), &["20000.00"])[0], ["12220.00", "0.00", "5780.00", "0.00", "2000.00"]);
    // Second stay: the line is lower by 100, and none for the registered poor.
    let basics = |standing: &Standing| {
        let lines = stays(standing, &["11200.00", "11200.00", "11200.00"]);
        lines.into_iter().map(|line| line[0].clone()).collect::<Vec<_>>()
    };
    assert_eq!(basics(&who(&[])), ["6500.00", "6565.00", "6630.00"]);
    assert_eq!(basics(&who(&["registered-poor"])), ["6500.00", "7280.00", "7280.00"]);
}

#[test]
fn ulanqab_charges_for_the_way_of_the_referral() {
    let pack = heir("ulanqab");
    let away = |place: &str, referral| Bill { place: Some(place.into()), referral, ..at(&pack, "tier3", "41200.00") };
    // 20 % are 8,240; (30,000 − 1,200) × 65 % + 2,960 × 70 % = 20,792; 40 % of 12,168.
    let outside = first(&pack, &who(&[]), &away("outside", Referral::Filed));
    assert_eq!(outside.referral_share, money("8240.00"));
    assert_eq!(paid(&outside), ["20792.00", "0.00", "0.00", "4867.20"]);
    let region = first(&pack, &who(&[]), &away("region", Referral::Emergency));
    assert_eq!(region.referral_share, money("6180.00"));
    let unfiled = first(&pack, &who(&["dibao"]), &away("outside", Referral::Unfiled));
    assert_eq!((unfiled.funds_pay(), unfiled.layers[0].terms), (money("0.00"), None), "nothing at all");
    let injury = Bill { kind: StayKind::Injury, ..at(&pack, "tier3", "11200.00") };
    let claimed = first(&pack, &who(&[]), &injury);
    assert_eq!(claimed.due_at_desk(), money("11200.00"), "paid first and claimed at home");
}

#[test]
fn nanchang_pays_visits_and_two_diseases() {
    let pack = heir("nanchang-2025");
    let pool = |standing: &Standing, bill: &Bill| layer_pays(&pack, standing, bill, "outpatient");
    let clinic = |covered| visit(at(&pack, "primary", covered));
    assert_eq!(pool(&who(&[]), &clinic("100.00")), "60.00");
    assert_eq!(pool(&who(&[]), &facts(&["family-doctor"], clinic("100.00"))), "65.00");
    assert_eq!(pool(&who(&[]), &visit(at(&pack, "county-tcm", "100.00"))), "40.00");
    assert_eq!(pool(&who(&[]), &Bill { referral: Referral::Filed, ..clinic("100.00") }), "54.00");
    let dual = Bill { lines: vec![charge("B", "1000.00")], ..at(&pack, "county-tcm", "1") };
    assert_eq!(pool(&who(&[]), &facts(&["dual-channel"], visit(dual))), "540.00", "10 % first, then 60 %");
    let chronic = Bill { kind: StayKind::Chronic, ..at(&pack, "primary", "2000.00") };
    for (codes, expected) in [
        (&["hypertension"][..], "400.00"),
        (&["diabetes"], "500.00"),
        (&["diabetes", "hypertension"], "900.00"),
        (&[], "0.00"),
    ] {
        assert_eq!(pool(&with_certificates(codes), &chronic), expected, "{codes:?}");
    }
    let own = shipped("nanchang-2025");
    let due = |codes: &[&str]| premium(&own, &who(codes).categories, day("2025-02-28")).unwrap().due;
    assert_eq!([due(&[]), due(&["dibao"]), due(&["student", "dibao"])], ["400.00", "80.00", "0.00"].map(money));
    assert!(premium(&own, &[], day("2025-03-01")).is_err());
    assert_eq!(own.rules.enrolment.waiting.as_ref().unwrap().fixed_months, 3, "inherited");
}

#[test]
fn shanxi_shares_the_subsidy_by_the_type_of_the_county() {
    for (id, member, government) in [("shanxi-2021", "280.00", "580.00"), ("shanxi-2022", "320.00", "610.00")] {
        let premium = &shipped(id).rules.premium;
        assert_eq!((premium.member, premium.government), (money(member), money(government)), "{id}");
        let sums: Vec<_> = premium.funding.iter().map(|part| part.central + part.province + part.local).collect();
        assert_eq!(sums, [money(government), money(government)], "{id}");
    }
    let next = shipped("shanxi-2022");
    assert!(premium(&next, &[], day("2021-12-31")).is_ok() && premium(&next, &[], day("2022-01-01")).is_err());
    assert_eq!(next.rules.enrolment.waiting.as_ref().unwrap().exemptions.len(), 2, "inherited");
}
