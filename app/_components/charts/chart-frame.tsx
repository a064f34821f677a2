import type { ReactNode } from "react";

/** Where the plot is drawn: heights are pixels, widths are a share of whatever room there is. */
export const plot = { top: 10, height: 168, bottom: 24 } as const;
const floor = plot.top + plot.height;
export const drawingHeight = floor + plot.bottom;

/** What a chart is, for those who don't see it: `description` says in words what a look at it says. */
export type ChartWords = { id: string; title: string; description: string };

/** `y` is in pixels from the top of the drawing; the base is what values are above or below: the floor, unless told. */
export type ValueTick = { y: number; label: string; isBase?: boolean };
/** What the labels of the values need: amounts of money are longer than counts. */
export type LabelRoom = "narrow" | "wide";
/** A minor one is left out where there is little room. */
export type TimeLabel = { label: string; isMinor?: boolean };
/** `x` in percent of the plot's width. */
export type TimeTick = TimeLabel & { x: number };

export type LegendEntry = { label: string; value?: string; swatch: ReactNode };

type Axes = { valueTicks: ValueTick[]; timeTicks: TimeTick[] };

/** A drawing with its axes, which lays itself out at any width: its text keeps its size, and nothing is scaled. */
export function ChartFrame({
  words,
  legend,
  valueTicks,
  timeTicks,
  labelRoom = "narrow",
  children,
}: Axes & { words: ChartWords; legend: LegendEntry[]; labelRoom?: LabelRoom; children: ReactNode }) {
  return (
    <div className="grid gap-3">
      <Legend entries={legend} />
      <div className="flex gap-2">
        <ValueLabels ticks={valueTicks} room={labelRoom} />
        <Drawing words={words} valueTicks={valueTicks} timeTicks={timeTicks}>
          {children}
        </Drawing>
      </div>
    </div>
  );
}

function Legend({ entries }: { entries: LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small text-ink-soft">
      {entries.map(({ label, value, swatch }) => (
        <li key={label} className="flex items-center gap-2">
          {swatch}
          <span>
            {label}
            {value === undefined ? null : (
              <span className="ml-1.5 font-medium text-ink tabular-nums">{value}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

const labelStyle = "fill-ink-faint text-small tabular-nums";

const labelWidths = { narrow: "w-11", wide: "w-16" } as const;

function ValueLabels({ ticks, room }: { ticks: ValueTick[]; room: LabelRoom }) {
  return (
    <svg aria-hidden="true" height={drawingHeight} className={`${labelWidths[room]} shrink-0`}>
      {ticks.map(({ y, label }) => (
        <text key={y} x="100%" y={y + 4} textAnchor="end" className={labelStyle}>
          {label}
        </text>
      ))}
    </svg>
  );
}

const image = { role: "img" } as const;

function Drawing({
  words: { id, title, description },
  valueTicks,
  timeTicks,
  children,
}: Axes & { words: ChartWords; children: ReactNode }) {
  const isFloorTheBase =
    valueTicks.every(({ isBase }) => isBase === undefined) ||
    valueTicks.some(({ y, isBase }) => isBase === true && y === floor);
  return (
    <svg
      {...image}
      aria-labelledby={`${id}-title ${id}-description`}
      height={drawingHeight}
      className="w-0 grow"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description}</desc>
      {valueTicks.map(({ y, isBase = false }) => (
        <line key={y} x1="0" x2="100%" y1={y} y2={y} className={lineStyle(isBase)} />
      ))}
      {children}
      <line x1="0" x2="100%" y1={floor} y2={floor} className={lineStyle(isFloorTheBase)} />
      {timeTicks.map((tick) => (
        <TimeText key={tick.x} tick={tick} />
      ))}
    </svg>
  );
}

function lineStyle(isBase: boolean): string {
  return isBase ? "stroke-line-strong" : "stroke-line";
}

/** What lies at an end is set from there, so that it stays within the drawing. */
function TimeText({ tick: { x, label, isMinor = false } }: { tick: TimeTick }) {
  return (
    <text
      x={`${x}%`}
      y={drawingHeight - 4}
      textAnchor={x < 6 ? "start" : x > 94 ? "end" : "middle"}
      className={`${labelStyle} ${isMinor ? "max-sm:hidden" : ""}`}
    >
      {label}
    </text>
  );
}
