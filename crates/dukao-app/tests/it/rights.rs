//! Who may see and do what, over the demonstration.

use std::collections::BTreeSet;

use dukao_app::import::ImportRequest;
use dukao_app::rights::{Caller, Manner, Post, Right, Role, Why};
use dukao_app::view::{Asked, Row, Status};
use dukao_app::{App, AppError};
use dukao_core::ledger::Book;
use jiff::civil::date;

use crate::support::{self, demo_app};

fn post(role: Role, unit: Option<&str>) -> Post {
    Post {
        id: "1".to_owned(),
        account: "7".to_owned(),
        role,
        region: Some("Q00".to_owned()),
        unit: unit.map(str::to_owned),
        years: None,
        from: date(2018, 1, 1),
        until: None,
        manner: Manner::Held,
    }
}

fn as_holder(app: &App, post: Post) -> App {
    app.called_by(Caller::person("7", "王敏", &[post], date(2018, 8, 20)))
}

fn of_unit(unit: &str) -> Asked {
    Asked { unit: Some(unit.to_owned()), ..Asked::default() }
}

/// Where every figure stands that is not the unit's own.
fn foreign_places(book: &Book, unit: &str) -> BTreeSet<(u32, String)> {
    let unit = book.symbols.symbol(unit).unwrap();
    let rows = book.tables.values().flat_map(|table| table.rows()).filter(|(key, _)| key.unit != unit);
    rows.flat_map(|(_, row)| row.stated())
        .filter_map(|(_, cell)| cell.place.map(|place| (place.sheet, place.cell())))
        .collect()
}

fn is_same_or_withheld(own: &Row, whole: &Row) -> usize {
    let mut known = 0;
    for (key, shown) in &own.figures {
        match shown.status {
            Status::Withheld => assert_eq!(shown.value, None, "{key}"),
            _ => assert_eq!(shown, &whole.figures[key], "{} {key}", own.indicator.code),
        }
        known += usize::from(shown.is_known());
    }
    known
}

#[tokio::test]
async fn whoever_reports_for_a_street_sees_its_figures_as_they_are_and_nobody_elses() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let street = as_holder(&app, post(Role::Reporter, Some("S01")));
    let (own, whole) = (street.ledger(&Asked::default()).await.unwrap(), app.ledger(&of_unit("S01")).await.unwrap());
    assert_eq!(own.unit, "S01", "his own unit when none is named");
    let rows = |ledger: &dukao_app::view::Ledger| -> Vec<Row> {
        ledger.groups.iter().flat_map(|group| group.rows.clone()).collect()
    };
    let (own, whole) = (rows(&own), rows(&whole));
    assert_eq!(own.len(), whole.len());
    let known: usize = own.iter().zip(&whole).map(|(own, whole)| is_same_or_withheld(own, whole)).sum();
    let ranked = whole.iter().filter(|row| row.figure("rank").unwrap().is_known()).count();
    let withheld = own.iter().filter(|row| row.figure("rank").unwrap().status == Status::Withheld).count();
    assert!(known > 10 && ranked > 0 && withheld >= ranked, "{known} {ranked} {withheld}");

    let book = app.moment(None, None).await.unwrap().snapshot.book;
    let foreign = foreign_places(&book, "S01");
    let mut opened = 0;
    for row in &own {
        for trace in street.traces(&of_unit("S01"), &row.indicator.code).await.unwrap() {
            let places = trace.inputs.iter().filter_map(|input| input.place.clone());
            for (_, sheet, cell) in places {
                assert!(!foreign.contains(&(sheet, cell.clone())), "{} {cell}", trace.figure.key);
                opened += 1;
            }
            assert!(trace.figure.status != Status::Withheld || (trace.inputs.is_empty() && trace.expression.is_none()));
        }
        let page = street.indicator_page(&of_unit("S01"), &row.indicator.code).await.unwrap();
        assert!(page.ranking.is_none() && page.shares.is_empty());
    }
    assert!(opened > 5, "{opened}");
    let (_, _, units) = street.units(&Asked::default()).await.unwrap();
    assert_eq!(units.iter().map(|row| row.unit.code.as_str()).collect::<Vec<_>>(), ["S01"]);
    for finding in street.findings(&Asked::default()).await.unwrap().findings {
        assert_eq!(finding.unit, "S01");
    }
}

