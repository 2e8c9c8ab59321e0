#!/usr/bin/env python3
"""Holds every include in core, cli and gui against who may include whom.

The table for core is the one that is built with: the hark_module lines of core/CMakeLists.txt,
transitively. Usage: includes_test.py PROJECT
"""

import pathlib
import re
import sys

# What the programs may name; more may be behind it.
PROGRAMS = {
    "cli": {"base", "content", "http", "capture", "analysis", "query", "report", "notes"},
    "gui": {"base", "content", "http", "query", "report", "notes"},
}
# Where a library's headers may be named.
LIBRARIES = {
    "libpcap": (re.compile(r"pcap(\.h|/)"), {"capture"}),
    "SQLite": (re.compile(r"sqlite3(ext)?\.h"), {"store", "query", "notes"}),
    "OpenSSL": (re.compile(r"openssl/"), {"base", "tls", "quic"}),
    "libpsl": (re.compile(r"libpsl\.h"), {"http"}),
    "Qt": (re.compile(r"Q[A-Z]\w*(/|$)|Qt\w*/|qt\w+\.h"), {"gui"}),
}
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
MODULE = re.compile(r"^hark_module\(\s*(\w+)([^)]*)\)", re.MULTILINE)


def modules(project):
    """Each module of core with all that it may include, itself too."""
    text = (project / "core/CMakeLists.txt").read_text()
    direct = {}
    for name, arguments in MODULE.findall(text):
        uses = re.search(r"\bUSES\s+([\w\s]*?)(?:\bLIBRARIES\b|$)", arguments.strip())
        direct[name] = set(uses.group(1).split()) if uses else set()
    reachable = {}

    def reach(name, path):
        if name in path:
            raise SystemExit(f"core/CMakeLists.txt: {' -> '.join([*path, name])} is a circle")
        if name not in direct:
            raise SystemExit(f"core/CMakeLists.txt: {path[-1]} uses {name}, which is no module")
        if name not in reachable:
            found = {name}
            for used in direct[name]:
                found |= reach(used, [*path, name])
            reachable[name] = found
        return reachable[name]

    for name in direct:
        reach(name, [])
    return reachable


def room_of(path):
    """The module of a file or of an include path, or the program that it belongs to."""
    parts = pathlib.PurePath(path).parts
    if parts[0] == "core" and len(parts) > 2:
        return parts[1]
    return parts[0] if parts[0] in PROGRAMS else None


def faults_in(path, text, reachable):
    room = room_of(path)
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start(1 if match.group(1) else 2)) + 1
        where = f"{path}:{line}"
        included = match.group(1) or match.group(2)
        for library, (pattern, rooms) in LIBRARIES.items():
            if pattern.match(included) and room not in rooms:
                yield f"{where}: {library} is not for {room}: {included}"
        if not match.group(1):
            continue
        target = room_of(included)
        if target is None:
            yield f"{where}: an include path starts at the project's root: {included}"
        elif room in PROGRAMS:
            if target != room and target not in PROGRAMS[room]:
                yield f"{where}: {room} may not include {target}: {included}"
        elif target not in reachable[room]:
            yield f"{where}: core/{room} may not include {target}: {included}"


def main():
    project = pathlib.Path(sys.argv[1])
    reachable = modules(project)
    faults = []
    files = 0
    for folder in ("core", *PROGRAMS):
        for file in sorted((project / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp") or not file.is_file():
                continue
            path = file.relative_to(project).as_posix()
            files += 1
            if folder == "core" and room_of(path) not in reachable:
                faults.append(f"{path}: core/{room_of(path)} is no hark_module")
                continue
            faults.extend(faults_in(path, file.read_text(errors="replace"), reachable))
    # The check itself must be able to fail.
    for path, line in (
        ("core/tcp/x.h", '#include "core/http/message.h"'),
        ("core/base/x.h", "#include <sqlite3.h>"),
        ("core/tls/x.cpp", "#include <pcap/pcap.h>"),
        ("core/query/x.cpp", '#include "core/store/schema.h"'),
        ("core/http/x.cpp", "#include <openssl/evp.h>"),
        ("core/content/x.cpp", "#include <libpsl.h>"),
        ("core/http/x.cpp", '#include "fields.h"'),
        ("cli/x.cpp", '#include "core/store/case_writer.h"'),
        ("cli/x.cpp", "#include <QString>"),
        ("gui/app/x.cpp", '#include "core/analysis/import.h"'),
    ):
        if not list(faults_in(path, line, reachable)):
            faults.append(f"{line} in {path} was let through")
    for fault in faults:
        print(fault)
    print(f"{files} files, {len(faults)} faults")
    return 1 if faults or files < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
