//! The desktop shell: a data folder, one instance, one window and one command.

mod data_folder;
mod instance;
mod request;
mod window;

use std::process::ExitCode;

use tauri::{Manager as _, RunEvent};
use tracing_subscriber::EnvFilter;
use vestibule_web::desktop::Desktop;
use vestibule_web::world::WorldParts;

use instance::Instance;

/// Libraries that would write whole ceremonies into a detailed log.
const TALKATIVE: [&str; 3] = ["webauthn_rs=warn", "webauthn_rs_core=warn", "webauthn_rs_proto=warn"];

/// Opens the app; comes back when it is closed.
#[must_use]
pub fn run() -> ExitCode {
    let asked = EnvFilter::try_from_env("VESTIBULE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let capped = TALKATIVE.iter().filter_map(|target| target.parse().ok());
    let filter = capped.fold(asked, EnvFilter::add_directive);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();

    let folder = match data_folder::find() {
        Ok(folder) => folder,
        Err(error) => return fail(&format!("The data folder cannot be used: {error}")),
    };
    let lock = match instance::claim(&folder) {
        Ok(Instance::First(lock)) => lock,
        Ok(Instance::Second) => {
            tracing::info!("this data folder is open already");
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(&format!("The data folder cannot be locked: {error}")),
    };
    if !display_is_there() {
        return fail("There is no display. Start Vestibule in a desktop session, or under Xvfb (xvfb-run vestibule).");
    }
    let parts = WorldParts::system(folder.clone(), data_folder::downloads());
    let desktop = tauri::async_runtime::block_on(Desktop::start(parts));
    let built = tauri::Builder::default()
        .manage(desktop)
        .invoke_handler(tauri::generate_handler![request::request])
        .setup(move |app| {
            let window = window::open(app, &folder)?;
            instance::watch(&folder, window);
            #[cfg(unix)]
            tauri::async_runtime::spawn(end_when_told(app.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    tauri::async_runtime::block_on(app.state::<Desktop>().close());
                }
            });
            drop(lock);
            ExitCode::SUCCESS
        }
        Err(error) => fail(&format!("The window cannot be opened: {error}")),
    }
}

/// `SIGTERM` and `SIGINT` close the app as its window's button does.
#[cfg(unix)]
async fn end_when_told(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    if let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        app.exit(0);
    }
}

fn display_is_there() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn fail(words: &str) -> ExitCode {
    eprintln!("vestibule: {words}");
    ExitCode::from(2)
}
