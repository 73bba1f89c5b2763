//! The bundled example estates, as the room of estates lists them.

use buqi_core::catalogue::Text;
use serde_json::Value;

/// 示例小区. A real project with its published facts and works.
#[derive(Clone, Debug, PartialEq)]
pub struct Demo {
    pub id: String,
    pub name: Text,
    pub about: Text,
    pub source: String,
    /// Works as published, in the words of the source.
    pub works: Vec<String>,
    /// The survey, to be opened like any file.
    pub survey: Value,
}

/// Reads the bundle; nothing until it has arrived. An entry that lacks a part
/// shows that part empty.
pub fn demos() -> Vec<Demo> {
    let estates = buqi_bundled::estates().unwrap_or_default();
    let estates: Vec<Value> = serde_json::from_str(estates).unwrap_or_default();
    estates.into_iter().map(demo).collect()
}

fn demo(mut survey: Value) -> Demo {
    let published = match survey.as_object_mut() {
        Some(members) => members.remove("published").unwrap_or_default(),
        None => Value::Null,
    };
    let id = match survey.as_object_mut().and_then(|it| it.remove("id")) {
        Some(Value::String(id)) => id,
        _ => String::new(),
    };
    let source = published.get("source");
    let source = ["title", "year", "address"]
        .iter()
        .filter_map(|it| match source?.get(it)? {
            Value::String(text) => Some(text.clone()),
            year => year.as_u64().map(|it| it.to_string()),
        })
        .collect::<Vec<_>>()
        .join(" · ");
    let works = published
        .get("works")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect();
    let both = |zh: Option<&Value>, en: Option<&Value>| Text {
        zh: zh.and_then(Value::as_str).unwrap_or_default().into(),
        en: en.and_then(Value::as_str).unwrap_or_default().into(),
    };
    Demo {
        name: both(survey.get("name"), published.get("name-en")),
        about: both(survey.get("about"), published.get("about-en")),
        id,
        source,
        works,
        survey,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_has_both_names_a_source_and_opens_without_repairs() {
        let demos = demos();
        assert!(demos.len() >= 10);
        for demo in demos {
            for part in [&demo.name.zh, &demo.name.en, &demo.about.zh, &demo.about.en] {
                assert!(!part.is_empty(), "{}", demo.id);
            }
            assert!(
                !demo.source.is_empty() && !demo.works.is_empty(),
                "{}",
                demo.id
            );
            let text = demo.survey.to_string();
            let opened = buqi_exchange::open(text.as_bytes(), buqi_bundled::catalogue());
            assert!(opened.is_ok_and(|it| it.repairs.is_empty()), "{}", demo.id);
        }
    }
}
