//! 工序: in which order the chosen items are built, from which week to which.
//!
//! Everything counts in calendar weeks from the start of the works. An item
//! whose duration is not known keeps its place in the order; every week behind
//! it is then the earliest it can be, and says so.

use crate::catalogue::{Catalogue, Gate};
use crate::estimate::{Estimate, Standing};
use crate::id::ItemIdx;
use crate::rule::{FactSet, Verdict, decide};
use crate::suggestions::Assessment;
use crate::truth::Truth;

/// How far ahead a season is looked for, in weeks: any season that opens at
/// all has opened within a year, and two years show that a window is too short.
const HORIZON: u32 = 104;

const WEEKS_IN_A_YEAR: u32 = 52;

/// 周数. Low, typical and high, in that order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weeks {
    pub low: u32,
    pub typical: u32,
    pub high: u32,
}

impl Weeks {
    /// From the start of works to acceptance, for works that take this long:
    /// published projects took several times their critical path. Their spread
    /// has quick and slow works in it, so only the typical length is multiplied,
    /// and neither end is shorter than the works themselves. `None` where the
    /// catalogue does not say how many, or there are no works.
    pub fn to_acceptance(self, catalogue: &Catalogue) -> Option<Weeks> {
        let project = catalogue.project.as_ref().filter(|_| self.high > 0)?;
        let times = catalogue.convention(project.length_per_works);
        let weeks = |times: f64| (f64::from(self.typical) * times).round() as u32;
        let low = weeks(times.low).max(self.low);
        let typical = weeks(times.typical).max(low);
        let high = weeks(times.high).max(typical).max(self.high);
        Some(Weeks { low, typical, high })
    }
}

/// 工序安排. The works of a plan in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// By typical start, then as they were ordered.
    pub tasks: Vec<Task>,
    /// How long all of it takes.
    pub weeks: Weeks,
    /// Some duration is not known, so the weeks above are the least there are.
    pub open: bool,
    /// A row of tasks that makes the works as long as they are, first to last:
    /// the typical weeks and waits of these add up to the typical length. There
    /// may be others as long. Positions in `tasks`.
    pub critical: Vec<usize>,
    /// What the seasons ask of these items, whether or not a month is known.
    pub seasons: Vec<SeasonNote>,
}

/// The works of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub item: ItemIdx,
    /// `None` when it is not known how long it lasts.
    pub weeks: Option<Weeks>,
    /// The facts that would give the duration; empty when the catalogue has none.
    pub missing: FactSet,
    /// Another item contains all of the work, or there is none to do.
    pub no_work: bool,
    pub start: Weeks,
    pub finish: Weeks,
    /// By how many weeks it may start later before the whole takes longer.
    pub float: u32,
    /// It has no such weeks.
    pub critical: bool,
    /// Weeks it waits for its season, typically.
    pub wait: u32,
    /// No time of the year is long enough: it runs into a closed season.
    pub out_of_season: bool,
    /// A duration before it, or its own, is not known: it may well be later.
    pub open: bool,
    /// The items that must be finished before; only the nearest ones chosen.
    pub after: Vec<ItemIdx>,
    /// Those it waits for only because both can't be on site at once, with the
    /// position among the conflicts of the catalogue.
    pub apart: Vec<(ItemIdx, usize)>,
}

/// One season of the catalogue and the tasks it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeasonNote {
    /// The position among the seasons of the catalogue.
    pub season: usize,
    /// Whether it holds here; the schedule keeps to it only when it does and
    /// the first month is known.
    pub holds: Truth,
    /// The facts that would tell.
    pub missing: FactSet,
    pub items: Vec<ItemIdx>,
}

/// Orders the chosen items. `start_month` is 1 for January to 12; without it
/// weeks count from nothing and no season is kept.
pub fn schedule(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    start_month: Option<u8>,
) -> Schedule {
    let chosen: Vec<ItemIdx> = catalogue
        .item_indices()
        .filter(|it| estimate.standings[it.index()] == Standing::Chosen)
        .collect();
    schedule_of(catalogue, assessment, estimate, &chosen, start_month)
}

