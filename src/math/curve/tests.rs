use super::*;
use crate::parse::parse;

const FRAME: Frame = Frame { columns: 64, rows: 18, ascii: false, letters: true };

fn line() -> Vec<Curve> {
    vec![Curve { name: "line".to_owned(), points: (0..=100).map(|i| (f64::from(i), f64::from(i))).collect() }]
}

#[test]
fn a_rising_line_goes_from_the_lower_left_to_the_upper_right() {
    let rows = curves(&line(), Frame { ascii: true, ..FRAME });
    assert!(rows[0].ends_with('*') && rows[0].starts_with("     100 +"), "{rows:#?}");
    assert!(rows[FRAME.rows - 1].starts_with("       0 +*"), "{rows:#?}");
    assert_eq!(rows[FRAME.rows + 1], "          0           20          40           60          80          100");
    assert!(rows.concat().is_ascii());
}

#[test]
fn each_of_two_curves_carries_its_letter() {
    let falling =
        Curve { name: "falling".to_owned(), points: (0..=100).map(|i| (f64::from(i), -f64::from(i))).collect() };
    let rows = curves(&[line().remove(0), falling], FRAME);
    let drawn = rows[..FRAME.rows].concat();
    assert_eq!((drawn.matches('a').count(), drawn.matches('b').count()), (1, 1), "{drawn}");
    assert!(rows.last().unwrap().ends_with("b falling"));
}

#[test]
fn braille_has_eight_dots_a_cell() {
    assert_eq!(braille(dot(0, 0)), '⠁');
    assert_eq!(braille(dot(1, 3)), '⢀');
    let drawn = curves(&line(), FRAME).concat();
    assert!(drawn.chars().any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)), "{drawn}");
}

#[test]
fn a_formula_of_one_variable_has_a_curve() {
    let curve = |source: &str| Curve::of(&parse(source).unwrap(), String::new(), (-2.0, 2.0));
    let relu = curve("larger(0, z)").unwrap();
    assert_eq!((relu.points[0], relu.points[POINTS - 1]), ((-2.0, 0.0), (2.0, 2.0)));
    let elu = curve("where(z >= 0, z, exp(z) - 1)").unwrap();
    assert_eq!(elu.points[POINTS - 1].1, 2.0);
    for none in ["1 + 1", "a * z", "1 / z", "[z, z]", "ln(z)"] {
        assert_eq!(curve(none), None, "{none}");
    }
}

#[test]
fn the_smallest_frame_does_not_panic() {
    for (columns, rows) in [(1, 1), (0, 0), (2, 1)] {
        let _ = curves(&line(), Frame { columns, rows, ..FRAME });
    }
}

#[test]
fn ticks_are_round_and_a_scale_ends_at_one_that_is_near() {
    assert_eq!(ticks(-5.0, 5.0, 6), [-4.0, -2.0, 0.0, 2.0, 4.0]);
    assert_eq!(ticks(0.0, 0.1, 5), [0.0, 0.02, 0.04, 0.06, 0.08, 0.1]);
    let tanh = Curve::of(&parse("tanh(z)").unwrap(), String::new(), (-5.0, 5.0)).unwrap();
    assert_eq!(bounds(&[tanh]), [(-5.0, 5.0), (-1.0, 1.0)]);
}

#[test]
fn axes_stand_at_zero_and_each_curve_has_its_ink() {
    let curve = |source: &str| Curve::of(&parse(source).unwrap(), source.to_owned(), (-2.0, 2.0)).unwrap();
    let rows = drawn(&[curve("z"), curve("-z")], Frame { columns: 21, rows: 9, letters: false, ..FRAME });
    assert_eq!(rows[4][0], ("       0 ┤─────────".to_owned(), Ink::Axis));
    let inks = |row: &Row| row.iter().map(|(_, ink)| *ink).collect::<Vec<_>>();
    assert_eq!(inks(&rows[0]), [Ink::Axis, Ink::Curve(1), Ink::Axis, Ink::Curve(0)]);
    assert_eq!(rows[11][1], ("● z".to_owned(), Ink::Curve(0)));
}

#[test]
fn a_curve_is_told_by_the_points_at_which_it_turns() {
    let curve = Curve::of(&parse("where(z < 0, 0, (z - 1)^2)").unwrap(), String::new(), (-2.0, 2.0)).unwrap();
    let ways: Vec<(Way, i64)> =
        curve.ways().into_iter().map(|(way, (x, _))| (way, (x * 100.0).round() as i64)).collect();
    assert_eq!(ways, [(Way::Level, 0), (Way::Up, 0), (Way::Down, 100), (Way::Up, 200)]);
}

