// Generated from crates/clinic/src/views; do not edit.

export type AdjustmentRow = { name: Text, centre: MoneyShown, county: MoneyShown, difference: MoneyShown, differs: boolean, };

export type AdjustmentStep = { you_pay: MoneyShown, because: Text | null, };

export type AdjustmentView = { rows: Array<AdjustmentRow>, sentence: Text, claimed: Text | null, open: boolean, history: Array<AdjustmentStep>, };

export type AdmissionForm = { person: string, name: string, sex: string, age: number, place: string, id_number: string, enrolled: boolean, year: number, deductible: MoneyShown, categories: Array<Text>, totals: Array<RunningTotal>, department: string, doctor: string, admitted_at: string, stay_kinds: Array<Choice>, stay: string | null, };

export type AdmissionInput = { op: string, person: string, department: string, doctor: string, bed: string, diagnosis: string, stay_kind: string, admitted_at: string, };

export type BookInput = { op: string, first: string, last: string, note: string, };

export type BookReturnInput = { op: string, book: string, from: string, reason: string, };

export type BookState = "open" | "full" | "returned" | "refused";

export type BookView = { id: string, first: string, last: string, used: number, spoiled: number, left: number, next: string | null, state: BookState, returned_from: string | null, note: string, at: string, by: string, county_says: Text | null, entry: EntryState, };

export type BooksView = { books: Array<BookView>, spoiled: Array<SpoiledForms>, next: FormView | null, in_use: boolean, may_issue: boolean, };

export type CardView = { name: string, sex: string, ethnicity: string, birth_date: string, address: string, id_number: string, known: KnownPerson | null, name_differs: boolean, photo: string | null, };

export type CashChange = { change: MoneyShown, short: MoneyShown | null, };

export type CashView = { deposits: MoneyShown, you_pay: MoneyShown, claimed: MoneyShown, direction: string, amount: MoneyShown, };

export type CategoriesInput = { op: string, person: string, categories: Array<CategoryInput>, note: string, };

export type CategoryInput = { code: string, from: string, until: string, source: string, };

export type CategoryView = { code: string, name: Text, from: string, until: string | null, source: string, };

export type ChangeRow = { row: JournalRow, by: string, note: string, changes: Array<FieldChange>, undone: boolean, can_undo: boolean, };

export type ChangeView = { seq: number, title: Text, subject: string, household: string, };

export type CharacterGroup = { strokes: number, characters: string, };

export type ChargeClassRow = { name: Text, amount: MoneyShown, outside: MoneyShown, above_limit: MoneyShown, pay_first: MoneyShown, covered: MoneyShown, };

export type ChargeInput = { item: string, quantity: string, price: string, };

export type ChargeView = { line: number, date: string, item: string, name: Text, spec: string, unit: string, class: string, price: string, price_limit: string | null, quantity: string, amount: MoneyShown, self_paid: MoneyShown, };

export type ChargesInput = { op: string, stay: string, date: string, lines: Array<ChargeInput>, };

export type CheckView = { code: string, state: string, title: Text, detail: Text | null, };

export type Choice = { code: string, name: Text, };

export type CodeView = { code: string, };

export type CoverInput = { op: string, person: string, cover: Array<CategoryInput>, note: string, };

export type DeathInput = { op: string, person: string, on: string, new_head: string | null, note: string, };

export type Density = "light" | "normal" | "dark";

export type DepositInput = { op: string, stay: string, amount: string, method: string, };

export type DepositView = { number: string, at: string, method: string, method_name: Text, amount: MoneyShown, };

export type DeskView = { setup_left: Array<SetupLeft>, drafts: Array<DraftView>, temporary: Array<TemporaryDue>, takings: Array<TakingView>, takings_total: MoneyShown, reversed_count: number, reversed: MoneyShown, enrolled: number, enrolled_season: number, people: number, enrolled_permille: number, season_year: number, in_hospital: number, exposure_count: number, exposure: MoneyShown, sync: SyncBadge, packs: Array<PackView>, recent: Array<JournalRow>, };

export type DeviceState = "off" | "absent" | "present";

export type DeviceStates = { scanner: DeviceState, reader: DeviceState, };

