//! Words for what goes wrong while a computer is set up: files, passphrase, devices.

use super::{nothing_changed, say};
use crate::error::{ClinicError, ProvisioningFault};
use crate::provision::WriteFault;
use crate::views::UiError;
use nonghe_domain::Text;

pub(super) fn provisioning_words(fault: ProvisioningFault) -> (&'static str, Text) {
    match fault {
        ProvisioningFault::Unreadable => (
            "E-6013",
            Text::new("这不是县级开通文件，或文件不完整。", "This is not a provisioning file, or it is incomplete."),
        ),
        ProvisioningFault::OtherDevice => {
            ("E-6014", Text::new("文件不是发给本院本机的。", "This file is for another centre or device."))
        }
        ProvisioningFault::BadSignature => (
            "E-6015",
            Text::new(
                "文件的签名不对，可能被改动过。",
                "The file's signature does not match; it may have been altered.",
            ),
        ),
        ProvisioningFault::DemonstrationMixed => (
            "E-6016",
            Text::new(
                "演示文件不能用于正式数据，正式文件也不能用于演示数据。",
                "Demonstration files and real data do not mix.",
            ),
        ),
        ProvisioningFault::Already => {
            ("E-6017", Text::new("本机已经开通。", "This device has been provisioned already."))
        }
        ProvisioningFault::BadPack => {
            ("E-6018", Text::new("文件中的政策包没有通过检查。", "A policy pack in the file does not pass its checks."))
        }
        ProvisioningFault::OtherEncoding => (
            "E-6019",
            Text::new(
                "文件的编码变了，可能用记事本或表格软件另存过。",
                "The file's encoding has changed; it was probably saved again by an editor.",
            ),
        ),
        ProvisioningFault::TooLarge => (
            "E-6020",
            Text::new("文件超过 40 MB，不是开通文件。", "The file is larger than 40 MB; no provisioning file is."),
        ),
        ProvisioningFault::NoFile => (
            "E-6021",
            Text::new("这里没有这个文件，或者它是一个文件夹。", "There is no such file here, or it is a folder."),
        ),
        ProvisioningFault::NotPermitted => {
            ("E-6022", Text::new("没有读取这个文件的权限。", "This user may not read the file."))
        }
        ProvisioningFault::Empty => ("E-6023", Text::new("文件是空的。", "The file is empty.")),
        ProvisioningFault::Changed => {
            ("E-6024", Text::new("文件与刚才显示的不是同一个了。", "The file is no longer the one that was shown."))
        }
        ProvisioningFault::NoOperators => (
            "E-6028",
            Text::new("文件中没有操作员，没有人能登录。", "The file names no operators; nobody could sign in."),
        ),
    }
}

/// What to do about a file that cannot be used.
pub(super) fn what_to_do(fault: ProvisioningFault) -> Text {
    match fault {
        ProvisioningFault::NoFile => Text::new("请重新选择文件。", "Choose the file again."),
        ProvisioningFault::NotPermitted => Text::new(
            "请把文件复制到自己的文件夹里再选，或请管理电脑的人放开权限。",
            "Copy it into a folder of your own, or ask whoever looks after this computer.",
        ),
        ProvisioningFault::Empty | ProvisioningFault::OtherEncoding => Text::new(
            "请用县医保办给的原文件，不要打开另存；仍不行请县里重发。",
            "Use the original file without opening and saving it; if that fails, ask the county to send it again.",
        ),
        ProvisioningFault::Changed => Text::new("请重新选择文件并核对。", "Choose the file again and check it."),
        ProvisioningFault::Already => Text::new(
            "可以直接登录；如要改由别的单位使用，请联系县医保办。",
            "You can sign in; to give this computer to another centre, ask the county.",
        ),
        _ => ask_the_county(),
    }
}

pub(super) fn ask_the_county() -> Text {
    Text::new("请向县医保办索取发给本机的文件。", "Ask the county for the file that was made for this device.")
}

pub(super) fn about_setup(error: &ClinicError) -> UiError {
    match error {
        ClinicError::NotWritten(fault) => not_written(*fault),
        ClinicError::Passphrase(text) => UiError {
            field: Some("passphrase".into()),
            ..say("E-6026", text.clone(), nothing_changed(), Text::new("请换一个口令。", "Choose another passphrase."))
        },
        ClinicError::BadCard(text) => say(
            "E-1104",
            text.clone(),
            Text::new("没有登记任何内容。", "Nothing was recorded."),
            Text::new("请再放一次卡；仍不行请手工录入。", "Lay the card again; if that fails, type."),
        ),
        ClinicError::BadDevice(text) => UiError {
            field: Some("scanner".into()),
            ..say(
                "E-1105",
                text.clone(),
                nothing_changed(),
                Text::new("扫码枪的键盘模式仍可使用。", "The gun's keyboard mode goes on working."),
            )
        },
        _ => say("E-9001", Text::default(), nothing_changed(), Text::default()),
    }
}

fn not_written(fault: WriteFault) -> UiError {
    let what = match fault {
        WriteFault::NoFolder => {
            Text::new("没有这个文件夹，文件没有写成。", "There is no such folder; no file was written.")
        }
        WriteFault::NotPermitted => {
            Text::new("没有写入这个位置的权限，文件没有写成。", "This user may not write there; no file was written.")
        }
        WriteFault::Taken => Text::new(
            "那里已有一个同名的别的文件，没有覆盖。",
            "Another file has that name there; it was not overwritten.",
        ),
        WriteFault::Failed => Text::new(
            "文件没有完整写成：磁盘可能已满，或 U 盘被拔出。",
            "The file was not written whole: the disk may be full, or the stick was removed.",
        ),
    };
    say("E-6025", what, nothing_changed(), Text::new("请换一个位置再试。", "Try another place."))
}
