/* The Dash component Drawing: puts a figure, written as SVG by the server, on the page.
   Every text in it was escaped by the writer. Dash loads assets after React and before its renderer. */
(function () {
  "use strict";
  function Drawing(props) {
    return React.createElement(props.inline ? "span" : "div", {
      id: props.id,
      className: (props.inline ? "inline-drawing " : "drawing ") + (props.className || ""),
      dangerouslySetInnerHTML: { __html: props.svg || "" },
    });
  }
  window.metron_parts = Object.assign(window.metron_parts || {}, { Drawing: Drawing });
})();
