//! What is kept of people: the bodies of the entries of the house itself.
//!
//! No secret is among them that could be used as it stands: of passwords, tokens and links only digests. The exception is
//! the secret of the codes ([`CodeRecord`]), which the machine must know to check them.

use std::collections::BTreeSet;

use dukao_core::rights::{Right, Role};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Kinds of entries of the house itself.
pub(super) mod kind {
    pub(crate) const ACCOUNT: &str = "account";
    pub(crate) const PASSWORD: &str = "password";
    pub(crate) const CODE: &str = "code";
    pub(crate) const PROVIDER: &str = "provider";
    pub(crate) const POST: &str = "post";
    pub(crate) const SPONSOR: &str = "sponsor";
    pub(crate) const TOKEN: &str = "token";
    pub(crate) const LINK: &str = "link";
    pub(crate) const POLICY: &str = "policy";
}

/// Whether somebody may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 启用
    Active,
    /// 停用: kept for the audit, never removed.
    Closed,
}

impl State {
    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "启用",
            Self::Closed => "停用",
        }
    }
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its number, never given again.
    pub id: String,
    /// Under which its holder signs in; unique.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// 工号; unique where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_number: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether its holder may sign in.
    pub state: State,
    /// When it was made: microseconds since 1970.
    pub created: i64,
}

/// 领导包抓: a leader who looks after a unit or an indicator of a region. It gives no right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sponsor {
    /// Its number, never given again.
    pub id: String,
    /// Number of the account.
    pub account: String,
    /// Code of the region.
    pub region: String,
    /// Code of the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Code of the indicator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day; open when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// A password as argon2id leaves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hashed {
    /// Memory in KiB.
    pub(super) memory: u32,
    /// Passes over it.
    pub(super) passes: u32,
    /// Hexadecimal.
    pub(super) salt: String,
    /// Hexadecimal.
    pub(super) hash: String,
}

/// The password of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PasswordRecord {
    pub(super) hash: Hashed,
    /// When it was chosen: microseconds since 1970. Sessions from before it are over.
    pub(super) set: i64,
    /// Those before it, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) earlier: Vec<Hashed>,
}

/// The second factor of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CodeRecord {
    /// Base 32, as the telephone holds it.
    pub(super) secret: String,
    /// Whether a code was shown to be right: only then it is asked for.
    pub(super) confirmed: bool,
}

/// Whom the identity provider means by an account: the same from his first coming on, whatever he is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bond {
    /// The address of the provider.
    pub(super) issuer: String,
    /// What the provider calls him, never given again there.
    pub(super) sub: String,
}

impl Bond {
    /// Nobody: the login name was changed before anybody came, and the security administrator has not looked at it yet.
    pub(super) const fn nobody() -> Self {
        Self { issuer: String::new(), sub: String::new() }
    }
}

/// A token for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its number, never given again.
    pub id: String,
    /// Number of the account whose it is.
    pub account: String,
    /// What it is for.
    pub name: String,
    /// Digest of its secret, hexadecimal.
    pub(super) digest: String,
    /// The rights it was given.
    pub scope: BTreeSet<Right>,
    /// When it was made: microseconds since 1970.
    pub created: i64,
    /// Until when it counts.
    pub expires: i64,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<i64>,
}

/// What a one-time link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To choose a password, the first one or a new one.
    Password {
        /// Number of the account.
        account: String,
        /// Whether codes are not asked for any more once it is used: the telephone may be lost too.
        #[serde(default)]
        codes: bool,
        /// Whether the local operator made it: only such a link lets an administrator choose a password.
        #[serde(default)]
        by_operator: bool,
    },
    /// To become one of the three administrators of a new house.
    Administrator {
        /// Which.
        role: Role,
    },
}

/// A one-time link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its number, never given again.
    pub id: String,
    /// Digest of its secret, hexadecimal.
    pub(super) digest: String,
    /// What it is for.
    pub purpose: Purpose,
    /// When it was made: microseconds since 1970.
    pub created: i64,
    /// Until when it counts.
    pub expires: i64,
    /// When it was used, or another took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<i64>,
}
