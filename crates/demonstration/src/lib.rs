//! A demonstration township: its own county key, operators and PINs, people, premiums and patients.
//!
//! Everything goes through the use cases of the desk, so a demonstration holds nothing that a desk could not hold.
//! Identity numbers carry an area code that no county has ever had, so that none can be a real person's.

pub mod dice;
mod failure;
mod township;

pub use failure::Failure;

use argon2::password_hash::{PasswordHasher as _, SaltString};
use nonghe_clinic::views::{
    AdmissionInput, ChargeInput, ChargesInput, DepositInput, PremiumInput, SettleInput, SignIn,
};
use nonghe_clinic::{Clinic, Now, fresh_operation};
use nonghe_domain::pack::{Bundle, Pack, PackFaults};
use nonghe_domain::{OperatorId, Text};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::provisioning::Centre;
use nonghe_protocol::{OperatorRecord, Provisioning, Role, SecretKey};
use nonghe_store::{Preference, Protector, Store};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

const COUNTY_URL: &str = "http://127.0.0.1:8650";
const PACK: [(&str, &str); 4] = [
    ("pack.toml", include_str!("../../../packs/demonstration-2026/pack.toml")),
    ("drugs.csv", include_str!("../../../packs/demonstration-2026/drugs.csv")),
    ("services.csv", include_str!("../../../packs/demonstration-2026/services.csv")),
    ("diagnoses.csv", include_str!("../../../packs/demonstration-2026/diagnoses.csv")),
];
/// Login, PIN, name, roles. The first one may go everywhere.
pub const OPERATORS: [(&str, &str, &str, &[Role]); 3] = [
    ("lm", "246810", "李敏", &[Role::Cashier, Role::Registration, Role::Office]),
    ("zhy", "135791", "周海燕", &[Role::Office, Role::Cashier]),
    ("wq", "112358", "王强", &[Role::Registration]),
];
/// Households whose premium has been collected at the beginning.
const PAID_HOUSEHOLDS: usize = 60;
const MINUTE_MS: i64 = 60_000;
/// How long ago the desk began.
const DAYS: i64 = 11;

/// What a township is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To show the program, with a county beside it whose key is left in the folder.
    Demonstration,
    /// To practise: no county can ever take it, for nobody has the key.
    Training,
}

/// Makes a township in a folder that is empty or does not exist.
pub fn create(dir: &Path, people: usize, purpose: Purpose, today: Now) -> Result<(), Failure> {
    let bundle = own_pack()?;
    let (clinic, mut clock) = begin(dir, people, purpose, &bundle, today)?;
    fill(&clinic, &mut clock)?;
    finish(dir, &clinic)
}

/// Makes a township under another pack: its people are there, and nobody has paid or been a patient.
pub fn create_under(bundle: &Bundle, dir: &Path, people: usize, today: Now) -> Result<(), Failure> {
    let (clinic, _) = begin(dir, people, Purpose::Demonstration, bundle, today)?;
    finish(dir, &clinic)
}

fn begin(dir: &Path, people: usize, purpose: Purpose, bundle: &Bundle, today: Now) -> Result<(Clinic, Clock), Failure> {
    fs::create_dir_all(dir)?;
    if fs::read_dir(dir)?.next().is_some() {
        return Err(Failure::Usage(format!("{} is not empty", dir.display())));
    }
    let mut store = Store::create(dir, &Protector::Demonstration)?;
    if purpose == Purpose::Training {
        store.keep_preference(Preference::Training, "1")?;
    }
    let county = SecretKey::from_random(&random()?);
    let granted = provisioning(&store, &county, people, bundle)?;
    let signed = granted.signed(&county).map_err(|error| Failure::Usage(error.to_string()))?;
    let file = serde_json::to_string(&signed)?;
    if purpose == Purpose::Demonstration {
        fs::write(dir.join("provisioning.nhp"), &file)?;
        let key = json!({ "demonstration": true, "secret": hex::encode(county.to_bits()) });
        write_private(&dir.join("county-demonstration.key"), &serde_json::to_string_pretty(&key)?)?;
    }
    store.checkpoint()?;
    let store = Arc::new(Mutex::new(store));
    // The days before today: the desk has been at work for a while.
    let mut clock = Clock(Now { wall_ms: today.wall_ms - DAYS * 24 * 60 * MINUTE_MS, mono_ms: 0 });
    Clinic::provision(&store, &file, true, clock.tick(0))?;
    let clinic = Clinic::new(store)?;
    let (initials, pin, ..) = OPERATORS[0];
    clinic.sign_in(&SignIn { initials: initials.into(), pin: pin.into() }, clock.tick(1))?;
    Ok((clinic, clock))
}

