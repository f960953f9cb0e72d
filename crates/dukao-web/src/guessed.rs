//! A guessed table as it is shown: cells with the colour of their meaning, a choice over every column.

use dukao_app::grid::Sheet;
use dukao_app::guess::{ColumnGuess, Confidence, Doubt, FactGuess, Guess, RowMeaning, TableGuess, meanings};
use dukao_app::import::GuessedFile;

/// How many rows from the top and from the bottom are shown.
const TOP: usize = 24;
const BOTTOM: usize = 6;
/// How many columns are shown.
const WIDE: usize = 40;

/// One guessed table.
pub(crate) struct TableView {
    /// 收入 A1:H20
    pub(crate) title: String,
    /// Begins the names of its fields: `0:1:`.
    pub(crate) prefix: String,
    pub(crate) transposed: bool,
    pub(crate) facts: Vec<FactView>,
    pub(crate) doubts: Vec<DoubtView>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) rows: Vec<RowView>,
    pub(crate) mapping: String,
}

/// A question, with the answers as buttons.
pub(crate) struct DoubtView {
    pub(crate) at: String,
    pub(crate) question: String,
    /// What the form sends (`0:1:D列=累计`), and the word on the button.
    pub(crate) answers: Vec<(String, String)>,
}

impl DoubtView {
    fn of(doubt: &Doubt, prefix: &str) -> Self {
        let word = |answer: &String| answer.split_once('=').map_or(answer.as_str(), |(_, word)| word).to_owned();
        Self {
            at: doubt.at.clone(),
            question: doubt.question.clone(),
            answers: doubt.answers.iter().map(|answer| (format!("{prefix}{answer}"), word(answer))).collect(),
        }
    }
}

/// A fact of the whole table that may be corrected.
pub(crate) struct FactView {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) sure: &'static str,
    pub(crate) reasons: String,
}

