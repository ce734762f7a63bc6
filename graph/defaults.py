"""Where things are looked for unless somebody says otherwise; the command line loads this and little else."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"
DOCUMENTS = Path("documents")
DOCUMENTS_VARIABLE = "CREATIVEKG_DOCUMENTS"
SNAPSHOTS = Path("snapshots")
