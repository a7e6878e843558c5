import type { TopLevelSpec } from "vega-lite";

import { barChart } from "#charts/bar-chart.ts";
import { heatChart } from "#charts/heat-chart.ts";
import { lineChart } from "#charts/line-chart.ts";
import type { Drawing } from "#model/drawing.ts";

/** Draws what a check wants drawn, 600 units wide. */
export function drawingChart(drawing: Drawing): TopLevelSpec {
  switch (drawing.kind) {
    case "lines":
      return lineChart(drawing);
    case "bars":
      return barChart(drawing);
    case "heat":
      return heatChart(drawing);
  }
}
