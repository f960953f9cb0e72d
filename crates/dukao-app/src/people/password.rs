//! The rules of a password: everything wrong with one is said in one pass, each naming its rule.

use super::common::unguessed;
use super::{Account, FieldProblem, Policy};

/// Longest password that is taken: more is no safer, and hashing it costs.
const LONGEST: usize = 128;

/// How much of a password must be left to be guessed when common words and runs count as one character.
const LEFT: usize = 5;

/// A class of characters.
type Class = (&'static str, fn(char) -> bool);

/// The classes of characters.
const CLASSES: [Class; 4] = [
    ("大写字母", |letter| letter.is_uppercase()),
    ("小写字母", |letter| letter.is_lowercase()),
    ("数字", |letter| letter.is_numeric()),
    ("其他字符", |letter| !letter.is_uppercase() && !letter.is_lowercase() && !letter.is_numeric()),
];

/// Whose password it is to be: what must not stand in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder<'a> {
    pub(super) login: &'a str,
    pub(super) name: &'a str,
    pub(super) person_number: Option<&'a str>,
    pub(super) phone: Option<&'a str>,
}

impl<'a> Holder<'a> {
    pub(super) fn of(account: &'a Account) -> Self {
        Self {
            login: &account.login,
            name: &account.name,
            person_number: account.person_number.as_deref(),
            phone: account.phone.as_deref(),
        }
    }

    fn words(&self) -> [(&'static str, &'a str); 4] {
        [
            ("登录名", self.login),
            ("姓名", self.name),
            ("工号", self.person_number.unwrap_or_default()),
            ("电话", self.phone.unwrap_or_default()),
        ]
    }
}

/// Everything that speaks against a password by its own letters; whether it came before is looked at by its hash.
pub(super) fn problems(policy: &Policy, password: &str, holder: &Holder<'_>) -> Vec<FieldProblem> {
    let length = password.chars().count();
    let mut found = Vec::new();
    if u32::try_from(length).unwrap_or(u32::MAX) < policy.min_length {
        found.push(format!("密码至少{}位，现在{length}位", policy.min_length));
    }
    if length > LONGEST {
        found.push(format!("密码最多{LONGEST}位"));
    }
    if password.chars().any(char::is_control) {
        found.push("密码里不能有换行等控制字符".to_owned());
    }
    let (there, missing): (Vec<_>, Vec<_>) = CLASSES.iter().partition(|(_, is)| password.chars().any(is));
    if u32::try_from(there.len()).unwrap_or(0) < policy.classes {
        let missing: Vec<&str> = missing.iter().map(|(label, _)| *label).collect();
        found.push(format!(
            "密码要有大写字母、小写字母、数字、其他字符中的{}种，现在缺{}",
            policy.classes,
            missing.join("、")
        ));
    }
    let lower = password.to_lowercase();
    let inside = |word: &str| word.chars().count() > 1 && lower.contains(&word.to_lowercase());
    let own = holder.words();
    for (label, _) in own.iter().filter(|(_, word)| inside(word)) {
        found.push(format!("密码里不能有本人的{label}"));
    }
    if length <= LONGEST && unguessed(password, &own.map(|(_, word)| word)) < LEFT {
        found.push("密码太常见：常用词、键盘顺序、连号、重复、年份都容易被猜到，换一个".to_owned());
    }
    found.into_iter().map(|message| FieldProblem { field: "password", message }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOLDER: Holder<'_> = Holder { login: "lan.tian", name: "蓝天", person_number: Some("G0017"), phone: None };

    fn told(password: &str) -> Vec<String> {
        problems(&Policy::default(), password, &HOLDER).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        assert_eq!(told("kL7#vRq2"), [""; 0]);
        assert_eq!(told("风急天高Kx7#"), [""; 0], "letters of any language");
        assert_eq!(
            told("abc"),
            [
                "密码至少8位，现在3位",
                "密码要有大写字母、小写字母、数字、其他字符中的3种，现在缺大写字母、数字、其他字符",
                "密码太常见：常用词、键盘顺序、连号、重复、年份都容易被猜到，换一个",
            ]
        );
        assert_eq!(
            told("x7#Lan.Tian&蓝天9g0017"),
            ["密码里不能有本人的登录名", "密码里不能有本人的姓名", "密码里不能有本人的工号"]
        );
        assert_eq!(told(&"kL7#vRq2".repeat(20)), ["密码最多128位"]);
        assert_eq!(told("kL7#\nvRq2"), ["密码里不能有换行等控制字符"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail_and_short_ones_are_refused(password in any::<String>()) {
            let told = told(&password);
            let short = password.chars().count() < 8;
            prop_assert_eq!(told.iter().any(|message| message.starts_with("密码至少8位")), short);
        }

        #[test]
        fn more_of_the_same_classes_is_asked_of_a_stricter_policy(password in "[a-z0-9]{8,20}") {
            let strict = Policy { classes: 4, ..Policy::default() };
            let messages = problems(&strict, &password, &HOLDER);
            prop_assert!(messages.iter().any(|problem| problem.message.contains("4种")));
        }
    }
}