/// Orders these items, which are positions in menu order without repetition.
pub fn schedule_of(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    chosen: &[ItemIdx],
    start_month: Option<u8>,
) -> Schedule {
    let seasons = season_notes(catalogue, assessment, chosen);
    let before = nearest_before(catalogue, chosen);
    let position = |item: ItemIdx| chosen.iter().position(|it| *it == item);
    let mut pairs = Vec::new();
    for (which, conflict) in catalogue.conflicts.iter().enumerate() {
        for (one, other) in conflict.pairs() {
            if let (Some(one), Some(other)) = (position(one), position(other)) {
                pairs.push(Pair {
                    one,
                    other,
                    which,
                    ones_first: conflict.ones_first,
                });
            }
        }
    }
    let lasting: Vec<Lasting> = chosen
        .iter()
        .map(|it| lasting(catalogue, estimate, *it))
        .collect();
    let jobs: Vec<Job> = chosen
        .iter()
        .zip(before)
        .zip(&lasting)
        .map(|((item, before), lasting)| Job {
            weeks: lasting.weeks,
            before,
            closed: seasons
                .iter()
                .filter(|it| it.holds == Truth::Yes && it.items.contains(item))
                .fold(0, |mask, it| mask | catalogue.seasons[it.season].closed),
            first: catalogue.item(*item).gate == Gate::BottomLine,
        })
        .collect();
    let network = Network::new(&jobs, &pairs);
    let timed = network.time(start_month);
    let tasks = timed
        .order
        .iter()
        .map(|it| {
            let slot = &timed.slots[*it];
            Task {
                item: chosen[*it],
                weeks: jobs[*it].weeks,
                missing: lasting[*it].missing,
                no_work: lasting[*it].no_work,
                start: slot.start,
                finish: slot.finish,
                float: slot.float,
                critical: slot.critical,
                wait: slot.wait,
                out_of_season: slot.out_of_season,
                open: slot.open,
                after: jobs[*it].before.iter().map(|it| chosen[*it]).collect(),
                apart: network.apart[*it]
                    .iter()
                    .map(|(other, which)| (chosen[*other], *which))
                    .collect(),
            }
        })
        .collect();
    let place = |job: &usize| timed.order.iter().position(|it| it == job);
    Schedule {
        tasks,
        weeks: timed.weeks,
        open: jobs.iter().any(|it| it.weeks.is_none()),
        critical: timed.critical.iter().filter_map(place).collect(),
        seasons,
    }
}

/// The month, 1 to 12, in which a week falls.
pub fn month_of(start_month: u8, week: u32) -> u8 {
    (months_before(start_month, week) % 12 + 1) as u8
}

/// How many months lie between the January before the works start and the
/// month in which a week falls.
pub fn months_before(start_month: u8, week: u32) -> u32 {
    u32::from(start_month.clamp(1, 12)) - 1 + week.saturating_mul(12) / WEEKS_IN_A_YEAR
}

/// For each item the chosen ones that must be done before it, with none in
/// between: what is not chosen hands its predecessors on.
pub(crate) fn nearest_before(catalogue: &Catalogue, chosen: &[ItemIdx]) -> Vec<Vec<usize>> {
    let n_items = catalogue.items.len();
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); n_items];
    for edge in &catalogue.sequence {
        before[edge.after.index()].push(edge.before.index());
    }
    let mut position: Vec<Option<usize>> = vec![None; n_items];
    for (at, item) in chosen.iter().enumerate() {
        position[item.index()] = Some(at);
    }
    chosen
        .iter()
        .map(|item| {
            let mut seen = vec![false; n_items];
            let mut waiting = before[item.index()].clone();
            let mut found = Vec::new();
            while let Some(it) = waiting.pop() {
                if std::mem::replace(&mut seen[it], true) {
                    continue;
                }
                match position[it] {
                    Some(at) => found.push(at),
                    None => waiting.extend(&before[it]),
                }
            }
            found.sort_unstable();
            found
        })
        .collect()
}

