"""Where the demo's rows come from: the article, what follows from it, public practice, and offices' made-up reports."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

ARTICLE = "article-2022q1"
DERIVED = "derived-2022-02"
PRACTICE = "public-practice"
_THIS_YEAR = 2022


@dataclass(frozen=True, slots=True)
class Report:
    """A kind of report an office sends: what it is called and who sends it."""

    title: str
    issuer: str


REPORTS: dict[str, Report] = {
    "register": Report("企业名录", "区统计局"),
    "industry": Report("规上工业生产月报", "区统计局"),
    "investment": Report("项目投资进度月报", "区统计局"),
    "projects": Report("项目库与阶段台账", "区经济信息委"),
    "leads": Report("招商线索台账", "区招商投资局"),
    "safety": Report("安全生产检查与隐患台账", "区应急局"),
    "services": Report("企业服务台账", "高新区管委会"),
    "jobs": Report("招聘会台账", "区人力社保局"),
    "targets": Report("年度目标、责任分解与亮灯规则", "区政府办"),
    "supervision": Report("督办办理台账", "区政府督查室"),
    "index": Report("综合指数方法与区县指标", "区统计局"),
}

_PUBLIC = (
    {
        "source": ARTICLE,
        "title": "潼南区2022年第一季度“三助推三确保”公开报道",
        "issuer": "潼南区",
        "source_kind": "published",
        "note": "原文只在一处写明年份2022年；刊发日期未知，一季度数据可能为初步数",
    },
    {
        "source": DERIVED,
        "title": "由公开报道的差距推得的全市、全国数据（2022年1—2月）",
        "issuer": "潼南区",
        "source_kind": "published",
        "note": "本区数减去公布的百分点差距，如 10.0 − 2.1 = 7.9；非原文数字",
    },
    {
        "source": PRACTICE,
        "title": "各地公开的项目督办与经济运行亮灯办法",
        "issuer": "银川市、三亚市、天津市",
        "source_kind": "published",
        "note": "按公开做法整理，门槛可在亮灯规则中修改",
    },
)


def synthetic(report: str, year: int | None = None) -> str:
    """The source of made-up rows in an office's report, of one year when it is sent yearly."""
    return f"demo-{report}" if year is None else f"demo-{report}-{year}"


def frame(used: Iterable[str]) -> pd.DataFrame:
    """The rows of `sources` for the keys in use, public ones first."""
    keys = sorted(set(used))
    public = [row for row in _PUBLIC if row["source"] in keys]
    made_up = [_made_up(key) for key in keys if key.startswith("demo-")]
    return pd.DataFrame([*public, *made_up])


def _made_up(key: str) -> dict[str, str | None]:
    name, _, year = key.removeprefix("demo-").partition("-")
    report = REPORTS[name]
    return {
        "source": key,
        "title": f"演示数据（合成）：{f'{year}年' if year else ''}{report.title}",
        "issuer": report.issuer,
        "date": _reported_on(int(year)) if year else None,
        "source_kind": "synthetic",
        "note": "为演示生成，不代表实际情况",
    }


def _reported_on(year: int) -> str:
    """The day the year's last report came in; 2022 is only begun."""
    return f"{year + 1}-01-18" if year < _THIS_YEAR else f"{year}-04-11"
