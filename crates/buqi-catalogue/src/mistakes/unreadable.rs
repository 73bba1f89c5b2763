//! What can't be read (C001, C041), in plain words: what stands there, what is
//! expected, and the way out of that very mistake.

use super::Mistake;
use crate::register::nearest;
use crate::slips::Slip;
use crate::tree::{Node, Shape};
use serde_saphyr::Error;

pub fn unreadable(detail_zh: &str, detail_en: &str) -> Mistake {
    Mistake::error(
        1,
        format!("读不懂这里：{detail_zh}。"),
        format!("This can't be read: {detail_en}."),
    )
}

pub fn empty_file() -> Mistake {
    Mistake::error(1, "这个文件是空的。", "This file is empty.").hint(
        "恢复原来的内容；moved.yaml 没有条目时写 []；不再需要的文件要删去，不能留空。",
        "Bring its content back; moved.yaml without entries holds []; a file that is not needed is deleted, not emptied.",
    )
}

pub fn missing_key(key: &str) -> Mistake {
    unreadable(&format!("缺少 {key}"), &format!("{key} is missing")).hint(
        format!("补上一行“{key}: …”。"),
        format!("Add a line \"{key}: …\"."),
    )
}

pub fn unknown_key(key: &str, known: &[&str], near: Option<&str>) -> Mistake {
    let mistake = unreadable(
        &format!("没有 {key} 这个键，这里可以写 {}", known.join(", ")),
        &format!("there is no key {key}; known here: {}", known.join(", ")),
    );
    match near {
        Some(near) => mistake.did_you_mean(near),
        None if key.contains([' ', '”', '“', '。', '？']) => mistake.hint(
            "像是文字里的逗号或冒号把文字断开了：整段文字要加半角引号 \"…\"。",
            "A comma or colon seems to cut a text in two: put the whole text in \"…\".",
        ),
        None => mistake,
    }
}

pub fn key_twice(key: &str) -> Mistake {
    unreadable(
        &format!("键 {key} 写了两次"),
        &format!("the key {key} stands twice"),
    )
    .hint("只留一个。", "Keep one of them.")
}

/// What a place in a file is for.
#[derive(Clone, Copy)]
pub enum Expected {
    Number,
    Whole,
    YesNo,
    Text,
    /// A text in both languages.
    Words,
    List,
    Map,
    Keys(&'static [&'static str]),
    OneOf(&'static [&'static str]),
    /// A word that stands alone.
    Bare(&'static str),
    /// What belongs to this word.
    Content(&'static str),
    /// The answer in a case.
    Answer,
}

impl Expected {
    fn name(self) -> (String, String) {
        let plain = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Expected::Number => plain("一个数", "a number"),
            Expected::Whole => plain("一个整数", "a whole number"),
            Expected::YesNo => plain("true 或 false", "true or false"),
            Expected::Text => plain("文字", "a text"),
            Expected::Words => plain("中英两种文字", "a text in both languages"),
            Expected::List => plain("一个列表", "a list"),
            Expected::Map => plain("“标识: 内容”", "\"id: content\""),
            Expected::Keys(keys) => (
                format!("这些键：{}", keys.join(", ")),
                format!("these keys: {}", keys.join(", ")),
            ),
            Expected::OneOf(words) => (
                format!("其中之一：{}", words.join(", ")),
                format!("one of {}", words.join(", ")),
            ),
            Expected::Bare(word) => (
                format!("只写一个词 {word}"),
                format!("the word {word} alone"),
            ),
            Expected::Content(word) => (
                format!("{word} 连同它的内容"),
                format!("{word} with its content"),
            ),
            Expected::Answer => plain(
                "true、false、一个数、一个选项或 cannot-tell",
                "true, false, a number, an option or cannot-tell",
            ),
        }
    }

    fn hint(self, written: &str, shape: &Shape) -> Option<(String, String)> {
        let plain = |zh: &str, en: &str| Some((zh.to_owned(), en.to_owned()));
        if written.contains('\n') {
            return plain(
                "下一行缩进得更多，被接到了这一行后面：同一级的键要左对齐。",
                "The next line is indented further, so it was taken as part of this one: keys of one level stand in line.",
            );
        }
        match self {
            Expected::Number | Expected::Whole => {
                let (zh, en) = number_hint(written);
                plain(zh, en)
            }
            Expected::YesNo => plain(
                "是写 true，否写 false。",
                "Write true for yes, false for no.",
            ),
            Expected::Text if matches!(shape, Shape::Number(_) | Shape::YesNo(_)) => Some((
                format!("数字或 true 当文字用时加引号：\"{written}\"。"),
                format!("A number or true that is meant as text stands in quotes: \"{written}\"."),
            )),
            Expected::Text => None,
            Expected::Words => plain(
                "写成 { zh: 中文, en: English }。",
                "Write { zh: 中文, en: English }.",
            ),
            Expected::List => plain(
                "列表写成 [甲, 乙]，或每行一个、前面加“- ”；只有一个也要写成 [甲]。",
                "Write a list as [a, b], or one to a line after \"- \"; a single one is [a].",
            ),
            Expected::Map | Expected::Keys(_) => plain(
                "各键写在下面几行，缩进两格；或写在 { } 里。",
                "The keys stand on the lines below, indented by two blanks, or inside { }.",
            ),
            Expected::OneOf(words) => {
                let word = match shape {
                    Shape::Text(word) => word.clone(),
                    Shape::Map(entries) if entries.len() == 1 => entries[0].0.value.clone(),
                    _ => return None,
                };
                let near = nearest(&word.to_lowercase(), words.iter().copied())?;
                Some((format!("是不是 {near}？"), format!("Did you mean {near}?")))
            }
            Expected::Bare(_) | Expected::Answer => None,
            Expected::Content(word) => Some((
                format!("写成 {word}: {{ … }}，见 docs/catalogue.md。"),
                format!("Write {word}: {{ … }}; see docs/catalogue.md."),
            )),
        }
    }
}

