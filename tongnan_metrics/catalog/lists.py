"""The five lists projects are managed by (五张清单): which stages each holds, and its name as the district has it."""

from dataclasses import dataclass

from tongnan_metrics.catalog.fields import STAGE
from tongnan_metrics.locale import Text


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A list holds the projects at its stages; `smart` keeps those that are smart upgrades."""

    key: str
    name: Text
    stages: tuple[str, ...]
    smart: bool = False

    @property
    def short(self) -> Text:
        """The name without the words all lists share."""
        return Text(self.name.zh.removeprefix("重点").removesuffix("项目"), self.name.en)


LISTS: dict[str, ProjectList] = {
    item.key: item
    for item in (
        ProjectList("signed", Text("重点签约项目", "Signed"), ("signed",)),
        ProjectList("landed", Text("重点落地项目", "Landed"), ("landed",)),
        ProjectList("under_construction", Text("重点在建项目", "Under construction"), ("started",)),
        ProjectList("producing", Text("重点投产项目", "In production"), ("completed", "in_production", "at_capacity")),
        ProjectList("smart_upgrade", Text("重点智能化改造项目", "Smart upgrades"), STAGE.choice_keys[1:], smart=True),
    )
}
