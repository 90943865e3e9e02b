import { describe, expect, it } from "vitest";

import { EXPRESSIONS } from "../../../src/face/expressions";
import { told } from "../../../src/face/head-store";
import { populationHead } from "../../../src/face/personal";
import { NO_FACE, TOO_DARK, VALID } from "../../../src/face/validity";
import { classCounts } from "../../../src/views/calibration/counts";
import { points } from "../../../src/views/calibration/curves";
import { termsParts } from "../../../src/ui/terms-parts";
import { hintOf } from "../../../src/views/senses/hints";
import { placed } from "../../../src/views/senses/preview";
import { certaintyOf, tintOf, surenessOf } from "../../../src/views/senses/sense";
import { plainWord } from "../../../src/views/senses/said";
import { scored, termsPoint, termsShares } from "../../../src/views/senses/terms";
import { apart, golden } from "../../face/golden";

describe("twelve words", () => {
  it("say what Python makes of them", () => {
    const { scores, terms_point, terms_shares } = golden.affect;
    const point = termsPoint(scores);
    const shares = termsShares(scores);
    expect(apart([point?.valence ?? 9, point?.arousal ?? 9], terms_point)).toBeLessThan(1e-9);
    expect(apart(Object.values(shares ?? {}), terms_shares)).toBeLessThan(1e-9);
  });

  it("say nothing where none is scored", () => {
    expect(termsShares({ happy: 0 })).toBeNull();
    expect(termsPoint({})).toBeNull();
    expect(scored({ happy: 0, calm: 2 })).toEqual({ calm: 2 });
  });
});

describe("consent", () => {
  it("is shown in paragraphs and points, as it was written", () => {
    const parts = termsParts("Would like\nto look.\n\n- One\n  goes on.\n- Two.\n");
    expect(parts).toEqual([
      { kind: "text", text: "Would like to look." },
      { kind: "list", items: ["One goes on.", "Two."] },
    ]);
  });
});

describe("a sense", () => {
  it("is sure where its reading leaves little open", () => {
    expect(surenessOf(certaintyOf({ valence_sd: 0.1, arousal_sd: 0.1 }))).toBe("sure");
    expect(surenessOf(certaintyOf({ valence_sd: 0.4, arousal_sd: 0.45 }))).toBe("fairly");
    expect(surenessOf(certaintyOf({ valence_sd: 0.57, arousal_sd: 0.57 }))).toBe("hardly");
  });

  it("lies in a quadrant", () => {
    expect(tintOf({ valence: 0.08, arousal: -0.08 })).toBe("neutral");
    expect([
      tintOf({ valence: 1, arousal: 1 }),
      tintOf({ valence: -1, arousal: 1 }),
      tintOf({ valence: -1, arousal: -1 }),
      tintOf({ valence: 1, arousal: -1 }),
    ]).toEqual(["happy", "angry", "sad", "peaceful"]);
  });

  it("tells what would help", () => {
    expect(hintOf(VALID)).toBeNull();
    expect(hintOf(NO_FACE)).toBe("senses.hint.noFace");
    expect(hintOf(TOO_DARK)).toBe("senses.hint.dark");
    expect(hintOf("something new")).toBe("senses.hint.noFace");
  });
});

it("mirrors the face's box with the picture", () => {
  const box = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };
  expect(placed(box)).toEqual({ left: "60.00%", top: "20.00%", width: "30.00%", height: "40.00%" });
});

describe("a calibration", () => {
  const matrix = EXPRESSIONS.map((_, k) =>
    EXPRESSIONS.map((__, j) =>
      k === 3 ? (j === 3 ? 4 : j === 6 ? 1 : 0) : k === 6 && j === 6 ? 5 : 0,
    ),
  );

  it("counts true and false, positive and negative by class", () => {
    expect(classCounts(matrix)).toEqual([
      { name: "happy", tp: 4, fp: 0, fn: 1, tn: 5 },
      { name: "neutral", tp: 5, fp: 1, fn: 0, tn: 4 },
    ]);
  });

  it("draws its curves from left to right within the picture", () => {
    const drawn = points([1, 0.5, 0], 1).split(" ");
    expect(drawn).toEqual(["46.0,8.0", "220.0,78.0", "394.0,148.0"]);
  });

  it("leaves the page as numbers only", () => {
    const head = populationHead(2, "v");
    const curves = { fitted: [], held: [] };
    const kept = told({
      head,
      curves,
      pull: 1,
      nFitted: 0,
      nHeld: 10,
      before: matrix,
      after: matrix,
      inUse: null,
      isBetter: true,
    });
    expect(kept.report.happy).toEqual([0, 0, 0, 4, 0, 0, 1]);
    expect(Object.keys(kept).sort()).toEqual(
      ["bias", "centre", "classifier", "mixing", "report", "scale", "weights"].sort(),
    );
  });
});

it("translates the plain words that it knows", () => {
  expect([plainWord("calm"), plainWord("neutral"), plainWord("wistful")]).toEqual([
    "Calm",
    "Neutral",
    "wistful",
  ]);
});
