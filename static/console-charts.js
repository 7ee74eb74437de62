// Draws the table beside it: what is in no table is in no chart. Without scripts the table stays.
"use strict";

(function () {
  if (!window.echarts) return;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = (cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value));
  const MARKS = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];

  function read(table) {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows];
    return {
      names: rows.map((row) => row.cells[0].textContent),
      series: heads.map((head, place) => ({
        name: head.textContent,
        unit: head.dataset.unit,
        values: rows.map((row) => number(row.cells[place + 1])),
      })),
    };
  }

  // With a share beside the minutes, the share is left to the table: two scales mislead.
  function option(table) {
    const found = read(table);
    const shown = found.series.filter((each) => each.unit === "分钟");
    const ink = colour("--ink");
    const soft = colour("--soft");
    const cap = Number(table.dataset.cap || 0);
    const words = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily };
    const isBar = table.dataset.chart === "bar";
    const limit = {
      silent: true, symbol: "none",
      lineStyle: { color: ink, type: "dashed", width: 1.6 },
      label: { ...words, formatter: `上限${cap}`, fontWeight: "bold", position: "insideEndTop" },
      data: [{ yAxis: cap }],
    };
    return {
      animation: false,
      color: colour("--series").split(" "),
      textStyle: words,
      grid: { left: 4, right: 16, top: shown.length > 1 ? 64 : 34, bottom: 4, containLabel: true },
      legend: shown.length > 1 ? { top: 0, left: 0, itemWidth: isBar ? 12 : 22, itemHeight: 12, itemGap: 18, textStyle: words } : undefined,
      // Canvas only: markup made of names would have to be escaped, and needs inline styles.
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: isBar ? "shadow" : "line", lineStyle: { color: soft }, shadowStyle: { color: ink, opacity: 0.06 } },
        backgroundColor: colour("--panel"), borderColor: colour("--line"), textStyle: words,
      },
      xAxis: {
        type: "category", data: found.names, axisTick: { show: false }, axisLine: { lineStyle: { color: soft } },
        axisLabel: { color: soft, fontSize: 12, interval: found.names.length <= 6 ? 0 : "auto", hideOverlap: true },
      },
      yAxis: {
        type: "value", name: "分钟", min: 0, max: cap ? (value) => Math.ceil(Math.max(value.max, cap * 1.2) / 10) * 10 : undefined, splitNumber: 4,
        nameTextStyle: { color: soft }, axisLabel: { color: soft, fontSize: 12 }, splitLine: { lineStyle: { color: colour("--line") } },
      },
      series: shown.map((each, place) => ({
        name: each.name, type: table.dataset.chart, data: each.values, barMaxWidth: 32, barGap: "12%",
        itemStyle: isBar ? { borderRadius: [4, 4, 0, 0] } : undefined, lineStyle: isBar ? undefined : { width: 2.5 },
        symbol: MARKS[place % MARKS.length], symbolSize: 8, connectNulls: false,
        label: { ...words, show: shown.length === 1 && found.names.length <= 8, position: "top", fontSize: 12 },
        markLine: cap && place === 0 ? limit : undefined,
      })),
    };
  }

  const charts = [];
  for (const table of document.querySelectorAll("table[data-chart]")) {
    const place = table.closest(".trend-two").querySelector(".chart");
    place.hidden = false;
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `${table.closest("section").querySelector("h2").textContent.trim()}:图,数字见旁边的表`);
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(option(table));
    charts.push([chart, table]);
  }
  window.addEventListener("resize", () => charts.forEach(([chart]) => chart.resize()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(([chart, table]) => chart.setOption(option(table), true)));
})();
