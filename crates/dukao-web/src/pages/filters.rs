//! `POST /ledger/filters`: keeps what the ledger's address asks for under a name; `POST /ledger/filters/remove`: forgets
//! one that was kept.

use askama::Template as _;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::AppError;
use dukao_app::selection::{SaveFilter, StoredFilter};
use serde::Deserialize;

use super::ledger::{LedgerPage, Naming};
use crate::Web;
use crate::error::WebError;
use crate::frame::Frame;
use crate::ledger_query::LedgerQuery;
use crate::query::Visit;

/// What the ledger says after one was kept or removed.
pub(super) const DONE: [(&str, &str); 2] = [("saved", "已保存，在“常用筛选”里。"), ("removed", "已删除。")];

/// The form.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    #[serde(default)]
    name: String,
    #[serde(default)]
    replace: String,
}

pub(crate) async fn save(web: Web, visit: Visit, Form(named): Form<Named>) -> Result<Response, WebError> {
    let (q, asked) = (LedgerQuery::of(&visit)?, visit.asked()?);
    let request = SaveFilter {
        region: asked.region.clone(),
        name: named.name.clone(),
        filter: StoredFilter::of(&q.selection, asked.unit.as_deref()),
        replace: !named.replace.is_empty(),
    };
    match web.app.save_filter(request).await {
        Ok(_) => Ok(back(visit, &q, "saved")),
        Err(AppError::FilterName(problem)) => {
            let naming = Naming { name: named.name, replace: !named.replace.is_empty(), problem };
            let page = LedgerPage::new(&web, visit, naming).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn remove(web: Web, visit: Visit, Form(named): Form<Named>) -> Result<Response, WebError> {
    let (q, asked) = (LedgerQuery::of(&visit)?, visit.asked()?);
    match web.app.remove_filter(asked.region.as_deref(), &named.name).await {
        // Somebody else removed it first: it is gone, as was wanted.
        Ok(_) | Err(AppError::UnknownFilter { .. }) => Ok(back(visit, &q, "removed")),
        Err(error) => Err(error.into()),
    }
}

/// The ledger as it was, with what was done.
fn back(visit: Visit, q: &LedgerQuery, done: &str) -> Response {
    let f = Frame::going_back(visit);
    let address = q.address(&f, "/ledger");
    let join = if address.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{address}{join}kept={done}")).into_response()
}
