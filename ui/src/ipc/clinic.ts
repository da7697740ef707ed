/** Every command of the backend, typed. One function each; nothing else lives here. */
import { call } from "./call";
import type {
  AdmissionForm,
  AdmissionInput,
  BookInput,
  BookReturnInput,
  BooksView,
  CashChange,
  CategoriesInput,
  CharacterGroup,
  ChangeView, CoverInput,
  ChargesInput,
  DeathInput,
  DepositInput,
  DeskView,
  DiagnosisHit,
  DischargeView,
  FrameView,
  GiveBackInput,
  GiveBackPlan,
  GiveBackQuery,
  HeadInput,
  HouseholdChangeInput,
  HouseholdHit,
  HouseholdInput,
  HouseholdView,
  IdCheck,
  ItemHit,
  MemberInput,
  MergeInput,
  MoveInput,
  Namesake,
  OperatorRow, OperatorUnlock, OperatorView,
  PaymentPage,
  PaymentQuery,
  PersonChangeInput,
  PersonForm,
  PersonView,
  PhotographInput,
  PinChange,
  PremiumInput,
  PremiumQuote,
  RadicalView,
  PrintSetting,
  PrintedView,
  PrinterSettingsView,
  PrintingView,
  ReceiptView,
  RegistrationForm,
  RelationInput,
  ReversalInput,
  ReversalPlan,
  RosterReport,
  SearchView,
  SessionView,
  SettingsView,
  SettleInput,
  SettlementRow,
  SettlementView,
  SignIn,
  SkipInput,
  SpecialInput,
  SpoilInput,
  SpoiledForms,
  SplitInput,
  StayRow,
  StayView,
  TransferView,
  UnprintedPaper,
  VillageSpelled,
} from "./types";

export type PaperKind = "receipt" | "slip" | "statement" | "explanation" | "reversal" | "itemised" | "card";

export const session = {
  state: () => call<SessionView>("session_state"),
  signIn: (input: SignIn) => call<SessionView>("session_sign_in", { input }),
  lock: () => call<SessionView>("session_lock"),
  unlockStore: (passphrase: string) => call<SessionView>("store_unlock", { passphrase }),
  version: () => call<string>("program_version"),
  shown: () => call<null>("window_shown"),
};

export const desk = {
  frame: () => call<FrameView>("frame_view"),
  view: () => call<DeskView>("desk_view"),
  search: (query: string, year: number) => call<SearchView>("search", { query, year }),
};

export const settings = {
  view: () => call<SettingsView>("settings_view"),
  operators: () => call<OperatorRow[]>("operator_list"),
  unlockOperator: (input: OperatorUnlock) => call<OperatorRow[]>("operator_unlock", { input }),
  changePin: (input: PinChange) => call<OperatorView>("operator_pin_change", { input }),
};

/** Characters that no keyboard writes, by radical and strokes. */
export const rare = {
  radicals: () => call<RadicalView[]>("radicals"),
  charactersOf: (radical: number) => call<CharacterGroup[]>("characters_of", { radical }),
};

export const draft = {
  /** Gives the time of day at which it was kept. */
  save: (form: string, key: string, title: string, content: string) =>
    call<string>("draft_save", { form, key, title, content }),
  drop: (form: string, key: string) => call<null>("draft_drop", { form, key }),
};

export const typed = {
  change: (due: string, tendered: string) => call<CashChange>("cash_change", { due, tendered }),
  idNumber: (text: string) => call<IdCheck>("id_check", { text }),
};

export const household = {
  form: () => call<RegistrationForm>("registration_form"),
  villages: (query: string) => call<string[]>("villages_find", { query }),
  villagesSpelled: () => call<VillageSpelled[]>("villages_spelled"),
  quoteDraft: (members: MemberInput[], year: number) => call<PremiumQuote>("premium_draft", { members, year }),
  list: (query: string, year: number) => call<HouseholdHit[]>("household_list", { query, year }),
  register: (op: string, input: HouseholdInput) => call<HouseholdView>("household_register", { op, input }),
  addMembers: (op: string, id: string, members: MemberInput[]) =>
    call<HouseholdView>("members_add", { op, household: id, members }),
  view: (id: string, year: number) => call<HouseholdView>("household_view", { household: id, year }),
  person: (id: string, year: number) => call<PersonView>("person_view", { person: id, year }),
};

export const change = {
  personForm: (person: string) => call<PersonForm>("person_form", { person }),
  namesakes: (name: string, birth: string, except: string) => call<Namesake[]>("namesakes", { name, birth, except }),
  headPlan: (id: string, head: string) => call<RelationInput[]>("head_plan", { household: id, head }),
  person: (input: PersonChangeInput) => call<ChangeView>("person_change", { input }),
  categories: (input: CategoriesInput) => call<ChangeView>("categories_change", { input }),
  cover: (input: CoverInput) => call<ChangeView>("cover_change", { input }),
  move: (input: MoveInput) => call<ChangeView>("people_move", { input }),
  death: (input: DeathInput) => call<ChangeView>("person_die", { input }),
  household: (input: HouseholdChangeInput) => call<ChangeView>("household_change", { input }),
  head: (input: HeadInput) => call<ChangeView>("head_change", { input }),
  split: (input: SplitInput) => call<ChangeView>("household_split", { input }),
  merge: (input: MergeInput) => call<ChangeView>("households_merge", { input }),
  /** The picture itself, a data URL. */
  photographOf: (person: string) => call<string | null>("photograph_view", { person }),
  photograph: (input: PhotographInput) => call<ChangeView>("person_photograph", { input }),
  undo: (op: string, seq: number) => call<ChangeView>("change_undo", { op, seq }),
};

