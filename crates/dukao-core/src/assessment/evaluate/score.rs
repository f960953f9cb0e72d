//! The points of every entry for the units of one class.

use crate::assessment::facts::{Facts, Wanted};
use crate::assessment::method::{Note, Outcome, Points, Refusal, Row, Slot, Terms, rule_number};
use crate::assessment::plan::{Node, Plan};
use crate::assessment::result::{EntryScore, Standing};
use crate::assessment::scheme::{Body, Checkpoint, Condition, Missing, Origin, Scored};
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::{Absence, Derived};

/// Scores one class.
pub(super) struct Scorer<'a, 's, N, F> {
    pub(super) plan: &'a Plan<'s>,
    facts: &'a F,
    month: Month,
    pub(super) class: &'a str,
    members: &'a [usize],
    /// By member, then by entry.
    pub(super) entries: Vec<Vec<EntryScore<N>>>,
}

/// What the entry gives to each member, in their order.
pub(super) type Column<N> = Vec<EntryScore<N>>;

impl<'a, 's, N: Derived, F: Facts<N>> Scorer<'a, 's, N, F> {
    pub(super) fn new(plan: &'a Plan<'s>, facts: &'a F, month: Month, class: &'a str, members: &'a [usize]) -> Self {
        let blank = || plan.nodes.iter().map(|_| EntryScore::not_assessed()).collect();
        let entries = members.iter().map(|_| blank()).collect();
        Self { plan, facts, month, class, members, entries }
    }

    /// Scores every entry; bonuses stand at the top of the plan beside the marks.
    pub(super) fn run(&mut self) {
        for at in self.plan.tops() {
            let full = self.full(at);
            let column = self.entry(at, full.as_ref(), None);
            self.record(at, column);
        }
    }

    /// By member, then by entry.
    pub(super) fn into_entries(self) -> Vec<Vec<EntryScore<N>>> {
        self.entries
    }

    /// Full marks of an entry for the class.
    pub(super) fn full(&self, at: usize) -> Option<Rational> {
        self.plan.nodes.get(at).and_then(|node| node.entry.points.of(self.class)).cloned()
    }

    /// Keeps what an entry gives.
    pub(super) fn record(&mut self, at: usize, column: Column<N>) {
        for (entries, score) in self.entries.iter_mut().zip(column) {
            if let Some(slot) = entries.get_mut(at) {
                *slot = score;
            }
        }
    }

    /// What an entry gives, over its checkpoints where it is scored in process.
    pub(super) fn entry(&mut self, at: usize, full: Option<&Rational>, checkpoint: Option<Checkpoint>) -> Column<N> {
        let plan = self.plan;
        let (Some(node), Some(full)) = (plan.nodes.get(at), full) else { return self.nothing() };
        if node.entry.process.is_empty() || checkpoint.is_some() {
            return self.at_once(at, node, full, checkpoint);
        }
        let due: Vec<&(Checkpoint, Rational)> =
            node.entry.process.iter().filter(|(point, _)| point.0 <= self.month).collect();
        if due.is_empty() {
            return self.at_once(at, node, full, None);
        }
        let columns: Vec<(&Rational, Column<N>)> =
            due.iter().map(|(point, share)| (share, self.at_once(at, node, full, Some(*point)))).collect();
        let members = self.members.iter().enumerate();
        let scores = members.map(|(member, unit)| {
            let score = over_the_year(node, full, member, &columns);
            // Points of the whole year that somebody gave stand in place of those of the checkpoints.
            match self.facts.given(&Wanted { at, node, unit: *unit, checkpoint: None }) {
                Some(points) => {
                    EntryScore { standing: Standing::Given(named(points, node)), provisional: false, ..score }
                }
                None => score,
            }
        });
        scores.collect()
    }

    fn nothing(&self) -> Column<N> {
        self.members.iter().map(|_| EntryScore::not_assessed()).collect()
    }

