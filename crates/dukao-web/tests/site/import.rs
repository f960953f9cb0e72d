//! Import by upload: all or nothing, every mistake at its cell.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

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
    assert_eq!(first.header("location"), "/import/done?version=2");
    assert!(done.contains("导入完成") && done.contains("个新数据"), "{done}");
    let second = site.upload(&sent).await;
    assert_eq!(second.header("location"), "/import/done");
    let unchanged = site.page(second.header("location")).await;
    assert!(unchanged.contains("没有新内容") && unchanged.contains("数据没有变化：仍是v2"), "{unchanged}");
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

#[tokio::test]
async fn the_result_says_what_was_done_whatever_the_address_says() {
    let site = Site::district().await;
    let (name, bytes) = demo("数据/2018-07月报.csv");
    let text = String::from_utf8(bytes).unwrap().replacen("246.5", "246.4", 1);
    let sent = site.upload(&[("files", &name, text.as_bytes())]).await;
    let done = site.page(sent.header("location")).await;
    assert!(done.contains("导入1个修订数据，数据版本为v3，由区考核办于"), "{done}");
    assert!(done.contains("另有") && done.contains("个数据与已有的相同"), "{done}");
    let made_up = format!("{}&changed=1&units=7&new=999&revised=5&same=3", sent.header("location"));
    let sentence =
        |page: &str| page.split("role=\"status\"").nth(1).unwrap().split("</div>").next().unwrap().to_owned();
    assert_eq!(sentence(&site.page(&made_up).await), sentence(&done));
    let founding = site.page("/import/done?version=1&new=999").await;
    assert!(founding.contains("v1不是导入的版本") && !sentence(&founding).contains("999"), "{founding}");
    for (version, words) in [("4", "数据版本只到v3，没有v4"), ("0", "整数"), ("-1", "整数")] {
        let answer = site.get(&format!("/import/done?version={version}")).await;
        assert!(answer.status.is_client_error() && answer.text.contains(words), "{version}: {}", answer.text);
    }
}

