//! Help and mistakes of the command line, in Chinese throughout.

use clap::builder::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// Dresses a command and all below it in Chinese: usage, headings, help option.
pub(crate) fn dress(command: Command) -> Command {
    let name = command.get_name().to_owned();
    dress_below(command, &name)
}

fn dress_below(command: Command, path: &str) -> Command {
    let usage = usage_line(&command, path);
    let path = path.to_owned();
    let help = Arg::new("帮助").short('h').long("help").action(ArgAction::Help).help("显示帮助");
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .styles(Styles::plain())
        .help_template(TEMPLATE)
        .override_usage(usage)
        .subcommand_help_heading("命令")
        .arg(help)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            let arg = arg.help_heading(heading);
            if arg.get_action().takes_values() { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        })
        .mut_subcommands(move |below| {
            let path = format!("{path} {}", below.get_name());
            dress_below(below, &path)
        })
}

/// `dukao rank --indicator <指标> [选项]`
fn usage_line(command: &Command, path: &str) -> String {
    let mut line = path.to_owned();
    if command.has_subcommands() {
        line.push_str(" <命令>");
    }
    for arg in command.get_arguments().filter(|arg| arg.is_positional() || arg.is_required_set()) {
        let value =
            arg.get_value_names().and_then(<[_]>::first).map_or_else(|| arg.get_id().to_string(), ToString::to_string);
        let long = arg.get_long().map_or_else(String::new, |long| format!("--{long} "));
        let more = if matches!(arg.get_action(), ArgAction::Append) { "…" } else { "" };
        line = line + " " + &long + "<" + &value + ">" + more;
    }
    line + " [选项]"
}

/// What was written wrongly, what would be right, and where to read on.
pub(crate) fn explain(error: &clap::Error, command: &Command, arguments: &[String]) -> String {
    let mut text = what(error, command);
    if let Some(hint) = nearest(error, command) {
        text = text + "；是不是“" + &hint + "”？";
    }
    let below = arguments.iter().skip(1).find_map(|word| command.find_subcommand(word));
    let path = below.map_or_else(|| "dukao".to_owned(), |below| format!("dukao {}", below.get_name()));
    text + &format!("\n用 {path} --help 查看用法。")
}

fn what(error: &clap::Error, command: &Command) -> String {
    let get = |kind| context(error, kind);
    let arg = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个选项或参数"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let names: Vec<&str> =
                command.get_subcommands().filter(|below| !below.is_hide_set()).map(Command::get_name).collect();
            format!("没有写命令；可以是 {}", names.join("、"))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("“{arg}”后面没有写值{}", allowed(error)),
        ErrorKind::InvalidValue => format!("“{arg}”不能是“{value}”{}", allowed(error)),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map_or_else(String::new, |why| format!("：{why}"));
            format!("“{arg}”不能是“{value}”{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("还缺：{arg}"),
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == arg => format!("“{arg}”只能写一次"),
            prior => format!("“{arg}”不能和“{prior}”一起用"),
        },
        ErrorKind::TooManyValues => format!("“{arg}”的值多了：“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{arg}”的值少了"),
        ErrorKind::InvalidUtf8 => "参数不是UTF-8文字".to_owned(),
        _ => format!("命令写法不对（{:?}）", error.kind()),
    }
}

/// The text behind a context, lists joined.
fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The allowed values, when they are few enough to be read.
fn allowed(error: &clap::Error) -> String {
    const READABLE: usize = 12;
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) if values.is_empty() => String::new(),
        Some(ContextValue::Strings(values)) if values.len() <= READABLE => format!("；可以是 {}", values.join("、")),
        Some(ContextValue::Strings(_)) => "；可以写的见 docs/cli.md".to_owned(),
        _ => String::new(),
    }
}

/// The nearest right word; of several the last, which is the nearest. Hidden commands are not named.
fn nearest(error: &clap::Error, command: &Command) -> Option<String> {
    let hidden = |name: &str| command.find_subcommand(name).is_some_and(Command::is_hide_set);
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.iter().rev().find(|text| !hidden(text)).cloned(),
        _ => None,
    })
}
