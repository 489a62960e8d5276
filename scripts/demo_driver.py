"""QGIS runs this (--code) once its window is up: the demo begins when the event loop does."""
import os

from demo import guide_story, install_story, live_story, story, tutorial_story
from qgis.PyQt.QtCore import QTimer

STORIES = {
    "": story.run,
    "guide": guide_story.run,
    "install": install_story.run,
    "live": live_story.run,
    "tutorial": tutorial_story.run,
}

QTimer.singleShot(0, STORIES[os.environ.get("BERUNDA_DEMO_STORY", "")])
