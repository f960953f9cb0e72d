//! Organisation changes over the demonstration: what was looked at is what is done, nothing before the day changes, and an
//! undo takes all of it back.

use std::collections::BTreeMap;

use dukao_app::import::ImportRequest;
use dukao_app::notes::NewInstruction;
use dukao_app::organisation::{ChangeEffect, ChangeRequest, TargetPart};
use dukao_app::rights::{Caller, Manner, Post, Role};
use dukao_app::view::Asked;
use dukao_app::{App, AppError, AsOf};
use dukao_core::number::Decimal;
use dukao_core::organisation::{Change, NewUnit, Reorganisation};
use jiff::civil::{Date, date};

use crate::support::{content, demo_app};

const AUGUST: Date = date(2018, 8, 1);

fn new(code: &str, name: &str) -> NewUnit {
    NewUnit { code: code.to_owned(), name: name.to_owned(), ..NewUnit::default() }
}

/// 栖棠 and 砚陌 become one street on 1 August.
fn merger() -> ChangeRequest {
    let units = vec!["S01".to_owned(), "S02".to_owned()];
    let change = Change::Merge { units, into: None, new: new("S21", "栖砚街道") };
    ChangeRequest::of(Reorganisation { date: AUGUST, change })
}

async fn head(app: &App) -> i64 {
    app.moment(None, None).await.unwrap().snapshot.book.version.0
}

fn lines<'e>(effect: &'e ChangeEffect, key: &str) -> Vec<(&'e str, &'e str, &'e str)> {
    let section = effect.sections.iter().find(|section| section.key == key);
    let lines = section.into_iter().flat_map(|section| &section.lines);
    lines.map(|line| (line.subject.as_str(), line.before.as_str(), line.after.as_str())).collect()
}

