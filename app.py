"""The server: Streamlit around the shell in the package, with this app's own routes and headers.

Start it with ``streamlit run app.py``, ``uvicorn app:app`` or ``python app.py``.
"""

import streamlit as st

from tongnan_metrics.ui import SHELL
from tongnan_metrics.ui.account import may_upload
from tongnan_metrics.ui.states import on_script_error
from tongnan_metrics.web import ROUTES, middleware

app = st.App(
    SHELL,
    routes=ROUTES,
    middleware=middleware(may_upload=may_upload, base_path=st.get_option("server.baseUrlPath")),
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    app.run()
