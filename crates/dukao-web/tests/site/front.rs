//! The front page: every count leads to exactly the rows it counts.

use crate::site::Site;

/// The links of a page to the ledger with the number in their text.
fn counted(page: &str) -> Vec<(String, usize)> {
    let links = page.split("<a ").skip(1).filter_map(|rest| rest.split_once("</a>")).map(|(link, _)| link);
    let counts = links.filter_map(|link| {
        let href = link.split("href=\"").nth(1)?.split('"').next()?.replace("&#38;", "&");
        let text = link.split_once('>')?.1;
        let own = text.replace("第5位以后", "");
        let own = own.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let digits: String = own.chars().take_while(char::is_ascii_digit).collect();
        href.starts_with("/ledger?show=").then_some(())?;
        Some((href, digits.parse().ok()?))
    });
    counts.collect()
}

#[tokio::test]
async fn every_count_leads_to_the_rows_it_counts() {
    let site = Site::district().await;
    for query in ["", "?month=6"] {
        let front = site.page(&format!("/{query}")).await;
        let counts = counted(&front);
        for show in [
            "behind",
            "on_pace",
            "lagging",
            "slow",
            "normal",
            "new",
            "first_three",
            "below_fifth",
            "last_three",
            "warned",
        ] {
            assert!(counts.iter().any(|(href, _)| href.contains(&format!("show={show}"))), "{show} {counts:?}");
        }
        for (href, count) in counts {
            let ledger = site.page(&href).await;
            assert_eq!(ledger.matches("<tr><th scope=\"row\"").count(), count, "{href}");
            let chosen = ledger.split("aria-current=\"true\">").nth(1).unwrap().split("</a>").next().unwrap();
            assert!(chosen.ends_with(&format!("<span class=\"dk-c\">{count}</span>")), "{href}: {chosen}");
        }
    }
}

#[tokio::test]
async fn places_are_compared_with_what_the_words_say() {
    let site =
        Site::district_and(&["数据/2018-06兄弟区县.csv", "数据/2018-上半年报.csv", "数据/2018-上半年兄弟区县.csv"])
            .await;
    let front = site.page("/").await;
    let headline = front.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap();
    let said: Vec<&str> = headline.split("位次").nth(1).unwrap().split('，').collect();
    assert!(said.len() == 2 && said[0].starts_with("比6月") && said[1].starts_with("比上年"), "{headline}");
    for (title, word) in [("退位", "退"), ("进位", "进")] {
        let (_, rest) = front.split_once(&format!("{title}的指标</caption>")).unwrap();
        let table = rest.split("</table>").next().unwrap();
        for (against, part) in [("6月", said[0]), ("上年", said[1])] {
            match table.matches(&format!("比{against}{word}</span>")).count() {
                0 => assert!(!part.contains(word), "{headline}"),
                rows => assert!(part.contains(&format!("{word}{rows}项")), "{headline}: {rows}"),
            }
        }
    }
}

#[tokio::test]
async fn the_ranking_of_a_unit_stays_with_the_unit() {
    let site = Site::district().await;
    assert!(site.page("/indicators/P01?unit=S01").await.contains("href=\"/peers/P01?unit=S01\""));
    let page = site.page("/peers/P01?unit=S01").await;
    assert!(page.contains("name=\"unit\" value=\"S01\"") && page.contains("?by=completion&#38;unit=S01"), "{page}");
    assert!(site.page("/units/S01").await.contains("<span class=\"dk-u\"> / 20</span>"));
}
