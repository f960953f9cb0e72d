//! The files on disk, their steps and their form.

use super::{
    super::{Mode, run},
    cell, files, outline, parse, root,
};

#[test]
fn the_files_in_the_repository_are_what_the_program_writes() {
    assert_eq!(run(&root(), Mode::Check).unwrap(), Vec::<String>::new());
}

#[test]
fn every_import_file_has_one_step_in_the_order_of_days_before_the_demo_day() {
    let files = files();
    let steps = parse(&files["步骤.csv"]);
    let mut named: Vec<&String> = steps.iter().map(|step| &step["文件"]).collect();
    let days: Vec<&String> = steps.iter().map(|step| &step["日期"]).collect();
    assert!(days.is_sorted());
    assert!(days.iter().all(|day| ("2018-01-01".."2018-08-20").contains(&day.as_str())));
    named.sort();
    let expected: Vec<&String> =
        files.keys().filter(|name| *name != "步骤.csv" && !name.starts_with("planted/")).collect();
    assert_eq!(named, expected);
}

#[test]
fn no_figure_comes_before_its_publication_day_but_the_last_step() {
    let files = files();
    let outline = outline();
    for step in parse(&files["步骤.csv"]).iter().filter(|step| step["文件"].starts_with("数据/2018")) {
        for row in parse(&files[&step["文件"]]) {
            let indicator = outline.indicator(&row["指标"]).unwrap();
            let end = super::end_of(&row["期间"]);
            let month: u8 = end.split_once('-').unwrap().1.parse().unwrap();
            let late = if indicator.late_month == "yes" { 2 } else { 1 };
            let due = format!("2018-{:02}-{:02}", month + late, indicator.publication_day);
            let what = format!("{} of {end} in {}", row["指标"], step["文件"]);
            // Customs figures of July are public on the demo day itself; the office has them on the eve.
            assert!(step["日期"] >= due || (due.as_str() == "2018-08-20" && step["日期"] == "2018-08-19"), "{what}");
        }
    }
}

#[test]
fn files_are_utf_8_without_bom_with_bare_line_feeds_and_no_empty_figures() {
    for (name, text) in files() {
        assert!(!text.starts_with('\u{feff}') && !text.contains('\r') && text.ends_with('\n'), "{name}");
        for row in parse(&text) {
            if name.starts_with("数据/") {
                let items = ["累计", "当月", "累计增速", "增减额", "完成率", "位次", "进展"];
                assert!(items.iter().any(|item| !cell(&row, item).is_empty()), "{name}: {row:?}");
            }
        }
    }
}

#[test]
fn the_program_writes_the_same_bytes_each_time() {
    assert_eq!(files(), files());
}
