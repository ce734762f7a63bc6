"""Records that people edit in YAML: one base model, one loader, errors that name file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from graph.errors import InputError
from graph.yamlfile import YamlFile, read_yaml

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Record(BaseModel):
    """Unknown keys are refused, values are frozen; ``source`` says where the record stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_min_length=1)

    _file: Path | None = None
    _line: int | None = None

    def problem(self, message: str) -> InputError:
        """An error that points at this record's file and line."""
        return InputError(message, file=self._file, line=self._line)


_MESSAGES = {"extra_forbidden": "unknown key", "missing": "missing"}

R = TypeVar("R", bound=Record)


def load_records(path: Path, key: str, schema: Any) -> list[Any]:
    """The list under ``key``, each item checked against ``schema`` (a Record or a union of Records).

    Raises:
        InputError: at the first value that the schema refuses, with its line; or where an id stands twice.
    """
    source = read_yaml(path)
    if not isinstance(source.data, dict) or not isinstance(source.data.get(key), list):
        raise InputError(f"a list under the key {key!r} is missing", file=path)
    adapter: TypeAdapter[Any] = TypeAdapter(schema)
    records = []
    seen: dict[str, int] = {}
    for index, item in enumerate(source.data[key]):
        record = _check(source, adapter, item, (key, index))
        line = source.line(key, index)
        if record.id in seen:
            raise InputError(
                f"the id {record.id!r} stands twice (first on line {seen[record.id]})", file=path, line=line
            )
        seen[record.id] = line
        record._file, record._line = path, line
        records.append(record)
    return records


def _check(source: YamlFile, adapter: TypeAdapter[Any], item: Any, at: tuple[str, int]) -> Any:
    try:
        return adapter.validate_python(item)
    except ValidationError as error:
        # An unknown key is often why another is missing, so it is named first.
        first = min(error.errors(include_url=False), key=lambda problem: problem["type"] != "extra_forbidden")
        steps = [step for step in first["loc"] if not (isinstance(step, str) and step[:1].isupper())]
        name = item.get("id", "?") if isinstance(item, dict) else "?"
        where = ".".join(str(step) for step in steps) or at[0]
        given = first.get("input")
        shown = f" (found {given!r})" if isinstance(given, str) and first["type"] not in _MESSAGES else ""
        message = _MESSAGES.get(first["type"], first["msg"])
        raise InputError(
            f"{name}: {where}: {message}{shown}", file=source.path, line=source.line(*at, *steps)
        ) from error
