//! What `assess`, `explain` and `item` say of the plan, of what is not known,
//! and of where figures come from.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const SOUND: &str = "crates/buqi-catalogue/tests/fixtures/base";

/// A survey file that goes away.
struct File(PathBuf);

impl File {
    fn new(name: &str, survey: &str) -> File {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let head = "format: buqi-dossier\nversion: 1\nname: 样例小区\n";
        std::fs::write(&path, format!("{head}{survey}")).expect("the folder can be written");
        File(path)
    }

    /// What the command prints of this file.
    fn told(&self, command: &str, rest: &str) -> String {
        buqi(&format!("{command} {} {rest}", self.0.display()))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

fn buqi(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_buqi"))
        .args(arguments.split_whitespace())
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("the command was built");
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments}: {problem}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn says(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "{part}\nnot in\n{told}");
    }
}

#[test]
fn nothing_to_build_and_nothing_to_share_are_said_so() {
    let file = File::new(
        "nothing.yaml",
        "estate: { gfa: 18250.5, households: 2000 }\n\
         groups: [ { id: a, label: 甲楼, count: 2, answers: { storeys: 6, roof-leaks: true } } ]\n\
         plan:\n  decisions: { roof-waterproofing: accepted, energy-retrofit: accepted, estate-lighting: accepted, retaining-wall-safety: accepted }\n  \
         overrides: [ { item: estate-lighting, line: scope, quantity: 0 } ]\n  \
         terms: { phasing: { years: 1 }, shares: { roof-waterproofing: { government: 3333, maintenance-fund: 3333, owners: 3334 } } }\n",
    );
    let zh = file.told("assess", "");
    says(&zh, &["没有可分摊的费用", "18,250.5 平方米"]);
    let told_of = |told: &str, name: &str, part: &str| {
        let mut rows = told.lines().filter(|it| it.trim_start().starts_with(name));
        assert!(rows.any(|it| it.contains(part)), "{name} {part}\n{told}");
    };
    told_of(&zh, "公共道路照明", "工程量为 0");
    told_of(&zh, "屋面防水修缮", "并入其他项目");
    let years = zh.split("分期：").nth(1).expect("years");
    let years = years.split("后续管护").next().unwrap_or_default();
    assert!(!years.contains("公共道路照明"), "{years}");
    let en = file.told("assess", "--lang en");
    says(&en, &["there is no cost to share", "nothing to be done"]);
}

#[test]
fn a_year_of_works_without_a_price_is_not_free() {
    let file = File::new(
        "unpriced.yaml",
        "groups: [ { id: a, label: 甲楼, count: 2, answers: {} } ]\n\
         plan:\n  decisions: { health-station: accepted, pharmacy-health-point: accepted }\n  \
         terms: { phasing: { years: 1 } }\n",
    );
    says(
        &file.told("assess", ""),
        &["第 1 年：尚无计价，累计 尚无计价"],
    );
}

