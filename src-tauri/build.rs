//! Checks the window's configuration and capabilities, and puts the built interface into the binary.

fn main() {
    tauri_build::build();
}
