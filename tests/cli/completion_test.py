#!/usr/bin/env python3
"""What TAB gives: the scripts that `localorg completion` writes, driven by the shells themselves.

bash runs the function that `complete` names, with the words as it cuts them; fish completes a line by itself; of zsh, which
completes at a prompt alone, the syntax is checked.  Shells that are not installed are left out.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

BINARY = os.environ["LOCALORG_BINARY"]
FOLDER = tempfile.TemporaryDirectory()
HOME = pathlib.Path(FOLDER.name)
SECONDS = 60

DRIVER = r"""
source "$1"; shift
function=$(complete -p localorg) && function=${function#complete -F } && function=${function% localorg}
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
$function localorg "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


def localorg(*arguments):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=SECONDS, check=True).stdout


def setUpModule():
    for shell in ("bash", "zsh", "fish"):
        (HOME / shell).write_text(localorg("completion", shell))
    work = HOME / "work"
    work.mkdir()
    (work / "some folder").mkdir()
    for name in ("one.db", "two words.db"):
        (work / name).write_text("")


def bash(*words, breaks="= "):
    """What is offered for the last of the words, which are cut as bash cuts them: --format=js is three."""
    done = subprocess.run(["bash", "--norc", "-c", f"COMP_WORDBREAKS='{breaks}'\n{DRIVER}", "driver", str(HOME / "bash"), "localorg", *words],
                          capture_output=True, text=True, cwd=HOME / "work", timeout=SECONDS, check=True)
    assert not done.stderr, done.stderr
    return done.stdout.split("\n")[:-1] if done.stdout != "\n" else []


class Bash(unittest.TestCase):
    def test_commands(self):
        self.assertEqual(bash("qu"), ["query"])
        self.assertEqual(bash("re"), ["reset", "restore"])
        self.assertEqual(bash("--v"), ["--version"])

    def test_every_command_and_every_option(self):
        commands = re.findall(r"^  ([a-z]+)  ", localorg("--help"), re.MULTILINE)
        self.assertGreater(len(commands), 20)
        self.assertEqual(bash(""), [*commands, "help", "--help", "--version"])
        for command in commands:
            shown = re.findall(r"^  (?:-\w \[ )?(--[a-z-]+)", localorg(command, "--help"), re.MULTILINE)
            self.assertEqual(bash(command, "--"), shown, command)

    def test_words_of_an_option(self):
        self.assertEqual(bash("query", "--format", "j"), ["json", "jsonl"])
        self.assertEqual(bash("query", "--format", ""), ["table", "json", "csv", "jsonl"])
        self.assertEqual(bash("env", "--format", "f"), ["fish"])
        self.assertEqual(bash("run", "--agent", ""), ["oracle", "null", "replay"])
        self.assertEqual(bash("generate", "--bank", ""), ["bikehire", "retail"])
        self.assertEqual(bash("serve", "--toolset", ""), ["crmarena", "all"])

    def test_an_option_with_its_value(self):
        self.assertEqual(bash("query", "--format", "=", "c"), ["csv"])
        self.assertEqual(bash("query", "--format", "="), ["table", "json", "csv", "jsonl"])
        self.assertEqual(bash("query", "--format=c", breaks=" "), ["--format=csv"])
        self.assertEqual(bash("serve", "--limit", "conn"), ["connections="])
        self.assertEqual(bash("serve", "--limit", "idle-ms", "=", "1"), [])

    def test_files(self):
        self.assertEqual(sorted(bash("query", "--org", "")), ["one.db", "some folder", "two words.db"])
        self.assertEqual(bash("query", "-f", "tw"), ["two words.db"])
        self.assertEqual(bash("serve", "--org", "shop", "=", "o"), ["one.db"])
        self.assertEqual(bash("serve", "--org", "shop=o", breaks=" "), ["shop=one.db"])
        self.assertEqual(bash("generate", "--schema", ""), ["bikehire", "crmarena", "some folder"])

    def test_arguments(self):
        self.assertEqual(bash("tasks", ""), ["generate", "check"])
        self.assertEqual(bash("tasks", "check", "o"), ["one.db"])
        self.assertEqual(bash("tasks", "--seed", "3", "g"), ["generate"])
        self.assertEqual(bash("user", "--org", "one.db", ""), ["add", "list", "remove"])
        self.assertEqual(bash("score", "one.db", "tw"), ["two words.db"])
        self.assertEqual(bash("tool", "get_shi"), ["get_shipping_state"])
        self.assertEqual(bash("completion", "z"), ["zsh"])
        self.assertEqual(bash("query", "SEL"), [])

    def test_several_values(self):
        self.assertEqual(bash("run", "--task", "handle_time", "transfer"), ["transfer_count"])
        self.assertEqual(bash("run", "--task", "handle_time", "--agent-"), ["--agent-cmd"])
        self.assertEqual(bash("score", "--compare", "one.db", "o"), ["one.db"])

    def test_a_command_behind_dashes(self):
        self.assertIn("bash", bash("exec", "--offline", "--", "bas"))
        self.assertEqual(bash("exec", "--", "cat", "on"), ["one.db"])

    def test_what_is_no_command(self):
        self.assertEqual(bash("nothing", "--"), [])
        self.assertEqual(bash("nothing", ""), [])


@unittest.skipUnless(shutil.which("fish"), "fish is not installed")
class Fish(unittest.TestCase):
    def complete(self, line):
        done = subprocess.run(["fish", "--no-config", "-c", f"source {HOME}/fish; complete -C '{line}'"], capture_output=True,
                              text=True, cwd=HOME / "work", timeout=SECONDS, check=True, env={**os.environ, "HOME": str(HOME)})
        self.assertEqual(done.stderr, "")
        return [one.split("\t")[0] for one in done.stdout.splitlines()]

    def test_commands_options_words_files(self):
        self.assertEqual(self.complete("localorg qu"), ["query"])
        self.assertEqual(self.complete("localorg query --form"), ["--format"])
        self.assertEqual(self.complete("localorg query --format j"), ["json", "jsonl"])
        self.assertEqual(self.complete("localorg query --org o"), ["one.db"])
        self.assertEqual(self.complete("localorg query o"), [])
        self.assertEqual(self.complete("localorg tasks ch"), ["check"])
        self.assertEqual(self.complete("localorg tasks check on"), ["one.db"])
        self.assertEqual(self.complete("localorg serve --limit conn"), ["connections="])


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(unittest.TestCase):
    def test_syntax(self):
        done = subprocess.run(["zsh", "-n", str(HOME / "zsh")], capture_output=True, text=True, timeout=SECONDS, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_specification_is_read(self):
        # In the place of _arguments stands what prints the specifications that it was given.
        script = (f"compdef() {{ }}; _describe() {{ }}; _arguments() {{ [[ $1 == -C ]] && state=argument && return 1; print -l -- $*; }}\n"
                  f"source {HOME}/zsh; words=(serve); _localorg")
        done = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, timeout=SECONDS, check=True)
        self.assertIn("--log=[the access log on standard error]:text|json|off:(text json off)", done.stdout.splitlines())


class Wrong(unittest.TestCase):
    def test_shells(self):
        for arguments in (("completion",), ("completion", "tcsh")):
            done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn("bash, zsh, fish", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
