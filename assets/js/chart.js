// Charts: bars beside each other, or lines, drawn from {columns, rows} as the table shows them. Loaded where there is one.
import uPlot from "./uplot.js";

const HEIGHT = 260;
const GROUP = 0.8;
const WIDEST = 80;

const plain = (cell) => Number(String(cell ?? "").replaceAll(",", ""));
const cellOf = (row, column, at) => (Array.isArray(row) ? row[at] : row[column.key]);

/** Colours that differ in lightness too, the party's own first. */
function colours() {
  if (matchMedia("(forced-colors: active)").matches) return ["#6aa9e9", "#e0b04a", "#7fc8a9", "#d98bb0", "#b5b5b5"];
  const brand = getComputedStyle(document.documentElement).getPropertyValue("--wf-brand").trim();
  return [brand, "#c08a1e", "#5d7f93", "#2b2f36", "#9fb8a8"];
}

/** Bars of one series among ``many``, side by side in the middle of each group, none wider than a bar should be. */
function bars(many, at, groups, room) {
  const width = Math.min(GROUP / many / groups, WIDEST / room);
  return uPlot.paths.bars({
    disp: {
      x0: { unit: 2, values: () => Array.from({ length: groups }, (_, i) => (i + 0.5) / groups + (at - many / 2) * width) },
      size: { unit: 2, values: () => new Array(groups).fill(width * 0.94) },
    },
  });
}

/** How wide a label is, nearly: a Japanese letter takes twice the room of another. */
const widthOf = (text) => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e7f ? 13 : 7), 6);

/** What the library is told; labels are slanted where they would not fit beside each other. */
function settings(kind, columns, rows, width) {
  const [first, ...series] = columns;
  const names = rows.map((row) => String(cellOf(row, first, 0) ?? ""));
  const ink = colours();
  const face = getComputedStyle(document.body).fontFamily;
  const axis = { stroke: getComputedStyle(document.body).color, font: `13px ${face}`, grid: { stroke: "#e3e7eb", width: 1 }, ticks: { show: false } };
  const longest = Math.max(0, ...names.map(widthOf));
  const slanted = longest > (width - 70) / Math.max(rows.length, 1);
  const figures = new Intl.NumberFormat(document.documentElement.lang || "en");
  return {
    width,
    height: HEIGHT,
    padding: [null, slanted ? longest * 0.6 : null, null, null],
    legend: { live: false, show: series.length > 1 },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => (kind === "bars" ? [-0.5, rows.length - 0.5] : [0, Math.max(rows.length - 1, 1)]) },
      y: { range: (_plot, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] },
    },
    axes: [
      { ...axis, grid: { show: false }, splits: () => names.map((_, i) => i), values: (_plot, at) => at.map((i) => names[i]),
        ...(slanted ? { rotate: -40, size: 22 + longest * 0.65 } : {}) },
      { ...axis, size: (_plot, labels) => 18 + 7.5 * Math.max(0, ...(labels || []).map((each) => each.length)),
        values: (_plot, at) => at.map((each) => figures.format(each)) },
    ],
    series: [
      {},
      ...series.map((column, at) => ({
        label: column.label,
        stroke: ink[at % ink.length],
        width: kind === "bars" ? 0 : 2,
        fill: kind === "bars" ? ink[at % ink.length] : undefined,
        points: { show: kind !== "bars" },
        ...(kind === "bars" ? { paths: bars(series.length, at, rows.length, width) } : {}),
      })),
    ],
  };
}

/** Draw one figure; the table below it stays. */
export function draw(figure, { columns, rows }) {
  const place = figure.querySelector(".wf-chart__canvas");
  const values = columns.slice(1).map((column, at) => rows.map((row) => plain(cellOf(row, column, at + 1))));
  if (!rows.length || values.flat().some(Number.isNaN)) return;
  place.hidden = false;
  const data = [rows.map((_, i) => i), ...values];
  let plot;
  const show = () => {
    if (plot?.width === place.clientWidth) return;
    plot?.destroy();
    plot = new uPlot(settings(figure.dataset.chart, columns, rows, place.clientWidth), data, place);
  };
  show();
  new ResizeObserver(show).observe(place);
}
