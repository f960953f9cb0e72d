//! Who came to the door, and who was turned away.

use dukao_core::rights::{Caller, Denial};
use dukao_store::{Actor, SYSTEM, TrailEntry};
use serde_json::json;

use super::cut;
use crate::House;
use crate::people::{AGENT, Door, Vouched};

/// What happened at the door. What was typed is never noted: it may be a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtDoor<'a> {
    /// Signed in, in this session.
    In {
        /// Who.
        caller: &'a Caller,
        /// The name of the session.
        session: &'a str,
    },
    /// Signed in by the identity provider, in this session.
    InByProvider {
        /// Who.
        caller: &'a Caller,
        /// The name of the session.
        session: &'a str,
        /// Whom the provider vouched for.
        vouched: Vouched<'a>,
    },
    /// Came from the identity provider and was turned away.
    ProviderRefused {
        /// Whom the provider vouched for, once it was known to be the provider's word.
        vouched: Option<Vouched<'a>>,
        /// Why.
        why: &'a str,
    },
    /// The code of the telephone was asked for.
    AskedForCode,
    /// Turned away.
    Refused,
    /// Locked.
    Locked,
    /// A program without a token that counts.
    BadToken,
    /// Signed out.
    Out {
        /// Who.
        caller: &'a Caller,
        /// The name of the session.
        session: &'a str,
    },
}

/// So much is kept of an address.
const PATH: usize = 500;

fn detail(what: &AtDoor<'_>, from: Door<'_>) -> serde_json::Value {
    match what {
        AtDoor::InByProvider { vouched, .. } => by_provider(Some(*vouched), None, from),
        AtDoor::ProviderRefused { vouched, why } => by_provider(*vouched, Some(why), from),
        _ => json!({ "address": from.address, "agent": from.agent }),
    }
}

fn by_provider(vouched: Option<Vouched<'_>>, why: Option<&str>, from: Door<'_>) -> serde_json::Value {
    json!({
        "login": vouched.map(|who| who.login),
        "claim": vouched.map(|who| who.claim),
        "issuer": vouched.map(|who| who.issuer),
        "sub": vouched.map(|who| who.sub),
        "why": why,
        "address": from.address,
        "agent": from.agent,
    })
}

impl House {
    /// Notes what happened at the door.
    pub async fn note_door(&self, what: &AtDoor<'_>, from: Door<'_>) {
        let (act, caller, session) = match what {
            AtDoor::In { caller, session } => ("login", Some(*caller), Some(*session)),
            AtDoor::InByProvider { caller, session, .. } => ("login.provider", Some(*caller), Some(*session)),
            AtDoor::ProviderRefused { .. } => ("login.provider_refused", None, None),
            AtDoor::AskedForCode => ("login.code", None, None),
            AtDoor::Refused => ("login.refused", None, None),
            AtDoor::Locked => ("login.locked", None, None),
            AtDoor::BadToken => ("token.refused", None, None),
            AtDoor::Out { caller, session } => ("logout", Some(*caller), Some(*session)),
        };
        let actor = match caller {
            Some(caller) => crate::app::actor_of(caller),
            None if from.address.is_empty() => Actor { kind: "nobody".to_owned(), id: "地址不明".to_owned() },
            None => Actor { kind: "nobody".to_owned(), id: from.address.to_owned() },
        };
        let agent = cut(from.agent, AGENT);
        let detail = detail(what, Door { agent: &agent, ..from }).to_string();
        let (act, session) = (act.to_owned(), session.map(str::to_owned));
        let entry = TrailEntry { at: self.now(), actor, session, act, subject: None, detail };
        self.recorder.record(SYSTEM, entry).await;
    }

    /// Notes that somebody was refused for want of a right.
    pub async fn note_denial(&self, caller: &Caller, session: Option<&str>, denial: &Denial, path: &str) {
        let detail = json!({ "path": cut(path, PATH), "why": denial.message() }).to_string();
        let entry = TrailEntry {
            at: self.now(),
            actor: crate::app::actor_of(caller),
            session: session.map(str::to_owned),
            act: "denied".to_owned(),
            subject: Some(denial.right.label().to_owned()),
            detail,
        };
        self.recorder.record(SYSTEM, entry).await;
    }

    /// Waits until everything that was noted is written.
    pub async fn flush_trail(&self) {
        self.recorder.flush().await;
    }
}
