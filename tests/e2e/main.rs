//! The real window, driven through WebDriver, against the real county server on a real PostgreSQL.
//!
//! A clerk's day: nothing is reached but by what can be seen, typed and clicked. Pictures of every step
//! stay in `target/e2e`.

mod adjustment;
mod day;
mod desk;
mod first_start;
mod flow_a;
mod hospital;
mod input_method;
mod late_enrolment;
mod once;
mod photograph;
mod power_cut;
mod premium;
mod printing;
mod roster;
mod screens;
