//! Any text as a rule text: it is read, or its faults are named.
#![no_main]

#[path = "../../tests/rules/inputs.rs"]
mod inputs;

libfuzzer_sys::fuzz_target!(|data: &[u8]| inputs::pack(data));
