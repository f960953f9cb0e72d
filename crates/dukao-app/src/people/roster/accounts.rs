//! The accounts of a roster: the system administrator's act.

use std::collections::BTreeMap;

use dukao_core::rights::Right;
use dukao_office::Problem;
use dukao_store::Micros;
use serde_json::json;

use super::lines::{Line, read};
use super::{AccountsPreview, RosterFiles};
use crate::AppError;
use crate::import::{digest, off_runtime};
use crate::people::account::{account, problems, told};
use crate::people::act::Decision;
use crate::people::directory::normal_login;
use crate::people::record::{Account, Purpose, kind};
use crate::people::secret::Secret;
use crate::people::{AccountFields, Directory, MadeLink, People};

impl People<'_> {
    /// What the accounts of a roster would do; nothing is written.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `管理用户`, or the store fails; what is wrong in the files is in the preview.
    pub async fn preview_accounts(&self, files: &RosterFiles) -> Result<AccountsPreview, AppError> {
        let directory = self.directory().await?;
        self.permit(&directory, Right::ManagePeople)?;
        let files = files.to_vec();
        off_runtime(move || {
            let (lines, found) = read(&files);
            preview(&directory, &lines, found)
        })
        .await
    }

    /// Makes the accounts of a roster in one act, each with its one-time link; those that are there stay as they are.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `管理用户`, [`AppError::Refused`] with everything wrong, or the store fails.
    pub async fn import_accounts(&self, files: &RosterFiles) -> Result<Vec<MadeLink>, AppError> {
        self.permit(&*self.directory().await?, Right::ManagePeople)?;
        let (owned, digests) = (files.to_vec(), files.iter().map(digest).collect::<Vec<_>>());
        let (lines, found) = off_runtime(move || read(&owned)).await?;
        let secrets = lines.iter().map(|_| Secret::new()).collect::<Result<Vec<_>, _>>()?;
        let nothing = preview(&*self.directory().await?, &lines, found.clone());
        if nothing.problems.is_empty() && nothing.new.is_empty() {
            return Ok(Vec::new());
        }
        self.act(Right::ManagePeople, |directory| {
            let AccountsPreview { new, problems, .. } = preview(directory, &lines, found.clone());
            if !problems.is_empty() {
                return Err(AppError::Refused(problems));
            }
            let made = new.iter().enumerate();
            let made = made.map(|(place, fields)| account(directory.nth(kind::ACCOUNT, place), fields, self.now().0));
            let made: Vec<Account> = made.collect();
            let detail = json!({ "files": digests, "accounts": made.iter().map(told).collect::<Vec<_>>() });
            let subject = format!("{}个用户", made.len());
            let mut decision = Decision::new("account.import", subject, detail, Vec::new());
            for (place, (own, secret)) in made.iter().zip(&secrets).enumerate() {
                let purpose = Purpose::Password { account: own.id.clone(), codes: false, by_operator: false };
                let link = self.link(directory, place, secret, purpose);
                decision = decision.with(kind::ACCOUNT, &own.id, own)?.with(kind::LINK, &link.id, &link)?;
                let (secret, expires) = (secret.clone(), Micros(link.expires));
                decision.told.push(MadeLink { secret, account: own.clone(), expires });
            }
            Ok(decision)
        })
        .await
    }
}

/// Which column a field stands in.
pub(super) fn column(field: &str) -> &'static str {
    match field {
        "name" => "姓名",
        "person_number" => "工号",
        "phone" => "电话",
        "role" => "角色",
        "region" => "地区",
        "unit" => "单位",
        "years" => "年度",
        "from" => "起",
        "until" => "止",
        _ => "登录名",
    }
}

pub(super) fn fields(line: &Line) -> AccountFields {
    let text = |head| line.text(head).to_owned();
    AccountFields {
        login: text("登录名"), name: text("姓名"), person_number: text("工号"), phone: text("电话")
    }
}

fn preview(directory: &Directory, lines: &[Line], found: Vec<Problem>) -> AccountsPreview {
    let mut preview = AccountsPreview { problems: found, ..AccountsPreview::default() };
    let mut people: BTreeMap<String, AccountFields> = BTreeMap::new();
    let mut numbers: BTreeMap<String, String> = BTreeMap::new();
    for line in lines {
        preview.posts += usize::from(line.some("角色").is_some());
        let own = fields(line);
        let login = normal_login(&own.login);
        if let Some(before) = people.get(&login).filter(|_| !login.is_empty()) {
            preview.problems.extend(differs(line, &own, before, "上面的行"));
            continue;
        }
        if let Some(there) = directory.by_login(&login) {
            preview.problems.extend(differs(line, &own, &as_fields(there), "现有的用户"));
            preview.same.push(there.login.clone());
        } else {
            let wrong = problems(directory, &own, None);
            preview.problems.extend(wrong.into_iter().map(|one| line.wrong(column(one.field), one.message, "")));
            preview.new.push(own.clone());
        }
        if let Some(other) = line.some("工号").and_then(|number| numbers.insert(number.to_owned(), login.clone())) {
            let message = format!("工号{}和{other}的重复", own.person_number);
            preview.problems.push(line.wrong("工号", message, "每人一个工号；同一人写同一个登录名"));
        }
        people.insert(login, own);
    }
    preview
}

pub(super) fn as_fields(account: &Account) -> AccountFields {
    AccountFields {
        login: account.login.clone(),
        name: account.name.clone(),
        person_number: account.person_number.clone().unwrap_or_default(),
        phone: account.phone.clone().unwrap_or_default(),
    }
}

/// Where a row says something else of a person than was said before; blank cells say nothing.
pub(super) fn differs(line: &Line, own: &AccountFields, before: &AccountFields, whose: &str) -> Vec<Problem> {
    let pairs = [
        ("姓名", &own.name, &before.name),
        ("工号", &own.person_number, &before.person_number),
        ("电话", &own.phone, &before.phone),
    ];
    let wrong = pairs.into_iter().filter(|(_, own, before)| !own.is_empty() && own != before);
    let told = wrong.map(|(head, own, before)| {
        let before = if before.is_empty() { "空的" } else { before };
        line.wrong(head, format!("{head}“{own}”和{whose}不同（{before}）"), "改成一样的；要改用户资料的，在用户页上改")
    });
    told.collect()
}
