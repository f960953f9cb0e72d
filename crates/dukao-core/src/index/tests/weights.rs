//! Weights and ways of putting together, on figures that are reckoned by hand.

use super::small::{by, figure, flat, given, leaf, min_max, table, values};
use crate::index::{
    Aggregation, Branch, Kind, Method, Node, Pairwise, Priorities, Results, Spread, Sum, Weighting, evaluate, explain,
};
use crate::number::Rational;

fn fraction(text: &str) -> Rational {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    Rational::ratio(above.parse().unwrap(), below.parse().unwrap()).unwrap()
}

fn matrix(rows: &[&str]) -> Vec<Vec<Rational>> {
    rows.iter().map(|row| row.split(' ').map(fraction).collect()).collect()
}

fn fact(results: &Results, name: &str, child: Option<usize>) -> String {
    let facts = &results.nodes[0].facts;
    facts.iter().find(|fact| fact.name == name && fact.child == child).unwrap().value.to_string()
}

fn weights(results: &Results) -> Vec<String> {
    results.nodes.iter().skip(1).map(|node| node.weight.unwrap().to_string()).collect()
}

fn plain(weighting: Weighting, columns: &[(&str, &str)]) -> Results {
    let leaves = columns.iter().map(|(column, _)| (leaf(column, by(Method::Plain)), None)).collect();
    evaluate(&flat(weighting, Aggregation::Arithmetic, leaves), &table(columns)).unwrap()
}

fn spread(by: Spread) -> Weighting {
    Weighting::Spread { by, on: None }
}

#[test]
fn entropy_of_shares() {
    // Shares ¼ ¼ ½ of three: e = (½ ln 4 + ½ ln 2)/ln 3 = 1.5 ln 2/ln 3; shares 0, ½, ½: e = ln 2/ln 3.
    let results = plain(spread(Spread::Entropy { shift: figure("0") }), &[("一", "1 1 2"), ("二", "0 3 3")]);
    assert_eq!(fact(&results, "信息熵", Some(0)), "0.946394630357");
    assert_eq!(fact(&results, "差异系数", Some(0)), "0.0536053696428");
    assert_eq!(fact(&results, "信息熵", Some(1)), "0.630929753571");
    // 0.0536053696428 of 0.0536053696428 + 0.369070246429
    assert_eq!(weights(&results), ["0.126823899001", "0.873176100999"]);
    // Shifted by one, the second column is 1 4 4.
    let shifted = plain(spread(Spread::Entropy { shift: figure("1") }), &[("一", "1 1 2"), ("二", "0 3 3")]);
    assert_eq!(fact(&shifted, "信息熵", Some(1)), "0.878347104762");
}

#[test]
fn contrast_and_conflict() {
    // Deviations 1, 1, 2; r(一,二) = ½, r(一,三) = −1, r(二,三) = −½.
    let results = plain(spread(Spread::Critic), &[("一", "1 2 3"), ("二", "1 3 2"), ("三", "6 4 2")]);
    assert_eq!((0..3).map(|at| fact(&results, "标准差", Some(at))).collect::<Vec<_>>(), ["1", "1", "2"]);
    assert_eq!((0..3).map(|at| fact(&results, "冲突性", Some(at))).collect::<Vec<_>>(), ["2.5", "2", "3.5"]);
    // 2.5, 2, 7 of 11.5
    assert_eq!(weights(&results), ["0.217391304348", "0.173913043478", "0.608695652174"]);
}

#[test]
fn deviation_and_variation() {
    let columns = [("一", "1 2 3"), ("二", "4 8 12")];
    for sample in [true, false] {
        // 1 and 4, or both by √1.5: the weights are the same.
        assert_eq!(weights(&plain(spread(Spread::Deviation { sample }), &columns)), ["0.2", "0.8"]);
        // 1/2 and 4/8.
        assert_eq!(weights(&plain(spread(Spread::Variation { sample }), &columns)), ["0.5", "0.5"]);
    }
    let results = plain(spread(Spread::Deviation { sample: false }), &columns);
    assert_eq!(fact(&results, "标准差", Some(0)), "0.816496580928");
    assert_eq!(fact(&plain(spread(Spread::Variation { sample: true }), &columns), "变异系数", Some(1)), "0.5");
}

