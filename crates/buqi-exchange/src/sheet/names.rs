//! What a column or a line of a table is called.

use super::TakenAs;
use buqi_core::Catalogue;
use buqi_core::catalogue::Level;
use buqi_core::id::FactIdx;
use litemap::LiteMap;

/// What stands under a name.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    Fact {
        fact: FactIdx,
        /// What the name says in brackets, such as ㎡.
        unit: Option<Box<str>>,
        /// Whether the name says of how many buildings a figure is.
        said: Option<TakenAs>,
    },
    /// What the buildings are called.
    Label,
    /// How many buildings there are.
    Count,
    Unknown,
}

impl Column {
    pub fn is_known(&self) -> bool {
        *self != Column::Unknown
    }
}

const LABELS: &[&str] = &[
    "楼栋",
    "楼号",
    "栋号",
    "幢号",
    "楼栋号",
    "楼幢",
    "楼幢号",
    "楼名",
    "楼栋名称",
    "楼栋编号",
    "名称",
    "栋",
    "幢",
    "楼",
    "building",
    "block",
    "name",
    "group",
];

const COUNTS: &[&str] = &[
    "栋数",
    "幢数",
    "楼栋数",
    "楼幢数",
    "数量",
    "count",
    "buildings",
    "numberofbuildings",
    "blocks",
];

const TOTALS: &[&str] = &["合计", "总计", "共计", "total", "sum"];
const SUBTOTALS: &[&str] = &["小计", "subtotal"];

/// The row sums up some or all of those above it.
pub fn is_total(text: &str) -> bool {
    is_grand_total(text) || SUBTOTALS.contains(&&*plain(text))
}

pub fn is_grand_total(text: &str) -> bool {
    TOTALS.contains(&&*plain(text))
}

/// Words of a name for the figure of one building.
const OF_EACH: &[&str] = &[
    "每栋",
    "每幢",
    "单栋",
    "单幢",
    "各栋",
    "栋均",
    "perbuilding",
    "inonebuilding",
    "ofonebuilding",
    "eachbuilding",
];

/// Words before or behind a name for the figure of all buildings of a line.
const OF_WHOLE: &[&str] = &["合计", "总计", "共计", "小计", "总数", "总", "total", "sum"];

/// What a name, as it is compared, says of its figures.
fn said(name: &str) -> Option<TakenAs> {
    if OF_EACH.iter().any(|it| name.contains(it)) {
        return Some(TakenAs::Each);
    }
    let mut words = OF_WHOLE.iter();
    words
        .any(|it| name.starts_with(it) || name.ends_with(it))
        .then_some(TakenAs::Whole)
}

/// 每栋户数 → 户数: a name without what [`said`] looks at.
fn bare(name: &str) -> &str {
    let mut words = OF_EACH.iter().chain(OF_WHOLE);
    words
        .find_map(|it| name.strip_prefix(it).or_else(|| name.strip_suffix(it)))
        .unwrap_or(name)
}

/// The facts of a catalogue by every name they go by.
pub struct Names(LiteMap<String, [Option<FactIdx>; 2]>);

fn side(level: Level) -> usize {
    match level {
        Level::Estate => 0,
        Level::Building => 1,
    }
}

impl Names {
    pub fn of(catalogue: &Catalogue) -> Names {
        let mut names = Names(LiteMap::new());
        for idx in catalogue.fact_indices() {
            let fact = catalogue.fact(idx);
            let own = [fact.id.as_str(), &*fact.label.zh, &*fact.label.en];
            for name in own.into_iter().chain(fact.aliases.iter().map(|it| &**it)) {
                let sides = names.0.entry(plain(name)).or_default();
                if let Some(it) = sides.get_mut(side(fact.level)) {
                    it.get_or_insert(idx);
                }
            }
        }
        names
    }

    /// What a cell names; a name that facts of both levels share is of `level`.
    pub fn column(&self, text: &str, level: Level) -> Column {
        let (name, unit) = without_brackets(text);
        let (whole, name) = (plain(text), plain(name));
        if LABELS.contains(&&*name) {
            return Column::Label;
        }
        if COUNTS.contains(&&*name) {
            return Column::Count;
        }
        let said = said(&whole);
        if let Some(fact) = self.find(&whole, level) {
            let unit = None;
            return Column::Fact { fact, unit, said };
        }
        // What stands in brackets may be no unit: 户数（每栋）.
        let unit = unit.filter(|it| self::said(&plain(it)).is_none());
        let found = self
            .find(&name, level)
            .filter(|_| said != Some(TakenAs::Each) || level == Level::Building)
            .or_else(|| match said? {
                TakenAs::Each => self.own(bare(&name), Level::Building),
                TakenAs::Whole => self.find(bare(&name), level),
            });
        match found {
            Some(fact) => Column::Fact {
                fact,
                unit: unit.map(Into::into),
                said,
            },
            None => Column::Unknown,
        }
    }

    pub fn is_of_building(&self, text: &str) -> bool {
        let names = [plain(text), plain(without_brackets(text).0)];
        let mut sides = names.iter().filter_map(|it| self.0.get(it));
        sides.any(|it| it.get(side(Level::Building)).is_some_and(Option::is_some))
    }

    fn find(&self, name: &str, level: Level) -> Option<FactIdx> {
        let other = match level {
            Level::Estate => Level::Building,
            Level::Building => Level::Estate,
        };
        self.own(name, level).or_else(|| self.own(name, other))
    }

    fn own(&self, name: &str, level: Level) -> Option<FactIdx> {
        self.0.get(name)?.get(side(level)).copied().flatten()
    }
}

/// 建筑面积（㎡） → 建筑面积 and ㎡.
fn without_brackets(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    for (open, close) in [('（', '）'), ('(', ')'), ('[', ']'), ('【', '】')] {
        if let Some((name, unit)) = text.strip_suffix(close).and_then(|it| it.rsplit_once(open)) {
            return (name, Some(unit.trim()));
        }
    }
    (text, None)
}

/// The text as it is compared: half-width, lower-case, without spaces and
/// punctuation.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

pub fn half_width(char: char) -> char {
    match char {
        '！'..='～' => u32::from(char)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(char),
        '\u{3000}' => ' ',
        _ => char,
    }
}
