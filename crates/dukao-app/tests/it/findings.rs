//! What is said about findings: states, owners, versions, undo; and a region's own rules.

use dukao_app::findings::{ExplainRequest, FindingState, RuleFile};
use dukao_app::rights::Caller;
use dukao_app::view::{Asked, FindingFilter, FindingsView, ListedFinding};
use dukao_app::{App, AppError, AsOf};
use dukao_core::check::{Rule, Severity};

use crate::support::{demo_app, import, open};

const KEY: &str = "completion:P01:Q00:2018-07:completion";

async fn take(app: &App, name: &str, text: &str) -> i64 {
    import(app, vec![(name.to_owned(), text.as_bytes().to_vec())]).await.version
}

/// A wrong completion of P01 in July.
async fn wrong(app: &App, rate: &str) -> i64 {
    take(app, &format!("通报{rate}.csv"), &format!("指标,期间,完成率\nP01,2018-07,{rate}\n")).await
}

fn asked(version: Option<i64>) -> Asked {
    Asked { year: Some(2018), month: Some(7), as_of: version.map(AsOf::Version), ..Asked::default() }
}

async fn view(app: &App, state: Option<FindingState>) -> FindingsView {
    app.findings_by(&asked(None), FindingFilter { state, ..FindingFilter::default() }, None).await.unwrap()
}

