//! Styles by meaning, for a light and a dark background and for none at all. The background is the terminal's own.

use ratatui::style::{Color, Modifier, Style};

/// Which theme is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The one for the terminal's background, as far as it tells.
    #[default]
    Auto,
    /// For a light background.
    Light,
    /// For a dark one.
    Dark,
    /// Without colour.
    Mono,
}

/// The themes, in the order of the settings, each with what the configuration calls it.
const THEMES: [(Wanted, &str); 4] =
    [(Wanted::Auto, "auto"), (Wanted::Light, "light"), (Wanted::Dark, "dark"), (Wanted::Mono, "mono")];

/// What the configuration calls the themes.
pub const NAMES: [&str; THEMES.len()] = {
    let mut names = [""; THEMES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = THEMES[at].1;
        at += 1;
    }
    names
};

impl Wanted {
    /// The theme of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        THEMES.into_iter().find(|(_, known)| *known == name).map(|(theme, _)| theme)
    }

    /// What the configuration calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        THEMES.into_iter().find(|(theme, _)| *theme == self).map_or("", |(_, name)| name)
    }
}

/// What the terminal's background is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Text is dark on it.
    Light,
    /// Text is light on it.
    Dark,
}

impl Background {
    /// What `COLORFGBG` says: `15;0`, of which the last is the number of the background's colour.
    #[must_use]
    pub fn of_variable(value: &str) -> Option<Self> {
        match value.rsplit(';').next()?.parse().ok()? {
            7_u8 | 15 => Some(Self::Light),
            0..=6 | 8 => Some(Self::Dark),
            _ => None,
        }
    }

    /// What a terminal says that was asked for its background: `rgb:ffff/ffff/dddd`, each part in one to four digits.
    #[must_use]
    pub fn of_reply(reply: &str) -> Option<Self> {
        let parts = reply.strip_prefix("rgb:")?.split('/').map(|digits| {
            let most = 16_u32.checked_pow(digits.len().try_into().ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
            Some((u32::from_str_radix(digits, 16).ok()? * 255 / most) as u8)
        });
        let parts: Vec<u8> = parts.collect::<Option<_>>()?;
        let rgb: [u8; 3] = parts.try_into().ok()?;
        // In the middle both black and white can be read.
        Some(if luminance(rgb) > 0.18 { Self::Light } else { Self::Dark })
    }
}

/// What colours are chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    /// A background that is known, or named.
    Known(Background),
    /// None that is known: what is on it can be read on light ones and on dark ones.
    Either,
}

/// What a piece of the screen means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Nothing where it has no colour.
    ground: Option<Ground>,
    /// Whether the terminal has 256 colours, of which the greater part is the same everywhere.
    many: bool,
    /// Whether the background was guessed: the terminal may say otherwise.
    guessed: bool,
}

/// A colour of the 256 and one of the 16 that says the same, each for a background; and one of the 256 for either. Of the
/// 16, which are others on every terminal, none can be read on both.
struct Tint {
    light: (u8, Color),
    dark: (u8, Color),
    either: u8,
}

const TITLE: Tint = Tint { light: (24, Color::Blue), dark: (80, Color::LightCyan), either: 30 };
const HEADING: Tint = Tint { light: (19, Color::Blue), dark: (111, Color::LightCyan), either: 63 };
const RIGHT: Tint = Tint { light: (22, Color::Reset), dark: (114, Color::LightGreen), either: 28 };
const WRONG: Tint = Tint { light: (124, Color::Red), dark: (210, Color::LightRed), either: 131 };
const CAUTION: Tint = Tint { light: (94, Color::Red), dark: (221, Color::LightYellow), either: 130 };
const QUIET: Tint = Tint { light: (240, Color::Reset), dark: (247, Color::Reset), either: 243 };
const FORMULA: Tint = Tint { light: (90, Color::Magenta), dark: (183, Color::LightMagenta), either: 98 };

impl Theme {
    /// The theme that is wanted, on a terminal that may show colours, many or 16, and whose background may be known.
    #[must_use]
    pub fn new(wanted: Wanted, color: bool, many: bool, background: Option<Background>) -> Self {
        let ground = match wanted {
            _ if !color => None,
            Wanted::Mono => None,
            Wanted::Light => Some(Ground::Known(Background::Light)),
            Wanted::Dark => Some(Ground::Known(Background::Dark)),
            Wanted::Auto => background.map(Ground::Known).or_else(|| many.then_some(Ground::Either)),
        };
        Self { ground, many, guessed: color && wanted == Wanted::Auto }
    }

