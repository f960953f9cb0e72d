//! The posts of a roster: the security administrator's act.

use dukao_core::rights::{Post, Right, Role, Years};
use dukao_office::Problem;
use jiff::civil::Date;
use serde_json::json;

use super::accounts::{as_fields, column, differs, fields};
use super::lines::{Line, read};
use super::{Places, PostsPreview, RosterFiles};
use crate::AppError;
use crate::import::{digest, off_runtime};
use crate::people::act::Decision;
use crate::people::post::{against, told};
use crate::people::record::{Account, kind};
use crate::people::{Directory, NewPost, People};

impl People<'_> {
    /// What the posts of a roster would do; nothing is written.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, or the store fails; what is wrong in the files is in the preview.
    pub async fn preview_posts(&self, files: &RosterFiles, places: &Places) -> Result<PostsPreview, AppError> {
        let directory = self.directory().await?;
        self.permit(&directory, Right::GrantPosts)?;
        let (files, places, today) = (files.to_vec(), places.clone(), self.today());
        off_runtime(move || {
            let (lines, found) = read(&files);
            preview(&directory, &lines, found, &places, today)
        })
        .await
    }

    /// Gives the posts of a roster in one act; those that are held stay as they are.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `授予职务`, [`AppError::Refused`] with everything wrong, or the store fails.
    pub async fn import_posts(&self, files: &RosterFiles, places: &Places) -> Result<Vec<Post>, AppError> {
        self.permit(&*self.directory().await?, Right::GrantPosts)?;
        let (owned, digests) = (files.to_vec(), files.iter().map(digest).collect::<Vec<_>>());
        let (lines, found) = off_runtime(move || read(&owned)).await?;
        let decided = |directory: &Directory| preview(directory, &lines, found.clone(), places, self.today());
        let nothing = decided(&*self.directory().await?);
        if nothing.problems.is_empty() && nothing.new.is_empty() {
            return Ok(Vec::new());
        }
        self.act(Right::GrantPosts, |directory| {
            let PostsPreview { new, problems, .. } = decided(directory);
            if !problems.is_empty() {
                return Err(AppError::Refused(problems));
            }
            let posts: Vec<Post> = new.into_iter().map(|(_, post)| post).collect();
            let detail = json!({ "files": digests, "posts": posts.iter().map(told).collect::<Vec<_>>() });
            let mut decision = Decision::new("post.import", format!("{}个职务", posts.len()), detail, posts.clone());
            for post in &posts {
                decision = decision.with(kind::POST, &post.id, post)?;
            }
            Ok(decision)
        })
        .await
    }
}

fn preview(directory: &Directory, lines: &[Line], found: Vec<Problem>, places: &Places, today: Date) -> PostsPreview {
    let mut preview = PostsPreview { problems: found, ..PostsPreview::default() };
    for line in lines.iter().filter(|line| line.some("角色").is_some()) {
        let Some(account) = directory.by_login(line.text("登录名")) else {
            let message = format!("没有用户“{}”", line.text("登录名"));
            preview.problems.push(line.wrong("登录名", message, "先由系统管理员导入用户，再由安全管理员导入职务"));
            continue;
        };
        preview.problems.extend(differs(line, &fields(line), &as_fields(account), "现有的用户"));
        let new = match new_post(line, places) {
            Ok(new) => new,
            Err(problems) => {
                preview.problems.extend(problems);
                continue;
            }
        };
        let post = new.post(directory.nth(kind::POST, preview.new.len()), account, today);
        if directory.posts_of(&account.id).any(|held| is_held(held, &post, new.from.is_none())) {
            preview.same += 1;
            continue;
        }
        let problems = wrong(directory, account, &post, &preview.new, line);
        if problems.is_empty() {
            preview.new.push((account.login.clone(), post));
        }
        preview.problems.extend(problems);
    }
    preview
}

