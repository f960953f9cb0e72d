//! Refuses to build without the pinned scripts that the binary embeds.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=vendor.sha256");
    if !Path::new("assets/vendor/htmx.min.js").is_file() {
        println!("cargo::error=the scripts of the pages are missing: run ./dev/assets");
    }
}
