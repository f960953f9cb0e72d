//! Tables in a terminal: a head, a line below it, columns by width; Chinese letters count two.

use comfy_table::{
    Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use dukao_app::Problem;
use dukao_app::view::Row;
use dukao_core::framework::Light;

use crate::output;

/// How wide a table may be where the terminal does not say.
const WIDTH: u16 = 100;

/// A line below the head and no lines between columns; [`ruled`] adds the lines above and below.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// A column: its head, and whether it holds numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Column {
    /// Words, from the left; may be broken into lines.
    Words(&'static str),
    /// Numbers, to the right; never broken.
    Number(&'static str),
}

impl Column {
    const fn head(self) -> &'static str {
        match self {
            Self::Words(head) | Self::Number(head) => head,
        }
    }
}

/// An empty table with these columns.
pub(crate) fn table(columns: &[Column]) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    if output::stdout_takes_colour() {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    let width = table.width().unwrap_or(WIDTH).max(WIDTH);
    table.set_width(width.min(140));
    table.set_header(columns.iter().map(|column| Cell::new(column.head())));
    for (index, column) in columns.iter().enumerate() {
        let Some(place) = table.column_mut(index) else { continue };
        place.set_padding((0, 1));
        if matches!(column, Column::Number(_)) {
            place.set_cell_alignment(CellAlignment::Right);
            place.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

/// Keeps a column of words from being squeezed below its content.
pub(crate) fn keep_whole(table: &mut Table, index: usize) {
    if let Some(column) = table.column_mut(index) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// Limits a column of words.
pub(crate) fn at_most(table: &mut Table, index: usize, width: u16) {
    if let Some(column) = table.column_mut(index) {
        column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(width)));
    }
}

/// The light as a cell: sign, word, and a colour that only repeats them.
pub(crate) fn light(row: &Row) -> Cell {
    let cell = Cell::new(crate::words::light(row));
    match row.standing.light {
        Light::Lagging => cell.fg(Color::Red),
        Light::Slow => cell.fg(Color::Yellow),
        _ => cell,
    }
}

/// The table between two lines as long as the one below its head.
pub(crate) fn ruled(table: &Table) -> String {
    let text = table.trim_fmt();
    let rule = text.lines().find(|line| line.starts_with('─')).unwrap_or_default();
    format!("{rule}\n{text}\n{rule}\n")
}

/// The table under its title, with its foot.
pub(crate) fn page(title: &str, table: &Table, foot: &[String]) -> String {
    let mut text = format!("{title}\n{}", ruled(table));
    for line in foot {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Mistakes and notes with file, sheet, cell, what is wrong and what would be right.
pub(crate) fn problems(problems: &[Problem]) -> String {
    let columns = [
        Column::Words("文件"),
        Column::Words("工作表"),
        Column::Words("单元格"),
        Column::Words("错在哪里"),
        Column::Words("应当怎样写"),
    ];
    let mut table = table(&columns);
    keep_whole(&mut table, 2);
    at_most(&mut table, 0, 24);
    at_most(&mut table, 1, 12);
    for problem in problems {
        table.add_row([&problem.file, &problem.sheet, &problem.cell, &problem.message, &problem.hint]);
    }
    ruled(&table)
}
