"""Where something that Spark needs is missing or mistyped, the error says what to do; no test here starts Spark."""

import sys
from pathlib import Path

import pytest

from custodiet.engine import open_engine
from custodiet.engines.session import _check_java, _names, mebibytes
from custodiet.errors import UsageError
from custodiet.settings import Settings


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("pyspark", "pyspark.errors", "pyspark.sql"):  # another test of this process may have loaded them
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=r"pip install 'custodiet\[spark\]'"):
        open_engine("spark", folder=tmp_path)


def test_without_java_the_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nothing"))
    with pytest.raises(UsageError, match="apt-get install -y openjdk-17-jre-headless"):
        _check_java()


def test_java_is_found_under_its_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    _check_java()


def test_an_engine_that_is_none_gets_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no engine is called 'sparc'; did you mean 'spark'"):
        open_engine("sparc", folder=tmp_path)
    with pytest.raises(UsageError, match="did you mean 'spark'"):
        Settings(engine="sparc").check()  # type: ignore[arg-type]


@pytest.mark.parametrize(("given", "heap"), [("2GiB", 2048), ("1536M", 1536), ("600MiB", 1024), ("0.5t", 524_288)])
def test_a_size_becomes_a_heap_that_spark_can_work_with(given: str, heap: int) -> None:
    assert mebibytes(given) == heap


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="--memory plenty: expected a size such as 2GiB"):
        mebibytes("plenty")


def test_what_the_user_has_set_up_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    assert not _names("spark.master")
    (tmp_path / "spark-defaults.conf").write_text(
        "# spark.ui.port 1\nspark.master  spark://head:7077\n", encoding="utf-8"
    )
    assert _names("spark.master")
    assert not _names("spark.ui.port")


def test_settings_for_a_process_elsewhere_have_whole_paths() -> None:
    placed = Settings(plugins=Path("own"), mappings=(Path("a.toml"),)).placed()
    assert placed.plugins == Path.cwd() / "own"
    assert placed.mappings == (Path.cwd() / "a.toml",)
    assert placed.decisions is None
