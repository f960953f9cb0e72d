//! Posts: given and ended.

use dukao_app::people::NewPost;
use dukao_app::rights::{Manner, Post, Role, Years};
use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{WALK, day};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "职务";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/posts", "listPosts"), (TAG, "授予过的职务"), run!(list))
        .with(&[WALK])
        .lists(Components::add::<PostItem>, &[]),
    Operation::changing("POST", ("/posts", "grantPost"), (TAG, "授予职务"), run!(grant))
        .takes(Body::Json(Components::input::<PostToGive>))
        .gives(Components::add::<PostItem>)
        .refuses(&["unknown_person"]),
    Operation::changing("POST", ("/posts/{id}/end", "endPost"), (TAG, "结束职务；不写哪一天是马上"), run!(end))
        .takes(Body::Json(Components::input::<LastDay>))
        .gives(Components::add::<PostItem>)
        .refuses(&["unknown_record"]),
];

/// A post.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct PostItem {
    id: String,
    account: String,
    role: String,
    region: Option<String>,
    unit: Option<String>,
    years: Option<YearRange>,
    from: String,
    until: Option<String>,
    manner: &'static str,
}

/// Years, both included.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
struct YearRange {
    #[schema(minimum = 1949, maximum = 2199)]
    first: i16,
    #[schema(minimum = 1949, maximum = 2199)]
    last: Option<i16>,
}

impl From<&Post> for PostItem {
    fn from(post: &Post) -> Self {
        Self {
            id: post.id.clone(),
            account: post.account.clone(),
            role: key(post.role),
            region: post.region.clone(),
            unit: post.unit.clone(),
            years: post.years.map(|years| YearRange { first: years.first, last: years.last }),
            from: post.from.to_string(),
            until: post.until.map(|day| day.to_string()),
            manner: match post.manner {
                Manner::Held => "held",
                Manner::Acting => "acting",
                Manner::Delegated { .. } => "delegated",
            },
        }
    }
}

/// The word of a role.
fn key(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A post to be given.
#[derive(Deserialize, utoipa::ToSchema)]
struct PostToGive {
    #[schema(min_length = 1, max_length = 100)]
    account: String,
    role: RoleWord,
    #[schema(min_length = 1, max_length = 200)]
    region: Option<String>,
    #[schema(min_length = 1, max_length = 200)]
    unit: Option<String>,
    years: Option<YearRange>,
    #[schema(format = Date)]
    from: Option<String>,
    #[schema(format = Date)]
    until: Option<String>,
    #[serde(default)]
    acting: bool,
}

/// The roles that a post gives.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum RoleWord {
    Assessment,
    Supervision,
    Statistics,
    Projects,
    Reporter,
    Signer,
    Leader,
    Viewer,
    SystemAdministrator,
    SecurityAdministrator,
    AuditAdministrator,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Assessment => Self::Assessment,
            RoleWord::Supervision => Self::Supervision,
            RoleWord::Statistics => Self::Statistics,
            RoleWord::Projects => Self::Projects,
            RoleWord::Reporter => Self::Reporter,
            RoleWord::Signer => Self::Signer,
            RoleWord::Leader => Self::Leader,
            RoleWord::Viewer => Self::Viewer,
            RoleWord::SystemAdministrator => Self::SystemAdministrator,
            RoleWord::SecurityAdministrator => Self::SecurityAdministrator,
            RoleWord::AuditAdministrator => Self::AuditAdministrator,
        }
    }
}

/// With which day something ends.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct LastDay {
    #[schema(format = Date)]
    until: Option<String>,
}

impl LastDay {
    /// The day; nothing when none was written.
    pub(super) fn day(&self) -> Option<jiff::civil::Date> {
        self.until.as_deref().and_then(day)
    }
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let directory = call.people().see().await?;
    List::new(directory.version(), directory.posts().iter().map(PostItem::from).collect()).page(&call)
}

async fn grant(call: Call) -> Result<Reply, Failure> {
    let new: PostToGive = call.body()?;
    let new = NewPost {
        account: new.account,
        role: new.role.into(),
        region: new.region,
        unit: new.unit,
        years: new.years.map(|years| Years { first: years.first, last: years.last }),
        from: new.from.as_deref().and_then(day),
        until: new.until.as_deref().and_then(day),
        acting: new.acting,
    };
    Reply::json(&PostItem::from(&call.app.grant_post(&new).await?))
}

async fn end(call: Call) -> Result<Reply, Failure> {
    let asked: LastDay = call.body()?;
    Reply::json(&PostItem::from(&call.people().end_post(call.given("id"), asked.day()).await?))
}
