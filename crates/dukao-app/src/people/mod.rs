//! People: accounts and posts, passwords and codes, sessions, tokens, the policy.
//!
//! Everything that lasts is an entry of the house itself ([`dukao_store::SYSTEM`]), written as one act with its audit entry,
//! which never holds a secret; what changes all the time (sessions, failed attempts) lies in tables of its own. Each act
//! asks first whether the caller has the right, and again on the version on which it is written.
//!
//! [`People`] is handed out per caller; what all share (the resident directory, where passwords are hashed) is a
//! [`Registry`].

mod account;
mod act;
mod code;
mod common;
mod delegation;
mod directory;
mod first;
mod hash;
mod link;
mod login;
mod own;
mod password;
mod policy;
mod post;
mod provider;
mod record;
mod roster;
mod secret;
mod session;
mod settings;
mod sponsor;
mod token;

use std::sync::Arc;

use dukao_core::rights::{Caller, CallerKind, Denial, Right, Role, Target, Why};
use dukao_store::{Actor, Micros, Store};
use jiff::civil::Date;

pub use crate::findings::FieldProblem;
pub use account::{AccountFields, NewAccount};
pub use code::Enrolment;
pub use directory::Directory;
pub use first::{FirstLink, NewAdministrator};
pub use link::{LINK_PATH, MadeLink, Opened};
pub use login::{SignIn, SignedIn};
pub use policy::{Policy, SETTINGS, SWITCHES, Setting, Switch};
pub use post::NewPost;
pub use provider::{ByProvider, Vouched};
pub use record::{Account, Link, Purpose, Sponsor, State, Token};
pub use roster::{AccountsPreview, Places, PostsPreview, RosterFiles, links_workbook, roster_template};
pub use secret::Secret;
pub(crate) use secret::random;
pub(crate) use session::AGENT;
pub use session::{Door, NewSession, OpenSession, Visit};
pub use sponsor::NewSponsor;
pub use token::{MadeToken, NewToken};

use crate::clock::{Clock, date_of};
use crate::kept::Kept;
use crate::{AppError, fault};

/// Why the operator may do nothing.
pub(crate) const OFF: &str = "安全管理员已停用本机命令行";

/// What all callers share of people.
#[derive(Debug, Default)]
pub struct Registry {
    kept: Kept<Directory>,
    hasher: hash::Hasher,
}

impl Registry {
    /// The work that went into hashing so far (KiB of memory times passes).
    pub fn hash_work(&self) -> u64 {
        self.hasher.work()
    }
}

/// People as one caller has them.
#[derive(Clone)]
pub struct People<'a> {
    store: &'a Store,
    clock: &'a dyn Clock,
    registry: &'a Registry,
    caller: Caller,
    /// The version of the directory that was looked at: acts are done on it, or not at all.
    based_on: Option<i64>,
}

impl std::fmt::Debug for People<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("People").field("caller", &self.caller.account).finish_non_exhaustive()
    }
}

impl<'a> People<'a> {
    /// People as `caller` has them.
    pub fn new(store: &'a Store, clock: &'a dyn Clock, registry: &'a Registry, caller: Caller) -> Self {
        Self { store, clock, registry, caller, based_on: None }
    }

    /// The same, for acts on the version of the directory that was looked at; when others wrote since, they are refused
    /// ([`AppError::Moved`]).
    #[must_use]
    pub fn on_version(self, version: i64) -> Self {
        Self { based_on: Some(version), ..self }
    }

