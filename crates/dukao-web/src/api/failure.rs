//! What went wrong, as RFC 9457 has it: `application/problem+json`. What it is called and what is to be done stands in the
//! one table of errors, [`dukao_app::ERRORS`].

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dukao_app::{AppError, error_info};
use serde::Serialize;

use crate::door::Turned;
use crate::error::{first_lines, of_code};

/// The kind of every refusal.
pub(crate) const KIND: &str = "application/problem+json";

/// One mistake of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct Mistake {
    /// Where: a parameter, a header, `/a/b` of the body, or file, sheet and cell.
    pub(crate) place: String,
    /// What is wrong, and what would be right.
    pub(crate) text: String,
}

/// A refusal as it is sent.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Problem {
    /// Where the code is explained.
    r#type: String,
    title: String,
    status: u16,
    detail: String,
    code: String,
    todo: String,
    errors: Vec<Mistake>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The application says why.
    App(AppError),
    /// The request is not as the description says.
    Wrong(Vec<Mistake>),
    /// One of the table, and what there is to say of this time.
    Of(&'static str, String),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl Failure {
    /// One mistake.
    pub(crate) fn wrong(place: &str, text: impl Into<String>) -> Self {
        Self::Wrong(vec![Mistake { place: place.to_owned(), text: text.into() }])
    }

    /// One of the table that says enough.
    pub(crate) fn of(code: &'static str) -> Self {
        let text = error_info(code).map_or_else(String::new, |info| info.text.to_owned());
        Self::Of(code, text)
    }

    fn code(&self) -> &'static str {
        match self {
            Self::App(error) => error.code(),
            Self::Wrong(_) => "bad_request",
            Self::Of(code, _) => code,
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::App(error) => error.to_string(),
            Self::Wrong(mistakes) => format!("请求里有{}处写错", mistakes.len()),
            Self::Of(_, text) => text.clone(),
        }
    }

    /// All that is wrong, each at its place.
    fn mistakes(self) -> Vec<Mistake> {
        let fields = |problems: Vec<dukao_app::people::FieldProblem>| {
            let mistake =
                |one: dukao_app::people::FieldProblem| Mistake { place: format!("/{}", one.field), text: one.message };
            problems.into_iter().map(mistake).collect()
        };
        match self {
            Self::App(AppError::Refused(problems)) => problems.iter().map(of_file).collect(),
            Self::App(AppError::Explanation(found) | AppError::Organisation(found) | AppError::People(found)) => {
                fields(found)
            }
            Self::Wrong(mistakes) => mistakes,
            Self::App(_) | Self::Of(..) => Vec::new(),
        }
    }
}

fn of_file(problem: &dukao_app::Problem) -> Mistake {
    let parts = [problem.file.as_str(), problem.sheet.as_str(), problem.cell.as_str()];
    let place: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let hint = if problem.hint.is_empty() { String::new() } else { format!("；{}", problem.hint) };
    Mistake { place: place.join(" "), text: format!("{}{hint}", problem.message) }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        self.respond("")
    }
}

impl Failure {
    /// The refusal of the request with this number.
    pub(crate) fn respond(self, reference: &str) -> Response {
        let code = self.code();
        let status = of_code(code);
        let reference = Some(reference.to_owned()).filter(|_| status.is_server_error());
        if let Some(reference) = &reference {
            let text = if let Self::App(error) = &self { first_lines(error) } else { String::new() };
            tracing::error!(error.reference = reference, error.code = code, error.text = text, "an operation failed");
        }
        let turned = match &self {
            Self::App(AppError::Denied(denial)) => Some(Turned(denial.clone())),
            _ => None,
        };
        let info = error_info(code);
        let problem = Problem {
            r#type: format!("{}/errors#{code}", super::ROOT),
            title: info.map_or(code, |info| info.text).to_owned(),
            status: status.as_u16(),
            detail: self.detail(),
            code: code.to_owned(),
            todo: info.map_or("", |info| info.todo).to_owned(),
            errors: self.mistakes(),
            reference,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, KIND)], Body::from(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(turned) = turned {
            response.extensions_mut().insert(turned);
        }
        response
    }
}

/// Puts what a layer refused without words into words.
pub(crate) fn dress(response: Response, reference: &str) -> Response {
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == KIND);
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let code = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::MISDIRECTED_REQUEST => "foreign_host",
        StatusCode::SERVICE_UNAVAILABLE => "busy",
        StatusCode::NOT_FOUND => "no_operation",
        StatusCode::METHOD_NOT_ALLOWED => "wrong_method",
        StatusCode::FORBIDDEN => "cross_site",
        StatusCode::TOO_MANY_REQUESTS => "too_many",
        status if status.is_client_error() => "bad_request",
        _ => "internal",
    };
    let mut dressed = Failure::of(code).respond(reference);
    if let Some(later) = response.headers().get(header::RETRY_AFTER) {
        dressed.headers_mut().insert(header::RETRY_AFTER, later.clone());
    }
    dressed
}
