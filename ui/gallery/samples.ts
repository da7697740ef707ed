import type {
  AdmissionForm, ChangeRow, CheckView, DeskView, DischargeView, Explanation, FrameView, HouseholdView, MemberView, MoneyShown, PersonView,
  PremiumLineView, PremiumQuote, Row, RowKind, SearchView, SessionView, SettlementRow, SettlementView, StayRow, StayView, Text, TransferView,
} from "../src/ipc/types";

const T = (zh: string, en: string): Text => ({ zh, en });
const M = (shown: string, words = "人民币壹仟叁佰壹拾元整"): MoneyShown => ({
  plain: shown.replace(/,/g, "").replace("−", "-"),
  shown,
  words,
  zero: /^−?0\.00$/.test(shown),
});

const sync = { waiting: 37, needs_action: 0, last_ok: "11-21 17:20", online: false, running: null, overdue: false };
const operator = { id: "1", initials: "lm", name: "李敏", roles: ["cashier"] };
const session: SessionView = { centre: T("槐树镇卫生院", "Huaishu Township Centre"), demonstration: true, operator, version: "0.1.0", data_dir: "/home/x" };
const frame: FrameView = {
  centre: session.centre as Text, demonstration: true, operator, years: [2027, 2026], current_year: 2026, season_year: 2027,
  next_number: "R0002318", today: "2026-11-22", sync,
};
const entry = (seq: number, zh: string, en: string, subject: string, state: "waiting" | "delivered" | "accepted" | "needs_action", reason: Text | null = null) => ({
  seq, kind: "premium_collected", title: T(zh, en), subject, at: `11-22 10:${String(seq % 60).padStart(2, "0")}`, state, reason,
});
const journal = [
  entry(46, "收取缴费", "Premium collected", "王建国户 R0002317", "waiting"),
  entry(45, "登记家庭", "Household registered", "王建国户 H030128", "waiting"),
  entry(44, "出院结算", "Stay settled", "张桂兰 R0002316", "delivered"),
  entry(43, "记录费用", "Charges recorded", "张桂兰 A0000418", "accepted"),
  entry(42, "出院结算", "Stay settled", "孙国庆 R0002297", "needs_action", T("诊断编码 J06.9 未启用，请改选诊断", "Diagnosis J06.9 is not in use; choose another")),
  entry(41, "住院登记", "Admitted", "张桂兰 A0000418", "accepted"),
];
const desk: DeskView = {
  drafts: [
    { form: "household", key: "d1", title: "登记：刘振海户，已录2人", saved_at: "11-22 10:16", content: "{}" },
    { form: "admission", key: "p4", title: "住院登记：孙玉芬", saved_at: "11-22 08:51", content: "{}" },
  ],
  takings: [{ method: "cash", amount: M("2,418.50") }, { method: "scan", amount: M("1,680.00") }, { method: "transfer", amount: M("0.00") }],
  takings_total: M("4,098.50"), enrolled: 17230, enrolled_season: 11812, people: 18390, enrolled_permille: 642, season_year: 2027, in_hospital: 6,
  exposure_count: 21, exposure: M("8,412.30"), sync,
  packs: [
    { title: T("演示县居民医保", "Demonstration county"), version: "2026-10", benefit_year: 2026, effective_from: "2026-01-01", effective_until: "2026-12-31", in_force: true, hash: "a1b2", demonstration: true },
    { title: T("演示县居民医保", "Demonstration county"), version: "2027-01", benefit_year: 2027, effective_from: "2027-01-01", effective_until: "2027-12-31", in_force: false, hash: "c3d4", demonstration: true },
  ],
  recent: journal,
};

const relations = [
  ["head", "户主", "Head"], ["spouse", "配偶", "Spouse"], ["son", "子", "Son"], ["daughter", "女", "Daughter"], ["father", "父", "Father"],
  ["mother", "母", "Mother"], ["grandchild", "孙辈", "Grandchild"], ["child_in_law", "儿媳女婿", "Child-in-law"], ["other", "其他", "Other"],
].map(([code = "", zh = "", en = ""]) => ({ code, name: T(zh, en) }));
const categories = [["destitute", "特困", "Destitute"], ["low_income", "低保", "Low income"], ["disabled", "残疾", "Disabled"]].map(([code = "", zh = "", en = ""]) => ({ code, name: T(zh, en) }));

