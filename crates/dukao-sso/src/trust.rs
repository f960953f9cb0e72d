//! Whose certificates are believed: those of a file, or of the system.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

/// Where systems keep the certificates that they believe: Debian, RHEL and its kin, SUSE, Alpine.
const OF_SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// Why nobody's certificate can be believed.
#[derive(Debug, thiserror::Error)]
pub enum TrustFault {
    /// A file cannot be read.
    #[error("读不了根证书文件 {}：{source}", path.display())]
    Unread {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no certificate in the file.
    #[error("{} 里没有证书；应当是 PEM 格式（-----BEGIN CERTIFICATE-----）", .0.display())]
    Nothing(PathBuf),
    /// The system has none.
    #[error("系统里没有根证书；请在“统一身份认证”里写“根证书文件”")]
    NoneHere,
    /// The address of the provider is none.
    #[error("“{0}”不是网址")]
    Issuer(String),
    /// TLS itself is not there.
    #[error("不能使用 TLS：{0}")]
    Library(#[from] rustls::Error),
}

/// TLS 1.2 and 1.3 to servers whose certificate comes from one of the authorities in `file`, or else of the system.
pub(crate) fn config(file: Option<&Path>) -> Result<Arc<ClientConfig>, TrustFault> {
    let own = || OF_SYSTEM.into_iter().map(Path::new).find(|path| path.is_file());
    let path = file.or_else(own).ok_or(TrustFault::NoneHere)?;
    let text = std::fs::read(path).map_err(|source| TrustFault::Unread { path: path.to_owned(), source })?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&text).flatten());
    if roots.is_empty() {
        return Err(TrustFault::Nothing(path.to_owned()));
    }
    let provider = Arc::new(ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Arc::new(versions.with_root_certificates(roots).with_no_client_auth()))
}