#[test]
fn curves_are_drawn_over_their_axes() {
    let of = |sources: &[&str], from: f64, to: f64| -> Vec<Curve> {
        sources.iter().map(|s| Curve::of(&parse(s).unwrap(), (*s).to_owned(), (from, to)).unwrap()).collect()
    };
    let frame = Frame { columns: 24, rows: 6, ascii: false, letters: false };
    assert_eq!(
        curves(&of(&["z^2"], -2.0, 2.0), frame),
        [
            "       4 ┤⢳⡀          │         ⢀⡞",
            "         │ ⠳⡄         │        ⢠⠞",
            "       2 ┤  ⠙⣄        │       ⣠⠋",
            "         │   ⠈⢧⡀      │     ⢀⡼⠁",
            "         │     ⠙⢦⡀    │   ⢀⡴⠋",
            "       0 ┤       ⠉⠓⠤⣄⣀⣀⣠⠤⠚⠉",
            "         └┴───────────┴──────────┴",
            "         −2           0          2",
            "          z^2",
        ]
    );
    assert_eq!(
        curves(&of(&["z^2", "-z", "1+z"], -2.0, 2.0), Frame { letters: true, ..frame }),
        [
            "       4 ┤⠳⣄          │         ⣠⠞",
            "         │ ⠈⠳a        │     ⣀c⣤⠞⠛⠉",
            "       2 ┤⠉⠙⠒⠮⢷⣄⡀     ⣀⣠⠤⠖⠚⢉⣡⠞⠁",
            "       0 ┤─────⢀⣙⡿⠶⣶⣯⣉⣀⣀⣠⠤⠖⠋──────",
            "         │⣀⡤⠴⠒⠋⠉      b⠙⠒⠦⢤⣀⡀",
            "      −2 ┤            │     ⠉⠙⠒⠦⢤⣀",
            "         └┴───────────┴──────────┴",
            "         −2           0          2",
            "          a z^2   b -z   c 1+z",
        ]
    );
    assert_eq!(
        curves(&of(&["z^2", "-z"], -2.0, 2.0), Frame { ascii: true, ..frame }),
        [
            "       4 +**          |         **",
            "         | ***        |       ***",
            "       2 +++++**+     |    ****",
            "       0 +------++**++******------",
            "         |            |++++++++",
            "      -2 +            |       ++++",
            "         ++-----------+----------+",
            "         -2           0          2",
            "          * z^2   + -z",
        ]
    );
    // A legend that is wider than the picture goes on below; a small scale has its digits.
    let rows =
        curves(&of(&["z*2 + 0*z", "z^2 + 0*z", "z^2 + 0"], 0.001, 0.009), Frame { columns: 30, rows: 5, ..frame });
    assert_eq!(
        rows[6..],
        ["           0.002   0.004  0.006   0.008", "          ● z*2 + 0*z   ● z^2 + 0*z", "          ● z^2 + 0"]
    );
}

#[test]
fn an_axis_has_two_ticks_at_least_whatever_the_range_and_however_little_the_room() {
    for (low, high) in
        [(-5.0, 5.0), (-8.0, 8.0), (-1.0, 1.0), (0.0, 1.0), (1.1, 1.9), (-0.278, 6.0), (0.001, 0.009), (3.0, 1e6)]
    {
        for most in 0..12 {
            let ticks = ticks(low, high, most);
            assert!(ticks.len() >= 2, "{low} {high} {most}: {ticks:?}");
            assert!(ticks.len() <= most.max(1) + 3, "{low} {high} {most}: {ticks:?}");
        }
    }
    let silu = Curve::of(&parse("z * sigmoid(z)").unwrap(), String::new(), (-6.0, 6.0)).unwrap();
    for (columns, rows) in [(6, 4), (12, 4), (18, 5), (30, 7)] {
        let rows = curves(std::slice::from_ref(&silu), Frame { columns, rows, ..FRAME });
        let upright = rows.iter().filter(|row| row.contains('┤')).count();
        let [.., level, numbers] = rows.as_slice() else { panic!("{rows:?}") };
        assert!(upright >= 2 && level.matches('┴').count() >= 2, "{columns}: {rows:#?}");
        assert!(numbers.split_whitespace().count() >= 2, "{columns}: {rows:#?}");
    }
}

#[test]
fn a_curve_that_lies_upon_another_keeps_its_colour_and_its_letter() {
    let curve = |source: &str| Curve::of(&parse(source).unwrap(), source.to_owned(), (0.0, 2.0)).unwrap();
    let both = [curve("z"), curve("2*z - z")];
    let inks = |frame: Frame| -> Vec<Ink> { drawn(&both, frame)[..9].iter().flatten().map(|(_, ink)| *ink).collect() };
    for letters in [false, true] {
        let frame = Frame { columns: 21, rows: 9, letters, ..FRAME };
        for at in 0..2 {
            assert!(inks(frame).contains(&Ink::Curve(at)), "{at}");
        }
        let text = curves(&both, frame)[..9].concat();
        assert_eq!(text.contains('a') && text.contains('b'), letters, "{text}");
    }
}

