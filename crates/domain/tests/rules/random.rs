//! Random charges with every decimal that prices and quantities may have.

use crate::support::units;
use nonghe_domain::adjudicate::ChargeLine;
use proptest::prelude::*;

/// Prices with up to six decimals, quantities with up to four, of one of these items.
pub fn line(items: &'static [&'static str]) -> impl Strategy<Value = ChargeLine> {
    let price = prop_oneof![
        (0_u64..500_000, Just(2)),
        (0_u64..2_000_000, Just(4)),
        (0_u64..80_000_000, Just(6)),
        (0_u64..400_000, Just(6)),
    ];
    let quantity = prop_oneof![3 => (1_u64..20, Just(0)), 1 => (0_u64..50_000, Just(4))];
    (proptest::sample::select(items), price, quantity).prop_map(
        |(item, (price, places), (quantity, quantity_places))| {
            units(item, &decimal(price, places), &decimal(quantity, quantity_places))
        },
    )
}

pub fn decimal(mantissa: u64, places: usize) -> String {
    if places == 0 {
        return mantissa.to_string();
    }
    let scale = 10_u64.pow(u32::try_from(places).unwrap());
    format!("{}.{:0places$}", mantissa / scale, mantissa % scale)
}
