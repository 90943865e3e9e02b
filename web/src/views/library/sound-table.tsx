/** How a track sounds, and what its estimate was combined from. */

import type { Descriptors, Track } from "../../api/library";
import { percent } from "../../charts/numbers";
import { t } from "../../i18n";
import { keyName, loudnessWords, METERS, partName, tempoWords } from "./plain-words";

interface Props {
  descriptors: Descriptors;
  parts: Track["parts"];
}

export function SoundTable({ descriptors, parts }: Props) {
  const facts: [string, string | null][] = [
    [t("library.tempo"), tempoWords(descriptors.tempo_bpm)],
    [t("library.key"), keyName(descriptors.key, descriptors.mode)],
    [
      t("library.bar"),
      descriptors.time_signature > 0
        ? t("library.beats_a_bar", { n: descriptors.time_signature })
        : null,
    ],
    [t("library.loudness"), loudnessWords(descriptors.loudness_lufs)],
  ];
  return (
    <>
      <div>
        <h3>{t("library.sound")}</h3>
        <dl class="meters">
          {METERS.map((name) => (
            <Meter key={name} name={t(`library.d_${name}`)} share={descriptors[name]} />
          ))}
        </dl>
        <dl class="facts small">
          {facts.map(
            ([name, words]) =>
              words !== null && (
                <div key={name}>
                  <dt class="dim">{name}</dt>
                  <dd>{words}</dd>
                </div>
              ),
          )}
        </dl>
      </div>
      {parts.length > 0 && (
        <div>
          <h3>{t("library.parts")}</h3>
          <dl class="meters">
            {parts.map((part) => (
              <Meter key={part.name} name={partName(part.name)} share={part.share} />
            ))}
          </dl>
        </div>
      )}
    </>
  );
}

function Meter({ name, share }: { name: string; share: number }) {
  const part = Math.min(1, Math.max(0, share));
  return (
    <div class="meter">
      <dt>{name}</dt>
      <dd>
        <span class="meter-track" aria-hidden="true">
          <span style={{ width: `${part * 100}%` }} />
        </span>
        <span class="meter-number small">{percent(part)}</span>
      </dd>
    </div>
  );
}
