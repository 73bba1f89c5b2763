//! What refusals and repairs sound like, in both languages.
//!
//! Each message says what happened, what is safe and what to do next.

use crate::format::{HOWS, MAX_BYTES, MAX_COUNT, MAX_DEPTH, MAX_GROUPS, VERSION, key};
use crate::repair::{Cause, Encoding, Expected, OpenError, Repair};
use buqi_core::catalogue::{Level, Text};

/// A language the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// 简体中文.
    #[default]
    Zh,
    En,
}

impl Lang {
    pub fn of(self, text: &Text) -> &str {
        self.pick(&text.zh, &text.en)
    }

    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

impl OpenError {
    pub fn message(&self, lang: Lang) -> String {
        self.told(
            lang,
            lang.pick("现有档案没有变动。", "Nothing on this device has changed. "),
        )
    }

    /// [`Self::message`] with other words for what is safe, or none where
    /// nothing is stored that could change.
    pub fn told(&self, lang: Lang, safe: &str) -> String {
        let (what, next) = self.parts(lang);
        format!("{what}{safe}{next}")
    }

    /// What happened, and what to do next.
    fn parts(&self, lang: Lang) -> (String, &'static str) {
        match *self {
            OpenError::Empty => lang.pick(
                (
                    "这个文件是空的，没有可以读取的内容。".into(),
                    "请换一个摸排文件。",
                ),
                ("This file is empty. ".into(), "Choose another survey file."),
            ),
            OpenError::TooLarge => {
                let limit = MAX_BYTES / (1024 * 1024);
                lang.pick(
                    (
                        format!("文件超过 {limit} MB，摸排文件不会这么大，没有打开。"),
                        "请确认选的是摸排文件。",
                    ),
                    (
                        format!(
                            "The file is larger than {limit} MB, which no survey file is, so it \
                             was not opened. "
                        ),
                        "Check that it is a survey file.",
                    ),
                )
            }
            OpenError::NotText => lang.pick(
                (
                    "这个文件不是文本，可能是图片、表格或者没有下载完整。".into(),
                    "请选择以 .json 结尾的摸排文件。",
                ),
                (
                    "This file is not text; it may be a picture, a spreadsheet or a damaged \
                     download. "
                        .into(),
                    "Choose a survey file, which ends in .json.",
                ),
            ),
            OpenError::Encoded(encoding) => {
                let name = match encoding {
                    Encoding::Gbk => "GBK",
                    Encoding::Utf16 => "UTF-16",
                };
                lang.pick(
                    (
                        format!("文件像是用 {name} 编码保存的，这里只读 UTF-8。"),
                        "请用原来的编辑软件打开，另存为 UTF-8 编码后再试。",
                    ),
                    (
                        format!(
                            "The file seems to be saved in the {name} encoding; only UTF-8 is \
                             read here. "
                        ),
                        "Open it in the editor it came from, save it as UTF-8 and try again.",
                    ),
                )
            }
            OpenError::NotJson { line: 1, column: 1 } => lang.pick(
                (
                    "这不是摸排文件：它不是以 JSON 的“{”开头，没有打开。".into(),
                    "请选补齐导出的 .json 或 .zip 文件；表格里的数据请在摸排里用“粘贴表格”。",
                ),
                (
                    "This is no survey file: it does not begin with the “{” of JSON, so it was \
                     not opened. "
                        .into(),
                    "Choose a .json or .zip file that Buqi exported; for figures in a table use \
                     “Paste a table” in the survey.",
                ),
            ),
            OpenError::NotJson { line, column } => lang.pick(
                (
                    format!("文件的第 {line} 行第 {column} 个字符处不符合 JSON 格式，没有打开。"),
                    "请检查这一处，常见的是多了或少了逗号、引号。",
                ),
                (
                    format!(
                        "The file is not JSON at line {line}, column {column}, so it was not \
                         opened. "
                    ),
                    "Look at that place; often a comma or a quotation mark is missing or left \
                     over.",
                ),
            ),
            OpenError::CutShort { line, column } => lang.pick(
                (
                    format!(
                        "文件在第 {line} 行第 {column} 个字符处中断，后面的内容缺失，没有打开。"
                    ),
                    "请重新下载或者重新传一次。",
                ),
                (
                    format!(
                        "The file stops at line {line}, column {column}, before its end, so it \
                         was not opened. "
                    ),
                    "Download or send it again.",
                ),
            ),
            OpenError::TooDeep => lang.pick(
                (
                    format!("文件的嵌套超过 {MAX_DEPTH} 层，摸排文件不会这样，没有打开。"),
                    "请确认选的是摸排文件。",
                ),
                (
                    format!(
                        "The file is nested more than {MAX_DEPTH} levels deep, which no survey \
                         file is, so it was not opened. "
                    ),
                    "Check that it is a survey file.",
                ),
            ),
            OpenError::NotOurs => lang.pick(
                (
                    "文件可以读取，但不是补齐的摸排文件。".into(),
                    "请选择从补齐导出的文件；手写的文件要有 format 一项，值为 buqi-dossier。",
                ),
                (
                    "The file can be read but is not a survey file of Buqi. ".into(),
                    "Choose a file exported from Buqi; one written by hand needs “format” with \
                     the value “buqi-dossier”.",
                ),
            ),
            OpenError::TooNew { readable_from } => lang.pick(
                (
                    format!(
                        "文件要求格式第 {readable_from} 版或更新的程序，这里最高读第 {VERSION} 版。"
                    ),
                    "请更新程序后再打开。",
                ),
                (
                    format!(
                        "The file asks for a program that reads format version {readable_from} \
                         or later; this one reads up to version {VERSION}. "
                    ),
                    "Update the program and open it again.",
                ),
            ),
        }
    }
}

impl Repair {
    pub fn message(&self, lang: Lang) -> String {
        let sentence = self.cause.message(lang);
        let Some(subject) = self.subject(lang) else {
            return sentence;
        };
        let given = match &self.given {
            Some(given) => lang.pick(
                format!("（文件里是“{given}”）"),
                format!(" (the file says “{given}”)"),
            ),
            None => String::new(),
        };
        let colon = lang.pick("：", ": ");
        format!("{subject}{given}{colon}{sentence}")
    }

