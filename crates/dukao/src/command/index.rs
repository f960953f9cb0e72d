//! `dukao index`: a composite index over a plain table, without a database.

use std::path::PathBuf;

use clap::Args;
use comfy_table::Table;
use dukao_app::index::{self, File, IndexView, NodeView, StepView, UnitView};
use serde_json::json;

use crate::fault::Fault;
use crate::options::Way;
use crate::output;
use crate::table::{self, Column};
use crate::words;

/// Lists longer than this are cut for people; programs get all of them.
const LIST: usize = 6;

#[derive(Args, Debug)]
pub(super) struct Index {
    #[arg(value_name = "指数文件", help = "指数文件，写法见 docs/指数.md")]
    scheme: PathBuf,
    #[arg(value_name = "表", help = "数据表：csv、xlsx等，每个单位一行，每个指标一列")]
    table: PathBuf,
    #[arg(long, value_name = "单位", help = "这个单位的指数怎样一步步算出来")]
    explain: Option<String>,
    #[arg(long, value_enum, value_name = "格式", help = "table（缺省，给人看）、json（给程序读）、csv")]
    format: Option<Way>,
    #[arg(long, conflicts_with_all = ["format", "csv"], help = "同 --format json")]
    json: bool,
    #[arg(long, conflicts_with = "format", help = "同 --format csv")]
    csv: bool,
}

impl Index {
    pub(super) fn run(self) -> Result<(), Fault> {
        let way = match (self.format, self.json, self.csv) {
            (Some(Way::Xlsx), ..) => return Err(Fault::Usage("这里只能写 --format table、json 或 csv".to_owned())),
            (Some(way), ..) => way,
            (None, true, _) => Way::Json,
            (None, _, true) => Way::Csv,
            (None, false, false) => Way::Table,
        };
        if self.explain.is_some() && way == Way::Csv {
            return Err(Fault::Usage("--explain 只能用 --format table 或 json".to_owned()));
        }
        let (scheme_name, scheme) = super::import::read(&self.scheme)?;
        let (table_name, bytes) = super::import::read(&self.table)?;
        let scheme = File { name: &scheme_name, bytes: &scheme };
        let table = File { name: &table_name, bytes: &bytes };
        let view = match index::compute(scheme, table, self.explain.as_deref()) {
            Ok(view) => view,
            Err(problems) => {
                let message = format!("有{}处错误，指数没有算", problems.len());
                if way == Way::Json {
                    let error = json!({ "code": "refused", "message": message, "problems": problems });
                    output::print_json(&json!({ "error": error }))?;
                } else {
                    output::print(&table::problems(&problems))?;
                }
                output::say_error(&message);
                return Err(Fault::AlreadySaid);
            }
        };
        match way {
            Way::Json => output::print_json(&view),
            Way::Csv => output::print(&index::text(&view)),
            _ if view.explained.is_some() => output::print(&explained(&view)),
            _ => output::print(&shown(&view)),
        }
    }
}

/// The units by place, then the tree with its weights, then what was put in.
fn shown(view: &IndexView) -> String {
    let mut text = units(view);
    text.push('\n');
    text.push_str(&tree(view));
    let imputed = imputed(view);
    if !imputed.is_empty() {
        text.push('\n');
        text.push_str(&imputed);
    }
    text.extend(view.notes.iter().map(|note| format!("注意：{note}\n")));
    text
}

fn units(view: &IndexView) -> String {
    let mut heads = vec!["名次".to_owned(), "单位".to_owned(), view.index.clone()];
    let groups = view.units.first().map_or(&[][..], |unit| unit.groups.as_slice());
    heads.extend(groups.iter().flat_map(|group| [group.column.clone(), "组内".to_owned()]));
    let firsts: Vec<&NodeView> = view.nodes.iter().filter(|node| node.parent == Some(0)).collect();
    heads.extend(firsts.iter().map(|node| node.name.clone()));
    let any_imputed = view.units.iter().any(|unit| unit.imputed > 0);
    heads.extend(any_imputed.then(|| "补缺".to_owned()));
    let mut shown = bare(&heads);
    let mut rows: Vec<&UnitView> = view.units.iter().collect();
    rows.sort_by_key(|unit| unit.rank);
    for unit in rows {
        let tied = if unit.tied { "并" } else { "" };
        let mut cells = vec![format!("{tied}{}", unit.rank), unit.unit.clone(), unit.text.clone()];
        for group in &unit.groups {
            let tied = if group.tied { "并" } else { "" };
            cells.extend([group.group.clone(), format!("{tied}{}/{}", group.rank, group.units)]);
        }
        for node in &firsts {
            let part = unit.parts.iter().find(|part| part.node == node.node);
            let text = part.and_then(|part| part.text.clone()).unwrap_or_else(|| words::NONE.to_owned());
            let mark = if part.is_some_and(|part| part.imputed) { "*" } else { "" };
            cells.push(format!("{text}{mark}"));
        }
        cells.extend(any_imputed.then(|| unit.imputed.to_string()));
        shown.add_row(cells);
    }
    let order = if view.lower_is_better { "低者在前" } else { "高者在前" };
    let title = format!("{}　{}个单位，{order}", view.index, view.units.len());
    table::page(&title, &shown, &["并列的写“并”；名次按未舍入的数排；带*的是补缺得来的。".to_owned()])
}

