//! Where the key of the audit is: a file that was named, or one beside the database file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use dukao_store::key::KeyError;
use dukao_store::{Keyring, Micros, Store};

use crate::AppError;
use crate::people::random;

/// What stands above the keys.
const HEAD: &str = "# 督考审计密钥。审计记录用它签章：丢了不能再写入，泄露了记录可以被伪造。\n\
                    # 每行一把：编号、密钥；新的在最后，旧的要留着，才能核对以前的记录。\n\
                    # 不要放进数据库的备份；另存一份，与备份分开保管。\n";

/// The variable that names the key file.
pub const KEY_VARIABLE: &str = "DUKAO_AUDIT_KEY_FILE";

/// The key file of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPlace {
    /// Where it is, or ought to be; nothing for a server's database when none was named.
    pub file: Option<PathBuf>,
    /// Whether it was made just now.
    pub fresh: bool,
    /// Why it cannot be used, in words; then the database can be read, but not written.
    pub problem: Option<String>,
}

impl KeyPlace {
    /// The file that was named, by the caller or by [`KEY_VARIABLE`], else the one beside a database file.
    pub(crate) fn of(url: &str, named: Option<&Path>) -> Self {
        let set = || std::env::var_os(KEY_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let beside = || {
            let server = url.starts_with("postgres://") || url.starts_with("postgresql://");
            let path = url.strip_prefix("sqlite:").unwrap_or(url);
            (!server).then(|| PathBuf::from(format!("{path}.key")))
        };
        Self { file: named.map(Path::to_owned).or_else(set).or_else(beside), fresh: false, problem: None }
    }

    /// Gives the store its keys. Where there are none yet, and the database has no keyed entry, the file is made.
    pub(crate) async fn open(mut self, store: Store, now: Micros) -> Result<(Store, Self), AppError> {
        let keyed = !store.keys_in_use().await?.is_empty();
        let Some(path) = self.file.clone() else {
            self.problem = Some(format!("没有用 {KEY_VARIABLE} 指明审计密钥文件"));
            return Ok((store, self));
        };
        let keys = match std::fs::read_to_string(&path) {
            Ok(text) => Keyring::parse(&text).map_err(in_words),
            Err(error) if error.kind() == ErrorKind::NotFound && !keyed => {
                let keys = make(&path, &random()?).map_err(|reason| AppError::Key(told(&path, &reason)))?;
                self.fresh = true;
                Ok(keys)
            }
            Err(error) => Err(reason(&error)),
        };
        match keys {
            Ok(keys) => {
                let store = store.use_keys(keys, now).await?;
                store.follow_keys(&path);
                Ok((store, self))
            }
            // What is keyed can still be read; what is not must not be written without a key.
            Err(problem) if keyed => {
                self.problem = Some(told(&path, &problem));
                Ok((store, self))
            }
            Err(problem) => Err(AppError::Key(told(&path, &problem))),
        }
    }

    /// Makes it that only one program changes the file: till the answer is dropped.
    pub(crate) fn lock(&self) -> Result<File, AppError> {
        let path = self.file.as_deref().ok_or_else(|| self.missing())?;
        let failed = |reason: &str| AppError::Key(told(path, reason));
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path.with_extension("key.lock"));
        let file = file.map_err(|error| failed(&reason(&error)))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(failed("另一个程序正在更换密钥，等它做完再试")),
            Err(TryLockError::Error(error)) => Err(failed(&reason(&error))),
        }
    }

    /// Appends a new key to the file, which must be locked; all keys.
    pub(crate) fn append(&self) -> Result<Keyring, AppError> {
        let path = self.file.as_deref().ok_or_else(|| self.missing())?;
        let failed = |reason: String| AppError::Key(told(path, &reason));
        let text = std::fs::read_to_string(path).map_err(|error| failed(reason(&error)))?;
        let line = Keyring::line(&random()?);
        let text = format!("{}\n{line}\n", text.trim_end());
        let keys = Keyring::parse(&text).map_err(|error| failed(in_words(error)))?;
        let part = path.with_extension("key.part");
        // What a program that was killed has left: nobody else is at it while the file is locked.
        match std::fs::remove_file(&part) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(reason(&error))),
            _ => {}
        }
        write_new(&part, &text).map_err(|error| failed(reason(&error)))?;
        std::fs::rename(&part, path).map_err(|error| failed(reason(&error)))?;
        Ok(keys)
    }

    /// That there is no key to work with.
    pub(crate) fn missing(&self) -> AppError {
        AppError::Key(self.problem.clone().unwrap_or_else(|| "没有审计密钥".to_owned()))
    }
}

fn make(path: &Path, secret: &[u8; 32]) -> Result<Keyring, String> {
    let line = Keyring::line(secret);
    let text = format!("{HEAD}{line}\n");
    // Written whole under another name first: who comes at the same time finds a whole file or none.
    let part = path.with_extension(format!("key.{}", line.get(..16).unwrap_or_default()));
    write_new(&part, &text).map_err(|error| reason(&error))?;
    let linked = std::fs::hard_link(&part, path);
    std::fs::remove_file(&part).map_err(|error| reason(&error))?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(reason(&error)),
        _ => {}
    }
    let text = std::fs::read_to_string(path).map_err(|error| reason(&error))?;
    Keyring::parse(&text).map_err(in_words)
}

/// A file that nobody else can read, on disk.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn told(path: &Path, problem: &str) -> String {
    format!("审计密钥文件 {}：{problem}", path.display())
}

pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件".to_owned(),
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::InvalidData => "不是文字".to_owned(),
        _ => "读写失败".to_owned(),
    }
}

fn in_words(error: KeyError) -> String {
    match error {
        KeyError::Line { line } => format!("第{line}行不是密钥；应当是16位编号、空格、64位密钥，都是十六进制"),
        KeyError::Id { line } => format!("第{line}行的编号与密钥不符，可能抄错或丢了一位"),
        KeyError::Twice { line } => format!("第{line}行的密钥前面已经有了"),
        KeyError::Empty => "里面没有密钥".to_owned(),
    }
}
