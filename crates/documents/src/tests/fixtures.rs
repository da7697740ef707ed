//! Views with round figures, as the mock-ups of the papers have them.

use nonghe_clinic::views::{
    BenefitCardView, CardMember, CashView, ChargeClassRow, EntryState, LaterRow, MoneyShown, PremiumLineView,
    ReceiptView, ReversalView, RunningTotal, SettlementRow, SettlementView, SlipView, Validity,
};
use nonghe_domain::adjudicate::{Explanation, FundPart, Reason, Rest, Row, RowKind, Sign};
use nonghe_domain::{Money, Text};

pub fn money(yuan: &str) -> MoneyShown {
    yuan.parse::<Money>().unwrap().into()
}

fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

pub fn receipt() -> ReceiptView {
    let line = |name: &str, relation: (&str, &str), subsidy: &str, due: &str| PremiumLineView {
        person: String::new(),
        name: name.to_owned(),
        relation_name: text(relation.0, relation.1),
        age: 40,
        selected: true,
        paid: true,
        standard: money("400.00"),
        subsidy: money(subsidy),
        due: money(due),
        category: (subsidy != "0.00").then(|| text("低保对象", "Low-income household")),
        benefits_from: Some("2027-01-01".to_owned()),
        nothing: false,
        waiting: None,
        lost: Vec::new(),
        closed: None,
        elsewhere: None,
        special: None,
        ended: false,
        county: None,
    };
    ReceiptView {
        id: String::new(),
        demonstration: false,
        training: false,
        centre: text("槐树镇卫生院", "Huaishu Township Health Centre"),
        phone: "0374-12393".to_owned(),
        number: "R0002318".to_owned(),
        full_number: "411023-HS-01-2-R0002318".to_owned(),
        year: 2027,
        at: "2026-11-22 10:43".to_owned(),
        head: "王建国".to_owned(),
        household_number: "H030128".to_owned(),
        household: String::new(),
        place: "槐树村 3 组 12 号".to_owned(),
        lines: vec![
            line("王建国", ("户主", "Head"), "0.00", "400.00"),
            line("李秀兰", ("配偶", "Spouse"), "0.00", "400.00"),
            line("王德厚", ("父", "Father"), "320.00", "80.00"),
            line("王小明", ("子", "Son"), "0.00", "400.00"),
            line("王梓涵", ("孙女", "Granddaughter"), "0.00", "400.00"),
        ],
        standard: money("2000.00"),
        subsidy: money("320.00"),
        due: money("1680.00"),
        method: "cash".to_owned(),
        method_name: text("现金", "Cash"),
        tendered: money("1700.00"),
        change: money("20.00"),
        benefits_from: "2027-01-01".to_owned(),
        cashier: "李敏".to_owned(),
        fiscal_number: None,
        validity: Validity::Valid,
        slips: Vec::new(),
        can_give_back: true,
        county_says: None,
        state: EntryState::Waiting,
    }
}

/// A receipt of which members were paid back, or that was voided as a whole.
pub fn given_back(members: usize) -> ReceiptView {
    let mut view = receipt();
    let is_void = members == view.lines.len();
    let concerned = &mut view.lines[..members];
    for line in concerned.iter_mut() {
        line.ended = true;
    }
    let kind = if is_void { "void" } else { "refund" };
    let reason = if is_void { text("收错年度", "Wrong year") } else { text("重复参保", "Enrolled twice") };
    view.slips.push(SlipView {
        kind: kind.to_owned(),
        number: "R0002319".to_owned(),
        full_number: "411023-HS-01-2-R0002319".to_owned(),
        at: "2026-11-22 11:20".to_owned(),
        reason,
        note: "已在县城参保".to_owned(),
        names: concerned.iter().map(|line| line.name.clone()).collect(),
        amounts: concerned.iter().map(|line| line.due.clone()).collect(),
        by: "李敏".to_owned(),
        approved_by: "周海燕".to_owned(),
        returned: money(if is_void { "1680.00" } else { "800.00" }),
        method_name: text("现金", "Cash"),
        counts: true,
        county_says: None,
        state: EntryState::Waiting,
    });
    view.validity = if is_void { Validity::Voided } else { Validity::PartlyRefunded };
    view
}

