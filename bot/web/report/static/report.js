// Draws the two charts from the numbers in #report-data. The tables say the same without them.
(function () {
  "use strict";

  const button = document.querySelector("[data-print]");
  if (button) button.addEventListener("click", () => window.print());

  const source = document.getElementById("report-data");
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const rem = parseFloat(style.fontSize);
  const ink = colour("--ink"), soft = colour("--soft"), line = colour("--line");
  const accent = colour("--accent"), own = colour("--own"), bad = colour("--bad");
  const text = { color: soft, fontSize: rem * 0.8, fontFamily: getComputedStyle(document.body).fontFamily };
  const written = (value) => value.toFixed(2).replace("-", "−");

  function draw(id, option) {
    const box = document.getElementById(id);
    if (!box) return;
    box.textContent = "";
    const chart = echarts.init(box);
    chart.setOption(Object.assign({ animation: false, textStyle: text }, option));
    new ResizeObserver(() => chart.resize()).observe(box);
  }

  function items({ names, low, high }) {
    // What is certain is solid; what a missing fact may add or take away is pale.
    const sure = names.map((_, n) => (low[n] > 0 ? low[n] : high[n] < 0 ? high[n] : 0));
    const up = names.map((_, n) => Math.max(high[n], 0) - Math.max(low[n], 0));
    const down = names.map((_, n) => Math.min(low[n], 0) - Math.min(high[n], 0));
    const label = (n) =>
      low[n] === high[n] ? written(low[n]) : written(low[n]) + " 至 " + written(high[n]);
    const most = Math.max(10, ...high), least = Math.min(0, ...low);
    const bar = (values, opacity) => ({
      type: "bar", stack: "points", barWidth: "58%", silent: true,
      data: values.map((value, n) => ({
        value, itemStyle: { color: value < 0 ? bad : accent, opacity },
      })),
    });
    return {
      grid: { left: 0, right: rem * (low.some((v, n) => v !== high[n]) ? 7.6 : 3.8), top: 4, bottom: 4, containLabel: true },
      xAxis: {
        type: "value", min: least, max: most, axisLabel: { show: false },
        splitLine: { show: false }, axisLine: { show: false },
      },
      yAxis: {
        type: "category", data: names, inverse: true, position: "left",
        axisTick: { show: false }, axisLine: { show: false },
        axisLabel: { color: ink, fontSize: rem * 0.9 },
      },
      series: [
        bar(sure, 1), bar(up, 0.3), bar(down, 0.3),
        {
          // Carries the numbers, in one column to the right of the bars.
          type: "bar", silent: true, barGap: "-100%", barWidth: "58%",
          data: names.map(() => ({ value: most, itemStyle: { color: "transparent" } })),
          label: {
            show: true, position: "right", color: ink, fontSize: rem * 0.85,
            formatter: ({ dataIndex }) => label(dataIndex),
          },
        },
      ],
    };
  }

  function years(d) {
    const width = (low, high) => high.map((value, n) => (value === null ? null : value - low[n]));
    const path = (values, more) =>
      Object.assign({ type: "line", data: values, silent: true, showSymbol: false, z: 3 }, more);
    const area = (name, low, high, shade, opacity) => [
      path(low, { stack: name, lineStyle: { opacity: 0 }, z: 1 }),
      path(width(low, high), {
        stack: name, lineStyle: { opacity: 0 }, areaStyle: { color: shade, opacity }, z: 1,
      }),
    ];
    const known = (values) => values.flatMap((value, n) => (value === null ? [] : [n]));
    const labels = (shade, position, shown) => ({
      label: {
        show: true, position, color: shade, fontSize: rem * 0.8, fontWeight: 600,
        formatter: ({ dataIndex, value }) => (shown.includes(dataIndex) ? written(value) : ""),
      },
    });
    const newest = known(d.published).pop();
    const mine = known(d.ownLow);
    const above = mine.length > 0 && d.ownLow[mine[0]] > d.published[newest];
    const open = d.ownLow.some((value, n) => value !== d.ownHigh[n]);
    const symbol = { showSymbol: true, symbol: "circle", symbolSize: 5 };
    return {
      grid: { left: 0, right: rem * 1.4, top: rem * 1.4, bottom: 0, containLabel: true },
      xAxis: {
        type: "category", data: d.years, boundaryGap: false,
        axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
        axisLabel: { color: soft, fontSize: rem * 0.8 },
      },
      yAxis: {
        type: "value", scale: true, splitNumber: 4,
        splitLine: { lineStyle: { color: line, opacity: 0.6 } },
        axisLabel: { color: soft, fontSize: rem * 0.8 },
      },
      series: [
        ...area("line", d.bandLow, d.bandHigh, accent, 0.16),
        ...(open ? area("own", d.ownLow, d.ownHigh, own, 0.18) : []),
        path(d.bandMiddle, { lineStyle: { color: accent, type: "dashed", width: 1.5 } }),
        path(d.published, Object.assign(
          { lineStyle: { color: accent, width: 2.5 }, itemStyle: { color: accent } },
          symbol, labels(accent, above ? "bottom" : "top", [newest]))),
        ...(open ? [] : [path(d.ownLow, Object.assign(
          { lineStyle: { color: own, width: 2, type: "dashed" }, itemStyle: { color: own } },
          symbol, labels(own, above ? "top" : "bottom", [mine[0], mine[mine.length - 1]])))]),
      ],
    };
  }

  draw("items-chart", items(data.items));
  draw("years-chart", years(data.years));
})();
