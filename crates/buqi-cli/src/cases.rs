//! Reads tables of published projects as people keep them: columns in any
//! order and either language, numbers with units, blanks, spreadsheets' marks.
//!
//! Nothing is dropped in silence: what can't be read is unknown, and a note
//! says where.

use crate::figures;
mod columns;

use crate::listed;
use crate::reading::unread;
use crate::written::{Measure, middle_year, number, weeks};
use anyhow::{Context, Result, anyhow, bail};
use buqi_core::money::Fen;
use buqi_exchange::Lang;
use columns::{COLUMNS, Column, column, first_name, name_of};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::path::Path;

/// Square metres that are still those of one household; beyond it a unit is
/// likely to be wrong. So with what follows.
pub const AREA_PER_HOUSEHOLD: RangeInclusive<f64> = 10.0..=1_000.0;
pub const HOUSEHOLDS_PER_BUILDING: RangeInclusive<f64> = 1.0..=2_000.0;
pub const AREA_PER_BUILDING: RangeInclusive<f64> = 50.0..=200_000.0;
const YUAN_PER_AREA: RangeInclusive<f64> = 1.0..=50_000.0;
const YUAN_PER_HOUSEHOLD: RangeInclusive<f64> = 50.0..=5_000_000.0;

/// 案例. One row of the file, as published.
#[derive(Debug, Default)]
pub struct Case {
    /// The line the row starts on.
    pub line: u64,
    pub id: String,
    pub name: String,
    pub n_estates: Option<f64>,
    pub buildings: Option<f64>,
    pub stairwells: Option<f64>,
    pub dwellings: Option<f64>,
    pub area: Option<f64>,
    /// The year of the project; of several the middle.
    pub year: Option<f64>,
    pub year_built: Option<f64>,
    pub total: Option<Fen>,
    /// How long the works took, in weeks.
    pub weeks: Option<f64>,
    pub works: Vec<String>,
}

/// A table that was read, and what in it could not be.
#[derive(Debug, Default)]
pub struct Table {
    pub cases: Vec<Case>,
    pub notes: Vec<String>,
}

pub fn read(file: &Path, lang: Lang) -> Result<Table> {
    let bytes = std::fs::read(file).map_err(|it| unread(file, &it, lang))?;
    parse(&bytes, lang).with_context(|| file.display().to_string())
}