/// Members of a household of any size, with long names among them.
pub fn members(count: usize) -> Vec<PremiumLineView> {
    let five = receipt().lines;
    let names = ["欧阳建国", "王", "司马相如意", "古丽努尔·阿卜杜克里木", "王小明", "李秀兰", "迪丽热巴·迪力木拉提"];
    (0..count)
        .map(|place| PremiumLineView {
            name: names[place % names.len()].to_owned(),
            ..five[place % five.len()].clone()
        })
        .collect()
}

pub fn card_members(count: usize) -> Vec<CardMember> {
    let member = |line: &PremiumLineView, place: usize| CardMember {
        name: line.name.clone(),
        relation_name: line.relation_name.clone(),
        id_number: ["4110**********3021", "4110**********302X", "4110**********1137", "T411023001000012"][place % 4]
            .to_owned(),
        benefits_from: (place != 4).then(|| "2027-01-01".to_owned()),
    };
    members(count).iter().enumerate().map(|(place, line)| member(line, place)).collect()
}

pub fn card() -> BenefitCardView {
    let receipt = receipt();
    let numbers =
        ["4110**********3021", "4110**********1146", "4110**********2273", "4110**********9115", "4110**********5648"];
    let member = |(place, line): (usize, &PremiumLineView)| CardMember {
        name: line.name.clone(),
        relation_name: line.relation_name.clone(),
        id_number: numbers[place].to_owned(),
        benefits_from: (place != 4).then(|| "2027-01-01".to_owned()),
    };
    BenefitCardView {
        demonstration: false,
        centre: receipt.centre.clone(),
        phone: receipt.phone.clone(),
        number: receipt.household_number.clone(),
        head: receipt.head.clone(),
        place: receipt.place.clone(),
        year: 2027,
        enrolled: 4,
        members: receipt.lines.iter().enumerate().map(member).collect(),
        code: "H030128.411023001".to_owned(),
    }
}

fn class(name: (&str, &str), amounts: [&str; 5]) -> ChargeClassRow {
    let [amount, outside, above_limit, pay_first, covered] = amounts.map(money);
    ChargeClassRow { name: text(name.0, name.1), amount, outside, above_limit, pay_first, covered }
}

fn classes() -> Vec<ChargeClassRow> {
    vec![
        class(("西药费", "Western drugs"), ["1612.00", "156.00", "0.00", "118.00", "1338.00"]),
        class(("中成药费", "Patent drugs"), ["428.00", "84.00", "0.00", "32.00", "312.00"]),
        class(("检查费", "Examinations"), ["420.00", "0.00", "0.00", "30.00", "390.00"]),
        class(("化验费", "Laboratory"), ["386.00", "0.00", "0.00", "0.00", "386.00"]),
        class(("治疗费", "Treatment"), ["292.00", "0.00", "0.00", "0.00", "292.00"]),
        class(("卫生材料费", "Materials"), ["248.00", "0.00", "60.00", "0.00", "188.00"]),
        class(("床位费", "Bed"), ["210.00", "0.00", "0.00", "0.00", "210.00"]),
        class(("其他费", "Other"), ["180.00", "180.00", "0.00", "0.00", "0.00"]),
        class(("护理费", "Nursing"), ["84.00", "0.00", "0.00", "0.00", "84.00"]),
    ]
}

/// A row as the engine writes it: label, plain words, note.
fn row(sign: Sign, kind: RowKind, texts: [(&str, &str); 3], amount: &str, bar: (u32, u32)) -> Row {
    let [label, plain, note] = texts.map(|(zh, en)| text(zh, en));
    let amount = money(amount);
    Row {
        id: label.en.clone(),
        sign,
        label,
        plain,
        note: (!note.zh.is_empty()).then_some(note),
        zero: amount.zero,
        amount: amount.plain,
        shown: amount.shown,
        kind,
        bar_from: bar.0,
        bar_width: bar.1,
        rule: None,
        formula: None,
        because: Vec::new(),
        inputs: Vec::new(),
        items: Vec::new(),
    }
}

