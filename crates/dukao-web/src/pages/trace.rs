//! `GET /trace`: a figure opened to formula, inputs and cells; a panel in place, or a page of its own.

use askama::Template;
use dukao_app::view::{TraceBy, TraceView};

use super::{Page, as_file, render};
use crate::Web;
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "trace.html")]
struct TracePage {
    f: Frame,
    t: TraceView,
    unit: String,
    panel: bool,
    closable: bool,
}

#[derive(Template)]
#[template(path = "trace_panel.html")]
struct TracePanel {
    f: Frame,
    t: TraceView,
    panel: bool,
    closable: bool,
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let indicator = visit.required("indicator", "写指标代码，例如P01")?;
    let figure = visit.required("figure", "写数字的名称，例如shortfall")?;
    let by = TraceBy { ranking: visit.basis()?, partition: None };
    let t = web.app.trace_by(&visit.asked()?, indicator, figure, by).await?;
    if let Some(file) = as_file(&visit, &t)? {
        return Ok(file);
    }
    let partial = visit.partial;
    let title = format!("{}{}", t.indicator.name, t.figure.label);
    let f = Frame::new(visit, Place::Ledger, &title, &t.basis).with_files();
    if partial {
        return render(&TracePanel { f, t, panel: true, closable: true });
    }
    let unit = t.unit.clone();
    render(&TracePage { f, t, unit, panel: false, closable: false })
}

/// Whether the unrounded value says more than the displayed one.
pub(crate) fn is_longer(value: &str, shown: &str) -> bool {
    let digits = |text: &str| text.trim_start_matches(['-', '−']).len();
    digits(value) > digits(shown)
}
