import { scalePoint } from "d3-scale";
import { line } from "d3-shape";
import {
  ChartFrame,
  plot,
  type ChartWords,
  type LabelRoom,
  type TimeLabel,
  type ValueTick,
} from "./chart-frame";

/** Told apart by line and point as well, not by colour alone. */
export type LineLook = "firm" | "dashed" | "alert";

/** A value for each moment; null where there is none, which breaks the line. */
export type Line = { label: string; look: LineLook; values: (number | null)[]; legendValue?: string };
/** `hint` is what a pointer that rests on the moment is told. */
export type Moment = { name: string; tick?: TimeLabel; hint?: string };

const looks: Record<LineLook, { stroke: string; point: string; dash?: string }> = {
  firm: { stroke: "stroke-chart-good", point: "fill-chart-good" },
  dashed: { stroke: "stroke-chart-plain", point: "fill-paper", dash: "5 4" },
  alert: { stroke: "stroke-chart-alert", point: "fill-chart-alert" },
};

const canvasWidth = 1_000;
const canvasHeight = plot.top + plot.height;

type Scales = { toX: (index: number) => number; toY: (value: number) => number };

/** Values over time, on a scale that the caller has made: `toY` gives pixels from the top of the drawing. */
export function LineChart({
  words,
  lines,
  moments,
  toY,
  valueTicks,
  labelRoom,
}: {
  words: ChartWords;
  lines: Line[];
  moments: Moment[];
  toY: (value: number) => number;
  valueTicks: ValueTick[];
  labelRoom?: LabelRoom;
}) {
  const scale = scalePoint<number>().domain(moments.keys()).range([1.5, 98.5]);
  const toX = (index: number) => scale(index) ?? 0;
  return (
    <ChartFrame
      words={words}
      legend={lines.map(({ label, look, legendValue }) => ({
        label,
        value: legendValue,
        swatch: <Swatch look={look} />,
      }))}
      valueTicks={valueTicks}
      labelRoom={labelRoom}
      timeTicks={moments.flatMap(({ tick }, index) =>
        tick === undefined ? [] : [{ ...tick, x: toX(index) }],
      )}
    >
      <Strokes lines={lines} scales={{ toX, toY }} />
      {lines.map((each) => (
        <Points key={each.label} line={each} scales={{ toX, toY }} />
      ))}
      <Hints moments={moments} toX={toX} width={scale.step()} />
    </ChartFrame>
  );
}

/** A path knows no percent, so these are stretched to the room that there is; they keep their thickness. */
function Strokes({ lines, scales: { toX, toY } }: { lines: Line[]; scales: Scales }) {
  const toPath = line<number | null>()
    .defined((value) => value !== null)
    .x((_value, index) => (toX(index) / 100) * canvasWidth)
    .y((value) => toY(value ?? 0));
  return (
    <svg
      width="100%"
      height={canvasHeight}
      viewBox={`0 0 ${canvasWidth} ${canvasHeight}`}
      preserveAspectRatio="none"
    >
      {lines.map(({ label, look, values }) => (
        <path
          key={label}
          d={toPath(values) ?? ""}
          fill="none"
          strokeWidth="2"
          strokeLinejoin="round"
          strokeDasharray={looks[look].dash}
          vectorEffect="non-scaling-stroke"
          className={looks[look].stroke}
        />
      ))}
    </svg>
  );
}

/** Each value for itself: between two hours without calls a line would have no length. */
function Points({ line: { look, values }, scales: { toX, toY } }: { line: Line; scales: Scales }) {
  return (
    <g strokeWidth="1.5" className={`${looks[look].stroke} ${looks[look].point}`}>
      {[...values.entries()].map(([index, value]) =>
        value === null ? null : <circle key={index} cx={`${toX(index)}%`} cy={toY(value)} r="2.5" />,
      )}
    </g>
  );
}

/** Over the whole height around each moment: a point alone is too small to rest on. */
function Hints({
  moments,
  toX,
  width,
}: {
  moments: Moment[];
  toX: (index: number) => number;
  width: number;
}) {
  return moments.map(({ name, hint }, index) =>
    hint === undefined ? null : (
      <rect
        key={name}
        x={`${toX(index) - width / 2}%`}
        width={`${width}%`}
        height={canvasHeight}
        fill="transparent"
      >
        <title>{hint}</title>
      </rect>
    ),
  );
}

function Swatch({ look }: { look: LineLook }) {
  const { stroke, point, dash } = looks[look];
  return (
    <svg aria-hidden="true" width="24" height="10" className="shrink-0">
      <line x1="0" x2="24" y1="5" y2="5" strokeWidth="2" strokeDasharray={dash} className={stroke} />
      <circle cx="12" cy="5" r="2.5" strokeWidth="1.5" className={`${stroke} ${point}`} />
    </svg>
  );
}
