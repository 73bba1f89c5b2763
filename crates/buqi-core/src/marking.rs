//! 记缺陷. Marking one sub-issue on the buildings that show it: which reply
//! tells of it, how many buildings have been marked, what to ask next, and what
//! the parts of a group are called.

use crate::catalogue::{Catalogue, FactKind, Rule};
use crate::id::FactIdx;
use crate::rule::facts_of;
use crate::survey::{Reply, Survey};

/// The reply to a question that speaks for a deficiency, such as "yes" to
/// leaks and "no" to a handrail. `None` where no rule asks for a reply by name.
pub fn telltale(catalogue: &Catalogue, fact: FactIdx) -> Option<Reply> {
    catalogue
        .deficiencies
        .iter()
        .find_map(|it| in_rule(catalogue, &it.present_when, fact))
}

fn in_rule(catalogue: &Catalogue, rule: &Rule, fact: FactIdx) -> Option<Reply> {
    match rule {
        Rule::All(parts) | Rule::Any(parts) => {
            parts.iter().find_map(|it| in_rule(catalogue, it, fact))
        }
        Rule::Is(of, value) if *of == fact => Some(Reply::YesNo(*value)),
        Rule::OneOf(of, options) if *of == fact => {
            let FactKind::Choice(choices) = &catalogue.fact(fact).kind else {
                return None;
            };
            let first = options.first()?;
            Some(Reply::Choice(choices.get(usize::from(*first))?.id.clone()))
        }
        // What a rule denies is not what tells of it.
        _ => None,
    }
}

/// What is worth asking about a sub-issue once it was found: the questions at
/// its level that only make sense because of it, in the order of the catalogue.
pub fn details(catalogue: &Catalogue, fact: FactIdx) -> Vec<FactIdx> {
    let level = catalogue.fact(fact).level;
    catalogue
        .fact_indices()
        .filter(|it| {
            let it = catalogue.fact(*it);
            let gate = it.asked_when.as_ref();
            it.place.is_some()
                && it.level == level
                && gate.is_some_and(|gate| facts_of(gate).contains(fact))
        })
        .collect()
}

/// How many buildings have which reply to one question of the building level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    pub with: u32,
    /// Another reply, "can't tell" among them.
    pub without: u32,
    pub open: u32,
}

impl Marked {
    pub fn of(self) -> u32 {
        self.with
            .saturating_add(self.without)
            .saturating_add(self.open)
    }
}

/// Counts the buildings whose answer is `reply`.
pub fn marked(catalogue: &Catalogue, survey: &Survey, fact: FactIdx, reply: &Reply) -> Marked {
    let id = &catalogue.fact(fact).id;
    let mut marked = Marked::default();
    for group in &survey.groups {
        let side = match group.answers.get(id) {
            Some(answer) if answer.reply == *reply => &mut marked.with,
            Some(_) => &mut marked.without,
            None => &mut marked.open,
        };
        *side = side.saturating_add(group.count);
    }
    marked
}

/// The buildings that a label such as `1–3 栋` or `Blocks 1, 4` names, where it
/// names as many as the group has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    prefix: String,
    suffix: String,
    pub numbers: Vec<u32>,
}

/// A label that names more is hardly a list that a person would tap in.
const MAX_MEMBERS: u32 = 200;

impl Members {
    pub fn of(label: &str, count: u32) -> Option<Members> {
        let members = Members::read(label)?;
        (members.numbers.len() == usize::try_from(count).ok()?).then_some(members)
    }

