//! Every kind of mistake the check knows: one code, one function, one line in
//! `docs/catalogue.md`, one fixture.
//!
//! The functions here only put a mistake into words. Where it is looked for is
//! the business of the other modules.

use crate::desk::likely_id;
use crate::diagnostic::{Code, Severity};
use buqi_core::catalogue::Text;

mod unreadable;

pub use unreadable::*;

/// A mistake that has no place yet.
#[derive(Clone, Debug)]
pub struct Mistake {
    pub code: Code,
    pub severity: Severity,
    pub reason: Text,
    pub hint: Option<Text>,
}

impl Mistake {
    fn error(code: u16, zh: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Mistake {
        Mistake {
            code: Code(code),
            severity: Severity::Error,
            reason: text(zh, en),
            hint: None,
        }
    }

    fn warning(code: u16, zh: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Mistake {
        Mistake {
            severity: Severity::Warning,
            ..Mistake::error(code, zh, en)
        }
    }

    fn hint(self, zh: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Mistake {
        Mistake {
            hint: Some(text(zh, en)),
            ..self
        }
    }

    fn did_you_mean(self, near: &str) -> Mistake {
        self.hint(format!("是不是 {near}？"), format!("Did you mean {near}?"))
    }
}

fn text(zh: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Text {
    Text {
        zh: zh.into(),
        en: en.into(),
    }
}

/// What each code stands for, in the order of `docs/catalogue.md`.
pub const CODES: [(Code, &str); 43] = [
    (
        Code(1),
        "The file can't be read as YAML of the described form.",
    ),
    (
        Code(2),
        "A text that should be an id does not follow the pattern.",
    ),
    (
        Code(3),
        "The catalogue does not read this file, or a file it needs is missing.",
    ),
    (
        Code(4),
        "An id is used twice within its kind, or by an item and a deficiency.",
    ),
    (Code(5), "A text is missing in one of the two languages."),
    (Code(6), "A reference points at nothing."),
    (Code(7), "A rule or quantity uses a fact of the wrong kind."),
    (
        Code(8),
        "A number is outside what the fact can be, or not a usable number.",
    ),
    (Code(9), "A choice fact has no such option."),
    (
        Code(10),
        "A rule uses a fact that is only worked out and never asked.",
    ),
    (
        Code(11),
        "A gated fact is used without its gate in the same `all`.",
    ),
    (Code(12), "The power of the metre disagrees."),
    (
        Code(13),
        "The unit of a line and the unit of its price differ.",
    ),
    (
        Code(14),
        "A building fact stands where the whole estate is meant.",
    ),
    (
        Code(15),
        "A quantity node or a key is not allowed in this place.",
    ),
    (
        Code(16),
        "Facts are worked out from, or asked because of, themselves.",
    ),
    (Code(17), "The sequence or the overlaps run in a circle."),
    (
        Code(18),
        "A deficiency is answered by no item and says no reason, or says one although an item answers it.",
    ),
    (Code(19), "Nothing can ever suggest the item."),
    (Code(20), "Nothing uses the fact."),
    (Code(21), "A range is not in the order low, typical, high."),
    (Code(22), "There are more facts than the engine can hold."),
    (Code(23), "The menu order and the item files disagree."),
    (
        Code(24),
        "A statement is not backed: no evidence, no source or no note.",
    ),
    (
        Code(25),
        "A price is past its review date (warning, only when a date is given).",
    ),
    (Code(26), "An item lacks one of the three kinds of case."),
    (Code(27), "A case does not come out as expected."),
    (Code(28), "No case shows that a part of a rule matters."),
    (Code(29), "A summary is too long."),
    (
        Code(30),
        "A retired id is still in use, or its successor is unknown.",
    ),
    (Code(31), "A text is not plain: it holds markup or a link."),
    (Code(32), "A date is not of the form YYYY-MM-DD."),
    (Code(33), "A case gives an answer nobody could give."),
    (Code(34), "A list is empty that must not be."),
    (
        Code(35),
        "A fact can be neither asked nor worked out, or its question and place disagree.",
    ),
    (Code(36), "Nothing uses the entry (warning)."),
    (Code(37), "A share is not a fraction between 0 and 1."),
    (
        Code(38),
        "A figure about the order of works, floors, subsidies or upkeep can't be used.",
    ),
    (
        Code(39),
        "An option has the name that survey files keep for another reply.",
    ),
    (
        Code(40),
        "`named-lines` holds a word that is no name of the item, or a line that the item does not have.",
    ),
    (Code(41), "The file is not saved as UTF-8."),
    (Code(42), "A list names the same thing twice."),
    (
        Code(43),
        "An alias or a word of `unnamed` is empty or holds the sign of a Chinese list.",
    ),
];

pub fn bad_id(id: &str, meant: &str) -> Mistake {
    let mistake = Mistake::error(
        2,
        format!("“{id}”不是合格的标识。"),
        format!("\"{id}\" is not an id."),
    );
    if meant.is_empty() || meant == id {
        mistake.hint(
            "用小写英文单词，以连字符相连，如 roof-waterproofing。",
            "Use lower-case words joined by hyphens, such as roof-waterproofing.",
        )
    } else {
        mistake.hint(
            format!("写成 {meant}；改造项的标识就是文件名。"),
            format!("Write {meant}; the id of an item is the name of its file."),
        )
    }
}

pub fn unknown_file() -> Mistake {
    Mistake::error(
        3,
        "目录不读取这个文件。",
        "The catalogue does not read this file.",
    )
    .hint(
        "文件的位置和名称见 docs/catalogue.md（中文步骤见 docs/catalogue.zh-CN.md）；扩展名是 .yaml。",
        "docs/catalogue.md lists the files; the extension is .yaml.",
    )
}

pub fn missing_file() -> Mistake {
    Mistake::error(3, "缺少这个文件。", "This file is missing.")
}

pub fn duplicate_id(id: &str, first_file: &str, first_line: u32) -> Mistake {
    Mistake::error(
        4,
        format!("标识 {id} 已在 {first_file} 第 {first_line} 行用过。"),
        format!("The id {id} is already used in {first_file}, line {first_line}."),
    )
    .hint(
        "同一种类里标识不能重复；改造项和缺口之间也不能重复。",
        "An id is unique within its kind, and items and deficiencies share theirs.",
    )
}

pub fn missing_language(language: &str) -> Mistake {
    Mistake::error(
        5,
        format!("缺少 {language} 文字。"),
        format!("The {language} text is missing."),
    )
}

/// A reference by an id that was retired, `to` another one or to nothing.
pub fn renamed(id: &str, to: Option<&str>) -> Mistake {
    match to {
        Some(to) => Mistake::error(
            6,
            format!("{id} 已改为 {to}（见 moved.yaml）。"),
            format!("{id} was renamed to {to} (see moved.yaml)."),
        )
        .hint(format!("改写成 {to}。"), format!("Write {to}.")),
        None => Mistake::error(
            6,
            format!("{id} 已停用，没有接替（见 moved.yaml）。"),
            format!("{id} is retired and nothing took its place (see moved.yaml)."),
        )
        .hint("删去这里的引用。", "Take this reference out."),
    }
}

pub fn unresolved(kind_zh: &str, kind_en: &str, id: &str, near: Option<&str>) -> Mistake {
    let mistake = Mistake::error(
        6,
        format!("没有叫 {id} 的{kind_zh}。"),
        format!("There is no {kind_en} called {id}."),
    );
    match near {
        Some(near) => mistake.did_you_mean(near),
        None if id.contains(['，', '、', '；']) => mistake.hint(
            "几个标识用半角逗号分开：[a, b]。",
            "Set ids apart by plain commas: [a, b].",
        ),
        None => mistake,
    }
}

pub fn wrong_kind(fact: &str, wanted_zh: &str, wanted_en: &str) -> Mistake {
    Mistake::error(
        7,
        format!("这里要用{wanted_zh}的指标，{fact} 不是。"),
        format!("This needs a {wanted_en} fact, and {fact} is none."),
    )
}

pub fn out_of_bounds(fact: &str, value: f64, min: f64, max: f64) -> Mistake {
    Mistake::error(
        8,
        format!("{value} 超出 {fact} 的范围（{min}–{max}）。"),
        format!("{value} is outside the range of {fact} ({min} to {max})."),
    )
}

pub fn unusable_number(value: f64) -> Mistake {
    Mistake::error(
        8,
        format!("{value} 不能用：数值应为有限的非负数。"),
        format!("{value} can't be used: a number is finite and not negative."),
    )
}

pub fn not_positive(value: f64) -> Mistake {
    Mistake::error(
        8,
        format!("{value} 不能用：这里应为大于 0 的数。"),
        format!("{value} can't be used: this is a number above 0."),
    )
}

pub fn min_above_max(min: f64, max: f64) -> Mistake {
    Mistake::error(
        8,
        format!("min 是 {min}，max 是 {max}：下限不能大于上限。"),
        format!("min is {min} and max is {max}: min is not above max."),
    )
}

pub fn too_large(value: f64, most: f64) -> Mistake {
    Mistake::error(
        8,
        format!("{value:e} 太大：最多 {most}。"),
        format!("{value:e} is too large: {most} is the most."),
    )
    .hint(
        "看是否多写了几位，或单位不对。",
        "Look for digits too many, or another unit.",
    )
}

pub fn share_above_one(value: f64) -> Mistake {
    Mistake::error(
        8,
        format!("{value} 不是比例：单位 share 的数在 0 到 1 之间。"),
        format!("{value} is no share: numbers in the unit share are from 0 to 1."),
    )
    .hint("15% 写 0.15。", "Write 0.15 for 15%.")
}

pub fn no_year(value: u16, first: u16, last: u16) -> Mistake {
    Mistake::error(
        8,
        format!("{value} 不是年份：应在 {first} 到 {last} 之间。"),
        format!("{value} is no year: it is from {first} to {last}."),
    )
    .hint("写四位年份，如 2026。", "Write four digits, such as 2026.")
}

pub fn no_factor(value: f64, least: f64, most: f64) -> Mistake {
    Mistake::error(
        8,
        format!("{value} 不是地区系数：应在 {least} 到 {most} 之间。"),
        format!("{value} is no level of prices: it is from {least} to {most}."),
    )
    .hint(
        "系数是与本单价表之比：高 25% 写 1.25。",
        "It is a ratio to this price book: 1.25 for 25% more.",
    )
}

pub fn unknown_option(fact: &str, option: &str, known: &str) -> Mistake {
    Mistake::error(
        9,
        format!("{fact} 没有选项 {option}。"),
        format!("{fact} has no option {option}."),
    )
    .hint(format!("可选：{known}。"), format!("It has: {known}."))
}

pub fn never_asked(fact: &str) -> Mistake {
    Mistake::error(
        10,
        format!("{fact} 只推算、不提问，不能用于判定。"),
        format!("{fact} is only worked out and never asked, so no rule may use it."),
    )
    .hint(
        "判定只看填报的答案；给这个指标加上 place 和 question，或改用能填报的指标。",
        "Rules see answers only; give the fact a place and a question, or use one that is asked.",
    )
}

pub fn gate_missing(fact: &str) -> Mistake {
    Mistake::error(
        11,
        format!("{fact} 有前提（asked-when），同一个 all 里却没有写这个前提。"),
        format!("{fact} has a gate (asked-when) that does not stand in the same `all`."),
    )
    .hint(
        "写成 all: [ 前提, 这一条 ]，前提与 asked-when 一字不差。",
        "Write all: [ the gate, this ], the gate exactly as in asked-when.",
    )
}

pub fn dimension(
    what_zh: &str,
    what_en: &str,
    power: i32,
    other_zh: &str,
    other_en: &str,
    other: i32,
) -> Mistake {
    Mistake::error(
        12,
        format!(
            "{what_zh}是{}，{other_zh}是{}。",
            power_zh(power),
            power_zh(other)
        ),
        format!(
            "{what_en} is {}, {other_en} is {}.",
            power_en(power),
            power_en(other)
        ),
    )
    .hint(
        "长度乘宽度得面积；用 ceil-div 以长度除以间距得个数。",
        "A length times a width is an area; ceil-div of a length by a spacing is a count.",
    )
}

fn power_zh(power: i32) -> String {
    match power {
        0 => "个数或比例（米的 0 次方）".to_owned(),
        1 => "长度（米的 1 次方）".to_owned(),
        2 => "面积（米的 2 次方）".to_owned(),
        3 => "体积（米的 3 次方）".to_owned(),
        _ => format!("米的 {power} 次方"),
    }
}

fn power_en(power: i32) -> String {
    match power {
        0 => "a count or ratio (metre to the power of 0)".to_owned(),
        1 => "a length (power 1)".to_owned(),
        2 => "an area (power 2)".to_owned(),
        3 => "a volume (power 3)".to_owned(),
        _ => format!("the metre to the power of {power}"),
    }
}

pub fn price_unit(unit: &str, price: &str, price_unit: &str) -> Mistake {
    Mistake::error(
        13,
        format!("工程量按 {unit} 计，单价 {price} 按 {price_unit} 计。"),
        format!("The scope is counted in {unit}, the price {price} in {price_unit}."),
    )
}

pub fn needs_each_building(fact: &str) -> Mistake {
    Mistake::error(
        14,
        format!("{fact} 是单栋楼的指标，这里说的是整个小区。"),
        format!("{fact} is about one building, and this is about the whole estate."),
    )
    .hint(
        "放进 each-building（全部楼栋之和）或 each-affected（需要改造的楼栋之和）。",
        "Put it inside each-building (all buildings) or each-affected (those the item is for).",
    )
}

pub fn misplaced(node: &str, why_zh: &str, why_en: &str) -> Mistake {
    Mistake::error(
        15,
        format!("{node} 不能用在这里：{why_zh}。"),
        format!("{node} can't stand here: {why_en}."),
    )
}

pub fn derivation_cycle(cycle: &str) -> Mistake {
    Mistake::error(
        16,
        format!("指标推来推去回到自己：{cycle}。"),
        format!("Facts lead back to themselves: {cycle}."),
    )
}

pub fn sequence_cycle(cycle: &str) -> Mistake {
    Mistake::error(
        17,
        format!("先后（或包含）关系绕成了圈：{cycle}。"),
        format!("The order (or overlap) runs in a circle: {cycle}."),
    )
}

pub fn unanswered(deficiency: &str) -> Mistake {
    Mistake::error(
        18,
        format!("没有改造项解决缺口 {deficiency}。"),
        format!("No item answers the deficiency {deficiency}."),
    )
    .hint(
        "在某个改造项的 answers 里写上它，或用 outside-menu 说明为什么不在清单内、由谁处理。",
        "Name it in the answers of an item, or say in outside-menu why not and where it is handled.",
    )
}

pub fn answered_outside(deficiency: &str, item: &str) -> Mistake {
    Mistake::error(
        18,
        format!("{deficiency} 写明不在清单内，{item} 却解决它。"),
        format!("{deficiency} says it is outside the menu, yet {item} answers it."),
    )
}

pub fn nothing_suggests() -> Mistake {
    Mistake::error(
        19,
        "没有什么能引出这一项：answers 是空的。",
        "Nothing can suggest this item: answers is empty.",
    )
}

pub fn unused_fact(fact: &str) -> Mistake {
    Mistake::error(
        20,
        format!("没有判定、工程量或推算用到 {fact}。"),
        format!("No rule, scope or derivation uses {fact}."),
    )
    .hint(
        "不用的问题不要问：删去，或在某条判定里用上。",
        "Do not ask what is not needed: delete it, or use it in a rule.",
    )
}

pub fn unordered(low: f64, typical: f64, high: f64) -> Mistake {
    Mistake::error(
        21,
        format!("区间 {low} / {typical} / {high} 不是从低到高的正数。"),
        format!("{low} / {typical} / {high} does not rise from low to high above zero."),
    )
}

pub fn too_many_facts(n_facts: usize, most: usize) -> Mistake {
    Mistake::error(
        22,
        format!("有 {n_facts} 个指标，最多 {most} 个。"),
        format!("There are {n_facts} facts; {most} is the most."),
    )
}

pub fn not_in_menu(item: &str) -> Mistake {
    Mistake::error(
        23,
        format!("清单顺序里没有 {item}。"),
        format!("The menu order does not list {item}."),
    )
    .hint(
        "在 catalogue.yaml 的 renovation 或 service 里加上它，与文件夹一致。",
        "Add it to renovation or service in catalogue.yaml, whichever its folder is.",
    )
}

pub fn no_such_item(item: &str, folder: &str, near: Option<&str>) -> Mistake {
    let mistake = Mistake::error(
        23,
        format!("items/{folder} 里没有 {item}.yaml。"),
        format!("There is no {item}.yaml in items/{folder}."),
    );
    match near {
        Some(near) => mistake.did_you_mean(near),
        None => mistake,
    }
}

pub fn menu_out_of_order(item: &str, problem_zh: &str, problem_en: &str) -> Mistake {
    Mistake::error(
        23,
        format!("清单顺序里的 {item}：{problem_zh}。"),
        format!("{item} in the menu order: {problem_en}."),
    )
}

pub fn unbacked(missing_zh: &str, missing_en: &str) -> Mistake {
    Mistake::error(
        24,
        format!("依据不全：缺少 {missing_zh}。"),
        format!("The evidence is incomplete: {missing_en} is missing."),
    )
    .hint(
        "quoted 和 paraphrased 要有 source；own 要有 note，说明为什么这样判断。",
        "quoted and paraphrased need a source; own needs a note that says why we think so.",
    )
}

pub fn review_due(date: &str) -> Mistake {
    Mistake::warning(
        25,
        format!("单价复核日期 {date} 已过。"),
        format!("The price was to be reviewed by {date}."),
    )
}

pub fn case_kind_missing(missing: &str) -> Mistake {
    Mistake::error(
        26,
        format!("缺少 expect: {missing} 的例子。"),
        format!("There is no case with expect: {missing}."),
    )
    .hint(
        "每个改造项要有 suggested、not-suggested、undecided 各至少一例。",
        "Each item has at least one case each of suggested, not-suggested and undecided.",
    )
}

pub fn case_verdict(case: &str, got: &str, wanted: &str, why: &str) -> Mistake {
    let mistake = Mistake::error(
        27,
        format!("例子“{case}”的结果是 {got}，应为 {wanted}。"),
        format!("The case \"{case}\" comes out as {got}, not {wanted}."),
    );
    if why.is_empty() {
        mistake
    } else {
        mistake.hint(format!("还缺：{why}。"), format!("Still missing: {why}."))
    }
}

pub fn case_asks(case: &str, got: &str, wanted: &str) -> Mistake {
    Mistake::error(
        27,
        format!("例子“{case}”还缺 [{got}]，asks 写的是 [{wanted}]。"),
        format!("The case \"{case}\" still asks [{got}], not [{wanted}]."),
    )
}

pub fn indecisive(leaf: &str) -> Mistake {
    Mistake::error(
        28,
        format!("没有例子说明 {leaf} 这个条件起作用：把它反过来，所有例子的结果都不变。"),
        format!("No case shows that the condition on {leaf} matters: turned around, every case comes out the same."),
    )
    .hint(
        "加一个只因这个条件而结果不同的例子。",
        "Add a case that comes out differently because of this condition alone.",
    )
}

pub fn summary_too_long(n_chars: usize, most: usize) -> Mistake {
    Mistake::error(
        29,
        format!("简介有 {n_chars} 个字符，最多 {most} 个。"),
        format!("The summary has {n_chars} characters; {most} is the most."),
    )
}

pub fn moved_but_used(id: &str) -> Mistake {
    Mistake::error(
        30,
        format!("{id} 已登记为停用，却仍在使用。"),
        format!("{id} is retired, and yet in use."),
    )
    .hint(
        "停用的标识不能换个意思再用。",
        "A retired id never comes back with another meaning.",
    )
}

pub fn moved_to_nothing(id: &str, near: Option<&str>) -> Mistake {
    let mistake = Mistake::error(
        30,
        format!("接替的 {id} 不存在。"),
        format!("The successor {id} does not exist."),
    );
    match near {
        Some(near) => mistake.did_you_mean(near),
        None => mistake,
    }
}

pub fn not_plain(what: &str) -> Mistake {
    Mistake::error(
        31,
        format!("文字里有 {what}：只能写纯文字。"),
        format!("The text holds {what}: only plain text is allowed."),
    )
    .hint(
        "网址写在 sources 的 address 里。",
        "Links live in the address of a source.",
    )
}

pub fn not_a_date(date: &str) -> Mistake {
    Mistake::error(
        32,
        format!("“{date}”不是 YYYY-MM-DD 的日期。"),
        format!("\"{date}\" is not a date of the form YYYY-MM-DD."),
    )
    .hint(
        "月和日写两位，而且要有这一天，如 2028-06-30。",
        "Month and day have two digits, and there is such a day: 2028-06-30.",
    )
}

pub fn group_missing() -> Mistake {
    Mistake::error(
        15,
        "社区服务项要写 group。",
        "A service item names its heading in group.",
    )
    .hint(
        "写上 catalogue.yaml 的 groups 里的一个标识。",
        "Write an id of groups in catalogue.yaml.",
    )
}

pub fn named_twice(id: &str) -> Mistake {
    Mistake::error(
        42,
        format!("{id} 写了两次。"),
        format!("{id} stands twice."),
    )
    .hint("只留一个。", "Keep one of them.")
}

pub fn not_one_word(word: &str) -> Mistake {
    Mistake::error(
        43,
        format!("“{word}”不是一个词。"),
        format!("\"{word}\" is not one word."),
    )
    .hint(
        "几个词用半角逗号分开：[屋面, 屋顶]；“，”“、”“；”不起分隔作用。",
        "Set words apart by plain commas: [roof, top]; full-width signs join them.",
    )
}

pub fn refused_answer(fact: &str, why_zh: &str, why_en: &str) -> Mistake {
    Mistake::error(
        33,
        format!("{fact} 不接受这个答案：{why_zh}。"),
        format!("{fact} does not take this answer: {why_en}."),
    )
}

/// A word in a case that is no answer to the fact; one without options asks
/// for a number or for yes or no.
pub fn no_answer(fact: &str, word: &str, options: &[&str], is_number: bool) -> Mistake {
    let known = options.join(", ");
    let (zh, en) = match (options, is_number) {
        ([], true) => ("一个数".to_owned(), "a number".to_owned()),
        ([], false) => (" true 或 false".to_owned(), "true or false".to_owned()),
        _ => (format!("其中之一：{known}"), format!("one of {known}")),
    };
    let mistake = refused_answer(
        fact,
        &format!("“{word}”不是{zh}"),
        &format!("\"{word}\" is not {en}"),
    );
    if likely_id(word).contains("tell") || word.contains("不清") || word.contains("不知") {
        mistake.did_you_mean("cannot-tell")
    } else if is_number {
        let (zh, en) = number_hint(word);
        mistake.hint(zh, en)
    } else {
        mistake.hint(
            "看了说不清时写 cannot-tell。",
            "Write cannot-tell for somebody who looked and could not say.",
        )
    }
}

pub fn empty_list(node: &str) -> Mistake {
    Mistake::error(34, format!("{node} 是空的。"), format!("{node} is empty."))
}

pub fn unobtainable(why_zh: &str, why_en: &str) -> Mistake {
    Mistake::error(35, format!("{why_zh}。"), format!("{why_en}."))
}

pub fn unused_entry(kind_zh: &str, kind_en: &str, id: &str) -> Mistake {
    Mistake::warning(
        36,
        format!("没有什么用到{kind_zh} {id}。"),
        format!("Nothing uses the {kind_en} {id}."),
    )
}

pub fn not_a_share(share: &str) -> Mistake {
    Mistake::error(
        37,
        format!("“{share}”不是 0 到 1 之间的分数。"),
        format!("\"{share}\" is not a fraction between 0 and 1."),
    )
    .hint("写成 2/3 这样。", "Write it as 2/3.")
}

pub fn unusable_works(why_zh: &str, why_en: &str) -> Mistake {
    Mistake::error(38, format!("{why_zh}。"), format!("{why_en}."))
}

/// The shares of an item by percent, which make no whole.
pub fn no_whole(sum: f64) -> Mistake {
    let sum = (sum * 1e6).round() / 1e6;
    let mistake = unusable_works(
        &format!("各方比例加起来应当是 100，现在是 {sum}"),
        &format!("the shares of all payers make 100 together, and these make {sum}"),
    );
    if sum == 1.0 {
        mistake.hint(
            "比例按百分数写：20，不是 0.2。",
            "Write percent: 20, not 0.2.",
        )
    } else {
        mistake
    }
}

pub fn payer_of_no_such_item(item: &str) -> Mistake {
    unusable_works(
        &format!("{item} 的 payers 里没有这一方"),
        &format!("this is none of the payers of {item}"),
    )
}

pub fn reserved_option(id: &str) -> Mistake {
    Mistake::error(
        39,
        format!("选项不能叫 {id}：摸排文件用它表示“看过了，说不清”。"),
        format!("No option may be called {id}: a survey file means by it that somebody looked and could not say."),
    )
    .hint("换一个标识。", "Choose another id.")
}

pub fn not_an_alias(word: &str) -> Mistake {
    Mistake::error(
        40,
        format!("named-lines 里的“{word}”不在 aliases 和 published-as 里。"),
        format!("\"{word}\" stands in named-lines and is no name of the item."),
    )
}

pub fn no_such_line(id: &str) -> Mistake {
    Mistake::error(
        40,
        format!("这一项没有叫 {id} 的工程量。"),
        format!("This item has no line called {id}."),
    )
    .hint("主工程量叫 scope。", "The scope itself is called scope.")
}
