//! Published tables that come in one after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dukao_app::import::{ImportReport, ImportRequest};
use dukao_app::view::{Asked, Row};
use dukao_app::{App, FixedClock, Micros};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

async fn import(app: &App, name: &str, text: &str, mapping: &str) -> ImportReport {
    let request = ImportRequest::of(vec![(name.to_owned(), text.as_bytes().to_vec())]);
    app.import(request.mapped(("映射.yaml".to_owned(), mapping.as_bytes().to_vec()))).await.unwrap()
}

fn row<'r>(rows: &'r [Row], code: &str) -> &'r Row {
    rows.iter().find(|row| row.indicator.code == code).unwrap()
}

/// The first quarter's table and the third quarter's: the stages stand side by side.
#[tokio::test]
async fn stage_targets_of_later_tables_add_to_the_earlier_ones() {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("x.db").to_string_lossy().into_owned();
    let app = App::open(&url, Arc::new(FixedClock(Micros(1)))).await.unwrap();
    let mapping = std::fs::read_to_string(examples().join("dazhou-staged-targets/mapping.yaml")).unwrap();
    let mapping = mapping.split("合计关系").next().unwrap().to_owned();
    let head = "period,region,fai_growth_pct,annual_plan_yi,stage,stage_target_yi,done_yi\n";
    let first = format!("{head}2018-03,达州市,,527.3,一季度,100,80\n");
    let third = format!("{head}2018-07,达州市,,527.3,前三季度,371.5,291.5\n");
    import(&app, "一季度.csv", &first, &mapping).await;
    import(&app, "七月.csv", &third, &mapping).await;
    let rows =
        |ledger: dukao_app::view::Ledger| ledger.groups.into_iter().flat_map(|group| group.rows).collect::<Vec<_>>();
    let march = rows(app.ledger(&Asked { year: Some(2018), month: Some(3), ..Asked::default() }).await.unwrap());
    let july = rows(app.ledger(&Asked { year: Some(2018), month: Some(7), ..Asked::default() }).await.unwrap());
    let code =
        march.iter().find(|row| row.figure("stage_completion").unwrap().is_known()).unwrap().indicator.code.clone();
    assert_eq!(row(&march, &code).figure("stage_completion").unwrap().text, "80.00");
    assert_eq!(row(&july, &code).figure("stage_completion").unwrap().text, "78.47");
    let again = import(&app, "七月.csv", &third, &mapping).await;
    assert!(!again.changed, "{again:?}");
    let wan = third.replace("371.5", "3715000").replace("291.5", "2915000").replace("527.3", "5273000");
    import(&app, "万元.csv", &wan, &mapping.replace("亿元}", "万元}")).await;
    let july = rows(app.ledger(&Asked { year: Some(2018), month: Some(7), ..Asked::default() }).await.unwrap());
    assert_eq!(row(&july, &code).figure("stage_completion").unwrap().text, "78.47", "万元 beside 亿元");
}

/// A mistyped region is told, not made.
#[tokio::test]
async fn a_second_region_is_not_made_by_a_typing_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let url = folder.path().join("x.db").to_string_lossy().into_owned();
    let app = App::open(&url, Arc::new(FixedClock(Micros(1)))).await.unwrap();
    let mapping = std::fs::read_to_string(examples().join("hunan-oldhousing-2021-08/mapping.yaml")).unwrap();
    let data = std::fs::read_to_string(examples().join("hunan-oldhousing-2021-08/data.csv")).unwrap();
    import(&app, "八月.csv", &data, &mapping).await;
    let request = ImportRequest::of(vec![("八月.csv".to_owned(), data.into_bytes())]);
    let request = request.mapped(("映射.yaml".to_owned(), mapping.into_bytes()));
    let request = ImportRequest { region: Some("写错了".to_owned()), ..request };
    assert!(matches!(app.import(request).await, Err(dukao_app::AppError::UnknownRegion(_))));
    assert_eq!(app.regions().await.unwrap().len(), 1);
}
