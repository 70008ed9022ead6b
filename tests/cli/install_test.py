#!/usr/bin/env python3
"""What `meson install` installs, and that it is enough: install_test.py BUILD_FOLDER."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = sys.argv.pop(1)
SECONDS = 120


class Install(unittest.TestCase):
    def test_what_is_installed_runs_anywhere(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder) / "root"
            done = subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--skip-subprojects", "--destdir", str(root)],
                                  capture_output=True, text=True, timeout=SECONDS, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            program = next(path for path in root.rglob("localorg") if path.parent.name == "bin")
            prefix = program.parent.parent
            self.assertEqual(sorted(str(path.relative_to(prefix)) for path in root.rglob("*") if path.is_file()), [
                "bin/localorg", "share/bash-completion/completions/localorg", "share/fish/vendor_completions.d/localorg.fish",
                "share/man/man1/localorg.1", "share/zsh/site-functions/_localorg"])
            self.assertTrue((prefix / "share/man/man1/localorg.1").read_text(encoding="utf-8").startswith(".\\\" Written by"))
            self.assertTrue((prefix / "share/zsh/site-functions/_localorg").read_text(encoding="utf-8").startswith("#compdef localorg\n"))
            self.assertTrue(os.access(program, os.X_OK))
            self.use(program, pathlib.Path(folder))

    def use(self, program, folder):
        """Schemas, banks, tasks' words and the page come out of the program, whatever the folder and the environment."""
        (folder / "elsewhere").mkdir()

        def run(*arguments):
            kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
            done = subprocess.run([str(program), *arguments], capture_output=True, text=True, timeout=SECONDS, check=False,
                                  cwd=folder / "elsewhere", env={"HOME": str(folder), **kept})
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout
        run("generate", "--bank", "bikehire", "--cases", "60", "--out", "bikes.db")
        run("generate", "--cases", "60", "--out", "small.db")
        self.assertEqual(run("query", "SELECT COUNT() FROM Case", "--org", "small.db", "--format", "csv").split()[-1], "60")
        run("run", "--org", "small.db", "--agent", "null", "--task", "HTU", "--per-task", "1", "--out", "results.jsonl")
        run("score", "results.jsonl", "--html", "page.html")
        self.assertIn("<svg", (folder / "elsewhere" / "page.html").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main(verbosity=1)
