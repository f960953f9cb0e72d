//! The ID token: whether it can be believed, and the one claim that is wanted of it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{ClaimsVerificationError, Nonce, SignatureVerificationError};
use serde_json::Value;

use crate::Fault;

/// How a token may be signed: with a key of the provider's, never with the secret that both know, never not at all.
pub(crate) const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// Longest value of a claim, in characters: no login name is longer.
const LONGEST: usize = 64;

/// Longest name that a provider gives somebody for itself, in characters.
const LONGEST_SUBJECT: usize = 255;

/// How long ago somebody may have signed in at the provider himself, in seconds: 12 hours, as long as a session may last here.
pub(crate) const MAX_AGE: u64 = 43_200;
/// The same with a minute for clocks that differ.
const MOST_AGE: i64 = 43_260;

/// Whom the provider names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What stood in the claim that was agreed on, letter by letter.
    pub login: String,
    /// The name of that claim.
    pub claim: String,
    /// The address of the provider.
    pub issuer: String,
    /// What the provider calls him (`sub`): never given to another there.
    pub sub: String,
}

/// Why a token is not believed.
pub(crate) enum Doubt {
    /// Its key is none of those that are known: the provider may have new ones.
    UnknownKey,
    /// Whatever else.
    Wrong(&'static str),
}

impl From<Doubt> for Fault {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::UnknownKey => Self::Untrusted("签名的密钥不是统一身份认证公布的"),
            Doubt::Wrong(why) => Self::Untrusted(why),
        }
    }
}

/// The value of a claim of a token that was found to be good.
pub(crate) fn claim(
    token: &CoreIdToken,
    verifier: &CoreIdTokenVerifier<'_>,
    nonce: &Nonce,
    name: &str,
    now: i64,
) -> Result<Named, Doubt> {
    let known = token.claims(verifier, nonce).map_err(|error| doubt(&error))?;
    let sub = known.subject().as_str().to_owned();
    // It was asked to let nobody through whom it has not seen for longer; whoever goes on in silence was not asked anything.
    let seen = known.auth_time().ok_or(Doubt::Wrong("身份令牌没有说何时在那里登录（auth_time）"))?;
    if now.saturating_sub(seen.timestamp()) > MOST_AGE {
        return Err(Doubt::Wrong("在统一身份认证登录得太久了"));
    }
    // Which claim is wanted is a matter of the configuration: it is read from what was signed, not from the known fields.
    let text = token.to_string();
    let body = text.split('.').nth(1).and_then(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok());
    let body: Option<Value> = body.and_then(|body| serde_json::from_slice(&body).ok());
    let value = body.as_ref().and_then(|body| body.get(name)).and_then(Value::as_str);
    let value = value.filter(|value| !value.is_empty()).ok_or(Doubt::Wrong("身份令牌里没有登录名"))?;
    let plain = value.chars().count() <= LONGEST && !value.chars().any(char::is_control);
    if !plain {
        return Err(Doubt::Wrong("身份令牌里的登录名太长或有控制字符"));
    }
    // The document allows 255 letters of ASCII.
    if sub.is_empty() || sub.chars().count() > LONGEST_SUBJECT || sub.chars().any(char::is_control) {
        return Err(Doubt::Wrong("身份令牌里的用户号（sub）不合规范"));
    }
    Ok(Named { login: value.to_owned(), claim: name.to_owned(), issuer: known.issuer().as_str().to_owned(), sub })
}

fn doubt(error: &ClaimsVerificationError) -> Doubt {
    Doubt::Wrong(match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            return Doubt::UnknownKey;
        }
        ClaimsVerificationError::SignatureVerification(wrong) => signature(wrong),
        ClaimsVerificationError::Expired(_) => "身份令牌已经过期",
        ClaimsVerificationError::InvalidAudience(_) => "身份令牌是给别的系统的",
        ClaimsVerificationError::InvalidIssuer(_) => "身份令牌是别处签发的",
        ClaimsVerificationError::InvalidNonce(_) => "身份令牌不是这次登录的",
        _ => "身份令牌不合规范",
    })
}

