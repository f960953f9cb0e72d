//! What went wrong, as a page: code, what happened, what to do next. Handlers return [`WebError`]; one
//! middleware turns it, and every bare error of the layers, into the same page.

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dukao_app::AppError;

use crate::door::{Turned, Who};
use crate::frame::{Frame, Place};
use crate::outside::{Seen, route_of};
use crate::query::Visit;
use crate::security::takes_files;
use crate::theme::Theme;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum WebError {
    /// The application says why.
    App(AppError),
    /// A value of the address is not understood.
    Query { name: String, value: String, hint: String },
    /// No such page.
    NoPage,
    /// No identity provider is asked here; why.
    NoProvider(&'static str),
    /// The address does not take this method.
    WrongMethod,
    /// Nobody is signed in: where to go when somebody is.
    SignIn { back: String },
    /// Something else comes first.
    GoTo(String),
    /// The request names another machine; `alone`: no name but the machine's own is answered.
    ForeignHost { alone: bool },
    /// Asked too often; again after so many seconds.
    TooMany(i64),
    /// An upload that cannot be read, with the status that says why.
    Upload(StatusCode),
    /// A template failed.
    Template(askama::Error),
}

impl WebError {
    pub(crate) fn query(name: &str, value: &str, hint: &str) -> Self {
        Self::Query { name: name.to_owned(), value: value.to_owned(), hint: hint.to_owned() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SignIn { .. } | Self::GoTo(_) => StatusCode::SEE_OTHER,
            // A page for whoever has nothing yet says how to begin.
            Self::App(AppError::NoRegion | AppError::NothingYet) => StatusCode::OK,
            Self::App(error) => of_code(error.code()),
            Self::Query { .. } => StatusCode::BAD_REQUEST,
            Self::Template(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NoPage | Self::NoProvider(_) => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::ForeignHost { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Upload(status) => *status,
        }
    }

    /// For the log only: what the reader must not see.
    fn detail(&self) -> String {
        match self {
            Self::App(error) => first_lines(error),
            Self::Template(error) => first_lines(error),
            _ => String::new(),
        }
    }

    fn words(&self) -> Words {
        match self {
            Self::App(error @ (AppError::NoRegion | AppError::NothingYet)) => {
                Words::new(error.code(), "还没有数据", "这个数据库里还没有单位、指标和数据。", EMPTY)
            }
            Self::App(error) if self.status().is_server_error() => {
                Words::new(error.code(), "系统出错", &format!("{error}。"), AGAIN)
            }
            Self::App(error @ AppError::Denied(_)) => {
                Words::new(error.code(), "没有权限", &format!("{error}。"), RIGHTS)
            }
            Self::App(error) => Words::new(error.code(), "无法显示", &format!("{error}。"), LOOK),
            Self::Query { name, value, hint } => {
                let what = match (name.as_str(), value.as_str()) {
                    ("", _) => hint.clone(),
                    (name, "") => format!("地址缺少参数“{name}”：{hint}。"),
                    (name, value) => format!("参数“{name}”的值“{value}”不对：{hint}。"),
                };
                Words::new("bad_query", "地址有误", &what, LOOK)
            }
            Self::NoPage => Words::new("no_page", "没有这个页面", "地址可能写错，或者页面已经改名。", LOOK),
            Self::NoProvider(why) => Words::new("no_provider", "没有统一身份认证", why, DOOR),
            Self::Upload(status) => Words::of_status(*status, false),
            Self::ForeignHost { alone: true } => {
                Words::new("foreign_host", "只限本机访问", "请用 127.0.0.1 或 localhost 打开。", &[])
            }
            Self::ForeignHost { alone: false } => {
                Words::new("foreign_host", "地址不对", "这台服务器不用这个名称；请用管理员给的地址打开。", &[])
            }
            Self::TooMany(seconds) => {
                let what = format!("这里在短时间内请求的次数太多，没有执行；请过{seconds}秒再试。");
                Words::new("too_many", "请求太频繁", &what, LOOK)
            }
            Self::WrongMethod | Self::Template(_) | Self::SignIn { .. } | Self::GoTo(_) => {
                Words::of_status(self.status(), false)
            }
        }
    }
}

const LOOK: &[(&str, &str)] = &[("/", "回到总览"), ("/ledger", "在指标台账里查找")];
const DOOR: &[(&str, &str)] = &[("/login", "用登录名和密码登录")];
const RIGHTS: &[(&str, &str)] = &[("/", "回到首页"), ("/rights", "看权限表")];
const AGAIN: &[(&str, &str)] = &[("/", "回到总览，稍后再试；仍不行时把下面的代码和编号告诉管理员")];
const UNSURE: &[(&str, &str)] = &[("/files", "看“文件”页里有没有这次的文件"), ("/", "回到总览")];
const EMPTY: &[(&str, &str)] = &[("/import", "导入单位表、指标表、目标表和数据表（格式见 docs/导入格式.md）")];

/// An error and its sources for the log: what a database adds on further lines may hold values.
pub(crate) fn first_lines(error: &dyn std::error::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        parts.push(error.to_string().lines().next().unwrap_or_default().to_owned());
        next = error.source();
    }
    parts.join(": ")
}

/// That an answer is for programs: it gets no page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AsItIs;

/// The words of an error page.
#[derive(Debug, Clone)]
struct Words {
    code: String,
    title: String,
    what: String,
    next: &'static [(&'static str, &'static str)],
}

impl Words {
    fn new(code: &str, title: &str, what: &str, next: &'static [(&'static str, &'static str)]) -> Self {
        Self { code: code.to_owned(), title: title.to_owned(), what: what.to_owned(), next }
    }

    /// For an error that a layer gave without words. A request that may have been writing when it was cut
    /// off leaves open whether the data is changed: the write goes on without it.
    fn of_status(status: StatusCode, writing: bool) -> Self {
        if writing && status.is_server_error() {
            return Self::unsure(status);
        }
        let (code, title, what) = match status {
            StatusCode::NOT_FOUND => ("no_page", "没有这个页面", "地址可能写错，或者页面已经改名。"),
            StatusCode::METHOD_NOT_ALLOWED => ("wrong_method", "不能这样访问", "这个地址不接受这种请求。"),
            StatusCode::FORBIDDEN => ("cross_site", "请求被拒绝", "这个请求来自别的网站，没有执行。"),
            StatusCode::PAYLOAD_TOO_LARGE => {
                ("too_large", "文件太大", "上传的文件超过64 MiB，没有导入任何内容；请拆成几个文件再导入。")
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                ("busy", "暂时没有完成", "处理时间过长，已经停止；这次只是查看，数据没有改动。")
            }
            status if status.is_client_error() => ("bad_request", "请求有误", "收到的内容无法读取。"),
            _ => ("internal", "系统出错", "处理时出错；这次只是查看，数据没有改动。"),
        };
        Self::new(code, title, what, if status.is_server_error() { AGAIN } else { LOOK })
    }

    fn unsure(status: StatusCode) -> Self {
        let (code, title, what) = match status {
            StatusCode::SERVICE_UNAVAILABLE => ("busy", "没有等到结果", "处理时间过长，没有等到结果"),
            _ => ("internal", "系统出错", "处理时出错"),
        };
        let what = format!(
            "{what}。如果是在导入，内容可能已经存入，也可能没有：请到“文件”页看有没有这次的文件、数据版本有没有增加，再决定是否重新导入；同一文件再次导入不会重复。"
        );
        Self::new(code, title, &what, UNSURE)
    }
}

/// The status that the table of errors gives a code.
pub(crate) fn of_code(code: &str) -> StatusCode {
    let status = dukao_app::error_info(code).and_then(|info| StatusCode::from_u16(info.status).ok());
    status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Template(error)
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        match &self {
            Self::SignIn { back, .. } => return Redirect::to(&crate::pages::login::address_of(back)).into_response(),
            Self::GoTo(place) => return Redirect::to(place).into_response(),
            _ => {}
        }
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(error.text = %self.detail(), "request failed");
        }
        let mut response = status.into_response();
        if let Self::TooMany(seconds) = &self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        if let Self::App(AppError::Denied(denial)) = &self {
            response.extensions_mut().insert(Turned(denial.clone()));
        }
        response.extensions_mut().insert(self.words());
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    f: Frame,
    words: Words,
    reference: Option<String>,
}

/// The same where the script put a part of a page.
#[derive(Template)]
#[template(path = "error_part.html")]
struct ErrorPart {
    words: Words,
    reference: Option<String>,
}

/// Gives every error its page.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    if request.uri().path() == "/api" || request.uri().path().starts_with("/api/") {
        let reference = request.extensions().get::<Seen>().map_or_else(String::new, |seen| seen.reference.clone());
        return crate::api::dress(next.run(request).await, &reference);
    }
    let theme = Theme::of(request.headers());
    let writing = !request.method().is_safe();
    let partial = request.headers().get("hx-request-type").is_some_and(|value| value == "partial");
    let route = route_of(&request);
    let reference = request.extensions().get::<Seen>().map(|seen| seen.reference.clone());
    let here = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut response = next.run(request).await;
    if response.extensions().get::<AsItIs>().is_some() {
        return response;
    }
    let who = response.extensions_mut().remove::<Who>();
    let status = response.status();
    let words = response.extensions_mut().remove::<Words>();
    let failed = status.is_client_error() || status.is_server_error();
    let has_page = response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let of_status = || match status {
        StatusCode::PAYLOAD_TOO_LARGE if !takes_files(&here) => {
            Words::new("too_large", "内容太多", "填写的内容超过限度，没有执行；请缩短再提交。", LOOK)
        }
        _ => Words::of_status(status, writing),
    };
    let Some(words) = words.or_else(|| (failed && !has_page).then(of_status)) else {
        return response;
    };
    let reference = reference.filter(|_| status.is_server_error());
    let retry = response.headers_mut().remove(header::RETRY_AFTER);
    if let Some(reference) = &reference {
        tracing::error!(route, error.code = %words.code, error.reference = reference, "error page shown");
    }
    let page = if partial {
        ErrorPart { words, reference }.render()
    } else {
        ErrorPage { f: Frame::bare(Visit::of(theme, here).by(who), Place::None, &words.title), words, reference }
            .render()
    };
    let mut response = match page {
        Ok(page) => (status, Html(page)).into_response(),
        Err(_) => status.into_response(),
    };
    if let Some(retry) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_request_that_writes_leaves_open_what_it_did() {
        for status in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::INTERNAL_SERVER_ERROR] {
            assert!(Words::of_status(status, false).what.contains("数据没有改动"));
            let unsure = Words::of_status(status, true);
            assert!(!unsure.what.contains("没有改动") && unsure.what.contains("可能已经存入"), "{}", unsure.what);
            assert_eq!(unsure.next.first().map(|(href, _)| *href), Some("/files"));
        }
        assert!(Words::of_status(StatusCode::PAYLOAD_TOO_LARGE, true).what.contains("没有导入任何内容"));
    }
}