    fn at_once(&mut self, at: usize, node: &Node<'s>, full: &Rational, checkpoint: Option<Checkpoint>) -> Column<N> {
        let column = match &node.entry.body {
            Body::Group { .. } => {
                let column = self.group(node, full, checkpoint);
                let members = self.members.iter().zip(column);
                members.map(|(unit, score)| self.in_its_place(at, node, *unit, score, checkpoint)).collect()
            }
            Body::Scored(scored) => self.scored(at, node, scored, full, checkpoint),
        };
        let members = self.members.iter().zip(column);
        members.map(|(unit, score)| self.bounded(node, *unit, score)).collect()
    }

    /// What the scheme says about a missing figure: at the entry, at the groups above it, else for all.
    fn missing(&self, node: &Node<'s>) -> Missing {
        let mut here = Some(node);
        while let Some(node) = here {
            if let Some(missing) = node.entry.missing {
                return missing;
            }
            here = node.parent.and_then(|parent| self.plan.nodes.get(parent));
        }
        self.plan.scheme.rules.missing
    }

    /// Points that somebody gave to a group stand in place of what its entries come to.
    fn in_its_place(
        &self,
        at: usize,
        node: &Node<'s>,
        unit: usize,
        score: EntryScore<N>,
        checkpoint: Option<Checkpoint>,
    ) -> EntryScore<N> {
        match self.facts.given(&Wanted { at, node, unit, checkpoint }) {
            Some(points) => EntryScore { standing: Standing::Given(named(points, node)), provisional: false, ..score },
            None => score,
        }
    }

    fn scored(
        &self,
        at: usize,
        node: &Node<'s>,
        scored: &Scored,
        full: &Rational,
        checkpoint: Option<Checkpoint>,
    ) -> Column<N> {
        let wanted = |unit: usize| Wanted { at, node, unit, checkpoint };
        let inputs = self.members.iter().map(|unit| {
            let slots =
                node.inputs.iter().enumerate().map(|(input, (name, _))| match self.facts.slot(&wanted(*unit), input) {
                    Slot::Absent(absence) => fixed(scored, name, node).unwrap_or(Slot::Absent(absence)),
                    given => given,
                });
            slots.collect::<Vec<Slot<N>>>()
        });
        let inputs: Vec<Vec<Slot<N>>> = inputs.collect();
        let rows: Vec<Row<'_, N>> = inputs.iter().map(|inputs| Row { inputs }).collect();
        let terms = Terms::new(full, scored.direction, &node.entry.clause);
        let outcomes = scored.method.points(&terms, &rows);
        let missing = self.missing(node);
        let mean = match missing {
            Missing::ClassMean => N::mean(&known(&outcomes, node)),
            _ => None,
        };
        let scores = self.members.iter().zip(outcomes).map(|(unit, outcome)| {
            let (standing, notes) = match self.facts.given(&wanted(*unit)) {
                Some(points) => (Standing::Given(named(points, node)), Vec::new()),
                None => standing(node, outcome, missing, mean.as_ref()),
            };
            let provisional = matches!(standing, Standing::Pending(_));
            EntryScore { standing, full: Some(full.clone()), reaches: Rational::integer(1), notes, provisional }
        });
        scores.collect()
    }

    /// Conditions, cap and floor of an entry.
    fn bounded(&self, node: &Node<'s>, unit: usize, mut score: EntryScore<N>) -> EntryScore<N> {
        for condition in &node.entry.conditions {
            match self.facts.condition(unit, condition) {
                Ok(figure) if condition.relation.holds(figure.value(), &condition.value) => {}
                Ok(_) => {
                    let condition = condition.text.clone();
                    (score.standing, score.provisional) =
                        (Standing::Barred { points: N::integer(0), condition }, false);
                    return score;
                }
                Err(absence) => {
                    let why = Refusal::Absent { name: condition.text.clone(), absence };
                    (score.standing, score.provisional) = (Standing::Pending(why), true);
                    return score;
                }
            }
        }
        score.standing = match score.standing {
            Standing::Scored(points) => Standing::Scored(within(points, node)),
            other => other,
        };
        score
    }
}

