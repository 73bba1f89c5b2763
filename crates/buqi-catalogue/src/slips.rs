//! Looks for the slips of the hand behind text that can't be read: a tab, a
//! full-width sign, a line that is out of line, a quote left open. The YAML
//! reader tells such a slip late and in other terms.
//!
//! Only text that could not be read is looked at, so a line that merely looks
//! odd is never told.

use crate::spot::Spot;

/// What went wrong on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    Tab,
    /// A full-width or no-break blank before the text of a line.
    WideBlank,
    WideColon,
    NoBlankAfterColon,
    WideComma,
    WideBracket,
    WideQuote,
    OutOfLine,
    /// The sign that begins a document, which no file here needs.
    DocumentMark,
    /// `[]` with entries below.
    ListAfterEmpty,
    OpenQuote,
    OpenBracket,
}

/// The slips of a text, at most one for a line; one for all tabs. In the text
/// of `one_entry` only the id of that entry stands at the very left.
pub fn slips(text: &str, one_entry: bool) -> Vec<(Spot, Slip)> {
    let mut hand = Hand {
        one_entry,
        ..Hand::default()
    };
    for (number, line) in text.lines().enumerate() {
        hand.look(number as u32 + 1, line);
    }
    hand.close();
    hand.found.sort_by_key(|(spot, _)| *spot);
    hand.found.dedup_by_key(|(spot, _)| spot.line);
    hand.found
}

#[derive(Default)]
struct Hand {
    one_entry: bool,
    found: Vec<(Spot, Slip)>,
    /// Columns at which the keys of the maps around stand.
    indents: Vec<usize>,
    /// Whether the line before leaves its value to the next lines.
    opens: bool,
    /// Lines deeper than this belong to a text of several lines.
    text_below: Option<usize>,
    /// The brackets that are open, and the indent of the line of the first.
    brackets: Vec<Spot>,
    bracket_indent: usize,
    quote: Option<(char, Spot)>,
    /// Where the line before ends in an empty list.
    empty_list: Option<Spot>,
}

impl Hand {
    fn look(&mut self, number: u32, line: &str) {
        let start = line.trim_start();
        let indent = line.chars().count() - start.chars().count();
        if start.is_empty() || start.starts_with('#') {
            return;
        }
        if self.text_below.is_some_and(|it| indent > it) {
            return;
        }
        self.text_below = None;
        if line.trim_end() == "---" {
            self.found.push((spot(number, 0), Slip::DocumentMark));
            return;
        }
        let key = key_of(start);
        if key.is_some() {
            self.close_before(indent);
        }
        let lead = line.chars().take(indent);
        if lead.clone().any(|it| it == '\t') {
            if !self.found.iter().any(|(_, it)| *it == Slip::Tab) {
                self.found.push((spot(number, 0), Slip::Tab));
            }
        } else if let Some(at) = lead.clone().position(|it| it != ' ') {
            self.found.push((spot(number, at), Slip::WideBlank));
        } else if self.quote.is_none() && self.brackets.is_empty() {
            self.line_up(number, indent, start, key.is_some());
        }
        self.signs(number, line, indent);
        let after_empty = self.empty_list.take().filter(|_| start.starts_with("- "));
        self.found
            .extend(after_empty.map(|it| (it, Slip::ListAfterEmpty)));
        let is_empty = start.trim_end().strip_suffix("[]");
        if is_empty.is_some_and(|it| it.is_empty() || it.ends_with(": ")) {
            self.empty_list = Some(spot(number, line.trim_end().chars().count() - 2));
        }
        let ends_open = start.trim_end().ends_with(':');
        self.opens = ends_open && self.quote.is_none();
        if [": |", ": >", ": |-", ": >-"]
            .iter()
            .any(|it| start.trim_end().ends_with(it))
        {
            self.text_below = Some(indent);
        }
    }

    /// A key further left than an open quote or bracket shows that its end was
    /// forgotten.
    fn close_before(&mut self, indent: usize) {
        if indent <= self.bracket_indent && (self.quote.is_some() || !self.brackets.is_empty()) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some((_, spot)) = self.quote.take() {
            self.found.push((spot, Slip::OpenQuote));
        } else if let Some(spot) = self.brackets.last() {
            self.found.push((*spot, Slip::OpenBracket));
        }
        self.brackets.clear();
    }

    fn line_up(&mut self, number: u32, indent: usize, start: &str, is_key: bool) {
        if !is_key && !start.starts_with("- ") {
            // Some other key, perhaps, that others stand below.
            if self.opens && self.indents.last().is_none_or(|it| indent > *it) {
                self.indents.push(indent);
            }
            return;
        }
        let leaves_entry = self.one_entry && indent == 0;
        let level = self.indents.iter().position(|it| *it == indent);
        match level.filter(|_| !leaves_entry) {
            Some(level) => self.indents.truncate(level + 1),
            None if self
                .indents
                .last()
                .is_none_or(|it| self.opens && indent > *it) =>
            {
                self.indents.push(indent);
            }
            None => {
                self.found.push((spot(number, indent), Slip::OutOfLine));
                return;
            }
        }
        if let Some(rest) = start.strip_prefix('-') {
            let blanks = rest.chars().take_while(|it| *it == ' ').count();
            self.indents.push(indent + 1 + blanks);
        }
    }

