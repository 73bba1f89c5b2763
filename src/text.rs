//! Every sentence the interface itself says, in both languages.
//!
//! Catalogue texts come from the catalogue. A phrase can't exist in one
//! language only: the table below would not compile. In the browser the English
//! ones come with the second module, so that a first visit does without them.

use buqi_core::catalogue::Text;
use std::sync::OnceLock;

/// 界面语言.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Reads `zh`, `zh-CN`, `en-GB`…; anything else is Chinese.
    pub fn from_tag(tag: &str) -> Lang {
        if tag.to_ascii_lowercase().starts_with("en") {
            Lang::En
        } else {
            Lang::Zh
        }
    }

    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    pub fn of(self, text: &Text) -> &str {
        match self {
            // The English names may still be on their way.
            Lang::En if !text.en.is_empty() => &text.en,
            Lang::Zh | Lang::En => &text.zh,
        }
    }

    /// Chinese as long as English is still on its way.
    pub fn say(self, phrase: Phrase) -> &'static str {
        let Phrase(zh, place) = phrase;
        match self {
            Lang::Zh => zh,
            Lang::En => english().get(usize::from(place)).unwrap_or(&zh),
        }
    }

    /// A phrase with its `{}` filled in, in order. Of `[building|buildings]` the
    /// first is taken behind a figure of "1", the second behind any other.
    pub fn fill(self, phrase: Phrase, parts: &[&str]) -> String {
        let mut filled = String::new();
        for (at, piece) in self.say(phrase).split("{}").enumerate() {
            let figure = at.checked_sub(1).and_then(|it| parts.get(it));
            let figure = figure.copied().unwrap_or_default();
            filled.push_str(figure);
            let mut rest = piece;
            while let Some((before, forms, after)) = forms(rest) {
                filled.push_str(before);
                filled.push_str(if figure == "1" { forms.0 } else { forms.1 });
                rest = after;
            }
            filled.push_str(rest);
        }
        filled
    }

    /// Joins a list as a sentence does.
    pub fn list(self, parts: &[String]) -> String {
        parts.join(match self {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    }
}

/// What is before, in and after the first pair of forms.
fn forms(text: &str) -> Option<(&str, (&str, &str), &str)> {
    let (before, rest) = text.split_once('[')?;
    let (forms, after) = rest.split_once(']')?;
    Some((before, forms.split_once('|')?, after))
}

impl From<Lang> for buqi_exchange::Lang {
    fn from(lang: Lang) -> buqi_exchange::Lang {
        match lang {
            Lang::Zh => buqi_exchange::Lang::Zh,
            Lang::En => buqi_exchange::Lang::En,
        }
    }
}

/// One phrase: in Chinese, and its place among the English ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase(&'static str, u16);

/// The English phrases, once they are here.
static ENGLISH: OnceLock<&[&str]> = OnceLock::new();

fn english() -> &'static [&'static str] {
    #[cfg(not(target_family = "wasm"))]
    learn_english();
    ENGLISH.get().copied().unwrap_or_default()
}

/// To be called from the second module only, or the phrases are in the first.
pub fn learn_english() {
    // A compiler that sees that nothing else is ever put there reads the table
    // itself where the place is read, so it must not see it.
    ENGLISH.get_or_init(|| std::hint::black_box(EVERY_ENGLISH));
}

/// What is said while everything else is on its way, so in both languages.
pub const ARRIVING: [&str; 2] = ["马上就来……", "Just a moment…"];
pub const NOT_ARRIVED: [&str; 2] = [
    "这一部分没有取到。请检查网络；已填的内容都在。",
    "This part did not arrive. Check the connection; what you entered is still here.",
];
pub const TRY_AGAIN: [&str; 2] = ["再试一次", "Try again"];

macro_rules! phrases {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// The places of the phrases.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Place { $($name),* }
        $(pub const $name: Phrase = Phrase($zh, Place::$name as u16);)*
        const EVERY_ENGLISH: &[&str] = &[$($en),*];
        #[cfg(test)]
        const EVERY_PHRASE: &[(&str, &str, &str)] = &[$((stringify!($name), $zh, $en)),*];
    };
}

