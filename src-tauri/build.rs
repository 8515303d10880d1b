//! Lets Tauri read its configuration, capabilities and icons. Nothing else belongs here.

fn main() {
    tauri_build::build();
}
