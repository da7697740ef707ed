//! What could be done: the same bill once more with one thing changed, and what that would save.
//!
//! Nothing is said that the pack's rules would not bear out: a listed drug, a referral on file, a category, a certificate
//! or a fact is named only if it was the one thing missing for a better payment.

use super::Explainer;
use super::words::list;
use crate::adjudicate::pricing::Charges;
use crate::adjudicate::{
    Bill, DatedCategory, Kind, Outcome, Referral, Settlement, Standing, StayKind, adjudicate, settle,
};
use crate::money::Money;
use crate::pack::{CatalogueItem, Fund, ItemClass, NamedCode, Pack, When};
use crate::text::Text;

/// How many facts of a bill are named.
const FACTS: usize = 2;

impl Explainer<'_> {
    pub(super) fn advice(&self) -> Vec<Text> {
        let mut advice = Vec::new();
        let now = self.burden_as_settled();
        let again = Again { explainer: self };
        advice.extend(now.and_then(|now| again.listed_items(now)));
        advice.extend(self.favoured_items());
        advice.extend(self.shut_layers().filter_map(|layer| layer.advice.clone()));
        if let Some(burden) = now {
            advice.extend(again.referral(burden));
            advice.extend(again.categories(burden));
            if self.can_be_stated {
                advice.extend(again.certificates(burden));
                advice.extend(again.facts(burden));
            }
        }
        advice
    }

    /// What the person bears, if the engine still decides as it did then.
    pub(super) fn burden_as_settled(&self) -> Option<Money> {
        let again = Again { explainer: self }.settle(self.facts.standing, self.bill)?;
        (again.figures() == self.settlement.figures()).then(|| burden(self.pack, &again))
    }

    /// A bonus on tagged items that part of the covered charges did not get.
    fn favoured_items(&self) -> Option<Text> {
        let missed = self.layers().filter(|(_, share)| share.terms.is_some()).any(|(layer, share)| {
            (1..).zip(&layer.bonuses).any(|(number, bonus)| {
                let got = share.bonuses.iter().find(|got| got.bonus == number);
                let all = got.is_some_and(|got| got.points == bonus.points && got.factor == bonus.factor);
                !bonus.tags.is_empty() && self.facts.holds(&bonus.when) && !all && !share.paid.is_zero()
            })
        });
        missed.then(|| {
            Text::new(
                "有些药品和项目按规定报得更多，可问医生能不能选用。",
                "Some drugs and items are paid at a better rate; you can ask the doctor whether they would do.",
            )
        })
    }

    /// Layers for which the person is not eligible.
    fn shut_layers(&self) -> impl Iterator<Item = &crate::pack::Layer> {
        self.layers().filter(|(_, share)| share.terms.is_none()).map(|(layer, _)| layer)
    }
}

/// The same bill once more.
struct Again<'a> {
    explainer: &'a Explainer<'a>,
}

