//! Pictures in SVG.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};

use super::failure::Failure;
use super::output;
use crate::course::Lang;
use crate::course::messages::say;
use crate::files;

/// Pixels of the text.
pub(super) const TEXT: f64 = 13.0;

/// Colours of curves and bars, told apart in print and by most eyes.
pub(super) const COLOURS: [&str; 6] = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"];

/// The colour of axes and of what stands behind.
pub(super) const FAINT: &str = "#888";

/// `--out FILE.svg`
pub(super) fn out_arg(lang: Lang) -> Arg {
    Arg::new("out").long("out").value_name("FILE.svg").value_parser(clap::value_parser!(PathBuf)).help(say(
        lang,
        "picture.out",
        &[],
    ))
}

/// The file that `--out` names.
pub(super) fn out(matches: &ArgMatches) -> Option<&PathBuf> {
    matches.get_one::<PathBuf>("out")
}

/// Writes a picture to a file; to standard output where that is `-`.
pub(super) fn put(path: &Path, picture: &str, lang: Lang) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return output::write(picture);
    }
    files::write(path, picture.as_bytes()).map_err(|error| Failure::unwritten(path, &error, lang))
}

/// Where a text stands by its place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture under way; places are pixels from its upper left corner.
#[derive(Debug)]
pub(super) struct Picture {
    wide: f64,
    shapes: String,
}

impl Picture {
    /// An empty one, so many pixels wide.
    pub(super) const fn new(wide: f64) -> Self {
        Self { wide, shapes: String::new() }
    }

    /// A text whose line ends, begins or has its middle at a place.
    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, colour: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = writeln!(
            self.shapes,
            "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{}</text>",
            escaped(text)
        );
    }

    /// A filled rectangle; `strength` 0 to 1 says how much of the colour there is.
    pub(super) fn bar(&mut self, (x, y): (f64, f64), (wide, high): (f64, f64), colour: &str, strength: f64) {
        let _ = writeln!(
            self.shapes,
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{wide:.2}\" height=\"{high:.2}\" fill=\"{colour}\" \
             fill-opacity=\"{strength:.2}\"/>"
        );
    }

    /// A line through these places.
    pub(super) fn line(&mut self, places: impl IntoIterator<Item = (f64, f64)>, colour: &str, thick: f64) {
        let places: Vec<String> = places.into_iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
        let _ = writeln!(
            self.shapes,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thick}\"/>",
            places.join(" ")
        );
    }

    /// The file, of a picture that is so many pixels high.
    pub(super) fn done(self, high: f64) -> String {
        let Self { wide, shapes } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" font-family=\"sans-serif\" \
             font-size=\"{TEXT}\">\n<rect width=\"{wide}\" height=\"{high}\" fill=\"white\"/>\n{shapes}</svg>\n"
        )
    }
}

fn escaped(text: &str) -> String {
    crate::text::printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
