/* A board by hand: a tile is dragged by its grip to another place, and the new order goes into the address.
   Whoever moves one by keys keeps the focus on it. */
(function () {
  "use strict";

  var held = null;
  var focused = null;

  function tiles() {
    return Array.from(document.querySelectorAll("[data-tile]")).sort(function (one, other) {
      return (Number(one.style.order) || 0) - (Number(other.style.order) || 0);
    });
  }

  /* By the order of the grid, not of the document: that is React's. */
  function lay(order) {
    order.forEach(function (one, at) { one.style.order = at; });
  }

  function over(event) {
    return document.elementsFromPoint(event.clientX, event.clientY).map(function (one) {
      return one.closest("[data-tile]");
    }).find(function (one) { return one && one !== held.tile; });
  }

  function move(event) {
    var there = over(event);
    if (!there) { held.last = null; return; }
    if (there === held.last) return;  // one goes past a tile once, whatever its size
    held.last = there;
    var order = tiles();
    var to = order.indexOf(there);
    order.splice(order.indexOf(held.tile), 1);
    order.splice(to, 0, held.tile);
    lay(order);
  }

  function drop(keep) {
    var order = tiles();
    held.tile.classList.remove("held-tile");
    var changed = keep && order.some(function (one, at) { return held.before[at] !== one; });
    if (!changed) order.forEach(function (one) { one.style.order = ""; });
    held = null;
    if (!changed) return;
    var chosen = new URLSearchParams(window.location.search);
    chosen.delete("holds");
    order.forEach(function (one) { chosen.append("holds", one.dataset.spec); });
    window.history.pushState({}, "", window.location.pathname + "?" + chosen);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  document.addEventListener("pointerdown", function (event) {
    var grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    var order = tiles();
    held = { tile: grip.closest("[data-tile]"), before: order, last: null };
    lay(order);
    held.tile.classList.add("held-tile");
    grip.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", function (event) { if (held) move(event); });
  document.addEventListener("pointerup", function () { if (held) drop(true); });
  document.addEventListener("pointercancel", function () { if (held) drop(false); });
  document.addEventListener("keydown", function (event) { if (held && event.key === "Escape") drop(false); });

  document.addEventListener("click", function (event) {
    var way = event.target.closest("[data-move]");
    focused = way ? [way.closest("[data-tile]").dataset.tile, way.dataset.move] : null;
  });

  function settled() {
    tiles().forEach(function (one) { one.style.order = ""; });
    if (!focused) return;
    var tile = document.querySelector('[data-tile="' + focused[0] + '"]');
    var way = tile && (tile.querySelector('[data-move="' + focused[1] + '"]') || tile.querySelector("[data-move]"));
    if (way) way.focus();
    focused = null;
  }

  document.addEventListener("DOMContentLoaded", function () {
    new MutationObserver(function (changes) {
      if (changes.some(function (one) { return one.target.id === "screen" && one.target.getAttribute("aria-busy") === "false"; })) settled();
    }).observe(document.body, { attributes: true, attributeFilter: ["aria-busy"], subtree: true });
  });
})();
