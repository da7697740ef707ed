//! Why a paper has not come out, for people: what happened, what about the money, what to do.

use super::Accounted;
use crate::views::UiError;
use nonghe_domain::Text;

/// What keeps a paper from coming out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody ever tried.
    Never,
    /// It is on its way.
    OnItsWay,
    /// No paper in the printer.
    PaperOut,
    /// The printer was stopped, or is switched off.
    Stopped,
    /// The printer takes no papers.
    Refusing,
    /// There is no printer of that name.
    UnknownPrinter,
    /// The system's printing does not answer.
    NoSystem,
    /// This program does not print on this system yet.
    NotThereYet,
    /// The printing system refused the paper for another reason.
    Failed,
    /// The paper cannot be made.
    NotMade,
    /// The program ended before it was sent.
    Interrupted,
    /// The program ended while it was being sent.
    Uncertain,
    /// Somebody took it out of the printer's own queue.
    Cancelled,
}

impl Trouble {
    const ALL: [Self; 13] = [
        Self::Never,
        Self::OnItsWay,
        Self::PaperOut,
        Self::Stopped,
        Self::Refusing,
        Self::UnknownPrinter,
        Self::NoSystem,
        Self::NotThereYet,
        Self::Failed,
        Self::NotMade,
        Self::Interrupted,
        Self::Uncertain,
        Self::Cancelled,
    ];

    /// Its name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::OnItsWay => "on_its_way",
            Self::PaperOut => "paper_out",
            Self::Stopped => "stopped",
            Self::Refusing => "refusing",
            Self::UnknownPrinter => "unknown_printer",
            Self::NoSystem => "no_system",
            Self::NotThereYet => "not_there_yet",
            Self::Failed => "failed",
            Self::NotMade => "not_made",
            Self::Interrupted => "interrupted",
            Self::Uncertain => "uncertain",
            Self::Cancelled => "cancelled",
        }
    }

    /// The trouble of a name; one that an older program does not know is some trouble.
    pub fn of_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|each| each.code() == code).unwrap_or(Self::Failed)
    }

    /// Whether the paper may have come out all the same: then the next one is a reprint.
    pub(super) fn is_uncertain(code: Option<&str>) -> bool {
        code == Some(Self::Uncertain.code())
    }

    /// Whether it is the printer that stands in the way, and not what became of one paper.
    pub(super) fn is_of_printer(self) -> bool {
        !matches!(
            self,
            Self::Never | Self::OnItsWay | Self::NotMade | Self::Interrupted | Self::Uncertain | Self::Cancelled
        )
    }

    /// In a few words, for the footer and the list of printers.
    pub fn in_short(self) -> Text {
        let (zh, en) = match self {
            Self::Never => ("还没有送去打印", "Not sent yet"),
            Self::OnItsWay => ("正在打印", "Printing"),
            Self::PaperOut => ("缺纸", "Out of paper"),
            Self::Stopped => ("脱机", "Offline"),
            Self::Refusing => ("不接收", "Takes no papers"),
            Self::UnknownPrinter => ("找不到", "Not found"),
            Self::NoSystem => ("打印服务没有响应", "Printing does not answer"),
            Self::NotThereYet => ("本系统还不能直接打印", "No direct printing here yet"),
            Self::Failed => ("没有接受", "Did not take it"),
            Self::NotMade => ("单据没有生成", "Paper not made"),
            Self::Interrupted | Self::Uncertain => ("上次中断", "Interrupted"),
            Self::Cancelled => ("任务被取消", "Job cancelled"),
        };
        Text::new(zh, en)
    }

    fn what(self, title: &Text) -> (&'static str, Text) {
        let (code, zh, en) = match self {
            Self::Never => ("E-3027", "还没有打印。", "has not been printed."),
            Self::OnItsWay => ("E-3026", "正在打印。", "is on its way to the printer."),
            Self::PaperOut => ("E-3005", "没有打出：打印机缺纸。", "waits: the printer is out of paper."),
            Self::Stopped => {
                ("E-3006", "没有打出：打印机已停止或关机。", "waits: the printer is stopped or switched off.")
            }
            Self::Refusing => ("E-3028", "没有打出：打印机暂不接收任务。", "waits: the printer takes no jobs."),
            Self::UnknownPrinter => {
                ("E-3007", "没有打出：找不到所选的打印机。", "waits: the chosen printer does not exist.")
            }
            Self::NoSystem => {
                ("E-3008", "没有打出：系统的打印服务没有响应。", "waits: the system's printing does not answer.")
            }
            Self::NotThereYet => (
                "E-3009",
                "没有打出：本系统还不能直接打印。",
                "waits: direct printing does not work on this system yet.",
            ),
            Self::Failed => ("E-3024", "没有打出：打印机没有接受。", "waits: the printer did not take it."),
            Self::NotMade => ("E-3025", "没有生成。", "could not be made."),
            Self::Interrupted => {
                ("E-3021", "没有打出：程序在打印前关闭了。", "was not printed: the program ended before it was sent.")
            }
            Self::Uncertain => (
                "E-3022",
                "不确定是否打出：程序在打印时关闭了。",
                "may or may not have come out: the program ended while it was being sent.",
            ),
            Self::Cancelled => ("E-3023", "没有打出：打印任务被取消。", "was not printed: its job was cancelled."),
        };
        (code, Text::new(format!("{}{zh}", title.zh), format!("The {} {en}", title.en.to_lowercase())))
    }

    fn todo(self) -> Text {
        let (zh, en) = match self {
            Self::Never | Self::Interrupted | Self::Cancelled => ("按 Enter 打印。", "Press Enter to print it."),
            Self::OnItsWay => ("请稍候；可以先办下一户。", "Wait a moment; the next case can begin."),
            Self::PaperOut => {
                ("装纸后会自动接着打，也可按 Enter。", "Load paper: it goes on by itself, or press Enter.")
            }
            Self::Stopped | Self::Refusing => (
                "打开打印机并恢复队列，会自动接着打。",
                "Switch the printer on and resume its queue; printing goes on by itself.",
            ),
            Self::UnknownPrinter => {
                ("请在“设置—打印机”中另选打印机。", "Choose another printer under Settings, Printers.")
            }
            Self::NoSystem => (
                "请检查电脑的打印服务；恢复后会自动接着打。",
                "Check the computer's printing; it goes on by itself afterwards.",
            ),
            Self::NotThereYet => ("请用 PDF 打开后打印。", "Open the PDF and print it from there."),
            Self::Failed | Self::NotMade => {
                ("按 Enter 再试；若仍不行，用 PDF 打开。", "Press Enter to try again, or open the PDF.")
            }
            Self::Uncertain => (
                "请看打印机：已打出按 Del 选“已打出”，没有就按 Enter。",
                "Look at the printer: if it came out, press Del and say so; if not, press Enter.",
            ),
        };
        Text::new(zh, en)
    }

    /// The whole message.
    pub(super) fn for_people(self, paper: Accounted, title: &Text, number: &str) -> UiError {
        let (code, what) = self.what(title);
        let money = match paper {
            Accounted::Receipt => Text::new(
                format!("收款已完成，收据 {number} 待打印。"),
                format!("The payment is complete; receipt {number} waits."),
            ),
            Accounted::Slip => {
                Text::new(format!("退款已完成，{number} 待打印。"), format!("The money went back; {number} waits."))
            }
            Accounted::Statement => Text::new(
                format!("结算已完成，{number} 待打印。"),
                format!("The settlement is complete; {number} waits."),
            ),
            Accounted::Reversal => Text::new(
                format!("红冲已完成，{number} 待打印。"),
                format!("The reversal is complete; {number} waits."),
            ),
        };
        UiError { code: code.to_owned(), what, money, todo: self.todo(), field: None }
    }
}