fn season_notes(
    catalogue: &Catalogue,
    assessment: &Assessment,
    chosen: &[ItemIdx],
) -> Vec<SeasonNote> {
    let mut notes = Vec::new();
    for (season, it) in catalogue.seasons.iter().enumerate() {
        let verdict = match &it.when {
            Some(when) => decide(catalogue, when, &assessment.facts, 0),
            None => Verdict::YES,
        };
        let items: Vec<ItemIdx> = chosen
            .iter()
            .copied()
            .filter(|item| it.items.contains(item))
            .collect();
        if verdict.truth != Truth::No && !items.is_empty() {
            notes.push(SeasonNote {
                season,
                holds: verdict.truth,
                missing: verdict.missing,
                items,
            });
        }
    }
    notes
}

/// Two jobs that can't run at once, and the conflict that says so.
#[derive(Clone, Copy, Debug)]
struct Pair {
    one: usize,
    other: usize,
    which: usize,
    ones_first: bool,
}

struct Lasting {
    weeks: Option<Weeks>,
    missing: FactSet,
    no_work: bool,
}

/// How long an item lasts, from the quantity of its own scope.
fn lasting(catalogue: &Catalogue, estimate: &Estimate, item: ItemIdx) -> Lasting {
    let mut lasting = Lasting {
        weeks: None,
        missing: FactSet::EMPTY,
        no_work: false,
    };
    let is_own = |its_item: ItemIdx, line: usize| its_item == item && line == 0;
    let priced = estimate.lines.iter().find(|it| is_own(it.item, it.line));
    let unpriced = estimate.unpriced.iter().find(|it| is_own(it.item, it.line));
    if !estimate.has_work(item) {
        lasting.weeks = Some(Weeks::default());
        lasting.no_work = true;
        return lasting;
    }
    let Some(duration) = &catalogue.item(item).duration else {
        return lasting;
    };
    let quantity = match (priced, unpriced) {
        (Some(line), _) => Some(line.quantity),
        (None, Some(line)) => line.quantity,
        // Only other lines of the item are left to do.
        (None, None) => Some(crate::quantity::Amount::ZERO),
    };
    let weeks = |weeks: u16, quantity: f64| match duration.step {
        Some(step) => {
            // A billionth of a step is rounding noise of the quantity.
            let further = ((quantity / step - 1e-9).ceil() - 1.0).max(0.0);
            let most = u32::from(duration.most.max(weeks));
            (u32::from(weeks).saturating_add(further as u32)).min(most)
        }
        None => u32::from(weeks),
    };
    match quantity {
        None if duration.step.is_some() => {
            lasting.missing = unpriced.map_or(FactSet::EMPTY, |it| it.missing);
        }
        quantity => {
            let quantity = quantity.unwrap_or(crate::quantity::Amount::ZERO);
            let low = weeks(duration.low, quantity.low());
            let typical = weeks(duration.typical, quantity.typical()).max(low);
            let high = weeks(duration.high, quantity.high()).max(typical);
            lasting.weeks = Some(Weeks { low, typical, high });
        }
    }
    lasting
}

/// One node of the network.
#[derive(Debug)]
struct Job {
    weeks: Option<Weeks>,
    before: Vec<usize>,
    /// Months it should not run in, one bit each.
    closed: u16,
    /// Goes first where two could.
    first: bool,
}

/// Jobs with the order in which they are placed. Jobs that can't run at once
/// are put one after the other in that order, so no circle can arise.
struct Network<'a> {
    jobs: &'a [Job],
    /// Every job after all that it waits for.
    order: Vec<usize>,
    /// Whom each job waits for because of a conflict, and which one.
    apart: Vec<Vec<(usize, usize)>>,
}

