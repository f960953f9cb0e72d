//! Who asks: a person with posts, or the operator of the machine.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::post::{Post, Years, effective};
use super::{Denial, Reach, Right, Role, Why, reach};

/// What kind of caller it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallerKind {
    /// Somebody signed in, or his token.
    Person,
    /// The command line on the machine itself.
    Operator,
    /// The server itself, for what it does by the clock: it keeps the house and nothing else.
    Program,
}

impl CallerKind {
    /// The word that the audit keeps.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Operator => "operator",
            Self::Program => "program",
        }
    }
}

/// Somebody who asks for something, with the posts that count today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// What kind.
    pub kind: CallerKind,
    /// Number of the account; for the operator the name of the machine's user.
    pub account: String,
    /// The name shown.
    pub name: String,
    posts: Vec<Post>,
    /// When a token asks: the rights it was given.
    scope: Option<BTreeSet<Right>>,
    /// Why the operator may do nothing.
    off: Option<&'static str>,
}

/// What a right is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target<'a> {
    /// Code of the region; `None` for the house itself.
    pub region: Option<&'a str>,
    /// The unit and those above it, itself first; empty for what concerns the whole region.
    pub line: &'a [String],
    /// The assessment year; `None` for what concerns all of them.
    pub year: Option<i16>,
}

impl Caller {
    /// The holder of `account` with his posts that count on `day`.
    pub fn person(account: &str, name: &str, posts: &[Post], day: Date) -> Self {
        let posts = effective(posts, account, day).cloned().collect();
        let (account, name) = (account.to_owned(), name.to_owned());
        Self { kind: CallerKind::Person, account, name, posts, scope: None, off: None }
    }

    /// The local operator.
    pub fn operator(name: &str) -> Self {
        let name = name.to_owned();
        Self { kind: CallerKind::Operator, account: name.clone(), name, posts: Vec::new(), scope: None, off: None }
    }

    /// The server itself.
    pub fn program(name: &str) -> Self {
        let kept = Self { kind: CallerKind::Program, ..Self::operator(name) };
        kept.scoped(BTreeSet::from([Right::KeepHouse]))
    }

    /// The same with no more than these rights.
    #[must_use]
    pub fn scoped(self, scope: BTreeSet<Right>) -> Self {
        Self { scope: Some(scope), ..self }
    }

    /// Whether it is a token, which stands for its holder in some things only.
    pub fn is_scoped(&self) -> bool {
        self.scope.is_some()
    }

    /// The operator when the command line is switched off: `why` in words.
    #[must_use]
    pub fn switched_off(self, why: &'static str) -> Self {
        Self { off: Some(why), ..self }
    }

    /// The posts that count.
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// Whether any post has this role.
    pub fn is(&self, role: Role) -> bool {
        self.posts.iter().any(|post| post.role == role)
    }

    /// What a right reaches, by post: how far, and the post; the operator's has none.
    pub fn grants(&self, right: Right) -> Vec<(Reach, Option<&Post>)> {
        if self.off.is_some() || self.scope.as_ref().is_some_and(|scope| !scope.contains(&right)) {
            return Vec::new();
        }
        if self.kind != CallerKind::Person {
            return reach(Role::Operator, right).map(|reach| (reach, None)).into_iter().collect();
        }
        self.posts.iter().filter_map(|post| Some((reach(post.role, right)?, Some(post)))).collect()
    }

    /// Whether the right reaches anything at all: what decides whether a link is shown.
    pub fn has(&self, right: Right) -> bool {
        !self.grants(right).is_empty()
    }

    /// Whether the right reaches a whole region somewhere.
    pub fn has_whole(&self, right: Right) -> bool {
        let whole = |(reach, post): &(Reach, Option<&Post>)| {
            *reach != Reach::Unit || post.is_some_and(|post| post.unit.is_none())
        };
        self.grants(right).iter().any(whole)
    }

    /// Whether the caller has any right in the region: others are not told that it exists.
    pub fn knows(&self, region: &str) -> bool {
        let house = self.off.is_none() && self.kind == CallerKind::Operator;
        house || self.posts.iter().any(|post| post.region.as_deref() == Some(region))
    }

    /// Whether the right reaches the target.
    ///
    /// # Errors
    /// What was missing, the nearest reason first: role, region, unit, year.
    pub fn may(&self, right: Right, target: &Target<'_>) -> Result<(), Denial> {
        let deny = |why| Err(Denial { right, why });
        if let Some(why) = self.off {
            return deny(Why::Off(why));
        }
        if self.scope.as_ref().is_some_and(|scope| !scope.contains(&right)) {
            return deny(Why::Scope);
        }
        let grants = self.grants(right);
        if grants.is_empty() {
            return deny(Why::Role(right.roles().filter(|role| *role != Role::Operator).collect()));
        }
        let here: Vec<_> = grants.into_iter().filter(|(reach, post)| in_region(*reach, *post, target.region)).collect();
        if here.is_empty() {
            return deny(Why::Region);
        }
        let units = || here.iter().filter_map(|(_, post)| post.as_ref()?.unit.clone()).collect();
        let near: Vec<_> = here.iter().filter(|(reach, post)| in_line(*reach, *post, target.line)).collect();
        if near.is_empty() {
            return deny(Why::Unit(if target.line.is_empty() { Vec::new() } else { units() }));
        }
        let in_year = |post: Option<&Post>| match (post.and_then(|post| post.years), target.year) {
            (Some(years), Some(year)) => years.has(year),
            // What concerns all years is not for whoever has some.
            (Some(_), None) => false,
            (None, _) => true,
        };
        if near.iter().any(|(_, post)| in_year(*post)) {
            return Ok(());
        }
        let years: BTreeSet<Years> = near.iter().filter_map(|(_, post)| (*post)?.years).collect();
        deny(Why::Year(years.into_iter().collect()))
    }
}

fn in_region(reach: Reach, post: Option<&Post>, region: Option<&str>) -> bool {
    match (reach, region) {
        (Reach::House, _) => true,
        (_, Some(region)) => post.is_some_and(|post| post.region.as_deref() == Some(region)),
        (_, None) => false,
    }
}

fn in_line(reach: Reach, post: Option<&Post>, line: &[String]) -> bool {
    reach != Reach::Unit || post.is_some_and(|post| post.unit.as_ref().is_none_or(|unit| line.contains(unit)))
}
