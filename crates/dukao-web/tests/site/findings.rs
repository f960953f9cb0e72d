//! Findings as work: filters, the form, its mistakes, the rules in force; all without script.

use axum::http::StatusCode;

use crate::site::Site;

const KEY: &str = "completion%3AP01%3AQ00%3A2018-07%3Acompletion";

async fn site() -> Site {
    Site::district_and(&["planted/02-通报稿比率.csv"]).await
}

fn form(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    format!("key={KEY}&{}", pairs.join("&"))
}

#[tokio::test]
async fn a_finding_is_explained_by_its_form_and_shown_beside_the_figure() {
    let site = site().await;
    let list = site.page("/findings?month=7").await;
    assert!(list.contains("待核实") && list.contains(&format!("/findings/one?key={KEY}")), "{list}");
    let page = site.page(&format!("/findings/one?key={KEY}")).await;
    assert!(page.contains("还没有人说明") && page.contains("name=\"text\"") && page.contains("name=\"owner_unit\""));

    let said = form(&[
        ("state", "explained"),
        ("text", "通报按<调整>前的目标计算"),
        ("owner_unit", "D02"),
        ("owner_person", ""),
    ]);
    let done = site.submit("/findings/one", &said).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let saved = site.page(done.header("location")).await;
    assert!(saved.contains("role=\"status\"") && saved.contains("已说明"), "{saved}");
    for path in [
        "/findings?month=7&state=explained",
        "/indicators/P01?month=7",
        "/trace?indicator=P01&figure=completion&year=2018&month=7",
    ] {
        let page = site.page(path).await;
        assert!(page.contains("通报按&#60;调整&#62;前的目标计算") && page.contains("本机"), "{path}");
    }
    let others = site.page("/findings?month=7&state=dismissed").await;
    assert!(others.contains("没有符合条件的核对结果") && others.contains("清除筛选"));
    assert!(!site.page("/findings?month=7&indicator=E04").await.contains("前的目标计算"));
    assert!(site.page("/findings?month=7&owner=D02&rule=completion&severity=error").await.contains("前的目标计算"));
}

#[tokio::test]
async fn mistakes_are_listed_on_top_and_what_was_typed_is_kept() {
    let site = site().await;
    let said = form(&[("state", "dismissed"), ("text", ""), ("owner_unit", "没有的单位"), ("owner_person", "某某")]);
    let refused = site.submit("/findings/one", &said).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text;
    for kept in [
        "id=\"dk-errors\"",
        "href=\"#text\"",
        "href=\"#owner_unit\"",
        "写明为什么不予处理",
        "没有单位“没有的单位”",
        "value=\"没有的单位\"",
        "value=\"某某\"",
        "value=\"dismissed\" checked",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    assert!(site.page(&format!("/findings/one?key={KEY}")).await.contains("还没有人说明"));
}

#[tokio::test]
async fn what_is_not_there_is_said_and_empty_states_say_what_to_do() {
    let site = Site::district().await;
    let unknown = site.get(&format!("/findings/one?key={KEY}")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.text.contains("unknown_finding"), "{}", unknown.text);
    assert!(site.page("/findings/one").await.contains("从核对结果里选一处"));
    assert!(site.page("/findings").await.contains("数据核对无矛盾"));
    assert_eq!(site.get("/findings?state=gone").await.status, StatusCode::BAD_REQUEST);
    let rules = site.page("/findings/rules").await;
    assert!(rules.contains("出厂规则，本地区没有另作规定") && rules.contains("文字进展与数据不符"), "{rules}");
}
