//! A site over a database of its own, with the people of the demonstration. Requests are made as its assessment office
//! unless they say otherwise.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use dukao_app::import::ImportRequest;
use dukao_app::people::Door;
use dukao_app::{App, FixedClock, Micros};
use dukao_testkit::faults;
use dukao_web::{Options, Outside, router_in};
use tempfile::TempDir;
use tower::ServiceExt;

/// 20 August 2018, eight in the morning in Beijing.
const NOW: Micros = Micros(1_534_723_200_000_000);
/// Enough of the demonstration for every page to have something to show.
const FILES: [&str; 9] = [
    "01-单位.csv",
    "02-指标-2018.csv",
    "03-目标-2018.csv",
    "04-合计关系.csv",
    "数据/2018-06快报.csv",
    "数据/2018-06月报.csv",
    "数据/2018-07月报.csv",
    "数据/2018-07街镇.csv",
    "数据/2018-07兄弟区县.csv",
];

/// An office below the street S01, and its figures.
const CHILD: [(&str, &str); 2] = [
    ("下级单位.csv", "代码,名称,类别,上级,生效日期\nX01,街道项目办,部门,S01,2010-01-01\n"),
    ("下级单位数据.csv", "指标,单位,期间,累计,当月\nP01,X01,2018-07,1.00,0.10\n"),
];

/// The card as which one asks when nothing else is said.
const OFFICE: &str = "kaohe";

/// A running site.
pub(crate) struct Site {
    pub(crate) app: App,
    router: Router,
    cookie: Option<String>,
    folder: Arc<TempDir>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// A header as text; empty when it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// The bytes of a file of the demonstration.
pub(crate) fn demo(name: &str) -> (String, Vec<u8>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name);
    (name.rsplit('/').next().unwrap().to_owned(), std::fs::read(&path).unwrap_or_else(|_| panic!("{name}")))
}

impl Site {
    /// A site without data.
    pub(crate) async fn empty() -> Self {
        Self::with(&[]).await
    }

    /// A site with a district in July.
    pub(crate) async fn district() -> Self {
        if let Some(database) = faults::database() {
            return Self::copied(&database).await;
        }
        let files: Vec<_> = FILES.iter().map(|name| demo(name)).collect();
        Self::with(&files).await
    }

    /// The same with an office below the street S01, of its own figures.
    pub(crate) async fn family() -> Self {
        if let Some(database) = faults::database() {
            return Self::copied(&database).await;
        }
        let child = CHILD.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let files: Vec<_> = FILES.iter().map(|name| demo(name)).chain(child).collect();
        Self::with(&files).await
    }

