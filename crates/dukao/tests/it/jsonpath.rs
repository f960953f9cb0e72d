//! Paths into JSON as the tables of the tests write them: `rows[unit=S09].figures.completion`.

use serde_json::Value;

/// What stands at `path`; `None` when nothing does.
pub(crate) fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, step| {
        let (name, choice) = step.split_once('[').unwrap_or((step, ""));
        let value = value.get(name)?;
        match choice.strip_suffix(']') {
            None => Some(value),
            Some(choice) => choose(value, choice),
        }
    })
}

fn choose<'a>(value: &'a Value, choice: &str) -> Option<&'a Value> {
    match choice.split_once('=') {
        None => value.get(choice.parse::<usize>().ok()?),
        Some((key, wanted)) => value.as_array()?.iter().find(|element| element[key] == wanted),
    }
}

#[test]
fn paths_find_by_name_number_and_key() {
    let value = serde_json::json!({ "rows": [{ "unit": "A", "x": { "y": 1 } }, { "unit": "B", "x": { "y": 2 } }] });
    assert_eq!(find(&value, "rows[1].x.y"), Some(&serde_json::json!(2)));
    assert_eq!(find(&value, "rows[unit=A].x.y"), Some(&serde_json::json!(1)));
    assert_eq!(find(&value, "rows[unit=C].x.y"), None);
    assert_eq!(find(&value, "rows[2]"), None);
}
