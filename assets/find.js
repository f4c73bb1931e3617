/* What is looked for while one types: the field says where to ask ([data-finds]), the server answers with HTML. */
(function () {
  "use strict";

  var turns = new WeakMap();

  function ask(room) {
    var turn = (turns.get(room) || 0) + 1;
    turns.set(room, turn);
    var body = new URLSearchParams({ path: window.location.pathname, search: window.location.search });
    room.querySelectorAll("[name]").forEach(function (one) {
      if (one.type !== "checkbox" || one.checked) body.append(one.name, one.value);
    });
    room.setAttribute("aria-busy", "true");
    fetch(room.dataset.finds, { method: "POST", body: body, headers: { "X-CSRFToken": window.metron.token() } })
      .then(function (response) { return response.text().then(function (text) { return [response.ok, text]; }); })
      .then(function (found) {
        // Whoever typed on is answered by what was asked last.
        if (turns.get(room) !== turn) return;
        room.removeAttribute("aria-busy");
        var list = room.querySelector("[data-found]");
        if (found[0]) list.innerHTML = found[1];
        else list.textContent = found[1];
      });
  }

  function heard(event) {
    var room = event.target.closest("[data-finds]");
    if (room && !("waits" in room.dataset)) ask(room);
  }

  // What takes long is asked by a button alone ([data-waits], [data-asks]); others fill its field ([data-fills]).
  function pressed(event) {
    var button = event.target.closest("[data-asks], [data-fills]");
    if (!button) return;
    var room = button.closest("[data-finds]");
    if ("fills" in button.dataset) room.querySelector("textarea").value = button.dataset.fills;
    else if (room.getAttribute("aria-busy") !== "true") ask(room);
  }

  document.addEventListener("input", heard);
  document.addEventListener("click", pressed);
  document.addEventListener("focusin", function (event) {
    var room = event.target.closest("[data-finds]");
    if (room && !turns.has(room) && !("waits" in room.dataset)) ask(room);
  });
})();
