//! Whom leaders look after (包抓): read, noted, ended.

use dukao_app::people::{NewSponsor, Sponsor};
use serde::{Deserialize, Serialize};

use super::posts::LastDay;
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{WALK, day};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "包抓";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/accounts/{id}/sponsors", "listSponsors"), (TAG, "一位领导包抓的单位和指标"), run!(list))
        .with(&[WALK])
        .lists(Components::add::<NamedSponsor>, &[])
        .refuses(&["unknown_person"]),
    Operation::changing("POST", ("/accounts/{id}/sponsors", "addSponsor"), (TAG, "记下包抓什么"), run!(add))
        .takes(Body::Json(Components::input::<SponsorToAdd>))
        .gives(Components::add::<SponsorItem>)
        .refuses(&["unknown_person"]),
    Operation::changing("POST", ("/sponsors/{id}/end", "endSponsor"), (TAG, "结束包抓；不写哪一天是今天"), run!(end))
        .takes(Body::Json(Components::input::<LastDay>))
        .gives(Components::add::<SponsorItem>)
        .refuses(&["unknown_record"]),
];

/// What a leader looks after.
#[derive(Serialize, utoipa::ToSchema)]
struct SponsorItem {
    id: String,
    account: String,
    region: String,
    unit: Option<String>,
    indicator: Option<String>,
    from: String,
    until: Option<String>,
}

impl From<&Sponsor> for SponsorItem {
    fn from(sponsor: &Sponsor) -> Self {
        Self {
            id: sponsor.id.clone(),
            account: sponsor.account.clone(),
            region: sponsor.region.clone(),
            unit: sponsor.unit.clone(),
            indicator: sponsor.indicator.clone(),
            from: sponsor.from.to_string(),
            until: sponsor.until.map(|day| day.to_string()),
        }
    }
}

/// The same with its name.
#[derive(Serialize, utoipa::ToSchema)]
struct NamedSponsor {
    sponsor: SponsorItem,
    text: String,
}

/// What is to be looked after: a unit or an indicator.
#[derive(Deserialize, utoipa::ToSchema)]
struct SponsorToAdd {
    #[schema(min_length = 1, max_length = 200)]
    region: String,
    #[schema(min_length = 1, max_length = 200)]
    unit: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    indicator: Option<String>,
    #[schema(format = Date)]
    from: Option<String>,
    #[schema(format = Date)]
    until: Option<String>,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let version = call.people().directory().await?.version();
    let sponsored = call.app.sponsored(call.given("id")).await?;
    let items = sponsored.into_iter().map(|(own, text)| NamedSponsor { sponsor: SponsorItem::from(&own), text });
    List::new(version, items.collect()).page(&call)
}

async fn add(call: Call) -> Result<Reply, Failure> {
    let SponsorToAdd { region, unit, indicator, from, until } = call.body()?;
    let (from, until) = (from.as_deref().and_then(day), until.as_deref().and_then(day));
    let new = NewSponsor { account: call.given("id").to_owned(), region, unit, indicator, from, until };
    Reply::json(&SponsorItem::from(&call.app.add_sponsor(&new).await?))
}

async fn end(call: Call) -> Result<Reply, Failure> {
    let asked: LastDay = call.body()?;
    Reply::json(&SponsorItem::from(&call.people().end_sponsor(call.given("id"), asked.day()).await?))
}
