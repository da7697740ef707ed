use super::*;
use crate::support::*;
use nonghe_domain::Lang;
use nonghe_domain::adjudicate::*;

#[test]
fn scratch() {
    let p = demonstration();
    let mk = |c: nonghe_domain::pack::ItemClass| {
        let i = p.catalogue.items().iter().find(|i| i.class == c && i.price_limit.is_none()).unwrap();
        i.code.clone()
    };
    use nonghe_domain::pack::ItemClass::*;
    let lines = vec![charge(&mk(A), "1000.00"), charge(&mk(B), "300.00"), charge(&mk(C), "200.00")];
    for (who, b) in [
        (person(&["dibao"]), bill(lines.clone())),
        (person(&[]), bill(lines.clone())),
        (
            person(&[]),
            Bill { tier: "tier3".into(), referral: Referral::Unfiled, ..bill(vec![charge(&mk(A), "200000.00")]) },
        ),
        (person(&[]), Bill { kind: StayKind::Chronic, ..bill(lines.clone()) }),
        (person(&[]), Bill { kind: StayKind::Injury, ..bill(vec![charge(&mk(A), "5000.00")]) }),
        (
            person(&[]),
            Bill {
                diagnosis: "K40".into(),
                facts: vec!["fixed-price".into()],
                ..bill(vec![charge(&mk(A), "5000.00")])
            },
        ),
    ] {
        let e = explained(p, &who, &b);
        println!("{}\n{}\n", ladder_text(&e, Lang::Zh), ladder_text(&e, Lang::En));
        for r in &e.rows {
            println!(
                "{}: {:?} / {:?} / {:?} / {:?}",
                r.id,
                r.formula.as_ref().map(|t| &t.zh),
                r.because.iter().map(|t| &t.zh).collect::<Vec<_>>(),
                r.inputs.iter().map(|i| format!("{}={}", i.name.zh, i.value)).collect::<Vec<_>>(),
                r.rule.as_ref().map(|t| &t.zh)
            );
        }
    }
}
