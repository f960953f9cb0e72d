//! A few fragments as they are sent, so that a change of words is seen.

use crate::site::Site;

/// What stands between two marks, the first one included.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page.find(from).unwrap_or_else(|| panic!("{from}"));
    let rest = &page[start..];
    &rest[..rest.find(to).unwrap_or_else(|| panic!("{to}"))]
}

#[tokio::test]
async fn key_fragments() {
    let site = Site::district().await;
    let front = site.page("/").await;
    insta::assert_snapshot!("front_headline", between(&front, "<h1>", "</h1>"));
    insta::assert_snapshot!("front_row", between(&front, "<tr><th scope=\"row\" title=\"固定资产投资\">", "</tr>"));
    let ledger = site.page("/ledger").await;
    insta::assert_snapshot!("ledger_row", between(&ledger, "<tr><th scope=\"row\" title=\"固定资产投资\">", "</tr>"));
    let indicator = site.page("/indicators/P01").await;
    insta::assert_snapshot!("indicator_sentence", between(&indicator, "<p class=\"dk-lead\">", "</p>"));
    insta::assert_snapshot!(
        "indicator_chart",
        between(&indicator, "<svg class=\"dk-chart\"", "</svg>").replace("/><", "/>\n<")
    );
    let trace = site.page("/trace?indicator=P01&figure=shortfall&year=2018&month=7").await;
    insta::assert_snapshot!("trace", between(&trace, "<section class=\"dk-trace\"", "</section>"));
    let annex = site.page("/annex/1").await;
    insta::assert_snapshot!("annex_row", between(&annex, "<tr><td class=\"dk-mid-c dk-num\">14</td>", "</tr>"));
}

#[tokio::test]
async fn the_ledger_filters_and_sorts() {
    let site = Site::district().await;
    let rows = |page: &str| page.matches("<tr><th scope=\"row\"").count();
    let all = rows(&site.page("/ledger").await);
    let lagging = site.page("/ledger?show=lagging").await;
    assert!(rows(&lagging) > 0 && rows(&lagging) < all);
    assert!(!between(&lagging, "<tbody>", "</tbody>").contains("dk-lt-g"));
    let found = rows(&site.page("/ledger?q=%E5%9B%BA%E5%AE%9A%E8%B5%84%E4%BA%A7%E6%8A%95%E8%B5%84").await);
    assert!(found > 0 && found < all, "固定资产投资: {found} of {all}");
    let led = site.page("/ledger?lead=D02").await;
    let office = led.matches("<td class=\"dk-unit\">区统计局</td>").count();
    assert!(office > 0 && office == rows(&led), "{office} of {}", rows(&led));
    let sorted = site.page("/ledger?sort=gap").await;
    assert!(sorted.contains("aria-sort=\"descending\"") && !sorted.contains("class=\"dk-grp\""));
    let first = sorted.find("固定资产投资</a>").unwrap();
    assert!(first < sorted.find("社会消费品零售总额</a>").unwrap(), "the widest gap stands first");
    assert!(site.page("/ledger?q=nothing").await.contains("没有符合条件的指标"));
}
