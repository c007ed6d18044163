// The demo chat. Every message goes to /demo/send, which signs it and calls the real webhook.
"use strict";

const $ = (id) => document.getElementById(id);
const log = $("log"), form = $("form"), text = $("text"), raw = $("raw");
// the sentences stand with all others of the product; [[name]] is filled in here
const WORDS = JSON.parse(document.body.dataset.words);
const say = (key, values = {}) => WORDS[key].replace(/\[\[(\w+)\]\]/g, (_, name) => values[name]);
const MOST_KEPT = 200; // messages per user that survive a reload

// --- who is writing, and what was said ---------------------------------------------------------

const load = (name, otherwise) => {
  try { return JSON.parse(sessionStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
};
const save = (name, value) => {
  try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* private mode: not kept */ }
};

let users = load("users", []);
let user = load("user", null);
let last = null; // the last exchange, for sending it again
let waiting = 0;

const history = () => load(`log:${user}`, []);
const keep = (entry) => save(`log:${user}`, [...history(), entry].slice(-MOST_KEPT));

function newUser() {
  const letters = crypto.getRandomValues(new Uint8Array(6));
  user = "demo-" + Array.from(letters, (n) => n.toString(16).padStart(2, "0")).join("");
  users = [...users, user];
  save("users", users);
  change();
  send({ kind: "subscribe" });
}

function change() {
  save("user", user);
  $("user").replaceChildren(...users.map((id, n) => new Option(say("user", { number: n + 1 }), id, false, id === user)));
  $("as").textContent = say("as_user", { number: users.indexOf(user) + 1 });
  last = null;
  $("again").disabled = true;
  $("again-result").textContent = "";
  log.setAttribute("aria-live", "off"); // the old messages need no reading out
  log.replaceChildren(...history().map(draw));
  toEnd();
  setTimeout(() => log.setAttribute("aria-live", "polite"));
}

// --- drawing -----------------------------------------------------------------------------------

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function linked(words) {
  return words.split(/(https?:\/\/[^\s，。；、）」]+)/).map((part, n) => {
    if (n % 2 === 0) return part;
    const link = make("a", "", part);
    return Object.assign(link, { href: part, target: "_blank", rel: "noopener" });
  });
}

function draw(entry) {
  if (entry.kind === "note") return make("p", "note", entry.text);
  const mine = entry.from === "me";
  const face = make("span", "face", say(mine ? "face_mine" : "face_theirs"));
  face.setAttribute("aria-hidden", "true");
  const speaker = make("span", "hidden", say(mine ? "speaker_mine" : "speaker_theirs"));
  let bubble;
  if (entry.kind === "news") {
    bubble = make("a", "bubble card", speaker, make("strong", "", entry.title),
      make("span", "", entry.text), make("em", "", say("details")));
    Object.assign(bubble, { href: entry.url, target: "_blank", rel: "noopener" });
  } else {
    bubble = make("div", "bubble", speaker, ...(mine ? [entry.text] : linked(entry.text)));
  }
  return make("div", mine ? "message mine" : "message", face, bubble);
}

function show(entry) {
  keep(entry);
  const node = draw(entry);
  const dots = log.querySelector(".waiting");
  dots ? dots.before(node) : log.append(node);
  toEnd();
  return node;
}

const toEnd = () => { log.scrollTop = log.scrollHeight; };

function typing(on) {
  waiting += on ? 1 : -1;
  log.querySelector(".waiting")?.remove();
  if (waiting > 0) {
    const face = make("span", "face", say("face_theirs"));
    const dots = make("div", "bubble", make("span", "typing", make("i"), make("i"), make("i")));
    const node = make("div", "message waiting", face, dots);
    node.setAttribute("aria-hidden", "true");
    log.append(node);
    toEnd();
  }
}

function showExchange(exchange) {
  const { request, answer, ms, status } = exchange;
  const query = Object.entries(request.query).map(([name, value]) => `${name}=${value}`).join("\n&");
  const parts = [`POST /wechat\n?${query}`, "", request.body];
  if (request.body !== request.plain) parts.push("", say("decrypted"), request.plain);
  parts.push("", say("answered", { status }), answer.body);
  if (answer.plain && answer.plain !== answer.body) parts.push("", say("decrypted"), answer.plain);
  raw.textContent = parts.join("\n");
  $("took").textContent = say("took", { ms });
}

// --- talking -----------------------------------------------------------------------------------

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

const SILENT = say("silent"), HANDED = say("handed");

function answerEntry(reply) {
  if (!reply) return { kind: "note", text: say("broken") };
  if (reply.kind === "text") return { from: "bot", kind: "text", text: reply.text };
  if (reply.kind === "news") return { from: "bot", ...reply };
  return { kind: "note", text: reply.kind === "silence" ? SILENT : HANDED };
}

async function send(message, said) {
  const from = user;
  if (said) show({ from: "me", kind: "text", text: said });
  typing(true);
  try {
    const exchange = await post("/demo/send", { user: from, ...message });
    typing(false);
    if (from !== user) {
      save(`log:${from}`, [...load(`log:${from}`, []), answerEntry(exchange.reply)]);
      return;
    }
    last = exchange;
    $("again").disabled = false;
    $("again-result").textContent = "";
    show(answerEntry(exchange.reply));
    showExchange(exchange);
  } catch {
    typing(false);
    failed(() => send(message));
  }
}

function failed(retry) {
  const button = make("button", "", say("try_again"));
  const note = make("p", "note", say("not_sent"), button);
  button.type = "button";
  button.addEventListener("click", () => { note.remove(); retry(); text.focus(); });
  log.append(note);
  toEnd();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value;
  text.value = "";
  grow();
  text.focus();
  if (words.trim()) send({ kind: "text", text: words }, words);
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

function grow() {
  text.rows = Math.min(4, text.value.split("\n").length);
}
text.addEventListener("input", grow);

// --- the account's menu ------------------------------------------------------------------------

const tops = [...document.querySelectorAll(".top")];

function openMenu(which) {
  for (const top of tops) {
    const list = top.parentElement.querySelector("ul");
    if (!list) continue;
    const open = top === which && list.hidden;
    list.hidden = !open;
    top.setAttribute("aria-expanded", String(open));
  }
}

for (const top of tops) top.addEventListener("click", () => openMenu(top));
for (const button of document.querySelectorAll(".menu [data-key]")) {
  button.addEventListener("click", () => {
    openMenu(null);
    show({ kind: "note", text: say("clicked", { name: button.textContent.trim() }) });
    send({ kind: "click", key: button.dataset.key });
    button.closest(".entry").querySelector(".top").focus();
  });
}
document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu")) openMenu(null);
});