fn parse(bytes: &[u8], lang: Lang) -> Result<Table> {
    let mut table = Table::default();
    let text = &*text_of(bytes, lang, &mut table.notes)?;
    let lines = Lines::of(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let (headings, skipped) = headings(&mut records, lang)?;
    let headers: Vec<Option<(Column, f64)>> = headings.iter().map(column).collect();
    let has = |wanted: Column| headers.iter().flatten().any(|it| it.0 == wanted);
    let needed = [Column::Works, Column::Total].into_iter();
    let missing: Vec<&str> = needed
        .filter(|it| !has(*it))
        .map(|it| first_name(it))
        .collect();
    if !missing.is_empty() {
        let found = headings.iter().collect::<Vec<_>>().join(", ");
        let missing = missing.join(", ");
        bail!(lang.pick(
            format!("缺少列：{missing}。前几行里要有一行列名；读到：{found}"),
            format!("Columns are missing: {missing}. One of the first lines must name the columns; it says: {found}"),
        ));
    }
    if skipped > 0 {
        table.notes.push(lang.pick(
            format!("列名前的 {skipped} 行不看。"),
            format!(
                "Not looked at: {} above the column names.",
                figures::counted(skipped, "line", "lines")
            ),
        ));
    }
    if ![
        Column::Area,
        Column::Households,
        Column::Buildings,
        Column::Stairwells,
    ]
    .into_iter()
    .any(has)
    {
        bail!(lang.pick(
            "没有一列说明规模：建筑面积、户数、栋数和单元数至少要有一列。",
            "No column gives a size: one of building_area_m2, households, buildings and stairwells is needed.",
        ));
    }
    for (wanted, _) in COLUMNS {
        if !has(wanted) {
            let name = name_of(wanted, lang);
            table.notes.push(lang.pick(
                format!("没有“{name}”列，按未知处理。"),
                format!("No column {name}; taken as unknown."),
            ));
        }
        let same = headings.iter().zip(&headers);
        let same = same.filter(|it| it.1.is_some_and(|it| it.0 == wanted));
        let same: Vec<&str> = same.map(|it| it.0.trim()).collect();
        if let [first, _, ..] = same[..] {
            let all = same.join(lang.pick("、", ", "));
            table.notes.push(lang.pick(
                format!("{all} 是同一列，用第一个“{first}”。"),
                format!("{all} are one column; the first, {first}, is used."),
            ));
        }
    }
    for record in records {
        let record = record.map_err(|it| unreadable(&it, lang))?;
        let line = lines.of_record(&record);
        if record.iter().all(|it| it.trim().is_empty()) {
            table.notes.push(lang.pick(
                format!("第 {line} 行是空的。"),
                format!("Line {line} is empty."),
            ));
            continue;
        }
        if record.len() != headers.len() {
            let (n, of) = (record.len(), headers.len());
            table.notes.push(lang.pick(
                format!("第 {line} 行有 {n} 格，列名有 {of} 个，按次序对应，请核对。"),
                format!("Line {line} has {n} cells for {of} columns; they are taken in order, please check."),
            ));
        }
        let row = Row {
            headings: &headings,
            headers: &headers,
            record: &record,
            line,
            lang,
        };
        let mut case = row.case(&mut table.notes);
        if is_a_sum(&case) {
            table.notes.push(lang.pick(
                format!("第 {line} 行是合计，不算一个项目。"),
                format!("Line {line} is a sum and no project."),
            ));
            continue;
        }
        row.check_units(&case, &mut table.notes);
        row.check_estates(&mut case, &mut table.notes);
        if row.is_swallowed() {
            table.notes.push(lang.pick(
                format!("第 {line} 行的改造内容里有换行和成排的数，可能是引号没有收尾，请核对。"),
                format!("Line {line}: the works hold line breaks and figures in rows; a quote may not be closed, please check."),
            ));
        }
        if !case.id.is_empty() && table.cases.iter().any(|it| it.id == case.id) {
            let id = &case.id;
            table.notes.push(lang.pick(
                format!("第 {line} 行的编号 {id} 前面已有。"),
                format!("Line {line}: the id {id} was there before."),
            ));
        }
        table.cases.push(case);
    }
    if table.cases.is_empty() {
        table.notes.push(
            lang.pick(
                "列名下面没有数据行。",
                "There are no rows below the column names.",
            )
            .to_owned(),
        );
    }
    Ok(table)
}

/// How many lines above the column names are looked through.
const MAX_TITLE_LINES: usize = 5;

/// The names of the columns, and how many lines stand above them.
fn headings(
    records: &mut csv::StringRecordsIter<'_, &[u8]>,
    lang: Lang,
) -> Result<(csv::StringRecord, usize)> {
    let mut first = None;
    for (n, record) in records.by_ref().take(MAX_TITLE_LINES).enumerate() {
        let record = record.map_err(|it| unreadable(&it, lang))?;
        let has = |wanted: Column| record.iter().filter_map(column).any(|it| it.0 == wanted);
        if has(Column::Works) && has(Column::Total) {
            return Ok((record, n));
        }
        first.get_or_insert(record);
    }
    Ok((first.unwrap_or_default(), 0))
}

fn unreadable(error: &csv::Error, lang: Lang) -> anyhow::Error {
    anyhow!(lang.pick(
        format!("不是可读的 CSV：{error}"),
        format!("no readable CSV: {error}")
    ))
}

/// The lines of a text. The reader of records counts too few where they end in
/// two characters or are empty.
struct Lines<'a> {
    text: &'a [u8],
    /// Where they end.
    ends: Vec<usize>,
}

