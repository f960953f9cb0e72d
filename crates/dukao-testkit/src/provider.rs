//! An identity provider of the tests' own: OpenID Connect as its document has it, with a key made here, and with what a
//! wrong or a wicked one would answer.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

/// Under which name the product is known here.
pub const CLIENT: &str = "dukao";
/// The secret that goes with it: letters that have to be encoded, as the standard says.
pub const SECRET: &str = "s3cret+/%:&=";

/// How the token of a login is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// With the key that is published.
    Well,
    /// With another key under the name of the published one.
    ByAnother,
    /// With a key that is published only after the product has asked for the keys.
    ByNext,
    /// Not at all: `alg: none`.
    Not,
    /// With the secret that both know, as if it were a key.
    BySecret,
}

/// How it answers, whatever is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Well,
    /// With a page.
    Page,
    /// With more than anybody reads.
    Endless,
    /// With a redirect to itself.
    Elsewhere,
    /// Not at all; the connection stays open.
    Silent,
}

/// A connection, dressed in TLS or not.
pub trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

/// Somebody who signed in here and has not been asked for yet.
struct Login {
    claims: Value,
    signed: Signed,
    challenge: String,
    back_to: String,
}

struct Inner {
    issuer: String,
    mood: Mood,
    codes: BTreeMap<String, Login>,
    first: EcdsaKeyPair,
    another: EcdsaKeyPair,
    next: EcdsaKeyPair,
    rotated: bool,
    asked: BTreeMap<String, usize>,
}

/// A running provider; ends when dropped.
pub struct TestProvider {
    /// Its address.
    pub issuer: String,
    inner: Arc<Mutex<Inner>>,
    place: SocketAddr,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for TestProvider {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("TestProvider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

fn locked(inner: &Mutex<Inner>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

fn new_key() -> Result<EcdsaKeyPair> {
    let (random, kind) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
    let made = EcdsaKeyPair::generate_pkcs8(kind, &random).map_err(|_| anyhow::anyhow!("no key"))?;
    EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &random).map_err(|_| anyhow::anyhow!("no key"))
}

impl TestProvider {
    /// A provider on this machine, without TLS.
    ///
    /// # Errors
    /// When no address is free.
    pub fn start() -> Result<Self> {
        Self::start_dressed("http://127.0.0.1", |stream| Some(Box::new(stream)))
    }

    /// A provider behind whatever `dress` makes of a connection; `name`: its address without the port.
    ///
    /// # Errors
    /// When no address is free.
    pub fn start_dressed(
        name: &str,
        dress: impl Fn(TcpStream) -> Option<Box<dyn Stream>> + Send + 'static,
    ) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let place = listener.local_addr()?;
        let issuer = format!("{name}:{}", place.port());
        let inner = Inner {
            issuer: issuer.clone(),
            mood: Mood::Well,
            codes: BTreeMap::new(),
            first: new_key()?,
            another: new_key()?,
            next: new_key()?,
            rotated: false,
            asked: BTreeMap::new(),
        };
        let (inner, stopped) = (Arc::new(Mutex::new(inner)), Arc::new(AtomicBool::new(false)));
        let (own, end) = (Arc::clone(&inner), Arc::clone(&stopped));
        let thread = std::thread::spawn(move || {
            let mut silent = Vec::new();
            for stream in listener.incoming().flatten() {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let _slow = stream.set_read_timeout(Some(Duration::from_secs(20)));
                let Some(mut stream) = dress(stream) else { continue };
                // Whoever breaks off is none of ours.
                if let Ok(false) = serve(&own, &mut stream) {
                    silent.push(stream);
                }
            }
        });
        Ok(Self { issuer, inner, place, stopped, thread: Some(thread) })
    }

    /// How it answers from now on.
    pub fn set_mood(&self, mood: Mood) {
        locked(&self.inner).mood = mood;
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        locked(&self.inner).asked.get(path).copied().unwrap_or(0)
    }

    /// Somebody who was sent to `address` signs in: the query with which he is sent back, in which his code stands.
    /// `claims` are laid over those of a good token, of which `now` (seconds since 1970) is the time.
    ///
    /// # Errors
    /// When he was not sent as the product must send him.
    pub fn sign_in(&self, address: &str, now: i64, claims: &Value, signed: Signed) -> Result<String> {
        let rest = address.strip_prefix(&format!("{}/authorize?", self.issuer)).context("sent elsewhere")?;
        let asked = form(rest);
        let of = |name: &str| asked.get(name).cloned().with_context(|| format!("{name} is missing in {rest}"));
        ensure!(of("response_type")? == "code" && of("client_id")? == CLIENT, "{rest}");
        ensure!(of("code_challenge_method")? == "S256", "{rest}");
        ensure!(of("scope")? == "openid profile" && of("max_age")? == "43200", "{rest}");
        let mut all = json!({
            "iss": self.issuer, "aud": CLIENT, "sub": "0001", "nonce": of("nonce")?,
            "iat": now, "exp": now + 300, "auth_time": now, "preferred_username": "nobody",
        });
        let fields = all.as_object_mut().context("an object")?;
        for (name, value) in claims.as_object().context("claims are an object")? {
            fields.insert(name.clone(), value.clone());
        }
        fields.retain(|_, value| !value.is_null());
        let mut inner = locked(&self.inner);
        let code = format!("code-{}-{}", inner.codes.len(), of("state")?.get(..8).context("a short state")?);
        let login = Login { claims: all, signed, challenge: of("code_challenge")?, back_to: of("redirect_uri")? };
        inner.codes.insert(code.clone(), login);
        Ok(format!("code={code}&state={}", of("state")?))
    }
}

impl Drop for TestProvider {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _woken = TcpStream::connect(self.place);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// One request; whether it was answered.
fn serve(inner: &Mutex<Inner>, stream: &mut Box<dyn Stream>) -> Result<bool> {
    let (head, body) = request(stream)?;
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut inner = locked(inner);
    *inner.asked.entry(path.clone()).or_default() += 1;
    let (status, kind, text) = match inner.mood {
        Mood::Silent => return Ok(false),
        Mood::Page => (200, "text/html", "<h1>维护中</h1>".to_owned()),
        Mood::Endless => (200, "application/json", " ".repeat(1 << 20)),
        Mood::Elsewhere => (302, "text/html", String::new()),
        Mood::Well => {
            let (status, value) = inner.answer(&path, &head, &body)?;
            (status, "application/json", value.to_string())
        }
    };
    drop(inner);
    let answer = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nLocation: {path}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    );
    stream.write_all(answer.as_bytes())?;
    stream.flush()?;
    Ok(true)
}

/// Head and body of a request.
fn request(stream: &mut Box<dyn Stream>) -> Result<(String, String)> {
    let mut raw = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&raw).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Ok((head.to_owned(), body.to_owned()));
            }
        }
        let read = stream.read(&mut piece)?;
        ensure!(read > 0, "broken off");
        raw.extend_from_slice(piece.get(..read).unwrap_or_default());
    }
}

