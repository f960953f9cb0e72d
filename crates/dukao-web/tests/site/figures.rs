//! Every figure of every page is a link, and the trace behind it is about that figure.

use crate::site::Site;

/// June beside July, so that places have an earlier month to be compared with.
const JUNE: [&str; 3] = ["数据/2018-06兄弟区县.csv", "数据/2018-上半年报.csv", "数据/2018-上半年兄弟区县.csv"];

/// A figure of a page: the address of its trace and the digits shown.
#[derive(Debug)]
struct Figure {
    href: String,
    text: String,
}

/// The page without what begins and ends like one of `parts`.
fn without(html: &str, parts: &[(&str, &str)]) -> String {
    let mut rest = html.to_owned();
    for (open, close) in parts {
        while let Some(start) = rest.find(open) {
            let end = rest[start..].find(close).map_or(rest.len(), |at| start + at + close.len());
            rest.replace_range(start..end, "");
        }
    }
    rest
}

/// The text outside of tags, without these parts.
fn text_of(html: &str, parts: &[(&str, &str)]) -> String {
    let mut inside = false;
    let outside = |sign: &char| {
        let keep = !inside && *sign != '<';
        inside = if *sign == '<' { true } else { inside && *sign != '>' };
        keep
    };
    without(html, parts).chars().filter(outside).collect()
}

/// The figures of a page whose trace is of one of `kinds`.
fn figures(page: &str, kinds: &[&str]) -> Vec<Figure> {
    let pieces = page.split("href=\"/trace?").skip(1).filter_map(|piece| piece.split_once('"'));
    let found = pieces.map(|(query, rest)| {
        let inner = rest.split_once('>').and_then(|(_, rest)| rest.split_once("</a>")).map_or("", |(inner, _)| inner);
        let href = format!("/trace?{query}").replace("&amp;", "&").replace("&#38;", "&");
        let text = text_of(inner, &[("<span class=\"dk-w\">", "</span>")]);
        Figure { href, text: text.trim_start_matches(['进', '退', ' ']).to_owned() }
    });
    found.filter(|figure| kinds.iter().any(|kind| figure.href.contains(&format!("figure={kind}&")))).collect()
}

/// Opens the trace of each and looks for its digits in the result.
async fn open(site: &Site, figures: &[Figure]) {
    for figure in figures {
        let trace = site.page(&figure.href).await;
        let result =
            trace.split("<span>结果</span><span>").nth(1).unwrap_or_else(|| panic!("{figure:?} has no result"));
        let result = result.split("</span>").next().unwrap();
        let told = text_of(result, &[]);
        let shown = figure.text.trim_start_matches(['−', '+']);
        let is_level = shown == "持平" && told.starts_with('0');
        assert!(is_level || told.trim_start_matches('−').starts_with(shown), "{figure:?}: {told}");
    }
}

/// What in a cell is no figure: units of measure, periods, “/ 13”, against which month, the words of a document.
const NO_FIGURE: [(&str, &str); 4] = [
    ("<a ", "</a>"),
    ("<span class=\"dk-u\">", "</span>"),
    ("<span class=\"dk-w\">", "</span>"),
    ("<span class=\"dk-na\"", "</span>"),
];

/// Numbers in cells of figures that open to nothing; on a phone, where the cells are sentences, those in bold.
fn unlinked(page: &str) -> Vec<String> {
    let cells = page.split("<td class=\"").skip(1).filter_map(|rest| rest.split_once("</td>")).map(|(cell, _)| cell);
    let is_digit = |sign: char| sign.is_ascii_digit();
    let bare = cells.filter(|cell| {
        let (class, inner) = cell.split_once('>').unwrap();
        let bold = || inner.split("<b").skip(1).filter_map(|bold| bold.split_once('>')?.1.chars().next());
        match class {
            class if class.starts_with("dk-phone") => bold().any(is_digit),
            class if class.starts_with("dk-num") => text_of(inner, &NO_FIGURE).contains(is_digit),
            _ => false,
        }
    });
    bare.map(str::to_owned).collect()
}

/// What has numbers that are no figures: days left are counted by the calendar, versions and inputs lead to their cells.
const ASIDE: [(&str, &str); 3] = [
    ("<caption class=\"dk-sr\">近期到期的任务", "</table>"),
    ("<caption class=\"dk-sr\">本期数据版本", "</table>"),
    ("<section class=\"dk-trace\"", "</section>"),
];

