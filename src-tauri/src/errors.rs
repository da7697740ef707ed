//! Sentences for what only the shell can meet. The codes are read out on the telephone.

use nonghe_clinic::views::UiError;
use nonghe_clinic::{ClinicError, Trouble};
use nonghe_domain::Text;
use nonghe_store::{KeyError, StoreError};

/// What a command answers. Refusals are rare and large, hence the box.
pub type Answer<T> = Result<T, Refusal>;

/// A refusal as people read it.
pub type Refusal = Box<UiError>;

fn say(code: &str, what: Text, money: Text, todo: Text) -> Box<UiError> {
    Box::new(UiError { code: code.to_owned(), what, money, todo, field: None })
}

fn at_passphrase(error: UiError) -> Box<UiError> {
    Box::new(UiError { field: Some("passphrase".to_owned()), ..error })
}

/// A refusal of the clinic, as people read it. What is nobody's mistake at the desk is logged for the maintainer.
pub fn refused(error: &ClinicError) -> Box<UiError> {
    let shown = Box::new(error.for_people());
    if shown.code.starts_with("E-9") {
        tracing::error!(code = shown.code, cause = %error, "a command failed");
    }
    shown
}

/// Why the data folder cannot be used.
pub fn not_opened(error: &ClinicError) -> Box<UiError> {
    match error {
        ClinicError::Store(StoreError::Missing(_)) => say(
            "E-6011",
            Text::new("这台电脑上还没有本院的数据。", "There are no data of a centre on this computer yet."),
            nothing_changed(),
            Text::new(
                "请向县医保办索取开通文件；如需演示，请先建立演示数据。",
                "Ask the county office for a provisioning file; to try the program, make demonstration data first.",
            ),
        ),
        ClinicError::Store(StoreError::Key(KeyError::WrongPassphrase)) => at_passphrase(error.for_people()),
        _ => refused(error),
    }
}

/// Why the data of this computer could not be made.
pub fn not_made(error: &ClinicError) -> Refusal {
    match error {
        ClinicError::Store(StoreError::File(cause)) => {
            tracing::error!(%cause, "the data folder cannot be made");
            say(
                "E-6032",
                Text::new("不能在这台电脑上建数据文件夹。", "The data folder cannot be made on this computer."),
                nothing_changed(),
                Text::new(
                    "请检查磁盘空间和文件夹权限，再试一次。",
                    "Check the disk's free space and the folder's permissions, then try again.",
                ),
            )
        }
        _ => not_opened(error),
    }
}

/// The training data cannot be made or used.
pub fn training_not_made(cause: &str) -> Refusal {
    tracing::error!(cause, "no training data");
    say(
        "E-6031",
        Text::new("练习数据没有建成。", "The training data could not be made."),
        Text::new("本院的数据不受影响。", "The centre's data are not affected."),
        Text::new(
            "请检查磁盘空间；若仍不行，把代码告诉维护人员。",
            "Check the disk's free space; if it happens again, tell support the code.",
        ),
    )
}

/// A desk that was left: its last commands come too late.
pub fn elsewhere() -> Refusal {
    say(
        "E-6033",
        Text::new("已经换到别的数据。", "Other data are open now."),
        nothing_changed(),
        Text::new("请重新打开这一页。", "Open this page again."),
    )
}

/// The data open only with the device's passphrase.
pub fn passphrase_needed() -> Box<UiError> {
    let what = Text::new("打开数据需要设备口令。", "The device passphrase opens the data.");
    let todo = Text::new("请输入设备口令。", "Enter the device passphrase.");
    at_passphrase(*say("E-9007", what, nothing_changed(), todo))
}

/// A fault of the program.
pub fn unexpected() -> Box<UiError> {
    say(
        "E-9001",
        Text::new("程序遇到问题，这一步没有完成。", "Something went wrong; this step was not completed."),
        Text::new(
            "如果正在收付款，再按一次也不会重复入账。",
            "If you were taking money, pressing again cannot book it twice.",
        ),
        Text::new(
            "请再试一次；若仍不行，把代码告诉维护人员。",
            "Try again; if it happens again, tell support the code.",
        ),
    )
}

/// No font with Chinese characters.
pub fn no_font() -> Box<UiError> {
    say(
        "E-8001",
        Text::new("电脑上没有中文字体，不能生成单据。", "This computer has no Chinese font, so no paper can be made."),
        record_stands(),
        Text::new(
            "请安装中文字体（如 fonts-noto-cjk），重新打开程序后补打。",
            "Install a Chinese font, for example fonts-noto-cjk, open the program again and reprint.",
        ),
    )
}

/// The paper cannot be written to the data folder.
pub fn paper_not_kept() -> Box<UiError> {
    say(
        "E-8002",
        Text::new("单据文件没有存下。", "The file of the paper could not be kept."),
        record_stands(),
        Text::new(
            "请关闭已打开的同名文件，或清理磁盘，然后补打。",
            "Close the file if it is open elsewhere, or free some space, then reprint.",
        ),
    )
}

/// A paper cannot be set.
pub fn paper_not_set() -> Box<UiError> {
    say(
        "E-8003",
        Text::new("单据没有生成。", "The paper could not be made."),
        record_stands(),
        Text::new(
            "请再试一次；若仍不行，把代码告诉维护人员。",
            "Try again; if it happens again, tell support the code.",
        ),
    )
}

/// A paper of which no account is kept did not go to its printer.
pub fn not_printed(trouble: Trouble) -> Box<UiError> {
    let short = trouble.in_short();
    say(
        "E-8004",
        Text::new(format!("没有打印：{}。", short.zh), format!("Not printed: {}.", short.en.to_lowercase())),
        record_stands(),
        Text::new("请检查打印机后再打印。", "Check the printer and print again."),
    )
}

/// Printers cannot be told.
pub fn no_printers(trouble: Trouble) -> Box<UiError> {
    let short = trouble.in_short();
    say(
        "E-8005",
        Text::new(
            format!("不能列出打印机：{}。", short.zh),
            format!("Printers cannot be listed: {}.", short.en.to_lowercase()),
        ),
        nothing_changed(),
        Text::new("单据可以照常用 PDF 打开。", "Papers open as PDF as before."),
    )
}

fn nothing_changed() -> Text {
    Text::new("没有改动任何内容。", "Nothing was changed.")
}

fn record_stands() -> Text {
    Text::new("业务已经保存，不受影响。", "What was recorded is saved and not affected.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_whole_in_both_languages() {
        let missing = ClinicError::Store(StoreError::Missing("x".into()));
        let io = ClinicError::Store(StoreError::File(std::io::ErrorKind::PermissionDenied.into()));
        let all = [
            not_made(&io),
            training_not_made("x"),
            elsewhere(),
            not_opened(&missing),
            passphrase_needed(),
            unexpected(),
            no_font(),
            paper_not_kept(),
            paper_not_set(),
            not_printed(Trouble::Stopped),
            no_printers(Trouble::NotThereYet),
        ];
        for error in all {
            for text in [&error.what, &error.money, &error.todo] {
                assert!(text.zh.ends_with('。') && text.en.ends_with('.'), "{}: {text:?}", error.code);
                assert!(!text.zh.contains([',', ';', ':', '(']), "half-width punctuation in {}", text.zh);
            }
        }
    }

    #[test]
    fn a_wrong_passphrase_stands_at_its_input() {
        let wrong = ClinicError::Store(KeyError::WrongPassphrase.into());
        assert_eq!(not_opened(&wrong).field.as_deref(), Some("passphrase"));
    }
}
