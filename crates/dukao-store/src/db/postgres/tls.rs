//! TLS to a server: by rustls with ring, and as much of the certificate is looked at as the address asks for.

use std::error::Error as _;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;

use crate::error::TlsFault;

/// What of a certificate is looked at.
pub(super) enum Check {
    /// Nothing: it is hidden from whoever listens, not from whoever stands between.
    Nothing,
    /// That it comes from one of the authorities in a file.
    Authority(PathBuf),
    /// That it does, and is the host's.
    AuthorityAndName(PathBuf),
}

/// Dresses connections.
#[derive(Clone)]
pub(super) struct Connector(Arc<ClientConfig>);

impl Connector {
    /// Reads the authorities.
    pub(super) fn new(check: Check) -> Result<Self, TlsFault> {
        let provider = Arc::new(ring::default_provider());
        let library = |error: rustls::Error| TlsFault::Handshake(error.to_string());
        let versions = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let versions = versions.with_safe_default_protocol_versions().map_err(library)?;
        let authority = match check {
            Check::AuthorityAndName(file) => {
                let config = versions.with_root_certificates(roots(&file)?).with_no_client_auth();
                return Ok(Self(Arc::new(config)));
            }
            Check::Authority(file) => {
                let built = WebPkiServerVerifier::builder_with_provider(roots(&file)?.into(), Arc::clone(&provider));
                Some(built.build().map_err(|error| TlsFault::Handshake(error.to_string()))?)
            }
            Check::Nothing => None,
        };
        let verifier = Arc::new(Lenient { authority, provider });
        let config = versions.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }
}

fn roots(path: &Path) -> Result<RootCertStore, TlsFault> {
    let fault = |reason: String| TlsFault::Roots { path: path.display().to_string(), reason };
    let text = std::fs::read(path).map_err(|error| fault(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&text).flatten());
    if roots.is_empty() { Err(fault("there is none".to_owned())) } else { Ok(roots) }
}

/// Looks at the authority only, or at nothing. That whoever answers has the key of his certificate is looked at always.
#[derive(Debug)]
struct Lenient {
    authority: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(authority) = &self.authority else { return Ok(ServerCertVerified::assertion()) };
        // The name is looked at last, when everything else was found to be good.
        match authority.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            found => found,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl MakeTlsConnect<Socket> for Connector {
    type Stream = Dressed;
    type TlsConnect = ToHost;
    type Error = rustls::pki_types::InvalidDnsNameError;

    fn make_tls_connect(&mut self, host: &str) -> Result<ToHost, Self::Error> {
        let name = ServerName::try_from(host.to_owned())?;
        Ok(ToHost { connector: TlsConnector::from(Arc::clone(&self.0)), name })
    }
}

/// Dresses one connection to one host.
pub(super) struct ToHost {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl TlsConnect<Socket> for ToHost {
    type Stream = Dressed;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Dressed>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move { self.connector.connect(self.name, stream).await.map(Dressed) })
    }
}

/// A connection in TLS.
pub(super) struct Dressed(tokio_rustls::client::TlsStream<Socket>);

impl TlsStream for Dressed {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Dressed {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, to)
    }
}

impl AsyncWrite for Dressed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

/// What went wrong with TLS, if it was that.
pub(super) fn fault(error: &tokio_postgres::Error) -> Option<TlsFault> {
    let source = error.source()?;
    if source.to_string() == "server does not support TLS" {
        return Some(TlsFault::NotOffered);
    }
    let broken = source.downcast_ref::<io::Error>()?;
    let wrong = broken.get_ref()?.downcast_ref::<rustls::Error>()?;
    Some(match wrong {
        // Of another authority, or of one that calls itself the same.
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => {
            TlsFault::UnknownIssuer
        }
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => TlsFault::OtherHost,
        rustls::Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            TlsFault::Expired
        }
        other => TlsFault::Handshake(other.to_string()),
    })
}