fn finish(dir: &Path, clinic: &Clinic) -> Result<(), Failure> {
    // The papers of the past came out in the past.
    clinic.leave_earlier_papers()?;
    write_operators(dir)
}

struct Clock(Now);

impl Clock {
    fn tick(&mut self, minutes: i64) -> Now {
        self.0.wall_ms += minutes * MINUTE_MS;
        self.0.mono_ms += u64::try_from(minutes * MINUTE_MS).unwrap_or_default();
        self.0
    }
}

/// The pack of the demonstration.
fn own_pack() -> Result<Bundle, Failure> {
    let file = |name: &str| PACK.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_bytes().to_vec());
    Bundle::assemble(|name| Ok(file(name))).map_err(|faults: PackFaults| Failure::Usage(faults.to_string()))
}

fn provisioning(store: &Store, county: &SecretKey, people: usize, bundle: &Bundle) -> Result<Provisioning, Failure> {
    let text = bundle.to_text()?;
    let pack = Pack::from_bundle(&text).map_err(|faults| Failure::Usage(faults.to_string()))?;
    let categories = pack.rules.categories.iter().map(|category| category.code.as_str()).collect();
    let operators = OPERATORS
        .iter()
        .map(|(initials, pin, name, roles)| {
            Ok(OperatorRecord {
                id: OperatorId::from_random(random()?),
                initials: (*initials).into(),
                name: (*name).into(),
                roles: roles.to_vec(),
                pin_hash: pin_hash(pin)?,
            })
        })
        .collect::<Result<_, Failure>>()?;
    Ok(Provisioning {
        demonstration: true,
        centre: Centre {
            code: "4110".into(),
            name: Text::new("槐树镇卫生院", "Huaishu Township Health Centre"),
            tier: "township".into(),
            phone: "0374-12393".into(),
            area_code: township::AREA_CODE.into(),
        },
        dev: store.device_key()?.public(),
        device_number: 1,
        epoch: 1,
        county_url: COUNTY_URL.into(),
        county_key: county.public(),
        operators,
        packs: vec![text],
        roster: Some(township::roster(people, &categories)?),
    })
}

fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Usage(format!("no random numbers: {error}")))?;
    Ok(bytes)
}

fn pin_hash(pin: &str) -> Result<String, Failure> {
    let fault = |error: argon2::password_hash::Error| Failure::Usage(error.to_string());
    let salt = SaltString::encode_b64(&random::<16>()?).map_err(fault)?;
    Ok(argon2::Argon2::default().hash_password(pin.as_bytes(), &salt).map_err(fault)?.to_string())
}

fn op() -> Result<String, Failure> {
    Ok(fresh_operation()?.to_string())
}

/// Premiums, patients, a settlement.
fn fill(clinic: &Clinic, clock: &mut Clock) -> Result<(), Failure> {
    let year = clinic.frame_view(clock.tick(0))?.current_year;
    let mut enrolled = Vec::new();
    for hit in clinic.household_list("", year)?.into_iter().take(PAID_HOUSEHOLDS) {
        let household = clinic.household_view(&hit.id, year, clock.tick(9))?;
        let input = PremiumInput {
            fiscal_number: None,
            op: op()?,
            household: hit.id,
            year,
            persons: household.members.iter().map(|member| member.person.clone()).collect(),
            method: if enrolled.len() % 3 == 0 { "scan" } else { "cash" }.into(),
            tendered: String::new(),
            expected_due: household.premium.due.plain.clone(),
            special: None,
        };
        clinic.premium_collect(&input, clock.tick(4))?;
        enrolled.extend(household.members.into_iter().filter(|member| member.age >= 40));
    }
    for (place, patient) in PATIENTS.iter().enumerate() {
        let Some(member) = enrolled.get(place * 7) else { break };
        let stay = admit(clinic, clock, &member.person, patient)?;
        let amount = patient.deposit.to_owned();
        let deposit = DepositInput { op: op()?, stay: stay.clone(), amount, method: "cash".into() };
        clinic.deposit_take(&deposit, clock.tick(5))?;
        charge(clinic, clock.tick(20), &stay, patient.once)?;
        for _ in 0..patient.days {
            charge(clinic, clock.tick(24 * 60), &stay, patient.daily)?;
        }
        if patient.discharged {
            settle(clinic, clock, &stay)?;
        }
    }
    Ok(())
}

