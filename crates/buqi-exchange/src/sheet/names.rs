//! What a column or a line of a table is called.

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

const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "total", "subtotal", "sum"];

pub fn is_total(text: &str) -> bool {
    TOTALS.contains(&&*plain(text))
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
        if let Some(fact) = self.find(&whole, level) {
            return Column::Fact { fact, unit: None };
        }
        match self.find(&name, level) {
            Some(fact) => Column::Fact {
                fact,
                unit: unit.map(Into::into),
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
        let sides = self.0.get(name)?;
        let own = sides.get(side(level)).copied().flatten();
        own.or_else(|| sides.iter().copied().flatten().next())
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
