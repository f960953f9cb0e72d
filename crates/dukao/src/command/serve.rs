//! `dukao serve`: the site, on this machine only.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use clap::Args;
use dukao_app::App;
use tokio::net::TcpListener;

use crate::fault::Fault;
use crate::options::Database;
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[arg(long, value_name = "端口", default_value = "8018", value_parser = port, help = "端口，缺省8018；0表示由系统选")]
    port: u16,
    #[command(flatten)]
    database: Database,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.database.open().await?;
        serve(app, self.port).await
    }
}

/// A port number.
pub(super) fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "应当是 0—65535 的整数".to_owned())
}

/// Serves until the process is told to stop. The address goes to stdout: it is the data of this command.
pub(super) async fn serve(app: App, port: u16) -> Result<(), Fault> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let cannot = |error: std::io::Error| Fault::io(&format!("不能在端口{port}上打开网页"), &error);
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let router = dukao_web::router(Arc::new(app), dukao_web::Options::default());
    output::print(&format!("http://{address}/\n"))?;
    output::say("只在本机可以打开，其他电脑连不上；按 Ctrl+C 停止。");
    axum::serve(listener, router).with_graceful_shutdown(stop()).await.map_err(cannot)
}

/// Ends when the process is interrupted or terminated.
async fn stop() {
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
