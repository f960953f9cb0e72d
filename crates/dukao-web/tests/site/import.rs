//! Import by upload: all or nothing, every mistake at its cell.

use axum::http::StatusCode;

use crate::site::{Site, demo};

#[tokio::test]
async fn good_files_are_taken_in_once() {
    let site = Site::empty().await;
    let names = ["01-单位.csv", "02-指标-2018.csv", "03-目标-2018.csv", "数据/2018-07月报.csv"];
    let files: Vec<_> = names.iter().map(|name| demo(name)).collect();
    let sent: Vec<(&str, &str, &[u8])> =
        files.iter().map(|(name, bytes)| ("files", name.as_str(), bytes.as_slice())).collect();
    let first = site.upload(&sent).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let done = site.page(first.header("location")).await;
    assert!(done.contains("导入完成") && done.contains("个新数据"), "{}", first.header("location"));
    let second = site.upload(&sent).await;
    assert!(site.page(second.header("location")).await.contains("数据没有变化"));
    assert!(site.page("/files").await.contains("2018-07月报.csv"));
}

#[tokio::test]
async fn every_mistake_is_shown_at_its_cell_and_nothing_is_taken_in() {
    let site = Site::district().await;
    let before = site.page("/files").await;
    let (name, bytes) = demo("数据/2018-07月报.csv");
    let text = String::from_utf8(bytes).unwrap().replacen("P01", "P99", 1).replacen("115.25", "一百", 1);
    let answer = site.upload(&[("files", &name, text.as_bytes())]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["没有导入任何内容", "role=\"alert\"", "href=\"#p1\"", "id=\"p1\"", "P99", "应当怎样", &name]
    {
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    assert_eq!(before, site.page("/files").await);
}

#[tokio::test]
async fn an_upload_without_files_is_said_on_the_form() {
    let site = Site::empty().await;
    let answer = site.upload(&[("files", "", b"")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("请先选择要导入的文件"));
}

#[tokio::test]
async fn an_upload_over_the_limit_is_refused_in_words() {
    let site = Site::empty().await;
    let large = vec![b'x'; (1 << 20) + 1];
    let answer = site.upload(&[("files", "大.csv", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text.contains("文件太大"));
}