export const premium = {
  /** Without persons everybody who can pay. */
  quote: (id: string, year: number, persons: string[] | null, special: SpecialInput | null) =>
    call<PremiumQuote>("premium_quote", { household: id, year, persons, special }),
  collect: (input: PremiumInput) => call<ReceiptView>("premium_collect", { input }),
  giveBackPlan: (query: GiveBackQuery) => call<GiveBackPlan>("give_back_plan", { query }),
  void: (input: GiveBackInput) => call<ReceiptView>("premium_void", { input }),
  refund: (input: GiveBackInput) => call<ReceiptView>("premium_refund", { input }),
  payments: (query: PaymentQuery) => call<PaymentPage>("payment_list", { query }),
  receipt: (payment: string) => call<ReceiptView>("receipt_view", { payment }),
};

export const books = {
  list: () => call<BooksView>("book_list"),
  issue: (input: BookInput) => call<BooksView>("book_issue", { input }),
  giveBack: (input: BookReturnInput) => call<BooksView>("book_return", { input }),
  skip: (input: SkipInput) => call<BooksView>("form_skip", { input }),
  spoil: (input: SpoilInput) => call<ReceiptView>("form_spoil", { input }),
  spoiledOf: (payment: string) => call<SpoiledForms[]>("spoiled_forms", { payment }),
};

export const stay = {
  admissionForm: (person: string) => call<AdmissionForm>("admission_form", { person }),
  admit: (input: AdmissionInput) => call<StayView>("stay_admit", { input }),
  list: (all: boolean) => call<StayRow[]>("stay_list", { all }),
  view: (id: string) => call<StayView>("stay_view", { stay: id }),
  diagnoses: (query: string) => call<DiagnosisHit[]>("diagnosis_search", { query }),
  items: (query: string) => call<ItemHit[]>("item_search", { query }),
  record: (input: ChargesInput) => call<StayView>("charges_record", { input }),
  withdraw: (op: string, id: string, lines: number[]) => call<StayView>("charges_withdraw", { op, stay: id, lines }),
  deposit: (input: DepositInput) => call<StayView>("deposit_take", { input }),
  discharge: (id: string, discharged: string) => call<DischargeView>("discharge_view", { stay: id, discharged }),
  settle: (input: SettleInput) => call<SettlementView>("stay_settle", { input }),
};

export const settlement = {
  list: (query: string) => call<SettlementRow[]>("settlement_list", { query }),
  view: (id: string) => call<SettlementView>("settlement_view", { settlement: id }),
  reversalPlan: (id: string) => call<ReversalPlan>("reversal_plan", { settlement: id }),
  reverse: (input: ReversalInput) => call<SettlementView>("settlement_reverse", { input }),
};

export const paper = {
  print: (kind: PaperKind, id: string, lang: "zh" | "en", year?: number) =>
    call<PrintedView>("document_print", { kind, id, lang, year: year ?? null }),
  openPdf: (kind: PaperKind, id: string, lang: "zh" | "en") =>
    call<PrintedView>("document_open", { kind, id, lang, year: null }),
  /** Hands the PDF that was just shown to a printer, as it is. */
  send: (path: string, printer: string) => call<null>("document_send", { path, printer }),
  openFolder: () => call<null>("papers_folder"),
};

export const printing = {
  view: () => call<PrintingView>("printing_view"),
  queue: () => call<UnprintedPaper[]>("print_queue"),
  leaveAside: (row: UnprintedPaper, reason: string, note: string) =>
    call<UnprintedPaper[]>("paper_leave_aside", { document: row.document, subject: row.subject, reason, note }),
  wantAgain: (row: UnprintedPaper) =>
    call<UnprintedPaper[]>("paper_want_again", { document: row.document, subject: row.subject }),
  settings: () => call<PrinterSettingsView>("printer_settings"),
  save: (setting: PrintSetting) => call<PrintingView>("printer_setting_save", { setting }),
  test: (setting: PrintSetting) => call<PrintedView>("printer_test", { setting }),
};

export const transfer = {
  view: () => call<TransferView>("transfer_view"),
  start: () => call<null>("sync_start"),
};

export const roster = {
  pick: () => call<string | null>("roster_pick"),
  check: (path: string) => call<RosterReport>("roster_check", { path }),
  import: (op: string, path: string) => call<RosterReport>("roster_import", { op, path }),
  saveReport: () => call<string>("roster_report_save"),
};
