//! Tests of the crate from outside, in one binary.

#[cfg(test)]
mod docs;
#[cfg(test)]
mod grid_kinds;
#[cfg(test)]
mod grid_old;
#[cfg(test)]
mod grid_open;
#[cfg(test)]
mod guess_cases;
#[cfg(test)]
mod guess_layouts;
#[cfg(test)]
mod guess_properties;
#[cfg(test)]
mod guess_rows;
#[cfg(test)]
mod guess_saved;
#[cfg(test)]
mod layout;
#[cfg(test)]
mod mapping_cases;
#[cfg(test)]
mod mapping_layouts;
#[cfg(test)]
mod mapping_problems;
#[cfg(test)]
mod mapping_projects;
#[cfg(test)]
mod out;
#[cfg(test)]
mod schemes;
#[cfg(test)]
mod support;
#[cfg(test)]
mod text_problems;
#[cfg(test)]
mod text_tree;
#[cfg(test)]
mod workbook_demo;
#[cfg(test)]
mod workbook_problems;
#[cfg(test)]
mod workbook_written;
