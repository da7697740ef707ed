//! Words of rosters: relations, sexes and categories as offices write them.

use crate::checks::half_width;
use nonghe_domain::pack::Rules;
use nonghe_domain::person::{Relation, Sex};

/// Without blanks, in half width and lower case: lists pad and widen words to align their columns.
fn plain(text: &str) -> String {
    let is_kept = |c: &char| !c.is_whitespace() && !c.is_control();
    text.chars().filter(is_kept).map(half_width).flat_map(char::to_lowercase).collect()
}

/// Whether a cell is filled: a dash or a word for “none” is not.
pub(super) fn is_filled(text: &str) -> bool {
    !matches!(&*plain(text), "" | "0" | "-" | "--" | "/" | "—" | "——" | "－" | "无" | "无号")
}

/// Whether a row says that it is the head's.
pub(super) fn says_head(text: &str) -> bool {
    matches!(&*plain(text), "户主" | "本人" | "户主本人" | "本人(户主)" | "本人（户主）" | "head" | "self")
}

/// The relation that a word means. Words that are not known, and none, mean another relation.
pub(super) fn relation(text: &str, sex: Sex) -> Relation {
    if says_head(text) {
        return Relation::Head;
    }
    let word = plain(text);
    let (parent, child) = match sex {
        Sex::Male => (Relation::Father, Relation::Son),
        Sex::Female => (Relation::Mother, Relation::Daughter),
    };
    match &*word {
        "配偶" | "妻" | "妻子" | "夫" | "丈夫" | "夫妻" | "爱人" | "老婆" | "老公" | "之妻" | "之夫" | "wife"
        | "husband" | "spouse" => Relation::Spouse,
        "子女" | "孩子" | "child" => child,
        "父母" => parent,
        "父" | "父亲" | "爸爸" | "之父" | "father" => Relation::Father,
        "母" | "母亲" | "妈妈" | "之母" | "mother" => Relation::Mother,
        "孙" | "孙辈" | "外孙" | "孙子女" | "外孙子女" | "grandchild" | "grandson" | "granddaughter" => {
            Relation::Grandchild
        }
        "媳" | "婿" | "儿媳" | "儿媳妇" | "女婿" | "媳婿" | "上门女婿" | "child_in_law" => {
            Relation::ChildInLaw
        }
        "son" => Relation::Son,
        "daughter" => Relation::Daughter,
        _ => ranked(&word),
    }
}

/// A relation with a rank in front: 长子, 二女儿, 外孙女, 大儿媳.
fn ranked(word: &str) -> Relation {
    const RANKS: &str = "长次大小幼老一二三四五六七八九十独生养继之外";
    match word.trim_start_matches(|c| RANKS.contains(c)) {
        "子" | "儿" | "儿子" => Relation::Son,
        "女" | "女儿" => Relation::Daughter,
        "孙" | "孙子" | "孙女" | "孙女儿" => Relation::Grandchild,
        "媳" | "儿媳" | "儿媳妇" | "婿" | "女婿" => Relation::ChildInLaw,
        _ => Relation::Other,
    }
}

/// The sex that a word means: `None` if empty, an error if the word is another one.
pub(super) fn sex(text: &str) -> Result<Option<Sex>, ()> {
    match &*plain(text) {
        "男" | "男性" | "m" | "male" | "1" => Ok(Some(Sex::Male)),
        "女" | "女性" | "f" | "female" | "2" => Ok(Some(Sex::Female)),
        _ if !is_filled(text) => Ok(None),
        _ => Err(()),
    }
}

/// The pack's codes of the categories in a cell, or the first word that is none of them.
///
/// Categories move money, so a word is taken only if it is the pack's own, give or take an ending such as 户.
pub(super) fn category_codes(text: &str, rules: Option<&Rules>) -> Result<Vec<String>, String> {
    let mut codes = Vec::new();
    let words = text.split(['、', '，', ',', ';', '；', '/', '+', '\n']).filter(|word| is_filled(word));
    for word in words {
        let key = without_ending(&plain(word));
        if is_general(&key) {
            continue;
        }
        let categories = rules.map_or(&[][..], |rules| &rules.categories);
        let found = categories.iter().find(|category| {
            let names = [&category.code, &category.name.zh, &category.name.en];
            names.into_iter().any(|name| without_ending(&plain(name)) == key)
        });
        match found {
            Some(category) if codes.contains(&category.code) => {}
            Some(category) => codes.push(category.code.clone()),
            None => return Err(word.trim().chars().take(20).collect()),
        }
    }
    Ok(codes)
}

fn is_general(key: &str) -> bool {
    matches!(
        key,
        "一般"
            | "普通"
            | "正常"
            | "居民"
            | "一般居民"
            | "普通居民"
            | "城乡居民"
            | "群众"
            | "一般群众"
            | "general"
            | "none"
    )
}

fn without_ending(word: &str) -> String {
    const ENDINGS: [&str; 7] = ["人员", "人口", "对象", "家庭", "户", "人", "者"];
    let ending = ENDINGS.iter().find(|ending| word.len() > ending.len() && word.ends_with(**ending));
    ending.map_or(word, |ending| &word[..word.len() - ending.len()]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_rosters_mean_the_relations_of_the_desk() {
        use Relation::{ChildInLaw, Daughter, Father, Grandchild, Head, Mother, Other, Son, Spouse};
        for (word, sex, expected) in [
            ("户主", Sex::Male, Head),
            (" 本 人 ", Sex::Female, Head),
            ("妻", Sex::Female, Spouse),
            ("丈夫", Sex::Male, Spouse),
            ("配偶", Sex::Female, Spouse),
            ("长子", Sex::Male, Son),
            ("二儿子", Sex::Male, Son),
            ("独生子", Sex::Male, Son),
            ("次女", Sex::Female, Daughter),
            ("女儿", Sex::Female, Daughter),
            ("子女", Sex::Male, Son),
            ("子女", Sex::Female, Daughter),
            ("父亲", Sex::Male, Father),
            ("母", Sex::Female, Mother),
            ("孙子", Sex::Male, Grandchild),
            ("外孙女", Sex::Female, Grandchild),
            ("长孙", Sex::Male, Grandchild),
            ("儿媳", Sex::Female, ChildInLaw),
            ("女婿", Sex::Male, ChildInLaw),
            ("HEAD", Sex::Male, Head),
            ("兄弟", Sex::Male, Other),
            ("岳父", Sex::Male, Other),
            ("曾孙", Sex::Male, Other),
            ("", Sex::Male, Other),
        ] {
            assert_eq!(relation(word, sex), expected, "{word:?}");
        }
    }

    #[test]
    fn a_word_that_is_no_sex_is_told_from_an_empty_cell() {
        for (word, expected) in [
            ("男", Ok(Some(Sex::Male))),
            ("女 ", Ok(Some(Sex::Female))),
            ("F", Ok(Some(Sex::Female))),
            ("１", Ok(Some(Sex::Male))),
            ("", Ok(None)),
            ("-", Ok(None)),
            ("未知", Err(())),
            ("19620315", Err(())),
        ] {
            assert_eq!(sex(word), expected, "{word:?}");
        }
    }

    #[test]
    fn a_category_without_a_pack_is_never_guessed() {
        assert_eq!(category_codes("一般", None), Ok(vec![]), "everybody is general");
        assert_eq!(category_codes(" ", None), Ok(vec![]), "an empty cell says nothing");
        assert_eq!(category_codes("普通、低保户", None), Err("低保户".into()), "nothing says what it is worth");
    }
}
