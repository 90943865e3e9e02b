import { expect, test } from "vitest";

import { setLanguage } from "../../src/i18n";
import { quadrantOf } from "../../src/plane/quadrants";
import { TERMS, spoken, termOf } from "../../src/plane/words";

test("each term is met at its own angle round the circle", () => {
  TERMS.forEach((term, place) => {
    const angle = ((15 + 30 * place) * Math.PI) / 180;
    expect(termOf({ valence: Math.cos(angle), arousal: Math.sin(angle) })).toBe(term);
  });
  expect(termOf({ valence: 0.05, arousal: -0.05 })).toBe("neutral");
});

test("the three terms of a quadrant lie in it", () => {
  expect(quadrantOf({ valence: 0.2, arousal: 0.9 })).toBe("happy");
  expect(quadrantOf({ valence: -0.2, arousal: 0.9 })).toBe("angry");
  expect(quadrantOf({ valence: -0.2, arousal: -0.9 })).toBe("sad");
  expect(quadrantOf({ valence: 0.2, arousal: -0.9 })).toBe("peaceful");
});

test("a place is told in plain words of either language", () => {
  setLanguage("en");
  expect(spoken({ valence: 0.7, arousal: -0.2 })).toBe("relaxed: very pleasant, a little calm");
  expect(spoken({ valence: 0, arousal: 0 })).toContain("in the middle");
  setLanguage("de");
  expect(spoken({ valence: 0.7, arousal: -0.2 })).toBe("entspannt: sehr angenehm, etwas ruhig");
  setLanguage("en");
});
