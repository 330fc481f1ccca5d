// The app's server is where this script comes from: Streamlit need not guess it from the page's address.
window.__streamlit = { BACKEND_BASE_URL: new URL("..", document.currentScript.src).href };

// Copying needs a secure page; on a plain http intranet the browser offers only the old way.
if (!navigator.clipboard) {
  const writeText = async (text) => {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    area.style.position = "fixed";
    const focused = document.activeElement;
    (focused?.parentElement ?? document.body).append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    if (!copied) throw new Error("copying was refused");
  };
  Object.defineProperty(navigator, "clipboard", { value: { writeText } });
}

// Charts come in the colours of their run: when the system goes dark or light, run again, as Back and Forward do.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  setTimeout(() => dispatchEvent(new PopStateEvent("popstate")), 300);
});
