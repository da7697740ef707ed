//! What goes wrong at a centre: killed programs.

mod kill;
