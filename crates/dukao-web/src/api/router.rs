//! The router of the API: from the table of operations, each behind the token of whoever asks.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use dukao_app::people::Door;
use dukao_app::trail::AtDoor;
use tower_http::limit::RequestBodyLimitLayer;

use super::call::{self, Call};
use super::failure::Failure;
use super::operation::{Body, Operation};
use super::{ROOT, keyed, resources};
use crate::Site;
use crate::door::Turned;
use crate::outside::Seen;

/// Most bytes of an object.
const OBJECT: usize = 1 << 20;

/// Everything below [`ROOT`].
pub(crate) fn router(site: &Site) -> Router {
    let mut places: BTreeMap<&'static str, Vec<&'static Operation>> = BTreeMap::new();
    for operation in resources::all() {
        places.entry(operation.path).or_default().push(operation);
    }
    let routes = places.into_iter().fold(Router::new(), |router, (path, operations)| {
        let site = site.clone();
        let files = operations.iter().any(|operation| matches!(operation.body, Body::Files(..)));
        let most = if files { site.options.body_limit } else { OBJECT.min(site.options.body_limit) };
        let serve = move |request: Request| serve(site.clone(), operations.clone(), request);
        let route = MethodRouter::new().fallback(serve).layer(RequestBodyLimitLayer::new(most));
        router.route(&format!("{ROOT}{path}"), route)
    });
    let nothing = || async { Failure::of("no_operation") };
    routes.route("/api", axum::routing::any(nothing)).route("/api/{*path}", axum::routing::any(nothing))
}

/// One request to an address.
async fn serve(site: Site, operations: Vec<&'static Operation>, request: Request) -> Response {
    let wanted = if request.method() == Method::HEAD { "GET" } else { request.method().as_str() };
    if let Some(operation) = operations.iter().find(|operation| operation.method == wanted) {
        return answer(&site, operation, request).await;
    }
    let mut allowed: Vec<&str> = operations.iter().map(|operation| operation.method).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    let mut response = Failure::of("wrong_method").into_response();
    if let Ok(allowed) = HeaderValue::from_str(&allowed.join(", ")) {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

/// The answer of an operation; whoever is turned away is noted, as on pages.
async fn answer(site: &Site, operation: &'static Operation, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    let seen = request.extensions().get::<Seen>().cloned();
    let address = seen.as_ref().and_then(|seen| seen.address).map_or_else(String::new, |address| address.to_string());
    let reference = seen.map_or_else(String::new, |seen| seen.reference);
    let asker = match call::caller(site, operation, &headers).await {
        Ok(asker) => asker,
        Err(failure) => {
            let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
            site.house.note_door(&AtDoor::BadToken, Door { address: &address, agent }).await;
            return failure.respond(&reference);
        }
    };
    let visit = asker.1.clone();
    if let (Body::Files(..), Some(visit)) = (operation.body, &visit)
        && let Err(error) = site.outside.try_import(&visit.account.id, site.house.now())
    {
        return error.into_response();
    }
    let done = perform(operation, asker, &headers, request).await;
    let mut response = done.unwrap_or_else(|failure| failure.respond(&reference));
    if let (Some(visit), Some(Turned(denial))) = (visit, response.extensions_mut().remove::<Turned>()) {
        site.house.note_denial(&visit.caller, None, &denial, &path).await;
    }
    response
}

async fn perform(
    operation: &'static Operation,
    asker: (dukao_app::App, Option<dukao_app::people::Visit>),
    headers: &HeaderMap,
    request: Request,
) -> Result<Response, Failure> {
    if let Body::Files(right, _) = operation.body {
        asker.0.may_somewhere(right)?;
    }
    if operation.changing {
        return keyed::perform(operation, asker, headers, request).await;
    }
    let call = Call::read(operation, asker, request).await?;
    let reply = (operation.run)(call).await?;
    Ok(reply.answer(headers, operation.method == "GET"))
}
