//! The demonstration district, embedded in the binary as the csv files of `demo/`.

use dukao_app::demo::{self, Step};

use crate::fault::Fault;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../demo"]
struct Files;

/// The list of dated steps.
const STEPS: &str = "步骤.csv";
/// Files with planted mistakes, imported on the day that counts as today.
const PLANTED: [&str; 2] = ["planted/01-街镇7月固投.csv", "planted/02-通报稿比率.csv"];

/// The bytes of a file below `demo/`.
pub(crate) fn read(path: &str) -> Option<Vec<u8>> {
    Files::get(path).map(|file| file.data.into_owned())
}

/// The dated steps of the clean demonstration.
pub(crate) fn steps() -> Result<Vec<Step>, Fault> {
    let bytes = read(STEPS).unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| Fault::Said(format!("{STEPS}不是UTF-8文字")))?;
    Ok(demo::steps(&text)?)
}

/// The files with planted mistakes: name and bytes.
pub(crate) fn planted() -> Vec<(String, Vec<u8>)> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    PLANTED.iter().filter_map(|path| Some((name(path), read(path)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_steps_is_embedded() {
        let steps = steps().unwrap();
        assert!(steps.len() > 20);
        assert!(steps.iter().all(|step| read(&step.file).is_some()));
        assert_eq!(planted().len(), PLANTED.len());
    }
}