    /// Whether the terminal's background decides.
    #[must_use]
    pub const fn is_guessed(self) -> bool {
        self.guessed
    }

    fn tinted(self, tint: &Tint, plain: Modifier) -> Style {
        let style = Style::new().add_modifier(plain);
        let Some(ground) = self.ground else { return style };
        let (many, few) = match ground {
            Ground::Known(Background::Light) => tint.light,
            Ground::Known(Background::Dark) => tint.dark,
            Ground::Either => (tint.either, Color::Reset),
        };
        match (self.many, few) {
            (true, _) => style.fg(Color::Indexed(many)),
            (false, Color::Reset) => style,
            (false, few) => style.fg(few),
        }
    }

    /// The title of a screen.
    #[must_use]
    pub fn title(self) -> Style {
        self.tinted(&TITLE, Modifier::BOLD)
    }

    /// A heading inside a screen.
    #[must_use]
    pub fn heading(self) -> Style {
        self.tinted(&HEADING, Modifier::BOLD)
    }

    /// What was right.
    #[must_use]
    pub fn right(self) -> Style {
        self.tinted(&RIGHT, Modifier::BOLD)
    }

    /// What was wrong.
    #[must_use]
    pub fn wrong(self) -> Style {
        self.tinted(&WRONG, Modifier::BOLD)
    }

    /// What asks for attention: an erratum, a refused answer.
    #[must_use]
    pub fn caution(self) -> Style {
        self.tinted(&CAUTION, Modifier::empty())
    }

    /// What a wrong answer tells of its way: it is to be seen first.
    #[must_use]
    pub fn diagnosis(self) -> Style {
        self.tinted(&CAUTION, Modifier::BOLD)
    }

    /// What stands back.
    #[must_use]
    pub fn quiet(self) -> Style {
        self.tinted(&QUIET, Modifier::empty())
    }

    /// A formula.
    #[must_use]
    pub fn formula(self) -> Style {
        self.tinted(&FORMULA, Modifier::empty())
    }

    /// A curve: this one of several in a picture.
    #[must_use]
    pub fn curve(self, at: usize) -> Style {
        const TINTS: [&Tint; 6] = [&TITLE, &WRONG, &RIGHT, &FORMULA, &CAUTION, &HEADING];
        self.tinted(TINTS[at % TINTS.len()], Modifier::empty())
    }

    /// Whether there are colours.
    #[must_use]
    pub const fn has_colours(self) -> bool {
        self.ground.is_some()
    }

    /// The name of a key.
    #[must_use]
    pub fn key(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Where the cursor is in a list: reversed, so that it shows without colour.
    #[must_use]
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// What belongs to the item under the cursor without being its words.
    #[must_use]
    pub fn lit(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}

/// The 16 colours as xterm has them; other terminals have others.
const SIXTEEN: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Red, green and blue of a colour; nothing where it is the terminal's own.
#[must_use]
pub const fn rgb(color: Color) -> Option<[u8; 3]> {
    let index = match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Rgb(r, g, b) => return Some([r, g, b]),
        Color::Reset => return None,
    };
    Some(match index {
        0..16 => SIXTEEN[index as usize],
        // A cube of six steps each way, then greys.
        16..232 => {
            let at = index - 16;
            [step(at / 36), step(at / 6 % 6), step(at % 6)]
        }
        232.. => [8 + 10 * (index - 232); 3],
    })
}

const fn step(at: u8) -> u8 {
    if at == 0 { 0 } else { 55 + 40 * at }
}

/// Relative luminance, 0 to 1 (WCAG 2.1).
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::messages::exists;

    /// The contrast that WCAG asks of text.
    const LEAST: f64 = 4.5;

    /// The contrast that a colour has on black and on white, where it is to be read on both.
    const LEAST_ON_EITHER: f64 = 4.3;

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    /// Every style, with its name.
    fn styles(theme: Theme) -> Vec<(&'static str, Style)> {
        let curves = (0..6).map(|at| ("curve", theme.curve(at)));
        let named = [
            ("title", theme.title()),
            ("heading", theme.heading()),
            ("right", theme.right()),
            ("wrong", theme.wrong()),
            ("caution", theme.caution()),
            ("diagnosis", theme.diagnosis()),
            ("quiet", theme.quiet()),
            ("formula", theme.formula()),
            ("key", theme.key()),
            ("selected", theme.selected()),
            ("lit", theme.lit()),
        ];
        named.into_iter().chain(curves).collect()
    }

