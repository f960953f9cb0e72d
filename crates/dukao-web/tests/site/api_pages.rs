//! What a page does a program can do too: `api_pages.csv` says by which operations, `docs/接口.md` which pages have none and
//! why. A page that stands in neither fails, as does one that stands in both.

use std::collections::BTreeSet;
use std::path::Path;

use dukao_web::{ROUTES, operations};

const PAGES: &str = include_str!("api_pages.csv");

/// The head of the table in the document.
const HEAD: &str = "| 地址 | 没有接口，因为 |";

/// The addresses in the table of pages without an operation, each with a reason.
fn without() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/接口.md");
    let text = std::fs::read_to_string(path).unwrap();
    let table = text.split(HEAD).nth(1).unwrap_or_else(|| panic!("no table {HEAD}"));
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut found = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [addresses, reason] = cells.as_slice() else { panic!("not two cells: {row}") };
        assert!(!reason.is_empty(), "without a reason: {row}");
        for address in addresses.split('`').skip(1).step_by(2) {
            assert!(found.insert(address.to_owned()), "{address} stands there twice");
        }
    }
    found
}

#[test]
fn every_page_has_operations_or_a_reason_why_not() {
    let names: BTreeSet<&str> = operations().map(|one| one.id).collect();
    let (without, mut with) = (without(), BTreeSet::new());
    for line in PAGES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [method, path, own] = cells.as_slice() else { panic!("not three cells: {line}") };
        assert!(with.insert((*method, *path)), "{line} stands there twice");
        let unknown: Vec<&str> = own.split(' ').filter(|id| !names.contains(id)).collect();
        assert!(unknown.is_empty(), "{method} {path}: no operations {unknown:?}");
    }
    for route in ROUTES {
        let (has, reason) = (with.contains(&(route.method, route.path)), without.contains(route.path));
        assert!(has || reason, "{} {}: neither in api_pages.csv nor in docs/接口.md", route.method, route.path);
        assert!(!(has && reason), "{} {}: in api_pages.csv and in docs/接口.md", route.method, route.path);
    }
    let known: BTreeSet<(&str, &str)> = ROUTES.iter().map(|route| (route.method, route.path)).collect();
    assert!(with.is_subset(&known), "no such pages: {:?}", with.difference(&known).collect::<Vec<_>>());
    let gone: Vec<&String> = without.iter().filter(|path| !ROUTES.iter().any(|route| route.path == **path)).collect();
    assert!(gone.is_empty(), "no such pages in docs/接口.md: {gone:?}");
}

#[test]
fn every_operation_that_changes_something_is_that_of_a_page() {
    let of_pages: BTreeSet<&str> =
        PAGES.lines().skip(1).filter_map(|line| line.rsplit(',').next()).flat_map(|own| own.split(' ')).collect();
    let others: Vec<&str> =
        operations().filter(|one| one.changing && !of_pages.contains(one.id)).map(|one| one.id).collect();
    assert!(others.is_empty(), "no page does this: {others:?}");
}
