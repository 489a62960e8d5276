"""QGIS runs this (--code) once its window is up: the demo begins when the event loop does."""
from demo import story
from qgis.PyQt.QtCore import QTimer

QTimer.singleShot(0, story.run)
