//! Tests of index files.
