//! Instructions and their receipts, and attempts to have figures changed, over the demonstration.

use dukao_app::audit::Verdict;
use dukao_app::notes::{AboutPage, InstructionFilter, Instructions, NewInstruction, NewInterference};
use dukao_app::trail::{AuditAsked, Book};
use dukao_app::view::Asked;
use dukao_app::{App, AppError};
use jiff::civil::date;

use crate::support::demo_app;

/// The application as the holder of a card has it.
async fn card(app: &App, login: &str) -> App {
    let directory = app.people().directory().await.unwrap();
    let account = directory.find(login).unwrap().id.clone();
    app.called_by(directory.caller(&account, app.house().today()))
}

fn on_figure(text: &str, to: &[&str]) -> NewInstruction {
    NewInstruction {
        asked: Asked::default(),
        page: AboutPage::Trace,
        indicator: Some("P01".to_owned()),
        figure: Some("shortfall".to_owned()),
        text: text.to_owned(),
        to: to.iter().map(|unit| (*unit).to_owned()).collect(),
    }
}

async fn read(app: &App) -> Result<Instructions, AppError> {
    app.instructions(None, InstructionFilter::All).await
}

fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    match result.unwrap_err() {
        AppError::People(problems) => problems.iter().map(|problem| problem.field).collect::<Vec<_>>().join(" "),
        error => error.code().to_owned(),
    }
}

#[tokio::test]
async fn an_instruction_reaches_whom_it_is_addressed_to_and_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let leader = card(&app, "lingdao").await;
    let version = app.moment(None, None).await.unwrap().snapshot.book.version;
    let subject = leader.instruction_subject(&on_figure("", &[])).await.unwrap();
    assert_eq!(subject.about.version, version.0);
    assert!(subject.title.contains("累计欠账") && subject.title.contains("2018年1—7月"), "{}", subject.title);
    let id = leader.leave_instruction(&on_figure(" 逐月还清，\r\n月底报我。 ", &["S01", "D03", "s01"])).await;
    assert_eq!(code(id), "to", "codes are written as they are");
    let id = leader.leave_instruction(&on_figure(" 逐月还清，\r\n月底报我。 ", &["S01", "D03", "S01"])).await.unwrap();
    assert_eq!(id, "1");

    for (login, mine) in
        [("lingdao", ""), ("kaohe", "S01 D03"), ("ducha", "S01 D03"), ("fagai", "D03"), ("jiedao", "S01")]
    {
        let seen = read(&card(&app, login).await).await.unwrap();
        let line = &seen.lines[0];
        assert_eq!((seen.all, seen.open, line.text.as_str()), (1, 1, "逐月还清，\n月底报我。"), "{login}");
        let yours: Vec<&str> = line.to.iter().filter(|unit| unit.yours).map(|unit| unit.unit.as_str()).collect();
        assert_eq!(yours.join(" "), mine, "{login}");
    }
    for login in ["tongji", "chayue", "xitong", "anquan", "shenji"] {
        assert_eq!(code(read(&card(&app, login).await).await), "denied", "{login}");
    }
    assert_eq!(code(read(&app).await), "denied", "the operator reads no instructions");

    let street = card(&app, "jiedao").await;
    assert_eq!(code(street.acknowledge("1", "D03", "").await), "denied");
    assert_eq!(code(street.acknowledge("2", "S01", "").await), "unknown_record");
    assert_eq!(code(street.acknowledge("1", "S01", &"字".repeat(201)).await), "note");
    street.acknowledge("1", "S01", " 已安排 ").await.unwrap();
    assert_eq!(code(street.acknowledge("1", "S01", "").await), "note", "signed for once");
    let seen = read(&leader).await.unwrap();
    let first = &seen.lines[0].to[0];
    assert_eq!((seen.lines[0].signed(), first.by.as_deref(), first.note.as_str()), (1, Some("街道"), "已安排"));
    card(&app, "kaohe").await.acknowledge("1", "D03", "").await.unwrap();
    assert_eq!(leader.instructions(None, InstructionFilter::Open).await.unwrap().lines.len(), 0);

    assert_eq!(app.moment(None, None).await.unwrap().snapshot.book.version, version, "no version of the data");
    let audit = card(&app, "shenji").await;
    let acts = audit.audit_view(&AuditAsked::default()).await.unwrap();
    let told: Vec<&str> = acts.lines.iter().take(3).map(|line| line.act.as_str()).collect();
    assert_eq!(told, ["签收批示", "签收批示", "批示"]);
    assert!(acts.lines.iter().all(|line| !line.detail.contains("月底")), "the audit has no words of it");
    assert!(app.verify(None).await.unwrap().sound);
}

