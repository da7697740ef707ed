//! The part of a condition that says most to the person: “低保”, “第 2 次住院”.

use super::Explainer;
use super::words::referral_words;
use crate::pack::{NamedCode, When};
use crate::text::Text;

impl Explainer<'_> {
    /// By what this person or bill meets a condition that holds; none if it asks for nothing that has a name.
    pub(super) fn met_by(&self, when: &When) -> Option<Text> {
        self.person(when).or_else(|| self.occasion(when)).or_else(|| self.place(when)).or_else(|| self.part(when))
    }

    fn person(&self, when: &When) -> Option<Text> {
        let (rules, standing) = (&self.pack.rules, self.facts.standing);
        let holds = |has: &crate::adjudicate::DatedCategory, asked: &[String]| {
            asked.contains(&has.code) && has.holds_on(self.facts.date)
        };
        let category = standing.categories.iter().find(|has| holds(has, &when.category));
        let certificate = standing.certificates.iter().find(|has| holds(has, &when.certificate));
        let grade = standing.member.grade.as_ref().filter(|grade| when.grade.contains(grade));
        None.or_else(|| name(&rules.categories, &category?.code))
            .or_else(|| name(&rules.certificates, &certificate?.code))
            .or_else(|| rules.premium.grades.iter().find(|known| Some(&known.code) == grade).map(|it| it.name.clone()))
            .or_else(|| {
                let age = when.age.map(|_| self.facts.age())?;
                Some(Text::new(format!("{age} 岁"), format!("Aged {age}")))
            })
    }

    fn occasion(&self, when: &When) -> Option<Text> {
        let (rules, bill) = (&self.pack.rules, self.bill);
        let fact = when.fact.iter().find(|fact| bill.facts.contains(fact));
        let disease = rules.disease_lists.iter().find(|list| when.disease.contains(&list.code));
        None.or_else(|| name(&rules.facts, fact?)).or_else(|| disease.map(|list| list.name.clone())).or_else(|| {
            let number = when.admission.map(|_| self.facts.admission)?;
            Some(Text::new(format!("本年度第 {number} 次住院"), format!("Admission {number} of the year")))
        })
    }

    fn place(&self, when: &When) -> Option<Text> {
        let (rules, bill) = (&self.pack.rules, self.bill);
        let referral = (!when.referral.is_empty()).then(|| referral_words(bill.referral));
        let place = bill.place.as_ref().filter(|place| when.place.contains(place));
        let tier = Some(&bill.tier).filter(|tier| when.tier.contains(tier));
        let total = self.settlement.total.grouped();
        referral
            .or_else(|| name(&rules.places, place?))
            .or_else(|| name(&rules.tiers, tier?))
            .or_else(|| when.total.map(|_| Text::new(format!("总费用 {total} 元"), format!("Total charges ¥{total}"))))
    }

    /// The first part of `all`, or the part of `any` that holds.
    fn part(&self, when: &When) -> Option<Text> {
        let any = when.any.iter().filter(|part| self.facts.holds(part));
        when.all.iter().chain(any).find_map(|part| self.met_by(part))
    }
}

fn name(known: &[NamedCode], code: &str) -> Option<Text> {
    known.iter().find(|named| named.code == code).map(|named| named.name.clone())
}
