//! This computer: who it is to the county, and what is attached to it.

use crate::views::{DeviceState, DeviceStates, DeviceView};
use crate::{Clinic, ClinicError, ClinicResult};
use nonghe_domain::Text;
use nonghe_store::{Preference, SCHEMA_VERSION};
use std::path::Path;

impl Clinic {
    /// This computer. The shell adds the state of what is attached.
    pub fn device_view(&self) -> ClinicResult<DeviceView> {
        self.operator(None)?;
        let granted = self.granted()?;
        let store = self.store();
        let exchanged = store.exchange_state()?;
        let version = env!("CARGO_PKG_VERSION");
        let (entries, delivered) = (store.last_seq()?, exchanged.hwm_seq);
        let key = granted.dev.fingerprint();
        let packs: Vec<_> = self.packs.iter().map(|pack| format!("{} {}", pack.rules.id, pack.rules.version)).collect();
        let support = [
            format!("nonghe {version} · {} {}", std::env::consts::OS, std::env::consts::ARCH),
            format!(
                "centre {} · device {} · epoch {} · key {key}",
                granted.centre.code, granted.device_number, granted.epoch
            ),
            format!("entries {entries} · delivered {delivered} · schema {SCHEMA_VERSION}"),
            format!("packs {}", packs.join(", ")),
            format!("demonstration {} · training {}", granted.demonstration, self.training),
        ];
        Ok(DeviceView {
            centre: granted.centre.name.clone(),
            centre_code: granted.centre.code.clone(),
            device_number: granted.device_number,
            epoch: granted.epoch,
            fingerprint: key,
            county_fingerprint: granted.county_key.fingerprint(),
            demonstration: granted.demonstration,
            training: self.training,
            version: version.to_owned(),
            data_dir: store.dir().display().to_string(),
            scanner_path: store.preference(Preference::ScannerPath)?.unwrap_or_default(),
            scanner_fixed: false,
            devices: DeviceStates { scanner: DeviceState::Off, reader: DeviceState::Off },
            support: support.join("\n"),
        })
    }

    /// Path of the line device that the gun is, as it is kept.
    pub fn scanner_path(&self) -> ClinicResult<String> {
        Ok(self.store().preference(Preference::ScannerPath)?.unwrap_or_default())
    }

    /// Keeps the path of the line device that the gun is. Empty: there is none.
    pub fn keep_scanner_path(&self, path: &str) -> ClinicResult<()> {
        let path = path.trim();
        if !path.is_empty() && (!Path::new(path).is_absolute() || path.chars().any(char::is_control)) {
            let text = Text::new(
                "请写完整的设备路径，例如 /dev/ttyACM0。",
                "Write the whole path of the device, such as /dev/ttyACM0.",
            );
            return Err(ClinicError::BadDevice(text));
        }
        Ok(self.store().keep_preference(Preference::ScannerPath, path)?)
    }

    /// Whether these data are to practise with.
    pub fn is_training(&self) -> bool {
        self.training
    }

    /// Whether simulated devices are honoured: never beside real people's data.
    pub fn may_simulate(&self) -> bool {
        self.training || self.granted.as_ref().is_some_and(|granted| granted.demonstration)
    }
}
