/* The ask bar: what is typed is read as one types, and Enter goes where the reading leads. "/" comes here. */
(function () {
  "use strict";

  var turn = 0;
  var leads = null;  // the sentence that was read last, and where it leads

  function field() { return document.getElementById("ask"); }

  /* While one types the cursor goes along; without it the sentence is whole, and all is asked back. */
  function read(typed, done) {
    var mine = (turn += 1);
    var body = new URLSearchParams({ path: window.location.pathname, search: window.location.search, text: typed.value });
    if (!done) body.set("cursor", typed.selectionStart || 0);
    fetch("/find/question", { method: "POST", body: body, headers: { "X-CSRFToken": window.metron.token() } })
      .then(function (response) { return response.text(); })
      .then(function (text) {
        if (turn !== mine) return;
        var room = document.querySelector("#ask-understood > .drawing");
        var at = choices().indexOf(document.activeElement);
        room.innerHTML = text;
        if (at >= 0) (choices()[at] || typed).focus();  // whoever walks among the words stays there
        var told = room.querySelector("[data-leads]");
        leads = told ? { text: typed.value, href: told.dataset.leads } : null;
        if (done) done();
      });
  }

  function go() {
    if (leads && leads.text === field().value && leads.href) return follow(leads.href);
    read(field(), function () { if (leads && leads.href) follow(leads.href); });
  }

  function follow(href) {
    leads = null;
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function choices() { return Array.from(document.querySelectorAll(".nexts button")); }

  function say(button) {
    var typed = field();
    var set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    set.call(typed, button.dataset.says);
    typed.focus();
    // Before it is read: what may follow is asked of where the cursor stands.
    typed.setSelectionRange(typed.value.length, typed.value.length);
    typed.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* Down leads from the line to the words that may follow, and the arrows walk among them. */
  function moves(key, inside) {
    return key === "ArrowDown" || (!inside && ["ArrowUp", "ArrowLeft", "ArrowRight"].includes(key));
  }

  document.addEventListener("input", function (event) {
    if (event.target.id === "ask") read(event.target);
  });

  document.addEventListener("click", function (event) {
    var said = event.target.closest("[data-says]");
    if (said) say(said);
  });

  document.addEventListener("keydown", function (event) {
    var typed = field();
    if (!typed) return;
    var inside = event.target === typed;
    var at = choices().indexOf(document.activeElement);
    if (inside && event.key === "Enter") { event.preventDefault(); go(); return; }
    if ((inside || at >= 0) && moves(event.key, inside)) {
      var next = choices()[at + (event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1)];
      event.preventDefault();
      (next || typed).focus();
      return;
    }
    if ((inside || at >= 0) && event.key === "Escape") {
      var list = document.querySelector(".nexts");
      if (list) list.remove();
      typed.focus();
      return;
    }
    var elsewhere = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !elsewhere && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      typed.focus();
    }
  });
})();
