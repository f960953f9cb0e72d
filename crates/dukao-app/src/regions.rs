//! The regions of the house: which there are, and new ones.

use dukao_core::rights::Right;
use dukao_store::{AuditEntry, Region, RegionId, WriteError};

use crate::people::{FieldProblem, refuse, wrong};
use crate::{App, AppError};

/// Longest code and name.
const LONGEST_CODE: usize = 20;
const LONGEST_NAME: usize = 60;

impl App {
    /// All regions, for whoever keeps the house: their codes and names, nothing of their data.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `维护系统`, or the store fails.
    pub async fn kept_regions(&self) -> Result<Vec<Region>, AppError> {
        self.permit_house(Right::KeepHouse)?;
        Ok(self.store.regions().await?)
    }

    /// Creates a region without data.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `维护系统`, [`AppError::People`] with everything wrong with code and name, also
    /// that the code is taken, or the store fails.
    pub async fn create_region(&self, code: &str, name: &str) -> Result<RegionId, AppError> {
        self.permit_house(Right::KeepHouse)?;
        let (code, name) = (code.trim(), name.trim());
        refuse(problems(code, name))?;
        self.new_region(code, name).await.map_err(|error| match error {
            AppError::Write(WriteError::RegionExists { code }) => {
                AppError::People(vec![wrong("code", format!("已经有代码为“{code}”的地区"))])
            }
            other => other,
        })
    }

    /// The same for a code and a name that were looked at before.
    pub(crate) async fn new_region(&self, code: &str, name: &str) -> Result<RegionId, AppError> {
        self.permit_house(Right::KeepHouse)?;
        let detail = serde_json::json!({ "code": code, "name": name }).to_string();
        let audit = AuditEntry { act: "region.create".to_owned(), subject: Some(code.to_owned()), detail };
        let made = self.store.create_region(code, name, self.actor(), self.now(), audit).await;
        made.map(|(region, _)| region).map_err(AppError::Write)
    }
}

fn problems(code: &str, name: &str) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    for (field, label, text, longest) in [("code", "代码", code, LONGEST_CODE), ("name", "名称", name, LONGEST_NAME)]
    {
        let length = text.chars().count();
        if text.is_empty() {
            found.push(wrong(field, format!("要写地区的{label}")));
        } else if length > longest {
            found.push(wrong(field, format!("地区的{label}最多{longest}个字，现在有{length}个")));
        } else if text.chars().any(char::is_control) {
            found.push(wrong(field, format!("地区的{label}里不能有换行等控制字符")));
        }
    }
    if code.chars().any(char::is_whitespace) {
        found.push(wrong("code", "地区的代码里不能有空格".to_owned()));
    }
    found
}
