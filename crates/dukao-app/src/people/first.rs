//! The first start: the three administrators come in by one-time links that the machine prints; no default password exists.

use dukao_core::rights::{CallerKind, Denial, Manner, Post, Right, Role, Why};
use dukao_store::Micros;
use serde_json::json;

use super::account::{AccountFields, account, problems, told, trimmed};
use super::act::{Decision, person};
use super::link::{counts, live, superseded};
use super::post::against;
use super::record::{Account, Link, Purpose, kind};
use super::secret::Secret;
use super::{Directory, FieldProblem, People, wrong};
use crate::AppError;

/// The three administrators.
const THREE: [Role; 3] = [Role::SystemAdministrator, Role::SecurityAdministrator, Role::AuditAdministrator];

/// Who may make these links.
const OPERATOR_ONLY: &str = "三员的一次性链接只能由本机操作员用 dukao user link --administrators 开出";

/// The link for an administrator to be: its secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstLink {
    /// Which.
    pub role: Role,
    /// What stands at the end of its address.
    pub secret: Secret,
    /// Until when it counts.
    pub expires: Micros,
}

/// What an administrator to be says of himself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewAdministrator {
    /// Login, name, 工号 (needed), telephone.
    pub fields: AccountFields,
    /// The password.
    pub password: String,
}

impl People<'_> {
    /// On start: links for the administrators that are missing, unless such links count already.
    ///
    /// # Errors
    /// As for [`People::first_links`].
    pub async fn first_start(&self) -> Result<Vec<FirstLink>, AppError> {
        let directory = self.directory().await?;
        let waiting = missing(&directory, self).into_iter().any(|role| waits(&directory, role, self.now()));
        if waiting { Ok(Vec::new()) } else { self.first_links().await }
    }

    /// New links for those of the three administrators whom nobody is; those before them count no more. The local operator's,
    /// also when the command line is switched off: nobody else could do anything about it.
    ///
    /// # Errors
    /// [`AppError::Denied`] for others, or the store fails.
    pub async fn first_links(&self) -> Result<Vec<FirstLink>, AppError> {
        if self.caller.kind != CallerKind::Operator {
            return Err(AppError::Denied(Denial { right: Right::ManagePeople, why: Why::Off(OPERATOR_ONLY) }));
        }
        if missing(&*self.directory().await?, self).is_empty() {
            return Ok(Vec::new());
        }
        let secrets = [Secret::new()?, Secret::new()?, Secret::new()?];
        self.write(|directory| {
            let roles = missing(directory, self);
            let labels: Vec<&str> = roles.iter().map(|role| role.label()).collect();
            let detail = json!({ "roles": roles });
            let mut decision = Decision::new("link.first", labels.join("、"), detail, Vec::new());
            for (place, (role, secret)) in roles.iter().zip(&secrets).enumerate() {
                let purpose = Purpose::Administrator { role: *role };
                let link = self.link(directory, place, secret, purpose.clone());
                decision = superseded(decision, directory, self.now(), |other| *other == purpose)?;
                decision = decision.with(kind::LINK, &link.id, &link)?;
                let expires = Micros(link.expires);
                decision.told.push(FirstLink { role: *role, secret: secret.clone(), expires });
            }
            Ok(decision)
        })
        .await
    }

    /// Becomes the administrator for whom a link was made: account, password and post in one act.
    ///
    /// # Errors
    /// [`AppError::BadLink`], [`AppError::People`] with everything that speaks against it, or the store fails.
    pub async fn use_first_link(&self, secret: &str, new: &NewAdministrator) -> Result<Account, AppError> {
        let fields = trimmed(&new.fields);
        let directory = self.directory().await?;
        let (_, role) = of_role(&directory, secret, self)?;
        let (own, post) = self.administrator(&directory, &fields, role);
        let found = speaks_against(&directory, &fields, &own, &post, self);
        let record = self.chosen(&directory, &own, &new.password, found).await?;
        self.write(|directory| {
            let (link, role) = of_role(directory, secret, self)?;
            let (own, post) = self.administrator(directory, &fields, role);
            super::refuse(speaks_against(directory, &fields, &own, &post, self))?;
            let detail = json!({ "account": told(&own), "post": post, "link": link.id });
            let used = Link { ended: Some(self.now().0), ..link.clone() };
            let decision = Decision::new("link.first_use", &own.login, detail, own.clone());
            let decision = decision.with(kind::LINK, &link.id, &used)?.with(kind::ACCOUNT, &own.id, &own)?;
            let decision = decision.with(kind::PASSWORD, &own.id, &record)?.with(kind::POST, &post.id, &post)?;
            Ok(decision.by(person(&own.id, &own.name)))
        })
        .await
    }

    fn administrator(&self, directory: &Directory, fields: &AccountFields, role: Role) -> (Account, Post) {
        let own = account(directory.next(kind::ACCOUNT), fields, self.now().0);
        let post = Post {
            id: directory.next(kind::POST),
            account: own.id.clone(),
            role,
            region: None,
            unit: None,
            years: None,
            from: self.today(),
            until: None,
            manner: Manner::Held,
        };
        (own, post)
    }
}

/// The administrators whom nobody is.
fn missing(directory: &Directory, people: &People<'_>) -> Vec<Role> {
    THREE.into_iter().filter(|role| directory.holders(*role, people.today()).is_empty()).collect()
}

fn waits(directory: &Directory, role: Role, now: Micros) -> bool {
    directory.links().any(|link| counts(link, now) && link.purpose == Purpose::Administrator { role })
}

/// The link and the role it gives, if nobody has it yet.
fn of_role<'d>(directory: &'d Directory, secret: &str, people: &People<'_>) -> Result<(&'d Link, Role), AppError> {
    let link = live(directory, secret, people.now())?;
    match link.purpose {
        Purpose::Administrator { role } if missing(directory, people).contains(&role) => Ok((link, role)),
        _ => Err(AppError::BadLink),
    }
}

fn speaks_against(
    directory: &Directory,
    fields: &AccountFields,
    own: &Account,
    post: &Post,
    people: &People<'_>,
) -> Vec<FieldProblem> {
    let mut found = problems(directory, fields, None);
    if fields.person_number.is_empty() {
        found.push(wrong("person_number", "管理员要写工号：同一人不能兼两个管理员"));
    } else {
        found.extend(against(directory, own, post, &[]));
    }
    let held = THREE
        .into_iter()
        .flat_map(|role| directory.holders(role, people.today()).into_iter().map(move |account| (role, account)));
    let same_name = held.into_iter().find(|(_, account)| account.name == own.name);
    found.extend(
        same_name.map(|(role, account)| {
            wrong("name", format!("{}已经是{}：三员不能由同一人兼任", account.name, role.label()))
        }),
    );
    found
}
