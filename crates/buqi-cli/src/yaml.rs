//! A survey file that somebody wrote by hand in YAML, read as one of JSON is.

use buqi_exchange::format::{MAX_BYTES, MAX_DEPTH};
use buqi_exchange::{Lang, OpenError, Parsed, text_in};
use serde_saphyr::Error;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};

/// Why a YAML file could not be read.
#[derive(Debug, PartialEq)]
pub enum Refusal {
    /// For the same reason as a file of JSON.
    Open(OpenError),
    /// Text, but not YAML. Line and column count from 1, columns in characters.
    NotYaml {
        line: u64,
        column: u64,
        fault: Fault,
    },
}

#[derive(Debug, PartialEq)]
pub enum Fault {
    /// A line is indented with a tab.
    Tab,
    /// A second document begins there.
    SecondDocument,
    /// More entries or aliases than a survey has.
    TooMuch,
    Other,
}

pub fn parse(bytes: &[u8]) -> Result<Parsed, Refusal> {
    let text = text_in(bytes).map_err(Refusal::Open)?;
    let options = serde_saphyr::options! {
        // As much as a file may hold; what aliases repeat is bounded besides.
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_BYTES,
            max_events: MAX_BYTES,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 100_000 },
        // The last one counts and the earlier is set aside, as in JSON.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    let parsed =
        serde_saphyr::with_deserializer_from_str_with_options(text, options, |it| Parsed::of(it))
            .map_err(|it| refusal(&it, text))?;
    if parsed.value.is_null() {
        return Err(Refusal::Open(OpenError::Empty));
    }
    Ok(parsed)
}

fn refusal(error: &Error, text: &str) -> Refusal {
    let fault = match error.without_snippet() {
        Error::Budget {
            breach: BudgetBreach::Depth { .. },
            ..
        } => return Refusal::Open(OpenError::TooDeep),
        // The scanner has a bound of its own, and no name for it.
        Error::ExternalMessage { msg, .. } if msg == "recursion limit exceeded" => {
            return Refusal::Open(OpenError::TooDeep);
        }
        Error::Budget { .. }
        | Error::AliasError { .. }
        | Error::AliasReplayLimitExceeded { .. } => Fault::TooMuch,
        Error::MultipleDocuments { .. } => Fault::SecondDocument,
        _ => Fault::Other,
    };
    let place = error.location().filter(|it| it.line() > 0);
    let (line, column) = place.map_or((1, 1), |it| (it.line(), it.column().max(1)));
    match tab_at(text, line) {
        Some((line, column)) if fault == Fault::Other => Refusal::NotYaml {
            line,
            column,
            fault: Fault::Tab,
        },
        _ => Refusal::NotYaml {
            line,
            column,
            fault,
        },
    }
}

/// Where a tab indents this line, or the next: some mistakes are noticed a line
/// early.
fn tab_at(text: &str, line: u64) -> Option<(u64, u64)> {
    let lines = (1..).zip(text.lines()).skip_while(|it| it.0 < line);
    let mut tabs = lines.take(2).filter_map(|(line, text)| {
        let mut blank = text.chars().take_while(|it| it.is_whitespace());
        let before = blank.position(|it| it == '\t')?;
        Some((line, before as u64 + 1))
    });
    tabs.next()
}

impl Fault {
    /// What to do about it.
    pub fn advice(&self, lang: Lang) -> &'static str {
        match self {
            Fault::Tab => lang.pick(
                "这一行用制表符缩进；请改用空格，并与同一级的行对齐。",
                "That line is indented with a tab; use spaces, as many as the lines beside it.",
            ),
            Fault::SecondDocument => lang.pick(
                "从这里起是第二个文档；请去掉“---”，一个小区一个文件。",
                "A second document begins there; remove “---” and keep one estate in one file.",
            ),
            Fault::TooMuch => lang.pick(
                "内容或引用（&、*）比摸排文件应有的多得多；请把引用写全，或者改用 JSON。",
                "It has far more entries or references (&, *) than a survey; write the references \
                 out, or use JSON.",
            ),
            Fault::Other => lang.pick(
                "请检查这一行和上一行：同一级的行要对齐，用空格缩进；冒号要用半角，后面空一格；\
                 引号和括号要成对。",
                "Look at that line and the one above: lines of one level begin in the same \
                 column, indented with spaces; a space follows each colon; quotation marks and \
                 brackets come in pairs.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Refusal {
        parse(text.as_bytes()).err().expect("it is refused")
    }

    fn fault_of(text: &str) -> (u64, u64, Fault) {
        match refused(text) {
            Refusal::NotYaml {
                line,
                column,
                fault,
            } => (line, column, fault),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_its_place() {
        assert_eq!(fault_of("a:\n  b: 1\n\tc: 2\n"), (3, 1, Fault::Tab));
        assert_eq!(fault_of("a:\n  b: [1]\n \tc: 2\n"), (3, 2, Fault::Tab));
        assert_eq!(fault_of("a:\n  b: [1]\n   c: 2\n"), (3, 4, Fault::Other));
        assert_eq!(fault_of("名称: [一，二"), (1, 5, Fault::Other));
        assert_eq!(fault_of("a: 1\n---\na: 2\n").2, Fault::SecondDocument);
        let many = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
        let more: String = (0..8)
            .map(|n| {
                let last = if n == 0 {
                    "a".to_owned()
                } else {
                    format!("b{}", n - 1)
                };
                format!(
                    "b{n}: &b{n} [{}]\n",
                    vec![format!("*{last}"); 10].join(", ")
                )
            })
            .collect();
        assert_eq!(fault_of(&format!("{many}{more}")).2, Fault::TooMuch);
    }

    #[test]
    fn what_json_is_refused_for_yaml_is_too() {
        let deep = |n| format!("{}1{}", "[".repeat(n), "]".repeat(n));
        assert_eq!(refused(&deep(65)), Refusal::Open(OpenError::TooDeep));
        assert!(parse(deep(64).as_bytes()).is_ok());
        assert_eq!(refused(&deep(10_000)), Refusal::Open(OpenError::TooDeep));
        assert_eq!(refused("# nothing\n"), Refusal::Open(OpenError::Empty));
    }

    #[test]
    fn a_large_survey_is_not_too_much() {
        let text = format!("a: [{}]\n", "1, ".repeat(300_000));
        assert!(parse(text.as_bytes()).is_ok());
    }

    #[test]
    fn a_key_said_twice_counts_as_the_last_says() {
        let parsed = parse(b"estate: { gfa: 1, gfa: 2 }\n").expect("YAML");
        assert_eq!(parsed.value["estate"]["gfa"], 2);
        let earlier = parsed.said_twice;
        assert_eq!(earlier.len(), 1);
        assert_eq!((&*earlier[0].0, &earlier[0].1), ("/estate/gfa", &1.into()));
    }

    #[test]
    fn values_are_those_of_json() {
        let text = "a: 2026-03-02\nb: 1e3\nc: .nan\nd: 99999999999999999999999\ne: ~\n1: x\n";
        let value = parse(text.as_bytes()).expect("YAML").value;
        assert_eq!(value["a"], "2026-03-02");
        assert_eq!(value["b"], 1000.0);
        assert_eq!(value["c"], ".nan");
        assert_eq!(value["d"].as_f64(), Some(1e23));
        assert!(value["e"].is_null());
        assert_eq!(value["1"], "x");
    }
}
