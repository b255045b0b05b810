//! The Python package: built as a wheel, installed, and used.

use std::path::Path;

use super::{Board, data, readme};
use crate::{build, setup, shell};

pub fn run(root: &Path, board: &mut Board) {
    let ready = board.step("python environment", |_| setup::virtual_environment(root))
        && board.step("python package", |_| build::python(root, &["probe"]));
    if !ready {
        return;
    }
    let binding = root.join("bindings-python");
    let python = |arguments: &[&str]| shell::command(&binding, setup::python(root), arguments);
    board.tests("python tests", data::given(root, &mut python(&["-m", "pytest"])));
    let sql = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/sql"];
    board.tests("sql over real data", data::given(root, &mut shell::command(root, setup::python(root), &sql)));
    board.run("python types", &mut python(&["-m", "mypy", "--strict", "--package", "quarterdeck"]));
    board.run("python stubs", &mut python(&["-m", "mypy.stubtest", "quarterdeck._native"]));
    board.vectors(
        "python",
        shell::command(root, setup::python(root), &["tests/runners/python_vectors.py"]).env("PYTHONUTF8", "1"),
    );
    let oracle = |script: &[&str]| shell::command(root, setup::python(root), script);
    board.run("oracle", &mut oracle(&["tests/oracle/run.py"]));
    board.run("oracle of quotas", &mut oracle(&["tests/oracle/run_quota.py"]));
    board.run("oracle of forecasts", &mut oracle(&["tests/oracle/run_forecast.py"]));
    board.run("oracle of payments", &mut oracle(&["tests/oracle/run_payments.py"]));
    board.run("oracle of questions", &mut oracle(&["tests/oracle/run_questions.py", "--cases", "60"]));
    board.run("oracle of restatements", &mut oracle(&["tests/oracle/run_restatements.py"]));
    board.run("oracle of books", &mut oracle(&["tests/oracle/run_books.py", "--cases", "150"]));
    board.run("oracle of moves", &mut oracle(&["tests/oracle/run_moves.py"]));
    board.run("vectors as the oracle writes them", &mut oracle(&["tests/oracle/write_vectors.py", "--check"]));
    board.step("python readme", |_| {
        let blocks = readme::blocks(root, "python", "py")?;
        blocks.iter().try_for_each(|block| shell::run(shell::command(root, setup::python(root), &[""; 0]).arg(block)))
    });
}
