//! What stands around every answer: who may ask, what a browser may load, how much and how long.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::outside::{admit, arrive, is_door};
use crate::{Options, Site, error};

const POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// The most that a form without files may hold, in bytes.
const FORM: usize = 1 << 20;
/// The same before anybody is signed in.
const DOOR_FORM: usize = 64 << 10;

/// How much may be sent to a route: files only where files are taken.
pub(crate) fn body_limit(route: &str, options: Options) -> usize {
    let small = is_door(route) || route.starts_with("/me") || ["/theme", "/logout"].contains(&route);
    let most = if takes_files(route) {
        options.body_limit
    } else if small {
        DOOR_FORM
    } else {
        FORM
    };
    most.min(options.body_limit)
}

/// Whether files are taken at an address.
pub(crate) fn takes_files(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    ["import", "roster"].iter().any(|word| path.contains(word))
}

/// Puts the layers around the site; the last one is the outermost.
pub(crate) fn wrap(site: Router, web: &Site) -> Router {
    let options = web.options;
    site.layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(web.clone(), admit))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, options.timeout))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(error::dress))
        .layer(CompressionLayer::new())
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(middleware::from_fn_with_state(web.clone(), arrive))
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_may_be_large() {
        let options = Options::default();
        for (route, most) in [
            ("/import", 64 << 20),
            ("/import/check", 64 << 20),
            ("/login", 64 << 10),
            ("/link/{secret}", 64 << 10),
            ("/me/password", 64 << 10),
            ("/policy", 1 << 20),
        ] {
            assert_eq!(body_limit(route, options), most, "{route}");
        }
    }
}
