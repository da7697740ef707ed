//! Printing through CUPS, by its own programs `lp`, `lpstat`, `lpoptions` and `cancel`.
//!
//! Each is called with a list of arguments, never through a shell, and in the language C, so that what it says can be
//! read. A file is called printed when its job has left the queue of a printer that was not stopped.

use super::{Errand, Printer, density};
use nonghe_clinic::Trouble;
use nonghe_clinic::views::Density;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program of CUPS may take. They answer at once, unless a printer in the network keeps them waiting.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE_INTERVAL: Duration = Duration::from_millis(5);

/// What a program said.
struct Said {
    succeeded: bool,
    out: String,
    errors: String,
}

/// Printers that this computer knows, by name.
pub fn printers() -> Result<Vec<Printer>, Trouble> {
    let said = ask("lpstat", &["-l", "-p"])?;
    // Without any printer it fails, with words about destinations; without a scheduler it cannot connect at all.
    if !said.succeeded && !said.errors.contains("No destinations") {
        return Err(unanswered());
    }
    let mut printers = read_printers(&said.out);
    printers.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(printers)
}

/// Whether a printer takes papers now.
pub fn look_at(printer: &str) -> Result<(), Trouble> {
    let said = ask("lpstat", &["-l", "-p", printer])?;
    let found = read_printers(&said.out).into_iter().find(|found| found.name == printer);
    match found {
        Some(found) => found.trouble.map_or(Ok(()), Err),
        None if is_running()? => Err(Trouble::UnknownPrinter),
        None => Err(unanswered()),
    }
}

/// Hands a file over, and returns the job's name.
pub fn send(errand: &Errand<'_>) -> Result<String, Trouble> {
    let said = ask_all("lp", &arguments(errand))?;
    if said.succeeded {
        return job_of(&said.out).map(str::to_owned).ok_or(Trouble::Failed);
    }
    tracing::warn!(errors = said.errors.trim(), "lp refused a paper");
    Err(refused(&said.errors))
}

/// Whether a job has left its printer's queue.
pub fn is_gone(printer: &str, job: &str) -> Result<bool, Trouble> {
    let said = ask("lpstat", &["-W", "not-completed", "-o", printer])?;
    if !said.succeeded && !is_running()? {
        return Err(unanswered());
    }
    Ok(!jobs_in(&said.out).any(|found| found == job))
}

/// The printer's own option that makes it print lighter or darker, with its value, if it has one.
pub fn density_option(printer: &str, density: Density) -> Option<String> {
    let said = ask("lpoptions", &["-p", printer, "-l"]).ok()?;
    density::chosen(&said.out, density)
}

/// Takes a job out of the queue. Answers whether it was still in it.
pub fn cancel(job: &str) -> bool {
    ask("cancel", &[job]).is_ok_and(|said| said.succeeded)
}

fn is_running() -> Result<bool, Trouble> {
    Ok(ask("lpstat", &["-r"])?.out.contains("is running"))
}

fn unanswered() -> Trouble {
    Trouble::NoSystem
}

/// Values that begin with a hyphen cannot be taken for options: each stands behind its own option or behind `--`.
fn arguments(errand: &Errand<'_>) -> Vec<String> {
    let mut arguments = vec!["-d".to_owned(), errand.printer.to_owned()];
    arguments.extend(["-n".to_owned(), errand.copies.to_string()]);
    arguments.extend(["-t".to_owned(), errand.title.to_owned()]);
    if !errand.media.is_empty() {
        arguments.extend(["-o".to_owned(), format!("media={}", errand.media)]);
    }
    if let Some(density) = errand.density {
        arguments.extend(["-o".to_owned(), density.to_owned()]);
    }
    // A form is printed where it was set, not where it would fit best.
    arguments.extend(["-o".to_owned(), "print-scaling=none".to_owned()]);
    arguments.extend(["--".to_owned(), errand.file.display().to_string()]);
    arguments
}

fn ask(program: &str, arguments: &[&str]) -> Result<Said, Trouble> {
    ask_all(program, &arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>())
}

fn ask_all(program: &str, arguments: &[String]) -> Result<Said, Trouble> {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| {
        tracing::warn!(%error, program, "the printing system is not there");
        Trouble::NoSystem
    })?;
    // What these programs say of one printer is far below the size of a pipe.
    let started = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if started.elapsed() < PATIENCE => std::thread::sleep(GLANCE_INTERVAL),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                tracing::warn!(program, "the printing system does not answer");
                return Err(Trouble::NoSystem);
            }
        }
    };
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    // The child is gone, so both ends are there. What cannot be read is nothing that was said.
    child.stdout.take().map(|mut pipe| pipe.read_to_end(&mut out));
    child.stderr.take().map(|mut pipe| pipe.read_to_end(&mut errors));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Said { succeeded: status.success(), out: text(&out), errors: text(&errors) })
}

