//! The parsers of `calc`: of one kind, from its file; of all kinds; of none.

use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command};

use super::{files, help};
use crate::course::messages::say;
use crate::course::spec::{Kind, Param, Spec};
use crate::course::{Course, Lang};

/// `calc` as lists show it.
pub(in crate::cli) fn bare(lang: Lang) -> Command {
    Command::new("calc").about(say(lang, "calc.about", &[])).disable_help_subcommand(true)
}

/// `calc` without a kind: its help is the list of kinds.
pub(super) fn without_kind(lang: Lang) -> Command {
    let help = Arg::new("help").long("help").short('h').action(ArgAction::SetTrue);
    bare(lang).disable_help_flag(true).arg(help)
}

/// `calc` with every kind of the bundled course.
pub(in crate::cli) fn full(lang: Lang) -> Command {
    // The bundled course always opens.
    let Ok(course) = Course::open(None).map(Course::trusting_the_bundle) else { return bare(lang) };
    let specs = course.calculation_ids().into_iter().filter_map(|id| course.calculation(&id).value);
    bare(lang).subcommands(specs.map(|spec| of_kind(&spec, &families(&spec, &[]), lang)))
}

/// The parser of one kind; its families are repeated as often as `families` says.
pub(super) fn of_kind(spec: &Spec, families: &[String], lang: Lang) -> Command {
    let mut command = Command::new(spec.id.to_string())
        .about(spec.title.get(lang).to_owned())
        .disable_version_flag(true)
        .after_help(help::examples(spec, lang))
        .arg_required_else_help(false);
    if let Some(about) = &spec.about {
        command = command.long_about(format!(
            "{}\n{}",
            spec.title.get(lang),
            crate::math::render::prose(about.get(lang), crate::math::render::Target::Line)
        ));
    }
    for param in &spec.params {
        if param.repeat {
            for (at, flag) in families.iter().filter(|f| param.takes(f)).enumerate() {
                let arg = flag_arg(param, flag, lang);
                command = command.arg(if at == 0 { arg } else { arg.hide(true) });
            }
        } else {
            command = command.arg(flag_arg(param, &param.flag, lang));
        }
    }
    let own = |name: &'static str, key: &str| {
        let args: [(&str, &dyn Display); 1] = [("known", &files::endings(lang))];
        Arg::new(name).long(name).help(say(lang, key, &args)).help_heading(say(lang, "calc.output", &[]))
    };
    command
        .arg(own("given", "calc.given").value_name("FILE").value_parser(clap::value_parser!(PathBuf)))
        .arg(own("seed", "calc.seed").value_name("N").allow_hyphen_values(true).value_parser(value))
        .arg(own("answer-only", "calc.answer-only").action(ArgAction::SetTrue))
        .arg(own("detail", "calc.detail").action(ArgAction::SetTrue))
        .arg(own("mine", "calc.mine").value_name("FILE").value_parser(clap::value_parser!(PathBuf)))
        .arg(own("save", "calc.save").value_name("KEY=FILE").action(ArgAction::Append))
}

fn flag_arg(param: &Param, flag: &str, lang: Lang) -> Arg {
    let arg = Arg::new(flag.to_owned()).help(help::param(param, lang));
    if param.positional {
        return arg.value_name(flag.to_uppercase());
    }
    let arg = arg.long(flag.to_owned());
    match &param.kind {
        Kind::Flag => arg.action(ArgAction::SetTrue),
        kind => arg.value_name(help::value_name(kind)).allow_hyphen_values(true).value_parser(value),
    }
}

/// The first option of the kind whose value was forgotten: another option stands where it should.
///
/// Looked for before parsing, as the values behind the second option would be what is complained of.
pub(super) fn forgotten<'a>(of_kind: &Command, args: &'a [OsString]) -> Option<&'a str> {
    let mut args = args.iter().map_while(|arg| arg.to_str()).take_while(|arg| *arg != "--").peekable();
    while let Some(arg) = args.next() {
        let Some(flag) = arg.strip_prefix("--").filter(|flag| !flag.contains('=')) else { continue };
        let option = of_kind.get_arguments().find(|option| option.get_long() == Some(flag));
        let valued = option.is_some_and(|option| option.get_action().takes_values());
        if valued && args.peek().is_some_and(|next| value(next).is_err()) {
            return Some(arg);
        }
        if valued {
            args.next();
        }
    }
    None
}

/// The text of a value. One that looks like an option is none: the value before it was forgotten.
fn value(text: &str) -> Result<String, &'static str> {
    let option = text.strip_prefix("--").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if option { Err("an option") } else { Ok(text.to_owned()) }
}

/// The flags of families that occur (`w1 w2`), and the first of each for the help.
pub(super) fn families(spec: &Spec, args: &[OsString]) -> Vec<String> {
    let mut flags = Vec::new();
    for param in spec.params.iter().filter(|p| p.repeat) {
        flags.push(format!("{}1", param.flag));
        for arg in args.iter().filter_map(|a| a.to_str()?.strip_prefix("--")) {
            let flag = arg.split('=').next().unwrap_or(arg);
            if param.takes(flag) && !flags.iter().any(|f| f == flag) {
                flags.push(flag.to_owned());
            }
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cli::flags;
    use crate::course::spec::RESERVED;

    #[test]
    fn no_parameter_can_be_called_as_an_option_of_calc() {
        let spec = Course::open(None).unwrap().calculation("conv").value.unwrap();
        let calc = of_kind(&spec, &[], Lang::En);
        let own = calc.get_arguments().filter_map(Arg::get_long).filter(|name| spec.param(name).is_none());
        let globals = flags::args(Lang::En);
        let all = own.chain(globals.iter().filter_map(Arg::get_long)).chain(["help"]);
        assert_eq!(all.collect::<BTreeSet<_>>(), BTreeSet::from(RESERVED));
    }
}
