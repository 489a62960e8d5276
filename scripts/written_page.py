"""What scripts that write a page of the documentation have in common. Standard library only."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path


def print_check_or_write(description: str, page: Path, written: str, own: str) -> None:
    """Do what the options of the command line say: --check, --write, or print without either.

    Args:
        description: what the script does.
        page: file that it writes.
        written: whole text that the page should have.
        own: the part of it that the script makes.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help=f"fail where {page.name} is not what would be written")
    parser.add_argument("--write", action="store_true", help=f"write {page.name}")
    options = parser.parse_args()
    if options.write:
        page.write_text(written, encoding="utf-8")
    elif not options.check:
        print(own)
    elif not page.exists() or page.read_text(encoding="utf-8") != written:
        sys.exit(f"{page} is not up to date: run python scripts/{Path(sys.argv[0]).name} --write")
