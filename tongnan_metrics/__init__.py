"""Tongnan Metrics (潼南经济运行监测): a district's economy as one thing people look at, question and trust."""