    /// Looks at the quotes, brackets and full-width signs of a line.
    fn signs(&mut self, number: u32, line: &str, indent: usize) {
        let signs: Vec<char> = line.chars().collect();
        // Whether a value may begin here, so that a quote or bracket is one.
        let mut begins = self.quote.is_none();
        for (at, sign) in signs.iter().copied().enumerate().skip(indent) {
            let here = spot(number, at);
            let next = signs.get(at + 1).copied().unwrap_or(' ');
            if let Some((open, _)) = self.quote {
                let escaped = open == '"' && signs[..at].ends_with(&['\\']);
                if sign == open && !escaped {
                    self.quote = None;
                    begins = false;
                }
                continue;
            }
            match sign {
                '#' if at > 0 && signs[at - 1] == ' ' => break,
                '"' | '\'' if begins => {
                    if self.brackets.is_empty() {
                        self.bracket_indent = indent;
                    }
                    self.quote = Some((sign, here));
                }
                '{' | '[' if begins || !self.brackets.is_empty() => {
                    if self.brackets.is_empty() {
                        self.bracket_indent = indent;
                    }
                    self.brackets.push(here);
                }
                '}' | ']' => {
                    self.brackets.pop();
                }
                '｛' | '［' | '【' if begins => self.found.push((here, Slip::WideBracket)),
                '“' | '”' | '‘' | '’' | '＂' if begins && !self.brackets.is_empty() => {
                    self.found.push((here, Slip::WideQuote));
                }
                '：' if word_before(&signs[..at]) => self.found.push((here, Slip::WideColon)),
                ':' if !next.is_whitespace() && word_before(&signs[..at]) && next != '/' => {
                    self.found.push((here, Slip::NoBlankAfterColon));
                }
                '，' if key_of(signs[at + 1..].iter().collect::<String>().trim_start())
                    .is_some() =>
                {
                    self.found.push((here, Slip::WideComma));
                }
                _ => {}
            }
            begins = match sign {
                ' ' => begins,
                ':' | '-' => next == ' ',
                '{' | '[' | ',' => true,
                _ => false,
            };
        }
    }
}

fn spot(line: u32, at: usize) -> Spot {
    Spot {
        line,
        column: at as u32 + 1,
    }
}

/// The key a line begins with, after the dash of a list.
fn key_of(start: &str) -> Option<&str> {
    let start = start.trim_start_matches("- ").trim_start();
    let (key, rest) = start.split_once(':')?;
    let is_word = !key.is_empty() && key.chars().all(|it| it.is_alphanumeric() || it == '-');
    (is_word && (rest.is_empty() || rest.starts_with(' '))).then_some(key)
}

/// Whether a lower-case word that begins a key stands right before.
fn word_before(signs: &[char]) -> bool {
    let word = |it: &char| it.is_ascii_lowercase() || *it == '-';
    let n_letters = signs.iter().rev().take_while(|it| word(it)).count();
    let before = &signs[..signs.len() - n_letters];
    n_letters > 0
        && matches!(
            before.iter().rev().find(|it| **it != ' '),
            None | Some('{' | ',' | '-' | '，')
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &[(u32, Slip)]) {
        let found: Vec<(u32, Slip)> = slips(text, false)
            .into_iter()
            .map(|(spot, slip)| (spot.line, slip))
            .collect();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn a_sound_entry_has_no_slips() {
        check(
            "roof:\n  name: { zh: 屋面, en: \"Roof: all, don't\" }\n  parts:\n    - a: 1\n      b: [2,\n        3]\n    - c\n  address: https://example.org\n  text: don't {see}\n",
            &[],
        );
        check("- a: 1\n  b: 2\n- a: 3\n", &[]);
        check("a: 1\nb:\n- c: 1\n- c: 2\nd: 3\n", &[]);
    }

    #[test]
    fn a_line_out_of_line_is_found_where_it_stands() {
        check("roof:\n  low: 1\n   high: 2\n", &[(3, Slip::OutOfLine)]);
        check(
            "roof:\n  low: 1\n high: 2\n  top: 3\n",
            &[(3, Slip::OutOfLine)],
        );
        check(
            "roof:\n  low: 1\n\u{3000}high: 2\n",
            &[(3, Slip::WideBlank)],
        );
        let entry = slips("roof:\n  low: 1\nhigh: 2\n", true);
        assert_eq!(entry, [(Spot { line: 3, column: 1 }, Slip::OutOfLine)]);
        check("roof:\n\tlow: 1\n\thigh: 2\n", &[(2, Slip::Tab)]);
    }

    #[test]
    fn the_lines_below_an_unusual_key_are_in_line() {
        check("roof:\n  <<: *other\n  low: 1\n", &[]);
        check("---\nroof:\n  low: 1\n", &[(1, Slip::DocumentMark)]);
    }

    #[test]
    fn entries_below_an_empty_list_are_found() {
        check("[]\n- a: 1\n", &[(1, Slip::ListAfterEmpty)]);
        check("a: []\nb:\n  - c\n", &[]);
    }

    #[test]
    fn a_full_width_sign_in_the_place_of_a_plain_one_is_found() {
        check("roof:\n  low：1\n", &[(2, Slip::WideColon)]);
        check("roof:\n  low:1\n", &[(2, Slip::NoBlankAfterColon)]);
        check("a: { zh：屋面, en: Roof }\n", &[(1, Slip::WideColon)]);
        check(
            "a: { zh:屋面, en: Roof }\n",
            &[(1, Slip::NoBlankAfterColon)],
        );
        check("a: { zh: 屋面， en: Roof }\n", &[(1, Slip::WideComma)]);
        check("a: ｛ zh: 屋面 ｝\n", &[(1, Slip::WideBracket)]);
        check("a: { en: ”One, two” }\n", &[(1, Slip::WideQuote)]);
    }

    #[test]
    fn what_is_left_open_is_found_where_it_opens() {
        check("a:\n  b: { en: \"Roof }\n  c: 1\n", &[(2, Slip::OpenQuote)]);
        check("a:\n  b: { en: Roof\n  c: 1\n", &[(2, Slip::OpenBracket)]);
    }
}
