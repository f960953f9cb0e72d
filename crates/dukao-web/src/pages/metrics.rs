//! `GET /metrics`: figures about the server for Prometheus, for addresses that are named and for the machine itself. No
//! figure of anybody's data, no name.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use dukao_app::{AppError, Micros};

use crate::door::Porch;
use crate::error::WebError;
use crate::outside::{head, line, seconds};

pub(crate) async fn show(porch: Porch) -> Result<Response, WebError> {
    if !porch.may_watch {
        return Err(WebError::NoPage);
    }
    let mut text = porch.site.outside.counters.text();
    house(&porch, &mut text).await?;
    if let Some(bytes) = porch.site.outside.memory.and_then(|memory| memory()) {
        head(&mut text, "dukao_memory_bytes", "gauge", "Resident memory of the process.");
        line(&mut text, "dukao_memory_bytes", bytes);
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// What is counted in the database.
async fn house(porch: &Porch, text: &mut String) -> Result<(), WebError> {
    let house = &porch.site.house;
    let idle = porch.people().directory().await?.policy().idle();
    let before = house.now().0;
    let heads = house.store().heads_to_export().await.map_err(AppError::from)?;
    let took = house.now().0.saturating_sub(before).max(0);
    let sessions =
        house.store().open_sessions(None, Micros(before.saturating_sub(idle))).await.map_err(AppError::from)?;
    head(text, "dukao_database_seconds", "gauge", "How long the database took for one small question just now.");
    line(text, "dukao_database_seconds", seconds(took));
    head(text, "dukao_sessions_open", "gauge", "Sessions that are in use.");
    line(text, "dukao_sessions_open", sessions.len());
    head(text, "dukao_versions_total", "counter", "Versions written, of all regions and of the house itself.");
    line(text, "dukao_versions_total", heads.iter().fold(0_i64, |all, head| all.saturating_add(head.version.0)));
    head(text, "dukao_views_total", "counter", "Entries of the trail: views, logins, refusals.");
    line(text, "dukao_views_total", heads.iter().fold(0_i64, |all, head| all.saturating_add(head.views)));
    Ok(())
}
