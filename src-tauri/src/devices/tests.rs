#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use nonghe_clinic::views::SignIn;
use nonghe_demonstration::{OPERATORS, Purpose};
use nonghe_store::{Protector, Store};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(10);

/// A desk with somebody signed in, and what its devices tell.
struct Bench {
    folder: TempDir,
    clinic: Arc<Clinic>,
    tell: Arc<Tell>,
    told: Receiver<News>,
}

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let at = nonghe_clinic::Now { wall_ms: 1_791_423_000_000, mono_ms: 0 };
        let data = folder.path().join("data");
        nonghe_demonstration::create(&data, 20, Purpose::Training, at).unwrap();
        let bench = Self::on(folder, &Protector::Demonstration);
        let (initials, pin, ..) = OPERATORS[0];
        bench.clinic.sign_in(&SignIn { initials: initials.into(), pin: pin.into() }, at).unwrap();
        bench
    }

    fn on(folder: TempDir, protector: &Protector<'_>) -> Self {
        let store = Store::open(&folder.path().join("data"), protector).unwrap();
        let clinic = Arc::new(Clinic::new(Arc::new(Mutex::new(store))).unwrap());
        let (tell, told) = channel();
        let tell = Mutex::new(tell);
        let tell: Arc<Tell> = Arc::new(move |news| {
            let _ = tell.lock().unwrap().send(news);
        });
        Self { folder, clinic, tell, told }
    }

    fn listen(&self, path: &Path) -> Devices {
        let ears = Ears::new(&self.clinic, Clock::start(), Arc::clone(&self.tell));
        Devices::start(path.to_str().unwrap(), ears)
    }

    fn pipe(&self) -> (std::path::PathBuf, File) {
        let path = self.folder.path().join("gun");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &path,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        let writer = OpenOptions::new().read(true).write(true).open(&path).unwrap();
        (path, writer)
    }

    /// The next news of the kind that is looked for; others are passed by.
    fn next<T>(&self, pick: impl Fn(News) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            let left = PATIENCE.checked_sub(began.elapsed()).expect("nothing was told in time");
            if let Some(found) = pick(self.told.recv_timeout(left).expect("nothing was told in time")) {
                return found;
            }
        }
    }

    fn code(&self) -> String {
        self.next(|news| match news {
            News::DeviceCode(code) => Some(code.code),
            News::DeviceTrouble(error) => panic!("{error:?}"),
            _ => None,
        })
    }

    fn scanner(&self, wanted: DeviceState) {
        self.next(|news| matches!(news, News::DeviceStates(states) if states.scanner == wanted).then_some(()));
    }
}

/// A terminal that stands for a gun on a serial port, behind a name that stays when it is plugged in again.
fn plug_in(name: &Path) -> File {
    let control = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&control).unwrap();
    unlockpt(&control).unwrap();
    let device = ptsname(&control, Vec::new()).unwrap();
    let _ = fs::remove_file(name);
    symlink(device.to_str().unwrap(), name).unwrap();
    File::from(control)
}

#[test]
fn a_gun_on_a_serial_line_is_heard_and_heard_again_after_it_was_pulled_out() {
    let bench = Bench::new();
    let name = bench.folder.path().join("ttyACM0");
    let devices = bench.listen(&name);
    assert_eq!(devices.states().scanner, DeviceState::Absent, "set up, and not there yet");
    let mut gun = plug_in(&name);
    bench.scanner(DeviceState::Present);
    gun.write_all(b"R0002318\rH030128\r\n").unwrap();
    assert_eq!((bench.code(), bench.code()), ("R0002318".to_owned(), "H030128".to_owned()));
    // Pulled out in the middle of a code.
    gun.write_all(b"A000").unwrap();
    drop(gun);
    bench.scanner(DeviceState::Absent);
    let mut gun = plug_in(&name);
    bench.scanner(DeviceState::Present);
    gun.write_all(b"P77\r").unwrap();
    assert_eq!(bench.code(), "P77", "half a code is not the beginning of the next");
    drop(devices);
    gun.write_all(b"R1\r").unwrap();
    assert!(bench.told.try_iter().all(|news| !matches!(news, News::DeviceCode(_))), "nobody listens any more");
}

#[test]
fn nothing_is_sent_back_to_the_gun() {
    let bench = Bench::new();
    let name = bench.folder.path().join("tty");
    let mut gun = plug_in(&name);
    let _devices = bench.listen(&name);
    bench.scanner(DeviceState::Present);
    gun.write_all(b"\x03R1\rR2\r").unwrap();
    bench.next(|news| matches!(news, News::DeviceTrouble(_)).then_some(()));
    assert_eq!(bench.code(), "R2", "a control character is refused and interrupts nothing");
    rustix::io::ioctl_fionbio(&gun, true).unwrap();
    let mut echoed = [0; 16];
    assert!(rustix::io::read(&gun, &mut echoed).is_err(), "no echo");
}

