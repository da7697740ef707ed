//! Any text as a case: it is played and adds up, or it is refused.
#![no_main]

#[path = "../../tests/rules/inputs.rs"]
mod inputs;

libfuzzer_sys::fuzz_target!(|data: &[u8]| inputs::case(data));
