//! Ending a process at each of its commit points, and looking at the folder it left.
//!
//! A child process (the test binary again, its `crash::child`) runs a flow and aborts at its n-th commit point; the parent starts on the folder.

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Answer, Machine};

const FOLDER: &str = "VESTIBULE_CRASH_FOLDER";
const FLOW: &str = "VESTIBULE_CRASH_FLOW";
const AT: &str = "VESTIBULE_CRASH_AT";
const SIGABRT: i32 = 6;
/// No flow has this many commit points; a loop that passes it never ends.
const MANY: usize = 400;

/// Lines that begin with `@` are what the parent reads; a write to a pipe outlives the process.
pub fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\n@{line}").unwrap();
    out.flush().unwrap();
}

/// Says what a request was answered: status, then step or code.
pub fn say_answer(answer: &Answer) {
    let word = answer.body["step"]
        .as_str()
        .or(answer.body["code"].as_str())
        .unwrap_or("-");
    say(&format!("answered {} {word}", answer.status));
}

/// Counts commit points once armed, and ends the process at the chosen one.
pub struct Trap {
    armed: AtomicBool,
    passed: AtomicUsize,
    at: usize,
}

impl Trap {
    pub fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    fn spring(&self) {
        if self.armed.load(Ordering::SeqCst) && self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.at {
            std::process::abort();
        }
    }
}

/// Runs the flow that the parent asks for; `at_once` names the one that is armed from the start. Does nothing without a
/// parent, so that the test it is called from is none of its own.
pub fn child(at_once: Option<&str>, run: impl AsyncFnOnce(&str, &Machine, &Trap)) {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let flow = std::env::var(FLOW).unwrap();
    let trap = Arc::new(Trap {
        armed: AtomicBool::new(at_once == Some(flow.as_str())),
        passed: AtomicUsize::new(0),
        at: std::env::var(AT).unwrap().parse().unwrap(),
    });
    let mut machine = Machine::on(Path::new(&folder));
    let sprung = Arc::clone(&trap);
    machine.store.commit_hook = Some(Arc::new(move |_| sprung.spring()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(run(&flow, &machine, &trap));
    say("done");
}

/// What a child said before it ended.
pub struct Story {
    pub lines: Vec<String>,
    pub finished: bool,
}

impl Story {
    pub fn count(&self, start: &str) -> usize {
        self.lines.iter().filter(|line| line.starts_with(start)).count()
    }

    /// What follows this word.
    pub fn told(&self, word: &str) -> &str {
        self.lines
            .iter()
            .find_map(|line| line.strip_prefix(word)?.strip_prefix(' '))
            .unwrap_or_else(|| panic!("no {word} in {:?}", self.lines))
    }
}

fn crash(machine: &Machine, flow: &str, at: usize) -> Story {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, &machine.folder)
        .env(FLOW, flow)
        .env(AT, at.to_string())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix('@'))
        .map(str::to_owned)
        .collect();
    let aborted = output.status.signal() == Some(SIGABRT);
    let finished = output.status.success() && lines.last().is_some_and(|line| line == "done");
    assert!(aborted != finished, "{flow} at {at}: {output:?}");
    Story { lines, finished }
}

/// Runs a flow to each of its commit points in turn, each time on a fresh folder, until it gets through.
pub async fn at_every_commit<F>(flow: &str, start: impl Fn() -> Machine, look: F)
where
    F: AsyncFn(&Machine, &Story),
{
    for at in 1..MANY {
        let machine = start();
        let story = crash(&machine, flow, at);
        look(&machine, &story).await;
        if story.finished {
            assert!(at > 2, "{flow} commits at least once");
            return;
        }
    }
    unreachable!("{flow} does not end");
}

/// A world at rest.
pub async fn template() -> Machine {
    let machine = Machine::new();
    machine.world().await.close().await;
    machine
}
