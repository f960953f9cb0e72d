//! What random regions keep beside their figures: a rule file, a mapping that was used, filters, explanations of findings.

use dukao_app::findings::{ExplainRequest, FindingState, RuleFile};
use dukao_app::import::ImportRequest;
use dukao_app::rights::Caller;
use dukao_app::selection::{SaveFilter, StoredFilter};
use dukao_app::view::Asked;
use dukao_app::{App, AppError};

use crate::chance::Chance;

/// Most findings that are explained.
const EXPLAINED: usize = 6;

/// Somebody works with the application.
fn somebody(app: &App, chance: &mut Chance) -> App {
    let who = *chance.one(&["本机", "=统计科", "甲 乙"]);
    app.called_by(Caller::operator(who))
}

/// Lines as a text file with one of the ways to end lines.
fn file(chance: &mut Chance, lines: &[&str]) -> String {
    let noise = ["# =1+1", "# 1,2；3|4", "#", "", "  # \"引号\" 'x", "# 注：", "# +86  "];
    let mut all: Vec<&str> = Vec::new();
    for line in lines {
        if chance.once_in(2) {
            all.push(*chance.one(&noise));
        }
        all.push(line);
    }
    let end = *chance.one(&["\n", "\n", "\r\n"]);
    let last = *chance.one(&["", end]);
    all.join(end) + last
}

/// Says and saves something.
pub(crate) async fn keep(app: &App, seed: u64) -> Result<(), AppError> {
    let chance = &mut Chance::new(seed);
    let rules = [
        "核对规则:",
        "  - 规则: 位次与数值不符",
        "    停用: 是",
        "    依据: 办法第3条",
        "  - 规则: 累计数比上期减少",
        "    轻重: 提醒",
    ];
    let many = *chance.one(&[3, 4, 6]);
    let rules = file(chance, &rules[..many]);
    let name = *chance.one(&["我区规则.yaml", "=规则.yaml", "规则 1.yaml"]);
    somebody(app, chance).save_rules(None, &RuleFile::read(name, rules.as_bytes())?).await?;
    for number in 0..chance.below(3) {
        let (title, indicator) = (
            format!("映射: {}表{number}", chance.one(&["", "+", "通报 "])),
            format!("指标: {{名称: 另加{number}, 分类: 项目, 计量单位: 亿元, 数值类型: 流量}}"),
        );
        let lines = [
            title.as_str(),
            "地区: Q0",
            "期间: 2018-05",
            "单位: {列: 单位}",
            indicator.as_str(),
            "列:",
            "  完成数: 累计",
        ];
        let mapping = file(chance, &lines);
        let table = format!("单位,完成数\nQ0,{number}1.50\nK1,2.{number}\n");
        let files = vec![(format!("通报{number}.csv"), table.into_bytes())];
        // Every one has the same name: they are told apart by their titles.
        somebody(app, chance)
            .import(ImportRequest::of(files).mapped(("通报.yaml".to_owned(), mapping.into_bytes())))
            .await?;
    }
    for name in ["欠账", "=1+1", "注：甲"] {
        let mut parameters = std::collections::BTreeMap::new();
        for (parameter, value) in [("show", "behind"), ("q", "=投资 "), ("unit", "K1"), ("sort", "-shortfall")] {
            if chance.once_in(2) {
                parameters.insert(parameter.to_owned(), value.to_owned());
            }
        }
        let filter = StoredFilter { parameters };
        let request = SaveFilter { region: None, name: name.to_owned(), filter, replace: true };
        somebody(app, chance).save_filter(request).await?;
    }
    for year in [2017, 2018] {
        let asked = Asked { year: Some(year), month: Some(12), ..Asked::default() };
        let findings = match app.findings(&asked).await {
            Ok(view) => view.findings,
            Err(AppError::UnknownYear(_)) => continue,
            Err(error) => return Err(error),
        };
        for finding in findings.iter().take(EXPLAINED) {
            if chance.once_in(2) {
                continue;
            }
            let state = *chance.one(&[
                None,
                Some(FindingState::Dismissed),
                Some(FindingState::Explained),
                Some(FindingState::Open),
            ]);
            let app = somebody(app, chance);
            app.explain_finding(ExplainRequest {
                region: None,
                key: finding.key.clone(),
                state,
                text: chance.text(),
                owner_unit: (*chance.one(&["", "Q0", "K1"])).to_owned(),
                owner_person: if chance.once_in(2) { chance.name("甲") } else { String::new() },
                seen: None,
            })
            .await?;
        }
    }
    Ok(())
}
