"""A graphics card pretended on the processor: where torch would refuse to mix devices, so does this."""
from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Optional

import pytest
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_iter

CARD, CPU = torch.device("cuda"), torch.device("cpu")
MARK = "is_on_card"  # attribute of a storage
# What takes tensors of both devices; the result is where the first one is.
MIXED = {"copy_", "__set__", "_has_compatible_shallow_copy_type"}
INDEXING = {"__getitem__", "__setitem__"}  # a card's tensor takes indices of the processor, but not the reverse
TO_NUMPY = {"numpy", "__array__"}


class PretendedCard(TorchFunctionMode):
    """While it is active, tensors can be sent to CARD, and functions of tensors on both devices raise RuntimeError.

    Computing happens on the processor. A tensor is on the card if its storage is marked.
    """

    def __torch_function__(
        self,
        function: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Optional[dict[str, Any]] = None,
    ) -> Any:
        name, kwargs = getattr(function, "__name__", ""), dict(kwargs or {})
        if name == "_parse_to":  # of Module.to, which then calls that of tensors
            return function(*args, **kwargs)
        if name == "__get__" and getattr(getattr(function, "__self__", None), "__name__", "") == "device":
            return CARD if _is_on_card(args[0]) else CPU
        target, args, kwargs = _on_processor(name, args, kwargs)
        searched = args[:1] if name == "__deepcopy__" else (args, kwargs)  # its memo holds all that was copied
        tensors = [value for value in tree_iter(searched) if isinstance(value, torch.Tensor)]
        if target is not None:
            is_result_on_card = target.type == CARD.type
        elif function is torch.autograd.grad:  # gradients are where what they belong to is
            is_result_on_card = _is_on_card(next(tree_iter(args[1])))
        else:
            is_result_on_card = _checked(name, tensors)
        result = function(*args, **kwargs)
        if target is not None and tensors and _is_on_card(tensors[0]) != is_result_on_card:
            result = result.clone()
        return _marked(result) if is_result_on_card else result


@contextlib.contextmanager
def pretended_card() -> Iterator[None]:
    """The engine finds a card, and all tensors that it sends there are held to be on it."""
    with PretendedCard(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.cuda, "is_available", lambda: True)
        patch.setattr(torch.cuda, "is_bf16_supported", lambda: False)
        yield


def _checked(name: str, tensors: list[torch.Tensor]) -> bool:
    """Whether the result of a function is on the card; raises as torch does where it does not take these tensors."""
    on_card = [_is_on_card(tensor) for tensor in tensors]
    if not any(on_card):
        return False
    if name in TO_NUMPY:
        raise TypeError("a tensor on the card cannot become an array")
    if name in MIXED or (name in INDEXING and on_card[0]):
        return on_card[0]
    if not all(is_on_card for tensor, is_on_card in zip(tensors, on_card) if tensor.dim()):
        raise RuntimeError(f"{name} of tensors on both devices")
    return True


def _on_processor(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Optional[torch.device], tuple[Any, ...], dict[str, Any]]:
    """The device that a function's result is asked to be on, if any, and its arguments to compute here."""
    found = [CPU] if name == "cpu" else []

    def here(value: Any) -> Any:
        if isinstance(value, torch.device) or (name == "to" and isinstance(value, str)):
            found.append(torch.device(value))
            return CPU
        return value

    args = tuple(here(value) for value in args)
    if kwargs.get("device") is not None:
        found.append(torch.device(kwargs["device"]))
        kwargs["device"] = CPU
    return (found[0] if found else None), args, kwargs


def _is_on_card(tensor: torch.Tensor) -> bool:
    with torch._C.DisableTorchFunction():
        return tensor.layout == torch.strided and hasattr(tensor.untyped_storage(), MARK)


def _marked(result: Any) -> Any:
    with torch._C.DisableTorchFunction():
        for value in tree_iter(result):
            if isinstance(value, torch.Tensor) and value.layout == torch.strided:
                setattr(value.untyped_storage(), MARK, True)
    return result