#[test]
fn what_was_decided_and_wished_is_told_with_its_reason() {
    let file = File::new(
        "decided.yaml",
        "estate: { gfa: 12000, road-length: 410, dark: dim, kitchen-wanted: true, kitchen-there: false }\n\
         groups: [ { id: a, label: 甲楼, count: 4, answers: { roof-leaks: true, storeys: 6 } } ]\n\
         plan:\n  decisions: { roof-repair: { declined: 居民不同意 }, lighting: deferred, canteen-service: accepted }\n  \
         terms: { wishes: { roof-repair: { percent: 90 }, lighting: { percent: 70 }, canteen-service: { households: 120 } } }\n",
    );
    let rest = format!("--catalogue {SOUND}");
    says(
        &file.told("assess", &rest),
        &[
            "不做：1 项，其中底线项目 1 项\n  屋面修缮  基础类  底线  居民不同意\n",
            "以后再做：1 项\n  小区照明  基础类\n",
            "居民意愿\n  屋面修缮  想要的占 90%  底线项目在先，不看意愿\n  小区照明  想要的占 70%  分量 × 1.4\n",
            "  社区食堂  120 户想要",
        ],
    );
    says(
        &file.told("assess", &format!("{rest} --lang en")),
        &[
            "Dropped: 1 item, 1 of them bottom-line\n  Roof repair  Basic  bottom line  居民不同意\n",
            "For later: 1 item\n",
            "What residents want\n",
            "wanted by 90 %            bottom-line items come first\n",
            "wanted by 70 %            counts 1.4 times\n",
            "wanted by 120 households",
        ],
    );
    let told: Value =
        serde_json::from_str(&file.told("assess", &format!("{rest} --json"))).expect("JSON");
    let suggestions = &told["suggestions"];
    let decided = |at: usize| {
        [
            &suggestions[at]["decision"],
            &suggestions[at]["declined-because"],
        ]
    };
    assert_eq!(decided(0), [&json!("declined"), &json!("居民不同意")]);
    assert_eq!(decided(1), [&json!("deferred"), &Value::Null]);
    assert_eq!(decided(2), [&json!("accepted"), &Value::Null]);
    let wishes = json!([
        { "item": "roof-repair", "percent": 90 },
        { "item": "lighting", "percent": 70 },
        { "item": "canteen-service", "households": 120 },
    ]);
    assert_eq!(told["wishes"], wishes);
    for (item, zh, en) in [
        (
            "roof-repair",
            "屋面修缮：建议（底线）；已决定不做：居民不同意\n",
            "Roof repair: suggested (bottom line); decided: dropped, 居民不同意\n",
        ),
        (
            "lighting",
            "小区照明：建议；已决定以后再做\n",
            "Lighting: suggested; decided: for later\n",
        ),
        (
            "canteen-service",
            "社区食堂：建议；已决定选入\n",
            "Canteen: suggested; decided: kept\n",
        ),
    ] {
        says(&file.told("explain", &format!("{item} {rest}")), &[zh]);
        says(
            &file.told("explain", &format!("{item} {rest} --lang en")),
            &[en],
        );
    }
}

/// Three buildings that leak, one where nobody could tell, without a label.
const LEAKS: &str = "estate: { gfa: 12000 }\n\
    groups:\n  - { id: a, label: 甲楼, count: 3, answers: { roof-leaks: true, storeys: 6 } }\n  \
    - { id: b, count: 1, answers: { roof-leaks: cannot-tell, storeys: 4 } }\n";

#[test]
fn a_working_adds_up_and_says_what_counts_to_the_high_end_only() {
    let file = File::new("adds-up.yaml", LEAKS);
    says(
        &file.told("explain", &format!("roof-repair --catalogue {SOUND}")),
        &[
            "屋面面积 约 1,500（1,500–2,250）平方米\n",
            "按楼栋累计 = 约 1,500（1,500–2,250）平方米\n",
            "甲楼 × 3 栋 = 1,500 平方米\n",
            "屋面面积 = 500 平方米（推算）\n",
            "相除 = 500 平方米\n",
            "楼栋数 = 4\n",
            "第 2 组 × 1 栋 = 0 或 750 平方米（待定，只计入上限）\n",
        ],
    );
    says(
        &file.told(
            "explain",
            &format!("roof-repair --catalogue {SOUND} --lang en"),
        ),
        &[
            "甲楼 × 3 buildings = 1,500 m²\n",
            "Group 2 × 1 building = 0 or 750 m² (open, counts to the high end only)\n",
        ],
    );
}

#[test]
fn a_condition_nobody_answered_never_looks_like_nothing() {
    let file = File::new(
        "condition.yaml",
        "estate: { gfa: 12000 }\n\
         groups:\n  - { id: a, label: 甲楼, count: 3, answers: { facade-falling: true, facade-damaged-area: 45, storeys: 6, entrances: 3 } }\n  \
         - { id: b, label: 乙楼, count: 1, answers: { facade-falling: false, facade-seepage: true, storeys: 6, entrances: 3 } }\n  \
         - { id: c, label: 丙楼, count: 1, answers: { facade-falling: false, storeys: 6, entrances: 3 } }\n",
    );
    let told = file.told("explain", "facade-safety-repair");
    says(
        &told,
        &[
            "（条件未答，只计入上限）\n",
            "满足条件时计 = 0 或 约 5.4（1.8–18）个（",
            "甲楼 × 3 栋 = 至多 54 个\n",
        ],
    );
    assert!(!told.contains("= 0\n"), "{told}");
    says(
        &file.told("explain", "facade-safety-repair --lang en"),
        &[
            "only where it applies = 0 or about 5.4 (1.8–18) units (condition open, counts to the high end only)\n",
        ],
    );
}

