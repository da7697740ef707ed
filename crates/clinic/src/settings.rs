//! What the settings tell, and the characters that no keyboard writes.

use crate::desk::pack_view;
use crate::views::{CharacterGroup, RadicalForm, RadicalView, SettingsView};
use crate::{Clinic, ClinicResult, Now};
use nonghe_domain::han;

impl Clinic {
    /// The centre, its packs and the program.
    pub fn settings_view(&self, now: Now) -> ClinicResult<SettingsView> {
        self.operator(None)?;
        let granted = self.granted()?;
        let mut packs: Vec<_> = self.packs.iter().map(|pack| pack_view(pack, now)).collect();
        packs.sort_by(|a, b| (b.benefit_year, &b.effective_from).cmp(&(a.benefit_year, &a.effective_from)));
        Ok(SettingsView {
            centre: granted.centre.name.clone(),
            centre_code: granted.centre.code.clone(),
            phone: granted.centre.phone.clone(),
            device_number: granted.device_number,
            epoch: granted.epoch,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: self.store().dir().display().to_string(),
            packs,
        })
    }

    /// The radicals by which characters are picked.
    pub fn radicals(&self) -> ClinicResult<Vec<RadicalView>> {
        self.operator(None)?;
        let form = |(form, strokes): &(char, u8)| RadicalForm { form: form.to_string(), strokes: *strokes };
        let view = |radical: &han::Radical| RadicalView {
            number: radical.number,
            forms: radical.forms.iter().map(form).collect(),
        };
        Ok(han::radicals().iter().map(view).collect())
    }

    /// The characters of a radical, by the strokes beside it.
    pub fn characters_of(&self, radical: u8) -> ClinicResult<Vec<CharacterGroup>> {
        self.operator(None)?;
        let view =
            |group: &han::Group| CharacterGroup { strokes: group.strokes, characters: group.characters.to_owned() };
        Ok(han::groups(radical).iter().map(view).collect())
    }
}
