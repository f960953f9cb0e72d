//! What stands around every answer: who may ask, what a browser may load, how much and how long.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::Options;
use crate::error::{self, WebError};

const POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// Puts the layers around the site; the last one is the outermost.
pub(crate) fn wrap(site: Router, options: Options) -> Router {
    site.layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(options.body_limit))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(only_this_machine))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, options.timeout))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(error::dress))
        .layer(CompressionLayer::new())
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// Against DNS rebinding: only the machine's own names are answered.
async fn only_this_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str));
    if host.is_some_and(is_own_name) { next.run(request).await } else { WebError::ForeignHost.into_response() }
}

fn is_own_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_names() {
        for own in ["localhost", "localhost:8000", "127.0.0.1:80", "[::1]", "[::1]:8000", "LOCALHOST"] {
            assert!(is_own_name(own), "{own}");
        }
        for foreign in
            ["", "evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "[::2]:80", "10.0.0.1"]
        {
            assert!(!is_own_name(foreign), "{foreign}");
        }
    }
}
