// Included by a native test and by one that runs in the browser, so that both
// do the same work.

/// What the saved files come to, a line each: its name and a hash of the
/// assessment, the estimate, the project total and the file saved again.
fn engine_says(catalogue: &buqi_core::Catalogue) -> String {
    use std::hash::{DefaultHasher, Hasher};
    const FILES: [(&str, &[u8]); 4] = [
        ("full", include_bytes!("../tests/saved/v1/full.json")),
        ("terms", include_bytes!("../tests/saved/v1/terms.json")),
        ("schemes", include_bytes!("../tests/saved/v1/schemes.json")),
        ("by-hand", include_bytes!("../tests/saved/v1/by-hand.json")),
    ];
    let mut said = String::new();
    for (name, bytes) in FILES {
        let Ok(opened) = buqi_exchange::open(bytes, catalogue) else {
            panic!("{name} does not open");
        };
        let assessment = buqi_core::assess(catalogue, &opened.dossier.survey);
        let estimate = buqi_core::estimate(catalogue, &assessment, &opened.dossier.plan);
        let project = buqi_core::project::build_up(catalogue, &estimate);
        let saved = buqi_exchange::save(&opened.dossier, &opened.extras, catalogue);
        let mut hasher = DefaultHasher::new();
        // Plain bytes: the length that `Hash` puts before a slice is not as wide
        // on every machine.
        hasher.write(format!("{assessment:?} {estimate:?} {project:?}").as_bytes());
        hasher.write(&saved);
        said.push_str(&format!("{name} {:016x}\n", hasher.finish()));
    }
    said
}
