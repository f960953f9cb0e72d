//! The one hand-written text format: a small subset of YAML with Chinese keys.
//!
//! What differs from YAML, on purpose: every scalar stands on one line and stays text until a reader
//! asks for a type; no anchors, aliases, tags, block scalars or second document; a full-width colon,
//! comma or space is refused at its place instead of being taken silently as part of a word.
//!
//! ```
//! use dukao_office::text::{self, Keys, Problems};
//!
//! let source = "名称: 生产总值\n小数位: 2\n";
//! let mut problems = Problems::new();
//! let root = text::parse(source, &mut problems).unwrap();
//! let mut keys = Keys::of(&root, "文件", &mut problems).unwrap();
//! let name: Option<String> = keys.need("名称", &mut problems);
//! let decimals: Option<u32> = keys.optional("小数位", &mut problems);
//! keys.done(&mut problems);
//! assert!(problems.is_empty());
//! assert_eq!((name.as_deref(), decimals), (Some("生产总值"), Some(2)));
//! ```

mod lint;
mod read;
mod render;
mod tree;

pub use read::{Keys, Problem, Problems, Read, Spanned, nearest};
pub use render::{line_column, render};
pub use tree::{Node, Value, parse};
