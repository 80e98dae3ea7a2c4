//! Where everything of this installation lives.

use std::path::PathBuf;

const NAME: &str = "vestibule";

/// The data folder, made for its owner only: `VESTIBULE_DATA_DIR`, or the system's place for application data.
pub(crate) fn find() -> std::io::Result<PathBuf> {
    let folder = match set("VESTIBULE_DATA_DIR") {
        Some(folder) => folder,
        None => system_folder().ok_or(std::io::ErrorKind::NotFound)?.join(NAME),
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    folder.canonicalize()
}

/// The downloads folder: `VESTIBULE_DOWNLOADS_DIR`, or the one in the home folder.
pub(crate) fn downloads() -> Option<PathBuf> {
    set("VESTIBULE_DOWNLOADS_DIR").or_else(|| Some(home()?.join("Downloads")))
}

fn system_folder() -> Option<PathBuf> {
    if cfg!(target_os = "windows") {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        Some(home()?.join("Library/Application Support"))
    } else {
        set("XDG_DATA_HOME").or_else(|| Some(home()?.join(".local/share")))
    }
}

fn home() -> Option<PathBuf> {
    set("HOME").or_else(|| set("USERPROFILE"))
}

fn set(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
