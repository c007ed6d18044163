// The print button: hidden where the browser cannot print, as inside WeChat.
(function () {
  "use strict";
  const button = document.querySelector("[data-print]");
  if (!button) return;
  if (/MicroMessenger/i.test(navigator.userAgent)) {
    button.hidden = true;
    document.querySelector("[data-print-how]").hidden = false;
  }
  button.addEventListener("click", () => window.print());
})();
