//! Reads a catalogue folder and a survey file, or says why not.

use crate::archive;
use crate::check::render;
use crate::figures;
use crate::yaml::{self, Refusal};
use anyhow::{Error, Result, anyhow, bail};
use buqi_catalogue::compile_folder;
use buqi_core::Catalogue;
use buqi_exchange::{Cause, Lang, OpenError, Opened, Repair, open_all, open_all_parsed};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

pub fn catalogue(folder: &Path, lang: Lang) -> Result<Catalogue> {
    let checked = compile_folder(folder, None).map_err(|it| unread(folder, &it, lang))?;
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

/// Why a file or a folder can't be read.
pub fn unread(path: &Path, error: &io::Error, lang: Lang) -> Error {
    let path = path.display();
    let other = error.to_string();
    let why = match error.kind() {
        ErrorKind::NotFound => lang.pick("没有这个文件或文件夹", "there is no such file or folder"),
        ErrorKind::PermissionDenied => lang.pick("没有读取权限", "reading it is not allowed"),
        ErrorKind::IsADirectory => lang.pick("这是文件夹，不是文件", "it is a folder, not a file"),
        ErrorKind::NotADirectory => lang.pick("这不是文件夹", "it is not a folder"),
        ErrorKind::InvalidData => lang.pick(
            "其中有文件不是 UTF-8 编码的文本",
            "a file in it is not text in UTF-8",
        ),
        _ => &other,
    };
    anyhow!(lang.pick(
        format!("读不到 {path}：{why}。"),
        format!("Can't read {path}: {why}."),
    ))
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
        .map_err(|it| in_file(path, &refusal(&it, lang), lang))
}

/// What is wrong with a file, and which one it is.
fn in_file(path: &Path, told: &str, lang: Lang) -> Error {
    let path = path.display();
    anyhow!(lang.pick(format!("{path}：{told}"), format!("{path}: {told}")))
}

/// What the app says, without what only the app has.
fn refusal(error: &OpenError, lang: Lang) -> String {
    match error {
        OpenError::NotJson { line: 1, column: 1 } => lang
            .pick(
                "这不是摸排文件：它不是以 JSON 的“{”开头，没有打开。请用补齐导出的 .json 或 .zip \
             文件；手写的 YAML 文件，文件名要以 .yaml 或 .yml 结尾。",
                "This is no survey file: it does not begin with the “{” of JSON, so it was not \
             opened. Take a .json or .zip file that Buqi exported; a file written by hand in YAML \
             has a name that ends in .yaml or .yml.",
            )
            .to_owned(),
        other => other.told(lang, ""),
    }
}

fn yaml_refusal(refused: &Refusal, lang: Lang) -> String {
    match refused {
        Refusal::Open(error) => refusal(error, lang),
        Refusal::NotYaml {
            line,
            column,
            fault,
        } => {
            let advice = fault.advice(lang);
            lang.pick(
                format!(
                    "文件的第 {line} 行第 {column} 个字符处不符合 YAML 格式，没有打开。{advice}"
                ),
                format!(
                    "The file is not YAML at line {line}, column {column}, so it was not opened. \
                     {advice}"
                ),
            )
        }
    }
}

/// What was changed or not taken on reading, each with its place in the file. A
/// renamed id is told once, wherever it stands.
pub fn notes(repairs: &[Repair], lang: Lang) -> Vec<String> {
    let mut renamed: Vec<(String, &str, usize)> = Vec::new();
    let mut notes = Vec::new();
    for repair in repairs {
        let message = repair.message(lang);
        if !matches!(repair.cause, Cause::Moved { .. }) {
            notes.push(note(&repair.at, 1, &message, lang));
            continue;
        }
        match renamed.iter_mut().find(|it| it.0 == message) {
            Some(known) => known.2 += 1,
            None => renamed.push((message, &repair.at, 1)),
        }
    }
    let renamed = renamed.iter();
    notes.extend(renamed.map(|(message, at, n)| note(at, *n, message, lang)));
    notes
}

/// A note about `n` places, of which `at` is the first.
fn note(at: &str, n: usize, message: &str, lang: Lang) -> String {
    let more = n - 1;
    let place = match (at, more) {
        ("", _) => String::new(),
        (_, 0) => lang.pick(format!("（{at}）"), format!(" ({at})")),
        _ => lang.pick(
            format!("（{at} 等 {n} 处）"),
            format!(" ({at} and {more} more)"),
        ),
    };
    lang.pick(
        format!("读取时{place}：{message}"),
        format!("On reading{place}: {message}"),
    )
}

type Estate = Result<Opened, OpenError>;

fn estates(path: &Path, catalogue: &Catalogue, lang: Lang) -> Result<Vec<Estate>> {
    let reading = |it: io::Error| unread(path, &it, lang);
    let mut file = File::open(path).map_err(reading)?;
    if archive::is_zip(&mut file).map_err(reading)? {
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
    let bytes = std::fs::read(path).map_err(reading)?;
    let ends_in = |wanted| {
        path.extension()
            .is_some_and(|it| it.eq_ignore_ascii_case(wanted))
    };
    let opened = if ends_in("yaml") || ends_in("yml") {
        let parsed =
            yaml::parse(&bytes).map_err(|it| in_file(path, &yaml_refusal(&it, lang), lang))?;
        open_all_parsed(parsed, &bytes, catalogue)
    } else {
        open_all(&bytes, catalogue)
    };
    opened.map_err(|it| in_file(path, &refusal(&it, lang), lang))
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
    let there_are = if n == 1 { "There is" } else { "There are" };
    let n_estates = figures::counted(n, "estate", "estates");
    let heading = lang.pick(
        format!("文件里有 {n} 个小区。用 --estate 加名称或序号选一个："),
        format!(
            "{there_are} {n_estates} in the file. Choose one with --estate and its name or number:"
        ),
    );
    let rows = estates.iter().enumerate().map(|(at, it)| {
        let told = match it {
            Ok(it) => {
                let n = it.dossier.survey.n_buildings();
                let name = &it.dossier.name;
                lang.pick(
                    format!("{name}，{n} 栋楼"),
                    format!("{name}, {}", figures::counted(n, "building", "buildings")),
                )
            }
            Err(it) => refusal(it, lang),
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