    #[test]
    fn all_text_can_be_read_on_its_background() {
        let dark = [[0, 0, 0], [0x1e, 0x1e, 0x1e], [0x28, 0x2c, 0x34]];
        let light = [[255, 255, 255], [0xfa, 0xfa, 0xfa], [0xfd, 0xf6, 0xe3]];
        for (wanted, _) in THEMES {
            let grounds = match Theme::new(wanted, true, true, None).ground {
                Some(Ground::Known(Background::Light)) => light.to_vec(),
                Some(Ground::Known(Background::Dark)) => dark.to_vec(),
                Some(Ground::Either) => vec![light[0], dark[0]],
                None => continue,
            };
            // On black and on white at once there is hardly more than 4.5 for any colour.
            let least = if wanted == Wanted::Auto { LEAST_ON_EITHER } else { LEAST };
            for many in [true, false] {
                // What the 16 are differs from terminal to terminal; pure black and white are the farthest apart.
                let grounds = if many { &grounds[..] } else { &grounds[..1] };
                for (name, style) in styles(Theme::new(wanted, true, many, None)) {
                    let Some(fg) = style.fg.and_then(rgb) else { continue };
                    for ground in grounds {
                        let contrast = contrast(fg, *ground);
                        assert!(contrast >= least, "{wanted:?} {name} on {ground:?}: {contrast:.2}");
                    }
                    assert!(!style.add_modifier.contains(Modifier::DIM), "how dim that is nobody knows");
                }
            }
        }
    }

    #[test]
    fn without_colour_no_style_has_one_and_what_matters_is_bold_or_reversed() {
        for theme in [Theme::new(Wanted::Mono, true, true, None), Theme::new(Wanted::Dark, false, true, None)] {
            assert!(styles(theme).iter().all(|(_, style)| style.fg.is_none()));
            for style in [theme.right(), theme.wrong(), theme.title(), theme.selected(), theme.diagnosis()] {
                assert!(style.add_modifier != Modifier::empty());
            }
        }
    }

    #[test]
    fn the_background_decides_where_nothing_else_does() {
        let ground = |wanted, background| Theme::new(wanted, true, true, background).ground;
        assert_eq!(ground(Wanted::Auto, Some(Background::Light)), Some(Ground::Known(Background::Light)));
        assert_eq!(ground(Wanted::Auto, None), Some(Ground::Either));
        assert_eq!(ground(Wanted::Dark, Some(Background::Light)), Some(Ground::Known(Background::Dark)));
        let few = Theme::new(Wanted::Auto, true, false, None);
        assert!(!few.has_colours() && few.is_guessed(), "the terminal may still tell, and then there are colours");
        for name in NAMES {
            assert_eq!(Wanted::find(name).map(Wanted::name), Some(name));
            assert!(exists(&format!("settings.theme-{name}")), "{name} has no word on the screen of settings");
        }
        assert_eq!(Wanted::find("bright"), None);
    }

    #[test]
    fn what_a_terminal_says_of_its_background_is_understood() {
        for (reply, background) in [
            ("rgb:ffff/ffff/dddd", Some(Background::Light)),
            ("rgb:0000/0000/0000", Some(Background::Dark)),
            ("rgb:1e/1e/1e", Some(Background::Dark)),
            ("rgb:f/f/f", Some(Background::Light)),
            ("rgb:ffff/ffff", None),
            ("rgb:gggg/0000/0000", None),
            ("rgb://", None),
            ("?", None),
        ] {
            assert_eq!(Background::of_reply(reply), background, "{reply}");
        }
        for (value, background) in [
            ("15;0", Some(Background::Dark)),
            ("0;default;15", Some(Background::Light)),
            ("0;7", Some(Background::Light)),
            ("", None),
            ("15;default", None),
        ] {
            assert_eq!(Background::of_variable(value), background, "{value}");
        }
    }

    #[test]
    fn the_cube_and_the_greys_are_those_of_every_terminal() {
        assert_eq!(
            [16, 21, 231, 232, 255].map(|at| rgb(Color::Indexed(at))),
            [Some([0, 0, 0]), Some([0, 0, 255]), Some([255, 255, 255]), Some([8, 8, 8]), Some([238, 238, 238]),]
        );
    }
}
