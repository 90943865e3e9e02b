/** Nothing there yet: why, and what to do. */

interface Props {
  words: string;
  go?: { to: string; label: string };
}

export function Empty({ words, go }: Props) {
  return (
    <div class="empty">
      <p>{words}</p>
      {go && (
        <a class="button" href={go.to}>
          {go.label}
        </a>
      )}
    </div>
  );
}