/// A curve through these points.
fn through(points: &[(f64, f64)]) -> Curve {
    Curve { name: String::new(), points: points.to_vec() }
}

#[test]
fn a_flat_curve_has_room_above_and_below_and_what_ends_far_from_a_round_number_ends_there() {
    assert_eq!(bounds(&[through(&[(0.0, 2.0), (1.0, 2.0)])]), [(0.0, 1.0), (1.5, 2.5)]);
    assert_eq!(bounds(&[through(&[(0.0, 0.13), (1.0, 0.87)])]), [(0.0, 1.0), (0.13, 0.87)]);
    assert_eq!(bounds(&[through(&[(0.0, 0.11), (1.0, 0.89)])]), [(0.0, 1.0), (0.1, 0.9)]);
}

#[test]
fn a_legend_goes_on_below_where_the_next_name_would_not_fit() {
    let legend = |columns: usize, widths: &[usize]| -> Vec<Vec<usize>> {
        // Each entry is a dot, a space and the name.
        let named = |width: &usize| Curve { name: "x".repeat(width - 2), ..line().remove(0) };
        let all: Vec<Curve> = widths.iter().map(named).collect();
        let frame = Frame { columns, letters: false, ..FRAME };
        let entries =
            |row: &Row| row.iter().filter(|(_, ink)| *ink != Ink::Axis).map(|(text, _)| width(text)).collect();
        drawn(&all, frame)[FRAME.rows + 2..].iter().map(entries).collect()
    };
    assert_eq!(legend(30, &[12, 15]), [vec![12, 15]]);
    assert_eq!(legend(30, &[12, 16]), [vec![12], vec![16]]);
    assert_eq!(legend(30, &[20, 16, 11]), [vec![20], vec![16, 11]]);
    assert_eq!(legend(30, &[20, 16, 12]), [vec![20], vec![16], vec![12]]);
    assert_eq!(legend(30, &[40, 9]), [vec![40], vec![9]], "no empty row before a name that is too wide");
}

#[test]
fn a_number_beside_an_axis_is_short_and_a_small_one_keeps_its_digits() {
    assert_eq!(
        [label(1.234_567_89), label(0.012_345), label(0.000_12), label(-2.0)],
        ["1.2346", "0.0123", "0.00012", "−2"]
    );
}

#[test]
fn an_upright_axis_has_a_tick_for_each_three_rows_and_none_is_drawn_at_a_zero_that_is_an_edge() {
    let rows = curves(&line(), Frame { ascii: true, ..FRAME });
    assert_eq!(rows[..FRAME.rows].iter().filter(|row| row.chars().nth(9) == Some('+')).count(), 6, "{rows:#?}");
    let below = [through(&[(0.0, 0.0), (1.0, -1.0), (2.0, -2.0)])];
    let rows = curves(&below, FRAME);
    assert!(!rows[0].contains('─') && !rows.iter().any(|row| row.contains('┼')), "{rows:#?}");
}

#[test]
fn numbers_below_an_axis_never_touch() {
    let numbers = |columns: usize, from: f64, to: f64| {
        let rows = curves(&[through(&[(from, 0.0), (to, 1.0)])], Frame { columns, ..FRAME });
        rows[FRAME.rows + 1].trim().to_owned()
    };
    assert_eq!(numbers(22, 1e6, 3e6), "1000000    2000000", "the third would touch the second");
    assert_eq!(numbers(24, 1e6, 3e6), "1000000     2000000 3000000");
}

#[test]
fn a_curve_alone_has_no_letter_and_one_of_several_has_it_on_itself() {
    let alone = |letters: bool| curves(&line(), Frame { letters, ..FRAME });
    assert_eq!(alone(true), alone(false));
    let both = [line().remove(0), line().remove(0)];
    let drawn = |letters: bool| curves(&both, Frame { letters, ..FRAME })[..FRAME.rows].concat();
    for (with, without) in drawn(true).chars().zip(drawn(false).chars()) {
        assert!(with == without || "ab".contains(with) && without != ' ', "{with} at {without}");
    }
}

#[test]
fn what_changes_by_no_more_than_rounding_is_level_wherever_zero_lies() {
    let curve = through(&[(0.0, -1.0), (1.0, 1.0), (2.0, 1.0 + 1e-15), (3.0, 1.0), (4.0, -1.0)]);
    assert_eq!(curve.ways(), [(Way::Up, (1.0, 1.0)), (Way::Level, (3.0, 1.0)), (Way::Down, (4.0, -1.0))]);
}
