/* Files in the making: a download begins one, and what is not ready at once is shown until it is saved or closed. */
(function () {
  "use strict";

  var shown = {};     // by id: the element, whether this window saves it when it is ready
  var refused = 0;    // how many were never begun; they have no id of the server's
  var PATH = "/exports";
  var AGAIN = 700;    // milliseconds between two looks

  function asked(method, address) {
    return fetch(address, { method: method, headers: { "X-CSRFToken": window.metron.token() }, redirect: "manual" });
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

  function tray() {
    return document.getElementById("exports");
  }

  /* Once for each phase, and in a place that was there before: parts that are read out one by one are noise. */
  function announce(told, entry) {
    if (entry.phase === told.phase) return;
    entry.phase = told.phase;
    document.getElementById("exports-said").textContent = [told.label, told.words].filter(Boolean).join(": ");
  }

  function close(id, entry) {
    var had = entry.element.contains(document.activeElement);
    entry.element.remove();
    delete shown[id];
    var others = tray().querySelectorAll("button");
    if (had && others.length) others[others.length - 1].focus();
    if (!entry.refused) asked("DELETE", PATH + "/" + encodeURIComponent(id));
  }

  function button(name, named, act) {
    var words = tray().dataset[name];
    var made = node("button", "button", words);
    made.type = "button";
    made.setAttribute("aria-label", words + ": " + named);
    made.addEventListener("click", act);
    return made;
  }

  function draw(id, told, entry) {
    var key = told.phase + told.done + told.words;
    if (entry.key === key) return;
    entry.key = key;
    entry.element.setAttribute("aria-label", told.label);
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
    if (told.file) actions.appendChild(button("fetch", told.label, function () { entry.mine = true; follow(id); }));
    var end = button(over ? "close" : "cancel", told.label, function () { close(id, entry); });
    actions.appendChild(end);
    parts.push(actions);
    entry.element.replaceChildren.apply(entry.element, parts);
    if (had) end.focus();
  }

  function place(id, told, mine) {
    var entry = shown[id];
    if (!entry) {
      entry = shown[id] = { element: node("div", "export"), mine: mine, refused: !told.id };
      entry.element.setAttribute("role", "group");
      tray().appendChild(entry.element);
    }
    draw(id, told, entry);
    announce(told, entry);
    if (told.phase === "waiting" || told.phase === "running") window.setTimeout(follow, AGAIN, id);
    if (told.phase === "ready" && entry.mine) {
      entry.mine = false;
      save(told.file);
    }
  }

  /* Also before it is saved again: whatever has become of it meanwhile is said here and not by the browser. */
  function follow(id) {
    if (!shown[id]) return;
    asked("GET", PATH + "/" + encodeURIComponent(id)).then(function (answer) {
      if (answer.status >= 500) throw answer;
      return answer.json();
    }).then(function (told) {
      if (shown[id]) place(id, told, false);
    }, function () { window.setTimeout(follow, 4 * AGAIN, id); });
  }

  function begin(href) {
    asked("POST", PATH + href.slice("/download".length)).then(function (answer) { return answer.json(); })
      .then(function (told) {
        if (told.phase === "ready") save(told.file);
        else if (told.id) place(told.id, told, true);
        else {
          refused += 1;  // by the route in its own words, or by the gate before it
          place("refused " + refused, { phase: "failed", label: told.label || told.message }, false);
        }
      }, function () {});  // shell.js says that the server does not answer
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="/download/"]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.metron.explored("exported");
    begin(link.getAttribute("href"));
  }, true);

  /* What was begun before the page was loaded anew, or in another window, is there to be followed and saved. */
  function resume() {
    if (!tray()) { window.setTimeout(resume, AGAIN); return; }
    asked("GET", PATH).then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (all) { all.forEach(function (told) { if (!shown[told.id]) place(told.id, told, false); }); }, function () {});
  }

  window.addEventListener("load", resume);
})();
