//! The JSON Schema of the survey file, for editors and for other programs.
//!
//! It describes the form, not the policy: which facts there are and what they
//! take is the catalogue's business and changes with every edition.

use crate::format::{
    ACCEPTED, CANNOT_TELL, DECLINED, DEFERRED, FORMAT, HOWS, MAX_COUNT, SHAPES, VERSION, key,
};
use crate::json;
use buqi_core::photos::{EDGE, MAX_SHAPES};
use buqi_core::plan::MOST_BY_HAND;
use buqi_core::terms::{MAX_FLOORS, MAX_WEIGHT, MAX_YEARS, WHOLE};
use serde_json::{Value, json};

const ID_PATTERN: &str = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

/// Two whole numbers with a slash between them.
const FRACTION_PATTERN: &str = "^[0-9]+/[0-9]+$";

/// JSON Schema, draft 2020-12.
pub fn survey_schema() -> Value {
    let hows: Vec<&str> = HOWS.iter().map(|(_, spelling)| *spelling).collect();
    let id = json!({ "type": "string", "pattern": ID_PATTERN });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Buqi survey file / 补齐摸排文件",
        "description": "One estate: the answers given about it and the plan made for it. Keys not named here are kept. See docs/survey-file.md.",
        "type": "object",
        "required": [key::FORMAT, key::VERSION],
        "properties": {
            key::FORMAT: { "const": FORMAT },
            key::VERSION: {
                "description": "The version of the format.",
                "type": "integer",
                "minimum": 1,
                "examples": [VERSION],
            },
            key::READABLE_FROM: {
                "description": "The oldest format version whose readers can make sense of the file. Without it, any can.",
                "type": "integer",
                "minimum": 1,
            },
            key::CATALOGUE: {
                "description": "The edition of the catalogue the file was last saved under.",
                "type": "object",
                "properties": {
                    key::EDITION: { "type": "string" },
                    key::FINGERPRINT: { "type": "string" },
                },
            },
            key::NAME: { "description": "The name of the estate.", "type": "string" },
            key::ABOUT: {
                "description": "Where the facts come from, or free notes.",
                "type": "string",
            },
            key::ESTATE: {
                "description": "Answers about the estate as a whole.",
                "$ref": "#/$defs/answers",
            },
            key::GROUPS: {
                "description": "Groups of buildings that are alike.",
                "type": "array",
                "items": { "$ref": "#/$defs/group" },
            },
            key::PLAN: { "$ref": "#/$defs/plan" },
            key::SCHEMES: {
                "description": "Plans put aside to be compared. Written only where there are some.",
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        key::NAME: { "description": "Unique among the schemes.", "type": "string" },
                        key::PLAN: { "$ref": "#/$defs/plan" },
                    },
                },
            },
            key::PICTURES: {
                "description": "By photo: what is known of it. The picture itself is beside the file, not in it.",
                "type": "object",
                "propertyNames": { "pattern": ID_PATTERN },
                "additionalProperties": { "$ref": "#/$defs/photo" },
            },
            key::SET_ASIDE: {
                "description": "Values that could not be read and whose place another one took. Written by the program, safe to delete.",
                "type": "array",
            },
        },
        "$defs": {
            "photo": photo_schema(),
            "answers": {
                "description": "By fact. A fact that is not here was not asked.",
                "type": "object",
                "propertyNames": { "pattern": ID_PATTERN },
                "additionalProperties": { "$ref": "#/$defs/answer" },
            },
            "answer": {
                "anyOf": [
                    { "$ref": "#/$defs/reply" },
                    {
                        "type": "object",
                        "required": [key::REPLY],
                        "properties": {
                            key::REPLY: { "$ref": "#/$defs/reply" },
                            key::HOW: {
                                "description": "How the answer came about.",
                                "enum": hows,
                            },
                            key::WHO: { "description": "Who says so.", "type": "string" },
                            key::ON: {
                                "description": "On what day.",
                                "type": "string",
                                "format": "date",
                            },
                            key::NOTE: { "type": "string" },
                        },
                    },
                ],
            },
            "reply": {
                "anyOf": [
                    { "type": "boolean" },
                    { "description": "In the fact's unit.", "type": "number" },
                    {
                        "description": "Somebody looked and could not say.",
                        "const": CANNOT_TELL,
                    },
                    { "description": "The id of an option.", "$ref": "#/$defs/id" },
                ],
            },
            "group": {
                "type": "object",
                "properties": {
                    key::ID: {
                        "description": "Unique among the groups. Made up when missing.",
                        "$ref": "#/$defs/id",
                    },
                    key::LABEL: { "description": "What people call it.", "type": "string" },
                    key::COUNT: {
                        "description": "How many buildings; 1 when missing.",
                        "type": "integer",
                        "minimum": 1,
                        "maximum": MAX_COUNT,
                    },
                    key::ANSWERS: {
                        "description": "Answers about each building of the group.",
                        "$ref": "#/$defs/answers",
                    },
                },
            },
            "plan": {
                "type": "object",
                "properties": {
                    key::DECISIONS: {
                        "description": "By item. An item without a decision is in the plan when it is suggested.",
                        "type": "object",
                        "propertyNames": { "pattern": ID_PATTERN },
                        "additionalProperties": { "$ref": "#/$defs/decision" },
                    },
                    key::OVERRIDES: {
                        "description": "Quantities measured or agreed for single lines of an item's scope.",
                        "type": "array",
                        "items": { "$ref": "#/$defs/override" },
                    },
                    key::TERMS: {
                        "description": "What was agreed on who votes, who pays and when.",
                        "$ref": "#/$defs/terms",
                    },
                },
            },
            "decision": {
                "anyOf": [
                    { "enum": [ACCEPTED, DEFERRED, DECLINED] },
                    {
                        "type": "object",
                        "required": [DECLINED],
                        "properties": {
                            DECLINED: { "description": "The reason.", "type": "string" },
                        },
                    },
                ],
            },
            "override": {
                "type": "object",
                "required": [key::ITEM, key::LINE, key::QUANTITY],
                "properties": {
                    key::ITEM: { "$ref": "#/$defs/id" },
                    key::LINE: { "$ref": "#/$defs/id" },
                    key::QUANTITY: {
                        "description": "In the line's unit.",
                        "type": "number",
                        "minimum": 0,
                        "maximum": MOST_BY_HAND,
                    },
                    key::NOTE: { "type": "string" },
                },
            },
            "terms": terms(),
            "id": id,
        },
    })
}

