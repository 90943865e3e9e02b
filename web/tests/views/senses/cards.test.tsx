import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";

import type { Reading } from "../../../src/api/types";
import { cameraStream } from "../../../src/face/state";
import { feeling } from "../../../src/plane/words";
import { CameraCard } from "../../../src/views/senses/camera-card";
import { OwnWord } from "../../../src/views/senses/own-word";
import { senses, type Sense } from "../../../src/views/senses/sense";
import { SlidersCard } from "../../../src/views/senses/sliders-card";

const SAID: Reading = {
  at: new Date().toISOString(),
  modality: "self_report",
  valence: -0.5,
  arousal: -0.2,
  valence_sd: 0.1,
  arousal_sd: 0.1,
  confidence: 1,
  validity: "ok",
  expression: null,
  note: null,
};

function sense(name: Sense["name"], last: Reading | null): Sense {
  return { name, on: true, consent: true, last, weight: 1, status: "fresh" };
}

beforeEach(() => {
  senses.value = [sense("sliders", SAID), sense("face", null)];
});

afterEach(() => {
  cleanup();
  senses.value = [];
  cameraStream.value = null;
});

it("one's own word stands by itself, in the word that Now uses, and not with the sliders", () => {
  const { container } = render(
    <>
      <OwnWord />
      <SlidersCard />
    </>,
  );
  expect(screen.getByRole("region", { name: "Your own word" }).textContent).toContain(
    feeling(SAID),
  );
  expect(container.querySelectorAll(".sense-said")).toHaveLength(1);
  expect(container.querySelector(".sense-sliders .sense-said")).toBeNull();
});

it("one's own word is not told before one said any", () => {
  senses.value = [sense("sliders", null)];
  const { container } = render(<OwnWord />);
  expect(container.childElementCount).toBe(0);
});

it("a camera that may be used and is off does not look as if it watched", () => {
  render(<CameraCard />);
  const button = screen.getByRole("switch", { name: "May be used: Camera" });
  expect(button.getAttribute("aria-checked")).toBe("true");
  expect(button.className).toContain("is-resting");
  expect(screen.getByText("The camera is off")).toBeTruthy();
});

it("a camera that is on says so", () => {
  cameraStream.value = {} as MediaStream;
  render(<CameraCard />);
  expect(screen.getByText("The camera is on")).toBeTruthy();
  expect(screen.getByRole("switch").className).not.toContain("is-resting");
});
