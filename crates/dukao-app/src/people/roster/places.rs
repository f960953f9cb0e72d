//! Which regions and units there are, for posts that name them.

use std::collections::BTreeMap;
use std::sync::Arc;

use dukao_core::organisation::Organisation;
use dukao_core::rights::Right;

use crate::{App, AppError};

/// The regions by code, with their units.
#[derive(Debug, Clone, Default)]
pub struct Places(BTreeMap<String, Arc<Organisation>>);

impl App {
    /// The regions and units that posts may name.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `查看用户`, or the store fails.
    pub async fn places(&self) -> Result<Places, AppError> {
        self.permit_house(Right::SeePeople)?;
        let mut places = BTreeMap::new();
        for region in self.store.regions().await? {
            let snapshot = self.shelf.head(&self.store, region.id).await?;
            places.insert(region.code, Arc::clone(&snapshot.book.organisation));
        }
        Ok(Places(places))
    }
}

impl Places {
    /// The regions with their units.
    pub fn regions(&self) -> impl Iterator<Item = (&str, &Organisation)> {
        self.0.iter().map(|(code, organisation)| (code.as_str(), organisation.as_ref()))
    }

    /// The one region, when there is only one.
    pub(super) fn only(&self) -> Option<&str> {
        self.0.keys().next().filter(|_| self.0.len() == 1).map(String::as_str)
    }

    /// The codes of a place, or what is wrong with it: field and words. The unit that is the region itself is the whole region.
    ///
    /// # Errors
    /// The region is not there, or the unit is not in it.
    pub fn find(&self, region: &str, unit: Option<&str>) -> Result<(String, Option<String>), (&'static str, String)> {
        let Some(organisation) = self.0.get(region) else {
            let known: Vec<&str> = self.0.keys().map(String::as_str).take(8).collect();
            return Err(("region", format!("没有代码为“{region}”的地区；有：{}", known.join("、"))));
        };
        let Some(unit) = unit else { return Ok((region.to_owned(), None)) };
        match organisation.find(unit) {
            Some(found) => {
                let own = organisation.own().is_some_and(|own| own.code == found.code);
                Ok((region.to_owned(), (!own).then(|| found.code.clone())))
            }
            None => Err(("unit", format!("地区{region}没有单位“{unit}”"))),
        }
    }
}
