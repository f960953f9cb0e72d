//! What a later import may change and what it may not, through the importer.

use dukao_app::App;
use dukao_app::import::ImportReport;
use dukao_app::view::{Asked, Row};

use crate::support::{import, open};

const UNITS: &str = "代码,名称,类别,上级,生效日期\nQ0,甲区,区县,,2010-01-01\nQ9,别区,兄弟区县,,2010-01-01\nS1,乙街道,街道,Q0,2010-01-01\nS2,丙街道,街道,Q0,2010-01-01\nS3,丁街道,街道,Q0,2010-01-01\n";
const INDICATORS: &str = "年度,代码,分类,名称,计量单位,数值类型\n2018,P01,项目,投资,亿元,流量\n";

/// A new region with units and indicators.
async fn region(directory: &tempfile::TempDir, indicators: &str) -> App {
    let app = open(directory).await;
    take(&app, &[("单位.csv", UNITS), ("指标.csv", indicators)]).await;
    app
}

async fn take(app: &App, files: &[(&str, &str)]) -> ImportReport {
    import(app, files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()).await
}

/// A row of the ledger as of a month.
async fn row(app: &App, indicator: &str, month: u8) -> Row {
    let ledger = app.ledger(&Asked { month: Some(month), ..Asked::default() }).await.unwrap();
    let rows = ledger.groups.into_iter().flat_map(|group| group.rows);
    rows.into_iter().find(|row| row.indicator.code == indicator).unwrap()
}

async fn shown(app: &App, indicator: &str, month: u8, figure: &str) -> String {
    row(app, indicator, month).await.figure(figure).unwrap().text.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_street_that_moved_leaves_the_sum_of_june_as_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let app = region(&directory, INDICATORS).await;
    let figures = "指标,单位,期间,累计\nP01,S1,2018-06,1\nP01,S2,2018-06,2\nP01,S3,2018-06,4\nP01,S1,2018-08,1\nP01,S2,2018-08,2\nP01,S3,2018-08,4\n";
    take(&app, &[("数据.csv", figures)]).await;
    let june = shown(&app, "P01", 6, "parts_total").await;
    let moved = "代码,名称,类别,上级,生效日期\nS3,丁街道,街道,Q9,2018-08-01\n";
    let report = take(&app, &[("单位.csv", moved)]).await;
    assert_eq!((report.changed, report.units), (true, 1));
    assert_eq!((june.as_str(), shown(&app, "P01", 6, "parts_total").await.as_str()), ("7.00", "7.00"));
    assert_eq!(shown(&app, "P01", 8, "parts_total").await, "3.00");
    assert!(!take(&app, &[("单位.csv", moved), ("单位旧.csv", UNITS)]).await.changed);
}