phrases! {
    BRAND: "补齐", "Buqi";
    TAGLINE: "老旧小区改造点单", "Renovation menu for old estates";
    ROOMS: "功能区", "Rooms";
    ESTATES: "小区", "Estates";
    SURVEY: "摸排", "Survey";
    DEFICIENCIES: "缺口", "Deficiencies";
    MENU: "点单", "Menu";
    BILL: "估算", "Estimate";
    ABOUT: "关于", "About";
    OTHER_LANGUAGE: "English", "中文";
    NO_ESTATE: "还没有打开小区", "No estate is open";
    NO_ESTATE_WAY: "先新建一个小区，或打开一个示例。", "Start a new estate or open an example first.";
    GO_ESTATES: "去新建或打开", "Start or open one";
    UNDO: "撤销", "Undo";
    REDO: "重做", "Redo";
    CLOSE: "关闭", "Close";
    SAVE: "保存", "Save";
    CANCEL: "取消", "Cancel";
    DELETE: "删除", "Delete";
    OPEN: "打开", "Open";
    NOTES_MISSING: "依据的文字还没有载入；联网后重新打开即可看到。", "This text has not loaded yet; open the page again with a connection to see it.";
    DEMOS_MISSING: "示例还没有载入；联网后重新打开即可看到。", "The examples have not loaded yet; open the page again with a connection to see them.";
    RECONSTRUCTED: "示意清单，非官方原文", "Reconstructed list, not the official text";

    // Estates.
    ESTATES_HERE: "本机上的小区", "Estates on this device";
    NONE_HERE: "本机上还没有小区。", "There are no estates on this device yet.";
    NEW_ESTATE: "新建小区", "New estate";
    ESTATE_NAME: "小区名称", "Name of the estate";
    UNNAMED: "未命名小区", "Unnamed estate";
    N_BUILDINGS_ASK: "楼栋数（不确定可先估计，以后再改）", "Number of buildings (a guess will do; you can change it later)";
    CREATE: "建立并开始摸排", "Create and start the survey";
    OPEN_FILE: "打开档案文件", "Open a survey file";
    CHOOSE_FILE: "选择文件", "Choose a file";
    OPEN_FILE_HELP: "选择以前导出的档案：.json，或带照片的 .zip，一个或多个小区都可以。文件只在本机读取。楼栋台账和部门数据不是档案：先打开小区，再用“摸排”里的“粘贴表格”。", "Choose a file exported before: .json, or .zip with photos, of one estate or of several. It is read on this device only. A building ledger or a department's figures are no such file: open the estate and use “Paste a table” in the survey.";
    EXPORT: "导出档案", "Export the file";
    EXPORT_ORIGINAL: "另存原文件", "Save the original file again";
    DEMOS: "示例小区", "Example estates";
    DEMOS_HELP: "都是真实项目，只填入公开报道过的事实，其余留空。", "Real projects. Only published facts are filled in; the rest is left open.";
    DEMO_SOURCE: "资料来源", "Source";
    DEMO_WORKS: "公开报道的改造内容", "Works as published";
    DELETED: "已删除“{}”。", "“{}” is deleted.";
    RESTORE: "恢复", "Restore";
    STORAGE_OK: "自动保存在本机浏览器里。", "Saved in this browser as you go.";
    STORAGE_FORBIDDEN: "浏览器不允许保存。你填的内容只在本页有效，离开前请导出档案。", "This browser does not allow saving. What you enter lives in this page only; export the file before you leave.";
    STORAGE_FULL: "浏览器的存储空间已满，最近的修改没有存下。请导出档案。", "The browser's storage is full and the latest edits are not saved. Export the file.";
    NOW_OPEN: "正在编辑", "Open now";
    REPAIRS: "文件已打开，有几处与本版目录不符", "The file is open; parts of it do not fit this catalogue";
    REPAIRS_KEPT: "读不懂的内容没有丢，仍随档案保存。", "What could not be read is kept and stays in the file.";
    DAMAGED_STORED: "这份档案读不出来，可导出原文件。", "This record cannot be read; its original can be exported.";
    NOT_OPENED: "文件没有打开", "The file was not opened";
    DISMISS: "知道了", "Dismiss";

    // Survey.
    BY_PLACE: "按地点", "By place";
    BY_IMPORTANCE: "按重要性", "By importance";
    QUICK: "快速 12 题", "Quick 12";
    YES: "有", "Yes";
    NO: "没有", "No";
    CANNOT_TELL: "不清楚", "Can't tell";
    NOT_ANSWERED: "未答", "Not answered";
    BUILDINGS: "楼栋", "Buildings";
    GROUP_OF: "{} · {} 栋", "{} · {} [building|buildings]";
    GROUP_HELP: "情况相同的楼合成一组；有一栋不同，就把它拆出来。", "Put alike buildings in one group; split one off when it differs.";
    EDIT_GROUPS: "楼栋分组", "Building groups";
    ADD_GROUP: "增加一组", "Add a group";
    GROUP_LABEL: "名称", "Name";
    GROUP_COUNT: "栋数", "Buildings";
    SPLIT_ONE: "拆出 1 栋", "Split off 1";
    GROUP_N: "第 {} 组", "Group {}";
    REMOVE_GROUP: "移除这组", "Remove this group";
    NONE_OPEN: "没有会改变方案的问题了。", "No open question can change the plan any more.";
    DECIDES: "决定 {}", "Decides {}";
    SIZES: "影响 {} 的工程量", "Sizes {}";
    ASKED_HERE: "这里 {} 题，已答 {} 题", "{} [question|questions] here, {} answered";
    BOUNDS: "请填 {} 到 {} 之间的数。", "Enter a number from {} to {}.";
    WHOLE: "请填整数。", "Enter a whole number.";
    NOT_NUMBER: "这不是数字。原来填的没有改动。", "This is not a number. What was here before still holds.";
    DERIVED_HINT: "未填，按推算约 {}", "Not entered; worked out as about {}";
    ASSUMED_UNKNOWN: "不清楚，暂按默认 {}", "Can't tell; {} by default";
    ASSUMED_HINT: "未填，暂按默认 {}", "Not entered; {} by default";
    LEDGER_GAP: "各楼栋合计却是 {}，请核对。", "The buildings add up to {}; check both.";
    FOR_GROUP: "填写对象", "Answers for";
    PER_BUILDING: "每栋", "per building";
    LIVE_MENU: "随答随变的点单", "The menu as you answer";
    LIVE_EMPTY: "还没有建议的项目。答几题，这里就会出现。", "Nothing is suggested yet. Answer a few questions and it appears here.";
    LIVE_OPEN: "还要看这些答案", "Waiting for answers";

    // Marking a finding on the buildings.
    MARK_BUILDINGS: "按楼栋记", "Mark buildings";
    MARKED_SHORT: "{} / {} 栋", "{} of {}";
    MARKED: "{}：{} 栋，共 {} 栋", "{}: {} of {} [building|buildings]";
    MARKED_AS: "{}（{}）", "{} ({})";
    MARKED_OPEN: "，{} 栋没有记", ", {} not marked";
    MARK_AS: "记为", "Mark as";
    MARK_HELP: "点楼栋就记下，再点取消；点一组中的几栋会把它们单独分出来。", "Tap buildings to mark them, again to take it back; tapping a part of a group splits it off.";
    MARK_FIND: "按名称筛选", "Filter by name";
    MARK_NONE_FOUND: "没有名称相符的楼栋组。", "No group has such a name.";
    MARK_ALL: "全部 {} 栋", "All {} [building|buildings]";
    MARK_REST: "其余都记“{}”", "All others “{}”";
    PART_OF: "{}·部分", "{} · part";
    PART_OF_N: "{}·部分 {}", "{} · part {}";
    MARK_PARTS: "只有几栋", "Only some";
    PART_N: "{} 栋", "{}";
    PART_N_OF: "{}：其中 {} 栋", "{}: {} of them";
    PART_COUNT: "其中几栋", "How many of them";
    NOT_MARKED: "没有记", "not marked";
    DONE: "完成", "Done";
    EXTENT: "范围和程度（可不填）", "Extent and grade (optional)";
    EXTENT_OF: "填哪几栋", "For which buildings";

    // What the reference sketches show, and how a grade is noted.
    BY_SKETCH: "对照参考图 {}", "by reference sketch {}";
    GRADES: "对照参考图点选", "Tap the sketch that fits";
    SKETCH_FACADE_1: "五层楼的外墙，一处脱落，约两个窗宽，旁边的人作比例", "A five-storey front with one patch off, about two windows wide; a person for scale";
    SKETCH_FACADE_2: "五层楼的外墙，两处较大的脱落，各跨两个窗", "A five-storey front with two larger patches off, each across two windows";
    SKETCH_FACADE_3: "五层楼的外墙，一大片脱落跨三层四个窗，另有一处较小的", "A five-storey front with a patch off across three storeys and four windows, and a smaller one";
    SKETCH_ROOF_1: "屋面俯视，没有破损，雨水口旁积水", "A roof from above, nothing broken, water standing by an outlet";
    SKETCH_ROOF_2: "屋面俯视，两小块破损", "A roof from above with two small damaged patches";
    SKETCH_ROOF_3: "屋面俯视，左半边破损", "A roof from above, its left half damaged";
    SKETCH_ROOF_4: "屋面俯视，整个破损开裂", "A roof from above, cracked and damaged all over";
    SKETCH_ROAD_1: "路面俯视，两条裂缝和一个小坑", "A road from above with two cracks and a small hole";
    SKETCH_ROAD_2: "路面俯视，三个较大的坑", "A road from above with three larger holes";
    SKETCH_ROAD_3: "路面俯视，左半段破碎", "A road from above, its left half broken up";
    SKETCH_ROAD_4: "路面俯视，全部破碎", "A road from above, all broken up";
    SKETCH_GREEN_1: "绿地俯视，两小块裸土", "Green from above with two small bare spots";
    SKETCH_GREEN_2: "绿地俯视，三块裸土", "Green from above with three bare patches";
    SKETCH_GREEN_3: "绿地俯视，左半边裸土", "Green from above, its left half bare";
    SKETCH_GREEN_4: "绿地俯视，只剩一角有草", "Green from above, grass left in one corner only";

    // Pasting from a spreadsheet.
    PASTE: "从表格粘贴", "Paste from a spreadsheet";
    PASTE_SHORT: "粘贴表格", "Paste a table";
    PASTE_HELP: "在表格里复制后粘贴到这里：一行名称加一行数值，或一列名称一列数值，或楼栋台账（一行一栋或一组）。只在本机读取。", "Copy in a spreadsheet and paste here: a row of names over a row of values, names beside their values, or a building ledger with a row for each building or group. It is read on this device only.";
    PASTE_NOTHING: "没有认出名称。第一行或第一列要写名称，如“总户数”“层数”“楼栋”。", "No name was recognised. The first row or column has to hold names, such as “Households”, “Storeys” or “Building”.";
    PASTE_SUMMARY: "认出 {} 项答案：新增 {} 项，与现有相同 {} 项，与现有不同 {} 项；{} 格没有采用。", "{} [answer|answers] recognised: {} new, {} as they are here, {} different; {} [cell|cells] not taken.";
    PASTE_GROUPS: "台账共 {} 组 {} 栋，其中已有 {} 组，新增 {} 组。", "The ledger has {} [group|groups] with {} [building|buildings]: {} [is|are] here, {} [is|are] new.";
    SUM_EACH: "“{}”按每栋的数读入", "“{}” is read as of each building";
    SUM_WHOLE: "“{}”按一行各栋的合计读入，已除以栋数", "“{}” is read as of all buildings of a line, and divided by their number";
    SUM_BY_NAME: "名称这样写。", "its name says so.";
    SUM_BY_TOTAL: "这样与合计行最接近。", "that comes closest to the row of totals.";
    SUM_BY_GUESS: "表里没有写明，请核对。", "nothing in the table says so; please check.";
    SUM_CHOSEN: "按您的选择。", "as you chose.";
    SUM_TO_EACH: "改按每栋读入", "Read it as of each building";
    SUM_TO_WHOLE: "改按合计读入", "Read it as of the whole line";
    SUM_OTHER: "“{}”各行相加是 {}，合计行写的是 {}，请核对。", "“{}”: the lines add up to {}, and the row of totals says {}; check them.";
    PASTE_DROP: "移除台账里没有的 {} 组（{} 栋）", "Remove groups that are not in the ledger: {} ({} [building|buildings])";
    PASTE_ABOUT: "楼栋的数值记给“{}”。", "Figures of a building are for “{}”.";
    PASTE_DIFFERS: "与现有答案不同", "Different from what is here";
    PASTE_DIFFERS_HELP: "先保留现有的；点一下改用粘贴的。", "What is here is kept; tap the pasted one to take it instead.";
    PASTE_NOW: "现有", "Here";
    PASTE_NEW: "粘贴的", "Pasted";
    PASTE_ALL_NEW: "全部改用粘贴的", "Take all the pasted ones";
    PASTE_LEFT: "没有采用的格子", "Cells not taken";
    PASTE_CELL: "第 {} 行第 {} 列“{}”：{}", "Row {}, column {}, “{}”: {}";
    AND_MORE: "还有 {} 条。", "And {} more.";
    PASTE_FOUND: "认出的内容", "What was recognised";
    PASTE_IS_NEW: "新增", "new";
    PASTE_IS_SAME: "相同", "the same";
    PASTE_IS_OTHER: "不同", "different";
    N_ANSWERS: "{} 项答案", "{} [answer|answers]";
    N_GROUPS: "{} 组楼栋", "{} building [group|groups]";
    PASTE_TAKE: "采用 {}", "Take {}";
    PASTE_TAKEN: "已从表格采用 {}，答案的来源记为“部门资料”。可用“撤销”一次收回。", "Taken from the table: {}. The answers are marked “department records”. “Undo” takes all of it back.";
    WHY_UNKNOWN_NAME: "不认识这个名称，它下面或旁边的内容没有采用。", "this name is not known; what stands under or beside it was left out.";
    WHY_NO_NAME: "不知道这一行是什么。", "nothing says what this row is.";
    WHY_RAGGED: "这一行的格子比名称多，对不上。数字里有逗号时，请直接从表格复制。", "this row has more cells than there are names. If a number holds a comma, copy it from the spreadsheet itself.";
    WHY_NO_VALUE: "没有数值。", "there is no value.";
    WHY_NOT_UNDERSTOOD: "看不懂。", "this is not understood.";
    WHY_UNIT: "不认识单位“{}”。", "the unit “{}” is not known here.";
    WHY_BELOW: "小于下限 {}。", "this is below the least possible, {}.";
    WHY_ABOVE: "大于上限 {}。", "this is above the most possible, {}.";
    WHY_OPTION: "没有这个选项。", "there is no such option.";
    WHY_NOT_ASKED: "这一项由推算得出，不填写。", "this is worked out and never entered.";
    WHY_TWICE: "前面已有同一项。", "the same was given further up.";
    WHY_NO_BUILDING: "这是楼栋的数值，小区还没有楼栋。", "this is about a building, and the estate has none yet.";
    WHY_TOTAL: "合计行，不采用。", "a row of totals is not taken.";
    WHY_TOO_MANY: "超出了能读的行数或列数。", "this is beyond the rows or columns that are read.";
    ON_DAY: "日期", "Day";

    // Fieldwork.
    STOP_ENOUGH: "还有 {} 题没答：没有一题会改变底线型项目，也没有一题能使总额变动超过 {}%。可以到此为止。", "{} [question|questions] left; none can change a bottom-line item or move the total by more than {}%. You may stop here.";
    STOP_NOT_YET: "还有 {} 题没答：{} 题决定底线型项目做不做，{} 题可能使总额变动超过 {}%。", "{} [question|questions] left: {} [decides|decide] whether a bottom-line item is needed, {} can move the total by more than {}%.";
    UNSURE_LEFT: "另有 {} 题答了“不清楚”，可以再问知情的人。", "{} more [was|were] answered “can't tell”; somebody else may know.";
    TOTAL_UP: "总额最多增加 {}", "total up by at most {}";
    TOTAL_DOWN: "总额最多减少 {}", "total down by at most {}";
    OPENS_PRICE: "有的项目要等它才能计价", "some work can't be priced without it";
    SITE_MODE: "现场模式", "On-site mode";
    SITE_MODE_HELP: "全屏逐题，大按钮，单手可用", "Full screen, one question at a time, big buttons";
    SITE_LEFT: "已答 {} 题，还有 {} 题", "{} answered, {} to go";
    SITE_REST_SKIPPED: "剩下的题都跳过了。", "The rest was skipped.";
    SITE_DONE: "这里的问题都答完了。", "Every question here is answered.";
    GO_ON: "接着去：", "Go on with:";
    PLACE_LEFT: "{} · 还有 {} 题", "{} · {} to go";
    SITE_SKIPPED: "跳过了 {} 题。", "{} skipped.";
    SITE_BACK_TO_SKIPPED: "回到跳过的题", "Go back to the skipped ones";
    SKIP: "跳过", "Skip";
    LEAVE: "退出", "Leave";
    ENTER_NUMBER: "确定", "OK";
    RUB_OUT: "删一位", "Delete";
    HOW_KNOWN: "怎么知道的", "How it is known";
    HOW_SEEN: "现场看到", "Seen on site";
    HOW_TOLD: "居民告知", "Told by residents";
    HOW_RECORDS: "部门资料", "Department records";
    HOW_ASSUMED: "暂按假定", "Assumed";
    SURVEYOR: "新答案记为：", "New answers are marked: ";
    NOT_SAID: "未注明来源", "no source stated";
    SURVEYOR_HELP: "来源、姓名和当天日期会记在之后的每个答案上，随档案保存。姓名只存在这台设备上，导出档案时才会带走。", "The source, the name and the day go with every answer from now on and stay in the file. The name is kept on this device and leaves it only in a file you export.";
    WHO_SURVEYS: "填写人", "Who fills this in";
    WHO_SAYS: "谁说的", "Who says so";
    NOTE: "备注", "Note";
    ADD_SOURCE: "注明来源或备注", "Add a source or a note";
    TYPED_NUMBER: "输入的数", "Number entered";

    // Photos.
    PHOTOS: "照片", "Photos";
    PHOTOS_OF: "照片：{}", "Photos: {}";
    N_PHOTOS: "{} 张，共 {}", "{}, {} in all";
    TAKE_PHOTO: "拍照", "Take a photo";
    CHOOSE_PHOTOS: "选择照片", "Choose photos";
    PHOTOS_HELP: "可以一次选多张。每张会缩到长边 1600 像素、300 kB 以内，相机写入的信息不保留；照片只存在这台设备上，导出时才会带走。", "Several at once. Each is shrunk to at most 1600 pixels and 300 kB, without what the camera wrote into it; photos stay on this device and leave it only in a file you export.";
    KEEP_POSITION: "保留拍摄位置", "Keep the position";
    KEEP_POSITION_HELP: "照片里有定位时，记下经纬度。默认不记。", "Notes latitude and longitude where the photo has them. Off unless you ask.";
    PHOTOS_WORKING: "正在处理第 {} 张，共 {} 张", "Working on {} of {}";
    PHOTOS_ADDED: "已加入 {} 张。", "{} added.";
    PHOTO_HEIC: "“{}”是 HEIC 格式，这个浏览器读不了，没有加入；其他照片不受影响。请在手机的“设置 › 相机 › 格式”里选“兼容性最佳”后重拍，或先把它另存为 JPEG。", "“{}” is in HEIC format, which this browser can't read, so it was not added; the other photos are. In the phone's Settings › Camera › Formats choose “Most Compatible” and take it again, or save it as JPEG first.";
    PHOTO_UNREADABLE: "“{}”不是能读的照片，可能已损坏或太大，没有加入；其他照片不受影响。请换成 JPEG 或 PNG。", "“{}” can't be read as a photo; it may be damaged or too large. It was not added; the other photos are. Use JPEG or PNG.";
    PHOTOS_FORBIDDEN: "浏览器不允许保存照片。新拍的照片只在本页有效，离开前请导出带照片的档案。", "This browser does not allow saving photos. New ones live in this page only; export the file with photos before you leave.";
    PHOTOS_FULL: "存储空间已满，新拍的照片没有存下，只在本页有效。请导出带照片的档案，再删去一些照片或小区。", "The storage is full. New photos are not saved and live in this page only. Export the file with photos, then delete some photos or estates.";
    EXPORT_PHOTOS: "导出档案和照片", "Export with photos";
    EXPORT_WITHOUT: "导出档案（不含照片）", "Export without photos";
    EXPORT_ALL_PHOTOS: "全部导出，含照片", "Export all with photos";
    EXPORT_TOO_LARGE: "照片太多，放不进一个文件（上限约 4 GB）。请分小区导出。", "The photos do not fit into one file (at most about 4 GB). Export the estates one by one.";
    EXPORT_LACKS: "已导出，但有 {} 张照片不在本机上，没有包含在内。", "Exported, but {} [photo is|photos are] not on this device and not in the file.";
    ARCHIVE_DAMAGED: "“{}”打不开：里面没有读得出来的档案，可能没有下载完整。本机上的内容没有改动。", "“{}” can't be opened: no survey file in it can be read; the download may be incomplete. Nothing on this device was changed.";
    SURVEYS_LOST: "压缩包里有 {} 个摸排文件打不开，已损坏或过大：{}。其余照常读取，本机上的内容没有改动。", "{} survey [file|files] in the zip file can't be opened, damaged or too large: {}. The rest was read, and nothing on this device was changed.";
    PICTURES_LOST: "压缩包里有 {} 张照片已损坏，没有读取。", "{} [photo|photos] in the zip file [is|are] damaged and [was|were] not read.";
    TO_SURVEY: "去摸排", "Go on to the survey";
    OPENING: "正在打开“{}”……", "Opening “{}”…";
    SPACE_DEVICE: "连同照片已用 {}，浏览器还可给约 {}。", "With photos {} are used; the browser has about {} left.";
    SPACE_UNKNOWN: "浏览器没有说照片还能放多少。", "The browser does not say how much room is left for photos.";
    PHOTO_N: "照片 {}", "Photo {}";
    PHOTO_MISSING: "这张照片不在本机上", "This photo is not on this device";
    PHOTO_MISSING_HELP: "打开带照片的档案（.zip）就会补上。", "Opening the file with photos (.zip) brings it in.";
    PHOTO_DIFFERS: "{} 处标注 · {}", "{} [mark|marks] · {}";
    PHOTO_TAKEN: "{} 加入", "added {}";
    PHOTO_AT: "位置 {}", "at {}";
    PHOTO_DELETE: "删除照片", "Delete the photo";
    PHOTO_DELETED: "照片已删除。", "The photo is deleted.";
    PHOTO_BACK: "返回", "Back";
    PHOTO_PREVIOUS: "上一张", "Previous";
    PHOTO_NEXT: "下一张", "Next";
    OTHER_PHOTOS: "其他照片", "Other photos";
    OTHER_PHOTOS_HELP: "这些照片所属的问题、楼栋组或缺口已经不在了。", "The question, building group or deficiency these belong to is not there any more.";
    ARROW: "箭头", "Arrow";
    CIRCLE: "圆圈", "Circle";
    SHAPE_N: "{} {}", "{} {}";
    SHAPES: "标注", "Marks";
    DRAW_HELP: "选“箭头”或“圆圈”，在照片上点一下或拖动画出；也可以“放在中间”，再用键盘调整。", "Choose arrow or circle and tap or drag on the photo; or place one in the middle and adjust it by keyboard.";
    SHAPE_HELP: "方向键移动，Shift 加方向键改变大小，Delete 删除。", "Arrow keys move it, Shift with an arrow key resizes it, Delete removes it.";
    PLACE_IN_MIDDLE: "放在中间", "Place in the middle";
    SHAPE_UNDO: "撤销标注", "Undo mark";
    SHAPE_REMOVE: "删除所选标注", "Remove the selected mark";
    SHAPES_FULL: "标注已经够多了。", "There are enough marks on this photo.";

    // Deficiencies.
    BOTTOM_LINE: "底线型", "Bottom line";
    IMPROVEMENT: "提升型", "Improvement";
    BOTTOM_LINE_HELP: "关系安全和基本生活，有一处即算。", "Safety and basic living: one hit settles it.";
    IMPROVEMENT_HELP: "结合居民意愿改善。", "Weighed with what the residents want.";
    TIME_LIMITED: "限时解决", "Time-limited";
    BEST_EFFORT: "尽力解决", "Best effort";
    OPEN_FINDINGS: "还不能判定", "Not settled yet";
    ABSENT: "没有问题", "Not present";
    NOTHING_PRESENT: "目前没有发现缺口。继续摸排，结果会随时更新。", "No deficiency found so far. This updates as the survey goes on.";
    TALLY: "{} 栋中 {} 栋", "{} of {} [building|buildings]";
    TALLY_OPEN: "，{} 栋待查", ", {} not checked";
    CLAUSE: "体检手册 {}", "Checklist {}";
    REMEDY: "整治建议", "Remedy";
    ANSWERED_BY: "对应改造项", "Answered by";
    OUTSIDE_MENU: "菜单之外", "Outside the menu";
    RESPONSIBLE: "责任单位", "Responsible";
    VERY_SERIOUS: "非常严重", "Very serious";
    SERIOUS: "严重", "Serious";
    GENERAL: "一般", "General";
    TO_ASK: "还要问", "Still to ask";
    N_ITEMS: "{} 项", "{}";

    // Menu.
    SEARCH: "搜索改造项（中文、拼音首字母、英文）", "Search items (Chinese, pinyin initials, English)";
    FILTER: "筛选", "Filter";
    ALL: "全部", "All";
    SUGGESTED: "建议", "Suggested";
    UNDECIDED: "待定", "Undecided";
    NOT_SUGGESTED: "不建议", "Not suggested";
    IN_PLAN: "已选", "In the plan";
    BASIC: "基础类", "Basic";
    IMPROVE: "完善类", "Improvement";
    ENHANCE: "提升类", "Enhancement";
    SERVICE: "社区服务", "Services";
    KEEP: "选入", "Keep";
    LATER: "以后", "Later";
    DROP: "不做", "Drop";
    LOCKED: "底线型 · 已锁定", "Bottom line · locked in";
    DROP_REASON: "为什么不做？", "Why not?";
    DROP_REASON_HELP: "底线型项目也可以不做，但要写明理由，会随档案保存。", "A bottom-line item may be declined, but the reason is required and kept on file.";
    REASON_NEEDED: "请写明理由。", "A reason is required.";
    DECLINED_BECAUSE: "不做：{}", "Dropped: {}";
    DECLINED: "不做", "Dropped";
    NOT_DONE: "不做和以后再做的", "Dropped and put off";
    BY_HAND: "人工设定的数量", "Quantities set by hand";
    NO_NOTE: "没有写说明", "no note";
    DEFERRED: "以后再做", "For later";
    ADDED_BY_HAND: "人工添加，没有对应缺口", "Added by hand; no deficiency calls for it";
    NO_MATCH: "没有匹配的改造项。换一个说法试试，例如“屋面”“电梯”。", "No item matches. Try other words, such as “roof” or “lift”.";
    N_OF_64: "按缺口建议 {} 项，已选 {} 项，待定 {} 项", "{} suggested, {} in the plan, {} undecided";
    NO_PRICE: "暂无单价", "No price known";
    NO_QUANTITY: "工程量未知", "Quantity not known";

    // Item details.
    WHY_SUGGESTED: "建议的理由", "Why it is suggested";
    WHY_NOT: "不建议的理由", "Why it is not suggested";
    WHY_OPEN: "还不能判定的原因", "Why it is not settled";
    TURN: "只要改变下面任何一个答案，结论就会变", "Any one of these answers alone would turn it";
    MISSING: "还缺这些答案", "Answers still missing";
    ANSWER_IT: "去回答", "Answer it";
    SEE_ITEM: "见“{}”", "See “{}”";
    EVIDENCE: "证据", "Evidence";
    QUOTED: "原文列名", "Named in a document";
    PARAPHRASED: "据文件转述", "Substance read, wording ours";
    OWN: "编者判断", "Our judgement";
    PAYERS: "出资顺序", "Order of payers";
    PAYERS_HELP: "目录里只有先后；比例由各方商定后填写，没有读到本地的出资比例。读到的外地比例列在该项里，供参考。", "The catalogue has an order only; shares are entered once agreed, as no document read gives local ones. Where other places' shares were read they stand with the item, for reference.";
    CONSENT: "需要的表决", "Vote needed";
    CONSENT_NONE: "没有查到必须表决的规定。", "No rule that requires a vote was found.";
    CONSENT_SHARES: "{}要{}参加，参加者{}同意", "{}: {} take part, {} of these agree";
    AT_LEAST: "至少", "at least";
    MORE_THAN: "过", "more than";
    BY_ENTRANCE: "按单元表决", "The entrance votes";
    EARNS: "可有经营收入", "Can earn income";
    SCOPE: "工程量", "Scope";
    APPLIES: "适用条件", "Applies when";
    ALL_OF: "以下都要满足", "All of these";
    ANY_OF: "以下满足一条即可", "Any of these";
    NOT_THIS: "以下不成立", "Not this";
    IS_YES: "有", "yes";
    IS_NO: "没有", "no";
    AT_LEAST_N: "不少于 {}", "at least {}";
    AT_MOST_N: "不超过 {}", "at most {}";
    LESS_THAN_N: "少于 {}", "less than {}";
    EXCEEDS: "前者大于后者", "The first exceeds the second";
    ANSWERED_AS: "答案：{}", "answered {}";
    HOLDS: "成立", "holds";
    FAILS: "不成立", "fails";
    UNKNOWN: "未知", "unknown";

    // Bill.
    ABOUT_MONEY: "约 {}", "about {}";
    LIKELY: "大概率 {}", "likely {}";
    LIKELY_HELP: "大概率指 80% 的可能落在这个区间：各分项的高低部分相关，按目录里的相关系数合成。", "Likely means an 80% range: the spreads of the lines are combined as partly correlated, by the coefficient in the catalogue.";
    BUILD_UP: "项目总投资的构成", "What the project total is made of";
    WORKS: "工程费用", "Works";
    WORKS_BEFORE: "扣减前合计", "Sum of the items";
    WORKS_OF_ITEM: "本项工程费", "Works of this item";
    FEES: "工程建设其他费用", "Other fees";
    CONTINGENCY: "预备费", "Contingency";
    SHARE_OF: "按 {}", "at {}";
    BOUNDS_OF_TOTAL: "最低到最高 {}", "lowest to highest {}";
    PER_M2: "{} 元/㎡", "{} CNY/m²";
    PER_HOUSEHOLD: "{}/户", "{} per household";
    SEE_BILL: "查看明细", "See the lines";
    WORKS_ONLY: "这是工程费用；加上工程建设其他费用和预备费的项目总投资，见“总览”。", "This is the works; the project total, with other fees and contingency, is in the overview.";
    WORKS_ONLY_ON_PAPER: "这是工程费用；加上工程建设其他费用和预备费的项目总投资，见“项目总投资的构成”。", "This is the works; what the project total is made of, with other fees and contingency, is below.";
    ROUNDED_EACH: "各行分别四舍五入，相加时末位可能差 1。", "Each line is rounded by itself, so the last digit of a sum may differ by 1.";
    NONE_CHOSEN: "没有选定的项目", "Nothing is chosen";
    LESS_SAVED: "以上各类是扣减前的；一次开挖、共用措施省下 {}，扣减后工程费 {}。", "The classes above are before savings; sharing works saves {}, which leaves works of {}.";
    N_UNPRICED: "有 {} 项没有计价、只计了一部分或费用未定，实际至少是这个数；见“分项”。", "{} [item is|items are] not priced, priced in part, or of a cost not known yet, so it costs at least this; see the lines.";
    LINES: "分项", "Lines";
    ITEM: "改造项", "Item";
    QUANTITY: "工程量", "Quantity";
    UNIT_PRICE: "单价", "Unit price";
    COST: "造价", "Cost";
    MEASURED: "实测", "measured";
    DERIVED: "推算", "derived";
    ASSUMED: "默认", "assumed";
    SET_BY_HAND: "人工设定", "set by hand";
    UNPRICED: "没有计价的项目", "Not priced";
    NOTHING_PRICED: "尚无计价", "Nothing priced yet";
    CHOSEN_UNPRICED: "选定的项目都还没有计价：不是 0 元，是还算不出来。", "None of the chosen items is priced yet: that is not 0 yuan, it cannot be worked out.";
    UNPRICED_LINES: "没有计价的条目", "Lines without a price";
    UNPRICED_HELP: "这些不是 0 元，只是现在算不出来。", "These are not 0 yuan; they cannot be worked out yet.";
    NETTED: "已扣除的重复工程", "Counted once";
    CONTAINED_IN: "已含在“{}”中", "Part of “{}”";
    NETTED_BY: "已含在“{}”中，扣除 {}", "Part of “{}”; {} left out";
    CAUSES: "区间为什么这么宽", "Why the range is this wide";
    CAUSE_PRICES: "单价有高低", "Unit prices vary";
    CAUSE_QUANTITIES: "工程量未实测", "Quantities not measured";
    CAUSE_ANSWERS: "问题还没答", "Questions not answered";
    CAUSES_HELP: "每条是其他因素取典型值时，该因素带来的高低差。", "Each bar is the low-to-high spread from one cause with the others at their typical value.";
    N_UNDECIDED: "待定 {} 项", "{} undecided";
    N_LINES: "{} 条", "({} [line|lines])";
    NOTHING_CHOSEN: "方案里还没有项目。摸排之后，建议的项目会自动列在这里。", "Nothing is in the plan yet. Suggested items appear here as the survey goes on.";
    UNDECIDED_COUNTS: "待定项目不计入上面的金额，这里列出要做时的典型造价和可能的区间，不含其他费用和预备费。", "Undecided items are not in the figures above; this is what they typically cost if needed, and what they may cost, without fees and contingency.";
    IF_NEEDED: "要做时约 {}", "about {} if needed";
    HOW: "怎么算出来的", "How this was worked out";
    FORMULA: "计算过程", "Working";
    FORMULA_NOT_USED: "计算过程（已另行设定，仅供对照）", "Working, for comparison: another quantity is set";
    BASE_YEAR: "{} 年价格", "Prices of {}";
    REVIEW_BY: "复核期限 {}", "Review by {}";
    OVERRIDE: "填实测或商定的工程量", "Enter a measured or agreed quantity";
    OVERRIDE_NOTE: "说明（谁、怎么量的）", "Note (who measured it and how)";
    OVERRIDE_CLEAR: "恢复推算值", "Go back to the worked-out value";
    BY_HAND_MORE: "按公式算出 {}，人工设定的约为它的 {} 倍，请核对。", "The formula gives {}; what was set by hand is about {} times as much. Check it.";
    BY_HAND_LESS: "按公式算出 {}，人工设定的只约为它的 1/{}，请核对。", "The formula gives {}; what was set by hand is about 1/{} of it. Check it.";
    OVERRIDE_REFUSED: "“{}”没有采用。{}仍按 {} 计。", "“{}” is not taken. {} What holds is still {}.";
    SUM_OF: "合计", "Sum";
    PRODUCT_OF: "相乘", "Product";
    LARGEST_OF: "取最大", "Largest";
    SMALLEST_OF: "取最小", "Smallest";
    SHORTFALL: "差额（不小于 0）", "Shortfall, never below 0";
    DIVIDED: "相除", "Quotient";
    PIECES: "除后进整", "Quotient, rounded up";
    PIECES_THAT_FIT: "除后舍零", "Quotient, rounded down";
    WHOLE_PIECES: "按整件向上取整", "Rounded up to whole pieces";
    FIRST_KNOWN: "取第一个已知的", "First one known";
    ONLY_WHEN: "满足条件时计", "Only where it applies";
    NOTHING_OR: "0 或 {}", "0 or {}";
    CONDITION_OPEN: "{}（条件未答，只计入上限）", "{} (condition open, counts to the high end only)";
    CONDITION_FAILS: "0（条件不满足）", "0 (the condition does not hold)";
    GROUP_OPEN: "{}（待查，只计入上限）", "{} (not checked, counts to the high end only)";
    N_BUILDINGS: "楼栋数", "Number of buildings";
    OVER_BUILDINGS: "按楼栋累计", "Sum over buildings";
    TIMES_BUILDINGS: "{} × {} 栋", "{} × {} [building|buildings]";
    NUMBER: "常数", "Constant";
    CONVENTION: "约定", "Convention";
    LABELLED: "{}：{}", "{}: {}";
    BRACKETED: "（{}）", " ({})";
    TOTAL: "项目总投资", "Project total";
    EXCLUDED: "注意：{}", "Note: {}";

    PARTS: "估算的各部分", "Parts of the estimate";
    PART_MONEY: "总览", "Overview";
    PART_PAYERS: "谁出钱", "Who pays";
    PART_VOTES: "表决", "Votes";
    PART_ORDER: "工序", "Order of works";
    PART_AFTERWARDS: "长效管护", "Upkeep";
    PART_ALL: "全部（打印用）", "All (to print)";
    SEMICOLON: "；", "; ";
    VOTE_HELP: "面积和户数都要达到。户数代替业主人数：一人有几套房时，实际投票按一人计。", "Both tests must be met. Households stand for owners: who owns several homes counts once in a real vote.";
    WHO_VOTES: "谁来表决", "Who votes";
    BY_HEADS: "户数", "Households";
    BY_AREA: "面积", "Floor area";
    VOTE_RULE: "按哪条规则", "Rule";
    CIVIL_CODE: "民法典", "Civil Code";
    RULE_OF_FILE: "档案里写的规则", "The rule in the file";
    CONSENT_OF_ALL: "{}要{}参加，全体业主{}同意", "{}: {} take part, {} of all owners agree";
    SHARE_OR_MORE: " {} 以上", "at least {}";
    SHARE_TO_AGREE: "{} {} ", "{} {}";
    EVERYBODY: "全体", "all";
    BOTH_TESTS: "面积和人数都", "Area and heads";
    WHOLE_ESTATE: "全小区", "The whole estate";
    N_STAIRWELLS: "{}：{}个单元各自表决", "{}: {} [stairwell|stairwells], each by itself";
    EACH_STAIRWELL: "{}：各单元分别表决", "{}: each stairwell by itself";
    HOUSEHOLDS_UNIT: "户", "households";
    VOTE_NEED: "参加 ≥ {}，同意 ≥ {}", "≥ {} take part, ≥ {} agree";
    VOTE_NEED_OVER: "参加 ≥ {}，同意 > {}", "≥ {} take part, > {} agree";
    OF_HOUSEHOLDS: "共 {} 户", "of {} [household|households]";
    OF_AREA: "共 {} 平方米", "of {} m²";
    NOT_KNOWN_YET: "还不知道", "Not known yet";
    START_MONTH: "开工月份", "Month the works start";
    MONTH_OPEN: "未定", "Not set";
    AT_LEAST_OF: "至少 {}", "at least {}";
    WEEKS_IN_ALL: "一次做完时，总工期{}", "All works in one go: {}";
    WEEKS_OPEN: "（有的项目工期未知，这是最少的）", "(some durations are not known; this is the least)";
    TO_ACCEPTANCE: "从开工到验收{}：典型工期的 {} 倍，公布的项目是 {}–{} 倍（施工快慢已含在内），且不短于施工本身。", "From start to acceptance: {}, which is {} times the typical length of the works. Published projects took {} to {} times as long, quick and slow works included; it is never shorter than the works themselves.";
    NOT_IN_ONE_GO: "这里的工期、到验收的时间和横道图都按一次做完算。现在选的是分 {} 年，各年的周数见“分期”。", "These lengths and the chart are for all works in one go. What is chosen now is {} [year|years]; the weeks of each stand under “Phases”.";
    YEARS_OR_ONE_GO: "分 {} 年；一次做完{}", "{} [year|years]; in one go {}";
    YEARS_COST: "分 {} 年实施，工程费另多花约 {}，没有算在总投资里。", "In {} [year|years] the works cost about {} more, which is not in the project total.";
    ORDER_HELP: "条是典型工期，细线到最晚，工期未知的没有条；深色条是关键工序，拖一周总工期就拖一周。每格 4 周。", "The bar is the typical time and the thin line the latest; what lasts nobody knows how long has no bar. A dark bar is critical, where a week lost is lost for all. One grid step is 4 weeks.";
    N_WEEKS: "{} 周", "{} [week|weeks]";
    NO_WORK: "没有单独的工程", "No work of its own";
    FROM_WEEK: "第 {} 周起，工期未知", "From week {}; how long is not known";
    WEEKS_FROM_TO: "第 {}–{} 周 · {}", "Weeks {}–{} · {}";
    WEEK_ALONE: "第 {} 周 · {}", "Week {} · {}";
    SPOILED: "“{}”排在“{}”之前的年份，后面施工时要保护，或预留相关部位。", "{} comes in an earlier year than {}: protect it later, or leave those places out.";
    CRITICAL: "关键工序", "Critical";
    FLOAT: "可推迟 {} 周", "May slip {} [week|weeks]";
    NO_DURATION: "没有已知的工期", "No duration known";
    WAITS: "等季节 {} 周", "Waits {} [week|weeks] for its season";
    OUT_OF_SEASON: "赶在不宜施工的季节", "Runs into a closed season";
    AFTER_THESE: "排在 {} 之后", "After {}";
    AND_OTHERS: "{} 等 {} 项", "{} and more, {} in all";
    APART_FROM: "与 {} 错开：{}", "Not together with {}: {}";
    MONTHS_TO: "{}–{}", "{}–{}";
    MONTHS_TO_NEXT_YEAR: "{}至次年{}", "{} to {} of the next year";
    MONTHS_ON: "{}起", "from {}";
    SEASON_OPEN: "本地是不是这样还不知道", "Not known yet whether this holds here";
    SEASONS: "不宜施工的月份", "Months to avoid";
    PHASES: "分期", "Phases";
    HOW_MANY_YEARS: "分几年做", "In how many years";
    ONE_GO: "一次做完", "All at once";
    N_YEARS: "分 {} 年", "{} [year|years]";
    BY_CAP: "按每年上限", "By a yearly cap";
    YEARLY_CAP: "每年工程费上限", "Cap on the works a year";
    YEARLY_CAP_HELP: "每年上限只管工程费，不含其他费用和预备费；管项目总投资的上限在“预算匹配”。", "The yearly cap is on the works, without fees and contingency; the cap on the project total is under “Budget fit”.";
    WAN_YUAN: "万元", "10,000 yuan";
    YEAR: "年度", "Year";
    YEAR_N: "第 {} 年", "Year {}";
    YEAR_SUM: "年度投资", "Works of the year";
    CUMULATIVE: "累计", "So far";
    DURATION: "工期", "Duration";
    OVER_CAP: "单项超过上限", "One item is above the cap";
    WITHOUT_PRICE: "未计价：{}", "Not priced: {}";
    UPKEEP_HELP: "“一年新、三年旧、五年破”：交付前就要定好谁来管。", "New in a year, old in three, broken in five: settle who looks after it before handing over.";
    CALENDAR: "管护日历", "Upkeep calendar";
    WHAT_TO_DO: "做什么", "What to do";
    HOW_OFTEN: "多久一次", "How often";
    EVERY_HALF_MONTH: "每半月", "every half month";
    EVERY_MONTH: "每月", "every month";
    EVERY_MONTHS: "每 {} 个月", "every {} months";
    MODE_FITS: "适合", "Fits";
    MODE_FITS_NOT: "不适合", "Does not fit";
    YEARLY: "每年 {}", "{} a year";
    YEARLY_UPKEEP: "每年管护费用", "Yearly upkeep";
    BECAUSE: "依据：{}", "because of {}";
    ENTER_SHARES: "分摊比例", "Shares";
    PRINT: "打印", "Print";
    PRINTED_ON: "打印日期 {}", "Printed on {}";
    OWN_RULE: "按本地规则自己填", "Enter a rule of your own";
    RULE_ATTENDANCE: "参加表决的比例", "Share that must take part";
    RULE_APPROVAL: "同意的比例", "Share that must agree";
    RULE_STRICT: "要超过同意的比例，刚好等于不够", "More than the share must agree; exactly that much is not enough";
    RULE_OF_ALL: "按全体业主计，不按参加者计", "Counts all owners, not only those who take part";
    RULE_SAVE: "采用这条规则", "Use this rule";
    RULE_TO_CODE: "改回民法典", "Back to the Civil Code";
    RULE_KEPT: "规则已采用并存入档案，票数已重算。", "The rule is in use and saved with the survey; the numbers were worked out again.";
    RULE_RESET: "已改回民法典，票数已重算。", "Back to the Civil Code; the numbers were worked out again.";
    RULE_BELOW_CODE: "这条规则低于《民法典》第278条的最低要求，请核对本地依据。", "This rule asks for less than article 278 of the Civil Code; check what it rests on.";
    RULE_BELOW_CODE_AT_FULL: "这条规则按全体业主计，《民法典》第278条按参加者计：参加的人刚够数时，它要的同意票不比《民法典》少；几乎全体都参加时会比《民法典》少。请核对本地依据。", "This rule counts all owners, article 278 of the Civil Code those who take part: when just enough take part it asks for no fewer to agree than the Code, when nearly all do it asks for fewer. Check what it rests on.";
    SHARE_FORM: "例如 2/3、65% 或 0.65", "Such as 2/3, 65% or 0.65";
    SHARE_BAD: "请填大于 0、不超过 1 的比例，例如 2/3、65% 或 0.65。", "Enter a share above 0 and up to 1, such as 2/3, 65% or 0.65.";
    WISHES: "居民意愿", "What residents want";
    WISHES_HELP: "填想要这一项的人占多少，或有多少户。一半想要按原来的分量算，全部想要算两倍，没人想要就不算；介于其间按比例。户数除以小区总户数。必须解决的项目先行，不看意愿。", "Enter how many want an item. Where half of them do it counts as it is, where all do twice, where nobody does not at all, and in between in proportion. Households are taken of all households. Bottom-line items come first whatever is wanted.";
    NO_WISHES: "选定的都是必须解决的项目，不看意愿。", "All chosen items are bottom-line items, which come first whatever residents want.";
    WISH_UNIT: "新填的按", "New figures are";
    WISH_PERCENT: "百分比（0–100）", "percentages (0–100)";
    WISH_HOUSEHOLDS: "户数", "households";
    WISH_FOR: "想要“{}”的", "How many want “{}”";
    WISH_COUNTS: "分量 × {}", "counts {} [time|times]";
    WISH_OF_UNKNOWN: "总户数还不知道，按户数填的暂时不算。", "The number of households is not known yet, so figures in households do not count for now.";
    PRICE_REGION: "价格地区", "Region of the prices";
    REGION_OF_BOOK: "不分地区", "None";
    NO_REGION: "没有选地区，单价表不作地区调整（系数 1）。", "No region is chosen; the prices of the book are not adjusted (factor 1).";
    NO_FACTOR: "没有查到{}的地区系数，按 1 计；有当地单价的工程用当地单价。", "No factor is known for {}, so 1 is used; works with a price of that region use it.";
    REGION_FACTOR: "{}的地区系数 {}。", "The factor of {} is {}.";
    PRICE_BY_FACTOR: "单价表 {} × 地区系数 {}（{}）= {}", "Book price {} × regional factor {} ({}) = {}";
    AFTER_SAVINGS: "分摊按各项扣除共用措施省下部分之后的造价，合计与工程费一致。", "Shares go by the cost of each item less its part of what is saved by sharing works, so they add up to the works.";
    AFTER_YEARLY_SAVINGS: "只计工程费，扣除了同一年共用措施省下的部分。", "Works only, less what is saved by sharing works within a year.";
    FORGONE: "可以合并的工程分在了不同年份，比一次做完多花 {}。", "Works that could share a trench or a scaffold fall into different years: {} more than in one go.";
    UNDETERMINED: "费用未定，还缺数据：{}", "Cost not known yet, data is missing: {}";
    PARTLY_WITHOUT_PRICE: "只计了一部分：{}", "Priced in part: {}";
    SHARES_HELP: "商定后再填，保留两位小数；各方加起来正好 100% 才会计入，分到的钱精确到分。", "Enter them once agreed; two decimals are kept. They count when they make 100%, and then add up to the fen.";
    PAYER: "出资方", "Payer";
    PAYS: "出资额", "Pays";
    PART: "分摊额", "Part";
    WITH_SUBSIDY: "含补助 {}", "with subsidies of {}";
    COST_LESS_SUBSIDY: "造价 {} − 补助 {}（计入“{}”）= 各方分摊 {}", "Cost {} − subsidy {} (counted for “{}”) = {} to be shared";
    EACH_HOUSEHOLD: "每户", "Per household";
    EACH_DIFFERS: "各项受益户不同，见各项", "Not the same for all; see each item";
    SERVED: "受益 {} 户，每户按这些户分摊。", "Serves {} [household|households]; what each bears is shared among these.";
    SERVED_UNKNOWN: "受益户数还不知道，算不出每户多少。", "The households it serves are not known yet, so neither is what each bears.";
    EACH_BEARS: "每户 {}", "{} per household";
    UNSHARED: "还没商定的", "Not agreed yet";
    ORDER_ONLY: "只有顺序", "order only";
    SHARES_WHOLE: "已分摊", "shared";
    SHARES_SHORT: "现在合计 {}，还差 {}", "{} so far, {} missing";
    SHARES_OVER: "现在合计 {}，多出 {}", "{} so far, {} too much";
    PARTLY_PRICED: "另有未计价的部分", "part of it is not priced";
    SUBSIDY: "外地补助（参考）", "Subsidies elsewhere (for reference)";
    NO_SUBSIDY: "不计补助", "None";
    SHARES_ELSEWHERE: "别处的比例（参考）：{}", "Shares elsewhere (for reference): {}";
    TAKE_SHARES: "按此填写", "Take these";
    SUBSIDY_HELP: "这些是别处的标准，选中才计入；本地有没有、多少，要问主管部门。", "Other places' rules; one counts only when picked. Ask the local authority what holds here.";
    BY_FLOORS: "按楼层分摊", "Shared by floor";
    BY_FLOOR: "{}：按楼层分摊（{}）", "{}: shared by floor ({})";
    WHOLE_BY_FLOOR: "还没有填各方比例，暂按全部由业主分摊计算。", "No shares were entered, so all of it is shared among the owners for now.";
    FLOOR: "楼层", "Floor";
    WEIGHT: "系数", "Weight";
    WEIGHT_OF_FLOOR: "{} 层的系数", "Weight of floor {}";
    WEIGHTS_BACK: "恢复默认系数", "Back to the default weights";
    EACH_IS_AVERAGE: "每层平均 {} 户，不是整数，所以每户是按平均户数算的约数。", "A floor has {} households on average, which is no whole number, so what each bears is about.";
    EACH_LACKS: "还算不出每户多少，还缺：", "What each household bears is not known yet; still missing: ";
    NO_WEIGHTS: "各层的系数都是 0，没法分摊。给至少一层填上大于 0 的系数。", "All weights are 0, so nothing can be shared. Give at least one floor a weight above 0.";

    PART_BUDGET: "预算匹配", "Budget fit";
    PART_SCHEMES: "方案比选", "Compare schemes";
    BUDGET_HELP: "给一个总投资上限，补齐算出最值得做的组合：底线型优先，其余按严重程度乘受益户数。金额都是含其他费用和预备费的典型值；“工序”里的每年上限只管工程费。", "Set a cap on the project total. Buqi finds the best set: bottom-line items first, then severity times the households served. All sums are typical and hold fees and contingency; the yearly cap under “Order of works” is on the works alone.";
    NO_CAP: "不设上限时，全部做完约 {}", "No cap; all of it takes about {}";
    CAP: "总投资上限", "Cap on the project total";
    FIT: "可做 {} 项，约 {}", "{} [item|items] for about {}";
    BOTTOM_LINE_CAP: "底线型全部做完至少要 {}", "All bottom-line items need at least {}";
    FIT_EXCLUDED: "这个小区或其中一部分不适用本菜单，结果仅供参考。", "This estate, or part of it, is not for this menu; take the result as an indication.";
    ABOVE_CAP: "项目总投资约 {}，超出总投资上限 {}（上限 {}）。", "The project total of about {} is {} above its cap of {}.";
    MUST_STAY: "做不下的里有必须解决的项目，不能以后再做，仍在方案里：{}。现在的方案超出上限 {}；必须解决的全部做完，上限至少要 {}。", "Bottom-line items that do not fit are not put off and stay in the plan: {}. The plan as it is comes to {} above the cap; all bottom-line items need a cap of at least {}.";
    ALL_FIT: "方案里有价的项目都做得下。", "Everything in the plan that has a price fits.";
    LEFT_OUT: "做不下的", "Left out";
    NEEDS_LEFT_OUT: "要先有：{}", "Needs {} first";
    OTHERS_FIRST: "钱够，但让给了更值得的组合", "Affordable, but a better set goes first";
    SHORT_BY: "不换下别的项目，再有 {} 才做得下", "{} more would admit it beside the rest";
    SHORT_BY_LOCKED: "再有 {} 就做得下，非底线型可能让位", "{} more would admit it; other items may give way";
    DROPPING_ADMITS: "若去掉“{}”，可改做：{}", "Without “{}” there would be room for {}";
    DROP_WHICH: "若不做这一项", "Without this item";
    DROPPING_ADMITS_NOTHING: "去掉“{}”也腾不出别的项目。", "Without “{}” nothing else would find room.";
    TENTH_MORE_NOTHING: "上限增加一成（{}），也做不了更多。", "A tenth more ({}) would add nothing.";
    TENTH_MORE: "上限增加一成（{}），可多做：{}", "A tenth more ({}) would add {}";
    IN_PLACE_OF: "（替下 {}）", "(in place of {})";
    FIT_ITEMS: "做得下的项目", "What fits";
    DEFER_LEFT_OUT: "把做不下的改为“以后”", "Put the rest off";
    SCHEMES_HELP: "把现在的方案存一份，再改，再存，最多三份，并排比较。", "Keep the plan as it stands, change it, keep it again: up to three, side by side.";
    SCHEME_NAME: "方案名称", "Name of the scheme";
    SCHEME_N: "方案 {}", "Scheme {}";
    KEEP_SCHEME: "存为方案", "Keep as a scheme";
    REPLACE_SCHEME: "替换“{}”", "Replace “{}”";
    SCHEME_KEPT: "已存为“{}”。", "Kept as “{}”.";
    SCHEME_REPLACED: "已替换“{}”。", "“{}” is replaced.";
    USE_SCHEME: "采用", "Use";
    USE_SCHEME_OF: "采用“{}”", "Use “{}”";
    DELETE_SCHEME_OF: "删除“{}”", "Delete “{}”";
    PLAN_NOW: "现在的方案", "The plan now";
    N_CHOSEN: "已选项目", "Items chosen";
    LIKELY_RANGE: "大概率区间", "Likely range";
    NOT_IN_PLAN: "未选", "Not in it";
    TORNADO: "哪些因素最能左右总额", "What moves the total most";
    TORNADO_UNPRICED: "每次只让一个因素从低到高，其余取典型值；选定的项目还没有计价。", "One input at a time goes from low to high, the others stay typical; nothing chosen is priced yet.";
    TORNADO_HELP: "每次只让一个因素从低到高，其余取典型值；竖线是现在的总投资 {}。", "One input at a time goes from low to high, the others stay typical; the upright line is the project total now, {}.";
    KIND_QUESTION: "问题", "Question";
    OPEN_MAY_ADD: "待定项目还可能加 0–{}", "undecided items may add 0–{}";
    OPEN_PART: "待定 {} 项不在上面的金额里：都要做时约加 {}，大概率不超过 {}，最多 {}。", "{} undecided [item is|items are] not in these figures: if all are needed about {} more, likely no more than {}, at most {}.";
    SAVINGS: "一次开挖、共用措施省下的", "Saved by sharing works";
    SAVED_BY: "{} 与 {} 共用", "{}: shared with {}";
    SAVINGS_RANGES: "各项省下的高低两端不会同时出现，所以各行的区间不能直接相加。", "The lines do not save their least or their most together, so their ranges do not add up.";
    AGREED_SHARES: "填写的分摊比例", "Shares as entered";
    SHARE_OF_PAYER: "{} {}", "{} {}";
    LAND: "用地够不够", "Is there ground for it";
    LAND_NEEDED: "已选项目占地约 {}", "What is chosen takes about {}";
    LAND_OPEN: "待定项目还可能占 {}", "undecided items might take {} more";
    LAND_FREE: "可用空地 {}", "free land {}";
    LAND_ENOUGH: "够用", "It fits";
    LAND_TIGHT: "偏紧：按最大用量不够", "Tight: the most that may be needed does not fit";
    LAND_SHORT: "不够：典型用量就超过空地", "Too little: the typical need exceeds the free land";

    // Announcements.
    CHANGED: "{}；{}", "{}; {}";
    UNDONE: "已撤销", "Undone";
    REDONE: "已重做", "Redone";
    ITEMS_MORE: "多 {} 项", "{} more in the plan";
    ITEMS_FEWER: "少 {} 项", "{} fewer in the plan";
    ITEMS_SAME: "项目数不变", "no change in the number of items";
    MONEY_MORE: "增加 {}", "{} more";
    MONEY_LESS: "减少 {}", "{} less";
    MONEY_SAME: "总额不变", "no change in the total";
    TOTAL_NOW: "现在工程费：{}", "works now: {}";

    // About.
    WHAT_IS: "补齐是什么", "What Buqi is";
    WHAT_IS_TEXT: "填写一个小区的摸排情况，补齐就列出缺口，按“缺什么补什么”建议改造项并说明理由，估算工程量和造价区间，列出出资顺序和需要的表决。", "Enter the survey of an estate. Buqi lists what is missing, suggests items with reasons, and estimates quantities, a cost range, the order of payers and the votes needed.";
    WHAT_RECONSTRUCTED: "清单从何而来", "Where the list comes from";
    MARKS: "证据标记", "Evidence marks";
    PRIVACY: "隐私", "Privacy";
    PRIVACY_TEXT: "你填写的内容只留在这台设备的浏览器里，除非你自己导出。页面打开之后，除了取自己的程序文件以便离线使用，不再联网，没有统计和跟踪。", "What you enter stays in this browser unless you export it. After the page has loaded it asks for nothing but its own program files, to work offline; there is no analytics and no tracking.";
    ACCESSIBILITY: "无障碍", "Accessibility";
    ACCESSIBILITY_TEXT: "按 WCAG 2.2 AA 设计和检查：全部功能可用键盘操作，金额变化会朗读，颜色从不单独表意。", "Built and checked against WCAG 2.2 AA: everything works by keyboard, changing totals are announced, and colour never stands alone.";
    EDITION: "目录版本", "Catalogue edition";
    FINGERPRINT: "目录指纹", "Catalogue fingerprint";
    SOURCES: "资料来源", "Sources";
    RELIABILITY_FULL: "全文读过", "Read in full";
    RELIABILITY_PART: "读过相关部分", "Read in part";
    RELIABILITY_SECOND: "转述或转载", "Second-hand";
    RELIABILITY_OWN: "编者", "Our own";
    NUMBERS: "数字的来历", "Where the numbers come from";
    NUMBERS_TEXT: "每个数字都能点开，看到公式、取值来源和单价出处。没有实测的数量按公开约定推算，并带区间；没有单价的项目单列，不当作 0 元。", "Tap any number to see its formula, where each value comes from and the source of the price. Quantities not measured follow stated conventions and carry a range; work without a known price is listed apart, never as 0 yuan.";
    // Keeping, finding and merging estates.
    FIND_ESTATE: "按名称查找", "Find by name";
    SORT: "排序", "Sort";
    SORT_RECENT: "最近改动", "Latest change";
    SORT_NAME: "名称", "Name";
    SORT_PROGRESS: "完成度", "Progress";
    PROGRESS: "已答 {} / {} 题", "{} of {} answered";
    MORE: "更多", "More";
    DUPLICATE: "复制一份", "Make a copy";
    COPY_OF: "{}（副本）", "{} (copy)";
    ARCHIVE: "归档", "Archive";
    UNARCHIVE: "取消归档", "Take out of the archive";
    ARCHIVED: "已归档", "Archived";
    SHOW_ARCHIVED: "显示已归档的 {} 个", "Show {} archived";
    NOT_EXPORTED: "改动后未导出", "Not exported since the last change";
    N_NOT_EXPORTED: "有 {} 个小区改动后还没有导出。浏览器的数据可能被清除，建议导出一份留底。", "Not exported since the last change: {}. A browser's data may be cleared; keep an exported copy.";
    EXPORT_ALL: "全部导出为一个文件", "Export all as one file";
    ALL_ESTATES: "全部小区", "all-estates";
    NONE_FOUND: "没有名称相符的小区。", "No estate has such a name.";
    SPACE_USED: "刚写下、还没归档的改动约占 {}%（按浏览器通常给的 500 万字符计）。", "The latest changes, not filed yet, take about {}% of the five million characters that browsers usually give them.";
    OFFLINE_READY: "打开过一次之后，不联网也能用。", "Works without a network after the first visit.";
    STORAGE_PRIVATE: "可能是无痕窗口，或浏览器关闭了网站数据。可以照常填写；关掉本页之前请导出档案，否则填的内容会消失。", "This may be a private window, or site data is turned off. Everything else works; export the file before closing this page, or what you entered is gone.";
    MAKE_ROOM: "可以先导出，再删除不用的小区，腾出空间后会自动存下。", "Export first, then delete estates you no longer need; saving resumes by itself.";
    ALREADY_HERE: "本机已有同名小区：{}。", "There is an estate of that name on this device: {}.";
    ALREADY_HERE_HELP: "合并会逐项并入，只有一方填过的都保留，不一致的列出来由你定。", "A merge takes in field by field: what only one side has is kept, and what differs is listed for you to settle.";
    MERGE: "合并", "Merge";
    KEEP_BOTH: "两份都留", "Keep both";
    MERGED_INTO: "已并入“{}”：新增 {} 项，{} 处不一致。", "Merged into “{}”: {} added, {} [differs|differ].";
    DIFFERENCES_HELP: "点一下就采用那一个，可以随时改回来。", "Tap the one to go by; you can change it back at any time.";
    OURS: "本机", "On this device";
    THEIRS: "导入的文件", "In the file";
    IN_FORCE: "采用", "in force";
    N_ARRIVED: "已打开 {} 个小区，{} 个没有打开。", "{} [estate|estates] opened, {} not opened.";
    ABOUT_ESTATE: "说明", "Notes";
    DECISION: "取舍", "Decision";
    N_FACTS: "{} 个问题，{} 类缺口，{} 项改造内容", "{} [question|questions], {} [deficiency|deficiencies], {} [item|items]";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_filled_alike_in_both_languages() {
        for (name, zh, en) in EVERY_PHRASE {
            assert!(!zh.is_empty() && !en.is_empty(), "{name}");
            let known = ["N_ITEMS"];
            let gaps = |it: &str| it.matches("{}").count();
            // Forms follow a figure, and Chinese has none.
            assert!(!zh.contains(['[', '|']), "{name}");
            let mut rest: &str = en;
            while let Some((before, _, after)) = forms(rest) {
                assert!(before.contains("{}") || rest != *en, "{name}");
                rest = after;
            }
            assert!(!rest.contains(['[', '|', ']']), "{name}");
            assert!(gaps(zh) == gaps(en) || known.contains(name), "{name}");
        }
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(Lang::En.fill(TALLY, &["2", "3"]), "2 of 3 buildings");
        assert_eq!(Lang::En.fill(TALLY, &["1", "1"]), "1 of 1 building");
        assert_eq!(Lang::En.fill(N_WEEKS, &["1"]), "1 week");
        assert_eq!(Lang::En.fill(N_WEEKS, &["1 (1–2)"]), "1 (1–2) weeks");
        let filled = Lang::En.fill(N_FACTS, &["1", "2", "1"]);
        assert_eq!(filled, "1 question, 2 deficiencies, 1 item");
    }
}
