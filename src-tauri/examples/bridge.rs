//! The commands of the interface for a browser on this machine. `make ui` starts it; it is part of no package.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    nonghe_desktop::bridge::run()
}