fn terms() -> Value {
    let by_item = |description: &str, value: Value| {
        json!({
            "description": description,
            "type": "object",
            "propertyNames": { "pattern": ID_PATTERN },
            "additionalProperties": value,
        })
    };
    let share = json!({ "type": "string", "pattern": FRACTION_PATTERN });
    let test = |description: &str| {
        json!({
            "description": description,
            "type": "object",
            "required": [key::ATTENDANCE, key::APPROVAL],
            "properties": {
                key::ATTENDANCE: share,
                key::APPROVAL: share,
                key::STRICT: {
                    "description": "More than the share is needed, not at least.",
                    "type": "boolean",
                },
                key::OF_ALL: {
                    "description": "Approval counts all owners, not those who take part.",
                    "type": "boolean",
                },
            },
        })
    };
    let mut vote = test("By area, and by heads where `heads` says nothing else.");
    if let Some(Value::Object(properties)) = vote.get_mut("properties") {
        let heads = test("The test by heads, where it is not the one by area.");
        properties.insert(key::HEADS.to_owned(), heads);
    }
    json!({
        "type": "object",
        "properties": {
            key::START_MONTH: {
                "description": "The month the works start in.",
                "type": "integer",
                "minimum": 1,
                "maximum": 12,
            },
            key::PHASING: {
                "description": "How the works are split into years.",
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "properties": {
                    key::YEARS: { "type": "integer", "minimum": 1, "maximum": MAX_YEARS },
                    key::YEARLY_CAP: {
                        "description": "The most typical cost a year, in fen.",
                        "type": "integer",
                        "minimum": 1,
                    },
                },
            },
            key::CAP: {
                "description": "The most the whole project may cost, in fen, with fees and contingency.",
                "type": "integer",
                "minimum": 0,
            },
            key::VOTES: by_item(
                "By kind of vote: a rule in the place of the catalogue's.",
                vote,
            ),
            key::SHARES: by_item(
                "By item and payer, in basis points; used once they make 10,000.",
                json!({
                    "type": "object",
                    "propertyNames": { "pattern": ID_PATTERN },
                    "additionalProperties": { "type": "integer", "minimum": 0, "maximum": WHOLE },
                }),
            ),
            key::REGION: {
                "description": "The region whose prices hold.",
                "$ref": "#/$defs/id",
            },
            key::WISHES: by_item(
                "By item: how many residents want it, as a percentage or in households.",
                json!({
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "properties": {
                        key::PERCENT: { "type": "integer", "minimum": 0, "maximum": 100 },
                        key::HOUSEHOLDS: { "type": "integer", "minimum": 0, "maximum": u32::MAX },
                    },
                }),
            ),
            key::SUBSIDIES: by_item("By item: the id of a subsidy.", json!({ "$ref": "#/$defs/id" })),
            key::FLOORS: by_item(
                "By item: weights by floor, ground floor first.",
                json!({
                    "type": "array",
                    "maxItems": MAX_FLOORS,
                    "items": { "type": "integer", "minimum": 0, "maximum": MAX_WEIGHT },
                }),
            ),
        },
    })
}

fn photo_schema() -> Value {
    let id = json!({ "type": "string", "pattern": ID_PATTERN });
    let size = json!({ "type": "integer", "minimum": 1 });
    let shapes = SHAPES.map(|(_, key)| {
        json!({
            "type": "object",
            "required": [key],
            "properties": { key: {
                "description": "Across and down, from and to, in ten-thousandths of width and height.",
                "type": "array",
                "minItems": 4,
                "maxItems": 4,
                "items": { "type": "integer", "minimum": 0, "maximum": EDGE },
            } },
        })
    });
    json!({
        "description": "One photo of an answer or of a finding.",
        "type": "object",
        "required": [key::WIDTH, key::HEIGHT, key::BYTES],
        "properties": {
            key::FACT: id,
            key::GROUP: id,
            key::FINDING: id,
            key::TAKEN: {
                "description": "When, to the minute, by the clock of the device.",
                "type": "string",
                "examples": ["2026-11-24T09:30"],
            },
            key::WIDTH: size,
            key::HEIGHT: size,
            key::BYTES: size,
            key::POSITION: {
                "description": "Degrees north and east; only where the person asked to keep it.",
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": { "type": "number" },
            },
            key::SHAPES: {
                "description": "Drawn over the photo.",
                "type": "array",
                "maxItems": MAX_SHAPES,
                "items": { "anyOf": shapes },
            },
        },
    })
}

/// The schema as the file `schema/survey.schema.json` holds it.
pub fn survey_schema_file() -> Vec<u8> {
    json::write(&survey_schema())
}
