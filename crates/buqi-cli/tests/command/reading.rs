//! How files and arguments are read, and what is said where they can't be.

use super::{SOUND, SurveyFile, buqi, file_of, refusal, root, text};

fn estate(rest: &str) -> String {
    format!("format: buqi-dossier\nversion: 1\nname: 样例小区\n{rest}")
}

/// What `assess` says about a file by the real catalogue.
fn told(file: &SurveyFile, lang: &str) -> String {
    text(&buqi(&["assess", file.path(), "--lang", lang]))
}

/// “样例小区” in GBK.
const GBK: &[u8] = b"\xD1\xF9\xC0\xFD\xD0\xA1\xC7\xF8";

#[test]
fn a_file_of_yaml_in_another_encoding_is_refused_by_name_as_one_of_json() {
    let gbk = [b"format: buqi-dossier\nversion: 1\nname: ", GBK, b"\n"].concat();
    let utf16: Vec<u8> = "\u{feff}format: buqi-dossier\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, named) in [(&gbk, "GBK"), (&utf16, "UTF-16")] {
        for ending in ["yaml", "YML", "json"] {
            let file = file_of(&format!("encoded-{named}.{ending}"), bytes);
            for lang in ["zh", "en"] {
                let told = refusal(&["assess", file.path(), "--lang", lang]);
                assert!(told.contains(named) && told.contains("UTF-8"), "{told}");
            }
        }
    }
    let picture = file_of("picture.yaml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert!(refusal(&["assess", picture.path()]).contains("不是文本"));
}

