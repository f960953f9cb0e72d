//! The words of mapping files: data items and kinds of units, with what offices also call them.

use dukao_core::framework::Goal;
use dukao_core::ledger::Measure;
use dukao_core::organisation::UnitKind;

use crate::text::{Node, Problems, Read};
use crate::typed::{Said, word};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    /// A figure.
    Measure(Measure),
    /// A figure printed with the other sign: 短收 30 is a 短收超收 of −30.
    Turned(Measure),
    /// 目标: the annual target.
    Floor,
    /// 争取: the stretch target.
    Stretch,
    /// 阶段目标: the cumulative target of a stage.
    Stage,
}

/// What tables print of one side only, as a positive amount: 短收 turned, 超收 as it is.
pub(crate) const ONE_SIDED: [(Item, &str); 10] = [
    (Item::Turned(Measure::Difference), "短收"),
    (Item::Turned(Measure::Difference), "短收额"),
    (Item::Turned(Measure::Difference), "欠收"),
    (Item::Turned(Measure::Difference), "欠账"),
    (Item::Measure(Measure::Difference), "超收"),
    (Item::Measure(Measure::Difference), "超收额"),
    (Item::Turned(Measure::Change), "减收"),
    (Item::Turned(Measure::Change), "减少额"),
    (Item::Measure(Measure::Change), "增收"),
    (Item::Measure(Measure::Change), "增加额"),
];

impl Item {
    /// The measure of a figure, whichever way its sign is printed.
    pub(crate) const fn measure(self) -> Option<Measure> {
        match self {
            Self::Measure(measure) | Self::Turned(measure) => Some(measure),
            Self::Floor | Self::Stretch | Self::Stage => None,
        }
    }

    /// Whether the sign is printed the other way round.
    pub(super) const fn is_turned(self) -> bool {
        matches!(self, Self::Turned(_))
    }
}

impl Read for Item {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut words: Vec<(Self, &str)> =
            Measure::WORDS.iter().map(|(measure, word, _)| (Self::Measure(*measure), *word)).collect();
        words.extend(ONE_SIDED);
        words.extend([
            (Self::Floor, "目标"),
            (Self::Floor, "确保"),
            (Self::Stretch, "争取"),
            (Self::Stage, "阶段目标"),
        ]);
        let text = String::read(node, problems)?;
        said(node, problems, word(&text, "数据项", &words))
    }
}

/// Turns a refusal into a problem at the node.
pub(super) fn said<T>(node: &Node, problems: &mut Problems, value: Said<T>) -> Option<T> {
    match value {
        Ok(value) => Some(value),
        Err(refusal) => {
            problems.push(node.span.clone(), refusal.message).hint(refusal.hint);
            None
        }
    }
}

/// What offices also call a kind of unit.
const ALSO: [(UnitKind, &str); 12] = [
    (UnitKind::District, "县区"),
    (UnitKind::District, "县"),
    (UnitKind::District, "区"),
    (UnitKind::District, "县市区"),
    (UnitKind::District, "区市县"),
    (UnitKind::City, "市州"),
    (UnitKind::City, "州"),
    (UnitKind::City, "地市"),
    (UnitKind::Town, "乡镇"),
    (UnitKind::Street, "街镇"),
    (UnitKind::OwnLevel, "市本级"),
    (UnitKind::OwnLevel, "区本级"),
];

/// Reads a kind of unit by its word or what offices also call it.
pub(crate) fn unit_kind(text: &str) -> Said<UnitKind> {
    if let Some((kind, _)) = ALSO.iter().find(|(_, word)| *word == text) {
        return Ok(*kind);
    }
    word(text, "类别", &UnitKind::WORDS)
}

impl Read for Kind {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        said(node, problems, unit_kind(&text)).map(Kind)
    }
}

/// A kind of unit in a mapping file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind(pub(super) UnitKind);

/// A kind of goal in a mapping file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GoalWord(pub(super) Goal);

impl Read for GoalWord {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        said(node, problems, word(&text, "目标类型", &Goal::WORDS)).map(GoalWord)
    }
}

/// The kind a unit's name suggests, under a region of the given kind.
pub(crate) fn guess_kind(name: &str, region: UnitKind) -> UnitKind {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["本级", "市直", "区直", "县直", "省直"]) {
        UnitKind::OwnLevel
    } else if ends(&["街道", "街道办", "街道办事处", "办事处"]) {
        UnitKind::Street
    } else if ends(&["镇"]) {
        UnitKind::Town
    } else if ends(&["乡"]) {
        UnitKind::Township
    } else if ends(&["局", "委", "办", "委员会", "中心", "厅"]) {
        UnitKind::Department
    } else if region == UnitKind::Province && ends(&["市", "州", "盟", "地区"]) {
        UnitKind::City
    } else if region == UnitKind::District && ends(&["区", "园"]) {
        UnitKind::Park
    } else if region != UnitKind::District && ends(&["县", "区", "市", "旗"]) {
        UnitKind::District
    } else {
        UnitKind::Other
    }
}

/// The kind a region's own name suggests.
pub(crate) fn guess_region(name: &str) -> UnitKind {
    if name.ends_with("省") || name.ends_with("自治区") {
        UnitKind::Province
    } else if name.ends_with(['市', '州', '盟']) || name.ends_with("地区") {
        UnitKind::City
    } else {
        UnitKind::District
    }
}
