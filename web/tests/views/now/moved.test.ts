import { expect, test } from "vitest";

import { movedKey } from "../../../src/views/now/moved";

test("the greater shift gives the word", () => {
  expect(movedKey({ valence: 0.2, arousal: 0.1 })).toBe("moved.up");
  expect(movedKey({ valence: -0.2, arousal: 0.1 })).toBe("moved.down");
  expect(movedKey({ valence: 0.05, arousal: 0.1 })).toBe("moved.livelier");
  expect(movedKey({ valence: 0.05, arousal: -0.1 })).toBe("moved.calmer");
  expect(movedKey({ valence: 0.01, arousal: -0.02 })).toBe("moved.hardly");
  expect(movedKey(null)).toBe("moved.unknown");
});
