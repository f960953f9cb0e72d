//! The policy: what the security administrator decides about passwords, locks, timeouts and the command line.
//!
//! The defaults are those that GB/T 22239-2019 installations use; the standard itself sets no numbers, so each can be
//! changed within its limits.

use serde::{Deserialize, Serialize};

use super::FieldProblem;

/// What holds in the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Fewest characters of a password.
    pub min_length: u32,
    /// Of how many classes: capitals, small letters, digits, others.
    pub classes: u32,
    /// How many earlier passwords may not come again.
    pub history: u32,
    /// After how many days a new one must be chosen.
    pub max_age_days: u32,
    /// argon2id: memory in KiB.
    pub memory_kib: u32,
    /// argon2id: passes.
    pub passes: u32,
    /// Failures before an account is locked.
    pub tries: u32,
    /// Failures before an address is locked.
    pub address_tries: u32,
    /// For how many minutes.
    pub lock_minutes: u32,
    /// A session that is not used for so many minutes is over.
    pub idle_minutes: u32,
    /// Every session is over after so many hours.
    pub absolute_hours: u32,
    /// One-time links count for so many hours.
    pub link_hours: u32,
    /// Tokens count for at most so many days.
    pub token_days: u32,
    /// Whether the command line on the server may act.
    pub operator: bool,
    /// Whether an identity provider may say who somebody is.
    pub provider: bool,
    /// Whether it may do so for the three administrators.
    pub provider_administrators: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            min_length: 8,
            classes: 3,
            history: 5,
            max_age_days: 90,
            memory_kib: 19 * 1024,
            passes: 2,
            tries: 5,
            address_tries: 50,
            lock_minutes: 30,
            idle_minutes: 15,
            absolute_hours: 12,
            link_hours: 24,
            token_days: 365,
            operator: true,
            provider: false,
            provider_administrators: false,
        }
    }
}

/// One number of the policy.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name in forms and JSON.
    pub key: &'static str,
    /// The words shown to users.
    pub label: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// The smallest that is allowed.
    pub least: u32,
    /// The largest.
    pub most: u32,
    get: fn(&Policy) -> u32,
    set: fn(&mut Policy) -> &mut u32,
}

macro_rules! setting {
    ($field:ident, $label:literal, $unit:literal, $least:literal..=$most:literal) => {
        Setting {
            key: stringify!($field),
            label: $label,
            unit: $unit,
            least: $least,
            most: $most,
            get: |policy| policy.$field,
            set: |policy| &mut policy.$field,
        }
    };
}

/// Every number of the policy with its limits.
pub const SETTINGS: [Setting; 13] = [
    setting!(min_length, "密码最短", "位", 8..=64),
    setting!(classes, "密码字符种类", "种", 3..=4),
    setting!(history, "不能重复最近的密码", "个", 1..=24),
    setting!(max_age_days, "密码有效期", "天", 7..=365),
    setting!(memory_kib, "密码散列内存", "KiB", 19_456..=1_048_576),
    setting!(passes, "密码散列遍数", "遍", 2..=20),
    setting!(tries, "账号连续失败即锁定", "次", 3..=10),
    setting!(address_tries, "同一地址连续失败即锁定", "次", 10..=1000),
    setting!(lock_minutes, "锁定时间", "分钟", 5..=1440),
    setting!(idle_minutes, "无操作退出", "分钟", 5..=60),
    setting!(absolute_hours, "最长登录", "小时", 1..=24),
    setting!(link_hours, "一次性链接有效", "小时", 1..=72),
    setting!(token_days, "令牌最长有效", "天", 1..=365),
];

impl Setting {
    /// Its value in a policy.
    pub fn of(&self, policy: &Policy) -> u32 {
        (self.get)(policy)
    }

    /// Sets it in a policy.
    pub fn put(&self, policy: &mut Policy, value: u32) {
        *(self.set)(policy) = value;
    }
}

/// What of the policy is on or off.
#[derive(Debug, Clone, Copy)]
pub struct Switch {
    /// Its name in forms and JSON.
    pub key: &'static str,
    /// What it is called in the audit.
    pub name: &'static str,
    /// The words of the form.
    pub label: &'static str,
    /// What follows from it.
    pub hint: &'static str,
    get: fn(&Policy) -> bool,
    set: fn(&mut Policy) -> &mut bool,
}

macro_rules! switch {
    ($field:ident, $name:literal, $label:literal, $hint:literal) => {
        Switch {
            key: stringify!($field),
            name: $name,
            label: $label,
            hint: $hint,
            get: |policy| policy.$field,
            set: |policy| &mut policy.$field,
        }
    };
}