const chips = (next: boolean) => [{ year: 2026, enrolled: true }, { year: 2027, enrolled: next }];
const people: [string, string, string, string, number, number, string, string][] = [
  ["p1", "王建国", "4110**********3014", "male", 58, 0, "1968-04-12", ""],
  ["p2", "李秀兰", "4110**********3022", "female", 56, 1, "1970-09-03", ""],
  ["p3", "王德厚", "4110**********3036", "male", 82, 4, "1944-02-17", "disabled"],
  ["p4", "王小明", "4110**********3018", "male", 33, 2, "1993-06-18", ""],
  ["p5", "王梓涵", "4110**********3049", "female", 6, 6, "2020-03-08", ""],
];
const members: MemberView[] = people.map(([person, name, id_number, sex, age, relation, birth_date, category]) => ({
  person, name, id_number, temporary: false, sex, birth_date, age, relation: relations[relation]?.code ?? "", relation_digit: relation + 1,
  relation_name: relations[relation]?.name ?? T("", ""), phone: "138 3745 2196", enrolment: chips(false),
  categories: category ? [{ code: category, name: T("残疾", "Disabled"), from: "2026-10-08", until: null, source: "县残联名单" }] : [],
}));
const lines: PremiumLineView[] = members.map((member) => ({
  person: member.person, name: member.name, relation_name: member.relation_name, age: member.age, selected: true, paid: false,
  standard: M("400.00"), subsidy: M(member.person === "p3" ? "320.00" : "0.00"), due: M(member.person === "p3" ? "80.00" : "400.00"),
  category: member.person === "p3" ? T("残疾", "Disabled") : null,
}));
const quote: PremiumQuote = {
  year: 2027, lines, standard: M("2,000.00"), subsidy: M("320.00"), due: M("1,680.00", "人民币壹仟陆佰捌拾元整"), selected: 5, unpaid: 0, paid: 0,
  closed: null, benefits_from: "2027-01-01", next_number: "R0002318",
};
const payment = { id: "pay1", household: "h1", head: "王建国", number: "R0001411", year: 2026, members: 5, due: M("1,520.00"), method: "cash", at: "2025-11-18 09:12", state: "accepted" as const };
const change = (row: ReturnType<typeof entry>, by: string, note = "", changes: ChangeRow["changes"] = [], can_undo = false): ChangeRow => ({ row, by, note, changes, undone: false, can_undo });
const history: ChangeRow[] = [
  change(entry(48, "更正资料", "Facts corrected", "王小明", "waiting"), "李敏", "户口簿", [
    { whose: "王小明", field: T("姓名", "Name"), from: T("王小名", "王小名"), to: T("王小明", "王小明") },
    { whose: "王小明", field: T("电话", "Phone"), from: T("无", "none"), to: T("13837452196", "13837452196") },
  ], true),
  change(entry(47, "迁移", "Move", "王小明", "needs_action", T("「所在户」在别处已改成别的内容。县里保留原来的，其余已计入，请核对后另做更正", "Meanwhile other records say something else of: household. The county keeps what it has and counts the rest; please check and correct it.")), "李敏", "", [
    { whose: "王小明", field: T("所在户", "Household"), from: T("H030091 王永福户", "H030091 王永福"), to: T("H030128 王建国户", "H030128 王建国") },
    { whose: "王小明", field: T("与户主", "Relation"), from: T("户主", "Head"), to: T("子", "Son") },
  ]),
  change(entry(45, "登记家庭", "Household registered", "王建国户 H030128", "accepted"), "李敏"),
];
const household: HouseholdView = {
  id: "h1", number: "H030128", village: "槐树村", group: "3", door: "12", place: "槐树村3组12号", phone: "138 3745 2196", head: "王建国", members,
  year: 2027, premium: quote, payments: [payment], history, state: "waiting", ended: null,
  former: [{ person: "p9", name: "王德厚", presence: T("2026-10-07 死亡", "Died on 2026-10-07") }, { person: "p8", name: "王秀梅", presence: T("2025-03-01 迁出", "Moved away on 2025-03-01") }],
};