pub fn number_hint(written: &str) -> (&'static str, &'static str) {
    let wide = |it: char| matches!(it, '０'..='９' | '．' | '％');
    if written.is_empty() || written == "null" || written == "~" {
        (
            "冒号后面还没有写数。",
            "There is no number after the colon.",
        )
    } else if written.contains(wide) {
        (
            "数字和小数点用半角，如 160、0.16。",
            "Use half-width digits and point, as in 160 or 0.16.",
        )
    } else if written.ends_with('%') {
        (
            "百分数写成小数：16% 写 0.16。",
            "Write a percentage as a fraction: 0.16 for 16%.",
        )
    } else if written.contains([',', '，']) {
        (
            "小数点用“.”，千位不加逗号，如 1.60、1600。",
            "The decimal sign is a point, and thousands have no comma: 1.60, 1600.",
        )
    } else if written.starts_with(|it: char| it.is_ascii_digit()) && written.parse::<f64>().is_err()
    {
        (
            "只写数，不带单位和别的字。",
            "Write the number alone, without a unit or words.",
        )
    } else {
        (
            "写一个数，如 160 或 0.5。",
            "Write a number, such as 160 or 0.5.",
        )
    }
}

pub fn unexpected(expected: Expected, node: &Node) -> Mistake {
    let (wanted_zh, wanted_en) = expected.name();
    let written = node.written.lines().next().unwrap_or_default();
    let short: String = written.chars().take(30).collect();
    let (zh, en) = match &node.shape {
        Shape::Nothing => ("空的".to_owned(), "empty".to_owned()),
        Shape::List(_) => ("一个列表".to_owned(), "a list".to_owned()),
        Shape::Map(entries) => {
            let keys = entries.iter().map(|(key, _)| key.value.as_str());
            let keys = keys.collect::<Vec<_>>().join(", ");
            (format!("键 {keys}"), format!("the keys {keys}"))
        }
        _ => (format!("“{short}”"), format!("\"{short}\"")),
    };
    let mistake = unreadable(
        &format!("这里应为{wanted_zh}，写的却是{zh}"),
        &format!("this should be {wanted_en}, and is {en}"),
    );
    match expected.hint(&node.written, &node.shape) {
        Some((zh, en)) => mistake.hint(zh, en),
        None => mistake,
    }
}

