#!/usr/bin/env python3
"""What `cmake --install` puts where, and that it works from there.

To run it by hand: BUILD=build/release python3 tests/structure/install_test.py
"""

import configparser
import gzip
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", PROJECT / "build/release")).resolve()
CMAKE = os.environ.get("CMAKE", "cmake")
SAMPLE = PROJECT / "samples/basics/get-root.pcapng"
ID = "alt.hark.Hark"
DESKTOP = f"share/applications/{ID}.desktop"
MIME = f"share/mime/packages/{ID}.xml"
METAINFO = f"share/metainfo/{ID}.metainfo.xml"
ICONS = "share/icons/hicolor"
FILES = {
    "bin/hark", "bin/hark-capture", "bin/hark-gui", DESKTOP, MIME, METAINFO,
    *(f"{ICONS}/{size}x{size}/apps/{ID}.png" for size in (16, 32, 48, 128)),
    f"{ICONS}/scalable/apps/{ID}.svg",
    f"{ICONS}/scalable/mimetypes/application-x-hark-case.svg",
    f"{ICONS}/symbolic/apps/{ID}-symbolic.svg",
    "share/hark/samples/shop.pcapng",
}
# What makes these is tested, not what they hold.
CACHES = ("icon-theme.cache", "mimeinfo.cache")


def files_below(folder):
    """All files, but what update-mime-database makes beside its packages."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in found
            if not name.startswith("share/mime/") or name.startswith("share/mime/packages/")}


def install(prefix, destination=None):
    environment = {name: value for name, value in os.environ.items() if name != "DESTDIR"}
    if destination:
        environment["DESTDIR"] = str(destination)
    # What update-mime-database says of an unusual prefix is for people.
    completed = subprocess.run([CMAKE, "--install", BUILD, "--prefix", prefix], env=environment,
                               capture_output=True, text=True)
    if completed.returncode != 0:
        raise RuntimeError(completed.stderr)


class Installed(unittest.TestCase):
    """Each class has a prefix of its own."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.scratch = pathlib.Path(cls.folder.name)
        cls.prefix = cls.scratch / "a prefix"
        install(cls.prefix)

    def needed(self, program):
        if not shutil.which(program):
            self.skipTest(f"{program} is not installed")
        return program

    def passes(self, *command, **options):
        completed = subprocess.run(list(map(str, command)), capture_output=True, text=True,
                                   **options)
        self.assertEqual((completed.returncode, completed.stderr), (0, ""), completed.stdout)
        return completed.stdout


