//! The fuzz target: see `input.rs` for what an input means.
#![no_main]

mod input;

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

// The reader of old workbooks may stumble inside and is caught there; only what comes out counts.
libfuzzer_sys::fuzz_target!(init: set_hook(Box::new(|_| {})), |data: &[u8]| {
    if let Err(reason) = catch_unwind(AssertUnwindSafe(|| input::one(data))) {
        let text = reason.downcast_ref::<String>().map(String::as_str).or(reason.downcast_ref::<&str>().copied());
        eprintln!("panic: {}", text.unwrap_or("without a text"));
        std::process::abort();
    }
});