impl Again<'_> {
    fn settle(&self, standing: &Standing, bill: &Bill) -> Option<Settlement> {
        match adjudicate(self.explainer.pack, standing, self.explainer.history, bill) {
            Ok(Outcome::Settled(settlement)) => Some(*settlement),
            Ok(Outcome::NotCovered(_)) | Err(_) => None,
        }
    }

    /// What a change would save.
    fn saved(&self, burden_now: Money, standing: &Standing, bill: &Bill) -> Option<Money> {
        self.less(burden_now, &self.settle(standing, bill)?)
    }

    fn less(&self, burden_now: Money, settlement: &Settlement) -> Option<Money> {
        let then = burden(self.explainer.pack, settlement);
        (then < burden_now).then(|| burden_now - then)
    }

    /// Listed items in the place of those that are not, or items of which no share is paid first. Which item is a drug and
    /// which a material is the pack's own affair, so both are named.
    fn listed_items(&self, now: Money) -> Option<Text> {
        let inpatient = self.explainer.bill.kind.is_inpatient();
        let (zh, en) = if self.saved_in_full(now, Kind::OutsideCatalogue, |item| item.class == ItemClass::C).is_some() {
            ("有没有目录内的药品或材料可以替换", "a listed drug or material would do")
        } else {
            self.saved_in_full(now, Kind::PayFirst, |item| item.class == ItemClass::B)?;
            ("有没有不用先自付的药品或材料可以替换", "a drug or material without a share to pay first would do")
        };
        Some(if inpatient {
            Text::new(format!("住院时可问医生，{zh}。"), format!("In hospital you can ask the doctor whether {en}."))
        } else {
            Text::new(format!("看病时可问医生，{zh}。"), format!("You can ask the doctor whether {en}."))
        })
    }

    /// What it would save if items of the bill were of the class that counts in full.
    fn saved_in_full(&self, now: Money, kind: Kind, which: fn(&CatalogueItem) -> bool) -> Option<Money> {
        let &Explainer { pack, ref facts, bill, settlement, history, .. } = self.explainer;
        if !settlement.patient.contains_key(&kind) {
            return None;
        }
        let items: Vec<CatalogueItem> = bill
            .lines
            .iter()
            .map(|line| {
                let item = pack.catalogue.item(&line.item).cloned();
                let item = item.unwrap_or_else(|| CatalogueItem::unlisted(&line.item));
                if which(&item) { CatalogueItem { class: ItemClass::A, ..item } } else { item }
            })
            .collect();
        let charges = Charges::of_items(bill, |place, _| items.get(place)).ok()?;
        let listed = settle(pack, &pack.rules, charges, (facts.standing, history, bill)).ok()?;
        self.less(now, &listed)
    }

    fn referral(&self, now: Money) -> Option<Text> {
        if self.explainer.bill.referral != Referral::Unfiled {
            return None;
        }
        let bill = Bill { referral: Referral::Filed, ..self.explainer.bill.clone() };
        let saved = self.saved(now, self.explainer.facts.standing, &bill)?.grouped();
        Some(Text::new(
            format!("外出就医前先办转诊备案：同样的费用可少付 {saved} 元。"),
            format!("Have the referral filed before you go away: the same bill would cost you ¥{saved} less."),
        ))
    }

    fn categories(&self, now: Money) -> Option<Text> {
        let &Explainer { pack, ref facts, bill, .. } = self.explainer;
        // Who is on a list that counts is not asked whether another one fits.
        let listed = |code: &String| has(&facts.standing.categories, code, facts.date);
        if conditions(pack).flat_map(|when| &when.category).any(listed) {
            return None;
        }
        // Where the pack has words of its own for those who are not on a list, they stand already.
        let told: Vec<&String> = self
            .explainer
            .shut_layers()
            .filter(|layer| layer.advice.is_some())
            .flat_map(|layer| layer.terms.iter().flat_map(|terms| terms.when.parts()))
            .flat_map(|when| &when.category)
            .collect();
        let better = self.better(
            &pack.rules.categories,
            |when| &when.category,
            |code| {
                if told.contains(&code) {
                    return None;
                }
                let mut standing = facts.standing.clone();
                standing.categories.push(from_today(code, facts.date));
                self.saved(now, &standing, bill)
            },
        );
        let (names, saved) = best(&better)?;
        Some(Text::new(
            format!(
                "如果您属于以下类别而名单没有更新，可到镇民政办核实，同样的费用最多可少付 {saved} 元：{}。",
                names.zh
            ),
            format!(
                "If you belong to one of these and the list is not up to date, ask the township's civil affairs office; \
                 the same bill would cost you up to ¥{saved} less: {}.",
                names.en
            ),
        ))
    }

    fn certificates(&self, now: Money) -> Option<Text> {
        let &Explainer { pack, ref facts, bill, .. } = self.explainer;
        // Only a list of diseases says for which illness a certificate is.
        let by_disease: Vec<&String> =
            conditions(pack).filter(|when| !when.disease.is_empty()).flat_map(|when| &when.certificate).collect();
        let better = self.better(
            &pack.rules.certificates,
            |when| &when.certificate,
            |code| {
                if has(&facts.standing.certificates, code, facts.date) {
                    return None;
                }
                let mut standing = facts.standing.clone();
                standing.certificates.push(from_today(code, facts.date));
                let as_it_is = self.saved(now, &standing, bill);
                // Who has the certificate comes as a chronic patient.
                let chronic = || {
                    let fits = bill.kind == StayKind::Outpatient && by_disease.contains(&code);
                    let bill = fits.then(|| Bill { kind: StayKind::Chronic, ..bill.clone() })?;
                    self.saved(now, &standing, &bill)
                };
                as_it_is.or_else(chronic)
            },
        );
        let (names, saved) = best(&better)?;
        Some(Text::new(
            format!("患有以下慢特病的，可申请认定，认定后同样的费用最多可少付 {saved} 元：{}。", names.zh),
            format!(
                "With one of these illnesses you can apply for a certificate of chronic disease; the same bill would \
                 then cost you up to ¥{saved} less: {}.",
                names.en
            ),
        ))
    }

    fn facts(&self, now: Money) -> Vec<Text> {
        let &Explainer { pack, ref facts, bill, .. } = self.explainer;
        let mut better = self.better(
            &pack.rules.facts,
            |when| &when.fact,
            |code| {
                if bill.facts.contains(code) {
                    return None;
                }
                let mut bill = bill.clone();
                bill.facts.push(code.clone());
                self.saved(now, facts.standing, &bill)
            },
        );
        better.sort_by_key(|(_, saved)| std::cmp::Reverse(*saved));
        let named = better.into_iter().take(FACTS).map(|(name, saved)| {
            let saved = saved.grouped();
            Text::new(
                format!("如果符合“{}”，请在结算前说明：同样的费用可少付 {saved} 元。", name.zh),
                format!(
                    "If “{}” holds, say so before the settlement: the same bill would cost you ¥{saved} less.",
                    name.en
                ),
            )
        });
        named.collect()
    }

    /// The codes that a rule asks for and that would save something.
    fn better<'a>(
        &'a self,
        known: &'a [NamedCode],
        asked: fn(&When) -> &Vec<String>,
        saved: impl Fn(&String) -> Option<Money>,
    ) -> Vec<(&'a Text, Money)> {
        let used: Vec<&String> = conditions(self.explainer.pack).flat_map(asked).collect();
        let asked_for = known.iter().filter(|known| used.contains(&&known.code));
        asked_for.filter_map(|known| Some((&known.name, saved(&known.code)?))).collect()
    }
}

