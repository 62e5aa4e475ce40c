import { useMemo } from "react";
import { magnitudeOf } from "../../theory/magnitude.ts";
import { Info } from "../controls/Info.tsx";
import { differenceRamp, inkRamp } from "../pictures/palette.ts";
import { Mark } from "../shell/Mark.tsx";
import { figure, MAPS, short } from "../strings/lab.ts";
import { SHELL } from "../strings/shell.ts";
import { cloudOf, DRAWS } from "./cloud.ts";
import { levelLines } from "./contours.ts";
import { changeLab, useLab } from "./labStore.ts";
import { Picture } from "./Picture.tsx";
import { CELLS, DENSITY_LEVELS, surfaceLevels, surfaces } from "./surfaces.ts";
import type { Comparison } from "./useComparison.ts";

const grouped = new Intl.NumberFormat("en");

/** The product, the operator, their difference, and how the two go together. */
export function Maps({ comparison }: { comparison: Comparison }) {
  const { x, w, operator, limit } = comparison;
  const { magnitude, product, formula: name, word } = operator;
  const maps = useMemo(
    () => surfaces(magnitude, magnitudeOf(x, 0), magnitudeOf(w, 0), limit),
    [magnitude, x, w, limit],
  );
  const lines = useMemo(() => {
    const levels = surfaceLevels(limit);
    return {
      density: levelLines(maps.density, DENSITY_LEVELS),
      product: levelLines(maps.product, levels),
      operator: levelLines(maps.operator, levels),
    };
  }, [maps, limit]);
  const { top } = maps;
  const strongest = Number((0.6 * top).toPrecision(2));
  const shares = useMemo(
    () => ({
      product: maps.product.map((value) => value / top),
      operator: maps.operator.map((value) => value / top),
      difference: maps.difference.map((value) => value / strongest),
    }),
    [maps, top, strongest],
  );
  const runClass = product === "smin" ? "op-smin" : "op-other";
  const axes = { xEnd: short(limit), xName: "|x|", yName: "|w|" };
  const exact = product === "smin" && limit > 1.2;
  const describe = (what: string) => MAPS.describe(what, short(limit), MAPS.operands, short(top));
  return (
    <section className="maps" aria-label={MAPS.title}>
      <Picture
        title={
          <>
            <Mark run="exact" size={16} /> <i className="math">{MAPS.product}</i>
          </>
        }
        className="op-mul"
        label={describe(MAPS.product)}
        values={shares.product}
        ramp={inkRamp}
        {...axes}
        scale={{ kind: "ink", ends: ["0", short(top)] }}
      >
        <Lines paths={lines.product} className="level" />
        <Lines paths={lines.density} className="cloud" />
        <Point limit={limit} />
      </Picture>
      <Picture
        title={
          <>
            <Mark run={product} size={16} /> <i className="math">{name}</i>
          </>
        }
        className={runClass}
        label={describe(name)}
        values={shares.operator}
        ramp={inkRamp}
        {...axes}
        scale={{ kind: "ink", ends: ["0", MAPS.sameScale(short(top))] }}
      >
        <Lines paths={lines.operator} className="level" />
        <Lines paths={lines.density} className="cloud" />
        <Point limit={limit} />
      </Picture>
      <Picture
        title={MAPS.difference(word)}
        tools={
          <Info
            label={SHELL.about(MAPS.title)}
            help={MAPS.help}
            formula={MAPS.formula}
            origin={MAPS.where}
            fromPaper
          />
        }
        className="op-other"
        label={MAPS.describeDifference(MAPS.difference(word), short(strongest))}
        values={shares.difference}
        ramp={differenceRamp}
        {...axes}
        {...(exact ? { words: { text: MAPS.exactHere, from: 1 / limit } } : {})}
        scale={{ kind: "difference", ends: [`−${short(strongest)}`, "0", short(strongest)] }}
      >
        <Lines paths={lines.density} className="cloud" />
        {exact && <ExactEdge limit={limit} />}
        <Point limit={limit} />
      </Picture>
      <CloudPicture comparison={comparison} />
    </section>
  );
}

function CloudPicture({ comparison }: { comparison: Comparison }) {
  const { operator, pairs, slope, offset, correlation } = comparison;
  const { magnitude, word } = operator;
  const cloud = useMemo(() => cloudOf(pairs, magnitude), [pairs, magnitude]);
  const shares = useMemo(() => {
    const most = Math.max(...cloud.counts);
    return cloud.counts.map((count) => Math.log1p(count) / Math.log1p(most));
  }, [cloud]);
  const up = (g: number) => CELLS * (1 - (slope * g + offset) / cloud.h);
  return (
    <Picture
      title={MAPS.cloud(word)}
      className="op-other"
      label={MAPS.describeCloud(word, figure(correlation))}
      values={shares}
      ramp={inkRamp}
      xEnd={short(cloud.g)}
      xName={word}
      yName={MAPS.product}
      caption={`${MAPS.draws(grouped.format(DRAWS))}, ${MAPS.product} to ${short(cloud.h)}`}
      {...(Number.isFinite(slope)
        ? { words: { text: MAPS.fitted(MAPS.line(figure(slope, 2), figure(offset, 2))) } }
        : {})}
    >
      {Number.isFinite(slope) && <path className="one" d={`M0 ${up(0)}L${CELLS} ${up(cloud.g)}`} />}
    </Picture>
  );
}

function Lines({ paths, className }: { paths: readonly string[]; className: string }) {
  // The grid has a cell more at each edge than the picture.
  return (
    <g transform="translate(-1 -1)" className={className}>
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </g>
  );
}

/** Where the larger magnitude is 1 the minimum is the product. */
function ExactEdge({ limit }: { limit: number }) {
  const one = CELLS / limit;
  return <path className="one" d={`M0 ${CELLS - one}H${one}V${CELLS}`} />;
}

/** The pair that the switch shows. */
function Point({ limit }: { limit: number }) {
  const a = useLab((state) => state.a);
  const b = useLab((state) => state.b);
  const drag = (event: React.PointerEvent<SVGRectElement>) => {
    if (event.buttons === 0 && event.type !== "pointerdown") return;
    const box = event.currentTarget.getBoundingClientRect();
    const along = (from: number, size: number, at: number) =>
      Number((limit * Math.min(1, Math.max(0, (at - from) / size))).toFixed(2));
    const sign = (value: number) => (value < 0 ? -1 : 1);
    changeLab({
      a: sign(a) * along(box.left, box.width, event.clientX),
      b: sign(b) * (limit - along(box.top, box.height, event.clientY)),
    });
  };
  const [left, top] = [(Math.abs(a) / limit) * CELLS, CELLS * (1 - Math.abs(b) / limit)];
  return (
    <>
      {left <= CELLS && top >= 0 && <circle className="point" cx={left} cy={top} r="2.4" />}
      <rect
        className="grip"
        width={CELLS}
        height={CELLS}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(event);
        }}
        onPointerMove={drag}
      />
    </>
  );
}
