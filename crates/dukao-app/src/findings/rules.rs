//! The check rules: the shipped ones, and what a region says otherwise.

use dukao_core::rights::Right;
use std::sync::LazyLock;

use dukao_core::check::RuleSet;
use dukao_store::{Act, AuditEntry, Changes, NewEntry, RegionId, WriteError};
use serde::{Deserialize, Serialize};

use crate::shelf::kind;
use crate::{App, AppError, Problem};

/// The shipped rules.
const SHIPPED: &str = include_str!("../../rules/核对规则.yaml");

/// The key under which a region's rules are stored.
pub(crate) const SAVED_KEY: &str = "核对规则";

/// How often a save is tried again when others write in between.
const TRIES: usize = 64;

/// A rule file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// Name without folders.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says, before the shipped rules.
    pub rules: RuleSet,
}

impl RuleFile {
    /// Reads a rule file.
    ///
    /// # Errors
    /// [`AppError::Refused`] with everything wrong in it.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, AppError> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let problem = Problem::of_file(name, "规则文件不是UTF-8文字", "用文本编辑器另存为UTF-8");
            return Err(AppError::Refused(vec![problem]));
        };
        let rules = dukao_office::rules::read(name, text).map_err(AppError::Refused)?;
        Ok(Self { name: name.to_owned(), text: text.to_owned(), rules })
    }

    /// Its rules before the shipped ones, as they would be in force.
    ///
    /// # Errors
    /// When the shipped rules cannot be read.
    pub fn in_force(&self) -> Result<RuleSet, AppError> {
        Ok(self.rules.clone().over(shipped()?))
    }
}

/// A region's own rules as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The rules of a region.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    /// The region's own, with the version that brought them.
    pub(crate) own: Option<(RuleFile, i64)>,
    /// All in force: its own before the shipped ones.
    pub(crate) set: RuleSet,
}

impl Rules {
    /// Those of a region that says nothing otherwise.
    pub(crate) fn shipped() -> Result<Self, AppError> {
        Ok(Self { own: None, set: shipped()?.clone() })
    }

    /// With a region's own file, or without it.
    pub(crate) fn with(own: Option<(Stored, i64)>) -> Result<Self, AppError> {
        let Some((stored, version)) = own else { return Self::shipped() };
        let file = RuleFile::read(&stored.name, stored.text.as_bytes())
            .map_err(|_| AppError::Damaged(format!("核对规则“{}”", stored.name)))?;
        let set = file.in_force()?;
        Ok(Self { own: Some((file, version)), set })
    }
}

/// The shipped rules.
pub(crate) fn shipped() -> Result<&'static RuleSet, AppError> {
    static SET: LazyLock<Result<RuleSet, String>> = LazyLock::new(|| {
        let list = |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("；");
        dukao_office::rules::read("核对规则.yaml", SHIPPED).map_err(list)
    });
    SET.as_ref().map_err(|problems| AppError::Damaged(problems.clone()))
}

/// What saving rules did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedRules {
    /// The version it made; the version that stood when they were saved already.
    pub version: i64,
    /// Whether anything changed.
    pub changed: bool,
    /// How many settings the file has.
    pub settings: usize,
}

/// Rules to be stored.
#[derive(Debug, Clone)]
pub(super) struct SaveRules {
    pub(super) region: Option<String>,
    /// The region's own; nothing goes back to the shipped ones.
    pub(super) file: Option<RuleFile>,
    /// The version that was looked at; any when `None`.
    pub(super) based_on: Option<i64>,
}

impl App {
    /// Stores a rule file as the rules of a region: one version.
    ///
    /// # Errors
    /// When the region does not exist or the store fails.
    pub async fn save_rules(&self, region: Option<&str>, file: &RuleFile) -> Result<SavedRules, AppError> {
        let region = region.map(str::to_owned);
        self.store_rules(SaveRules { region, file: Some(file.clone()), based_on: None }).await
    }

    pub(super) async fn store_rules(&self, request: SaveRules) -> Result<SavedRules, AppError> {
        let region = self.permit(Right::ChangeRules, request.region.as_deref()).await?.id;
        let file = request.file.as_ref();
        let settings = file.map_or(0, |file| file.rules.settings().len());
        for _ in 0..TRIES {
            let snapshot = self.shelf.head(&self.store, region).await?;
            let head = snapshot.book.version.0;
            if let Some(based_on) = request.based_on.filter(|based_on| *based_on != head) {
                return Err(AppError::Moved { based_on, head });
            }
            let there = snapshot.checks().rules.own.as_ref().map(|(own, _)| (own.name.as_str(), own.text.as_str()));
            if there == file.map(|file| (file.name.as_str(), file.text.as_str())) {
                return Ok(SavedRules { version: head, changed: false, settings });
            }
            match self.store.write(self.act_of_rules(region, head, &request)?).await {
                Ok(committed) => return Ok(SavedRules { version: committed.version.0, changed: true, settings }),
                Err(WriteError::Conflict { .. }) => {}
                Err(error) => return Err(AppError::Write(error)),
            }
        }
        Err(AppError::Crowded)
    }

    fn act_of_rules(&self, region: RegionId, head: i64, request: &SaveRules) -> Result<Act, AppError> {
        let stored = |file: &RuleFile| Stored { name: file.name.clone(), text: file.text.clone() };
        let body = request.file.as_ref().map(|file| serde_json::to_string(&stored(file))).transpose();
        let detail = request.file.as_ref().map_or_else(
            || "{}".to_owned(),
            |file| crate::import::digest(&(file.name.clone(), file.text.clone().into_bytes())).to_string(),
        );
        let entry = NewEntry {
            kind: kind::RULES.to_owned(),
            year: 0,
            key: SAVED_KEY.to_owned(),
            body_schema: 1,
            body: body.map_err(|error| AppError::Damaged(error.to_string()))?,
        };
        let act = if request.file.is_some() { "rules.save" } else { "rules.remove" };
        Ok(Act {
            region,
            actor: self.actor(),
            based_on: dukao_store::Version(head),
            at: self.clock.now(),
            audit: AuditEntry {
                act: act.to_owned(),
                subject: request.file.as_ref().map(|file| file.name.clone()),
                detail,
            },
            changes: Changes { entries: vec![entry], ..Changes::default() },
        })
    }
}

#[cfg(test)]
mod tests {
    use dukao_core::check::{Rule, Setting};

    use super::*;

    #[test]
    fn the_shipped_rules_are_every_rule_once_as_it_stands() {
        let settings = shipped().unwrap().settings();
        let rules: Vec<Rule> = settings.iter().map(|setting| setting.rule).collect();
        assert_eq!(rules, Rule::ALL);
        for setting in settings {
            assert_eq!(Setting { basis: None, ..setting.clone() }, Setting::of(setting.rule));
        }
    }

    #[test]
    fn own_rules_stand_before_the_shipped_ones() {
        let text = "核对规则:\n  - 规则: 位次与数值不符\n    停用: 是\n".to_owned();
        let rules = Rules::with(Some((Stored { name: "我区.yaml".to_owned(), text }, 7))).unwrap();
        assert_eq!(rules.set.settings().len(), Rule::ALL.len() + 1);
        assert!(rules.set.settings()[0].off);
        let damaged = Rules::with(Some((Stored { name: "坏.yaml".to_owned(), text: "核对".to_owned() }, 7)));
        assert!(matches!(damaged, Err(AppError::Damaged(_))));
    }
}
