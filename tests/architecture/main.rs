//! The rules of the architecture, held by machine: who may depend on whom, what stays out of
//! which crate, and which habits the sources do without.

mod codes;
mod dependencies;
mod sources;
mod workspace;
