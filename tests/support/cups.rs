//! A print server of the test's own: a private `cupsd` with its own folder and port, and queues that write each job into
//! a file.

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt as _, chown, symlink},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{Context, Failure, Result, Running, free_port, postgres::number_from, running::last_lines};

const START_PATIENCE: Duration = Duration::from_secs(30);
const PAPER_PATIENCE: Duration = Duration::from_mins(1);
const GLANCE_INTERVAL: Duration = Duration::from_millis(30);
/// Where Debian keeps the server, outside the search path of ordinary users.
const SERVER: &str = "/usr/sbin/cupsd";
/// The server starts its backends through this program.
const HELPERS: &str = "/usr/lib/cups/daemon";
/// As CUPS calls a backend: job, user, title, copies, options, and the file unless it comes by the standard input.
const BACKEND: &str = r#"#!/bin/sh
[ $# -eq 0 ] && exit 0
folder=${DEVICE_URI#nonghe:}
if [ $# -ge 6 ]; then cat "$6"; else cat; fi >"$folder/$1.part" || exit 1
printf '%s\n' "$4" "$5" >"$folder/$1.asked"
mv "$folder/$1.part" "$folder/$1.pdf"
"#;

/// A printer of labels in the words of CUPS: it takes PDF as it is, and has a scale of five.
const DARKNESS: &str = r#"*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "DARK.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Test"
*ShortNickName: "Test"
*NickName: "Test"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsVersion: 2.3
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A5
*PageSize A5/A5: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*DefaultPageRegion: A5
*PageRegion A5/A5: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A5
*ImageableArea A5/A5: "0 0 420 595"
*DefaultPaperDimension: A5
*PaperDimension A5/A5: "420 595"
*OpenUI *Darkness/Darkness: PickOne
*DefaultDarkness: 3
*Darkness 1/1: ""
*Darkness 2/2: ""
*Darkness 3/3: ""
*Darkness 4/4: ""
*Darkness 5/5: ""
*CloseUI: *Darkness
"#;

/// A running print server. It and its folder are gone with the value.
pub struct PrintServer {
    // Declared before the folder: the server must be gone before its files are.
    server: Running,
    dir: TempDir,
    port: u16,
}

/// What came out of a queue.
#[derive(Debug)]
pub struct Printed {
    /// The text of the paper.
    pub text: String,
    /// How many were asked for.
    pub copies: String,
    /// The options that were given.
    pub options: String,
}

impl PrintServer {
    /// Starts a server without queues.
    pub async fn start() -> Result<Self> {
        if !Path::new(SERVER).is_file() {
            return Err(Failure::new("cupsd is not installed; scripts/setup.sh test installs it"));
        }
        let dir = tempfile::Builder::new().prefix("nonghe-cups-").tempdir().context("no temporary folder")?;
        let port = free_port()?;
        lay_out(dir.path(), port)?;
        let mut command = Command::new(SERVER);
        command.arg("-f").arg("-c").arg(dir.path().join("etc/cupsd.conf"));
        command.arg("-s").arg(dir.path().join("etc/cups-files.conf"));
        if let Some((user, group)) = account()? {
            hand_over(dir.path(), user, group)?;
            command.uid(user).gid(group);
        }
        let server = Running::start("cupsd", &mut command)?;
        let mut started = Self { server, dir, port };
        started.wait_until_ready().await?;
        Ok(started)
    }

    /// The variable by which the programs of CUPS find this server.
    pub fn environment(&self) -> (&'static str, String) {
        ("CUPS_SERVER", format!("127.0.0.1:{}", self.port))
    }

    /// Makes a queue that takes jobs.
    pub fn add_queue(&self, name: &str) -> Result<()> {
        let device = format!("nonghe:{}", self.dir.path().join("out").display());
        self.ask("lpadmin", &["-p", name, "-E", "-v", &device]).map(drop)
    }

    /// As [`Self::add_queue`], for a printer that can be told how dark to print.
    pub fn add_queue_with_darkness(&self, name: &str) -> Result<()> {
        let device = format!("nonghe:{}", self.dir.path().join("out").display());
        let description = self.dir.path().join("dark.ppd");
        fs::write(&description, DARKNESS).context("cannot write the printer's description")?;
        let description = description.display().to_string();
        self.ask("lpadmin", &["-p", name, "-E", "-v", &device, "-P", &description]).map(drop)
    }

    /// Stops a queue as a printer does that has no paper.
    pub fn run_out_of_paper(&self, name: &str) -> Result<()> {
        self.ask("cupsdisable", &["-r", "media-empty", name]).map(drop)
    }

    /// Stops a queue as a person does.
    pub fn stop_queue(&self, name: &str) -> Result<()> {
        self.ask("cupsdisable", &[name]).map(drop)
    }

    /// Lets a queue go on.
    pub fn resume(&self, name: &str) -> Result<()> {
        self.ask("cupsenable", &[name]).map(drop)
    }

    /// How many jobs came out so far.
    pub fn count(&self) -> usize {
        self.files().len()
    }

    /// Waits until so many jobs have come out, and reads the last.
    pub async fn wait_for(&self, count: usize) -> Result<Printed> {
        let started = Instant::now();
        while self.count() < count {
            if started.elapsed() > PAPER_PATIENCE {
                let log = fs::read_to_string(self.dir.path().join("error_log")).unwrap_or_default();
                return Err(Failure::new(format!(
                    "{} of {count} papers came out\n{}",
                    self.count(),
                    last_lines(&log, 20)
                )));
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
        let files = self.files();
        let file = files.get(count - 1).context("no paper")?;
        let read = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output();
        let read = read.context("pdftotext does not start")?;
        let asked = fs::read_to_string(file.with_extension("asked")).context("no arguments")?;
        let (copies, options) = asked.split_once('\n').context("no options")?;
        Ok(Printed {
            text: String::from_utf8_lossy(&read.stdout).into_owned(),
            copies: copies.to_owned(),
            options: options.trim().to_owned(),
        })
    }

    /// Files in the order of their jobs.
    fn files(&self) -> Vec<PathBuf> {
        let folder = fs::read_dir(self.dir.path().join("out")).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> =
            folder.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "pdf")).collect();
        files.sort_by_key(|path| path.file_stem().and_then(|stem| stem.to_str()?.parse::<u32>().ok()));
        files
    }

    fn ask(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let (name, socket) = self.environment();
        // Debian keeps the programs for administrators out of the search path.
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("env");
        command.arg(format!("PATH={path}:/usr/sbin")).arg(program).args(arguments).env(name, socket).env("LC_ALL", "C");
        let output = command.output().context(format_args!("cannot start {program}"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(Failure::new(format!("{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr))))
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        while !self.ask("lpstat", &["-r"]).is_ok_and(|said| said.contains("is running")) {
            self.server.expect_alive()?;
            if started.elapsed() > START_PATIENCE {
                return Err(Failure::new(format!("cupsd does not answer\n{}", last_lines(&self.server.log(), 20))));
            }
            tokio::time::sleep(GLANCE_INTERVAL).await;
        }
        Ok(())
    }
}

/// Writes folders, settings and the backend.
fn lay_out(dir: &Path, port: u16) -> Result<()> {
    for folder in ["etc", "spool/tmp", "cache", "state", "bin/backend", "out"] {
        fs::create_dir_all(dir.join(folder)).context("cannot make a folder")?;
    }
    let at = dir.display();
    let files = format!(
        "ServerRoot {at}/etc\nServerBin {at}/bin\nDataDir /usr/share/cups\nCacheDir {at}/cache\nStateDir {at}/state\n\
         RequestRoot {at}/spool\nTempDir {at}/spool/tmp\nAccessLog {at}/access_log\nErrorLog {at}/error_log\n\
         PageLog {at}/page_log\nSystemGroup nogroup\n"
    );
    // Whoever runs the test may do everything at this server, which is gone with it. It listens on a port, for its own
    // program for the options of a printer asks a server by the address that the printer has.
    let server = format!(
        "Listen 127.0.0.1:{port}\nBrowsing Off\nDefaultAuthType None\nPreserveJobHistory Yes\n\
         <Location />\n  Order allow,deny\n</Location>\n\
         <Policy default>\n  <Limit All>\n    Order allow,deny\n  </Limit>\n</Policy>\n"
    );
    let write = |name: &str, text: &str| fs::write(dir.join(name), text).context(format_args!("cannot write {name}"));
    write("etc/cups-files.conf", &files)?;
    write("etc/cupsd.conf", &server)?;
    write("bin/backend/nonghe", BACKEND)?;
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(dir.join("bin/backend/nonghe"), executable).context("cannot make the backend executable")?;
    symlink(HELPERS, dir.join("bin/daemon")).context("cannot link the server's helpers")
}

/// Whom the server runs as: it refuses root, and Debian's package brings an account.
fn account() -> Result<Option<(u32, u32)>> {
    if number_from("id", &["-u"])? != 0 {
        return Ok(None);
    }
    Ok(Some((number_from("id", &["-u", "lp"])?, number_from("id", &["-g", "lp"])?)))
}

fn hand_over(path: &Path, user: u32, group: u32) -> Result<()> {
    if path.is_symlink() {
        return Ok(());
    }
    chown(path, Some(user), Some(group)).context(format_args!("cannot hand over {}", path.display()))?;
    if path.is_dir() {
        for entry in fs::read_dir(path).context("cannot read a folder")?.flatten() {
            hand_over(&entry.path(), user, group)?;
        }
    }
    Ok(())
}
