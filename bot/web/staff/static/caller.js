"use strict";
/* The form of a caller: sentences, results while typing, rows, Enter, and a draft that outlives a
   reload or a log-in that ended. Without scripts the same form works one page at a time. */

(() => {
  const root = document.getElementById("caller");
  const all = (selector, place = root) => [...place.querySelectorAll(selector)];
  const one = (selector, place = root) => place.querySelector(selector);
  const form = () => one("#caller-form");

  /* --- what was understood, at its field --- */

  function mark() {
    all("[data-said]").forEach((place) => { place.textContent = ""; place.className = "heard"; });
    all("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    const show = (name, words, wrong) => {
      const place = document.getElementById(`${name}-said`);
      const field = document.getElementById(name);
      if (place) {
        place.textContent = words;
        place.className = wrong ? "problem" : "heard";
      }
      if (field && wrong) field.setAttribute("aria-invalid", "true");
    };
    all("#result [data-heard-field]").forEach((at) => show(at.dataset.heardField, at.dataset.heard, false));
    all("#result [data-wrong-field]").forEach((at) => show(at.dataset.wrongField, at.dataset.wrong, true));
  }

  /* On a phone the result is far below: its total and verdict stay in sight. */
  function showTotal() {
    const bar = one("#total-bar"), total = one("#result [data-total]");
    bar.hidden = !total;
    if (!total) return;
    const verdict = document.createElement("small");
    verdict.textContent = one("#result [data-verdict]").textContent;
    bar.replaceChildren(total.textContent, verdict);
  }

  document.addEventListener("htmx:after:swap", (event) => {
    if (!event.detail.ctx || event.detail.ctx.target.id !== "result") return;
    mark();
    showTotal();
  });

  /* a field that is being typed in is not wrong yet */
  root.addEventListener("input", (event) => {
    one("[name=typing]").value = event.target.name || "";
    keep();
  }, true);
  root.addEventListener("change", () => { one("[name=typing]").value = ""; keep(); }, true);
  root.addEventListener("input", (event) => {
    if (event.target.id === "sentence") event.stopPropagation();
  });
  root.addEventListener("change", (event) => {
    if (event.target.id === "sentence") event.stopPropagation();
  });

  /* --- sentences, and Enter --- */

  async function send(fields, focus) {
    let text;
    try {
      const answer = await fetch(form().action, {
        method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(fields),
      });
      text = answer.ok && !answer.headers.get("HX-Redirect") ? await answer.text() : "";
    } catch {
      text = "";
    }
    if (!text.includes("caller-form")) {
      one("#stale").hidden = false;
      return;
    }
    root.innerHTML = text;
    htmx.process(root);
    showTotal();
    steps();
    keep();
    const place = document.getElementById(focus);
    if (place) place.focus();
  }

  const saying = () => { if (one("#sentence").value.trim()) send(new FormData(form()), "sentence"); };

  root.addEventListener("click", (event) => {
    const more = event.target.closest("[name=more]");
    if (event.target.closest("[data-say]")) {
      event.preventDefault();
      saying();
    } else if (more) {
      event.preventDefault();
      add(one(`[data-rows="${more.value}"]`)).focus();
    } else if (event.target.closest("[data-next-caller]")) {
      sessionStorage.removeItem(draft);
    }
  });

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, select")) return;
    event.preventDefault();
    if (event.target.id === "sentence") {
      saying();
      return;
    }
    const fields = all("input:not([type=hidden]), select", form()).filter((field) => field.offsetParent);
    const next = fields[fields.indexOf(event.target) + 1];
    if (next) next.focus();
    else one("#result").focus();
  });

  /* --- rows: there is always one more --- */

  const nth = (number) => say("nth", { number });

  function add(body) {
    const rows = all("tr", body), last = rows[rows.length - 1], row = last.cloneNode(true);
    row.innerHTML = row.innerHTML
      .replaceAll(`[${rows.length - 1}]`, `[${rows.length}]`)
      .replaceAll(nth(rows.length), nth(rows.length + 1));
    all("input", row).forEach((field) => { field.value = ""; field.removeAttribute("value"); });
    all("select", row).forEach((field) => { field.selectedIndex = 0; });
    all("[data-said]", row).forEach((place) => { place.textContent = ""; });
    all("[aria-invalid]", row).forEach((field) => field.removeAttribute("aria-invalid"));
    body.append(row);
    return one("input, select", row);
  }

  root.addEventListener("change", (event) => {
    const row = event.target.closest("tr"), body = event.target.closest("[data-rows]");
    if (body && !row.nextElementSibling && event.target.value) add(body);
  });

  /* --- the draft, in this window only --- */

  const draft = `jifen-caller:${root.dataset.draft}`;
  const skipped = new Set(["csrf", "typing", "year"]);

  function keep() {
    const told = [...new FormData(form())].filter(([name, value]) => value && !skipped.has(name));
    if (told.length) {
      sessionStorage.setItem(draft, JSON.stringify([...new FormData(form())]));
    } else {
      sessionStorage.removeItem(draft);
    }
  }

  function restore() {
    let kept;
    try {
      kept = JSON.parse(sessionStorage.getItem(draft) || "[]");
    } catch {
      kept = [];
    }
    if (!kept.length) return;
    const fields = new URLSearchParams(kept);
    const sentence = fields.get("sentence") || "";
    fields.set("csrf", one("[name=csrf]").value);
    fields.delete("sentence");
    send(fields, "sentence").then(() => {
      one("#sentence").value = sentence;
      one("#restored").hidden = false;
      keep();
    });
  }

  function steps() {
    all("[data-no-script]").forEach((button) => button.classList.add("visually-hidden"));
  }

  document.addEventListener("DOMContentLoaded", () => {
    showTotal();
    if (root.hasAttribute("data-fresh")) restore();
    else keep();
  });
})();