#[test]
fn weights_may_look_at_other_figures() {
    let on = Some(by(Method::Plain));
    let weighting = Weighting::Spread { by: Spread::Deviation { sample: true }, on };
    let leaves = vec![(leaf("一", min_max()), None), (leaf("二", min_max()), None)];
    let index = flat(weighting, Aggregation::Arithmetic, leaves);
    let results = evaluate(&index, &table(&[("一", "1 2 3"), ("二", "4 8 12")])).unwrap();
    assert_eq!(weights(&results), ["0.2", "0.8"]);
    assert_eq!(values(&results), ["0", "0.5", "1"]);
}

fn pairwise(rows: &[&str], priorities: Priorities) -> Weighting {
    let inconsistency_accepted = false;
    Weighting::Pairwise(Pairwise { matrix: matrix(rows), priorities, random_index: None, inconsistency_accepted })
}

#[test]
fn consistent_comparisons() {
    // 6 : 3 : 2 without a contradiction.
    let rows = ["1 2 3", "1/2 1 3/2", "1/3 2/3 1"];
    let columns = [("一", "1 2"), ("二", "1 2"), ("三", "1 2")];
    for priorities in [Priorities::Eigenvector, Priorities::GeometricMeans, Priorities::ColumnMeans] {
        let results = plain(pairwise(&rows, priorities), &columns);
        assert_eq!(weights(&results), ["0.545454545455", "0.272727272727", "0.181818181818"]);
        assert_eq!(fact(&results, "λmax", None), "3");
        assert_eq!((fact(&results, "RI", None).as_str(), fact(&results, "CR", None).len() < 22), ("0.58", true));
    }
    // Two children cannot contradict each other.
    let results = plain(pairwise(&["1 4", "1/4 1"], Priorities::Eigenvector), &columns[..2]);
    assert_eq!(weights(&results), ["0.8", "0.2"]);
    assert_eq!((fact(&results, "CI", None).as_str(), fact(&results, "CR", None).as_str()), ("0", "0"));
}

#[test]
fn comparisons_of_three_and_four() {
    // λ of a reciprocal 3×3 matrix is 1 + t + 1/t with t = ∛(a₁₃/(a₁₂·a₂₃)): here t = ∛(5/6).
    let results = plain(
        pairwise(&["1 3 5", "1/3 1 2", "1/5 1/2 1"], Priorities::Eigenvector),
        &[("一", "1 2"), ("二", "1 2"), ("三", "1 2")],
    );
    assert_eq!(weights(&results), ["0.648329013822", "0.229650794063", "0.122020192115"]);
    assert_eq!(&fact(&results, "λmax", None)[..10], "3.00369459");
    let rows = ["1 1/2 4 3", "2 1 7 5", "1/4 1/7 1 1/2", "1/3 1/5 2 1"];
    let columns = [("一", "1 2"), ("二", "1 2"), ("三", "1 2"), ("四", "1 2")];
    let results = plain(pairwise(&rows, Priorities::Eigenvector), &columns);
    let ratio: f64 = fact(&results, "CR", None).parse().unwrap();
    assert!((0.0..0.1).contains(&ratio), "{ratio}");
    assert_eq!(fact(&results, "RI", None), "0.9");
    let own = Pairwise {
        matrix: matrix(&rows),
        priorities: Priorities::Eigenvector,
        random_index: Some(figure("0.89")),
        inconsistency_accepted: false,
    };
    let results = plain(Weighting::Pairwise(own), &columns);
    let other: f64 = fact(&results, "CR", None).parse().unwrap();
    assert!((other * 0.89 - ratio * 0.9).abs() < 1e-11);
}

#[test]
fn means_of_columns_divided_by_their_sums() {
    let rows = ["1 3 5", "1/3 1 2", "1/5 1/2 1"];
    let results = plain(pairwise(&rows, Priorities::ColumnMeans), &[("一", "1 2"), ("二", "1 2"), ("三", "1 2")]);
    // Sums 23/15, 9/2, 8: (15/23 + 2/3 + 5/8)/3, (5/23 + 2/9 + 1/4)/3, (3/23 + 1/9 + 1/8)/3.
    assert_eq!(weights(&results), ["0.647946859903", "0.229871175523", "0.122181964573"]);
}

