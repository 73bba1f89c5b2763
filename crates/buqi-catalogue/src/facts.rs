//! Lowers facts: how they are asked, worked out and ordered.

use crate::desk::Desk;
use crate::lists::SHARE;
use crate::mistakes;
use crate::order::in_order;
use crate::reading::Entry;
use crate::rules::Scene;
use crate::source;
use crate::spot::{At, Spot};
use buqi_core::catalogue::{Choice, Fact, FactKind, Grade, Level, Project};
use buqi_core::id::{ConventionIdx, FactId, FactIdx, OptionId, PlaceIdx, PriceIdx, UnitIdx};
use buqi_core::rule::{FactSet, facts_in, facts_of};

/// The reply of somebody who looked and could not say, in cases and in survey
/// files; an option of that name could never be chosen.
const CANNOT_TELL: &str = "cannot-tell";

impl Desk<'_> {
    /// Facts first without what refers to other facts, then gates, then the
    /// gates of gates, then how they are worked out.
    pub fn lower_facts(&mut self) {
        let sources = self.sources;
        for entry in &sources.facts {
            self.file = entry.file;
            let fact = self.bare_fact(entry);
            self.catalogue.facts.push(fact);
        }
        for (idx, entry) in sources.facts.iter().enumerate() {
            self.file = entry.file;
            let level = self.catalogue.facts[idx].level;
            if let Some(gate) = &entry.body.asked_when {
                self.catalogue.facts[idx].asked_when = self.ungated_rule(gate, level);
            }
        }
        for (idx, entry) in sources.facts.iter().enumerate() {
            self.file = entry.file;
            let lowered = self.catalogue.facts[idx].asked_when.clone();
            if let (Some(gate), Some(lowered)) = (&entry.body.asked_when, lowered) {
                self.check_gates(gate, &lowered, &mut Vec::new());
            }
        }
        for (idx, entry) in sources.facts.iter().enumerate() {
            self.file = entry.file;
            if entry.sound {
                self.derivation(FactIdx(idx as u16), entry);
            }
        }
        self.order_facts();
        let mut by_id: Vec<FactIdx> = self.catalogue.fact_indices().collect();
        by_id.sort_by(|a, b| self.catalogue.fact(*a).id.cmp(&self.catalogue.fact(*b).id));
        self.catalogue.facts_by_id = by_id;
        if let Some((file, header)) = &sources.header {
            self.file = *file;
            self.catalogue.floor_area = self.divisor(&header.floor_area);
            self.catalogue.households = self.divisor(&header.households);
            self.catalogue.free_land = self.divisor(&header.free_land);
            if let Some(project) = &header.project {
                self.catalogue.project = self.project(project);
            }
        }
    }

    fn project(&mut self, project: &source::Project) -> Option<Project> {
        // Each is looked up before any is missed, so that all are reported.
        let [
            fees,
            contingency,
            line_correlation,
            price_drift,
            named_works_spread,
            length_per_works,
            by_hand,
            floor_area_per_building,
            floor_area_per_household,
            floor_area_per_entrance,
            floor_area_per_estate,
        ] = [
            &project.fees,
            &project.contingency,
            &project.line_correlation,
            &project.price_drift,
            &project.named_works_spread,
            &project.length_per_works,
            &project.by_hand,
            &project.floor_area_per_building,
            &project.floor_area_per_household,
            &project.floor_area_per_entrance,
            &project.floor_area_per_estate,
        ]
        .map(|it| {
            let position = self.resolve(|names| &mut names.conventions, it);
            position.map(ConventionIdx)
        });
        let [entrances, year_built] = [&project.entrances, &project.year_built].map(|it| {
            let position = self.resolve(|names| &mut names.facts, it);
            position.map(FactIdx)
        });
        let unnamed_works = self.resolve(|names| &mut names.prices, &project.unnamed_works);
        Some(Project {
            fees: fees?,
            contingency: contingency?,
            line_correlation: line_correlation?,
            price_drift: price_drift?,
            named_works_spread: named_works_spread?,
            unnamed_works: PriceIdx(unnamed_works?),
            length_per_works: length_per_works?,
            by_hand: by_hand?,
            floor_area_per_building: floor_area_per_building?,
            floor_area_per_household: floor_area_per_household?,
            floor_area_per_entrance: floor_area_per_entrance?,
            floor_area_per_estate: floor_area_per_estate?,
            entrances: entrances?,
            year_built: year_built?,
        })
    }

    fn bare_fact(&mut self, entry: &Entry<source::Fact>) -> Fact {
        let body = &entry.body;
        let place = body
            .place
            .as_ref()
            .map(|it| self.resolve(|names| &mut names.places, it));
        if body.place.is_some() != body.question.is_some() {
            let mistake = mistakes::unobtainable(
                "place 和 question 要么都写，要么都不写",
                "place and question stand together or not at all",
            );
            self.say(entry.id.spot, mistake);
        }
        if body.place.is_none() && body.derive.is_none() && body.assume.is_none() {
            let mistake = mistakes::unobtainable(
                "这个指标既不提问也不推算，永远得不到",
                "this fact is neither asked nor worked out, so it is never known",
            );
            self.say(entry.id.spot, mistake);
        }
        if body.place.is_none() && (body.quick || body.asked_when.is_some()) {
            let mistake = mistakes::unobtainable(
                "不提问的指标不能有 quick 或 asked-when",
                "a fact that is not asked has no quick and no asked-when",
            );
            self.say(entry.id.spot, mistake);
        }
        Fact {
            id: self.id(&entry.id, FactId::new),
            label: self.words(&body.label),
            question: self.maybe_words(&body.question).unwrap_or_default(),
            help: self.maybe_words(&body.help),
            level: match body.level {
                source::Level::Estate => Level::Estate,
                source::Level::Building => Level::Building,
            },
            kind: self.kind(&body.kind),
            // An unknown place still makes it a fact that is asked.
            place: place.map(|it| PlaceIdx(it.unwrap_or_default())),
            quick: body.quick,
            asked_when: None,
            sum_of: None,
            derive: None,
            assume: None,
            sketch: body.sketch.as_ref().map(|it| it.value.as_str().into()),
            grades: if entry.sound {
                self.grades(entry)
            } else {
                Vec::new()
            },
            aliases: self.aliases(&body.aliases),
            adds_up: body.adds_up.as_ref().is_some_and(|it| it.value),
            evidence: self.evidence(&body.evidence, entry.id.spot),
        }
    }

    /// Estimates by eye are of numbers, and a drawing is of grades or options.
    fn grades(&mut self, entry: &Entry<source::Fact>) -> Vec<Grade> {
        let body = &entry.body;
        let bounds = match &body.kind.value {
            source::FactKind::Number(number) => Some((number.min.value, number.max.value)),
            _ => None,
        };
        if let Some(sketch) = &body.sketch {
            let has_choice = matches!(body.kind.value, source::FactKind::Choice(_));
            if body.grades.is_empty() && !has_choice {
                self.say(
                    sketch.spot,
                    mistakes::wrong_kind(&entry.id, "选项或分级", "choice or graded"),
                );
            }
        }
        let mut grades = Vec::new();
        for grade in &body.grades {
            let (value, spot) = (grade.value.value, grade.value.spot);
            match bounds {
                None => self.say(spot, mistakes::wrong_kind(&entry.id, "数值", "number")),
                Some((min, max)) if !(min..=max).contains(&value) => {
                    self.say(spot, mistakes::out_of_bounds(&entry.id, value, min, max));
                }
                Some(_) => {}
            }
            let name = self.words(&grade.name);
            grades.push(Grade { value, name });
        }
        grades
    }

    fn kind(&mut self, kind: &At<source::FactKind>) -> FactKind {
        match &kind.value {
            source::FactKind::YesNo => FactKind::YesNo,
            source::FactKind::Number(number) => {
                let (min, max) = (number.min.value, number.max.value);
                for bound in [&number.min, &number.max] {
                    if !(bound.is_finite() && bound.value >= 0.0) {
                        self.say(bound.spot, mistakes::unusable_number(bound.value));
                    }
                    self.check_size(bound);
                }
                let known = [&number.min, &number.max].map(|it| it.spot != Spot::NOWHERE);
                if min > max && known == [true; 2] {
                    self.say(number.min.spot, mistakes::min_above_max(min, max));
                }
                if number.unit.value == SHARE {
                    self.check_share(&number.max);
                }
                FactKind::Number {
                    unit: self.unit(&number.unit),
                    min,
                    max,
                }
            }
            source::FactKind::Choice(options) => {
                if options.0.is_empty() {
                    self.say(kind.spot, mistakes::empty_list("choice"));
                }
                let file = self.file;
                let ids = options.iter().map(|(id, _)| (file, id));
                self.check_unique(ids);
                for (id, _) in options.iter().filter(|(id, _)| id.value == CANNOT_TELL) {
                    self.say(id.spot, mistakes::reserved_option(id));
                }
                let choices = options.iter().map(|(id, name)| Choice {
                    id: self.id(id, OptionId::new),
                    name: self.words(name),
                });
                FactKind::Choice(choices.collect())
            }
        }
    }

    fn derivation(&mut self, idx: FactIdx, entry: &Entry<source::Fact>) {
        let body = &entry.body;
        let fact = self.catalogue.fact(idx);
        let level = fact.level;
        let is_number = matches!(fact.kind, FactKind::Number { .. });
        if let Some(adds_up) = &body.adds_up
            && !(is_number && level == Level::Building)
        {
            let mistake = mistakes::misplaced(
                "adds-up",
                "能相加的是楼栋的数值",
                "only figures of buildings add up",
            );
            self.say(adds_up.spot, mistake);
        }
        let FactKind::Number { unit, .. } = self.catalogue.fact(idx).kind else {
            let mut refs = [&body.sum_of, &body.assume].into_iter().flatten();
            let spot = body.derive.as_ref().map(|it| it.spot);
            if let Some(spot) = spot.or_else(|| refs.next().map(|it| it.spot)) {
                self.say(spot, mistakes::wrong_kind(&entry.id, "数值", "number"));
            }
            return;
        };
        if let Some(part) = &body.sum_of {
            self.catalogue.facts[idx.index()].sum_of = self.part_of_sum(part, level, unit);
        }
        let wanted = self.dimension(unit);
        if let Some(derive) = &body.derive {
            match self.quantity(derive, Scene::derivation(level)) {
                Some((quantity, dimension)) => {
                    self.check_dimension(derive.spot, dimension, wanted, "指标", "the fact");
                    self.catalogue.facts[idx.index()].derive = Some(quantity);
                }
                None => self.incomplete = true,
            }
        }
        if let Some(assume) = &body.assume
            && let Some(convention) = self.resolve(|names| &mut names.conventions, assume)
        {
            let convention = ConventionIdx(convention);
            let dimension = self.dimension(self.catalogue.convention(convention).unit);
            self.check_dimension(assume.spot, dimension, wanted, "指标", "the fact");
            self.catalogue.facts[idx.index()].assume = Some(convention);
        }
    }

    fn part_of_sum(&mut self, part: &source::Ref, level: Level, unit: UnitIdx) -> Option<FactIdx> {
        let idx = FactIdx(self.resolve(|names| &mut names.facts, part)?);
        let fact = self.catalogue.fact(idx);
        let is_alike = matches!(fact.kind, FactKind::Number { unit: it, .. } if it == unit);
        if level == Level::Estate && is_alike && fact.adds_up {
            return Some(idx);
        }
        let mistake = mistakes::misplaced(
            "sum-of",
            "它把各栋标有 adds-up 的数值加成小区的数值，两边单位要相同",
            "it adds up figures of buildings marked adds-up to one of the estate, both in one unit",
        );
        self.say(part.spot, mistake);
        None
    }

    pub fn check_dimension(
        &mut self,
        spot: Spot,
        got: crate::rules::Dimension,
        wanted: crate::rules::Dimension,
        wanted_zh: &str,
        wanted_en: &str,
    ) {
        if let (crate::rules::Dimension::Power(got), crate::rules::Dimension::Power(wanted)) =
            (got, wanted)
            && got != wanted
        {
            let mistake =
                mistakes::dimension("算出来的", "The result", got, wanted_zh, wanted_en, wanted);
            self.say(spot, mistake);
        }
    }

    fn divisor(&mut self, fact: &Option<source::Ref>) -> Option<FactIdx> {
        let fact = fact.as_ref()?;
        let idx = FactIdx(self.resolve(|names| &mut names.facts, fact)?);
        let of_estate = self.catalogue.fact(idx).level == Level::Estate;
        if !of_estate {
            self.say(fact.spot, mistakes::needs_each_building(fact));
        }
        if !matches!(self.catalogue.fact(idx).kind, FactKind::Number { .. }) {
            self.say(fact.spot, mistakes::wrong_kind(fact, "数值", "number"));
        }
        Some(idx)
    }

    fn order_facts(&mut self) {
        let of = |facts: FactSet| facts.iter().map(FactIdx::index).collect::<Vec<_>>();
        let facts = &self.catalogue.facts;
        let derived = in_order(facts.len(), |it| {
            of(facts[it].derive.as_ref().map(facts_in).unwrap_or_default())
        });
        let gated = in_order(facts.len(), |it| {
            of(facts[it]
                .asked_when
                .as_ref()
                .map(facts_of)
                .unwrap_or_default())
        });
        if let Err(circle) = gated {
            self.say_circle(&circle);
        }
        match derived {
            Ok(order) => {
                self.catalogue.fact_order =
                    order.into_iter().map(|it| FactIdx(it as u16)).collect();
            }
            Err(circle) => self.say_circle(&circle),
        }
    }

    fn say_circle(&mut self, circle: &[usize]) {
        let names: Vec<&str> = circle
            .iter()
            .map(|it| self.sources.facts[*it].id.value.as_str())
            .collect();
        let first = &self.sources.facts[circle[0]];
        self.file = first.file;
        self.say(
            first.id.spot,
            mistakes::derivation_cycle(&names.join(" → ")),
        );
    }
}
