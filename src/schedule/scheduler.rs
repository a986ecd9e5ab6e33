//! FSRS-6: how well a card is remembered after a rating, and when it should come back.

use fsrs::{DEFAULT_PARAMETERS, FSRS, ItemState, MemoryState, current_retrievability};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::clock::days_between;

/// The share of cards that is to be remembered when they come up, unless the learner says otherwise.
const USUAL_RETENTION: f32 = 0.9;

/// The shares that can be aimed at.
pub const RETENTION: std::ops::RangeInclusive<f32> = 0.7..=0.99;

/// How fast the curve of forgetting can flatten: FSRS's bounds.
const DECAY: std::ops::RangeInclusive<f32> = 0.1..=0.8;

/// How well a card is remembered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days after which nine of ten such cards are still known.
    pub stability: f32,
    /// 1 to 10.
    pub difficulty: f32,
}

/// A card that has been reviewed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// How well it was remembered after the last review.
    pub memory: Memory,
    /// The learner's day of the last review.
    pub day: Date,
}

/// The parameters of the memory model.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters([f32; DEFAULT_PARAMETERS.len()]);

impl Default for Parameters {
    /// The published ones, which fit most learners.
    fn default() -> Self {
        Self(DEFAULT_PARAMETERS)
    }
}

impl Parameters {
    /// These; nothing where they are not as many as the model has, or no numbers that it can go by.
    #[must_use]
    pub fn of(numbers: &[f32]) -> Option<Self> {
        let own = Self(numbers.try_into().ok()?);
        let bounded = numbers.iter().all(|number| number.is_finite()) && DECAY.contains(&own.decay());
        (bounded && FSRS::new(numbers).is_ok()).then_some(own)
    }

    /// The numbers.
    #[must_use]
    pub const fn numbers(&self) -> &[f32] {
        &self.0
    }

    /// How fast the curve of forgetting flattens.
    const fn decay(&self) -> f32 {
        self.0[DEFAULT_PARAMETERS.len() - 1]
    }
}

/// Gives each rating its memory state, and each state its day.
#[derive(Clone, Debug)]
pub struct Scheduler {
    fsrs: FSRS,
    parameters: Parameters,
    retention: f32,
}

impl Default for Scheduler {
    fn default() -> Self {
        Self::new(None)
    }
}

impl Scheduler {
    /// A scheduler that aims at a share of `retention`: 0.9 unless given; kept between 0.7 and 0.99.
    #[must_use]
    pub fn new(retention: Option<f32>) -> Self {
        let retention =
            retention.filter(|r| r.is_finite()).unwrap_or(USUAL_RETENTION).clamp(*RETENTION.start(), *RETENTION.end());
        Self { fsrs: FSRS::default(), parameters: Parameters::default(), retention }
    }

    /// The same for a learner with parameters of their own.
    #[must_use]
    pub fn with(&self, parameters: Parameters) -> Self {
        let fsrs = FSRS::new(parameters.numbers()).unwrap_or_default();
        Self { fsrs, parameters, retention: self.retention }
    }

    /// The parameters that it goes by.
    #[must_use]
    pub const fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The share that it aims at.
    #[must_use]
    pub const fn retention(&self) -> f32 {
        self.retention
    }

    /// What a card is after each of the ratings 1 to 4, given on `today`. A day before that of the last review counts
    /// as the same day. `None` where the state of the card is none that the model can go on from.
    #[must_use]
    pub fn ratings(&self, known: Option<Known>, today: Date) -> Option<[Known; 4]> {
        let day = known.map_or(today, |k| k.day.max(today));
        let passed = known.map_or(0, |k| self::passed(k.day, day));
        let memory = known.map(|k| MemoryState { stability: k.memory.stability, difficulty: k.memory.difficulty });
        let next = self.fsrs.next_states(memory, self.retention, passed).ok()?;
        let known = |state: ItemState| Known {
            memory: Memory { stability: state.memory.stability, difficulty: state.memory.difficulty },
            day,
        };
        Some([known(next.again), known(next.hard), known(next.good), known(next.easy)])
    }

