//! What goes wrong at a centre: killed programs, broken connections, full disks, bad files.
