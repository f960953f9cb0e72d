//! Taking versions back: the data says again what it said before, and nothing is lost.

use dukao_app::{App, AppError, AsOf};

use crate::support::{content, demo_app, import, open};

async fn said(app: &App, version: Option<i64>) -> Vec<String> {
    let moment = app.moment(None, version.map(AsOf::Version)).await.unwrap();
    content(&moment.snapshot.book)
}

async fn take(app: &App, files: &[(&str, &str)]) -> i64 {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    import(app, files).await.version
}

const UNITS: &str = "代码,名称,类别,上级,生效日期\nQ0,甲区,区县,,2010-01-01\nS1,乙街道,街道,Q0,2010-01-01\n";
const INDICATORS: &str = "年度,代码,分类,名称,计量单位,数值类型\n2018,P01,项目,投资,亿元,流量\n";

/// Every version of the demonstration, from the last to the first, then all of it forward again.
#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_goes_back_step_by_step_and_forward_again() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let head = app.moment(None, None).await.unwrap().snapshot.book.version.0;
    let mut undos = Vec::new();
    for version in (2..=head).rev() {
        match app.undo(None, version).await {
            Ok(undone) => {
                undos.push((undone.version, version));
                assert_eq!(said(&app, None).await, said(&app, Some(version - 1)).await, "v{version}");
            }
            Err(AppError::NothingToUndo(_)) => {
                assert_eq!(said(&app, Some(version)).await, said(&app, Some(version - 1)).await, "v{version}");
            }
            Err(error) => panic!("v{version}: {error}"),
        }
    }
    assert!(undos.len() > 20 && said(&app, None).await.is_empty());
    for (undo, version) in undos.into_iter().rev() {
        app.undo(None, undo).await.unwrap_or_else(|error| panic!("v{undo}: {error}"));
        assert_eq!(said(&app, None).await, said(&app, Some(version)).await, "v{undo}");
    }
    assert_eq!(said(&app, None).await, said(&app, Some(head)).await);
}

/// What a later version stated anew is left alone; what nobody had stated is withdrawn, not zero.
#[tokio::test(flavor = "multi_thread")]
async fn what_later_versions_stated_stays() {
    let directory = tempfile::tempdir().unwrap();
    let app = open(&directory).await;
    take(&app, &[("单位.csv", UNITS), ("指标.csv", INDICATORS)]).await;
    take(&app, &[("一.csv", "指标,单位,期间,累计\nP01,Q0,2018-06,1\n")]).await;
    let second =
        take(&app, &[("二.csv", "指标,单位,期间,累计\nP01,Q0,2018-06,2\nP01,S1,2018-06,7\nP01,Q0,2018-07,3\n")]).await;
    take(&app, &[("三.csv", "指标,单位,期间,累计\nP01,Q0,2018-07,4\n")]).await;
    let preview = app.undo_preview(None, second).await.unwrap();
    let undone = app.undo(None, second).await.unwrap();
    assert_eq!((preview.restored, preview.withdrawn, preview.kept), (1, 1, 1));
    assert_eq!((undone.restored, undone.withdrawn, undone.kept, undone.version), (1, 1, 1, second + 2));
    let listed: Vec<_> =
        undone.figures.iter().map(|one| (one.unit_name.as_str(), one.before.as_deref(), one.after.as_str())).collect();
    assert_eq!(listed, [("甲区", Some("2 亿元"), "1 亿元"), ("乙街道", Some("7 亿元"), "")]);
    let text = said(&app, None).await.join("\n");
    assert!(text.contains("mantissa: 1") && text.contains("mantissa: 4") && !text.contains("mantissa: 7"), "{text}");
    assert!(matches!(app.undo(None, second).await, Err(AppError::NothingToUndo(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_later_versions_rest_on_is_not_taken_away() {
    let directory = tempfile::tempdir().unwrap();
    let app = open(&directory).await;
    let first = take(&app, &[("单位.csv", UNITS)]).await;
    let second = take(&app, &[("指标.csv", INDICATORS)]).await;
    let third = take(&app, &[("一.csv", "指标,单位,期间,累计\nP01,S1,2018-06,1\n")]).await;
    for version in [first, second] {
        let error = app.undo(None, version).await.unwrap_err();
        assert!(matches!(&error, AppError::StillUsed { by, .. } if *by == third), "{error}");
    }
    for version in [third, second, first] {
        app.undo(None, version).await.unwrap();
    }
    assert!(said(&app, None).await.is_empty());
    assert!(matches!(app.undo(None, 99).await, Err(AppError::UnknownVersion { .. })));
    assert!(matches!(app.undo(None, 1).await, Err(AppError::NothingToUndo(1))));
}
