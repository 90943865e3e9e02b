/** The moments that count most, still in the order in which they came. */
export function heaviest<One extends { weight: number }>(all: readonly One[], most: number): One[] {
  const least = [...all].sort((a, b) => b.weight - a.weight)[most - 1]?.weight ?? -Infinity;
  return all.filter((one) => one.weight >= least).slice(0, most);
}
