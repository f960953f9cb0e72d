//! Failures of backup and restore, in words.

use std::io::ErrorKind;

use dukao_store::archive::{ArchiveError, Fault};

use crate::error::{store_text, write_text};

/// What went wrong with an archive, and what to do.
pub(crate) fn archive_text(error: &ArchiveError) -> String {
    match error {
        ArchiveError::Io(error) => io_text(error),
        ArchiveError::NotOurs(_) => "这个文件不是督考的备份，或者不完整".to_owned(),
        ArchiveError::NewerFormat { found, known } => {
            format!("备份由更新的版本写成（格式{found}，本程序认识到{known}），请用新版程序恢复")
        }
        ArchiveError::NewerSchema { found, known } => {
            format!("备份由更新的版本写成（结构{found}，本程序认识到{known}），请用新版程序恢复")
        }
        ArchiveError::Damaged { member, fault } => {
            format!("备份已经损坏，{}；请换一份备份", fault_text(member, *fault))
        }
        ArchiveError::Unsound { member, fault } => {
            format!("数据库自相矛盾，{}；请停止写入，运行 dukao doctor", fault_text(member, *fault))
        }
        ArchiveError::Taken => "那里已经有同名的文件，没有改动；请换一个名字".to_owned(),
        ArchiveError::InUse => "别的程序正在写同一个文件，请稍后再试".to_owned(),
        ArchiveError::NotEmpty => "数据库里已经有内容，没有改动；只能恢复到空的数据库".to_owned(),
        ArchiveError::Store(error) => store_text(error),
        ArchiveError::Write(error) => write_text(error),
        _ => "备份程序报告了错误，详见日志".to_owned(),
    }
}

fn io_text(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        ErrorKind::PermissionDenied => "没有权限，请检查文件夹的权限或换一个用户".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的，请换一个地方".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满，请腾出空间后再试".to_owned(),
        ErrorKind::FileTooLarge => "文件超过了磁盘格式或配额允许的大小".to_owned(),
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => "应当写文件名，不是文件夹".to_owned(),
        _ => {
            let number = error.raw_os_error().map_or_else(String::new, |number| format!("（系统错误{number}）"));
            format!("读写文件失败{number}，请检查磁盘")
        }
    }
}

fn fault_text(member: &str, fault: Fault) -> String {
    match fault {
        Fault::Missing => format!("缺少 {member}"),
        Fault::Surplus => format!("多出 {member}"),
        Fault::Unreadable => format!("{member} 解不开"),
        Fault::Length => format!("{member} 的长度不对"),
        Fault::Digest => format!("{member} 的SM3不对"),
        Fault::Manifest => format!("{member} 与内容不符"),
        Fault::Line(line) => format!("{member} 第{line}行读不懂"),
        Fault::Rows => format!("{member} 的行数不对"),
        Fault::Audit => format!("{member} 审计链断了"),
        Fault::Contradiction(line) => format!("{member} 第{line}行与别处不符"),
        _ => format!("{member} 不对"),
    }
}

/// Everything that an archive can be refused for, for the manual's test.
#[cfg(test)]
mod tests {
    /// Each text stands in docs/errors.md; what varies is written there as “…”.
    #[test]
    fn every_text_about_backups_is_listed() {
        let source = include_str!("words.rs");
        let (body, _) = source.split_once("\n/// Everything that").unwrap();
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors.md");
        let document = std::fs::read_to_string(path).unwrap();
        let (_, section) = document.split_once("## 备份和恢复的提示").unwrap();
        let mut count = 0;
        for text in body.split('"').skip(1).step_by(2).filter(|text| !text.is_ascii()) {
            let plain: Vec<&str> = text.split(['{', '}']).step_by(2).collect();
            assert!(section.contains(plain.join("…").trim_matches('…').trim()), "{text}");
            count += 1;
        }
        assert!(count > 25, "{count}");
    }
}
