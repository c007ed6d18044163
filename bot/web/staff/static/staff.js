"use strict";
/* The console's keys and buttons. Everything works without it, one page at a time. */

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
// the sentences stand with all others of the product; [[name]] is filled in here
const WORDS = JSON.parse(document.body.dataset.words);
const say = (key, values = {}) => WORDS[key].replace(/\[\[(\w+)\]\]/g, (_, name) => values[name]);

/* --- look-up: / focuses, arrows choose, Enter opens, c copies -------------------------------- */

function choose(step) {
  const hits = all("[data-hit]");
  if (!hits.length) return;
  const at = hits.findIndex((hit) => hit.hasAttribute("aria-current"));
  show(hits[Math.min(Math.max(at + step, 0), hits.length - 1)]);
}

let opening = 0;
function show(hit) {
  all("[data-hit]").forEach((other) => other.removeAttribute("aria-current"));
  hit.setAttribute("aria-current", "true");
  hit.scrollIntoView({ block: "nearest" });
  clearTimeout(opening);
  opening = setTimeout(() => {
    history.replaceState(history.state, "", hit.href);
    htmx.ajax("GET", hit.getAttribute("hx-get"), { target: "#answer", swap: "innerHTML" });
  }, 60);
}

/* while an input method composes, nothing is looked for; the address keeps what was looked for */
document.addEventListener("input", (event) => {
  if (event.target.id === "q" && event.isComposing) event.stopImmediatePropagation();
}, true);
document.addEventListener("compositionend", (event) => {
  if (event.target.id === "q") event.target.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("htmx:after:swap", (event) => {
  const ctx = event.detail.ctx, box = one("#q");
  if (!box || !ctx || !ctx.target || ctx.target.id !== "found") return;
  const address = new URL("/staff/", location.href);
  if (box.value.trim()) address.searchParams.set("q", box.value.trim());
  history.replaceState(history.state, "", address);
  const list = one("#all-answers");
  if (list) list.hidden = Boolean(box.value.trim());
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const box = one("#q");
  if (!box) return;
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (typing && event.target !== box) {
    return;
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!one("[data-hit]")) return;
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === box && one("#answer")) {
    event.preventDefault();
    one("#answer").focus();
  } else if (event.key === "Escape" && event.target === box) {
    box.blur();
  } else if (event.key === "c" && !typing) {
    const text = one("[data-short]");
    if (text) copy(text.textContent, one("[data-copied]"));
  }
});

document.addEventListener("click", (event) => {
  const hit = event.target.closest("[data-hit]");
  if (!hit) return;
  all("[data-hit]").forEach((other) => other.removeAttribute("aria-current"));
  hit.setAttribute("aria-current", "true");
});

/* --- copying and printing --------------------------------------------------------------------- */

async function copy(text, note) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    /* without https there is no clipboard: the old way */
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  if (note) {
    note.textContent = say(done ? "copied" : "copy_by_hand");
    setTimeout(() => { note.textContent = ""; }, 2500);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from], [data-print]");
  if (!button) return;
  if (button.hasAttribute("data-print")) {
    window.print();
    return;
  }
  const from = button.dataset.copyFrom;
  const note = one("[data-copied]", button.closest(".stack") || document);
  const before = button.textContent;
  copy(from ? one(from).textContent : button.dataset.copy, note);
  if (!note) {
    button.textContent = say("copied");
    setTimeout(() => { button.textContent = before; }, 2500);
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]")) history.back();
});

/* With scripts, results come while typing: the buttons that ask for them step back. */
document.addEventListener("DOMContentLoaded", () => {
  all("[data-no-script]").forEach((button) => button.classList.add("visually-hidden"));
});

/* --- nothing old is shown as if it were new -------------------------------------------------------- */

function stale(target, is) {
  const place = target && target.closest("#found, #result, #answer");
  if (!place) return;
  place.classList.toggle("stale", is);
  const note = one("#stale");
  if (note) note.hidden = !is;
}
document.addEventListener("htmx:before:request", (event) => {
  const place = event.detail.ctx && event.detail.ctx.target;
  if (place && place.setAttribute) place.setAttribute("aria-busy", "true");
});
["htmx:error", "htmx:response:error"].forEach((name) => document.addEventListener(name, (event) => {
  const ctx = event.detail.ctx;
  if (ctx && ctx.target) stale(ctx.target, true);
}));
document.addEventListener("htmx:after:swap", (event) => {
  const ctx = event.detail.ctx;
  if (ctx && ctx.target) stale(ctx.target, Boolean(ctx.response && ctx.response.status >= 400));
});
document.addEventListener("htmx:finally:request", (event) => {
  const place = event.detail.ctx && event.detail.ctx.target;
  if (place && place.removeAttribute) place.removeAttribute("aria-busy");
});

/* --- the editor: characters are counted while staff type --------------------------------------- */

function count(field) {
  const official = one("#official");
  const limit = Number(
    (official && official.value.trim() && field.dataset.limitOfficial) || field.dataset.limit
  );
  const place = one("[data-counted]", field.closest(".field"));
  const length = [...field.value.trim()].length;
  place.textContent = say("written", { length, limit });
  place.toggleAttribute("data-over", length > limit);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-limit]")) count(event.target);
  else if (event.target.id === "official") all("[data-limit]").forEach(count);
});
document.addEventListener("DOMContentLoaded", () => all("[data-limit]").forEach(count));

/* --- a form that must not be sent twice ---------------------------------------------------------- */

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-once]");
  if (!form) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
});
/* a page that comes back from the cache may be sent again */
window.addEventListener("pageshow", () => all("[data-once]").forEach((form) => delete form.dataset.sent));

/* --- many questions at once ------------------------------------------------------------------------ */

document.addEventListener("DOMContentLoaded", () => {
  all("[data-scripts]").forEach((part) => { part.hidden = false; });
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  all("[name=digest]", event.target.form).forEach((box) => { box.checked = event.target.checked; });
});
