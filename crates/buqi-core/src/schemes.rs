//! 方案比选: the plan and the schemes put aside, side by side.

use crate::catalogue::Catalogue;
use crate::estimate::{Standing, estimate};
use crate::id::{ConsentIdx, ItemIdx};
use crate::plan::{Dossier, Plan};
use crate::project::{BuildUp, build_up};
use crate::suggestions::Assessment;
use std::sync::Arc;

/// 比选. The plan first, then the schemes in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub columns: Vec<Column>,
    /// Items that not every column has, in menu order, with who has them.
    pub differing: Vec<(ItemIdx, Vec<bool>)>,
}

/// What one plan comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// `None` for the plan as it stands.
    pub name: Option<Arc<str>>,
    pub items: Vec<ItemIdx>,
    /// `None` when nothing chosen is priced, or the catalogue does not say how to
    /// build a total up.
    pub money: Option<BuildUp>,
    /// Chosen lines whose cost is not known.
    pub n_unpriced: usize,
    /// The kinds of vote the plan needs, each once.
    pub votes: Vec<ConsentIdx>,
}

/// Compares the plan of a dossier with its schemes, for the same survey.
pub fn compare(catalogue: &Catalogue, assessment: &Assessment, dossier: &Dossier) -> Comparison {
    let plan = std::iter::once((None, &dossier.plan));
    let schemes = dossier.schemes.iter();
    let all = plan.chain(schemes.map(|it| (Some(it.name.clone()), &it.plan)));
    let columns: Vec<Column> = all
        .map(|(name, plan)| column(catalogue, assessment, name, plan))
        .collect();
    let differing = catalogue
        .item_indices()
        .map(|item| {
            let has = columns.iter().map(|it| it.items.contains(&item));
            (item, has.collect::<Vec<bool>>())
        })
        .filter(|(_, has)| has.contains(&true) && has.contains(&false))
        .collect();
    Comparison { columns, differing }
}

fn column(
    catalogue: &Catalogue,
    assessment: &Assessment,
    name: Option<Arc<str>>,
    plan: &Plan,
) -> Column {
    let estimate = estimate(catalogue, assessment, plan);
    let items: Vec<ItemIdx> = catalogue
        .item_indices()
        .filter(|it| estimate.standings[it.index()] == Standing::Chosen)
        .collect();
    let consents = items.iter().filter_map(|it| catalogue.item(*it).consent);
    let mut votes: Vec<ConsentIdx> = consents.collect();
    votes.sort_unstable();
    votes.dedup();
    let unpriced = estimate.unpriced.iter();
    Column {
        name,
        items,
        money: build_up(catalogue, &estimate).filter(|_| estimate.is_priced()),
        n_unpriced: unpriced
            .filter(|it| it.standing == Standing::Chosen)
            .count(),
        votes,
    }
}
