"""What xlwings does with the worksheet functions on Windows, as far as it is plain Python.

Run as a program: prints, as JSON, the VBA that xlwings generates, and what each function shows for
arguments that pass through xlwings' own converters. COM is stood in for; nothing of Excel is here.
"""

# ruff: noqa: PLC0415  pywin32 is stood in for before xlwings is imported

import io
import json
import sys
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

NOT_AVAILABLE = -2146826246  # how COM gives #N/A
#: function, its arguments as COM gives them
CALLS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("ZZ_RATE", (36.0, 66484.0, 10000.0, 4.0)),
    ("ZZ_RATE", (None, 100.0, 10000.0, 2.0)),
    ("ZZ_RATE", ("12起", 100.0, 10000.0, 2.0)),
    ("ZZ_RATE", (NOT_AVAILABLE, 100.0, 10000.0, 2.0)),
    ("ZZ_HEADROOM", (360.0, 66484.0, "<=70", "人口率", 10000.0)),
    ("ZZ_GRADE", (95.5, "是")),
)  # fmt: skip


def stand_in_for_com() -> None:
    """Modules of pywin32, as far as xlwings asks for them on import."""
    for name, content in (
        ("pywintypes", {"com_error": OSError}),
        ("pythoncom", {"CoInitialize": lambda: None}),
        ("win32com", {}),
        ("win32com.client", {"Dispatch": None}),
    ):
        module = ModuleType(name)
        vars(module).update(content)
        sys.modules[name] = module


class Values:
    """How xlwings cleans values that come from COM, and gives them back."""

    @staticmethod
    def clean_value_data(rows: Any, _: object, empty: object, __: object, errors: bool) -> Any:
        def clean(value: object) -> object:
            if value in ("", None):
                return empty
            if value == NOT_AVAILABLE:
                return "#N/A" if errors else None
            return value

        return [[clean(value) for value in row] for row in rows]

    @staticmethod
    def prepare_xl_data_element(value: object, _: object) -> object:
        return value


def main() -> None:
    stand_in_for_com()
    import xlwings as xw

    conversion, udfs = map(import_module, ("xlwings.conversion", "xlwings.udfs"))

    vars(xw).update(func=udfs.xlfunc, arg=udfs.xlarg)
    from zongzhi_xl import functions

    text = io.StringIO()
    udfs.generate_vba_wrapper(functions.__name__, functions, text, SimpleNamespace(Name="a.xlsm"))
    xw.engines.add(xw.Engine(impl=SimpleNamespace(**vars(Values), name="excel", apps=())))
    shown = []
    for name, values in CALLS:
        function = getattr(functions, name)
        known = function.__xlfunc__
        read = [
            conversion.read(None, value, argument["options"], engine_name="excel")
            for value, argument in zip(values, known["args"], strict=True)
        ]
        answer = function(*read)
        shown.append(conversion.write(answer, None, known["ret"]["options"], engine_name="excel"))
    said = {
        name: [argument["doc"] for argument in getattr(functions, name).__xlfunc__["args"]]
        for name in ("ZZ_RATE", "ZZ_HEADROOM", "ZZ_GRADE")
    }
    print(json.dumps({"vba": text.getvalue(), "shown": shown, "docs": said}))


if __name__ == "__main__":
    main()
