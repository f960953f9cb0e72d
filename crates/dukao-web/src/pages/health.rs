//! `GET /healthz`: whether the server can do its work. For programs that watch it: nobody is signed in. `?alive` asks only
//! whether the process answers at all: a program that starts servers anew must not do so because the database is away.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dukao_app::audit::Ready;

use crate::door::Porch;
use crate::error::AsItIs;

pub(crate) async fn show(porch: Porch, RawQuery(query): RawQuery) -> Response {
    if query.as_deref() == Some("alive") {
        return "ok\n".into_response();
    }
    let missing = match porch.site.house.ready().await {
        Ready::Yes => return "ok\n".into_response(),
        Ready::NoDatabase => "no database\n",
        Ready::NoKey => "no audit key\n",
    };
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, missing).into_response();
    response.extensions_mut().insert(AsItIs);
    response
}
