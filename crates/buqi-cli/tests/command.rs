//! The command as a person or a script meets it.

#[path = "command/reading.rs"]
mod reading;

use buqi_exchange::archive::{ArchiveWriter, crc};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn buqi(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_buqi"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the command was built")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const SOUND: &str = "crates/buqi-catalogue/tests/fixtures/base";

/// A survey of the sound catalogue, in a file of its own that goes away.
struct SurveyFile(PathBuf);

impl SurveyFile {
    fn new(name: &str) -> SurveyFile {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let survey = "format: buqi-dossier\nversion: 1\nname: 样例小区\n\
            estate: { gfa: 12000, road-length: 410, dark: dim }\n\
            groups:\n  - { id: all, label: 全部, count: 4, answers: { roof-leaks: true, storeys: 6 } }\n";
        std::fs::write(&path, survey).expect("the folder for tests can be written");
        SurveyFile(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("the path is text")
    }
}

impl Drop for SurveyFile {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_sound_catalogue_passes_and_is_counted() {
    let output = buqi(&["check", SOUND]);
    assert!(output.status.success());
    assert!(text(&output).contains("0 个错误，0 个警告。\n改造项 3，缺口 3，指标 8"));
    let output = buqi(&["check", SOUND, "--lang", "en"]);
    assert!(text(&output).contains("0 errors, 0 warnings.\n3 items, 3 deficiencies, 8 facts"));
}

#[test]
fn a_folder_that_is_no_catalogue_fails_with_reasons() {
    let output = buqi(&["check", "crates/buqi-cli/src"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("错误 C003"));
}

#[test]
fn a_file_in_another_encoding_is_named_and_the_others_are_checked() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gbk-catalogue");
    std::fs::create_dir_all(&folder).expect("the folder for tests can be written");
    let gbk = b"roof: { zh: \xce\xdd\xc3\xe6, en: Roof }\n";
    std::fs::write(folder.join("places.yaml"), gbk).expect("it can be written");
    std::fs::write(folder.join("units.yaml"), "m: { power: 1 }\n").expect("it can be written");
    let output = buqi(&["check", folder.to_str().expect("the path is text")]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output);
    assert!(
        told.contains("错误 C041 places.yaml\n  这个文件不是 UTF-8 编码，看来是 GBK"),
        "{told}"
    );
    assert!(told.contains("错误 C001 units.yaml:1:1 m\n"), "{told}");
    std::fs::remove_dir_all(&folder).expect("it was written");
}

#[test]
fn an_assessment_prices_what_it_can_and_lists_the_rest() {
    let survey = SurveyFile::new("prices.yaml");
    let output = buqi(&["assess", survey.path(), "--catalogue", SOUND]);
    assert!(output.status.success());
    let text = text(&output);
    assert!(text.contains("样例小区，4 栋楼。"), "{text}");
    assert!(text.contains("只用于测试。"), "{text}");
    // A roof of 12,000 / 4 / 6 = 500 m² on each of four buildings at 90 yuan.
    assert!(text.contains("约 18 万元（12–26 万元）"), "{text}");
    // 410 m of road need 17 lamps at 2,500 yuan; at 20 and 30 m, 21 and 14.
    assert!(text.contains("约 4.3 万元（2.1–8.4 万元）"), "{text}");
    assert!(text.contains("未计价"), "{text}");
}

#[test]
fn json_is_the_same_bytes_each_time() {
    let survey = SurveyFile::new("json.yaml");
    let arguments = ["assess", survey.path(), "--catalogue", SOUND, "--json"];
    let first = buqi(&arguments);
    assert!(first.status.success());
    assert_eq!(first.stdout, buqi(&arguments).stdout);
    assert!(text(&first).contains("\"total-fen\""));
}

#[test]
fn an_explanation_shows_the_answers_and_the_working() {
    let survey = SurveyFile::new("explain.yaml");
    let arguments = [
        "explain",
        survey.path(),
        "roof-repair",
        "--catalogue",
        SOUND,
    ];
    let output = buqi(&arguments);
    assert!(output.status.success());
    let text = text(&output);
    assert!(text.contains("屋面修缮：建议"), "{text}");
    assert!(text.contains("✓ 层数不少于 2 层（填报：6 层）"), "{text}");
    assert!(text.contains("屋面面积 = 500 平方米（推算）"), "{text}");
}

#[test]
fn pieces_are_bought_whole_and_the_working_says_so() {
    let survey = SurveyFile::new("pieces.yaml");
    let content = "format: buqi-dossier\nversion: 1\nname: 样例\n\
        estate: { households: 1003 }\n\
        groups: [ { id: all, label: 全部, count: 20, answers: {} } ]\n";
    std::fs::write(survey.path(), content).unwrap();
    let told = text(&buqi(&["explain", survey.path(), "ebike-charging"]));
    assert!(told.contains("按整件向上取整 = 约 150.45（"), "{told}");
}

#[test]
fn an_item_is_shown_and_a_retired_one_leads_on() {
    let output = buqi(&["item", "lighting", "--catalogue", SOUND]);
    assert!(output.status.success());
    assert!(text(&output).contains("约 2,500 元（1,500–4,000）/ 个"));
    let output = buqi(&["item", "roof-mending", "--catalogue", SOUND]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("roof-mending → roof-repair"));
}

#[test]
fn votes_payers_order_phases_and_upkeep_are_told_in_both_languages() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("works.yaml");
    let survey = "format: buqi-dossier\nversion: 1\nname: 样例小区\n\
        estate: { gfa: 33000, households: 416, heated-region: true }\n\
        groups:\n  - { id: a, label: 1–3 栋, count: 3, answers: { storeys: 6, entrances: 3, building-households: 36 } }\n\
        plan:\n  decisions: { roof-waterproofing: accepted, lift-addition: accepted, community-canteen: accepted, structural-safety-retrofit: accepted }\n  \
        terms: { start-month: 9, phasing: { years: 2 }, cap: 300000000, subsidies: { lift-addition: lift-hangzhou }, shares: { lift-addition: { owners: 6000, government: 4000 } } }\n";
    std::fs::write(&path, survey).expect("the folder for tests can be written");
    let file = SurveyFile(path);
    let zh = text(&buqi(&["assess", file.path()]));
    for part in [
        "416 户中至少 278 户参与、140 户同意",
        "12 户中至少 8 户参与、6 户同意",
        "只有先后，不知比例",
        "杭州每部电梯20万元",
        "建成后可有收益",
        "★",
        "等季节",
        "第 2 年",
        "没有价格依据",
        "电梯维护保养",
        "预算 300 万元之内",
    ] {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
    let en = text(&buqi(&["assess", file.path(), "--lang", "en"]));
    for part in [
        "of 416 households at least 278 take part and 140 agree",
        "order only, no shares known",
        "waits",
        "Year 2",
        "no price known",
    ] {
        assert!(en.contains(part), "{part}\n{en}");
    }
    let json = text(&buqi(&["assess", file.path(), "--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(json["prices"]["region"].is_null() && json["prices"]["factor"] == 1.0);
    let works = &json["works"];
    assert_eq!(works["schedule"]["start-month"], 9);
    assert_eq!(works["phases"].as_array().map(Vec::len), Some(2));
    assert_eq!(works["votes"][1]["voters"][0]["heads"]["agree"]["low"], 6.0);
}

#[test]
fn a_backtest_reads_tables_as_people_keep_them() {
    let table = "\u{feff}编号;项目名称;户数;总投资（万元）;改造内容\r\n\
        甲;一号院;１２００;约3000;\"道路\n绿化、路灯\"\r\n\
        乙;二号院;300-500;若干;道路\r\n\
        丙;三号院;200;100;微改造\r\n";
    let file = SurveyFile::new("backtest.csv");
    std::fs::write(file.path(), table).unwrap();
    let arguments = ["backtest", file.path(), "--min-works", "3", "--lang", "en"];
    for year in [&[][..], &["--year"], &["--year", "2019"]] {
        let told = text(&buqi(&[&arguments[..], year].concat()));
        for part in ["甲 一号院", "published ¥30 M", "“若干” is no usable number"] {
            assert!(told.contains(part), "{part} not in {told}");
        }
        assert!(told.contains("without total or size (1): 乙"), "{told}");
        assert!(told.contains("too few matched works (1): 丙"), "{told}");
        let last = told.lines().last().unwrap();
        let score: serde_json::Value = serde_json::from_str(last).unwrap();
        assert_eq!(score["n"], 1);
        for key in [
            "inside_likely",
            "inside_hard",
            "median_abs_log_ratio",
            "bias",
        ] {
            assert!(score[key].is_number(), "{key} in {last}");
        }
    }
    std::fs::write(file.path(), "a,b\n1,2\n").unwrap();
    let refused = buqi(&arguments);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("works"));
}

#[test]
fn a_row_without_a_name_goes_by_its_place_and_the_table_before_the_year() {
    let table = "户数,总投资（万元）,改造内容\n200,100,道路\n200,若干,道路\n";
    let file = file_of("nameless.csv", table.as_bytes());
    let told = text(&buqi(&["backtest", file.path()]));
    assert!(told.lines().any(|it| it == "第 2 行"), "{told}");
    assert!(
        told.contains("未比较，没有总投资或规模（1 个）：第 3 行"),
        "{told}"
    );
    let told = text(&buqi(&["backtest", file.path(), "--lang", "en"]));
    assert!(told.lines().any(|it| it == "row 2"), "{told}");
    let swapped = buqi(&["backtest", "--year", file.path()]);
    assert!(!swapped.status.success());
    let told = String::from_utf8_lossy(&swapped.stderr).into_owned();
    assert!(told.contains("文件写在 --year 前面"), "{told}");
}

#[test]
fn a_change_of_the_catalogue_shows_in_projects_that_it_was_not_made_for() {
    for name in ["holdout", "holdout-2"] {
        let table = format!("tests/backtest/{name}.csv");
        let found = text(&buqi(&["backtest", &table, "--min-works", "3"]));
        let told = root().join(format!("tests/backtest/{name}.txt"));
        if std::env::var_os("UPDATE_REF").is_some() {
            std::fs::write(&told, &found).unwrap();
        }
        let told = std::fs::read_to_string(&told).unwrap();
        let difference = found.lines().zip(told.lines()).find(|(a, b)| a != b);
        assert!(
            found == told,
            "{difference:?}: read what changed, then run again with UPDATE_REF=1"
        );
    }
}

/// A file for tests that goes away, with that content.
fn file_of(name: &str, bytes: &[u8]) -> SurveyFile {
    let file = SurveyFile(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
    std::fs::write(&file.0, bytes).expect("the folder for tests can be written");
    file
}

/// A zip file of those entries, as the app writes it.
fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ArchiveWriter::default();
    let mut zip = Vec::new();
    for (name, bytes) in entries {
        zip.extend(writer.begin(name, bytes.len(), crc(bytes)).unwrap());
        zip.extend(*bytes);
    }
    zip.extend(writer.finish().unwrap());
    zip
}

/// A zip file of one entry, compressed, whose directory claims `size` bytes.
fn deflated(bytes: &[u8], size: u32) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    let mut zip = zipped(&[("survey.json", &encoder.finish().unwrap())]);
    let directory = zip.len() - 22 - 46 - "survey.json".len();
    zip[directory + 10] = 8;
    zip[directory + 16..directory + 20].copy_from_slice(&crc(bytes).to_le_bytes());
    zip[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
    zip
}

fn estate(name: &str, roof_leaks: bool) -> String {
    format!(
        r#"{{"format":"buqi-dossier","version":1,"name":"{name}","estate":{{"gfa":12000}},
        "groups":[{{"id":"a","label":"全部","count":4,"answers":{{"roof-leaks":{roof_leaks}}}}}]}}"#
    )
}

fn estates(all: &[String]) -> String {
    let all = all.join(",");
    format!(r#"{{"format":"buqi-estates","version":1,"estates":[{all}]}}"#)
}

fn refusal(arguments: &[&str]) -> String {
    let output = buqi(arguments);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_file_with_photos_is_read_also_when_it_was_packed_again() {
    let survey = estate("东院", true);
    let with_photo = zipped(&[
        ("survey.json", survey.as_bytes()),
        ("pictures/p1.jpg", &[7; 5000]),
    ]);
    let by_a_mac = zipped(&[
        ("folder/survey.json", survey.as_bytes()),
        ("__MACOSX/folder/._survey.json", &[0, 5, 22, 7]),
    ]);
    let again = deflated(survey.as_bytes(), survey.len() as u32);
    for (at, bytes) in [with_photo, by_a_mac, again].iter().enumerate() {
        let file = file_of(&format!("photos-{at}.zip"), bytes);
        let told = text(&buqi(&["assess", file.path(), "--catalogue", SOUND]));
        assert!(told.starts_with("东院，4 栋楼。"), "{at}: {told}");
        let told = text(&buqi(&[
            "explain",
            file.path(),
            "roof-repair",
            "--catalogue",
            SOUND,
        ]));
        assert!(told.starts_with("屋面修缮：待定"), "{at}: {told}");
    }
}

#[test]
fn one_of_several_estates_is_chosen_by_name_or_number() {
    let all = [
        estate("东院", true),
        estate("西院", false),
        estate("3", true),
        "7".to_owned(),
    ];
    let json = estates(&all);
    let files = [
        file_of("several.json", json.as_bytes()),
        file_of("several.zip", &zipped(&[("survey.json", json.as_bytes())])),
        file_of(
            "apart.zip",
            &zipped(&all.each_ref().map(|it| ("a.json", it.as_bytes()))),
        ),
    ];
    for file in &files {
        let arguments = ["assess", file.path(), "--catalogue", SOUND];
        let told = refusal(&arguments);
        for part in [
            "4 个小区",
            "--estate",
            "1  东院，4 栋楼",
            "2  西院",
            "3  3，",
            "4  ",
        ] {
            assert!(told.contains(part), "{part}\n{told}");
        }
        let of = |wanted: &str| buqi(&[&arguments[..], &["--estate", wanted]].concat());
        for (wanted, name) in [("西院", "西院"), ("1", "东院"), ("2", "西院"), ("3", "3")] {
            let told = text(&of(wanted));
            assert!(told.starts_with(&format!("{name}，")), "{wanted}: {told}");
        }
        for wanted in ["北院", "0", "5", "-1"] {
            assert!(!of(wanted).status.success(), "{wanted}");
        }
        let told = refusal(&[&arguments[..], &["--estate", "北院", "--lang", "en"]].concat());
        assert!(
            told.contains("“北院”") && told.contains("2  西院, 4 buildings"),
            "{told}"
        );
    }
    // Two of one name are told apart by their numbers.
    let twins = estates(&[estate("东院", true), estate("东院", false)]);
    let twins = file_of("twins.json", twins.as_bytes());
    let arguments = ["explain", twins.path(), "roof-repair", "--catalogue", SOUND];
    assert!(refusal(&[&arguments[..], &["--estate", "东院"]].concat()).contains("唯一"));
    let verdict = |n: &str| text(&buqi(&[&arguments[..], &["--estate", n]].concat()));
    assert_ne!(verdict("1"), verdict("2"));
    let alone = file_of("alone.json", estate("东院", true).as_bytes());
    let arguments = ["assess", alone.path(), "--catalogue", SOUND, "--lang", "en"];
    let told = refusal(&[&arguments[..], &["--estate", "北院"]].concat());
    assert!(told.contains("There is 1 estate in the file"), "{told}");
    let broken = file_of("broken.yaml", b"format: [");
    let told = refusal(&["assess", broken.path(), "--catalogue", SOUND]);
    assert!(told.starts_with(&format!("{}：", broken.path())), "{told}");
    let nobody = file_of("nobody.json", estates(&[]).as_bytes());
    assert!(refusal(&["assess", nobody.path(), "--catalogue", SOUND]).contains("没有小区"));
}

#[test]
fn a_damaged_zip_file_and_one_that_never_ends_are_refused_with_a_way_out() {
    let survey = estate("东院", true);
    let whole = zipped(&[("survey.json", survey.as_bytes())]);
    let mut spoiled = whole.clone();
    spoiled[60] ^= 1;
    let spaces = vec![b' '; 4 * 1024 * 1024];
    let size = survey.len() as u32;
    let bombs = [
        // Its directory claims 64 MB, or less than what it unpacks to.
        (deflated(&spaces, 64 * 1024 * 1024), "过大"),
        (deflated(&spaces, size), "损坏"),
        (whole[..whole.len() - 10].to_vec(), "损坏"),
        (spoiled, "损坏"),
        (zipped(&[("pictures/p1.jpg", &[7; 50])]), "没有摸排文件"),
        (b"PK\x03\x04".to_vec(), "损坏"),
    ];
    // Many entries in the directory may be the same bytes of the file.
    let many: Vec<u8> = {
        let one = deflated(&spaces, spaces.len() as u32);
        let directory = one.len() - 22 - 57;
        let (head, rest) = one.split_at(directory);
        let mut many = [head, &rest[..57].repeat(100), &rest[57..]].concat();
        let end = many.len() - 22;
        many[end + 12..end + 16].copy_from_slice(&5700_u32.to_le_bytes());
        many
    };
    for (at, (bytes, part)) in bombs.iter().chain([&(many, "95 个摸排文件")]).enumerate() {
        let file = file_of(&format!("bomb-{at}.zip"), bytes);
        let told = refusal(&["assess", file.path(), "--catalogue", SOUND]);
        assert!(told.contains(part), "{at}: {told}");
    }
    let file = file_of("cut.zip", &whole[..whole.len() - 10]);
    let told = refusal(&["assess", file.path(), "--catalogue", SOUND, "--lang", "en"]);
    assert!(told.contains("damaged") && told.contains("again"), "{told}");
}

#[test]
fn a_damaged_survey_file_in_a_zip_file_leaves_the_others() {
    let (east, west) = (estate("东院", true), estate("西院", true));
    let mut zip = zipped(&[
        ("east.json", east.as_bytes()),
        ("west.json", west.as_bytes()),
    ]);
    zip[60] ^= 1;
    let file = file_of("half.zip", &zip);
    let output = buqi(&["assess", file.path(), "--catalogue", SOUND]);
    assert!(text(&output).starts_with("西院，"), "{}", text(&output));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("east.json") && !told.contains("west.json"),
        "{told}"
    );
}

#[test]
fn nobody_reading_on_ends_it_quietly() {
    let survey = SurveyFile::new("pipe.yaml");
    for arguments in [
        &["assess", survey.path(), "--catalogue", SOUND][..],
        &["assess", survey.path(), "--catalogue", SOUND, "--json"],
        &["check", SOUND],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = Command::new(env!("CARGO_BIN_EXE_buqi"))
            .args(arguments)
            .current_dir(root())
            .stdout(writer)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert!(output.status.success(), "{arguments:?}: {}", output.status);
    }
}
