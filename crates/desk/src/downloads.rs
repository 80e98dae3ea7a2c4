//! Saved files. Names come from pages, so they are cleaned; nothing is overwritten.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use crate::{Desk, DeskError};

const LONGEST_NAME: usize = 100;
const MOST_COPIES: u32 = 1000;

impl Desk {
    /// Saves a text file and says where.
    ///
    /// # Errors
    /// No downloads folder; file system failures.
    pub fn save_download(&self, wished: &str, contents: &str) -> Result<PathBuf, DeskError> {
        let folder = self.downloads.as_ref().ok_or(DeskError::NoDownloads)?;
        std::fs::create_dir_all(folder)?;
        let name = clean(wished);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, "txt"));
        for copy in 0..MOST_COPIES {
            let file_name = if copy == 0 {
                format!("{stem}.{extension}")
            } else {
                format!("{stem} ({copy}).{extension}")
            };
            let path = folder.join(file_name);
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&path) {
                Ok(mut file) => {
                    file.write_all(contents.as_bytes())?;
                    return Ok(path);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Io(ErrorKind::AlreadyExists.into()))
    }
}

fn clean(wished: &str) -> String {
    let legal = |c: &char| c.is_ascii_alphanumeric() || " ._-".contains(*c);
    let name: String = wished.chars().filter(legal).take(LONGEST_NAME).collect();
    let name = name.trim_matches([' ', '.']).to_owned();
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let reserved = ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str())
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    if name.is_empty() || reserved {
        format!("download-{name}").trim_end_matches('-').to_owned()
    } else {
        name
    }
}
