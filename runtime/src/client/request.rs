//! A request, and whom it trusts.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};

/// A request to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// What is asked.
    pub(crate) method: Method,
    /// Of whom.
    pub(crate) uri: Uri,
    /// With which headers.
    pub(crate) headers: HeaderMap,
    /// With which body.
    pub(crate) body: Bytes,
    /// How patiently and trustingly.
    pub(crate) options: Options,
}

/// How patient and trusting a request is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// Whether redirects are followed.
    pub(crate) follow: bool,
    /// How long a connection may take.
    pub(crate) connect: Option<Duration>,
    /// How long the other side may be silent.
    pub(crate) idle: Duration,
    /// Whose certificates are good.
    pub(crate) trust: Trust,
}

/// Whose certificates are good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Those that lead to a root the operating system knows.
    Roots,
    /// Any: the author asked for it.
    All,
}

impl Default for Options {
    fn default() -> Self {
        Self { follow: true, connect: None, idle: Duration::from_secs(300), trust: Trust::Roots }
    }
}

/// Verifies against the operating system's roots, read when the first certificate arrives: a server that never
/// speaks TLS never reads them.
#[derive(Debug, Default)]
pub(super) struct LazyRoots(OnceLock<Result<Arc<WebPkiServerVerifier>, String>>);

impl LazyRoots {
    fn verifier(&self) -> Result<&WebPkiServerVerifier, Error> {
        let read = || {
            let mut roots = rustls::RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), super::provider())
                .build()
                .map_err(|error| format!("this machine's root certificates cannot be used: {error}"))
        };
        self.0.get_or_init(read).as_deref().map_err(|message| Error::General(message.clone()))
    }
}

impl ServerCertVerifier for LazyRoots {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        status: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.verifier()?.verify_server_cert(certificate, intermediates, name, status, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier()?.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier()?.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        super::provider().signature_verification_algorithms.supported_schemes()
    }
}

/// Takes any certificate, and still checks that the other side holds its key.
#[derive(Debug)]
pub(super) struct AnyCertificate(pub(super) Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _status: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