#[test]
fn an_agreed_quantity_wins_over_the_one_worked_out() {
    let file = File::new(
        "agreed.yaml",
        &format!(
            "{LEAKS}plan:\n  overrides: [ {{ item: roof-repair, line: scope, quantity: 1840.25, note: 现场丈量 }} ]\n"
        ),
    );
    says(
        &file.told("explain", &format!("roof-repair --catalogue {SOUND}")),
        &[
            "屋面面积 1,840.25 平方米（人工设定：现场丈量）\n    推算值：约 1,500（1,500–2,250）平方米\n",
        ],
    );
    says(
        &file.told(
            "explain",
            &format!("roof-repair --catalogue {SOUND} --lang en"),
        ),
        &[
            "Roof area 1,840.25 m² (set by hand: 现场丈量)\n    worked out: about 1,500 (1,500–2,250) m²\n",
        ],
    );
}

#[test]
fn work_that_another_item_contains_is_taken_off_in_the_explanation_too() {
    let file = File::new(
        "contained.yaml",
        "estate: { activity-ground: false, play-kit: false }\n\
         groups: [ { id: a, label: 甲楼, count: 3, answers: {} } ]\n",
    );
    says(
        &file.told("explain", "child-play-space"),
        &[
            "工程量\n",
            "已含在“公共活动场地与健身设施”中，扣除 1 处\n    估算里不再计\n",
        ],
    );
}

#[test]
fn cannot_tell_and_not_asked_differ() {
    let file = File::new(
        "cannot-tell.yaml",
        &format!("{LEAKS}  - {{ id: c, label: 丙楼, count: 1 }}\n"),
    );
    let rest = format!("roof-repair --catalogue {SOUND}");
    says(
        &file.told("explain", &rest),
        &[
            "第 2 组（1 栋）\n",
            "? 屋面漏水为“是”（填报：不清楚）",
            "? 屋面漏水为“是”（未答）",
        ],
    );
    says(
        &file.told("explain", &format!("lighting --catalogue {SOUND}")),
        &["? 夜间照明为暗（未答）", "工程量（如果要做）\n"],
    );
    says(
        &file.told("explain", &format!("{rest} --lang en")),
        &[
            "Group 2 (1 building)\n",
            "? Roof leaks: yes (answered: can't tell)",
            "? Roof leaks: yes (not answered)",
        ],
    );
}

#[test]
fn a_cap_of_a_hundred_yuan_is_a_hundred_yuan() {
    let file = File::new("cap.yaml", LEAKS);
    for (cap, lang, said) in [
        ("100", "zh", "预算 100 元之内"),
        ("100", "en", "Within ¥100:"),
        ("8000000", "en", "Within ¥8 M:"),
        ("8000000", "zh", "预算 800 万元之内"),
    ] {
        let rest = format!("--catalogue {SOUND} --cap {cap} --lang {lang}");
        says(&file.told("assess", &rest), &[said]);
    }
}

#[test]
fn an_item_that_another_one_contains_is_not_called_unpriced() {
    let file = File::new(
        "netted.yaml",
        "estate: { activity-ground: false }\n\
         groups: [ { id: a, label: 甲楼, count: 3, answers: {} } ]\n",
    );
    let line = |told: String, name: &str| {
        let line = told.lines().find(|it| it.trim_start().starts_with(name));
        line.expect("the item is listed").to_owned()
    };
    let told = line(file.told("assess", ""), "儿童友好游憩空间");
    says(&told, &["已含在“公共活动场地与健身设施”中"]);
    let name = "Child-friendly play";
    let told = line(file.told("assess", "--lang en"), name);
    says(&told, &["part of “"]);
}

