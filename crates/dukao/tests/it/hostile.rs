//! Files made to harm, through the command line: refused or read, in Chinese, never with a panic.

use std::path::Path;

use crate::runner::{Database, Run};

/// The extensions under which the kinds of files come.
const NAMES: [&str; 6] = ["乱.csv", "乱.xlsx", "乱.xls", "乱.ods", "乱.docx", "乱.html"];

/// Ended by itself with an answer: 0 read, 1 refused.
#[track_caller]
fn answered(run: &Run, what: &str) {
    assert!(matches!(run.code, 0 | 1), "{what}: {} {}", run.code, run.stderr);
    assert!(!run.stderr.contains("panicked"), "{what}: {}", run.stderr);
    let chinese = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    assert!(chinese(&run.stderr) || chinese(&run.stdout), "{what}: {} {}", run.stdout, run.stderr);
}

#[test]
fn what_the_fuzzer_found_is_answered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The first byte tells the fuzzer's kind.
        let bytes = std::fs::read(&path).unwrap();
        let name = NAMES[count % NAMES.len()];
        let database = Database::none();
        let file = database.file(name, bytes.get(1..).unwrap_or_default());
        for options in [&["--guess"][..], &["--guess", "--yes"], &["--dry-run"], &["--mapping", &file], &[]] {
            let run = database.run("import", &[&[file.as_str()], options].concat());
            answered(&run, &format!("{} {options:?}", path.display()));
        }
        count += 1;
    }
    assert!(count >= 29, "{count} inputs");
}

#[test]
fn a_table_of_formulas_is_text() {
    let database = Database::none();
    let evil = "云栖市2019年8月税收收入（单位：万元）\n县区,累计完成\n=cmd|'/c calc'!A0,4000\n+SUM(A1),2000\n@x,3000\n";
    let file = database.file("公式.csv", evil.as_bytes());
    let run = database.run("import", &[&file, "--guess", "--yes"]);
    answered(&run, "formulas");
}

#[test]
fn thousands_of_tables_and_columns_are_guessed() {
    let database = Database::none();
    let tables: Vec<String> = (0..400)
        .map(|at| format!("表{at} 2019年7月收入（万元）\n县区,累计,增速\n甲县,{at},1.1\n乙县,9,2\n\n"))
        .collect();
    let heads: Vec<String> = (0..400).map(|at| format!(",指标{at}累计")).collect();
    let row: Vec<String> = (0..400).map(|at| format!(",{}", at * 7 % 97)).collect();
    let (tables, heads, row) = (tables.concat(), heads.concat(), row.concat());
    let wide = format!("云栖市2019年7月主要指标\n县区{heads}\n甲县{row}\n乙县{row}\n");
    for (name, text) in [("多.csv", tables), ("宽.csv", wide)] {
        let file = database.file(name, text.as_bytes());
        let run = database.run("import", &[&file, "--guess"]);
        answered(&run, name);
        assert!(run.code == 0 && run.stdout.contains("累计"), "{name}: {}", run.stderr);
    }
}
