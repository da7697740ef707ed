//! Errors in words: what happened, what it means for the money or the data, what to do.

mod setup;

use super::ClinicError;
use crate::views::UiError;
use nonghe_domain::Text;
use nonghe_domain::adjudicate::refusal_words;
use nonghe_protocol::Role;
use nonghe_store::{KeyError, StoreError};

impl ClinicError {
    /// As people read it: what happened, what it means for the money, what to do.
    pub fn for_people(&self) -> UiError {
        match self {
            Self::Field { field, text } => {
                UiError { field: Some(field.clone()), ..say("E-2104", text.clone(), not_saved(), correct_it()) }
            }
            Self::At { field, error } => UiError { field: Some((*field).to_owned()), ..error.for_people() },
            Self::KnownPerson { field, place } => UiError {
                field: Some(field.clone()),
                ..say(
                    "E-2110",
                    place.clone(),
                    Text::new("没有新建。", "Nothing was created."),
                    Text::new(
                        "可打开该户核对，同一人可转入本户。",
                        "Open that household and check; the same person can be moved here.",
                    ),
                )
            },
            Self::CannotUndo(reason) => say(
                "E-2120",
                reason.clone(),
                nothing_changed(),
                Text::new("可另做一次更正。", "Make the opposite change."),
            ),
            Self::NotSignedIn
            | Self::WrongPin { .. }
            | Self::PinLocked { .. }
            | Self::NotAllowed(_)
            | Self::SameOperator => self.about_operators(),
            Self::NotProvisioned | Self::Provisioning(_) => self.about_provisioning(),
            Self::BadPhotograph(_) | Self::NoPhotographs => self.about_photographs(),
            Self::NotWritten(_) | Self::Passphrase(_) | Self::BadCard(_) | Self::BadDevice(_) => {
                setup::about_setup(self)
            }
            Self::WindowClosed(_)
            | Self::NotWhole(_)
            | Self::CannotGiveBack(_)
            | Self::NoForm
            | Self::Form(_)
            | Self::AlreadyPaid { .. }
            | Self::AmountChanged { .. }
            | Self::TenderedTooLittle { .. } => self.about_payments(),
            Self::InHospital { .. }
            | Self::AlreadySettled { .. }
            | Self::StayClosed
            | Self::NotCovered(_)
            | Self::CheckFailed(_)
            | Self::AlreadyReversed { .. }
            | Self::LaterChanged => self.about_stays(),
            Self::NotFound | Self::NoPack { .. } | Self::Money(_) | Self::Sheet(_) | Self::EmptyRoster => {
                self.about_input()
            }
            Self::Store(error) => about_store(error),
        }
    }

    fn about_photographs(&self) -> UiError {
        match self {
            Self::BadPhotograph(fault) => {
                let what = fault.text();
                say(
                    "E-2140",
                    Text::new(format!("{}。", what.zh), format!("{}.", what.en)),
                    nothing_changed(),
                    Text::new("请另选一张照片。", "Choose another picture."),
                )
            }
            _ => say(
                "E-2141",
                Text::new("现行政策包不留存照片。", "The policy pack in force keeps no photographs."),
                nothing_changed(),
                Text::new("如需留存，请联系县医保办。", "Ask the county office if they are needed."),
            ),
        }
    }

    fn about_input(&self) -> UiError {
        match self {
            Self::NoPack { year } => say(
                "E-4130",
                Text::new(format!("没有 {year} 年度的政策包。"), format!("There is no policy pack for {year}.")),
                no_money(),
                Text::new(
                    "请与县级同步，或联系医保办导入。",
                    "Synchronise with the county, or ask the insurance office.",
                ),
            ),
            Self::Money(error) => say(
                "E-2130",
                Text::new("金额超出范围或格式不对。", format!("The amount cannot be used: {error}.")),
                no_money(),
                correct_it(),
            ),
            Self::Sheet(error) => say(
                "E-7001",
                Text::new(error.in_chinese(), error.to_string()),
                Text::new("没有导入任何内容。", "Nothing was imported."),
                Text::new(
                    "请另存为 Excel 工作簿（.xlsx）或 CSV 后再试。",
                    "Save it as an Excel workbook (.xlsx) or CSV and try again.",
                ),
            ),
            Self::EmptyRoster => say(
                "E-7002",
                Text::new("名册中没有可以导入的行。", "No row of the roster can be imported."),
                Text::new("没有导入任何内容。", "Nothing was imported."),
                Text::new(
                    "请查看退回原因，更正后再导入。",
                    "See why the rows were refused, correct them and import again.",
                ),
            ),
            _ => say(
                "E-1002",
                Text::new("没有找到这条记录。", "This record was not found."),
                nothing_changed(),
                Text::new("请返回后重新查找。", "Go back and search again."),
            ),
        }
    }

