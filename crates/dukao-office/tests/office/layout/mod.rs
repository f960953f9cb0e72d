//! Table layouts as offices publish them, described in `tests/layouts/`, filled with consistent figures.

pub(crate) mod described;
pub(crate) mod figures;
pub(crate) mod rendered;
pub(crate) mod truth;

use std::path::Path;

pub(crate) use described::Layout;

/// All layouts, in the order of their file names.
pub(crate) fn all() -> Vec<Layout> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/layouts");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            Layout::parse(&name, &std::fs::read_to_string(path).unwrap())
        })
        .collect()
}
