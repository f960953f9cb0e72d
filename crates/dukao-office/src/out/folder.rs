//! Several files as one: a zip, the same bytes for the same files.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::OutError;

/// Files, by name, in one zip.
///
/// # Errors
/// When the library that writes it refuses.
pub fn zipped(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, OutError> {
    let refused = |error: &dyn std::fmt::Display| OutError::Library(error.to_string());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).map_err(|error| refused(&error))?;
        zip.write_all(bytes).map_err(|error| refused(&error))?;
    }
    Ok(zip.finish().map_err(|error| refused(&error))?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn files_come_out_as_they_went_in() {
        let files = [("单位.csv".to_owned(), b"a,b\r\n".to_vec()), ("空.csv".to_owned(), Vec::new())];
        let bytes = zipped(&files).unwrap();
        assert_eq!(bytes, zipped(&files).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for (name, content) in &files {
            let mut read = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(&read, content);
        }
    }
}
