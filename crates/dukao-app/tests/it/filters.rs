//! Filters that are kept: versions of the region like anything else, there again after a restore.

use dukao_app::safety::restore;
use dukao_app::selection::{SaveFilter, Selection, StoredFilter};
use dukao_app::tables::{self, ChosenLedger, FileKind};
use dukao_app::view::Asked;
use dukao_app::{Actor, App, AppError, AsOf, Version};

use crate::support::{demo_app, open};

fn me() -> Actor {
    Actor { kind: "operator".to_owned(), id: "本机".to_owned() }
}

fn selection(pairs: &[(&str, &str)]) -> Selection {
    Selection::parse(|name| pairs.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())).unwrap()
}

fn named(name: &str, pairs: &[(&str, &str)]) -> SaveFilter {
    SaveFilter {
        region: None,
        name: name.to_owned(),
        filter: StoredFilter::of(&selection(pairs), None),
        replace: false,
    }
}

async fn names(app: &App, version: Option<i64>) -> Vec<String> {
    let asked = Asked { as_of: version.map(AsOf::Version), ..Asked::default() };
    app.ledger(&asked).await.unwrap().filters.into_iter().map(|kept| kept.name).collect()
}

fn wrong_name(result: Result<dukao_app::selection::SavedFilter, AppError>) -> String {
    match result {
        Err(AppError::FilterName(message)) => message,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_is_a_version_with_an_audit_entry_and_can_be_taken_back() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let head = app.version(None, None).await.unwrap().version;
    let owing = [("show", "behind"), ("sort", "shortfall"), ("cols", "target,shortfall")];
    let saved = app.save_filter(named(" 欠账 ", &owing)).await.unwrap();
    assert_eq!((saved.version, saved.changed, saved.name.as_str()), (head + 1, true, "欠账"));
    let again = app.save_filter(named("欠账", &owing)).await.unwrap();
    assert_eq!((again.version, again.changed), (head + 1, false), "said twice, stored once");

    let other = [("show", "new")];
    assert!(wrong_name(app.save_filter(named("欠账", &other)).await).contains("已有叫“欠账”的"));
    assert!(wrong_name(app.save_filter(named("", &other)).await).contains("起个名字"));
    assert!(wrong_name(app.save_filter(named("名".repeat(21).as_str(), &other)).await).contains("最多20个字"));
    let replaced = app.save_filter(SaveFilter { replace: true, ..named("欠账", &other) }).await.unwrap();
    assert_eq!(app.filter(&Asked::default(), "欠账").await.unwrap().selection(), selection(&other));
    let then = Asked { as_of: Some(AsOf::Version(saved.version)), ..Asked::default() };
    assert_eq!(app.filter(&then, "欠账").await.unwrap().selection(), selection(&owing), "as it was");

    app.undo(None, replaced.version).await.unwrap();
    assert_eq!(app.filter(&Asked::default(), "欠账").await.unwrap().selection(), selection(&owing));
    let removed = app.remove_filter(None, " 欠账").await.unwrap();
    assert_eq!((names(&app, None).await.len(), names(&app, Some(removed.version - 1)).await.len()), (0, 1));
    app.undo(None, removed.version).await.unwrap();
    assert_eq!(names(&app, None).await, ["欠账"]);
    let region = app.region(None).await.unwrap().id;
    let audit = app.store().audit(region, Version(head), 100).await.unwrap();
    let acts: Vec<&str> = audit.iter().map(|row| row.entry.act.as_str()).collect();
    assert_eq!(acts, ["filter.save", "filter.save", "undo", "filter.remove", "undo"]);
    assert!(audit.iter().all(|row| row.actor == me() && row.entry.subject.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_with_what_is() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let none = app.filter(&Asked::default(), "欠账").await.unwrap_err().to_string();
    assert_eq!(none, "没有叫“欠账”的常用筛选；还没有存过");
    app.save_filter(named("本周要看", &[("show", "new")])).await.unwrap();
    app.save_filter(named("前三", &[("show", "first_three")])).await.unwrap();
    let error = app.remove_filter(None, "欠账").await.unwrap_err();
    assert_eq!(error.to_string(), "没有叫“欠账”的常用筛选；有：前三、本周要看");
    assert!(error.is_not_found());
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_in_the_backup() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let app = demo_app(&directory).await;
    app.save_filter(named("本周要看", &[("show", "new"), ("lead", "D02")])).await.unwrap();
    let archive = directory.path().join("备份.zip");
    app.backup(&archive).await.unwrap();
    restore(&archive, other.path().join("demo.db").to_str().unwrap()).await.unwrap();
    let restored = open(&other).await;
    let filter = restored.filter(&Asked::default(), "本周要看").await.unwrap();
    assert_eq!(filter.selection(), selection(&[("show", "new"), ("lead", "D02")]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_the_chosen_columns_and_rows_and_json_everything() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let chosen =
        selection(&[("show", "behind"), ("sort", "shortfall"), ("cols", "code,target,gap,monthly_shortfall,rank")]);
    let whole = app.ledger(&Asked { month: Some(7), ..Asked::default() }).await.unwrap();
    let ledger = chosen.of(whole.clone());
    let view = ChosenLedger { ledger: &ledger, columns: &chosen.columns };
    let text = String::from_utf8(tables::file(&view, FileKind::Csv).unwrap()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let head = lines.iter().position(|line| line.starts_with("代码,")).unwrap();
    assert_eq!(lines[head], "代码,指标,全年目标,欠序时（百分点）,差距,按什么,当月新账,位次,参评");
    let rows: Vec<&str> =
        lines.iter().skip(head + 1).copied().take_while(|line| line.matches(',').count() > 6).collect();
    assert_eq!(rows.len(), whole.counts.behind);
    let first = &ledger.groups[0].rows[0];
    let owing = |row: &dukao_app::view::Row| row.figure("shortfall").unwrap().value.clone();
    assert!(rows[0].starts_with(&format!("{},{},", first.indicator.code, first.indicator.name)), "{}", rows[0]);
    assert!(owing(first).is_some());
    let json = String::from_utf8(tables::file(&view, FileKind::Json).unwrap()).unwrap();
    assert!(json.contains("\"cumulative\"") && json.contains("\"lead_unit\""));
    assert!(tables::workbook(&view).unwrap().starts_with(b"PK"));
    let usual = ChosenLedger { ledger: &whole, columns: &Selection::default().columns };
    assert_eq!(tables::text(&usual).unwrap(), tables::text(&whole).unwrap());
}