    /// How likely a card is to be known on a day, 0 to 1. On a day before that of the last review it is as on that day.
    #[must_use]
    pub fn recall(&self, known: Known, day: Date) -> f64 {
        let passed = passed(known.day, known.day.max(day));
        let memory = MemoryState { stability: known.memory.stability, difficulty: known.memory.difficulty };
        f64::from(current_retrievability(memory, passed as f32, self.parameters.decay()))
    }

    /// The day on which a card comes back: a whole number of days after its last review, at least one. What comes
    /// before an exam is the plan's to say.
    #[must_use]
    pub fn due(&self, known: Known) -> Date {
        let interval = self.fsrs.next_interval(Some(known.memory.stability), self.retention, 0);
        let days = (f64::from(interval).round().max(1.0) as i64).min(36_500);
        known.day.saturating_add(days.days())
    }
}

/// Whole days from one day to a later one, as the model counts them.
pub(super) fn passed(from: Date, to: Date) -> u32 {
    u32::try_from(days_between(from, to)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_first_rating_gives_the_published_states() {
        let states = Scheduler::default().ratings(None, day("2026-11-23")).unwrap();
        let good = states[2].memory;
        assert!((good.stability - 2.3065).abs() < 1e-4 && (good.difficulty - 2.118).abs() < 1e-3, "{good:?}");
        let due: Vec<String> = states.iter().map(|k| Scheduler::default().due(*k).to_string()).collect();
        assert_eq!(due, ["2026-11-24", "2026-11-24", "2026-11-25", "2026-12-01"]);
    }

    #[test]
    fn what_is_aimed_at_stays_within_bounds_and_shortens_what_comes_between() {
        let aims = |retention| Scheduler::new(retention).retention();
        assert_eq!([None, Some(f32::NAN), Some(0.8), Some(0.5), Some(1.0)].map(aims), [0.9, 0.9, 0.8, 0.7, 0.99]);
        let memory = Memory { stability: 20.0, difficulty: 5.0 };
        let known = Known { memory, day: day("2026-11-23") };
        let due = |retention| days_between(known.day, Scheduler::new(Some(retention)).due(known));
        assert_eq!(due(0.9), 20);
        assert!(due(0.7) > 40 && due(0.99) < 5, "{} {}", due(0.7), due(0.99));
        let own = Scheduler::new(Some(0.8)).with(Parameters::default());
        assert_eq!(own.retention(), 0.8);
    }

    #[test]
    fn a_card_that_is_never_forgotten_comes_back_after_a_hundred_years() {
        let known = Known { memory: Memory { stability: 1e9, difficulty: 1.0 }, day: day("2026-11-23") };
        assert!(days_between(known.day, Scheduler::default().due(known)) <= 36_500);
    }

    #[test]
    fn numbers_that_are_no_parameters_are_refused() {
        let with = |at: usize, number: f32| {
            let mut numbers = DEFAULT_PARAMETERS;
            numbers[at] = number;
            Parameters::of(&numbers)
        };
        assert_eq!(Parameters::of(&DEFAULT_PARAMETERS), Some(Parameters::default()));
        let decay = DEFAULT_PARAMETERS.len() - 1;
        assert!(with(decay, 0.1).is_some() && with(decay, 0.8).is_some());
        assert!(with(decay, 0.05).is_none() && with(decay, 0.9).is_none() && with(0, f32::NAN).is_none());
        assert!(Parameters::of(&DEFAULT_PARAMETERS[1..]).is_none());
    }

    #[test]
    fn a_clock_that_goes_back_is_the_same_day() {
        let scheduler = Scheduler::default();
        let known = scheduler.ratings(None, day("2026-11-23")).unwrap()[2];
        let earlier = scheduler.ratings(Some(known), day("2026-11-20")).unwrap();
        assert_eq!(earlier, scheduler.ratings(Some(known), day("2026-11-23")).unwrap());
        assert_eq!(earlier[2].day, day("2026-11-23"));
    }

    #[test]
    fn a_higher_rating_never_comes_back_sooner() {
        let scheduler = Scheduler::default();
        let mut known = scheduler.ratings(None, day("2026-11-23")).unwrap()[2];
        for _ in 0..20 {
            let states = scheduler.ratings(Some(known), scheduler.due(known)).unwrap();
            assert!(states.windows(2).all(|w| scheduler.due(w[0]) <= scheduler.due(w[1])), "{states:?}");
            known = states[2];
        }
    }
}