#[tokio::test]
async fn an_upload_that_is_not_waited_for_may_have_been_stored() {
    let site = Site::hurried(Duration::from_millis(20)).await;
    let endless = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let request = Request::post("/import").header(header::HOST, "localhost");
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x").body(endless).unwrap();
    let answer = site.send(request).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    for words in ["没有等到结果", "可能已经存入，也可能没有", "href=\"/files\"", "错误代码 busy"]
    {
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    assert!(!answer.text.contains("数据没有改动"));
}

const REVISED: &str = "指标,期间,累计,完成率\nP01,2018-07,115.26,45\n";

/// The draft in the address that an upload leads to.
fn draft(location: &str) -> &str {
    location.split("draft=").nth(1).unwrap().split('&').next().unwrap()
}

#[tokio::test]
async fn a_difference_is_looked_at_applied_once_and_taken_back() {
    let site = Site::district().await;
    let before = site.page("/files").await;
    let sent = site.upload_to("/import/check", &[("files", "修订.csv", REVISED.as_bytes())]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = site.page(sent.header("location")).await;
    for words in ["1个修订数据", "115.25", "115.26", "修订.csv C2", "导入后会出现的矛盾", "导入，成为v"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(before, site.page("/files").await, "looking changes nothing");
    let based_on = page.split("name=\"based_on\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = format!("draft={}&based_on={based_on}", draft(sent.header("location")));
    let done = site.submit("/import/apply", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let done = site.page(done.header("location")).await;
    assert!(done.contains("导入完成") && done.contains("撤销这一版"), "{done}");
    assert_eq!(site.submit("/import/apply", &fields).await.status, StatusCode::NOT_FOUND, "applied once");

    let version = (based_on.parse::<i64>().unwrap() + 1).to_string();
    let preview = site.page(&format!("/undo?version={version}")).await;
    assert!(preview.contains("115.25") && preview.contains("115.26") && preview.contains("撤回"), "{preview}");
    let undone = site.submit("/undo", &format!("version={version}")).await;
    let page = site.page(undone.header("location")).await;
    assert!(page.contains(&format!("已撤销v{version}")) && page.contains("恢复1个数"), "{page}");
    let again = site.submit("/undo", &format!("version={version}")).await;
    assert!(site.page(again.header("location")).await.contains("没有可以撤销的改动"));
}

#[tokio::test]
async fn a_difference_that_others_overtook_is_shown_again() {
    let site = Site::district().await;
    let sent = site.upload_to("/import/check", &[("files", "修订.csv", REVISED.as_bytes())]).await;
    let fields = format!("draft={}&based_on=1", draft(sent.header("location")));
    let moved = site.submit("/import/apply", &fields).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let page = site.page(moved.header("location")).await;
    assert!(page.contains("数据在这期间变了，没有导入") && page.contains("115.26"), "{page}");
    let wrong =
        site.upload_to("/import/check", &[("files", "错.csv", "指标,期间,累计\nP99,2018-07,1\n".as_bytes())]).await;
    let page = site.page(wrong.header("location")).await;
    assert!(page.contains("role=\"alert\"") && page.contains("P99") && !page.contains("/import/apply"), "{page}");
    assert_eq!(site.upload_to("/import/check", &[("files", "", b"")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(site.get("/import/check?draft=0").await.status == StatusCode::NOT_FOUND);
    assert!(site.page("/import/check").await.contains("数据文件"));
}

/// A bulletin with title rows, a unit line, a total and a note; one head says nothing.
const BULLETIN: &str = "云栖市2019年5月一般公共预算收入完成情况,,,,\n单位：万元,,,,\n县区,年初预算,数,累计完成,同比（%）\n全市合计,100000,7876.5,40123,1.2\n东岭县,60000,4000.1,25000,3.2\n西岭县,40000,3876.4,15123,-1.5\n注：本表为快报。,,,,\n";

#[tokio::test]
async fn an_unknown_table_is_guessed_corrected_confirmed_and_read_by_itself_next_month() {
    let site = Site::empty().await;
    let sent = site.upload_to("/import/check", &[("files", "收入5月.csv", BULLETIN.as_bytes())]).await;
    let page = site.page(sent.header("location")).await;
    assert!(page.contains("县区") && page.contains("dk-m-name") && page.contains("C列"), "{page}");
    let id = draft(sent.header("location"));
    let wrong =
        site.submit("/import/guess", &format!("draft={id}&0:1:%E6%9C%9F%E9%97%B4=%E4%BA%94%E6%9C%88&confirm=1")).await;
    assert!(wrong.text.contains("不是期间") && wrong.text.contains("role=\"alert\""), "{}", wrong.text);
    let corrected = site.submit("/import/guess", &format!("draft={id}&0:1:C%E5%88%97=%E5%BD%93%E6%9C%88")).await;
    let page = site.page(corrected.header("location")).await;
    assert!(page.contains("确认，看差异"), "{page}");
    let confirmed = site.submit("/import/guess", &format!("draft={id}&confirm=1")).await;
    let page = site.page(confirmed.header("location")).await;
    for words in ["收入5月.csv C5", "4000.1 万元", "导入，成为v2"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let done = site.submit("/import/apply", &format!("draft={id}&based_on=1")).await;
    assert!(site.page(done.header("location")).await.contains("导入完成"));

    let june =
        BULLETIN.replace("5月", "6月").replace("25000", "29100").replace("15123", "19023").replace("40123", "48123");
    let sent = site.upload_to("/import/check", &[("files", "收入6月.csv", june.as_bytes())]).await;
    let page = site.page(sent.header("location")).await;
    assert!(page.contains("2019年6月") && page.contains("导入，成为v3") && !page.contains("<select"), "{page}");
}

#[tokio::test]
async fn a_pasted_table_is_read_like_a_file() {
    let site = Site::empty().await;
    let pasted = "2019年5月一般公共预算收入\n单位：万元\n县区\t年初预算\t本月完成\t累计完成\n东岭县\t60000\t4000.1\t25000\n西岭县\t40000\t3876.4\t15123\n";
    let sent = site.upload_to("/import/check", &[("pasted", "", pasted.as_bytes())]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = site.page(sent.header("location")).await;
    assert!(page.contains("东岭县") && page.contains("dk-m-name") && page.contains("25000"), "{page}");
}