fn denied<T: std::fmt::Debug>(result: Result<T, AppError>, right: Right) -> Why {
    match result.unwrap_err() {
        AppError::Denied(denial) => {
            assert_eq!(denial.right, right);
            denial.why
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_goes_beyond_the_post_is_refused_by_the_right_that_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let street = as_holder(&app, post(Role::Reporter, Some("S01")));
    let label = app.unit_page(&Asked::default(), "S01").await.unwrap().unit.label;
    let only = || Why::Unit(vec![label.clone()]);
    assert_eq!(denied(street.unit_page(&Asked::default(), "S02").await, Right::SeeFigures), only());
    assert_eq!(denied(street.ledger(&of_unit("S02")).await, Right::SeeFigures), only());
    assert_eq!(denied(street.front(&Asked::default()).await, Right::SeeFigures), Why::Unit(Vec::new()));
    assert_eq!(denied(street.rankings(&Asked::default()).await, Right::SeeFigures), Why::Unit(Vec::new()));
    assert_eq!(denied(street.annex1(&Asked::default()).await, Right::SeeFigures), Why::Unit(Vec::new()));
    assert!(matches!(street.unit_page(&Asked::default(), "S99").await, Err(AppError::UnknownUnit(_))));
    assert!(matches!(denied(street.files(&Asked::default()).await, Right::SeeSources), Why::Role(_)));
    assert!(matches!(denied(street.undo(None, 3).await, Right::Undo), Why::Role(_)));
    let files = vec![("01-单位.csv".to_owned(), support::read("01-单位.csv").unwrap())];
    assert!(matches!(denied(street.import(ImportRequest::of(files.clone())).await, Right::Import), Why::Role(_)));
    assert!(matches!(denied(street.difference(ImportRequest::of(files)).await, Right::Import), Why::Role(_)));
    let nobody = app.called_by(Caller::person("8", "李强", &[], date(2018, 8, 20)));
    assert!(matches!(denied(nobody.front(&Asked::default()).await, Right::SeeFigures), Why::Role(_)));
    let named = Asked { region: Some("Q00".to_owned()), ..Asked::default() };
    assert!(matches!(nobody.front(&named).await, Err(AppError::UnknownRegion(_))), "not told that it exists");
}

#[tokio::test]
async fn a_department_sees_every_unit_in_what_it_leads_and_nothing_else_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let (_, _, units) = app.units(&Asked::default()).await.unwrap();
    let department = units.iter().find(|row| row.unit.kind == "部门" && row.leads.all > 0).unwrap().unit.code.clone();
    let desk = as_holder(&app, post(Role::Leader, Some(&department)));
    let (page, whole) = (
        desk.unit_page(&Asked::default(), &department).await.unwrap(),
        app.unit_page(&Asked::default(), &department).await.unwrap(),
    );
    assert_eq!(page.leads.len(), whole.leads.len());
    for (own, whole) in page.leads.iter().zip(&whole.leads) {
        for (key, shown) in &own.figures {
            assert_eq!(shown, &whole.figures[key], "of what it leads it sees every input: {}", own.indicator.code);
        }
        assert_eq!(own.standing, whole.standing);
    }
    let led: BTreeSet<&str> = whole.leads.iter().map(|row| row.indicator.code.as_str()).collect();
    for code in &led {
        let across = (
            desk.across(&of_unit("Q00"), code, true, None).await.unwrap(),
            app.across(&of_unit("Q00"), code, true, None).await.unwrap(),
        );
        assert!(across.0.rows == across.1.rows, "{code}");
    }
    let all = app.ledger(&Asked::default()).await.unwrap();
    let others = all.groups.iter().flat_map(|group| &group.rows).map(|row| row.indicator.code.as_str());
    let supported: BTreeSet<&str> = whole.supports.iter().map(|row| row.indicator.code.as_str()).collect();
    let mut refused = 0;
    for code in others.filter(|code| !led.contains(code) && !supported.contains(code)) {
        denied(desk.trace(&of_unit("Q00"), code, "cumulative").await, Right::SeeFigures);
        refused += 1;
    }
    assert!(refused > 20, "{refused}");
}

#[tokio::test]
async fn a_post_for_some_years_reaches_those_years() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let years = dukao_app::rights::Years { first: 2017, last: Some(2017) };
    let desk = as_holder(&app, Post { years: Some(years), ..post(Role::Assessment, None) });
    let asked = |year| Asked { year: Some(year), ..Asked::default() };
    assert_eq!(denied(desk.ledger(&asked(2018)).await, Right::SeeFigures), Why::Year(vec![years]));
}

#[tokio::test]
async fn an_upload_is_only_there_for_whoever_brought_it() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo_app(&folder).await;
    let desk = |account: &str, name: &str| {
        let post = Post { account: account.to_owned(), ..post(Role::Assessment, None) };
        app.called_by(Caller::person(account, name, &[post], date(2018, 8, 20)))
    };
    let (mine, other) = (desk("7", "王敏"), desk("8", "李强"));
    let id = mine.keep_upload(&dukao_app::import::Upload::default()).await.unwrap();
    assert!(mine.upload(&id).await.is_ok());
    assert!(matches!(other.upload(&id).await, Err(AppError::UnknownUpload)));
    assert!(matches!(other.forget_upload(&id).await, Err(AppError::UnknownUpload)));
    mine.forget_upload(&id).await.unwrap();
}