#[test]
fn a_code_has_a_longest_length() {
    let bench = Bench::new();
    let (path, mut writer) = bench.pipe();
    let _devices = bench.listen(&path);
    for (length, taken) in [(framer::CODE_BYTES_MAX, true), (framer::CODE_BYTES_MAX + 1, false), (70_000, false)] {
        writer.write_all("7".repeat(length).as_bytes()).unwrap();
        writer.write_all(b"\n").unwrap();
        let heard = bench.next(|news| match news {
            News::DeviceCode(code) => Some(Ok(code.code.len())),
            News::DeviceTrouble(error) => Some(Err(error.code)),
            _ => None,
        });
        assert_eq!(heard, if taken { Ok(length) } else { Err("E-1105".to_owned()) });
    }
}

const CARD: &str = r#"{"person":{"name":"张桂兰","sex":"女","ethnicity":"汉","birth_date":"1962-03-15","address":"槐树村3组","id_number":"NUMBER"}}"#;

fn card() -> String {
    // Any valid number of that day: tried until the check digit fits.
    let number = "0123456789X"
        .chars()
        .map(|last| format!("41109919620315302{last}"))
        .find(|number| nonghe_domain::identity::IdNumber::parse(number).is_ok());
    CARD.replace("NUMBER", &number.unwrap()) + "\n"
}

#[test]
fn a_card_laid_in_training_is_checked_and_told_once_somebody_is_at_the_desk() {
    let bench = Bench::new();
    let (path, mut writer) = bench.pipe();
    let devices = bench.listen(&path);
    bench.scanner(DeviceState::Present);
    assert_eq!(devices.states().reader, DeviceState::Present);
    writer.write_all(card().as_bytes()).unwrap();
    let laid = bench.next(|news| match news {
        News::DevicePerson(card) => Some(card),
        News::DeviceTrouble(error) => panic!("{error:?}"),
        _ => None,
    });
    assert_eq!((laid.name.as_str(), laid.sex.as_str()), ("张桂兰", "female"));
    for bad in ["{\"person\":{}}\n".to_owned(), "{\n".to_owned(), card().replace("女", "男")] {
        writer.write_all(bad.as_bytes()).unwrap();
        let code = bench.next(|news| match news {
            News::DeviceTrouble(error) => Some(error.code),
            News::DevicePerson(_) => panic!("{bad}"),
            _ => None,
        });
        assert_eq!(code, "E-1104", "{bad}");
    }
    bench.clinic.lock_desk();
    writer.write_all(card().as_bytes()).unwrap();
    writer.write_all(b"R1\n").unwrap();
    assert_eq!(bench.code(), "R1");
    drop(devices);
    assert!(bench.told.try_iter().all(|news| !matches!(news, News::DevicePerson(_))), "a locked desk shows nobody");
}

#[test]
fn beside_real_data_there_is_no_simulated_reader() {
    let folder = TempDir::new().unwrap();
    let protector = Protector::Passphrase("seven quiet rivers");
    drop(Store::create(&folder.path().join("data"), &protector).unwrap());
    let bench = Bench::on(folder, &protector);
    let (path, mut writer) = bench.pipe();
    let devices = bench.listen(&path);
    bench.scanner(DeviceState::Present);
    assert_eq!(devices.states().reader, DeviceState::Off);
    let line = card();
    writer.write_all(line.as_bytes()).unwrap();
    assert_eq!(bench.code(), line.trim(), "it is a code like another");
}

#[test]
fn what_is_no_line_device_is_not_opened() {
    let bench = Bench::new();
    let file = bench.folder.path().join("file");
    fs::write(&file, "R1\n").unwrap();
    for path in [file.as_path(), bench.folder.path()] {
        assert!(check(path.to_str().unwrap()).is_err(), "{}", path.display());
    }
    for path in ["", "/dev/ttyNotThere", "/dev/null"] {
        assert!(check(path).is_ok(), "{path}");
    }
    for path in [file.as_path(), Path::new("/dev/null"), Path::new("/dev/zero")] {
        assert!(Line::open(path).is_err(), "{}", path.display());
    }
    let devices = bench.listen(&file);
    assert_eq!(devices.states().scanner, DeviceState::Absent);
}
