//! What the hosts need beside their compilers and interpreters.

use std::path::{Path, PathBuf};

use crate::{Result, shell};

/// npm, as the system can start it.
pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The interpreter of the repository's virtual environment.
pub fn python(root: &Path) -> PathBuf {
    root.join(if cfg!(windows) { ".venv/Scripts/python.exe" } else { ".venv/bin/python" })
}

/// Makes `.venv` and installs what the tests need, at the versions that are pinned.
pub fn virtual_environment(root: &Path) -> Result {
    let python = python(root);
    if !python.exists() {
        let system = ["python3", "python"].into_iter().find(|name| shell::exists(name));
        let system = system.ok_or("the Python tests need Python 3.11 or later")?;
        let recent = ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"];
        shell::run(&mut shell::command(root, system, &recent))
            .map_err(|_| "the Python tests need Python 3.11 or later")?;
        let made = shell::run(&mut shell::command(root, system, &["-m", "venv", ".venv"]));
        if made.is_err() {
            let _ = std::fs::remove_dir_all(root.join(".venv"));
            apt(root, "python3-venv")?;
            shell::run(&mut shell::command(root, system, &["-m", "venv", ".venv"]))?;
        }
    }
    once(root, "bindings-python/requirements-test.txt", ".venv/installed.txt", || {
        let install = ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--requirement"];
        shell::run(shell::command(root, &python, &install).arg("bindings-python/requirements-test.txt"))
    })
}

/// Installs the npm packages of a folder at the versions of its lock file.
pub fn npm(root: &Path, folder: &str) -> Result {
    let lock = format!("{folder}/package-lock.json");
    once(root, &lock, &format!("{folder}/node_modules/installed.json"), || {
        let recent = ["-e", "process.exit(Number(process.versions.node.split('.')[0]) < 20 ? 1 : 0)"];
        shell::run(&mut shell::command(root, "node", &recent)).map_err(|_| "the Node tests need Node 20 or later")?;
        shell::run(&mut shell::command(&root.join(folder), NPM, &["ci", "--no-audit", "--no-fund"]))
    })
}

/// A Chromium: the one that `CHROMIUM` names, or one on the path, or Debian's.
pub fn chromium(root: &Path) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let known = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    if let Some(found) = known.into_iter().find_map(on_path) {
        return Ok(found);
    }
    apt(root, "chromium")
        .map_err(|why| format!("the browser tests need Chromium: install it, or name it in CHROMIUM ({why})"))?;
    on_path("chromium").ok_or_else(|| "chromium was installed but is not on the path".into())
}

/// Installs a Debian package, as root or by sudo.
pub fn apt(root: &Path, package: &str) -> Result {
    if on_path("apt-get").is_none() {
        return Err(format!("`{package}` is missing, and there is no apt-get to install it").into());
    }
    let root_user = shell::output(&mut shell::command(root, "id", &["-u"]))?.trim() == "0";
    for arguments in [&["update", "--quiet"][..], &["install", "--yes", "--no-install-recommends", package]] {
        let mut command = if root_user {
            shell::command(root, "apt-get", arguments)
        } else {
            let mut sudo = shell::command(root, "sudo", &["--non-interactive", "apt-get"]);
            sudo.args(arguments);
            sudo
        };
        shell::run(command.env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Runs an installation unless it has run for this very list; `stamp` keeps the list that is installed.
fn once(root: &Path, list: &str, stamp: &str, install: impl FnOnce() -> Result) -> Result {
    let wanted = std::fs::read_to_string(root.join(list)).map_err(|why| format!("{list}: {why}"))?;
    if std::fs::read_to_string(root.join(stamp)).is_ok_and(|installed| installed == wanted) {
        println!("{list} is installed");
        return Ok(());
    }
    install()?;
    std::fs::create_dir_all(root.join(stamp).parent().unwrap_or(root))?;
    Ok(std::fs::write(root.join(stamp), wanted)?)
}
