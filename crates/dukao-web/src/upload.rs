//! A form with files: what was sent, by the names of its fields.

use axum::extract::multipart::{Multipart, MultipartError};
use dukao_app::import::{FileMapping, Upload};

/// Name of the text that was pasted instead of a file.
const PASTED: &str = "粘贴的表格.txt";

/// Reads the fields `files`, `mapping` and `pasted`; an empty one counts as absent.
pub(crate) async fn read(mut multipart: Multipart, region: Option<String>) -> Result<Upload, MultipartError> {
    let mut upload = Upload { region, ..Upload::default() };
    while let Some(field) = multipart.next_field().await? {
        let kind = field.name().unwrap_or_default().to_owned();
        let name = file_name(field.file_name().unwrap_or_default());
        let bytes = field.bytes().await?.to_vec();
        match kind.as_str() {
            "files" if !name.is_empty() => upload.files.push((name, bytes)),
            "mapping" if !name.is_empty() => upload.mappings.push(FileMapping { file: None, name, bytes }),
            "pasted" if bytes.iter().any(|byte| !byte.is_ascii_whitespace()) => {
                upload.files.push((PASTED.to_owned(), bytes));
            }
            _ => {}
        }
    }
    Ok(upload)
}

/// The name without the folders that some browsers send.
pub(crate) fn file_name(sent: &str) -> String {
    sent.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_no_part_of_a_name() {
        assert_eq!(file_name("C:\\数据\\月报.xlsx"), "月报.xlsx");
        assert_eq!(file_name("a/b.csv"), "b.csv");
        assert_eq!(file_name(""), "");
    }
}