/// Everything of the policy that is on or off.
pub const SWITCHES: [Switch; 3] = [
    switch!(operator, "本机命令行", "允许服务器上的命令行操作", "停用后，命令行只能开出管理员的一次性链接"),
    switch!(
        provider,
        "统一身份认证登录",
        "允许用统一身份认证登录",
        "还要在服务器的配置文件里写明；停用后，这样登录的人立即退出"
    ),
    switch!(
        provider_administrators,
        "三员用统一身份认证登录",
        "系统、安全、审计管理员也可以用统一身份认证登录",
        "管统一身份认证的人就能以他们的身份进来，一般不允许"
    ),
];

impl Switch {
    /// Whether it is on in a policy.
    pub fn of(&self, policy: &Policy) -> bool {
        (self.get)(policy)
    }

    /// Sets it in a policy.
    pub fn put(&self, policy: &mut Policy, on: bool) {
        *(self.set)(policy) = on;
    }
}

const MICROS_PER_MINUTE: i64 = 60_000_000;

impl Policy {
    /// What a password must be, in one sentence.
    pub fn in_words(&self) -> String {
        format!(
            "至少{}位，大写、小写、数字、符号里至少{}种；不能含登录名和姓名，不能太常见，不能和最近{}个重复。",
            self.min_length, self.classes, self.history
        )
    }

    /// Everything that is outside its limits.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let wrong = |setting: &&Setting| !(setting.least..=setting.most).contains(&setting.of(self));
        let told = |setting: &Setting| FieldProblem {
            field: setting.key,
            message: format!(
                "“{}”是{}{unit}；应当在{}到{}{unit}之间",
                setting.label,
                setting.of(self),
                setting.least,
                setting.most,
                unit = setting.unit
            ),
        };
        SETTINGS.iter().filter(wrong).map(told).collect()
    }

    /// For how long a lock holds, in microseconds.
    pub(super) fn lock(&self) -> i64 {
        i64::from(self.lock_minutes) * MICROS_PER_MINUTE
    }

    /// After how long an unused session is over, in microseconds.
    pub fn idle(&self) -> i64 {
        i64::from(self.idle_minutes) * MICROS_PER_MINUTE
    }

    /// After how long any session is over, in microseconds.
    pub(super) fn absolute(&self) -> i64 {
        i64::from(self.absolute_hours) * 60 * MICROS_PER_MINUTE
    }

    /// For how long a link counts, in microseconds.
    pub(super) fn link(&self) -> i64 {
        i64::from(self.link_hours) * 60 * MICROS_PER_MINUTE
    }

    /// For how long a password counts, in microseconds.
    pub(super) fn max_age(&self) -> i64 {
        i64::from(self.max_age_days) * 24 * 60 * MICROS_PER_MINUTE
    }

    /// What changes from `self` to `next`, in words: 锁定时间 30→60分钟.
    pub fn changes(&self, next: &Self) -> Vec<String> {
        let changed = SETTINGS.iter().filter(|setting| setting.of(self) != setting.of(next));
        let told = changed.map(|one| format!("{} {}→{}{}", one.label, one.of(self), one.of(next), one.unit));
        let word = |on| if on { "启用" } else { "停用" };
        let switched = SWITCHES.iter().filter(|one| one.of(self) != one.of(next));
        told.chain(switched.map(|one| format!("{} {}", one.name, word(one.of(next))))).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_defaults_are_within_their_limits() {
        assert_eq!(Policy::default().problems(), []);
        let text = serde_json::to_string(&Policy::default()).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), Policy::default());
        let keys: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(keys.as_object().unwrap().len(), SETTINGS.len() + SWITCHES.len(), "a number without limits");
        assert_eq!(serde_json::from_str::<Policy>("{}").unwrap(), Policy::default(), "an old one takes new defaults");
    }

    proptest! {
        #[test]
        fn a_value_is_refused_exactly_outside_its_limits(place in 0..SETTINGS.len(), value in any::<u32>()) {
            let setting = &SETTINGS[place];
            let mut policy = Policy::default();
            setting.put(&mut policy, value);
            let fields: Vec<&str> = policy.problems().iter().map(|problem| problem.field).collect();
            let inside = setting.least <= value && value <= setting.most;
            prop_assert_eq!(fields, if inside { vec![] } else { vec![setting.key] });
            let changed = Policy::default().changes(&policy);
            prop_assert_eq!(changed.len(), usize::from(setting.of(&Policy::default()) != value));
        }
    }
}