export type DeviceView = { centre: Text, centre_code: string, device_number: number, epoch: number, fingerprint: string, county_fingerprint: string, demonstration: boolean, training: boolean, version: string, data_dir: string, scanner_path: string, scanner_fixed: boolean, devices: DeviceStates, support: string, };

export type DiagnosisHit = { code: string, name: Text, };

export type DischargeView = { stay: StayView, discharged: string, checks: Array<CheckView>, can_settle: boolean, ladder: Explanation | null, refused: Array<Text>, cash: CashView | null, totals: Array<RunningTotal>, next_number: string, tried_at: string, };

export type DocumentHit = { kind: string, id: string, household: string | null, number: string, name: string, note: Text, state: EntryState | null, };

export type DocumentView = { path: string, pages: number, preview: Array<string>, };

export type DraftView = { form: string, key: string, title: string, saved_at: string, content: string, };

export type EnrolmentChip = { year: number, enrolled: boolean, };

export type EntryState = "waiting" | "delivered" | "accepted" | "needs_action";

export type ExchangeRow = { at: string, ok: boolean, text: Text, };

export type Explanation = { rows: Array<Row>, reasons: Array<Reason>, rest: Rest | null, advice: Array<Text>, sentence: Text, at_desk: Text | null, refused: Array<Text>, share_of_total: string, share_of_covered: string, bar: Array<FundPart>, defaults: Array<Text>, };

export type FieldChange = { whose: string, field: Text, from: Text, to: Text, };

export type FirstStartView = { step: string, key_waits: boolean, centre: Text | null, data_dir: string, request: RequestView | null, };

export type FormView = { number: string, book: string, confirm: boolean, left: number, level: FormsLeft, reasons: Array<Choice>, };

export type FormerMember = { person: string, name: string, presence: Text, };

export type FormsLeft = "plenty" | "low" | "last";

export type FormsLeftView = { left: number, level: FormsLeft, };

export type FrameView = { centre: Text, demonstration: boolean, training: boolean, operator: OperatorView, years: Array<number>, current_year: number, season_year: number | null, season_late: boolean, next_number: string, forms_left: FormsLeftView | null, today: string, sync: SyncBadge, };

export type FundPart = { name: Text, kind: RowKind, amount: string, percent: string, permille: number, };

export type GiveBackInput = { op: string, payment: string, reason: string, note: string, persons: Array<string>, expected: string, method: string, second_initials: string, second_pin: string, };

export type GiveBackLine = { person: string, name: string, paid: MoneyShown, back: MoneyShown, selected: boolean, stopped: Text | null, };

export type GiveBackPlan = { kind: string, payment: PaymentRow, members: Array<GiveBackLine>, effects: Array<Text>, returned: MoneyShown, ways: Array<WayBack>, method: string, stopped: Text | null, reasons: Array<Choice>, };

export type GiveBackQuery = { kind: string, payment: string, reason: string, persons: Array<string> | null, };

export type GrantedPack = { title: Text, version: string, benefit_year: number, };

export type HeadInput = { op: string, household: string, head: string, relations: Array<RelationInput>, note: string, };

export type HouseholdChangeInput = { op: string, household: string, village: string, group: string, door: string, phone: string, note: string, };

export type HouseholdHit = { id: string, number: string, head: string, place: string, members: number, enrolled: number, year: number, };

export type HouseholdInput = { village: string, group: string, door: string, phone: string, members: Array<MemberInput>, };

export type HouseholdView = { id: string, number: string, village: string, group: string, door: string, place: string, phone: string, head: string, members: Array<MemberView>, year: number, premium: PremiumQuote, paid: MoneyShown, payments: Array<PaymentRow>, history: Array<ChangeRow>, former: Array<FormerMember>, ended: Text | null, state: EntryState, };

export type IdCheck = { id_number: string | null, birth_date: string | null, age: number | null, sex: string | null, fault: Text | null, warning: Text | null, known: KnownPerson | null, };

export type ItemHit = { code: string, name: Text, spec: string, unit: string, class: string, kind: string, kind_name: Text, price: string, price_limit: string | null, };

export type JournalRow = { seq: number, kind: string, title: Text, subject: string, at: string, state: EntryState, reason: Text | null, target: string | null, };

export type KnownPerson = { person: string, household: string, name: string, place: Text, can_move: boolean, };

