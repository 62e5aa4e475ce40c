/** The classes that any of some networks finds likeliest, at most `count`, best first. */
export function likeliest(networks: readonly ArrayLike<number>[], count: number): number[] {
  const classes = Math.max(0, ...networks.map(({ length }) => length));
  const best = (index: number) => Math.max(...networks.map((probabilities) => probabilities[index] ?? 0));
  return Array.from({ length: classes }, (_, index) => index)
    .sort((a, b) => best(b) - best(a) || a - b)
    .slice(0, count);
}
