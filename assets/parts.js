/* What needs no server: a panel's table twin (button or T), the search in a list, copying the address. */
(function () {
  "use strict";

  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ς/g, "σ").trim();
  }

  function turn(button) {
    var open = button.closest(".panel").toggleAttribute("data-twin-open");
    button.setAttribute("aria-pressed", String(open));
  }

  function narrow(input) {
    var wanted = fold(input.value);
    var list = input.closest(".searching").nextElementSibling;
    var left = 0;
    list.querySelectorAll("li").forEach(function (item) {
      item.hidden = !fold(item.textContent).includes(wanted);
      left += item.hidden ? 0 : 1;
    });
    list.classList.toggle("none-left", left === 0);
  }

  function copy(button) {
    var words = button.querySelector(".unseen");
    var before = words.textContent;
    navigator.clipboard.writeText(window.location.href).then(function () {
      words.textContent = button.dataset.done;
      button.setAttribute("aria-live", "polite");
      button.setAttribute("aria-pressed", "true");
      setTimeout(function () {
        words.textContent = before;
        button.removeAttribute("aria-pressed");
      }, 2000);
    });
  }

  document.addEventListener("click", function (event) {
    var twin = event.target.closest("[data-twin]");
    var copies = event.target.closest("[data-copies]");
    if (twin) turn(twin);
    if (copies) copy(copies);
  });

  document.addEventListener("input", function (event) {
    if (event.target.matches(".search")) narrow(event.target);
  });

  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || fold(event.key) !== "t") return;
    var panel = document.querySelector(".panel:focus-within") || document.querySelector(".panel:hover");
    var button = panel && panel.querySelector("[data-twin]");
    if (button) turn(button);
  });
})();
