//! The configuration file: what `dukao serve` is told about its machine and its network.
//!
//! It is written in the house's own text format. [`SAMPLE`] is the whole of it, every key with its default and what it
//! means; the document `docs/配置.md` holds the same text.

mod provider;
mod read;
mod values;

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use dukao_app::safety::rotation::Keep;
use dukao_app::text;
use dukao_web::{Limits, Network, ProxyHeaders, Rate};

use crate::fault::Fault;

pub(crate) use provider::ProviderSettings;

/// The file with every key explained.
pub(crate) const SAMPLE: &str = include_str!("sample.yaml");

/// The variable that names the file.
pub(crate) const VARIABLE: &str = "DUKAO_CONFIG";

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// An object a line.
    Json,
}

/// What the file says; without one, the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) listen: IpAddr,
    pub(crate) port: u16,
    pub(crate) connections: usize,
    pub(crate) head: Duration,
    pub(crate) answer: Duration,
    pub(crate) database: Option<String>,
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) cache_mb: Option<usize>,
    /// The files of the chain and of the key.
    pub(crate) certificate: Option<(PathBuf, PathBuf)>,
    pub(crate) hosts: Vec<String>,
    pub(crate) proxies: Vec<Network>,
    pub(crate) headers: ProxyHeaders,
    pub(crate) limits: Limits,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
    pub(crate) watchers: Vec<Network>,
    pub(crate) backup_to: Option<PathBuf>,
    pub(crate) keep: Keep,
    pub(crate) heads_to: Option<PathBuf>,
    pub(crate) provider: Option<ProviderSettings>,
}

impl Default for Settings {
    fn default() -> Self {
        let often = |rate| Some(Rate(rate));
        Self {
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8018,
            connections: 512,
            head: Duration::from_secs(10),
            answer: Duration::from_mins(1),
            database: None,
            key_file: None,
            cache_mb: None,
            certificate: None,
            hosts: Vec::new(),
            proxies: Vec::new(),
            headers: ProxyHeaders::XForwarded,
            limits: Limits { all: often(1200), login: often(60), account: often(20), import: often(30) },
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            watchers: Vec::new(),
            backup_to: None,
            keep: Keep::default(),
            heads_to: None,
            provider: None,
        }
    }
}

impl Settings {
    /// Without a file: for the machine alone, as quiet and unlimited as a tool.
    pub(crate) fn alone() -> Self {
        Self { limits: Limits::default(), log: "warn".to_owned(), ..Self::default() }
    }

    /// Reads a file; all its mistakes at once.
    pub(crate) fn load(path: &Path) -> Result<Self, Fault> {
        let failed = |error: std::io::Error| Fault::io(&format!("读不了配置文件 {}", path.display()), &error);
        let source = std::fs::read_to_string(path).map_err(failed)?;
        Self::of(&source).map_err(|problems| {
            let shown = text::render(&path.display().to_string(), &source, &problems);
            Fault::Usage(format!("配置文件有{}处不对：\n\n{}", problems.sorted().len(), shown.trim_end()))
        })
    }

    /// The file that is named, here or by [`VARIABLE`].
    pub(crate) fn named(path: Option<&Path>) -> Result<Option<Self>, Fault> {
        let set = || std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        path.map(Path::to_owned).or_else(set).map(|path| Self::load(&path)).transpose()
    }

    /// Why these cannot be served, whichever way they were said.
    pub(crate) fn must_be_safe(&self) -> Result<(), Fault> {
        if self.listen.is_loopback() {
            return Ok(());
        }
        if self.certificate.is_none() && self.proxies.is_empty() {
            return Err(Fault::Usage(format!(
                "在 {} 上等候，别的电脑能连上，密码不能明文传：请在配置文件里写“证书”，或者前面有代理的写“网络”的“代理”",
                self.listen
            )));
        }
        if self.hosts.is_empty() {
            return Err(Fault::Usage(format!(
                "在 {} 上等候，要在配置文件“网络”的“域名”里写明别人用什么名称打开",
                self.listen
            )));
        }
        Ok(())
    }
}
