//! The way to a value in a rule text.

use std::fmt;

/// The way from the top of a rule text to a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::pack) struct Path(Vec<Step>);

/// One step of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pack) enum Step {
    /// To the value of a key.
    Key(String),
    /// To an element of a list, from 0.
    Nth(usize),
}

impl Path {
    /// To the value of a key at the top.
    pub(in crate::pack) fn of(key: &str) -> Self {
        Self::default().key(key)
    }

    /// From the steps, the outermost first.
    pub(in crate::pack) fn from_steps(steps: Vec<Step>) -> Self {
        Self(steps)
    }

    /// Further to the value of a key.
    #[must_use]
    pub(in crate::pack) fn key(&self, key: impl Into<String>) -> Self {
        self.further(Step::Key(key.into()))
    }

    /// Further to an element.
    #[must_use]
    pub(in crate::pack) fn nth(&self, number: usize) -> Self {
        self.further(Step::Nth(number))
    }

    fn further(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The steps, the outermost first.
    pub(in crate::pack) fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The key of the last step, where it is one.
    pub(in crate::pack) fn last_key(&self) -> Option<&str> {
        if let Some(Step::Key(key)) = self.0.last() { Some(key) } else { None }
    }

    /// What lies around.
    #[must_use]
    pub(in crate::pack) fn parent(&self) -> Self {
        Self(self.0.split_last().map(|(_, way)| way.to_vec()).unwrap_or_default())
    }
}

impl fmt::Display for Path {
    /// As people number things: `layer[1].terms[2].axis`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if place == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Nth(number) => write!(f, "[{}]", number + 1)?,
            }
        }
        Ok(())
    }
}
