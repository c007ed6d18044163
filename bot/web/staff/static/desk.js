"use strict";
/* The desk: what was said and the queue are asked for anew while somebody looks at the page, and an
   answer of the catalogue is put into the reply. Without this file there are links for both. */

const QUIET_MINUTES = 10;
let acted = Date.now();
["keydown", "pointerdown", "focus"].forEach((name) => {
  addEventListener(name, () => { acted = Date.now(); }, true);
});

/* A page that nobody looks at must not keep a log-in alive. */
function watched() {
  return !document.hidden && Date.now() - acted < QUIET_MINUTES * 60000;
}

function scrollDown(box) {
  if (box.classList.contains("said-box")) box.scrollTop = box.scrollHeight;
}

/* How many wait is said aloud and stands in the window's title, for who looks at another page. */
const title = document.title;
function tell(queue) {
  const waiting = queue.querySelector("[data-waiting]"), words = waiting ? waiting.textContent : "";
  document.getElementById("queue-said").textContent = words;
  document.title = words ? `${words} · ${title}` : title;
}

async function refresh(box) {
  if (!watched() || box.contains(document.activeElement) && box.id === "queue") return;
  let answer;
  try {
    answer = await fetch(box.dataset.refresh, { headers: { "X-Requested-With": "fetch" } });
  } catch {
    return;
  }
  if (answer.status !== 200 || answer.redirected) return;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = box.id === "queue" ? read.getElementById("queue") : read.body;
  if (!fresh || fresh.innerHTML === box.dataset.seen) return;
  box.dataset.seen = fresh.innerHTML;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  box.replaceChildren(...fresh.childNodes);
  if (box.id === "queue") tell(box);
  if (atEnd) scrollDown(box);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(".no-scripts").forEach((each) => { each.hidden = true; });
  document.querySelectorAll("[data-refresh]").forEach((box) => {
    scrollDown(box);
    setInterval(refresh, Number(box.dataset.seconds) * 1000, box);
  });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-fill]");
  const box = document.getElementById("text");
  if (!link || !box) return;
  event.preventDefault();
  box.value = box.value ? `${box.value}\n${link.dataset.fill}` : link.dataset.fill;
  box.focus();
});
