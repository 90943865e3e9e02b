/** The plane for who does not see it. */

import { nameOf } from "../api/tracks";
import type { Belief, Goal, Offer, TrackBrief } from "../api/types";
import { t } from "../i18n";
import { youAre } from "./sureness";
import { spoken } from "./words";

interface PlaneInWordsProps {
  belief: Belief | null;
  goal: Goal | null;
  queue: readonly Offer[];
  sounding: TrackBrief | null;
}

const NEXT = 5;

export function PlaneInWords({ belief, goal, queue, sounding }: PlaneInWordsProps) {
  const next = queue.slice(0, NEXT).map((offer) => nameOf(offer.track));
  return (
    <figcaption class="visually-hidden">
      {belief && <p>{youAre(belief)}</p>}
      {goal && (
        <p>
          {t(`goal.${goal.kind}`)}
          {goal.target && `: ${spoken(goal.target)}`}
        </p>
      )}
      {sounding && <p>{t("plane.plays", { name: nameOf(sounding) })}</p>}
      {next.length > 0 && <p>{t("plane.next", { names: next.join("; ") })}</p>}
      <p>{t("plane.how")}</p>
    </figcaption>
  );
}
