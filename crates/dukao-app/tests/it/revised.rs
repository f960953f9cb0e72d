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
    let ledger = app.ledger(&Asked { year: Some(2018), month: Some(month), ..Asked::default() }).await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
async fn a_milestone_and_a_yes_no_are_met_by_what_the_file_says() {
    let directory = tempfile::tempdir().unwrap();
    let indicators = "年度,代码,分类,名称,计量单位,数值类型\n2018,M01,项目,大桥通车,项,节点\n2018,Y01,项目,达标,是/否,是否\n2018,Y02,项目,达标二,是/否,是否\n";
    let app = region(&directory, indicators).await;
    let targets = "年度,指标,目标类型,完成时限\n2018,M01,节点,2018-06-20\n2018,Y01,是否,\n2018,Y02,是否,\n";
    let figures = "指标,期间,完成\nM01,2018-06,2018-06-28\nY01,2018-06,是\nY02,2018-12,否\n";
    take(&app, &[("目标.csv", targets), ("数据.csv", figures)]).await;
    assert_eq!(shown(&app, "M01", 8, "days_late").await, "8");
    assert_eq!(row(&app, "M01", 8).await.standing.label, "偏慢");
    assert_eq!(row(&app, "Y01", 12).await.standing.reason.as_deref(), Some("已达到"));
    assert_eq!(row(&app, "Y02", 12).await.standing.reason.as_deref(), Some("年末未达到"));
    let again = take(&app, &[("数据.csv", figures)]).await;
    assert_eq!((again.changed, again.same_figures), (false, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_beside_its_last_month_settles_at_the_second_import() {
    let directory = tempfile::tempdir().unwrap();
    let app = region(&directory, INDICATORS).await;
    let figures = "指标,期间,当月\nP01,2018-01,1\nP01,2018-02,2\nP01,2018-03,4\nP01,2018年一季度,7\n";
    assert_eq!(take(&app, &[("数据.csv", figures)]).await.new_figures, 4);
    assert_eq!(shown(&app, "P01", 3, "month").await, "4.00");
    assert_eq!(shown(&app, "P01", 3, "cumulative").await, "7.00");
    let again = take(&app, &[("数据.csv", figures)]).await;
    assert_eq!((again.changed, again.same_figures), (false, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_changes_no_certified_figure() {
    let directory = tempfile::tempdir().unwrap();
    let app = region(&directory, INDICATORS).await;
    let stated = |standing: &str, value: &str| format!("指标,期间,累计,状态\nP01,2018-06,{value},{standing}\n");
    take(&app, &[("数据.csv", &stated("核定", "10"))]).await;
    let draft = stated("草稿", "9");
    let report = take(&app, &[("数据.csv", &draft)]).await;
    assert_eq!((report.changed, report.new_figures, report.revised_figures), (true, 0, 1));
    assert_eq!(shown(&app, "P01", 6, "cumulative").await, "10.00");
    for (standing, value) in [("草稿", "9"), ("核定", "10")] {
        assert!(!take(&app, &[("数据.csv", &stated(standing, value))]).await.changed, "{standing}");
    }
    take(&app, &[("数据.csv", &stated("核定", "11"))]).await;
    assert_eq!(shown(&app, "P01", 6, "cumulative").await, "11.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_figure_of_a_new_month_does_not_turn_the_page_but_can_be_chosen() {
    let directory = tempfile::tempdir().unwrap();
    let app = region(&directory, INDICATORS).await;
    let figures = "指标,期间,累计,当月,完成率\nP01,2018-07,7,1,70\nP01,2018-08,8,,\n";
    take(&app, &[("数据.csv", figures)]).await;
    let ledger = app.ledger(&Asked::default()).await.unwrap();
    let months: Vec<&str> = ledger.choices.months.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!((ledger.basis.month, months.last()), (7, Some(&"8")));
}
