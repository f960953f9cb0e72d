//! Asking the provider: one request a connection, bounded in time and length, no redirect followed.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, HeaderValue};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls::CertificateError;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::issuer::Place;

/// How long an answer may take, from the first packet to its last byte.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most that an answer may hold, in bytes; the keys of a large provider are some ten thousand.
const MOST: usize = 256 << 10;
/// Longest head of an answer, in bytes.
const HEAD: usize = 32 << 10;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpFault {
    #[error("它给出的地址不是 https://")]
    Address,
    #[error("{PATIENCE:?}内没有答复")]
    Slow,
    #[error("{}", told(.0))]
    Io(#[from] io::Error),
    #[error("答复超过{} KiB", MOST >> 10)]
    TooLong,
    #[error("不是 HTTP 的答复")]
    Http,
}

impl HttpFault {
    /// Whether it was reached and answered what no provider answers.
    pub(crate) const fn is_nonsense(&self) -> bool {
        matches!(self, Self::Address | Self::TooLong | Self::Http)
    }
}

/// What the machine says about a connection; what is wrong with a certificate in words.
fn told(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(wrong)) => match wrong {
            // Of another authority, or of one that calls itself the same.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                "它的证书不是所信任的根证书签发的".to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "它的证书不是这个主机名的".to_owned()
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "它的证书已经过期".to_owned(),
            wrong => format!("它的证书不能用（{wrong}）"),
        },
        Some(other) => format!("TLS 握手没有成功（{other}）"),
        None => error.to_string(),
    }
}

/// Asks by HTTP/1.1.
pub(crate) struct Client {
    /// `None` where the provider is on this machine, without TLS.
    pub(crate) tls: Option<TlsConnector>,
}

impl<'c> AsyncHttpClient<'c> for Client {
    type Error = HttpFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { tokio::time::timeout(PATIENCE, self.ask(request)).await.unwrap_or(Err(HttpFault::Slow)) })
    }
}

impl Client {
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let place = Place::of(request.uri()).ok_or(HttpFault::Address)?;
        let request = prepared(request)?;
        let stream = TcpStream::connect((place.host.as_str(), place.port)).await?;
        if !place.tls {
            return converse(stream, request).await;
        }
        let tls = self.tls.as_ref().ok_or(HttpFault::Address)?;
        let name = ServerName::try_from(place.host).map_err(|_| HttpFault::Address)?;
        converse(tls.connect(name, stream).await?, request).await
    }
}

/// The request as it is written on a connection: the host beside the path.
fn prepared(request: HttpRequest) -> Result<Request<Full<Bytes>>, HttpFault> {
    let (mut head, body) = request.into_parts();
    let host = head.uri.authority().ok_or(HttpFault::Address)?.as_str();
    let host = HeaderValue::from_str(host).map_err(|_| HttpFault::Address)?;
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    head.uri = path.parse::<Uri>().map_err(|_| HttpFault::Address)?;
    head.headers.insert(HOST, host);
    head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(Request::from_parts(head, Full::new(Bytes::from(body))))
}

/// One request and its answer. Whoever gives up waiting closes the connection.
async fn converse<S>(stream: S, request: Request<Full<Bytes>>) -> Result<HttpResponse, HttpFault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let mut http = http1::Builder::new();
    let (mut sender, connection) =
        http.max_buf_size(HEAD).handshake(TokioIo::new(stream)).await.map_err(|_| HttpFault::Http)?;
    let exchange = async move {
        let response = sender.send_request(request).await.map_err(|error| of_hyper(&error))?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MOST)
            .collect()
            .await
            .map_err(|error| if error.is::<LengthLimitError>() { HttpFault::TooLong } else { HttpFault::Http })?;
        Ok(HttpResponse::from_parts(head, body.to_bytes().to_vec()))
    };
    // How the connection ends does not matter once the answer is there.
    let (answer, _ended) = tokio::join!(exchange, connection);
    answer
}

fn of_hyper(error: &hyper::Error) -> HttpFault {
    if error.is_closed() || error.is_incomplete_message() {
        return HttpFault::Io(io::Error::new(io::ErrorKind::ConnectionReset, "连接断了，没有答复"));
    }
    HttpFault::Http
}

/// What asks the provider, by these certificates.
pub(crate) fn client(config: Option<Arc<rustls::ClientConfig>>) -> Client {
    Client { tls: config.map(TlsConnector::from) }
}
