//! Keeps the section in which pgrx notes the SQL of the code: nothing in the library refers to it, so linkers drop it.
//! `scripts/schema` reads it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system != "macos") {
        println!("cargo::rustc-link-arg-cdylib=-Wl,--no-gc-sections");
    }
}