/// What the YAML reader could not go on from.
pub fn no_yaml(error: &Error) -> Mistake {
    match error.without_snippet() {
        Error::AliasReplayLimitExceeded { .. }
        | Error::MergeKeyNotAllowed { .. }
        | Error::UnknownAnchor { .. } => unreadable(
            "不能用锚点（&）、引用（*）和合并（<<）",
            "anchors (&), aliases (*) and merges (<<) are not allowed",
        )
        .hint(
            "请写全；文字以 & 或 * 开头时加引号。",
            "Write it out; a text that begins with & or * stands in quotes.",
        ),
        Error::MultipleDocuments { .. } => unreadable(
            "一个文件只能有一份内容，不能有“---”",
            "a file is one document, without \"---\"",
        ),
        Error::Eof { .. } => unreadable(
            "到末尾还没有写完",
            "the text ends before the entry does",
        )
        .hint(
            "找一找没有关上的引号、{ 或 [。",
            "Look for a quote, { or [ that is not closed.",
        ),
        _ => unreadable(
            "这一行或它前面一行不合 YAML 的写法",
            "this line, or the one before, is not written as YAML",
        )
        .hint(
            "看冒号后面有没有空格、引号和括号是否成对、同一级是否左对齐；文字里有“: ”、“#”、逗号或括号时要加引号。",
            "Look for a blank after each colon, for quotes and brackets in pairs, and for keys of one level in line; quote a text that holds \": \", \"#\", a comma or a bracket.",
        ),
    }
}

pub fn slip(slip: Slip) -> Mistake {
    let (zh, en, hint_zh, hint_en) = match slip {
        Slip::Tab => (
            "行首用了制表符（Tab）",
            "a tab stands at the start of the line",
            "缩进只能用空格：把这个文件里的制表符全部换成两个空格。",
            "Indent by blanks only: replace every tab of this file by two blanks.",
        ),
        Slip::WideBlank => (
            "行首有全角空格或不间断空格",
            "a full-width or no-break blank stands before the text",
            "换成半角空格。",
            "Use plain blanks.",
        ),
        Slip::WideColon => (
            "键后面是全角冒号“：”",
            "a full-width colon follows the key",
            "换成半角冒号加空格“: ”。",
            "Use a plain colon and a blank, \": \".",
        ),
        Slip::NoBlankAfterColon => (
            "冒号后面没有空格",
            "no blank follows the colon",
            "冒号后面空一格，如 unit: m2。",
            "Put a blank after the colon, as in unit: m2.",
        ),
        Slip::WideComma => (
            "两个键之间是全角逗号“，”",
            "a full-width comma stands between two keys",
            "键与键之间用半角逗号加空格“, ”。",
            "Between keys use a plain comma and a blank, \", \".",
        ),
        Slip::WideBracket => (
            "用了全角括号",
            "a full-width bracket is used",
            "括号用半角的 { } 和 [ ]。",
            "Use plain { } and [ ].",
        ),
        Slip::WideQuote => (
            "用了全角引号，它不起引号的作用",
            "a full-width quote is used, which does not quote",
            "引号用半角的 \"。",
            "Use plain quotes, \".",
        ),
        Slip::OutOfLine => (
            "这一行没有和同一级的键对齐",
            "this line is not in line with the keys of its level",
            "同一级的键左边对齐，每深一级多缩进两个空格。",
            "Keys of one level stand in line; each level is indented by two blanks more.",
        ),
        Slip::DocumentMark => (
            "文件里写了“---”",
            "the file holds \"---\"",
            "删去这一行：一个文件只有一份内容。",
            "Take this line out: a file is one document.",
        ),
        Slip::ListAfterEmpty => (
            "“[]”表示空列表，下面却还有条目",
            "[] is an empty list, and yet entries follow",
            "删去“[]”，只留下面的条目。",
            "Take the [] out and keep the entries.",
        ),
        Slip::OpenQuote => (
            "这里的引号没有关上",
            "this quote is not closed",
            "在文字末尾补上同样的引号。",
            "Close it with the same sign at the end of the text.",
        ),
        Slip::OpenBracket => (
            "这里的括号没有关上",
            "this bracket is not closed",
            "补上相应的 } 或 ]；文字里有空格加“#”时要加引号，不然后面都算注释。",
            "Close it with } or ]; quote a text with a blank and \"#\", or the rest is a comment.",
        ),
    };
    unreadable(zh, en).hint(hint_zh, hint_en)
}

pub fn not_utf8(encoding: Option<&str>) -> Mistake {
    let (zh, en) = match encoding {
        Some(encoding) => (
            format!("这个文件不是 UTF-8 编码，看来是 {encoding}。"),
            format!("This file is not saved as UTF-8; it seems to be {encoding}."),
        ),
        None => (
            "这个文件不是 UTF-8 编码。".to_owned(),
            "This file is not saved as UTF-8.".to_owned(),
        ),
    };
    Mistake::error(41, zh, en).hint(
        "在编辑器里“另存为”，编码选 UTF-8。",
        "Save it again from the editor with the encoding UTF-8.",
    )
}
