//! `GET /healthz`: whether the server can read its database.

use axum::extract::State;

use crate::Web;
use crate::error::WebError;

pub(crate) async fn show(State(web): State<Web>) -> Result<&'static str, WebError> {
    web.app.regions().await?;
    Ok("ok\n")
}
