//! The sentence at the head of an indicator page, in pieces that open to their figures.

use dukao_core::framework::ValueKind;
use dukao_core::progress::FigureKind as K;

use super::Shown;
use super::basis::Settled;
use super::ledger::Row;

/// Words, or a figure in words with its key.
pub type Piece = (String, Option<&'static str>);

/// A sentence under way: words, and figures that can be opened.
#[derive(Default)]
pub(crate) struct Sentence {
    pub(crate) pieces: Vec<Piece>,
}

impl Sentence {
    pub(crate) fn words(&mut self, text: &str) -> &mut Self {
        self.pieces.push((text.to_owned(), None));
        self
    }

    pub(crate) fn figure(&mut self, shown: &Shown) -> &mut Self {
        self.pieces.push((shown.text.clone(), Some(shown.key)));
        self
    }

    pub(crate) fn size(&mut self, shown: &Shown) -> &mut Self {
        self.pieces.push((shown.magnitude.clone(), Some(shown.key)));
        self
    }
}

/// What the row says, as an official would write it. Unknown figures leave their clause out.
pub(crate) fn of_row(row: &Row, settled: &Settled) -> Vec<Piece> {
    let mut sentence = Sentence::default();
    let kinds = [ValueKind::Flow.label(), ValueKind::Count.label()];
    if kinds.contains(&row.indicator.value_kind) {
        cumulative(&mut sentence, row);
        month(&mut sentence, row);
    } else {
        level(&mut sentence, row);
    }
    growth(&mut sentence, row);
    rank(&mut sentence, row, settled);
    if sentence.pieces.is_empty() {
        let reason = row
            .standing
            .reason
            .clone()
            .or_else(|| known(row, K::Cumulative, false).and_then(|shown| shown.reason.clone()));
        sentence.words(&reason.unwrap_or_else(|| "还没有数据".to_owned()));
    }
    sentence.words("。");
    sentence.pieces
}

fn known(row: &Row, kind: K, only_known: bool) -> Option<&Shown> {
    row.figure(kind.key()).filter(|shown| shown.is_known() || !only_known)
}

fn cumulative(sentence: &mut Sentence, row: &Row) {
    let Some(actual) = known(row, K::Cumulative, true) else { return };
    let (did, goal) = if row.ceiling { ("", "控制数") } else { ("完成", "目标") };
    sentence.words(&format!("{}{did}", row.period)).figure(actual).words(&actual.unit);
    if let (Some(target), Some(done)) = (known(row, K::Target, true), known(row, K::Completion, true)) {
        sentence
            .words(&format!("，为全年{goal}"))
            .figure(target)
            .words(&format!("{}的", target.unit))
            .figure(done)
            .words("%");
    }
    if let Some(gap) = known(row, K::BehindPace, true) {
        match gap.sign {
            0 => sentence.words("，与序时持平"),
            sign => sentence.words(against_pace(sign > 0, row.ceiling)).size(gap).words("个百分点"),
        };
    }
    if let Some(owed) = known(row, K::Shortfall, true).filter(|owed| owed.sign != 0) {
        let word = match (owed.is_positive(), row.ceiling) {
            (true, false) => "，累计欠账",
            (false, true) => "，余",
            _ => "，超",
        };
        sentence.words(word).size(owed).words(&owed.unit);
    }
}

/// Behind or ahead of the pace; of a limit, above or below it.
const fn against_pace(behind: bool, ceiling: bool) -> &'static str {
    match (behind, ceiling) {
        (true, false) => "，欠序时",
        (false, false) => "，超序时",
        (true, true) => "，高于控制进度",
        (false, true) => "，低于控制进度",
    }
}

fn month(sentence: &mut Sentence, row: &Row) {
    let (Some(month), Some(period)) = (known(row, K::Month, true), row.own_period.as_deref()) else { return };
    if row.period == period {
        return;
    }
    let did = if row.ceiling { "" } else { "完成" };
    sentence.words(&format!("；{period}{did}")).figure(month).words(&month.unit);
    if let (Some(change), Some(before)) = (known(row, K::MonthOnMonthChange, true), row.previous_period.as_deref()) {
        match change.sign {
            0 => sentence.words(&format!("，与{before}持平")),
            sign if sign > 0 => sentence.words(&format!("，较{before}增加")).size(change).words(&change.unit),
            _ => sentence.words(&format!("，较{before}减少")).size(change).words(&change.unit),
        };
    }
    if row.new_shortfall
        && let Some(new) = known(row, K::MonthlyShortfall, true)
    {
        sentence.words("，欠新账").size(new).words(&new.unit);
    }
}

fn level(sentence: &mut Sentence, row: &Row) {
    let Some(value) = known(row, K::Cumulative, true) else {
        if let Some(progress) = row.progress.as_deref() {
            sentence.words(progress);
        }
        return;
    };
    if row.indicator.value_kind == ValueKind::Growth.label() {
        return;
    }
    sentence.words(&row.period).figure(value).words(&value.unit);
    if let (Some(target), Some(gap)) = (known(row, K::Target, true), known(row, K::GapToTarget, true)) {
        sentence.words("，目标").figure(target).words(&target.unit);
        match gap.sign {
            0 => sentence.words("，正好达到"),
            sign if sign > 0 => sentence.words("，相差").size(gap).words(&gap.unit),
            _ => sentence.words("，好于目标").size(gap).words(&gap.unit),
        };
    }
}

fn growth(sentence: &mut Sentence, row: &Row) {
    let Some(growth) = known(row, K::Growth, true) else { return };
    let lead = if sentence.pieces.is_empty() { row.period.clone() } else { "；同比".to_owned() };
    match growth.sign {
        0 => sentence.words(&lead).words("持平"),
        sign if sign > 0 => sentence.words(&lead).words("增长").size(growth).words("%"),
        _ => sentence.words(&lead).words("下降").size(growth).words("%"),
    };
    if let Some(gap) = known(row, K::GrowthGap, true) {
        match gap.sign {
            0 => sentence.words("，达到目标增速"),
            sign if sign > 0 => sentence.words("，与目标增速相差").size(gap).words("个百分点"),
            _ => sentence.words("，高于目标增速").size(gap).words("个百分点"),
        };
    }
}

fn rank(sentence: &mut Sentence, row: &Row, settled: &Settled) {
    let Some(rank) = known(row, K::Rank, true).filter(|_| row.ranked > 1) else { return };
    let class = settled.unit_then(&row.unit).map_or("", |unit| unit.kind.class().label());
    sentence.words(&format!("，列{}个{class}第", row.ranked)).figure(rank).words("位");
}
