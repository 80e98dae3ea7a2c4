//! The Vestibule desktop app. It holds the window and decides nothing about people.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    vestibule::run()
}