    /// A site over a copy of the database in a folder.
    async fn copied(database: &Path) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        faults::copy(database, folder.path()).unwrap();
        let app = Self::open(&folder).await;
        Self::over(&app, Options::default(), folder).as_card(OFFICE).await
    }

    /// Founds a second region with a town: Z90 青屿试验区, Z91 青屿镇.
    pub(crate) async fn found_another(&self) {
        self.app.create_region("Z90", "青屿试验区").await.unwrap();
        let units = "代码,名称,类别,上级,生效日期\nZ90,青屿试验区,区县,,2010-01-01\nZ91,青屿镇,镇,Z90,2010-01-01\n";
        let request = ImportRequest {
            region: Some("Z90".to_owned()),
            ..ImportRequest::of(vec![("单位.csv".to_owned(), units.as_bytes().to_vec())])
        };
        self.app.import(request).await.unwrap();
    }

    /// A site of its own over a copy of this one's database; this one must be at rest.
    pub(crate) async fn copy(&self) -> Self {
        self.app.house().flush_trail().await;
        Self::copied(self.folder()).await
    }

    async fn open(folder: &TempDir) -> App {
        let path = folder.path().join("site.db");
        App::open(path.to_str().unwrap(), Arc::new(FixedClock(NOW))).await.unwrap()
    }

    /// Another server on the same database, as nobody has it.
    pub(crate) async fn beside(&self) -> Self {
        let app = Self::open(&self.folder).await;
        Self::over(&app, Options::default(), Arc::clone(&self.folder))
    }

    /// Where the database lies.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The same with further files of the demonstration.
    pub(crate) async fn district_and(names: &[&str]) -> Self {
        let files: Vec<_> = FILES.iter().chain(names).map(|name| demo(name)).collect();
        Self::with(&files).await
    }

    /// A site with these files.
    pub(crate) async fn with(files: &[(String, Vec<u8>)]) -> Self {
        Self::served(files, Options::default()).await
    }

    /// A site without data that answers in time or not at all.
    pub(crate) async fn hurried(timeout: Duration) -> Self {
        Self::served(&[], Options { timeout, ..Options::default() }).await
    }

    async fn served(files: &[(String, Vec<u8>)], options: Options) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let app = Self::open(&folder).await;
        if files.is_empty() {
            app.create_region("Q00", "示范区").await.unwrap();
        } else {
            let request = ImportRequest::of(files.to_vec());
            app.import(request).await.unwrap();
        }
        let region = app.region(None).await.unwrap();
        dukao_app::demo::people(&app, &region.code).await.unwrap();
        let site = Self::over(&app, options, folder);
        site.as_card(OFFICE).await
    }

    fn over(app: &App, options: Options, folder: Arc<TempDir>) -> Self {
        Self::in_network(app, options, Outside::default(), folder)
    }

    fn in_network(app: &App, options: Options, outside: Outside, folder: Arc<TempDir>) -> Self {
        let options = Options { body_limit: 1 << 20, ..options };
        Self { router: router_in(Arc::clone(app.house()), options, outside), app: app.clone(), cookie: None, folder }
    }

    /// The same site, served otherwise, as nobody has it.
    pub(crate) fn with_options(&self, options: Options) -> Self {
        Self::over(&self.app, options, Arc::clone(&self.folder))
    }

    /// The same site with a key that is not that of its database.
    pub(crate) async fn with_another_key(&self) -> Self {
        let path = |name: &str| self.folder.path().join(name).to_str().unwrap().to_owned();
        App::open(&path("other.db"), Arc::new(FixedClock(NOW))).await.unwrap();
        let key = self.folder.path().join("other.db.key");
        let app = App::open_with(&path("site.db"), Arc::new(FixedClock(NOW)), 64, Some(&key)).await.unwrap();
        Self::over(&app, Options::default(), Arc::clone(&self.folder))
    }

    /// The same site in a network, as nobody has it.
    pub(crate) fn outside(&self, outside: Outside) -> Self {
        Self::in_network(&self.app, Options::default(), outside, Arc::clone(&self.folder))
    }

    /// The same site as the holder of a card has it, by a session of his own.
    pub(crate) async fn as_card(&self, login: &str) -> Self {
        let people = self.app.people();
        let account = people.directory().await.unwrap().find(login).unwrap().id.clone();
        let session = people.open_session(&account, "password", Door::default()).await.unwrap();
        self.with_cookie(&format!("dk-session={}", session.secret.reveal()))
    }

    /// The application as the holder of a card has it.
    pub(crate) async fn as_app(&self, login: &str) -> App {
        let directory = self.app.people().directory().await.unwrap();
        let account = directory.find(login).unwrap().id.clone();
        self.app.called_by(directory.caller(&account, dukao_app::date_of(NOW)))
    }

    /// A site on an empty database: neither data nor people.
    pub(crate) async fn bare() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let app = Self::open(&folder).await;
        Self::over(&app, Options::default(), folder)
    }

    /// The same site as somebody has it who is not signed in.
    pub(crate) fn as_nobody(&self) -> Self {
        Self { cookie: None, ..self.again() }
    }

    /// The same site as a browser with this cookie has it.
    pub(crate) fn with_cookie(&self, cookie: &str) -> Self {
        Self { cookie: Some(cookie.to_owned()), ..self.again() }
    }

    /// The cookie with which one asks.
    pub(crate) fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    fn again(&self) -> Self {
        Self {
            app: self.app.clone(),
            router: self.router.clone(),
            cookie: self.cookie.clone(),
            folder: Arc::clone(&self.folder),
        }
    }

    /// Any request, with the cookie of the session.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().append(header::COOKIE, cookie.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: head.status, headers: head.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// A page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::HOST, "127.0.0.1:8000").body(Body::empty()).unwrap()).await
    }

    /// A page that must be there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text
    }

    /// A form that was filled in and sent.
    pub(crate) async fn submit(&self, path: &str, fields: &str) -> Answer {
        let request = Request::post(path).header(header::HOST, "localhost");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(fields.to_owned())).unwrap()).await
    }

    /// An upload of files under the form's field names.
    pub(crate) async fn upload(&self, files: &[(&str, &str, &[u8])]) -> Answer {
        self.upload_to("/import", files).await
    }

    /// The same to another address.
    pub(crate) async fn upload_to(&self, path: &str, files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (field, name, bytes) in files {
            let head = format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = Request::post(path).header(header::HOST, "localhost");
        let kind = (header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request.header(kind.0, kind.1).body(Body::from(body)).unwrap()).await
    }
}
