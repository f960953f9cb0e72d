//! `GET /healthz`: whether the server can read its database.

use crate::Web;
use crate::error::WebError;

pub(crate) async fn show(web: Web) -> Result<&'static str, WebError> {
    web.app.regions().await?;
    Ok("ok\n")
}
