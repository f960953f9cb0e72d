//! The ledger as its reader wants it: chosen columns, kept filters, without script.

use axum::http::StatusCode;

use crate::site::Site;

/// The heads of the table, in order.
fn heads(page: &str) -> Vec<String> {
    let head = page.split("dk-ledger").nth(1).unwrap().split("</thead>").next().unwrap();
    let cells = head.split("<th scope=\"col\"").skip(1).map(|cell| cell.split_once('>').unwrap().1);
    cells
        .map(|cell| {
            cell.split("<span")
                .next()
                .unwrap()
                .split(['<', '>'])
                .max_by_key(|part| !part.is_ascii())
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn rows(page: &str) -> usize {
    page.matches("<tr><th scope=\"row\"").count()
}

#[tokio::test]
async fn the_reader_chooses_the_columns() {
    let site = Site::district().await;
    let usual = site.page("/ledger").await;
    let shown = [
        "指标",
        "单位",
        "责任单位",
        "年度目标",
        "7月",
        "1—7月",
        "同比",
        "完成率",
        "序时",
        "与序时比",
        "累计欠账",
        "剩余月均",
        "位次",
        "摘要",
        "状态",
    ];
    assert_eq!(heads(&usual), shown);
    assert!(usual.contains("指标名称总是显示，不能去掉") && usual.contains("恢复默认"));
    // As a form sends it, and as links write it.
    let form = "cols=indicator&cols=code&cols=target&cols=monthly_shortfall&cols=last_year_rank";
    let few = site.page(&format!("/ledger?{form}&month=7&sort=target")).await;
    assert_eq!(heads(&few), ["指标", "代码", "年度目标", "当月新账", "上年位次", "摘要", "状态"]);
    assert!(few.contains("class=\"dk-light dk-narrow\""), "the light stays for the phone");
    assert!(few.contains("cols=code%2Ctarget%2Cmonthly_shortfall%2Clast_year_rank"), "links keep the columns");
    assert!(few.contains(&format!(
        "href=\"/ledger?{}&#38;month=7&#38;sort=target&#38;format=xlsx\"",
        form.replace('&', "&#38;")
    )));
    assert!(few.contains("name=\"cols\" value=\"monthly_shortfall\" checked"));
    assert!(few.contains("name=\"sort\" value=\"target\""), "the form of the columns keeps the order");
    assert_eq!(heads(&site.page("/ledger?cols=indicator").await), ["指标", "摘要", "状态"]);
    assert_eq!(heads(&site.page("/ledger?cols=").await), shown);
    let wrong = site.get("/ledger?cols=target,beauty").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text.contains("beauty") && wrong.text.contains("可用的值") && wrong.text.contains("lead_unit"));
    let csv = site.page("/ledger?cols=target,rank&show=behind&format=csv").await;
    assert!(csv.contains("\n指标,全年目标,位次,参评\r\n"), "{csv}");
    assert!(site.page("/ledger?cols=target&format=json").await.contains("\"completion\""));
}

#[tokio::test]
async fn every_column_has_a_head_and_a_cell() {
    let site = Site::district().await;
    let all = dukao_app::selection::LedgerColumn::ALL.map(dukao_app::selection::LedgerColumn::key).join(",");
    let page = site.page(&format!("/ledger?cols={all}")).await;
    let heads = heads(&page).len();
    assert_eq!(heads, dukao_app::selection::LedgerColumn::ALL.len() + 2);
    for row in page.split("<tr><th scope=\"row\"").skip(1) {
        let row = row.split("</tr>").next().unwrap();
        assert_eq!(row.matches("<td").count() + 1, heads, "{row}");
    }
    for column in dukao_app::selection::LedgerColumn::ALL.into_iter().filter(|column| column.sorts()) {
        site.page(&format!("/ledger?sort={}&cols={all}", column.key())).await;
    }
}

#[tokio::test]
async fn a_query_is_kept_found_again_and_removed() {
    let site = Site::district().await;
    assert!(site.page("/ledger").await.contains("还没有存过"));
    let query = "show=behind&lead=D03&sort=shortfall&cols=target%2Cshortfall";
    let name = "name=%E6%AC%A0%E8%B4%A6%3C%E6%8A%95%E8%B5%84%3E"; // 欠账<投资>
    let saved = site.submit(&format!("/ledger/filters?{query}&month=7"), name).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert_eq!(saved.header("location"), format!("/ledger?{query}&month=7&kept=saved"));
    let page = site.page(saved.header("location")).await;
    assert!(page.contains("role=\"status\">已保存"));
    let wanted = rows(&page);
    assert!(wanted > 0 && page.contains("aria-current=\"true\">欠账&#60;投资&#62;</a>"), "{page}");
    assert!(page.contains("未达；责任单位") && page.contains("按累计欠账从大到小；列：年度目标、累计欠账"));

    // From anywhere on the ledger, one link leads back; the month stays that of the page.
    let other = site.page("/ledger?month=6&density=loose").await;
    let link =
        other.split("href=\"").map(|rest| rest.split('"').next().unwrap()).find(|link| link.contains("lead=D03"));
    let link = link.unwrap().replace("&#38;", "&");
    assert_eq!(link, format!("/ledger?{query}&density=loose&month=6"));
    assert!(rows(&site.page(&link).await) > 0);

    let taken = site.submit("/ledger/filters?show=new", name).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "id=\"dk-kept\" open",
        "已有叫“欠账&#60;投资&#62;”的常用筛选",
        "value=\"欠账&#60;投资&#62;\"",
        "id=\"filter-err\"",
    ] {
        assert!(taken.text.contains(kept), "{kept}: {}", taken.text);
    }
    let replaced = site.submit("/ledger/filters?show=new", &format!("{name}&replace=1")).await;
    assert_eq!(replaced.header("location"), "/ledger?show=new&kept=saved");
    let nameless = site.submit("/ledger/filters", "name=+").await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text.contains("起个名字"));

    let earlier = site.page("/ledger?as-of=v2").await;
    assert!(earlier.contains("正在看较早的版本，不能存") && !earlier.contains("/ledger/filters/remove"));
    for _ in 0..2 {
        let removed = site.submit("/ledger/filters/remove?show=new", name).await;
        assert_eq!(removed.header("location"), "/ledger?show=new&kept=removed");
    }
    assert!(site.page("/ledger").await.contains("还没有存过"));
    assert_eq!(site.submit("/ledger/filters?cols=beauty", name).await.status, StatusCode::BAD_REQUEST);
}