const row = (id: string, sign: Row["sign"], zh: string, en: string, plain: [string, string], note: [string, string] | null, shown: string, kind: RowKind, from: number, width: number): Row => ({
  id, sign, label: T(zh, en), plain: T(...plain), note: note ? T(...note) : null, amount: shown.replace(",", ""), shown, kind, zero: shown === "0.00",
  bar_from: from, bar_width: width, rule: T("演示县医保发〔2026〕31号 第十二条", "Demonstration notice 31 of 2026, art. 12"),
  formula: T("3,000.00 元 × 85%", "¥3,000.00 × 85%"),
  because: kind === "basic" ? [T("低保：支付比例增加 5 个百分点。", "Subsistence allowance: the rate is 5 percentage points higher.")] : [],
  inputs: [{ name: T("按比例支付的费用", "Charges paid by rate"), value: "3,000.00" }, { name: T("支付比例", "Rate"), value: "85%" }], items: [{ name: T("康复新液", "Kangfuxin liquid"), amount: "84.00" }],
});
const ladder: Explanation = {
  rows: [
    row("total", "", "总费用", "Total charges", ["一共花了", "The whole bill"], ["46项", "46 items"], "3,860.00", "total", 0, 1000),
    row("outside", "−", "全自费", "Not covered", ["不在目录的项目", "Outside the catalogue"], ["3项", "3 items"], "420.00", "self", 891, 109),
    row("above", "−", "超限价自付", "Above price limit", ["超过限价的部分", "Above the price limit"], ["1项", "1 item"], "60.00", "self", 875, 16),
    row("payfirst", "−", "乙类先行自付10%", "Class-B pay-first share 10%", ["乙类先自付10%", "Class-B share paid first"], ["7项", "7 items"], "180.00", "self", 829, 46),
    row("referral", "−", "转诊先行自付", "Referral pay-first share", ["转诊先自付", "Referral share"], ["未转诊", "not referred"], "0.00", "self", 0, 0),
    row("covered", "=", "政策范围内费用", "Covered charges", ["可以报销的费用", "What can be covered"], null, "3,200.00", "subtotal", 0, 829),
    row("deductible", "−", "起付线", "Deductible", ["起付线", "Deductible"], ["乡镇卫生院，今年第1次", "township, 1st stay this year"], "200.00", "self", 777, 52),
    row("basic", "×", "基本医保支付", "Basic insurance pays", ["基本医保报销85%", "Basic insurance pays 85%"], ["3,000.00元 × 85%", "of 3,000.00"], "2,550.00", "basic", 117, 661),
    row("serious", "+", "大病保险支付", "Serious-illness insurance pays", ["大病保险报销", "Serious-illness insurance"], ["距起付还差 9,440.00", "9,440.00 below threshold"], "0.00", "serious", 0, 0),
    row("assist", "+", "医疗救助支付", "Medical assistance pays", ["医疗救助", "Medical assistance"], ["不在救助对象名单", "not on the list"], "0.00", "assistance", 0, 0),
    row("due", "=", "个人负担", "You pay", ["您自己付", "You pay"], null, "1,310.00", "due", 0, 339),
  ],
  reasons: [
    { title: T("起付线和报销比例之外", "Deductible and share"), detail: T("起付线 200.00、按比例自付 450.00", "Deductible 200.00, share 450.00"), amount: "650.00" },
    { title: T("3项不在医保目录", "3 items outside the catalogue"), detail: T("陪床费 240.00、护理包 96.00、康复新液 84.00", "Companion bed 240.00, care pack 96.00, Kangfuxin 84.00"), amount: "420.00" },
    { title: T("7项乙类药先付一成", "7 class-B drugs, 10% first"), detail: T("头孢唑肟 126.00、川芎嗪 46.00、其余5项 8.00", "Ceftizoxime 126.00, ligustrazine 46.00, 5 more 8.00"), amount: "180.00" },
  ],
  advice: [T("住院时可问医生，有没有目录内的药可以替换。", "Ask the doctor whether a listed drug would do."), T("新认定为救助对象的，30天内可重算。", "If newly on the assistance list, it is recomputed within 30 days.")],
  sentence: T("这次一共 3,860.00 元，报销 2,550.00 元，您自己付 1,310.00 元。", "The bill is ¥3,860.00; ¥2,550.00 is reimbursed and you pay ¥1,310.00."),
  at_desk: null, refused: [], defaults: [T("支付金额算到分，不足一分的部分四舍五入。", "Shares are rounded to the fen; half a fen goes up.")], share_of_total: "66.1%", share_of_covered: "79.7%",
  bar: [
    { name: T("基本医保", "Basic"), kind: "basic", amount: "2,550.00", percent: "66.1%", permille: 661 },
    { name: T("大病保险", "Serious illness"), kind: "serious", amount: "0.00", percent: "0.0%", permille: 0 },
    { name: T("医疗救助", "Assistance"), kind: "assistance", amount: "0.00", percent: "0.0%", permille: 0 },
    { name: T("您自己付", "You pay"), kind: "due", amount: "1,310.00", percent: "33.9%", permille: 339 },
  ],
};
const totals = [
  { name: T("基本医保", "Basic insurance"), fund: "basic", used: M("4,120.00"), limit: M("120,000.00"), permille: 34 },
  { name: T("大病合规自付", "Serious illness"), fund: "serious", used: M("2,560.00"), limit: M("12,000.00"), permille: 213 },
];
const stayRow: StayRow = {
  id: "s1", number: "A0000418", person: "p9", name: "张桂兰", department: "内科", bed: "8床", diagnosis: T("肺炎", "Pneumonia"), admitted: "2026-11-15", days: 7,
  charges: M("3,860.00"), deposits: M("1,500.00"), low_balance: true, status: "in_hospital", state: "accepted",
};
const charge = (line: number, zh: string, cls: string, spec: string, price: string, limit: string | null, quantity: string, amount: string, self: string) => ({
  line, date: `2026-11-${15 + (line % 7)}`, item: `X${line}`, name: T(zh, zh), spec, unit: "支", class: cls, price, price_limit: limit, quantity, amount: M(amount), self_paid: M(self),
});
const stay: StayView = {
  row: stayRow, sex: "female", age: 64, place: "槐树村3组", id_number: "4110**********302X", enrolled: true, year: 2026, doctor: "陈学文", stay_kind: T("普通住院", "Ordinary"),
  charges: [
    charge(1, "床位费", "甲", "普通病房", "30.00", null, "7", "210.00", "0.00"),
    charge(2, "注射用头孢唑肟钠", "乙", "1g", "42.00", null, "30", "1,260.00", "126.00"),
    charge(3, "留置针", "乙", "24G", "37.50", "30.00", "8", "300.00", "60.00"),
    charge(4, "康复新液", "丙", "100ml", "42.00", null, "2", "84.00", "84.00"),
    charge(5, "血常规", "甲", "", "18.00", null, "3", "54.00", "0.00"),
    charge(6, "陪床费", "", "", "40.00", null, "6", "240.00", "240.00"),
  ],
  deposits: [
    { number: "R0002201", at: "2026-11-15 09:12", method: "cash", method_name: T("现金", "cash"), amount: M("1,000.00") },
    { number: "R0002240", at: "2026-11-18 14:40", method: "scan", method_name: T("扫码", "QR"), amount: M("500.00") },
  ],
  trial: { total: M("3,860.00"), covered: M("3,200.00"), funds: M("2,550.00"), you_pay: M("1,310.00") }, settlement: null,
};
const check = (code: string, state: string, zh: string, en: string, detail: Text | null = null): CheckView => ({ code, state, title: T(zh, en), detail });
const discharge: DischargeView = {
  stay, discharged: "2026-11-22", can_settle: true, refused: [], ladder, totals, next_number: "R0002319", tried_at: "10:52",
  cash: { deposits: M("1,500.00"), you_pay: M("1,310.00"), claimed: M("0.00"), direction: "refund", amount: M("190.00", "人民币壹佰玖拾元整") },
  checks: [
    check("uncoded", "warning", "1项没有国家编码", "1 item has no national code", T("康复新液计入全自费 84.00", "Kangfuxin counts as not covered: ¥84.00")),
    check("diagnosis", "passed", "诊断已编码", "Diagnosis coded"), check("date", "passed", "出院日期 11-22", "Discharged 11-22"),
    check("days", "passed", "住院7天", "7 days in hospital"), check("bed", "passed", "床位费每天1次", "One bed fee a day"),
    check("deposit", "passed", "押金已核对", "Deposits agree"),
  ],
};
const settlementRow = (id: string, name: string, number: string, at: string, total: string, funds: string, you: string, more: Partial<SettlementRow> = {}): SettlementRow => ({
  id, number, at: `2026-${at}`, person: "p9", name, total: M(total), funds: M(funds), you_pay: M(you), reversed: false, adjusted: false, state: "waiting", ...more,
});
const settlements = [
  settlementRow("t1", "张桂兰", "R0002316", "11-22 10:55", "3,860.00", "2,550.00", "1,310.00"),
  settlementRow("t2", "王秀梅", "R0002311", "11-22 09:42", "2,100.00", "1,402.50", "697.50", { state: "delivered" }),
  settlementRow("t3", "赵秀英", "R0002296", "11-15 15:20", "6,480.00", "5,423.45", "1,056.55", { state: "accepted" }),
  settlementRow("t4", "陈桂英", "R0002290", "11-14 11:02", "1,860.00", "1,204.00", "656.00", { state: "accepted", reversed: true }),
  settlementRow("t5", "孙国庆", "R0002281", "11-12 16:31", "2,410.00", "1,640.00", "770.00", { state: "needs_action", adjusted: true }),
];
const settlement: SettlementView = {
  row: { ...(settlements[4] as SettlementRow) }, demonstration: true, centre: frame.centre, phone: "0374-5550000", full_number: "4110-1-1-0002316", stay_number: "A0000418", stay: "s1",
  sex: "female", age: 64, id_number: "4110**********302X", place: "槐树村3组", category: T("一般", "General"), diagnosis: T("肺炎", "Pneumonia"), diagnosis_code: "J18.900",
  department: "内科 8床", stay_kind: T("普通住院", "Ordinary"), admitted: "2026-11-15", discharged: "2026-11-22", days: 7, year: 2026, classes: [],
  classes_total: { name: T("合计", "Total"), amount: M("3,860.00"), outside: M("420.00"), above_limit: M("60.00"), pay_first: M("180.00"), covered: M("3,200.00") },
  ladder, funds: M("2,550.00"), cash: discharge.cash as NonNullable<DischargeView["cash"]>, method_name: T("现金", "cash"), totals, pack: T("政策包 2026-10，2026-01-01 起", "Pack 2026-10, from 2026-01-01"),
  cashier: "李敏", at: "2026-11-22 10:55", reversal: null,
  adjustment: {
    sentence: T("本院报销 2,550.00 元，县里核定 2,540.00 元，相差 10.00 元。", "The centre paid ¥2,550.00, the county comes to ¥2,540.00; the difference is ¥10.00."),
    rows: [
      { name: T("政策范围内费用", "Covered charges"), centre: M("3,200.00"), county: M("3,200.00"), difference: M("0.00"), differs: false },
      { name: T("基本医保支付", "Basic insurance pays"), centre: M("2,550.00"), county: M("2,540.00"), difference: M("−10.00"), differs: true },
      { name: T("个人负担", "You pay"), centre: M("1,310.00"), county: M("1,320.00"), difference: M("10.00"), differs: true },
    ],
    claimed: null, open: true,
    history: [
      { you_pay: M("1,310.00"), because: null },
      { you_pay: M("1,320.00"), because: T("此前计入累计的一笔结算已红冲（红冲单 411023-HS-01-2-R0002301），这一笔按新的累计重新核算。", "An earlier settlement in the totals was reversed (slip 411023-HS-01-2-R0002301); this one was decided again from the new totals.") },
    ],
  },
  county_says: null,
};
const transfer: TransferView = {
  badge: sync,
  waiting: [{ kind: "household", title: T("登记家庭", "Households"), count: 12 }, { kind: "premium", title: T("收取缴费", "Premiums"), count: 17 }, { kind: "settled", title: T("出院结算", "Settlements"), count: 8 }],
  oldest: "11-21 17:31", size: "18 KB", pack: "演示县居民医保 2026-10", entries: journal, needs_action: journal.slice(4, 5), accepted: 596, delivered: 4, adjustments: settlements.slice(4, 5),
  exchanges: [{ at: "11-21 17:20", ok: true, text: T("送达41条，县里核对41条", "41 delivered, 41 checked") }, { at: "11-21 08:02", ok: false, text: T("县平台连接不上，已送达的不会重复", "The county was not reached; nothing is sent twice") }],
  county_url: "https://county.example:8443", device: "1",
};
const hit = (id: string, name: string, head: string | null, sex: string, birth_date: string, place: string, id_number: string, next: boolean) => ({
  id, household: "h1", name, head, sex, birth_date, place, id_number, enrolment: chips(next),
  presence: id === "p8" ? T("2026-10-01 迁出", "Moved away on 2026-10-01") : null,
});
const search: SearchView = {
  people: [
    hit("p4", "王小明", "王建国", "male", "1993-06-18", "槐树村3组", "4110**********3018", true),
    hit("p6", "王小明", "王永福", "male", "1993-02-11", "石桥村5组", "4110**********3178", false),
    hit("p7", "王秀梅", null, "female", "1968-09-30", "柳河村1组", "4110**********3022", true),
    hit("p8", "吴晓敏", "赵永强", "female", "1981-12-24", "石桥村4组", "4110**********3049", false),
  ],
  households: [{ id: "h2", number: "H040112", head: "王新民", place: "槐树村1组", members: 5, enrolled: 4, year: 2027 }],
  documents: [
    { kind: "settlement", id: "t2", household: null, number: "R0002311", name: "王秀梅", note: T("出院结算，个人付 697.50 元", "Settlement, you pay ¥697.50"), state: "delivered" },
    { kind: "stay", id: "s1", household: null, number: "A0000418", name: "吴秀明", note: T("内科12床，在院6天，押金 1,500.00 元", "Ward 12, 6 days, deposit ¥1,500.00"), state: null },
  ],
  new_id_number: null,
};
const person: PersonView = { member: members[3] as MemberView, household: "h1", household_number: "H030128", head: "王建国", place: "槐树村3组12号", year: 2026, totals, settlements: settlements.slice(0, 4), stay: null, presence: null, temporary_until: new URLSearchParams(location.search).has("newborn") ? "2027-01-06" : null, history };
const admission: AdmissionForm = {
  person: "p4", name: "王小明", sex: "male", age: 33, place: "槐树村3组", id_number: "4110**********3018", enrolled: true, year: 2026, deductible: M("200.00"), categories: [], totals,
  department: "内科", doctor: "陈学文", admitted_at: "2026-11-22 10:30", stay: null,
  stay_kinds: [{ code: "ordinary", name: T("普通", "Ordinary") }, { code: "injury", name: T("外伤", "Injury") }, { code: "birth", name: T("生育", "Birth") }],
};
const refusals = Array.from({ length: 80 }, (_, index) => ({
  line: index * 37 + 12, name: ["陈桂英", "孙国庆", "高凤兰", "马春来"][index % 4] ?? "",
  reason: [T("身份证号最后一位应为 X", "The ID's last character should be X"), T("此号码在第 118 行已出现", "This number is on line 118 already"), T("没有 2 月 30 日", "There is no 30 February"), T("一户两位户主", "Two heads in a household")][index % 4] ?? T("", ""),
}));
const report = {
  file: "槐树镇名册.xlsx", format: "XLSX", rows: 30000, households: 8120, people: 29412, refused: 588, imported: false, unused_columns: ["备注"], refusals,
  reasons: [{ code: "id", reason: T("身份证号不对", "Bad ID number"), count: 301 }, { code: "twice", reason: T("重复", "Duplicate"), count: 204 }, { code: "date", reason: T("日期不存在", "Impossible date"), count: 61 }, { code: "heads", reason: T("一户两位户主", "Two heads"), count: 22 }],
};
const page = (): string => {
  const canvas = document.createElement("canvas");
  canvas.width = 600;
  canvas.height = 850;
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 600, 850);
    pen.fillStyle = "#17212b";
    pen.font = "24px sans-serif";
    pen.fillText("住院结算单", 230, 60);
  }
  return canvas.toDataURL();
};

