/* The browser's half of the shell: the address becomes a question, preferences and signing out are posts. */
(function () {
  "use strict";

  function token() {
    var found = document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/);
    return found ? decodeURIComponent(found[1]) : "";
  }

  window.metron = Object.assign(window.metron || {}, { token: token });  // for what else posts (`exports.js`)

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
      if (name !== "theme") window.location.reload();
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-prefers]");
    if (button) prefer(button);
    if (event.target.closest("#again")) window.location.reload();
    if (event.target.closest("#sign-out")) {
      turn = 0;
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

  function same(one, other) {
    var form = function (wanted) { return JSON.stringify(wanted && [wanted.startRow, wanted.endRow, wanted.sortModel]); };
    return form(one) === form(other);
  }

  function busy(is) {
    var screen = document.getElementById("screen");
    if (screen) screen.setAttribute("aria-busy", String(is));
  }

  /* What a pill opens is drawn when somebody is about to press it: all of them after each page cost a phone
     four seconds, in which it did not scroll. */
  var drawn = new WeakSet();
  function drawAhead(event) {
    var opener = event.target.closest('.pill-button[id^="pill-"]');
    if (!opener || drawn.has(opener)) return;
    drawn.add(opener);
    window.dash_clientside.set_props(opener.id.replace(/-target$/, ""), { keepMounted: true });
  }
  ["pointerover", "pointerdown", "focusin"].forEach(function (name) { document.addEventListener(name, drawAhead); });

  /* One window is one visit, and each address in it a turn: the server stops what a later turn supersedes. */
  var visit = Array.from(window.crypto.getRandomValues(new Uint32Array(4)), String).join("-");
  var turn = 0;

  window.addEventListener("pagehide", function () {
    if (turn) navigator.sendBeacon("/leave", new URLSearchParams({ visit: visit, csrf_token: token() }));
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    metron: {
      ask: function (path, search) {
        busy(true);
        turn += 1;
        return { path: path, search: search || "", width: window.innerWidth, visit: visit, turn: turn };
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
      /* Whoever sorts twice in a row gets the second order: rows of the first may come later, and are let go. */
      arrive: function (came, wanted) {
        return came && same(JSON.parse(came.wanted), wanted) ? came.block : window.dash_clientside.no_update;
      },
      settle: function () {
        var heading = document.querySelector("h1");
        if (heading) document.title = heading.firstChild.textContent + " · Metron";
        requestAnimationFrame(function () { busy(false); });
        drawn = new WeakSet();  // the same pills may stand on a new screen, and open something else
        window.metron.explores();
        return window.dash_clientside.no_update;
      }
    }
  });
})();