    /// The directory at its head. For the machine itself: what of it is shown to whom is decided by rights.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn directory(&self) -> Result<Arc<Directory>, AppError> {
        self.registry.kept.head(self.store).await
    }

    /// The directory for looking at people: right `查看用户`.
    ///
    /// # Errors
    /// [`AppError::Denied`], or the store fails.
    pub async fn see(&self) -> Result<Arc<Directory>, AppError> {
        let directory = self.directory().await?;
        self.permit(&directory, Right::SeePeople)?;
        Ok(directory)
    }

    /// An account for whoever is about to do something to it that needs `right`.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right, [`AppError::UnknownPerson`], or the store fails.
    pub async fn seen_for(&self, right: Right, who: &str) -> Result<Account, AppError> {
        let directory = self.directory().await?;
        self.permit(&directory, right)?;
        directory.find(who).cloned()
    }

    /// The local operator as far as the policy lets him act.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn operator(&self, name: &str) -> Result<Caller, AppError> {
        Ok(self.directory().await?.operator(name))
    }

    fn now(&self) -> Micros {
        self.clock.now()
    }

    fn today(&self) -> Date {
        date_of(self.clock.now())
    }

    /// Whether the caller has a right over the house, now and by the directory.
    fn permit(&self, directory: &Directory, right: Right) -> Result<(), AppError> {
        if fault::on("people") {
            return Ok(());
        }
        self.caller.may(right, &Target::default()).map_err(AppError::Denied)?;
        match self.caller.kind {
            CallerKind::Operator | CallerKind::Program => self.on(directory, right),
            CallerKind::Person if fault::on("people_now") => Ok(()),
            CallerKind::Person => {
                let now = directory.caller(&self.caller.account, self.today());
                now.may(right, &Target::default()).map_err(AppError::Denied)
            }
        }
    }

    /// Whether the caller has a right anywhere.
    fn holds(&self, directory: &Directory, right: Right) -> Result<(), AppError> {
        let now = directory.caller(&self.caller.account, self.today());
        if self.caller.has(right) && now.has(right) {
            return Ok(());
        }
        let why = Why::Role(right.roles().filter(|role| *role != Role::Operator).collect());
        Err(AppError::Denied(Denial { right, why }))
    }

    /// Whether the command line may act.
    fn on(&self, directory: &Directory, right: Right) -> Result<(), AppError> {
        if self.caller.kind == CallerKind::Operator && !directory.policy().operator {
            return Err(AppError::Denied(Denial { right, why: Why::Off(OFF) }));
        }
        Ok(())
    }

    /// The account of the caller, who must be a person himself: not a token, not the operator.
    fn own_account(&self, directory: &Directory) -> Result<Account, AppError> {
        if self.caller.is_scoped() && !fault::on("own_account") {
            return Err(AppError::Denied(Denial { right: Right::UseTokens, why: Why::Scope }));
        }
        self.holder(directory)
    }

    /// Whether it is the caller's account.
    fn is_caller(&self, account: &Account) -> bool {
        self.caller.kind == CallerKind::Person && self.caller.account == account.id
    }

    /// No token does to its holder what only he does himself.
    ///
    /// # Errors
    /// [`AppError::Denied`].
    fn not_ones_own_by_token(&self, account: &Account) -> Result<(), AppError> {
        if self.caller.is_scoped() && self.is_caller(account) && !fault::on("own_account") {
            return Err(AppError::Denied(Denial { right: Right::UseTokens, why: Why::Scope }));
        }
        Ok(())
    }

    /// The account of the caller, himself or by a token of his; the operator has none.
    fn holder(&self, directory: &Directory) -> Result<Account, AppError> {
        let unknown = || AppError::UnknownPerson(self.caller.name.clone());
        match self.caller.kind {
            CallerKind::Person => directory.account(&self.caller.account).cloned().ok_or_else(unknown),
            CallerKind::Operator | CallerKind::Program => Err(unknown()),
        }
    }

    /// Who acts, for the audit.
    fn actor(&self) -> Actor {
        match self.caller.kind {
            CallerKind::Operator | CallerKind::Program => {
                Actor { kind: self.caller.kind.key().to_owned(), id: self.caller.name.clone() }
            }
            CallerKind::Person => act::person(&self.caller.account, &self.caller.name),
        }
    }
}

/// Something wrong with one field.
pub(crate) fn wrong(field: &'static str, message: impl Into<String>) -> FieldProblem {
    FieldProblem { field, message: message.into() }
}

/// Refuses when anything is wrong.
pub(crate) fn refuse(problems: Vec<FieldProblem>) -> Result<(), AppError> {
    if problems.is_empty() { Ok(()) } else { Err(AppError::People(problems)) }
}
