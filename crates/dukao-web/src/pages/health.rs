//! `GET /healthz`: whether the server can read its database. For programs that watch it: nobody is signed in.

use dukao_app::AppError;

use crate::door::Porch;
use crate::error::WebError;

pub(crate) async fn show(porch: Porch) -> Result<&'static str, WebError> {
    porch.site.house.store().regions().await.map_err(AppError::from)?;
    Ok("ok\n")
}
