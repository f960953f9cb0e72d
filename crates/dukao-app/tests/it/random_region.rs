//! Random regions as csv files, written here and not by the product: units that change by date, every kind of value,
//! goal and pace, partitions, and texts that spreadsheets would take for formulas.

use std::collections::BTreeMap;
use std::fmt;

use crate::chance::{Chance, Fields, csv};
use crate::random_figures;

/// One file of an import.
pub(crate) type File = (String, Vec<u8>);

/// A row of one of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// In which import it comes, from 0.
    pub(crate) step: usize,
    pub(crate) file: String,
    pub(crate) fields: Fields,
}

/// A region as the rows that make it, and whether its last import is taken back.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) lines: Vec<Line>,
    pub(crate) undo: bool,
    /// From what the rules, the mapping and the explanations are made that it keeps beside its figures.
    pub(crate) kept: Option<u64>,
    /// Whether anything was left out of it: then an import may refuse it.
    pub(crate) cut: bool,
}

impl fmt::Debug for Region {
    /// The rows, one a line.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Line { step, file, fields } in &self.lines {
            let fields: Vec<String> = fields.iter().map(|(head, text)| format!("{head}={text:?}")).collect();
            writeln!(out, "{step} {file} {}", fields.join(" "))?;
        }
        write!(out, "undo {} kept {:?}", self.undo, self.kept)
    }
}

impl Region {
    /// The files of its imports, one import after the other.
    pub(crate) fn steps(&self) -> Vec<Vec<File>> {
        let mut steps: BTreeMap<usize, BTreeMap<&str, Vec<Fields>>> = BTreeMap::new();
        for line in &self.lines {
            steps.entry(line.step).or_default().entry(&line.file).or_default().push(line.fields.clone());
        }
        let files = |files: BTreeMap<&str, Vec<Fields>>| -> Vec<File> {
            files.into_iter().map(|(name, rows)| (name.to_owned(), csv(&rows))).collect()
        };
        steps.into_values().map(files).collect()
    }
}

/// An indicator, as far as figures need it.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) year: i16,
    pub(crate) code: String,
    pub(crate) kind: &'static str,
    pub(crate) units: &'static [&'static str],
}

const KINDS: [(&str, &[&str]); 14] = [
    ("流量", &["亿元", "万元", "元"]),
    ("流量", &["万吨", "吨"]),
    ("流量", &["亿元", "万元"]),
    ("流量", &["亿元", "万元"]),
    ("计数", &["户", "万户"]),
    ("计数", &["个"]),
    ("增速", &["%"]),
    ("平均", &["微克/立方米"]),
    ("比率", &["%"]),
    ("比率", &["百分点"]),
    ("时点", &["万元", "亿元"]),
    ("指数", &["分"]),
    ("位次", &["位"]),
    ("节点", &["项"]),
];

/// A random region.
pub(crate) fn region(seed: u64) -> Region {
    let mut chance = Chance::new(seed);
    let (units, codes) = units(&mut chance);
    let (indicators, known) = indicators(&mut chance, &codes);
    let targets = targets(&mut chance, &known, &codes);
    let partitions = partitions(&mut chance, &known, &codes);
    let mut lines = Vec::new();
    let mut put = |step: usize, file: &str, rows: Vec<Fields>| {
        lines.extend(rows.into_iter().map(|fields| Line { step, file: file.to_owned(), fields }));
    };
    put(0, "单位.csv", units);
    put(0, "指标.csv", indicators);
    put(0, "目标.csv", targets);
    put(0, "合计关系.csv", partitions);
    if chance.once_in(2) {
        put(0, "设置.csv", vec![vec![("设置", "今天".into()), ("内容", "2018-08-20".into())]]);
    }
    for step in 1..=3 + chance.below(3) {
        let rows = random_figures::rows(&mut chance, &known, &codes);
        put(usize::try_from(step).unwrap(), &format!("数据{step}.csv"), rows);
    }
    let kept = (!chance.once_in(4)).then(|| chance.below(u64::MAX));
    Region { lines, undo: chance.once_in(3), kept, cut: false }
}

