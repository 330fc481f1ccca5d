"""The figures a leader reads first: what the first page tables, and what a new release is judged by."""

HEADLINES = (
    "industrial_index",
    "industrial_va_growth",
    "industrial_output",
    "industrial_investment",
    "tech_upgrade_investment",
    "tech_upgrade_share",
    "project_signed_count",
    "project_started_count",
    "project_completed_count",
    "project_planned_investment",
    "negotiating_count",
    "negotiating_planned_investment",
    "lead_count",
    "safety_months_without_major_accident",
    "safety_inspections",
    "safety_hazards_found",
    "enterprise_visits",
    "enterprise_issues_collected",
    "enterprise_issues_resolved",
    "enterprise_issue_resolution_rate",
)