const asked = new URLSearchParams(location.search);
export const samples: Record<string, unknown> = {
  program_version: "0.1.0",
  window_shown: () => null,
  store_unlock: session,
  session_state: asked.has("passphrase")
    ? () => Promise.reject({ code: "E-9007", what: T("打开数据需要设备口令。", "The device passphrase opens the data."), money: T("没有改动任何内容。", "Nothing was changed."), todo: T("请输入设备口令。", "Enter the device passphrase."), field: "passphrase" })
    : asked.has("out") ? { ...session, operator: null } : session,
  session_sign_in: session, session_lock: { ...session, operator: null }, frame_view: frame, desk_view: asked.has("empty") ? { ...desk, drafts: [] } : desk,
  search, draft_save: null, draft_drop: null,
  cash_change: ({ due, tendered }: { due: string; tendered: string }) => ({ change: M(tendered === "1700.00" ? "20.00" : "0.00"), short: Number(tendered) < Number(due) ? M("400.00") : null }),
  registration_form: { villages: ["槐树村", "石桥村", "柳河村", "大王庄"], last_group: "3", next_household_number: "H030129", relations, categories, season_year: 2027 },
  id_check: ({ text }: { text: string }) => ({
    id_number: text, birth_date: `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`, age: 2026 - Number(text.slice(6, 10)), sex: Number(text[16]) % 2 ? "male" : "female",
    fault: text.endsWith("1") ? T("身份证号最后一位应为 X，请核对第 7–14 位出生日期", "The last character should be X. Check digits 7–14 (birth date).") : null, warning: null,
    known: text.endsWith("2") ? { person: "p1", household: "h1", name: "王建国", place: T("此人已在槐树村3组王建国户", "Already in Wang Jianguo's household, Huaishu 3"), can_move: true } : null,
  }),
  premium_draft: ({ members: typed }: { members: unknown[] }) => ({ ...quote, lines: lines.slice(0, typed.length) }),
  household_list: [...Array(40).keys()].map((index) => ({ id: `h${index}`, number: `H0301${28 + index}`, head: ["王建国", "李长顺", "刘振海", "马春来"][index % 4], place: `槐树村${1 + (index % 5)}组${index + 1}号`, members: 2 + (index % 5), enrolled: index % 3 ? 2 + (index % 5) : 1, year: 2027 })),
  person_form: {
    member: { ...members[asked.has("head") ? 0 : 3], temporary: asked.has("newborn"), id_number: asked.has("newborn") ? "T4110D1000012" : "4110**********3018",
      categories: members[2]?.categories }, presence: null, relations, categories, office: !asked.has("clerk"),
    successors: asked.has("head") ? members.slice(1, 4).map(({ person, name, relation_name, age }) => ({ person, name, relation_name, age })) : [],
    when_moved: T("已缴的 2026/2027 年度参保随人转移，不再缴费；未缴的年度在新户缴。累计和就诊记录随人。", "Enrolment for 2026/2027 goes along and is not paid again; other years are paid there. Totals and visits go along."),
    when_away: T("不再列入本户应缴；已缴的 2026 年度待遇不变，仍可结算。", "No longer due here; the benefits of 2026, which is paid, stay as they are."),
    when_dead: T("不再收费；死亡前的费用仍可按 2026 年度结算。已缴保费能否退还，按县里规定。", "Nothing is collected any more; charges before the death are still settled under 2026. Whether a premium is paid back is the county's rule."),
  },
  namesakes: [{ person: "p6", household: "h2", name: "王小明", sex: "male", birth_date: "1993-06-18", id_number: "4110**********3178", place: T("此人已在石桥村5组王永福户", "Already in 王永福's household, 石桥村5组"), can_move: true }],
  head_plan: members.map(({ person, relation }, index) => ({ person, relation: index === 1 ? "head" : index === 0 ? "spouse" : relation })),
  household_register: household, members_add: household, household_view: household, person_view: person,
  premium_quote: ({ persons }: { persons: string[] }) => ({ ...quote, lines: lines.map((line) => ({ ...line, selected: persons.includes(line.person) })), selected: persons.length, unpaid: 5 - persons.length }),
  premium_collect: { id: "pay1", number: "R0002318", change: M("20.00") }, payment_list: [payment, { ...payment, id: "pay2", number: "R0002317", head: "刘振海", state: "waiting", at: "2026-11-22 10:02" }],
  receipt_view: { ...payment, demonstration: true, centre: frame.centre, phone: "", full_number: "4110-1-1-0001411", household_number: "H030128", place: household.place, lines, standard: quote.standard, subsidy: quote.subsidy, due: quote.due, method_name: T("现金", "Cash"), tendered: M("1,700.00"), change: M("20.00"), benefits_from: "2027-01-01", cashier: "李敏" },
  admission_form: admission, stay_admit: stay,
  stay_list: [stayRow, { ...stayRow, id: "s2", name: "吴秀明", number: "A0000421", bed: "12床", low_balance: false, charges: M("920.00"), diagnosis: T("急性阑尾炎", "Acute appendicitis") }],
  stay_view: stay, diagnosis_search: [{ code: "J18.900", name: T("肺炎", "Pneumonia") }, { code: "J18.000", name: T("支气管肺炎", "Bronchopneumonia") }],
  item_search: [
    { code: "X1", name: T("阿莫西林胶囊", "Amoxicillin capsules"), spec: "0.25g×24粒", unit: "盒", class: "甲", kind: "drug", kind_name: T("药品", "Drug"), price: "8.50", price_limit: null },
    { code: "X2", name: T("阿莫西林克拉维酸钾", "Co-amoxiclav"), spec: "0.375g×12片", unit: "盒", class: "乙", kind: "drug", kind_name: T("药品", "Drug"), price: "21.80", price_limit: "20.00" },
    { code: "X3", name: T("康复新液", "Kangfuxin"), spec: "100ml", unit: "瓶", class: "丙", kind: "drug", kind_name: T("药品", "Drug"), price: "42.00", price_limit: null },
  ],
  charges_record: stay, charges_withdraw: stay, deposit_take: stay, discharge_view: discharge, stay_settle: settlement,
  settlement_list: settlements, settlement_view: settlement,
  reversal_plan: {
    settlement: settlements[0],
    effects: [T("收回报销 2,550.00 元，全年累计恢复到结算前。", "Funds take back ¥2,550.00; the running totals return to what they were."), T("原单 R0002316 保留并注明。", "R0002316 stays and is marked."), T("生成红冲单，计入今天。", "A reversal slip is made and counts today.")],
    later: [
      { settlement: "s7", number: "R0002319", at: "2026-12-03", name: "张桂兰", you_pay: M("200.00"), expected: M("600.00"), difference: M("400.00") },
      { settlement: "s8", number: "R0002344", at: "2026-12-20", name: "张桂兰", you_pay: M("1,250.50"), expected: M("1,150.50"), difference: M("−100.00") },
    ],
    cash_returned: M("1,310.00"), stopped: null,
    reasons: [["wrong-item", "录错项目", "Wrong item"], ["wrong-person", "录错人", "Wrong person"], ["returned", "退药退检查", "Returned"], ["category-corrected", "类别更正", "Category corrected"], ["duplicate", "重复", "Duplicate"], ["other", "其他（写明）", "Other (say)"]].map(([code = "", zh = "", en = ""]) => ({ code, name: T(zh, en) })),
  },
  settlement_reverse: settlement, document_print: () => ({ number: "R0002316", printer: null, document: { path: "/home/x/nonghe/papers/R0002316.pdf", pages: 1, preview: [page()] } }),
  printing_view: { unprinted: 1, at_printer: null, trouble: T("缺纸", "Out of paper"), assigned: [] },
  print_queue: [{
    document: "receipt", subject: "1", number: "R0002318", title: T("缴费收据", "Premium receipt"), name: "王建国", at: "11-22 10:43", reprint: 0, under_way: false,
    why: { code: "E-3005", what: T("缴费收据没有打出：打印机缺纸。", "The premium receipt waits: the printer is out of paper."), money: T("收款已完成，收据 R0002318 待打印。", "The payment is complete; receipt R0002318 waits."), todo: T("装纸后按 F11；打印机恢复后也会自动接着打。", "Load paper and press F11; it also goes on by itself once the printer is ready."), field: null },
  }],
  transfer_view: transfer, sync_start: null, roster_pick: "/home/x/roster.xlsx", roster_check: report, roster_import: { ...report, imported: true }, roster_report_save: "/home/x/refused.csv",
};
