import type { TopLevelSpec } from "vega-lite";

/** A filled rectangle, in units from the picture's upper left corner. */
export interface Box {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly color: string;
}

/** A straight line; dashed where it stands for an instant. */
export interface Line extends Box {
  readonly dashed?: boolean;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
  readonly align?: "left" | "right" | "center";
  readonly size?: number;
  readonly weight?: number;
}

export interface Shapes {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
}

/** A picture of shapes laid out by hand: boxes, above them lines, above them labels. */
export function drawnShapes(
  shapes: Shapes,
  { description, width, height }: { description: string; width: number; height: number },
): TopLevelSpec {
  const plain = { type: "quantitative", axis: null } as const;
  const x = { ...plain, field: "x", scale: { domain: [0, width], nice: false } };
  const y = { ...plain, field: "y", scale: { domain: [height, 0], nice: false } };
  const color = { field: "color", type: "nominal", scale: null } as const;
  const ends = { x, y, x2: { field: "x2" }, y2: { field: "y2" }, color };
  const lines = shapes.lines.map((line) => ({ ...line, dash: line.dashed ? [3, 3] : [1, 0] }));
  const text = {
    type: "text",
    align: { expr: "datum.align" },
    fontSize: { expr: "datum.size" },
    fontWeight: { expr: "datum.weight" },
    baseline: "middle",
  } as const;
  const plainLabel = { align: "left", size: 12, weight: 400 };
  const labels = {
    data: { values: shapes.labels.map((label) => ({ ...plainLabel, ...label })) },
    mark: text,
    encoding: { x, y, text: { field: "text" }, color },
  };
  return {
    description,
    background: "#ffffff",
    width,
    height,
    padding: 0,
    autosize: { type: "none" },
    layer: [
      { data: { values: [...shapes.boxes] }, mark: { type: "rect" }, encoding: ends },
      {
        data: { values: lines },
        mark: { type: "rule", strokeDash: { expr: "datum.dash" } },
        encoding: ends,
      },
      // Lines run behind labels, not through them.
      { ...labels, mark: { ...text, stroke: "#ffffff", strokeWidth: 5, strokeJoin: "round" } },
      labels,
    ],
    config: { font: "Inter", view: { stroke: null } },
  };
}
