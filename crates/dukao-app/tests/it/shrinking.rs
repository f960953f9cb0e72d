//! Random regions for property tests: what fails is made smaller row by row, then field by field, until nothing can
//! be left out.

use proptest::prelude::Rng as _;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::random_region::{Region, region};

/// Any random region.
#[derive(Debug)]
pub(crate) struct AnyRegion;

impl Strategy for AnyRegion {
    type Tree = Smaller;
    type Value = Region;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(Smaller::new(region(runner.rng().next_u64())))
    }
}

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// So many rows at once, from the last one on: figures before what they name.
    Lines(usize),
    /// One field of a row at a time.
    Fields,
    /// The undo.
    Undo,
    /// What is kept beside the figures.
    Kept,
    Done,
}

/// A region that still fails, and one with less in it.
#[derive(Debug)]
pub(crate) struct Smaller {
    fails: Region,
    tried: Region,
    stage: Stage,
    /// The rows, or the fields, from here on have been tried.
    untried: usize,
}

impl Smaller {
    fn new(region: Region) -> Self {
        let lines = region.lines.len();
        Self { tried: region.clone(), fails: region, stage: Stage::Lines(lines.div_ceil(2).max(1)), untried: lines }
    }

    /// The next smaller region.
    fn next(&mut self) -> bool {
        loop {
            let mut tried = Region { cut: true, ..self.fails.clone() };
            match self.stage {
                Stage::Lines(many) if self.untried > 0 => {
                    let from = self.untried.saturating_sub(many);
                    tried.lines.drain(from..self.untried.min(tried.lines.len()));
                    self.untried = from;
                }
                Stage::Lines(1) => {
                    self.stage = Stage::Fields;
                    self.untried = fields(&self.fails);
                    continue;
                }
                Stage::Lines(many) => {
                    self.stage = Stage::Lines(many / 2);
                    self.untried = self.fails.lines.len();
                    continue;
                }
                Stage::Fields if self.untried > 0 => {
                    self.untried -= 1;
                    without_field(&mut tried, self.untried);
                }
                Stage::Fields => {
                    self.stage = Stage::Undo;
                    tried.undo = false;
                }
                Stage::Undo => {
                    self.stage = Stage::Kept;
                    tried.kept = None;
                }
                Stage::Kept => {
                    self.stage = Stage::Done;
                    continue;
                }
                Stage::Done => return false,
            }
            if tried != (Region { cut: true, ..self.fails.clone() }) {
                self.tried = tried;
                return true;
            }
        }
    }
}

fn fields(region: &Region) -> usize {
    region.lines.iter().map(|line| line.fields.len()).sum()
}

/// Leaves out one field, counted over all rows.
fn without_field(region: &mut Region, mut number: usize) {
    for line in &mut region.lines {
        if number < line.fields.len() {
            line.fields.remove(number);
            return;
        }
        number -= line.fields.len();
    }
}

impl ValueTree for Smaller {
    type Value = Region;

    fn current(&self) -> Region {
        self.tried.clone()
    }

    /// What was tried fails too: on from there.
    fn simplify(&mut self) -> bool {
        self.fails = self.tried.clone();
        self.next()
    }

    /// What was tried does not fail: something else is left out instead.
    fn complicate(&mut self) -> bool {
        self.tried = self.fails.clone();
        self.next()
    }
}

#[test]
fn what_fails_is_cut_down_to_what_makes_it_fail() {
    let mut runner = TestRunner::deterministic();
    let mut tree = AnyRegion.new_tree(&mut runner).unwrap();
    let whole = tree.current();
    let remark =
        whole.lines.iter().rev().find(|line| line.step == 2 && line.fields.iter().any(|(head, _)| *head == "备注"));
    let remark = remark.expect("no remark in the second import").clone();
    let fails = |region: &Region| {
        let says =
            |line: &crate::random_region::Line| line.step == 2 && line.fields.iter().any(|(head, _)| *head == "备注");
        let named =
            region.lines.iter().any(|line| line.file == "单位.csv" && line.fields.iter().any(|(_, text)| text == "K1"));
        named && region.lines.iter().any(says)
    };
    assert!(fails(&whole) && whole.lines.len() > 200, "{}", whole.lines.len());
    let mut on = tree.simplify();
    while on {
        on = if fails(&tree.current()) { tree.simplify() } else { tree.complicate() };
    }
    let least = tree.current();
    assert!(fails(&least));
    let texts: Vec<&str> = least.lines.iter().flat_map(|line| &line.fields).map(|(head, _)| *head).collect();
    assert_eq!((texts, least.undo, least.kept), (vec!["代码", "备注"], false, None), "{remark:?}");
}
