//! Posts and sponsors of units that change, and what they have not signed for. An act on the organisation gives nobody anything: where it leads a post is
//! decided by the units, and whoever shall see more gets a post from the security administrator.

use std::collections::BTreeMap;

use dukao_core::organisation::{Change, Reorganisation};
use dukao_core::rights::{Right, Role};
use dukao_store::Region;

use super::effect::{EffectLine, ends};
use crate::notes::Unsigned;
use crate::shelf::Snapshot;
use crate::{App, AppError};

/// What is said of people.
pub(super) struct PeopleTouched {
    pub(super) posts: Vec<EffectLine>,
    pub(super) sponsors: Vec<EffectLine>,
    pub(super) instructions: Vec<EffectLine>,
}

impl App {
    /// The posts, sponsors and open instructions of the units of an act, and what becomes of them. Who they are is said to
    /// those who may see people.
    pub(super) async fn people_touched(
        &self,
        region: &Region,
        snapshot: &Snapshot,
        act: &Reorganisation,
    ) -> Result<PeopleTouched, AppError> {
        let directory = self.people().directory().await?;
        let units = act.change.units();
        let here = |code: Option<&str>, unit: Option<&str>| {
            code == Some(region.code.as_str()) && unit.is_some_and(|unit| units.contains(&unit))
        };
        let lasts = |until: Option<jiff::civil::Date>| until.is_none_or(|last| last >= act.date);
        let mut posts: BTreeMap<(&str, Role), Vec<&str>> = BTreeMap::new();
        for post in directory.posts().iter().filter(|post| here(post.region.as_deref(), post.unit.as_deref())) {
            if lasts(post.until) {
                let unit = post.unit.as_deref().unwrap_or_default();
                posts.entry((unit, post.role)).or_default().push(&post.account);
            }
        }
        let names = self.caller.has(Right::SeePeople);
        let who = |accounts: &[&str]| {
            let name = |id: &&str| directory.account(id).map_or_else(|| (*id).to_owned(), |own| own.name.clone());
            let named = accounts.iter().map(name).collect::<Vec<_>>().join("、");
            if names { named } else { format!("{}人", accounts.len()) }
        };
        let label = |unit: &str| snapshot.book.organisation.get(unit).map_or(unit, |found| found.label()).to_owned();
        let line = |((unit, role), accounts): ((&str, Role), Vec<&str>)| EffectLine {
            subject: format!("{} {}", label(unit), role.label()),
            before: who(&accounts),
            after: moved(act, &label(unit)),
        };
        let sponsors = directory.sponsors().filter(|one| here(Some(&one.region), one.unit.as_deref()));
        let sponsors = sponsors.filter(|one| lasts(one.until)).map(|one| EffectLine {
            subject: format!("{} 包抓领导", label(one.unit.as_deref().unwrap_or_default())),
            before: who(&[one.account.as_str()]),
            after: "登记不变，要改由系统管理员登记".to_owned(),
        });
        Ok(PeopleTouched {
            posts: posts.into_iter().map(line).collect(),
            sponsors: sponsors.collect(),
            instructions: self.instructions_touched(region, snapshot, act).await?,
        })
    }

    /// The instructions for which the units have not signed that are no more afterwards.
    async fn instructions_touched(
        &self,
        region: &Region,
        snapshot: &Snapshot,
        act: &Reorganisation,
    ) -> Result<Vec<EffectLine>, AppError> {
        if !ends(act) {
            return Ok(Vec::new());
        }
        let unsigned = self.unsigned_by(&region.code, &act.change.units()).await?;
        let line = |one: Unsigned| {
            let unit = snapshot.book.organisation.get(&one.unit).map_or(one.unit.as_str(), |found| found.label());
            EffectLine {
                subject: format!("批示{} {}", one.id, one.title),
                before: format!("{unit}还没有签收"),
                after: format!("仍由{unit}任职的人签收，或由签收全地区的人签收"),
            }
        };
        Ok(unsigned.into_iter().map(line).collect())
    }
}

/// What becomes of a post at a unit.
fn moved(act: &Reorganisation, unit: &str) -> String {
    let day = act.date;
    match &act.change {
        Change::Merge { .. } => format!(
            "{day}起也到合并后的单位；{unit}以前的数照看，其他单位合并以前的数不看，要看由安全管理员授予合并后单位的职务"
        ),
        Change::Split { .. } => format!("留在{unit}，只看以前的数；拆分后的单位由安全管理员另授职务"),
        Change::End { .. } => format!("留在{unit}，只看以前的数"),
        Change::Move { .. } => "随单位走；上级单位的人看到的范围同时改变".to_owned(),
        Change::Rename { .. } | Change::Withdraw { .. } => "不变".to_owned(),
    }
}
