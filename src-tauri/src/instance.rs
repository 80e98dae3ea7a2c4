//! One app per data folder. A second start asks the first to come to the front, through a file: nothing listens.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use notify::{RecursiveMode, Watcher as _};
use tauri::{Emitter as _, Manager as _, WebviewWindow};

const LOCK: &str = "instance.lock";
const RAISE: &str = "raise";
/// The page hears this when a second start was turned away.
const RAISED: &str = "raised";

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
        Ok(()) => Ok(Instance::First(lock)),
        Err(TryLockError::WouldBlock) => {
            std::fs::write(folder.join(RAISE), [])?;
            Ok(Instance::Second)
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Comes to the front whenever a second start asks.
pub(crate) fn watch(folder: &Path, window: WebviewWindow) {
    let raise: PathBuf = folder.join(RAISE);
    let app = window.app_handle().clone();
    let heard = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| event.paths.contains(&raise)) && std::fs::remove_file(&raise).is_ok() {
            bring_to_front(&window);
        }
    };
    match notify::recommended_watcher(heard).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
        Ok(watcher)
    }) {
        // It watches as long as the app holds it.
        Ok(watcher) => {
            app.manage(std::sync::Mutex::new(watcher));
        }
        Err(error) => tracing::warn!(%error, "a second start will not bring this window to the front"),
    }
}

fn bring_to_front(window: &WebviewWindow) {
    let steps = [
        window.unminimize(),
        window.show(),
        window.set_focus(),
        window.emit(RAISED, ()),
    ];
    for error in steps.into_iter().filter_map(Result::err) {
        tracing::warn!(%error, "the window did not come to the front");
    }
}
