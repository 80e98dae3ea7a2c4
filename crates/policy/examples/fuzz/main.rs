//! A fuzzer of the policy engine that runs on stable Rust: `npm run fuzz -- [iterations] [seed]`.
//!
//! It mutates policies, as bytes and as JSON, and keeps what the engine answers in a way that it has not answered before.
//! The same seed does the same on every machine. Nothing may panic; whatever is not understood must not allow; what is
//! printed and read again must be equal and decide the same. See `oracle`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a program for developers, that stops at the first thing that is wrong"
)]

mod corpus;
mod mutate;
mod oracle;
mod speech;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use mutate::Random;

/// What is being tried, for the report when it panics.
static TRIED: Mutex<String> = Mutex::new(String::new());

/// Longer ones teach nothing and take long.
const LONGEST: usize = 2048;

/// What is mutated further: policies mostly, and texts that were refused in a way of their own.
#[derive(Default)]
struct Pool {
    accepted: Vec<String>,
    refused: Vec<String>,
}

impl Pool {
    const MOST: usize = 4000;

    fn pick(&self, random: &mut Random) -> &str {
        let wanted = if random.below(8) > 0 {
            &self.accepted
        } else {
            &self.refused
        };
        if wanted.is_empty() {
            ""
        } else {
            random.pick::<String>(wanted)
        }
    }

    fn keep(&mut self, text: String, accepted: bool, random: &mut Random) {
        let kept = if accepted {
            &mut self.accepted
        } else {
            &mut self.refused
        };
        if kept.len() < Self::MOST {
            kept.push(text);
        } else {
            let place = random.below(kept.len());
            kept[place] = text;
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let iterations: u64 = arguments
        .next()
        .map_or(100_000, |text| text.parse().expect("iterations"));
    let seed: u64 = arguments.next().map_or(1, |text| text.parse().expect("a seed"));
    std::panic::set_hook(Box::new(move |panic| {
        let tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
        eprintln!("{panic}\nseed {seed}; the input, escaped and as it is:\n{tried:?}\n{tried}");
    }));

    let mut random = Random::new(seed);
    let corpus = corpus::POLICIES;
    let mut pool = Pool::default();
    let mut answers = HashSet::new();
    let mut accepted = 0_u64;
    let start = Instant::now();
    for iteration in 0..iterations {
        let given = usize::try_from(iteration).ok().and_then(|place| corpus.get(place));
        let text = match given {
            Some(text) => (*text).to_owned(),
            None => mutate::mutated(pool.pick(&mut random), pool.pick(&mut random), &mut random),
        };
        if text.len() > LONGEST {
            continue;
        }
        text.clone_into(&mut TRIED.lock().unwrap_or_else(PoisonError::into_inner));
        let answer = oracle::try_out(&text, &mut random);
        accepted += u64::from(answer.accepted);
        if answers.insert(answer.kind) || given.is_some() {
            pool.keep(text, answer.accepted, &mut random);
        }
    }
    let took = start.elapsed();
    println!(
        "{iterations} inputs, {accepted} accepted as some kind of policy, {} kinds of answers; {:.0} a second; seed {seed}",
        answers.len(),
        f64::from(u32::try_from(iterations).unwrap_or(u32::MAX)) / took.as_secs_f64()
    );
    assert!(
        accepted > iterations / 20,
        "the mutations have become too wild to test decisions"
    );
}
