.PHONY: help setup demo test lint package clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 10

setup:  ## install what is missing: QGIS and Xvfb from the distribution, the two Python environments
	@scripts/setup.sh

demo: setup  ## the main job in the real QGIS desktop on the sample; leaves build/demo
	@scripts/demo.sh

test: setup  ## all tests, of the engine and inside QGIS
	@scripts/test.sh

lint: setup  ## ruff, and mypy for the engine
	@.venv/bin/ruff check .
	@.venv/bin/mypy

package: setup  ## build/berunda-VERSION.zip, to be installed from the QGIS plugin dialog, checked as the plugin site does
	@.venv/bin/python scripts/package.py

clean:  ## remove what was built, and both environments
	rm -rf build .venv .venv-qgis .pytest_cache .ruff_cache .mypy_cache .hypothesis .qgis-settings
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
