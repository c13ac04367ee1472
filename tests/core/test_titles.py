"""A title that says 考核 itself is not followed by it a second time."""

import pytest

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace


@pytest.mark.parametrize(
    ("title", "appraised"),
    [
        ("社会治安综合治理责任书", "社会治安综合治理责任书考核"),
        ("信访工作考核办法", "信访工作考核"),
        ("安全生产目标管理考核细则（试行）", "安全生产目标管理考核"),
        ("河长制工作考核实施方案", "河长制工作考核"),
        ("禁毒工作考评", "禁毒工作考评"),
        ("2026年园区消防安全目标管理办法", "园区消防安全目标管理办法考核"),
        ("2026年度信访工作考核办法", "信访工作考核"),
        ("考核对象管理办法", "考核对象管理办法考核"),
    ],
)
def test_what_is_appraised_is_called_by_its_title(
    edition: Edition, title: str, appraised: str
) -> None:
    assert replace(edition.statement, title=title).appraised == appraised
