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
mod money;
mod output;
mod reading;
mod works;
mod written;

use anyhow::Result;
use buqi_core::money::Fen;
use buqi_exchange::Lang;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
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
        #[arg(long, value_parser = date)]
        today: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// 显示一个改造项。 Show one item.
    Item {
        /// 改造项的标识，如 lift-addition。 The id of the item.
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
        /// 总投资上限（元），给出预算之内的最优组合。 A cap on the project total, in yuan.
        #[arg(long, value_name = "YUAN", value_parser = clap::value_parser!(i64).range(0..=1_000_000_000_000))]
        cap: Option<i64>,
        #[arg(long, default_value = "catalogue")]
        catalogue: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// 说明某一项为什么建议或不建议，工程量怎么算。 Explain one item for a survey.
    Explain {
        file: PathBuf,
        /// 改造项的标识。 The id of the item.
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
        #[arg(long, default_value_t = 1)]
        min_works: usize,
        /// 把预测换算成这一年的价格水平，own 为各项目自己的年份。 Convert to the prices of a year, or of each project's own.
        #[arg(long, num_args = 0..=1, default_missing_value = "own", value_parser = backtest::price_year)]
        year: Option<backtest::PriceYear>,
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

fn date(text: &str) -> Result<String, String> {
    if buqi_catalogue::is_date(text) {
        Ok(text.to_owned())
    } else {
        Err("YYYY-MM-DD".to_owned())
    }
}

fn main() -> Result<ExitCode> {
    match Arguments::parse().command {
        Command::Check {
            folder,
            today,
            output,
        } => check::check(&folder, today.as_deref(), output.lang.into(), output.json),
        Command::Item {
            id,
            catalogue,
            output,
        } => item::show(&catalogue, &id, output.lang.into(), output.json),
        Command::Assess {
            file,
            estate,
            cap,
            catalogue,
            output,
        } => assess::run(
            &catalogue,
            &file,
            estate.as_deref(),
            cap.map(Fen::from_yuan),
            output.lang.into(),
            output.json,
        ),
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
        } => backtest::run(
            &catalogue,
            &file,
            min_works,
            year.unwrap_or(backtest::PriceYear::Base),
            lang.into(),
        ),
        Command::Schema { folder } => check::write_schemas(&folder),
    }
}
