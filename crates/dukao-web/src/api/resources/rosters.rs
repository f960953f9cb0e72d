//! Rosters: users and posts from a table. The accounts are the system administrator's act, the posts the security
//! administrator's, from the same file; both are looked at first.

use dukao_app::import::ProblemShape;
use dukao_app::people::{AccountFields, RosterFiles, roster_template};
use dukao_app::rights::Right;
use dukao_app::tables::FileKind;
use serde::Serialize;

use super::accounts::OneTimeLink;
use super::posts::PostItem;
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{Kind, Parameter, must};
use crate::api::reply::Reply;

const TAG: &str = "从表格导入用户和职务";

const TABLE: &[Parameter] = &[must("files", Kind::File, "用户表：xlsx、csv 等，可以写几次")];

const ON_VERSION: &[Parameter] = &[
    must("files", Kind::File, "用户表：xlsx、csv 等，可以写几次"),
    must("based_on", Kind::Whole(1, i64::MAX), "核对时的版本；以后用户或职务改过的，答409，要重新核对"),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::asking(
        ("/rosters/accounts/preview", "previewAccounts"),
        (TAG, "表里的用户会怎样；不导入"),
        run!(preview_accounts),
    )
    .takes(Body::Files(Right::ManagePeople, TABLE))
    .gives(Components::add::<AccountsOfTable>),
    Operation::changing(
        "POST",
        ("/rosters/accounts", "importAccounts"),
        (TAG, "新建表里的用户，每人一个一次性链接"),
        run!(import_accounts),
    )
    .takes(Body::Files(Right::ManagePeople, ON_VERSION))
    .gives(Components::add::<MadeAccounts>)
    .refuses(&["key_secret"])
    .with_secret(),
    Operation::asking(
        ("/rosters/posts/preview", "previewPosts"),
        (TAG, "表里的职务会怎样；不授予"),
        run!(preview_posts),
    )
    .takes(Body::Files(Right::GrantPosts, TABLE))
    .gives(Components::add::<PostsOfTable>),
    Operation::changing("POST", ("/rosters/posts", "importPosts"), (TAG, "授予表里的职务"), run!(import_posts))
        .takes(Body::Files(Right::GrantPosts, ON_VERSION))
        .gives(Components::add::<GivenPosts>),
    Operation::get(("/rosters/template", "readRosterTemplate"), (TAG, "用户表的模板"), run!(template))
        .hands_out(&[XLSX]),
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A person of a table.
#[derive(Serialize, utoipa::ToSchema)]
struct PersonOfTable {
    login: String,
    name: String,
    person_number: String,
    phone: String,
}

impl From<AccountFields> for PersonOfTable {
    fn from(fields: AccountFields) -> Self {
        let AccountFields { login, name, person_number, phone } = fields;
        Self { login, name, person_number, phone }
    }
}

/// What the accounts of a table would do.
#[derive(Serialize, utoipa::ToSchema)]
struct AccountsOfTable {
    based_on: i64,
    accounts: Vec<PersonOfTable>,
    existing: usize,
    with_posts: usize,
    #[schema(value_type = Vec<ProblemShape>)]
    refused: Vec<dukao_app::Problem>,
}

/// Accounts that were made, with their links.
#[derive(Serialize, utoipa::ToSchema)]
struct MadeAccounts {
    links: Vec<OneTimeLink>,
}

/// A post of a table.
#[derive(Serialize, utoipa::ToSchema)]
struct PostOfTable {
    login: String,
    post: PostItem,
}

/// What the posts of a table would do.
#[derive(Serialize, utoipa::ToSchema)]
struct PostsOfTable {
    based_on: i64,
    posts: Vec<PostOfTable>,
    existing: usize,
    #[schema(value_type = Vec<ProblemShape>)]
    refused: Vec<dukao_app::Problem>,
}

/// Posts that were given.
#[derive(Serialize, utoipa::ToSchema)]
struct GivenPosts {
    posts: Vec<PostItem>,
}

/// The files that were sent.
fn files(call: &Call) -> Box<RosterFiles> {
    call.files.iter().map(|(_, name, bytes)| (name.clone(), bytes.clone())).collect()
}

async fn preview_accounts(call: Call) -> Result<Reply, Failure> {
    let based_on = call.people().directory().await?.version();
    let preview = call.people().preview_accounts(&files(&call)).await?;
    Reply::json(&AccountsOfTable {
        based_on,
        accounts: preview.new.into_iter().map(PersonOfTable::from).collect(),
        existing: preview.same.len(),
        with_posts: preview.posts,
        refused: preview.problems,
    })
}

async fn import_accounts(call: Call) -> Result<Reply, Failure> {
    let people = call.people().on_version(call.whole("based_on").unwrap_or_default());
    let made = people.import_accounts(&files(&call)).await?;
    Reply::json(&MadeAccounts { links: made.iter().map(OneTimeLink::from).collect() })
}

async fn preview_posts(call: Call) -> Result<Reply, Failure> {
    let based_on = call.people().directory().await?.version();
    let preview = call.app.preview_posts(&files(&call)).await?;
    let posts =
        preview.new.iter().map(|(login, post)| PostOfTable { login: login.clone(), post: PostItem::from(post) });
    Reply::json(&PostsOfTable { based_on, posts: posts.collect(), existing: preview.same, refused: preview.problems })
}

async fn import_posts(call: Call) -> Result<Reply, Failure> {
    let given = call.app.import_posts(&files(&call), call.whole("based_on")).await?;
    Reply::json(&GivenPosts { posts: given.iter().map(PostItem::from).collect() })
}

async fn template(call: Call) -> Result<Reply, Failure> {
    call.app.may_bring_roster()?;
    Ok(Reply::file("用户和职务.xlsx", FileKind::Xlsx.media_type(), roster_template()?))
}
