//! `dlrev plot FN…`: the curves that a course draws (`plots` in `course.toml`), in the terminal or as SVG.

mod svg;

use std::collections::HashSet;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::command::Ready;
use super::early::Early;
use super::failure::Failure;
use super::globals::Globals;
use super::paint::Paint;
use super::{learner, output, picture};
use crate::calculation::derive::{Detail, derive};
use crate::calculation::given;
use crate::course::messages::say;
use crate::course::plots::Plots;
use crate::course::{Course, Lang};
use crate::math::curve::{self, Curve, Frame, Ink};
use crate::study::reading;

/// Columns and rows of a picture in the terminal.
const SIZE: (usize, usize) = (64, 18);

/// Columns before the words under a picture.
const MARGIN: usize = 12;

/// `plot` as lists show it.
pub(super) fn bare(lang: Lang) -> Command {
    Command::new("plot").about(say(lang, "plot.about", &[]))
}

/// The parser of `plot` with the curves of the bundled course.
pub(super) fn full(lang: Lang) -> Command {
    // The bundled course always opens.
    Course::open(None).map_or_else(|_| bare(lang), |course| parser(&plots(&course), lang))
}

/// What it takes to draw the curves of a course.
pub(super) fn ready(early: &Early) -> Result<Ready, Failure> {
    let course = Course::open(early.course.as_deref()).map_err(|e| Failure::Failed(e.sentence(early.lang)))?;
    let parser = parser(&plots(&course), early.lang);
    Ok(Ready { parser, run: Box::new(run) })
}

fn parser(plots: &[Plots], lang: Lang) -> Command {
    let flag = |name: &'static str, key| Arg::new(name).long(name).action(ArgAction::SetTrue).help(say(lang, key, &[]));
    let names = plots.iter().flat_map(|plots| plots.names.clone());
    let curve = Arg::new("fn").value_name("FN").required(true).num_args(1..).help(say(lang, "plot.fn", &[]));
    bare(lang)
        .arg(curve.value_parser(PossibleValuesParser::new(names)))
        .arg(flag("derivative", "plot.derivative"))
        .arg(flag("ascii", "plot.ascii"))
        .arg(picture::out_arg(lang))
}

/// Runs `plot`.
fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    globals.format_among(&["text"])?;
    let names = matches.get_many::<String>("fn").into_iter().flatten().map(String::as_str);
    let mut seen = HashSet::new();
    let names: Vec<&str> = names.filter(|name| seen.insert(*name)).collect();
    let course = learner::course(globals)?;
    let plots = plots(&course);
    let items: Vec<&Plots> = plots.iter().filter(|plots| plots.calculation.is_some()).collect();
    let is_item = |name: &&&str| items.iter().any(|plots| plots.names.iter().any(|known| known == *name));
    let schedules = names.iter().filter(is_item).count();
    let refused = |key: &str| Err(Failure::Usage(say(globals.lang, key, &[])));
    if schedules > 0 && schedules < names.len() {
        return refused("plot.mixed");
    }
    if schedules > 0 && matches.get_flag("derivative") {
        return refused("plot.no-derivative");
    }
    let curves = curves(&plots, names.into_iter(), matches.get_flag("derivative"), &course, globals.lang)?;
    if let Some(path) = picture::out(matches) {
        return picture::put(path, &svg::draw(&curves), globals.lang);
    }
    if globals.plain {
        let told: Vec<String> = curves.iter().map(|curve| reading::told(curve, globals.lang)).collect();
        return output::words(&(told.join("\n") + "\n"));
    }
    let ascii = matches.get_flag("ascii") || globals.config.ascii;
    let frame = Frame { columns: SIZE.0, rows: SIZE.1, ascii, letters: !globals.color };
    let mut rows = curve::drawn(&curves, frame).iter().map(|row| painted(row, globals.color)).collect::<Vec<_>>();
    let axis = if schedules > 0 { "curves.over-items" } else { "curves.over-input" };
    rows.push(format!("{}{}", " ".repeat(MARGIN), say(globals.lang, axis, &[])));
    output::lines(&rows)
}

/// A row of a picture, each curve in a colour of its own where colours are wanted.
fn painted(row: &curve::Row, color: bool) -> String {
    let paint = Paint(color);
    let piece = |(text, ink): &(String, Ink)| match ink {
        Ink::Curve(at) => paint.curve(*at, text),
        Ink::Axis => text.clone(),
    };
    row.iter().map(piece).collect::<String>().trim_end().to_owned()
}

/// What a course draws.
pub(super) fn plots(course: &Course) -> Vec<Plots> {
    let of = |course: &Course| course.syllabus().value.map(|syllabus| syllabus.plots).unwrap_or_default();
    let own = of(course);
    if own.is_empty() { Course::open(None).map(|bundled| of(&bundled)).unwrap_or_default() } else { own }
}

/// The curves of these names, and those of the derivatives of functions if asked for.
pub(super) fn curves<'a>(
    plots: &[Plots],
    names: impl Iterator<Item = &'a str>,
    derivatives: bool,
    course: &Course,
    lang: Lang,
) -> Result<Vec<Curve>, Failure> {
    let mut curves = Vec::new();
    for name in names {
        let Some(plots) = plots.iter().find(|plots| plots.names.iter().any(|known| *known == *name)) else { continue };
        if let Some(calculation) = &plots.calculation {
            let failed =
                || Failure::Failed(say(lang, "plot.no-values", &[("calculation", calculation), ("name", &name)]));
            curves.push(answered(plots, calculation, name, course).ok_or_else(failed)?);
            continue;
        }
        curves.extend(plots.function(name));
        curves.extend(derivatives.then(|| plots.slope(name)).flatten());
    }
    Ok(curves)
}

/// What a calculation answers, item by item.
pub(super) fn answered(plots: &Plots, calculation: &str, name: &str, course: &Course) -> Option<Curve> {
    let spec = course.calculation(calculation).value?;
    let given = given::read(&spec, &plots.values(name), &|path| Err(path.to_owned()), 0).ok()?;
    let derivation = derive(&spec, &given, Detail::Answers).ok()?;
    let answer = derivation.answers.get(plots.answer.as_deref()?)?;
    let items = answer.as_tensor().filter(|items| items.ndim() > 0 && items.len() > 1)?;
    let points = items.iter().enumerate().map(|(at, item)| (at as f64, *item)).collect();
    Some(Curve { name: name.to_owned(), points })
}
