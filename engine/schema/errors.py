"""Errors that reach the analyst: what is wrong with which value, and what to do about it. Standard library only."""
from __future__ import annotations

EXIT_DONE, EXIT_FAILED, EXIT_BAD_INPUT, EXIT_CANCELLED = 0, 1, 2, 130


class EngineError(Exception):
    """Base of every error the engine raises on purpose.

    Attributes:
        code: stable word for programs; the sentence may change, the code does not.
        message: what is wrong, with the offending value.
        remedy: what to do about it; may be empty.
        exit_code: what the command line exits with.
    """

    code = "failed"
    exit_code = EXIT_FAILED

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}: {self.remedy}" if self.remedy else self.message


class ConfigError(EngineError, ValueError):
    """A setting is out of range, unknown, or contradicts another."""

    code = "config"
    exit_code = EXIT_BAD_INPUT


class ImageError(EngineError, ValueError):
    """A raster is missing, unreadable, or has nothing to learn from."""

    code = "image"
    exit_code = EXIT_BAD_INPUT


class LabelError(EngineError, ValueError):
    """The labels are missing, unreadable, empty, or do not describe at least two classes on the image."""

    code = "labels"
    exit_code = EXIT_BAD_INPUT


class ModelFileError(EngineError, ValueError):
    """A file is no Berunda model, or the model does not fit the image."""

    code = "model"
    exit_code = EXIT_BAD_INPUT


class OutputError(EngineError, OSError):
    """A result cannot be written: the place is read-only, full or missing."""

    code = "output"
    exit_code = EXIT_BAD_INPUT


class DeviceError(EngineError, RuntimeError):
    """The device asked for is not there or does not compute."""

    code = "device"
    exit_code = EXIT_BAD_INPUT


class ProtocolError(EngineError, ValueError):
    """A line between plugin and worker is not what the protocol says."""

    code = "protocol"


class Cancelled(EngineError):  # noqa: N818 (a stop on request is no error)
    """The user asked to stop; not a failure.

    Attributes:
        kept: path of the model that training had reached, or "" where there is none yet.
    """

    code = "cancelled"
    exit_code = EXIT_CANCELLED

    def __init__(self, message: str = "Stopped on request", kept: str = "") -> None:
        super().__init__(message)
        self.kept = kept
