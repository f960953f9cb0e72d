//! `dukao serve`: the site, on this machine only.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use dukao_app::App;
use dukao_app::rights::Caller;
use dukao_app::safety::Folder;
use dukao_app::safety::rotation::Keep;
use dukao_web::Options;
use tokio::net::TcpListener;

use super::backup;
use crate::fault::Fault;
use crate::options::Database;
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[arg(long, value_name = "端口", default_value = "8018", value_parser = port, help = "端口，缺省8018；0表示由系统选")]
    port: u16,
    #[arg(long, value_name = "文件夹", help = "每天往这个文件夹备份一次，并清理以前的")]
    backup_to: Option<PathBuf>,
    #[arg(long, value_name = "天,周,月", value_parser = backup::rule, default_value = "7,4,12", requires = "backup_to", help = "清理时留下几天、几周、几个月的备份，缺省 7,4,12")]
    keep: Keep,
    #[command(flatten)]
    database: Database,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = Arc::new(self.database.open_whatever_policy().await?);
        let Some(path) = &self.backup_to else {
            return serve(app, self.port, Options::default()).await;
        };
        let folder = backup::folder(path, &self.database.url());
        // The server keeps the house whether the command line may act or not.
        let keeper = Arc::new(app.called_by(Caller::program("dukao")));
        let backups = tokio::spawn(back_up(keeper, folder, self.keep));
        let served = serve(app, self.port, Options::default()).await;
        backups.abort();
        served
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

/// A failed backup is tried again after this time.
const BETWEEN: Duration = Duration::from_mins(10);

/// A port number.
pub(super) fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "应当是 0—65535 的整数".to_owned())
}

/// Serves until the process is told to stop. The address goes to stdout: it is the data of this command.
pub(super) async fn serve(app: Arc<App>, port: u16, options: Options) -> Result<(), Fault> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let cannot = |error: std::io::Error| Fault::io(&format!("不能在端口{port}上打开网页"), &error);
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let router = dukao_web::router(Arc::clone(app.house()), options);
    output::print(&format!("http://{address}/\n"))?;
    welcome(&app, &address).await?;
    output::say("只在本机可以打开，其他电脑连不上；按 Ctrl+C 停止。");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop()).await.map_err(cannot);
    app.house().flush_trail().await;
    served
}

/// On the first start, the one-time links with which three people become the administrators. They are for people, not for
/// programs that read the address.
async fn welcome(app: &App, address: &SocketAddr) -> Result<(), Fault> {
    let links = app.people().first_start().await?;
    if links.is_empty() {
        return Ok(());
    }
    output::say("还没有管理员。把下面的链接分别交给三个人，各自打开、设定自己的登录名和密码：");
    for link in &links {
        output::say(&format!("  {}　http://{address}/link/{}", link.role.label(), link.secret.reveal()));
    }
    output::say("每个链接只能用一次，24小时内有效；过期了运行 dukao user link --administrators 另开。");
    Ok(())
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
