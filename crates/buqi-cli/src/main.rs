//! The `buqi` command: check the catalogue, assess a survey, explain a
//! suggestion. It decides nothing itself; the core does.
//!
//! It reads the catalogue from a folder, not from the compiled one, so that a
//! change of policy can be tried before anything is built.

mod archive;
mod assess;
mod backtest;
mod cases;
mod check;
mod explain;
mod figures;
mod item;
mod listed;
mod money;
mod naming;
mod output;
mod reading;
mod remarks;
mod works;
mod written;
mod yaml;

use anyhow::{Result, bail};
use buqi_core::money::Fen;
use buqi_exchange::Lang;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// 补齐：按小区体检结果给出改造建议。 What an estate lacks, and what answers it.
#[derive(Parser)]
#[command(name = "buqi", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 检查目录，一次列出全部错误。 Compile a catalogue and list every mistake.
    Check {
        /// 目录所在文件夹。 The folder of the catalogue.
        #[arg(default_value = "catalogue")]
        folder: PathBuf,
        /// 今天的日期 YYYY-MM-DD，用来提醒过期的单价。 Warn about prices due by this date.
        #[arg(long)]
        today: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// 显示一个改造项。 Show one item.
    Item {
        /// 改造项的标识或名称，如 lift-addition。 The id or the name of the item.
        id: String,
        #[arg(long, default_value = "catalogue")]
        catalogue: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// 读取摸排文件（JSON、YAML，或带照片的 ZIP），给出缺口、建议和估算。 Assess a survey file.
    Assess {
        file: PathBuf,
        /// 文件里有几个小区时，要看的那个：名称或序号。 Which estate of a file of several: name or number.
        #[arg(long, value_name = "NAME")]
        estate: Option<String>,
        /// 总投资上限（元），如 8000000 或 800万，给出预算之内的最优组合。 A cap on the project total, in yuan.
        #[arg(long, value_name = "YUAN")]
        cap: Option<String>,
        #[arg(long, default_value = "catalogue")]
        catalogue: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// 说明某一项为什么建议或不建议，工程量怎么算。 Explain one item for a survey.
    Explain {
        file: PathBuf,
        /// 改造项的标识或名称。 The id or the name of the item.
        item: String,
        /// 文件里有几个小区时，要看的那个：名称或序号。 Which estate of a file of several: name or number.
        #[arg(long, value_name = "NAME")]
        estate: Option<String>,
        #[arg(long, default_value = "catalogue")]
        catalogue: PathBuf,
        /// 输出语言。 The language of the output.
        #[arg(long, value_enum, default_value_t = Language::Zh)]
        lang: Language,
    },
    /// 用公布的项目检验估算。 Price published projects and compare with their totals.
    Backtest {
        /// CSV 文件，列名见 docs/estimate.md。 A table of projects; see docs/estimate.md.
        file: PathBuf,
        /// 匹配的改造内容少于此数的行不比较。 Leave out rows with fewer matched works.
        #[arg(long, default_value_t = 1, value_parser = whole)]
        min_works: usize,
        /// 把预测换算成这一年的价格水平，own 为各项目自己的年份。 Convert to the prices of a year, or of each project's own.
        #[arg(long, num_args = 0..=1, default_missing_value = "own", value_parser = no_file)]
        year: Option<String>,
        #[arg(long, default_value = "catalogue")]
        catalogue: PathBuf,
        /// 输出语言。 The language of the output.
        #[arg(long, value_enum, default_value_t = Language::Zh)]
        lang: Language,
    },
    /// 重写编辑器用的 JSON Schema。 Rewrite the schemas for editors.
    #[command(hide = true)]
    Schema {
        #[arg(default_value = "schema/catalogue")]
        folder: PathBuf,
    },
}

#[derive(Clone, Copy, clap::Args)]
struct Output {
    /// 输出语言。 The language of the output.
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
    /// 输出 JSON。 Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    Zh,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

fn whole(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| "应为整数，如 3。 A whole number, such as 3.".to_owned())
}

/// `--year` takes the word behind it, which may have been meant for the table.
fn no_file(text: &str) -> Result<String, String> {
    if Path::new(text).extension().is_none() {
        return Ok(text.to_owned());
    }
    Err(
        "这里应是年份或 own；文件写在 --year 前面。 A year or own; the file goes before --year."
            .to_owned(),
    )
}

/// A date that was asked for; `Err` says what is.
fn date(text: &str, lang: Lang) -> Result<&str> {
    if buqi_catalogue::is_date(text) {
        return Ok(text);
    }
    bail!(lang.pick(
        format!("--today：“{text}”不是年-月-日形式的日期，请写成 2026-12-01 这样。"),
        format!("--today: “{text}” is no date of the form year-month-day, such as 2026-12-01."),
    ))
}

/// An amount of money that was asked for; `Err` says what is.
fn cap(text: &str, lang: Lang) -> Result<Fen> {
    const MOST: f64 = 1e12;
    match written::yuan(text) {
        Some(yuan) if yuan <= MOST => Ok(Fen((yuan * 100.0).round() as i64)),
        _ => bail!(lang.pick(
            format!(
                "--cap：“{text}”不是能用的金额。请写 0 到 1 万亿元之间的数，\
                 如 8000000、8,000,000、800万 或 1.2亿。"
            ),
            format!(
                "--cap: “{text}” is no usable amount. Write yuan from 0 to 10^12, such as \
                 8000000, 8,000,000, 800万 (ten thousands) or 1.2亿 (hundred millions)."
            ),
        )),
    }
}

fn main() -> ExitCode {
    run(Arguments::parse().command).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Check {
            folder,
            today,
            output,
        } => {
            let lang = output.lang.into();
            let today = today.as_deref().map(|it| date(it, lang)).transpose()?;
            check::check(&folder, today, lang, output.json)
        }
        Command::Item {
            id,
            catalogue,
            output,
        } => item::show(&catalogue, &id, output.lang.into(), output.json),
        Command::Assess {
            file,
            estate,
            cap: most,
            catalogue,
            output,
        } => {
            let lang = output.lang.into();
            let most = most.map(|it| cap(&it, lang)).transpose()?;
            let estate = estate.as_deref();
            assess::run(&catalogue, &file, estate, most, lang, output.json)
        }
        Command::Explain {
            file,
            item,
            estate,
            catalogue,
            lang,
        } => explain::run(&catalogue, &file, estate.as_deref(), &item, lang.into()),
        Command::Backtest {
            file,
            min_works,
            year,
            catalogue,
            lang,
        } => {
            let lang = lang.into();
            let year = year.map(|it| backtest::price_year(&it, lang)).transpose()?;
            let year = year.unwrap_or(backtest::PriceYear::Base);
            backtest::run(&catalogue, &file, min_works, year, lang)
        }
        Command::Schema { folder } => check::write_schemas(&folder),
    }
}
