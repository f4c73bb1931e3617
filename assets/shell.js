/* The browser's half of the shell: the address becomes a question, preferences and signing out are posts. */
(function () {
  "use strict";

  function token() {
    var found = document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/);
    return found ? decodeURIComponent(found[1]) : "";
  }

  function post(address, fields) {
    var body = new URLSearchParams(fields || {});
    return fetch(address, { method: "POST", body: body, headers: { "X-CSRFToken": token() }, redirect: "manual" });
  }

  function leave(told) {
    var wanted = window.location.pathname + window.location.search;
    window.location.assign("/sign-in?" + new URLSearchParams({ next: wanted, said: told.said || "ended" }));
    return new Promise(function () {});
  }

  function unanswered(is) {
    var told = document.getElementById("unanswered");
    if (told) told.hidden = !is;
    if (is) busy(false);
  }

  /* Whoever is no longer signed in goes to the door, and from there back; a server that is away is said. */
  var fetched = window.fetch;
  window.fetch = function () {
    return fetched.apply(window, arguments).then(function (response) {
      if (response.status === 401) return response.json().then(leave);
      unanswered(response.status >= 500);
      return response;
    }, function (error) {
      unanswered(true);
      throw error;
    });
  };

  function prefer(button) {
    var name = button.dataset.prefers;
    var root = document.documentElement;
    var value = button.dataset.value;
    if (name === "theme") {
      value = root.getAttribute("data-mantine-color-scheme") === "dark" ? "light" : "dark";
      root.setAttribute("data-mantine-color-scheme", value);
    }
    var fields = {};
    fields[name] = value;
    post("/preferences", fields).then(function () {
      if (name === "language") window.location.reload();
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-prefers]");
    if (button) prefer(button);
    if (event.target.closest("#again")) window.location.reload();
    if (event.target.closest("#sign-out")) {
      post("/sign-out").then(function () { window.location.assign("/sign-in?said=signed_out"); });
    }
  });

  function written(chosen) {
    var text = chosen.toString();
    return text ? "?" + text : "";
  }

  /* A range of one's own days goes into the address once both ends are chosen. */
  function ownDays(name) {
    return function (days, shown, search) {
      var range = days && days[0] && days[1] ? days[0] + ".." + days[1] : "";
      if (!range || range === shown[name]) return window.dash_clientside.no_update;
      var chosen = new URLSearchParams(search);
      chosen.set(name, range);
      return written(chosen);
    };
  }

  function busy(is) {
    var screen = document.getElementById("screen");
    if (screen) screen.setAttribute("aria-busy", String(is));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    metron: {
      ask: function (path, search) {
        busy(true);
        return { path: path, search: search || "", width: window.innerWidth };
      },
      /* A sheet that was closed leaves the address; "back" then opens it again. */
      leave: function (opened, search) {
        var chosen = new URLSearchParams(search);
        if (!chosen.has("see") || opened.indexOf(false) < 0) return window.dash_clientside.no_update;
        chosen.delete("see");
        return written(chosen);
      },
      period: ownDays("period"),
      against: ownDays("against"),
      /* The first rows came with the page: only further ones, or another order, cost a request. */
      block: function (wanted, first) {
        var still = window.dash_clientside.no_update;
        if (!wanted) return [still, still];
        var sort = wanted.sortModel || [];
        var asFirst = sort.length === 0 || (sort[0].colId === "sales" && sort[0].sort === "desc");
        var enough = wanted.startRow === 0 && asFirst;
        return enough ? [first, still] : [still, wanted];
      },
      settle: function () {
        var heading = document.querySelector("h1");
        if (heading) document.title = heading.firstChild.textContent + " · Metron";
        requestAnimationFrame(function () { busy(false); });
        return window.dash_clientside.no_update;
      }
    }
  });
})();
