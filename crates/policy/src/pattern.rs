//! Wildcards: `*` for any run of characters, `?` for exactly one. The text is walked once: after each `*` the next piece
//! is looked for from left to right and never again, so no pattern can make it backtrack. A piece without `?` is found in
//! linear time; one with `?` costs at most its own length for each character. Tests count the steps.

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// `*`
    Any,
    /// No wildcard.
    Exact(Box<str>),
    /// Text, then `*`.
    Prefix(Box<str>),
    /// Anything else.
    Runs(Runs),
}

/// What lies between the `*`s. The first run is anchored to the start; the last, where there is more than one, to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Runs {
    first: Run,
    middle: Vec<Run>,
    /// None: there is no `*`, so the first run is the whole.
    last: Option<Run>,
}

type Run = Vec<Piece>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(Box<str>),
    /// So many `?`.
    Characters(usize),
}

impl Piece {
    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Characters(count) => *count,
        }
    }
}

/// Builds a pattern out of text with wildcards and text without.
#[derive(Default)]
pub(crate) struct Builder {
    runs: Vec<Run>,
    run: Run,
    text: String,
}

impl Builder {
    /// Text whose `*` and `?` are wildcards.
    pub(crate) fn pattern(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '*' => {
                    self.flush();
                    self.runs.push(std::mem::take(&mut self.run));
                }
                '?' => {
                    self.flush();
                    if let Some(Piece::Characters(count)) = self.run.last_mut() {
                        *count += 1;
                    } else {
                        self.run.push(Piece::Characters(1));
                    }
                }
                other => self.text.push(other),
            }
        }
    }

    /// Text that only matches itself.
    pub(crate) fn literal(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.run
                .push(Piece::Text(std::mem::take(&mut self.text).into_boxed_str()));
        }
    }

    pub(crate) fn build(mut self) -> Pattern {
        self.flush();
        let last = self.run;
        let mut runs = self.runs.into_iter();
        let Some(first) = runs.next() else {
            return match single_text(&last) {
                Some(text) => Pattern::Exact(text),
                None => Pattern::Runs(Runs {
                    first: last,
                    middle: Vec::new(),
                    last: None,
                }),
            };
        };
        let middle: Vec<Run> = runs.filter(|run| !run.is_empty()).collect();
        if middle.is_empty() && last.is_empty() {
            match single_text(&first) {
                Some(text) if text.is_empty() => return Pattern::Any,
                Some(text) => return Pattern::Prefix(text),
                None => {}
            }
        }
        Pattern::Runs(Runs {
            first,
            middle,
            last: Some(last),
        })
    }
}

/// The run as plain text; none if it has a `?`.
fn single_text(run: &Run) -> Option<Box<str>> {
    match run.as_slice() {
        [] => Some(Box::default()),
        [Piece::Text(text)] => Some(text.clone()),
        _ => None,
    }
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        let mut builder = Builder::default();
        builder.pattern(text);
        builder.build()
    }

    /// What every text that matches begins with.
    pub(crate) fn begins(&self) -> &str {
        match self {
            Self::Any => "",
            Self::Exact(text) | Self::Prefix(text) => text,
            Self::Runs(runs) => match runs.first.first() {
                Some(Piece::Text(text)) => text,
                _ => "",
            },
        }
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        self.matches_counted(text, &mut ())
    }

    fn matches_counted(&self, text: &str, steps: &mut impl Steps) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(exact) => **exact == *text,
            Self::Prefix(prefix) => text.starts_with(&**prefix),
            Self::Runs(runs) => runs.match_text(text, steps).is_some(),
        }
    }
}

/// Counts bytes looked at; the product does not.
trait Steps {
    fn look_at(&mut self, bytes: usize);
}

impl Steps for () {
    fn look_at(&mut self, _: usize) {}
}

impl Runs {
    fn match_text(&self, text: &str, steps: &mut impl Steps) -> Option<()> {
        let mut rest = after(&self.first, text, steps)?;
        let Some(last) = &self.last else {
            return rest.is_empty().then_some(());
        };
        for run in &self.middle {
            rest = find(run, rest, steps)?;
        }
        before_end(last, rest)
    }
}

/// What follows the run at the start of the text; none if it is not there.
fn after<'text>(run: &Run, mut text: &'text str, steps: &mut impl Steps) -> Option<&'text str> {
    for piece in run {
        steps.look_at(piece.length());
        text = match piece {
            Piece::Text(wanted) => text.strip_prefix(&**wanted)?,
            Piece::Characters(count) => {
                let mut characters = text.chars();
                characters.nth(count.checked_sub(1)?)?;
                characters.as_str()
            }
        };
    }
    Some(text)
}

/// What follows the first place where the run is.
fn find<'text>(run: &Run, mut text: &'text str, steps: &mut impl Steps) -> Option<&'text str> {
    if let [Piece::Text(wanted)] = run.as_slice() {
        let found = text.split_once(&**wanted).map(|(_, rest)| rest);
        // The standard library's search is linear in the text.
        steps.look_at(text.len().saturating_sub(found.map_or(0, str::len)));
        return found;
    }
    loop {
        if let Some(rest) = after(run, text, steps) {
            return Some(rest);
        }
        let mut characters = text.chars();
        characters.next()?;
        text = characters.as_str();
    }
}

/// Whether the text ends with the run.
fn before_end(run: &Run, mut text: &str) -> Option<()> {
    for piece in run.iter().rev() {
        text = match piece {
            Piece::Text(wanted) => text.strip_suffix(&**wanted)?,
            Piece::Characters(count) => {
                let mut characters = text.chars();
                characters.nth_back(count.checked_sub(1)?)?;
                characters.as_str()
            }
        };
    }
    Some(())
}

#[cfg(test)]
mod tests;
