//! The smallest HTTP client that a test of two servers needs: one request, one connection, no library.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// `location` of a redirect.
    pub location: Option<String>,
    /// Body as text.
    pub body: String,
}

/// How long a server may take: as long as a writer may wait for another one's lock, and more.
const PATIENCE: Duration = Duration::from_mins(1);

/// `GET path` from `address` (`127.0.0.1:8080`) with a cookie.
///
/// # Errors
/// When the server cannot be reached or its answer cannot be read.
pub fn get(address: &str, path: &str, cookie: &str) -> Result<Answer> {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\nAccept-Encoding: identity\r\n\r\n"
    );
    exchange(address, head.as_bytes(), &[])
}

/// Sends a form, its fields already encoded.
///
/// # Errors
/// As for [`get`].
pub fn post_form(address: &str, path: &str, fields: &str) -> Result<Answer> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        fields.len()
    );
    exchange(address, head.as_bytes(), fields.as_bytes())
}

/// Uploads one file, its name and bytes, as the form field `files`.
///
/// # Errors
/// As for [`get`].
pub fn post_file(address: &str, path: &str, cookie: &str, (name, bytes): (&str, &[u8])) -> Result<Answer> {
    let boundary = "dukao-test-boundary";
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    exchange(address, head.as_bytes(), &body)
}

fn exchange(address: &str, head: &[u8], body: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect(address).with_context(|| format!("no server at {address}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(head)?;
    stream.write_all(body)?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw)?;
    parse(&raw)
}

fn parse(raw: &[u8]) -> Result<Answer> {
    let end = raw.windows(4).position(|window| window == b"\r\n\r\n").context("an answer without a head")?;
    let (head, body) = raw.split_at(end);
    let head = std::str::from_utf8(head).context("a head that is not text")?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let header = |wanted: &str| {
        let found =
            head.lines().filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.trim().to_owned())
    };
    let body = body.get(4..).unwrap_or_default();
    let body = if header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        unchunk(body)?
    } else {
        body.to_vec()
    };
    Ok(Answer {
        status: status.context("an answer without a status")?,
        location: header("location"),
        body: String::from_utf8(body).context("a body that is not text")?,
    })
}

fn unchunk(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n").context("a chunk without a length")?;
        let (length, after) = rest.split_at(end);
        let length = usize::from_str_radix(std::str::from_utf8(length)?.trim(), 16)?;
        let after = after.get(2..).unwrap_or_default();
        ensure!(after.len() >= length, "a chunk that is cut off");
        if length == 0 {
            return Ok(whole);
        }
        let (chunk, next) = after.split_at(length);
        whole.extend_from_slice(chunk);
        rest = next.get(2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_and_chunked_answers() {
        let plain = parse(b"HTTP/1.1 303 See Other\r\nLocation: /x\r\n\r\nbody").unwrap();
        assert_eq!((plain.status, plain.location.as_deref(), plain.body.as_str()), (303, Some("/x"), "body"));
        let chunked =
            parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap();
        assert_eq!(chunked.body, "abcde");
        assert!(parse(b"nonsense").is_err());
    }
}
