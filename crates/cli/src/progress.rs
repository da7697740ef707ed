//! How far a long command is, on standard error.

use crate::cases::CaseFile;
use nonghe_domain::Lang;
use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A terminal is told often, a log seldom.
const ON_TERMINAL: Duration = Duration::from_millis(250);
const IN_LOG: Duration = Duration::from_secs(10);

/// Bills a second and the share of the file that has been read.
pub struct Progress<'a> {
    bills: &'a AtomicU64,
    read: Arc<AtomicU64>,
    size: Option<u64>,
    lang: Lang,
    begun: Instant,
    told: Cell<Instant>,
    terminal: bool,
}

impl<'a> Progress<'a> {
    /// Begins with a file that has been opened.
    pub fn new(cases: &CaseFile, bills: &'a AtomicU64, lang: Lang) -> Self {
        let (read, size) = cases.progress();
        let now = Instant::now();
        let terminal = io::stderr().is_terminal();
        Self { bills, read, size, lang, begun: now, told: Cell::new(now), terminal }
    }

    /// Tells, if it is time.
    pub fn show(&self) {
        let pause = if self.terminal { ON_TERMINAL } else { IN_LOG };
        if self.told.get().elapsed() >= pause {
            self.told.set(Instant::now());
            self.tell();
        }
    }

    /// Tells how long it took.
    pub fn end(&self) {
        self.tell();
        if self.terminal {
            eprintln!();
        }
    }

    fn tell(&self) {
        let bills = self.bills.load(Ordering::Relaxed);
        let ms = self.begun.elapsed().as_millis().max(1);
        let per_second = u128::from(bills) * 1000 / ms;
        let seconds = ms / 1000;
        let share = self.size.filter(|size| *size > 0).map_or(String::new(), |size| {
            let percent = self.read.load(Ordering::Relaxed).min(size) * 100 / size;
            match self.lang {
                Lang::Zh => format!("，文件的 {percent}%"),
                Lang::En => format!(", {percent}% of the file"),
            }
        });
        let text = match self.lang {
            Lang::Zh => format!("{bills} 张账单，每秒 {per_second} 张{share}，{seconds} 秒"),
            Lang::En => format!("{bills} bills, {per_second} a second{share}, {seconds} s"),
        };
        let mut out = io::stderr().lock();
        let end = if self.terminal { "   " } else { "\n" };
        let start = if self.terminal { "\r" } else { "" };
        // Nobody is left to be told that standard error is closed.
        let _ = write!(out, "{start}{text}{end}").and_then(|()| out.flush());
    }
}
