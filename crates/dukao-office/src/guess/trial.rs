//! Where the table is, as the mapping must say it, and a trial of the mapping on the table itself.

use super::correction::{Correction, Subject};
use super::draft::Draft;
use super::shown::Doubt;
use super::table::Table;
use super::vocabulary::Label;
use crate::batch::Known;
use crate::grid::{Book, address, column_name};
use crate::guess::scan::CLOSELY;
use crate::mapping;
use crate::mapping::stretch::without_stretches;
use crate::problem::Severity;

impl Table<'_> {
    /// Corrections of the whole table.
    pub(super) fn take(&mut self, own: &[&Correction]) {
        for one in own {
            match one.subject {
                Subject::Period => self.fixed_period = self.facts.moment.period,
                Subject::Region => self.fixed_region = Some(one.value.clone()),
                Subject::Unit => self.unit_key.clone_from(&self.facts.unit),
                Subject::HiddenRows => self.leave_hidden_rows(one.value == "不读"),
                _ => {}
            }
        }
        if self.unit_key.is_none() && !self.unit_is_seen() {
            self.unit_key = self.facts.unit.clone().filter(|unit| unit.as_str() != "%");
        }
    }

    /// Rows with figures that are hidden in the file.
    pub(super) fn hidden_rows(&self) -> Vec<usize> {
        let Some(sheet) = self.book.sheets.get(self.sheet).filter(|_| !self.draft.transposed) else {
            return Vec::new();
        };
        self.draft.data.iter().copied().filter(|row| sheet.is_hidden_row(self.draft.at(*row, 0).0)).collect()
    }

    fn leave_hidden_rows(&mut self, leave: bool) {
        self.hidden_settled = true;
        let keys = [Label::Unit, Label::Indicator].into_iter().filter_map(|label| self.decided.label(label));
        let (Some(at), true) = (keys.into_iter().next(), leave) else { return };
        for row in self.hidden_rows() {
            self.skipped.push(mapping::head_text::bare_name(self.draft.cell(row, at).text()));
        }
    }

    /// Whether reading by the mapping finds the unit of the whole table by itself.
    fn unit_is_seen(&self) -> bool {
        let head = self.draft.shape.head.1;
        let seen = (0..=head)
            .flat_map(|row| self.draft.sheet.row(row))
            .find_map(|cell| mapping::head_text::stated_unit(cell.text()));
        seen == self.facts.unit
    }

    /// Answers that give a unit of measure to each column that lacks one.
    pub(super) fn columns_without_unit(&self) -> Vec<String> {
        let lacking = self.decided.figures().filter(|(_, column)| column.is_amount() && column.unit.is_none());
        lacking.map(|(at, _)| format!("{}单位=万元", self.draft.column_name(at))).collect()
    }

    /// Says sheet, area and rows, as far as the mapping would not find them by itself.
    pub(super) fn place(&mut self, drafts: &[Draft], place: usize) {
        let visible: Vec<usize> = self
            .book
            .sheets
            .iter()
            .enumerate()
            .filter(|(_, sheet)| !sheet.hidden && sheet.height() > 0)
            .map(|(at, _)| at)
            .collect();
        if visible.first() != Some(&self.sheet) || visible.len() > 1 {
            self.sheet_key =
                self.book.sheets.get(self.sheet).map(|sheet| sheet.name.clone()).filter(|name| !name.is_empty());
        }
        if drafts.len() > 1 || self.draft.transposed {
            self.area_key = Some(self.area(drafts, place));
        }
        self.rows_key = self.rows_that_differ();
    }

    fn area(&self, drafts: &[Draft], place: usize) -> String {
        let block = &self.draft.block;
        let width =
            format!("{}:{}", column_name(block.columns.start), column_name(block.columns.end.saturating_sub(1)));
        let title = (!self.draft.transposed).then(|| self.first_title()).flatten();
        let below = drafts.get(place + 1).filter(|next| next.block.rows.start >= block.rows.end);
        let next = below.map(|next| {
            next.sheet.row(0).iter().find(|cell| !cell.is_empty()).map(|cell| without_stretches(cell.text()))
        });
        match (title, next) {
            (Some(from), None) => format!("区域: {{起于: {}, 列: \"{width}\"}}", super::writing::quoted(&from)),
            (Some(from), Some(Some(to))) if self.stands_once(&to) => {
                format!(
                    "区域: {{起于: {}, 止于: {}, 列: \"{width}\"}}",
                    super::writing::quoted(&from),
                    super::writing::quoted(&to)
                )
            }
            _ => {
                let last = block.rows.start
                    + if self.draft.transposed { self.draft.sheet_rows() } else { self.draft.shape.data.1 };
                let corner = address(last.saturating_sub(1), block.columns.end.saturating_sub(1));
                format!("区域: \"{}:{corner}\"", address(block.rows.start, block.columns.start))
            }
        }
    }

    /// The title above the heads, when no other row of the sheet holds it.
    fn first_title(&self) -> Option<String> {
        let cell = self.draft.sheet.row(0).iter().find(|cell| !cell.is_empty())?;
        let text = without_stretches(cell.text());
        (self.draft.shape.head.0 > 0 && text.chars().count() > 1 && self.stands_once(&text)).then_some(text)
    }

    fn stands_once(&self, text: &str) -> bool {
        let Some(sheet) = self.book.sheets.get(self.sheet) else { return false };
        let rows = (0..sheet.height().min(CLOSELY)).filter(|row| {
            sheet.row(*row).iter().any(|cell| !cell.is_empty() && without_stretches(cell.text()).contains(text))
        });
        !text.is_empty() && rows.count() == 1
    }

    /// 表头 and 数据行, where the mapping would take other rows.
    fn rows_that_differ(&self) -> Vec<String> {
        let text = super::writing::write(self);
        let (Some(mapping), _) = mapping::parse(&text) else { return Vec::new() };
        let Some((head, data)) = mapping.rows_found(self.book) else { return Vec::new() };
        let (start, column) = self.draft.at(0, 0);
        let start = if self.draft.transposed { column } else { start };
        let mut lines = Vec::new();
        let own = (self.draft.shape.head.0 + start, self.draft.shape.head.1 + start);
        if head != own {
            lines.push(format!("表头: {}-{}", own.0 + 1, own.1 + 1));
        }
        let last = self.draft.shape.data.1 + start;
        if self.draft.sheet.height() <= CLOSELY && (data.1 < last || data.0 < own.1 + 1 || head != own) {
            let first = self.draft.data.first().map_or(own.1 + 1, |row| row + start);
            lines.push(format!("数据行: {}-{}", first + 1, last));
        }
        lines
    }

    /// Reads the table by the mapping; what goes wrong becomes a question.
    pub(super) fn trial(&self, text: &str, known: &dyn Known) -> Vec<Doubt> {
        let doubt = |question: String| Doubt { at: "表".to_owned(), question, answers: Vec::new() };
        let shortened;
        let sheet = self.book.sheets.get(self.sheet);
        let book = if sheet.is_some_and(|sheet| sheet.height() > CLOSELY) {
            shortened = shorter(self.book);
            &shortened
        } else {
            self.book
        };
        let outcome = mapping::read("映射.yaml", text, book, known);
        let errors = outcome.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let mut doubts: Vec<Doubt> =
            errors.take(5).map(|problem| doubt(format!("照这样读会出错：{problem}"))).collect();
        if doubts.is_empty() && outcome.batch.observations.is_empty() && outcome.batch.targets.is_empty() {
            doubts.push(doubt("照这样读不到任何数".to_owned()));
        }
        doubts
    }
}

/// The first rows of every sheet.
fn shorter(book: &Book) -> Book {
    let sheets = book.sheets.iter().map(|sheet| sheet.part(0..CLOSELY, 0..usize::MAX, false)).collect();
    Book { name: book.name.clone(), kind: book.kind, sheets, notes: Vec::new() }
}

impl Draft {
    /// How many rows of the sheet it covers.
    pub(super) const fn sheet_rows(&self) -> usize {
        self.block.rows.end - self.block.rows.start
    }
}