#[test]
fn given_weights_and_their_sums() {
    let of = |sum, weights: [&str; 2]| {
        let leaves =
            vec![(leaf("一", by(Method::Plain)), Some(weights[0])), (leaf("二", by(Method::Plain)), Some(weights[1]))];
        let index = flat(Weighting::Given(sum), Aggregation::Arithmetic, leaves);
        values(&evaluate(&index, &table(&[("一", "10"), ("二", "20")])).unwrap())
    };
    assert_eq!(of(Sum::To(fraction("1")), ["0.7", "0.3"]), ["13"]);
    assert_eq!(of(Sum::To(fraction("100")), ["70", "30"]), ["13"]);
    assert_eq!(of(Sum::Relative, ["3", "1"]), ["12.5"]);
    assert_eq!(of(Sum::AsGiven, ["3", "1"]), ["50"]);
}

#[test]
fn means_of_three_kinds() {
    let of = |aggregation| {
        let leaves = vec![(leaf("一", by(Method::Plain)), Some("0.5")), (leaf("二", by(Method::Plain)), Some("0.5"))];
        values(&evaluate(&flat(given(), aggregation, leaves), &table(&[("一", "2 3"), ("二", "8 12")])).unwrap())
    };
    assert_eq!(of(Aggregation::Arithmetic), ["5", "7.5"]);
    assert_eq!(of(Aggregation::Geometric), ["4", "6"]);
    assert_eq!(of(Aggregation::Harmonic), ["3.2", "4.8"]);
}

#[test]
fn nearness_to_the_ideal() {
    // Weighted distances: 甲1 is at (0, ½), 甲2 at (½, 0), 甲3 at (¼, ½) of the ideal (0, 0) where less is better.
    let of = |weights_on_squares| {
        let own = |column| {
            let leaf = leaf(column, by(Method::Plain));
            (crate::index::Leaf { lower_is_better: true, ..leaf }, None)
        };
        let index = flat(Weighting::Equal, Aggregation::Topsis { weights_on_squares }, vec![own("一"), own("二")]);
        let results = evaluate(&index, &table(&[("一", "0 1 0.5"), ("二", "1 0 1")])).unwrap();
        assert!(!results.lower_is_better);
        values(&results)
    };
    // 甲3: ¼ by ¼ + √(¼² + ½²) = 1/(1 + √5); equal weights come to the same on squares.
    assert_eq!(of(false), ["0.5", "0.5", "0.309016994375"]);
    assert_eq!(of(true), ["0.5", "0.5", "0.309016994375"]);
}

#[test]
fn a_tree_of_three_levels() {
    let branch = || Kind::Branch(Branch { weighting: given(), aggregation: Aggregation::Arithmetic, rescale: None });
    let node = |name: &str, parent, weight: Option<&str>, kind| Node {
        name: name.to_owned(),
        parent,
        weight: weight.map(fraction),
        kind,
    };
    let own = |column: &str| Kind::Leaf(leaf(column, by(Method::Plain)));
    let mut index = flat(given(), Aggregation::Arithmetic, Vec::new());
    index.nodes.extend([
        node("左", Some(0), Some("3/4"), branch()),
        node("一", Some(1), Some("1/3"), own("一")),
        node("二", Some(1), Some("2/3"), own("二")),
        node("右", Some(0), Some("1/4"), own("三")),
    ]);
    let table = table(&[("一", "3 6"), ("二", "6 9"), ("三", "1 2")]);
    let results = evaluate(&index, &table).unwrap();
    assert_eq!(values(&results), ["4", "6.5"]);
    let overall: Vec<String> = results.nodes.iter().skip(1).map(|node| node.overall.unwrap().to_string()).collect();
    assert_eq!(overall, ["0.75", "0.25", "0.5", "0.25"]);
    assert_eq!(results.nodes[0].overall, None);
    if let Kind::Branch(whole) = &mut index.nodes[0].kind {
        whole.rescale = Some(min_max());
    }
    assert_eq!(values(&evaluate(&index, &table).unwrap()), ["0", "1"]);
    let explanation = explain(&index, &table, 1).unwrap();
    assert_eq!(explanation.results, evaluate(&index, &table).unwrap());
    let last = explanation.steps.last().unwrap();
    assert_eq!((last.node, last.result.to_string().as_str()), (0, "1"));
}
