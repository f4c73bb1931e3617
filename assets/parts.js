/* What needs no server: a panel's table twin (button or T), the search in a list, copying the address,
   and the Greek names of days and months for the date fields. */
(function () {
  "use strict";

  /* Mantine's date fields look for this name. Months stand alone in a calendar's head, so: nominative. */
  window.dayjs_locale_el = {
    name: "el",
    weekStart: 1,
    weekdays: "Κυριακή_Δευτέρα_Τρίτη_Τετάρτη_Πέμπτη_Παρασκευή_Σάββατο".split("_"),
    weekdaysShort: "Κυρ_Δευ_Τρί_Τετ_Πέμ_Παρ_Σάβ".split("_"),
    weekdaysMin: "Κυ_Δε_Τρ_Τε_Πε_Πα_Σα".split("_"),
    months: "Ιανουάριος_Φεβρουάριος_Μάρτιος_Απρίλιος_Μάιος_Ιούνιος_Ιούλιος_Αύγουστος_Σεπτέμβριος_Οκτώβριος_Νοέμβριος_Δεκέμβριος".split("_"),
    monthsShort: "Ιαν_Φεβ_Μαρ_Απρ_Μαΐ_Ιουν_Ιουλ_Αυγ_Σεπ_Οκτ_Νοε_Δεκ".split("_"),
    ordinal: function (day) { return day + "η"; },
    formats: { LT: "HH:mm", LTS: "HH:mm:ss", L: "DD/MM/YYYY", LL: "D MMM YYYY", LLL: "D MMM YYYY HH:mm", LLLL: "dddd D MMM YYYY HH:mm" },
  };

  function fold(text) {
    var plain = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ς/g, "σ");
    return plain.replace(/[’'΄ʹ`´.·]/g, "").replace(/[\s\-–/_,]+/g, " ").trim();
  }

  function turn(button) {
    var open = button.closest(".panel").toggleAttribute("data-twin-open");
    button.setAttribute("aria-pressed", String(open));
  }

  function narrow(input) {
    var wanted = fold(input.value);
    var list = document.getElementById(input.closest("[data-narrows]").dataset.narrows);
    list.querySelectorAll("[data-entry]").forEach(function (item) {
      item.hidden = !fold(item.dataset.entry).includes(wanted);
    });
    list.querySelectorAll("[data-chapter]").forEach(function (chapter) {
      chapter.hidden = !chapter.querySelector("[data-entry]:not([hidden])");
    });
    list.querySelector(".no-match").hidden = !!list.querySelector("[data-entry]:not([hidden])");
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

  /* A link that is no component of Dash goes to its address as those do, without loading the app again. */
  function follow(event, link) {
    event.preventDefault();
    var here = window.location.pathname;
    window.history.pushState({}, "", link.getAttribute("href"));
    if (window.location.pathname !== here) window.scrollTo(0, 0);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  document.addEventListener("click", function (event) {
    var twin = event.target.closest("[data-twin]");
    var copies = event.target.closest("[data-copies]");
    var away = event.target.closest("a[data-follow]");
    if (away && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button) follow(event, away);
    if (twin) turn(twin);
    if (copies) copy(copies);
  });

  document.addEventListener("input", function (event) {
    if (event.target.closest("[data-narrows]")) narrow(event.target);
  });

  /* The cell of a grid holds the focus, not the link of its row: Enter follows the link, with Shift the one
     that keeps this row alone. */
  function enter(cell, only) {
    var link = cell.closest(".ag-row").querySelector(only ? "a.cell-only" : "a[href]");
    if (link) link.click();
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches(".ag-cell")) return enter(event.target, event.shiftKey);
    var typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !["t", "τ"].includes(fold(event.key))) return;
    var panel = document.querySelector(".panel:focus-within") || document.querySelector(".panel:hover");
    var button = panel && panel.querySelector("[data-twin]");
    if (button) turn(button);
  });
})();
