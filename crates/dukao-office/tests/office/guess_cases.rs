//! Published tables with columns shuffled and renamed, title rows, a note and 万元 for 亿元: the guess reads the
//! figures that the hand-written mapping of the example reads.

use std::collections::BTreeSet;
use std::path::Path;

use dukao_office::batch::Nothing;
use dukao_office::grid::{self, move_point};
use dukao_office::guess::{Hints, guess};
use dukao_office::mapping;

use crate::guess_layouts::{difference, said};
use crate::layout::figures::Dice;
use crate::layout::truth::Said;

/// What stands instead of a head: words to choose from; amounts in 亿元 are written in 万元.
struct Case {
    name: &'static str,
    titles: [&'static str; 2],
    heads: &'static [(&'static str, [&'static str; 3])],
    note: &'static str,
}

const CASES: [Case; 3] = [
    Case {
        name: "dazhou-staged-targets",
        titles: ["达州市重点项目投资阶段目标完成情况表", "单位：万元"],
        heads: &[
            ("period", ["时间", "期间", "报告期"]),
            ("region", ["县（市、区）", "地区", "县区"]),
            ("fai_growth_pct", ["固定资产投资增速（%）", "固定资产投资同比增长%", "固定资产投资增幅（%）"]),
            ("annual_plan_yi", ["年度计划（万元）", "全年计划", "年计划数（万元）"]),
            ("stage", ["阶段", "时段", "阶段"]),
            ("stage_target_yi", ["阶段目标", "阶段目标任务（万元）", "阶段计划（万元）"]),
            ("done_yi", ["累计完成（万元）", "完成数", "实际完成数（万元）"]),
        ],
        note: "注：数据由发改部门提供。",
    },
    Case {
        name: "hunan-oldhousing-2021-08",
        titles: ["湖南省2021年老旧小区改造进度表", "填报单位：住建厅"],
        heads: &[
            ("region", ["市州", "地区", "单位"]),
            ("level", ["级次", "层级", "类别"]),
            ("period", ["时间", "月份", "统计时间"]),
            ("plan_count", ["计划开工数（个）", "年度计划开工数（个）", "开工数目标（个）"]),
            ("started_count", ["开工数（个）", "已开工数（个）", "实际开工数（个）"]),
            ("plan_invest_wan_yuan", ["计划投资（万元）", "年度计划投资（万元）", "投资目标（万元）"]),
            ("done_invest_wan_yuan", ["完成投资（万元）", "累计完成投资（万元）", "实际完成投资（万元）"]),
        ],
        note: "备注：含续建小区。",
    },
    Case {
        name: "jincheng-fiscal-2015-09",
        titles: ["晋城市2015年1—9月一般公共预算收支情况", "单位：万元"],
        heads: &[
            ("kind", ["项目", "收支项目", "类型"]),
            ("unit", ["单位", "县区", "地区"]),
            ("level", ["级次", "类别", "层级"]),
            ("done_yi", ["累计完成数", "完成数（万元）", "本年累计"]),
            ("pct_of_annual_budget", ["占年初预算%", "完成年度预算（%）", "占预算比例（%）"]),
            ("yoy_pct", ["同比±%", "增幅（%）", "比上年同期增长%"]),
        ],
        note: "说明：本表为快报数。",
    },
];

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

/// The table of a case as a clerk might have sent it.
fn messed(case: &Case, seed: u64) -> String {
    let text = std::fs::read_to_string(folder(case.name).join("data.csv")).unwrap();
    let rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let mut dice = Dice::of(seed, case.name);
    let mut order: Vec<usize> = (0..rows[0].len()).collect();
    for at in (1..order.len()).rev() {
        let other = usize::try_from(dice.between(0, i64::try_from(at).unwrap())).unwrap();
        order.swap(at, other);
    }
    let mut lines: Vec<String> = case.titles.iter().map(|title| (*title).to_owned()).collect();
    for (number, row) in rows.iter().enumerate() {
        let cells = order.iter().map(|at| {
            let head = rows[0][*at].as_str();
            if number == 0 {
                let (_, words) = case.heads.iter().find(|(own, _)| *own == head).unwrap();
                return words[usize::try_from(dice.between(0, 2)).unwrap()].to_owned();
            }
            let cell = &row[*at];
            if head.ends_with("_yi") && !cell.is_empty() { move_point(cell, 4).unwrap() } else { cell.clone() }
        });
        lines.push(cells.collect::<Vec<_>>().join(","));
    }
    lines.push(case.note.to_owned());
    lines.join("\n") + "\n"
}

/// Without digits that only say in which unit it was written: 76.70亿元 is 767000万元.
fn trimmed(all: BTreeSet<Said>) -> BTreeSet<Said> {
    let short = |amount: String| {
        let end = amount.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(amount.len());
        let (number, unit) = amount.split_at(end);
        let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number };
        format!("{number}{unit}")
    };
    all.into_iter().map(|(a, b, c, d, amount)| (a, b, c, d, short(amount))).collect()
}

#[test]
fn published_tables_shuffled_and_renamed() {
    let (mut wrong, mut asked) = (Vec::new(), Vec::new());
    for case in &CASES {
        let mapping_text = std::fs::read_to_string(folder(case.name).join("mapping.yaml")).unwrap();
        let book = grid::open("data.csv", &std::fs::read(folder(case.name).join("data.csv")).unwrap()).unwrap();
        let wanted = trimmed(said(&mapping::read("映射.yaml", &mapping_text, &book, &Nothing::default()).batch));
        for seed in 1..=6 {
            let text = messed(case, seed);
            let book = grid::open("表.csv", text.as_bytes()).unwrap();
            let found = guess(&book, &Nothing::default(), &Hints::default());
            let guessed = found.mapping().unwrap();
            if !found.is_sure() {
                asked.push(format!("{} {seed}: {:?}\n{text}", case.name, found.tables[0].doubts));
                continue;
            }
            let outcome = mapping::read("猜.yaml", &guessed, &book, &Nothing::default());
            let got = trimmed(said(&outcome.batch));
            if got != wanted || !outcome.is_clean() {
                wrong.push(format!(
                    "{} {seed}\n{}\n{}\n{text}\n{guessed}",
                    case.name,
                    crate::support::said(&outcome),
                    difference(&wanted, &got)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(asked.is_empty(), "{} asked\n{}", asked.len(), asked.join("\n\n"));
}
