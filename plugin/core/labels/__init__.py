"""The label file: classes, strokes, edits, history, style."""
