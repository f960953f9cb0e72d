//! An office of three writers: two servers and the command line on one database.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use dukao_app::demo;
use dukao_testkit::http::{self, Answer};
use dukao_testkit::people;
use dukao_testkit::store::testing::{Scratch, TestEngine, key_file};

/// How many indicators each writer owns, and how many units they are reported for.
pub(crate) const INDICATORS: u64 = 4;
pub(crate) const UNITS: u64 = 3;

/// A server process; killed when dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
    cookie: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A database with a small region in it.
pub(crate) struct Office {
    pub(crate) scratch: Scratch,
    folder: tempfile::TempDir,
    /// The session of the assessment office: one for all servers.
    cookie: String,
}

impl Office {
    pub(crate) async fn new(engine: TestEngine) -> Self {
        let scratch = Scratch::new(engine).await.unwrap();
        let mut office = Self { scratch, folder: tempfile::tempdir().unwrap(), cookie: String::new() };
        office.import("框架.csv", &units());
        office.import("指标.csv", &indicators());
        office.import("目标.csv", &targets());
        office.cookie = sign_in(office.url()).await;
        office
    }

    pub(crate) fn url(&self) -> &str {
        self.scratch.url()
    }

    /// Imports through the command line; gives the version that stands afterwards.
    pub(crate) fn import(&self, name: &str, text: &str) -> i64 {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_dukao"))
            .env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap())
            .args(["import", "--format", "json", "--db", self.url()])
            .arg(&path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["imported"]["version"].as_i64().unwrap()
    }

    pub(crate) fn serve(&self) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dukao"))
            .env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap())
            .args(["serve", "--port", "0", "--db", self.url()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let start = line.find("127.0.0.1:").unwrap_or_else(|| panic!("no address in {line:?}"));
        let address: String =
            line[start..].chars().take_while(|sign| sign.is_ascii_digit() || ".:".contains(*sign)).collect();
        Server { child, address, cookie: self.cookie.clone() }
    }
}

impl Server {
    /// Uploads a table and gives the version that the result page names.
    pub(crate) fn import(&self, name: &str, text: &str) -> i64 {
        let answer = http::post_file(&self.address, "/import", &self.cookie, (name, text.as_bytes())).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        let location = answer.location.unwrap();
        let found = location.split(['?', '&']).find_map(|part| part.strip_prefix("version="));
        found
            .and_then(|text| text.trim_start_matches('v').parse().ok())
            .unwrap_or_else(|| panic!("no version in {location}"))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let answer = http::get(&self.address, path, &self.cookie).unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer
    }
}

/// The clock of the server on the other side, in microseconds.
fn now() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "a session counts from the moment at which it begins")]
    jiff::Timestamp::now().as_microsecond()
}

/// Makes the people of the demonstration and signs its assessment office in; gives the cookie.
async fn sign_in(url: &str) -> String {
    let app = people::open_at(url, now(), Some(&key_file().unwrap())).await.unwrap();
    demo::people(&app, "Q00").await.unwrap();
    people::cookie(&app, people::OFFICE).await.unwrap()
}

/// Codes of the indicators that a writer owns.
pub(crate) fn indicator(writer: u64, number: u64) -> String {
    format!("W{writer}{number}")
}

pub(crate) fn unit(number: u64) -> String {
    if number == 0 { "Q00".to_owned() } else { format!("S{number:02}") }
}

fn units() -> String {
    let mut text = "代码,名称,类别,上级,生效日期\nQ00,栖云区,区县,,2010-01-01\n".to_owned();
    for number in 1..UNITS {
        text.extend(Some(format!("{},第{number}街道,街道,Q00,2010-01-01\n", unit(number))));
    }
    text
}

fn owned() -> impl Iterator<Item = String> {
    (0..3).flat_map(|writer| (0..INDICATORS).map(move |number| indicator(writer, number)))
}

fn indicators() -> String {
    let mut text = "年度,代码,分类,名称,计量单位,数值类型,小数位\n".to_owned();
    for year in [2017, 2018] {
        for code in owned() {
            text.extend(Some(format!("{year},{code},试验,{code}投资,亿元,流量,2\n")));
        }
    }
    text
}

fn targets() -> String {
    let mut text = "年度,指标,单位,目标类型,确保\n".to_owned();
    for (index, code) in owned().enumerate() {
        for number in 0..UNITS {
            text.extend(Some(format!("2018,{code},{},总量,{}\n", unit(number), 120 + index)));
        }
    }
    text
}
