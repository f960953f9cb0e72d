//! A morning at the office: many sign in while others read, at a server of its own with the passwords as dear as they are
//! by default.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use dukao_app::App;
use dukao_testkit::{http, people};
use tokio::runtime::Runtime;

use crate::measure::{Watch, median, most, now, pause};
use crate::pages::PAGES;
use crate::report::Line;
use crate::server::Server;

/// So many sign in, evenly over the time.
const LOGINS: usize = 500;
const SECONDS: usize = 60;
/// So many read, each a page in this time.
const READERS: usize = 100;
const EVERY: Duration = Duration::from_secs(5);
/// So many people sign in by turns.
const HOLDERS: usize = 20;
/// How many sign in at once at most.
const DOORS: usize = 8;
/// What a page may take for 95 of 100 readers, in milliseconds.
const BUDGET: f64 = 50.0;
/// Names how many seconds a trial takes; the number of logins goes with it.
const VARIABLE: &str = "DUKAO_BENCH_SECONDS";

const PASSWORD: &str = "Mokuai-73-Lvse";

/// What was measured, in milliseconds.
#[derive(Default)]
struct Times {
    pages: Mutex<Vec<f64>>,
    logins: Mutex<Vec<f64>>,
}

/// Times of pages and logins, and the memory of the server afterwards.
pub(crate) fn lines(runtime: &Runtime, database: &Path) -> Result<Vec<Line>> {
    let seconds = std::env::var(VARIABLE).ok().map_or(Ok(SECONDS), |text| text.parse())?;
    let logins = LOGINS * seconds / SECONDS;
    let cookies = runtime.block_on(prepare(database))?;
    let server = Server::start(database)?;
    let (times, over) = (Times::default(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let readers: Vec<_> = cookies
            .iter()
            .enumerate()
            .map(|(number, cookie)| {
                let (server, times, over) = (&server, &times, &over);
                scope.spawn(move || read(server, (number, cookie), times, over))
            })
            .collect();
        let watch = Watch::start();
        let doors: Vec<_> = (0..DOORS)
            .map(|door| {
                let (server, times) = (&server, &times);
                scope.spawn(move || sign_in(server, (door, logins, seconds), watch, times))
            })
            .collect();
        let mut outcome = Ok(());
        for door in doors {
            outcome = outcome.and(door.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a door fell"))));
        }
        let took = watch.milliseconds() / 1000.0;
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            outcome = outcome.and(reader.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a reader fell"))));
        }
        outcome.and_then(|()| {
            let late = took - f64::from(u32::try_from(seconds)?);
            ensure!(late < 2.0, "{logins} logins took {took:.1} s, not {seconds} s");
            Ok(())
        })
    })?;
    report(&times, logins, seconds, server.resident()?)
}

fn report(times: &Times, logins: usize, seconds: usize, resident: f64) -> Result<Vec<Line>> {
    let taken = |values: &Mutex<Vec<f64>>| values.lock().map(|values| values.clone()).unwrap_or_default();
    let (pages, doors) = (taken(&times.pages), taken(&times.logins));
    ensure!(doors.len() == logins, "{} of {logins} came in", doors.len());
    let scene = format!("{logins} logins in {seconds} s while {READERS} people read a page every 5 s");
    let (late_page, late_login) = (most(&pages).context("no page")?, most(&doors).context("no login")?);
    let half = median(&pages).context("no page")?;
    let mut memory = Line::time(&format!("{scene}: resident afterwards"), None, vec![resident]);
    memory.unit = "MiB";
    Ok(vec![
        Line::time(&format!("{scene}: 95 of 100 pages within"), Some(BUDGET), vec![late_page]),
        Line::time(&format!("{scene}: half of the pages within"), None, vec![half]),
        Line::time(&format!("{scene}: 95 of 100 logins within"), None, vec![late_login]),
        memory,
    ])
}

/// Passwords for those who sign in, sessions for those who read.
async fn prepare(database: &Path) -> Result<Vec<String>> {
    let app = people::open_at(&database.to_string_lossy(), now()?, None).await?;
    let system = card(&app, "xitong").await?;
    for number in 0..HOLDERS {
        let login = format!("ren{number}");
        let fields = dukao_app::people::AccountFields { login: login.clone(), name: login, ..Default::default() };
        let account = system.people().add_account(&fields).await?;
        let link = system.people().make_link(&account.id).await?;
        app.people().use_link(link.secret.reveal(), PASSWORD).await?;
    }
    let mut cookies = Vec::new();
    for number in 0..READERS {
        let login = ["kaohe", "ducha", "lingdao", "chayue"].get(number % 4).copied().unwrap_or(people::OFFICE);
        cookies.push(people::cookie(&app, login).await?);
    }
    Ok(cookies)
}

async fn card(app: &App, login: &str) -> Result<App> {
    let directory = app.people().directory().await?;
    let account = directory.find(login)?.id.clone();
    Ok(app.called_by(directory.caller(&account, app.house().today())))
}

/// One who reads until it is over; they do not all begin at once.
fn read(server: &Server, (number, cookie): (usize, &str), times: &Times, over: &AtomicBool) -> Result<()> {
    pause(EVERY * u32::try_from(number)? / u32::try_from(READERS)?);
    for (page, text) in PAGES.iter().cycle().skip(number) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let watch = Watch::start();
        let answer = http::get(&server.address, page, cookie)?;
        let took = watch.milliseconds();
        ensure!(answer.status == 200 && answer.body.contains(text), "{page}: {}", answer.status);
        if let Ok(mut pages) = times.pages.lock() {
            pages.push(took);
        }
        pause(EVERY.saturating_sub(Duration::from_secs_f64(took / 1000.0)));
    }
    Ok(())
}

/// One of the doors through which they sign in, each at his time.
fn sign_in(server: &Server, (door, logins, seconds): (usize, usize, usize), began: Watch, times: &Times) -> Result<()> {
    for number in (door..logins).step_by(DOORS) {
        let due = f64::from(u32::try_from(number * seconds * 1000)?) / f64::from(u32::try_from(logins)?);
        pause(Duration::from_secs_f64((due - began.milliseconds()).max(0.0) / 1000.0));
        let watch = Watch::start();
        let fields = format!("login=ren{}&password={PASSWORD}&back=%2Fme", number % HOLDERS);
        let answer = http::post_form(&server.address, "/login", &fields)?;
        let took = watch.milliseconds();
        ensure!(answer.location.as_deref() == Some("/me"), "login {number}: {} {}", answer.status, answer.body);
        if let Ok(mut all) = times.logins.lock() {
            all.push(took);
        }
    }
    Ok(())
}
