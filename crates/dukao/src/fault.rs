//! Why a command failed, and how that is said.

use std::process::ExitCode;

use dukao_app::AppError;

use crate::output;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// The application said no.
    #[error("{0}")]
    App(#[from] AppError),
    /// The command was written wrongly; the text says how, in full.
    #[error("{0}")]
    Usage(String),
    /// Something else, said in full.
    #[error("{0}")]
    Said(String),
    /// It went wrong and was already said.
    #[error("")]
    AlreadySaid,
    /// Whoever read the output stopped reading.
    #[error("")]
    NobodyReads,
}

impl Fault {
    /// A file or port that cannot be used.
    pub(crate) fn io(what: &str, error: &std::io::Error) -> Self {
        Self::Said(format!("{what}：{}", reason(error)))
    }

    /// Says it on stderr; the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::NobodyReads => return ExitCode::SUCCESS,
            Self::AlreadySaid => {}
            other => output::say_error(&other.to_string()),
        }
        if matches!(self, Self::Usage(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
    }
}

/// What the system said, in Chinese where it is common.
fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件".to_owned(),
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::AddrInUse => "端口已被占用，可用 --port 换一个，--port 0 由系统选".to_owned(),
        ErrorKind::IsADirectory => "这是文件夹，不是文件".to_owned(),
        _ => error.to_string(),
    }
}
