//! The guess never panics, always says the same, and is quick whatever the size of the sheet.

use std::fmt::Write as _;

use dukao_office::batch::Nothing;
use dukao_office::grid::{self, Book};
use dukao_office::guess::{Correction, Guess, Hints, guess};
use proptest::prelude::*;

fn guessed(book: &Book, corrections: &[&str]) -> Guess {
    let corrections = corrections.iter().map(|text| Correction::parse(text).unwrap()).collect();
    guess(book, &Nothing::default(), &Hints { corrections, ..Hints::default() })
}

const WORDS: [&str; 40] = [
    "",
    "",
    "",
    "县区",
    "指标",
    "计量单位",
    "累计",
    "本月",
    "同比（%）",
    "占预算%",
    "1—8月",
    "8月",
    "2019年8月",
    "单位：万元",
    "注：快报",
    "合计",
    "小计",
    "东岭县",
    "市本级",
    "一、税收收入",
    "其中：增值税",
    "12.5",
    "-3",
    "1,200",
    "—",
    "×",
    "100%",
    "1.2亿元",
    "2018",
    "目标",
    "年初预算",
    "序号",
    "1",
    "2",
    "3",
    "云栖市2019年8月财政收入完成情况",
    "上年同期",
    "位次",
    "栏次",
    "{月}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn never_panics_and_says_the_same_twice(cells in proptest::collection::vec(proptest::collection::vec(0..WORDS.len(), 0..8), 0..14)) {
        let rows: Vec<String> = cells.iter().map(|row| row.iter().map(|at| WORDS[*at]).collect::<Vec<_>>().join("\t")).collect();
        let Ok(book) = grid::open("表.csv", rows.join("\n").as_bytes()) else { return Ok(()) };
        let first = guessed(&book, &[]);
        prop_assert_eq!(&first, &guessed(&book, &[]));
        let corrected = guessed(&book, &["B列=累计", "A列=单位", "期间=2019-08", "C列=不读", "指标=税收收入"]);
        // What is sure is read without a mistake.
        for one in [first, corrected] {
            if one.is_sure() {
                let outcome = dukao_office::mapping::read("猜.yaml", &one.mapping().unwrap(), &book, &Nothing::default());
                prop_assert!(outcome.is_clean(), "{}\n{:?}", one.mapping().unwrap(), outcome.problems);
            }
        }
    }
}

#[test]
fn a_correction_changes_one_column_and_what_follows_from_it() {
    let text = "云栖市2019年8月税收收入,,\n单位：万元,,\n县区,完成数,增幅（%）\n东岭县,4000,3.2\n西岭县,2000,-1.5\n南岭县,3000,2.5\n";
    let book = grid::open("税收.csv", text.as_bytes()).unwrap();
    let before = guessed(&book, &[]);
    assert_eq!(before.tables[0].doubts.len(), 2, "{:?}", before.tables[0].doubts);
    for (answer, first, second) in [("B列=累计", "累计", "累计增速"), ("B列=当月", "当月", "当月增速")]
    {
        let after = guessed(&book, &[answer]);
        let meaning = |at: usize| after.tables[0].columns[at].meaning.clone();
        assert!(after.is_sure(), "{:?}", after.tables[0].doubts);
        assert_eq!((meaning(1).as_str(), meaning(2).as_str()), (first, second));
    }
}

#[test]
fn a_month_in_the_heads_that_is_not_the_titles_is_asked_about() {
    let text = "云栖市2019年9月税收收入,,\n单位：万元,,\n县区,1—8月完成,增幅（%）\n东岭县,4000,3.2\n西岭县,2000,-1.5\n南岭县,3000,2.5\n";
    let guess = guessed(&grid::open("税收.csv", text.as_bytes()).unwrap(), &[]);
    assert!(
        guess.tables[0].doubts.iter().any(|doubt| doubt.question.contains("列头的期间是2019年8月")),
        "{:?}",
        guess.tables[0].doubts
    );
}

#[test]
fn a_hundred_thousand_rows_are_guessed_by_the_first() {
    let long = |rows: usize| {
        let mut text =
            "云栖市2019年8月税收收入完成情况,,,,\n单位：万元,,,,\n单位,年度目标,本月完成,累计完成,完成率（%）\n"
                .to_owned();
        for row in 0..rows {
            writeln!(text, "第{row}镇,1200,{},{},{}.0", row % 90, 600 + row % 90, 50 + row % 7).unwrap();
        }
        guessed(&grid::open("大表.csv", text.as_bytes()).unwrap(), &[])
    };
    let (all, some) = (long(100_000), long(2_000));
    assert_eq!((all.tables.len(), all.tables[0].columns[3].meaning.as_str()), (1, "累计"));
    assert_eq!(all.tables[0].columns, some.tables[0].columns);
    assert_eq!(all.mapping(), some.mapping());
}

#[test]
fn hidden_rows_with_figures_are_asked_about() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "云栖市2019年1—8月税收收入（单位：万元）").unwrap();
    for (column, head) in ["县区", "累计完成", "同比增长（%）"].into_iter().enumerate() {
        sheet.write(1, u16::try_from(column).unwrap(), head).unwrap();
    }
    for (row, name) in ["东岭县", "西岭县", "旧县", "南岭县"].into_iter().enumerate() {
        let row = u32::try_from(row).unwrap() + 2;
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 1, 4000 + row).unwrap();
        sheet.write(row, 2, 3.5).unwrap();
    }
    sheet.set_row_hidden(4).unwrap();
    let book = grid::open("税收.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    let first = guessed(&book, &[]);
    assert!(first.tables[0].doubts.iter().any(|doubt| doubt.at == "隐藏行"), "{:?}", first.tables[0].doubts);
    for (answer, count) in [("隐藏行=读", 8), ("隐藏行=不读", 6)] {
        let guess = guessed(&book, &[answer]);
        assert!(guess.is_sure(), "{:?}", guess.tables[0].doubts);
        let outcome = dukao_office::mapping::read("猜.yaml", &guess.mapping().unwrap(), &book, &Nothing::default());
        assert_eq!(outcome.batch.observations.len(), count, "{answer}");
    }
}
