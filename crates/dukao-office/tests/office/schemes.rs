//! The schemes shipped with the product are sound and give the numbers of their own worked cases; wrong ones are told
//! line by line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dukao_core::assessment::{Plan, play};
use dukao_office::scheme::{Beside, SchemeFile, read, write};

fn files(folder: &str) -> Vec<(String, String)> {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<(String, String)> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// All schemes that are shipped.
fn shipped() -> Vec<(String, String)> {
    files("../../schemes")
}

fn sound(name: &str, source: &str) -> SchemeFile {
    read(name, source, &Beside::default()).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn every_shipped_scheme_gives_what_its_cases_say() {
    let mut cases = 0;
    for (name, source) in shipped() {
        let scheme = sound(&name, &source).scheme;
        let plan = Plan::of(&scheme);
        assert!(!scheme.cases.is_empty(), "{name}");
        for case in &scheme.cases {
            let result = play(&plan, case);
            assert!(result.passes(), "{name}: {result:#?}");
            cases += 1;
        }
    }
    assert!(cases > 0);
}

#[test]
fn every_mistake_of_thirty_wrong_schemes_is_told_on_its_line_and_nothing_else() {
    let wrong = files("tests/schemes/wrong");
    assert_eq!(wrong.len(), 30);
    let (mut told, mut differing) = (String::new(), Vec::new());
    for (name, source) in &wrong {
        let problems = read(name, source, &Beside::default()).unwrap_err();
        let marked: BTreeSet<usize> =
            (1..).zip(source.lines()).filter(|(_, line)| line.ends_with("# 错")).map(|(at, _)| at).collect();
        let found: BTreeSet<usize> =
            problems.iter().map(|problem| problem.cell.split_once(':').unwrap().0.parse().unwrap()).collect();
        let lines = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        if found != marked {
            differing.push(format!("{name}: {found:?}, not {marked:?}\n{lines}"));
        }
        told.push_str(&lines);
        told.push('\n');
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    insta::assert_snapshot!(told);
}

#[test]
fn a_shipped_scheme_written_and_read_again_is_the_same_and_so_is_its_text() {
    for (name, source) in shipped() {
        let scheme = sound(&name, &source).scheme;
        let text = write(&scheme);
        let again = sound(&name, &text).scheme;
        assert_eq!(again, scheme, "{text}");
        assert_eq!(write(&again), text, "{name}");
    }
}

#[test]
fn words_that_the_format_would_take_for_marks_are_quoted() {
    let source = &shipped()[0].1;
    let mut scheme = sound("例.yaml", source).scheme;
    for word in ["甲, 乙", "甲：乙", "一: 二", "- 一", "\"引\"", "a\\b", "# 号", "{括}", "* 星", "12", "it's", "~"]
    {
        word.clone_into(&mut scheme.owner);
        word.clone_into(&mut scheme.cases[0].name);
        let text = write(&scheme);
        assert_eq!(sound("例.yaml", &text).scheme, scheme, "{text}");
    }
}
