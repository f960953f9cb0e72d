//! What the process is told while it serves.

use std::sync::Arc;

use crate::transport::Certificates;

/// Ends when the process is interrupted or terminated.
pub(super) async fn stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

/// Reads the certificate again whenever the process is told that something changed.
#[cfg(unix)]
pub(super) async fn read_again(certificates: Option<Arc<Certificates>>) {
    let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) else { return };
    while signal.recv().await.is_some() {
        match certificates.as_ref().map(|certificates| certificates.read_again()) {
            Some(Ok(())) => tracing::info!("the certificate was read again"),
            Some(Err(fault)) => {
                tracing::error!(error.text = %fault, "the certificate was not read again, the old one is kept");
            }
            None => {}
        }
    }
}

#[cfg(not(unix))]
pub(super) async fn read_again(_: Option<Arc<Certificates>>) {}
