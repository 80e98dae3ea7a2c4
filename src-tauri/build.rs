//! Makes the app's one command known to the permission system.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(&["request"]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
