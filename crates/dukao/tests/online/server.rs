//! A server process with a configuration file, and a client that says exactly what it is told to.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// How long anything may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with a database and a configuration file.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    log: PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Status line and headers.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// A header; empty when it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// The cookie that it sets, as it is sent back.
    pub(crate) fn cookie(&self) -> &str {
        self.header("set-cookie").split(';').next().unwrap_or_default()
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and gives its place.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The database file.
    pub(crate) fn database(&self) -> String {
        self.path("dukao.db").to_str().unwrap().to_owned()
    }

    /// `dukao serve` with a configuration, on a port that the system chooses.
    pub(crate) fn serve(&self, config: &str) -> Server {
        let config = self.write("dukao.yaml", config);
        let log = self.path("log");
        let mut command = dukao();
        command.args(["serve", "--port", "0", "--db", &self.database(), "--config"]).arg(config);
        Server::start(command, &log)
    }
}

/// The program, with nothing that the environment says.
pub(crate) fn dukao() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dukao"));
    for name in ["DUKAO_CONFIG", "DUKAO_DATABASE_URL", "DUKAO_AUDIT_KEY_FILE", "DUKAO_LOG", "DUKAO_CACHE_MB"] {
        command.env_remove(name);
    }
    command
}

/// Any command, till its end.
pub(crate) fn run(arguments: &[&str]) -> std::process::Output {
    dukao().args(arguments).output().unwrap()
}

impl Server {
    pub(crate) fn start(mut command: Command, log: &Path) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(File::create(log).unwrap()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().split("://").nth(1).unwrap_or_else(|| {
            panic!("no address in {line:?}: {}", std::fs::read_to_string(log).unwrap());
        });
        let address = address.trim_end_matches('/').to_owned();
        Self { child, address, log: log.to_owned() }
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Sends a signal, by its name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it has ended by itself; its exit code.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// One request, whatever it is.
    pub(crate) fn ask(&self, raw: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(raw.as_bytes()).unwrap();
        answer(&mut stream)
    }

    /// `GET path` with these further header lines.
    pub(crate) fn get(&self, path: &str, headers: &str) -> Answer {
        self.ask(&get(path, headers))
    }

    /// A form.
    pub(crate) fn submit(&self, path: &str, headers: &str, fields: &str) -> Answer {
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n{headers}\r\n{fields}",
            fields.len()
        ))
    }

    /// A form with files, as [`files`] makes it.
    pub(crate) fn upload(&self, path: &str, headers: &str, body: &str) -> Answer {
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=x\r\n\
             Content-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        ))
    }

    /// `GET path` by TLS, trusting one certificate only.
    pub(crate) fn get_by_tls(&self, trusted: &CertificateDer<'static>, path: &str) -> Result<Answer, String> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.clone()).unwrap();
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let session = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
        let mut stream = StreamOwned::new(session, self.connect());
        stream.write_all(get(path, "").as_bytes()).map_err(|error| error.to_string())?;
        Ok(answer(&mut stream))
    }
}

/// The body of a form with one file.
pub(crate) fn files(name: &str, text: &str) -> String {
    format!("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n--x--\r\n")
}

fn get(path: &str, headers: &str) -> String {
    let host = if headers.to_lowercase().starts_with("host:") { "" } else { "Host: localhost\r\n" };
    format!("GET {path} HTTP/1.1\r\n{host}Connection: close\r\nAccept-Encoding: identity\r\n{headers}\r\n")
}

/// Reads till the end.
pub(crate) fn answer(stream: &mut impl Read) -> Answer {
    let mut raw = Vec::new();
    // A server that refuses what is still being sent may reset the connection after its answer.
    let ended = stream.read_to_end(&mut raw);
    let text = String::from_utf8_lossy(&raw).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?} {ended:?}"));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    Answer { status: status.unwrap_or_else(|| panic!("{head}")), head: head.to_owned(), body: body.to_owned() }
}
