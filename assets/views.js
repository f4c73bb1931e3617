/* Saved views: what is chosen in a menu or filled in a form is posted, told in one line, and the screen drawn
   again. Where somebody is on Explore is remembered while they look. */
(function () {
  "use strict";

  var WAIT = 1500;  // milliseconds that somebody looks before it counts
  var SHORT = 6000, LONG = 20000;  // milliseconds that a line stands, with a way back longer
  var waiting = 0;
  var leaving = 0;
  var remembered = "";

  function here() { return { path: window.location.pathname, search: window.location.search }; }

  function post(act, fields) { return send("/views/" + act, fields); }

  function send(to, fields) {
    var body = new URLSearchParams(Object.assign(here(), fields));
    return fetch(to, { method: "POST", body: body, headers: { "X-CSRFToken": window.metron.token() } })
      .then(function (response) { return response.json().then(function (told) { return [response.ok, told]; }); });
  }

  /* The address may be the same, and the screen another. */
  function again() {
    var at = here();
    window.dash_clientside.set_props("asked", { data: window.dash_clientside.metron.ask(at.path, at.search) });
  }

  function follow(href) {
    if (href === window.location.pathname + window.location.search) return again();
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function room() {
    var found = document.getElementById("views-said");
    if (!found) {
      found = document.createElement("div");
      found.id = "views-said";
      found.className = "views-said";
      found.setAttribute("role", "status");
      document.body.appendChild(found);
    }
    return found;
  }

  function say(told) {
    var said = room();
    said.textContent = "";
    window.clearTimeout(leaving);
    if (!told.said) return;
    leaving = window.setTimeout(function () { said.textContent = ""; }, told.undo ? LONG : SHORT);
    said.appendChild(document.createElement("span")).textContent = told.said;
    if (told.undo) {
      var undo = said.appendChild(document.createElement("button"));
      undo.type = "button";
      undo.className = "plain button small";
      undo.textContent = told.undo.label;
      Object.assign(undo.dataset, { viewDo: "restore", view: told.undo.view, version: told.undo.version });
    }
  }

  function act(from, fields) {
    var named = Object.assign({ view: from.dataset.view || "", version: from.dataset.version || "" }, fields);
    return post(from.dataset.viewDo, named).then(function (answer) {
      say(answer[1]);
      if (!answer[0]) return;
      if (from.dataset.viewDo.startsWith("save")) window.metron.explored("saved");
      if (from.matches(".star")) mark(from);
      else if (answer[1].href) follow(answer[1].href);
      else if (from.dataset.viewDo === "forget") from.closest("[data-resume]").remove();
      else again();
    });
  }

  /* What is done with pay takes its time: the button waits, so that nobody does it twice. */
  function pay(form) {
    var buttons = form.querySelectorAll("button");
    function wait(on) { buttons.forEach(function (one) { one.disabled = on; }); }
    wait(true);
    return send("/pay/" + form.dataset.payDo, Object.fromEntries(new FormData(form))).then(function (answer) {
      wait(false);
      say(answer[1]);
      if (answer[0]) again();
    }, function () { wait(false); });
  }

  /* The same view may stand in two chapters. */
  function mark(star) {
    var on = star.getAttribute("aria-pressed") !== "true";
    document.querySelectorAll('.star[data-view="' + star.dataset.view + '"]').forEach(function (one) {
      one.setAttribute("aria-pressed", String(on));
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-view-do]");
    if (button) act(button, {});
    else {
      var away = event.target.closest("a[data-follow]");
      if (away) say({ said: away.dataset.said || "" });
    }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-view-do], form[data-pay-do]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.payDo) pay(form);
    else act(form, Object.fromEntries(new FormData(form)));
  });

  function remember() {
    var at = here();
    var whole = at.path + at.search;
    if (at.path !== "/explore" || !at.search || whole === remembered || document.querySelector("[data-resume]")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      if (window.location.pathname + window.location.search !== whole) return;
      remembered = whole;
      post("remember", {});
    }, WAIT);
  }

  document.addEventListener("DOMContentLoaded", function () {
    new MutationObserver(function (changes) {
      if (changes.some(function (one) { return one.target.id === "screen" && one.target.getAttribute("aria-busy") === "false"; })) remember();
    }).observe(document.body, { attributes: true, attributeFilter: ["aria-busy"], subtree: true });
  });
})();
