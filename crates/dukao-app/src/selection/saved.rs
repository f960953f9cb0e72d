//! Filters that are kept under a name: they belong to the region, each change is a version with its audit entry.

use dukao_core::rights::Right;
use std::collections::BTreeMap;

use dukao_store::{Act, AuditEntry, Changes, NewEntry, RegionId, Version, WriteError};
use serde::{Deserialize, Serialize};

use super::{LedgerColumn, Selection};
use crate::shelf::{Snapshot, kind};
use crate::{App, AppError};

/// How often a save is tried again when others write in between.
const TRIES: usize = 64;

/// Most letters of a name, and most filters of a region.
const LONGEST: usize = 20;
const MOST: usize = 50;

/// A filter as it is stored: the parameters of the ledger's address that are not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFilter {
    /// By their names; `unit` is the unit whose ledger it is.
    pub parameters: BTreeMap<String, String>,
}

impl StoredFilter {
    /// What a selection of a unit's ledger is stored as.
    pub fn of(selection: &Selection, unit: Option<&str>) -> Self {
        let unit = ("unit", unit.unwrap_or_default().to_owned());
        let pairs = selection.pairs().into_iter().chain([unit]).filter(|(_, value)| !value.is_empty());
        Self { parameters: pairs.map(|(name, value)| (name.to_owned(), value)).collect() }
    }

    /// What is wanted by it; what this program does not know any more is left out.
    pub fn selection(&self) -> Selection {
        let mut known = self.parameters.clone();
        loop {
            match Selection::parse(|name| known.get(name).cloned()) {
                Ok(selection) => return selection,
                Err(wrong) => known.remove(wrong.name),
            };
        }
    }

    /// The unit whose ledger it is; the region itself when `None`.
    pub fn unit(&self) -> Option<&str> {
        self.parameters.get("unit").map(String::as_str)
    }

    /// What it does, in words: 未达；责任单位 D02；按累计欠账从大到小；6列.
    pub fn in_words(&self, label: impl Fn(&str) -> String) -> String {
        let selection = self.selection();
        let mut words = Vec::new();
        words.extend(self.unit().map(|unit| format!("{}的台账", label(unit))));
        words.extend(selection.show.map(|show| show.label().to_owned()));
        words.extend(selection.lead.as_deref().map(|lead| format!("责任单位{}", label(lead))));
        words.extend(selection.search.as_deref().map(|text| format!("含“{text}”")));
        words.extend(selection.order.map(|order| {
            let way = if order.ascending { "从小到大" } else { "从大到小" };
            format!("按{}{way}", order.column.label())
        }));
        if selection.columns.is_chosen() {
            let labels: Vec<&str> = selection.columns.shown().into_iter().map(LedgerColumn::label).collect();
            words.push(if labels.is_empty() {
                "只列指标".to_owned()
            } else {
                format!("列：{}", labels.join("、"))
            });
        }
        if words.is_empty() { "全部指标".to_owned() } else { words.join("；") }
    }
}

/// A filter to be kept.
#[derive(Debug, Clone)]
pub struct SaveFilter {
    /// Region code.
    pub region: Option<String>,
    /// Under which name.
    pub name: String,
    /// What it wants.
    pub filter: StoredFilter,
    /// Whether one of the same name may be replaced.
    pub replace: bool,
}

/// What keeping or removing a filter did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedFilter {
    /// The version it made; the version that stood when it was there already.
    pub version: i64,
    /// Whether anything changed.
    pub changed: bool,
    /// The name as it was kept.
    pub name: String,
}

impl App {
    /// Keeps a filter under a name: one version.
    ///
    /// # Errors
    /// [`AppError::FilterName`] when the name is wrong or taken; or the store fails.
    pub async fn save_filter(&self, request: SaveFilter) -> Result<SavedFilter, AppError> {
        let region = self.permit(Right::KeepFilters, request.region.as_deref()).await?.id;
        let name = proper_name(&request.name)?;
        let body = serde_json::to_string(&request.filter).map_err(|error| AppError::Damaged(error.to_string()))?;
        for _ in 0..TRIES {
            let snapshot = self.shelf.head(&self.store, region).await?;
            let there = snapshot.filters().get(&name);
            if there == Some(&request.filter) {
                return Ok(SavedFilter { version: snapshot.book.version.0, changed: false, name });
            }
            if there.is_some() && !request.replace {
                let message = format!("已有叫“{name}”的常用筛选：换个名字，或选“替换同名的”");
                return Err(AppError::FilterName(message));
            }
            if there.is_none() && snapshot.filters().len() >= MOST {
                return Err(AppError::FilterName(format!("已有{MOST}个常用筛选，先删除不再用的")));
            }
            if let Some(version) = self.write_filter(region, &snapshot, &name, Some(&body)).await? {
                return Ok(SavedFilter { version, changed: true, name });
            }
        }
        Err(AppError::Crowded)
    }