fn ladder_rows() -> Vec<Row> {
    use RowKind::{Assistance, Basic, Due, SelfPaid, Serious, Subtotal, Total};
    let none = ("", "");
    let total = [("总费用", "Total charges"), ("一共花了", "It cost"), ("46 项", "46 items")];
    let outside = [("全自费", "Not covered"), ("不在目录的项目", "Items outside the catalogue"), ("3 项", "3 items")];
    let above = [("超限价自付", "Above price limit"), ("超过限价的部分", "Above the price limit"), ("1 项", "1 item")];
    let pay_first = [
        ("乙类先行自付 10%", "Pay-first share 10%"),
        ("乙类先自付 10%", "Class B: you pay 10% first"),
        ("7 项", "7 items"),
    ];
    let covered = [("政策范围内费用", "Covered charges"), ("可以报销的费用", "What can be reimbursed"), none];
    let deductible = ("起付线", "Deductible");
    let deductible = [deductible, deductible, ("乡镇卫生院", "Township health centre")];
    let basic = ("基本医保支付", "Basic insurance pays");
    let basic = [basic, basic, ("3,000.00 元 × 85%", "¥3,000.00 × 85%")];
    let serious = ("大病保险支付", "Serious-illness insurance pays");
    let serious = [serious, serious, ("距起付还差 9,440.00", "¥9,440.00 below the threshold")];
    let assistance = ("医疗救助支付", "Medical assistance pays");
    let due = [("个人负担", "You pay"), ("您自己付", "You pay"), none];
    vec![
        row(Sign::None, Total, total, "3860.00", (0, 1000)),
        row(Sign::Minus, SelfPaid, outside, "420.00", (891, 108)),
        row(Sign::Minus, SelfPaid, above, "60.00", (875, 15)),
        row(Sign::Minus, SelfPaid, pay_first, "180.00", (829, 46)),
        row(Sign::Equals, Subtotal, covered, "3200.00", (0, 829)),
        row(Sign::Minus, SelfPaid, deductible, "200.00", (777, 51)),
        row(Sign::Times, Basic, basic, "2550.00", (116, 660)),
        row(Sign::None, Serious, serious, "0.00", (116, 0)),
        row(Sign::None, Assistance, [assistance, assistance, none], "0.00", (116, 0)),
        row(Sign::Equals, Due, due, "1310.00", (0, 339)),
    ]
}

fn part(name: (&str, &str), kind: RowKind, amount: &str, percent: &str, permille: u32) -> FundPart {
    FundPart { name: text(name.0, name.1), kind, amount: amount.to_owned(), percent: percent.to_owned(), permille }
}

fn ladder() -> Explanation {
    let reason = |title: (&str, &str), detail: (&str, &str), amount: &str| Reason {
        title: text(title.0, title.1),
        detail: text(detail.0, detail.1),
        amount: amount.to_owned(),
    };
    Explanation {
        at_desk: None,
        refused: Vec::new(),
        defaults: Vec::new(),
        rows: ladder_rows(),
        reasons: vec![
            reason(
                ("报销比例以外的部分", "Your share of the covered charges"),
                ("起付线以上按比例报销，其余自己付", "The fund pays its rate above the deductible; the rest is yours"),
                "450.00",
            ),
            reason(
                ("3 项不在医保目录", "3 items outside the catalogue"),
                ("陪床费 180.00、维生素 156.00、护理包 84.00", "陪床费 180.00, Vitamins 156.00, 护理包 84.00"),
                "420.00",
            ),
            reason(
                ("起付线", "Deductible"),
                ("报销从起付线以上开始", "Reimbursement begins above this amount"),
                "200.00",
            ),
        ],
        rest: Some(Rest {
            what: Text::new(
                "另：7 项乙类先自付一部分 180.00、1 项超过限价 60.00",
                "Also: 7 items with a share paid first 180.00, 1 item above the price limit 60.00",
            ),
            amount: "240.00".into(),
        }),
        advice: vec![
            text(
                "住院时可问医生，有没有目录内的药可以替换。",
                "In hospital you can ask the doctor whether a listed drug would do.",
            ),
            text(
                "新认定为救助对象的，30 天内可重算。",
                "If you are newly recognised for assistance, ask within 30 days.",
            ),
        ],
        sentence: text(
            "这次一共 3,860.00 元，报销 2,550.00 元，您自己付 1,310.00 元。",
            "This stay cost ¥3,860.00. The funds pay ¥2,550.00, you pay ¥1,310.00.",
        ),
        share_of_total: "66.1%".to_owned(),
        share_of_covered: "79.7%".to_owned(),
        bar: vec![
            part(("基本医保支付", "Basic insurance pays"), RowKind::Basic, "2,550.00", "66.1%", 660),
            part(("您自己付", "You pay"), RowKind::Due, "1,310.00", "33.9%", 339),
        ],
    }
}

