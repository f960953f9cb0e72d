//! Somebody signed in, for tests that speak HTTP.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use dukao_app::people::Door;
use dukao_app::{App, FixedClock, Micros};

/// The card of the demonstration that sees and does everything with the data of its region.
pub const OFFICE: &str = "kaohe";

/// Opens the database at `url` at a moment in microseconds, with the key file that is named or lies beside it: a session counts for a server that reads the clock when it
/// begins now.
///
/// # Errors
/// When the database cannot be opened.
pub async fn open_at(url: &str, now: i64, key_file: Option<&Path>) -> Result<App> {
    Ok(App::open_with(url, Arc::new(FixedClock(Micros(now))), 64, key_file).await?)
}

/// Begins a session of an account; gives the cookie that a browser would send.
///
/// # Errors
/// When there is no such account or the store fails.
pub async fn cookie(app: &App, login: &str) -> Result<String> {
    let people = app.people();
    let account = people.directory().await?.find(login)?.id.clone();
    let session = people.open_session(&account, "password", Door::default()).await?;
    Ok(format!("dk-session={}", session.secret.reveal()))
}