    /// Removes a filter: one version, which can be taken back.
    ///
    /// # Errors
    /// [`AppError::UnknownFilter`] when there is none of this name; or the store fails.
    pub async fn remove_filter(&self, region: Option<&str>, name: &str) -> Result<SavedFilter, AppError> {
        let (region, name) = (self.permit(Right::KeepFilters, region).await?.id, name.trim());
        for _ in 0..TRIES {
            let snapshot = self.shelf.head(&self.store, region).await?;
            known(&snapshot, name)?;
            if let Some(version) = self.write_filter(region, &snapshot, name, None).await? {
                return Ok(SavedFilter { version, changed: true, name: name.to_owned() });
            }
        }
        Err(AppError::Crowded)
    }

    /// The filter of this name.
    ///
    /// # Errors
    /// [`AppError::UnknownFilter`] when there is none; or the store fails.
    pub async fn filter(&self, asked: &crate::view::Asked, name: &str) -> Result<StoredFilter, AppError> {
        let moment = self.moment(asked.region.as_deref(), asked.as_of).await?;
        known(&moment.snapshot, name).cloned()
    }

    /// Writes one state of a filter; nothing when others wrote in between.
    async fn write_filter(
        &self,
        region: RegionId,
        snapshot: &Snapshot,
        name: &str,
        body: Option<&str>,
    ) -> Result<Option<i64>, AppError> {
        let entry = NewEntry {
            kind: kind::FILTER.to_owned(),
            year: 0,
            key: name.to_owned(),
            body_schema: 1,
            body: body.map(str::to_owned),
        };
        let act = if body.is_some() { "filter.save" } else { "filter.remove" };
        let act = Act {
            region,
            actor: self.actor(),
            based_on: Version(snapshot.book.version.0),
            at: self.clock.now(),
            audit: AuditEntry {
                act: act.to_owned(),
                subject: Some(name.to_owned()),
                detail: body.unwrap_or("{}").to_owned(),
            },
            changes: Changes { entries: vec![entry], ..Changes::default() },
        };
        match self.store.write(act).await {
            Ok(committed) => Ok(Some(committed.version.0)),
            Err(WriteError::Conflict { .. }) => Ok(None),
            Err(error) => Err(AppError::Write(error)),
        }
    }
}

fn known<'s>(snapshot: &'s Snapshot, name: &str) -> Result<&'s StoredFilter, AppError> {
    snapshot.filters().get(name.trim()).ok_or_else(|| {
        let names: Vec<&str> = snapshot.filters().keys().map(String::as_str).collect();
        let known =
            if names.is_empty() { "还没有存过".to_owned() } else { format!("有：{}", names.join("、")) };
        AppError::UnknownFilter { name: name.trim().to_owned(), known }
    })
}

/// The name without blanks around it.
fn proper_name(text: &str) -> Result<String, AppError> {
    let name = text.trim();
    let length = name.chars().count();
    let wrong = if name.is_empty() {
        "给这个筛选起个名字，例如 欠账的投资指标".to_owned()
    } else if length > LONGEST {
        format!("筛选的名字最多{LONGEST}个字，现在有{length}个")
    } else if name.chars().any(char::is_control) {
        "筛选的名字里不能有换行等控制字符".to_owned()
    } else {
        return Ok(name.to_owned());
    };
    Err(AppError::FilterName(wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(pairs: &[(&str, &str)]) -> StoredFilter {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        StoredFilter { parameters: pairs.collect() }
    }

    #[test]
    fn a_filter_of_another_time_keeps_what_is_known() {
        let filter = stored(&[("show", "behind"), ("sort", "beauty"), ("cols", "target,beauty"), ("q", "投资")]);
        let selection = filter.selection();
        assert_eq!((selection.show, selection.order), (Some(super::super::Show::Behind), None));
        assert!(!selection.columns.is_chosen());
        assert_eq!(selection.search.as_deref(), Some("投资"));
    }

    #[test]
    fn a_filter_is_said_in_words() {
        let filter = stored(&[
            ("show", "behind"),
            ("lead", "D02"),
            ("q", "投资"),
            ("sort", "shortfall"),
            ("cols", "target,rank"),
            ("unit", "S01"),
        ]);
        let said = filter.in_words(|code| format!("<{code}>"));
        assert_eq!(said, "<S01>的台账；未达；责任单位<D02>；含“投资”；按累计欠账从大到小；列：年度目标、位次");
        assert_eq!(stored(&[]).in_words(str::to_owned), "全部指标");
        assert_eq!(stored(&[("cols", "indicator")]).in_words(str::to_owned), "只列指标");
        assert_eq!(StoredFilter::of(&filter.selection(), filter.unit()), filter);
    }

    #[test]
    fn names_are_short_and_on_one_line() {
        assert_eq!(proper_name(" 欠账 ").unwrap(), "欠账");
        for wrong in ["", "  ", "一二三四五六七八九十一二三四五六七八九十一", "两\n行"] {
            assert!(matches!(proper_name(wrong), Err(AppError::FilterName(_))), "{wrong}");
        }
    }
}
