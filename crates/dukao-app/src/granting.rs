//! Giving a post in a region and unit that are there: the house does not know them, the regions do.

use dukao_core::organisation::Unit;
use dukao_core::rights::{Post, Right};

use crate::people::{FieldProblem, NewPost};
use crate::{App, AppError};

/// A region with its units, to choose from: code, name, and code and name of each unit.
pub type RegionChoice = (String, String, Vec<(String, String)>);

impl App {
    /// Gives a post; a unit that is the region itself is the whole region.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, [`AppError::People`] when the region or unit is not there or
    /// anything else speaks against it, or the store fails.
    pub async fn grant_post(&self, new: &NewPost) -> Result<Post, AppError> {
        self.permit_house(Right::GrantPosts)?;
        let mut new = new.clone();
        if let Some(region) = &new.region {
            let place = self.places().await?.find(region, new.unit.as_deref());
            let (region, unit) =
                place.map_err(|(field, message)| AppError::People(vec![FieldProblem { field, message }]))?;
            (new.region, new.unit) = (Some(region), unit);
        }
        self.people().grant_post(&new).await
    }

    /// The regions and units in which posts can be given.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, or the store fails.
    pub async fn region_choices(&self) -> Result<Vec<RegionChoice>, AppError> {
        self.permit_house(Right::GrantPosts)?;
        let mut choices = Vec::new();
        for region in self.store.regions().await? {
            let snapshot = self.shelf.head(&self.store, region.id).await?;
            let units = snapshot.book.organisation.all_on(self.today_of(&snapshot));
            let units = units.map(|unit| (unit.code.clone(), unit.label().to_owned())).collect();
            choices.push((region.code, region.name, units));
        }
        Ok(choices)
    }

    /// Where posts are, in words and in their order: the names of region and unit as they are today. Whoever has the posts
    /// may read them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn places_of(&self, posts: &[Post]) -> Result<Vec<String>, AppError> {
        let mut words = Vec::new();
        for post in posts {
            let Some(code) = &post.region else {
                words.push("全系统".to_owned());
                continue;
            };
            let Some(region) = self.store.region_by_code(code).await? else {
                words.push(code.clone());
                continue;
            };
            words.push(match &post.unit {
                None => format!("{}全地区", region.name),
                Some(unit) => {
                    let snapshot = self.shelf.head(&self.store, region.id).await?;
                    let named = snapshot.book.organisation.get(unit).map_or(unit.as_str(), Unit::label);
                    format!("{} {named}及下属", region.name)
                }
            });
        }
        Ok(words)
    }
}
