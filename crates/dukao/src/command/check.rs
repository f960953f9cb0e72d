//! `dukao check`: contradictions inside the data, what is said about them, and by which rules.

use clap::Args;
use dukao_app::findings::{ExplainRequest, FindingState, RuleFile};
use dukao_app::view::{FindingFilter, FindingsView, ListedFinding, RulesView};
use dukao_core::check::{Rule, Severity};
use dukao_core::progress::Source;
use serde_json::json;

use crate::fault::Fault;
use crate::options::{Reading, foot};
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    reading: Reading,
    #[arg(long, value_name = "状态", value_parser = state, help = "只列这种状态的：待核实、已说明、不予处理、已改正")]
    state: Option<FindingState>,
    #[arg(long, value_name = "规则", value_parser = rule, help = "只列这条规则的：名称或键名，如 growth")]
    rule: Option<Rule>,
    #[arg(long, value_name = "轻重", value_parser = severity, help = "只列矛盾或提醒")]
    severity: Option<Severity>,
    #[arg(long, value_name = "单位或人", help = "只列由谁负责的，- 是没有人负责的；与--explain同用时是责任单位")]
    owner: Option<String>,
    #[arg(long, value_name = "指标", help = "只列这个指标的：代码或名称")]
    indicator: Option<String>,
    #[arg(long, value_name = "键", help = "给一处写说明；键见列表或--format json的key")]
    explain: Option<String>,
    #[arg(long, value_name = "说明", requires = "explain", help = "为什么对不上，或为什么不予处理")]
    text: Option<String>,
    #[arg(long, value_name = "姓名", requires = "explain", help = "责任人")]
    person: Option<String>,
    #[arg(long, value_name = "文件", help = "按这个规则文件核对，不保存")]
    rules: Option<String>,
    #[arg(long, value_name = "文件", conflicts_with_all = ["explain", "rules"], help = "把规则文件保存为本地区的规则")]
    save_rules: Option<String>,
    #[arg(long, conflicts_with_all = ["explain", "rules", "save_rules"], help = "列出在用的规则，与出厂规则不同的写明不同")]
    show_rules: bool,
}

impl Check {
    pub(super) async fn run(self) -> Result<(), Fault> {
        if let Some(key) = &self.explain {
            return self.say(key).await;
        }
        if let Some(path) = &self.save_rules {
            return self.save(path).await;
        }
        let app = self.reading.database.open_existing().await?;
        if self.show_rules {
            let view = app.rules(&self.reading.asked(None)).await?;
            return self.reading.give(&view, &view, || rules_shown(&view));
        }
        let rules = self.rules.as_deref().map(|path| Ok::<_, Fault>(read(path)?.in_force()?)).transpose()?;
        let filter = FindingFilter {
            state: self.state,
            rule: self.rule,
            severity: self.severity,
            owner: self.owner.clone(),
            indicator: self.indicator.clone(),
        };
        let view = app.findings_by(&self.reading.asked(None), filter, rules.as_ref()).await?;
        self.reading.give(&view, &view, || shown(&view))
    }

    async fn say(&self, key: &str) -> Result<(), Fault> {
        let app = self.reading.database.open_existing().await?;
        let request = ExplainRequest {
            region: self.reading.region.code.clone(),
            key: key.to_owned(),
            state: self.state,
            text: self.text.clone().unwrap_or_default(),
            owner_unit: self.owner.clone().unwrap_or_default(),
            owner_person: self.person.clone().unwrap_or_default(),
            seen: None,
        };
        let said = app.explain_finding(request).await?;
        let done = if said.changed { "已保存" } else { "原来就是这样，没有变化" };
        self.reading.answer(&json!({ "explained": said }), || {
            format!("{done}：{}，{}，数据版本 v{}。\n", said.key, said.state.label(), said.version)
        })
    }

    async fn save(&self, path: &str) -> Result<(), Fault> {
        let file = read(path)?;
        let app = self.reading.database.open_existing().await?;
        let saved = app.save_rules(self.reading.region.code(), &file).await?;
        let done = if saved.changed { "已保存" } else { "原来就是这样，没有变化" };
        self.reading.answer(&json!({ "saved_rules": saved }), || {
            format!("{done}：{}，{}条规则，数据版本 v{}。\n", file.name, saved.settings, saved.version)
        })
    }
}

/// Reads a rule file; every mistake is said at its place.
fn read(path: &str) -> Result<RuleFile, Fault> {
    let bytes = std::fs::read(path).map_err(|error| Fault::io(&format!("读不到 {path}"), &error))?;
    let name =
        std::path::Path::new(path).file_name().map_or(path.to_owned(), |name| name.to_string_lossy().into_owned());
    RuleFile::read(&name, &bytes).map_err(|error| match error {
        dukao_app::AppError::Refused(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Fault::Said(format!("规则文件有{}处错误，没有使用：\n{}", lines.len(), lines.join("\n")))
        }
        other => Fault::App(other),
    })
}