struct Timed {
    /// By typical start.
    order: Vec<usize>,
    slots: Vec<Slot>,
    weeks: Weeks,
    critical: Vec<usize>,
}

#[derive(Clone, Default)]
struct Slot {
    start: Weeks,
    finish: Weeks,
    float: u32,
    critical: bool,
    wait: u32,
    out_of_season: bool,
    open: bool,
}

impl Network<'_> {
    fn new<'a>(jobs: &'a [Job], pairs: &[Pair]) -> Network<'a> {
        let n_jobs = jobs.len();
        // Depth and earliest start grow along every edge, so sorting by them
        // keeps to the edges.
        let mut depth = vec![0_u32; n_jobs];
        let mut earliest = vec![0_u32; n_jobs];
        let first: Vec<&Pair> = pairs.iter().filter(|it| it.ones_first).collect();
        for _ in 0..n_jobs {
            let mut changed = false;
            for (at, job) in jobs.iter().enumerate() {
                let first = first.iter().filter(|it| it.other == at);
                for before in job.before.iter().chain(first.map(|it| &it.one)) {
                    let finish = earliest[*before] + jobs[*before].weeks.map_or(0, |it| it.typical);
                    if depth[at] <= depth[*before] || earliest[at] < finish {
                        depth[at] = depth[at].max(depth[*before] + 1);
                        earliest[at] = earliest[at].max(finish);
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let mut order: Vec<usize> = (0..n_jobs).collect();
        order.sort_by_key(|it| (earliest[*it], depth[*it], !jobs[*it].first, *it));
        let mut rank = vec![0; n_jobs];
        for (at, job) in order.iter().enumerate() {
            rank[*job] = at;
        }
        // What must be done before each job, however far back.
        let mut ahead = vec![vec![false; n_jobs]; n_jobs];
        for job in &order {
            for before in &jobs[*job].before {
                let further = ahead[*before].clone();
                let own = &mut ahead[*job];
                own[*before] = true;
                for (own, further) in own.iter_mut().zip(further) {
                    *own |= further;
                }
            }
        }
        let mut apart: Vec<Vec<(usize, usize)>> = vec![Vec::new(); n_jobs];
        for it in pairs {
            let (early, late) = if rank[it.one] < rank[it.other] {
                (it.one, it.other)
            } else {
                (it.other, it.one)
            };
            let known = ahead[late][early] || apart[late].iter().any(|(it, _)| *it == early);
            if early != late && !known {
                apart[late].push((early, it.which));
            }
        }
        Network { jobs, order, apart }
    }

    /// Everything `job` waits for.
    fn before(&self, job: usize) -> impl Iterator<Item = usize> + '_ {
        let apart = self.apart[job].iter().map(|(it, _)| *it);
        self.jobs[job].before.iter().copied().chain(apart)
    }

    fn time(&self, start_month: Option<u8>) -> Timed {
        let n_jobs = self.jobs.len();
        let low = self.forward(start_month, |it| it.low);
        let typical = self.forward(start_month, |it| it.typical);
        let high = self.forward(start_month, |it| it.high);
        let length = |pass: &[(u32, u32, bool)]| pass.iter().map(|it| it.1).max().unwrap_or(0);
        // A longer job may miss a window that a shorter one meets, and then
        // start earlier out of season; the three figures stay in order.
        let ordered = |low: u32, typical: u32, high: u32| Weeks {
            low: low.min(typical),
            typical,
            high: high.max(typical),
        };
        let weeks = ordered(length(&low), length(&typical), length(&high));
        let mut slots = vec![Slot::default(); n_jobs];
        for job in &self.order {
            let (start, finish, fits) = typical[*job];
            let ready = self.before(*job).map(|it| typical[it].1).max();
            slots[*job] = Slot {
                start: ordered(low[*job].0, start, high[*job].0),
                finish: ordered(low[*job].1, finish, high[*job].1),
                float: 0,
                critical: false,
                wait: start - ready.unwrap_or(0),
                out_of_season: !fits,
                open: self.jobs[*job].weeks.is_none() || self.before(*job).any(|it| slots[it].open),
            };
        }
        let mut latest = vec![weeks.typical; n_jobs];
        for job in self.order.iter().rev() {
            let (start, finish, fits) = typical[*job];
            let lasts = finish - start;
            let mut last = latest[*job].saturating_sub(lasts).max(start);
            while fits && last > start && !self.is_open(*job, last, lasts, start_month) {
                last -= 1;
            }
            if !fits {
                last = start;
            }
            slots[*job].float = last - start;
            slots[*job].critical = fits && lasts > 0 && last == start;
            for before in self.before(*job).collect::<Vec<_>>() {
                latest[before] = latest[before].min(last);
            }
        }
        let critical = self.critical(&typical);
        for job in &critical {
            // What runs into a closed season anyway is late from the start.
            slots[*job].critical |= slots[*job].out_of_season;
        }
        let mut order = self.order.clone();
        order.sort_by_key(|it| typical[*it].0);
        Timed {
            order,
            slots,
            weeks,
            critical,
        }
    }

    /// Start, finish and whether the season is kept, each as early as can be.
    fn forward(
        &self,
        start_month: Option<u8>,
        pick: impl Fn(Weeks) -> u32,
    ) -> Vec<(u32, u32, bool)> {
        let mut pass = vec![(0, 0, true); self.jobs.len()];
        for job in &self.order {
            let lasts = self.jobs[*job].weeks.map_or(0, &pick);
            let ready = self.before(*job).map(|it| pass[it].1).max().unwrap_or(0);
            let mut weeks = ready..ready + HORIZON;
            let (start, fits) = match weeks.find(|it| self.is_open(*job, *it, lasts, start_month)) {
                Some(start) => (start, true),
                None => {
                    let mut weeks = ready..ready + HORIZON;
                    let open = weeks.find(|it| self.is_open(*job, *it, 1, start_month));
                    (open.unwrap_or(ready), false)
                }
            };
            pass[*job] = (start, start + lasts, fits);
        }
        pass
    }

    /// Whether none of these weeks falls into a closed month.
    fn is_open(&self, job: usize, start: u32, lasts: u32, start_month: Option<u8>) -> bool {
        let closed = self.jobs[job].closed;
        let Some(month) = start_month.filter(|_| closed != 0) else {
            return true;
        };
        (start..start + lasts).all(|week| closed & (1 << (month_of(month, week) - 1)) == 0)
    }

    /// Back from the last finish, always along what had to be waited for.
    fn critical(&self, pass: &[(u32, u32, bool)]) -> Vec<usize> {
        let latest = |jobs: &mut dyn Iterator<Item = usize>| {
            jobs.fold(None, |so_far: Option<usize>, it| match so_far {
                Some(best) if pass[best].1 >= pass[it].1 => Some(best),
                _ => Some(it),
            })
        };
        let mut path = Vec::new();
        let mut at = latest(&mut self.order.iter().copied()).filter(|it| pass[*it].1 > 0);
        while let Some(job) = at {
            path.push(job);
            at = latest(&mut self.before(job)).filter(|it| pass[*it].1 > 0);
        }
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn job(weeks: u32, before: &[usize]) -> Job {
        Job {
            weeks: Some(Weeks {
                low: weeks,
                typical: weeks,
                high: weeks,
            }),
            before: before.to_vec(),
            closed: 0,
            first: false,
        }
    }

    #[test]
    fn the_longer_branch_makes_the_project_as_long_as_it_is() {
        let jobs = [job(4, &[]), job(2, &[]), job(3, &[0, 1])];
        let timed = Network::new(&jobs, &[]).time(None);
        assert_eq!(timed.weeks.typical, 7);
        assert_eq!(timed.critical, [0, 2]);
        let floats: Vec<u32> = timed.slots.iter().map(|it| it.float).collect();
        assert_eq!(floats, [0, 2, 0]);
    }

    #[test]
    fn of_two_branches_as_long_both_are_critical() {
        let jobs = [job(4, &[]), job(4, &[]), job(3, &[0, 1]), job(1, &[])];
        let timed = Network::new(&jobs, &[]).time(None);
        assert_eq!(timed.critical.len(), 2);
        let critical: Vec<bool> = timed.slots.iter().map(|it| it.critical).collect();
        assert_eq!(critical, [true, true, true, false]);
    }

    #[test]
    fn jobs_that_get_in_each_others_way_follow_each_other() {
        let mut jobs = [job(4, &[]), job(2, &[])];
        jobs[1].first = true;
        let pair = Pair {
            one: 0,
            other: 1,
            which: 7,
            ones_first: false,
        };
        let timed = Network::new(&jobs, &[pair]).time(None);
        assert_eq!(timed.slots[1].start.typical, 0);
        assert_eq!(timed.slots[0].start.typical, 2);
        assert_eq!(timed.weeks.typical, 6);
        // A conflict that says who comes first is heard, also where that one
        // has to wait itself.
        let jobs = [job(4, &[]), job(3, &[0]), job(2, &[])];
        let pair = Pair {
            one: 1,
            other: 2,
            which: 7,
            ones_first: true,
        };
        let timed = Network::new(&jobs, &[pair]).time(None);
        assert_eq!(timed.slots[2].start.typical, 7);
        assert_eq!(timed.critical, [0, 1, 2]);
    }

    #[test]
    fn a_job_waits_for_its_season_and_the_wait_counts() {
        // Closed December to February, start in November.
        let mut jobs = [job(2, &[]), job(4, &[0])];
        jobs[1].closed = 0b1000_0000_0011;
        let timed = Network::new(&jobs, &[]).time(Some(11));
        let slot = &timed.slots[1];
        assert_eq!(month_of(11, slot.start.typical), 3);
        assert!(slot.wait > 0);
        assert_eq!(timed.critical, [0, 1]);
        assert_eq!(2 + slot.wait + 4, timed.weeks.typical);
    }

    #[test]
    fn a_job_longer_than_any_season_is_marked() {
        let mut jobs = [job(40, &[])];
        jobs[0].closed = 0b1000_0000_0111;
        let timed = Network::new(&jobs, &[]).time(Some(1));
        assert!(timed.slots[0].out_of_season);
        assert_eq!(timed.weeks.typical, timed.slots[0].wait + 40);
    }

    #[test]
    fn what_follows_an_unknown_duration_is_open() {
        let mut jobs = [job(1, &[]), job(5, &[0]), job(3, &[])];
        jobs[0].weeks = None;
        let timed = Network::new(&jobs, &[]).time(None);
        let open: Vec<bool> = timed.slots.iter().map(|it| it.open).collect();
        assert_eq!(open, [true, true, false]);
    }

    #[test]
    fn months_follow_weeks_round_the_year() {
        let months: Vec<u8> = [0, 4, 5, 51, 52].map(|it| month_of(12, it)).to_vec();
        assert_eq!(months, [12, 12, 1, 11, 12]);
    }

    /// Edges lead from lower to higher numbers of a shuffled list, so that
    /// position says nothing about order.
    fn networks() -> impl Strategy<Value = (Vec<Job>, Vec<Pair>, Option<u8>)> {
        let job = (
            proptest::option::weighted(0.8, (1_u32..20, 0_u32..20, 0_u32..20)),
            proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
            prop_oneof![3 => Just(0_u16), 1 => 0_u16..0xfff],
            any::<bool>(),
        );
        let index = any::<prop::sample::Index>;
        let pairs = proptest::collection::vec((index(), index(), any::<bool>()), 0..12);
        let jobs = proptest::collection::vec(job, 1..30);
        let month = proptest::option::of(1_u8..=12);
        (jobs, pairs, month, any::<bool>()).prop_map(|(jobs, pairs, month, backward)| {
            let n_jobs = jobs.len();
            let name = |it: usize| if backward { n_jobs - 1 - it } else { it };
            let mut made: Vec<Job> = jobs
                .into_iter()
                .enumerate()
                .map(|(at, (weeks, before, closed, first))| {
                    let mut before: Vec<usize> = before
                        .into_iter()
                        .filter(|_| at > 0)
                        .map(|it| name(it.index(at)))
                        .collect();
                    before.sort_unstable();
                    before.dedup();
                    Job {
                        weeks: weeks.map(|(low, more, most)| Weeks {
                            low,
                            typical: low + more,
                            high: low + more + most,
                        }),
                        before,
                        closed,
                        first,
                    }
                })
                .collect();
            if backward {
                made.reverse();
            }
            let pairs = pairs
                .into_iter()
                .map(|(one, other, ones_first)| {
                    (one.index(n_jobs), other.index(n_jobs), ones_first)
                })
                .filter(|(one, other, _)| one != other)
                .map(|(one, other, ones_first)| Pair {
                    // Like the jobs before others: no circle.
                    one: name(one.min(other)),
                    other: name(one.max(other)),
                    which: 0,
                    ones_first,
                })
                .collect();
            (made, pairs, month)
        })
    }

    proptest! {
        #[test]
        fn no_job_starts_before_what_must_precede_it_is_finished(
            (jobs, pairs, month) in networks()
        ) {
            let network = Network::new(&jobs, &pairs);
            let timed = network.time(month);
            for (at, job) in jobs.iter().enumerate() {
                let slot = &timed.slots[at];
                for before in &job.before {
                    let other = &timed.slots[*before];
                    prop_assert!(other.finish.low <= slot.start.low);
                    prop_assert!(other.finish.typical <= slot.start.typical);
                    prop_assert!(other.finish.high <= slot.start.high);
                }
                let lasts = job.weeks.map_or(0, |it| it.typical);
                prop_assert_eq!(slot.finish.typical - slot.start.typical, lasts);
            }
            for pair in pairs {
                let (one, other) = (&timed.slots[pair.one], &timed.slots[pair.other]);
                let in_turn = one.finish.typical <= other.start.typical;
                let apart = in_turn || other.finish.typical <= one.start.typical;
                prop_assert!(in_turn || apart && !pair.ones_first);
            }
        }

        #[test]
        fn the_critical_path_is_as_long_as_the_project((jobs, pairs, month) in networks()) {
            let timed = Network::new(&jobs, &pairs).time(month);
            let length: u32 = timed
                .critical
                .iter()
                .map(|it| timed.slots[*it].wait + jobs[*it].weeks.map_or(0, |it| it.typical))
                .sum();
            prop_assert_eq!(length, timed.weeks.typical);
            if month.is_none() {
                for it in &timed.critical {
                    let slot = &timed.slots[*it];
                    prop_assert_eq!((slot.float, slot.wait), (0, 0));
                    prop_assert!(slot.critical || jobs[*it].weeks.is_none_or(|it| it.typical == 0));
                }
            }
        }

        #[test]
        fn float_never_delays_what_comes_after((jobs, pairs, month) in networks()) {
            let network = Network::new(&jobs, &pairs);
            let timed = network.time(month);
            for at in 0..jobs.len() {
                let slot = &timed.slots[at];
                prop_assert!(slot.finish.typical + slot.float <= timed.weeks.typical);
                for before in network.before(at) {
                    let other = &timed.slots[before];
                    let latest = slot.start.typical + slot.float;
                    prop_assert!(other.finish.typical + other.float <= latest);
                }
            }
        }
    }
}
