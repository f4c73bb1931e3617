/* Files in the making: a download begins one, and what is not ready at once is shown until it is saved or closed. */
(function () {
  "use strict";

  var shown = {};     // by id: the element, whether this window saves it when it is ready
  var PATH = "/exports";
  var AGAIN = 700;    // milliseconds between two looks

  function token() {
    var found = document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/);
    return found ? decodeURIComponent(found[1]) : "";
  }

  function asked(method, address) {
    return fetch(address, { method: method, headers: { "X-CSRFToken": token() }, redirect: "manual" });
  }

  function save(file) {
    var link = document.createElement("a");
    link.href = file;
    link.download = "";
    document.body.appendChild(link);
    link.click();
    link.remove();
  }

  function node(kind, look, text) {
    var made = document.createElement(kind);
    made.className = look;
    if (text) made.textContent = text;
    return made;
  }

  function close(id, entry) {
    entry.element.remove();
    delete shown[id];
    if (id && entry.phase !== "failed-to-begin") asked("DELETE", PATH + "/" + encodeURIComponent(id));
  }

  function button(look, words, named, act) {
    var made = node("button", look, words);
    made.type = "button";
    made.setAttribute("aria-label", words + ": " + named);
    made.addEventListener("click", act);
    return made;
  }

  function draw(told, entry) {
    var key = told.phase + told.done + told.words;
    if (entry.key === key) return;
    entry.key = key;
    var had = entry.element.contains(document.activeElement);
    var line = node("div", "export-line");
    line.appendChild(node("span", "export-label", told.label));
    if (told.words) line.appendChild(node("span", "export-words", told.words));
    var parts = [line];
    var over = told.phase !== "waiting" && told.phase !== "running";
    if (!over) {
      var bar = node("progress", "export-bar");
      bar.setAttribute("aria-label", told.label);
      if (told.steps) { bar.max = told.steps; bar.value = told.done; }
      parts.push(bar);
    }
    var actions = node("div", "export-actions");
    if (told.file) {
      actions.appendChild(button("button", told.say_fetch, told.label, function () { save(told.file); }));
    }
    var last = over ? told.say_close : told.say_cancel;
    var end = button("button", last, told.label, function () { close(told.id, entry); });
    actions.appendChild(end);
    parts.push(actions);
    entry.element.replaceChildren.apply(entry.element, parts);
    if (had) end.focus();
  }

  function place(told, mine) {
    var id = told.id || "refused" + Object.keys(shown).length;
    var entry = shown[id];
    if (!entry) {
      entry = shown[id] = { element: node("section", "export"), mine: mine };
      entry.element.setAttribute("role", "status");
      document.getElementById("exports").appendChild(entry.element);
    }
    if (!told.id) entry.phase = "failed-to-begin";
    draw(told, entry);
    if (told.phase === "waiting" || told.phase === "running") window.setTimeout(follow, AGAIN, told.id);
    if (told.phase === "ready" && entry.mine) {
      entry.mine = false;
      save(told.file);
    }
  }

  function follow(id) {
    if (!shown[id]) return;
    asked("GET", PATH + "/" + encodeURIComponent(id)).then(function (answer) { return answer.json(); })
      .then(function (told) {
        if (!shown[id]) return;
        if (!told.id) told.id = id;
        place(told, false);
      }, function () { window.setTimeout(follow, 4 * AGAIN, id); });
  }

  function begin(href) {
    asked("POST", PATH + href.slice("/download".length)).then(function (answer) { return answer.json(); })
      .then(function (told) {
        if (told.phase === "ready") save(told.file);
        else place(told, true);
      }, function () {});  // shell.js says that the server does not answer
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="/download/"]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    begin(link.getAttribute("href"));
  }, true);

  /* What was begun before the page was loaded anew, or in another window, is there to be followed and saved. */
  function resume() {
    var tray = document.getElementById("exports");
    if (!tray) { window.setTimeout(resume, AGAIN); return; }
    asked("GET", PATH).then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (all) { all.forEach(function (told) { if (!shown[told.id]) place(told, false); }); }, function () {});
  }

  window.addEventListener("load", resume);
})();
