"""How the district's economy lies over its towns: made up, with the park's towns big."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tongnan_metrics.demo.chance import Floats


@dataclass(frozen=True, slots=True)
class Profile:
    """A town: its enterprises, how many of them lie in the park, and its share of inspections."""

    name: str
    enterprises: int
    in_park: int
    inspected: float


PROFILES: dict[str, Profile] = {
    "500152001": Profile("桂林街道", 60, 58, 10.5),
    "500152002": Profile("梓潼街道", 50, 47, 10.0),
    "500152003": Profile("大佛街道", 18, 15, 7.2),
    "500152101": Profile("上和镇", 3, 0, 4.1),
    "500152102": Profile("龙形镇", 3, 0, 3.5),
    "500152103": Profile("古溪镇", 4, 0, 4.9),
    "500152104": Profile("宝龙镇", 2, 0, 2.2),
    "500152107": Profile("玉溪镇", 3, 0, 4.4),
    "500152108": Profile("米心镇", 2, 0, 2.5),
    "500152109": Profile("群力镇", 2, 0, 2.3),
    "500152110": Profile("双江镇", 11, 0, 6.4),
    "500152112": Profile("花岩镇", 1, 0, 1.9),
    "500152113": Profile("柏梓镇", 4, 0, 4.6),
    "500152114": Profile("崇龛镇", 2, 0, 4.3),
    "500152115": Profile("塘坝镇", 5, 0, 5.4),
    "500152116": Profile("新胜镇", 2, 0, 2.7),
    "500152117": Profile("太安镇", 3, 0, 3.3),
    "500152119": Profile("小渡镇", 3, 0, 3.8),
    "500152120": Profile("卧佛镇", 2, 0, 3.0),
    "500152121": Profile("五桂镇", 1, 0, 2.0),
    "500152122": Profile("田家镇", 36, 32, 7.7),
    "500152123": Profile("别口镇", 2, 0, 2.1),
    "500152124": Profile("寿桥镇", 1, 0, 1.6),
}
CODES = np.array(list(PROFILES), dtype=object)
ENTERPRISES = np.array([p.enterprises for p in PROFILES.values()])
IN_PARK = np.array([p.in_park for p in PROFILES.values()])
INSPECTED = np.array([p.inspected for p in PROFILES.values()])


def share(weights: npt.ArrayLike) -> Floats:
    """Weights as shares that sum to 1."""
    values = np.asarray(weights, dtype=np.float64)
    return np.asarray(values / values.sum())