fn wrong(
    directory: &Directory,
    account: &Account,
    post: &Post,
    before: &[(String, Post)],
    line: &Line,
) -> Vec<Problem> {
    let also: Vec<Post> = before.iter().map(|(_, post)| post.clone()).collect();
    let found = against(directory, account, post, &also);
    found.into_iter().map(|one| line.wrong(column(one.field), one.message, "")).collect()
}

/// Whether a post is there already, until the same day and, where one is named, from the same day.
fn is_held(held: &Post, post: &Post, any_start: bool) -> bool {
    let what =
        |post: &Post| (post.role, post.region.clone(), post.unit.clone(), post.years, post.until, post.manner.clone());
    what(held) == what(post) && (held.from == post.from || (any_start && held.from <= post.from))
}

/// The post that a row gives, or everything wrong in it.
fn new_post(line: &Line, places: &Places) -> Result<NewPost, Vec<Problem>> {
    let mut found = Vec::new();
    let mut take = |head: &'static str, hint: &str| {
        found.push(line.wrong(head, format!("{head}“{}”不对", line.text(head)), hint));
    };
    let role = Role::from_label(line.text("角色"));
    if role.is_none() {
        let labels: Vec<&str> = Role::ALL.into_iter().filter(|role| *role != Role::Operator).map(Role::label).collect();
        take("角色", &format!("应当是 {}", labels.join("、")));
    }
    let mut day = |head: &'static str| match line.some(head).map(|text| (text, date(text))) {
        Some((_, None)) => {
            take(head, "应当是日期，如 2018-08-01");
            None
        }
        Some((_, day)) => day,
        None => None,
    };
    let (from, until) = (day("起"), day("止"));
    let years = line.some("年度").map(Years::parse);
    if years == Some(None) {
        take("年度", "应当是 2018、2018-2019 或 2018-");
    }
    let acting = match line.text("任职方式") {
        "" | "任职" => false,
        "代理" => true,
        _ => {
            take("任职方式", "应当是 任职、代理；委托不在表里写");
            false
        }
    };
    let place = place(line, role, places).map_err(|(head, message)| found.push(line.wrong(head, message, "")));
    match (role, place) {
        (Some(role), Ok((region, unit))) if found.is_empty() => Ok(NewPost {
            account: line.text("登录名").to_owned(),
            role,
            region,
            unit,
            years: years.flatten(),
            from,
            until,
            acting,
        }),
        _ => Err(found),
    }
}

/// Of region and unit.
type Codes = (Option<String>, Option<String>);

/// Region and unit, as codes.
fn place(line: &Line, role: Option<Role>, places: &Places) -> Result<Codes, (&'static str, String)> {
    let (region, unit) = (line.some("地区"), line.some("单位"));
    // An administrator with a place is refused with the other rules of posts.
    let by_itself = || places.only().filter(|_| role.is_some_and(|role| !role.is_administrator()));
    let Some(region) = region.or_else(by_itself) else {
        return Ok((None, unit.map(str::to_owned)));
    };
    match places.find(region, unit) {
        Ok((region, unit)) => Ok((Some(region), unit)),
        Err((field, message)) => Err((column(field), message)),
    }
}

/// 2018-08-01, 2018/8/1, 2018.8.1, 2018年8月1日, 20180801.
fn date(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('日');
    let parts: Vec<&str> = match text.len() {
        8 if text.bytes().all(|byte| byte.is_ascii_digit()) => vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?],
        _ => text.split(['-', '/', '.', '年', '月']).collect(),
    };
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use dukao_core::rights::Manner;
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn a_post_that_is_held_is_no_new_one() {
        let held = Post {
            id: "1".to_owned(),
            account: "1".to_owned(),
            role: Role::Leader,
            region: None,
            unit: None,
            years: None,
            from: day(2018, 1, 1),
            until: None,
            manner: Manner::Held,
        };
        let later = Post { from: day(2018, 8, 20), ..held.clone() };
        assert!(is_held(&held, &later, true) && !is_held(&held, &later, false) && is_held(&held, &held, false));
        assert!(!is_held(&held, &Post { until: Some(day(2018, 9, 1)), ..later }, true));
    }
}
