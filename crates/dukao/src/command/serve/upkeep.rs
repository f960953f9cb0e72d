//! What the server does beside serving: a backup a day, the heads of the audit a day.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use dukao_app::App;
use dukao_app::safety::Folder;
use dukao_app::safety::rotation::Keep;
use tokio::task::JoinHandle;

use crate::command::backup;
use crate::settings::Settings;

/// What is due is looked at, and what failed is tried again, after this time.
const BETWEEN: Duration = Duration::from_mins(10);

/// Starts what the settings ask for.
pub(super) fn start(keeper: &Arc<App>, settings: &Settings, url: &str) -> Vec<JoinHandle<()>> {
    let mut tasks = Vec::new();
    if let Some(path) = &settings.backup_to {
        tasks.push(tokio::spawn(back_up(Arc::clone(keeper), backup::folder(path, url), settings.keep)));
    }
    if let Some(path) = &settings.heads_to {
        tasks.push(tokio::spawn(export_heads(Arc::clone(keeper), path.clone())));
    }
    tasks
}

/// Asks again and again whether the heads of today are written. Several servers may do so for one folder.
async fn export_heads(app: Arc<App>, folder: PathBuf) {
    let mut ticks = tokio::time::interval(BETWEEN);
    loop {
        ticks.tick().await;
        match app.export_heads_when_due(&folder).await {
            Ok(Some(path)) => tracing::info!(heads.file = %path.display(), "heads exported"),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(error.text = %error, "no heads were exported");
            }
        }
    }
}

/// Asks again and again whether a backup is due. Several servers may do so for one folder; one of them makes it.
async fn back_up(app: Arc<App>, folder: Folder, keep: Keep) {
    let mut ticks = tokio::time::interval(BETWEEN);
    loop {
        ticks.tick().await;
        match app.backup_when_due(&folder, &keep).await {
            Ok(Some(done)) => tracing::info!(backup.file = done.backup.file, "backed up"),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(error.text = %error, "no backup was made");
            }
        }
    }
}
