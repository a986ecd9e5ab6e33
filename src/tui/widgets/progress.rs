//! How a session has gone so far, in one row: a sign an item, or, where there are too many, shares of a bar. It reads
//! without colour.

use ratatui::style::Style;

use crate::study::{Place, Went};
use crate::text::width;
use crate::tui::look::Look;

/// The sign of an item, or what stands for it where there is nothing but ASCII.
#[must_use]
pub const fn sign(went: Went, ascii: bool) -> &'static str {
    match (went, ascii) {
        (Went::Right, false) => "✓",
        (Went::Right, true) => "+",
        (Went::Partly, _) => "~",
        (Went::Wrong, false) => "✗",
        (Went::Wrong, true) => "x",
        (Went::Skipped, false) => "–",
        (Went::Skipped, true) => "-",
        (Went::Taken, false) => "■",
        (Went::Taken, true) => "#",
        (Went::Open, false) => "·",
        (Went::Open, true) => ".",
    }
}

/// Its style.
#[must_use]
pub fn style(went: Went, look: Look) -> Style {
    match went {
        Went::Right => look.theme.right(),
        Went::Partly | Went::Skipped => look.theme.caution(),
        Went::Wrong => look.theme.wrong(),
        Went::Taken => look.theme.title(),
        Went::Open => look.theme.quiet(),
    }
}

/// The row in so many columns: what was closed, then what is still to come of `total`.
#[must_use]
pub fn progress(trail: &[Went], total: usize, columns: usize, look: Look) -> Vec<(String, Style)> {
    let open = total.saturating_sub(trail.len());
    let all: Vec<Went> = trail.iter().copied().chain(std::iter::repeat_n(Went::Open, open)).collect();
    let signs: usize = all.iter().map(|went| width(sign(*went, look.ascii))).sum();
    let signs_fit = all.len() <= columns && signs <= columns;
    let pieces: Vec<(Went, usize)> = if signs_fit {
        all.chunk_by(|one, other| one == other).map(|same| (same[0], same.len())).collect()
    } else {
        shares(&all, columns / width(sign(Went::Right, look.ascii)).max(1))
    };
    pieces.into_iter().map(|(went, count)| (sign(went, look.ascii).repeat(count), style(went, look))).collect()
}

/// The row of a paper: marked questions stand out, where each has a sign of its own.
#[must_use]
pub fn paper(places: &[Place], trail: &[Went], columns: usize, look: Look) -> Vec<(String, Style)> {
    let flag = if look.ascii { "!" } else { "⚑" };
    let wide: usize = trail.iter().map(|went| width(sign(*went, look.ascii)).max(width(flag))).sum();
    if wide > columns || places.len() != trail.len() {
        return progress(trail, trail.len(), columns, look);
    }
    let piece = |(place, went): (&Place, &Went)| {
        if place.flagged {
            (flag.to_owned(), look.theme.caution())
        } else {
            (sign(*went, look.ascii).to_owned(), style(*went, look))
        }
    };
    places.iter().zip(trail).map(piece).collect()
}

/// The items by how they went, in so many cells: whatever there is of has one at least.
fn shares(all: &[Went], cells: usize) -> Vec<(Went, usize)> {
    const ORDER: [Went; 6] = [Went::Right, Went::Partly, Went::Wrong, Went::Skipped, Went::Taken, Went::Open];
    let counts = ORDER.map(|went| (went, all.iter().filter(|one| **one == went).count()));
    let mut shares: Vec<(Went, usize)> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(went, count)| (went, (count * cells / all.len().max(1)).max(1)))
        .collect();
    // What is over or missing is taken from, or given to, the greatest share.
    let sum: usize = shares.iter().map(|(_, share)| share).sum();
    if let Some((_, greatest)) = shares.iter_mut().max_by_key(|(_, share)| *share) {
        *greatest = (*greatest + cells).saturating_sub(sum).max(1);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Lang;
    use crate::tui::keys::Keys;
    use crate::tui::theme::{Theme, Wanted};

    fn row(trail: &[Went], total: usize, columns: usize, ascii: bool) -> String {
        let theme = Theme::new(Wanted::Mono, false, false, None);
        let look = Look { lang: Lang::En, theme, ascii, mouse: false, keys: Keys::default() };
        progress(trail, total, columns, look).into_iter().map(|(text, _)| text).collect()
    }

    const TRAIL: [Went; 5] = [Went::Right, Went::Right, Went::Wrong, Went::Partly, Went::Skipped];

    #[test]
    fn each_item_has_a_sign_where_there_is_room() {
        assert_eq!(row(&TRAIL, 8, 40, false), "✓✓✗~–···");
        assert_eq!(row(&TRAIL, 8, 40, true), "++x~-...");
        assert_eq!(row(&[Went::Taken, Went::Open], 2, 40, false), "■·");
    }

    #[test]
    fn of_many_items_each_sort_has_its_share_and_one_cell_at_least() {
        let trail: Vec<Went> = [vec![Went::Right; 60], vec![Went::Wrong; 1], vec![Went::Open; 139]].concat();
        let row = row(&trail, 200, 20, false);
        assert_eq!(row, "✓✓✓✓✓✓✗·············");
    }

    #[test]
    fn no_room_and_no_items_do_no_harm() {
        for columns in 0..4 {
            assert!(row(&TRAIL, 500, columns, false).chars().count() <= 5);
            assert_eq!(row(&[], 0, columns, false), "");
        }
    }
}