#[tokio::test]
async fn an_instruction_to_one_unit_is_not_read_by_another() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let leader = card(&app, "lingdao").await;
    leader.leave_instruction(&on_figure("先还一半", &["S01"])).await.unwrap();
    for (login, count) in [("lingdao", 1), ("kaohe", 1), ("jiedao", 1), ("fagai", 0)] {
        let seen = read(&card(&app, login).await).await.unwrap();
        assert_eq!((seen.all, seen.lines.len()), (count, count), "{login}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_instruction_is_said_at_once_and_rights_come_first() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let leader = card(&app, "lingdao").await;
    assert_eq!(code(leader.leave_instruction(&on_figure(" ", &[])).await), "to text");
    assert_eq!(code(leader.leave_instruction(&on_figure(&"字".repeat(1001), &["X9"])).await), "to text");
    assert_eq!(
        code(leader.leave_instruction(&on_figure("查", &["Q01"])).await),
        "to",
        "a neighbour takes no instructions"
    );
    let unknown = NewInstruction { figure: Some("beauty".to_owned()), ..on_figure("查", &["S01"]) };
    assert_eq!(code(leader.leave_instruction(&unknown).await), "unknown_figure");
    for login in ["kaohe", "jiedao", "shenji"] {
        let other = card(&app, login).await;
        assert_eq!(code(other.leave_instruction(&on_figure("", &[])).await), "denied", "{login}");
        assert_eq!(code(other.addressees(None, 2018).await), "denied", "{login}");
    }
    // A leader of one street addresses it and nothing else.
    let people = app.people();
    let directory = people.directory().await.unwrap();
    let account = directory.find("lingdao").unwrap().id.clone();
    let mut post = directory.posts_of(&account).next().unwrap().clone();
    post.unit = Some("S01".to_owned());
    let name = dukao_app::rights::Caller::person(&account, "街道领导", &[post], date(2018, 8, 20));
    let street = app.called_by(name);
    let on_unit = |to: &[&str]| NewInstruction {
        page: AboutPage::Unit,
        indicator: None,
        figure: None,
        asked: Asked { unit: Some("S01".to_owned()), ..Asked::default() },
        ..on_figure("抓紧", to)
    };
    assert_eq!(code(street.leave_instruction(&on_unit(&["S02"])).await), "denied");
    assert_eq!(street.leave_instruction(&on_unit(&["S01"])).await.unwrap(), "1");
    let codes: Vec<String> = street.addressees(None, 2018).await.unwrap().into_iter().map(|(code, _)| code).collect();
    assert!(codes.contains(&"S01".to_owned()) && !codes.contains(&"S02".to_owned()), "{codes:?}");
}

#[tokio::test]
async fn an_attempt_to_have_figures_changed_is_read_by_the_audit_administrator_only() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let statistics = card(&app, "tongji").await;
    let wrong = NewInterference { day: Some(date(2018, 8, 21)), ..NewInterference::default() };
    assert_eq!(code(statistics.record_interference(&wrong).await), "day who what");
    let new = NewInterference {
        who: "某办副主任".to_owned(),
        what: "要求把7月工业增加值改到9%".to_owned(),
        how: "电话".to_owned(),
        ..NewInterference::default()
    };
    assert_eq!(statistics.record_interference(&new).await.unwrap(), "1");
    for login in ["kaohe", "ducha", "lingdao", "jiedao", "xitong"] {
        assert_eq!(code(card(&app, login).await.record_interference(&new).await), "denied", "{login}");
    }
    for login in ["kaohe", "tongji", "lingdao", "xitong", "anquan"] {
        assert_eq!(code(card(&app, login).await.interferences().await), "denied", "{login}");
    }
    assert_eq!(code(app.interferences().await), "denied", "the operator does not read them");
    let audit = card(&app, "shenji").await;
    let lines = audit.interferences().await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].day.as_str(), lines[0].by.as_str(), lines[0].what.as_str()),
        ("2018-08-20", "区统计局", new.what.as_str())
    );
    for book in [Book::Acts, Book::Trail] {
        let view = audit.audit_view(&AuditAsked { book, ..AuditAsked::default() }).await.unwrap();
        assert!(view.lines.iter().all(|line| !format!("{line:?}").contains("副主任")), "the audit names nobody");
    }
    let Verdict { sound, faults, .. } = app.verify(None).await.unwrap();
    assert!(sound, "{faults:?}");
}
