//! The people of the demonstration: a card for each role, entered without a password.

use dukao_core::rights::{Caller, Role};
use jiff::civil::date;

use crate::people::{AccountFields, NewAdministrator, NewPost};
use crate::{App, AppError};

/// A role to step into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// The login of its account.
    pub login: &'static str,
    /// Who it is.
    pub title: &'static str,
    /// What one sees and does as him.
    pub says: &'static str,
    /// 工号; the name of the account is the title.
    number: &'static str,
    role: Role,
    /// Code of the unit; the whole region when `None`.
    unit: Option<&'static str>,
}

const fn card(
    number: &'static str,
    login: &'static str,
    role: Role,
    unit: Option<&'static str>,
    words: (&'static str, &'static str),
) -> Card {
    Card { login, title: words.0, says: words.1, number, role, unit }
}

/// Every card; the administrators come last.
pub const CARDS: &[Card] = &[
    card("D101", "kaohe", Role::Assessment, None, ("区考核办", "全部数据：导入、核对、附表、位次")),
    card("D102", "ducha", Role::Supervision, None, ("区督查室", "全部数据，只看不改")),
    card("D103", "tongji", Role::Statistics, None, ("区统计局", "导入和核对，登记干预")),
    card("D104", "lingdao", Role::Leader, None, ("区领导", "看全区，点任一数字查到出处")),
    card("D105", "fagai", Role::Signer, Some("D03"), ("牵头部门", "只看本部门牵头和配合的指标")),
    card("D106", "jiedao", Role::Reporter, Some("S01"), ("街道", "只看本街道的任务、欠账和出处")),
    card("D107", "chayue", Role::Viewer, None, ("查阅人", "只看数据和出处")),
    card("D201", "xitong", Role::SystemAdministrator, None, ("系统管理员", "开账号、发一次性链接，看不到数据")),
    card("D202", "anquan", Role::SecurityAdministrator, None, ("安全管理员", "授予职务、定安全策略、注销会话")),
    card("D203", "shenji", Role::AuditAdministrator, None, ("审计管理员", "查谁做了什么、谁看过哪个数")),
];

/// Makes the accounts of the cards in a house without people: the administrators by their one-time links, the others by the
/// administrators. Their passwords are thrown away.
///
/// # Errors
/// When the store fails.
pub async fn people(app: &App, region: &str) -> Result<(), AppError> {
    let operator = app.people();
    for link in operator.first_links().await? {
        let Some(card) = CARDS.iter().find(|card| card.role == link.role) else { continue };
        let new = NewAdministrator { fields: fields(card), password: thrown_away(link.secret.reveal()) };
        operator.use_first_link(link.secret.reveal(), &new).await?;
    }
    for card in CARDS.iter().filter(|card| !card.role.is_administrator()) {
        let system = as_holder(app, "xitong").await?;
        system.people().add_account(&fields(card)).await?;
        let post = NewPost {
            account: card.login.to_owned(),
            role: card.role,
            region: Some(region.to_owned()),
            unit: card.unit.map(str::to_owned),
            years: None,
            from: Some(date(2018, 1, 1)),
            until: None,
            acting: false,
        };
        as_holder(app, "anquan").await?.people().grant_post(&post).await?;
    }
    Ok(())
}

/// The application as the holder of a card has it.
async fn as_holder(app: &App, login: &str) -> Result<App, AppError> {
    let directory = app.people().directory().await?;
    let account = directory.find(login)?;
    let caller: Caller = directory.caller(&account.id, crate::date_of(app.now()));
    Ok(app.called_by(caller))
}

fn fields(card: &Card) -> AccountFields {
    AccountFields {
        login: card.login.to_owned(),
        name: card.title.to_owned(),
        person_number: card.number.to_owned(),
        phone: String::new(),
    }
}

/// A password that nobody knows: the link's secret is gone with its use. In pieces too short to hold anybody's number or
/// name, which no password may.
fn thrown_away(secret: &str) -> String {
    let pieces: Vec<String> =
        secret.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned()).collect();
    format!("{}~Aa9", pieces.join("~"))
}
