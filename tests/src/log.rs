//! The laws of the log: what a browser stores about single edits comes to the
//! same estate in whatever order it is read, folded and heard of.

use crate::merging::{Step, edit, file, group_id, steps, surveyed, written};
use buqi_bundled::catalogue;
use buqi_core::catalogue::{FactKind, Level};
use buqi_core::id::GroupId;
use buqi_core::plan::{Decision, Dossier, Edit, Subject};
use buqi_core::survey::Reply;
use buqi_exchange::{Extras, Record, Stamp, entry_between, part, retrace, whole_entry};
use proptest::prelude::*;

fn read(stored: &str) -> Record {
    Record::read(stored, catalogue()).expect("what was written here")
}

fn opened(record: &Record) -> (Dossier, Extras) {
    record.open(catalogue()).expect("a whole estate")
}

/// The record as it lies in the database, once everything is folded into it.
fn folded<'a>(entries: impl IntoIterator<Item = &'a String>) -> String {
    let mut record = Record::default();
    for it in entries {
        record.join(&read(it));
    }
    let (dossier, extras) = opened(&record);
    record.write(&dossier, &extras, catalogue())
}

/// The log of a tab that begins with this estate and edits it, and the end.
fn logged(start: &(Dossier, Extras), edits: &[Step]) -> (Vec<String>, Dossier) {
    let (mut dossier, extras) = start.clone();
    let mut entries = vec![whole_entry(&dossier, &extras, catalogue())];
    for (n, step) in edits.iter().enumerate() {
        let next = dossier.apply(&edit(*step));
        let stamp = Stamp {
            at: 1_700_000_000_000 + n as u64,
            tab: 7,
        };
        let entry = entry_between((&dossier, &extras), (&next, &extras), catalogue(), stamp);
        assert_eq!(entry.is_none(), next == dossier, "an entry for each change");
        entries.extend(entry);
        dossier = next;
    }
    (entries, dossier)
}

/// The parts that an entry is about, as far as their ids have no slash.
fn touched(entry: &str) -> Vec<Vec<Box<str>>> {
    let changes = entry.trim_start_matches('\u{1E}');
    let changes: serde_json::Value = serde_json::from_str(changes).expect("an object");
    let plain = changes.as_object().into_iter().flat_map(|it| it.keys());
    let plain = plain.filter(|it| !it.contains('~'));
    let steps = |it: &String| it.split('/').skip(1).map(Into::into).collect();
    plain.map(steps).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_is_read_as_it_was_written(start in steps(30), edits in steps(20)) {
        let start = file(&start);
        let (entries, end) = logged(&start, &edits);
        let stored = folded(&entries);
        let record = read(&stored);
        let whole = opened(&record);
        prop_assert_eq!(&whole.0, &end);
        prop_assert_eq!(written(&whole), written(&(end, start.1)));
        prop_assert_eq!(folded([&stored]), stored);
    }

    #[test]
    fn a_log_in_any_order_and_with_repetitions_comes_to_what_was_edited(
        start in steps(20), edits in steps(20), order in any::<Vec<u16>>(),
    ) {
        let start = file(&start);
        let (entries, end) = logged(&start, &edits);
        let mut mixed = entries.clone();
        for (n, other) in order.iter().enumerate() {
            let n_mixed = mixed.len();
            mixed.swap(n % n_mixed, usize::from(*other) % n_mixed);
        }
        let again = order.iter().map(|it| &entries[usize::from(*it) % entries.len()]);
        let stored = folded(mixed.iter().chain(again));
        prop_assert_eq!(&stored, &folded(&entries));
        prop_assert_eq!(opened(&read(&stored)).0, end);
    }

    /// A fold that was cut short, or done by another tab, is as good as none.
    #[test]
    fn folding_a_part_of_the_log_first_makes_no_difference(
        start in steps(20), edits in steps(20), cut in any::<u8>(), again in any::<u8>(),
    ) {
        let (entries, _) = logged(&file(&start), &edits);
        let (cut, again) = (usize::from(cut) % entries.len() + 1, usize::from(again) % entries.len());
        let first = folded(&entries[..cut]);
        // The entries from `again` on are still there, though some are in it.
        let rest = &entries[again.min(cut)..];
        prop_assert_eq!(folded([&first].into_iter().chain(rest)), folded(&entries));
        prop_assert_eq!(folded(rest.iter().chain([&first])), folded(&entries));
    }

    /// What is taken back is what the step did, and nothing of what somebody else
    /// did to other parts.
    #[test]
    fn a_step_back_leaves_alone_what_others_did(
        start in steps(20), edits in steps(8), others in steps(8),
    ) {
        let extras = Extras::default();
        let begin = surveyed(&start);
        let own = edits.iter().fold(begin.clone(), |it, step| it.apply(&edit(*step)));
        // Without another tab it is the way back itself.
        let back = |now: &Dossier| retrace(now, &extras, (&own, &begin), catalogue());
        prop_assert_eq!(&back(&own), &begin);
        let entry = |to: &Dossier, tab| {
            let stamp = Stamp { at: 9, tab };
            entry_between((&begin, &extras), (to, &extras), catalogue(), stamp)
        };
        let theirs = others.iter().fold(begin.clone(), |it, step| it.apply(&edit(*step)));
        let (Some(own_entry), Some(entry)) = (entry(&own, 1), entry(&theirs, 2)) else {
            return Ok(());
        };
        let mut record = Record::of(&own, &extras, catalogue());
        record.join(&read(&entry));
        let both = opened(&record).0;
        let own_touched = touched(&own_entry);
        for address in touched(&entry) {
            // An entry of a list that goes takes along what is in it.
            let is_of_list = address.get(1).is_some_and(|it| &**it == "[]");
            if !is_of_list && !own_touched.contains(&address) {
                let now = part(&back(&both), &extras, catalogue(), &address);
                let alone = part(&theirs, &extras, catalogue(), &address);
                prop_assert_eq!(now, alone, "{:?}", address);
            }
        }
    }

    /// What a tab does when it writes and when it hears of another's write, in
    /// a random order, with clocks that differ.
    #[test]
    fn tabs_that_have_heard_of_each_other_show_the_same(
        start in steps(10),
        deeds in proptest::collection::vec((0..3_usize, any::<bool>(), any::<Step>()), 0..60),
        skew in 0..3_u64,
    ) {
        let extras = Extras::default();
        let start = surveyed(&start);
        let begin = whole_entry(&start, &extras, catalogue());
        let mut tabs: Vec<(Record, Dossier)> = (0..3).map(|_| (read(&begin), start.clone())).collect();
        let mut log = vec![begin];
        for (n, (tab, hears, step)) in deeds.into_iter().enumerate() {
            let (record, dossier) = &mut tabs[tab];
            if hears {
                // Any earlier write may arrive, also late or again.
                let heard = &log[usize::from(step.1) % log.len()];
                if record.join(&read(heard)) {
                    *dossier = opened(record).0;
                }
            } else {
                let next = dossier.apply(&edit(step));
                let clock = 1000 + n as u64 * 2 * (tab as u64 * skew % 3);
                let stamp = Stamp { at: clock.max(record.changed_at() + 1), tab: tab as u32 };
                let states = ((&*dossier, &extras), (&next, &extras));
                if let Some(entry) = entry_between(states.0, states.1, catalogue(), stamp) {
                    record.join(&read(&entry));
                    log.push(entry);
                }
                *dossier = next;
            }
        }
        for (record, dossier) in &mut tabs {
            for heard in &log {
                if record.join(&read(heard)) {
                    *dossier = opened(record).0;
                }
            }
        }
        prop_assert_eq!(&tabs[0].1, &tabs[1].1);
        prop_assert_eq!(&tabs[1].1, &tabs[2].1);
        prop_assert_eq!(&opened(&read(&folded(&log))).0, &tabs[0].1);
    }
}