/// The tree with weights and how they came about.
fn tree(view: &IndexView) -> String {
    let columns = [
        Column::Words("层级"),
        Column::Number("权重"),
        Column::Number("总权重"),
        Column::Words("标准化"),
        Column::Words("赋权与合成"),
    ];
    let mut shown = table::table(&columns);
    table::keep_whole(&mut shown, 0);
    for node in &view.nodes {
        let how = match (&node.weighting, node.aggregation) {
            (Some(weighting), Some(aggregation)) => format!("{weighting}；{aggregation}"),
            _ => String::new(),
        };
        shown.add_row([
            format!("{}{}", "　".repeat(depth(view, node)), node.name),
            short(node.weight.as_deref()),
            short(node.overall_weight.as_deref()),
            node.normalisation.unwrap_or_default().to_owned(),
            how,
        ]);
    }
    let mut text = table::ruled(&shown);
    for node in view.nodes.iter().filter(|node| !node.facts.is_empty()) {
        let facts: Vec<String> = node
            .facts
            .iter()
            .filter(|fact| fact.name != "所给权重")
            .map(|fact| {
                let child = fact.child.as_ref().map_or_else(String::new, |child| format!("{child} "));
                format!("{child}{} {}", fact.name, short(Some(&fact.value)))
            })
            .collect();
        if !facts.is_empty() {
            text.extend([format!("{}：{}\n", node.name, facts.join("；"))]);
        }
    }
    text
}

fn depth(view: &IndexView, node: &NodeView) -> usize {
    let mut depth = 0;
    let mut parent = node.parent;
    while let Some(above) = parent {
        depth += 1;
        parent = view.nodes.get(above).and_then(|node| node.parent);
    }
    depth
}

/// Six digits behind the point are enough for people.
fn short(value: Option<&str>) -> String {
    let Some(value) = value else { return String::new() };
    match value.split_once('.') {
        Some((whole, part)) if part.len() > 6 => format!("{whole}.{}…", part.get(..6).unwrap_or(part)),
        _ => value.to_owned(),
    }
}

/// Every figure that was put in.
fn imputed(view: &IndexView) -> String {
    let columns = [Column::Words("补缺的单位"), Column::Words("指标"), Column::Number("补的数"), Column::Words("办法")];
    let mut shown = table::table(&columns);
    let mut any = false;
    for unit in &view.units {
        for part in unit.parts.iter().filter(|part| part.imputed) {
            any = true;
            let way = view.nodes.get(part.node).and_then(|node| node.missing.clone()).unwrap_or_default();
            let value = part.used.as_deref().or(part.value.as_deref());
            shown.add_row([unit.unit.clone(), part.name.clone(), short(value), way]);
        }
    }
    if any { table::ruled(&shown) } else { String::new() }
}

/// The steps of one unit.
fn explained(view: &IndexView) -> String {
    let unit = view.explained.as_deref().unwrap_or_default();
    let mut text = String::new();
    if let Some(found) = view.units.iter().find(|found| found.unit == unit) {
        text.extend([format!("{}：{unit} {}，第{}名\n", view.index, found.value, found.rank)]);
    }
    let mut last = usize::MAX;
    for step in &view.steps {
        if step.node != last {
            text.extend([format!("{}\n", step.name)]);
            last = step.node;
        }
        text.push_str(&one_step(step));
    }
    text
}

fn one_step(step: &StepView) -> String {
    let scope = step.scope.as_ref().map_or_else(String::new, |scope| format!("（{scope}）"));
    let inputs: Vec<String> = step
        .inputs
        .iter()
        .map(|input| {
            let meaning = if input.meaning.is_empty() { String::new() } else { format!("〔{}〕", input.meaning) };
            let value = match (&input.value, &input.list) {
                (Some(value), _) => value.clone(),
                (None, Some(list)) if list.len() > LIST => {
                    format!("[{}, … 共{}个]", list.get(..LIST).unwrap_or(list).join(", "), list.len())
                }
                (None, Some(list)) => format!("[{}]", list.join(", ")),
                (None, None) => String::new(),
            };
            format!("{}{meaning}={value}", input.symbol)
        })
        .collect();
    format!(
        "  {}{scope}　{} = {} = {}\n      {}\n",
        step.what,
        step.symbol,
        step.formula,
        step.result,
        inputs.join("，")
    )
}

/// A table whose heads are names of the index.
fn bare(heads: &[String]) -> Table {
    let columns: Vec<Column> =
        heads.iter().enumerate().map(|(at, _)| if at == 1 { Column::Words("") } else { Column::Number("") }).collect();
    let mut shown = table::table(&columns);
    shown.set_header(heads);
    shown
}
