//! Delegation (委托): own posts lent to a colleague for a time, and taken back. A token lends a post only when it was given
//! every right of it.

use serde::{Deserialize, Serialize};

use super::posts::{LastDay, PostItem};
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{WALK, day};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "委托";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(
        ("/delegations", "listDelegations"),
        (TAG, "本人委托出去、还没有到期的职务，和受委托的人"),
        run!(list),
    )
    .with(&[WALK])
    .lists(Components::add::<Delegation>, &[]),
    Operation::changing(
        "POST",
        ("/delegations", "lendPost"),
        (TAG, "把本人的职务委托给同事；令牌要有这个职务的全部权限"),
        run!(lend),
    )
    .takes(Body::Json(Components::input::<PostToLend>))
    .gives(Components::add::<PostItem>)
    .refuses(&["unknown_record", "unknown_person"]),
    Operation::changing(
        "POST",
        ("/delegations/{id}/end", "endDelegation"),
        (TAG, "收回委托；不写哪一天是马上"),
        run!(end),
    )
    .takes(Body::Json(Components::input::<LastDay>))
    .gives(Components::add::<PostItem>)
    .refuses(&["unknown_record", "unknown_person"]),
];

/// A lent post, and who has it.
#[derive(Serialize, utoipa::ToSchema)]
struct Delegation {
    post: PostItem,
    login: String,
    name: String,
}

/// A post to be lent.
#[derive(Deserialize, utoipa::ToSchema)]
struct PostToLend {
    #[schema(min_length = 1, max_length = 20)]
    id: String,
    #[schema(min_length = 1, max_length = 100)]
    account: String,
    #[schema(format = Date)]
    from: Option<String>,
    #[schema(format = Date)]
    until: String,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let version = call.people().directory().await?.version();
    let lent = call.people().lent().await?;
    let items = lent.iter().map(|(post, holder)| Delegation {
        post: PostItem::from(post),
        login: holder.login.clone(),
        name: holder.name.clone(),
    });
    List::new(version, items.collect()).page(&call)
}

async fn lend(call: Call) -> Result<Reply, Failure> {
    let PostToLend { id, account, from, until } = call.body()?;
    let until = day(&until).ok_or_else(|| Failure::wrong("/until", "应当是日期，例如2018-08-01"))?;
    let from = from.as_deref().and_then(day).unwrap_or_else(|| call.app.today());
    Reply::json(&PostItem::from(&call.people().delegate(&id, &account, from, until).await?))
}

async fn end(call: Call) -> Result<Reply, Failure> {
    let asked: LastDay = call.body()?;
    Reply::json(&PostItem::from(&call.people().end_delegation(call.given("id"), asked.day()).await?))
}
