//! A region out at the command line, and in again.

use serde_json::Value;

use crate::runner::Database;

fn names(folder: &str) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_region_goes_out_and_comes_back_by_commands() {
    let database = Database::demo();
    let (workbook, folder) = (database.place("示范区.xlsx"), database.place("示范区"));
    let told = database.ok("export", &[&workbook]);
    assert!(told.starts_with("已导出 Q00 v34：单位") && told.contains("示范区.xlsx"), "{told}");
    let json: Value = serde_json::from_str(&database.ok("export", &[&folder, "--format", "json"])).unwrap();
    assert_eq!((&json["exported"]["region"], &json["exported"]["version"]), (&"Q00".into(), &34.into()));
    assert_eq!(
        names(&folder),
        [
            "单位.csv",
            "合计关系.csv",
            "指标.csv",
            "数据-2016.csv",
            "数据-2017.csv",
            "数据-2018.csv",
            "目标.csv",
            "设置.csv"
        ]
    );
    let files: Vec<String> = names(&folder).iter().map(|name| format!("{folder}/{name}")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for files in [vec![workbook.as_str()], files] {
        let other = Database::none();
        let run = other.run("import", &files);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!((run.stdout + &run.stderr).contains("按 2018-08-20 为今天"));
        let groups = |database: &Database| database.json("progress --month 7")["groups"].clone();
        assert_eq!(groups(&other), groups(&database));
    }
}

#[test]
fn nothing_is_written_over_and_an_earlier_version_can_be_had() {
    let database = Database::demo();
    let workbook = database.place("早.xlsx");
    let told = database.ok("export", &[&workbook, "--as-of", "2018-03-31"]);
    assert!(told.contains("v1"), "{told}");
    let bytes = std::fs::read(&workbook).unwrap();
    let again = database.run("export", &[&workbook]);
    assert_eq!((again.code, std::fs::read(&workbook).unwrap() == bytes), (1, true));
    assert!(again.stderr.contains("已经有了，没有改动"), "{}", again.stderr);
    let empty = Database::none();
    let refused = empty.run("export", &[&empty.place("空")]);
    assert_eq!(refused.code, 1);
    assert!(!std::path::Path::new(&empty.place("空")).exists());
}