    fn read(label: &str) -> Option<Members> {
        let is_digit = |it: char| it.is_ascii_digit();
        let start = label.find(is_digit)?;
        let end = label.rfind(is_digit)? + 1;
        let (prefix, rest) = label.split_at_checked(start)?;
        let (list, suffix) = rest.split_at_checked(end - start)?;
        let mut numbers = Vec::new();
        for part in list.split(['、', ',', '，', ';', '；', ' ']) {
            let part = part.trim();
            if part.is_empty() {
                continue;
            }
            let mut ends = part.splitn(2, ['-', '–', '—', '－', '~', '～', '至']);
            let first = ends.next()?.trim().parse::<u32>().ok()?;
            let last = match ends.next() {
                Some(it) => it.trim().parse::<u32>().ok()?,
                None => first,
            };
            if last < first || last - first >= MAX_MEMBERS {
                return None;
            }
            numbers.extend(first..=last);
        }
        numbers.sort_unstable();
        numbers.dedup();
        Some(Members {
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
            numbers,
        })
    }

    /// How many buildings a label counts off, such as three in `1–3 栋`.
    /// `None` where it is not plainly a list of buildings.
    pub fn counted(label: &str) -> Option<u32> {
        const NOUNS: [&str; 5] = ["栋", "幢", "号楼", "座", "#"];
        let is_list = NOUNS.iter().any(|it| label.trim_end().ends_with(it));
        let members = Members::read(label).filter(|_| is_list)?;
        u32::try_from(members.numbers.len())
            .ok()
            .filter(|it| *it > 1)
    }

    /// What a group of just one of them is called.
    pub fn name(&self, number: u32) -> String {
        self.label(&[number])
    }

    /// What a group of all but one of them is called.
    pub fn without(&self, number: u32) -> String {
        let rest: Vec<u32> = self
            .numbers
            .iter()
            .copied()
            .filter(|it| *it != number)
            .collect();
        self.label(&rest)
    }

    /// Three or more in a row become a span.
    fn label(&self, numbers: &[u32]) -> String {
        let mut spans: Vec<(u32, u32)> = Vec::new();
        for &number in numbers {
            match spans.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
                _ => spans.push((number, number)),
            }
        }
        let said = spans.iter().map(|&(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}、{last}"),
            _ => format!("{first}–{last}"),
        });
        let said = said.collect::<Vec<_>>().join("、");
        let is_latin = self.prefix.is_ascii() && self.suffix.is_ascii();
        let said = if is_latin {
            said.replace('、', ", ")
        } else {
            said
        };
        format!("{}{said}{}", self.prefix, self.suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(label: &str, count: u32, apart: u32) -> Option<(String, String)> {
        let members = Members::of(label, count)?;
        Some((members.name(apart), members.without(apart)))
    }

    fn check(label: &str, count: u32, apart: u32, name: &str, rest: &str) {
        let expected = Some((name.to_owned(), rest.to_owned()));
        assert_eq!(parts(label, count, apart), expected, "{label}");
    }

    #[test]
    fn a_label_that_names_its_buildings_is_taken_apart() {
        check("1–3 栋", 3, 2, "2 栋", "1、3 栋");
        check("1-5号楼", 5, 1, "1号楼", "2–5号楼");
        check("第3、5、6栋", 3, 6, "第6栋", "第3、5栋");
        check("Blocks 1, 4", 2, 1, "Blocks 1", "Blocks 4");
        check("Blocks 1-4", 4, 4, "Blocks 4", "Blocks 1–3");
        check("A区7~9幢", 3, 8, "A区8幢", "A区7、9幢");
    }

    #[test]
    fn a_label_may_count_its_buildings() {
        assert_eq!(Members::counted("1–3 栋"), Some(3));
        assert_eq!(Members::counted("5、7号楼"), Some(2));
        assert_eq!(Members::counted("3 栋"), None);
        assert_eq!(Members::counted("1-3"), None);
    }

    #[test]
    fn a_label_that_names_something_else_is_not() {
        assert_eq!(parts("第 1 组", 6, 1), None);
        assert_eq!(parts("临街的楼", 2, 1), None);
        assert_eq!(parts("3-1 栋", 3, 1), None);
        assert_eq!(parts("1号楼2单元", 2, 1), None);
        assert_eq!(parts("1–99999999999 栋", 3, 1), None);
        assert_eq!(parts("0–4294967295", 3, 1), None);
    }
}
