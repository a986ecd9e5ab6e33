//! The program as other programs run it.

use std::process::Command;

/// `dlrev`, without the settings of whoever runs the tests.
pub fn dlrev() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dlrev"));
    for setting in ["DLREV_COURSE", "DLREV_DATA", "DLREV_NOW", "NO_COLOR"] {
        command.env_remove(setting);
    }
    command.env("DLREV_CONFIG", "/dev/null").env("DLREV_LANG", "en");
    command
}
