//! Prints the OpenAPI document; `npm run gen` turns it into the front end's types.
#![expect(clippy::print_stdout, reason = "printing is what this program does")]

fn main() -> std::process::ExitCode {
    match vestibule_web::openapi::document().to_pretty_json() {
        Ok(text) => {
            println!("{text}");
            std::process::ExitCode::SUCCESS
        }
        Err(_) => std::process::ExitCode::FAILURE,
    }
}
