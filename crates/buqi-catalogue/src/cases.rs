//! Runs the cases of every item, and looks for conditions no case depends on.

use crate::desk::Desk;
use crate::mistakes;
use crate::reading::Entry;
use crate::source::{self, Expectation, Given};
use crate::spot::At;
use buqi_core::catalogue::{Catalogue, FactKind, Level, Rule};
use buqi_core::id::{FactId, GroupId, ItemIdx, OptionId};
use buqi_core::rule::facts_of;
use buqi_core::survey::{Answer, BuildingGroup, Refused, Reply, Survey, check_reply};
use buqi_core::{Truth, assess};

/// A case ready to run.
struct Trial<'a> {
    item: ItemIdx,
    case: &'a source::Case,
    survey: Survey,
}

impl Desk<'_> {
    pub fn run_cases(&mut self) {
        let mut trials = Vec::new();
        for idx in self.catalogue.item_indices() {
            let entry = &self.sources.items[self.item_sources[idx.index()]].1;
            self.file = entry.file;
            if entry.sound {
                self.check_kinds(entry);
            }
            if self.broken.contains(&entry.id.value) {
                continue;
            }
            for case in &entry.body.cases.value {
                if let Some(survey) = self.survey(case) {
                    let trial = Trial {
                        item: idx,
                        case,
                        survey,
                    };
                    self.check_verdict(&trial);
                    trials.push(trial);
                }
            }
        }
        self.check_leaves(&trials);
    }

    fn check_kinds(&mut self, entry: &Entry<source::Item>) {
        let cases = &entry.body.cases;
        let wanted = [
            Expectation::Suggested,
            Expectation::NotSuggested,
            Expectation::Undecided,
        ];
        for wanted in wanted {
            if !cases.iter().any(|it| it.expect.value == wanted) {
                self.say(cases.spot, mistakes::case_kind_missing(name(wanted)));
            }
        }
    }

    /// The survey a case describes: the estate, and one building.
    fn survey(&mut self, case: &source::Case) -> Option<Survey> {
        let mut building = BuildingGroup {
            id: GroupId::new("building").expect("a plain word is an id"),
            label: "1".into(),
            count: 1,
            answers: Default::default(),
        };
        let mut survey = Survey::default();
        let mut readable = true;
        for (fact, given) in case.given.iter() {
            match self.reply(fact, given) {
                Some((id, level, reply)) => {
                    let answers = match level {
                        Level::Estate => &mut survey.estate,
                        Level::Building => &mut building.answers,
                    };
                    answers.insert(id, Answer::from(reply));
                }
                None => readable = false,
            }
        }
        survey.groups.push(building);
        readable.then_some(survey)
    }

    fn reply(&mut self, fact: &At<String>, given: &At<Given>) -> Option<(FactId, Level, Reply)> {
        let position = self.resolve(|names| &mut names.facts, fact)?;
        let fact = self.catalogue.facts[usize::from(position)].clone();
        let reply = match &given.value {
            Given::YesNo(value) => Reply::YesNo(*value),
            Given::Number(value) => Reply::Number(*value),
            Given::Word(word) if word == "cannot-tell" => Reply::CannotTell,
            Given::Word(word) => {
                let options: Vec<&str> = match &fact.kind {
                    FactKind::Choice(choices) => choices.iter().map(|it| it.id.as_str()).collect(),
                    _ => Vec::new(),
                };
                if !options.contains(&word.as_str()) {
                    let is_number = matches!(fact.kind, FactKind::Number { .. });
                    let mistake = mistakes::no_answer(fact.id.as_str(), word, &options, is_number);
                    self.say(given.spot, mistake);
                    return None;
                }
                Reply::Choice(OptionId::new(word).ok()?)
            }
        };
        let whole = match fact.kind {
            FactKind::Number { unit, .. } => self
                .catalogue
                .units
                .get(unit.index())
                .is_some_and(|it| it.whole),
            _ => false,
        };
        match check_reply(&fact, whole, &reply) {
            Ok(()) => Some((fact.id, fact.level, reply)),
            Err(refused) => {
                let (zh, en) = explain(refused);
                let mistake = mistakes::refused_answer(fact.id.as_str(), &zh, &en);
                self.say(given.spot, mistake);
                None
            }
        }
    }

    fn check_verdict(&mut self, trial: &Trial) {
        let case = trial.case;
        let assessment = assess(&self.catalogue, &trial.survey);
        let suggestion = assessment.suggestion(trial.item);
        let missing = suggestion.missing();
        let mut asked: Vec<&str> = missing
            .iter()
            .map(|it| self.catalogue.fact(it).id.as_str())
            .collect();
        asked.sort_unstable();
        let asked_for = asked.join(", ");
        let got = expectation(suggestion.truth);
        if got != case.expect.value {
            let wanted = name(case.expect.value);
            let mistake = mistakes::case_verdict(&case.name, name(got), wanted, &asked_for);
            self.say(case.expect.spot, mistake);
            return;
        }
        if let Some(asks) = &case.asks {
            let mut wanted: Vec<&str> = asks.iter().map(|it| it.value.as_str()).collect();
            wanted.sort_unstable();
            wanted.dedup();
            let wrong = wanted != asked;
            let mistake = mistakes::case_asks(&case.name, &asked_for, &wanted.join(", "));
            for fact in &asks.value {
                self.resolve(|names| &mut names.facts, fact);
            }
            if wrong {
                self.say(asks.spot, mistake);
            }
        }
    }

    /// Turns every condition around in turn: if all cases still come out the
    /// same, none of them shows that the condition matters.
    fn check_leaves(&mut self, trials: &[Trial]) {
        let mut trying = self.catalogue.clone();
        for idx in self.catalogue.item_indices() {
            let of_item = |it: &&Trial| it.item == idx;
            let Some(rule) = self.catalogue.item(idx).applies_when.clone() else {
                continue;
            };
            if trials.iter().any(|it| it.item == idx) {
                let own: Vec<&Trial> = trials.iter().filter(of_item).collect();
                let (_, entry) = &self.sources.items[self.item_sources[idx.index()]];
                let at = entry.body.applies_when.as_ref().map(|it| it.spot);
                let turned = turned_around(&rule);
                for (leaf, turned) in turned {
                    trying.items[idx.index()].applies_when = Some(turned);
                    if !matters(&trying, &own) {
                        self.file = entry.file;
                        self.say_indecisive(&leaf, at.unwrap_or_default());
                    }
                }
                trying.items[idx.index()].applies_when = Some(rule);
            }
        }
        for idx in self.catalogue.deficiency_indices() {
            let deficiency = self.catalogue.deficiency(idx).clone();
            // The cases that could not be run may well show it.
            let is_broken =
                |it: &ItemIdx| self.broken.contains(self.catalogue.item(*it).id.as_str());
            if self.sources.partial || deficiency.answered_by.iter().any(is_broken) {
                continue;
            }
            let asking: Vec<&Trial> = trials
                .iter()
                .filter(|it| deficiency.answered_by.contains(&it.item))
                .collect();
            if asking.is_empty() {
                continue;
            }
            let entry = &self.sources.deficiencies[idx.index()];
            for (leaf, turned) in turned_around(&deficiency.present_when) {
                trying.deficiencies[idx.index()].present_when = turned;
                if !matters(&trying, &asking) {
                    self.file = entry.file;
                    self.say_indecisive(&leaf, entry.body.present_when.spot);
                }
            }
            trying.deficiencies[idx.index()].present_when = deficiency.present_when;
        }
    }

    fn say_indecisive(&mut self, leaf: &Rule, spot: crate::spot::Spot) {
        let facts: Vec<&str> = facts_of(leaf)
            .iter()
            .map(|it| self.catalogue.fact(it).id.as_str())
            .collect();
        let mistake = mistakes::indecisive(&facts.join(", "));
        self.say(spot, mistake);
    }
}

