//! The TypeScript types of the interface are those of the views: generated, committed, and compared here.
//!
//! `NONGHE_WRITE_TYPES=1 cargo test -p nonghe-clinic --test ipc_types` writes them anew.

#![expect(clippy::unwrap_used, reason = "tests")]

use nonghe_clinic::views::{
    AdmissionForm, AdmissionInput, BookInput, BookReturnInput, BooksView, CardView, CashChange, CategoriesInput,
    ChangeView, CharacterGroup, ChargesInput, CodeView, CoverInput, DeathInput, DepositInput, DeskView, DeviceStates,
    DeviceView, DiagnosisHit, DischargeView, DocumentView, FirstStartView, FrameView, GiveBackInput, GiveBackPlan,
    GiveBackQuery, HeadInput, HouseholdChangeInput, HouseholdInput, HouseholdView, IdCheck, ItemHit, MergeInput,
    MoneyShown, MoveInput, Namesake, OperatorRow, OperatorUnlock, PassphraseView, PaymentPage, PaymentQuery,
    PersonChangeInput, PersonForm, PersonView, PhotographInput, PinChange, PremiumInput, PremiumQuote, PrintSetting,
    PrintedView, PrinterSettingsView, PrintingView, Progress, ProvisioningView, RadicalView, ReceiptView,
    RegistrationForm, RelationInput, ReversalInput, ReversalPlan, RosterReport, SearchView, SessionView, SettingsView,
    SettleInput, SettlementView, SignIn, SkipInput, SplitInput, SpoilInput, SpoiledForms, StayView, TransferView,
    UiError, UnprintedPaper, VillageSpelled,
};
use std::collections::BTreeMap;
use std::path::Path;
use ts_rs::{Config, TS, TypeVisitor};

const HEADER: &str = "// Generated from crates/clinic/src/views; do not edit.\n";
const FILE: &str = "../../ui/src/ipc/types.ts";

/// Declarations by name: a type and whatever it holds.
#[derive(Default)]
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of this project have a place to be exported to; lists, options and texts have none.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.by_name.contains_key(&name) {
            return;
        }
        self.by_name.insert(name, T::decl(&self.config));
        T::visit_dependencies(self);
    }
}

/// What commands take and give, and what events carry. The rest follows from these.
fn types_of_the_interface() -> String {
    let mut all = Declarations::default();
    macro_rules! visit {
        ($($view:ty),* $(,)?) => { $( all.visit::<$view>(); )* };
    }
    visit!(AdmissionForm, AdmissionInput, CashChange, ChargesInput, DepositInput, DeskView, DiagnosisHit);
    visit!(DischargeView, DocumentView, FrameView, HouseholdInput, HouseholdView, IdCheck, ItemHit, MoneyShown);
    visit!(PaymentPage, PaymentQuery, PersonView, PremiumInput, PremiumQuote, Progress, ReceiptView, RegistrationForm);
    visit!(ReversalInput, ReversalPlan, RosterReport, SearchView, SessionView, SettleInput, SettlementView, SignIn);
    visit!(StayView, TransferView, UiError);
    visit!(CharacterGroup, OperatorRow, OperatorUnlock, PinChange, RadicalView, SettingsView);
    visit!(CoverInput, VillageSpelled);
    visit!(CategoriesInput, ChangeView, DeathInput, HeadInput, HouseholdChangeInput, MergeInput, MoveInput, Namesake);
    visit!(BookInput, BookReturnInput, BooksView, SkipInput, SpoilInput, SpoiledForms);
    visit!(GiveBackInput, GiveBackPlan, GiveBackQuery);
    visit!(PrintSetting, PrintedView, PrinterSettingsView, PrintingView, UnprintedPaper);
    visit!(PersonChangeInput, PersonForm, PhotographInput, RelationInput, SplitInput);
    visit!(CardView, CodeView, DeviceStates, DeviceView, FirstStartView, PassphraseView, ProvisioningView);
    let declarations = all.by_name.values().map(|declaration| format!("\nexport {}\n", on_one_line(declaration)));
    std::iter::once(HEADER.to_owned()).chain(declarations).collect()
}

/// Leaves out the comments, which stand in the views, so that the file stays short enough to look through.
fn on_one_line(declaration: &str) -> String {
    let is_comment = |line: &&str| ["/**", "*"].iter().any(|mark| line.starts_with(mark));
    let parts = declaration.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    parts.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_committed_types_are_those_of_the_views() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let generated = types_of_the_interface();
    if std::env::var_os("NONGHE_WRITE_TYPES").is_some() {
        std::fs::write(&path, &generated).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    let differs = generated.lines().zip(committed.lines()).find(|(new, old)| new != old);
    assert!(
        generated == committed,
        "{FILE} is not what the views say; write it anew with NONGHE_WRITE_TYPES=1. First difference: {differs:?}"
    );
}

#[test]
fn no_type_of_the_interface_holds_a_number_that_javascript_rounds() {
    let types = types_of_the_interface();
    assert!(!types.contains("bigint"), "{}", types.lines().filter(|line| line.contains("bigint")).collect::<String>());
}