/// Units and the codes of those that have figures; the first is the region itself.
fn units(chance: &mut Chance) -> (Vec<Fields>, Vec<String>) {
    let mut rows = vec![
        vec![
            ("代码", "C0".into()),
            ("名称", chance.name("甲市")),
            ("类别", "市".into()),
            ("生效日期", "2010-01-01".into()),
        ],
        vec![
            ("代码", "Q0".into()),
            ("名称", chance.name("甲区")),
            ("类别", "区县".into()),
            ("上级", "C0".into()),
            ("生效日期", "2010-01-01".into()),
            ("备注", chance.text()),
        ],
        vec![
            ("代码", "K1".into()),
            ("名称", "一号园".into()),
            ("类别", "园区".into()),
            ("生效日期", "2012-05-06".into()),
        ],
    ];
    let mut codes = vec!["Q0".to_owned(), "K1".to_owned()];
    for (number, kind) in ["街道", "镇", "乡", "街道", "部门", "兄弟区县"].iter().enumerate() {
        let code = chance.code(&format!("S{number}"));
        let base: Fields = vec![("代码", code.clone()), ("类别", (*kind).into()), ("上级", "Q0".into())];
        let mut first = base.clone();
        first.extend([("名称", chance.name("乙街")), ("生效日期", "2011-02-03".to_owned())]);
        if chance.once_in(2) {
            first.extend([
                ("简称", format!("乙{number}")),
                ("所属分组", "K1".to_owned()),
                ("包抓领导", "张；王".to_owned()),
            ]);
        }
        if chance.once_in(3) {
            first.push(("失效日期", "2017-12-31".to_owned()));
            let mut second = base;
            second.extend([("名称", chance.name("丙街")), ("生效日期", "2018-01-01".to_owned())]);
            second.push(("第一责任人", chance.text()));
            rows.push(second);
        }
        rows.push(first);
        codes.push(code);
    }
    // Two that were merged in the middle of the year.
    for (code, name, dates) in [
        ("M1", "丁街", [("生效日期", "2011-02-03"), ("失效日期", "2018-05-31")]),
        ("M2", "戊街", [("生效日期", "2011-02-03"), ("失效日期", "2018-05-31")]),
        ("M3", "丁戊街", [("生效日期", "2018-06-01"), ("前身", "M1；M2")]),
    ] {
        let mut row: Fields = [("代码", code), ("名称", name), ("类别", "街道"), ("上级", "Q0")]
            .into_iter()
            .map(|(head, text)| (head, text.to_owned()))
            .collect();
        row.extend(dates.into_iter().map(|(head, text)| (head, text.to_owned())));
        rows.push(row);
        codes.push(code.to_owned());
    }
    (rows, codes)
}

fn indicators(chance: &mut Chance, codes: &[String]) -> (Vec<Fields>, Vec<Known>) {
    let (mut rows, mut all) = (Vec::new(), Vec::new());
    for year in [2017_i16, 2018] {
        for (number, (kind, units)) in KINDS.iter().enumerate() {
            let code = format!("P{number:02}");
            let mut row: Fields = vec![
                ("年度", year.to_string()),
                ("代码", code.clone()),
                ("分类", chance.one(&["经济", "=民生"]).to_string()),
                ("名称", chance.name(&format!("指标{number}"))),
                ("计量单位", chance.one(units).to_string()),
                ("数值类型", (*kind).to_owned()),
                ("方向", chance.one(&["越高越好", "越低越好"]).to_string()),
                ("价格", chance.one(&["现价", "可比价", "无"]).to_string()),
                ("频率", chance.one(&["月", "季", "半年", "年"]).to_string()),
                ("错月", chance.one(&["是", "否"]).to_string()),
                ("一二月合并", chance.one(&["是", "否"]).to_string()),
                ("小数位", chance.below(7).to_string()),
                ("发布日", (1 + chance.below(31)).to_string()),
            ];
            let optional: [(&str, String); 10] = [
                ("口径", chance.text()),
                ("分值", "7.50".to_owned()),
                ("属性", "共性；新增；加分".to_owned()),
                ("责任单位", chance.one(codes).clone()),
                ("协助单位", codes[2..4].join("；")),
                ("得分点", chance.text()),
                ("统计规则", chance.text()),
                ("上级预警", "是".to_owned()),
                ("别名", format!("别名{number}；=又名{number}")),
                ("依据", chance.text()),
            ];
            row.extend(optional.into_iter().filter(|_| chance.once_in(2)));
            rows.push(row);
            all.push(Known { year, code, kind, units });
        }
    }
    (rows, all)
}

