//! The directory: everybody with his posts at one version of the house, kept resident and validated by that version.

use std::collections::BTreeMap;

use dukao_core::rights::{Caller, Post, Role};
use dukao_store::{Micros, StoredEntry, Version};
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::record::{Account, Bond, CodeRecord, Link, PasswordRecord, Sponsor, State, Token, kind};
use super::{OFF, Policy};
use crate::AppError;
use crate::kept::{Resident, body, number};

/// Everybody, at one version of the house.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    pub(super) version: Version,
    accounts: BTreeMap<u32, Account>,
    logins: BTreeMap<String, u32>,
    posts: Vec<Post>,
    sponsors: BTreeMap<u32, Sponsor>,
    pub(super) passwords: BTreeMap<String, PasswordRecord>,
    pub(super) codes: BTreeMap<String, CodeRecord>,
    pub(super) bonds: BTreeMap<String, Bond>,
    tokens: BTreeMap<u32, Token>,
    links: BTreeMap<u32, Link>,
    policy: Policy,
    /// The largest number given so far, by kind: what is gone keeps its number.
    last: BTreeMap<&'static str, u32>,
}

impl Directory {
    /// The version of the house of which it speaks.
    pub fn version(&self) -> i64 {
        self.version.0
    }

    /// All accounts, by number.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    /// The account of a number.
    pub fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(&id.parse().ok()?)
    }

    /// The account of a login name, however it is written.
    pub fn by_login(&self, login: &str) -> Option<&Account> {
        self.accounts.get(self.logins.get(&normal_login(login))?)
    }

    /// The account of a login name or number, for acts on somebody.
    ///
    /// # Errors
    /// [`AppError::UnknownPerson`].
    pub fn find(&self, who: &str) -> Result<&Account, AppError> {
        let found = self.by_login(who).or_else(|| self.account(who.trim()));
        found.ok_or_else(|| AppError::UnknownPerson(who.trim().to_owned()))
    }

    /// All posts that were ever given and not taken back before they began.
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// The posts of an account, whatever their dates.
    pub fn posts_of<'a>(&'a self, account: &'a str) -> impl Iterator<Item = &'a Post> {
        self.posts.iter().filter(move |post| post.account == account)
    }

    /// The active accounts that hold a role on a day.
    pub fn holders(&self, role: Role, day: Date) -> Vec<&Account> {
        let active = self.accounts.values().filter(|account| account.state == State::Active);
        active.filter(|account| self.caller(&account.id, day).is(role)).collect()
    }

    /// Whom a leader looks after.
    pub fn sponsors(&self) -> impl Iterator<Item = &Sponsor> {
        self.sponsors.values()
    }

    /// All tokens.
    pub fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.tokens.values()
    }

    /// All one-time links.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.links.values()
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether the account has chosen a password.
    pub fn has_password(&self, account: &str) -> bool {
        self.passwords.contains_key(account)
    }

    /// Whether codes are asked for at login.
    pub fn asks_for_code(&self, account: &str) -> bool {
        self.codes.get(account).is_some_and(|code| code.confirmed)
    }

    /// Whether a telephone was set up, whether or not its codes are asked for yet.
    pub fn has_code(&self, account: &str) -> bool {
        self.codes.contains_key(account)
    }

    /// Whether the account is bound to somebody of the identity provider, or waits to be looked at.
    pub fn is_bound(&self, account: &str) -> bool {
        self.bonds.contains_key(account)
    }

    /// When the password was chosen.
    pub fn password_set(&self, account: &str) -> Option<Micros> {
        self.passwords.get(account).map(|record| Micros(record.set))
    }

    /// The holder of an account with the posts that count on a day; without any when it is closed or not there.
    pub fn caller(&self, account: &str, day: Date) -> Caller {
        match self.account(account) {
            Some(own) if own.state == State::Active => Caller::person(account, &own.name, &self.posts, day),
            Some(own) => Caller::person(account, &own.name, &[], day),
            None => Caller::person(account, account, &[], day),
        }
    }

    /// The local operator, as far as the policy lets him act.
    pub fn operator(&self, name: &str) -> Caller {
        let operator = Caller::operator(name);
        if self.policy.operator { operator } else { operator.switched_off(OFF) }
    }

    /// The next number of a kind.
    pub(super) fn next(&self, kind: &'static str) -> String {
        self.nth(kind, 0)
    }

    /// The number of the `place`th new one (from 0) of a kind.
    pub(super) fn nth(&self, kind: &'static str, place: usize) -> String {
        let last = self.last.get(kind).copied().unwrap_or(0);
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        last.saturating_add(1).saturating_add(place).to_string()
    }

    fn take_account(&mut self, entry: &StoredEntry) -> Result<(), AppError> {
        numbered(&mut self.accounts, &mut self.last, kind::ACCOUNT, entry)?;
        let number = number(entry)?;
        self.logins.retain(|_, own| *own != number);
        if let Some(account) = self.accounts.get(&number) {
            self.logins.insert(account.login.clone(), number);
        }
        Ok(())
    }

    fn take_post(&mut self, entry: &StoredEntry) -> Result<(), AppError> {
        let number = number(entry)?;
        let last = self.last.entry(kind::POST).or_default();
        *last = number.max(*last);
        let place = self.posts.iter().position(|post| post.id == entry.key);
        match (body::<Post>(entry)?, place) {
            (Some(post), Some(place)) => {
                if let Some(there) = self.posts.get_mut(place) {
                    *there = post;
                }
            }
            (Some(post), None) => self.posts.push(post),
            (None, Some(place)) => {
                self.posts.remove(place);
            }
            (None, None) => {}
        }
        Ok(())
    }
}

impl Resident for Directory {
    fn version(&self) -> Version {
        self.version
    }

    fn stand_at(&mut self, version: Version) {
        self.version = version;
    }

    fn take(&mut self, entry: &StoredEntry) -> Result<(), AppError> {
        match entry.kind.as_str() {
            kind::ACCOUNT => self.take_account(entry)?,
            kind::POST => self.take_post(entry)?,
            kind::PASSWORD => named(&mut self.passwords, entry)?,
            kind::CODE => named(&mut self.codes, entry)?,
            kind::PROVIDER => named(&mut self.bonds, entry)?,
            kind::SPONSOR => numbered(&mut self.sponsors, &mut self.last, kind::SPONSOR, entry)?,
            kind::TOKEN => numbered(&mut self.tokens, &mut self.last, kind::TOKEN, entry)?,
            kind::LINK => numbered(&mut self.links, &mut self.last, kind::LINK, entry)?,
            kind::POLICY => self.policy = body(entry)?.unwrap_or_default(),
            _ => {}
        }
        Ok(())
    }
}

/// A login name as it is compared: without blanks around it, small letters.
pub(super) fn normal_login(text: &str) -> String {
    text.trim().to_lowercase()
}

fn named<T: DeserializeOwned>(records: &mut BTreeMap<String, T>, entry: &StoredEntry) -> Result<(), AppError> {
    match body(entry)? {
        Some(record) => records.insert(entry.key.clone(), record),
        None => records.remove(&entry.key),
    };
    Ok(())
}

fn numbered<T: DeserializeOwned>(
    records: &mut BTreeMap<u32, T>,
    last: &mut BTreeMap<&'static str, u32>,
    kind: &'static str,
    entry: &StoredEntry,
) -> Result<(), AppError> {
    let number = number(entry)?;
    let largest = last.entry(kind).or_default();
    *largest = number.max(*largest);
    match body(entry)? {
        Some(record) => records.insert(number, record),
        None => records.remove(&number),
    };
    Ok(())
}