/// What a paper is called. The slip of a void has a name of its own.
pub(super) fn title(paper: Accounted, is_void: bool) -> Text {
    match paper {
        Accounted::Receipt => Text::new("缴费收据", "Premium receipt"),
        Accounted::Slip if is_void => Text::new("作废凭证", "Void slip"),
        Accounted::Slip => Text::new("退费凭证", "Refund slip"),
        Accounted::Statement => Text::new("住院结算单", "Discharge statement"),
        Accounted::Reversal => Text::new("红冲凭证", "Reversal slip"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_trouble_is_told_whole_in_both_languages() {
        for trouble in Trouble::ALL {
            for paper in Accounted::ALL {
                let said = trouble.for_people(paper, &title(paper, false), "R0002318");
                for text in [&said.what, &said.money, &said.todo] {
                    assert!(text.zh.ends_with('。') && text.en.ends_with('.'), "{trouble:?}: {text:?}");
                    assert!(!text.zh.contains([',', ';', ':', '(']), "half-width punctuation in {}", text.zh);
                }
                assert!(said.what.zh.chars().count() <= 40, "the first line is short: {}", said.what.zh);
                assert!(said.money.zh.contains("R0002318") && said.money.en.contains("R0002318"), "{said:?}");
            }
        }
    }

    #[test]
    fn a_trouble_is_read_back_by_its_name_and_an_unknown_one_is_some_trouble() {
        let names: BTreeSet<_> = Trouble::ALL.iter().map(|each| each.code()).collect();
        assert_eq!(names.len(), Trouble::ALL.len());
        for trouble in Trouble::ALL {
            assert_eq!(Trouble::of_code(trouble.code()), trouble);
        }
        assert_eq!(Trouble::of_code("on fire"), Trouble::Failed);
    }
}
