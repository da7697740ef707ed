//! The ways in which money goes back, or is collected again.

use crate::checks::payment_method;
use crate::views::WayBack;
use crate::{ClinicError, ClinicResult};
use nonghe_domain::{Money, Text};
use nonghe_protocol::body::PaymentMethod;
use nonghe_store::method_name;

/// In the order of the digits at the desk.
const METHODS: [PaymentMethod; 3] = [PaymentMethod::Cash, PaymentMethod::Scan, PaymentMethod::Transfer];

/// What becomes of an amount by each way. A negative one is collected. `paid` is how it was paid.
pub(crate) fn ways(amount: Money, whom: &Text, paid: PaymentMethod) -> Vec<WayBack> {
    let way = |method: &PaymentMethod| {
        let effect = if amount.is_negative() {
            collected(&(-amount).grouped(), whom, *method)
        } else {
            refunded(&amount.grouped(), whom, *method, paid)
        };
        WayBack { method: method_name(*method).to_owned(), effect }
    };
    METHODS.iter().map(way).collect()
}

fn refunded(amount: &str, whom: &Text, method: PaymentMethod, paid: PaymentMethod) -> Text {
    let Text { zh, en } = whom;
    let (how_zh, how_en) = match method {
        PaymentMethod::Cash => ("退现金", "in cash"),
        PaymentMethod::Scan if paid == method => ("原路退回（扫码）", "by QR, the way it was paid,"),
        PaymentMethod::Transfer if paid == method => ("原路退回（转账）", "by transfer, the way it was paid,"),
        PaymentMethod::Scan => ("扫码退回", "by QR"),
        PaymentMethod::Transfer => ("转账退回", "by transfer"),
    };
    Text::new(format!("{how_zh} {amount} 元给{zh}"), format!("¥{amount} is refunded {how_en} to {en}"))
}

fn collected(amount: &str, whom: &Text, method: PaymentMethod) -> Text {
    let Text { zh, en } = whom;
    let (how_zh, how_en) = match method {
        PaymentMethod::Cash => ("现金", "in cash"),
        PaymentMethod::Scan => ("扫码", "by QR"),
        PaymentMethod::Transfer => ("转账", "by transfer"),
    };
    Text::new(format!("向{zh}收回{how_zh} {amount} 元"), format!("¥{amount} is collected {how_en} from {en}"))
}

/// The chosen way, or the one in which it was paid.
pub(crate) fn chosen(method: &str, paid: PaymentMethod) -> ClinicResult<PaymentMethod> {
    let nameless =
        |_: ClinicError| ClinicError::field("method", Text::new("请选择退款方式", "Choose how it is refunded"));
    if method.is_empty() { Ok(paid) } else { payment_method(method).map_err(nameless) }
}
