//! How each kind of paper is printed at this desk. Of the device, so not in the journal.

use crate::views::{Choice, Density, PrintSetting, PrintSettingRow};
use crate::{Clinic, ClinicError, ClinicResult};
use nonghe_domain::Text;
use nonghe_store::{Store, StoreError};

/// Kinds of paper, in the order of the settings.
pub(super) const DOCUMENTS: [&str; 7] = ["receipt", "slip", "statement", "reversal", "itemised", "explanation", "card"];
const RECEIPT: &str = "receipt";
const SLIP: &str = "slip";
const COPIES_MAX: u32 = 5;
/// Two centimetres: who needs more has put in another form.
const OFFSET_MAX: i32 = 40;

impl Clinic {
    /// How a kind of paper is printed here. Asks nobody to be signed in.
    pub fn print_setting(&self, document: &str) -> ClinicResult<PrintSetting> {
        kept(&self.store(), document)
    }

    /// All kinds of paper, for the settings.
    pub fn print_settings(&self) -> ClinicResult<Vec<PrintSettingRow>> {
        self.may_set_up()?;
        let store = self.store();
        let row = |document: &&str| {
            Ok(PrintSettingRow {
                name: name(document),
                forms: forms(document),
                preprintable: preprintable(document).iter().map(|&form| form.to_owned()).collect(),
                glossable: is_glossable(document),
                setting: kept(&store, document)?,
            })
        };
        DOCUMENTS.iter().map(row).collect()
    }

    /// Keeps how a kind of paper is printed here.
    pub fn print_setting_keep(&self, setting: &PrintSetting) -> ClinicResult<()> {
        self.may_set_up()?;
        check(setting)?;
        let text = serde_json::to_string(setting).map_err(StoreError::from)?;
        Ok(self.store().keep_print_setting(&setting.document, &text)?)
    }

    /// Whoever is signed in; and anybody while the computer is being set up, when nobody can sign in yet.
    fn may_set_up(&self) -> ClinicResult<()> {
        match self.operator(None) {
            Err(ClinicError::NotSignedIn) if self.first_start()?.step == "printer" => Ok(()),
            other => other.map(drop),
        }
    }
}

/// Refuses what no printer could do.
fn check(setting: &PrintSetting) -> ClinicResult<()> {
    if !DOCUMENTS.contains(&&*setting.document) {
        return Err(ClinicError::NotFound);
    }
    if !forms(&setting.document).iter().any(|form| form.code == setting.form) {
        return Err(ClinicError::field("form", Text::new("没有这种纸", "There is no such paper")));
    }
    if !(1..=COPIES_MAX).contains(&setting.copies) {
        let text = Text::new(format!("份数为 1 到 {COPIES_MAX}"), format!("1 to {COPIES_MAX} copies"));
        return Err(ClinicError::field("copies", text));
    }
    if setting.preprinted && !preprintable(&setting.document).contains(&&*setting.form) {
        let text = Text::new("这种纸没有预印的", "This paper is not sold with the form on it");
        return Err(ClinicError::field("preprinted", text));
    }
    for (field, offset) in [("right_half_mm", setting.right_half_mm), ("down_half_mm", setting.down_half_mm)] {
        if offset.abs() > OFFSET_MAX {
            let text = Text::new("偏移最多 20 毫米", "The offset is 20 mm at most");
            return Err(ClinicError::field(field, text));
        }
    }
    Ok(())
}

/// What was kept, or the usual: PDF, one copy, where the template puts it. A slip comes out where receipts do until
/// somebody chooses otherwise.
pub(super) fn kept(store: &Store, document: &str) -> ClinicResult<PrintSetting> {
    if document == SLIP && store.print_setting(SLIP)?.is_none() {
        // A slip of a void or refund is no form of a book.
        return Ok(PrintSetting { document: SLIP.to_owned(), preprinted: false, ..kept(store, RECEIPT)? });
    }
    let usual = || PrintSetting {
        document: document.to_owned(),
        printer: None,
        form: forms(document).into_iter().next().map(|form| form.code).unwrap_or_default(),
        copies: 1,
        right_half_mm: 0,
        down_half_mm: 0,
        density: Density::Normal,
        preprinted: false,
        gloss: false,
    };
    let text = store.print_setting(document)?;
    // A setting that an older or newer program wrote otherwise is chosen anew; no paper depends on it.
    let read = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(read.filter(|setting| check(setting).is_ok()).unwrap_or_else(usual))
}

fn name(document: &str) -> Text {
    match document {
        RECEIPT => Text::new("缴费收据", "Premium receipt"),
        SLIP => Text::new("作废、退费凭证", "Void and refund slips"),
        "statement" => Text::new("住院结算单", "Discharge statement"),
        "reversal" => Text::new("红冲凭证", "Reversal slip"),
        "itemised" => Text::new("费用清单", "Itemised charges"),
        "explanation" => Text::new("报销说明", "Explanation sheet"),
        _ => Text::new("家庭医保卡", "Benefit card"),
    }
}

fn forms(document: &str) -> Vec<Choice> {
    let form = |code: &str, zh: &str, en: &str| Choice { code: code.to_owned(), name: Text::new(zh, en) };
    match document {
        RECEIPT | SLIP => vec![
            form("roll", "80 毫米卷纸", "80 mm roll"),
            form("parts", "三联 241 × 93，逐联打印", "Three parts 241 × 93, page by page"),
            form("carbon", "三联 241 × 93，复写纸一次打印", "Three parts 241 × 93 on carbon paper"),
        ],
        "card" => vec![form("a6", "A6", "A6")],
        "explanation" => vec![form("a5", "A5", "A5")],
        "itemised" => vec![form("a4", "A4", "A4")],
        _ => vec![
            form("a5", "A5，一式三联", "A5, three parts"),
            form("a4", "A4，一式三联", "A4, three parts"),
            form("parts", "三联 241 × 140，逐联打印", "Three parts 241 × 140, page by page"),
            form("carbon", "三联 241 × 140，复写纸一次打印", "Three parts 241 × 140 on carbon paper"),
        ],
    }
}

/// Only receipts come as numbered forms of the county, in books.
fn preprintable(document: &str) -> &'static [&'static str] {
    if document == RECEIPT { &["parts", "carbon"] } else { &[] }
}

/// The explanation is whole in either language.
fn is_glossable(document: &str) -> bool {
    document != "explanation"
}