pub fn settlement() -> SettlementView {
    let total = |name: (&str, &str), used: &str, limit: &str| RunningTotal {
        name: text(name.0, name.1),
        fund: "basic".to_owned(),
        used: money(used),
        limit: Some(money(limit)),
        left: None,
        permille: 0,
    };
    SettlementView {
        row: SettlementRow {
            id: String::new(),
            number: "A0000407".to_owned(),
            at: "2026-11-22 10:54".to_owned(),
            person: String::new(),
            name: "张桂兰".to_owned(),
            total: money("3860.00"),
            funds: money("2550.00"),
            you_pay: money("1310.00"),
            reversed: false,
            adjusted: false,
            state: EntryState::Waiting,
        },
        demonstration: false,
        training: false,
        centre: text("槐树镇卫生院", "Huaishu Township Health Centre"),
        phone: "0374-12393".to_owned(),
        full_number: "411023-HS-01-2-A0000407".to_owned(),
        stay_number: "Z0000088".to_owned(),
        stay: String::new(),
        sex: "female".to_owned(),
        age: 64,
        id_number: "4110**********302X".to_owned(),
        place: "槐树村 3 组".to_owned(),
        category: text("一般", "General"),
        diagnosis: text("肺炎", "Pneumonia"),
        diagnosis_code: "J18.900".to_owned(),
        department: "内科 8 床".to_owned(),
        stay_kind: text("普通住院", "Ordinary stay"),
        admitted: "2026-11-15 09:10".to_owned(),
        discharged: "2026-11-22".to_owned(),
        days: 7,
        year: 2026,
        classes: classes(),
        classes_total: class(("合计", "Total"), ["3860.00", "420.00", "60.00", "180.00", "3200.00"]),
        ladder: ladder(),
        funds: money("2550.00"),
        cash: CashView {
            deposits: money("1500.00"),
            you_pay: money("1310.00"),
            claimed: money("0.00"),
            direction: "refund".to_owned(),
            amount: money("190.00"),
        },
        method_name: text("现金", "Cash"),
        totals: vec![
            total(("基本医保支付", "Basic insurance"), "4120.00", "150000.00"),
            total(("大病合规自付", "Counted for serious illness"), "2560.00", "12000.00"),
        ],
        pack: text(
            "依据 县医保发〔2025〕31 号第十二条，政策包 2026-10",
            "By county rules 2025 no. 31 art. 12; policy pack 2026-10",
        ),
        cashier: "李敏".to_owned(),
        at: "2026-11-22 10:54".to_owned(),
        reversal: None,
        adjustment: None,
        county_says: None,
    }
}

pub fn reversed() -> SettlementView {
    let mut view = settlement();
    view.row.reversed = true;
    view.reversal = Some(ReversalView {
        number: "X0000012".to_owned(),
        full_number: "411023001-1-1-X0000012".to_owned(),
        at: "2026-11-22 15:20".to_owned(),
        reason: text("录错项目", "Wrong item entered"),
        note: "头孢唑肟多记一支".to_owned(),
        by: "李敏".to_owned(),
        approved_by: "周海燕".to_owned(),
        cash_returned: money("1310.00"),
        method_name: text("现金", "Cash"),
        later: Vec::new(),
        state: EntryState::Waiting,
    });
    view
}

