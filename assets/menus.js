/* Menus are there from the start and hidden: the browser itself opens and closes them (as popovers, above all
   else), so that nothing is drawn at the click. Here: where one stands, and its keys. */
(function () {
  "use strict";

  var ROOM = 280;     // pixels below its button from which a menu need not stand above
  var GAP = 4;

  function items(menu) {
    return Array.from(menu.querySelectorAll("[role=menuitem]"));
  }

  function openMenu() {
    return document.querySelector("[role=menu]:popover-open");
  }

  /* By the button alone: to measure the menu, the page would have to be laid out twice. */
  function place(menu, button) {
    var box = button.getBoundingClientRect();
    var page = document.documentElement;
    var below = page.clientHeight - box.bottom - 2 * GAP;
    var under = below >= ROOM || below >= box.top;
    var style = menu.style;
    style.top = under ? box.bottom + GAP + "px" : "auto";
    style.bottom = under ? "auto" : page.clientHeight - box.top + GAP + "px";
    style.maxHeight = (under ? below : box.top - 2 * GAP) + "px";
    var left = box.right < menu.dataset.width || box.left < 2 * GAP;
    style.left = left ? Math.max(2 * GAP, box.left) + "px" : "auto";
    style.right = left ? "auto" : page.clientWidth - box.right + "px";
  }

  /* The browser opens the menu once this is through, and gives the focus to its first entry. */
  function prepare(button) {
    var menu = button.nextElementSibling;
    menu.popover = "auto";
    items(menu)[0].setAttribute("autofocus", "");
    button.popoverTargetElement = menu;
    button.focus();  // not every browser does so at a click, and it is where the focus returns
    place(menu, button);
  }

  function move(menu, key) {
    var all = items(menu);
    var at = all.indexOf(document.activeElement);
    var to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key];
    all[(to + all.length) % all.length].focus();
  }

  /* The first entry after this one that begins with the letter. */
  function jump(menu, letter) {
    var all = items(menu);
    var at = all.indexOf(document.activeElement) + 1;
    var found = all.slice(at).concat(all.slice(0, at)).find(function (item) {
      return item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase());
    });
    if (found) found.focus();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[aria-haspopup=menu]");
    if (button) prepare(button);
  }, true);

  document.addEventListener("click", function (event) {
    var item = event.target.closest("[role=menuitem]");
    var menu = item && item.closest("[role=menu]:popover-open");
    if (menu) menu.hidePopover();
  });

  document.addEventListener("toggle", function (event) {
    if (!event.target.matches("[role=menu]")) return;
    event.target.previousElementSibling.setAttribute("aria-expanded", String(event.newState === "open"));
  }, true);

  document.addEventListener("keydown", function (event) {
    var button = event.target.closest("[aria-haspopup=menu]");
    var menu = event.target.closest("[role=menu]");
    if (event.ctrlKey || event.metaKey || event.altKey || !(button || menu)) return;
    if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      if (menu) move(menu, event.key);
      else if (event.key === "ArrowDown") button.click();
      else return;
    } else if (menu && event.key === " ") {
      event.target.click();
    } else if (menu && event.key === "Tab") {
      return menu.hidePopover();  // the focus goes on from its button
    } else if (menu && event.key.length === 1) {
      jump(menu, event.key);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* A menu keeps to its button while the page moves below it. */
  ["scroll", "resize"].forEach(function (moved) {
    window.addEventListener(moved, function (event) {
      var menu = openMenu();
      if (menu && !menu.contains(event.target)) place(menu, menu.previousElementSibling);
    }, { capture: true, passive: true });
  });

  window.addEventListener("popstate", function () {
    var menu = openMenu();
    if (menu) menu.hidePopover();
  });
})();
