//! How a printer is told to print lighter or darker. Each maker has an option of its own, and CUPS lists them.

use nonghe_clinic::views::Density;

/// Options for how black, the plainest first; those of quality stand in where a printer has none.
const BLACKNESS: [&str; 2] = ["darkness", "density"];
const QUALITY: &str = "quality";
const LIGHT: [&str; 5] = ["light", "draft", "fast", "economy", "low"];
const DARK: [&str; 4] = ["dark", "high", "best", "heavy"];

/// Chooses an option and its value from what `lpoptions -l` says: `Darkness/Print darkness: 1 5 *10 15 20`.
pub(super) fn chosen(options: &str, density: Density) -> Option<String> {
    let options: Vec<(&str, Vec<&str>)> = options.lines().filter_map(read).collect();
    let named = |word: &'static str| {
        options.iter().filter(move |(name, _)| name.to_lowercase().replace(['-', '_'], "").contains(word))
    };
    let mut candidates = BLACKNESS.into_iter().flat_map(named).chain(named(QUALITY));
    candidates.find_map(|(name, values)| Some(format!("{name}={}", value(values, density)?)))
}

fn read(line: &str) -> Option<(&str, Vec<&str>)> {
    let (names, values) = line.split_once(':')?;
    let name = names.split('/').next()?.trim();
    Some((name, values.split_whitespace().map(|value| value.trim_start_matches('*')).collect()))
}

/// Numbers are a scale: a quarter from its ends, for at the very ends nothing can be read or the paper burns.
fn value<'a>(values: &[&'a str], density: Density) -> Option<&'a str> {
    let mut scale: Vec<(i64, &str)> = values.iter().filter_map(|&value| Some((value.parse().ok()?, value))).collect();
    if scale.len() > 1 {
        scale.sort_unstable();
        let quarter = scale.len() / 4;
        let at = if density == Density::Light { quarter } else { scale.len() - 1 - quarter };
        return scale.get(at).map(|&(_, value)| value);
    }
    let words: &[&str] = if density == Density::Light { &LIGHT } else { &DARK };
    values.iter().copied().find(|value| words.iter().any(|word| value.to_lowercase().contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printers_own_option_is_found_and_its_value_lies_inside_the_scale() {
        let label = "PageSize/Media Size: *Custom.WIDTHxHEIGHT\nDarkness/Darkness: -1 1 2 3 4 5 6 7 8 9 *10 11 12\n";
        let laser = "TonerDensity/Density: Light *Normal Dark\nprint-quality/Quality: 3 *4 5\n";
        let driverless = "cupsPrintQuality/cupsPrintQuality: Draft *Normal High\n";
        for (options, light, dark) in [
            (label, Some("Darkness=3"), Some("Darkness=9")),
            (laser, Some("TonerDensity=Light"), Some("TonerDensity=Dark")),
            (driverless, Some("cupsPrintQuality=Draft"), Some("cupsPrintQuality=High")),
            ("print-quality/Quality: 3 *4 5\n", Some("print-quality=3"), Some("print-quality=5")),
            ("PageSize/Media Size: A4 *A5\nResolution: 203dpi\n", None, None),
            ("", None, None),
        ] {
            assert_eq!(chosen(options, Density::Light).as_deref(), light, "{options}");
            assert_eq!(chosen(options, Density::Dark).as_deref(), dark, "{options}");
        }
    }
}