    fn about_operators(&self) -> UiError {
        match self {
            Self::WrongPin { left } => say(
                "E-1202",
                Text::new("姓名首字母或 PIN 不对。", "The initials or the PIN are wrong."),
                nothing_changed(),
                Text::new(format!("还可以试 {left} 次。"), format!("You can try {left} more time(s).")),
            ),
            Self::PinLocked { minutes } => say(
                "E-1203",
                Text::new("PIN 输错次数过多，已锁定。", "Too many wrong PINs; this operator is locked."),
                nothing_changed(),
                Text::new(format!("请 {minutes} 分钟后再试。"), format!("Try again in {minutes} minute(s).")),
            ),
            Self::NotAllowed(role) => {
                let (zh, en) = role_name(*role);
                say(
                    "E-1204",
                    Text::new("您的岗位不能做这一步。", "Your role does not allow this."),
                    nothing_changed(),
                    Text::new(format!("请由{zh}操作。"), format!("Ask {en} to do it.")),
                )
            }
            Self::SameOperator => UiError {
                field: Some("second_initials".into()),
                ..say(
                    "E-1205",
                    Text::new("复核人不能是经办人本人。", "The second person must be somebody else."),
                    no_money(),
                    Text::new("请另一位同事输入首字母和 PIN。", "Ask a colleague to enter initials and PIN."),
                )
            },
            _ => say(
                "E-1201",
                Text::new("还没有登录，或已锁定。", "Nobody is signed in, or the desk is locked."),
                nothing_changed(),
                Text::new("请输入首字母和 PIN。", "Enter initials and PIN."),
            ),
        }
    }

    fn about_provisioning(&self) -> UiError {
        let (code, what) = match self {
            Self::Provisioning(fault) => setup::provisioning_words(*fault),
            _ => (
                "E-6010",
                Text::new("本机还没有县级开通文件。", "This device has no provisioning file of the county yet."),
            ),
        };
        let money = match self {
            Self::Provisioning(_) => Text::new("没有导入任何内容。", "Nothing was imported."),
            _ => no_money(),
        };
        let ask = match self {
            Self::Provisioning(fault) => setup::what_to_do(*fault),
            _ => setup::ask_the_county(),
        };
        say(code, what, money, ask)
    }

    fn about_payments(&self) -> UiError {
        match self {
            Self::WindowClosed(text) => say(
                "E-3010",
                text.clone(),
                no_money(),
                Text::new(
                    "请在缴费期内办理，或联系医保办。",
                    "Collect within the window, or ask the insurance office.",
                ),
            ),
            Self::NotWhole(text) => say(
                "E-3014",
                text.clone(),
                no_money(),
                Text::new("请勾选全部成员后再收款。", "Tick every member and collect again."),
            ),
            Self::CannotGiveBack(text) => say(
                "E-3020",
                text.clone(),
                Text::new("没有退款，参保不变。", "No money was given back, and the enrolment stands."),
                Text::new("请核对后再办理，或联系医保办。", "Check it, or ask the insurance office."),
            ),
            Self::NoForm => say(
                "E-3015",
                Text::new("本窗口没有可用票据号。", "This window has no receipt form left."),
                no_money(),
                Text::new(
                    "请医保办发放（缴费 → 收据本）。可先保存，不收款。",
                    "Ask the office to issue a book (Premiums → Receipt books). The household can be saved without payment.",
                ),
            ),
            Self::Form(text) => say(
                "E-3016",
                text.clone(),
                no_money(),
                Text::new("请核对纸上号码后再确认。", "Check the number on the paper and confirm again."),
            ),
            Self::AlreadyPaid { name } => say(
                "E-3011",
                Text::new(format!("{name} 本年度已经缴费。"), format!("{name} has paid for this year already.")),
                no_money(),
                Text::new("请取消勾选后再收款。", "Untick this member and collect again."),
            ),
            Self::AmountChanged { shown, now } => say(
                "E-3013",
                Text::new(
                    format!("金额已变化：屏幕上是 {}，现在是 {}。", shown.grouped(), now.grouped()),
                    format!(
                        "The amount has changed: the screen showed {}, it is now {}.",
                        shown.grouped(),
                        now.grouped()
                    ),
                ),
                no_money(),
                Text::new("请核对新的金额后再确认。", "Check the new amount and confirm again."),
            ),
            Self::TenderedTooLittle { missing } => UiError {
                field: Some("tendered".into()),
                ..say(
                    "E-3012",
                    Text::new(
                        format!("实收比应收少 {} 元。", missing.grouped()),
                        format!("¥{} is missing.", missing.grouped()),
                    ),
                    no_money(),
                    Text::new("请核对实收金额。", "Check the amount handed over."),
                )
            },
            _ => say("E-3000", Text::new("不能收款。", "No payment is possible."), no_money(), correct_it()),
        }
    }

