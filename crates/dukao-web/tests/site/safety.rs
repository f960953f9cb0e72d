//! Who may ask, what a browser may load, and that names are text.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use crate::site::Site;

#[tokio::test]
async fn answers_carry_the_policy() {
    let site = Site::empty().await;
    for path in ["/", "/import", "/nowhere", "/healthz"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'self'",
            "style-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn only_this_machine_is_answered() {
    let site = Site::empty().await;
    let asked = |host: &str| site.send(Request::get("/").header(header::HOST, host).body(Body::empty()).unwrap());
    assert_eq!(asked("[::1]:8000").await.status, StatusCode::OK);
    let foreign = asked("dukao.example:8000").await;
    assert_eq!(foreign.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(foreign.text.contains("只限本机访问"));
    let nameless = site.send(Request::get("/").body(Body::empty()).unwrap()).await;
    assert_eq!(nameless.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn posts_from_other_sites_are_refused() {
    let site = Site::empty().await;
    for path in ["/import", "/theme"] {
        let request = Request::post(path)
            .header(header::HOST, "localhost")
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("theme=dark"))
            .unwrap();
        let answer = site.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.text.contains("来自别的网站"), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_said_in_words() {
    let site = Site::empty().await;
    let request = Request::builder().method(Method::DELETE).uri("/ledger").header(header::HOST, "localhost");
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.text.contains("wrong_method"));
}

#[tokio::test]
async fn the_look_is_kept_in_a_cookie() {
    let site = Site::empty().await;
    let request = Request::post("/theme").header(header::HOST, "localhost");
    let form = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = site.send(form.body(Body::from("theme=dark&back=%2Fledger%3Fmonth%3D6")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/ledger?month=6");
    assert!(answer.header("set-cookie").starts_with("dk-theme=dark; Path=/"));
    let request = Request::get("/import").header(header::HOST, "localhost").header(header::COOKIE, "dk-theme=dark");
    let page = site.send(request.body(Body::empty()).unwrap()).await;
    assert!(page.text.contains("<html lang=\"zh-CN\" data-theme=\"dark\">"));
    assert!(site.page("/import").await.contains("<html lang=\"zh-CN\">"));
}

#[tokio::test]
async fn assets_are_kept_by_their_content() {
    let site = Site::empty().await;
    let page = site.page("/import").await;
    let sheet = page.split("stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let answer = site.get(sheet).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("cache-control").contains("immutable") && answer.text.contains(":root"));
    let again =
        Request::get(sheet).header(header::HOST, "localhost").header(header::IF_NONE_MATCH, answer.header("etag"));
    assert_eq!(site.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
    assert_eq!(site.get("/assets/0/dukao.css").await.header("cache-control"), "no-cache");
    assert_eq!(site.get("/assets/0/../Cargo.toml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn names_are_text() {
    let evil = "<script>alert(1)</script>";
    let units = format!(
        "代码,名称,简称,类别,上级,生效日期\nQ00,{evil}区,{evil},区县,,2010-01-01\nD01,{evil}局,,部门,Q00,2010-01-01\n"
    );
    let indicators = format!(
        "年度,代码,分类,名称,口径,计量单位,数值类型,方向,价格,频率,错月,一二月合并,发布日,小数位,责任单位\n\
         2018,A01,{evil},{evil}投资,在地,亿元,流量,越高越好,现价,月,否,否,5,2,D01\n"
    );
    let targets = "年度,指标,单位,目标类型,目标表述,确保,进度方式\n2018,A01,,总量,<b>120亿元</b>,120,均衡\n".to_owned();
    let data = "指标,单位,期间,累计,当月\nA01,,2018年7月,50,5\n".to_owned();
    let files = [("单位.csv", units), ("指标.csv", indicators), ("目标.csv", targets), ("<i>数据.csv", data)];
    let files: Vec<_> = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    let site = Site::with(&files).await;
    for path in [
        "/",
        "/ledger",
        "/indicators/A01",
        "/units",
        "/units/D01",
        "/annex/1",
        "/files",
        "/trace?indicator=A01&figure=cumulative",
        "/ledger?q=%3Cscript%3E",
    ] {
        let page = site.page(path).await;
        assert!(!page.contains("<script>alert") && !page.contains("<b>120") && !page.contains("<i>数据"), "{path}");
        assert!(page.contains("script"), "{path} shows the name");
    }
}
