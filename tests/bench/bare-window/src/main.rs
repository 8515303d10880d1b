//! A window with a page and nothing behind it, as `make bench` compares the desk with.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
