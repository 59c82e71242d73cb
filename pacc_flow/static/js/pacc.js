/* Small comforts over pages that already work without a script. Nothing here decides, and nothing here is required. */
"use strict";

(() => {
  const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

  /* An open account menu closes with Escape, or when the person goes elsewhere. */
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-closes][open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-closes][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* j and k walk the queue of a desk; no key decides. */
  const walks = { j: "next", k: "prev" };
  document.addEventListener("keydown", (event) => {
    const way = walks[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const link = document.querySelector(`a[rel="${way}"]`);
    if (link) link.click();
  });

  /* A long text says how much is left: <p class="hint" data-counts="field id" data-limit="4000">. */
  const count = (place) => {
    const field = document.getElementById(place.dataset.counts);
    if (!field) return;
    const left = () => Number(place.dataset.limit) - [...field.value].length;
    const say = () => {
      const rest = left();
      place.textContent = rest >= 0 ? `Le quedan ${rest.toLocaleString("es-CO")} caracteres.` : `Sobran ${(-rest).toLocaleString("es-CO")} caracteres.`;
    };
    field.addEventListener("input", say);
    say();
  };

  /* Print buttons mean nothing without a script, so they come hidden. */
  const printing = (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  };

  /* Fresh content, whole page or fragment. */
  const prepare = (root) => {
    root.querySelectorAll("[data-counts]").forEach(count);
    root.querySelectorAll("button[data-prints]").forEach(printing);
  };
  prepare(document);
  document.addEventListener("htmx:afterSwap", (event) => prepare(event.target));
  document.addEventListener("htmx:afterSettle", (event) => {
    const summary = event.target.querySelector(".error-summary");
    if (summary) summary.focus();
  });
})();
