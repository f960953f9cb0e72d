//! Whose token it is; sessions and tokens, for whoever may end them.

use dukao_app::people::Token;
use dukao_app::rights::{Right, TABLE};
use dukao_app::{Micros, moment_in_words};
use serde::Serialize;

use super::accounts::{AccountItem, Ended};
use super::posts::PostItem;
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Operation, run};
use crate::api::parameter::WALK;
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "会话和令牌";
const UNKNOWN: &[&str] = &["unknown_record"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/me", "readMe"), (TAG, "这个令牌是谁的，有什么职务和权限"), run!(me)).gives(Components::add::<Me>),
    Operation::get(("/sessions", "listSessions"), (TAG, "开着的会话"), run!(sessions))
        .with(&[WALK])
        .lists(Components::add::<SessionItem>, &[]),
    Operation::changing("DELETE", ("/sessions/{id}", "endSession"), (TAG, "注销一个会话"), run!(end_session))
        .gives(Components::add::<Ended>)
        .refuses(UNKNOWN),
    Operation::get(("/tokens", "listTokens"), (TAG, "令牌"), run!(tokens))
        .with(&[WALK])
        .lists(Components::add::<TokenItem>, &[]),
    Operation::changing("DELETE", ("/tokens/{id}", "revokeToken"), (TAG, "注销一个令牌"), run!(revoke))
        .gives(Components::add::<TokenItem>)
        .refuses(&["unknown_record", "people"]),
];

/// Whose token it is.
#[derive(Serialize, utoipa::ToSchema)]
struct Me {
    account: AccountItem,
    posts: Vec<PostItem>,
    rights: Vec<&'static str>,
    today: String,
}

/// An open session.
#[derive(Serialize, utoipa::ToSchema)]
struct SessionItem {
    id: String,
    account: String,
    login: String,
    manner: String,
    created: String,
    seen_at: String,
    address: Option<String>,
    agent: Option<String>,
}

/// A token, without its secret.
#[derive(Serialize, utoipa::ToSchema)]
struct TokenItem {
    id: String,
    account: String,
    name: String,
    scope: Vec<&'static str>,
    created: String,
    expires: String,
    revoked: Option<String>,
}

impl From<&Token> for TokenItem {
    fn from(token: &Token) -> Self {
        Self {
            id: token.id.clone(),
            account: token.account.clone(),
            name: token.name.clone(),
            scope: token.scope.iter().map(|right| right.label()).collect(),
            created: moment_in_words(Micros(token.created)),
            expires: moment_in_words(Micros(token.expires)),
            revoked: token.revoked.map(|at| moment_in_words(Micros(at))),
        }
    }
}

async fn me(call: Call) -> Result<Reply, Failure> {
    let caller = call.app.caller();
    let rights = TABLE.iter().map(|(right, _)| *right).filter(|right| caller.has(*right)).map(Right::label).collect();
    let account = call.visit.as_ref().map(|visit| AccountItem::from(&visit.account));
    let account = account.ok_or_else(|| Failure::of("signed_out"))?;
    let posts = caller.posts().iter().map(PostItem::from).collect();
    Reply::json(&Me { account, posts, rights, today: call.app.today().to_string() })
}

async fn sessions(call: Call) -> Result<Reply, Failure> {
    let open = call.people().sessions(true).await?;
    let items = open.into_iter().map(|session| SessionItem {
        id: session.id,
        account: session.account.id,
        login: session.account.login,
        manner: session.manner,
        created: moment_in_words(session.created_at),
        seen_at: moment_in_words(session.seen_at),
        address: session.address,
        agent: session.agent,
    });
    List::unversioned(items.collect()).page(&call)
}

async fn end_session(call: Call) -> Result<Reply, Failure> {
    call.people().end_session(call.given("id")).await?;
    Reply::json(&Ended { total: 1 })
}

async fn tokens(call: Call) -> Result<Reply, Failure> {
    let tokens = call.people().tokens(true).await?;
    List::unversioned(tokens.iter().map(TokenItem::from).collect()).page(&call)
}

async fn revoke(call: Call) -> Result<Reply, Failure> {
    Reply::json(&TokenItem::from(&call.people().revoke_token(call.given("id")).await?))
}
