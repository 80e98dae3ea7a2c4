//! The one window.

use std::path::Path;

use tauri::utils::config::Color;
use tauri::{App, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

const SIZE: (f64, f64) = (1280.0, 800.0);
const SMALLEST: (f64, f64) = (1000.0, 700.0);

/// What the web view keeps (whether light or dark was chosen) stays in the data folder, with all the rest.
const WEB_VIEW: &str = "webview";

/// Opens it. It never leaves the app's own page.
pub(crate) fn open(app: &App, folder: &Path) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Vestibule")
        .data_directory(folder.join(WEB_VIEW))
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .center()
        .background_color(Color(247, 246, 243, 255))
        .disable_drag_drop_handler()
        .on_navigation(|url| matches!(url.scheme(), "tauri" | "about") || url.host_str().is_some_and(is_own))
        .build()
}

fn is_own(host: &str) -> bool {
    matches!(host, "localhost" | "tauri.localhost")
}
