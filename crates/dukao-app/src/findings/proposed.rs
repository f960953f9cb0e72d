//! A rule file before it is saved: what it would change, in the file and in what is found.

use dukao_core::rights::Right;
use serde::Serialize;

use super::lines::{LineChange, compare};
use super::rules::{SaveRules, shipped};
use super::{FindingState, RuleFile, SavedRules};
use crate::view::{Asked, Basis, FindingFilter, ListedFinding};
use crate::{App, AppError, Problem};

/// What a region's own file is called when it was written on the page.
const NAME: &str = "本地区规则.yaml";

/// The largest text that is taken, in bytes.
const LARGEST: usize = 200_000;

/// Where a region without its own rules begins to write.
const BEGINNING: &str = "\
# 只写要改的几条，其余照出厂；规则的名称见“在用规则”。去掉行首的 # 就起作用，全部是 # 就照出厂。
# 核对规则:
#   - 规则: 增速与本期、上年同期数不符
#     轻重: 提醒
#     允许误差: 另加 0.1 个百分点
#     适用: {指标: [P03]}
#     停用: 否
#     依据: 某年某号通知
";

/// A region's own rules as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulesText {
    /// What they rest on.
    pub basis: Basis,
    /// The text; where to begin when there is none.
    pub text: String,
    /// Whether the region has its own.
    pub own: bool,
}

/// What other rules would change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProposedRules {
    /// What they were compared with.
    pub basis: Basis,
    /// Whether the text says anything else than the one in force.
    pub changed: bool,
    /// How many rules it has; none is as shipped.
    pub settings: usize,
    /// The lines, with what became of each.
    pub lines: Vec<(LineChange, String)>,
    /// What would be found and is not found now.
    pub appears: Vec<ListedFinding>,
    /// What is found now and would not be any more.
    pub vanishes: Vec<ListedFinding>,
    /// What is found all the same, graver or lighter: as it is, and as it would be.
    pub regraded: Vec<(ListedFinding, ListedFinding)>,
}

impl App {
    /// A region's own rules as a text to change.
    ///
    /// # Errors
    /// When the region does not exist or the store fails.
    pub async fn rules_text(&self, asked: &Asked) -> Result<RulesText, AppError> {
        let settled = self.settle_whole(Right::ChangeRules, asked).await?;
        let own = settled.checks().rules.own.as_ref();
        let text = own.map_or(BEGINNING, |(file, _)| file.text.as_str()).to_owned();
        Ok(RulesText { basis: settled.basis(), text, own: own.is_some() })
    }

    /// What a text would change, if it were saved as the region's rules; nothing is stored.
    ///
    /// # Errors
    /// [`AppError::Refused`] with everything wrong in it, each at `line:column`; or the store fails.
    pub async fn propose_rules(&self, asked: &Asked, text: &str) -> Result<ProposedRules, AppError> {
        let file = file_of(text)?;
        let now = self.rules_text(asked).await?;
        let rules = file.as_ref().map_or_else(|| shipped().cloned(), RuleFile::in_force)?;
        let found = |view: crate::view::FindingsView| -> Vec<ListedFinding> {
            view.findings.into_iter().filter(|one| one.state != FindingState::Corrected).collect()
        };
        let before = found(self.findings_by(asked, FindingFilter::default(), None).await?);
        let after = found(self.findings_by(asked, FindingFilter::default(), Some(&rules)).await?);
        let is_in = |list: &[ListedFinding], one: &ListedFinding| list.iter().any(|other| other.key == one.key);
        let regraded = before.iter().filter_map(|one| {
            let then = after.iter().find(|other| other.key == one.key && other.severity != one.severity)?;
            Some((one.clone(), then.clone()))
        });
        let in_force = if now.own { now.text.as_str() } else { "" };
        let proposed = file.as_ref().map_or("", |file| file.text.as_str());
        Ok(ProposedRules {
            changed: in_force != proposed,
            settings: file.as_ref().map_or(0, |file| file.rules.settings().len()),
            lines: compare(in_force, proposed),
            regraded: regraded.collect(),
            appears: after.iter().filter(|one| !is_in(&before, one)).cloned().collect(),
            vanishes: before.iter().filter(|one| !is_in(&after, one)).cloned().collect(),
            basis: now.basis,
        })
    }

    /// Saves a text as the region's rules, if the data is still what it was compared with; a text without a rule goes
    /// back to the shipped ones.
    ///
    /// # Errors
    /// [`AppError::Refused`] with everything wrong in it, [`AppError::Moved`] when others wrote since; or the store
    /// fails.
    pub async fn save_rules_text(
        &self,
        region: Option<&str>,
        text: &str,
        based_on: i64,
    ) -> Result<SavedRules, AppError> {
        let request = SaveRules { region: region.map(str::to_owned), file: file_of(text)?, based_on: Some(based_on) };
        self.store_rules(request).await
    }
}

/// The text as a rule file; nothing when it has only remarks and blank lines.
fn file_of(text: &str) -> Result<Option<RuleFile>, AppError> {
    let text = text.replace("\r\n", "\n");
    if text.len() > LARGEST {
        let told = format!("规则有{}字节，最多{LARGEST}字节", text.len());
        return Err(AppError::Refused(vec![Problem::of_file(NAME, told, "只写要改的几条")]));
    }
    let says = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    if !text.lines().any(says) {
        return Ok(None);
    }
    let text = if text.ends_with('\n') { text } else { text + "\n" };
    RuleFile::read(NAME, text.as_bytes()).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_alone_are_no_rules() {
        assert_eq!(file_of(BEGINNING).unwrap(), None);
        assert_eq!(file_of(" \r\n\n").unwrap(), None);
        let uncommented = BEGINNING.replace("\n# ", "\n");
        let file = file_of(&uncommented).unwrap().unwrap();
        assert_eq!(file.rules.settings().len(), 1, "the beginning is right when its marks are taken away");
    }

    #[test]
    fn mistakes_are_told_at_their_lines_whatever_ends_a_line() {
        let Err(AppError::Refused(problems)) = file_of("核对规则:\r\n  - 规则: 增速\r\n    轻重: 重\r\n")
        else {
            panic!("no rule is called so")
        };
        assert_eq!(problems.iter().map(|one| one.cell.as_str()).collect::<Vec<_>>(), ["2:9", "3:9"]);
        assert!(matches!(file_of(&"a".repeat(LARGEST + 1)), Err(AppError::Refused(_))));
    }
}