/// `request id is roll-12 (1 file(s))`
fn job_of(out: &str) -> Option<&str> {
    out.strip_prefix("request id is ")?.split_whitespace().next()
}

/// The first word of each line that is no detail of the one before.
fn jobs_in(out: &str) -> impl Iterator<Item = &str> {
    out.lines().filter(|line| !line.starts_with(char::is_whitespace)).filter_map(|line| line.split_whitespace().next())
}

fn refused(errors: &str) -> Trouble {
    if errors.contains("does not exist") {
        Trouble::UnknownPrinter
    } else if errors.contains("not accepting") {
        Trouble::Refusing
    } else if errors.contains("connect") || errors.contains("scheduler") || errors.contains("No such file") {
        Trouble::NoSystem
    } else {
        Trouble::Failed
    }
}

/// Reads what `lpstat -l -p` says: a line for each printer, its reason and its alerts indented below.
fn read_printers(out: &str) -> Vec<Printer> {
    let mut printers: Vec<Printer> = Vec::new();
    for line in out.lines() {
        if let Some(rest) = line.strip_prefix("printer ") {
            let Some((name, state)) = rest.split_once(' ') else { continue };
            let trouble = state.starts_with("disabled").then_some(Trouble::Stopped);
            printers.push(Printer { name: name.to_owned(), trouble });
        } else if let Some(printer) = printers.last_mut() {
            let line = line.trim().to_lowercase();
            if says(&line, &["media-empty", "media-needed", "out of paper", "paper out"]) {
                printer.trouble = Some(Trouble::PaperOut);
            } else if says(&line, &["offline", "shutdown", "unplugged"]) {
                printer.trouble = printer.trouble.or(Some(Trouble::Stopped));
            }
        }
    }
    printers
}

fn says(line: &str, any: &[&str]) -> bool {
    any.iter().any(|words| line.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_state_of_printers_is_read() {
        let out = "printer roll is idle.  enabled since Sun Nov 29 00:47:16 2026\n\tForm mounted:\n\tAlerts: none\n\
                   printer desk now printing desk-4.  enabled since Sun Nov 29 00:47:16 2026\n\tAlerts: none\n\
                   printer old disabled since Sun Nov 29 00:47:37 2026 -\n\tPaused\n\tAlerts: paused\n\
                   printer dry disabled since Sun Nov 29 00:47:37 2026 -\n\tAlerts: media-empty-error paused\n\
                   printer thin is idle.  enabled since Sun Nov 29 00:47:16 2026\n\tAlerts: media-needed-report\n\
                   printer away is idle.  enabled since Sun Nov 29 00:47:16 2026\n\tAlerts: offline-report\n";
        let found = read_printers(out);
        let rows: Vec<_> = found.iter().map(|printer| (&*printer.name, printer.trouble)).collect();
        let expected = [
            ("roll", None),
            ("desk", None),
            ("old", Some(Trouble::Stopped)),
            ("dry", Some(Trouble::PaperOut)),
            ("thin", Some(Trouble::PaperOut)),
            ("away", Some(Trouble::Stopped)),
        ];
        assert_eq!(rows, expected);
        assert_eq!(read_printers(""), []);
    }

    #[test]
    fn jobs_are_read_and_their_details_are_not() {
        assert_eq!(job_of("request id is roll-12 (1 file(s))\n"), Some("roll-12"));
        assert_eq!(job_of("lp: no"), None);
        let out =
            "roll-1    clerk   1024   Sun Nov 29 2026\n\tAlerts: job-printing\n\tqueued for roll\nroll-12 clerk 1\n";
        assert_eq!(jobs_in(out).collect::<Vec<_>>(), ["roll-1", "roll-12"]);
    }

    #[test]
    fn a_refusal_is_told_by_its_words() {
        for (errors, trouble) in [
            ("lp: Error - The printer or class does not exist.", Trouble::UnknownPrinter),
            ("lp: Destination \"roll\" is not accepting jobs.", Trouble::Refusing),
            ("lp: Error - unable to connect to server", Trouble::NoSystem),
            ("lp: something else", Trouble::Failed),
        ] {
            assert_eq!(refused(errors), trouble, "{errors}");
        }
    }

    #[test]
    fn no_value_can_be_taken_for_an_option() {
        let errand = Errand {
            printer: "-o; rm",
            file: Path::new("-x.pdf"),
            title: "$(reboot)",
            copies: 2,
            media: "Custom.80x200mm",
            density: Some("Darkness=9"),
        };
        let arguments = arguments(&errand);
        let expected = [
            "-d",
            "-o; rm",
            "-n",
            "2",
            "-t",
            "$(reboot)",
            "-o",
            "media=Custom.80x200mm",
            "-o",
            "Darkness=9",
            "-o",
            "print-scaling=none",
            "--",
            "-x.pdf",
        ];
        assert_eq!(arguments, expected);
    }
}
