/** What the components of the gallery show: an invented bill, invented people. */
import type { Explanation, JournalRow, MoneyShown, Row, RowKind, RunningTotal, SettlementRow, Text, UiError, UnprintedPaper } from "../src/ipc/types";

export const T = (zh: string, en: string): Text => ({ zh, en });
export const M = (shown: string, words = "人民币壹仟叁佰壹拾元整"): MoneyShown => ({
  plain: shown.replace(/,/g, "").replace("−", "-"),
  shown,
  words,
  zero: /^−?0\.00$/.test(shown),
});


const entry = (seq: number, zh: string, en: string, subject: string, state: JournalRow["state"], reason: Text | null = null): JournalRow => ({
  seq, kind: "premium_collected", title: T(zh, en), subject, at: `11-22 10:${String(seq % 60).padStart(2, "0")}`, state, reason, target: null,
});
export const journal = [
  entry(46, "收取缴费", "Premium collected", "王建国户 R0002317", "waiting"),
  entry(45, "登记家庭", "Household registered", "王建国户 H030128", "waiting"),
  entry(44, "出院结算", "Stay settled", "张桂兰 R0002316", "delivered"),
  entry(43, "记录费用", "Charges recorded", "张桂兰 A0000418", "accepted"),
  entry(42, "出院结算", "Stay settled", "孙国庆 R0002297", "needs_action", T("诊断编码 J06.9 未启用，请改选诊断", "Diagnosis J06.9 is not in use; choose another")),
  entry(41, "住院登记", "Admitted", "张桂兰 A0000418", "accepted"),
];
const row = (id: string, sign: Row["sign"], zh: string, en: string, plain: [string, string], note: [string, string] | null, shown: string, kind: RowKind, from: number, width: number): Row => ({
  id, sign, label: T(zh, en), plain: T(...plain), note: note ? T(...note) : null, amount: shown.replace(",", ""), shown, kind, zero: shown === "0.00",
  bar_from: from, bar_width: width, rule: T("演示县医保发〔2026〕31号 第十二条", "Demonstration notice 31 of 2026, art. 12"),
  formula: T("3,000.00 元 × 85%", "¥3,000.00 × 85%"),
  because: kind === "basic" ? [T("低保：支付比例增加 5 个百分点。", "Subsistence allowance: the rate is 5 percentage points higher.")] : [],
  inputs: [{ name: T("按比例支付的费用", "Charges paid by rate"), value: "3,000.00" }, { name: T("支付比例", "Rate"), value: "85%" }], items: [{ name: T("康复新液", "Kangfuxin liquid"), amount: "84.00" }],
});
export const explanation: Explanation = {
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
  rest: { what: T("另：1项超过限价", "Also: 1 item above the price limit"), amount: "60.00" },
  advice: [T("住院时可问医生，有没有目录内的药品或材料可以替换。", "In hospital you can ask the doctor whether a listed drug or material would do."), T("新认定为救助对象的，30天内可重算。", "If newly on the assistance list, it is recomputed within 30 days.")],
  sentence: T("这次一共 3,860.00 元，报销 2,550.00 元，您自己付 1,310.00 元。", "The bill is ¥3,860.00; ¥2,550.00 is reimbursed and you pay ¥1,310.00."),
  at_desk: null, refused: [], defaults: [T("支付金额算到分，不足一分的部分四舍五入。", "Shares are rounded to the fen; half a fen goes up.")], share_of_total: "66.1%", share_of_covered: "79.7%",
  bar: [
    { name: T("基本医保", "Basic"), kind: "basic", amount: "2,550.00", percent: "66.1%", permille: 661 },
    { name: T("大病保险", "Serious illness"), kind: "serious", amount: "0.00", percent: "0.0%", permille: 0 },
    { name: T("医疗救助", "Assistance"), kind: "assistance", amount: "0.00", percent: "0.0%", permille: 0 },
    { name: T("您自己付", "You pay"), kind: "due", amount: "1,310.00", percent: "33.9%", permille: 339 },
  ],
};
export const totals: RunningTotal[] = [
  { name: T("基本医保已用", "Basic insurance used so far"), fund: "basic", used: M("4,120.00"), limit: M("120,000.00"), left: null, permille: 34 },
  { name: T("大病保险起付线", "Serious-illness insurance threshold"), fund: "serious", used: M("2,560.00"), limit: M("12,000.00"), left: M("9,440.00"), permille: 213 },
];
const settlementRow = (id: string, name: string, number: string, at: string, total: string, funds: string, you: string, more: Partial<SettlementRow> = {}): SettlementRow => ({
  id, number, at: `2026-${at}`, person: "p9", name, total: M(total), funds: M(funds), you_pay: M(you), reversed: false, adjusted: false, state: "waiting", ...more,
});
export const settlements = [
  settlementRow("t1", "张桂兰", "R0002316", "11-22 10:55", "3,860.00", "2,550.00", "1,310.00"),
  settlementRow("t2", "王秀梅", "R0002311", "11-22 09:42", "2,100.00", "1,402.50", "697.50", { state: "delivered" }),
  settlementRow("t3", "赵秀英", "R0002296", "11-15 15:20", "6,480.00", "5,423.45", "1,056.55", { state: "accepted" }),
  settlementRow("t4", "陈桂英", "R0002290", "11-14 11:02", "1,860.00", "1,204.00", "656.00", { state: "accepted", reversed: true }),
  settlementRow("t5", "孙国庆", "R0002281", "11-12 16:31", "2,410.00", "1,640.00", "770.00", { state: "needs_action", adjusted: true }),
];

export const problem: UiError = {
  code: "E-4107",
  what: T("县里退回：诊断编码 J06.9 未启用。", "The county returned this: diagnosis J06.9 is not in use."),
  money: T("本单未结算、未收款。", "Nothing was settled and nothing was taken."),
  todo: T("请改选诊断。", "Please choose another diagnosis."),
  field: null,
};

const stays = (number: string, name: string, zh: string, en: string): UnprintedPaper => ({
  document: "receipt", subject: number, number, title: T("缴费收据", "Premium receipt"), name, at: "11-22 10:43", reprint: 0, under_way: false, short: T(zh, en),
  why: {
    code: "E-3005",
    what: T(`缴费收据没有打出：${zh}。`, `The receipt did not come out: ${en}.`),
    money: T("收款已完成。", "The money is taken and recorded."),
    todo: T("装纸后按 Enter 再打。", "Load paper and press Enter to print again."),
    field: null,
  },
});
export const unprinted = [
  stays("R0002318", "王建国", "打印机缺纸", "the printer is out of paper"),
  { ...stays("R0002317", "张桂兰", "打印机没有开", "the printer is switched off"), reprint: 1 },
];
