//! Bar codes for paper: Code 128, code set B.
//!
//! Set B holds printable ASCII, one symbol a character, so a number reads back exactly as it is shown. Whatever it
//! does not hold has no bar code; the number stays readable as text.

use serde::Serialize;

/// Widths of bar, gap, bar, gap, bar, gap of each symbol, by its value.
const SYMBOLS: [&[u8; 6]; 106] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312", b"132212", b"221213",
    b"221312", b"231212", b"112232", b"122132", b"122231", b"113222", b"123122", b"123221", b"223211", b"221132",
    b"221231", b"213212", b"223112", b"312131", b"311222", b"321122", b"321221", b"312212", b"322112", b"322211",
    b"212123", b"212321", b"232121", b"111323", b"131123", b"131321", b"112313", b"132113", b"132311", b"211313",
    b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121", b"313121", b"211331",
    b"231131", b"213113", b"213311", b"213131", b"311123", b"311321", b"331121", b"312113", b"312311", b"332111",
    b"314111", b"221411", b"431111", b"111224", b"111422", b"121124", b"121421", b"141122", b"141221", b"112214",
    b"112412", b"122114", b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111",
    b"111242", b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112", b"421211", b"212141",
    b"214121", b"412121", b"111143", b"111341", b"131141", b"114113", b"114311", b"411113", b"411311", b"113141",
    b"114131", b"311141", b"411131", b"211412", b"211214", b"211232",
];
const START_B: usize = 104;
const STOP: &[u8; 7] = b"2331112";

/// A bar code as bars on a strip, in modules: the narrowest bar is one module wide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Code128 {
    /// Where each bar starts, and how wide it is.
    bars: Vec<(u32, u32)>,
    /// Width of the strip, quiet zones not included.
    modules: u32,
}

impl Code128 {
    /// The bars of a text, or nothing if set B does not hold it.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let values: Option<Vec<usize>> = text.bytes().map(value).collect();
        let values = values.filter(|values| !values.is_empty())?;
        let weighted: usize = values.iter().zip(1..).map(|(value, place)| value * place).sum();
        let check = (START_B + weighted) % 103;
        let mut code = Self { bars: Vec::new(), modules: 0 };
        for value in std::iter::once(START_B).chain(values).chain([check]) {
            code.push(SYMBOLS[value]);
        }
        code.push(STOP);
        Some(code)
    }

    fn push(&mut self, widths: &[u8]) {
        for (place, digit) in widths.iter().enumerate() {
            let width = u32::from(digit - b'0');
            if place % 2 == 0 {
                self.bars.push((self.modules, width));
            }
            self.modules += width;
        }
    }
}

fn value(byte: u8) -> Option<usize> {
    (b' '..=b'~').contains(&byte).then(|| usize::from(byte - b' '))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_symbol_is_eleven_modules_and_unlike_the_others() {
        let width = |symbol: &[u8]| -> u32 { symbol.iter().map(|digit| u32::from(digit - b'0')).sum() };
        for symbol in SYMBOLS {
            assert_eq!(width(symbol), 11, "{symbol:?}");
            let bars = symbol.iter().step_by(2).map(|digit| digit - b'0').sum::<u8>();
            assert_eq!(bars % 2, 0, "black modules are even in every symbol: {symbol:?}");
        }
        assert_eq!(SYMBOLS.iter().collect::<BTreeSet<_>>().len(), 106);
        assert_eq!(width(STOP), 13);
    }

    #[test]
    fn a_receipt_number_becomes_the_bars_of_the_design() {
        let code = Code128::new("R0002318").unwrap();
        let expected = [
            (0, 2),
            (3, 1),
            (6, 1),
            (11, 2),
            (16, 1),
            (18, 3),
            (22, 1),
            (25, 3),
            (29, 2),
            (33, 1),
            (36, 3),
            (40, 2),
            (44, 1),
            (47, 3),
            (51, 2),
            (55, 2),
            (59, 3),
            (64, 1),
            (66, 2),
            (70, 1),
            (72, 3),
            (77, 1),
            (80, 3),
            (85, 2),
            (88, 3),
            (92, 1),
            (95, 2),
            (99, 1),
            (101, 1),
            (103, 4),
            (110, 2),
            (115, 3),
            (119, 1),
            (121, 2),
        ];
        assert_eq!(code.bars, expected);
        assert_eq!(code.modules, 123);
    }

    #[test]
    fn only_printable_ascii_has_a_bar_code() {
        for (text, has_code) in [("A 1-~", true), ("", false), ("R\u{7f}", false), ("R\n", false), ("收0001", false)] {
            assert_eq!(Code128::new(text).is_some(), has_code, "{text:?}");
        }
    }
}
