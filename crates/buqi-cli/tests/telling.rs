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
fn what_was_decided_and_wished_is_told_with_its_reason() {
    let file = File::new(
        "decided.yaml",
        "estate: { gfa: 12000, road-length: 410, dark: dim, kitchen-wanted: true, kitchen-there: false }\n\
         groups: [ { id: a, label: 甲楼, count: 4, answers: { roof-leaks: true, storeys: 6 } } ]\n\
         plan:\n  decisions: { roof-repair: { declined: 居民不同意 }, lighting: deferred, canteen-service: accepted }\n  \
         terms: { wishes: { lighting: { percent: 70 }, canteen-service: { households: 120 } } }\n",
    );
    let rest = format!("--catalogue {SOUND}");
    says(
        &file.told("assess", &rest),
        &[
            "不做：1 项，其中底线项目 1 项\n  屋面修缮  基础类  底线  居民不同意\n",
            "以后再做：1 项\n  小区照明  基础类\n",
            "居民意愿\n  小区照明  想要的占 70%",
            "  社区食堂  120 户想要",
        ],
    );
    says(
        &file.told("assess", &format!("{rest} --lang en")),
        &[
            "Dropped: 1 item, 1 of them bottom-line\n  Roof repair  Basic  bottom line  居民不同意\n",
            "For later: 1 item\n",
            "What residents want\n",
            "wanted by 70 %",
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