#[test]
fn a_mistake_in_yaml_is_told_by_its_place_in_one_line_of_the_language_asked_for() {
    for (name, rest, place, zh, en) in [
        (
            "tab",
            "estate:\n  gfa: 9\n\thouseholds: 2\n",
            (6, 1),
            "制表符",
            "tab",
        ),
        (
            "indent",
            "estate:\n  gfa: { reply: 9 }\n   households: 2\n",
            (6, 4),
            "对齐",
            "column",
        ),
    ] {
        let file = file_of(&format!("mistake-{name}.yaml"), estate(rest).as_bytes());
        let (line, column) = place;
        let told = refusal(&["assess", file.path()]);
        assert!(
            told.contains(&format!("第 {line} 行第 {column} 个字符")),
            "{told}"
        );
        assert!(told.contains(zh) && told.lines().count() == 1, "{told}");
        let told = refusal(&["assess", file.path(), "--lang", "en"]);
        assert!(
            told.contains(&format!("line {line}, column {column},")),
            "{told}"
        );
        assert!(told.contains(en) && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn a_fact_said_twice_in_yaml_counts_as_in_json() {
    let yaml = estate("estate: { households: 216, households: 300 }\n");
    let json = r#"{"format":"buqi-dossier","version":1,"name":"样例小区",
        "estate":{"households":216,"households":300}}"#;
    let files = [
        file_of("twice.yaml", yaml.as_bytes()),
        file_of("twice.json", json.as_bytes()),
    ];
    let [yaml, json] = files.each_ref().map(|it| told(it, "zh"));
    assert!(
        yaml.contains(
            "读取时（/estate/households）：“households”（文件里是“216”）：文件里同一项写了两次"
        ),
        "{yaml}"
    );
    assert_eq!(yaml, json);
}

#[test]
fn several_estates_may_be_written_in_yaml() {
    let both = "format: buqi-estates\nversion: 1\nestates:\n\
        - { format: buqi-dossier, version: 1, name: 东院 }\n\
        - { format: buqi-dossier, version: 1, name: 西院 }\n";
    let file = file_of("both.yaml", both.as_bytes());
    let told = text(&buqi(&["assess", file.path(), "--estate", "西院"]));
    assert!(told.starts_with("西院，"), "{told}");
}

#[test]
fn every_example_of_the_document_is_read_without_a_note() {
    let document = std::fs::read_to_string(root().join("docs/survey-file.md")).unwrap();
    let examples: Vec<&str> = document
        .split("```json\n")
        .skip(1)
        .filter_map(|it| it.split("```").next())
        .collect();
    assert!(examples.len() >= 3);
    for (n, example) in examples.iter().enumerate() {
        for ending in ["json", "yaml"] {
            let file = file_of(&format!("example-{n}.{ending}"), example.as_bytes());
            let told = buqi(&["assess", file.path(), "--json"]);
            let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
            assert_eq!(told["repairs"], serde_json::json!([]), "{example}");
            assert_eq!(told["remarks"], serde_json::json!([]), "{example}");
        }
    }
}

#[test]
fn a_note_says_where_in_the_file_it_belongs() {
    let rest = "estate: { gates: 0 }\nplan:\n  \
        overrides: [ { item: lift-addition, line: scope, quantity: -2 }, { item: lift-addition, line: scope, quantity: 2.5 } ]\n  \
        terms: { floors: { lift-addition: 3 } }\n";
    let file = file_of("places.yaml", estate(rest).as_bytes());
    let zh = told(&file, "zh");
    for part in [
        "读取时（/plan/overrides/0）：“既有住宅加装电梯”：低于下限 0 部",
        "读取时（/plan/overrides/1）：“既有住宅加装电梯”：单位是“部”，只能填整数",
        "读取时（/plan/terms/floors/lift-addition）：",
    ] {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    let en = told(&file, "en");
    assert!(en.contains("On reading (/plan/overrides/0): “"), "{en}");
}

#[test]
fn a_quantity_set_by_hand_that_no_such_estate_has_is_remarked() {
    let rest = "groups:\n  - { id: a, label: 甲, count: 2, answers: { entrances: 6 } }\n\
        plan:\n  decisions: { lift-addition: accepted }\n  \
        overrides: [ { item: lift-addition, line: scope, quantity: 5000 } ]\n";
    let file = file_of("by-hand.yaml", estate(rest).as_bytes());
    let remark = "注意：“既有住宅加装电梯”的“加装电梯”按公式算出 12 部，人工设定的约为它的 417 倍，请核对。\n";
    let zh = told(&file, "zh");
    assert!(zh.contains(remark), "{zh}");
    let en = told(&file, "en");
    let remark = "the formula gives 12 lifts; what was set by hand is about 417 times as much";
    assert!(en.contains(remark), "{en}");
}

#[test]
fn a_renamed_id_is_told_once() {
    let rest = "plan:\n  decisions: { roof-mending: accepted }\n  \
        overrides: [ { item: roof-mending, line: scope, quantity: 100 } ]\n  \
        terms: { wishes: { roof-mending: { percent: 20 } } }\n";
    let file = file_of("renamed.yaml", estate(rest).as_bytes());
    let told = text(&buqi(&["assess", file.path(), "--catalogue", SOUND]));
    assert_eq!(told.matches("编号已经改名").count(), 1, "{told}");
    assert!(
        told.contains("读取时（/plan/decisions/roof-mending 等 3 处）："),
        "{told}"
    );
}

#[test]
fn figures_that_do_not_fit_together_are_pointed_out() {
    let rest = "estate: { gfa: 100, households: 216 }\n\
        groups: [ { id: g1, count: 2000, answers: { storeys: 6 } } ]\n\
        plan: { terms: { wishes: { lift-addition: { households: 99999 } } } }\n";
    let file = file_of("unfit.yaml", estate(rest).as_bytes());
    let zh = told(&file, "zh");
    for part in [
        "注意：“总建筑面积”100 平方米与 2000 栋楼不相称，请核对。",
        "注意：想要“既有住宅加装电梯”的 99999 户多于“总户数”216 户，请核对。",
    ] {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    let en = told(&file, "en");
    assert!(
        en.contains("216 households and 2000 buildings do not fit together"),
        "{en}"
    );
    let rest = "estate: { gfa: 18000, households: 216 }\n\
        groups: [ { id: g1, count: 4, answers: { storeys: 6 } } ]\n\
        plan: { terms: { wishes: { lift-addition: { households: 216 } } } }\n";
    let file = file_of("fit.yaml", estate(rest).as_bytes());
    assert!(!told(&file, "zh").contains("请核对"));
}

#[test]
fn a_ledger_that_adds_up_to_another_figure_is_pointed_out() {
    let ledger = "groups: [ { id: g1, count: 3, answers: { building-households: 40 } }, \
        { id: g2, count: 1, answers: { building-households: 60 } } ]\n";
    let typed = |households: u32| {
        let rest = format!("estate: {{ households: {households} }}\n{ledger}");
        file_of(
            &format!("ledger-{households}.yaml"),
            estate(&rest).as_bytes(),
        )
    };
    let other = typed(200);
    let zh = "注意：“总户数”200 户，各楼栋合计却是 180 户，请核对。";
    assert!(told(&other, "zh").contains(zh), "{}", told(&other, "zh"));
    let en = "Note: “Households” 200 households against 180 households that the buildings add up to; check them.";
    assert!(told(&other, "en").contains(en), "{}", told(&other, "en"));
    assert!(!told(&typed(181), "zh").contains("请核对"));
}

#[test]
fn what_can_not_be_read_is_told_in_the_language_asked_for() {
    let survey = SurveyFile::new("arguments.yaml");
    let path = survey.path();
    for (arguments, zh, en) in [
        (
            &["check", "nowhere"][..],
            "读不到 nowhere：没有这个文件或文件夹。",
            "Can't read nowhere: there is no such",
        ),
        (&["check", "README.md"], "不是文件夹", "not a folder"),
        (
            &["check", SOUND, "--today", "2026/12/01"],
            "--today：“2026/12/01”不是年-月-日",
            "year-month-day",
        ),
        (&["assess", "nowhere.json"], "没有这个文件", "no such file"),
        (&["assess", "docs"], "这是文件夹", "a folder"),
        (&["assess", path, "--cap", "八百万"], "800万", "800万"),
        (&["assess", path, "--cap", "2万亿"], "1 万亿", "10^12"),
        (
            &["assess", path, "--catalogue", "nowhere"],
            "没有这个文件或文件夹",
            "no such",
        ),
        (
            &["backtest", "nowhere.csv", "--year", "20"],
            "1990 到 2100",
            "from 1990",
        ),
        (&["backtest", "nowhere.csv"], "没有这个文件", "no such"),
    ] {
        let told = refusal(arguments);
        assert!(told.contains(zh), "{arguments:?}: {told}");
        assert!(
            !told.contains("Error") && !told.contains("os error"),
            "{told}"
        );
        let told = refusal(&[arguments, &["--lang", "en"]].concat());
        assert!(told.contains(en), "{arguments:?}: {told}");
    }
}

#[test]
fn nothing_is_said_that_only_the_app_has() {
    for (name, bytes) in [
        ("empty.json", &b""[..]),
        ("words.json", b"storeys: 6"),
        ("other.json", b"{}"),
        ("cut.json", b"{\"format\":"),
        ("wrong.json", b"{ oops"),
        (
            "newer.json",
            br#"{"format":"buqi-dossier","readable-from":9}"#,
        ),
    ] {
        let file = file_of(name, bytes);
        let zh = refusal(&["assess", file.path()]);
        assert!(!zh.contains("现有档案") && !zh.contains("粘贴表格"), "{zh}");
        let en = refusal(&["assess", file.path(), "--lang", "en"]);
        assert!(!en.contains("this device") && !en.contains("Paste"), "{en}");
    }
    let words = file_of("words.txt", b"format: buqi-dossier");
    assert!(refusal(&["assess", words.path()]).contains(".yaml"));
}

#[test]
fn a_cap_is_written_as_people_write_money() {
    let survey = SurveyFile::new("cap.yaml");
    let with = |cap| {
        let output = buqi(&["assess", survey.path(), "--cap", cap]);
        assert!(output.status.success(), "{cap}");
        text(&output)
    };
    let plain = with("8000000");
    for cap in ["8,000,000", "８００万", "800万元", "0.08亿", "¥8000000"] {
        assert_eq!(with(cap), plain, "{cap}");
    }
    assert_ne!(with("400万"), plain);
    for cap in ["", "-5", "8-9万", "800万平方米", "约", "NaN", "800abc"] {
        let cap = format!("--cap={cap}");
        assert!(
            !buqi(&["assess", survey.path(), &cap]).status.success(),
            "{cap}"
        );
    }
}

#[test]
fn an_item_may_be_named_and_one_that_is_not_there_leads_to_those_that_are_near() {
    for (name, id) in [
        ("加装电梯", "lift-addition"),
        ("LIFT", "lift-addition"),
        ("既有住宅加装电梯", "lift-addition"),
        ("Roof waterproofing", "roof-waterproofing"),
    ] {
        let told = text(&buqi(&["item", name]));
        assert!(told.contains(id), "{name}: {told}");
    }
    let survey = SurveyFile::new("named.yaml");
    let told = text(&buqi(&["explain", survey.path(), "加装电梯"]));
    assert!(told.contains("\n既有住宅加装电梯："), "{told}");
    for (slip, near) in [
        ("lift-additon", "lift-addition  既有住宅加装电梯"),
        ("装电梯", "lift-addition"),
        ("楼本体", "roof-waterproofing"),
    ] {
        let told = refusal(&["item", slip]);
        assert!(told.contains(slip) && told.contains(near), "{slip}: {told}");
        assert_eq!(told.contains("几个"), slip == "楼本体", "{told}");
    }
    assert!(refusal(&["item", "nothing-like-it", "--lang", "en"]).contains("folder items"));
}

#[test]
fn a_table_is_spoken_of_by_its_own_headings() {
    let table = "改造内容,总投资（万元）,建筑面积,户数\n道路,若干,1000,20\n绿化,339,10.5,1200\n";
    let file = file_of("headings.csv", table.as_bytes());
    let zh = text(&buqi(&["backtest", file.path()]));
    for part in [
        "第 2 行 总投资（万元）：“若干”",
        "第 3 行：建筑面积 10.5 与 户数 1200 不相称",
        "没有“栋数”列",
    ] {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    assert!(
        !zh.contains("building_area") && !zh.contains("total_invest"),
        "{zh}"
    );
    let en = text(&buqi(&["backtest", file.path(), "--lang", "en"]));
    assert!(
        en.contains("Line 3: 建筑面积 10.5 and 户数 1200 do not fit"),
        "{en}"
    );
    assert!(en.contains("No column buildings"), "{en}");
}