fn targets(chance: &mut Chance, known: &[Known], codes: &[String]) -> Vec<Fields> {
    let mut rows = Vec::new();
    for indicator in known {
        for unit in codes {
            if chance.once_in(2) {
                rows.push(target(chance, indicator, unit));
            }
        }
    }
    rows
}

fn target(chance: &mut Chance, indicator: &Known, unit: &str) -> Fields {
    let goals: &[&str] = match indicator.kind {
        "流量" | "计数" => &["总量", "上限", "增速", "位次", "位次提升", "无"],
        "节点" => &["节点", "是否", "无"],
        "增速" => &["增速", "相对", "位次"],
        _ => &["水平", "上限", "位次", "无"],
    };
    let goal = *chance.one(goals);
    let mut row: Fields = vec![
        ("年度", indicator.year.to_string()),
        ("指标", indicator.code.clone()),
        ("单位", unit.to_owned()),
        ("目标类型", goal.to_owned()),
        ("目标表述", chance.text()),
    ];
    match goal {
        "总量" | "上限" | "水平" => {
            row.push(("计量单位", chance.one(indicator.units).to_string()));
            row.extend([("确保", chance.decimal(4)), ("争取", chance.decimal(2))]);
        }
        "增速" => row.extend([("确保", chance.decimal(2)), ("计量单位", "%".to_owned())]),
        "位次" | "位次提升" => row.push(("确保", (1 + chance.below(9)).to_string())),
        "节点" => row.push(("完成时限", "2018-06-30".to_owned())),
        _ => {}
    }
    if chance.once_in(3) {
        row.push(("依据", chance.text()));
    }
    if matches!(indicator.kind, "流量" | "计数") {
        pace(chance, &mut row);
    }
    row
}

fn pace(chance: &mut Chance, row: &mut Fields) {
    let way = *chance.one(&["", "均衡", "上年同期", "工作日", "自定", "分段"]);
    row.push(("进度方式", way.to_owned()));
    let every: Vec<String> = (1..12).map(|month| format!("{month:02}:0.{:04}", month * 700)).collect();
    match way {
        "自定" => row.push(("进度节点", format!("{}；12:1", every.join("；")))),
        "分段" => row.push(("进度节点", "03:0.20；06:0.500；12:1.0".to_owned())),
        _ => {}
    }
    if chance.once_in(3) {
        let stages = ["一季度:1.50", "上半年:20", "前三季度:371.5", "全年:400.00"];
        let some: Vec<&str> = stages.into_iter().filter(|_| chance.once_in(2)).collect();
        row.push(("阶段目标", some.join("；")));
    }
}

fn partitions(chance: &mut Chance, known: &[Known], codes: &[String]) -> Vec<Fields> {
    let parts = || codes[2..5].join("；");
    let mut rows = vec![vec![("合计单位", "Q0".into()), ("划分", chance.name("按街镇")), ("分项单位", parts())]];
    rows.push(vec![("指标", "P00".into()), ("合计单位", "Q0".into()), ("划分", "按片".into()), ("分项单位", parts())]);
    let flows: BTreeMap<&str, &Known> = known
        .iter()
        .filter(|one| one.units.contains(&"亿元") && one.kind == "流量")
        .map(|one| (&*one.code, one))
        .collect();
    let flows: Vec<&str> = flows.into_keys().collect();
    let whole = flows[0].to_owned();
    rows.push(vec![("指标", whole), ("划分", "按产业".into()), ("分项指标", flows[1..].join("；"))]);
    rows
}
