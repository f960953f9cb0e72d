//! Files that commands write: never over what is there, and whole or not at all.

use std::io::Write as _;
use std::path::Path;

use dukao_app::export::Shape;

use crate::fault::Fault;

/// How standard tables are written at a place, where nothing may be yet: `.xlsx` is a workbook, all else a folder.
pub(crate) fn shape_at(to: &Path) -> Result<Shape, Fault> {
    if to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        refuse_existing(to)?;
        Ok(Shape::Workbook)
    } else {
        refuse_used_folder(to)?;
        Ok(Shape::Folder)
    }
}

/// Writes files into a folder; the one without a name is the place itself.
pub(crate) fn write_all(to: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<String>, Fault> {
    let mut paths = Vec::new();
    for (name, bytes) in files {
        let path = if name.is_empty() { to.to_owned() } else { to.join(name) };
        write(&path, bytes)?;
        paths.push(path.to_string_lossy().into_owned());
    }
    Ok(paths)
}

/// Refuses a file that is there.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), Fault> {
    if path.exists() {
        return Err(Fault::Said(format!("{} 已经有了，没有改动；换一个文件名，或先移走它", path.display())));
    }
    Ok(())
}

/// Refuses a folder with anything in it, and what is no folder.
pub(crate) fn refuse_used_folder(path: &Path) -> Result<(), Fault> {
    if !path.exists() {
        return Ok(());
    }
    let mut entries =
        std::fs::read_dir(path).map_err(|error| Fault::io(&format!("{} 不是文件夹", path.display()), &error))?;
    if entries.next().is_some() {
        return Err(Fault::Said(format!("文件夹 {} 里已有文件，没有改动；换一个空的文件夹", path.display())));
    }
    Ok(())
}

/// Writes a file, with the folders it stands in. What is half written never bears the name.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_for(path, bytes, open_to_readers)
}

/// The same for the eyes of whoever runs the command only.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_for(path, bytes, |_| Ok(()))
}

fn write_for(path: &Path, bytes: &[u8], whom: impl Fn(&std::fs::File) -> std::io::Result<()>) -> Result<(), Fault> {
    let failed = |error: std::io::Error| Fault::io(&format!("写不出 {}", path.display()), &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    whom(file.as_file()).map_err(failed)?;
    file.persist_noclobber(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A temporary file is for its owner only; a result is for whoever may read the folder.
#[cfg(unix)]
fn open_to_readers(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("下/甲.csv");
        assert!(refuse_used_folder(&folder.path().join("下")).is_ok() && refuse_existing(&path).is_ok());
        write(&path, b"1").unwrap();
        let told = |result: Result<(), Fault>| result.unwrap_err().to_string();
        assert!(told(refuse_existing(&path)).contains("已经有了"));
        assert!(told(refuse_used_folder(path.parent().unwrap())).contains("已有文件"));
        assert!(told(refuse_used_folder(&path)).contains("不是文件夹"));
        assert!(told(write(&path, b"2")).contains("写不出"));
        assert_eq!(std::fs::read(&path).unwrap(), b"1");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
