"""A build does without pandas, which takes longer to import than small inputs take to read, and frees what it held."""

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import sys
from custodiet.cli import main
code = main(["demo", "--no-serve", "--to", sys.argv[1], "--threads", "1", "--json"])
assert "pandas" not in sys.modules, "something imported pandas"
import pandas, pyarrow
assert pyarrow.default_memory_pool().backend_name == "system", "Arrow holds on to what is freed"
assert pyarrow.array(pandas.Series([1, 2])).to_pandas().tolist() == [1, 2]
sys.exit(code)
"""


def test_a_build_imports_no_pandas_and_leaves_it_to_whoever_needs_it(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _SCRIPT, tmp_path / "register"], check=True, capture_output=True)
