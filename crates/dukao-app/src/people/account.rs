//! Accounts: made, changed, closed, opened again; never removed.

use dukao_core::rights::{CallerKind, Post, Right};
use jiff::civil::Date;
use serde_json::json;

use super::act::Decision;
use super::directory::normal_login;
use super::link::superseded;
use super::record::{Account, Bond, Purpose, State, kind};
use super::{Directory, FieldProblem, People, refuse, wrong};
use crate::AppError;

/// What is said of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFields {
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// 工号; may be empty.
    pub person_number: String,
    /// Telephone; may be empty.
    pub phone: String,
}

/// An account to be made.
pub type NewAccount = AccountFields;

/// Longest texts.
const LONGEST: usize = 32;

impl People<'_> {
    /// Makes an account; it has no password until its holder chooses one through a link ([`People::make_link`]).
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `管理用户`, [`AppError::People`] with everything wrong, or the store fails.
    pub async fn add_account(&self, fields: &NewAccount) -> Result<Account, AppError> {
        let (fields, created) = (trimmed(fields), self.now().0);
        self.act(Right::ManagePeople, |directory| {
            refuse(problems(directory, &fields, None))?;
            let account = account(directory.next(kind::ACCOUNT), &fields, created);
            Decision::new("account.add", &account.login, told(&account), account.clone()).with(
                kind::ACCOUNT,
                &account.id,
                &account,
            )
        })
        .await
    }

    /// Changes what is said of a person. By the login name the identity provider says who somebody is: whoever changes it does
    /// not decide as well who comes in by it. That of an administrator is changed by the local operator only; nobody comes
    /// in by another, this way, before the security administrator has loosened the bond ([`People::unbind_provider`]).
    ///
    /// # Errors
    /// As for [`People::add_account`]; [`AppError::UnknownPerson`].
    pub async fn change_account(&self, who: &str, fields: &AccountFields) -> Result<Account, AppError> {
        let fields = trimmed(fields);
        let (next, renamed) = self
            .act(Right::ManagePeople, |directory| {
                let before = directory.find(who)?;
                let mut found = problems(directory, &fields, Some(before));
                let renamed = before.login != fields.login;
                found.extend(self.against_renaming(directory, before).filter(|_| renamed));
                refuse(found)?;
                let next = Account { state: before.state, ..account(before.id.clone(), &fields, before.created) };
                let detail = json!({ "before": told(before), "after": told(&next) });
                let decision = Decision::new("account.change", &before.login, detail, (next.clone(), renamed));
                let decision = decision.with(kind::ACCOUNT, &next.id, &next)?;
                if renamed && !directory.is_bound(&next.id) {
                    return decision.with(kind::PROVIDER, &next.id, &Bond::nobody());
                }
                Ok(decision)
            })
            .await?;
        if renamed {
            self.end_provider_sessions(&next.id, "renamed").await?;
        }
        Ok(next)
    }

    /// Why the caller cannot change a login name.
    fn against_renaming(&self, directory: &Directory, account: &Account) -> Option<FieldProblem> {
        let yesterday = self.today().yesterday().unwrap_or(self.today());
        let mut posts = directory.posts_of(&account.id);
        let post = posts.find(|post| post.role.is_administrator() && lasts(post, yesterday))?;
        let operator = self.caller.kind == CallerKind::Operator;
        let message = format!("“{}”是{}：登录名只能由本机操作员修改", account.login, post.role.label());
        (!operator).then(|| wrong("login", message))
    }

    /// Closes an account: its posts end, its sessions, tokens and links too. Nobody closes his own; one of the three
    /// administrators is closed by the local operator only, or after the security administrator has ended his post: else the
    /// system administrator could be rid of those who watch him.
    ///
    /// # Errors
    /// [`AppError::Denied`], [`AppError::UnknownPerson`], [`AppError::People`] when it cannot be closed, or the store fails.
    pub async fn close_account(&self, who: &str) -> Result<Account, AppError> {
        let (now, yesterday) = (self.now(), self.today().yesterday().unwrap_or(self.today()));
        let closed = self
            .act(Right::ManagePeople, |directory| {
                let before = directory.find(who)?;
                refuse(self.against_closing(directory, before, yesterday))?;
                let next = Account { state: State::Closed, ..before.clone() };
                let detail = json!({ "account": next.id, "name": next.name });
                let decision = Decision::new("account.close", &next.login, detail, next.clone());
                let mut decision = decision.with(kind::ACCOUNT, &next.id, &next)?;
                for post in directory.posts_of(&next.id).filter(|post| lasts(post, yesterday)) {
                    decision = ended(decision, post, yesterday)?;
                }
                let live = |token: &&super::Token| token.account == next.id && token.revoked.is_none();
                for token in directory.tokens().filter(live) {
                    let revoked = super::Token { revoked: Some(now.0), ..token.clone() };
                    decision = decision.with(kind::TOKEN, &token.id, &revoked)?;
                }
                let own =
                    |purpose: &Purpose| matches!(purpose, Purpose::Password { account, .. } if *account == next.id);
                superseded(decision, directory, now, own)
            })
            .await?;
        // No session of a closed account counts any more, whether it stands as ended or not.
        self.store.end_sessions(&closed.id, None, now, "closed").await.map_err(AppError::Write)?;
        Ok(closed)
    }

    /// Why the caller cannot close an account.
    fn against_closing(&self, directory: &Directory, account: &Account, yesterday: Date) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        if account.state == State::Closed {
            found.push(wrong("state", format!("“{}”已经停用", account.login)));
        }
        if self.caller.kind == CallerKind::Operator {
            return found;
        }
        if self.caller.account == account.id {
            found.push(wrong("state", "不能停用自己的账号"));
        }
        let mut posts = directory.posts_of(&account.id);
        if let Some(post) = posts.find(|post| post.role.is_administrator() && lasts(post, yesterday)) {
            let role = post.role.label();
            found.push(wrong("state", format!("“{}”是{role}：先由安全管理员收回职务，再停用", account.login)));
        }
        found
    }

    /// Opens a closed account again; its posts have to be given anew.
    ///
    /// # Errors
    /// As for [`People::close_account`].
    pub async fn reopen_account(&self, who: &str) -> Result<Account, AppError> {
        let opened = self
            .act(Right::ManagePeople, |directory| {
                let before = directory.find(who)?;
                if before.state == State::Active {
                    return Err(AppError::People(vec![wrong("state", format!("“{}”没有停用", before.login))]));
                }
                let next = Account { state: State::Active, ..before.clone() };
                let detail = json!({ "account": next.id, "name": next.name });
                Decision::new("account.reopen", &next.login, detail, next.clone()).with(kind::ACCOUNT, &next.id, &next)
            })
            .await?;
        // A login that was under way while the account was closed may have begun a session after all others had ended.
        self.store.end_sessions(&opened.id, None, self.now(), "closed").await.map_err(AppError::Write)?;
        Ok(opened)
    }
}

