//! Accounts: made, changed, closed, opened again; their one-time links.

use dukao_app::Micros;
use dukao_app::moment_in_words;
use dukao_app::people::{Account, AccountFields, LINK_PATH, MadeLink, State};
use serde::{Deserialize, Serialize};

use super::posts::PostItem;
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::WALK;
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "用户";
const UNKNOWN: &[&str] = &["unknown_person"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/accounts", "listAccounts"), (TAG, "用户"), run!(list))
        .with(&[WALK])
        .lists(Components::add::<AccountItem>, &[]),
    Operation::changing(
        "POST",
        ("/accounts", "addAccount"),
        (TAG, "新增用户；还要开一次性链接由本人设密码"),
        run!(add),
    )
    .takes(Body::Json(Components::input::<NewAccount>))
    .gives(Components::add::<AccountItem>),
    Operation::get(("/accounts/{id}", "readAccount"), (TAG, "一个用户和职务"), run!(show))
        .gives(Components::add::<AccountWithPosts>)
        .refuses(UNKNOWN),
    Operation::changing("PUT", ("/accounts/{id}", "changeAccount"), (TAG, "修改一个用户"), run!(change))
        .takes(Body::Json(Components::input::<ChangedAccount>))
        .gives(Components::add::<AccountItem>)
        .refuses(UNKNOWN),
    Operation::changing(
        "PUT",
        ("/accounts/{id}/state", "setAccountState"),
        (TAG, "停用或启用一个用户"),
        run!(set_state),
    )
    .takes(Body::Json(Components::input::<NewState>))
    .gives(Components::add::<AccountItem>)
    .refuses(UNKNOWN),
    Operation::changing("POST", ("/accounts/{id}/link", "makeLink"), (TAG, "开一次性链接，由本人设密码"), run!(link))
        .gives(Components::add::<OneTimeLink>)
        .refuses(&["unknown_person", "people", "key_secret"])
        .with_secret(),
    Operation::changing(
        "DELETE",
        ("/accounts/{id}/sessions", "endSessionsOf"),
        (TAG, "注销一个用户的全部会话"),
        run!(end_sessions),
    )
    .gives(Components::add::<Ended>)
    .refuses(UNKNOWN),
    Operation::changing(
        "POST",
        ("/accounts/{id}/unlock", "unlockAccount"),
        (TAG, "解除密码错得太多的锁定"),
        run!(unlock),
    )
    .gives(Components::add::<AccountItem>)
    .refuses(UNKNOWN),
    Operation::changing(
        "DELETE",
        ("/accounts/{id}/code", "removeCodeOf"),
        (TAG, "停用一个用户的动态口令（手机丢了）"),
        run!(remove_code),
    )
    .gives(Components::add::<Ended>)
    .refuses(&["unknown_person", "people"]),
    Operation::changing(
        "DELETE",
        ("/accounts/{id}/provider", "unbindProvider"),
        (TAG, "解除一个用户的统一身份认证绑定"),
        run!(unbind),
    )
    .gives(Components::add::<Ended>)
    .refuses(&["unknown_person", "people"]),
];

/// An account.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct AccountItem {
    id: String,
    login: String,
    name: String,
    person_number: Option<String>,
    phone: Option<String>,
    state: &'static str,
    created: String,
}

impl From<&Account> for AccountItem {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id.clone(),
            login: account.login.clone(),
            name: account.name.clone(),
            person_number: account.person_number.clone(),
            phone: account.phone.clone(),
            state: if account.state == State::Active { "active" } else { "closed" },
            created: moment_in_words(Micros(account.created)),
        }
    }
}

/// An account with its posts and the version of all people, on which it can be changed.
#[derive(Serialize, utoipa::ToSchema)]
struct AccountWithPosts {
    account: AccountItem,
    posts: Vec<PostItem>,
    based_on: i64,
}

/// An account to be made.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewAccount {
    #[schema(min_length = 1, max_length = 100)]
    login: String,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    person_number: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    phone: String,
}

/// An account as it is to be.
#[derive(Deserialize, utoipa::ToSchema)]
struct ChangedAccount {
    #[schema(min_length = 1, max_length = 100)]
    login: String,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    person_number: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    phone: String,
    #[schema(minimum = 1)]
    based_on: i64,
}

/// Whether its holder may sign in.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewState {
    state: StateWord,
    #[schema(minimum = 1)]
    based_on: i64,
}

/// 启用, 停用
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum StateWord {
    Active,
    Closed,
}

/// A link with which somebody chooses a password.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct OneTimeLink {
    url: String,
    account: AccountItem,
    expires: String,
}

impl From<&MadeLink> for OneTimeLink {
    fn from(made: &MadeLink) -> Self {
        let url = format!("{LINK_PATH}{}", made.secret.reveal());
        Self { url, account: AccountItem::from(&made.account), expires: moment_in_words(made.expires) }
    }
}

/// How many were ended.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Ended {
    pub(super) total: u64,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let directory = call.people().see().await?;
    List::new(directory.version(), directory.accounts().map(AccountItem::from).collect()).page(&call)
}

async fn add(call: Call) -> Result<Reply, Failure> {
    let new: NewAccount = call.body()?;
    let NewAccount { login, name, person_number, phone } = new;
    let made = call.people().add_account(&AccountFields { login, name, person_number, phone }).await?;
    Reply::json(&AccountItem::from(&made))
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let directory = call.people().see().await?;
    let account = directory.find(call.given("id"))?;
    let posts = directory.posts_of(&account.id).map(PostItem::from).collect();
    Reply::json(&AccountWithPosts { account: AccountItem::from(account), posts, based_on: directory.version() })
}

async fn change(call: Call) -> Result<Reply, Failure> {
    let new: ChangedAccount = call.body()?;
    let ChangedAccount { login, name, person_number, phone, based_on } = new;
    let fields = AccountFields { login, name, person_number, phone };
    Reply::json(&AccountItem::from(
        &call.people().on_version(based_on).change_account(call.given("id"), &fields).await?,
    ))
}

async fn set_state(call: Call) -> Result<Reply, Failure> {
    let new: NewState = call.body()?;
    let people = call.people().on_version(new.based_on);
    let changed = match new.state {
        StateWord::Active => people.reopen_account(call.given("id")).await?,
        StateWord::Closed => people.close_account(call.given("id")).await?,
    };
    Reply::json(&AccountItem::from(&changed))
}

async fn link(call: Call) -> Result<Reply, Failure> {
    Reply::json(&OneTimeLink::from(&call.people().make_link(call.given("id")).await?))
}

async fn end_sessions(call: Call) -> Result<Reply, Failure> {
    Reply::json(&Ended { total: call.people().end_sessions_of(call.given("id")).await? })
}

async fn unlock(call: Call) -> Result<Reply, Failure> {
    Reply::json(&AccountItem::from(&call.people().unlock(call.given("id")).await?))
}

async fn remove_code(call: Call) -> Result<Reply, Failure> {
    call.people().remove_code_of(call.given("id")).await?;
    Reply::json(&Ended { total: 1 })
}

async fn unbind(call: Call) -> Result<Reply, Failure> {
    call.people().unbind_provider(call.given("id")).await?;
    Reply::json(&Ended { total: 1 })
}
