//! TLS to PostgreSQL: what is asked for is there, or there is no connection.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::support::scratch;
use crate::db::{Address, Db, PATIENCE, Row};
use crate::error::DatabaseError;
use crate::testing::{TestEngine, authority, execute};
use crate::{Store, StoreError, TlsFault};

/// The address with what it says about TLS; the certificate of the server is `localhost`'s.
fn dressed(url: &str, host: &str, asked: &str) -> String {
    let join = if url.contains('?') { '&' } else { '?' };
    format!("{}{join}{asked}", url.replace("127.0.0.1", host))
}

fn hidden(row: &dyn Row) -> Result<Option<i64>, DatabaseError> {
    row.optional_int(0)
}

/// Whether the server says that nobody can listen.
async fn is_hidden(url: &str) -> bool {
    let db = Db::connect(Address::parse(url).unwrap(), PATIENCE).await.unwrap();
    let sql = "SELECT CASE WHEN ssl THEN 1::bigint ELSE 0::bigint END FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    db.query(sql, Vec::new(), hidden).await.unwrap() == [Some(1)]
}

async fn fault(url: &str) -> TlsFault {
    match Store::open(url).await.err() {
        Some(StoreError::Database(DatabaseError::Tls(fault))) => fault,
        other => panic!("{url}: {other:?}"),
    }
}

/// The certificate of an authority that has nothing to do with the server.
fn foreign(folder: &tempfile::TempDir) -> String {
    let mut asked = rcgen::CertificateParams::new(Vec::new()).unwrap();
    asked.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let made = asked.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap();
    let path = folder.path().join("根.pem");
    std::fs::write(&path, made.pem()).unwrap();
    path.display().to_string()
}

#[tokio::test]
async fn postgres_is_reached_as_the_address_asks() {
    let database = scratch(TestEngine::Postgres).await;
    let (url, own) = (database.url(), authority().unwrap());
    assert!(!is_hidden(url).await, "on one machine as before");
    for (host, asked) in [
        ("127.0.0.1", "sslmode=require".to_owned()),
        ("127.0.0.1", "sslmode=prefer".to_owned()),
        ("127.0.0.1", format!("sslmode=verify-ca&sslrootcert={own}")),
        ("localhost", format!("sslmode=verify-full&sslrootcert={own}")),
    ] {
        assert!(is_hidden(&dressed(url, host, &asked)).await, "{host} {asked}");
    }
    let whole = dressed(url, "localhost", &format!("sslmode=verify-full&sslrootcert={own}"));
    Store::open(&whole).await.unwrap();
    execute(&whole, "CREATE TABLE beside (id INTEGER)").await.unwrap();
}

#[tokio::test]
async fn postgres_with_a_certificate_of_another_is_not_reached() {
    let database = scratch(TestEngine::Postgres).await;
    let (url, own) = (database.url(), authority().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let foreign = foreign(&folder);
    let ask = |host: &str, mode: &str, file: &str| dressed(url, host, &format!("sslmode={mode}&sslrootcert={file}"));
    for mode in ["require", "verify-ca", "verify-full"] {
        assert_eq!(fault(&ask("localhost", mode, &foreign)).await, TlsFault::UnknownIssuer, "{mode}");
    }
    assert_eq!(fault(&ask("127.0.0.1", "verify-full", &own)).await, TlsFault::OtherHost);
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "x").unwrap();
    let empty = fault(&ask("localhost", "verify-full", &empty.display().to_string())).await;
    assert!(matches!(empty, TlsFault::Roots { .. }), "{empty:?}");
}

#[tokio::test]
async fn what_was_asked_for_is_never_done_without() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let mut heard = Vec::new();
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut question = [0; 8];
        stream.read_exact(&mut question).await.unwrap();
        stream.write_all(b"N").await.unwrap();
        stream.read_to_end(&mut heard).await.unwrap();
        heard
    });
    let refused = fault(&format!("postgres://somebody:secret@{place}/x?sslmode=require")).await;
    assert_eq!(refused, TlsFault::NotOffered);
    assert_eq!(server.await.unwrap(), b"", "no word in plain text, no name, no password");
}
