//! A table confirmed once is read by itself next month; an unknown one never is.

use dukao_app::import::{FileMapping, ImportRequest, Manner, Upload};
use dukao_app::{App, AppError};

use crate::support::{content, open, request};

fn table(month: u8, first: &str, second: &str) -> (String, Vec<u8>) {
    let text = format!(
        "云栖市2019年{month}月一般公共预算收入完成情况,,,,\n单位：万元,,,,\n县区,年初预算,本月完成,累计完成,同比增长（%）\n\
         东岭县,60000,{first},3.2\n西岭县,40000,{second},-1.5\n"
    );
    (format!("收入{month}月.csv"), text.into_bytes())
}

async fn manner(app: &App, file: &(String, Vec<u8>)) -> Manner {
    let upload = Upload { files: vec![file.clone()], ..Upload::default() };
    app.manners(&upload).await.unwrap().remove(0).1
}

async fn months(app: &App) -> usize {
    let moment = app.moment(None, None).await.unwrap();
    content(&moment.snapshot.book).iter().filter(|line| line.contains("Cumulative ")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_layout_that_was_confirmed_is_read_without_asking() {
    let directory = tempfile::tempdir().unwrap();
    let app = open(&directory).await;
    let may = table(5, "4000.1,25000.0", "3876.4,15123.0");
    let Manner::Guessed(guessed) = manner(&app, &may).await else { panic!("an unknown table is guessed") };
    assert!(guessed.guess.is_sure(), "{:?}", guessed.guess.tables[0].doubts);
    let refused = app.import(request(vec![may.clone()])).await;
    assert!(matches!(refused, Err(AppError::Refused(_))), "nothing is taken in by a guess alone: {refused:?}");

    let text = guessed.guess.mapping().unwrap();
    let mapping = FileMapping { file: Some(may.0.clone()), name: "收入.yaml".to_owned(), bytes: text.into_bytes() };
    let confirmed = ImportRequest { mappings: vec![mapping], ..request(vec![may.clone()]) };
    let report = app.import(confirmed).await.unwrap();
    assert!(report.new_figures >= 6, "{report:?}");

    let june = table(6, "4100.0,29100.0", "3900.0,19023.0");
    assert!(matches!(manner(&app, &june).await, Manner::Saved(_)));
    let before = months(&app).await;
    let report = app.import(request(vec![june.clone()])).await.unwrap();
    assert!(report.changed && report.revised_figures == 0 && report.new_figures >= 6, "{report:?}");
    assert_eq!(months(&app).await, before);
    assert!(!app.import(request(vec![june])).await.unwrap().changed, "the same file twice changes nothing");

    let mut other = table(7, "1,2", "3,4");
    other.1 = String::from_utf8(other.1).unwrap().replace("累计完成", "其他").into_bytes();
    assert!(matches!(manner(&app, &other).await, Manner::Guessed(_)), "another layout is asked about");
    assert!(app.import(request(vec![other])).await.is_err());
}