impl Inner {
    fn answer(&mut self, path: &str, head: &str, body: &str) -> Result<(u16, Value)> {
        let issuer = &self.issuer;
        Ok(match path {
            "/.well-known/openid-configuration" => (
                200,
                json!({
                    "issuer": issuer,
                    "authorization_endpoint": format!("{issuer}/authorize"),
                    "token_endpoint": format!("{issuer}/token"),
                    "jwks_uri": format!("{issuer}/jwks"),
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["ES256"],
                }),
            ),
            "/jwks" => (200, json!({ "keys": self.published() })),
            "/token" => self.token(head, body)?,
            _ => (404, json!({})),
        })
    }

    fn published(&self) -> Vec<Value> {
        let mut keys = vec![public("first", &self.first)];
        if self.rotated {
            keys.push(public("next", &self.next));
        }
        keys
    }

    fn token(&mut self, head: &str, body: &str) -> Result<(u16, Value)> {
        let refused = |error: &str| Ok((400, json!({ "error": error })));
        let own = format!("{}:{}", encoded(CLIENT), encoded(SECRET));
        let own = format!("authorization: basic {}", BASE64_STANDARD.encode(own).to_lowercase());
        if !head.lines().any(|line| line.to_lowercase() == own) {
            return refused("invalid_client");
        }
        let asked = form(body);
        let of = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
        // A code is taken once.
        let Some(login) = self.codes.remove(of("code")) else { return refused("invalid_grant") };
        let shown = BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, of("code_verifier").as_bytes()));
        if shown != login.challenge || of("redirect_uri") != login.back_to || of("grant_type") != "authorization_code" {
            return refused("invalid_grant");
        }
        self.rotated |= login.signed == Signed::ByNext;
        let token = self.signed(&login)?;
        Ok((200, json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token })))
    }

    fn signed(&self, login: &Login) -> Result<String> {
        let (algorithm, kid, key) = match login.signed {
            Signed::Well => ("ES256", "first", &self.first),
            Signed::ByAnother => ("ES256", "first", &self.another),
            Signed::ByNext => ("ES256", "next", &self.next),
            Signed::Not => ("none", "first", &self.first),
            Signed::BySecret => ("HS256", "first", &self.first),
        };
        let head = json!({ "alg": algorithm, "typ": "JWT", "kid": kid }).to_string();
        let text = format!(
            "{}.{}",
            BASE64_URL_SAFE_NO_PAD.encode(head),
            BASE64_URL_SAFE_NO_PAD.encode(login.claims.to_string())
        );
        let signature = match login.signed {
            Signed::Not => Vec::new(),
            Signed::BySecret => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
                ring::hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
            }
            _ => {
                let signed = key.sign(&SystemRandom::new(), text.as_bytes());
                signed.map_err(|_| anyhow::anyhow!("not signed"))?.as_ref().to_vec()
            }
        };
        Ok(format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// A key as it is published.
fn public(kid: &str, key: &EcdsaKeyPair) -> Value {
    let point = key.public_key().as_ref();
    let part = |from: usize| BASE64_URL_SAFE_NO_PAD.encode(point.get(from..from + 32).unwrap_or_default());
    json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid, "x": part(1), "y": part(33) })
}

/// The fields of a form or a query.
fn form(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let next = match byte {
            b'+' => b' ',
            b'%' => {
                let pair: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = std::str::from_utf8(&pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
                digits.unwrap_or(b'?')
            }
            byte => byte,
        };
        bytes.push(next);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._*".contains(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
