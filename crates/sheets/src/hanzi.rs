//! One code point for one character: what old encodings and PDF copies write otherwise.
//!
//! A name must be found, printed and compared whichever program wrote the list. Three kinds of twins are
//! brought to today's standard code point; everything else is left exactly as it was:
//! - private-use code points that GB 18030 assigned before Unicode had the characters;
//! - Kangxi radicals and radical supplements (U+2E80 to U+2FD5), which text copied out of a PDF contains
//!   in place of the ordinary characters;
//! - the nine compatibility ideographs of GBK whose characters Unicode also has in the main block.
//!
//! The radicals follow EquivalentUnifiedIdeograph of the Unicode Character Database (Unicode licence), with one
//! exception: U+2F3E becomes 户 and not 戶, because mainland fonts draw it so and their PDF copies mean it so.

/// Pairs of (private-use code point, standard character), by the first.
const PRIVATE_USE: [(char, char); 24] = [
    ('\u{E78D}', '\u{FE10}'),
    ('\u{E78E}', '\u{FE12}'),
    ('\u{E78F}', '\u{FE11}'),
    ('\u{E790}', '\u{FE13}'),
    ('\u{E791}', '\u{FE14}'),
    ('\u{E792}', '\u{FE15}'),
    ('\u{E793}', '\u{FE16}'),
    ('\u{E794}', '\u{FE17}'),
    ('\u{E795}', '\u{FE18}'),
    ('\u{E796}', '\u{FE19}'),
    ('\u{E816}', '\u{20087}'),
    ('\u{E817}', '\u{20089}'),
    ('\u{E818}', '\u{200CC}'),
    ('\u{E81E}', '\u{9FB4}'),
    ('\u{E826}', '\u{9FB5}'),
    ('\u{E82B}', '\u{9FB6}'),
    ('\u{E82C}', '\u{9FB7}'),
    ('\u{E831}', '\u{215D7}'),
    ('\u{E832}', '\u{9FB8}'),
    ('\u{E83B}', '\u{2298F}'),
    ('\u{E843}', '\u{9FB9}'),
    ('\u{E854}', '\u{9FBA}'),
    ('\u{E855}', '\u{241FE}'),
    ('\u{E864}', '\u{9FBB}'),
];

/// The ordinary ideograph of each Kangxi radical, from U+2F00 on.
const KANGXI: [char; 214] = [
    '一', '丨', '丶', '丿', '乙', '亅', '二', '亠', '人', '儿', '入', '八', '冂', '冖', '冫', '几', '凵', '刀', '力',
    '勹', '匕', '匚', '匸', '十', '卜', '卩', '厂', '厶', '又', '口', '囗', '土', '士', '夂', '夊', '夕', '大', '女',
    '子', '宀', '寸', '小', '尢', '尸', '屮', '山', '巛', '工', '己', '巾', '干', '幺', '广', '廴', '廾', '弋', '弓',
    '彐', '彡', '彳', '心', '戈', '户', '手', '支', '攴', '文', '斗', '斤', '方', '无', '日', '曰', '月', '木', '欠',
    '止', '歹', '殳', '毋', '比', '毛', '氏', '气', '水', '火', '爪', '父', '爻', '爿', '片', '牙', '牛', '犬', '玄',
    '玉', '瓜', '瓦', '甘', '生', '用', '田', '疋', '疒', '癶', '白', '皮', '皿', '目', '矛', '矢', '石', '示', '禸',
    '禾', '穴', '立', '竹', '米', '糸', '缶', '网', '羊', '羽', '老', '而', '耒', '耳', '聿', '肉', '臣', '自', '至',
    '臼', '舌', '舛', '舟', '艮', '色', '艸', '虍', '虫', '血', '行', '衣', '襾', '見', '角', '言', '谷', '豆', '豕',
    '豸', '貝', '赤', '走', '足', '身', '車', '辛', '辰', '辵', '邑', '酉', '釆', '里', '金', '長', '門', '阜', '隶',
    '隹', '雨', '靑', '非', '面', '革', '韋', '韭', '音', '頁', '風', '飛', '食', '首', '香', '馬', '骨', '高', '髟',
    '鬥', '鬯', '鬲', '鬼', '魚', '鳥', '鹵', '鹿', '麥', '麻', '黃', '黍', '黑', '黹', '黽', '鼎', '鼓', '鼠', '鼻',
    '齊', '齒', '龍', '龜', '龠',
];

/// The ordinary ideograph of each radical supplement, from U+2E80 on; itself where there is none.
const SUPPLEMENT: [char; 116] = [
    '⺀', '厂', '乛', '乚', '乙', '亻', '冂', '𠘨', '刀', '刂', '卜', '㔾', '小', '小', '兀', '尣', '尢', '𡯂', '巳',
    '幺', '彑', '彐', '忄', '心', '扌', '攵', '⺚', '旡', '日', '月', '歺', '母', '民', '氵', '氺', '灬', '爫', '爫',
    '丬', '牛', '犭', '王', '𤴔', '目', '示', '礻', '𥫗', '糹', '纟', '罓', '罒', '㓁', '冗', '𦉫', '羊', '𦍌', '𦍋',
    '耂', '肀', '聿', '肉', '𦥑', '艹', '艹', '艹', '虎', '衤', '覀', '西', '见', '角', '𧢲', '讠', '贝', '𧾷', '车',
    '辶', '辶', '辶', '邑', '钅', '長', '镸', '长', '门', '𨸏', '阝', '雨', '青', '韦', '页', '风', '飞', '食', '𩙿',
    '飠', '饣', '𩠐', '马', '骨', '鬼', '鱼', '鸟', '卤', '麦', '黄', '黾', '斉', '齐', '歯', '齿', '竜', '龙', '龜',
    '亀', '龟',
];

