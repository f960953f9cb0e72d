//! Pages of the demonstration at the server, without the network.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use dukao_app::{App, FixedClock, demo, end_of_day};
use dukao_testkit::people;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::measure::Watch;

/// The pages that are asked for, with a text each must hold.
pub(crate) const PAGES: [(&str, &str); 8] = [
    ("/ledger", "31.75"),
    ("/", "欠"),
    ("/indicators/P01", "31.75"),
    ("/units/S01", "街道"),
    ("/annex/1", "189.00"),
    ("/annex/2", "136.75"),
    ("/peers", "位次"),
    ("/findings", "核对"),
];

/// The database of the demonstration, imported anew.
pub(crate) fn demonstration(runtime: &Runtime, folder: &Path) -> anyhow::Result<PathBuf> {
    let path = folder.join("demo.db");
    for old in [path.clone(), folder.join("demo.db-wal"), folder.join("demo.db-shm")] {
        if old.exists() {
            std::fs::remove_file(old)?;
        }
    }
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    let read = |file: &str| std::fs::read(files.join(file)).ok();
    let steps = demo::steps(&String::from_utf8(read("步骤.csv").unwrap_or_default())?)?;
    runtime.block_on(demo::import(&path.to_string_lossy(), &steps, read, |_, _| {}))?;
    Ok(path)
}

/// The times of each page, warm.
pub(crate) fn warm(runtime: &Runtime, path: &Path, runs: usize) -> anyhow::Result<Vec<(String, Vec<f64>)>> {
    runtime.block_on(async {
        let app = App::open(&path.to_string_lossy(), Arc::new(FixedClock(end_of_day(demo::TODAY)))).await?;
        let router = dukao_web::router(Arc::clone(app.house()), dukao_web::Options::default());
        let cookie = people::cookie(&app, people::OFFICE).await?;
        let mut pages = Vec::new();
        for (page, text) in PAGES {
            let mut times = Vec::new();
            for _ in 0..=runs {
                let watch = Watch::start();
                let body = get(&router, page, &cookie).await?;
                times.push(watch.milliseconds());
                anyhow::ensure!(body.contains(text), "{page} does not say {text}");
            }
            pages.push((page.to_owned(), times.split_off(1)));
        }
        Ok(pages)
    })
}

async fn get(router: &Router, page: &str, cookie: &str) -> anyhow::Result<String> {
    let request =
        Request::builder().uri(page).header("host", "127.0.0.1").header("cookie", cookie).body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    anyhow::ensure!(response.status().is_success(), "{page}: {}", response.status());
    Ok(String::from_utf8(to_bytes(response.into_body(), 16 << 20).await?.to_vec())?)
}
