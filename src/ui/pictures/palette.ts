export type Colour = readonly [red: number, green: number, blue: number];

/** Magnitudes: from the surface to ink, not all the way, so that lines stand out. */
const FULL_INK = 0.86;
const DIFFERENCE = ["neg-3", "neg-2", "neg-1", "zero", "pos-1", "pos-2", "pos-3"].map(
  (step) => `--diff-${step}`,
);

/** What a token's colour is in the theme shown now; `probe` is any element of the page. */
function resolve(probe: HTMLElement, token: string): Colour {
  probe.style.color = `var(${token})`;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  probe.style.color = "";
  return [red, green, blue];
}

/** Colours of magnitudes: 0 is the surface, 1 and more is ink. */
export function inkRamp(probe: HTMLElement): (share: number) => Colour {
  const [surface, ink] = [resolve(probe, "--surface"), resolve(probe, "--ink")];
  return (share) => between(surface, ink, FULL_INK * Math.min(1, Math.max(0, share)));
}

/** Colours of what should be magnitudes and falls short of 0 here and there: ink above 0, purple below. */
export function inkOrPurpleRamp(probe: HTMLElement): (share: number) => Colour {
  const ink = inkRamp(probe);
  const below = [
    resolve(probe, "--surface"),
    ...DIFFERENCE.slice(0, 3)
      .map((step) => resolve(probe, step))
      .reverse(),
  ];
  return (share) => (share < 0 ? along(below, -3 * Math.max(-1, share)) : ink(share));
}

/** Colours of signed values: purple at -1, the surface at 0, green at 1. */
export function differenceRamp(probe: HTMLElement): (share: number) => Colour {
  const steps = DIFFERENCE.map((token) => resolve(probe, token));
  const middle = (steps.length - 1) / 2;
  return (share) => {
    return along(steps, middle * (1 + Math.min(1, Math.max(-1, share))));
  };
}

/** The colour at a place between steps, from 0 to the last. */
function along(steps: readonly Colour[], at: number): Colour {
  const below = Math.min(steps.length - 2, Math.floor(at));
  return between(steps[below] as Colour, steps[below + 1] as Colour, at - below);
}

function between(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}
