"""Installing with the real uv from an index of this test: what is installed, and what remains when it fails."""
from __future__ import annotations

import dataclasses
import shutil
import threading
from pathlib import Path

import pytest
from berunda.plugin.core.engine.environment import EnvironmentProblem, engine_python
from berunda.plugin.core.engine.installed import installed_environment, interpreter, read_record
from berunda.plugin.core.engine.installer.engine_folder import EngineFolder
from berunda.plugin.core.engine.installer.folder_lock import alone_in
from berunda.plugin.core.engine.installer.installation import Installation, Progress
from berunda.plugin.core.engine.installer.order import Order
from berunda.plugin.core.engine.installer.problem import InstallCancelled, InstallProblem
from installer_helpers import TORCH, FakeIndex, make_test_order, put_uv, use_profile, wheel
from qgis.core import QgsFeedback


@pytest.fixture
def order(tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch) -> Order:
    use_profile(monkeypatch, tmp_path / "profile")
    return make_test_order(tmp_path, index)


def install(order: Order, feedback: QgsFeedback | None = None, is_fresh: bool = False) -> list[Progress]:
    """What was reported; the log is printed for a test that fails."""
    told: list[Progress] = []
    Installation(order, print, told.append, feedback or QgsFeedback()).run(is_fresh)
    return told


def module_file(order: Order, name: str) -> Path:
    environment = installed_environment()
    assert environment is not None
    return next(environment.glob(f"lib/python*/site-packages/{name}/__init__.py"))


def assert_nothing_installed(order: Order) -> None:
    assert installed_environment() is None
    assert order.folder.environments() == []
    with pytest.raises(EnvironmentProblem, match="no Python yet"):
        engine_python()


