//! The demonstration district through the same importer as anyone's, and the figures of its story.

use dukao_app::view::{Asked, Row};

use crate::support::{demo_app, import, read};

fn text<'r>(row: &'r Row, key: &str) -> &'r str {
    &row.figure(key).unwrap().text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_tells_the_story() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let front = app.front(&Asked::default()).await.unwrap();
    assert_eq!((front.basis.year, front.basis.month, front.basis.today.as_str()), (2018, 7, "2018-08-20"));
    let ledger = app.ledger(&Asked::default()).await.unwrap();
    let unjudged: Vec<String> = ledger
        .groups
        .iter()
        .flat_map(|group| &group.rows)
        .filter(|row| !row.standing.behind && !row.standing.on_pace)
        .map(|row| format!("{}：{}", row.indicator.code, row.standing.reason.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(unjudged.len(), 13, "{unjudged:#?}");
    let open = front.counts.all - front.counts.behind - front.counts.on_pace;
    assert_eq!((front.counts.all, front.counts.behind, front.counts.on_pace, open), (64, 28, 23, 13));
    assert_eq!(front.counts.warned, 9);
    assert_eq!((front.ranked, front.below_fifth, front.last_three), (14, 10, 4));
    assert_eq!(front.working_days_left, Some(91));
    assert_eq!(front.findings, 0);
    assert!(front.due.iter().any(|due| due.date == "2018-08-31"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_shows_the_source_figures() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let ledger = app.ledger(&Asked::default()).await.unwrap();
    let rows: Vec<&Row> = ledger.groups.iter().flat_map(|group| &group.rows).collect();
    let row = |code: &str| *rows.iter().find(|row| row.indicator.code == code).unwrap();
    for (code, key, expected) in [
        ("P01", "cumulative", "115.25"),
        ("P01", "shortfall", "31.75"),
        ("P01", "behind_pace", "12.60"),
        ("P01", "monthly_shortfall", "4.75"),
        ("P01", "month_on_month", "−50.0"),
        ("P01", "remaining", "136.75"),
        ("P01", "remaining_monthly", "27.35"),
        ("P01", "pressure", "1.302"),
        ("P01", "third_quarter", "189.00"),
        ("P01", "parts_total", "115.25"),
        ("P01", "rank", "9"),
        ("E03", "shortfall", "37.0"),
        ("E03", "month_on_month", "−20.3"),
        ("F01", "monthly_requirement", "10083"),
        ("F01", "monthly_shortfall", "5058"),
        ("F01", "month_on_month", "−69.0"),
        ("F01", "shortfall", "3814"),
        ("F01", "rank", "9"),
        ("E01", "shortfall", "28.50"),
        ("E02", "growth_gap", "5.4"),
        ("E05", "rank", "12"),
        ("G01", "rank", "13"),
        ("G02", "rank", "12"),
        ("L02", "rank", "11"),
        ("L02", "completion", "42.78"),
        ("P04", "behind_pace", "4.19"),
    ] {
        assert_eq!(text(row(code), key), expected, "{code} {key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let before = app.moment(None, None).await.unwrap().snapshot.book.version;
    for file in [
        "01-单位.csv",
        "02-指标-2018.csv",
        "03-目标-2018.csv",
        "04-合计关系.csv",
        "数据/2018-07月报.csv",
        "数据/2018-07兄弟区县.csv",
    ] {
        let report = import(&app, vec![(file.replace('/', "-"), read(file).unwrap())]).await;
        assert!(!report.changed, "{file}: {report:?}");
    }
    assert_eq!(app.moment(None, None).await.unwrap().snapshot.book.version, before);
}