fn signature(error: &SignatureVerificationError) -> &'static str {
    match error {
        SignatureVerificationError::NoSignature => "身份令牌没有签名",
        SignatureVerificationError::DisallowedAlg(_) | SignatureVerificationError::UnsupportedAlg(_) => {
            "身份令牌的签名算法不在允许之列"
        }
        _ => "身份令牌的签名不对",
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use openidconnect::core::{CoreIdTokenClaims, CoreJsonWebKeySet, CoreRsaPrivateSigningKey};
    use openidconnect::{
        Audience, ClientId, ClientSecret, EmptyAdditionalClaims, EndUserUsername, IssuerUrl, JsonWebKeyId,
        PrivateSigningKey as _, StandardClaims, SubjectIdentifier,
    };
    use rsa::pkcs1::{EncodeRsaPrivateKey as _, LineEnding};

    use super::*;

    const NOW: i64 = 1_534_723_200;

    fn key() -> CoreRsaPrivateSigningKey {
        // Short, and so quickly made: nothing rests on it.
        let made = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 1024).unwrap();
        let text = made.to_pkcs1_pem(LineEnding::LF).unwrap();
        CoreRsaPrivateSigningKey::from_pem(&text, Some(JsonWebKeyId::new("one".to_owned()))).unwrap()
    }

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn issuer() -> IssuerUrl {
        IssuerUrl::new("https://sso.example".to_owned()).unwrap()
    }

    fn token(key: &CoreRsaPrivateSigningKey, algorithm: CoreJwsSigningAlgorithm) -> CoreIdToken {
        let named = StandardClaims::new(SubjectIdentifier::new("1".to_owned()));
        let named = named.set_preferred_username(Some(EndUserUsername::new("kaohe".to_owned())));
        let audience = vec![Audience::new("dukao".to_owned())];
        let claims =
            CoreIdTokenClaims::new(issuer(), audience, moment(NOW + 60), moment(NOW), named, EmptyAdditionalClaims {});
        let claims = claims.set_nonce(Some(Nonce::new("n".to_owned()))).set_auth_time(Some(moment(NOW)));
        CoreIdToken::new(claims, key, algorithm, None, None).unwrap()
    }

    fn verifier(keys: CoreJsonWebKeySet, now: i64) -> CoreIdTokenVerifier<'static> {
        let (id, secret) = (ClientId::new("dukao".to_owned()), ClientSecret::new("s".to_owned()));
        let verifier = CoreIdTokenVerifier::new_confidential_client(id, secret, issuer(), keys);
        verifier.set_allowed_algs(ALGORITHMS).set_time_fn(move || moment(now))
    }

    fn told(token: &CoreIdToken, keys: CoreJsonWebKeySet, now: i64, name: &str) -> Result<String, String> {
        let found = claim(token, &verifier(keys, now), &Nonce::new("n".to_owned()), name, now);
        found.map(|named| named.login).map_err(|doubt| Fault::from(doubt).to_string())
    }

    #[test]
    fn what_is_signed_by_rsa_is_believed_till_it_expires() {
        let key = key();
        let keys = || CoreJsonWebKeySet::new(vec![key.as_verification_key()]);
        for algorithm in [
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
            CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        ] {
            let token = token(&key, algorithm);
            assert_eq!(told(&token, keys(), NOW, "preferred_username"), Ok("kaohe".to_owned()));
            assert_eq!(told(&token, keys(), NOW, "sub"), Ok("1".to_owned()), "whichever claim is wanted");
            assert_eq!(told(&token, keys(), NOW, "exp"), Err("身份令牌里没有登录名".to_owned()), "a number is none");
            assert_eq!(told(&token, keys(), NOW + 60, "sub"), Err("身份令牌已经过期".to_owned()));
            let unknown = told(&token, CoreJsonWebKeySet::new(Vec::new()), NOW, "sub");
            assert_eq!(unknown, Err("签名的密钥不是统一身份认证公布的".to_owned()));
        }
    }

    #[test]
    fn a_word_that_was_changed_is_not_believed() {
        let key = key();
        let text = token(&key, CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256).to_string();
        let mut parts: Vec<String> = text.split('.').map(str::to_owned).collect();
        let body = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(&parts[1]).unwrap()).unwrap();
        parts[1] = BASE64_URL_SAFE_NO_PAD.encode(body.replace("kaohe", "ducha"));
        let forged: CoreIdToken = parts.join(".").parse().unwrap();
        let keys = CoreJsonWebKeySet::new(vec![key.as_verification_key()]);
        assert_eq!(told(&forged, keys, NOW, "preferred_username"), Err("身份令牌的签名不对".to_owned()));
    }
}