/// A patient of the demonstration; charges are item codes and quantities.
struct Patient {
    diagnosis: &'static str,
    bed: &'static str,
    deposit: &'static str,
    once: &'static [(&'static str, &'static str)],
    daily: &'static [(&'static str, &'static str)],
    days: u32,
    discharged: bool,
}

const PATIENTS: [Patient; 3] = [
    Patient {
        diagnosis: "J40.x00",
        bed: "3",
        deposit: "800.00",
        once: &[("S0063", "1"), ("S0046", "1"), ("S0069", "1")],
        daily: &[("S0003", "1"), ("S0011", "1"), ("S0020", "1"), ("D0017", "4"), ("D0151", "2"), ("D0112", "3")],
        days: 3,
        discharged: true,
    },
    Patient {
        diagnosis: "I10.x00",
        bed: "5",
        deposit: "300.00",
        once: &[("S0063", "1"), ("S0046", "1"), ("S0048", "1"), ("D0058", "1")],
        daily: &[("S0002", "1"), ("S0011", "1"), ("S0020", "1"), ("D0152", "1")],
        days: 2,
        discharged: false,
    },
    Patient {
        diagnosis: "J18.900",
        bed: "8",
        deposit: "1500.00",
        once: &[("S0063", "1"), ("S0072", "1"), ("S0035", "1"), ("S0163", "1"), ("S0174", "6")],
        daily: &[
            ("S0001", "1"),
            ("S0011", "1"),
            ("S0019", "1"),
            ("D0017", "6"),
            ("D0151", "2"),
            ("D0112", "4"),
            ("S0102", "2"),
            ("S0112", "2"),
            ("S0177", "1"),
        ],
        days: 4,
        discharged: false,
    },
];

fn admit(clinic: &Clinic, clock: &mut Clock, person: &str, patient: &Patient) -> Result<String, Failure> {
    let found = clinic.diagnosis_search(patient.diagnosis, clock.tick(0))?;
    let input = AdmissionInput {
        op: op()?,
        person: person.into(),
        department: "内科".into(),
        doctor: "陈立".into(),
        bed: patient.bed.into(),
        diagnosis: found.first().map(|hit| hit.code.clone()).unwrap_or_default(),
        stay_kind: "ordinary".into(),
        admitted_at: String::new(),
    };
    Ok(clinic.stay_admit(&input, clock.tick(6))?.row.id)
}

fn charge(clinic: &Clinic, now: Now, stay: &str, charges: &[(&str, &str)]) -> Result<(), Failure> {
    let line = |(item, quantity): &(&str, &str)| ChargeInput {
        item: (*item).into(),
        quantity: (*quantity).into(),
        price: String::new(),
    };
    let lines = charges.iter().map(line).collect();
    clinic.charges_record(&ChargesInput { op: op()?, stay: stay.into(), date: String::new(), lines }, now)?;
    Ok(())
}

fn settle(clinic: &Clinic, clock: &mut Clock, stay: &str) -> Result<(), Failure> {
    let view = clinic.discharge_view(stay, "", clock.tick(30))?;
    let expected_you_pay = view.cash.map(|cash| cash.you_pay.plain).unwrap_or_default();
    let input = SettleInput {
        op: op()?,
        stay: stay.into(),
        discharged: String::new(),
        method: "cash".into(),
        tendered: String::new(),
        expected_you_pay,
    };
    clinic.stay_settle(&input, clock.tick(2))?;
    Ok(())
}

fn write_operators(dir: &Path) -> Result<(), Failure> {
    let operators: Vec<_> = OPERATORS
        .iter()
        .map(|(initials, pin, name, roles)| json!({ "initials": initials, "pin": pin, "name": name, "role": role_name(roles) }))
        .collect();
    fs::write(dir.join("demonstration.json"), serde_json::to_string_pretty(&json!({ "operators": operators }))?)?;
    Ok(())
}

/// The role that stands for what an operator mostly does.
pub fn role_name(roles: &[Role]) -> &'static str {
    match roles.first() {
        Some(Role::Registration) => "registration",
        Some(Role::Office) => "office",
        _ => "cashier",
    }
}

/// A file that only its owner reads.
fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = fs::File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // On Windows the folder's own access list applies: it lies in the user's profile.
    std::io::Write::write_all(&mut options.open(path)?, text.as_bytes())?;
    Ok(())
}
