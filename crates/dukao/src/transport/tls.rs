//! TLS from files: the chain and the key that the files hold now, read again when the process is told to.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

/// Why files are no certificate and key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsFault {
    /// A file cannot be read.
    #[error("读不了 {}：{source}", path.display())]
    Unread {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is none in the file.
    #[error("{} 里没有{what}；应当是 PEM 格式（-----BEGIN …）", path.display())]
    Nothing {
        /// Which file.
        path: PathBuf,
        /// What ought to be in it.
        what: &'static str,
    },
    /// They do not belong together, or are of a kind that is not known.
    #[error("证书 {} 和私钥 {} 不能用：{reason}", chain.display(), key.display())]
    Unusable {
        /// The file of the chain.
        chain: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// Why.
        reason: &'static str,
    },
    /// TLS itself is not there.
    #[error("不能使用 TLS：{0}")]
    Library(#[from] rustls::Error),
}

/// The certificate that is shown, and the files from which it came.
#[derive(Debug)]
pub(crate) struct Certificates {
    chain: PathBuf,
    key: PathBuf,
    now: RwLock<Arc<CertifiedKey>>,
}

impl Certificates {
    /// Reads the files.
    pub(crate) fn read(chain: &Path, key: &Path) -> Result<Self, TlsFault> {
        let now = RwLock::new(Arc::new(certified(chain, key)?));
        Ok(Self { chain: chain.to_owned(), key: key.to_owned(), now })
    }

    /// What dresses connections: TLS 1.2 and 1.3, HTTP/1.1 inside.
    pub(crate) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, TlsFault> {
        let versions = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Self>::clone(self);
        let mut config = versions.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Reads them again; when that fails, everything stays as it is.
    pub(crate) fn read_again(&self) -> Result<(), TlsFault> {
        let read = Arc::new(certified(&self.chain, &self.key)?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&*self.now.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn certified(chain: &Path, key: &Path) -> Result<CertifiedKey, TlsFault> {
    let read = |path: &Path| std::fs::read(path).map_err(|source| TlsFault::Unread { path: path.to_owned(), source });
    let nothing = |path: &Path, what| TlsFault::Nothing { path: path.to_owned(), what };
    let (chain_text, key_text) = (read(chain)?, read(key)?);
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&chain_text).collect();
    let certificates = certificates.ok().filter(|all| !all.is_empty()).ok_or_else(|| nothing(chain, "证书"))?;
    let secret = PrivateKeyDer::from_pem_slice(&key_text).map_err(|_| nothing(key, "私钥"))?;
    CertifiedKey::from_der(certificates, secret, &provider()).map_err(|error| {
        let reason = match error {
            rustls::Error::InconsistentKeys(_) => "两者不是一对",
            rustls::Error::InvalidCertificate(_) => "证书的内容不对",
            _ => "私钥的种类不认识，应当是 RSA、ECDSA 或 Ed25519",
        };
        TlsFault::Unusable { chain: chain.to_owned(), key: key.to_owned(), reason }
    })
}