#[test]
fn a_step_back_does_not_take_away_what_others_have_put_something_into() {
    let extras = Extras::default();
    let begin = surveyed(&[]);
    let group = GroupId::new("g9").expect("a good id");
    let added = begin.apply(&Edit::PutGroup {
        id: group.clone(),
        label: "9 栋".into(),
        count: 2,
    });
    let kept = begin.apply(&Edit::KeepScheme("保底".into()));
    let in_group = added.apply(&Edit::Answer {
        subject: Subject::Group(group),
        fact: catalogue()
            .facts
            .iter()
            .find(|it| it.level == Level::Building && it.kind == FactKind::YesNo)
            .map(|it| it.id.clone())
            .expect("some question about buildings"),
        answer: Some(Reply::YesNo(true).into()),
    });
    let decided = kept.apply(&Edit::Decide {
        item: catalogue().items[0].id.clone(),
        decision: Some(Decision::Accepted),
    });
    let in_scheme = Dossier {
        plan: begin.plan.clone(),
        ..decided.apply(&Edit::KeepScheme("保底".into()))
    };
    for (own, now) in [(&added, &in_group), (&kept, &in_scheme)] {
        let back = |now: &Dossier| retrace(now, &extras, (own, &begin), catalogue());
        assert_eq!(&back(own), &begin, "nobody else was there");
        assert_eq!(&back(now), now);
    }
}

#[test]
fn what_one_tab_removes_stays_removed_in_the_other() {
    let extras = Extras::default();
    let start = surveyed(&[(12, 0, 1)]);
    assert!(!start.survey.estate.is_empty() || !start.survey.groups[0].answers.is_empty());
    let entry = |edit: Edit, tab| {
        let after = start.apply(&edit);
        let stamp = Stamp { at: 5, tab };
        entry_between((&start, &extras), (&after, &extras), catalogue(), stamp)
    };
    let gone = entry(Edit::RemoveGroup(group_id(0)), 1).expect("it was there");
    let named = entry(Edit::Rename("和平里".into()), 2).expect("it had another name");
    let begin = whole_entry(&start, &extras, catalogue());
    for log in [[&begin, &gone, &named], [&named, &begin, &gone]] {
        let (dossier, _) = opened(&read(&folded(log)));
        assert_eq!((&*dossier.name, dossier.survey.groups.len()), ("和平里", 0));
    }
}

#[test]
fn a_part_of_a_log_is_no_estate_and_damage_is_no_entry() {
    let (entries, _) = logged(&file(&[(12, 0, 1)]), &[(0, 0, 1)]);
    assert_eq!(read(&entries[1]).open(catalogue()), None);
    for damaged in ["", "\u{1E}", "\u{1E}{broken", "\u{1E}[1]", "\u{0}"] {
        assert_eq!(Record::read(damaged, catalogue()), None, "{damaged:?}");
    }
    // A file is worth having without its stamps.
    let stored = folded(&entries);
    let cut = &stored[..stored.find('\u{1E}').expect("something was changed") + 9];
    assert_eq!(opened(&read(cut)).0, opened(&read(&stored)).0);
}