impl Lines<'_> {
    fn of(text: &str) -> Lines<'_> {
        let text = text.as_bytes();
        let is_end = |it: &usize| {
            text[*it] == b'\n' || text[*it] == b'\r' && text.get(it + 1) != Some(&b'\n')
        };
        Lines {
            text,
            ends: (0..text.len()).filter(is_end).collect(),
        }
    }

    /// The line on which the text of a record begins, from 1.
    fn of_record(&self, record: &csv::StringRecord) -> u64 {
        let at = record.position().map_or(0, csv::Position::byte) as usize;
        // The end of the line before, and empty lines, may still belong to it.
        let rest = self.text.get(at..).unwrap_or_default();
        let ends = rest.iter().take_while(|it| matches!(**it, b'\r' | b'\n'));
        let at = at + ends.count();
        1 + self.ends.partition_point(|it| *it < at) as u64
    }
}

fn is_a_sum(case: &Case) -> bool {
    let sums = ["合计", "总计", "小计", "total", "sum"];
    let says = |it: &str| {
        let bare = it.to_lowercase().replace([' ', '\u{3000}', ':', '：'], "");
        sums.contains(&&*bare)
    };
    says(&case.id) || says(&case.name) || matches!(&case.works[..], [only] if says(only))
}

/// Without the mark that spreadsheets put first.
fn text_of<'a>(bytes: &'a [u8], lang: Lang, notes: &mut Vec<String>) -> Result<Cow<'a, str>> {
    let marked = Encoding::for_bom(bytes).map(|it| it.0);
    let encoding = match marked {
        Some(encoding) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => GB18030,
    };
    let (text, _, is_damaged) = encoding.decode(bytes);
    if is_damaged {
        bail!(lang.pick(
            "文件不是 UTF-8、GBK 或 UTF-16 编码的文本，请另存为 UTF-8 的 CSV。",
            "The file is no text in UTF-8, GBK or UTF-16; save it as a CSV in UTF-8.",
        ));
    }
    if encoding != UTF_8 {
        let name = encoding.name();
        notes.push(lang.pick(format!("按 {name} 编码读取。"), format!("Read as {name}.")));
    }
    if text.trim().is_empty() {
        bail!(lang.pick("文件是空的。", "The file is empty."));
    }
    Ok(text)
}

/// What the line with the column names is divided by; where there is none, what
/// the first line has most of, a comma unless it has none.
fn delimiter(text: &str) -> u8 {
    const DELIMITERS: [u8; 3] = *b",\t;";
    let names = |line: &str, by: u8| {
        let cells = line.split(char::from(by)).map(|it| it.trim_matches('"'));
        let found: Vec<Column> = cells.filter_map(column).map(|it| it.0).collect();
        [Column::Works, Column::Total]
            .iter()
            .all(|it| found.contains(it))
    };
    let mut first_lines = text.lines().take(MAX_TITLE_LINES);
    let named = first_lines.find_map(|line| DELIMITERS.into_iter().find(|it| names(line, *it)));
    let first = text.lines().next().unwrap_or_default();
    let of = |it: u8| first.matches(char::from(it)).count();
    let most = || {
        DELIMITERS
            .into_iter()
            .max_by_key(|it| (of(*it), *it == b','))
    };
    named.or_else(most).unwrap_or(b',')
}

struct Row<'a> {
    headings: &'a csv::StringRecord,
    headers: &'a [Option<(Column, f64)>],
    record: &'a csv::StringRecord,
    line: u64,
    lang: Lang,
}

