//! The body of a photograph, beside its form.

use crate::support::id;
use nonghe_protocol::change::FromTo;
use nonghe_protocol::photograph::PersonPhotographed;
use nonghe_protocol::{Body, Hash};

#[test]
fn a_photograph_that_takes_nothing_back_says_nothing_of_it() {
    let photo = FromTo { from: None, to: Some(Hash::ZERO) };
    let body = PersonPhotographed { by: id(9), person: id(1), photo, reason: String::new(), undoes: None };
    let text = Body::from(body.clone()).encode().unwrap();
    assert!(!text.contains("undoes") && text.contains("\"from\":null"), "{text}");
    assert_eq!(Body::decode("person.photographed", 1, &text).unwrap(), Some(Body::from(body)));
}
