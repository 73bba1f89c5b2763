//! Cuts a published list of works into its words.

use buqi_core::Catalogue;
use buqi_core::naming::{is_filling, is_name, works_named};

/// What stands between the words of any list.
const SEPARATORS: &str = ";；、,，|。\t\n\r";
/// What may stand within one word too, as in 楼梯及扶手.
const JOINTS: &str = "和及与/\\+＋&＆ 　()（）[]【】:：“”\"'‘’《》「」·•●■◆★※→—";
/// Numbers in a ring or brackets.
const NUMERALS: std::ops::RangeInclusive<char> = '①'..='⒛';
/// Works behind these were not done, or are only planned.
const NEGATIONS: [&str; 18] = [
    "不含",
    "不包括",
    "不包含",
    "未含",
    "未包括",
    "未包含",
    "不涉及",
    "未涉及",
    "暂未实施",
    "未实施",
    "暂不实施",
    "不实施",
    "未纳入",
    "不纳入",
    "暂不",
    "不做",
    "预留",
    "远期",
];
/// It excepts what it ends, and is no negation in 拆除外墙雨棚.
const EXCEPTED: &str = "除外";
/// Behind a negation they say nothing more, as in 电梯预留位置.
const WITHOUT_WORKS: [&str; 8] = [
    "实施", "改造", "考虑", "安排", "位置", "空间", "条件", "接口",
];
/// What numbers and measures are written with.
const MEASURES: &str = "0123456789０１２３４５６７８９一二三四五六七八九十百千万亿.．约共余多个处部盏套台米平方公里㎡²³m栋幢户座组根块项吨条樘扇具只年月日期%％";

/// A part of a published word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Done(&'a str),
    /// Said not to be done, or only planned.
    NotDone(&'a str),
}

/// The words of a list, each once. What is not done stays with its brackets.
pub fn words(list: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let end = rest
            .char_indices()
            .find(|(at, it)| {
                SEPARATORS.contains(*it)
                    && !is_in_negated_brackets(rest, *at)
                    && !is_between_thousands(rest, *at)
            })
            .map_or(rest.len(), |it| it.0);
        let word = rest[..end]
            .trim()
            .trim_matches(['“', '”', '"', '\'', '等', '.'])
            .trim();
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
        rest = &rest[end..];
        let mut behind = rest.chars();
        behind.next();
        rest = behind.as_str();
    }
    words
}

/// Whether the comma at this place is one of a number, as in 3,200米.
fn is_between_thousands(text: &str, at: usize) -> bool {
    let digit = |it: char| it.is_ascii_digit() || ('０'..='９').contains(&it);
    let mut behind = text[at..].chars();
    let is_comma = behind.next().is_some_and(|it| ",，".contains(it));
    let n_digits = behind.take_while(|it| digit(*it)).count();
    is_comma && n_digits == 3 && text[..at].ends_with(digit)
}

fn is_in_negated_brackets(text: &str, at: usize) -> bool {
    let opened = text[..at].rfind(['(', '（']);
    opened.is_some_and(|it| {
        let inside = text[it..at].trim_start_matches(['(', '（']);
        let is_closed = inside.contains([')', '）']);
        let is_negated = NEGATIONS.iter().any(|it| inside.starts_with(it));
        !is_closed && is_negated && text[at..].contains([')', '）'])
    })
}

/// What a word is made of: itself where it means something as it stands, else
/// what and, signs or numbers divide it into. Measures, numbers and what says
/// nothing, as 设施, are left out, and a heading before a colon where what follows means something.
pub fn parts<'a>(catalogue: &Catalogue, word: &'a str) -> Vec<Part<'a>> {
    if is_name(catalogue, word) {
        return vec![Part::Done(word)];
    }
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some((from, to)) = negated(rest) {
        parts.extend(done(catalogue, &rest[..from]));
        parts.push(Part::NotDone(&rest[from..to]));
        rest = &rest[to..];
    }
    parts.extend(done(catalogue, rest));
    if parts.is_empty() {
        return vec![Part::Done(word)];
    }
    parts
}

/// From where to where a word says what is not done.
fn negated(word: &str) -> Option<(usize, usize)> {
    if let Some(excepted) = word.find('除')
        && (excepted == 0 || word[..excepted].ends_with(is_joint))
        && let Some(outside) = word[excepted..].rfind('外')
    {
        return Some((excepted, excepted + outside + '外'.len_utf8()));
    }
    let found = NEGATIONS
        .iter()
        .filter_map(|it| Some((word.find(it)?, it.len())))
        .chain(excepted(word));
    let (at, length) = found.min_by_key(|it| (it.0, std::cmp::Reverse(it.1)))?;
    let is_bracketed = word[..at].rfind(['(', '（']) > word[..at].rfind([')', '）']);
    let closed = word[at..].find([')', '）']).filter(|_| is_bracketed);
    let to = closed.map_or(word.len(), |it| at + it);
    let behind = word[at + length..to].trim();
    // With nothing behind, it is what stands before that is not done.
    let is_bare = behind.is_empty() || WITHOUT_WORKS.contains(&behind);
    Some((if is_bare { 0 } else { at }, to))
}

fn excepted(word: &str) -> Option<(usize, usize)> {
    let ends = |at: usize| word[at + EXCEPTED.len()..].chars().all(is_joint);
    let at = word.rfind(EXCEPTED).filter(|it| ends(*it))?;
    Some((at, EXCEPTED.len()))
}

fn done<'a>(catalogue: &Catalogue, text: &'a str) -> Vec<Part<'a>> {
    let pieces = pieces(text);
    let means = |it: &str| !works_named(catalogue, it).is_empty();
    let mut done = Vec::new();
    for (place, (piece, is_heading)) in pieces.iter().enumerate() {
        let mut behind = pieces[place + 1..].iter();
        let is_explained = *is_heading && behind.any(|it| means(it.0));
        let is_measure = piece.chars().all(|it| MEASURES.contains(it));
        if !is_explained && !is_measure && !is_filling(catalogue, piece) {
            done.push(Part::Done(piece));
        }
    }
    done
}

/// What joints and numbers divide a text into, and whether a colon follows.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (place, (at, one)) in chars.iter().enumerate() {
        let digit = |it: Option<&(usize, char)>| it.is_some_and(|it| it.1.is_ascii_digit());
        let before = place.checked_sub(1).and_then(|it| chars.get(it));
        let is_point = ".．".contains(*one) && digit(before) && !digit(chars.get(place + 1));
        if is_joint(*one) || is_point {
            let piece = &text[from..*at];
            let piece = if is_point {
                piece.trim_end_matches(|it: char| it.is_ascii_digit())
            } else {
                piece
            };
            pieces.push((piece, matches!(one, ':' | '：')));
            from = at + one.len_utf8();
        }
    }
    pieces.push((&text[from..], false));
    let shorn = pieces
        .into_iter()
        .map(|it| (it.0.trim_matches(['以', '等', '.', '-', '－']), it.1));
    shorn.filter(|it| !it.0.is_empty()).collect()
}

fn is_joint(it: char) -> bool {
    JOINTS.contains(it) || NUMERALS.contains(&it)
}