class Files(Installed):
    def testEachFileIsAtItsPlace(self):
        found = {name for name in files_below(self.prefix) if not name.endswith(CACHES)}
        self.assertEqual(found, FILES)

    def testAPackagersDestinationGetsTheFilesAndNoCaches(self):
        stage = self.scratch / "stage"
        install("/usr", stage)
        self.assertEqual(files_below(stage / "usr"), FILES)
        self.assertFalse((stage / "usr/share/mime/mime.cache").exists())

    def testTheDesktopEntryIsValid(self):
        self.assertEqual(
            self.passes(self.needed("desktop-file-validate"), self.prefix / DESKTOP), "")

    def testTheMetainfoIsValid(self):
        self.passes(self.needed("appstreamcli"), "validate", "--no-net", self.prefix / METAINFO)

    def testDrawingsAndTypesAreWellFormed(self):
        drawings = sorted((self.prefix / ICONS).rglob("*.svg"))
        self.passes(self.needed("xmllint"), "--noout", "--nonet", self.prefix / MIME, *drawings)

    def testNamesAgree(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.optionxform = str
        parser.read(self.prefix / DESKTOP)
        entry = parser["Desktop Entry"]
        self.assertEqual(entry["Icon"], ID)
        self.assertIn("bin/" + entry["Exec"].split()[0], FILES)
        self.assertIn(f'"{ID}"', (PROJECT / "gui/main.cpp").read_text())
        metainfo = xml.parse(self.prefix / METAINFO).getroot()
        self.assertEqual(metainfo.findtext("id"), ID)
        self.assertEqual(metainfo.findtext("launchable"), f"{ID}.desktop")
        types = xml.parse(self.prefix / MIME).getroot()
        self.assertEqual({each.get("type") for each in types},
                         set(entry["MimeType"].rstrip(";").split(";")))

    def testPicturesHaveTheSizesOfTheirFolders(self):
        for size in (16, 32, 48, 128):
            picture = (self.prefix / ICONS / f"{size}x{size}/apps/{ID}.png").read_bytes()
            self.assertEqual(int.from_bytes(picture[16:20], "big"), size)
            self.assertEqual(int.from_bytes(picture[20:24], "big"), size)


class Types(Installed):
    """What a desktop takes files for that has shared-mime-info and hark, and nothing else."""

    def setUp(self):
        self.needed("gio")
        self.needed("update-mime-database")
        known = pathlib.Path("/usr/share/mime/packages/freedesktop.org.xml")
        if not known.exists():
            self.skipTest("shared-mime-info is not installed")
        self.data = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        packages = self.data / "mime/packages"
        packages.mkdir(parents=True)
        shutil.copy(known, packages)
        shutil.copy(self.prefix / MIME, packages)
        self.environment = {**os.environ, "XDG_DATA_DIRS": str(self.data),
                            "XDG_DATA_HOME": str(self.data / "home")}
        self.passes("update-mime-database", self.data / "mime", env=self.environment)

    def typeOf(self, name, content):
        file = self.data / name
        file.write_bytes(content)
        told = self.passes("gio", "info", "-a", "standard::content-type", file,
                           env=self.environment)
        return told.split("standard::content-type:")[1].strip()

    def testOfACase(self):
        case = self.scratch / "one.hark"
        self.passes(self.prefix / "bin/hark", "import", SAMPLE, "-o", case, "--force")
        content = case.read_bytes()
        self.assertEqual(self.typeOf("one.hark", content), "application/x-hark-case")
        self.assertEqual(self.typeOf("no-ending", content), "application/x-hark-case")

    def testOfADatabaseThatIsNoCase(self):
        database = self.scratch / "other.db"
        with sqlite3.connect(database) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS note (text)")
        self.assertEqual(self.typeOf("no-ending", database.read_bytes()),
                         "application/vnd.sqlite3")

    def testOfCaptures(self):
        pcapng = SAMPLE.read_bytes()
        pcap = "application/vnd.tcpdump.pcap"
        beginning = bytes.fromhex("0002000400000000000000000000ffff00000001")
        for name, content, expected in (
            ("a.pcap", b"\xd4\xc3\xb2\xa1" + beginning, pcap),
            ("big-endian", b"\xa1\xb2\xc3\xd4" + beginning, pcap),
            ("nanoseconds", b"\xa1\xb2\x3c\x4d" + beginning, pcap),
            ("nanoseconds-little", b"\x4d\x3c\xb2\xa1" + beginning, pcap),
            ("kuznetzov", b"\x34\xcd\xb2\xa1" + beginning, pcap),
            ("a.pcap.gz", gzip.compress(beginning), pcap),
            ("a.pcap.zst", b"\x28\xb5\x2f\xfd", pcap),
            ("a.pcapng", pcapng, "application/x-pcapng"),
            ("no-ending", pcapng, "application/x-pcapng"),
            ("a.pcapng.lz4", b"\x04\x22\x4d\x18", "application/x-pcapng"),
            ("solaris", b"snoop\0\0\0\0\0\0\2\0\0\0\4", "application/x-snoop"),
            ("other.gz", gzip.compress(beginning), "application/gzip"),
        ):
            with self.subTest(name):
                self.assertEqual(self.typeOf(name, content), expected)


class Application(Installed):
    def testOpensACaptureWithTheHarkBesideIt(self):
        # In place of hark, what tells that it was called and goes on to hark.
        log = self.scratch / "calls"
        program = self.prefix / "bin/hark"
        program.rename(self.prefix / "bin/real-hark")
        program.write_text('#!/bin/sh\n"${0%/*}/real-hark" "$@"\n'
                           f'echo "$? $1 $2" >> "{log}"\n')
        program.chmod(0o755)
        picture = self.scratch / "window.png"
        environment = {name: value for name, value in os.environ.items() if name != "HARK_BINARY"}
        environment.update(PATH="/usr/bin:/bin", QT_QPA_PLATFORM="offscreen",
                           HOME=str(self.scratch), XDG_CONFIG_HOME=str(self.scratch))
        completed = subprocess.run(
            [self.prefix / "bin/hark-gui", "--screenshot", picture, SAMPLE], env=environment,
            cwd="/", capture_output=True, text=True, timeout=60)
        self.assertEqual(completed.returncode, 0, completed.stderr)
        self.assertTrue(picture.read_bytes().startswith(b"\x89PNG"))
        self.assertEqual(log.read_text(), f"0 import {SAMPLE}\n")


if __name__ == "__main__":
    unittest.main()
