//! Finding items and diagnoses of the policy pack while somebody types.

use crate::views::{DiagnosisHit, ItemHit};
use crate::{Clinic, ClinicResult, Now};
use nonghe_domain::Text;
use nonghe_domain::pack::{CatalogueItem, Pack};

/// Rows of a list under an input.
const HITS: usize = 12;

impl Clinic {
    pub(crate) fn diagnosis_name(&self, code: &str) -> Text {
        let found = self.packs.iter().find_map(|pack| pack.catalogue.diagnosis(code));
        found.map_or_else(|| Text::new(code, code), |found| Text::new(&found.name, &found.name_en))
    }

    /// Diagnoses by initials, name or code.
    pub fn diagnosis_search(&self, query: &str, now: Now) -> ClinicResult<Vec<DiagnosisHit>> {
        let pack = self.pack(self.year_of(now.today()))?;
        let query = query.trim().to_lowercase();
        let rank = |mnemonic: &str, name: &str, code: &str| rank(&query, mnemonic, name, &code.to_lowercase());
        let mut hits: Vec<_> = pack
            .catalogue
            .diagnoses()
            .iter()
            .filter_map(|found| rank(&found.mnemonic, &found.name, &found.code).map(|rank| (rank, found)))
            .collect();
        hits.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.code.cmp(&y.code)));
        let hit = |(_, found): (_, &nonghe_domain::pack::Diagnosis)| DiagnosisHit {
            code: found.code.clone(),
            name: Text::new(&found.name, &found.name_en),
        };
        Ok(hits.into_iter().take(HITS).map(hit).collect())
    }

    /// Items by initials, name or code.
    pub fn item_search(&self, query: &str, now: Now) -> ClinicResult<Vec<ItemHit>> {
        let pack = self.pack(self.year_of(now.today()))?;
        let query = query.trim().to_lowercase();
        let mut hits: Vec<_> = pack
            .catalogue
            .items()
            .iter()
            .filter_map(|item| {
                rank(&query, &item.mnemonic, &item.name, &item.code.to_lowercase()).map(|rank| (rank, item))
            })
            .collect();
        hits.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.code.cmp(&y.code)));
        Ok(hits.into_iter().take(HITS).map(|(_, item)| item_hit(&pack, item)).collect())
    }
}

fn item_hit(pack: &Pack, item: &CatalogueItem) -> ItemHit {
    let kind = pack.rules.charge_kind(&item.kind);
    ItemHit {
        code: item.code.clone(),
        name: Text::new(&item.name, &item.name_en),
        spec: item.spec.clone(),
        unit: item.unit.clone(),
        class: item.class.name().to_owned(),
        kind: item.kind.clone(),
        kind_name: kind.map_or_else(|| Text::new(&item.kind, &item.kind), |kind| kind.name.clone()),
        price: item.price.to_string(),
        price_limit: item.price_limit.map(|limit| limit.to_string()),
    }
}

/// How well a query fits: the whole mnemonic, its beginning, the name, the code; none if it does not.
fn rank(query: &str, mnemonic: &str, name: &str, code: &str) -> Option<u8> {
    if query.is_empty() {
        return None;
    }
    if mnemonic == query || code == query || name == query {
        Some(0)
    } else if mnemonic.starts_with(query) {
        Some(1)
    } else if name.starts_with(query) || code.starts_with(query) {
        Some(2)
    } else if mnemonic.contains(query) || name.contains(query) {
        Some(3)
    } else {
        None
    }
}
