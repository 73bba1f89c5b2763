//! 诊断: one mistake of an author, with its place, reason and way out.

use crate::spot::Spot;
use buqi_core::catalogue::Text;
use std::fmt;
use std::fmt::Write as _;

/// The language a diagnostic is rendered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// The number of a kind of mistake, written `C012`. Never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "C{:03}", self.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// There is no catalogue until it is mended.
    Error,
    Warning,
}

/// One mistake, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// Path within the catalogue folder, with `/` between its parts.
    pub file: Box<str>,
    pub spot: Spot,
    /// The keys that lead to the place, such as `scope.quantity`.
    pub path: Box<str>,
    /// The line of the source, empty when the whole file is meant.
    pub snippet: Box<str>,
    pub reason: Text,
    pub hint: Option<Text>,
}

impl Diagnostic {
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The place, the reason, the line with a caret under it, and the hint.
    pub fn render(&self, lang: Lang) -> String {
        let severity = match (self.severity, lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::Zh) => "警告",
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::En) => "warning",
        };
        let mut out = format!("{severity} {} {}", self.code, self.file);
        if self.spot != Spot::WHOLE_FILE {
            _ = write!(out, ":{}:{}", self.spot.line, self.spot.column);
        }
        if !self.path.is_empty() {
            _ = write!(out, " {}", self.path);
        }
        _ = write!(out, "\n  {}", choose(&self.reason, lang));
        if !self.snippet.is_empty() {
            let (before, marked) = caret(&self.snippet, self.spot.column);
            let number = self.spot.line;
            _ = write!(out, "\n  {number:>4} | {}", self.snippet);
            _ = write!(
                out,
                "\n       | {}{}",
                " ".repeat(before),
                "^".repeat(marked)
            );
        }
        if let Some(hint) = &self.hint {
            _ = match lang {
                Lang::Zh => write!(out, "\n  提示：{}", hint.zh),
                Lang::En => write!(out, "\n  hint: {}", hint.en),
            };
        }
        out
    }
}

pub fn choose(text: &Text, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &text.zh,
        Lang::En => &text.en,
    }
}

/// Cells before the column, and cells of the word that starts there.
fn caret(line: &str, column: u32) -> (usize, usize) {
    let column = (column.max(1) - 1) as usize;
    let before = line.chars().take(column).map(cells).sum();
    let marked = line
        .chars()
        .skip(column)
        .take_while(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | '.'))
        .map(cells)
        .sum();
    (before, std::cmp::max(marked, 1))
}

/// How many cells of a terminal a text takes.
pub fn cells_of(text: &str) -> usize {
    text.chars().map(cells).sum()
}

/// Terminals draw Chinese characters and full-width signs two cells wide.
fn cells(it: char) -> usize {
    match it {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_word_also_after_chinese_text() {
        let line = "  - { name: 漏水, given: { roof-leak: true } }";
        let column = 1 + line.chars().position(|it| it == 'r').unwrap_or(0) as u32;
        assert_eq!(caret(line, column), (27, "roof-leak".len()));
    }
}