    /// What the repair is about; `None` for the file as a whole.
    fn subject(&self, lang: Lang) -> Option<String> {
        let name = match &self.label {
            Some(label) => lang.of(label).to_owned(),
            None => self.place(lang)?,
        };
        let group = self.group.as_deref().filter(|it| !it.is_empty());
        Some(match group {
            Some(group) => lang.pick(
                format!("“{group}”的“{name}”"),
                format!("“{name}” of “{group}”"),
            ),
            None => format!("“{name}”"),
        })
    }

    /// The last step of the pointer in plain words, or the id that stands
    /// there.
    fn place(&self, lang: Lang) -> Option<String> {
        if matches!(
            self.cause,
            Cause::OtherEdition { .. }
                | Cause::NewerVersion { .. }
                | Cause::NoVersion
                | Cause::More(_)
        ) {
            return None;
        }
        let (parent, last) = self.at.rsplit_once('/')?;
        if let Ok(n) = last.parse::<usize>() {
            let nth = n.saturating_add(1);
            return Some(if parent.ends_with(key::GROUPS) {
                lang.pick(format!("第 {nth} 个楼栋组"), format!("group {nth}"))
            } else if parent.ends_with(key::SCHEMES) {
                lang.pick(format!("第 {nth} 个比选方案"), format!("scheme {nth}"))
            } else {
                lang.pick(format!("第 {nth} 条工程量"), format!("override {nth}"))
            });
        }
        let (zh, en) = match last {
            key::NAME => ("名称", "name"),
            key::ABOUT => ("说明", "about"),
            key::ESTATE => ("小区的答案", "answers of the estate"),
            key::GROUPS => ("楼栋组", "groups of buildings"),
            key::ANSWERS => ("答案", "answers"),
            key::ID => ("编号", "id"),
            key::LABEL => ("名称", "label"),
            key::COUNT => ("栋数", "number of buildings"),
            key::PLAN => ("方案", "plan"),
            key::DECISIONS => ("决定", "decisions"),
            key::OVERRIDES => ("工程量", "overrides"),
            key::TERMS => ("约定", "terms"),
            key::START_MONTH => ("开工月份", "first month"),
            key::PHASING => ("分期", "phasing"),
            key::CAP => ("总投资上限", "cap on the project total"),
            key::VOTES => ("表决规则", "rules of votes"),
            key::SHARES => ("出资比例", "shares of payers"),
            key::SUBSIDIES => ("补助", "subsidies"),
            key::FLOORS => ("分层系数", "weights by floor"),
            key::REGION => ("价格地区", "region of the prices"),
            key::WISHES => ("居民意愿", "wishes of residents"),
            key::SCHEMES => ("比选方案", "schemes"),
            key::CATALOGUE => ("目录版次", "edition of the catalogue"),
            other => (other, other),
        };
        Some(lang.pick(zh, en).to_owned())
    }
}

impl Cause {
    fn message(&self, lang: Lang) -> String {
        let (zh, en): (String, String) = match self {
            Cause::UnknownFact => (
                "本版目录没有这个事实指标，答案没有采用，仍留在文件里。\
                 如果编号写错了，请更正后再打开。"
                    .into(),
                "this edition of the catalogue has no such fact. The answer was left out and \
                 stays in the file. If the id is misspelled, correct it and open the file again."
                    .into(),
            ),
            Cause::UnknownItem => (
                "本版目录没有这个改造项，没有采用，仍留在文件里。\
                 如果编号写错了，请更正后再打开。"
                    .into(),
                "this edition of the catalogue has no such item. It was left out and stays in the \
                 file. If the id is misspelled, correct it and open the file again."
                    .into(),
            ),
            Cause::UnknownLine => (
                "这个改造项没有这一行工程量，没有采用，仍留在文件里。请在估算里重新填写。".into(),
                "the item has no such line of scope. It was left out and stays in the file. \
                 Enter the quantity again in the bill."
                    .into(),
            ),
            Cause::UnknownOption => (
                "本版目录的这个问题没有这个选项，答案没有采用，仍留在文件里。请重新选择。".into(),
                "the question has no such option in this edition of the catalogue. The answer was \
                 left out and stays in the file. Choose again."
                    .into(),
            ),
            Cause::UnknownTerm => (
                "本版目录没有这个编号，没有采用，仍留在文件里。如果编号写错了，请更正后再打开。"
                    .into(),
                "this edition of the catalogue has no such entry. It was left out and stays in \
                 the file. If the id is misspelled, correct it and open the file again."
                    .into(),
            ),
            Cause::Moved { to } => (
                format!("编号已经改名，内容照常读取，保存后改用“{to}”。不用处理。"),
                format!(
                    "the id was renamed. It was read as before and will be saved as “{to}”. \
                     There is nothing to do."
                ),
            ),
            Cause::Retired { reason } => (
                format!(
                    "已经从目录中取消（{}），没有采用，仍留在文件里。",
                    reason.zh.trim_end_matches('。')
                ),
                format!(
                    "it is no longer in the catalogue ({}). It was left out and stays in the file.",
                    reason.en.trim_end_matches('.')
                ),
            ),
            Cause::WrongLevel(level) => match level {
                Level::Estate => (
                    "这是整个小区的指标，不能按楼栋填写，没有采用，仍留在文件里。\
                     请在小区部分重新填写。"
                        .into(),
                    "this is asked about the whole estate, not about a building. It was left out \
                     and stays in the file. Answer it in the part about the estate."
                        .into(),
                ),
                Level::Building => (
                    "这是楼栋的指标，不能按整个小区填写，没有采用，仍留在文件里。\
                     请在各楼栋组重新填写。"
                        .into(),
                    "this is asked about buildings, not about the estate. It was left out and \
                     stays in the file. Answer it for each group of buildings."
                        .into(),
                ),
            },
            Cause::NotAsked => (
                "这个指标由其他答案推算，不直接填写，没有采用，仍留在文件里。不用处理。".into(),
                "this is worked out from other answers and never asked. It was left out and stays \
                 in the file. There is nothing to do."
                    .into(),
            ),
            Cause::Expected(expected) => {
                let what = lang.pick(expected.zh(), expected.en());
                (
                    format!("这里应该是{what}，没有采用，原来的内容仍留在文件里。请更正。"),
                    format!(
                        "{what} should be here. What the file says was left out and stays in \
                         the file. Please correct it."
                    ),
                )
            }
            Cause::Below { bound, unit } => (
                format!(
                    "低于下限 {bound} {}，没有采用，仍留在文件里。请核对后重新填写。",
                    unit.zh
                ),
                format!(
                    "below the least allowed, {bound} {}. It was left out and stays in the file. \
                     Check it and enter it again.",
                    unit.en
                ),
            ),
            Cause::Above { bound, unit } => (
                format!(
                    "高于上限 {bound} {}，没有采用，仍留在文件里。请核对后重新填写。",
                    unit.zh
                ),
                format!(
                    "above the most allowed, {bound} {}. It was left out and stays in the file. \
                     Check it and enter it again.",
                    unit.en
                ),
            ),
            Cause::NotWhole { unit } => (
                format!(
                    "单位是“{}”，只能填整数，没有采用，仍留在文件里。请重新填写。",
                    unit.zh
                ),
                format!(
                    "it is counted in whole numbers ({}). It was left out and stays in the file. \
                     Enter it again.",
                    unit.en
                ),
            ),
            Cause::NotANumber => (
                "这个数无法表示，没有采用，仍留在文件里。请重新填写。".into(),
                "this number cannot be held. It was left out and stays in the file. \
                 Enter it again."
                    .into(),
            ),
            Cause::NoReply => (
                "写了来源，但没有 reply 一项，没有采用，仍留在文件里。请补上答案。".into(),
                "it says where the answer comes from but has no “reply”. It was left out and \
                 stays in the file. Add the reply."
                    .into(),
            ),
            Cause::BadDate => (
                "不是年-月-日形式的日期（例如 2026-11-24），日期没有采用，仍留在文件里；\
                 答案本身已经读取。"
                    .into(),
                "not a date of the form year-month-day, such as 2026-11-24. The date was left out \
                 and stays in the file; the answer itself was read."
                    .into(),
            ),
            Cause::UnknownHow => {
                let words: Vec<&str> = HOWS.iter().map(|(_, spelling)| *spelling).collect();
                let words = words.join(lang.pick("、", ", "));
                (
                    format!(
                        "来源只能是 {words} 之一，这一项没有采用，仍留在文件里；答案本身已经读取。"
                    ),
                    format!(
                        "it must be one of {words}. It was left out and stays in the file; the \
                         answer itself was read."
                    ),
                )
            }
            Cause::BadGroupId { now } => (
                format!(
                    "楼栋组的编号要用小写字母开头，只含小写字母、数字和连字符；\
                     这里改用“{now}”，组内的答案照常读取。不用处理。"
                ),
                format!(
                    "the id of a group is made of lower-case letters, digits and hyphens and \
                     starts with a letter; “{now}” is used instead. The answers were read. \
                     There is nothing to do."
                ),
            ),
            Cause::SameGroupId { now } => (
                format!(
                    "另一个楼栋组已经用了这个编号；这里改用“{now}”，两组的答案都已读取。\
                     如果是重复录入，请删去其中一组。"
                ),
                format!(
                    "another group has this id; “{now}” is used instead, and the answers of both \
                     were read. If the same buildings were entered twice, remove one group."
                ),
            ),
            Cause::TooManyGroups { count } => (
                format!(
                    "楼栋组最多读取 {MAX_GROUPS} 个，后面的 {count} 个没有采用，\
                     另外留在文件里。请把相同的楼栋并成一组。"
                ),
                format!(
                    "at most {MAX_GROUPS} groups are read; the last {count} were left out and \
                     are kept apart in the file. Join buildings that are alike in one group."
                ),
            ),
            Cause::SameSchemeName { now } => (
                format!("另一个比选方案已经叫这个名字；这里改用“{now}”，内容照常读取。"),
                format!("another scheme has this name; “{now}” is used instead, and it was read."),
            ),
            Cause::BadCount => (
                format!(
                    "栋数应该是 1 到 {MAX_COUNT} 的整数，暂按 1 栋计，答案照常读取。请核对栋数。"
                ),
                format!(
                    "the number of buildings should be a whole number from 1 to {MAX_COUNT}; the \
                     group counts as one building for now, and its answers were read. \
                     Check the number."
                ),
            ),
            Cause::SaidTwice => (
                "文件里同一项写了两次，采用了后一个，前一个另外留在文件里。请核对。".into(),
                "the file says this twice. The last one was taken, and the other is kept apart in \
                 the file. Check which is right."
                    .into(),
            ),
            Cause::AlreadyThere => (
                "同一项已经有值，这一个没有采用，另外留在文件里。请核对。".into(),
                "there is a value for this already. This one was left out and is kept apart in \
                 the file. Check which is right."
                    .into(),
            ),
            Cause::NoVersion => (
                format!(
                    "文件没有写明可用的格式版本，已按第 {VERSION} 版读取。请核对内容是否齐全。"
                ),
                format!(
                    "The file does not say which version of the format it has; it was read as \
                     version {VERSION}. Check that nothing is missing."
                ),
            ),
            Cause::NewerVersion { found } => (
                format!(
                    "文件是格式第 {found} 版，这里按第 {VERSION} 版读取能读的部分，\
                     其余原样留在文件里。要用到其余部分，请更新程序。"
                ),
                format!(
                    "The file is in version {found} of the format. What version {VERSION} knows \
                     was read, and the rest stays in the file. Update the program to use it."
                ),
            ),
            Cause::OtherEdition { found, ours } => {
                let found = if found.is_empty() {
                    lang.pick("另一版", "another edition")
                } else {
                    found
                };
                (
                    format!(
                        "文件上次按目录 {found} 保存，现在按目录 {ours} 判定，\
                         缺口、建议和估算可能不同。答案没有变动。"
                    ),
                    format!(
                        "The file was last saved under catalogue {found} and is now judged by \
                         catalogue {ours}, so deficiencies, suggestions and estimate may differ. \
                         The answers are unchanged."
                    ),
                )
            }
            Cause::More(count) => (
                format!("另有 {count} 处没有逐条列出。原始文件可以另存备查。"),
                format!(
                    "There are {count} more places that are not listed one by one. The original \
                     file can be saved for reference."
                ),
            ),
        };
        lang.pick(zh, en)
    }
}

impl Expected {
    fn zh(self) -> &'static str {
        match self {
            Expected::Object => "一组键和值",
            Expected::List => "列表",
            Expected::Text => "文字",
            Expected::YesNo => "“有”或“没有”（true 或 false）",
            Expected::Number => "数字",
            Expected::Option => "选项的编号",
            Expected::Decision => "“accepted”“deferred”或者带理由的“declined”",
            Expected::Month => "1到12的月份",
            Expected::Phasing => "年数（years，1到10）或者每年上限（yearly-cap，单位分）",
            Expected::Cap => "不小于零的整数（单位分）",
            Expected::Vote => "参与和同意的比例（例如“2/3”）",
            Expected::BasisPoints => "0到10000的整数（万分之几）",
            Expected::Weights => "从一层起的系数（非负整数）",
            Expected::Region => "本版目录里地区的编号",
            Expected::Wish => "百分比（percent，0到100）或者户数（households）",
            Expected::Photo => "照片的对象（fact或finding）和大小（width、height、bytes）",
            Expected::PhotoPart => "照片的时间、位置或标注",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Expected::Object => "keys and values",
            Expected::List => "a list",
            Expected::Text => "text",
            Expected::YesNo => "yes or no (true or false)",
            Expected::Number => "a number",
            Expected::Option => "the id of an option",
            Expected::Decision => "“accepted”, “deferred”, or “declined” with a reason",
            Expected::Month => "a month from 1 to 12",
            Expected::Phasing => "“years” from 1 to 10, or a “yearly-cap” in fen",
            Expected::Cap => "a whole number of fen, not below zero",
            Expected::Vote => "the shares of attendance and approval, such as “2/3”",
            Expected::BasisPoints => "a whole number from 0 to 10,000 (basis points)",
            Expected::Weights => "weights from the ground floor up (whole numbers)",
            Expected::Region => "the id of a region of this catalogue",
            Expected::Wish => "“percent” from 0 to 100, or a number of “households”",
            Expected::Photo => {
                "what a photo is about (fact or finding) and its width, height and bytes"
            }
            Expected::PhotoPart => "the time, the position or the shapes of a photo",
        }
    }
}
