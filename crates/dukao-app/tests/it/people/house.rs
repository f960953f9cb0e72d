//! A house with its three administrators, on two handles, and a clock that is moved by hand.

use std::sync::atomic::{AtomicI64, Ordering};

use dukao_app::people::{Account, AccountFields, Door, NewAdministrator, NewPost, People, Registry, SignIn, SignedIn};
use dukao_app::{AppError, Clock, Micros};
use dukao_core::rights::{Caller, Role};
use dukao_testkit::store::testing::{self, Scratch, TestEngine};
use dukao_testkit::store::{SYSTEM, Store, Version};

/// Generates each named async function as a test for either engine.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(dukao_testkit::store::testing::TestEngine::Sqlite).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(dukao_testkit::store::testing::TestEngine::Postgres).await;
            })+
        }
    };
}
pub(super) use both;

/// Ten in the morning of 20 August 2018.
const START: i64 = 1_534_730_400_000_000;
pub(super) const MINUTE: i64 = 60_000_000;
pub(super) const HOUR: i64 = 60 * MINUTE;

/// A password that nothing speaks against, and another.
pub(super) const GOOD: &str = "kL7#vRq2";
pub(super) const OTHER: &str = "wT9%bNx4";

struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Micros {
        Micros(self.0.load(Ordering::SeqCst))
    }
}

pub(super) struct House {
    scratch: Scratch,
    stores: [Store; 2],
    registries: [Registry; 2],
    clock: Hand,
}

impl House {
    pub(super) async fn empty(engine: TestEngine) -> Self {
        let scratch = Scratch::new(engine).await.unwrap();
        let stores = [testing::open(scratch.url()).await.unwrap(), testing::open(scratch.url()).await.unwrap()];
        Self { scratch, stores, registries: Default::default(), clock: Hand(AtomicI64::new(START)) }
    }

    /// With administrators whose logins are `xitong`, `anquan` and `shenji`.
    pub(super) async fn new(engine: TestEngine) -> Self {
        let house = Self::empty(engine).await;
        for link in house.operator().first_links().await.unwrap() {
            let (login, name) = administrator(link.role);
            let new = NewAdministrator { fields: fields(login, name, login), password: GOOD.to_owned() };
            house.nobody().use_first_link(link.secret.reveal(), &new).await.unwrap();
        }
        house
    }

    pub(super) fn url(&self) -> &str {
        self.scratch.url()
    }

    pub(super) fn pass(&self, time: i64) {
        self.clock.0.fetch_add(time, Ordering::SeqCst);
    }

    /// People by one of the two handles.
    pub(super) fn by(&self, handle: usize, caller: Caller) -> People<'_> {
        People::new(&self.stores[handle], &self.clock, &self.registries[handle], caller)
    }

    pub(super) fn operator(&self) -> People<'_> {
        self.by(0, Caller::operator("root"))
    }

    /// Somebody at the door.
    pub(super) fn nobody(&self) -> People<'_> {
        self.by(0, Caller::person("", "", &[], dukao_app::date_of(self.clock.now())))
    }

    /// Somebody who has signed in, by one of the two handles.
    pub(super) async fn person_by(&self, handle: usize, login: &str) -> People<'_> {
        let directory = self.nobody().directory().await.unwrap();
        let account = directory.by_login(login).unwrap();
        self.by(handle, directory.caller(&account.id, dukao_app::date_of(self.clock.now())))
    }

    pub(super) async fn person(&self, login: &str) -> People<'_> {
        self.person_by(0, login).await
    }

    /// Makes an account with a password and a post.
    pub(super) async fn somebody(&self, login: &str, role: Role) -> Account {
        let account = self.person("xitong").await.add_account(&fields(login, login, "")).await.unwrap();
        let link = self.person("xitong").await.make_link(login).await.unwrap();
        self.nobody().use_link(link.secret.reveal(), GOOD).await.unwrap();
        self.person("anquan").await.grant_post(&post(login, role)).await.unwrap();
        account
    }

    pub(super) async fn sign_in_by(&self, handle: usize, login: &str, password: &str, code: Option<&str>) -> SignedIn {
        let from = Door { address: "192.0.2.7", agent: "Firefox" };
        let nobody = self.by(handle, Caller::person("", "", &[], dukao_app::date_of(self.clock.now())));
        nobody.sign_in(SignIn { login, password, code, from }).await.unwrap()
    }

    pub(super) async fn sign_in(&self, login: &str, password: &str) -> SignedIn {
        self.sign_in_by(0, login, password, None).await
    }

    /// Signs in; the secret of the session.
    pub(super) async fn session(&self, login: &str, password: &str) -> String {
        match self.sign_in(login, password).await {
            SignedIn::In(session) => session.secret.reveal().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// All the audit says of the house: act, subject and detail.
    pub(super) async fn audit(&self) -> Vec<(String, String, String)> {
        let rows = self.stores[0].audit(SYSTEM, Version::NONE, 10_000).await.unwrap();
        let told = rows.into_iter().map(|row| {
            let entry = row.entry;
            (entry.act, entry.subject.unwrap_or_default(), entry.detail + &row.actor.id)
        });
        told.collect()
    }

    pub(super) async fn acts(&self) -> Vec<String> {
        self.audit().await.into_iter().map(|(act, ..)| act).collect()
    }

    pub(super) fn clock_now(&self) -> Micros {
        self.clock.now()
    }

    /// The work that one handle spent on hashing.
    pub(super) fn hash_work(&self, handle: usize) -> u64 {
        self.registries[handle].hash_work()
    }

    pub(super) fn store(&self) -> &Store {
        &self.stores[0]
    }
}

fn administrator(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::SystemAdministrator => ("xitong", "甲"),
        Role::SecurityAdministrator => ("anquan", "乙"),
        _ => ("shenji", "丙"),
    }
}

pub(super) fn fields(login: &str, name: &str, number: &str) -> AccountFields {
    AccountFields {
        login: login.to_owned(),
        name: name.to_owned(),
        person_number: number.to_owned(),
        phone: String::new(),
    }
}

pub(super) fn post(login: &str, role: Role) -> NewPost {
    NewPost {
        account: login.to_owned(),
        role,
        region: (!role.is_administrator()).then(|| "610100".to_owned()),
        unit: None,
        years: None,
        from: None,
        until: None,
        acting: false,
    }
}

/// What an act was refused for: the fields of a mistake, else the code.
pub(super) fn refusal<T: std::fmt::Debug>(result: Result<T, AppError>) -> Vec<&'static str> {
    match result {
        Err(AppError::People(problems)) => problems.iter().map(|problem| problem.field).collect(),
        Err(other) => vec![other.code()],
        Ok(done) => panic!("{done:?}"),
    }
}
