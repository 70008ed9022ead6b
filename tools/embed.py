#!/usr/bin/env python3
"""Writes the JSON and HTML files below a folder into one C++ source: embed.py DATA OUTPUT DEPFILE."""
import pathlib
import sys

CHUNK = 12_000  # -Wpedantic limits the length of one string literal


def literal(text):
    parts = [text[i:i + CHUNK] for i in range(0, len(text), CHUNK)] or [""]
    return " ".join(f'R"~~~({part})~~~"' for part in parts)


def main():
    data, output, depfile = map(pathlib.Path, sys.argv[1:])
    files = sorted([*data.rglob("*.json"), *data.rglob("*.html")], key=lambda p: p.relative_to(data).as_posix().encode())
    rows = [f"    {{\"{p.relative_to(data).as_posix()}\", {literal(p.read_text(encoding='utf-8'))}}},\n" for p in files]
    output.write_text('#include "base/embedded.h"\n\nnamespace localorg {\n\n'
                      "const std::vector<EmbeddedFile>& embedded_files() {\n"
                      "  static const std::vector<EmbeddedFile> files = {\n" + "".join(rows) + "  };\n  return files;\n}\n\n"
                      "}  // namespace localorg\n", encoding="utf-8")
    depfile.write_text(f"{output}: {' '.join(str(p) for p in files)}\n")


main()
