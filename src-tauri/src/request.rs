//! The app's one command: a request of the page, answered by the core.

use tauri::State;
use vestibule_web::desktop::{Desktop, DesktopRequest, DesktopResponse};

/// Hands a request to the router and brings back the answer.
#[tauri::command]
pub(crate) async fn request(desktop: State<'_, Desktop>, request: DesktopRequest) -> Result<DesktopResponse, ()> {
    Ok(desktop.handle(request).await)
}
