// The map that can be moved. The picture made on the server stays until a reader asks for this one; nothing is loaded
// before. From a disk (file:) browsers start no worker, so there the picture stays. No other machine is asked.
(function () {
  "use strict";

  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var COLOURS = {
    light: { sea: "#ffffff", land: "#e6e1d5", border: "#b5ae9e", point: "#a4480f", halo: "#ffffff", ink: "#14181d" },
    dark: { sea: "#14181d", land: "#39424b", border: "#59646f", point: "#f0a068", halo: "#14181d", ink: "#edf0f3" }
  };

  function style(figure) {
    var colour = dark.matches ? COLOURS.dark : COLOURS.light;
    return {
      version: 8,
      sources: {
        world: { type: "geojson", data: new URL(figure.dataset.world, document.baseURI).href },
        places: { type: "geojson", data: new URL(figure.dataset.map, document.baseURI).href }
      },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour.sea } },
        { id: "land", type: "fill", source: "world", paint: { "fill-color": colour.land } },
        { id: "border", type: "line", source: "world", paint: { "line-color": colour.border, "line-width": 0.8 } },
        {
          id: "places", type: "circle", source: "places",
          paint: {
            "circle-color": colour.point, "circle-stroke-color": colour.halo, "circle-stroke-width": 1.5,
            "circle-radius": ["+", 3, ["min", ["sqrt", ["get", "purchases"]], 16]]
          }
        },
        {
          id: "names", type: "symbol", source: "places",
          layout: {
            "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 13,
            "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.9,
            "symbol-sort-key": ["-", 0, ["get", "purchases"]]
          },
          paint: { "text-color": colour.ink, "text-halo-color": colour.halo, "text-halo-width": 1.5 }
        }
      ]
    };
  }

  function button(label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function bounds(places) {
    var box = [180, 90, -180, -90];
    places.features.forEach(function (place) {
      var at = place.geometry.coordinates;
      box = [Math.min(box[0], at[0]), Math.min(box[1], at[1]), Math.max(box[2], at[0]), Math.max(box[3], at[1])];
    });
    return box;
  }

  // A name and a link as nodes of the document: no text of a publisher is read as markup.
  function told(figure, place) {
    var line = figure.querySelector(".pic-told");
    line.replaceChildren();
    var name = document.createElement(place.properties.address ? "a" : "span");
    if (place.properties.address) { name.href = place.properties.address; }
    name.textContent = place.properties.name;
    line.append(name, ": " + place.properties.purchases);
  }

  function show(figure, library, places) {
    var picture = figure.querySelector("svg.pic");
    var frame = document.createElement("div");
    frame.className = "pic-map";
    picture.before(frame);
    var map;
    try {
      map = new library.Map({
        container: frame, style: style(figure), attributionControl: false, bounds: bounds(places),
        fitBoundsOptions: { padding: 48, maxZoom: 6 }, maxZoom: 10, renderWorldCopies: false, dragRotate: false
      });
    } catch (failed) {
      frame.remove(); // no WebGL: the picture stays
      return;
    }
    map.on("load", function () { picture.remove(); figure.dataset.shown = "yes"; });
    map.on("click", "places", function (event) { told(figure, event.features[0]); });
    map.getCanvas().setAttribute("aria-label", figure.dataset.label || "");
    var line = document.createElement("p");
    line.className = "pic-told";
    line.setAttribute("aria-live", "polite");
    var turn = button(figure.dataset.closer, function () { map.zoomIn(); });
    var away = button(figure.dataset.further, function () { map.zoomOut(); });
    var row = document.createElement("p");
    row.className = "pic-tools";
    row.append(turn, " ", away);
    frame.after(row, line);
    dark.addEventListener("change", function () { map.setStyle(style(figure)); });
  }

  function open(figure, asked) {
    asked.disabled = true;
    var library = import(new URL(figure.dataset.library, document.baseURI).href);
    var places = fetch(figure.dataset.map).then(function (answer) { return answer.json(); });
    Promise.all([library, places]).then(
      function (loaded) { asked.remove(); show(figure, loaded[0], loaded[1]); },
      function () { asked.disabled = false; }
    );
  }

  if (location.protocol === "file:") { return; }
  document.querySelectorAll("figure[data-map]").forEach(function (figure) {
    var asked = button(figure.dataset.open, function () { open(figure, asked); });
    var row = document.createElement("p");
    row.className = "pic-tools";
    row.append(asked);
    figure.querySelector("svg.pic").after(row);
  });
})();