#[tokio::test]
async fn every_number_in_a_table_opens() {
    let site = Site::district_and(&JUNE).await;
    let mut count = 0;
    for path in [
        "/",
        "/ledger",
        "/annex/1",
        "/annex/2",
        "/indicators/P01",
        "/indicators/E05",
        "/indicators/P01?unit=S09",
        "/units/S09",
        "/units/D02",
        "/peers",
        "/peers/P01",
        "/peers/P01?by=cumulative",
        "/peers/E05?by=change",
        "/peers/P01?unit=S09&by=completion",
    ] {
        let page = without(&site.page(path).await, &ASIDE);
        count += page.matches("<a class=\"dk-fig").count();
        assert_eq!(unlinked(&page), Vec::<String>::new(), "{path}");
    }
    assert!(count > 1000, "{count}");
    let bare = "<td class=\"dk-num\"><a href=\"x\">1</a> 2</td><td class=\"dk-phone\">3 <b>4</b></td>";
    assert_eq!(unlinked(bare).len(), 2);
}

const PLACES: [&str; 5] = ["rank", "to_above", "to_first", "rank_movement", "last_year_rank"];

#[tokio::test]
async fn places_open_by_the_figure_that_ranks_the_page() {
    let site = Site::district().await;
    for (path, words) in [
        ("/peers/P01", "按同比增速排位次"),
        ("/peers/P01?by=cumulative", "按累计完成排位次"),
        ("/peers/P01?by=change", "按增减额排位次"),
        ("/peers/P02", "按增速排位次"),
        ("/peers/P01?unit=S09&by=behind_pace", "按欠序时排位次"),
    ] {
        let page = site.page(path).await;
        let places = figures(&page, &PLACES);
        for kind in &PLACES[..3] {
            let count = places.iter().filter(|place| place.href.contains(&format!("figure={kind}&by="))).count();
            assert!(count >= 10, "{path} {kind}: {count}");
        }
        open(&site, &places).await;
        for place in places.iter().filter(|place| place.href.contains("by=")) {
            assert!(site.page(&place.href).await.contains(words), "{path} {place:?}");
        }
    }
    let other = site.page("/peers/P01?by=cumulative").await;
    assert!(other.contains("不可比"), "last year's place is by another figure");
}

#[tokio::test]
async fn the_panel_of_a_place_keeps_what_ranks_it() {
    let site = Site::district().await;
    let panel = site.page("/indicators/P01").await;
    assert!(!panel.contains("figure=shortfall&amp;by="), "a shortfall is no place");
    let request = axum::http::Request::get("/trace?indicator=P01&figure=to_first&by=cumulative&unit=Q00&month=7");
    let request = request.header("host", "localhost").header("HX-Request-Type", "partial");
    let panel = site.send(request.body(axum::body::Body::empty()).unwrap()).await.text;
    assert!(panel.contains("figure=to_first&#38;by=cumulative") && panel.contains("按累计完成排位次"), "{panel}");
    for (query, words) in [
        ("figure=rank&by=beauty", "参数“by”的值“beauty”不对：可用的值：growth、completion"),
        ("figure=rank&by=rank", "可用的值"),
        ("figure=shortfall&by=growth", "“累计欠账”不是位次"),
    ] {
        let answer = site.get(&format!("/trace?indicator=P01&{query}")).await;
        assert!(answer.status.is_client_error() && answer.text.contains(words), "{query}: {}", answer.text);
    }
}

