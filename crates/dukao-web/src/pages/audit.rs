//! `GET /audit`: acts and what was looked at, with filters; `GET /audit/figure`: who saw a figure.

use askama::Template;
use dukao_app::trail::{AuditAsked, AuditLine, AuditView, Book};

use super::{Page, download, render};
use crate::door::Web;
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    f: Frame,
    v: AuditView,
    asked: Typed,
    next: Option<String>,
}

/// What stands in the filter.
#[derive(Default)]
struct Typed {
    region: String,
    trail: bool,
    actor: String,
    act: String,
    from: String,
    to: String,
}

impl Typed {
    fn next(&self, before: i64) -> String {
        let before = before.to_string();
        let book = if self.trail { "trail" } else { "" };
        let pairs = [
            ("region", self.region.as_str()),
            ("book", book),
            ("actor", &self.actor),
            ("act", &self.act),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &before),
        ];
        address("/audit", &pairs)
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let text = |name: &str| visit.value(name).map(|value| value.unwrap_or_default().to_owned());
    let day = |name: &str| -> Result<_, WebError> {
        let Some(text) = visit.value(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| WebError::query(name, text, "写日期，例如 2026-01-01"))
    };
    let book = visit.one_of("book", &[("acts", Book::Acts), ("trail", Book::Trail)])?.unwrap_or_default();
    let asked = AuditAsked {
        region: visit.value("region")?.map(str::to_owned),
        book,
        actor: visit.value("actor")?.map(str::to_owned),
        act: visit.value("act")?.map(str::to_owned),
        from: day("from")?,
        to: day("to")?,
        before: visit.number("before", 1..=i64::MAX, "从页面上的链接翻页")?,
    };
    let typed = Typed {
        region: text("region")?,
        trail: book == Book::Trail,
        actor: text("actor")?,
        act: text("act")?,
        from: text("from")?,
        to: text("to")?,
    };
    if let Some(kind) = visit.file_kind()? {
        let bytes = web.app.audit_file(&asked, kind).await?;
        return Ok(download(&format!("审计.{}", kind.extension()), kind.media_type(), bytes));
    }
    let v = web.app.audit_view(&asked).await?;
    let next = v.next.map(|before| typed.next(before));
    let f = Frame::bare(visit, Place::Audit, "审计").with_files();
    render(&AuditPage { f, v, asked: typed, next })
}

#[derive(Template)]
#[template(path = "audit_figure.html")]
struct FigurePage {
    f: Frame,
    region: String,
    unit: String,
    indicator: String,
    lines: Option<Vec<AuditLine>>,
}

pub(crate) async fn figure(web: Web, visit: Visit) -> Page {
    let text = |name: &str| visit.value(name).map(|value| value.unwrap_or_default().to_owned());
    let (region, unit, indicator) = (text("region")?, text("unit")?, text("indicator")?);
    let asked = !region.is_empty() && !unit.is_empty() && !indicator.is_empty();
    let lines = if asked {
        Some(web.app.who_saw(&region, &unit, &indicator).await?)
    } else {
        // The right is asked for before the form is shown.
        web.app.audit_view(&AuditAsked::default()).await?;
        None
    };
    render(&FigurePage { f: Frame::bare(visit, Place::Audit, "谁看过这个数"), region, unit, indicator, lines })
}
