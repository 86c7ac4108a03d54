"use strict";
// Filters, theme and print. Everything is on the page without it.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  root.classList.add("js");

  // Theme: what the system says, until the reader says otherwise.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const theme = byId("theme");
  const remembered = (value) => {
    try {
      if (value !== undefined) localStorage.setItem("panha-theme", value);
      return localStorage.getItem("panha-theme");
    } catch {
      return null; // a page without an origin remembers nothing
    }
  };
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const showTheme = () => {
    theme.setAttribute("aria-pressed", String(isDark()));
  };
  const before = remembered();
  if (before === "dark" || before === "light") root.dataset.theme = before;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remembered(root.dataset.theme);
    showTheme();
  });
  system.addEventListener("change", showTheme);
  showTheme();

  // Cards.
  const cards = Array.from(document.querySelectorAll("details.card"));
  byId("open-all").addEventListener("click", () => cards.forEach((card) => { card.open = true; }));
  byId("close-all").addEventListener("click", () => cards.forEach((card) => { card.open = false; }));

  // Explanations stand on the page once; a finding gets its copy when it is asked for.
  document.addEventListener("toggle", (event) => {
    const why = event.target;
    if (!why.open || !why.matches("details.why") || why.dataset.filled) return;
    const text = byId("lint-" + why.dataset.lint);
    if (!text) return;
    why.dataset.filled = "yes";
    why.lastElementChild.replaceWith(text.querySelector(".explanation").cloneNode(true));
  }, true);

  // Print: everything open, then as it was.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open]):not(.why)"));
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((details) => { details.open = false; });
    opened = [];
  });

  const reveal = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    element.scrollIntoView();
  };

  // Filters.
  const form = byId("filters");
  if (!form) return;
  const text = byId("filter-text");
  const cluster = byId("filter-cluster");
  const lint = byId("filter-lint");
  const severities = Array.from(form.querySelectorAll("input[name=severity]"));
  const selects = [cluster, lint].filter(Boolean);
  const shown = byId("shown");
  const total = shown.textContent;
  const findings = Array.from(byId("list").children, (element) => ({
    element,
    severity: element.dataset.severity,
    lint: element.dataset.lint,
    clusters: element.dataset.clusters.split(" "),
    words: null,
  }));
  const wordsOf = (finding) => {
    finding.words ??= finding.element.textContent.toLowerCase();
    return finding.words;
  };

  const apply = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const of = new Set(severities.filter((box) => box.checked).map((box) => box.value));
    const inCluster = cluster ? cluster.value : "";
    const ofLint = lint.value;
    const counts = { severity: new Map(), cluster: new Map(), lint: new Map() };
    const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
    let left = 0;
    for (const finding of findings) {
      const bySeverity = of.size === 0 || of.has(finding.severity);
      const byCluster = inCluster === "" || finding.clusters.includes(inCluster);
      const byLint = ofLint === "" || finding.lint === ofLint;
      const byText = wanted.length === 0 || wanted.every((word) => wordsOf(finding).includes(word));
      const fits = bySeverity && byCluster && byLint && byText;
      left += fits ? 1 : 0;
      if (finding.element.hidden === fits) finding.element.hidden = !fits;
      if (!byText) continue;
      // How many there would be, were this filter chosen beside the others.
      if (byCluster && byLint) add(counts.severity, finding.severity);
      if (bySeverity && byLint) finding.clusters.forEach((one) => add(counts.cluster, one));
      if (bySeverity && byCluster) add(counts.lint, finding.lint);
    }
    for (const box of severities) {
      box.parentElement.querySelector(".number").textContent = counts.severity.get(box.value) || 0;
    }
    for (const select of selects) {
      for (const option of select.options) {
        if (option.value === "") continue;
        option.textContent = option.dataset.label + " – " + (counts[select.name].get(option.value) || 0);
      }
    }
    const isFiltered = wanted.length > 0 || of.size > 0 || inCluster !== "" || ofLint !== "";
    shown.textContent = isFiltered ? left + " of " + total : total;
    byId("none").hidden = left > 0;
    byId("clear").disabled = !isFiltered;
    return isFiltered;
  };

  const state = () => {
    const state = new URLSearchParams();
    const of = severities.filter((box) => box.checked).map((box) => box.value);
    if (of.length) state.set("severity", of.join(","));
    for (const select of selects) {
      if (select.value) state.set(select.name, select.selectedOptions[0].dataset.key);
    }
    if (text.value.trim()) state.set("text", text.value.trim());
    return state.toString();
  };
  const remember = () => {
    try {
      history.replaceState(null, "", "#" + (state() || "findings"));
    } catch {
      // where a page may not, the filters work all the same
    }
  };
  const change = () => {
    apply();
    remember();
  };
  const clear = () => {
    text.value = "";
    severities.forEach((box) => { box.checked = false; });
    selects.forEach((select) => { select.value = ""; });
  };

  // The address names filters, or an element.
  const read = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      const element = hash && byId(hash);
      if (element && element.closest("#list") && element.hidden) {
        clear();
        apply();
      }
      if (element) reveal(element);
      return;
    }
    const state = new URLSearchParams(hash);
    clear();
    text.value = state.get("text") || "";
    const of = (state.get("severity") || "").split(",");
    severities.forEach((box) => { box.checked = of.includes(box.value); });
    for (const select of selects) {
      const wanted = state.get(select.name);
      const option = Array.from(select.options).find((option) => option.dataset.key === wanted);
      select.value = option ? option.value : "";
    }
    apply();
    byId("findings").scrollIntoView();
  };

  let due = 0;
  text.addEventListener("input", () => {
    clearTimeout(due);
    due = setTimeout(change, 120);
  });
  form.addEventListener("change", (event) => { if (event.target !== text) change(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    clear();
    change();
    text.focus();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-cluster]");
    if (!button || !cluster) return;
    clear();
    cluster.value = button.dataset.cluster;
    change();
    byId("findings").scrollIntoView();
    cluster.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target.matches("input[type=search], select, textarea");
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      text.focus();
      text.select();
    } else if (event.key === "Escape" && event.target.tagName !== "SELECT" && !byId("clear").disabled) {
      event.preventDefault();
      if (event.target === text && text.value !== "") text.value = "";
      else clear();
      change();
    }
  });
  addEventListener("hashchange", read);
  read();
})();
