"""Invented names: every enterprise and project starts with 示例, so that nobody takes it for a real one."""

from itertools import product

import numpy as np

_FIRST = "云启和嘉瑞恒远明泰盛锦华景新永兴宏润博信"
_SECOND = "川江丰达安源林峰航宁阳康乐成舟桥岭禾谷图"

PRODUCTS: dict[str, tuple[str, ...]] = {
    "equipment": ("智能装备", "精密机械", "汽车零部件", "数控机床", "电机电器"),
    "new_materials": ("锶铝合金材料", "高分子材料", "复合材料", "精细化工材料", "涂层材料"),
    "consumer_goods": ("食品", "柠檬制品", "粮油", "服饰", "纸制品"),
    "green_building": ("绿色建材", "装配式构件", "铝模板", "新型墙材", "防水材料"),
    "environmental": ("环保设备", "再生资源", "节能灯具", "水处理设备", "净化材料"),
    "electronics": ("电子", "智能终端", "线路板", "光电", "显示模组"),
    "pharma": ("制药", "医药中间体", "中药饮片", "医疗器械", "生物科技"),
    "other": ("包装", "能源", "印务", "物流装备", "制品"),
}
_WORKS: dict[str, tuple[str, ...]] = {
    "industrial": ("生产基地项目", "产业园项目", "生产线建设项目", "扩能项目"),
    "upgrade": ("生产线技术改造项目", "设备更新项目", "扩产技改项目"),
    "smart": ("智能工厂改造项目", "数字化车间改造项目"),
    "infrastructure": ("园区道路工程", "标准厂房工程", "供水管网工程", "物流通道工程"),
    "social": ("职业教育实训基地", "卫生院改扩建工程", "学校扩建工程", "康养中心"),
    "ecology": ("污水处理厂提标工程", "河道治理工程", "固废处置中心", "生态修复工程"),
}


def brands(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different two-character words; at most 400."""
    words = np.array([first + second for first, second in product(_FIRST, _SECOND)])
    return [str(word) for word in rng.permutation(words)[:count]]


def company(brand: str, made: str) -> str:
    """An invented company's full name."""
    return f"示例{brand}{made}有限公司"


def made_in(rng: np.random.Generator, sector: str) -> str:
    """Something the sector makes."""
    return str(rng.choice(PRODUCTS[sector]))


def works(rng: np.random.Generator, kind: str) -> str:
    """What is being built: for `kind` one of the project kinds, ``upgrade`` or ``smart``."""
    return str(rng.choice(_WORKS[kind]))
