//! The second factor: codes of a telephone (TOTP, RFC 6238: SHA-1, six digits, 30 seconds, one step either way).
//!
//! The machine must know the secret to check a code, so it stands in the directory as it is: whoever reads the database can
//! make codes. It is in no audit detail and on no page but the one that shows it once. A code is taken once.

use dukao_core::rights::Right;
use dukao_store::Micros;
use serde_json::json;
use totp_rs::{Builder, Totp};

use super::act::Decision;
use super::record::{Account, CodeRecord, kind};
use super::secret::random;
use super::{Directory, People, wrong};
use crate::AppError;

const MICROS_PER_SECOND: i64 = 1_000_000;
/// Seconds of a step.
const STEP: i64 = 30;

/// What a telephone needs to make codes; shown this once.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Base 32, to be typed in.
    pub secret: String,
    /// The address for the square code.
    pub address: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Enrolment(…)")
    }
}

impl People<'_> {
    /// Begins to set up codes for the caller; they are asked for once one was shown to be right.
    ///
    /// # Errors
    /// [`AppError::People`] when the password is wrong or codes are asked for already, or the store fails.
    pub async fn enrol_code(&self, password: &str) -> Result<Enrolment, AppError> {
        let directory = self.directory().await?;
        let account = self.own_account(&directory)?;
        self.prove(&directory, &account, "present", password).await?;
        let secret = totp_rs::Secret::new(Box::new(random::<20>()?)).to_base32();
        let address = format!(
            "otpauth://totp/{}:{}?secret={secret}&issuer={}",
            escaped("督考"),
            escaped(&account.login),
            escaped("督考")
        );
        self.write(|directory| {
            if directory.asks_for_code(&account.id) {
                return Err(AppError::People(vec![wrong("code", "已经启用动态口令；换手机的先停用")]));
            }
            let record = CodeRecord { secret: secret.clone(), confirmed: false };
            let detail = json!({ "account": account.id });
            Decision::new("code.enrol", &account.login, detail, ()).with(kind::CODE, &account.id, &record)
        })
        .await?;
        Ok(Enrolment { secret, address })
    }

    /// Shows that the telephone makes the right codes; from now on one is asked for at login.
    ///
    /// # Errors
    /// [`AppError::People`] when the code is wrong, or the store fails.
    pub async fn confirm_code(&self, code: &str) -> Result<(), AppError> {
        let directory = self.directory().await?;
        let account = self.own_account(&directory)?;
        let record = directory.codes.get(&account.id).filter(|record| !record.confirmed);
        let record = record.ok_or_else(|| AppError::People(vec![wrong("code", "没有等待确认的动态口令")]))?;
        if !self.takes_code(&account, record, code).await? {
            return Err(AppError::People(vec![wrong("code", "动态口令不对：核对手机的时间，等下一个再输")]));
        }
        let confirmed = CodeRecord { confirmed: true, ..record.clone() };
        self.write(|_| {
            let detail = json!({ "account": account.id });
            Decision::new("code.confirm", &account.login, detail, ()).with(kind::CODE, &account.id, &confirmed)
        })
        .await
    }

    /// Stops asking the caller for codes.
    ///
    /// # Errors
    /// [`AppError::People`] when the password is wrong or no codes are asked for, or the store fails.
    pub async fn remove_code(&self, password: &str) -> Result<(), AppError> {
        let directory = self.directory().await?;
        let account = self.own_account(&directory)?;
        self.prove(&directory, &account, "present", password).await?;
        self.write(|directory| without_code(directory, &account)).await
    }

    /// Stops asking somebody for codes who has lost his telephone.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `注销他人会话`, [`AppError::UnknownPerson`], [`AppError::People`] when no codes
    /// are asked for, or the store fails.
    pub async fn remove_code_of(&self, who: &str) -> Result<(), AppError> {
        self.act(Right::EndSessions, |directory| {
            let account = directory.find(who)?;
            if self.is_caller(account) {
                let told = "本人的动态口令要用密码停用，在“我的账号”";
                return Err(AppError::People(vec![wrong("code", told)]));
            }
            without_code(directory, account)
        })
        .await
    }

    /// Whether a code is right and was not used before.
    pub(super) async fn takes_code(
        &self,
        account: &Account,
        record: &CodeRecord,
        code: &str,
    ) -> Result<bool, AppError> {
        let seconds = u64::try_from(self.now().0 / MICROS_PER_SECOND).unwrap_or(0);
        let Some(step) = totp(record)?.check(code.trim(), seconds) else { return Ok(false) };
        let begun = i64::try_from(step).unwrap_or(i64::MAX).saturating_mul(STEP).saturating_mul(MICROS_PER_SECOND);
        let subject = format!("code:{}", account.id);
        self.store.take_step(&subject, Micros(begun)).await.map_err(AppError::Write)
    }
}

fn without_code(directory: &Directory, account: &Account) -> Result<Decision<()>, AppError> {
    if !directory.codes.contains_key(&account.id) {
        return Err(AppError::People(vec![wrong("code", "没有启用动态口令")]));
    }
    let detail = json!({ "account": account.id, "name": account.name });
    Ok(Decision::new("code.remove", &account.login, detail, ()).without(kind::CODE, &account.id))
}

fn totp(record: &CodeRecord) -> Result<Totp, AppError> {
    let damaged = || AppError::Damaged("动态口令".to_owned());
    let secret = totp_rs::Secret::try_from_base32(&record.secret).map_err(|_| damaged())?;
    Builder::new().with_secret(secret).build().map_err(|_| damaged())
}

/// A text as it may stand in an address.
fn escaped(text: &str) -> String {
    let escape = |byte| match char::from(byte) {
        plain if plain.is_ascii_alphanumeric() || "-._~".contains(plain) => plain.to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: SHA-1, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = totp_rs::Secret::new(Box::from(*b"12345678901234567890")).to_base32();
        let totp = totp(&CodeRecord { secret, confirmed: true }).unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(totp.check(code, seconds), Some(seconds / 30), "{seconds}");
            assert_eq!(totp.check(code, seconds + 30), Some(seconds / 30), "a step late");
            assert_eq!(totp.check(code, seconds + 61), None);
        }
        assert_eq!(totp.check("不是数字", 59), None);
    }

    #[test]
    fn addresses_hold_any_login() {
        assert_eq!(escaped("a-1.督"), "a-1.%E7%9D%A3");
    }
}