def test_an_installation_is_used_from_then_on(order: Order) -> None:
    told = install(order)
    environment = installed_environment()
    assert environment is not None
    assert environment.parent == order.folder.root
    assert engine_python() == str(interpreter(environment))
    record = read_record(environment)
    assert record is not None
    assert (record.build, record.python, record.notice) == ("cpu", order.python, "")
    assert record.devices[0]["description"] == "2 threads"
    shares = [progress.share for progress in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert told[-1].stage == "The engine is installed"


def test_only_pytorch_comes_from_its_own_index(order: Order, index: FakeIndex) -> None:
    install(order)
    assert "wrong index" not in module_file(order, "numeric").read_text()
    assert "2.0" in module_file(order, "helping").read_text()
    assert {path for path in index.asked if path.startswith("torch/")} == {
        "torch/cpu/torch/", "torch/cpu/torch/torch-2.13.0+cpu-py3-none-any.whl",
    }  # fmt: skip


def test_another_content_than_the_lock_file_says_is_refused(order: Order, index: FakeIndex) -> None:
    index.add(wheel("helping", "2.0", source="stolen = True\n"))
    with pytest.raises(InstallProblem, match=r"helping==2.0 is not the file that Berunda expects .*SHA-256"):
        install(order)
    assert_nothing_installed(order)


def test_a_pytorch_of_another_content_is_refused(order: Order, index: FakeIndex) -> None:
    index.add(wheel("torch", "2.13.0+cpu", source="stolen = True\n"), "torch/cpu")
    with pytest.raises(InstallProblem, match=r"torch==2.13.0\+cpu is not the file that Berunda expects"):
        install(order)
    assert_nothing_installed(order)


def test_a_server_that_is_not_there_is_a_sentence(order: Order, index: FakeIndex) -> None:
    index.close()
    environment = {**order.environment, "UV_HTTP_RETRIES": "0"}
    with pytest.raises(InstallProblem, match=r"The network cannot be reached: check the connection and the proxy"):
        install(dataclasses.replace(order, environment=environment))
    assert_nothing_installed(order)


def test_a_proxy_that_wants_a_password_is_a_sentence(order: Order) -> None:
    proxy = FakeIndex()
    proxy.status = 407
    environment = {**order.environment, "HTTP_PROXY": proxy.url(""), "ALL_PROXY": proxy.url(""), "UV_HTTP_RETRIES": "0"}
    far = dataclasses.replace(order, package_index="http://packages.invalid/simple", environment=environment)
    with pytest.raises(InstallProblem, match="The proxy wants a user name and a password"):
        install(far)
    assert_nothing_installed(order)
    proxy.close()


@pytest.mark.parametrize(
    ("torch", "words"),
    [
        ("raise ImportError('DLL load failed: c10.dll')\n", "Visual C\\+\\+ Redistributable"),
        (TORCH.replace("True", "False").replace("2 threads", "[WinError 1114]"), "Visual C\\+\\+ Redistributable"),
        (TORCH.replace('ERROR = ""', 'ERROR = "GLIBC_2.34\' not found"'), "too old for PyTorch"),
    ],
)
def test_a_pytorch_that_does_not_compute_is_not_used(
    tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch, torch: str, words: str
) -> None:
    use_profile(monkeypatch, tmp_path / "profile")
    order = make_test_order(tmp_path, index, torch=torch)
    with pytest.raises(InstallProblem, match=words):
        install(order)
    assert_nothing_installed(order)


def test_a_card_that_does_not_compute_is_said_and_the_processor_used(order: Order) -> None:
    build = dataclasses.replace(order.build, name="cuda")
    install(dataclasses.replace(order, build=build))
    record = read_record(installed_environment())
    assert record.notice.startswith("The engine computes on the processor, not on the graphics card (")


def test_what_was_fetched_is_not_fetched_again(order: Order, index: FakeIndex) -> None:
    install(order)
    wheels = [path for path in index.asked if path.endswith(".whl")]
    install(order)
    assert [path for path in index.asked if path.endswith(".whl")] == wheels


def test_a_second_installation_lies_beside_the_first_one(order: Order) -> None:
    install(order)
    first = installed_environment()
    install(order)
    second = installed_environment()
    assert first.exists()
    assert second != first
    assert second.name[:-4] == first.name[:-4] == f"env-{read_record(second).key}-"


def test_a_repair_fetches_everything_anew(order: Order, index: FakeIndex) -> None:
    install(order)
    module_file(order, "numeric").write_text("damaged\n")  # and with it what the cache has
    wheels = [path for path in index.asked if "numeric" in path and path.endswith(".whl")]
    with pytest.raises(InstallProblem, match=r"The folder of wheels lacks .*uv"):  # uv is fetched anew too
        install(dataclasses.replace(order, wheels=str(order.locks)), is_fresh=True)
    assert read_record(installed_environment()) is not None
    put_uv(order)
    install(order)
    assert "VERSION = '1.0'" in module_file(order, "numeric").read_text()
    assert len([path for path in index.asked if "numeric" in path and path.endswith(".whl")]) == len(wheels) + 1


def test_from_a_folder_nothing_is_asked_of_the_network(order: Order, index: FakeIndex, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for path, content in index.files.items():
        if "numeric" not in path and "helping-3" not in path:
            (wheels / path.split("/")[-1]).write_bytes(content)
    offline = dataclasses.replace(order, wheels=str(wheels))
    with pytest.raises(InstallProblem, match="The folder of wheels lacks a package"):
        install(offline)
    assert_nothing_installed(order)
    name = "numeric-1.0-py3-none-any.whl"
    (wheels / name).write_bytes(index.files[f"simple/numeric/{name}"])
    install(offline)
    assert index.asked == []
    assert read_record(installed_environment()).wheels == str(wheels)


def test_a_long_path_with_spaces_and_umlauts(order: Order) -> None:
    root = order.folder.root.parent / "Größe und so"
    while len(str(root)) < 250:
        root = root / "Ordner äöü"
    far = dataclasses.replace(order, folder=EngineFolder(root))
    put_uv(far)
    install(far)
    assert installed_environment().parent == root
    assert Path(engine_python()).exists()


def test_two_at_once_are_kept_apart(order: Order) -> None:
    order.folder.root.mkdir(exist_ok=True)
    with alone_in(order.folder), pytest.raises(InstallProblem, match="Another QGIS is installing the engine into"):
        install(order)
    install(order)
    assert installed_environment() is not None


def test_what_fails_to_replace_an_engine_leaves_it_in_use(order: Order, index: FakeIndex) -> None:
    install(order)
    before = engine_python()
    (order.locks / "packages.txt").write_text("numeric==9.9 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(InstallProblem):
        install(order)
    assert engine_python() == before
    assert len(order.folder.environments()) == 1


@pytest.mark.parametrize("moment", range(1, 9))
def test_cancelled_at_any_moment_nothing_looks_installed(order: Order, index: FakeIndex, moment: int) -> None:
    index.pause_s = 0.05
    feedback = QgsFeedback()
    told: list[Progress] = []

    def report(progress: Progress) -> None:
        told.append(progress)
        if len(told) == moment:
            feedback.cancel()

    try:
        Installation(order, print, report, feedback).run()
    except InstallCancelled:
        assert_nothing_installed(order)
        install(order)
    assert read_record(installed_environment()) is not None


@pytest.mark.parametrize("delay_s", [0.02, 0.1, 0.3, 0.6])
def test_cancelled_while_a_program_runs_it_ends_with_it(order: Order, index: FakeIndex, delay_s: float) -> None:
    index.pause_s = 5.0
    feedback = QgsFeedback()
    timer = threading.Timer(delay_s, feedback.cancel)
    timer.start()
    with pytest.raises(InstallCancelled):
        Installation(order, print, lambda _: None, feedback).run()
    assert_nothing_installed(order)


def test_an_environment_that_was_deleted_is_said(order: Order) -> None:
    install(order)
    environment = installed_environment()
    shutil.rmtree(environment)
    with pytest.raises(EnvironmentProblem, match=f"The engine's environment {environment} is gone"):
        engine_python()


def test_a_plugin_without_its_lock_files_is_a_sentence(order: Order) -> None:
    (order.locks / "packages.txt").unlink()
    with pytest.raises(InstallProblem, match="The plugin is not complete"):
        install(order)