#[tokio::test]
async fn figures_in_words_open() {
    let site = Site::district().await;
    let page = site.page("/indicators/P01").await;
    let outlook = page.split("今后</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    let said = figures(outlook, &["remaining", "remaining_monthly", "pressure"]);
    assert_eq!(said.len(), 3, "{outlook}");
    open(&site, &said).await;
    let facts = page.split("<dl class=\"dk-dl\">").nth(1).unwrap().split("</dl>").next().unwrap();
    let targets = figures(facts, &["target", "stretch"]);
    assert!(!targets.is_empty(), "{facts}");
    open(&site, &targets).await;
    let shares = figures(&page, &["share_of_shortfall"]);
    assert!(shares.len() > 5, "{shares:?}");
    open(&site, &shares).await;
    for path in ["/", "/ledger", "/annex/1"] {
        let paces = figures(&site.page(path).await, &["pace"]);
        assert!(!paces.is_empty(), "{path}");
        open(&site, &paces[..1]).await;
    }
}

#[tokio::test]
async fn earlier_places_and_places_won_open() {
    let site = Site::district_and(&JUNE).await;
    let front = site.page("/").await;
    let lists = front.split("退位").nth(2).unwrap().split("上级预警").next().unwrap();
    let moved = figures(lists, &["rank_movement", "period_rank_movement"]);
    let earlier: Vec<Figure> = figures(lists, &["rank", "last_year_rank"]);
    let before = |place: &&Figure| place.href.contains("last_year_rank") || place.href.contains("month=6");
    assert!(moved.len() > 6 && earlier.iter().filter(before).count() == moved.len(), "{moved:?} {earlier:?}");
    for kind in ["figure=rank_movement&", "figure=period_rank_movement&"] {
        assert!(moved.iter().any(|place| place.href.contains(kind)), "{kind}");
    }
    open(&site, &moved).await;
    open(&site, &earlier).await;
}

/// The texts of the chart of a page: address of the trace, if any, place from the left, and words.
fn chart(page: &str) -> Vec<(Option<String>, String, String)> {
    let drawn = page.split("<svg class=\"dk-chart\"").nth(1).and_then(|rest| rest.split("</svg>").next());
    let pieces = drawn.unwrap_or_else(|| panic!("no chart in {page}")).split("<text ");
    let pieces: Vec<&str> = pieces.collect();
    let texts = pieces.iter().zip(pieces.iter().skip(1)).map(|(before, text)| {
        let open = before.rsplit_once("<a class=\"dk-fig\" href=\"").filter(|(_, rest)| !rest.contains("</a>"));
        let href = open.map(|(_, rest)| rest.split('"').next().unwrap().replace("&amp;", "&"));
        let left = text.split("x=\"").nth(1).unwrap().split('"').next().unwrap();
        let words = text.split_once('>').unwrap().1.split("</text>").next().unwrap();
        (href, left.to_owned(), words.to_owned())
    });
    texts.collect()
}

/// The digits of a label: `213.56` of `去年 213.56`.
fn digits(words: &str) -> String {
    let start = words.find(|sign: char| sign.is_ascii_digit()).unwrap_or(words.len());
    words[start..].chars().take_while(|sign| sign.is_ascii_digit() || *sign == '.').collect()
}

#[tokio::test]
async fn every_figure_in_a_chart_opens() {
    let site = Site::district_and(&[&JUNE[..], &["02-指标-2017.csv", "数据/2017.csv"]].concat()).await;
    for (path, last_year) in [
        ("/indicators/P01", Some("去年 213.56")),
        ("/indicators/P01?month=6", Some("去年 213.56")),
        ("/indicators/P01?unit=S09", None),
        ("/indicators/E05", None),
        ("/indicators/E03", None),
    ] {
        let texts = chart(&site.page(path).await);
        // The value axis is a scale and the months are its other one.
        let scale = |left: &str, words: &str| left == "38" || words.trim_end_matches('月').len() < words.len();
        let bare: Vec<_> = texts.iter().filter(|(href, left, words)| href.is_none() && !scale(left, words)).collect();
        assert!(bare.iter().all(|(_, _, words)| digits(words).is_empty()), "{path}: {bare:?}");
        let linked = texts.iter().filter_map(|(href, _, words)| Some((href.as_ref()?, words)));
        let mut labels = Vec::new();
        for (href, words) in linked {
            let trace = site.page(href).await;
            let result = trace.split("<span>结果</span><span>").nth(1).unwrap_or_else(|| panic!("{words}: no result"));
            let told = text_of(result.split("</span>").next().unwrap(), &[]);
            assert!(told.trim_start_matches('−').starts_with(&digits(words)), "{path} {words}: {told}");
            labels.push(words.as_str());
        }
        assert!(labels.len() >= 3, "{path}: {labels:?}");
        assert!(last_year.is_none_or(|words| labels.contains(&words)), "{path}: {labels:?}");
    }
}