impl Row<'_> {
    fn case(&self, notes: &mut Vec<String>) -> Case {
        let total = self.number(Column::Total, notes);
        Case {
            line: self.line,
            id: self.line_of(Column::Id),
            name: self.line_of(Column::Name),
            n_estates: self.number(Column::Estates, notes).map(|it| it.max(1.0)),
            buildings: self.number(Column::Buildings, notes),
            stairwells: self.number(Column::Stairwells, notes),
            dwellings: self.number(Column::Households, notes),
            area: self.number(Column::Area, notes),
            year: self.read(Column::Year, middle_year, notes),
            year_built: self.number(Column::YearBuilt, notes),
            total: total
                .map(|it| Fen((it * 100.0).round() as i64))
                .filter(|it| *it > Fen(0)),
            weeks: self.read(Column::Duration, weeks, notes),
            works: self.works(),
        }
    }

    fn place(&self, wanted: Column) -> Option<usize> {
        let mut headers = self.headers.iter();
        headers.position(|it| it.is_some_and(|it| it.0 == wanted))
    }

    /// The column as the file names it.
    fn heading(&self, wanted: Column) -> &str {
        let heading = self.place(wanted).and_then(|it| self.headings.get(it));
        heading.unwrap_or_default().trim()
    }

    fn text(&self, wanted: Column) -> Option<String> {
        let text = self.record.get(self.place(wanted)?)?.trim();
        let blank = matches!(
            &*text.to_lowercase(),
            "" | "-"
                | "--"
                | "—"
                | "——"
                | "/"
                | "?"
                | "？"
                | "n/a"
                | "na"
                | "nan"
                | "null"
                | "none"
                | "无"
                | "不详"
                | "未知"
                | "暂无"
                | "未公布"
                | "待定"
        );
        (!blank).then(|| text.to_owned())
    }

    /// Without line breaks, which a quoted cell may hold.
    fn line_of(&self, wanted: Column) -> String {
        let text = self.text(wanted).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A count or size above nothing; a note where there is text and no such
    /// number in it.
    fn number(&self, wanted: Column, notes: &mut Vec<String>) -> Option<f64> {
        let text = self.text(wanted)?;
        let scale = self.headers.iter().flatten().find(|it| it.0 == wanted)?.1;
        let measure = match wanted {
            Column::Total => Measure::Yuan,
            Column::Area => Measure::SquareMetres,
            Column::YearBuilt => Measure::Year,
            _ => Measure::Pieces,
        };
        let read = number(&text, measure);
        let value = match read {
            // A unit of its own goes before that of the heading.
            Some(read) if read.with_power => Some(read.value),
            Some(read) => Some(read.value * scale),
            None => None,
        };
        // From one fen on, and below what its cost can be reckoned with.
        let most = if wanted == Column::Total { 1e13 } else { 1e9 };
        let value = value.filter(|it| (0.01..most).contains(it));
        let (line, name) = (self.line, self.heading(wanted));
        if let Some(value) = value
            && read.is_some_and(|it| it.of_land)
        {
            notes.push(self.lang.pick(
                format!("第 {line} 行 {name}：“{text}”换算成 {value} 平方米；公顷和亩多用于土地，请核对。"),
                format!("Line {line}, {name}: “{text}” is {value} m²; hectares and mu mostly measure land, please check."),
            ));
        }
        if let Some(value) = value
            && read.is_some_and(|it| it.partly)
        {
            notes.push(self.lang.pick(
                format!("第 {line} 行 {name}：“{text}”读作 {value}，其余的数没有用。"),
                format!("Line {line}, {name}: “{text}” is read as {value}; its other figures are not used."),
            ));
        }
        if value.is_none() {
            notes.push(self.lang.pick(
                format!("第 {line} 行 {name}：“{text}”不是能用的数，按未知处理。"),
                format!("Line {line}, {name}: “{text}” is no usable number; taken as unknown."),
            ));
        } else if read.is_some_and(|it| it.range) {
            let middle = value.unwrap_or_default();
            notes.push(self.lang.pick(
                format!("第 {line} 行 {name}：“{text}”取中间值 {middle}。"),
                format!("Line {line}, {name}: the middle of “{text}” is taken, {middle}."),
            ));
        }
        value
    }

    /// Something other than a number; a note where there is text that is none.
    fn read(
        &self,
        wanted: Column,
        of: fn(&str) -> Option<f64>,
        notes: &mut Vec<String>,
    ) -> Option<f64> {
        let text = self.text(wanted)?;
        let read = of(&text);
        if read.is_none() {
            let (line, name) = (self.line, self.heading(wanted));
            notes.push(self.lang.pick(
                format!("第 {line} 行 {name}：“{text}”读不懂，按未知处理。"),
                format!("Line {line}, {name}: “{text}” can't be read; taken as unknown."),
            ));
        }
        read
    }

    /// No project has more estates than buildings, or than what is in them.
    fn check_estates(&self, case: &mut Case, notes: &mut Vec<String>) {
        let Some(estates) = case.n_estates else {
            return;
        };
        let parts = [
            (Column::Buildings, case.buildings),
            (Column::Stairwells, case.stairwells),
            (Column::Households, case.dwellings),
        ];
        let fewer = parts.into_iter().find_map(|(column, n)| {
            let n = n.filter(|it| *it < estates)?;
            Some((self.heading(column), n))
        });
        if let Some((of, n)) = fewer {
            case.n_estates = None;
            let line = self.line;
            notes.push(self.lang.pick(
                format!("第 {line} 行：小区 {estates} 个，比 {of} {n} 还多，小区数按未知处理。"),
                format!("Line {line}: {estates} estates are more than {of} {n}; the estates are taken as unknown."),
            ));
        }
    }

    /// Whether the works hold what looks like further rows.
    fn is_swallowed(&self) -> bool {
        let works = self.text(Column::Works).unwrap_or_default();
        let is_row = |it: &str| {
            let cells = it.split([',', '\t', ';']);
            cells.filter(|it| it.trim().parse::<f64>().is_ok()).count() >= 2
        };
        works.lines().skip(1).any(is_row)
    }

    /// Figures that can't be of one project hint at a unit that is not the
    /// heading's. They are used all the same, since nobody knows which is wrong.
    fn check_units(&self, case: &Case, notes: &mut Vec<String>) {
        let yuan = case.total.map(Fen::to_yuan);
        let ratios = [
            (
                Column::Area,
                case.area,
                Column::Households,
                case.dwellings,
                AREA_PER_HOUSEHOLD,
            ),
            (
                Column::Households,
                case.dwellings,
                Column::Buildings,
                case.buildings,
                HOUSEHOLDS_PER_BUILDING,
            ),
            (
                Column::Area,
                case.area,
                Column::Buildings,
                case.buildings,
                AREA_PER_BUILDING,
            ),
            (Column::Total, yuan, Column::Area, case.area, YUAN_PER_AREA),
            (
                Column::Total,
                yuan,
                Column::Households,
                case.dwellings,
                YUAN_PER_HOUSEHOLD,
            ),
        ];
        for (of, above, per, below, range) in ratios {
            let (Some(above), Some(below)) = (above, below) else {
                continue;
            };
            if range.contains(&(above / below)) {
                continue;
            }
            // As it is written, since the unit is what may be wrong.
            let cell = |it| (self.heading(it), self.text(it).unwrap_or_default());
            let (line, (of, above), (per, below)) = (self.line, cell(of), cell(per));
            notes.push(self.lang.pick(
                format!("第 {line} 行：{of} {above} 与 {per} {below} 不相称，请核对单位。"),
                format!("Line {line}: {of} {above} and {per} {below} do not fit together; check their units."),
            ));
        }
    }

    /// The published list, each word once.
    fn works(&self) -> Vec<String> {
        let text = self.text(Column::Works).unwrap_or_default();
        let words = listed::words(&text).into_iter();
        words.map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        parse(text.as_bytes(), Lang::En).expect("a table")
    }

    #[test]
    fn columns_go_by_either_language_in_any_order() {
        let table = table(
            "改造内容,总投资（万元）,建筑面积(万平方米)\r\n\"道路\n绿化；路灯\",3391,15.15\r\n",
        );
        let case = &table.cases[0];
        assert_eq!(case.works, ["道路", "绿化", "路灯"]);
        assert_eq!(case.total, Some(Fen(3_391_000_000)));
        assert_eq!(case.area, Some(151_500.0));
        assert_eq!(case.n_estates, None);
    }

    #[test]
    fn marks_and_delimiters_of_spreadsheets_do_no_harm() {
        let semicolons =
            table("\u{feff}Works;Total Investment CNY;Households\r\n道路、绿化;1200;20\r\n");
        assert_eq!(semicolons.cases[0].total, Some(Fen(120_000)));
        assert_eq!(semicolons.cases[0].works.len(), 2);
        let tabs = table("works\ttotal_investment_cny\thouseholds\n道路\t1200\t20\n");
        assert_eq!(tabs.cases[0].dwellings, Some(20.0));
    }

    #[test]
    fn a_unit_that_can_not_be_is_pointed_out() {
        let told = table("works,total_investment_cny,households,area_m2\n道路,3391,1200,10.5\n");
        let n_notes = told
            .notes
            .iter()
            .filter(|it| it.contains("check their units"))
            .count();
        assert_eq!(n_notes, 2, "{:?}", told.notes);
        let sound =
            table("works,total_investment_cny,households,area_m2\n道路,33910000,1200,105000\n");
        assert!(
            sound
                .notes
                .iter()
                .all(|it| !it.contains("check their units"))
        );
    }

    #[test]
    fn a_note_names_the_line_of_the_file() {
        let header = "works,total_investment_cny,households";
        for (text, line) in [
            (format!("{header}\r\n道路,若干,20\r\n"), 2),
            (format!("{header}\r道路,若干,20\r"), 2),
            (format!("{header}\r\n\r\n\r\n道路,若干,20\r\n"), 4),
            (format!("{header}\n\"道路\n绿化\",5,20\n道路,若干,20\n"), 4),
        ] {
            let told = table(&text).notes;
            let wanted = format!("Line {line}, total_investment_cny");
            assert!(
                told.iter().any(|it| it.starts_with(&wanted)),
                "{text} {told:?}"
            );
        }
    }

    #[test]
    fn lines_above_the_column_names_tell_nothing_of_what_divides_them() {
        for by in ["\t", ";", ","] {
            let text = "某市2022年案例\nworks,total_investment_cny,households\n道路,1200,20\n";
            let told = table(&text.replace(',', by));
            assert_eq!(told.cases[0].total, Some(Fen(120_000)));
            let note = "Not looked at: 1 line above the column names.";
            assert!(told.notes.iter().any(|it| it == note), "{:?}", told.notes);
        }
    }

    #[test]
    fn what_no_project_can_be_is_said_and_not_used() {
        let header = "case_id,works,total_investment_cny,area_m2,estates,stairwells\n";
        let text = format!("{header}a,道路,0.001,1e-300,3,2\nb,道路,5000,3亩,,\n合 计,,5000,3,,\n");
        let told = table(&text);
        assert_eq!(told.cases.len(), 2);
        let case = &told.cases[0];
        assert_eq!((case.total, case.area, case.n_estates), (None, None, None));
        assert_eq!(told.cases[1].area, Some(2000.0));
        for part in [
            "Line 2, total_investment_cny: “0.001” is no usable number",
            "Line 2, area_m2: “1e-300” is no usable number",
            "Line 2: 3 estates are more than stairwells 2",
            "Line 3, area_m2: “3亩” is 2000 m²",
            "Line 4 is a sum",
        ] {
            assert!(
                told.notes.iter().any(|it| it.starts_with(part)),
                "{part} {:?}",
                told.notes
            );
        }
    }

    #[test]
    fn what_is_not_read_is_said() {
        let text = "works,total_investment_cny,households\n道路,若干,3-5\n,,\n道路,5\n";
        let table = table(text);
        assert_eq!(table.cases.len(), 2);
        assert_eq!(table.cases[0].total, None);
        assert_eq!(table.cases[0].dwellings, Some(4.0));
        for part in [
            "Line 2, total_investment_cny",
            "middle of “3-5”",
            "Line 3 is empty",
            "Line 4 has 2 cells",
        ] {
            assert!(table.notes.iter().any(|it| it.contains(part)), "{part}");
        }
    }

    #[test]
    fn a_table_is_read_as_spreadsheets_in_china_write_it() {
        let text = "2025 年项目汇总,,\r\n改造内容,总投资（万元）,户数\r\n道路,3391,若干\r\n合计,5000,9\r\n";
        let (gbk, ..) = encoding_rs::GBK.encode(text);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = [&[0xff, 0xfe], &wide[..]].concat();
        for (bytes, encoding) in [
            (&*gbk, "gb18030"),
            (&wide, "UTF-16LE"),
            (text.as_bytes(), ""),
        ] {
            let table = parse(bytes, Lang::En).expect("a table");
            assert_eq!(table.cases[0].total, Some(Fen(3_391_000_000)));
            let told = table.notes.join("\n");
            for part in ["1 line above", "Line 3, 户数"] {
                assert!(told.contains(part), "{part}: {told}");
            }
            assert_eq!(told.contains("Read as"), !encoding.is_empty());
            assert!(
                told.to_lowercase().contains(&encoding.to_lowercase()),
                "{told}"
            );
        }
        assert_eq!(
            table("works,total_investment_cny,households\n合计,5000,9\n")
                .cases
                .len(),
            0
        );
        let sum = table("name,works,total_investment_cny,households\n合计,道路,5000,9\n");
        assert!(sum.cases.is_empty() && sum.notes.iter().any(|it| it.contains("is a sum")));
    }

    #[test]
    fn what_can_not_be_is_not_used_and_said() {
        let told = table(
            "id,year,duration,estates,buildings,households,total_investment_cny,works\n\
             A,abc,两季,50,10,500,0.001,道路\n\
             A,2020,2年,1,10,500,1200万元（中央600万元）,道路\n\
             B,2020,2年,1,10,500,1200万元,\"道路\nC,2020,2年,1,10,500,1200万元,绿化\n\"\n",
        );
        let [first, second, ..] = &told.cases[..] else {
            panic!("there are rows");
        };
        assert_eq!(
            (first.total, first.n_estates, first.year),
            (None, None, None)
        );
        assert_eq!(second.total, Some(Fen(1_200_000_000)));
        assert_eq!((second.weeks, second.n_estates), (Some(104.0), Some(1.0)));
        let notes = told.notes.join("\n");
        for part in [
            "Line 2, year: “abc”",
            "Line 2, duration: “两季”",
            "Line 2: 50 estates",
            "Line 3: the id A",
            "Line 3, total_investment_cny: “1200万元（中央600万元）” is read as 12000000",
            "Line 4: the works hold line breaks",
        ] {
            assert!(notes.contains(part), "{part}: {notes}");
        }
    }

    #[test]
    fn a_file_that_is_no_table_is_refused_with_a_reason() {
        for (bytes, part) in [
            (&b""[..], "empty"),
            (b"\xff\xfea\0", "works, total_investment_cny"),
            (b"works,\xff\xff", "UTF-8, GBK or UTF-16"),
            (b"a,b\n1,2\n", "works, total_investment_cny"),
            (b"works,total_investment_cny\nx,1\n", "size"),
        ] {
            let refused = parse(bytes, Lang::En).expect_err("no table");
            assert!(refused.to_string().contains(part), "{refused}");
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let sound = "编号,户数,总投资（万元）,works\n甲,1,234户,\"道路\n绿化\"\n乙,3-5万,约2.1亿,路灯、水\n";
        let mut state = 1_u32;
        let mut dice = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize
        };
        let chars: Vec<char> = "0123456789.,-~eE万亿约\"\n;、 （）\u{feff}户"
            .chars()
            .collect();
        for _ in 0..3000 {
            let mut text: Vec<char> = sound.chars().collect();
            for _ in 0..1 + dice() % 6 {
                let at = dice() % text.len();
                text[at] = chars[dice() % chars.len()];
            }
            let text: String = text.into_iter().collect();
            for case in parse(text.as_bytes(), Lang::Zh).unwrap_or_default().cases {
                let sizes = [case.dwellings, case.area, case.buildings];
                assert!(
                    sizes
                        .into_iter()
                        .flatten()
                        .all(|it| it > 0.0 && it.is_finite())
                );
            }
        }
    }
}
