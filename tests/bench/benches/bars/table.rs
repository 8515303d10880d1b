//! Measuring in turns, and the table of all bars: what was measured, beside its limit, and whether the bar is met.

use std::time::{Duration, Instant};

/// What a measured length may be.
pub(crate) enum Bar {
    /// So many times the raw work.
    Times(f64),
    /// A length of time.
    Within(Duration),
    /// Anything; it is looked at only.
    None,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Time.
    Seconds,
    /// Memory.
    Bytes,
    /// How often something happened.
    Times,
}

/// A line of the table.
struct Line {
    what: String,
    unit: Unit,
    ours: f64,
    raw: Option<f64>,
    bar: Bar,
}

/// The table as it grows.
#[derive(Default)]
pub(crate) struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// Measures the engine and the raw work in turns, so that whatever else the machine does slows down both alike; each
    /// answers how long one piece of its work took. The medians count.
    pub(crate) fn compare<E>(
        &mut self,
        what: &str,
        times: f64,
        rounds: usize,
        mut engine: impl FnMut() -> Result<Duration, E>,
        mut raw: impl FnMut() -> Result<Duration, E>,
    ) -> Result<(), E> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            ours.push(engine()?);
            theirs.push(raw()?);
        }
        self.add(what, median(ours), Some(median(theirs)), Bar::Times(times));
        Ok(())
    }

    /// Measures the engine alone, some times after a first one that warms up.
    pub(crate) fn measure<E>(
        &mut self,
        what: &str,
        bar: Bar,
        mut work: impl FnMut() -> Result<(), E>,
    ) -> Result<(), E> {
        let first = Instant::now();
        work()?;
        let rounds = if first.elapsed() > Duration::from_millis(200) { 3 } else { 15 };
        let mut took = Vec::new();
        for _ in 0..rounds {
            let started = Instant::now();
            work()?;
            took.push(started.elapsed());
        }
        self.add(what, median(took), None, bar);
        Ok(())
    }

    /// Adds a line for what was measured elsewhere.
    pub(crate) fn add(&mut self, what: &str, ours: Duration, raw: Option<Duration>, bar: Bar) {
        let raw = raw.map(|raw| raw.as_secs_f64());
        self.add_amount(what, Unit::Seconds, ours.as_secs_f64(), raw, bar);
    }

    /// Adds a line for an amount of anything.
    pub(crate) fn add_amount(
        &mut self,
        what: &str,
        unit: Unit,
        ours: f64,
        raw: Option<f64>,
        bar: Bar,
    ) {
        let line = Line { what: what.to_owned(), unit, ours, raw, bar };
        println!("{}", line.row());
        self.lines.push(line);
    }

    /// Prints the table, and in one line how many bars are met.
    pub(crate) fn print(&self) {
        println!("\n| what | ours | raw | ratio | bar | met |\n|---|---|---|---|---|---|");
        for line in &self.lines {
            println!("{}", line.row());
        }
        let held = self.lines.iter().filter(|line| line.missed_by().is_some());
        let missed = held.clone().filter(|line| line.missed_by() > Some(1.0)).count();
        println!("\n{} bars, {missed} missed.", held.count());
    }
}

impl Line {
    fn ratio(&self) -> Option<f64> {
        self.raw.filter(|raw| *raw > 0.0).map(|raw| self.ours / raw)
    }

    /// How many times what is allowed it took; nothing when there is no bar.
    fn missed_by(&self) -> Option<f64> {
        match self.bar {
            Bar::Times(times) => self.ratio().map(|ratio| ratio / times),
            Bar::Within(limit) => Some(self.ours / limit.as_secs_f64()),
            Bar::None => None,
        }
    }

    fn row(&self) -> String {
        let met = match self.missed_by() {
            None => String::new(),
            Some(by) if by <= 1.0 => "yes".to_owned(),
            Some(by) => format!("no, {by:.1} times the bar"),
        };
        let bar = match self.bar {
            Bar::Times(times) => format!("{times} times"),
            Bar::Within(limit) => Unit::Seconds.words(limit.as_secs_f64()),
            Bar::None => String::new(),
        };
        format!(
            "| {} | {} | {} | {} | {bar} | {met} |",
            self.what,
            self.unit.words(self.ours),
            self.raw.map(|raw| self.unit.words(raw)).unwrap_or_default(),
            self.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
        )
    }
}

pub(crate) fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

impl Unit {
    fn words(self, amount: f64) -> String {
        match self {
            Self::Seconds => match amount {
                s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
                s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
                s if s < 1.0 => format!("{:.1} ms", s * 1e3),
                s => format!("{s:.2} s"),
            },
            Self::Bytes => format!("{:.1} MB", amount / 1e6),
            Self::Times => format!("{amount:.0}"),
        }
    }
}
