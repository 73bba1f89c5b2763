//! Real estates, and whether the menu would have offered what was done there.

use crate::workspace;
use buqi_bundled::catalogue;
use buqi_core::id::ItemIdx;
use buqi_core::naming::items_named;
use buqi_core::rule::FactSet;
use buqi_core::{Dossier, Truth, assess};
use serde_json::Value;
use std::collections::BTreeSet;

/// 小区 as a test persona: its dossier, and what is published about it.
pub struct Persona {
    /// The name of its file, without the ending.
    pub key: String,
    pub dossier: Dossier,
    pub published: Value,
}

/// Work as published that no item covers, and why that stands for now.
struct KnownFailure<'a> {
    works: &'a str,
    reason: &'a str,
}

/// What became of one published word.
#[derive(Debug, PartialEq, Eq)]
pub enum Match {
    /// No item goes by such a word.
    Unmatched,
    /// The items it means, none of which is ruled out.
    Covered(Vec<ItemIdx>),
    /// The word means an item that the published facts rule out.
    Missed(Vec<ItemIdx>),
}

/// Every bundled estate, in name order.
pub fn personas() -> Vec<Persona> {
    let estates: Vec<Value> = serde_json::from_str(buqi_bundled::estates().unwrap_or_default())
        .expect("the bundle is JSON");
    estates.into_iter().map(read).collect()
}

fn read(mut estate: Value) -> Persona {
    let members = estate.as_object_mut().expect("a survey file is an object");
    let published = members
        .remove("published")
        .expect("it says what was published");
    let key = match members.remove("id") {
        Some(Value::String(key)) => key,
        other => panic!("{other:?} is no name of a file"),
    };
    let opened = buqi_exchange::open_value(estate, Vec::new(), catalogue())
        .unwrap_or_else(|error| panic!("{key}: {error:?}"));
    assert_eq!(opened.repairs, [], "{key} does not open as it stands");
    Persona {
        key,
        dossier: opened.dossier,
        published,
    }
}

impl Persona {
    pub fn works(&self) -> Vec<&str> {
        let words = self.published["works"].as_array();
        words
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    fn known_failures(&self) -> Vec<KnownFailure<'_>> {
        let entries = self.published["known-failures"].as_array();
        entries
            .into_iter()
            .flatten()
            .map(|it| KnownFailure {
                works: it["works"].as_str().unwrap_or_default(),
                reason: it["reason"]["zh"].as_str().unwrap_or_default(),
            })
            .collect()
    }

    /// What each published word means, in the order published.
    pub fn matches(&self) -> Vec<(&str, Match)> {
        let assessment = assess(catalogue(), &self.dossier.survey);
        self.works()
            .into_iter()
            .map(|word| {
                let items = items_named(catalogue(), word);
                let open = items
                    .iter()
                    .any(|it| assessment.suggestion(*it).truth != Truth::No);
                let outcome = match (items.is_empty(), open) {
                    (true, _) => Match::Unmatched,
                    (false, true) => Match::Covered(items),
                    (false, false) => Match::Missed(items),
                };
                (word, outcome)
            })
            .collect()
    }
}

#[test]
fn the_menu_covers_what_was_published() {
    let mut faults = Vec::new();
    let (mut n_words, mut n_covered) = (0, 0);
    for persona in personas() {
        let known = persona.known_failures();
        let matches = persona.matches();
        let covered = matches
            .iter()
            .filter(|(_, it)| matches!(it, Match::Covered(_)))
            .count();
        println!("{:28} {covered}/{}", persona.key, matches.len());
        n_words += matches.len();
        n_covered += covered;
        for (word, outcome) in &matches {
            let excused = known.iter().any(|it| it.works == *word);
            let covered = matches!(outcome, Match::Covered(_));
            if !covered {
                println!("    {word}: {outcome:?}");
            }
            if covered == excused {
                let verb = if covered {
                    "passes now"
                } else {
                    "is not covered"
                };
                faults.push(format!("{}: {word} {verb}", persona.key));
            }
        }
        for it in &known {
            if it.reason.is_empty() || !persona.works().contains(&it.works) {
                faults.push(format!(
                    "{}: known failure {} is void",
                    persona.key, it.works
                ));
            }
        }
    }
    println!("{:28} {n_covered}/{n_words}", "all");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn an_estate_says_who_published_it_in_both_languages() {
    let personas = personas();
    assert!(personas.len() >= 12);
    for persona in &personas {
        let published = &persona.published;
        let texts = [
            &published["name-en"],
            &published["about-en"],
            &published["source"]["title"],
            &published["story"]["zh"],
            &published["story"]["en"],
        ];
        for text in texts {
            let said = text.as_str().is_some_and(|it| !it.is_empty());
            assert!(said, "{}: {text}", persona.key);
        }
        assert!(!persona.dossier.name.is_empty() && !persona.dossier.about.is_empty());
        assert!(!persona.works().is_empty(), "{}", persona.key);
        let size = workspace::text(&format!("tests/estates/{}.yaml", persona.key)).len();
        // They travel inside the application.
        assert!(size < 2000, "{}: {size} bytes", persona.key);
    }
}

#[test]
fn every_file_of_the_folder_is_bundled() {
    let bundled: Vec<String> = personas()
        .iter()
        .map(|it| format!("tests/estates/{}.yaml", it.key))
        .collect();
    assert_eq!(bundled, workspace::files("tests/estates"));
}

#[test]
fn two_estates_do_not_share_a_name() {
    let personas = personas();
    let names: BTreeSet<&str> = personas.iter().map(|it| &*it.dossier.name).collect();
    assert_eq!(names.len(), personas.len());
}

/// Published news seldom names what was not done, so most questions stay
/// open here; the list is for those who look for better documents.
#[test]
fn the_facts_no_estate_answers_are_listed() {
    let mut answered = FactSet::EMPTY;
    for persona in personas() {
        let survey = &persona.dossier.survey;
        let groups = survey.groups.iter().map(|it| &it.answers);
        for answers in groups.chain([&survey.estate]) {
            answered |= answers
                .keys()
                .filter_map(|it| catalogue().find_fact(it))
                .collect();
        }
    }
    let (mut n_asked, mut silent) = (0, Vec::new());
    for idx in catalogue().fact_indices() {
        let fact = catalogue().fact(idx);
        if fact.place.is_some() {
            n_asked += 1;
            if !answered.contains(idx) {
                silent.push(fact.id.as_str());
            }
        }
    }
    println!(
        "{} of {n_asked} facts are answered by no estate:",
        silent.len()
    );
    println!("{}", silent.join(" "));
    assert!(silent.len() < n_asked);
}
