//! A picture made of characters.

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::format::{Bound, Fields, Reader, SEEN, table};
use super::lang::{Bilingual, Lang};
use crate::text::{printable, width};

/// Columns that a figure may have: it stands in a page of 80.
const WIDEST: usize = 72;

/// Rows that a figure may have: a screen shows it whole.
const HIGHEST: usize = 20;

/// Rows with something in them. That there is nothing is told with what else does not fit.
struct Picture;

impl Bound for Picture {
    type Of = String;

    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<String> {
        reader.text(item)
    }

    fn bounds() -> Vec<(&'static str, serde_json::Value)> {
        vec![("pattern", SEEN.into())]
    }
}

table! {
    /// A picture made of characters, and what it shows in words.
    #[derive(Serialize, Deserialize)]
    pub struct Figure: fits {
        /// The picture with Chinese labels, each row as it stands; lines are `─ │ ┌ ┐ └ ┘ ├ ┤ ┬ ┴ ┼` and arrows.
        zh: String = "zh": Picture,
        /// The picture with English labels.
        en: String = "en": Picture,
        /// What it shows, in words: for who hears it, and where there is no room for it.
        alt: Bilingual = "alt",
    }
}

/// A figure is not empty, and no larger than a page shows.
fn fits(figure: &Figure, fields: &Fields<'_, '_>) {
    for lang in Lang::ALL {
        let rows = figure.rows(lang);
        let columns = rows.iter().map(|row| width(row)).max().unwrap_or(0);
        if columns == 0 {
            fields.reader().problem("E013", fields.place(lang.key()), &[("key", lang.to_string())]);
        }
        if columns > WIDEST || rows.len() > HIGHEST || rows.iter().any(|row| row.contains('\t')) {
            let numbers = [("columns", columns), ("rows", rows.len()), ("widest", WIDEST), ("highest", HIGHEST)];
            fields.reader().problem("E050", fields.place(lang.key()), &numbers.map(|(name, n)| (name, n.to_string())));
        }
    }
}

/// What stands for the lines and arrows of figures where there is nothing but ASCII.
const ASCII: [(&str, char); 6] = [("─", '-'), ("│", '|'), ("┌┐└┘├┤┬┴┼", '+'), ("→▶", '>'), ("←◀", '<'), ("↓▼", 'v')];

impl Figure {
    /// Its rows in a language.
    #[must_use]
    pub fn rows(&self, lang: Lang) -> Vec<String> {
        let text = match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        };
        printable(text).trim_matches('\n').lines().map(|row| row.trim_end().to_owned()).collect()
    }

    /// Its rows with lines and arrows in ASCII, each as wide as what it stands for is meant to be.
    #[must_use]
    pub fn ascii_rows(&self, lang: Lang) -> Vec<String> {
        let plain = |c: char| match c {
            '↑' | '▲' => '^',
            '×' => 'x',
            c => ASCII.iter().find(|(drawn, _)| drawn.contains(c)).map_or(c, |(_, plain)| *plain),
        };
        self.rows(lang).iter().map(|row| row.chars().map(plain).collect()).collect()
    }
}
