//! A condition as a notice would state it: phrases of its parts, one after the other.

use super::Told;
use chrono::NaiveDate;
use nonghe_domain::pack::{NamedCode, Range, Rules, When};
use nonghe_domain::{Lang, Money};

/// The phrases of a condition, all of which must hold; none if it asks for nothing.
pub fn conditions(rules: &Rules, when: &When, lang: Lang) -> Vec<String> {
    Phrases { rules, lang }.of(when)
}

struct Phrases<'a> {
    rules: &'a Rules,
    lang: Lang,
}

impl Phrases<'_> {
    fn of(&self, when: &When) -> Vec<String> {
        let rules = self.rules;
        let grades: Vec<NamedCode> = rules
            .premium
            .grades
            .iter()
            .map(|grade| NamedCode { code: grade.code.clone(), name: grade.name.clone() })
            .collect();
        let diseases: Vec<NamedCode> = rules
            .disease_lists
            .iter()
            .map(|list| NamedCode { code: list.code.clone(), name: list.name.clone() })
            .collect();
        let codes = [
            (("机构级别", "tier"), &when.tier, &rules.tiers),
            (("就医地", "place"), &when.place, &rules.places),
            (("人员类别", "category"), &when.category, &rules.categories),
            (("慢病证", "certificate"), &when.certificate, &rules.certificates),
            (("缴费档次", "premium grade"), &when.grade, &grades),
            (("病种", "disease"), &when.disease, &diseases),
            (("情况", "stated"), &when.fact, &rules.facts),
        ];
        let mut phrases: Vec<String> = Vec::new();
        for (place, (label, codes, known)) in codes.into_iter().enumerate() {
            phrases.extend(self.listed(label, &codes.iter().map(|code| self.name(known, code)).collect::<Vec<_>>()));
            if place == 0 {
                let kinds: Vec<_> = when.stay.iter().map(|kind| self.say(*kind)).collect();
                phrases.extend(self.listed(("就诊类型", "kind"), &kinds));
            }
        }
        phrases.extend(self.listed(("医疗机构", "facility"), &when.facility));
        let referrals: Vec<_> = when.referral.iter().map(|state| self.say(*state)).collect();
        phrases.extend(self.listed(("转诊", "referral"), &referrals));
        let links: Vec<_> = when.follows.iter().map(|link| self.say(*link)).collect();
        phrases.extend(self.listed(("接续", "follows as"), &links));
        phrases.extend(when.age.map(|range| self.range(("年龄", "age"), ("周岁", ""), range, |age| age.to_string())));
        phrases.extend(
            when.total.map(|range| self.range(("本次总费用", "total charges"), ("元", "yuan"), range, Money::grouped)),
        );
        phrases.extend(when.admission.map(|range| {
            self.range(("本年度第几次住院", "admission of the year"), ("", ""), range, |number| {
                number.to_string()
            })
        }));
        phrases.extend(
            when.date.map(|range| self.range(("日期", "day"), ("", ""), range, |day: NaiveDate| day.to_string())),
        );
        let (all, any, none) = match self.lang {
            Lang::Zh => ("同时符合：", "符合其中一项：", "以下情况除外："),
            Lang::En => ("all of: ", "any of: ", "except: "),
        };
        for (label, parts) in [(all, &when.all), (any, &when.any), (none, &when.none)] {
            if !parts.is_empty() {
                phrases.push(format!("{label}{}", self.bracketed(parts)));
            }
        }
        phrases
    }

    fn bracketed(&self, parts: &[When]) -> String {
        let always = if self.lang == Lang::Zh { "任何情况" } else { "always" };
        let comma = if self.lang == Lang::Zh { "；" } else { "; " };
        let one = |when: &When| {
            let phrases = self.of(when);
            if phrases.is_empty() { always.to_owned() } else { phrases.join(comma) }
        };
        let parts: Vec<String> = parts
            .iter()
            .map(|when| match self.lang {
                Lang::Zh => format!("（{}）", one(when)),
                Lang::En => format!("({})", one(when)),
            })
            .collect();
        parts.join(if self.lang == Lang::Zh { "" } else { " " })
    }

    fn say(&self, choice: impl Told) -> String {
        choice.told().get(self.lang).to_owned()
    }

    fn name(&self, known: &[NamedCode], code: &str) -> String {
        known
            .iter()
            .find(|named| named.code == code)
            .map_or_else(|| code.to_owned(), |named| named.name.get(self.lang).to_owned())
    }

    /// Any of these.
    fn listed(&self, label: (&str, &str), names: &[String]) -> Option<String> {
        (!names.is_empty()).then(|| match self.lang {
            Lang::Zh => format!("{}：{}", label.0, names.join("或")),
            Lang::En => format!("{}: {}", label.1, names.join(" or ")),
        })
    }

    fn range<T: Copy>(
        &self,
        label: (&str, &str),
        unit: (&str, &str),
        range: Range<T>,
        shown: impl Fn(T) -> String,
    ) -> String {
        let end = |zh: &str, en: &str, value: T, after: bool| {
            let value = shown(value);
            let measured = match self.lang {
                Lang::Zh if unit.0.is_empty() => format!("{value} "),
                Lang::Zh => format!("{value} {}", unit.0),
                Lang::En if unit.1.is_empty() => value,
                Lang::En => format!("{value} {}", unit.1),
            };
            match (self.lang, after) {
                (Lang::Zh, true) => format!("{measured}{zh}"),
                (Lang::Zh, false) => format!("{zh} {}", measured.trim_end()),
                (Lang::En, _) => format!("{en} {measured}"),
            }
        };
        let ends: Vec<String> = [
            range.from.map(|value| end("及以上", "at least", value, true)),
            range.over.map(|value| end("超过", "over", value, false)),
            range.up_to.map(|value| end("不超过", "at most", value, false)),
            range.below.map(|value| end("低于", "below", value, false)),
        ]
        .into_iter()
        .flatten()
        .collect();
        match self.lang {
            Lang::Zh => format!("{}：{}", label.0, ends.join("，")),
            Lang::En => format!("{}: {}", label.1, ends.join(", ")),
        }
    }
}
