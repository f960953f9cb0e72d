//! `GET /findings/rules/edit`: a region's own check rules as a text to change; `POST` looks at what the text would
//! change, and saves it as one version when that was looked at.

use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::findings::{LineChange, ProposedRules};
use dukao_app::view::{Asked, Basis, ListedFinding};
use dukao_app::{AppError, Problem};
use serde::Deserialize;

use super::{Page, render};
use crate::Web;
use crate::error::WebError;
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;

/// How many findings of a kind are listed.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "rules_edit.html")]
struct EditPage {
    f: Frame,
    basis: Basis,
    region: String,
    text: String,
    own: bool,
    problems: Vec<Problem>,
    /// What the text would change, when it was asked for.
    proposed: Option<ProposedRules>,
    /// Whether the data moved on between looking and saving.
    moved: bool,
}

impl EditPage {
    fn listed(all: &[ListedFinding]) -> &[ListedFinding] {
        all.get(..LISTED).unwrap_or(all)
    }

    /// 第3行第9字
    fn place(problem: &Problem) -> String {
        match problem.cell.split_once(':') {
            Some((line, column)) => format!("第{line}行第{column}字"),
            None => problem.cell.clone(),
        }
    }

    /// The line in which a mistake stands.
    fn line<'t>(&'t self, problem: &Problem) -> &'t str {
        let number = problem.cell.split(':').next().and_then(|line| line.parse::<usize>().ok());
        number.and_then(|number| self.text.lines().nth(number.checked_sub(1)?)).unwrap_or_default()
    }

    /// The lines of both texts: class, sign, word, line.
    fn lines(proposed: &ProposedRules) -> Vec<(&'static str, &'static str, &'static str, &str)> {
        proposed
            .lines
            .iter()
            .map(|(change, line)| {
                let (sign, word, class) = Self::sign(*change);
                (class, sign, word, line.as_str())
            })
            .collect()
    }

    /// Sign, word and class of a line.
    const fn sign(change: LineChange) -> (&'static str, &'static str, &'static str) {
        match change {
            LineChange::Same => ("", "", "dk-l-same"),
            LineChange::Gone => ("−", "去掉：", "dk-l-gone"),
            LineChange::New => ("＋", "加上：", "dk-l-new"),
        }
    }

    /// The lists of what would be found otherwise: head and findings.
    fn otherwise(proposed: &ProposedRules) -> [(&'static str, &[ListedFinding]); 2] {
        [("会新列出的", &proposed.appears), ("不再列出的", &proposed.vanishes)]
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let asked = visit.asked()?;
    let now = web.app.rules_text(&asked).await?;
    let f = Frame::new(visit, Place::Findings, "修改规则", &now.basis);
    let region = asked.region.unwrap_or_default();
    let (problems, proposed) = (Vec::new(), None);
    render(&EditPage { f, basis: now.basis, region, text: now.text, own: now.own, problems, proposed, moved: false })
}

/// What stands in the form.
#[derive(Debug, Deserialize)]
pub(crate) struct Written {
    text: String,
    #[serde(default)]
    region: String,
    /// Set by the button that saves: the version that was looked at.
    based_on: Option<i64>,
}

pub(crate) async fn submit(web: Web, visit: Visit, Form(written): Form<Written>) -> Result<Response, WebError> {
    let asked = Asked { region: Some(written.region.clone()).filter(|region| !region.is_empty()), ..Asked::default() };
    let mut moved = false;
    if let Some(based_on) = written.based_on {
        let saved = web.app.save_rules_text(asked.region.as_deref(), &written.text, based_on).await;
        match saved {
            Ok(_) => {
                let done = address("/findings/rules", &[("region", written.region.as_str()), ("saved", "1")]);
                return Ok(Redirect::to(&done).into_response());
            }
            Err(AppError::Moved { .. }) => moved = true,
            // Told below, with the text.
            Err(AppError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let (proposed, problems) = match web.app.propose_rules(&asked, &written.text).await {
        Ok(proposed) => (Some(proposed), Vec::new()),
        Err(AppError::Refused(problems)) => (None, problems),
        Err(error) => return Err(error.into()),
    };
    let status = match (problems.is_empty(), moved) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true) => StatusCode::CONFLICT,
        (true, false) => StatusCode::OK,
    };
    let now = web.app.rules_text(&asked).await?;
    let f =
        Frame::new(visit, Place::Findings, if problems.is_empty() { "修改规则" } else { "错误：修改规则" }, &now.basis);
    let Written { text, region, .. } = written;
    let page = EditPage { f, basis: now.basis, region, text, own: now.own, problems, proposed, moved };
    Ok((status, Html(page.render()?)).into_response())
}
