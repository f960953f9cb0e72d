//! Connections: accepted, dressed in TLS where certificates are named, and ended in order when the process is told to stop.
//!
//! What a connection may cost is bounded: how many there are, how long a handshake and a head may take, how long a head may
//! be. How long an answer may take and how much may be sent is the site's own business (`dukao-web`).

mod tls;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

pub(crate) use tls::Certificates;

/// A head of a request that is longer in bytes, address and headers together, is refused; one of up to twice as much may
/// pass when it comes at once.
const HEAD_BYTES: usize = 32 << 10;
/// Most headers of a request.
const HEADERS: usize = 64;
/// How long what is under way may take once the process is told to stop.
const LAST: Duration = Duration::from_secs(20);
/// How long is waited when no connection can be accepted, such as for want of file handles.
const BREATH: Duration = Duration::from_millis(200);

/// What a connection may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// How many there may be at once; the others wait to be accepted.
    pub(crate) connections: usize,
    /// How long a handshake, and a head of a request, may take.
    pub(crate) head: Duration,
}

/// Serves until `stop` ends, then what is under way.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(bounds.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &room) => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, peer, place)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let (router, tls, watcher) = (router.clone(), tls.clone(), graceful.watcher());
        tokio::spawn(async move {
            match tls {
                None => converse(stream, peer, router, bounds, watcher).await,
                Some(tls) => match tokio::time::timeout(bounds.head, tls.accept(stream)).await {
                    Ok(Ok(stream)) => converse(stream, peer, router, bounds, watcher).await,
                    Ok(Err(error)) => tracing::debug!(error.text = %error, "no handshake"),
                    Err(_) => tracing::debug!("a handshake took too long"),
                },
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections were cut off");
    }
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<Accepted> {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await.inspect_err(|error| {
        tracing::error!(error.text = %error, "no connection can be accepted");
    })?;
    stream.set_nodelay(true)?;
    Ok((stream, peer, place))
}

/// One connection, as many requests as come over it.
async fn converse<S>(
    stream: S,
    peer: SocketAddr,
    router: Router,
    bounds: Bounds,
    watcher: hyper_util::server::graceful::Watcher,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head).max_buf_size(HEAD_BYTES).max_headers(HEADERS);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(error.text = %error, "a connection ended");
    }
}
