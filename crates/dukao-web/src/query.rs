//! What a request asks for: period, version, unit, theme. Every value is checked; nothing is guessed.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use dukao_app::AsOf;
use dukao_app::tables::FileKind;
use dukao_app::view::Asked;
use dukao_core::ledger::Origin;
use dukao_core::progress::{FigureKind, RANKING_BASES};

use crate::Site;
use crate::door::{Signed, Who};
use crate::error::WebError;
use crate::theme::Theme;

/// A request for a page.
#[derive(Debug)]
pub(crate) struct Visit {
    pairs: Option<Vec<(String, String)>>,
    /// The look the reader chose.
    pub(crate) theme: Option<Theme>,
    /// Path with query, to come back to.
    pub(crate) here: String,
    /// Whether only a part of the page is wanted (the script asks).
    pub(crate) partial: bool,
    /// Who asks.
    pub(crate) who: Option<Signed>,
    /// Whether it is the demonstration.
    pub(crate) demo: bool,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).ok().map(|Query(pairs)| pairs);
        let here = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let partial = parts.headers.get("hx-request-type").is_some_and(|value| value == "partial");
        let visit = Self { pairs, theme: Theme::of(&parts.headers), here, partial, who: None, demo: site.options.demo };
        Ok(visit.by(parts.extensions.get::<Who>().cloned()))
    }
}

impl Visit {
    /// A visit of which only look and address are known.
    pub(crate) const fn of(theme: Option<Theme>, here: String) -> Self {
        Self { pairs: None, theme, here, partial: false, who: None, demo: false }
    }

    /// The same by somebody.
    pub(crate) fn by(self, who: Option<Who>) -> Self {
        let who = who.and_then(|who| match who {
            Who::Signed(signed) => Some(signed),
            Who::Nobody(_) => None,
        });
        Self { who, ..self }
    }

    /// The same with the fields of a form in place of the parameters of the address.
    pub(crate) fn with_form(self, body: &[u8]) -> Result<Self, WebError> {
        let unreadable = || WebError::query("", "", "表单无法读取，请从页面上重新填写");
        let text = std::str::from_utf8(body).map_err(|_| unreadable())?;
        let uri = format!("/?{text}").parse().map_err(|_| unreadable())?;
        let Query(pairs) = Query::try_from_uri(&uri).map_err(|_| unreadable())?;
        Ok(Self { pairs: Some(pairs), ..self })
    }

    /// The value of a parameter; an empty one counts as absent, a repeated one is refused.
    pub(crate) fn value(&self, name: &str) -> Result<Option<&str>, WebError> {
        let pairs = self.pairs()?;
        let mut values = pairs.iter().filter(|(own, _)| own == name).map(|(_, value)| value.trim());
        let first = values.next();
        if values.next().is_some() {
            return Err(WebError::query(name, first.unwrap_or_default(), "同一参数只能出现一次"));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// The values of a parameter that may be repeated.
    pub(crate) fn values(&self, name: &str) -> Result<Vec<&str>, WebError> {
        let pairs = self.pairs()?;
        Ok(pairs.iter().filter(|(own, _)| own == name).map(|(_, value)| value.trim()).collect())
    }

    fn pairs(&self) -> Result<&[(String, String)], WebError> {
        let unreadable = || WebError::query("", "", "地址里的参数无法读取，请从页面上的链接重新进入");
        self.pairs.as_deref().ok_or_else(unreadable)
    }

    /// The kind of file in which the page is wanted.
    pub(crate) fn file_kind(&self) -> Result<Option<FileKind>, WebError> {
        self.one_of("format", &FileKind::WORDS)
    }

    /// A parameter that must be given.
    pub(crate) fn required(&self, name: &str, hint: &str) -> Result<&str, WebError> {
        self.value(name)?.ok_or_else(|| WebError::query(name, "", hint))
    }

    /// The figure to rank by.
    pub(crate) fn basis(&self) -> Result<Option<FigureKind>, WebError> {
        self.one_of("by", &RANKING_BASES.map(|basis| (basis.key(), basis)))
    }

    /// The common parameters.
    pub(crate) fn asked(&self) -> Result<Asked, WebError> {
        Ok(Asked {
            region: self.value("region")?.map(str::to_owned),
            year: self.number("year", 1949..=2199, "写四位年份，例如2018")?,
            month: self.number("month", 1..=12, "写1到12的月份")?,
            as_of: self.value("as-of")?.map(as_of).transpose()?,
            unit: self.value("unit")?.map(str::to_owned),
            origin: self.value("origin")?.map(origin).transpose()?,
        })
    }

    /// A number within a range.
    pub(crate) fn number<T>(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<T>,
        hint: &str,
    ) -> Result<Option<T>, WebError>
    where
        T: std::str::FromStr + PartialOrd,
    {
        let Some(text) = self.value(name)? else { return Ok(None) };
        match text.parse().ok().filter(|value| range.contains(value)) {
            Some(value) => Ok(Some(value)),
            None => Err(WebError::query(name, text, hint)),
        }
    }

    /// One of a closed list of words.
    pub(crate) fn one_of<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, WebError> {
        let Some(text) = self.value(name)? else { return Ok(None) };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(Some(*value));
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Err(WebError::query(name, text, &format!("可用的值：{}", known.join("、"))))
    }
}

/// `v12`, `12` or `2018-08-01`.
fn as_of(text: &str) -> Result<AsOf, WebError> {
    let version = text.strip_prefix(['v', 'V']).unwrap_or(text).parse::<i64>().ok().filter(|version| *version > 0);
    let date = || text.parse().ok().map(AsOf::Date);
    version
        .map(AsOf::Version)
        .or_else(date)
        .ok_or_else(|| WebError::query("as-of", text, "写数据版本（如v12）或日期（如2018-08-01）"))
}

fn origin(text: &str) -> Result<Origin, WebError> {
    match text {
        "claimed" | "申报" => Ok(Origin::Claimed),
        "recognised" | "认定" => Ok(Origin::Recognised),
        _ => Err(WebError::query("origin", text, "可用的值：claimed（申报）、recognised（认定）")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(query: &str) -> Visit {
        let uri = format!("/x?{query}").parse().unwrap();
        let Query(pairs) = Query::try_from_uri(&uri).unwrap();
        Visit { pairs: Some(pairs), theme: None, here: String::new(), partial: false, who: None, demo: false }
    }

    #[test]
    fn reads_the_common_parameters() {
        let asked = visit("year=2018&month=7&as-of=v12&unit=Q00").asked().unwrap();
        assert_eq!((asked.year, asked.month, asked.unit.as_deref()), (Some(2018), Some(7), Some("Q00")));
        assert_eq!(asked.as_of, Some(AsOf::Version(12)));
        assert!(matches!(visit("as-of=2018-08-01").asked().unwrap().as_of, Some(AsOf::Date(_))));
        assert_eq!(visit("month=").asked().unwrap().month, None);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for query in ["month=13", "month=七", "year=18", "as-of=昨天", "as-of=v0", "origin=x", "month=1&month=2"] {
            assert!(visit(query).asked().is_err(), "{query}");
        }
    }
}
