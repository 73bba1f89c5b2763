//! JSON schemas of the source types, for editors that complete and check YAML.

use crate::source;
use crate::spot::Entries;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

/// File name and content of every schema, in name order. They are kept under
/// `schema/catalogue/` and rewritten by `buqi schema`.
pub fn schemas() -> Vec<(String, String)> {
    vec![
        schema::<source::Header>("catalogue", "catalogue.yaml"),
        schema::<Entries<source::Consent>>("consent", "consent.yaml"),
        schema::<Entries<source::Convention>>("conventions", "conventions/*.yaml"),
        schema::<Entries<source::Deficiency>>("deficiencies", "deficiencies/*.yaml"),
        schema::<Entries<source::Fact>>("facts", "facts/*.yaml"),
        schema::<source::Item>("item", "items/*/*.yaml"),
        schema::<Vec<source::Moved>>("moved", "moved.yaml"),
        schema::<Entries<source::Payer>>("payers", "payers.yaml"),
        schema::<Entries<source::Words>>("places", "places.yaml"),
        schema::<Entries<source::Price>>("prices", "prices/*.yaml"),
        schema::<Entries<source::Region>>("regions", "regions.yaml"),
        schema::<source::Sequence>("sequence", "sequence.yaml"),
        schema::<Entries<source::SharesElsewhere>>("shares", "shares.yaml"),
        schema::<Entries<source::Source>>("sources", "sources/*.yaml"),
        schema::<Entries<source::Subsidy>>("subsidies", "subsidies.yaml"),
        schema::<Entries<source::Unit>>("units", "units.yaml"),
        schema::<source::Upkeep>("upkeep", "upkeep.yaml"),
    ]
}

fn schema<T: JsonSchema>(name: &str, files: &str) -> (String, String) {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), format!("catalogue/{files}").into());
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain data");
    text.push('\n');
    (format!("{name}.schema.json"), text)
}
