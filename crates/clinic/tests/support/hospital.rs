//! A household of four that has paid, and its stays under a small pack.

use super::township::{csv, roster};
use super::{CASHIER, Desk, PIN, county};
use nonghe_clinic::ClinicError;
use nonghe_clinic::views::{
    AdmissionInput, CashView, ChargeInput, ChargesInput, LaterShown, PremiumInput, ReversalInput, ReversalPlan,
    SettleInput, SettlementView,
};
use nonghe_protocol::keys::Message as _;
use nonghe_protocol::{FeedItem, FeedPage};

pub const YEAR: i32 = 2026;

impl Desk {
    /// Registers a household and takes its premiums. Returns its members.
    pub fn household(&self) -> Vec<String> {
        // The second household of the roster, for the first has a category that a small pack does not know.
        let file = self.file("roster.csv", csv(&roster(8)[4..]));
        self.clinic.roster_import(&self.op(), &file, self.now(), &mut |_| ()).unwrap();
        let household = self.clinic.household_list("", YEAR).unwrap().remove(0).id;
        let view = self.clinic.household_view(&household, YEAR, self.now()).unwrap();
        let persons: Vec<String> = view.members.iter().map(|member| member.person.clone()).collect();
        let input = PremiumInput {
            fiscal_number: None,
            op: self.op(),
            household,
            year: YEAR,
            persons: persons.clone(),
            method: "cash".into(),
            tendered: String::new(),
            expected_due: view.premium.due.plain,
            special: None,
        };
        self.clinic.premium_collect(&input, self.now()).unwrap();
        persons
    }

    /// Takes the premium of this year for some members of a household.
    pub fn pay_for(&self, household: &str, persons: &[String]) {
        let quote = self.clinic.premium_quote(household, YEAR, Some(persons), None, self.now()).unwrap();
        let input = PremiumInput {
            fiscal_number: None,
            op: self.op(),
            household: household.into(),
            year: YEAR,
            persons: persons.to_vec(),
            method: "cash".into(),
            tendered: String::new(),
            expected_due: quote.due.plain,
            special: None,
        };
        self.clinic.premium_collect(&input, self.now()).unwrap();
    }

    /// Admits a person and charges so many times ten yuan. Returns the stay.
    pub fn charged(&self, person: &str, quantity: &str) -> String {
        self.charged_on(person, quantity, "")
    }

    /// The same on a day that has passed.
    pub fn charged_on(&self, person: &str, quantity: &str, day: &str) -> String {
        let input = AdmissionInput {
            op: self.op(),
            person: person.into(),
            department: "内科".into(),
            doctor: "陈立".into(),
            bed: "8".into(),
            diagnosis: "A01.000".into(),
            stay_kind: "ordinary".into(),
            admitted_at: if day.is_empty() { String::new() } else { format!("{day} 08:00") },
        };
        let stay = self.clinic.stay_admit(&input, self.now()).unwrap().row.id;
        let lines = vec![ChargeInput { item: "S0001".into(), quantity: quantity.into(), price: String::new() }];
        let input = ChargesInput { op: self.op(), stay: stay.clone(), date: day.into(), lines };
        self.clinic.charges_record(&input, self.now()).unwrap();
        stay
    }

    /// What the discharge screen shows as cash.
    pub fn cash(&self, stay: &str, discharged: &str) -> CashView {
        self.clinic.discharge_view(stay, discharged, self.now()).unwrap().cash.unwrap()
    }

    /// Settles a stay for what the screen shows.
    pub fn settle(&self, stay: &str) -> SettlementView {
        self.settle_on(stay, "")
    }

    /// The same for a discharge on a day that has passed.
    pub fn settle_on(&self, stay: &str, discharged: &str) -> SettlementView {
        let input = SettleInput {
            op: self.op(),
            stay: stay.into(),
            discharged: discharged.into(),
            method: "cash".into(),
            tendered: String::new(),
            expected_you_pay: self.cash(stay, discharged).you_pay.plain,
        };
        self.clinic.stay_settle(&input, self.now()).unwrap()
    }

    /// A stay from admission to settlement.
    pub fn stay(&self, person: &str, quantity: &str) -> SettlementView {
        self.settle(&self.charged(person, quantity))
    }

    pub fn plan(&self, settlement: &SettlementView) -> ReversalPlan {
        self.clinic.reversal_plan(&settlement.row.id).unwrap()
    }

    /// Reverses a settlement after having looked at a plan.
    pub fn reverse(&self, settlement: &SettlementView, plan: &ReversalPlan) -> Result<SettlementView, ClinicError> {
        self.reverse_with(settlement, plan, CASHIER, PIN)
    }

    /// Reverses a settlement; whoever types these initials and this PIN is the second person.
    pub fn reverse_with(
        &self,
        settlement: &SettlementView,
        plan: &ReversalPlan,
        initials: &str,
        pin: &str,
    ) -> Result<SettlementView, ClinicError> {
        let shown = plan
            .later
            .iter()
            .map(|row| LaterShown { settlement: row.settlement.clone(), expected: row.expected.plain.clone() });
        let input = ReversalInput {
            op: self.op(),
            settlement: settlement.row.id.clone(),
            reason: "wrong-item".into(),
            note: String::new(),
            method: "scan".into(),
            second_initials: initials.into(),
            second_pin: pin.into(),
            later: shown.collect(),
        };
        self.clinic.settlement_reverse(&input, self.now())
    }

    pub fn view(&self, settlement: &SettlementView) -> SettlementView {
        self.clinic.settlement_view(&settlement.row.id).unwrap()
    }

    /// The county says something.
    pub fn hear(&self, items: &[FeedItem]) {
        let store = self.clinic.shared_store();
        let mut store = store.lock().unwrap();
        let cursor = store.feed_cursor().unwrap();
        let page = FeedPage {
            dev: store.device_key().unwrap().public(),
            server_epoch: cursor.server_epoch.unwrap_or(1),
            after: cursor.after,
            prev_hash: cursor.prev_hash,
            items: items.iter().map(|item| serde_json::to_string(item).unwrap()).collect(),
            more: false,
            judged_seq: store.last_seq().unwrap(),
            time_ms: 0,
        };
        let verbatim = serde_json::to_string(&page.signed(&county()).unwrap()).unwrap();
        store.apply_feed_page(&page, &verbatim).unwrap();
    }

    pub fn is_sound(&self) -> bool {
        self.store(|store| store.verify().unwrap().is_sound())
    }
}
