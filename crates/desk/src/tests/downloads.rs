use std::path::Path;

use super::Home;
use crate::{Desk, DeskError, DeskParts};

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

#[tokio::test]
async fn names_are_cleaned_and_never_leave_the_folder() {
    let home = Home::new();
    let desk = home.desk().await;
    for (wished, expected) in [
        ("passwords.csv", "passwords.csv"),
        ("../../etc/passwd", "etcpasswd.txt"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/absolute.txt", "absolute.txt"),
        ("C:\\evil.exe", "Cevil.exe"),
        ("..", "download.txt"),
        ("", "download.txt"),
        (" . . ", "download.txt"),
        ("a\nb\0c\u{202e}.txt", "abc.txt"),
        ("überraschung.txt", "berraschung.txt"),
        (".hidden", "hidden.txt"),
        ("CON", "download-CON.txt"),
        ("nul.csv", "download-nul.csv"),
        ("lpt1.txt", "download-lpt1.txt"),
        ("com10.txt", "com10.txt"),
        ("console.csv", "console.csv"),
    ] {
        let desk_path = desk.save_download(wished, "x").unwrap();
        assert_eq!(desk_path.parent(), Some(home.downloads().as_path()), "{wished:?}");
        assert_eq!(name(&desk_path), expected, "{wished:?}");
        std::fs::remove_file(desk_path).unwrap();
    }
    let long = desk.save_download(&"x".repeat(5000), "x").unwrap();
    assert_eq!(name(&long).len(), 104);
}

#[tokio::test]
async fn nothing_is_overwritten() {
    let home = Home::new();
    let desk = home.desk().await;
    for expected in ["events.json", "events (1).json", "events (2).json"] {
        let path = desk.save_download("events.json", expected).unwrap();
        assert_eq!(name(&path), expected);
    }
    for kept in ["events.json", "events (1).json", "events (2).json"] {
        assert_eq!(std::fs::read_to_string(home.downloads().join(kept)).unwrap(), kept);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let mode = std::fs::metadata(home.downloads().join("events.json"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        // A link that lies in wait is no file to write through.
        symlink(home.path().join("victim"), home.downloads().join("trap.txt")).unwrap();
        let path = desk.save_download("trap.txt", "x").unwrap();
        assert_eq!(name(&path), "trap (1).txt");
        assert!(!home.path().join("victim").exists());
    }
}

#[tokio::test]
async fn without_a_folder_nothing_is_saved() {
    let home = Home::new();
    let parts = DeskParts {
        downloads: None,
        ..home.parts(7)
    };
    let desk = Desk::open(&home.path().join("desk.db"), parts).await.unwrap();
    assert!(matches!(desk.save_download("a.txt", "x"), Err(DeskError::NoDownloads)));
}
