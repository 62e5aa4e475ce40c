import type { Distribution } from "../../theory/distribution.ts";

/** A parameter of a family of distributions, as its slider has it. */
export interface Parameter {
  readonly key: string;
  readonly min: number;
  readonly max: number;
  /** Distance of the stops; on a logarithmic slider their ratio minus 1. */
  readonly step: number;
  readonly logarithmic?: boolean;
}

interface Family {
  /** What is drawn when the family is chosen. */
  readonly first: Distribution;
  readonly parameters: readonly Parameter[];
}

const centre = (key: string): Parameter => ({ key, min: -3, max: 3, step: 0.05 });
const spread = (key: string): Parameter => ({ key, min: 0.1, max: 10, step: 0.02, logarithmic: true });

/** The families that operands are drawn from: one entry each. */
export const FAMILIES: Readonly<Record<Distribution["kind"], Family>> = {
  normal: {
    first: { kind: "normal", mean: 0, deviation: 1 },
    parameters: [centre("mean"), spread("deviation")],
  },
  uniform: {
    first: { kind: "uniform", from: 0, to: 1 },
    parameters: [
      { key: "from", min: -10, max: 10, step: 0.1 },
      { key: "to", min: -10, max: 10, step: 0.1 },
    ],
  },
  student: {
    first: { kind: "student", location: 0, scale: 1, degrees: 5 },
    parameters: [
      centre("location"),
      spread("scale"),
      { key: "degrees", min: 3, max: 50, step: 0.02, logarithmic: true },
    ],
  },
  laplace: {
    first: { kind: "laplace", location: 0, scale: 1 },
    parameters: [centre("location"), spread("scale")],
  },
};

/** The least width that a uniform distribution keeps when its ends are moved. */
const LEAST_WIDTH = 0.1;

/** A distribution with one parameter moved; the other end of a uniform one gives way. */
export function moved(distribution: Distribution, key: string, value: number): Distribution {
  if (distribution.kind !== "uniform") return { ...distribution, [key]: value } as Distribution;
  const { from, to } = distribution;
  const rounded = (end: number) => Number(end.toFixed(6));
  return key === "from"
    ? { kind: "uniform", from: value, to: Math.max(to, rounded(value + LEAST_WIDTH)) }
    : { kind: "uniform", from: Math.min(from, rounded(value - LEAST_WIDTH)), to: value };
}

/** The value of one of its parameters. */
export function parameterOf(distribution: Distribution, key: string): number {
  return Number((distribution as unknown as Readonly<Record<string, number>>)[key]);
}
