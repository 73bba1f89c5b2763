//! The texts that travel apart from the compiled catalogue.

use buqi_core::Catalogue;
use buqi_core::catalogue::FactKind;

/// Every `zh` and `en` that is left anywhere.
fn texts(catalogue: &Catalogue) -> Vec<String> {
    let printed = format!("{catalogue:#?}");
    let lines = printed.lines().map(str::trim);
    lines
        .filter(|it| it.starts_with("zh: ") || it.starts_with("en: "))
        .filter(|it| !it.ends_with(": \"\","))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_text_of_the_catalogue_is_a_name_or_a_note_and_only_one_of_them() {
    let mut catalogue = buqi_bundled::catalogue().clone();
    let total = texts(&catalogue).len();
    assert!(total > 1000, "{total}");
    let mut count = 0;
    for it in catalogue.names() {
        count += usize::from(!it.zh.is_empty()) + usize::from(!it.en.is_empty());
        *it = Default::default();
    }
    for it in catalogue.notes() {
        count += usize::from(!it.zh.is_empty()) + usize::from(!it.en.is_empty());
        *it = Default::default();
    }
    assert_eq!(texts(&catalogue), [""; 0]);
    assert_eq!(count, total);
}

/// The buttons say 有 and 没有, so every question has to be one for them.
#[test]
fn every_yes_no_question_can_be_answered_with_its_buttons() {
    let asked = buqi_bundled::catalogue().facts.iter();
    let unfit: Vec<&str> = asked
        .filter(|it| matches!(it.kind, FactKind::YesNo) && it.place.is_some())
        .map(|it| &*it.question.zh)
        .filter(|it| !it.contains("有没有"))
        .collect();
    assert_eq!(unfit, [""; 0]);
}
