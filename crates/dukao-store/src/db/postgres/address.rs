//! The address of a server: what the driver reads, and what it does not (`sslmode` as PostgreSQL's own tools know it,
//! `sslrootcert`).

use std::net::IpAddr;
use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::tls::{Check, Connector};
use crate::error::{StoreError, TlsFault};

/// How to connect, and how to dress the connection.
pub(super) fn read(url: &str) -> Result<(Config, Option<Connector>), StoreError> {
    let (rest, asked) = Asked::take(url);
    // The parser's message may quote the password.
    let mut config: Config = rest.parse().map_err(|_| StoreError::Address("not a postgres:// address"))?;
    let known = |error: TlsFault| StoreError::Database(error.into());
    let mode = asked.mode.as_deref().unwrap_or(if stays_here(&config) { "disable" } else { "prefer" });
    let (mode, check) = match (mode, asked.roots) {
        ("disable", _) => (SslMode::Disable, None),
        ("prefer", None) => (SslMode::Prefer, Some(Check::Nothing)),
        ("require", None) => (SslMode::Require, Some(Check::Nothing)),
        // As PostgreSQL's own tools do: whoever names an authority wants it to count.
        ("prefer" | "require" | "verify-ca", Some(file)) => (SslMode::Require, Some(Check::Authority(file))),
        ("verify-full", Some(file)) => (SslMode::Require, Some(Check::AuthorityAndName(file))),
        ("verify-ca" | "verify-full", None) => return Err(known(TlsFault::NoRoots)),
        (other, _) => return Err(known(TlsFault::Mode(other.to_owned()))),
    };
    config.ssl_mode(mode);
    Ok((config, check.map(Connector::new).transpose().map_err(known)?))
}

/// Whether the server is this machine.
fn stays_here(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

/// What an address says about TLS.
#[derive(Default)]
struct Asked {
    mode: Option<String>,
    roots: Option<PathBuf>,
}

impl Asked {
    /// Takes it out of the address; the address without it.
    fn take(url: &str) -> (String, Self) {
        let mut asked = Self::default();
        let Some((place, query)) = url.split_once('?') else { return (url.to_owned(), asked) };
        let mut left = Vec::new();
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("sslmode", mode)) => asked.mode = Some(decoded(mode)),
                Some(("sslrootcert", path)) => asked.roots = Some(PathBuf::from(decoded(path))),
                _ => left.push(pair),
            }
        }
        (if left.is_empty() { place.to_owned() } else { format!("{place}?{}", left.join("&")) }, asked)
    }
}

/// Without percent signs before pairs of digits.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        if let Some(byte) = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            bytes.extend_from_slice(part.get(2..).unwrap_or_default().as_bytes());
        } else {
            bytes.push(b'%');
            bytes.extend_from_slice(part.as_bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> SslMode {
        read(url).unwrap().0.get_ssl_mode()
    }

    fn fault(url: &str) -> TlsFault {
        match read(url).err() {
            Some(StoreError::Database(crate::DatabaseError::Tls(fault))) => fault,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn what_leaves_the_machine_is_dressed_where_the_server_can() {
        for own in ["127.0.0.1", "localhost", "[::1]", "%2Frun%2Fpostgresql"] {
            assert_eq!(mode(&format!("postgres://a@{own}/b")), SslMode::Disable, "{own}");
        }
        assert_eq!(mode("postgres://a@db.example/b"), SslMode::Prefer);
        assert_eq!(mode("postgres://a@db.example/b?sslmode=disable"), SslMode::Disable);
        assert_eq!(mode("postgres://a@127.0.0.1/b?options=-cx%3D1&sslmode=require"), SslMode::Require);
    }

    #[test]
    fn what_is_asked_for_in_words_that_are_not_known_is_refused() {
        assert_eq!(fault("postgres://a@h/b?sslmode=always"), TlsFault::Mode("always".to_owned()));
        for mode in ["verify-ca", "verify-full"] {
            assert_eq!(fault(&format!("postgres://a@h/b?sslmode={mode}")), TlsFault::NoRoots);
        }
        let missing = fault("postgres://a@h/b?sslmode=verify-full&sslrootcert=/nonexistent/%E6%A0%B9.pem");
        assert!(matches!(&missing, TlsFault::Roots { path, .. } if path == "/nonexistent/根.pem"), "{missing:?}");
    }

    #[test]
    fn the_rest_of_an_address_stays_as_it_is() {
        let (rest, asked) = Asked::take("postgres://a:b%3F@h/b?options=-cx%3D1&sslmode=require&application_name=c");
        assert_eq!(rest, "postgres://a:b%3F@h/b?options=-cx%3D1&application_name=c");
        assert_eq!(asked.mode.as_deref(), Some("require"));
        assert_eq!(Asked::take("postgres://h/b?sslmode=require").0, "postgres://h/b");
        assert_eq!(decoded("%2Fa%20b%"), "/a b%");
    }
}
