//! The same rules a second time: plain numbers, written down, drawn at random, and worked out slowly.

pub mod arithmetic;
pub mod books;
pub mod county;
pub mod dice;
pub mod draw;
pub mod facts;
pub mod fraction;
pub mod pricing;
pub mod text;
