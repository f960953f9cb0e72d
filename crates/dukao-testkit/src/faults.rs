//! Guards taken away one at a time: does some test miss it?
//!
//! A test binary runs some of its own tests once more in a process of their own, with one guard of the product taken away
//! (`dukao_app::fault`). A fault that no test misses is a hole in the tests. The tables say which tests are asked: the
//! fewest that ought to notice.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Names the folder with the database that was made before.
const DATABASE: &str = "DUKAO_FAULT_DATABASE";
/// Names the routes to which the tests of all routes keep, with a space between them.
const ROUTES: &str = "DUKAO_FAULT_ROUTES";

/// A guard that is taken away.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Its name in the product.
    pub guard: &'static str,
    /// A test that must fail without it.
    pub test: &'static str,
    /// The route to which a test of all routes keeps; empty for other tests.
    pub route: &'static str,
}

const fn fault(guard: &'static str, test: &'static str) -> Fault {
    Fault { guard, test, route: "" }
}

const fn at(guard: &'static str, test: &'static str, route: &'static str) -> Fault {
    Fault { guard, test, route }
}

const TABLE: &str = "roles::every_route_answers_every_card_as_the_table_says";

/// What the tests of the pages must miss.
pub const PAGES: &[Fault] = &[
    at("permit", TABLE, "/undo"),
    at("permit_house", TABLE, "/audit"),
    at("people", TABLE, "/people"),
    at("interference", TABLE, "/interference"),
    at("unit", TABLE, "/ledger"),
    at("whole_region", TABLE, "/annex/1"),
    at("indicator", TABLE, "/indicators/{code}"),
    at("hidden_region", "roles::another_region_is_not_there_for_whoever_has_no_post_in_it", "/units"),
    fault("must_change", "doors::whoever_must_choose_a_new_password_does_nothing_else"),
    fault("session_ended", "doors::who_leaves_is_out"),
    fault("own_session", "doors::a_session_of_ones_own_is_ended_from_another_and_nobody_elses"),
    fault("link_used", "doors::a_one_time_link_works_once"),
    fault("cookie", "doors::the_cookie_is_for_this_host_only_and_not_for_scripts"),
    fault("csrf", "doors::no_other_site_makes_anybody_do_anything"),
    fault("back", "doors::only_paths_of_the_site_are_gone_back_to"),
    fault("host", "safety::only_this_machine_is_answered"),
    fault("provider_state", "provider::what_belongs_to_no_login_of_this_browser_is_nobodys"),
    fault("provider_begin", "provider::only_from_here_does_anybody_begin"),
    fault("provider_administrator", "provider::only_an_open_account_that_may_come_this_way_is_entered"),
];

/// What the tests of acts and views must miss.
pub const ACTS: &[Fault] = &[
    fault("sight", "rights::whoever_reports_for_a_street_sees_its_figures_as_they_are_and_nobody_elses"),
    fault("withheld", "rights::whoever_reports_for_a_street_sees_its_figures_as_they_are_and_nobody_elses"),
    fault("upload_owner", "rights::an_upload_is_only_there_for_whoever_brought_it"),
    fault("instruction", "notes::an_instruction_to_one_unit_is_not_read_by_another"),
    fault("acknowledge", "notes::an_instruction_reaches_whom_it_is_addressed_to_and_nobody_else"),
    fault("people_now", "people::accounts::sqlite::rights_decide"),
    fault("own_account", "people::tokens::sqlite::a_token_has_some_rights_for_a_time"),
    fault("token_scope", "people::tokens::sqlite::a_token_has_some_rights_for_a_time"),
    fault("token_expiry", "people::tokens::sqlite::a_token_has_some_rights_for_a_time"),
    fault("provider_off", "people::provider::sqlite::only_open_accounts_are_entered"),
    fault("provider_lock", "people::provider::sqlite::failures_count_and_locks_hold"),
    fault("provider_session", "people::provider::sqlite::a_session_lasts_as_long_as_the_policy_lets_it"),
    fault("provider_bond", "people::provider::sqlite::an_account_is_whose_it_was_first"),
    fault("session_idle", "people::sessions::sqlite::time_ends_them"),
    fault("lock", "people::login::sqlite::the_lock_holds_on_both_handles"),
    fault("same_work", "people::login::sqlite::nothing_tells_whether_somebody_is_there"),
    fault("link_of_administrator", "people::links::sqlite::nobody_takes_an_administrator_over"),
];

/// Runs each fault's test in the binary that is running, first with every guard in its place; the guards that no test
/// missed. `database` is the folder of a database that the tests take a copy of.
///
/// # Errors
/// When a test fails though no guard is missing, or there is no such test, or it cannot be run.
pub fn unnoticed(faults: &[Fault], database: &Path) -> Result<Vec<&'static str>> {
    let mut tests: Vec<&str> = faults.iter().map(|fault| fault.test).collect();
    tests.sort_unstable();
    tests.dedup();
    let routes: Vec<&str> = faults.iter().map(|fault| fault.route).filter(|route| !route.is_empty()).collect();
    let (good, told) = run(&tests, &routes.join(" "), database, "")?;
    ensure!(good && told.contains(&format!("{} passed", tests.len())), "with every guard in its place:\n{told}");
    let mut unnoticed = Vec::new();
    for fault in faults {
        let (good, told) = run(&[fault.test], fault.route, database, fault.guard)?;
        ensure!(good || told.contains("test result: FAILED"), "without {}:\n{told}", fault.guard);
        if good {
            unnoticed.push(fault.guard);
        }
    }
    Ok(unnoticed)
}

fn run(tests: &[&str], routes: &str, database: &Path, guard: &str) -> Result<(bool, String)> {
    let binary = std::env::current_exe()?;
    let mut command = Command::new(binary);
    command.args(["--exact", "--test-threads", "2"]).args(tests);
    command.env(DATABASE, database).env(ROUTES, routes).env(dukao_app::fault::VARIABLE, guard);
    let output = command.output().context("the tests cannot be run")?;
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output.status.success(), told))
}

/// The folder of the database to copy, in a run without a guard.
pub fn database() -> Option<PathBuf> {
    std::env::var_os(DATABASE).map(PathBuf::from)
}

/// Copies a database with its log and its key into another folder.
///
/// # Errors
/// When a file cannot be copied.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let is_index = entry.path().extension() == Some(&OsString::from("db-shm"));
        if entry.file_type()?.is_file() && !is_index {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Whether a test of all routes looks at this one: all of them but in a run without a guard.
pub fn concerns(route: &str) -> bool {
    let routes = std::env::var(ROUTES).unwrap_or_default();
    routes.is_empty() || routes.split(' ').any(|own| own == route)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn sources(folder: &Path, texts: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, texts);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_guard_that_can_be_taken_away_is_in_a_table() {
        let mut texts = Vec::new();
        for crate_name in ["dukao-core", "dukao-store", "dukao-office", "dukao-app", "dukao-web", "dukao"] {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(crate_name).join("src"), &mut texts);
        }
        let names = texts.iter().flat_map(|text| text.split("fault::on(\"").skip(1));
        let there: BTreeSet<&str> = names.map(|rest| rest.split('"').next().unwrap()).collect();
        let tables: Vec<&str> = PAGES.iter().chain(ACTS).map(|fault| fault.guard).collect();
        assert_eq!(there, tables.iter().copied().collect::<BTreeSet<_>>());
        assert_eq!(there.len(), tables.len(), "each once");
        assert!(there.len() >= 20, "{}", there.len());
    }
}
