//! How wide text is read, and how many panes of it stand side by side.

/// Columns that text is read in at most: a longer row loses the eye on its way back.
pub const MEASURE: u16 = 88;

/// Columns between two panes.
pub const BETWEEN: u16 = 3;

/// How wide a pane is where so many stand side by side in so many columns: right of the last one is room for the mark that
/// there is more.
#[must_use]
pub fn pane(columns: u16, panes: usize) -> u16 {
    let columns = columns.saturating_sub(1);
    let between = usize::from(BETWEEN) * panes.saturating_sub(1);
    let wide = usize::from(columns).saturating_sub(between) / panes.max(1);
    (wide as u16).min(MEASURE)
}

/// How many panes so many columns have room for.
#[must_use]
pub const fn panes(columns: u16) -> usize {
    match columns {
        150.. => 3,
        100.. => 2,
        _ => 1,
    }
}
