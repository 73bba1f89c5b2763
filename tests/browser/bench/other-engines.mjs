// Times two general rule engines on the catalogue's own rules and the same
// answers: which items are suggested, for each building group. They size and
// price nothing, which Buqi's figure includes.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Engine as RulesEngine } from "json-rules-engine";
import Publicodes from "publicodes";

const { rules, situations, suggested } = JSON.parse(await readFile(process.argv[2], "utf8"));

/** The median of `count` timed runs in µs, after a few to warm up. */
async function median(count, run) {
  const samples = [];
  for (let at = -3; at < count; at += 1) {
    const start = performance.now();
    await run();
    if (at >= 0) samples.push((performance.now() - start) * 1000);
  }
  samples.sort((one, other) => one - other);
  return Math.round(samples[Math.floor(count / 2)]);
}

const OPERATORS = {
  is: "equal",
  "one-of": "in",
  "at-least": "greaterThanInclusive",
  "at-most": "lessThanInclusive",
  "less-than": "lessThan",
};

function conditions(rule) {
  if (rule.all) return { all: rule.all.map(conditions) };
  if (rule.any) return { any: rule.any.map(conditions) };
  if (rule.not) return { not: conditions(rule.not) };
  return { fact: rule.fact, operator: OPERATORS[rule.op], value: rule.value };
}

function jsonRulesEngine() {
  const engine = new RulesEngine(
    rules.map((rule, at) => ({ conditions: conditions(rule), event: { type: `item${at}` } })),
    { allowUndefinedFacts: true },
  );
  return async () => {
    const suggested = [];
    for (const situation of situations) {
      const { events } = await engine.run(situation);
      suggested.push(events.map((it) => Number(it.type.slice(4))).sort((one, other) => one - other));
    }
    return suggested;
  };
}

const ALL = "toutes ces conditions";
const ANY = "une de ces conditions";
const OPPOSITES = { "at-least": "<", "at-most": ">", "less-than": ">=" };
const COMPARISONS = { "at-least": ">=", "at-most": "<=", "less-than": "<" };

/** A rule in Publicodes; it has no "not", so that is pushed to the leaves. */
function publicode(rule, negated = false) {
  if (rule.not) return publicode(rule.not, !negated);
  const parts = rule.all ?? rule.any;
  if (parts) {
    return { [Boolean(rule.all) === negated ? ANY : ALL]: parts.map((it) => publicode(it, negated)) };
  }
  if (rule.op === "is") return `${rule.fact} = ${rule.value === negated ? "non" : "oui"}`;
  if (rule.op === "one-of") {
    const options = rule.value.map((it) => `${rule.fact} ${negated ? "!=" : "="} '${it}'`);
    return { [negated ? ALL : ANY]: options };
  }
  return `${rule.fact} ${(negated ? OPPOSITES : COMPARISONS)[rule.op]} ${rule.value}`;
}

const literal = (value) => (typeof value === "boolean" ? (value ? "oui" : "non") : typeof value === "string" ? `'${value}'` : value);

function publicodes() {
  // A first value gives every fact its type; each situation replaces it.
  const facts = Object.entries(situations[0]).map(([name, value]) => [name, { valeur: literal(value) }]);
  const items = rules.map((rule, at) => [`item${at}`, publicode(rule)]);
  const engine = new Publicodes(Object.fromEntries([...facts, ...items]), { logger: { log() {}, warn() {}, error: console.error } });
  const given = situations.map((it) => Object.fromEntries(Object.entries(it).map(([name, value]) => [name, literal(value)])));
  return async () =>
    given.map((situation) => {
      engine.setSituation(situation);
      return rules.flatMap((_, at) => (engine.evaluate(`item${at}`).nodeValue === true ? [at] : []));
    });
}

const engines = { json_rules_engine_us: jsonRulesEngine(), publicodes_us: publicodes() };
const figures = {};
for (const [name, run] of Object.entries(engines)) {
  assert.deepEqual(await run(), suggested, `${name}: another answer than Buqi's, so the time says nothing`);
  figures[name] = await median(21, run);
}
console.log(JSON.stringify(figures));