// --- tools -------------------------------------------------------------------------------------

const tools = $("tools"), toolsButton = $("tools-button");

function openTools(open) {
  tools.classList.toggle("open", open);
  toolsButton.setAttribute("aria-expanded", String(open));
  (open ? $("tools-close") : toolsButton).focus();
}
toolsButton.addEventListener("click", () => openTools(true));
$("tools-close").addEventListener("click", () => openTools(false));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = tops.find((top) => top.getAttribute("aria-expanded") === "true");
  if (open) { openMenu(null); open.focus(); } else if (tools.classList.contains("open")) openTools(false);
});

$("user").addEventListener("change", (event) => { user = event.target.value; change(); });
$("new-user").addEventListener("click", newUser);

for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", () => {
    const kind = button.dataset.kind;
    if (kind === "voice") {
      const words = text.value;
      text.value = "";
      send({ kind, text: words }, words ? say("voice", { text: words }) : say("voice_unread"));
    } else if (kind === "subscribe") {
      show({ kind: "note", text: say("followed") });
      send({ kind });
    } else {
      send({ kind }, say(kind === "image" ? "image" : "location"));
    }
  });
}

$("again").addEventListener("click", async () => {
  const before = last;
  try {
    const exchange = await post("/demo/again", before.request);
    const same = exchange.answer.plain === before.answer.plain;
    $("again-result").textContent = same
      ? say("same", { ms: exchange.ms })
      : say("different");
    showExchange(exchange);
  } catch {
    $("again-result").textContent = say("not_sent");
  }
});

// --- start -------------------------------------------------------------------------------------

if (user && users.includes(user)) change(); else newUser();
if (matchMedia("(pointer: fine)").matches) text.focus();
