"use strict";
// Where a plot is pointed at (or walked through with the arrow keys) it says its values; all plots over time show the same moment.
const plots = [...document.querySelectorAll(".plot")].map(box => {
  const stops = JSON.parse(box.dataset.stops);
  const cross = box.appendChild(document.createElement("div"));
  cross.className = "cross";
  const tip = box.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.setAttribute("role", "status");
  cross.hidden = tip.hidden = true;
  const legend = [...box.parentElement.querySelectorAll(".legend li")];
  return { box, stops, cross, tip, legend, at: 0 };
});

function nearest(xs, x) {
  let low = 0, high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] > x) high = middle; else low = middle;
  }
  return Math.abs(xs[low] - x) <= Math.abs(xs[high] - x) ? low : high;
}

function text(name, className, content) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = content;
  return element;
}

function show(plot, at) {
  plot.at = at;
  const x = plot.stops.x[at];
  for (const other of plots) {
    const isTogether = other === plot || (plot.box.dataset.axis === "time" && other.box.dataset.axis === "time");
    other.cross.hidden = !isTogether;
    other.cross.style.left = x * 100 + "%";
    other.tip.hidden = other !== plot;
  }
  const rows = plot.legend.map((item, index) => {
    const row = document.createElement("div");
    row.append(item.querySelector(".swatch").cloneNode(true), item.querySelector(".name").textContent, text("span", "num", plot.stops.lines[index][at]));
    return row;
  });
  const during = plot.stops.marks.filter(mark => x >= mark.from - 0.004 && x <= mark.to + 0.004).map(mark => text("div", "during", mark.name));
  plot.tip.replaceChildren(text("b", "", plot.stops.at[at]), ...rows, ...during);
  plot.tip.style.left = x < 0.5 ? `calc(${x * 100}% + .7rem)` : "auto";
  plot.tip.style.right = x < 0.5 ? "auto" : `calc(${(1 - x) * 100}% + .7rem)`;
}

function hide() {
  for (const plot of plots) plot.cross.hidden = plot.tip.hidden = true;
}

for (const plot of plots) {
  const last = plot.stops.x.length - 1;
  const point = event => {
    const place = plot.box.getBoundingClientRect();
    show(plot, nearest(plot.stops.x, (event.clientX - place.left) / place.width));
  };
  plot.box.addEventListener("pointermove", point);
  plot.box.addEventListener("pointerdown", point);
  plot.box.addEventListener("pointerleave", hide);
  plot.box.addEventListener("blur", hide);
  plot.box.addEventListener("keydown", event => {
    const far = Math.max(1, Math.round(last / 20));
    const to = { ArrowLeft: plot.at - 1, ArrowRight: plot.at + 1, PageUp: plot.at - far, PageDown: plot.at + far, Home: 0, End: last }[event.key];
    if (event.key === "Escape") hide();
    if (to === undefined) return;
    event.preventDefault();
    show(plot, Math.min(Math.max(to, 0), last));
  });
}