/// Whether a post still counts, or will, after a day.
pub(super) fn lasts(post: &Post, day: Date) -> bool {
    post.until.is_none_or(|last| last > day)
}

/// Ends a post with a day; one that would not have begun by then is taken back.
pub(super) fn ended<T>(decision: Decision<T>, post: &Post, last: Date) -> Result<Decision<T>, AppError> {
    if post.from > last {
        return Ok(decision.without(kind::POST, &post.id));
    }
    decision.with(kind::POST, &post.id, &Post { until: Some(last), ..post.clone() })
}

pub(super) fn account(id: String, fields: &AccountFields, created: i64) -> Account {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Account {
        id,
        login: fields.login.clone(),
        name: fields.name.clone(),
        person_number: some(&fields.person_number),
        phone: some(&fields.phone),
        state: State::Active,
        created,
    }
}

/// What the audit says of an account.
pub(super) fn told(account: &Account) -> serde_json::Value {
    json!({
        "account": account.id,
        "login": account.login,
        "name": account.name,
        "person_number": account.person_number,
        "phone": account.phone,
    })
}

/// Without blanks around the texts.
pub(super) fn trimmed(fields: &AccountFields) -> AccountFields {
    AccountFields {
        login: fields.login.trim().to_owned(),
        name: fields.name.trim().to_owned(),
        person_number: fields.person_number.trim().to_owned(),
        phone: fields.phone.trim().to_owned(),
    }
}

