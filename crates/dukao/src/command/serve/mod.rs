//! `dukao serve`: the site, on this machine only or, by a configuration file, in a network.

mod signals;
mod upkeep;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use dukao_app::App;
use dukao_app::rights::Caller;
use dukao_app::safety::rotation::Keep;
use dukao_sso::Provider;
use dukao_web::{Hosts, Options, Outside};
use tokio::net::TcpListener;

use super::backup;
use crate::fault::Fault;
use crate::options::{Database, typed};
use crate::output;
use crate::settings::{LogFormat, ProviderSettings, Settings};
use crate::transport::{self, Bounds, Certificates};

#[derive(Args, Debug)]
pub(super) struct Serve {
    #[arg(
        long,
        value_name = "文件",
        help = "配置文件，写法见 dukao config sample；缺省取DUKAO_CONFIG，没有就只在本机打开"
    )]
    config: Option<PathBuf>,
    #[arg(long, value_name = "地址", help = "在哪个地址上等候，缺省127.0.0.1，只有本机能打开")]
    listen: Option<IpAddr>,
    #[arg(long, value_name = "端口", value_parser = port, help = "端口，缺省8018；0表示由系统选")]
    port: Option<u16>,
    #[arg(long, value_name = "文件夹", help = "每天往这个文件夹备份一次，并清理以前的")]
    backup_to: Option<PathBuf>,
    #[arg(long, value_name = "天,周,月", value_parser = backup::rule, help = "清理时留下几天、几周、几个月的备份，缺省 7,4,12")]
    keep: Option<Keep>,
    #[arg(long, value_name = "文件夹", help = "每天往这个文件夹导出一次审计链头")]
    heads_to: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// What all this and the file come to, once it was read.
    #[arg(skip)]
    settings: Option<Box<Settings>>,
}

impl Serve {
    /// Reads the configuration file; what was said at the command line comes before it. Gives how to log.
    pub(super) fn prepare(&mut self) -> Result<(String, LogFormat), Fault> {
        let mut settings = Settings::named(self.config.as_deref())?.unwrap_or_else(Settings::alone);
        settings.listen = self.listen.unwrap_or(settings.listen);
        settings.port = self.port.unwrap_or(settings.port);
        settings.backup_to = self.backup_to.take().or(settings.backup_to);
        settings.heads_to = self.heads_to.take().or(settings.heads_to);
        settings.keep = self.keep.unwrap_or(settings.keep);
        if self.keep.is_some() && settings.backup_to.is_none() {
            return Err(Fault::Usage("--keep 要和 --backup-to 一起用".to_owned()));
        }
        settings.must_be_safe()?;
        let log = (settings.log.clone(), settings.log_format);
        self.settings = Some(Box::new(settings));
        Ok(log)
    }

    pub(super) async fn run(self) -> Result<(), Fault> {
        let settings = self.settings.map_or_else(Settings::alone, |settings| *settings);
        let database = self.database.or(settings.database.as_deref());
        let app = database.open_with(settings.key_file.as_deref(), settings.cache_mb).await?;
        // That a server was started is noted, with the file that it was told to follow.
        app.clone().for_command(&typed()).await?;
        // The server keeps the house whether the command line may act or not.
        let keeper = Arc::new(app.called_by(Caller::program("dukao")));
        let upkeep = upkeep::start(&keeper, &settings, &database.url()?);
        let served = serve(&app, &settings, Options::default()).await;
        upkeep.iter().for_each(tokio::task::JoinHandle::abort);
        served
    }
}

/// A port number.
pub(super) fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "应当是 0—65535 的整数".to_owned())
}

/// Serves until the process is told to stop. The address goes to stdout: it is the data of this command.
pub(super) async fn serve(app: &App, settings: &Settings, options: Options) -> Result<(), Fault> {
    let asked = SocketAddr::new(settings.listen, settings.port);
    let cannot = |error: std::io::Error| Fault::io(&format!("不能在 {asked} 上打开网页"), &error);
    let certificates = certificates(settings)?;
    let provider = settings.provider.as_ref().map(ProviderSettings::open).transpose()?;
    let tls = certificates.as_ref().map(Certificates::acceptor).transpose();
    let tls = tls.map_err(|fault| Fault::Said(fault.to_string()))?;
    let listener = TcpListener::bind(asked).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let options = Options { secure: certificates.is_some(), timeout: settings.answer, ..options };
    let router = dukao_web::router_in(Arc::clone(app.house()), options, outside(settings, provider));
    let scheme = if options.secure { "https" } else { "http" };
    output::print(&format!("{scheme}://{address}/\n"))?;
    welcome(app, &from_outside(settings, options, &address)).await?;
    if settings.listen.is_loopback() && settings.proxies.is_empty() {
        output::say("只在本机可以打开，其他电脑连不上；按 Ctrl+C 停止。");
    }
    let again = tokio::spawn(signals::read_again(certificates));
    let bounds = Bounds { connections: settings.connections, head: settings.head };
    transport::serve(listener, router, tls, bounds, signals::stop()).await;
    again.abort();
    app.house().flush_trail().await;
    Ok(())
}

fn certificates(settings: &Settings) -> Result<Option<Arc<Certificates>>, Fault> {
    let read = |(chain, key): &(PathBuf, PathBuf)| Certificates::read(chain, key).map(Arc::new);
    settings.certificate.as_ref().map(read).transpose().map_err(|fault| Fault::Said(fault.to_string()))
}

fn outside(settings: &Settings, provider: Option<Provider>) -> Outside {
    Outside {
        hosts: Hosts::new(settings.hosts.iter().cloned()),
        proxies: settings.proxies.clone(),
        headers: settings.headers,
        limits: settings.limits,
        watchers: settings.watchers.clone(),
        memory: Some(memory),
        provider: provider.map(Arc::new),
    }
}

/// The resident memory of this process, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// How the site is reached: by its first name where it has one; a proxy is asked by https.
fn from_outside(settings: &Settings, options: Options, address: &SocketAddr) -> String {
    match settings.hosts.first() {
        None => format!("{}://{address}", if options.secure { "https" } else { "http" }),
        Some(host) if settings.proxies.is_empty() && address.port() != 443 => {
            format!("https://{host}:{}", address.port())
        }
        Some(host) => format!("https://{host}"),
    }
}

/// On the first start, the one-time links with which three people become the administrators. They are for people, not for
/// programs that read the address.
async fn welcome(app: &App, place: &str) -> Result<(), Fault> {
    let links = app.people().first_start().await?;
    if links.is_empty() {
        return Ok(());
    }
    output::say("还没有管理员。把下面的链接分别交给三个人，各自打开、设定自己的登录名和密码：");
    for link in &links {
        output::say(&format!("  {}　{place}/link/{}", link.role.label(), link.secret.reveal()));
    }
    output::say("每个链接只能用一次，24小时内有效；过期了运行 dukao user link --administrators 另开。");
    Ok(())
}