/// Whether any case comes out differently under a changed catalogue.
fn matters(changed: &Catalogue, trials: &[&Trial]) -> bool {
    trials.iter().any(|it| {
        let assessment = assess(changed, &it.survey);
        expectation(assessment.suggestion(it.item).truth) != it.case.expect.value
    })
}

/// The rule once for each of its leaves, with that leaf turned around.
fn turned_around(rule: &Rule) -> Vec<(Rule, Rule)> {
    fn each(rules: &[Rule], wrap: fn(Vec<Rule>) -> Rule) -> Vec<(Rule, Rule)> {
        let mut all = Vec::new();
        for (position, rule) in rules.iter().enumerate() {
            for (leaf, turned) in turned_around(rule) {
                let mut rules = rules.to_vec();
                rules[position] = turned;
                all.push((leaf, wrap(rules)));
            }
        }
        all
    }
    match rule {
        Rule::All(rules) => each(rules, Rule::All),
        Rule::Any(rules) => each(rules, Rule::Any),
        Rule::Not(rule) => turned_around(rule)
            .into_iter()
            .map(|(leaf, turned)| (leaf, Rule::Not(Box::new(turned))))
            .collect(),
        leaf => vec![(leaf.clone(), Rule::Not(Box::new(leaf.clone())))],
    }
}

fn expectation(truth: Truth) -> Expectation {
    match truth {
        Truth::Yes => Expectation::Suggested,
        Truth::No => Expectation::NotSuggested,
        Truth::Unknown => Expectation::Undecided,
    }
}

fn name(expectation: Expectation) -> &'static str {
    match expectation {
        Expectation::Suggested => "suggested",
        Expectation::NotSuggested => "not-suggested",
        Expectation::Undecided => "undecided",
    }
}

fn explain(refused: Refused) -> (String, String) {
    match refused {
        Refused::WrongKind => ("答案的种类不对".into(), "it is of another kind".into()),
        Refused::NotANumber => ("不是数值".into(), "it is not a number".into()),
        Refused::Below(min) => (format!("小于 {min}"), format!("it is below {min}")),
        Refused::Above(max) => (format!("大于 {max}"), format!("it is above {max}")),
        Refused::NotWhole => ("应为整数".into(), "only whole numbers make sense".into()),
        Refused::UnknownOption => ("没有这个选项".into(), "there is no such option".into()),
        Refused::NotAsked => ("这个指标不提问".into(), "the fact is never asked".into()),
    }
}