    fn about_stays(&self) -> UiError {
        match self {
            Self::InHospital { number } => say(
                "E-4120",
                Text::new(
                    format!("此人正在住院（{number}）。"),
                    format!("This person is in hospital already ({number})."),
                ),
                Text::new("没有新办入院。", "No admission was made."),
                Text::new("请打开该次住院。", "Open that stay."),
            ),
            Self::AlreadySettled { number } => say(
                "E-4102",
                Text::new(
                    format!("这一笔已经结算过（{number}）。"),
                    format!("This case is already settled ({number})."),
                ),
                Text::new("没有重复收费。", "Nothing was charged twice."),
                Text::new("可打开该结算单补打。", "Open that settlement to reprint."),
            ),
            Self::NotCovered(refusals) => {
                let words = refusals.first().map_or_else(Text::default, refusal_words);
                say("E-4111", words, no_money(), Text::new("请核对参保与日期。", "Check enrolment and dates."))
            }
            Self::CheckFailed(text) => say("E-4112", text.clone(), no_money(), correct_it()),
            Self::AlreadyReversed { number } => say(
                "E-5001",
                Text::new(
                    format!("这一笔已经红冲（{number}）。"),
                    format!("This settlement is already reversed ({number})."),
                ),
                Text::new("没有重复退款。", "Nothing was refunded twice."),
                Text::new("可打开红冲凭证补打。", "Open the reversal slip to reprint."),
            ),
            Self::LaterChanged => say(
                "E-5004",
                Text::new(
                    "其后的结算刚有变化，与屏幕上显示的不同。",
                    "Later settlements have changed since the screen showed them.",
                ),
                no_money(),
                Text::new("请核对新的金额后再确认。", "Check the new amounts and confirm again."),
            ),
            _ => say(
                "E-4103",
                Text::new(
                    "这次住院的结算已红冲，不能再改。",
                    "The settlement of this stay is reversed; the stay cannot be changed.",
                ),
                nothing_changed(),
                Text::new(
                    "请重新办理入院（可填原入院时间），补录费用后结算。",
                    "Admit again with the first admission time, enter the charges and settle.",
                ),
            ),
        }
    }
}

fn about_store(error: &StoreError) -> UiError {
    match error {
        StoreError::TooNew { found, supported } => say(
            "E-9002",
            Text::new(
                format!("数据由更新版本的程序写成（{found}，本程序支持到 {supported}）。"),
                format!("The data were written by a newer program (version {found}; this one supports {supported})."),
            ),
            Text::new("数据没有改动。", "The data were left as they are."),
            Text::new("请安装新版程序。", "Install the newer program."),
        ),
        StoreError::Damaged => say(
            "E-9003",
            Text::new("数据文件已损坏，或不是本程序的数据。", "The data file is damaged or not one of this program."),
            Text::new("文件没有改动。", "The file was left as it is."),
            Text::new("请不要删除，联系维护人员恢复。", "Do not delete it; ask for help to restore it."),
        ),
        StoreError::Key(KeyError::WrongPassphrase) => say(
            "E-9004",
            Text::new("设备口令不对。", "The device passphrase is wrong."),
            Text::new("数据没有改动。", "The data were left as they are."),
            Text::new("请重新输入设备口令。", "Enter the device passphrase again."),
        ),
        StoreError::InUse => say(
            "E-9005",
            Text::new(
                "程序已经打开，或另一程序正在使用数据。",
                "The program is open already, or another one uses the data.",
            ),
            Text::new("数据没有改动。", "The data were left as they are."),
            Text::new("请切换到已打开的窗口。", "Switch to the window that is open."),
        ),
        StoreError::DiskFull => say(
            "E-9006",
            Text::new("磁盘已满，没有保存。", "The disk is full; nothing was saved."),
            no_money(),
            Text::new("请清理磁盘后再试。", "Free some space and try again."),
        ),
        StoreError::NotProvisioned => ClinicError::NotProvisioned.for_people(),
        StoreError::Training => say(
            "E-6029",
            Text::new("现在是练习，练习的数据不与县里交换。", "This is training; training data are not exchanged."),
            Text::new("没有向县里送任何内容。", "Nothing was sent to the county."),
            Text::new("请先离开练习。", "Leave training first."),
        ),
        _ => say(
            "E-9001",
            Text::new("程序遇到问题，这一步没有保存。", "Something went wrong; this step was not saved."),
            no_money(),
            Text::new(
                "请再试一次；若仍不行，把代码告诉维护人员。",
                "Try again; if it happens again, tell support the code.",
            ),
        ),
    }
}

fn role_name(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Registration => ("登记员", "a registration clerk"),
        Role::Cashier => ("收费员", "a cashier"),
        Role::Office => ("医保办", "the insurance office"),
    }
}

fn say(code: &str, what: Text, money: Text, todo: Text) -> UiError {
    UiError { code: code.to_owned(), what, money, todo, field: None }
}

fn not_saved() -> Text {
    Text::new("还没有保存。", "Not saved yet.")
}

fn nothing_changed() -> Text {
    Text::new("没有改动任何内容。", "Nothing was changed.")
}

fn no_money() -> Text {
    Text::new("没有收款，也没有入账。", "No money was taken and nothing was booked.")
}

fn correct_it() -> Text {
    Text::new("请核对后再试。", "Please check and try again.")
}
