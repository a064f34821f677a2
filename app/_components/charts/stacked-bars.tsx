import { scaleBand } from "d3-scale";
import { stack } from "d3-shape";
import { ChartFrame, plot, type ChartWords, type TimeLabel } from "./chart-frame";
import { countScale } from "./count-scale";
import { FillPatterns, fillStyle, type Fill } from "./fill";

export type BarSeries<Key extends string> = { key: Key; label: string; fill: Fill; legendValue?: string };

/** `name` is the whole of it, such as `22 Nov, 18:00`; `tick` what stands under it on the axis, if anything does. */
export type Bar<Key extends string> = { name: string; tick?: TimeLabel; values: Record<Key, number> };

/** A part of a bar, from one sum to the next. */
type Piece = { key: string; fill: Fill; bottom: number; top: number };

function toPieces<Key extends string>(series: BarSeries<Key>[], bars: Bar<Key>[]): Piece[][] {
  const layers = stack<Bar<Key>, Key>()
    .keys(series.map(({ key }) => key))
    .value(({ values }, key) => values[key])(bars);
  return bars.map((_bar, index) =>
    series.map(({ key, fill }, layer) => {
      const [bottom, top] = layers[layer]?.[index] ?? [0, 0];
      return { key, fill, bottom, top };
    }),
  );
}

/** Counts over time, the first series at the bottom. */
export function StackedBars<Key extends string>({
  words,
  series,
  bars,
}: {
  words: ChartWords;
  series: BarSeries<Key>[];
  bars: Bar<Key>[];
}) {
  const pieces = toPieces(series, bars);
  const { toY, ticks } = countScale(Math.max(0, ...pieces.flat().map(({ top }) => top)));
  const band = scaleBand<number>().domain(bars.keys()).range([0, 100]).paddingInner(0.25);
  const [width, step] = [band.bandwidth(), band.step()];
  const toX = (index: number) => band(index) ?? 0;
  return (
    <ChartFrame
      words={words}
      legend={series.map(({ label, fill, legendValue }) => ({
        label,
        value: legendValue,
        swatch: <Swatch chartId={words.id} fill={fill} />,
      }))}
      valueTicks={ticks}
      timeTicks={bars.flatMap(({ tick }, index) =>
        tick === undefined ? [] : [{ ...tick, x: toX(index) + width / 2 }],
      )}
    >
      <FillPatterns chartId={words.id} />
      {bars.map((bar, index) => (
        <g key={bar.name}>
          <title>{describeBar(bar, series)}</title>
          <rect
            x={`${toX(index)}%`}
            width={`${step}%`}
            y={plot.top}
            height={plot.height}
            fill="transparent"
          />
          <Pieces chartId={words.id} pieces={pieces[index] ?? []} x={toX(index)} width={width} toY={toY} />
        </g>
      ))}
    </ChartFrame>
  );
}

function Pieces({
  chartId,
  pieces,
  x,
  width,
  toY,
}: {
  chartId: string;
  pieces: Piece[];
  x: number;
  width: number;
  toY: (value: number) => number;
}) {
  return pieces
    .filter(({ bottom, top }) => top > bottom)
    .map(({ key, fill, bottom, top }) => (
      <rect
        key={key}
        x={`${x}%`}
        width={`${width}%`}
        y={toY(top)}
        height={toY(bottom) - toY(top)}
        {...fillStyle(chartId, fill)}
      />
    ));
}

function describeBar<Key extends string>({ name, values }: Bar<Key>, series: BarSeries<Key>[]): string {
  return `${name}: ${series.map(({ key, label }) => `${label} ${values[key]}`).join(", ")}`;
}

function Swatch({ chartId, fill }: { chartId: string; fill: Fill }) {
  return (
    <svg aria-hidden="true" width="14" height="14" className="shrink-0">
      <rect x="0.5" y="0.5" width="13" height="13" {...fillStyle(chartId, fill)} />
    </svg>
  );
}
