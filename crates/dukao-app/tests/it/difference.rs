//! The difference before an import says what the import then does.

use dukao_app::import::Difference;
use dukao_app::{App, AppError, Severity};

use crate::support::{content, demo_app, folder, import, open, read, request};

async fn difference(app: &App, files: &[(&str, &str)]) -> Difference {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    app.difference(request(files)).await.unwrap()
}

const UNITS: &str = "代码,名称,类别,上级,生效日期\nQ0,甲区,区县,,2010-01-01\nS1,乙街道,街道,Q0,2010-01-01\n";
const INDICATORS: &str = "年度,代码,分类,名称,计量单位,数值类型,价格\n2018,P01,项目,投资,亿元,流量,现价\n";
const FIGURES: &str = "指标,单位,期间,累计,完成率\nP01,Q0,2018-06,10,50\nP01,S1,2018-06,×,\n";

fn files() -> [(&'static str, &'static str); 3] {
    [("单位.csv", UNITS), ("指标.csv", INDICATORS), ("数据.csv", FIGURES)]
}

/// Every file of the demonstration: what was foreseen comes true, and nothing was written before.
#[tokio::test(flavor = "multi_thread")]
async fn every_step_of_the_demonstration_is_foreseen() {
    let directory = tempfile::tempdir().unwrap();
    let app = open(&directory).await;
    let steps = dukao_app::demo::steps(&String::from_utf8(read("步骤.csv").unwrap()).unwrap()).unwrap();
    assert!(steps.len() > 20 && folder().is_dir());
    for step in steps.iter().take(12) {
        let files = vec![(step.file.clone(), read(&step.file).unwrap())];
        let before = app.regions().await.unwrap();
        let foreseen = app.difference(request(files.clone())).await.unwrap();
        assert_eq!(app.regions().await.unwrap(), before);
        assert!(foreseen.refused.is_empty() && foreseen.is_applicable(), "{}", step.file);
        let report = import(&app, files).await;
        let counts = |one: &dukao_app::import::ImportReport| {
            [
                one.units,
                one.indicators,
                one.targets,
                one.partitions,
                one.new_figures,
                one.revised_figures,
                one.same_figures,
            ]
        };
        assert_eq!(counts(&foreseen.report), counts(&report), "{}", step.file);
        assert_eq!(foreseen.records.len(), report.units + report.indicators + report.targets + report.partitions);
        assert_eq!(foreseen.figures.len() + foreseen.unlisted, report.new_figures + report.revised_figures);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_changed_refused_and_contradictory_are_told_cell_by_cell() {
    let directory = tempfile::tempdir().unwrap();
    let app = open(&directory).await;
    let first = difference(&app, &files()).await;
    assert_eq!((first.based_on, first.records.len(), first.figures.len()), (0, 3, 3));
    assert!(app.regions().await.unwrap().is_empty(), "a dry run makes no region");
    import(&app, files().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec()).await;

    let changed = "指标,单位,期间,累计,完成率,上年同期累计,累计增速\nP01,Q0,2018-06,12,50,10,60\nP01,S1,2018-06,5,,,\nP01,S1,2018-07,abc,,,\n";
    let renamed = "代码,名称,类别,上级,生效日期,简称\nS1,乙街道办,街道,Q0,2010-01-01,乙\n";
    let second = difference(&app, &[("单位.csv", renamed), ("新数.csv", changed)]).await;
    assert!(!second.is_applicable());
    let refused: Vec<String> = second.refused.iter().map(ToString::to_string).collect();
    assert!(refused.len() == 1 && refused[0].starts_with("新数.csv D4"), "{refused:?}");
    let unit = &second.records[0];
    assert_eq!((unit.is_new, unit.name.as_str()), (false, "S1 乙街道办"));
    let texts = |one: &(&'static str, String, String)| (one.0, one.1.clone(), one.2.clone());
    let fields: Vec<_> = unit.fields.iter().map(texts).collect();
    assert_eq!(
        fields,
        [("名称", "乙街道".to_owned(), "乙街道办".to_owned()), ("简称", String::new(), "乙".to_owned())]
    );
    let figure = |change: &dukao_app::import::FigureChange| {
        (change.unit_name.clone(), change.measure, change.before.clone(), change.after.clone(), change.cell.clone())
    };
    let figures: Vec<_> = second.figures.iter().map(figure).collect();
    let expected = [
        ("甲区", "累计", Some("10 亿元"), "12 亿元", "D2"),
        ("乙", "累计", Some("已隐去"), "5 亿元", "D3"),
        ("甲区", "上年同期累计", None, "10 亿元", "F2"),
        ("甲区", "累计增速", None, "60 %", "G2"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(unit, measure, before, after, cell)| {
            ((*unit).to_owned(), *measure, before.map(str::to_owned), (*after).to_owned(), (*cell).to_owned())
        })
        .collect();
    assert_eq!(figures, expected);
    assert_eq!(second.contradictions.len(), 1, "{:?}", second.contradictions);
    assert!(
        second.contradictions[0].finding.statement.contains("60"),
        "{}",
        second.contradictions[0].finding.statement
    );
    assert!(second.settled.is_empty() && second.refused.iter().all(|one| one.severity == Severity::Error));
}

/// What was looked at is what is applied, or nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_difference_that_others_overtook_is_not_applied() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let text = "指标,期间,累计\nP01,2018-07,116\n".as_bytes().to_vec();
    let mut request = request(vec![("一.csv".to_owned(), text.clone())]);
    let looked_at = app.difference(request.clone()).await.unwrap();
    request.based_on = Some(looked_at.based_on);
    import(&app, vec![("二.csv".to_owned(), "指标,期间,累计\nP01,2018-07,117\n".as_bytes().to_vec())]).await;
    let before = content(&app.moment(None, None).await.unwrap().snapshot.book);
    let error = app.import(request.clone()).await.unwrap_err();
    assert!(matches!(error, AppError::Moved { .. }), "{error}");
    assert_eq!(content(&app.moment(None, None).await.unwrap().snapshot.book), before);
    request.based_on = Some(app.difference(request.clone()).await.unwrap().based_on);
    assert!(app.import(request).await.unwrap().changed);
}
