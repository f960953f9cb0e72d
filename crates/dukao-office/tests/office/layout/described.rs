//! The description of a layout; `tests/layouts/README.md` tells how it is written.

use dukao_core::period::{Month, Period, Span};

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) tables: Vec<Table>,
    /// Corrections after which the guess must be right.
    pub(crate) answers: Vec<String>,
    /// Next month's file has the same layout.
    pub(crate) monthly: bool,
}

/// One table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) region: String,
    pub(crate) period: Period,
    pub(crate) unit: String,
    pub(crate) indicator: String,
    pub(crate) titles: Vec<String>,
    pub(crate) heads: Vec<Vec<String>>,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) notes: Vec<String>,
    pub(crate) transposed: bool,
    pub(crate) place: Placing,
    pub(crate) sheet: String,
    pub(crate) decimals: Option<u8>,
}

/// Where a table stands beside the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placing {
    Below,
    Touching,
    Right,
    NewSheet,
    HiddenSheet,
}

/// What a column is: a word of the mapping file, or 单位, 指标, 计量单位, 期间, 序号, 类别, 不读.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) item: String,
    pub(crate) indicator: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) period: Option<String>,
}

/// One row below the heads.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) text: String,
    /// `*` the region, `-` not read, or a name.
    pub(crate) means: String,
    pub(crate) unit: Option<String>,
    pub(crate) group: bool,
    /// 类别
    pub(crate) category: String,
}

impl Layout {
    pub(crate) fn parse(name: &str, text: &str) -> Self {
        let mut layout = Self {
            name: name.to_owned(),
            file: "表.csv".to_owned(),
            tables: vec![blank()],
            answers: Vec::new(),
            monthly: true,
        };
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let Some((key, value)) = line.split_once(": ") else { panic!("{name}: {line}") };
            if key == "另一张" {
                let mut next = layout.tables.last().unwrap().clone();
                (next.titles, next.heads, next.columns, next.rows, next.notes) = Default::default();
                next.transposed = false;
                next.place = match value {
                    "下" => Placing::Below,
                    "紧接" => Placing::Touching,
                    "右" => Placing::Right,
                    "隐藏工作表" => Placing::HiddenSheet,
                    _ => Placing::NewSheet,
                };
                layout.tables.push(next);
                continue;
            }
            match key {
                "文件" => value.clone_into(&mut layout.file),
                "答" => layout.answers.push(value.to_owned()),
                "下月" => layout.monthly = value == "是",
                _ => layout.tables.last_mut().unwrap().take(name, key, value),
            }
        }
        layout
    }

    /// The same layout a month later; `None` when it is not published monthly.
    pub(crate) fn next_month(&self) -> Option<Self> {
        let mut next = self.clone();
        for table in &mut next.tables {
            let Span::Month(month) = table.period.span() else { return None };
            table.period = Period::month(table.period.year(), month.next()?);
        }
        self.monthly.then_some(next)
    }
}

fn blank() -> Table {
    Table {
        region: "云栖市".to_owned(),
        period: Period::month(2019, Month::new(8).unwrap()),
        unit: String::new(),
        indicator: String::new(),
        titles: Vec::new(),
        heads: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        notes: Vec::new(),
        transposed: false,
        place: Placing::Below,
        sheet: "Sheet1".to_owned(),
        decimals: None,
    }
}

fn parts(value: &str) -> Vec<String> {
    value.split('|').map(|part| part.trim().to_owned()).collect()
}

impl Table {
    fn take(&mut self, name: &str, key: &str, value: &str) {
        match key {
            "地区" => value.clone_into(&mut self.region),
            "期间" => self.period = Period::parse(value).unwrap_or_else(|| panic!("{name}: {value}")),
            "计量单位" => value.clone_into(&mut self.unit),
            "指标" => value.clone_into(&mut self.indicator),
            "标题" => self.titles.push(value.to_owned()),
            "头" => self.heads.push(parts(value)),
            "列" => self.columns = parts(value).iter().map(|text| column(text)).collect(),
            "行" => self.rows.extend(parts(value).iter().map(|text| row(text))),
            "注" => self.notes.push(value.to_owned()),
            "转置" => self.transposed = value == "是",
            "工作表" => value.clone_into(&mut self.sheet),
            "小数" => self.decimals = value.parse().ok(),
            _ => panic!("{name}: {key}"),
        }
        if key == "列" {
            assert!(self.heads.iter().all(|head| head.len() == self.columns.len()), "{name}: {value}");
        }
    }

    /// `{年}`, `{上年}`, `{月}`, `{上月}` written out.
    pub(crate) fn filled(&self, text: &str) -> String {
        let (year, month) = (self.period.year(), self.period.end().map_or(0, Month::number));
        text.replace("{年}", &year.to_string())
            .replace("{上年}", &(year - 1).to_string())
            .replace("{月}", &month.to_string())
            .replace("{上月}", &(month - 1).to_string())
    }
}

/// `累计:地区生产总值@甲县/亿元~7月`.
fn column(text: &str) -> Column {
    let (rest, period) = text.split_once('~').map_or((text, None), |(rest, part)| (rest, Some(part.to_owned())));
    let (rest, unit) = match rest.rsplit_once('/') {
        Some((rest, unit)) => (rest, Some(unit.replace('每', "/"))),
        None => (rest, None),
    };
    let (rest, about) = rest.split_once('@').map_or((rest, None), |(rest, part)| (rest, Some(part.to_owned())));
    let (item, indicator) = rest.split_once(':').map_or((rest, None), |(rest, part)| (rest, Some(part.to_owned())));
    Column { item: item.to_owned(), indicator, about, unit, period }
}

/// `全市合计=*`, `其中：甲县=甲县`, `GDP（亿元）=地区生产总值/亿元`, `^分组`, `市本级!本级`.
fn row(text: &str) -> Row {
    let (text, category) = text.split_once('!').map_or((text, ""), |(text, category)| (text, category));
    if let Some(text) = text.strip_prefix('^') {
        return Row { text: text.to_owned(), means: "-".to_owned(), unit: None, group: true, category: String::new() };
    }
    let (shown, rest) = text.split_once('=').map_or((text, text), |(shown, means)| (shown, means));
    let (means, unit) =
        rest.rsplit_once('/').map_or((rest, None), |(means, unit)| (means, Some(unit.replace('每', "/"))));
    let shown = if text.contains('=') { shown } else { means };
    Row { text: shown.to_owned(), means: means.to_owned(), unit, group: false, category: category.to_owned() }
}
