//! The switches of a pack in the words of a notice.

mod condition;

pub use condition::conditions;

use nonghe_domain::Text;
use nonghe_domain::adjudicate::{Kind, Link, Referral, StayKind};
use nonghe_domain::money::Rounding;
use nonghe_domain::pack::{
    Choose, Collector, DeductibleCounted, EnrolmentUnit, Fund, Membership, MoneyOf, NewbornBenefits, Period,
    Photographs, ReceiptNumbers, RefundReason, Whole, Whose, YearRule,
};

/// What one choice of a switch is called.
pub trait Told {
    /// Its name in both languages.
    fn told(self) -> Text;
}

macro_rules! told {
    ($switch:ident { $($choice:ident: $zh:literal, $en:literal;)+ }) => {
        impl Told for $switch {
            fn told(self) -> Text {
                let (zh, en) = match self { $(Self::$choice => ($zh, $en),)+ };
                Text::new(zh, en)
            }
        }
    };
}

told!(Collector {
    Centre: "卫生院", "the health centre";
    TaxOffice: "税务部门", "the tax office";
    Village: "村", "the village";
});
told!(MoneyOf {
    Member: "个人缴费", "the member's premium";
    Government: "财政补助", "the government's part";
    Pool: "筹资总额", "all of it";
});
told!(ReceiptNumbers {
    Own: "本机编号", "of the program";
    Book: "领用的收据本", "of books issued to the window";
});
told!(RefundReason {
    DoubleEnrolment: "重复参保", "enrolled twice";
    Death: "待遇开始前死亡", "died before benefits began";
    EmployeeCover: "已参加职工医保", "covered as an employee";
    Withdrawal: "本人退保", "withdrawn by the member";
});
told!(EnrolmentUnit {
    Household: "以户为单位，未参保的家庭成员列出姓名", "households; members who are left out are named";
    WholeHousehold: "以户为单位，必须全家参保", "households, and only as a whole";
    Person: "以个人为单位", "each person";
});
told!(Membership {
    Active: "正常", "active";
    Dead: "死亡", "dead";
    Withdrawn: "退保", "withdrawn";
    Provisional: "过渡（已缴费，待确认）", "provisional (paid, not yet confirmed)";
    Converted: "转为城镇户口", "converted to an urban registration";
});
told!(NewbornBenefits {
    Birth: "从出生之日起", "from birth";
    DayAfterPayment: "从缴费次日起", "from the day after payment";
});
told!(Photographs {
    None: "不留存", "none";
    Kept: "可留存一张", "one of each person may be kept";
});
told!(YearRule {
    Admission: "入院日期", "the day of admission";
    Discharge: "出院日期", "the day of discharge";
    Settlement: "结算日期", "the day of settlement";
    Split: "跨年度住院按年度分两段结算", "a stay across the year's end is settled in two parts";
});
told!(Rounding {
    HalfUp: "四舍五入到分", "rounded to the fen, half a fen goes up";
    HalfEven: "到分，半分向偶", "rounded to the fen, half a fen goes to the even fen";
    DownToYuan: "舍去元以下", "cut down to whole yuan";
});
told!(Fund {
    Basic: "基本医保", "basic insurance";
    Serious: "大病保险", "serious-illness insurance";
    Assistance: "医疗救助", "medical assistance";
    Account: "家庭账户", "the household's own account";
    Other: "其他", "another fund";
});
told!(Kind {
    OutsideCatalogue: "全自费", "what is not covered";
    AboveLimit: "超限价自付", "what lies above price limits";
    PayFirst: "先行自付", "the pay-first share";
    ReferralPayFirst: "转诊先行自付", "the first share of a referral";
    Covered: "政策范围内费用", "covered charges";
    Deductible: "起付线以内的部分", "what deductibles took";
    BandShare: "按比例自付的部分", "the patient's share of the bands";
    AboveCeiling: "超封顶线的部分", "what lies above ceilings";
});
told!(Period {
    Stay: "每次就诊单独计算", "each stay or visit by itself";
    Month: "按自然月累计", "over the calendar month";
    Quarter: "按季度累计", "over the quarter";
    Year: "按年度累计", "over the benefit year";
});
told!(Whose {
    Person: "按个人", "each person";
    Household: "全家合并", "the whole household together";
});
told!(DeductibleCounted {
    AsBands: "与分段同一期限", "over the same period as the bands";
    Stay: "每次住院", "each stay";
    Month: "每月一次", "once a month";
    Quarter: "每季度一次", "once a quarter";
    Year: "每年一次", "once a year";
    FacilityYear: "每家医院每年一次", "once a year in each hospital";
    OnceAYear: "每年一次，到更高起付线的医院补足差额", "once a year, topped up when a dearer line follows";
});
told!(Choose {
    First: "几条都适用时，按排在最前的一条", "where several hold, the first applies";
    MostFavourable: "几条都适用时，按支付最多的一条", "where several hold, the one that pays most applies";
});
told!(Whole {
    Total: "总费用", "total charges";
    Covered: "政策范围内费用", "covered charges";
});
told!(Referral {
    Local: "本地就医", "treated at home";
    Filed: "外出已备案", "away with a referral on file";
    Unfiled: "外出未备案", "away without a referral";
    Emergency: "急诊", "emergency";
});
told!(StayKind {
    Ordinary: "普通住院", "ordinary stay";
    Injury: "外伤住院", "stay after an injury";
    Birth: "生育住院", "stay for a birth";
    Outpatient: "普通门诊", "outpatient visit";
    Chronic: "门诊慢特病", "visit for a chronic disease";
});
told!(Link {
    Interim: "中途结算后的部分", "a later part after an interim settlement";
    Transfer: "转院后的部分", "a part after a transfer";
});
