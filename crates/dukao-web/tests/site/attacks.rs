//! What somebody would try at the door and at the places where files are taken and given.

use std::io::Write as _;

use axum::http::StatusCode;
use dukao_web::ROUTES;
use zip::write::SimpleFileOptions;

use crate::site::{Answer, Site};

/// Names that would be a path, a header or a page to whoever takes them for more than names.
const NAMES: [&str; 7] = [
    "../../../../tmp/evil.csv",
    "..\\\\..\\\\evil.csv",
    "/etc/cron.d/evil.csv",
    "C:\\\\evil.csv",
    "a%0d%0aSet-Cookie: x=y.csv",
    "<script>alert(1)</script>.csv",
    "甲.csv; filename=evil.html",
];

/// A zip whose entries want to lie elsewhere.
fn climbing_zip() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["../../evil.csv", "/etc/evil.csv", "xl/../../evil.xml", "[Content_Types].xml", "xl/workbook.xml"] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<a/>").unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn is_harmless(answer: &Answer, name: &str) {
    assert!(!answer.status.is_server_error(), "{name}: {}", answer.text);
    assert_eq!(answer.header("set-cookie"), "", "{name}");
    assert!(!answer.text.contains("<script>alert"), "{name}: {}", answer.text);
    assert!(!answer.header("location").contains(['\r', '\n']), "{name}");
}

/// The files beside the database.
fn files(site: &Site) -> Vec<String> {
    let entries = std::fs::read_dir(site.folder()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with("site.db"));
    names
}

#[tokio::test]
async fn names_of_files_are_names_and_nothing_more() {
    let site = Site::district().await;
    let (zip, page) = (climbing_zip(), b"<html><script>alert(1)</script></html>".as_slice());
    let above = site.folder().parent().unwrap().join("evil.csv");
    for name in NAMES {
        for bytes in [b"x,y\n1,2\n".as_slice(), &zip, page] {
            for path in ["/import", "/import/check"] {
                is_harmless(&site.upload_to(path, &[("files", name, bytes)]).await, name);
            }
        }
    }
    for name in ["甲.xlsx", "甲.zip", "甲.docx"] {
        let answer = site.upload(&[("files", name, &zip)]).await;
        is_harmless(&answer, name);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answer.text);
    }
    assert_eq!(files(&site), [""; 0], "nothing was written beside the database");
    assert!(!above.exists() && !std::path::Path::new("/tmp/evil.csv").exists());
}

#[tokio::test]
async fn the_name_of_a_download_is_the_products_own() {
    let site = Site::district().await;
    for value in ["%0D%0ASet-Cookie:%20x=y", "%22;%20filename=evil.html", "..%2F..%2Fevil", "%3Cscript%3E"] {
        for path in
            ["/ledger?format=csv&q=", "/units?format=json&q=", "/ledger?format=xlsx&lead=", "/peers?format=csv&by="]
        {
            let answer = site.get(&format!("{path}{value}")).await;
            is_harmless(&answer, value);
            let disposition = answer.header("content-disposition");
            assert!(!disposition.contains("evil") && !disposition.contains("script"), "{path}{value}: {disposition}");
        }
    }
}

#[tokio::test]
async fn no_address_changes_anything() {
    let site = Site::district().await;
    let region = site.app.region(None).await.unwrap().id;
    let heads = async || {
        let people = site.app.people().directory().await.unwrap().version();
        (site.app.store().head(region).await.unwrap().version, people)
    };
    let before = heads().await;
    for card in ["kaohe", "lingdao", "xitong", "anquan", "shenji"] {
        let asker = site.as_card(card).await;
        for route in ROUTES.iter().filter(|route| route.method == "GET") {
            asker.get(route.sample).await;
        }
        assert_eq!(asker.get("/me").await.status, StatusCode::OK, "{card} is still in");
    }
    assert_eq!(heads().await, before, "whoever follows a link has done nothing");
}

#[tokio::test]
async fn five_failures_at_one_server_lock_the_other() {
    let site = Site::empty().await;
    let other = site.beside().await;
    let try_in = async |at: &Site| at.submit("/login", "login=kaohe&password=x&back=%2F").await;
    for number in 0..5 {
        let answer = try_in(if number % 2 == 0 { &site } else { &other }).await;
        assert!(answer.text.contains("登录名、密码或动态口令不对"), "{number}: {}", answer.text);
    }
    for at in [&site, &other] {
        assert!(try_in(at).await.text.contains("失败次数太多"));
    }
}