export type LaterRow = { settlement: string, number: string, at: string, name: string, you_pay: MoneyShown, expected: MoneyShown, difference: MoneyShown, };

export type LaterShown = { settlement: string, expected: string, };

export type MemberInput = { id_number: string, name: string, sex: string | null, birth_date: string | null, relation: string, categories: Array<string>, phone: string, person: string | null, };

export type MemberView = { person: string, name: string, id_number: string, temporary: boolean, sex: string, birth_date: string, age: number, relation: string, relation_digit: number, relation_name: Text, categories: Array<CategoryView>, phone: string, enrolment: Array<EnrolmentChip>, };

export type MergeInput = { op: string, household: string, into: string, relations: Array<RelationInput>, note: string, };

export type MoneyShown = { plain: string, shown: string, words: string, zero: boolean, };

export type MoveInput = { op: string, persons: Array<string>, to: string | null, on: string, relations: Array<RelationInput>, new_head: string | null, note: string, };

export type Namesake = { person: string, household: string, name: string, sex: string, birth_date: string, id_number: string, place: Text, can_move: boolean, };

export type OperatorRow = { id: string, initials: string, name: string, roles: Array<RoleView>, locked_until: string | null, };

export type OperatorUnlock = { operator: string, pin: string, };

export type OperatorView = { id: string, initials: string, name: string, roles: Array<string>, };

export type PackView = { title: Text, version: string, benefit_year: number, effective_from: string, effective_until: string, in_force: boolean, hash: string, demonstration: boolean, };

export type PassphraseStrength = "weak" | "fair" | "strong";

export type PassphraseView = { strength: PassphraseStrength, text: Text, usable: boolean, };

export type PaymentPage = { rows: Array<PaymentRow>, all: number, };

export type PaymentQuery = { text: string, from: number, };

export type PaymentRow = { id: string, household: string, head: string, number: string, year: number, members: number, due: MoneyShown, method: string, at: string, validity: Validity, state: EntryState, };

export type PersonChangeInput = { op: string, person: string, name: string | null, id_number: string | null, sex: string | null, birth_date: string | null, relation: string | null, phone: string | null, note: string, };

export type PersonForm = { member: MemberView, presence: Text | null, relations: Array<Choice>, categories: Array<Choice>, cover_kinds: Array<Choice>, cover: Array<CategoryView>, office: boolean, successors: Array<Successor>, when_moved: Text, when_away: Text, when_dead: Text, };

export type PersonHit = { id: string, household: string, name: string, head: string | null, sex: string, birth_date: string, age: number, place: string, id_number: string, enrolment: Array<EnrolmentChip>, presence: Text | null, };

export type PersonView = { member: MemberView, household: string, household_number: string, head: string, place: string, year: number, totals: Array<RunningTotal>, settlements: Array<SettlementRow>, cover: Array<CategoryView>, stay: string | null, presence: Text | null, temporary_until: string | null, history: Array<ChangeRow>, photographs: boolean, photo: string | null, };

export type PhotographInput = { op: string, person: string, photo: string | null, reason: string, };

export type PinChange = { old: string, new: string, again: string, };

export type PremiumInput = { op: string, household: string, year: number, persons: Array<string>, method: string, tendered: string, expected_due: string, special: SpecialInput | null, fiscal_number: string | null, };

export type PremiumLineView = { person: string, name: string, relation_name: Text, age: number, selected: boolean, paid: boolean, standard: MoneyShown, subsidy: MoneyShown, due: MoneyShown, category: Text | null, benefits_from: string | null, nothing: boolean, waiting: Text | null, lost: Array<Text>, closed: Text | null, elsewhere: Text | null, special: Text | null, ended: boolean, county: Text | null, };

export type PremiumQuote = { year: number, lines: Array<PremiumLineView>, standard: MoneyShown, subsidy: MoneyShown, due: MoneyShown, selected: number, unpaid: number, paid: number, closed: Text | null, blocked: Text | null, warning: Text | null, open_years: Array<number>, specials: Array<SpecialChoice>, special: SpecialInput | null, benefits_from: string | null, next_number: string, form: FormView | null, };

export type PrintSetting = { document: string, printer: string | null, form: string, copies: number, right_half_mm: number, down_half_mm: number, density: Density, preprinted: boolean, gloss: boolean, };

