//! Reads a catalogue folder and a survey file, or says why not.

use crate::archive;
use crate::check::render;
use anyhow::{Context, Result, anyhow, bail};
use buqi_catalogue::{compile_folder, plain_value};
use buqi_core::Catalogue;
use buqi_core::id::{ItemId, ItemIdx};
use buqi_exchange::{Lang, OpenError, Opened, open_all, open_value};
use std::fs::File;
use std::path::Path;

pub fn catalogue(folder: &Path, lang: Lang) -> Result<Catalogue> {
    let checked = compile_folder(folder, None)
        .with_context(|| format!("can't read the catalogue in {}", folder.display()))?;
    for diagnostic in checked.diagnostics.iter().filter(|it| it.is_error()) {
        eprintln!("{}\n", render(diagnostic, lang));
    }
    checked.output.ok_or_else(|| {
        anyhow!(lang.pick(
            "目录有错误，先用 buqi check 检查。",
            "The catalogue has mistakes; see buqi check.",
        ))
    })
}

/// The estate to look at in a file of one or several: survey files are JSON,
/// also in a zip file; people who write one by hand may prefer YAML.
///
/// `wanted` is the name of an estate, or its number in the file from 1.
pub fn survey(
    path: &Path,
    wanted: Option<&str>,
    catalogue: &Catalogue,
    lang: Lang,
) -> Result<Opened> {
    let mut estates = estates(path, catalogue, lang)?;
    let at = match (wanted, estates.len()) {
        (_, 0) => bail!(lang.pick("文件里没有小区。", "There is no estate in the file.")),
        (None, 1) => 0,
        (None, _) => bail!("{}", choice(&estates, lang)),
        (Some(wanted), _) => find(&estates, wanted)
            .ok_or_else(|| anyhow!("{}", not_found(wanted, &estates, lang)))?,
    };
    estates
        .swap_remove(at)
        .map_err(|it| anyhow!(it.message(lang)))
}

type Estate = Result<Opened, OpenError>;

fn estates(path: &Path, catalogue: &Catalogue, lang: Lang) -> Result<Vec<Estate>> {
    let reading = || format!("can't read {}", path.display());
    let mut file = File::open(path).with_context(reading)?;
    if archive::is_zip(&mut file).with_context(reading)? {
        let mut estates = Vec::new();
        let mut lost = Vec::new();
        for (name, bytes) in archive::surveys(&mut file, lang)? {
            match bytes {
                Some(it) => {
                    estates.extend(open_all(&it, catalogue).unwrap_or_else(|it| vec![Err(it)]))
                }
                None => lost.push(name),
            }
        }
        if lost.is_empty() {
            return Ok(estates);
        }
        let told = not_whole(&lost, lang);
        if estates.is_empty() {
            bail!(told);
        }
        eprintln!("{told}");
        return Ok(estates);
    }
    let bytes = std::fs::read(path).with_context(reading)?;
    let is_yaml = path
        .extension()
        .is_some_and(|it| it == "yaml" || it == "yml");
    if is_yaml {
        let text = String::from_utf8_lossy(&bytes);
        let value = plain_value(&text).map_err(|it| anyhow!(it))?;
        return Ok(vec![open_value(value, bytes, catalogue)]);
    }
    open_all(&bytes, catalogue).map_err(|it| anyhow!(it.message(lang)))
}

/// Names a few of them; a zip file may list thousands.
fn not_whole(names: &[String], lang: Lang) -> String {
    const MAX_NAMED: usize = 8;
    let n = names.len();
    let named = names.get(..MAX_NAMED).unwrap_or(names);
    let more = if n > MAX_NAMED { "…" } else { "" };
    lang.pick(
        format!(
            "压缩包里有 {n} 个摸排文件已损坏或过大，没有读取：{}{more}。请重新导出或下载。",
            named.join("、")
        ),
        format!(
            "Survey files in the zip file that are damaged or too large and were not read: {n} \
             ({}{more}). Export or download them again.",
            named.join(", ")
        ),
    )
}

/// The only estate of that name, or else the one at that number.
fn find(estates: &[Estate], wanted: &str) -> Option<usize> {
    let is_it = |it: &Estate| matches!(it, Ok(it) if *it.dossier.name == *wanted);
    let mut named = (0..estates.len()).filter(|at| is_it(&estates[*at]));
    match (named.next(), named.next()) {
        (Some(at), None) => Some(at),
        (Some(_), Some(_)) => None,
        (None, _) => {
            let number: usize = wanted.parse().ok()?;
            (1..=estates.len()).contains(&number).then(|| number - 1)
        }
    }
}

fn choice(estates: &[Estate], lang: Lang) -> String {
    let n = estates.len();
    let heading = lang.pick(
        format!("文件里有 {n} 个小区。用 --estate 加名称或序号选一个："),
        format!(
            "There are {n} estates in the file. Choose one with --estate and its name or number:"
        ),
    );
    let rows = estates.iter().enumerate().map(|(at, it)| {
        let told = match it {
            Ok(it) => {
                let n = it.dossier.survey.n_buildings();
                let name = &it.dossier.name;
                lang.pick(
                    format!("{name}，{n} 栋楼"),
                    format!("{name}, {n} buildings"),
                )
            }
            Err(it) => it.message(lang),
        };
        format!("\n  {}  {told}", at + 1)
    });
    heading + &rows.collect::<String>()
}

fn not_found(wanted: &str, estates: &[Estate], lang: Lang) -> String {
    let told = lang.pick(
        format!("没有唯一一个叫“{wanted}”的小区，也没有这个序号。"),
        format!("No single estate is called “{wanted}”, and none has that number. "),
    );
    told + &choice(estates, lang)
}

pub fn item(catalogue: &Catalogue, id: &str, lang: Lang) -> Result<ItemIdx> {
    let found = ItemId::new(id).ok().and_then(|it| catalogue.find_item(&it));
    if let Some(idx) = found {
        return Ok(idx);
    }
    let moved = catalogue.moved.iter().find(|it| *it.from == *id);
    if let Some(moved) = moved {
        let to = moved.to.as_deref().unwrap_or("—");
        bail!("{id} → {to}: {}", lang.of(&moved.reason));
    }
    bail!(lang.pick(
        format!("没有叫 {id} 的改造项。"),
        format!("There is no item called {id}."),
    ))
}