/// The choice over a column (or before a row of a transposed table).
pub(crate) struct Choice {
    /// D列
    pub(crate) name: String,
    pub(crate) options: Vec<(&'static str, bool)>,
    /// 一般公共预算收入，万元
    pub(crate) more: String,
    pub(crate) sure: &'static str,
    pub(crate) doubtful: bool,
    pub(crate) reasons: Vec<String>,
    pub(crate) class: &'static str,
}

/// A row of the sheet.
pub(crate) struct RowView {
    /// As the file counts it.
    pub(crate) number: usize,
    /// 表头, 合计 …; empty for data and where it may be chosen.
    pub(crate) word: &'static str,
    /// What a row of figures is: its name (`9行`) and the words to choose from.
    pub(crate) meanings: Option<(String, Vec<(&'static str, bool)>)>,
    pub(crate) class: &'static str,
    pub(crate) cells: Vec<(String, &'static str)>,
    /// Of a transposed table: which choice stands before it.
    pub(crate) choice: Option<usize>,
    /// Rows are left out before this one.
    pub(crate) after_gap: usize,
}

impl TableView {
    /// The tables of a file; `number` is its place among the files of the page.
    pub(crate) fn of(number: usize, file: &GuessedFile) -> Vec<Self> {
        let tables = file.guess.tables.iter().enumerate();
        tables.map(|(at, table)| Self::one(number, at, table, file)).collect()
    }

    fn one(number: usize, at: usize, table: &TableGuess, file: &GuessedFile) -> Self {
        let empty = Sheet::default();
        let sheet = file.book.sheets.get(table.sheet_index).unwrap_or(&empty);
        let prefix = format!("{number}:{}:", at + 1);
        Self {
            title: format!("{} {}", table.sheet, table.area).trim().to_owned(),
            transposed: table.transposed,
            facts: table.facts.iter().map(FactView::of).collect(),
            doubts: table.doubts.iter().map(|doubt| DoubtView::of(doubt, &prefix)).collect(),
            choices: table.columns.iter().map(Choice::of).collect(),
            rows: rows(table, sheet),
            mapping: table.mapping(),
            prefix,
        }
    }

    /// The choice that stands before a row of a transposed table.
    pub(crate) fn before(&self, row: &RowView) -> Option<&Choice> {
        row.choice.and_then(|place| self.choices.get(place))
    }
}

impl FactView {
    fn of(fact: &FactGuess) -> Self {
        Self {
            name: fact.name,
            value: fact.value.clone().unwrap_or_default(),
            sure: Confidence::of(fact.sure).label(),
            reasons: fact.reasons.join("；"),
        }
    }

    /// Whether a person may say it otherwise.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.name, "地区" | "期间" | "指标" | "计量单位")
    }
}

impl Choice {
    fn of(column: &ColumnGuess) -> Self {
        let mut options: Vec<(&'static str, bool)> =
            meanings().into_iter().map(|word| (word, word == column.meaning)).collect();
        if !options.iter().any(|(_, chosen)| *chosen) {
            options.insert(0, ("不明", true));
        }
        let more = [&column.indicator, &column.about, &column.period, &column.unit];
        let more: Vec<&str> = more.into_iter().flatten().map(String::as_str).collect();
        let confidence = Confidence::of(column.sure);
        Self {
            name: column.name.clone(),
            options,
            more: more.join("，"),
            sure: confidence.label(),
            doubtful: confidence == Confidence::Doubtful,
            reasons: column.reasons.clone(),
            class: class_of(&column.meaning),
        }
    }
}

/// The colour of a meaning.
fn class_of(meaning: &str) -> &'static str {
    match meaning {
        "单位" | "指标" => "dk-m-name",
        "期间" | "阶段" | "计量单位" | "类别" => "dk-m-about",
        "目标" | "争取" | "阶段目标" => "dk-m-goal",
        "序号" | "不读" => "dk-m-skip",
        "不明" => "dk-m-doubt",
        word if word.contains("增速") || word.contains("率") || word.contains("位次") || word == "占比" => {
            "dk-m-rate"
        }
        _ => "dk-m-value",
    }
}

const fn class_of_row(meaning: RowMeaning) -> &'static str {
    match meaning {
        RowMeaning::Title | RowMeaning::About | RowMeaning::Note => "dk-r-words",
        RowMeaning::Head | RowMeaning::Numbering => "dk-r-head",
        RowMeaning::Total | RowMeaning::Subtotal => "dk-r-total",
        RowMeaning::Group => "dk-r-group",
        RowMeaning::Unread => "dk-r-skip",
        RowMeaning::Data | RowMeaning::Blank => "",
    }
}

/// The rows of the table's area, the middle of a long one left out.
fn rows(table: &TableGuess, sheet: &Sheet) -> Vec<RowView> {
    let bounds = table.bounds;
    let all: Vec<usize> = (bounds.top..=bounds.bottom).collect();
    let gap = all.len().saturating_sub(TOP + BOTTOM);
    let shown = all.iter().enumerate().filter(|(at, _)| gap == 0 || *at < TOP || *at >= TOP + gap);
    let row = |(at, row): (usize, &usize)| {
        let meaning = if table.transposed { None } else { meaning_of(table, *row) };
        let choice = table.columns.iter().position(|column| table.transposed && column.index == *row);
        RowView {
            number: row + 1,
            word: meaning.filter(|meaning| !is_open(*meaning)).map_or("", RowMeaning::label),
            meanings: meaning.filter(|meaning| is_open(*meaning)).map(|meaning| (row_name(*row), row_words(meaning))),
            class: meaning.map_or("", class_of_row),
            cells: cells(table, sheet, *row, meaning),
            choice,
            after_gap: if gap > 0 && at == TOP + gap { gap } else { 0 },
        }
    };
    shown.map(row).collect()
}

/// Whether a person may say what the row is.
const fn is_open(meaning: RowMeaning) -> bool {
    matches!(meaning, RowMeaning::Data | RowMeaning::Total | RowMeaning::Subtotal | RowMeaning::Unread)
}

fn row_name(row: usize) -> String {
    format!("{}行", row + 1)
}

/// What a row of figures may be; a subtotal is one as long as nobody says otherwise.
fn row_words(meaning: RowMeaning) -> Vec<(&'static str, bool)> {
    let words = [RowMeaning::Data, RowMeaning::Total, RowMeaning::Unread];
    let own = (meaning == RowMeaning::Subtotal).then_some(meaning);
    own.into_iter().chain(words).map(|word| (word.label(), word == meaning)).collect()
}

fn meaning_of(table: &TableGuess, line: usize) -> Option<RowMeaning> {
    table.rows.iter().find(|group| (group.first..=group.last).contains(&line)).map(|group| group.meaning)
}

fn cells(table: &TableGuess, sheet: &Sheet, row: usize, meaning: Option<RowMeaning>) -> Vec<(String, &'static str)> {
    let bounds = table.bounds;
    let columns = (bounds.left..=bounds.right).take(WIDE);
    let cell = |column: usize| {
        let text = sheet.shown(row, column).text().to_owned();
        let line = if table.transposed { row } else { column };
        let own = table.columns.iter().find(|guess| guess.index == line);
        let across = if table.transposed { meaning_of(table, column) } else { meaning };
        let counts = matches!(across, Some(RowMeaning::Data | RowMeaning::Total | RowMeaning::Head));
        let class = own.filter(|_| counts).map_or("", |guess| class_of(&guess.meaning));
        (text, class)
    };
    columns.map(cell).collect()
}

/// What a form says otherwise than the guess, as corrections: the choices over columns, the facts, the answers.
pub(crate) fn changed(number: usize, guess: &Guess, fields: &[(String, String)]) -> Vec<String> {
    let mut corrections = Vec::new();
    for (at, table) in guess.tables.iter().enumerate() {
        let prefix = format!("{number}:{}:", at + 1);
        let own = fields.iter().filter_map(|(name, value)| Some((name.strip_prefix(&prefix)?, value.trim())));
        for (name, value) in own.filter(|(_, value)| !value.is_empty() && *value != "不明") {
            if said_by(table, name) != Some(value) {
                corrections.push(format!("{}:{name}={value}", at + 1));
            }
        }
        let answers = fields.iter().filter(|(name, _)| name == "answer");
        let answers = answers.filter_map(|(_, value)| value.strip_prefix(&prefix));
        corrections.extend(answers.map(|answer| format!("{}:{answer}", at + 1)));
    }
    corrections
}

/// What the guess says at a place: the meaning of a column or a row, or a fact.
fn said_by<'t>(table: &'t TableGuess, name: &str) -> Option<&'t str> {
    let column = table.columns.iter().find(|column| column.name == name).map(|column| column.meaning.as_str());
    let fact = || table.facts.iter().find(|fact| fact.name == name)?.value.as_deref();
    let row = || {
        let line = name.strip_suffix('行').filter(|_| !table.transposed)?.parse::<usize>().ok()?.checked_sub(1)?;
        meaning_of(table, line).map(RowMeaning::label)
    };
    column.or_else(row).or_else(fact)
}
