// Copying the sentence to forward, printing, and opening all folds at once. All of it is extra:
// without scripts the page shows the same, with folds that open by themselves.
(function () {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const folds = () => document.querySelectorAll("details");

  const copy = one("[data-copy]");
  if (copy) {
    const text = one("[data-forward]"), status = one("[data-copy-status]");
    copy.addEventListener("click", async () => {
      let done = false;
      try {
        await navigator.clipboard.writeText(text.textContent);
        done = true;
      } catch {
        // no permission, or no https: select the words and ask the browser the old way
        getSelection().selectAllChildren(text);
        done = document.execCommand("copy");
      }
      status.textContent = done ? copy.dataset.copied : copy.dataset.byHand;
    });
  }

  // inside WeChat printing does nothing: the files, or the way to a browser, stand instead
  const print = one("[data-print]");
  if (/MicroMessenger/i.test(navigator.userAgent)) {
    print.hidden = true;
    const how = one("[data-print-how]");
    if (how) how.hidden = false;
  } else {
    print.addEventListener("click", () => window.print());
  }

  one("[data-open-all]").addEventListener("click", () => {
    folds().forEach((each) => { each.open = true; });
  });

  // browsers whose style sheets cannot open a closed fold on paper
  const closed = new Set();
  addEventListener("beforeprint", () => folds().forEach((each) => {
    if (!each.open) { closed.add(each); each.open = true; }
  }));
  addEventListener("afterprint", () => {
    closed.forEach((each) => { each.open = false; });
    closed.clear();
  });
})();
