//! `dlrev plot FN…`: curves of activations, their derivatives and learning-rate schedules, in the terminal or as SVG.

mod svg;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::failure::Failure;
use super::globals::Globals;
use super::{learner, output, picture};
use crate::calculation::derive::{Detail, derive};
use crate::calculation::given;
use crate::course::messages::say;
use crate::course::{Course, Lang};
use crate::math::render::curve::{self, Curve, Frame, Ink};
use crate::math::{Value, parse};

/// Activations are drawn from −`REACH` to `REACH`.
const REACH: f64 = 5.0;
const ACTIVATIONS: [&str; 8] = ["relu", "sigmoid", "tanh", "leaky-relu", "elu", "gelu", "silu", "softplus"];
const SCHEDULES: [&str; 5] = ["constant", "step", "cosine", "warmup-cosine", "exponential"];
/// The schedules that are drawn, as flags of the calculation.
const SCHEDULE: [(&str, &str); 5] =
    [("lr", "0.1"), ("epochs", "40"), ("step", "10"), ("gamma", "0.9"), ("warmup", "5")];

/// Columns and rows of a picture in the terminal.
const SIZE: (usize, usize) = (64, 18);

/// The parser of `plot`.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("plot")
        .about(say(lang, "plot.about", &[]))
        .arg(
            Arg::new("fn")
                .value_name("FN")
                .required(true)
                .num_args(1..)
                .value_parser(clap::builder::PossibleValuesParser::new(names()))
                .help(say(lang, "plot.fn", &[])),
        )
        .arg(Arg::new("derivative").long("derivative").action(ArgAction::SetTrue).help(say(
            lang,
            "plot.derivative",
            &[],
        )))
        .arg(Arg::new("ascii").long("ascii").action(ArgAction::SetTrue).help(say(lang, "plot.ascii", &[])))
        .arg(picture::out_arg(lang))
}

/// Runs `plot`.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    globals.format_among(&["text"])?;
    let names = matches.get_many::<String>("fn").into_iter().flatten().map(String::as_str);
    let course = learner::course(globals)?;
    let curves = curves(names, matches.get_flag("derivative"), &course, globals.lang)?;
    if let Some(path) = picture::out(matches) {
        return picture::put(path, &svg::draw(&curves), globals.lang);
    }
    let ascii = matches.get_flag("ascii") || globals.config.ascii;
    let frame = Frame { columns: SIZE.0, rows: SIZE.1, ascii, letters: !globals.color };
    let rows = curve::drawn(&curves, frame).iter().map(|row| painted(row, globals.color)).collect::<Vec<_>>();
    output::lines(&rows)
}

/// A row of a picture, each curve in a colour of its own where colours are wanted.
fn painted(row: &curve::Row, color: bool) -> String {
    /// Cyan, red, green, magenta, yellow, blue.
    const COLOURS: [u8; 6] = [36, 31, 32, 35, 33, 34];
    let piece = |(text, ink): &(String, Ink)| match ink {
        Ink::Curve(at) if color => format!("\u{1b}[{}m{text}\u{1b}[0m", COLOURS[at % COLOURS.len()]),
        _ => text.clone(),
    };
    row.iter().map(piece).collect::<String>().trim_end().to_owned()
}

/// What can be drawn.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ACTIVATIONS.into_iter().chain(SCHEDULES)
}

/// The curves of these names, and those of the activations' derivatives if asked for.
pub(super) fn curves<'a>(
    names: impl Iterator<Item = &'a str>,
    derivatives: bool,
    course: &Course,
    lang: Lang,
) -> Result<Vec<Curve>, Failure> {
    let mut curves = Vec::new();
    for name in names {
        if SCHEDULES.contains(&name) {
            curves.push(schedule(name, course, lang)?);
            continue;
        }
        curves.extend(activation(name, "apply", name.to_owned()));
        if derivatives {
            curves.extend(activation(name, "slope", format!("{name}′")));
        }
    }
    Ok(curves)
}

/// An activation or its derivative, by the formula language.
fn activation(name: &str, operation: &str, legend: String) -> Option<Curve> {
    let formula = parse(&format!("{operation}(\"{name}\", z)")).ok()?;
    Curve::of(&formula, legend, (-REACH, REACH))
}

/// A schedule, by the calculation `lr-schedule`.
fn schedule(name: &str, course: &Course, lang: Lang) -> Result<Curve, Failure> {
    let loaded = course.calculation("lr-schedule");
    let failed = || Failure::Failed(say(lang, "plot.no-schedules", &[]));
    let spec = loaded.value.ok_or_else(failed)?;
    let texts: Vec<(String, String)> =
        [("name", name)].iter().chain(&SCHEDULE).map(|(flag, text)| ((*flag).to_owned(), (*text).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).map_err(|_| failed())?;
    let derivation = derive(&spec, &given, Detail::Answers).map_err(|_| failed())?;
    let rates = derivation.answers.get("lr").map(numbers).unwrap_or_default();
    Ok(Curve {
        name: name.to_owned(),
        points: rates.into_iter().enumerate().map(|(t, rate)| (t as f64, rate)).collect(),
    })
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_tensor().map(|t| t.iter().copied().collect()).unwrap_or_default()
}