export type PrintSettingRow = { name: Text, forms: Array<Choice>, preprintable: Array<string>, glossable: boolean, setting: PrintSetting, };

export type PrintedView = { number: string, printer: string | null, reprint: number, trouble: Text | null, document: DocumentView | null, };

export type PrinterSettingsView = { printers: Array<PrinterView>, note: UiError | null, rows: Array<PrintSettingRow>, };

export type PrinterView = { name: string, ready: boolean, words: Text, };

export type PrintingView = { unprinted: number, at_printer: string | null, trouble: Text | null, checked: boolean, assigned: Array<string>, };

export type Progress = { stage: string, done: number, of: number, };

export type ProvisioningView = { seal: string, centre: Text, centre_code: string, phone: string, device_number: number, epoch: number, fingerprint: string, county_fingerprint: string, county_url: string, demonstration: boolean, operators: Array<OperatorView>, packs: Array<GrantedPack>, households: number, people: number, };

export type RadicalForm = { form: string, strokes: number, };

export type RadicalView = { number: number, forms: Array<RadicalForm>, };

export type Reason = { title: Text, detail: Text, amount: string, };

export type ReceiptView = { id: string, demonstration: boolean, training: boolean, centre: Text, phone: string, number: string, full_number: string, year: number, at: string, head: string, household_number: string, household: string, place: string, lines: Array<PremiumLineView>, standard: MoneyShown, subsidy: MoneyShown, due: MoneyShown, method: string, method_name: Text, tendered: MoneyShown, change: MoneyShown, benefits_from: string, cashier: string, fiscal_number: string | null, validity: Validity, slips: Array<SlipView>, can_give_back: boolean, county_says: Text | null, state: EntryState, };

export type RefusalCount = { code: string, reason: Text, count: number, };

export type RefusedRow = { line: number, name: string, reason: Text, };

export type RegistrationForm = { villages: Array<string>, last_group: string, next_household_number: string, relations: Array<Choice>, categories: Array<Choice>, office: boolean, temporary_days: number | null, season_year: number | null, };

export type RelationInput = { person: string, relation: string, };

export type RequestView = { fingerprint: string, file_name: string, written: string | null, };

export type Rest = { what: Text, amount: string, };

export type ReversalInput = { op: string, settlement: string, reason: string, note: string, method: string, second_initials: string, second_pin: string, later: Array<LaterShown>, };

export type ReversalPlan = { settlement: SettlementRow, effects: Array<Text>, later: Array<LaterRow>, cash_returned: MoneyShown, ways: Array<WayBack>, method: string, stopped: Text | null, reasons: Array<Choice>, };

export type ReversalView = { number: string, full_number: string, at: string, reason: Text, note: string, by: string, approved_by: string, cash_returned: MoneyShown, method_name: Text, later: Array<LaterRow>, state: EntryState, };

export type RoleView = { name: Text, example: Text, };

export type RosterReport = { file: string, format: string, rows: number, households: number, people: number, refused: number, reasons: Array<RefusalCount>, refusals: Array<RefusedRow>, imported: boolean, unused_columns: Array<string>, };

export type Row = { id: string, sign: Sign, label: Text, plain: Text, note: Text | null, amount: string, shown: string, kind: RowKind, zero: boolean, bar_from: number, bar_width: number, rule: Text | null, formula: Text | null, because: Array<Text>, inputs: Array<RowInput>, items: Array<RowItem>, };

export type RowInput = { name: Text, value: string, };

export type RowItem = { name: Text, amount: string, };

export type RowKind = "total" | "self" | "hospital" | "subtotal" | "basic" | "serious" | "assistance" | "account" | "other" | "due" | "claim" | "desk";

export type RunningTotal = { name: Text, fund: string, used: MoneyShown, limit: MoneyShown | null, left: MoneyShown | null, permille: number, };

export type SearchView = { people: Array<PersonHit>, households: Array<HouseholdHit>, documents: Array<DocumentHit>, new_id_number: string | null, id_fault: Text | null, more: boolean, };

export type SessionView = { centre: Text | null, demonstration: boolean, training: boolean, first_start: boolean, hint: Text | null, operator: OperatorView | null, version: string, data_dir: string, };