async fn only(app: &App, version: Option<i64>) -> ListedFinding {
    let mut found = app.findings(&asked(version)).await.unwrap().findings;
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn saying(text: &str) -> ExplainRequest {
    ExplainRequest {
        region: None,
        key: KEY.to_owned(),
        state: None,
        text: text.to_owned(),
        owner_unit: String::new(),
        owner_person: String::new(),
        seen: None,
    }
}

async fn explain(app: &App, text: &str) -> i64 {
    app.called_by(Caller::operator("统计科")).explain_finding(saying(text)).await.unwrap().version
}

fn text(one: &ListedFinding) -> &str {
    one.explanation.as_ref().map_or("", |said| said.text.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_goes_from_open_to_explained_to_outdated_to_corrected() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    wrong(&app, "46.7").await;
    let found = only(&app, None).await;
    assert_eq!((found.key.as_str(), found.state, found.owner.as_str()), (KEY, FindingState::Open, ""));

    let assigned = ExplainRequest { owner_unit: "D02".to_owned(), owner_person: "统计员".to_owned(), ..saying("") };
    app.explain_finding(assigned).await.unwrap();
    let found = only(&app, None).await;
    assert_eq!((found.state, found.owner_unit.as_deref()), (FindingState::Open, Some("D02")));
    assert!(found.owner.ends_with(" 统计员"), "{}", found.owner);

    let said = explain(&app, "通报按调整前的目标计算").await;
    let found = only(&app, None).await;
    let explanation = found.explanation.clone().unwrap();
    assert_eq!((found.state, text(&found)), (FindingState::Explained, "通报按调整前的目标计算"));
    assert_eq!((explanation.by.as_str(), explanation.version), ("统计科", said));
    assert_eq!((explanation.based_on, explanation.outdated), (said - 1, false));
    assert!(!explanation.at.is_empty());
    assert_eq!(explain(&app, "通报按调整前的目标计算").await, said, "said twice, stored once");

    wrong(&app, "46.9").await;
    let found = only(&app, None).await;
    assert_eq!((found.state, text(&found)), (FindingState::Open, "通报按调整前的目标计算"));
    assert!(found.explanation.as_ref().unwrap().outdated);

    let right = wrong(&app, "45.73").await;
    take(&app, "别的.csv", "指标,期间,进展\nP01,2018-07,按计划进行\n").await;
    assert_eq!(app.findings(&asked(None)).await.unwrap().findings, []);
    let corrected = view(&app, Some(FindingState::Corrected)).await;
    assert_eq!((corrected.counts.total, corrected.counts.corrected), (0, 1));
    assert_eq!((corrected.findings[0].corrected_in, corrected.findings[0].key.as_str()), (Some(right), KEY));
    let gone = app.finding(&asked(None), KEY).await.unwrap();
    assert_eq!((gone.finding.state, gone.history.len()), (FindingState::Corrected, 2));
    assert!(matches!(app.explain_finding(saying("再说")).await, Err(AppError::UnknownFinding(_))));

    // Earlier versions show what was said then.
    assert_eq!(text(&only(&app, Some(said)).await), "通报按调整前的目标计算");
    assert_eq!(only(&app, Some(said)).await.state, FindingState::Explained);
    assert_eq!(text(&only(&app, Some(said - 1)).await), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn explanations_stand_beside_the_figure_and_are_undone_like_anything_else() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    wrong(&app, "46.7").await;
    explain(&app, "第一次说明").await;
    let second = app
        .explain_finding(ExplainRequest {
            state: Some(FindingState::Dismissed), ..saying("不改，下月一并更正")
        })
        .await
        .unwrap();
    assert_eq!(second.state, FindingState::Dismissed);
    let page = app.indicator_page(&asked(None), "P01").await.unwrap();
    assert_eq!(page.explained.iter().map(text).collect::<Vec<_>>(), ["不改，下月一并更正"]);
    let trace = app.trace(&asked(None), "P01", "completion").await.unwrap();
    assert_eq!(trace.explained.iter().map(text).collect::<Vec<_>>(), ["不改，下月一并更正"]);
    assert!(app.trace(&asked(None), "E01", "completion").await.unwrap().explained.is_empty());

    let undone = app.undo(None, second.version).await.unwrap();
    assert_eq!(undone.records, 1);
    let found = only(&app, None).await;
    assert_eq!((found.state, text(&found)), (FindingState::Explained, "第一次说明"));
    app.undo(None, undone.version).await.unwrap();
    assert_eq!(only(&app, None).await.state, FindingState::Dismissed);
    // Whoever opens the database anew reads the same.
    assert_eq!(only(&open(&directory).await, None).await, only(&app, None).await);
    let history = app.finding(&asked(None), KEY).await.unwrap().history;
    assert_eq!(history.iter().map(|said| said.text.as_str()).collect::<Vec<_>>().len(), 4);
    let audit = app.store().audit(app.region(None).await.unwrap().id, dukao_app::Version(0), 1000).await.unwrap();
    assert_eq!(audit.iter().filter(|row| row.entry.act == "finding.explain").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_told_and_nothing_is_stored() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let head = wrong(&app, "46.7").await;
    let request = ExplainRequest {
        state: Some(FindingState::Dismissed),
        owner_unit: "没有的单位".to_owned(),
        owner_person: "名".repeat(41),
        ..saying(" ")
    };
    let Err(AppError::Explanation(problems)) = app.explain_finding(request).await else { panic!("stored") };
    assert_eq!(problems.iter().map(|one| one.field).collect::<Vec<_>>(), ["text", "owner_person", "owner_unit"]);
    let request = ExplainRequest { state: Some(FindingState::Corrected), ..saying(&"长".repeat(1001)) };
    let Err(AppError::Explanation(problems)) = app.explain_finding(request).await else { panic!("stored") };
    assert_eq!(problems.iter().map(|one| one.field).collect::<Vec<_>>(), ["state", "text"]);
    for key in ["growth:P01:Q00:2018-07:cumulative_growth", "", "completion:P01:Q00:1950-07:completion"] {
        let request = ExplainRequest { key: key.to_owned(), ..saying("说明") };
        assert!(matches!(app.explain_finding(request).await, Err(AppError::UnknownFinding(_))), "{key}");
        assert!(matches!(app.finding(&asked(None), key).await, Err(AppError::UnknownFinding(_))), "{key}");
    }
    assert_eq!(app.findings(&asked(None)).await.unwrap().basis.version, head);
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_filtered_and_counted() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    wrong(&app, "46.7").await;
    take(&app, "位次.csv", "指标,单位,期间,上年位次\nE05,Q03,2018-07,14\n").await;
    app.explain_finding(ExplainRequest { owner_unit: "D02".to_owned(), ..saying("已核") }).await.unwrap();
    let keys = async |filter: FindingFilter| {
        let view = app.findings_by(&asked(None), filter, None).await.unwrap();
        assert_eq!((view.counts.total, view.counts.errors, view.counts.warnings), (2, 1, 1));
        assert_eq!((view.counts.open, view.counts.explained), (1, 1));
        assert_eq!(view.places.len(), view.findings.len());
        view.findings.into_iter().map(|one| one.indicator.clone()).collect::<Vec<_>>()
    };
    let all = FindingFilter::default;
    assert_eq!(keys(all()).await, ["P01", "E05"]);
    assert_eq!(keys(FindingFilter { state: Some(FindingState::Open), ..all() }).await, ["E05"]);
    assert_eq!(keys(FindingFilter { state: Some(FindingState::Corrected), ..all() }).await, [""; 0]);
    assert_eq!(keys(FindingFilter { severity: Some(Severity::Warning), ..all() }).await, ["E05"]);
    assert_eq!(keys(FindingFilter { rule: Some(Rule::Completion), ..all() }).await, ["P01"]);
    assert_eq!(keys(FindingFilter { owner: Some("D02".to_owned()), ..all() }).await, ["P01"]);
    assert_eq!(keys(FindingFilter { owner: Some("-".to_owned()), ..all() }).await, ["E05"]);
    assert_eq!(keys(FindingFilter { indicator: Some("E05".to_owned()), ..all() }).await, ["E05"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn own_rules_are_tried_saved_shown_and_undone() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let head = wrong(&app, "46.7").await;
    let text = "核对规则:\n  - 规则: 完成率与完成数、目标数不符\n    名称: 完成率\n    允许误差: 另加 1 个百分点\n    适用: {指标: P01}\n";
    let file = RuleFile::read("我区.yaml", text.as_bytes()).unwrap();
    let tried = app.findings_by(&asked(None), FindingFilter::default(), Some(&file.in_force().unwrap())).await.unwrap();
    assert_eq!((tried.findings.len(), tried.basis.version), (0, head));
    assert_eq!(app.findings(&asked(None)).await.unwrap().findings.len(), 1, "trying stores nothing");

    let saved = app.save_rules(None, &file).await.unwrap();
    assert_eq!((saved.version, saved.changed, saved.settings), (head + 1, true, 1));
    assert!(!app.save_rules(None, &file).await.unwrap().changed);
    assert_eq!(app.findings(&asked(None)).await.unwrap().findings, []);
    assert_eq!(app.findings(&asked(Some(head))).await.unwrap().findings.len(), 1, "the rules of then");
    let rules = app.rules(&asked(None)).await.unwrap();
    assert_eq!((rules.file.as_deref(), rules.version), (Some("我区.yaml"), Some(head + 1)));
    assert_eq!(rules.rules.len(), Rule::ALL.len() + 1);
    assert_eq!(
        rules.rules[0].differences,
        [
            "名称由“完成率与完成数、目标数不符”改为“完成率”",
            "允许误差由“按末位”改为“另加1个百分点”",
            "适用由“全部”改为“指标：P01”"
        ]
    );
    assert!(rules.rules.iter().skip(1).all(|row| !row.own && row.differences.is_empty()));

    app.undo(None, saved.version).await.unwrap();
    assert_eq!(app.findings(&asked(None)).await.unwrap().findings.len(), 1);
    assert_eq!(app.rules(&asked(None)).await.unwrap().file, None);
}

/// Turning a rule off is not correcting anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_off_corrects_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    wrong(&app, "46.7").await;
    explain(&app, "已核").await;
    let off = RuleFile::read("停用.yaml", "核对规则:\n  - 规则: completion\n    停用: 是\n".as_bytes()).unwrap();
    app.save_rules(None, &off).await.unwrap();
    let counts = view(&app, None).await.counts;
    assert_eq!((counts.total, counts.corrected), (0, 0));
}

/// A remark that the base was revised makes a contradiction a reminder; a remark alone is a new statement.
#[tokio::test(flavor = "multi_thread")]
async fn a_remark_about_a_revised_base_is_taken_up_and_explains() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let heads = "指标,期间,累计增速,上年同期累计,备注\n";
    take(&app, "通报.csv", &format!("{heads}P03,2018-07,12.1,,\n")).await;
    let before = app.findings(&asked(None)).await.unwrap().findings;
    let growth = before.iter().find(|one| one.rule == Rule::Growth).unwrap();
    let noted = take(&app, "通报二.csv", &format!("{heads}P03,2018-07,12.1,,上年基数已核减\n")).await;
    let after = app.findings(&asked(None)).await.unwrap();
    assert_eq!(after.basis.version, noted);
    let same = after.findings.iter().find(|one| one.key == growth.key).unwrap();
    assert_eq!(same.severity, Severity::Warning);
    assert!(same.statement.ends_with("备注写明“上年基数已核减”"), "{}", same.statement);
}

/// What is said is about what was looked at: when that changed in between, nothing is stored.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_about_figures_that_changed_while_they_were_looked_at() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    wrong(&app, "46.7").await;
    let seen = app.finding(&asked(None), KEY).await.unwrap().seen;
    let about = |seen: &str, text: &str| ExplainRequest { seen: Some(seen.to_owned()), ..saying(text) };
    let changed = wrong(&app, "46.9").await;
    let Err(AppError::Explanation(problems)) = app.explain_finding(about(&seen, "说明")).await else {
        panic!("stored")
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].field, "figures");
    assert!(problems[0].message.contains(&format!("现在v{changed}")), "{}", problems[0].message);
    assert_eq!(app.findings(&asked(None)).await.unwrap().basis.version, changed);

    let seen = app.finding(&asked(None), KEY).await.unwrap().seen;
    take(&app, "别的.csv", "指标,期间,进展\nP01,2018-07,按计划进行\n").await;
    let said = app.explain_finding(about(&seen, "说明")).await.unwrap();
    assert!(said.changed, "other figures may change");
    assert!(!app.explain_finding(about(&seen, "说明")).await.unwrap().changed, "sent twice, stored once");
    let late = app.explain_finding(about(&seen, "别的说明")).await;
    assert!(
        matches!(late, Err(AppError::Explanation(problems)) if problems[0].field == "figures"),
        "somebody was first"
    );
}
