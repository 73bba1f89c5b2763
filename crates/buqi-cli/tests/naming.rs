//! What words of the trade mean, and that none means two things by accident.

use buqi_core::Catalogue;
use buqi_core::naming::works_named;
use std::collections::BTreeMap;
use std::path::Path;

/// The sources, since words for back-tests are not compiled in.
fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    let checked = buqi_catalogue::compile_folder(&folder, None).expect("the folder can be read");
    checked.output.expect("a sound catalogue")
}

/// The items a word means, each with the lines it means where not all.
fn meaning(catalogue: &Catalogue, word: &str) -> Vec<String> {
    works_named(catalogue, word)
        .into_iter()
        .map(|it| {
            let item = catalogue.item(it.item);
            let lines = it.lines.map(|it| {
                let ids: Vec<&str> = it.iter().map(|it| item.lines[*it].id.as_str()).collect();
                format!(":{}", ids.join("+"))
            });
            item.id.to_string() + &lines.unwrap_or_default()
        })
        .collect()
}

#[test]
fn words_of_the_trade_mean_what_they_say() {
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    for (word, wanted) in [
        ("道路", "internal-road-repair"),
        ("小区道路改造", "internal-road-repair"),
        ("路面硬化工程", "internal-road-repair"),
        ("道路照明", "estate-lighting"),
        ("人行道铺装", "walkway-network"),
        ("健身步道", "walkway-network"),
        ("管网改造", "water-supply-renewal drainage-separation"),
        ("给排水管网改造", "water-supply-renewal drainage-separation"),
        ("供水管网更新改造", "water-supply-renewal"),
        ("雨污水管网", "drainage-separation"),
        ("下水井", "drainage-separation"),
        ("燃气管道更新", "gas-pipe-renewal"),
        ("消防管网", "fire-equipment:hydrants"),
        ("消防水池", "fire-equipment"),
        ("消防应急照明", "fire-equipment"),
        ("消防车通道", "fire-lane-clearance"),
        ("弱电管网", "cable-tidying"),
        ("电力管网", "power-supply-upgrade"),
        ("强弱电改造", "power-supply-upgrade cable-tidying"),
        ("弱电下地", "cable-tidying:trench"),
        ("架空线整治", "cable-tidying:scope+trunking"),
        ("供热管网", ""),
        ("供热管网改造", ""),
        ("热力管道", ""),
        ("供水供热", "water-supply-renewal"),
        ("改造", ""),
        ("基础设施", ""),
        ("小区", ""),
        ("单元门更换", "security-basics:entrance-doors"),
        ("视频监控", "security-basics:scope+yard-cameras"),
        ("围墙修复", "security-basics:fence"),
        ("停车场道闸", "smart-sensing-perimeter:scope"),
        ("楼道灯", "stairwell-repair:stair-lamps"),
        ("楼道粉刷", "stairwell-repair"),
        ("门窗", "facade-safety-repair:stair-windows"),
        ("屋面保温", "energy-retrofit:roof-insulation-area"),
        ("外墙保温", "energy-retrofit:scope"),
        ("保温", "energy-retrofit"),
        ("外墙", "facade-safety-repair"),
        (
            "外立面提升",
            "facade-safety-repair facade-attachment-safety",
        ),
        ("屋面防水修缮", "roof-waterproofing"),
        ("加装电梯", "lift-addition"),
        ("供水老旧管网改造", "water-supply-renewal"),
        ("污水等地下管网翻新", "drainage-separation"),
        ("内涝点整治及管道清淤", "drainage-separation"),
        ("四网合一管网改造", "cable-tidying"),
        ("强弱电管线规整", "power-supply-upgrade cable-tidying"),
        (
            "楼体外立面",
            "facade-safety-repair facade-attachment-safety",
        ),
        ("防水保温", "roof-waterproofing energy-retrofit"),
        ("道路绿化", "internal-road-repair greening-renewal"),
        ("节能路灯安装", "estate-lighting"),
        ("外墙防水涂料出新", "facade-safety-repair"),
        ("楼道内照明改造", "stairwell-repair:stair-lamps"),
        ("维修", ""),
        ("增设", ""),
        ("水", "water-supply-renewal"),
        ("电", "power-supply-upgrade"),
        ("井", ""),
        ("", ""),
    ] {
        let found = meaning(&catalogue, word).join(" ");
        if found != wanted {
            wrong.push(format!("{word}: {found}, not {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words that stand for several items on purpose, by how they are used.
const COLLECTIVE: [&str; 31] = [
    "三供一业",
    "三表出户",
    "上下水",
    "供排水",
    "公共空间",
    "内外墙粉刷",
    "地下管线",
    "地下管网",
    "外立面",
    "强弱电",
    "强弱电入地",
    "强弱电管线",
    "强弱电管网",
    "房屋修缮",
    "房屋整修",
    "房屋本体",
    "楼体",
    "楼房主体",
    "楼本体",
    "建筑本体",
    "水电",
    "水电气",
    "水电气路",
    "水电路气",
    "社区文化",
    "立面",
    "管网",
    "管道",
    "给排水",
    "给排水管网",
    "给排水管道",
];

#[test]
fn no_alias_stands_for_two_items_by_accident() {
    let catalogue = catalogue();
    let mut items: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in &catalogue.items {
        for alias in item.aliases.iter().chain(&item.published_as) {
            items.entry(alias).or_default().push(item.id.as_str());
        }
    }
    for (alias, of) in &items {
        assert!(
            of.len() == 1 || COLLECTIVE.contains(alias),
            "{alias} stands for {of:?}; if that is meant, add it to the list"
        );
        let found = works_named(&catalogue, alias);
        assert_eq!(found.len(), of.len(), "{alias} as it stands means {of:?}");
    }
}