export type SettingsView = { centre: Text, centre_code: string, phone: string, device_number: number, epoch: number, version: string, data_dir: string, packs: Array<PackView>, };

export type SettleInput = { op: string, stay: string, discharged: string, method: string, tendered: string, expected_you_pay: string, };

export type SettlementRow = { id: string, number: string, at: string, person: string, name: string, total: MoneyShown, funds: MoneyShown, you_pay: MoneyShown, reversed: boolean, adjusted: boolean, state: EntryState, };

export type SettlementView = { row: SettlementRow, demonstration: boolean, training: boolean, centre: Text, phone: string, full_number: string, stay_number: string, stay: string, sex: string, age: number, id_number: string, place: string, category: Text, diagnosis: Text, diagnosis_code: string, department: string, stay_kind: Text, admitted: string, discharged: string, days: number, year: number, classes: Array<ChargeClassRow>, classes_total: ChargeClassRow, ladder: Explanation, funds: MoneyShown, cash: CashView, method_name: Text, totals: Array<RunningTotal>, pack: Text, cashier: string, at: string, reversal: ReversalView | null, adjustment: AdjustmentView | null, county_says: Text | null, };

export type SetupLeft = { step: string, title: Text, };

export type Sign = "" | "−" | "×" | "+" | "=";

export type SignIn = { initials: string, pin: string, };

export type SkipInput = { op: string, number: string, reason: string, note: string, };

export type SlipView = { kind: string, number: string, full_number: string, at: string, reason: Text, note: string, names: Array<string>, amounts: Array<MoneyShown>, by: string, approved_by: string, returned: MoneyShown, method_name: Text, counts: boolean, county_says: Text | null, state: EntryState, };

export type SpecialChoice = { code: string, name: Text, needs_day: boolean, hint: Text | null, };

export type SpecialInput = { code: string, since: string, };

export type SplitInput = { op: string, household: string, persons: Array<string>, head: string, village: string, group: string, door: string, phone: string, relations: Array<RelationInput>, new_head: string | null, note: string, };

export type SpoilInput = { op: string, payment: string, reason: string, note: string, };

export type SpoiledForms = { from: string, until: string, reason: Text, note: string, receipt: string | null, instead: string | null, by: string, at: string, county_says: Text | null, };

export type StayRow = { id: string, number: string, person: string, name: string, department: string, bed: string, diagnosis: Text, admitted: string, days: number, charges: MoneyShown, deposits: MoneyShown, low_balance: boolean, status: string, state: EntryState, };

export type StayView = { row: StayRow, sex: string, age: number, place: string, id_number: string, enrolled: boolean, year: number, doctor: string, stay_kind: Text, charges: Array<ChargeView>, deposits: Array<DepositView>, trial: TrialStrip | null, settlement: string | null, };

export type Successor = { person: string, name: string, relation_name: Text, age: number, };

export type SyncBadge = { waiting: number, needs_action: number, last_ok: string | null, online: boolean, running: Progress | null, overdue_days: number | null, long_offline: Text | null, };

export type TakingView = { method: string, amount: MoneyShown, };

export type TemporaryDue = { person: string, name: string, number: string, until: string, overdue: boolean, };

export type Text = { zh: string, en: string, };

export type TransferView = { badge: SyncBadge, waiting: Array<WaitingRow>, oldest: string | null, size: string, pack: string, entries: Array<JournalRow>, needs_action: Array<JournalRow>, accepted: number, delivered: number, adjustments: Array<SettlementRow>, exchanges: Array<ExchangeRow>, county_url: string, device: string, };

export type TrialStrip = { total: MoneyShown, covered: MoneyShown, funds: MoneyShown, you_pay: MoneyShown, };

export type UiError = { code: string, what: Text, money: Text, todo: Text, field: string | null, };

export type UnprintedPaper = { document: string, subject: string, number: string, title: Text, name: string, at: string, reprint: number, under_way: boolean, short: Text, why: UiError, };

export type Validity = "valid" | "voided" | "partly_refunded" | "refunded";

export type VillageSpelled = { name: string, pinyin: string, };

export type WaitingRow = { kind: string, title: Text, count: number, };

export type WayBack = { method: string, effect: Text, };
