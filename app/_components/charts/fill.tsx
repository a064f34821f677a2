/** How an area looks: told apart by its pattern as well, not by colour alone. */
export type Fill = "solid" | "hatched" | "dotted" | "ruled";

const patterns = ["hatched", "dotted", "ruled"] as const;
type Pattern = (typeof patterns)[number];

const strokes: Record<Pattern, string> = {
  hatched: "stroke-chart-alert",
  dotted: "stroke-chart-plain",
  ruled: "stroke-chart-plain",
};

/** The attributes of a shape with this look, in the chart whose patterns have been drawn. */
export function fillStyle(chartId: string, fill: Fill) {
  if (fill === "solid") return { className: "fill-chart-good stroke-chart-good" };
  return { className: strokes[fill], fill: `url(#${chartId}-${fill})` };
}

/** Has to stand in one of the chart's drawings; the others find the patterns by their ids. */
export function FillPatterns({ chartId }: { chartId: string }) {
  return (
    <defs>
      {patterns.map((fill) => (
        <pattern
          key={fill}
          id={`${chartId}-${fill}`}
          patternUnits="userSpaceOnUse"
          width="6"
          height="6"
          patternTransform={fill === "hatched" ? "rotate(45)" : undefined}
        >
          <PatternTile fill={fill} />
        </pattern>
      ))}
    </defs>
  );
}

function PatternTile({ fill }: { fill: Pattern }) {
  switch (fill) {
    case "hatched":
      return (
        <>
          <rect width="6" height="6" className="fill-alert-soft" />
          <rect width="3" height="6" className="fill-chart-alert" />
        </>
      );
    case "dotted":
      return (
        <>
          <rect width="6" height="6" className="fill-sunken" />
          <circle cx="3" cy="3" r="1.4" className="fill-chart-plain" />
        </>
      );
    case "ruled":
      return (
        <>
          <rect width="6" height="6" className="fill-surface" />
          <rect width="6" height="1" y="2.5" className="fill-chart-plain" />
        </>
      );
  }
}