#[test]
fn what_has_no_name_gets_one_in_sentences() {
    let file = File::new(
        "no-label.yaml",
        "estate: { gfa: 33000, households: 416 }\n\
         groups:\n  - { id: a, count: 1, answers: { storeys: 6, entrances: 3, building-households: 36 } }\n  \
         - { id: b, count: 2, answers: { storeys: 6, has-lift: true } }\n\
         plan:\n  decisions: { lift-addition: accepted }\n  \
         terms: { shares: { lift-addition: { owners: 10000 } } }\n",
    );
    let path = file.0.display();
    let survey = std::fs::read_to_string(&file.0).expect("it was written");
    std::fs::write(&file.0, survey.replace("样例小区", "\"\"")).expect("the folder can be written");
    says(
        &buqi(&format!("assess {path}")),
        &[
            "未命名小区，3 栋楼。",
            "    第 1 组，3 个单元各自表决",
            "既有住宅加装电梯，第 1 组，每个单元按楼层分摊",
        ],
    );
    says(
        &buqi(&format!("assess {path} --lang en")),
        &[
            "Unnamed estate, 3 buildings.",
            "    Group 1, 3 stairwells, each by itself",
            "Adding lifts, Group 1, by floor",
        ],
    );
}

#[test]
fn an_item_is_shown_with_all_that_the_catalogue_says_of_it() {
    says(
        &buqi("item lift-addition"),
        &[
            "scope  加装电梯  约 650,000 元（500,000–850,000）/ 部\n",
            "    2024 年价格，复核期限 2027-06-30；单价依据：编者判断，",
            "工期        约 14（12–26）周，够做 20 部；每再多 20 部加 1 周，最长 52 周\n",
            "分层系数    业主：0、1、2，往上每层按最后的差额递增\n",
        ],
    );
    says(
        &buqi("item lift-addition --lang en"),
        &[
            "scope  Lifts  about ¥650,000 (500,000–850,000) / lift\n",
            "    prices of 2024, review by 2027-06-30; price: our judgement; ",
            "about 14 (12–26) weeks for 20 lifts; 1 week more for each further 20, 52 at most\n",
            "Owners: 0, 1, 2; each floor above adds the last difference\n",
        ],
    );
    let of_service = format!("item canteen-service --catalogue {SOUND}");
    says(
        &buqi(&of_service),
        &["分组        养老\n", "工期        未知\n"],
    );
    let told = buqi("item lift-addition --json");
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let price = &told["lines"][0]["price"];
    assert_eq!(price["base-year"], 2024);
    assert_eq!(price["review-by"], "2027-06-30");
    assert!(price["evidence"]["mark"].is_string() && price["evidence"]["source"].is_string());
    assert_eq!(told["evidence"]["mark"], "quoted");
    assert_eq!(told["duration"]["weeks"], json!([12, 14, 26]));
    assert_eq!(told["duration"]["evidence"]["source"], "lift-putuo");
    assert_eq!(told["by-floor"]["weights"], json!([0, 1, 2]));
    assert_eq!(told["by-floor"]["evidence"]["mark"], "own");
    let told: Value = serde_json::from_str(&buqi(&format!("{of_service} --json"))).expect("JSON");
    assert_eq!(told["group"], "elderly");
    assert!(told["duration"].is_null() && told["by-floor"].is_null());
}

#[test]
fn shares_that_miss_a_whole_by_a_hundredth_are_not_said_to_make_it() {
    let file = File::new(
        "nearly-whole.yaml",
        "estate: { gfa: 33000, households: 416 }\n\
         groups: [ { id: a, count: 1, answers: { storeys: 6, entrances: 3 } } ]\n\
         plan:\n  decisions: { lift-addition: accepted }\n  \
         terms: { shares: { lift-addition: { owners: 6666, government: 3333 } } }\n",
    );
    says(&file.told("assess", ""), &["比例合计 99.99%，不是 100%"]);
}
