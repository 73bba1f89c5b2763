//! Puts the catalogue together: every id becomes a position, every number is
//! checked against what it is compared with.

use crate::desk::Desk;
use crate::items::{NEVER, gate, urgency};
use crate::mistakes;
use crate::order::in_order;
use crate::register::nearest;
use crate::source;
use buqi_core::catalogue::{
    Deficiency, Exclusion, Group, Level, LineRef, Moved, Overlap, Precedence, Requirement,
    Severity, SharedWork, Unnamed,
};
use buqi_core::id::{ConventionIdx, DeficiencyId, ItemIdx, MenuGroupId};
use buqi_core::rule::{facts_of, level_of};

impl Desk<'_> {
    pub fn lower(&mut self) {
        self.check_ids();
        self.lower_header();
        self.lower_lists();
        self.lower_facts();
        self.lower_deficiencies();
        self.order_menu();
        self.lower_items();
        self.link_deficiencies();
        self.lower_sequence();
        self.lower_works();
        self.lower_moved();
    }

    fn lower_header(&mut self) {
        let Some((file, header)) = &self.sources.header else {
            return;
        };
        self.file = *file;
        self.catalogue.title = self.words(&header.title);
        self.catalogue.notice = self.words(&header.notice);
        self.catalogue.edition = self.date(&header.edition);
        let words =
            |it: &[String]| -> Vec<Box<str>> { it.iter().map(|it| it.trim().into()).collect() };
        self.catalogue.unnamed = Unnamed {
            whole: words(&header.unnamed.whole),
            parts: words(&header.unnamed.parts),
            kinds: words(&header.unnamed.kinds),
            places: words(&header.unnamed.places),
            actions: words(&header.unnamed.actions),
        };
        for (id, name) in header.groups.iter() {
            let group = Group {
                id: self.id(id, MenuGroupId::new),
                name: self.words(name),
            };
            self.catalogue.groups.push(group);
        }
    }

    fn lower_deficiencies(&mut self) {
        let sources = self.sources;
        for entry in &sources.deficiencies {
            self.file = entry.file;
            let body = &entry.body;
            let present_when = self.rule(&body.present_when, Level::Building);
            if present_when.is_none() || !entry.sound {
                self.broken.insert(entry.id.value.clone());
            }
            let present_when = present_when.unwrap_or(NEVER);
            let deficiency = Deficiency {
                id: self.id(&entry.id, DeficiencyId::new),
                name: self.words(&body.name),
                official_number: body.official_number.as_deref().map(Into::into),
                level: level_of(&self.catalogue, facts_of(&present_when)),
                present_when,
                gate: gate(body.gate),
                urgency: urgency(body.urgency),
                severity: body.severity.map(|it| match it {
                    source::Severity::VerySerious => Severity::VerySerious,
                    source::Severity::Serious => Severity::Serious,
                    source::Severity::General => Severity::General,
                }),
                remedy: self.words(&body.remedy),
                responsible: self.maybe_words(&body.responsible),
                evidence: self.evidence(&body.evidence, entry.id.spot),
                outside_menu: self.maybe_words(&body.outside_menu),
                answered_by: Vec::new(),
            };
            self.catalogue.deficiencies.push(deficiency);
        }
    }

    fn link_deficiencies(&mut self) {
        for idx in self.catalogue.item_indices() {
            for answer in self.catalogue.item(idx).answers.clone() {
                let deficiency = &mut self.catalogue.deficiencies[answer.index()];
                if !deficiency.answered_by.contains(&idx) {
                    deficiency.answered_by.push(idx);
                }
            }
        }
        for (idx, entry) in self.sources.deficiencies.iter().enumerate() {
            self.file = entry.file;
            let answered_by = self.catalogue.deficiencies[idx]
                .answered_by
                .first()
                .copied();
            match (answered_by, &entry.body.outside_menu) {
                // An item that could not be read may well answer it.
                (None, None) if self.sources.partial => {}
                (None, None) => self.say(entry.id.spot, mistakes::unanswered(&entry.id)),
                (Some(item), Some(reason)) => {
                    let item = self.catalogue.item(item).id.to_string();
                    let mistake = mistakes::answered_outside(&entry.id, &item);
                    self.say(reason.spot, mistake);
                }
                _ => {}
            }
        }
    }

    fn lower_sequence(&mut self) {
        let Some((file, sequence)) = &self.sources.sequence else {
            return;
        };
        self.file = *file;
        for edge in &sequence.before_after {
            let before = self.resolve(|names| &mut names.items, &edge.before);
            let after = self.resolve(|names| &mut names.items, &edge.after);
            let reason = self.words(&edge.reason);
            let evidence = self.evidence(&edge.evidence, edge.before.spot);
            if let (Some(before), Some(after)) = (before, after) {
                self.catalogue.sequence.push(Precedence {
                    before: ItemIdx(before),
                    after: ItemIdx(after),
                    reason,
                    evidence,
                });
            }
        }
        for overlap in &sequence.overlaps {
            let covering = self.resolve(|names| &mut names.items, &overlap.covering);
            let covered = self.resolve(|names| &mut names.items, &overlap.covered);
            let reason = self.words(&overlap.reason);
            let evidence = self.evidence(&overlap.evidence, overlap.covering.spot);
            if let (Some(covering), Some(covered)) = (covering, covered) {
                self.catalogue.overlaps.push(Overlap {
                    covering: ItemIdx(covering),
                    covered: ItemIdx(covered),
                    reason,
                    evidence,
                });
            }
        }
        for shared in &sequence.shared_works {
            let work = self.shared_work(shared);
            self.catalogue.shared_works.extend(work);
        }
        for requires in &sequence.requires {
            let item = self.resolve(|names| &mut names.items, &requires.item);
            let needs = self.resolve(|names| &mut names.items, &requires.needs);
            let reason = self.words(&requires.reason);
            let evidence = self.evidence(&requires.evidence, requires.item.spot);
            if let (Some(item), Some(needs)) = (item, needs) {
                self.catalogue.requirements.push(Requirement {
                    item: ItemIdx(item),
                    needs: ItemIdx(needs),
                    reason,
                    evidence,
                });
            }
        }
        for exclusion in &sequence.exclusions {
            let when = self.rule(&exclusion.when, Level::Building);
            let reason = self.words(&exclusion.reason);
            let evidence = self.evidence(&exclusion.evidence, exclusion.when.spot);
            if let Some(when) = when {
                self.catalogue.exclusions.push(Exclusion {
                    level: level_of(&self.catalogue, facts_of(&when)),
                    when,
                    reason,
                    evidence,
                });
            }
        }
        for conflict in &sequence.conflicts {
            let conflict = self.conflict(conflict);
            self.catalogue.conflicts.push(conflict);
        }
        let edges = |pairs: Vec<(ItemIdx, ItemIdx)>| {
            move |it: usize| {
                let before = pairs.iter().filter(|(_, after)| after.index() == it);
                before.map(|it| it.0.index()).collect::<Vec<_>>()
            }
        };
        let pairs = self.catalogue.sequence.iter();
        let conflicts = self.catalogue.conflicts.iter();
        let ordered = conflicts.filter(|it| it.ones_first);
        let sequence_pairs = pairs
            .map(|it| (it.before, it.after))
            .chain(ordered.flat_map(|it| it.pairs()))
            .collect();
        let pairs = self.catalogue.overlaps.iter();
        let overlap_pairs = pairs.map(|it| (it.covering, it.covered)).collect();
        let pairs = self.catalogue.requirements.iter();
        let need_pairs = pairs.map(|it| (it.needs, it.item)).collect();
        let need_spot = sequence.requires.first().map(|it| it.item.spot);
        let conflict_spot = sequence.conflicts.first().map(|it| it.ones.spot);
        let sequence_spot = sequence.before_after.first().map(|it| it.before.spot);
        let overlap_spot = sequence.overlaps.first().map(|it| it.covering.spot);
        for (pairs, spot) in [
            (sequence_pairs, sequence_spot.or(conflict_spot)),
            (overlap_pairs, overlap_spot),
            (need_pairs, need_spot),
        ] {
            let n_items = self.catalogue.items.len();
            if let Err(mut circle) = in_order(n_items, edges(pairs)) {
                // The walk goes from after to before; people read it forward.
                circle.reverse();
                let names: Vec<&str> = circle
                    .iter()
                    .map(|it| self.catalogue.items[*it].id.as_str())
                    .collect();
                let mistake = mistakes::sequence_cycle(&names.join(" → "));
                self.say(spot.unwrap_or_default(), mistake);
            }
        }
    }

    fn shared_work(&mut self, shared: &source::SharedWork) -> Option<SharedWork> {
        if shared.lines.is_empty() {
            self.say(shared.lines.spot, mistakes::empty_list("lines"));
        }
        let lines = shared.lines.iter().filter_map(|it| self.line_ref(it));
        let lines: Vec<LineRef> = lines.collect();
        let host = shared.host.as_ref().map(|it| self.line_ref(it));
        let saved = self
            .resolve(|names| &mut names.conventions, &shared.saved)
            .map(ConventionIdx);
        if let Some(saved) = saved
            && self.catalogue.convention(saved).high > 1.0
        {
            let high = self.catalogue.convention(saved).high;
            let mistake = mistakes::out_of_bounds(&shared.saved, high, 0.0, 1.0);
            self.say(shared.saved.spot, mistake);
        }
        let name = self.words(&shared.name);
        let reason = self.words(&shared.reason);
        let evidence = self.evidence(&shared.evidence, shared.saved.spot);
        Some(SharedWork {
            name,
            lines,
            // A host that can't be found is reported; without it the saving
            // would mean something else.
            host: match host {
                Some(host) => Some(host?),
                None => None,
            },
            saved: saved?,
            reason,
            evidence,
        })
    }

    fn line_ref(&mut self, reference: &source::LineRef) -> Option<LineRef> {
        let item = self.resolve(|names| &mut names.items, &reference.item)?;
        let lines = &self.catalogue.item(ItemIdx(item)).lines;
        let Some(line) = lines
            .iter()
            .position(|it| it.id.as_str() == reference.line.value)
        else {
            let near = nearest(&reference.line, lines.iter().map(|it| it.id.as_str()));
            let mistake = mistakes::unresolved("工程量", "scope line", &reference.line, near);
            self.say(reference.line.spot, mistake);
            return None;
        };
        Some(LineRef {
            item: ItemIdx(item),
            line: line as u16,
        })
    }

    fn lower_moved(&mut self) {
        let sources = self.sources;
        if let Some((file, _)) = sources.moved.first() {
            self.file = *file;
            self.check_once(sources.moved.iter().map(|(_, it)| &it.from));
        }
        for (file, moved) in &sources.moved {
            self.file = *file;
            let names = &self.names;
            let known = |id: &str| {
                [&names.items, &names.facts, &names.deficiencies]
                    .into_iter()
                    .any(|it| it.position(id).is_some())
            };
            if known(&moved.from) {
                self.say(moved.from.spot, mistakes::moved_but_used(&moved.from));
            } else if let Some(to) = &moved.to
                && !known(to)
                && !self.sources.unread.contains(&to.value)
            {
                let near = [&names.items, &names.facts, &names.deficiencies]
                    .into_iter()
                    .find_map(|it| it.nearest(to).map(str::to_owned));
                self.say(to.spot, mistakes::moved_to_nothing(to, near.as_deref()));
            }
            let moved = Moved {
                from: moved.from.value.as_str().into(),
                to: moved.to.as_ref().map(|it| it.value.as_str().into()),
                reason: self.words(&moved.reason),
            };
            self.catalogue.moved.push(moved);
        }
    }
}
