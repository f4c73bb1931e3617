/* Explore in the browser: groups of a pivot open and close, a limit on a number goes into the address, and
   undo and redo are the browser's own steps. */
(function () {
  "use strict";

  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /* The rows below a group, to the next one of its depth. Whatever is closed within it stays closed. */
  function below(row) {
    var depth = Number(row.dataset.depth);
    var found = [];
    for (var next = row.nextElementSibling; next && Number(next.dataset.depth) > depth; next = next.nextElementSibling) found.push(next);
    return found;
  }

  function show(row) {
    var open = row.querySelector(".fold").getAttribute("aria-expanded") === "true";
    var depth = Number(row.dataset.depth);
    below(row).forEach(function (one) {
      var at = Number(one.dataset.depth);
      if (!open) one.hidden = true;
      else if (at === depth + 1) {
        one.hidden = false;
        if (one.querySelector(".fold")) show(one);
      }
    });
  }

  function turn(button, open) {
    button.setAttribute("aria-expanded", String(open));
    show(button.closest("tr"));
  }

  /* The rows behind a cell: its measure, within the limits of its column and of its row. */
  var from = null;  // the cell whose rows are open: its line and its place in it

  function rows(cell) {
    var table = cell.closest("table");
    from = [Array.from(table.rows).indexOf(cell.closest("tr")), cell.cellIndex];
    var opens = JSON.parse(table.dataset.opens)[cell.cellIndex - 1];
    var limits = JSON.parse(cell.closest("tr").dataset.limits);
    var chosen = new URLSearchParams(window.location.search);
    chosen.set("see", ["rows:" + opens[0]].concat(limits, opens.slice(1)).join("|"));
    go(window.location.pathname + "?" + chosen);
  }

  /* Arrows walk from cell to cell, Enter opens the rows. */
  function walk(event) {
    var room = event.target.closest(".pivot-room");
    if (!room) return;
    var cell = event.target.closest("td[data-cell]");
    if (cell && event.key === "Enter") return rows(cell);
    var by = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (!by) return;
    var lines = Array.from(room.querySelectorAll("tr")).filter(function (one) { return !one.hidden && one.querySelector("td"); });
    var line = cell ? lines.indexOf(cell.closest("tr")) + by[0] : 0;
    var at = cell ? cell.cellIndex : 0;
    do at += by[1] || (cell ? 0 : 1); while (lines[line] && lines[line].cells[at] && !lines[line].cells[at].matches("[data-cell]"));
    var next = lines[line] && lines[line].cells[at];
    if (next && next.matches("[data-cell]")) {
      event.preventDefault();
      next.focus();
    }
  }

  document.addEventListener("keydown", walk);

  /* How soon a visit of Explore leads to a view that is saved, shared or taken along: its first one is told to
     this server, as how and after how many seconds. */
  var opened = 0;
  var ended = false;

  function count(how) {
    var body = new URLSearchParams({ how: how, seconds: Math.round((Date.now() - opened) / 1000) });
    fetch("/explored", { method: "POST", body: body, headers: { "X-CSRFToken": window.metron.token() } });
  }

  window.metron = window.metron || {};
  /* The screen is drawn again when a sheet is closed: whoever came from a cell is there again. */
  function back() {
    if (!from || new URLSearchParams(window.location.search).has("see")) return;
    var line = document.querySelector(".pivot") && document.querySelector(".pivot").rows[from[0]];
    if (line && line.cells[from[1]]) line.cells[from[1]].focus();
    from = null;
  }

  window.metron.explores = function () {
    back();
    if (window.location.pathname !== "/explore" || opened) return;
    opened = Date.now();
    count("opened");
  };

  window.metron.explored = function (how) {
    if (!opened || ended || window.location.pathname !== "/explore") return;
    ended = true;
    count(how);
  };

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-copies]")) window.metron.explored("shared");
  });

  document.addEventListener("click", function (event) {
    var fold = event.target.closest(".fold");
    if (fold) turn(fold, fold.getAttribute("aria-expanded") !== "true");
    var all = event.target.closest("[data-folds]");
    if (all) {
      var folds = Array.from(document.querySelectorAll(".pivot .fold"));
      var open = folds.some(function (one) { return one.getAttribute("aria-expanded") !== "true"; });
      folds.forEach(function (one) { turn(one, open); });
    }
    var cell = event.target.closest("td[data-cell]");
    if (cell) rows(cell);
    var step = event.target.closest("[data-step]");
    if (step) window.history.go(Number(step.dataset.step));
  });

  /* A number as people write it here: 10.000,5 in Greek, 10,000.5 in English. */
  function plain(text) {
    var greek = document.documentElement.lang === "el";
    return text.replace(/\s/g, "").replace(greek ? /\./g : /,/g, "").replace(",", ".").replace("−", "-");
  }

  /* Whoever writes 80 for a share means 80 %; up to 1.5 it may be the share itself. */
  var LARGEST_SHARE = 1.5;

  function asPercent(number, column) {
    var share = "share" in column.dataset && !number.endsWith("%");
    return share && Math.abs(Number(number)) > LARGEST_SHARE ? number + "%" : number;
  }

  /* A measure of one's own goes into the address: a new one onto the shelf beside those that stand, one that
     is changed in its own place. */
  function own(event, form) {
    event.preventDefault();
    if (form.querySelector(".own-wrong")) return;
    var chosen = new URLSearchParams(window.location.search);
    var said = ["name", "shown", "formula", "about"].map(function (name) { return form.elements[name].value.replace(/\|/g, " ").trim(); });
    var about = said.pop();
    var key = form.dataset.owns;
    var written = [key].concat(said).join("|") + (about ? "||" + about : "");
    var there = chosen.getAll("own");
    var at = there.findIndex(function (one) { return one.startsWith(key + "|"); });
    if (at < 0) there.push(written); else there[at] = written;
    chosen.delete("own");
    there.forEach(function (one) { chosen.append("own", one); });
    chosen.delete("asked");
    if (at >= 0) return go(window.location.pathname + "?" + chosen);
    if (!chosen.has("measure")) JSON.parse(form.dataset.measures).forEach(function (one) { chosen.append("measure", one); });
    chosen.append("measure", key);
    ["show", "sort"].forEach(function (name) { chosen.delete(name); });
    go(window.location.pathname + "?" + chosen);
  }

  document.addEventListener("submit", function (event) {
    var made = event.target.closest("form[data-owns]");
    if (made) return own(event, made);
    var form = event.target.closest("form[data-adds]");
    if (!form) return;
    event.preventDefault();
    var chosen = new URLSearchParams(window.location.search);
    var parts = Array.from(form.querySelectorAll("select"), function (one) { return one.value; });
    var number = asPercent(plain(form.querySelector("input").value), form.querySelector("select").selectedOptions[0]);
    chosen.getAll(form.dataset.adds).includes("none") && chosen.delete(form.dataset.adds);
    chosen.append(form.dataset.adds, parts.join(" ") + " " + number);
    chosen.delete("asked");
    go(window.location.pathname + "?" + chosen);
  });
})();
