//! The worked example of every method comes out, and its texts are there.

use std::collections::BTreeSet;

use super::{case, parameters};
use crate::assessment::method::{Direction, METHODS, Method, Spec};

/// `实绩 160, 目标 100` in the order of the method's inputs.
fn row(unit: &str, inputs: &[(String, bool)]) -> String {
    let given: Vec<(&str, &str)> = unit.split(", ").map(|part| part.split_once(' ').unwrap()).collect();
    assert_eq!(given.len(), inputs.len(), "{unit}");
    let value = |(name, _): &(String, bool)| {
        let (_, value) = given.iter().find(|(own, _)| own == name).unwrap_or_else(|| panic!("{unit}: {name}"));
        value.replace(' ', "/")
    };
    inputs.iter().map(value).collect::<Vec<_>>().join(" ")
}

fn check(spec: &Spec) {
    let case = case(spec.name, spec.example.full, spec.example.parameters);
    let inputs = case.method.inputs();
    let rows: Vec<String> = spec.example.units.iter().map(|unit| row(unit, &inputs)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(case.run(&rows), spec.example.points, "{}", spec.name);
    assert_eq!(case.method.spec(), spec);
}

#[test]
fn the_example_of_every_method_comes_out() {
    METHODS.iter().for_each(check);
}

#[test]
fn every_name_and_number_stands_once() {
    let names: BTreeSet<&str> = METHODS.iter().map(|spec| spec.name).collect();
    let ids: BTreeSet<&str> = METHODS.iter().map(|spec| spec.id).collect();
    assert_eq!((names.len(), ids.len()), (METHODS.len(), METHODS.len()));
}

#[test]
fn required_parameters_are_asked_for_and_unknown_ones_refused() {
    for spec in METHODS {
        let required: Vec<String> =
            spec.parameters.iter().filter(|own| own.required).map(|own| own.name.to_owned()).collect();
        let wrong = Method::new(spec.name, &parameters("别的: 1")).unwrap_err();
        let named: Vec<String> = wrong.iter().filter_map(|wrong| wrong.parameter.clone()).collect();
        for name in required.iter().chain([&"别的".to_owned()]) {
            assert!(named.contains(name), "{} {name}: {wrong:?}", spec.name);
        }
        assert_eq!(named.len(), required.len() + 1, "{}: {wrong:?}", spec.name);
        let hint = &wrong.last().unwrap().hint;
        for own in spec.parameters {
            assert!(hint.contains(own.name), "{} {}: {hint}", spec.name, own.name);
        }
    }
}

/// What cannot be turned round is refused, never scored the wrong way.
#[test]
fn a_direction_that_does_not_fit_is_refused() {
    for spec in METHODS {
        let case = case(spec.name, spec.example.full, spec.example.parameters);
        assert!(case.method.allows(Direction::HigherIsBetter), "{}", spec.name);
        assert_eq!(case.method.allows(Direction::LowerIsBetter), spec.mirrored, "{}", spec.name);
        if !spec.mirrored {
            let outcome = case.lower().run(&["1", "2"]);
            assert_eq!(outcome, vec![format!("“{}”不能用于越低越好的指标", spec.name); 2]);
        }
    }
}

/// Every method says who lacks what, and scores the others as if it were not there.
#[test]
fn an_absent_figure_is_refused_and_counts_nowhere() {
    for spec in METHODS {
        let case = case(spec.name, spec.example.full, spec.example.parameters);
        let inputs = case.method.inputs();
        let mut rows: Vec<String> = spec.example.units.iter().map(|unit| row(unit, &inputs)).collect();
        let without = case.run(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        for absent in 0..inputs.len() {
            let mut cells: Vec<&str> = spec.example.units[0].split(", ").map(|_| "1").collect();
            cells[absent] = "-";
            rows.push(cells.join(" "));
            let outcome = case.run(&rows.iter().map(String::as_str).collect::<Vec<_>>());
            let (last, others) = outcome.split_last().unwrap();
            assert_eq!(last, &format!("缺少“{}”：未报送", inputs[absent].0), "{}", spec.name);
            assert_eq!(others, without, "{}", spec.name);
            rows.pop();
        }
    }
}