/// Compatibility ideographs of GBK with a twin in the main block, by the first.
const COMPATIBILITY: [(char, char); 9] = [
    ('\u{F92C}', '\u{90CE}'),
    ('\u{F979}', '\u{51C9}'),
    ('\u{F995}', '\u{79CA}'),
    ('\u{F9E7}', '\u{88CF}'),
    ('\u{F9F1}', '\u{96A3}'),
    ('\u{FA0C}', '\u{5140}'),
    ('\u{FA0D}', '\u{55C0}'),
    ('\u{FA18}', '\u{793C}'),
    ('\u{FA20}', '\u{8612}'),
];

/// The standard character for `c`, or `c` itself.
pub(crate) fn standard(c: char) -> char {
    match c {
        '\u{2E80}'..='\u{2EF3}' => SUPPLEMENT[c as usize - 0x2E80],
        '\u{2F00}'..='\u{2FD5}' => KANGXI[c as usize - 0x2F00],
        '\u{E000}'..='\u{F8FF}' => twin(&PRIVATE_USE, c),
        '\u{F900}'..='\u{FAFF}' => twin(&COMPATIBILITY, c),
        _ => c,
    }
}

fn twin(table: &[(char, char)], c: char) -> char {
    table.binary_search_by_key(&c, |pair| pair.0).map_or(c, |at| table[at].1)
}

/// True for a character that only the font of one computer can show.
pub(crate) fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use encoding_rs::GB18030;

    /// The double-byte code that each private-use code point has in GB 18030.
    const DOUBLE_BYTES: [(u16, char); 24] = [
        (0xA6D9, '\u{FE10}'),
        (0xA6DA, '\u{FE12}'),
        (0xA6DB, '\u{FE11}'),
        (0xA6DC, '\u{FE13}'),
        (0xA6DD, '\u{FE14}'),
        (0xA6DE, '\u{FE15}'),
        (0xA6DF, '\u{FE16}'),
        (0xA6EC, '\u{FE17}'),
        (0xA6ED, '\u{FE18}'),
        (0xA6F3, '\u{FE19}'),
        (0xFE51, '\u{20087}'),
        (0xFE52, '\u{20089}'),
        (0xFE53, '\u{200CC}'),
        (0xFE59, '\u{9FB4}'),
        (0xFE61, '\u{9FB5}'),
        (0xFE66, '\u{9FB6}'),
        (0xFE67, '\u{9FB7}'),
        (0xFE6C, '\u{215D7}'),
        (0xFE6D, '\u{9FB8}'),
        (0xFE76, '\u{2298F}'),
        (0xFE7E, '\u{9FB9}'),
        (0xFE90, '\u{9FBA}'),
        (0xFE91, '\u{241FE}'),
        (0xFEA0, '\u{9FBB}'),
    ];

    #[test]
    fn every_double_byte_code_comes_out_as_its_standard_character() {
        for (code, expected) in DOUBLE_BYTES {
            let bytes = code.to_be_bytes();
            let text = GB18030.decode_without_bom_handling_and_without_replacement(&bytes).unwrap();
            let decoded = text.chars().next().unwrap();
            assert_eq!(standard(decoded), expected, "code {code:04X}");
        }
    }

    #[test]
    fn tables_are_sorted_and_lead_to_standard_characters_only() {
        for table in [&PRIVATE_USE[..], &COMPATIBILITY[..]] {
            assert!(table.is_sorted_by_key(|pair| pair.0));
            assert!(table.iter().all(|pair| standard(pair.1) == pair.1 && !is_private_use(pair.1)));
        }
        assert!(KANGXI.iter().all(|&c| standard(c) == c));
    }

    #[test]
    fn radicals_become_the_characters_that_they_look_like() {
        for (radical, expected) in
            [('\u{2F00}', '一'), ('\u{2F64}', '用'), ('\u{2F3E}', '户'), ('\u{2FD5}', '龠'), ('\u{2EE2}', '马')]
        {
            assert_eq!(standard(radical), expected);
        }
        assert_eq!(standard('\u{2E9A}'), '\u{2E9A}', "unassigned stays");
        assert_eq!(standard('\u{2FE0}'), '\u{2FE0}', "outside of the block stays");
    }

    #[test]
    fn ordinary_and_rare_names_stay_as_they_are() {
        for c in "张䶮㛃𠮷ABＡ１·礼\u{FA0E}".chars() {
            assert_eq!(standard(c), c);
        }
        assert_eq!(standard('\u{F92C}'), '郎');
    }
}