fn state(text: &str) -> Result<FindingState, String> {
    FindingState::from_text(text).ok_or_else(|| "写 待核实、已说明、不予处理 或 已改正".to_owned())
}

fn rule(text: &str) -> Result<Rule, String> {
    let found = Rule::from_key(text).or_else(|| Rule::from_label(text));
    found.ok_or_else(|| "写规则的名称或键名，见 docs/核对规则.md 或 dukao check --show-rules".to_owned())
}

fn severity(text: &str) -> Result<Severity, String> {
    let found = Severity::KEYS.iter().find(|(key, own)| *key == text || own.label() == text);
    found.map(|(_, own)| *own).ok_or_else(|| "写 矛盾 或 提醒".to_owned())
}

fn shown(view: &FindingsView) -> String {
    let basis = &view.basis;
    let title = format!("{} {}年{}核对：{}处", basis.region_name, basis.year, basis.period, view.findings.len());
    let counts = &view.counts;
    let line = format!(
        "矛盾{}处，提醒{}处；待核实{}，已说明{}，不予处理{}，已改正{}",
        counts.errors, counts.warnings, counts.open, counts.explained, counts.dismissed, counts.corrected
    );
    let dealt_with = counts.explained + counts.dismissed + counts.corrected > 0;
    if view.findings.is_empty() {
        let none = if view.filter.is_set() {
            format!("没有符合条件的。{line}。")
        } else {
            "没有发现互相矛盾的数。".to_owned()
        };
        return format!("{title}\n{none}\n{}\n", foot(basis));
    }
    let columns = [
        Column::Words("轻重"),
        Column::Words("状态"),
        Column::Words("指标"),
        Column::Words("单位"),
        Column::Words("发现"),
        Column::Words("看这里"),
    ];
    let mut table = table::table(&columns);
    (0..4).for_each(|index| table::keep_whole(&mut table, index));
    for finding in &view.findings {
        let place = finding.sources.first().map_or_else(String::new, place);
        table.add_row([
            finding.severity.label().to_owned(),
            finding.state.label().to_owned(),
            finding.indicator.clone(),
            finding.unit.clone(),
            told(finding),
            place,
        ]);
    }
    let mut notes = Vec::new();
    if dealt_with || view.filter.is_set() {
        notes.push(line);
    }
    notes.push(foot(basis));
    table::page(&title, &table, &notes)
}

/// The statement with its key and what was said.
fn told(finding: &ListedFinding) -> String {
    let mut lines = vec![finding.statement.clone(), format!("键 {}", finding.key)];
    if !finding.owner.is_empty() {
        lines.push(format!("责任 {}", finding.owner));
    }
    if let Some(said) = finding.explanation.as_ref().filter(|said| !said.text.is_empty()) {
        let then = if said.outdated {
            format!("说明针对v{}的数，现已变化", said.based_on)
        } else {
            said.state.label().to_owned()
        };
        lines.push(format!("{}（{}，{}，{then}）", said.text, said.by, said.at));
    }
    lines.extend(finding.corrected_in.map(|version| format!("v{version}起不再出现")));
    lines.join("\n")
}

fn rules_shown(view: &RulesView) -> String {
    let title = match (&view.file, view.version) {
        (Some(file), Some(version)) => format!("{} 在用规则：{file}（v{version}），其余照出厂", view.basis.region_name),
        _ => format!("{} 在用规则：出厂规则", view.basis.region_name),
    };
    let columns = [
        Column::Words("规则"),
        Column::Words("轻重"),
        Column::Words("允许误差"),
        Column::Words("适用"),
        Column::Words("停用"),
        Column::Words("与出厂不同"),
    ];
    let mut table = table::table(&columns);
    for row in &view.rules {
        table.add_row([
            row.name.clone(),
            row.severity.to_owned(),
            row.tolerance.clone(),
            row.scope.clone(),
            if row.off { "停用".to_owned() } else { String::new() },
            row.differences.join("；"),
        ]);
    }
    table::page(&title, &table, &[foot(&view.basis)])
}

fn place(source: &Source) -> String {
    match source {
        Source::Cell { file, sheet, cell, .. } if sheet == "csv" => format!("{file} {cell}"),
        Source::Cell { file, sheet, cell, .. } => format!("{file} {sheet}!{cell}"),
        Source::Typed { version } => format!("录入 {version}"),
        Source::Rule { rule } => rule.clone(),
        Source::Calendar { notice } => notice.clone(),
    }
}
