"""QGIS runs this (--code) once its window is up: the demo begins when the event loop does."""
import os

from demo import live_story, story
from qgis.PyQt.QtCore import QTimer

QTimer.singleShot(0, live_story.run if os.environ.get("BERUNDA_DEMO_STORY") == "live" else story.run)
