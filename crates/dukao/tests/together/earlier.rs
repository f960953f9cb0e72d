//! What was answered once as of a version is answered byte for byte the same for ever.

use std::process::Command;

use dukao_testkit::store::testing::{TestEngine, key_file};

use crate::office::{INDICATORS, Office, UNITS, indicator, unit};
use crate::random::Random;

const IMPORTS: u64 = 30;

fn answer(office: &Office, version: i64) -> Vec<u8> {
    let mut whole = Vec::new();
    for command in [vec!["progress"], vec!["annex", "2"], vec!["check"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_dukao"))
            .env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap())
            .args(&command)
            .args([
                "--year",
                "2018",
                "--month",
                "7",
                "--format",
                "json",
                "--db",
                office.url(),
                "--as-of",
                &format!("v{version}"),
            ])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        whole.extend_from_slice(&output.stdout);
    }
    whole
}

/// New figures, corrections of months long past, and of last year.
fn table(random: &mut Random) -> String {
    let mut text = "指标,单位,期间,当月,累计,状态\n".to_owned();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..=random.below(5) {
        let (code, unit) = (indicator(random.below(3), random.below(INDICATORS)), unit(random.below(UNITS)));
        let (year, month) = (2017 + random.below(2), random.below(7) + 1);
        if seen.insert((code.clone(), unit.clone(), year, month)) {
            let masked = random.below(6) == 0;
            let value = if masked { "×".to_owned() } else { format!("{}.{}", random.below(90), random.below(10)) };
            text.extend(Some(format!(
                "{code},{unit},{year}-{month:02},{value},{}.{:02},审核\n",
                random.below(300),
                random.below(100)
            )));
        }
    }
    text
}

async fn earlier_answers_stay(engine: TestEngine) {
    let office = Office::new(engine).await;
    let mut random = Random::new(30);
    let mut answers = Vec::new();
    for number in 0..IMPORTS {
        let version = office.import(&format!("更正{number}.csv"), &table(&mut random));
        answers.push((version, answer(&office, version)));
    }
    let distinct: std::collections::BTreeSet<&Vec<u8>> = answers.iter().map(|(_, bytes)| bytes).collect();
    assert!(distinct.len() > 20, "the imports hardly changed anything");
    for (version, bytes) in &answers {
        assert!(answer(&office, *version) == *bytes, "the answer as of v{version} has changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    earlier_answers_stay(TestEngine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    earlier_answers_stay(TestEngine::Postgres).await;
}
