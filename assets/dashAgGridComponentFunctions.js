/* The cells of the grids. Bars are shares of their column's scale, made by the server; texts are ready.
   Classes carry the colours, as in the figures. */
(function () {
  "use strict";
  var cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  var create = function () { return React.createElement.apply(React, arguments); };

  function follow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    window.history.pushState({}, "", event.currentTarget.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  function name(row) {
    if (!row.href) return create("span", { className: "cell-name", title: row.name }, row.name);
    return create("a", { className: "cell-name", href: row.href, title: row.name, onClick: follow }, row.name);
  }

  /* Keeps this customer alone on the page, as a chip that shows. */
  function only(row, label) {
    if (!row.only) return null;
    var shape = create("path", { d: "M3.5 4.5h13l-5 6v5l-3-1.6v-3.4z" });
    return create("a", { className: "cell-only", href: row.only, title: label, "aria-label": label + ": " + row.name, "aria-keyshortcuts": "Shift+Enter", onClick: follow },
      create("svg", { className: "icon small", viewBox: "0 0 20 20", "aria-hidden": true }, shape));
  }

  function flag(row) {
    return row.flag ? create("span", { className: "flag " + row.flag_tone, title: row.flag }, row.flag) : null;
  }

  function box(look, x, y, width, height) {
    return create("rect", { key: look + x + y, className: look, x: x, y: y, width: Math.max(0, width), height: height });
  }

  function drawn(width, height, marks) {
    return create("svg", { className: "figure", width: width, height: height, "aria-hidden": true }, marks);
  }

  function bar(part, length) {
    return part > 0 ? Math.max(1, part * length) : 0;
  }

  function pair(bars, length) {
    return drawn(length, 11, [box("prior", 0, 4, bar(bars[1], length), 7), box("actual", 0, 0, bar(bars[0], length), 7)]);
  }

  function variance(part, tone, length) {
    var middle = length / 2;
    var long = part ? Math.max(1, Math.abs(part) * middle) : 0;
    return drawn(length, 12, [
      box("axis", middle - 0.5, 0, 1, 12),
      box(tone, part < 0 ? middle - long : middle, 2, long, 8),
    ]);
  }

  function share(part) {
    if (part === null || part === undefined) return null;
    return drawn(34, 9, [box("whole", 0.5, 0.5, 33, 8), box("actual", 0, 0, bar(part, 34), 9)]);
  }

  function cell(draw) {
    return function (params) {
      if (!params.data) return create("span", { className: "bone cell-bone" });
      var picture = params.node.rowPinned || params.plain ? null : draw(params.data);
      var look = params.colDef.field === "change" ? "change " + params.data.change_tone : "cell-value";
      return create("span", { className: "cell" }, picture, create("span", { className: look }, params.value));
    };
  }

  cells.CustomerName = function (params) {
    if (!params.data) return create("span", { className: "bone cell-bone wide" });
    return create("span", { className: "cell-first" }, name(params.data), flag(params.data), only(params.data, params.only));
  };
  cells.Linked = function (params) {
    if (!params.data) return create("span", { className: "bone cell-bone" });
    if (!params.data.href) return create("span", null, params.value);
    return create("a", { className: "cell-name", href: params.data.href, onClick: follow }, params.value);
  };
  cells.BarPair = cell(function (row) { return pair(row.sales_bar, 56); });
  cells.Variance = cell(function (row) { return variance(row.change_bar, row.change_tone, 48); });
  cells.Share = cell(function (row) { return share(row.share_bar); });

  cells.Contacts = function (params) {
    if (!params.data) return create("span", { className: "bone cell-bone" });
    var parts = params.data.contacts_parts;
    if (!parts) return create("span", { className: "cell-value" }, params.value);
    return create("span", { className: "cell-value" },
      create("span", { className: "change " + params.data.contacts_tone }, parts[0]),
      create("span", { className: "quiet" }, " / " + parts[1]));
  };

  cells.CustomerItem = function (params) {
    var row = params.data;
    if (!row) return create("span", { className: "bone cell-bone wide" });
    var below = params.node.rowPinned ? "" : params.last + " " + row.last_order;
    return create("span", { className: "cell-item" },
      create("span", { className: "cell-line" }, name(row), create("b", null, row.sales)),
      create("span", { className: "cell-line quiet" },
        create("span", { className: "cell-below" }, flag(row) || below),
        create("span", { className: "change " + row.change_tone }, row.change)));
  };
})();
