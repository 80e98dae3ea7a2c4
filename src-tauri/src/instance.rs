//! One app per data folder. A second start asks the first to come to the front, through a file: nothing listens.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use notify::{EventHandler, PollWatcher, RecursiveMode, Watcher};
use tauri::{Emitter as _, Listener as _, Manager as _, WebviewWindow};

const LOCK: &str = "instance.lock";
const RAISE: &str = "raise";
/// The page hears this when a second start was turned away.
const RAISED: &str = "raised";
/// The page says this when it can hear that.
const LISTENS: &str = "listens";
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Which start this is.
pub(crate) enum Instance {
    /// The one that keeps the folder, as long as it keeps the lock.
    First(File),
    /// The folder is open already; the first was asked to come to the front.
    Second,
}

/// Takes the folder, or asks its owner to come to the front.
pub(crate) fn claim(folder: &Path) -> io::Result<Instance> {
    let lock = File::options().create(true).append(true).open(folder.join(LOCK))?;
    match lock.try_lock() {
        Ok(()) => {
            // Whom it asked is gone.
            match std::fs::remove_file(folder.join(RAISE)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(Instance::First(lock)),
            }
        }
        Err(TryLockError::WouldBlock) => {
            std::fs::write(folder.join(RAISE), [])?;
            Ok(Instance::Second)
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Comes to the front whenever a second start asks. The page is told as soon as it listens: what comes before waits.
pub(crate) fn watch(folder: &Path, window: WebviewWindow) {
    let app = window.app_handle().clone();
    let front = Arc::new(Front {
        raise: folder.join(RAISE),
        window,
        page_listens: AtomicBool::new(false),
    });
    app.once(LISTENS, {
        let front = Arc::clone(&front);
        move |_| {
            front.page_listens.store(true, Ordering::SeqCst);
            front.look();
        }
    });
    let heard = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| event.paths.contains(&front.raise)) {
            front.look();
        }
    };
    let watching = recommended(folder, heard.clone()).or_else(|error| {
        // The system has only so many of its own watchers, and editors take many.
        tracing::debug!(%error, "the data folder is looked at from time to time instead");
        looking(folder, heard)
    });
    match watching {
        // It watches as long as the app holds it.
        Ok(watcher) => {
            app.manage(Mutex::new(watcher));
        }
        Err(error) => tracing::warn!(%error, "a second start will not bring this window to the front"),
    }
}

type Watching = notify::Result<Box<dyn Watcher + Send>>;

fn recommended(folder: &Path, heard: impl EventHandler) -> Watching {
    let mut watcher = notify::recommended_watcher(heard)?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(Box::new(watcher))
}

fn looking(folder: &Path, heard: impl EventHandler) -> Watching {
    let mut watcher = PollWatcher::new(heard, notify::Config::default().with_poll_interval(LOOK_EVERY))?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(Box::new(watcher))
}

struct Front {
    raise: PathBuf,
    window: WebviewWindow,
    page_listens: AtomicBool,
}

impl Front {
    /// Does what a second start asked for. Its file goes only once the page can be told.
    fn look(&self) {
        if !self.raise.exists() {
            return;
        }
        let mut steps = vec![self.window.unminimize(), self.window.show(), self.window.set_focus()];
        if self.page_listens.load(Ordering::SeqCst) && std::fs::remove_file(&self.raise).is_ok() {
            steps.push(self.window.emit(RAISED, ()));
        }
        for error in steps.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "the window did not come to the front");
        }
    }
}
