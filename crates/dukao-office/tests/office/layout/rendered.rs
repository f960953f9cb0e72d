//! A layout as a file.

use std::fmt::Write as _;

use dukao_office::grid::{self, Book};
use rust_xlsxwriter::{Format, Workbook};

use super::described::{Layout, Placing, Table};
use super::figures::Figures;
use super::truth::{cell, is_label};

/// Cells of one sheet, and its merged regions (first row, first column, last row, last column).
#[derive(Default)]
pub(crate) struct Page {
    name: String,
    hidden: bool,
    rows: Vec<Vec<String>>,
    merged: Vec<(usize, usize, usize, usize)>,
}

impl Page {
    fn put(&mut self, row: usize, column: usize, text: &str) {
        while self.rows.len() <= row {
            self.rows.push(Vec::new());
        }
        while self.rows[row].len() <= column {
            self.rows[row].push(String::new());
        }
        text.clone_into(&mut self.rows[row][column]);
    }
}

/// The file of a layout.
pub(crate) fn book(layout: &Layout, seed: u64) -> Book {
    let pages = pages(layout, seed);
    let name = layout.tables[0].filled(&layout.file);
    let extension = name.rsplit('.').next().unwrap_or_default();
    let bytes = if extension == "xlsx" {
        xlsx(&pages)
    } else if extension == "html" {
        html(&pages).into_bytes()
    } else {
        let text = csv(&pages[0]);
        if layout.name.contains("gbk") { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.into_bytes() }
    };
    grid::open(&name, &bytes).unwrap_or_else(|problem| panic!("{}: {problem}", layout.name))
}

fn pages(layout: &Layout, seed: u64) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for (at, table) in layout.tables.iter().enumerate() {
        let (page, corner) = match (at, table.place) {
            (0, _) | (_, Placing::NewSheet | Placing::HiddenSheet) => {
                pages.push(Page {
                    name: table.sheet.clone(),
                    hidden: at > 0 && table.place == Placing::HiddenSheet,
                    ..Page::default()
                });
                (pages.last_mut().unwrap(), (0, 0))
            }
            (_, place) => {
                let page = pages.last_mut().unwrap();
                let corner = match place {
                    Placing::Right => (0, page.rows.iter().map(Vec::len).max().unwrap_or(0) + 1),
                    Placing::Touching => (page.rows.len(), 0),
                    _ => (page.rows.len() + 1, 0),
                };
                (page, corner)
            }
        };
        draw(page, table, &Figures::of(table, seed), corner);
    }
    pages
}

/// Puts a table on a page.
fn draw(page: &mut Page, table: &Table, figures: &Figures, corner: (usize, usize)) {
    let (mut row, left) = corner;
    let width = table.columns.len();
    for title in &table.titles {
        let at = if title.starts_with('>') { width - 1 } else { 0 };
        page.put(row, left + at, &table.filled(title.trim_start_matches('>')));
        if at == 0 {
            page.merged.push((row, left, row, left + width - 1));
        }
        row += 1;
    }
    let lines = lines(table, figures);
    for (at, line) in lines.iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            let (row, column) = if table.transposed { (row + column, left + at) } else { (row + at, left + column) };
            if !text.is_empty() && text != "<" && text != "^" {
                page.put(row, column, text);
            }
        }
    }
    merge_heads(page, table, (row, left));
    row += if table.transposed { width } else { lines.len() };
    for note in &table.notes {
        page.put(row, left, &table.filled(note));
        row += 1;
    }
}

fn lines(table: &Table, figures: &Figures) -> Vec<Vec<String>> {
    let mut lines: Vec<Vec<String>> =
        table.heads.iter().map(|head| head.iter().map(|text| table.filled(text)).collect()).collect();
    let mut number = 0;
    for row in &table.rows {
        number += usize::from(!row.group);
        let line = table.columns.iter().map(|column| match column.item.as_str() {
            "单位" | "指标" | "期间" => table.filled(&row.text),
            _ if row.group => String::new(),
            "序号" => number.to_string(),
            "类别" => row.category.clone(),
            "计量单位" => row.unit.clone().unwrap_or_default(),
            "文字" => "正在推进".to_owned(),
            "位次" | "上月位次" if row.means == "*" => String::new(),
            item => {
                debug_assert!(!is_label(item));
                let text = cell(table, figures, row, column).0;
                if column.item == "阶段" { "前三季度".to_owned() } else { text }
            }
        });
        lines.push(line.collect());
    }
    lines
}

/// Merged regions of `<` and `^`.
fn merge_heads(page: &mut Page, table: &Table, corner: (usize, usize)) {
    for (at, head) in table.heads.iter().enumerate() {
        for (column, text) in head.iter().enumerate() {
            if text == "<" || text == "^" || text.is_empty() {
                continue;
            }
            let right = head[column + 1..].iter().take_while(|text| *text == "<").count();
            let below = table.heads[at + 1..].iter().take_while(|head| head[column] == "^").count();
            let (height, width) = if table.transposed { (right, below) } else { (below, right) };
            let (row, column) = if table.transposed { (column, at) } else { (at, column) };
            if height + width > 0 {
                let (row, column) = (corner.0 + row, corner.1 + column);
                page.merged.push((row, column, row + height, column + width));
            }
        }
    }
}

fn csv(page: &Page) -> String {
    let mut text = String::new();
    for row in &page.rows {
        let cells = row.iter().map(|cell| {
            if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        });
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}

fn xlsx(pages: &[Page]) -> Vec<u8> {
    let mut book = Workbook::new();
    let short = |number: usize| u16::try_from(number).unwrap();
    for page in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name).unwrap();
        sheet.set_hidden(page.hidden);
        for region in &page.merged {
            let text = page.rows.get(region.0).and_then(|row| row.get(region.1)).cloned().unwrap_or_default();
            sheet
                .merge_range(
                    u32::from(short(region.0)),
                    short(region.1),
                    u32::from(short(region.2)),
                    short(region.3),
                    &text,
                    &Format::new(),
                )
                .unwrap();
        }
        for (row, cells) in page.rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let (row, column) = (u32::from(short(row)), short(column));
                match text.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, text.as_str()).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn html(pages: &[Page]) -> String {
    let mut text = "<html><head><meta charset=\"utf-8\"></head><body>".to_owned();
    for page in pages {
        text.push_str("<table>");
        for (row, cells) in page.rows.iter().enumerate() {
            text.push_str("<tr>");
            for (column, cell) in cells.iter().enumerate() {
                let covered = |region: &&(usize, usize, usize, usize)| {
                    (region.0..=region.2).contains(&row) && (region.1..=region.3).contains(&column)
                };
                match page.merged.iter().find(covered) {
                    Some(region) if (region.0, region.1) == (row, column) => {
                        let (down, across) = (region.2 - region.0 + 1, region.3 - region.1 + 1);
                        write!(text, "<td rowspan={down} colspan={across}>{cell}</td>").unwrap();
                    }
                    Some(_) => {}
                    None => write!(text, "<td>{cell}</td>").unwrap(),
                }
            }
            text.push_str("</tr>");
        }
        text.push_str("</table>");
    }
    text + "</body></html>"
}