/// Every condition on which it depends what the person bears, and those inside it. Who advances a payment (`claimed`)
/// changes nothing of that.
fn conditions(pack: &Pack) -> impl Iterator<Item = &When> {
    let rules = &pack.rules;
    let layers = rules.layers.iter().flat_map(|layer| {
        let terms = layer.terms.iter().map(|terms| &terms.when);
        let reliefs = layer.reliefs.iter().map(|relief| &relief.when);
        terms.chain(reliefs).chain(layer.bonuses.iter().map(|bonus| &bonus.when))
    });
    let referrals = rules.referral_shares.iter().map(|rule| &rule.when);
    let limits = rules.kind_limits.iter().map(|limit| &limit.when);
    let prices = rules.fixed_prices.iter().map(|price| &price.when);
    let overall = rules.overall.iter().map(|overall| &overall.when);
    layers.chain(referrals).chain(limits).chain(prices).chain(overall).flat_map(When::parts)
}

/// What the person bears; the household's own account is a part of it.
fn burden(pack: &Pack, settlement: &Settlement) -> Money {
    let layers = pack.rules.layers.iter().zip(&settlement.layers);
    let account = layers.filter(|(layer, _)| layer.fund == Fund::Account).map(|(_, share)| share.paid).sum();
    settlement.you_pay + account
}

fn has(list: &[DatedCategory], code: &str, date: chrono::NaiveDate) -> bool {
    list.iter().any(|has| has.code == code && has.holds_on(date))
}

fn from_today(code: &str, date: chrono::NaiveDate) -> DatedCategory {
    DatedCategory { code: code.to_owned(), from: date, until: None, source: String::new() }
}

/// Their names, and the most that one of them would save.
fn best(better: &[(&Text, Money)]) -> Option<(Text, String)> {
    let saved = better.iter().map(|(_, saved)| *saved).max()?;
    Some((list(better.iter().map(|(name, _)| *name)), saved.grouped()))
}
