/** All ways in which moodarc can notice how the listener feels; each can be off. */

import { useEffect } from "preact/hooks";

import { t } from "../i18n";
import { CameraCard } from "./senses/camera-card";
import { NoteCard } from "./senses/note-card";
import { OwnWord } from "./senses/own-word";
import { SeedCard } from "./senses/seed-card";
import { refreshSenses, sensesProblem } from "./senses/sense";
import { SlidersCard } from "./senses/sliders-card";
import { WearableCard } from "./senses/wearable-card";
import "./senses.css";

const EVERY_MS = 5000;

export default function Senses() {
  useEffect(() => {
    void refreshSenses();
    const timer = setInterval(() => {
      if (!document.hidden) void refreshSenses();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <>
      <h1>{t("senses.title")}</h1>
      <p class="dim senses-lead">{t("senses.lead")}</p>
      {sensesProblem.value ? (
        <p class="notice problem senses-problem" role="alert">
          {sensesProblem.value}
        </p>
      ) : null}
      <div class="senses">
        <OwnWord />
        <CameraCard />
        <SlidersCard />
        <NoteCard />
        <SeedCard />
        <WearableCard />
      </div>
    </>
  );
}
