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
    if (event.target.closest("#sign-out")) {
      post("/sign-out").then(function () { window.location.assign("/sign-in?said=signed_out"); });
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    metron: {
      ask: function (path, search) {
        return { path: path, search: search || "", width: window.innerWidth };
      },
      settle: function () {
        var heading = document.querySelector("h1");
        if (heading) document.title = heading.firstChild.textContent + " · Metron";
        return window.dash_clientside.no_update;
      }
    }
  });
})();
