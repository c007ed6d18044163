"use strict";
/* Draws the chart from the table below it, which says the same in numbers. */
(() => {
  const place = document.getElementById("chart");
  const rows = [...document.querySelectorAll("#by-day tbody tr")].reverse();
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const style = getComputedStyle(document.documentElement);
  const line = (name, key, colour) => ({
    name, type: "line", data: rows.map((row) => Number(row.dataset[key])),
    symbolSize: 5, lineStyle: { width: 2, color: colour }, itemStyle: { color: colour },
  });
  chart.setOption({
    animation: false,
    grid: { left: 44, right: 16, top: 16, bottom: 28 },
    xAxis: { type: "category", data: rows.map((row) => row.dataset.day.slice(5)) },
    yAxis: { type: "value", minInterval: 1 },
    series: [
      line("对话人数", "people", style.getPropertyValue("--accent").trim()),
      line("自由提问", "questions", style.getPropertyValue("--warn").trim()),
      line("算出分数", "scores", style.getPropertyValue("--good").trim()),
    ],
  });
  new ResizeObserver(() => chart.resize()).observe(place);
})();
