//! Giving a post in a region and unit that are there: the house does not know them, the regions do.

use dukao_core::organisation::Unit;
use dukao_core::rights::{Post, Right};

use crate::import::Upload;
use crate::people::{AccountsPreview, FieldProblem, MadeLink, NewPost, NewSponsor, PostsPreview, RosterFiles, Sponsor};
use crate::{App, AppError};

/// A region with its units, to choose from: code, name, and code and name of each unit.
pub type RegionChoice = (String, String, Vec<(String, String)>);

/// What a roster would do, for whoever looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterPreview {
    /// Accounts to be made.
    Accounts(AccountsPreview),
    /// Posts to be given.
    Posts(PostsPreview),
}

/// What a roster did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterDone {
    /// The accounts that were made, with their links.
    Links(Vec<MadeLink>),
    /// The posts that were given.
    Posts(Vec<Post>),
}

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

    /// Notes that a leader looks after a unit or an indicator that is there.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, [`AppError::UnknownPerson`], [`AppError::People`] with everything that
    /// speaks against it, or the store fails.
    pub async fn add_sponsor(&self, new: &NewSponsor) -> Result<Sponsor, AppError> {
        self.permit_house(Right::GrantPosts)?;
        let places = self.places().await?;
        let wrong = |field, message| AppError::People(vec![FieldProblem { field, message }]);
        let (region, unit) = match places.find(&new.region, new.unit.as_deref()) {
            Ok((region, unit)) => (region, unit.or_else(|| new.unit.clone())),
            Err((field, message)) => return Err(wrong(field, message)),
        };
        if let Some(indicator) = &new.indicator {
            let there = self.store.region_by_code(&region).await?.ok_or(AppError::UnknownRegion(region.clone()))?;
            let snapshot = self.shelf.head(&self.store, there.id).await?;
            let known = snapshot.book.frameworks.values().any(|framework| framework.get(indicator).is_some());
            if !known {
                return Err(wrong("indicator", format!("地区{region}没有代码为“{indicator}”的指标")));
            }
        }
        self.people().add_sponsor(&NewSponsor { region, unit, ..new.clone() }).await
    }

    /// What a leader looks after, in words: the unit's or indicator's name as it is today.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `查看用户`, [`AppError::UnknownPerson`], or the store fails.
    pub async fn sponsored(&self, account: &str) -> Result<Vec<(Sponsor, String)>, AppError> {
        let directory = self.people().see().await?;
        let account = &directory.find(account)?.id;
        let mut found = Vec::new();
        for sponsor in directory.sponsors().filter(|sponsor| sponsor.account == *account) {
            let region = self.store.region_by_code(&sponsor.region).await?;
            let words = match &region {
                None => sponsor.region.clone(),
                Some(region) => {
                    let snapshot = self.shelf.head(&self.store, region.id).await?;
                    let book = &snapshot.book;
                    let unit = sponsor.unit.as_ref().map(|code| {
                        book.organisation.get(code).map_or_else(|| code.clone(), |unit| unit.label().to_owned())
                    });
                    let indicator = sponsor.indicator.as_ref().map(|code| {
                        let named = book.frameworks.values().rev().find_map(|framework| framework.get(code));
                        named.map_or_else(|| code.clone(), |indicator| indicator.name.clone())
                    });
                    format!("{} {}", region.name, unit.or(indicator).unwrap_or_default())
                }
            };
            found.push((sponsor.clone(), words));
        }
        Ok(found)
    }

    /// Keeps a roster until it is brought in; gives the id under which it waits.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `管理用户` or `授予职务`, or the store fails.
    pub async fn keep_roster(&self, files: Vec<(String, Vec<u8>)>) -> Result<String, AppError> {
        self.permit_roster()?;
        self.keep(&Upload { files, ..Upload::default() }).await
    }

    /// What a roster that waits would do: make accounts for the system administrator, give posts for the security
    /// administrator.
    ///
    /// # Errors
    /// [`AppError::Denied`], [`AppError::UnknownUpload`], or the store fails; what is wrong in the file is in the preview.
    pub async fn preview_roster(&self, id: &str) -> Result<RosterPreview, AppError> {
        let accounts = self.permit_roster()?;
        let files = self.kept(id).await?.files;
        let people = self.people();
        Ok(if accounts {
            RosterPreview::Accounts(people.preview_accounts(&files).await?)
        } else {
            RosterPreview::Posts(self.preview_posts(&files).await?)
        })
    }

    /// What the posts of a roster would do; nothing is written.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, or the store fails; what is wrong in the files is in the preview.
    pub async fn preview_posts(&self, files: &RosterFiles) -> Result<PostsPreview, AppError> {
        self.permit_house(Right::GrantPosts)?;
        self.people().preview_posts(files, &self.places().await?).await
    }

    /// Gives the posts of a roster in one act: on the version of the directory that was looked at, where one is named.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, [`AppError::Refused`] with everything wrong, [`AppError::Moved`], or
    /// the store fails.
    pub async fn import_posts(&self, files: &RosterFiles, based_on: Option<i64>) -> Result<Vec<Post>, AppError> {
        self.permit_house(Right::GrantPosts)?;
        let people = match based_on {
            Some(version) => self.people().on_version(version),
            None => self.people(),
        };
        people.import_posts(files, &self.places().await?).await
    }

    /// Brings in a roster that waits: the accounts with their one-time links, or the posts.
    ///
    /// # Errors
    /// [`AppError::Denied`], [`AppError::UnknownUpload`], [`AppError::Refused`] with everything wrong, or the store fails.
    pub async fn apply_roster(&self, id: &str) -> Result<RosterDone, AppError> {
        let accounts = self.permit_roster()?;
        let files = self.kept(id).await?.files;
        let people = self.people();
        let done = if accounts {
            RosterDone::Links(people.import_accounts(&files).await?)
        } else {
            RosterDone::Posts(self.import_posts(&files, None).await?)
        };
        self.store.forget_draft(id).await.map_err(AppError::Write)?;
        Ok(done)
    }

    /// Asks for the right to bring in a roster, before one is read.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `管理用户` or `授予职务`.
    pub fn may_bring_roster(&self) -> Result<(), AppError> {
        self.permit_roster().map(drop)
    }

    /// Whether a roster makes accounts (else it gives posts) for this caller.
    fn permit_roster(&self) -> Result<bool, AppError> {
        if self.caller.has(Right::ManagePeople) {
            return self.permit_house(Right::ManagePeople).map(|()| true);
        }
        if self.caller.has(Right::GrantPosts) {
            return self.permit_house(Right::GrantPosts).map(|()| false);
        }
        self.permit_house(Right::ManagePeople).map(|()| true)
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