/// Everything that pages say of a month: ledgers, rankings, annexes, units, findings.
async fn month_said(app: &App, month: u8, as_of: Option<i64>) -> Vec<String> {
    let asked = Asked { month: Some(month), as_of: as_of.map(AsOf::Version), ..Asked::default() };
    let (_, _, units) = app.units(&asked).await.unwrap();
    let mut said = vec![format!("{units:?}")];
    for unit in units.iter().map(|row| row.unit.code.clone()).chain(["Q00".to_owned()]) {
        let ledger = app.ledger(&Asked { unit: Some(unit), ..asked.clone() }).await.unwrap();
        said.push(format!("{} {:?}", ledger.unit_name, ledger.groups));
    }
    for indicator in ["P01", "E03", "E01"] {
        let ranking = app.ranking(&asked, indicator, None).await.unwrap();
        said.push(format!("{:?}", ranking.rows));
    }
    let annex = app.annex1(&asked).await.unwrap();
    said.push(format!("{:?}", annex.groups));
    let findings = app.findings(&asked).await.unwrap();
    said.push(format!("{:?}", findings.findings));
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_looked_at_is_done_and_no_earlier_month_changes() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let before = head(&app).await;
    let (june, july) = (month_said(&app, 6, None).await, month_said(&app, 7, None).await);
    let seen = app.organisation_preview(&merger()).await.unwrap();
    assert_eq!((head(&app).await, seen.version, seen.based_on), (before, None, before));
    assert_eq!(seen.title, "2018-08-01起合并：栖棠、砚陌 → 栖砚街道");
    let units = lines(&seen, "units");
    assert!(units.contains(&("S01 栖棠街道", "失效日期 无", "失效日期 2018-07-31")), "{units:?}");
    let targets = lines(&seen, "targets");
    let of = |name: &str| targets.iter().find(|(subject, ..)| *subject == name).unwrap();
    assert!(of("2018年 固定资产投资").2.starts_with("栖砚街道 "), "{targets:?}");
    assert_eq!(lines(&seen, "partitions").len(), 2);

    let done = app.change_organisation(&ChangeRequest { seen: Some(seen.seen.clone()), ..merger() }).await.unwrap();
    assert_eq!((done.version, done.sections), (Some(before + 1), seen.sections));
    assert!(june == month_said(&app, 6, None).await && july == month_said(&app, 7, None).await);
    assert!(july == month_said(&app, 7, Some(before)).await);

    let of_new = |month| Asked { unit: Some("S21".to_owned()), month: Some(month), ..Asked::default() };
    let august = app.unit_page(&of_new(8), "S21").await.unwrap();
    let row = august.tasks.iter().find(|row| row.indicator.code == "P01").unwrap();
    assert!(row.figure("target").unwrap().is_known() && !august.changes.is_empty());
    let (_, _, july_units) = app.units(&Asked { month: Some(7), ..Asked::default() }).await.unwrap();
    let (_, _, august_units) = app.units(&Asked { month: Some(8), ..Asked::default() }).await.unwrap();
    let has = |rows: &[dukao_app::view::UnitRow], code: &str| rows.iter().any(|row| row.unit.code == code);
    assert_eq!((has(&july_units, "S01"), has(&july_units, "S21")), (true, false));
    assert_eq!((has(&august_units, "S01"), has(&august_units, "S21")), (false, true));

    let list = app.organisation_changes(&Asked::default()).await.unwrap();
    assert_eq!((list.changes[0].kind, list.changes[0].said.as_str()), ("合并", "栖棠、砚陌 → 栖砚街道"));
    let entry = app.store().audit(app.region(None).await.unwrap().id, dukao_app::Version(before), 1).await.unwrap();
    assert_eq!(entry[0].entry.act, "unit.merge");
    assert!(entry[0].entry.detail.contains("2018-08-01") && entry[0].entry.detail.contains("\"targets\""));

    let then = content(&app.moment(None, Some(AsOf::Version(before))).await.unwrap().snapshot.book);
    app.undo(None, before + 1).await.unwrap();
    assert!(then == content(&app.moment(None, None).await.unwrap().snapshot.book));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_different_from_what_was_looked_at_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let seen = Some(app.organisation_preview(&merger()).await.unwrap().seen);
    let target = "年度,指标,单位,目标类型,确保\n2018,P01,S01,总量,15\n";
    let files = vec![("目标.csv".to_owned(), target.as_bytes().to_vec())];
    app.import(ImportRequest::of(files)).await.unwrap();
    let before = head(&app).await;
    let told = app.change_organisation(&ChangeRequest { seen: seen.clone(), ..merger() }).await;
    assert!(matches!(told, Err(AppError::LookAgain)));
    let mut other = merger();
    other.act.date = date(2018, 9, 1);
    assert!(matches!(app.change_organisation(&ChangeRequest { seen, ..other }).await, Err(AppError::LookAgain)));
    assert_eq!(head(&app).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_is_divided_as_it_is_given_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let split = |parts: &[(&str, &str, i64)]| {
        let parts = parts.iter().map(|(indicator, unit, amount)| TargetPart {
            year: 2018,
            indicator: (*indicator).to_owned(),
            unit: (*unit).to_owned(),
            amount: Decimal::integer(*amount),
        });
        let new = vec![new("S22", "甲一街道"), new("S23", "甲二街道")];
        let change = Change::Split { unit: "S01".to_owned(), new, below: BTreeMap::new() };
        ChangeRequest { parts: parts.collect(), ..ChangeRequest::of(Reorganisation { date: AUGUST, change }) }
    };
    let told = app.organisation_preview(&split(&[("P01", "S22", 6), ("P01", "S23", 7), ("X9", "S22", 1)])).await;
    let Err(AppError::Organisation(problems)) = told else { panic!("{told:?}") };
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["2018年固定资产投资：各部分合计13，原来的目标是14，差-1", "2018年栖棠没有指标“X9”的目标可分"]);
    let done = app.change_organisation(&split(&[("P01", "S22", 6), ("P01", "S23", 8)])).await.unwrap();
    let targets = lines(&done, "targets");
    assert!(targets.contains(&("2018年 固定资产投资", "栖棠 14亿元", "甲一街道 6亿元、甲二街道 8亿元")), "{targets:?}");
    assert!(targets.iter().filter(|(_, _, after)| after.starts_with("留在栖棠")).count() == targets.len() - 1);
    let book = app.moment(None, None).await.unwrap().snapshot.book;
    let target = book.framework(2018).unwrap().target("P01", "S22").unwrap();
    assert_eq!(target.basis.as_deref(), Some("机构变更（2018-08-01拆分）：栖棠"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_moves_with_its_unit_and_sees_no_more_of_the_past() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    app.change_organisation(&merger()).await.unwrap();
    let post = |unit: &str| Post {
        id: "1".to_owned(),
        account: "7".to_owned(),
        role: Role::Reporter,
        region: Some("Q00".to_owned()),
        unit: Some(unit.to_owned()),
        years: None,
        from: date(2018, 1, 1),
        until: None,
        manner: Manner::Held,
    };
    let holder = |unit: &str| app.called_by(Caller::person("7", "王敏", &[post(unit)], date(2018, 8, 20)));
    let sees = async |unit: &str, other: &str| {
        let asked = Asked { unit: Some(other.to_owned()), ..Asked::default() };
        match holder(unit).ledger(&asked).await {
            Ok(_) => true,
            Err(AppError::Denied(_)) => false,
            Err(error) => panic!("{error}"),
        }
    };
    assert!(sees("S01", "S01").await && sees("S01", "S21").await && !sees("S01", "S02").await);
    assert!(sees("S21", "S01").await && sees("S21", "S02").await && !sees("S21", "S03").await);
    let told = holder("S01").organisation_preview(&merger()).await;
    assert!(matches!(told, Err(AppError::Denied(denial)) if denial.right == dukao_app::rights::Right::Reorganise));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_unit_has_not_signed_for_is_shown_and_still_signed_for() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let card = async |login: &str| {
        let directory = app.people().directory().await.unwrap();
        let account = directory.find(login).unwrap().id.clone();
        app.called_by(directory.caller(&account, app.house().today()))
    };
    let to = ["S01", "S02", "S03"].map(str::to_owned).to_vec();
    let new = NewInstruction { text: "抓紧".to_owned(), to, ..NewInstruction::default() };
    let id = card("lingdao").await.leave_instruction(&new).await.unwrap();
    card("kaohe").await.acknowledge(&id, "S02", "").await.unwrap();
    let effect = card("kaohe").await.organisation_preview(&merger()).await.unwrap();
    let said = lines(&effect, "instructions");
    assert!(
        matches!(said.as_slice(), [(subject, "栖棠还没有签收", _)] if subject.starts_with("批示1 总览")),
        "{said:?}"
    );
    assert_eq!(lines(&app.organisation_preview(&merger()).await.unwrap(), "instructions"), [], "not for the operator");
    let done = ChangeRequest { seen: Some(effect.seen), ..merger() };
    card("kaohe").await.change_organisation(&done).await.unwrap();
    card("jiedao").await.acknowledge(&id, "S01", "").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_record_goes_and_a_used_unit_stays() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let act = |date: Date, change: Change| ChangeRequest::of(Reorganisation { date, change });
    let withdraw = |unit: &str| Change::Withdraw { unit: unit.to_owned() };
    let before = content(&app.moment(None, None).await.unwrap().snapshot.book);
    let rename = Change::Rename { unit: "S01".to_owned(), name: "错名街道".to_owned(), short_name: None };
    app.change_organisation(&act(AUGUST, rename)).await.unwrap();
    let names = async |month: u8| {
        let asked = Asked { unit: Some("S01".to_owned()), month: Some(month), ..Asked::default() };
        app.ledger(&asked).await.unwrap().unit_name
    };
    assert_eq!((names(7).await.as_str(), names(8).await.as_str()), ("栖棠", "错名街道"));
    let done = app.change_organisation(&act(AUGUST, withdraw("S01"))).await.unwrap();
    assert_eq!(lines(&done, "units"), [("S01 错名街道", "2018-08-01起的一行", "删去")]);
    assert!(before == content(&app.moment(None, None).await.unwrap().snapshot.book));
    let told = app.organisation_preview(&act(date(2010, 1, 1), withdraw("S01"))).await.unwrap_err().to_string();
    assert!(told.starts_with("栖棠还有数") && told.ends_with("不能删去；不再有的单位用“终止”"), "{told}");
}
