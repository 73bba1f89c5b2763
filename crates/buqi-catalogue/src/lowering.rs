//! Puts the catalogue together: every id becomes a position, every number is
//! checked against what it is compared with.

use crate::desk::Desk;
use crate::items::{NEVER, gate, urgency};
use crate::mistakes;
use crate::order::in_order;
use crate::register::nearest;
use crate::source;
use crate::spot::Spot;
use buqi_core::catalogue::{
    Deficiency, Exclusion, Group, Level, LineRef, Moved, Overlap, Precedence, Requirement,
    Severity, SharedWork, Unnamed,
};
use buqi_core::id::{ConventionIdx, DeficiencyId, ItemIdx, MenuGroupId};
use buqi_core::rule::{facts_of, level_of};

/// What comes before what, and where that is written.
type Edge = (ItemIdx, ItemIdx, Spot);

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
        let sources = self.sources;
        let Some((file, header)) = &sources.header else {
            return;
        };
        self.file = *file;
        self.catalogue.title = self.words(&header.title);
        self.catalogue.notice = self.words(&header.notice);
        self.catalogue.edition = self.date(&header.edition);
        let unnamed = &header.unnamed;
        self.catalogue.unnamed = Unnamed {
            whole: self.aliases(&unnamed.whole),
            parts: self.aliases(&unnamed.parts),
            kinds: self.aliases(&unnamed.kinds),
            places: self.aliases(&unnamed.places),
            actions: self.aliases(&unnamed.actions),
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
        let mut orders: Vec<Edge> = Vec::new();
        let mut contained: Vec<Edge> = Vec::new();
        let mut needed: Vec<Edge> = Vec::new();
        for edge in &sequence.before_after {
            let before = self.resolve(|names| &mut names.items, &edge.before);
            let after = self.resolve(|names| &mut names.items, &edge.after);
            let reason = self.words(&edge.reason);
            let evidence = self.evidence(&edge.evidence, edge.before.spot);
            if let (Some(before), Some(after)) = (before, after) {
                let (before, after) = (ItemIdx(before), ItemIdx(after));
                let mut known = self.catalogue.sequence.iter();
                if known.any(|it| (it.before, it.after) == (before, after)) {
                    let (one, other) = (&edge.before.value, &edge.after.value);
                    let mistake = mistakes::named_twice(&format!("{one} → {other}"));
                    self.say(edge.before.spot, mistake);
                }
                orders.push((before, after, edge.before.spot));
                self.catalogue.sequence.push(Precedence {
                    before,
                    after,
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
                let spot = overlap.covering.spot;
                contained.push((ItemIdx(covering), ItemIdx(covered), spot));
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
                needed.push((ItemIdx(needs), ItemIdx(item), requires.item.spot));
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
            let spot = conflict.ones.spot;
            let conflict = self.conflict(conflict);
            if conflict.ones_first {
                orders.extend(conflict.pairs().map(|(one, other)| (one, other, spot)));
            }
            self.catalogue.conflicts.push(conflict);
        }
        for edges in [orders, contained, needed] {
            self.check_circle(&edges);
        }
    }

    /// Reports a circle at the last written of the statements that make it.
    fn check_circle(&mut self, edges: &[Edge]) {
        let before = |it: usize| {
            let before = edges.iter().filter(|edge| edge.1.index() == it);
            before.map(|it| it.0.index()).collect::<Vec<_>>()
        };
        let Err(mut circle) = in_order(self.catalogue.items.len(), before) else {
            return;
        };
        // The walk goes from after to before; people read it forward.
        circle.reverse();
        let first_written = |step: &[usize]| {
            let is_it = |it: &Edge| [it.0.index(), it.1.index()] == *step;
            edges.iter().position(is_it)
        };
        let closing = circle.windows(2).filter_map(first_written).max();
        let spot = closing.map(|it| edges[it].2);
        let names: Vec<&str> = circle
            .iter()
            .map(|it| self.catalogue.items[*it].id.as_str())
            .collect();
        let mistake = mistakes::sequence_cycle(&names.join(" → "));
        self.say(spot.unwrap_or_default(), mistake);
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
