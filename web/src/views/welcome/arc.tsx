/** The way of a mood, from one corner to another, song by song. */

const WAY = "M20 130C120 130 150 30 260 40s120 90 200 60 90-70 120-78";

export function Arc() {
  return (
    <svg class="welcome-arc" viewBox="0 0 600 160" aria-hidden="true">
      <defs>
        <linearGradient id="arc-colours">
          <stop offset="0" class="from" />
          <stop offset="0.5" class="between" />
          <stop offset="1" class="to" />
        </linearGradient>
      </defs>
      <path class="glow" d={WAY} />
      <path class="way" d={WAY} />
      {STOPS.map(([x, y]) => (
        <circle key={x} class="stop" cx={x} cy={y} r="6" />
      ))}
      <circle class="from" cx="20" cy="130" r="8" />
      <circle class="to" cx="580" cy="22" r="10" />
    </svg>
  );
}

/** On the way, at equal parts of its curves. */
const STOPS = [
  [146.4, 74.2],
  [275.8, 42.0],
  [389.8, 96.4],
] as const;