/// What counts for a unit: its points, or what the scheme says about a figure that is not there. A figure that is
/// there and cannot be reckoned with is never taken for missing.
fn standing<N: Derived>(
    node: &Node<'_>,
    outcome: Outcome<N>,
    missing: Missing,
    mean: Option<&N>,
) -> (Standing<N>, Vec<Note>) {
    let why = match outcome {
        Ok(Points { value, notes }) => return (Standing::Scored(named(value, node)), notes),
        Err(why) => why,
    };
    let unreported = matches!(&why, Refusal::Absent { absence: Absence::Unreported(_) | Absence::Masked(_), .. });
    let standing = match (unreported, missing, mean) {
        (true, Missing::Zero, _) => Standing::Filled { points: N::integer(0), by: missing, why },
        (true, Missing::ClassMean, Some(mean)) => {
            Standing::Filled { points: named(mean.clone(), node), by: missing, why }
        }
        (true, Missing::Excluded, _) => Standing::Excluded(why),
        _ => Standing::Pending(why),
    };
    (standing, Vec::new())
}

/// The points that are known, inside the bounds of the entry, for the mean of the class.
fn known<N: Derived>(outcomes: &[Outcome<N>], node: &Node<'_>) -> Vec<N> {
    outcomes.iter().flatten().map(|points| within(points.value.clone(), node)).collect()
}

/// The number that the scheme itself states for an input.
fn fixed<N: Derived>(scored: &Scored, input: &str, node: &Node<'_>) -> Option<Slot<N>> {
    let feed = scored.feeds.iter().find(|feed| feed.input == input)?;
    let Origin::Fixed { value, .. } = &feed.origin else { return None };
    Some(Slot::One(rule_number(input, value, "", &node.entry.clause)))
}

fn named<N: Derived>(points: N, node: &Node<'_>) -> N {
    points.named(&node.entry.name, "分", 2)
}

/// Cut to the cap and raised to the floor of the entry. Without them the method's own bounds hold.
fn within<N: Derived>(points: N, node: &Node<'_>) -> N {
    let clause = &node.entry.clause;
    let bound = |label: &str, value: &Rational| rule_number(label, value, "分", clause);
    let points = match &node.entry.cap {
        Some(cap) if points.value() > cap => points.at_most(bound("上限", cap)),
        _ => points,
    };
    match &node.entry.floor {
        Some(floor) if points.value() < floor => points.at_least(bound("下限", floor)),
        _ => points,
    }
}

/// The points of the year out of those of the checkpoints that have passed (F23).
fn over_the_year<N: Derived>(
    node: &Node<'_>,
    full: &Rational,
    member: usize,
    columns: &[(&Rational, Column<N>)],
) -> EntryScore<N> {
    let scores: Vec<(&Rational, &EntryScore<N>)> =
        columns.iter().filter_map(|(share, column)| Some((*share, column.get(member)?))).collect();
    let parts: Vec<(&Rational, N)> =
        scores.iter().filter_map(|(share, score)| Some((*share, score.standing.points()?.clone()))).collect();
    let Some((_, last)) = scores.last() else { return EntryScore::not_assessed() };
    let open = scores.iter().any(|(_, score)| score.provisional);
    let Some(points) = shares_joined(&parts, &node.entry.clause) else { return (*last).clone() };
    EntryScore {
        standing: Standing::Scored(named(points, node)),
        full: Some(full.clone()),
        reaches: Rational::integer(1),
        notes: last.notes.clone(),
        provisional: open,
    }
}

/// The parts by their shares; what has not come yet leaves its share to the others.
fn shares_joined<N: Derived>(parts: &[(&Rational, N)], clause: &str) -> Option<N> {
    let share = |share: &Rational| rule_number::<N>("过程占比", share, "", clause);
    let whole = parts.iter().fold(Rational::zero(), |sum, (share, _)| sum.add(share));
    let points = N::sum(&parts.iter().map(|(part, points)| points.mul(&share(part))).collect::<Vec<_>>());
    if whole == Rational::integer(1) {
        return Some(points);
    }
    points.div(&rule_number("已到占比", &whole, "", clause))
}

/// Whether a condition of an event rule holds for a unit; `None` when its figure is not there.
pub(super) fn holds<N: Derived, F: Facts<N>>(facts: &F, unit: usize, condition: &Condition) -> Option<bool> {
    let figure = facts.condition(unit, condition).ok()?;
    Some(condition.relation.holds(figure.value(), &condition.value))
}
