//! `GET /instructions/new`: the form of an instruction about a page; `POST /instructions`: leaves it.

use askama::Template;
use axum::extract::RawForm;
use axum::response::{IntoResponse as _, Redirect};
use dukao_app::AppError;
use dukao_app::notes::{AboutPage, NewInstruction};
use dukao_app::view::Asked;

use super::{Page, render};
use crate::about;
use crate::door::Web;
use crate::error::WebError;
use crate::form::{Problems, refused};
use crate::frame::{Frame, Place};
use crate::link::address;
use crate::query::Visit;

#[derive(Template)]
#[template(path = "instruct.html")]
struct InstructPage {
    f: Frame,
    title: String,
    back: String,
    /// What the form is about, as hidden fields.
    hidden: Vec<(&'static str, String)>,
    /// The units one may address: code, name, whether it is chosen.
    units: Vec<(String, String, bool)>,
    text: String,
    problems: Problems,
}

/// What the address or the form says.
struct Typed {
    new: NewInstruction,
}

impl Typed {
    fn of(visit: &Visit) -> Result<Self, WebError> {
        let given = |name: &str| visit.value(name).map(|value| value.map(str::to_owned));
        let page = visit.one_of("page", &about::words())?.unwrap_or_default();
        let asked = Asked {
            region: given("region")?,
            year: visit.number("year", 1949..=2199, "写四位年份，例如2018")?,
            month: visit.number("month", 1..=12, "写1到12的月份")?,
            unit: given("unit")?,
            ..Asked::default()
        };
        let (indicator, figure) = (given("indicator")?, given("figure")?);
        let of_indicator = matches!(page, AboutPage::Indicator | AboutPage::Peer | AboutPage::Trace);
        if of_indicator && indicator.is_none() {
            return Err(WebError::query("indicator", "", "从指标、位次或数的页面进入"));
        }
        if page == AboutPage::Trace && figure.is_none() {
            return Err(WebError::query("figure", "", "从数的页面进入"));
        }
        let to = visit.values("to")?.into_iter().map(str::to_owned).collect();
        let text = visit.values("text")?.into_iter().next().unwrap_or_default().to_owned();
        Ok(Self { new: NewInstruction { asked, page, indicator, figure, text, to } })
    }

    fn hidden(&self) -> Vec<(&'static str, String)> {
        let new = &self.new;
        let number = |number: Option<String>| number.unwrap_or_default();
        let pairs = [
            ("page", about::word(new.page).to_owned()),
            ("region", new.asked.region.clone().unwrap_or_default()),
            ("year", number(new.asked.year.map(|year| year.to_string()))),
            ("month", number(new.asked.month.map(|month| month.to_string()))),
            ("unit", new.asked.unit.clone().unwrap_or_default()),
            ("indicator", new.indicator.clone().unwrap_or_default()),
            ("figure", new.figure.clone().unwrap_or_default()),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

impl InstructPage {
    async fn new(web: &Web, visit: Visit, typed: &Typed) -> Result<Self, WebError> {
        let new = &typed.new;
        let subject = web.app.instruction_subject(new).await?;
        let region = new.asked.region.as_deref();
        let chosen = if new.to.is_empty() { subject.usual.clone() } else { new.to.clone() };
        let units = web.app.addressees(region, subject.about.year).await?.into_iter().map(|(code, name)| {
            let chosen = chosen.contains(&code);
            (code, name, chosen)
        });
        Ok(Self {
            title: subject.title,
            back: about::page(&subject.about, region.unwrap_or_default()),
            hidden: typed.hidden(),
            units: units.collect(),
            text: new.text.clone(),
            problems: Problems::default(),
            f: Frame::bare(visit, Place::Instructions, "批示"),
        })
    }
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let typed = Typed::of(&visit)?;
    render(&InstructPage::new(&web, visit, &typed).await?)
}

pub(crate) async fn submit(web: Web, visit: Visit, RawForm(body): RawForm) -> Page {
    let visit = visit.with_form(&body)?;
    let typed = Typed::of(&visit)?;
    match web.app.leave_instruction(&typed.new).await {
        Ok(_) => {
            let region = typed.new.asked.region.as_deref().unwrap_or_default();
            Ok(Redirect::to(&address("/instructions", &[("done", "left"), ("region", region)])).into_response())
        }
        Err(AppError::People(problems)) => {
            let page = InstructPage::new(&web, visit, &typed).await?;
            refused(&InstructPage { problems: problems.into(), ..page })
        }
        Err(error) => Err(error.into()),
    }
}
