//! The server as a process of its own: how soon it answers, and how much memory it holds.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dukao_testkit::people;
use tokio::runtime::Runtime;

use crate::measure::{Watch, now, pause};
use crate::nation::{county_code, cumulative};
use crate::pages::PAGES;

/// A running server; it ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to end.
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// The binary next to this one, unless `DUKAO_BIN` names another.
fn binary() -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os("DUKAO_BIN") {
        return Ok(named.into());
    }
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent);
    Ok(folder.ok_or_else(|| anyhow::anyhow!("no folder of binaries"))?.join("dukao"))
}

impl Server {
    pub(crate) fn start(database: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(binary()?);
        command.args(["serve", "--port", "0", "--db"]).arg(database);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        if let Some(output) = child.stdout.as_mut() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Ok(Self { child, address })
    }

    fn get(&self, page: &str, cookie: &str) -> anyhow::Result<String> {
        let mut stream = self.connect()?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            stream,
            "GET {page} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.address
        )?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        anyhow::ensure!(text.starts_with("HTTP/1.1 200"), "{page}: {}", text.lines().next().unwrap_or_default());
        Ok(text)
    }

    fn connect(&self) -> anyhow::Result<TcpStream> {
        for _ in 0..2000 {
            if let Ok(stream) = TcpStream::connect(&self.address) {
                return Ok(stream);
            }
            pause(Duration::from_millis(1));
        }
        anyhow::bail!("nobody listens at {}", self.address)
    }

    /// Resident memory in MiB.
    pub(crate) fn resident(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        Ok(kib.ok_or_else(|| anyhow::anyhow!("no VmRSS"))? / 1024.0)
    }
}

/// A session that counts now, of the assessment office of a region; its people are made when there are none.
fn cookie(runtime: &Runtime, database: &Path, region: &str) -> anyhow::Result<String> {
    runtime.block_on(async {
        let app = people::open_at(&database.to_string_lossy(), now()?, None).await?;
        if app.people().directory().await?.find(people::OFFICE).is_err() {
            dukao_app::demo::people(&app, region).await?;
        }
        people::cookie(&app, people::OFFICE).await
    })
}

/// From the start of the process to its first answer.
pub(crate) fn start(database: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    let one = |_| {
        let watch = Watch::start();
        let server = Server::start(database)?;
        server.get("/healthz", "")?;
        Ok(watch.milliseconds())
    };
    (0..runs).map(one).collect()
}

/// From the start of the process to the whole ledger of a county of the nation.
pub(crate) fn first_page(runtime: &Runtime, database: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    let hundredths = cumulative(1234, 5, 12);
    let expected = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let (page, cookie) =
        (format!("/ledger?region={}", county_code(1234)), cookie(runtime, database, &county_code(1234))?);
    let one = |_| {
        let watch = Watch::start();
        let server = Server::start(database)?;
        let body = server.get(&page, &cookie)?;
        let time = watch.milliseconds();
        anyhow::ensure!(body.contains(&expected), "the page does not say {expected}");
        Ok(time)
    };
    (0..runs).map(one).collect()
}

/// Resident memory after 1,000 mixed pages of the demonstration.
pub(crate) fn memory(runtime: &Runtime, database: &Path, runs: usize) -> anyhow::Result<Vec<f64>> {
    let cookie = cookie(runtime, database, "Q00")?;
    let more = [("/indicators/F01", ""), ("/units", ""), ("/files", ""), ("/import", "")];
    let one = |_| {
        let server = Server::start(database)?;
        for (page, text) in PAGES.iter().chain(&more).cycle().take(1000) {
            anyhow::ensure!(server.get(page, &cookie)?.contains(text), "{page} does not say {text}");
        }
        server.resident()
    };
    (0..runs).map(one).collect()
}
