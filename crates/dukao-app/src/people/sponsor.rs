//! 领导包抓: which leader looks after which unit or indicator of a region. It gives no right.

use dukao_core::rights::Right;
use jiff::civil::Date;
use serde_json::json;

use super::act::Decision;
use super::record::{Sponsor, State, kind};
use super::{People, refuse, wrong};
use crate::AppError;

/// A sponsorship to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSponsor {
    /// Login name or number of the account.
    pub account: String,
    /// Code of the region.
    pub region: String,
    /// Code of the unit; either this or the indicator.
    pub unit: Option<String>,
    /// Code of the indicator.
    pub indicator: Option<String>,
    /// First day; today when `None`.
    pub from: Option<Date>,
    /// Last day; open when `None`.
    pub until: Option<Date>,
}

impl People<'_> {
    /// Notes that a leader looks after something.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, [`AppError::UnknownPerson`], [`AppError::People`], or the store
    /// fails.
    pub async fn add_sponsor(&self, new: &NewSponsor) -> Result<Sponsor, AppError> {
        self.act(Right::GrantPosts, |directory| {
            let account = directory.find(&new.account)?;
            let sponsor = Sponsor {
                id: directory.next(kind::SPONSOR),
                account: account.id.clone(),
                region: new.region.clone(),
                unit: new.unit.clone(),
                indicator: new.indicator.clone(),
                from: new.from.unwrap_or(self.today()),
                until: new.until,
            };
            let mut problems = Vec::new();
            if account.state == State::Closed {
                problems.push(wrong("account", format!("“{}”已经停用，先启用", account.login)));
            }
            if sponsor.unit.is_some() == sponsor.indicator.is_some() {
                problems.push(wrong("unit", "包抓的是一个单位或者一个指标，写其中一个"));
            }
            if sponsor.until.is_some_and(|until| until < sponsor.from) {
                problems.push(wrong("until", "结束日期早于开始日期"));
            }
            refuse(problems)?;
            let decision = Decision::new("sponsor.add", &account.login, json!(sponsor), sponsor.clone());
            decision.with(kind::SPONSOR, &sponsor.id, &sponsor)
        })
        .await
    }

    /// Ends a sponsorship with a day; today when `None`.
    ///
    /// # Errors
    /// As for [`People::add_sponsor`]; [`AppError::UnknownRecord`].
    pub async fn end_sponsor(&self, id: &str, last: Option<Date>) -> Result<Sponsor, AppError> {
        let last = last.unwrap_or(self.today());
        self.act(Right::GrantPosts, |directory| {
            let unknown = || AppError::UnknownRecord { what: "包抓", id: id.to_owned() };
            let there = directory.sponsors().find(|sponsor| sponsor.id == id).ok_or_else(unknown)?;
            if there.until.is_some_and(|until| until <= last) {
                return Err(AppError::People(vec![wrong("until", "到那天之前已经结束")]));
            }
            let next = Sponsor { until: Some(last), ..there.clone() };
            let login = directory.find(&there.account)?.login.clone();
            let decision = Decision::new("sponsor.end", login, json!(next), next.clone());
            if last < there.from {
                return Ok(decision.without(kind::SPONSOR, id));
            }
            decision.with(kind::SPONSOR, id, &next)
        })
        .await
    }
}