/// Everything wrong with what is said of a person; `own` is the account as it stands.
pub(super) fn problems(directory: &Directory, fields: &AccountFields, own: Option<&Account>) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    let others = || directory.accounts().filter(|other| own.is_none_or(|own| own.id != other.id));
    found.extend(login_problem(&fields.login).map(|message| wrong("login", message)));
    if let Some(other) = others().find(|other| other.login == normal_login(&fields.login)) {
        found.push(wrong("login", format!("登录名“{}”已经有人用（{}）", other.login, other.name)));
    }
    for (field, label, text, needed) in [
        ("name", "姓名", &fields.name, true),
        ("person_number", "工号", &fields.person_number, false),
        ("phone", "电话", &fields.phone, false),
    ] {
        let length = text.chars().count();
        if length > LONGEST {
            found.push(wrong(field, format!("{label}最多{LONGEST}个字，现在有{length}个")));
        } else if text.chars().any(char::is_control) {
            found.push(wrong(field, format!("{label}里不能有换行等控制字符")));
        } else if needed && text.is_empty() {
            found.push(wrong(field, format!("要写{label}")));
        }
    }
    let number = Some(fields.person_number.as_str()).filter(|number| !number.is_empty());
    if let Some(other) = others().find(|other| number.is_some() && other.person_number.as_deref() == number) {
        let message = format!("工号{}已经是{}（{}）的", fields.person_number, other.name, other.login);
        found.push(wrong("person_number", message));
    }
    found
}

/// What is wrong with the letters of a login name.
fn login_problem(login: &str) -> Option<String> {
    let fine = |letter: char| {
        letter.is_ascii_lowercase()
            || letter.is_ascii_digit()
            || "._-".contains(letter)
            || ('\u{4E00}'..='\u{9FFF}').contains(&letter)
    };
    let length = login.chars().count();
    if login.is_empty() {
        return Some("要写登录名".to_owned());
    }
    if !(2..=LONGEST).contains(&length) {
        return Some(format!("登录名2到{LONGEST}个字，现在有{length}个"));
    }
    if login.chars().all(|letter| letter.is_ascii_digit()) {
        return Some("登录名不能全是数字".to_owned());
    }
    (!login.chars().all(fine)).then(|| "登录名只能用小写字母、数字、点、下划线、短横线或汉字".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(login: &str, name: &str, number: &str) -> Vec<(&'static str, String)> {
        let fields = AccountFields {
            login: login.to_owned(),
            name: name.to_owned(),
            person_number: number.to_owned(),
            phone: String::new(),
        };
        let found = problems(&Directory::default(), &fields, None);
        found.into_iter().map(|problem| (problem.field, problem.message)).collect()
    }

    #[test]
    fn everything_wrong_with_an_account_is_said_at_once() {
        assert_eq!(told("lan.tian-1", "蓝天", ""), []);
        assert_eq!(told("蓝天", "蓝天", "G1"), []);
        let long = "工".repeat(33);
        assert_eq!(
            told("Lan Tian", "", &long),
            [
                ("login", "登录名只能用小写字母、数字、点、下划线、短横线或汉字".to_owned()),
                ("name", "要写姓名".to_owned()),
                ("person_number", "工号最多32个字，现在有33个".to_owned()),
            ]
        );
        assert_eq!(told("7", "甲\n", "")[0].1, "登录名2到32个字，现在有1个");
        assert_eq!(told("20180801", "甲", "")[0].1, "登录名不能全是数字", "it could be taken for a number");
        assert_eq!(told("甲\u{0}", "甲\n", "").len(), 2);
    }
}
