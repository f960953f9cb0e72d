//! Opens a transaction, says so, and keeps it open until it is killed.
//!
//! `dukao-store-hold URL head REGION` or `dukao-store-hold URL migration NUMBER`.

use std::error::Error;
use std::io::Write as _;

use dukao_store::RegionId;
use dukao_store::testing::{hold_head, hold_migration};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, what, number] = arguments.as_slice() else {
        return Err("usage: dukao-store-hold URL head|migration NUMBER".into());
    };
    let number: i32 = number.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match what.as_str() {
        "head" => runtime.block_on(hold_head(url, RegionId(number), stay))?,
        "migration" => runtime.block_on(hold_migration(url, number, stay))?,
        other => return Err(format!("{other} cannot be held").into()),
    }
    Err("the transaction was given back".into())
}

/// Tells the parent and never returns.
fn stay() {
    let mut out = std::io::stdout();
    if writeln!(out, "held").and_then(|()| out.flush()).is_ok() {
        loop {
            std::thread::park();
        }
    }
}
