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
        assert!(page.contains("通报按&#60;调整&#62;前的目标计算") && page.contains("区考核办"), "{path}");
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

/// One rule off: the finding of the planted rate is not listed any more.
const OFF: &str = "核对规则:\n  - 规则: 完成率与完成数、目标数不符\n    停用: 是\n";

fn rules(text: &str, more: &[(&str, &str)]) -> String {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let pairs = [("text", text)].into_iter().chain(more.iter().copied());
    pairs.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn rules_are_changed_on_the_page_after_a_look_at_the_difference() {
    let site = site().await;
    assert!(site.page("/findings?month=7").await.contains("数据核对：2处"));
    let start = site.page("/findings/rules/edit").await;
    assert!(start.contains("# 核对规则:") && start.contains("现在照出厂规则"), "{start}");

    let looked = site.submit("/findings/rules/edit", &rules(OFF, &[])).await;
    assert_eq!(looked.status, StatusCode::OK);
    for told in ["dk-l-new", "停用: 是", "新列出0处，不再列出1处", "保存，成为v3", "name=\"based_on\" value=\"2\""]
    {
        assert!(looked.text.contains(told), "{told}: {}", looked.text);
    }
    assert!(site.page("/findings/rules").await.contains("出厂规则，本地区没有另作规定"), "looking stores nothing");

    let saved = site.submit("/findings/rules/edit", &rules(OFF, &[("based_on", "2")])).await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, "/findings/rules?saved=1"));
    let list = site.page("/findings/rules?saved=1").await;
    assert!(
        list.contains("已保存为v3") && list.contains("href=\"/undo?version=3\"") && list.contains("停用"),
        "{list}"
    );
    assert!(site.page("/findings?month=7").await.contains("数据核对：1处"));
    let csv = site.page("/findings/rules?format=csv").await;
    assert!(
        csv.contains(
            "完成率与完成数、目标数不符,完成率与完成数、目标数不符,按情形,按末位,全部,停用,本地区,停用由“否”改为“是”"
        ),
        "{csv}"
    );

    // Others wrote in between: nothing is saved, the difference is shown again.
    let other = format!("# 说明\n{OFF}");
    let moved = site.submit("/findings/rules/edit", &rules(&other, &[("based_on", "2")])).await;
    assert_eq!(moved.status, StatusCode::CONFLICT);
    assert!(moved.text.contains("数据在这期间变了，没有保存") && moved.text.contains("保存，成为v4"), "{}", moved.text);
    let same = site.submit("/findings/rules/edit", &rules(&OFF.replace('\n', "\r\n"), &[])).await;
    assert!(same.text.contains("与现在的规则相同") && !same.text.contains("name=\"based_on\""), "{}", same.text);

    // Without a rule the shipped ones hold again; and that can be taken back.
    let gone = site.submit("/findings/rules/edit", &rules("\n# 都不要了\n", &[("based_on", "3")])).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(site.page("/findings/rules?saved=1").await.contains("全部照出厂规则"));
    assert!(site.page("/findings?month=7").await.contains("数据核对：2处"));
    site.submit("/undo", "version=4").await;
    assert!(site.page("/findings/rules/edit").await.contains("停用: 是"));
}

#[tokio::test]
async fn all_mistakes_of_a_rule_file_are_told_at_their_lines_and_the_text_is_kept() {
    let site = site().await;
    let wrong = "核对规则:\n  - 规则: 增速与本期不符\n    轻重: 严重<b>\n  - 规则: 累计数比上期减少\n    停用: 对\n";
    for more in [&[][..], &[("based_on", "2")]] {
        let refused = site.submit("/findings/rules/edit", &rules(wrong, more)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for told in [
            "有3处错误，没有保存",
            "第2行第9字",
            "第3行第9字",
            "第5行第9字",
            "是不是“增速与本期、上年同期数不符”",
            "<code class=\"dk-code-line\">    轻重: 严重&#60;b&#62;</code>",
            "规则: 增速与本期不符\n",
        ] {
            assert!(refused.text.contains(told), "{told}: {}", refused.text);
        }
    }
    assert!(site.page("/findings/rules").await.contains("本地区没有另作规定"));
}
