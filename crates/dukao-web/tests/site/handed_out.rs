//! Pages as files: every list and table in three kinds, under a Chinese name.

use axum::http::StatusCode;
use dukao_web::ROUTES;

use crate::site::Site;

/// Pages without a table of their own.
const WITHOUT: [&str; 5] =
    ["/import", "/files/{id}/{sheet}/{cell}", "/findings/one", "/findings/rules/edit", "/organisation/change"];

#[tokio::test]
async fn every_table_is_handed_out_where_its_page_says_so() {
    let site = Site::district().await;
    let mut count = 0;
    for route in ROUTES.iter().filter(|route| route.method == "GET" && !WITHOUT.contains(&route.path)) {
        let page = site.get(route.sample).await;
        if !page.header("content-type").starts_with("text/html") || !page.text.contains("数据版本 v") {
            continue;
        }
        let links = page.text.matches("format=xlsx").count();
        if route.path.starts_with("/import") || route.path.starts_with("/undo") {
            assert_eq!(links, 0, "{}", route.path);
            continue;
        }
        assert_eq!((links, page.text.matches("format=csv").count()), (1, 1), "{}", route.path);
        let join = if route.sample.contains('?') { '&' } else { '?' };
        for (kind, media, begin) in [
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
            ("csv", "text/csv; charset=utf-8", "\u{FEFF}"),
            ("json", "application/json; charset=utf-8", "{"),
        ] {
            let answer = site.get(&format!("{}{join}format={kind}", route.sample)).await;
            assert_eq!(answer.status, StatusCode::OK, "{} {kind}", route.path);
            assert_eq!(answer.header("content-type"), media, "{}", route.path);
            let disposition = answer.header("content-disposition");
            assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
            assert!(
                disposition.contains("filename*=UTF-8''%") && disposition.ends_with(&format!(".{kind}")),
                "{disposition}"
            );
            assert!(answer.text.starts_with(begin), "{} {kind}", route.path);
        }
        count += 1;
    }
    assert!(count >= 11, "{count}");
}

#[tokio::test]
async fn a_filtered_page_hands_out_what_it_shows() {
    let site = Site::district().await;
    let all = site.page("/ledger?format=csv").await;
    let some = site.page("/ledger?show=behind&format=csv").await;
    let rows = |text: &str| text.lines().filter(|line| line.matches(',').count() > 10).count();
    assert!(rows(&some) < rows(&all) && rows(&some) > 1, "{some}");
    let page = site.page("/ledger?show=behind&month=6").await;
    assert!(page.contains("href=\"/ledger?show=behind&#38;month=6&#38;format=xlsx\""));
    let refused = site.get("/ledger?format=doc").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text.contains("xlsx、csv、json"));
}

#[tokio::test]
async fn tables_to_fill_come_as_a_workbook_or_as_a_zip_of_csv() {
    let site = Site::district().await;
    let page = site.page("/import").await;
    for (address, media, name) in [
        ("/import/template", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        ("/import/template?format=csv", "application/zip", ".zip"),
        ("/import/template?format=csv&year=2018&month=7", "application/zip", ".zip"),
    ] {
        let answer = site.get(address).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, media), "{address}");
        assert!(answer.header("content-disposition").ends_with(name) && answer.text.starts_with("PK"), "{address}");
        assert!(address.contains("month") || page.contains(&format!("href=\"{address}\"")), "{address}");
    }
    assert_eq!(site.get("/import/template?format=doc").await.status, StatusCode::BAD_REQUEST);
}
