//! The link to PostgreSQL breaks at the worst moments.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::support::{Fixture, act, figures};
use crate::testing::{TestEngine, execute, open};
use crate::{Store, Version, WriteError};

/// What the proxy does to the next connection that says what it listens for.
const PASS: u8 = 0;
/// Cuts when work has begun, once.
const CUT_WORK: u8 = 1;
/// Cuts instead of handing the commit on, once.
const CUT_COMMIT: u8 = 2;
/// Hands the commit on and cuts before the answer, once.
const CUT_ANSWER: u8 = 3;

/// A line between the store and the server that can be cut.
struct Proxy {
    url: String,
    mode: Arc<AtomicU8>,
}

impl Proxy {
    async fn to(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (authority, path) = rest.split_once('/').unwrap();
        let (user, server) = authority.rsplit_once('@').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mode = Arc::new(AtomicU8::new(PASS));
        let (server, shared) = (server.to_owned(), Arc::clone(&mode));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let upstream = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(relay(client, upstream, Arc::clone(&shared)));
            }
        });
        Self { url: format!("{scheme}://{user}@127.0.0.1:{port}/{path}"), mode }
    }

    fn set(&self, mode: u8) {
        self.mode.store(mode, Ordering::SeqCst);
    }

    /// Whether the line was cut since [`Proxy::set`].
    fn was_cut(&self) -> bool {
        self.mode.load(Ordering::SeqCst) == PASS
    }
}

async fn relay(mut client: TcpStream, mut server: TcpStream, mode: Arc<AtomicU8>) {
    let (mut up, mut down) = (vec![0; 65536], vec![0; 65536]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(count @ 1..) = read else { return };
                let says = |text: &[u8]| up[..count].windows(text.len()).any(|window| window == text);
                let cut = match mode.load(Ordering::SeqCst) {
                    CUT_WORK => says(b"UPDATE region_head"),
                    CUT_COMMIT | CUT_ANSWER => says(b"COMMIT"),
                    _ => false,
                };
                let was = if cut { mode.swap(PASS, Ordering::SeqCst) } else { PASS };
                if matches!(was, CUT_WORK | CUT_COMMIT) || server.write_all(&up[..count]).await.is_err() || cut {
                    return;
                }
            }
            read = server.read(&mut down) => {
                let Ok(count @ 1..) = read else { return };
                if client.write_all(&down[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// A fixture, and a second store on it behind a proxy.
async fn behind_proxy() -> (Fixture, Proxy, Store) {
    let fixture = Fixture::new(TestEngine::Postgres).await;
    let proxy = Proxy::to(fixture.scratch.url()).await;
    let store = open(&proxy.url).await.unwrap();
    (fixture, proxy, store)
}

#[tokio::test]
async fn postgres_work_that_never_reached_commit_is_done_again() {
    let (fixture, proxy, store) = behind_proxy().await;
    proxy.set(CUT_WORK);
    let done = store.write(act(fixture.region, Version(1), figures(2018, 2))).await.unwrap();
    assert!(proxy.was_cut());
    assert_eq!((done.version, fixture.head().await), (Version(2), Version(2)));
}

#[tokio::test]
async fn postgres_commit_that_was_not_sent_is_unknown_and_absent() {
    let (fixture, proxy, store) = behind_proxy().await;
    proxy.set(CUT_COMMIT);
    let outcome = store.write(act(fixture.region, Version(1), figures(2018, 2))).await;
    assert!(matches!(outcome, Err(WriteError::UnknownOutcome)), "{outcome:?}");
    assert!(proxy.was_cut());
    let again = store.write(act(fixture.region, Version(1), figures(2018, 2))).await.unwrap();
    assert_eq!(again.version, Version(2), "the first one is gone");
}

#[tokio::test]
async fn postgres_commit_without_answer_is_unknown_and_present() {
    let (fixture, proxy, store) = behind_proxy().await;
    proxy.set(CUT_ANSWER);
    let outcome = store.write(act(fixture.region, Version(1), figures(2018, 2))).await;
    assert!(matches!(outcome, Err(WriteError::UnknownOutcome)), "{outcome:?}");
    // Waits for the head's lock, hence for the first one's end; blind repetition would have written it twice.
    let again = store.write(act(fixture.region, Version(1), figures(2018, 2))).await;
    assert!(matches!(again, Err(WriteError::Conflict { head: Version(2) })), "{again:?}");
}

#[tokio::test]
async fn postgres_idle_connections_may_be_cut() {
    let fixture = Fixture::new(TestEngine::Postgres).await;
    let name = format!("cut_{}", std::process::id());
    let url = format!("{}&application_name={name}", fixture.scratch.url());
    let store = open(&url).await.unwrap();
    for version in 1..=4 {
        let done = store.write(act(fixture.region, Version(version), figures(2018, 2))).await.unwrap();
        assert_eq!(done.version, Version(version + 1));
        let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{name}'");
        execute(fixture.scratch.url(), &end).await.unwrap();
        if version % 2 == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(store.head(fixture.region).await.unwrap().version, done.version);
        execute(fixture.scratch.url(), &end).await.unwrap();
    }
}