/// A later settlement of the year that a reversal changes.
pub fn later(number: &str, you_pay: &str, expected: &str, difference: &str) -> LaterRow {
    LaterRow {
        settlement: String::new(),
        number: number.to_owned(),
        at: "2026-12-03".to_owned(),
        name: "张桂兰".to_owned(),
        you_pay: money(you_pay),
        expected: money(expected),
        difference: money(difference),
    }
}

/// A part of what the funds pay is paid at the desk first and claimed later.
pub fn claimed() -> SettlementView {
    let mut view = settlement();
    (view.cash.you_pay, view.cash.claimed) = (money("1500.00"), money("190.00"));
    let none = ("", "");
    let later =
        [("垫付待报销", "Advanced, to be claimed"), ("先垫付、以后领回", "Paid first, claimed back later"), none];
    let now = [("窗口应付", "Due at the desk"), ("现在在窗口付", "To pay at the desk now"), none];
    view.ladder.rows.push(row(Sign::Plus, RowKind::Claim, later, "190.00", (0, 0)));
    view.ladder.rows.push(row(Sign::Equals, RowKind::Desk, now, "1500.00", (0, 0)));
    view.ladder.at_desk = Some(text(
        "现在在窗口先付 1,500.00 元，其中 190.00 元以后凭票据领回。",
        "You pay ¥1,500.00 at the desk now and claim ¥190.00 of it back later.",
    ));
    view
}

/// Every class of charge, every layer, long names: what a page must hold.
pub fn longest_settlement() -> SettlementView {
    let mut view = settlement();
    for name in [("手术费", "Surgery"), ("中草药费", "Herbal drugs"), ("会诊费", "Consultation")] {
        view.classes.push(class(name, ["12345.67", "2345.67", "1000.00", "900.00", "8100.00"]));
    }
    view.diagnosis = text("慢性阻塞性肺疾病伴有急性下呼吸道感染", "COPD with acute lower respiratory infection");
    view.department = "内一科（老年病）12 床".to_owned();
    view.category = text("低保对象、重度残疾人", "Low-income household, severely disabled");
    view.place = "槐树村 12 组 104 号".to_owned();
    let ladder = &mut view.ladder;
    let above = row(
        Sign::None,
        RowKind::SelfPaid,
        [("超封顶线", "Above the ceiling"), ("超封顶线", "Above the ceiling"), ("", "")],
        "120.00",
        (40, 31),
    );
    ladder.rows.insert(7, above);
    for (at, from, width) in [(8, 300, 81), (9, 200, 52)] {
        let row = &mut ladder.rows[at];
        (row.sign, row.zero, row.shown, row.bar_from, row.bar_width) =
            (Sign::Plus, false, "523.38".to_owned(), from, width);
        row.note = Some(text("805.20 元 × 65%", "¥805.20 × 65%"));
    }
    ladder
        .bar
        .insert(1, part(("大病保险支付", "Serious-illness insurance pays"), RowKind::Serious, "523.38", "8.1%", 81));
    ladder.bar.insert(2, part(("医疗救助支付", "Medical assistance pays"), RowKind::Assistance, "523.38", "5.2%", 52));
    view.pack.zh =
        "依据 县医保发〔2025〕31 号、市政办发〔2024〕8 号、省医保发〔2023〕47 号、演示政策补充说明，政策包 2026-10"
            .into();
    view.ladder.defaults = vec![
        text("支付金额算到分，不足一分的部分四舍五入。", "Shares are rounded to the fen; half a fen goes up."),
        text(
            "基本医保支付：起付线与分段按同一期限计算。",
            "Basic insurance pays: the deductible is counted over the same period as the bands.",
        ),
    ];
    let assistance = view.totals[0].clone();
    view.totals.push(RunningTotal { name: text("医疗救助支付", "Medical assistance"), ..assistance });
    view
}
