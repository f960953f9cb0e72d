//! Light and dark: the reader's choice in a cookie; without one the system decides.

use axum::Form;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::error::WebError;
use crate::link::local;

const COOKIE: &str = "dk-theme";
const YEAR_IN_SECONDS: u32 = 31_536_000;

/// A look chosen by the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.word() == word)
    }

    /// The choice that the request's cookie carries.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, word)| Self::from_word(word))
    }
}

/// The form of the switch.
#[derive(Debug, Deserialize)]
pub(crate) struct Switch {
    theme: String,
    #[serde(default)]
    back: String,
}

/// `POST /theme`: keeps the choice and goes back.
pub(crate) async fn switch(Form(form): Form<Switch>) -> Result<Response, WebError> {
    let (word, age) = match (form.theme.as_str(), Theme::from_word(&form.theme)) {
        (_, Some(theme)) => (theme.word(), YEAR_IN_SECONDS),
        ("auto", None) => ("auto", 0),
        (other, None) => return Err(WebError::query("theme", other, "可用的值：light、dark、auto")),
    };
    let cookie = format!("{COOKIE}={word}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly");
    let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, local(&form.back).to_owned())];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_cookie_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; dk-theme=dark; b=2".parse().unwrap());
        assert_eq!(Theme::of(&headers), Some(Theme::Dark));
        headers.insert(header::COOKIE, "dk-theme=purple".parse().unwrap());
        assert_eq!(Theme::of(&headers), None);
    }
}
