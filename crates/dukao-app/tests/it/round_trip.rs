//! A whole region out and back is the same region: the property over random regions, through workbook, csv folder and
//! archive, from one engine to the other and back.

use std::sync::Arc;

use dukao_app::export::Shape;
use dukao_app::{App, AppError, FixedClock, safety};
use dukao_testkit::store::testing::{Scratch, TestEngine};
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::export::{NOW, empty, exported, said};
use crate::random_kept::keep;
use crate::random_region::{Region, region};
use crate::shrinking::AnyRegion;
use crate::support::request;

type Tried = Result<(), TestCaseError>;

fn failed(what: &str, error: &AppError) -> TestCaseError {
    let told = match error {
        AppError::Refused(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        error => error.to_string(),
    };
    TestCaseError::fail(format!("{what}: {told}"))
}

/// The first thing that differs, if any.
fn same(what: &str, before: &[String], after: &[String]) -> Tried {
    let differs = before.iter().zip(after).find(|(one, other)| one != other);
    if let Some((one, other)) = differs {
        return Err(TestCaseError::fail(format!("{what}\n before {one}\n after  {other}")));
    }
    if before.len() == after.len() {
        Ok(())
    } else {
        Err(TestCaseError::fail(format!("{what}: {} and {}", before.len(), after.len())))
    }
}

/// The region in a database; one that an import refuses (because what it names was left out) is no case.
async fn made(region: &Region) -> Result<(Scratch, App), TestCaseError> {
    let (scratch, app) = empty(TestEngine::Sqlite).await;
    let mut last = 0;
    for files in region.steps() {
        match app.import(request(files)).await {
            Ok(report) => last = report.version,
            Err(AppError::Refused(_) | AppError::NoRegion) if region.cut => {
                return Err(TestCaseError::reject("refused"));
            }
            Err(error) => return Err(failed("import", &error)),
        }
    }
    if region.cut && last == 0 {
        return Err(TestCaseError::reject("nothing left"));
    }
    if let Some(seed) = region.kept {
        keep(&app, seed).await.map_err(|error| match error {
            AppError::Refused(_) | AppError::UnknownYear(_) if region.cut => TestCaseError::reject("refused"),
            error => failed("keep", &error),
        })?;
    }
    if region.undo {
        match app.undo(None, last).await {
            Ok(_) | Err(AppError::NothingToUndo(_) | AppError::StillUsed { .. }) => {}
            Err(error) => return Err(failed("undo", &error)),
        }
    }
    Ok((scratch, app))
}

/// What was exported, imported into an empty database of an engine; it says the same, and taking in what it exports
/// itself changes nothing.
async fn over(app: &App, before: &[String], shape: Shape, to: TestEngine) -> Result<(Scratch, App), TestCaseError> {
    let what = format!("{shape:?} to {to:?}");
    let (scratch, other) = empty(to).await;
    other.import(request(exported(app, shape, None).await)).await.map_err(|error| failed(&what, &error))?;
    same(&what, before, &said(&other, None).await)?;
    let again =
        other.import(request(exported(&other, shape, None).await)).await.map_err(|error| failed(&what, &error))?;
    if again.changed { Err(TestCaseError::fail(format!("{what}, again: {again:?}"))) } else { Ok((scratch, other)) }
}

/// The database saved and restored on an engine: the same at its head and at the versions before.
async fn restored(app: &App, before: &[String], to: TestEngine) -> Result<(Scratch, App), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("全部.zip");
    app.backup(&path).await.map_err(|error| failed("backup", &error))?;
    let scratch = Scratch::new(to).await.unwrap();
    safety::restore(&path, scratch.url()).await.map_err(|error| failed("restore", &error))?;
    let other = App::open(scratch.url(), Arc::new(FixedClock(NOW))).await.unwrap();
    same(&format!("archive to {to:?}"), before, &said(&other, None).await)?;
    Ok((scratch, other))
}

async fn comes_back(region: Region) -> Tried {
    let (_scratch, app) = made(&region).await?;
    let before = said(&app, None).await;
    let (_there, postgres) = over(&app, &before, Shape::Workbook, TestEngine::Postgres).await?;
    let (_back, _) = over(&postgres, &before, Shape::Folder, TestEngine::Sqlite).await?;
    let (_saved, postgres) = restored(&app, &before, TestEngine::Postgres).await?;
    let (_home, _) = restored(&postgres, &before, TestEngine::Sqlite).await?;
    Ok(())
}

/// Rules, mappings, filters and explanations are said and taken back on a server as in a file.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_the_same_on_both_engines_postgres() {
    let mut said_on = Vec::new();
    for engine in [TestEngine::Sqlite, TestEngine::Postgres] {
        let (_scratch, app) = empty(engine).await;
        for files in region(7).steps() {
            app.import(request(files)).await.unwrap();
        }
        keep(&app, 11).await.unwrap();
        let kept = said(&app, None).await;
        for kind in ["finding", "rules", "mapping", "filter"] {
            assert!(kept.iter().any(|line| line.starts_with(&format!("(\"{kind}\""))), "{engine:?} keeps no {kind}");
        }
        let last = app.moment(None, None).await.unwrap().snapshot.book.version.0;
        app.undo(None, last).await.unwrap();
        let undone = said(&app, None).await;
        assert_ne!(kept, undone, "{engine:?}");
        said_on.push((kept, undone));
    }
    assert!(said_on[0] == said_on[1]);
}

/// So many random regions; new ones in every run. What fails is cut down and shown as the rows that make it.
fn regions_come_back(cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = Config { cases, max_shrink_time: 120_000, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..config });
    let ran = runner.run(&AnyRegion, |region| runtime.block_on(comes_back(region)));
    if let Err(error) = ran {
        panic!("{error}");
    }
}

#[test]
fn random_regions_come_back_postgres() {
    regions_come_back(25);
}

#[test]
fn further_random_regions_come_back_postgres() {
    regions_come_back(25);
}
