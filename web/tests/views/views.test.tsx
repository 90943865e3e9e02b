import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Track } from "../../src/api/library";
import { CorrectionBox } from "../../src/views/library/correction";
import { ConsentsCard } from "../../src/views/privacy/consents";
import { FilesCard } from "../../src/views/library/files";
import { EraseCard } from "../../src/views/privacy/take-away";
import { MovedCard } from "../../src/views/journey/moved";

interface Asked {
  method: string;
  url: string;
  body: unknown;
}

const asked: Asked[] = [];
let answer: unknown = {};

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", (url: string, request: RequestInit) => {
    const body = typeof request.body === "string" ? (JSON.parse(request.body) as unknown) : null;
    asked.push({ method: request.method ?? "GET", url, body });
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }));
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("erasing everything", () => {
  it("asks for the name first, then erases and says what went", async () => {
    answer = { erased: { readings: 3, events: 0 }, files: 1 };
    const done = vi.fn();
    const { rerender } = render(<EraseCard listener="ann" erased={null} done={done} />);
    const button = screen.getByRole<HTMLButtonElement>("button");
    expect(button.disabled).toBe(true);
    fireEvent.input(screen.getByRole("textbox"), { target: { value: "bob" } });
    expect(button.disabled).toBe(true);
    fireEvent.input(screen.getByRole("textbox"), { target: { value: "ann" } });
    localStorage.setItem("moodarc.outbox", "[1]");
    fireEvent.submit(button.closest("form") ?? button);
    await waitFor(() => {
      expect(done).toHaveBeenCalledWith(answer);
    });
    expect(asked).toEqual([{ method: "DELETE", url: "/api/v1/listener?confirm=ann", body: null }]);
    expect(localStorage.getItem("moodarc.outbox")).toBeNull();
    rerender(
      <EraseCard listener="ann" erased={{ erased: { readings: 3 }, files: 1 }} done={done} />,
    );
    expect(screen.getByRole("status").textContent).toContain("How you felt");
  });
});

const TRACK: Track = {
  track_id: 7,
  title: "Copper Lantern",
  artist: null,
  album: null,
  genre: null,
  year: null,
  duration_s: 60,
  affect: {
    valence: -0.4,
    arousal: -0.5,
    valence_sd: 0.2,
    arousal_sd: 0.2,
    quadrant: "sad",
    shares: { happy: 0, angry: 0, sad: 1, peaceful: 0 },
  },
  gain_db: 0,
  status: "present",
  speech_probability: null,
  path: null,
  descriptors: null,
  curve: null,
  parts: [],
  correction: null,
  neighbours: [],
};

describe("a correction", () => {
  it("says what the track is not, in a press", async () => {
    answer = {
      before: { valence: -0.4, arousal: -0.5 },
      after: { valence: 0.2, arousal: -0.5 },
      neighbours_moved: 3,
    };
    const done = vi.fn();
    render(<CorrectionBox track={TRACK} change={null} done={done} />);
    fireEvent.click(screen.getByRole("button", { name: "This is not sad" }));
    await waitFor(() => {
      expect(done).toHaveBeenCalledWith(answer);
    });
    expect(asked[0]).toEqual({
      method: "PUT",
      url: "/api/v1/tracks/7/correction",
      body: { not: "sad" },
    });
  });

  it("moves the point by keys and says where it belongs", async () => {
    render(<CorrectionBox track={TRACK} change={null} done={vi.fn()} />);
    fireEvent.keyDown(screen.getByRole("slider"), { key: "ArrowRight" });
    fireEvent.keyDown(screen.getByRole("slider"), { key: "ArrowUp" });
    fireEvent.click(screen.getByRole("button", { name: "It belongs here" }));
    await waitFor(() => {
      expect(asked[0]?.body).toEqual({ at: { valence: -0.35, arousal: -0.45 } });
    });
  });

  it("tells what changed for it and for how many others", () => {
    const change = {
      before: { valence: -0.4, arousal: -0.5 },
      after: { valence: 0.2, arousal: -0.5 },
      neighbours_moved: 3,
    };
    render(<CorrectionBox track={TRACK} change={change} done={vi.fn()} />);
    expect(screen.getByRole("status").textContent).toBe(
      "It counted as sad, now as peaceful. Your library is read a little differently now: 3 other tracks moved.",
    );
  });
});

it("what a correction did is told above the plane, and brought into sight", () => {
  const seen = vi.spyOn(Element.prototype, "scrollIntoView").mockReturnValue();
  const change = { before: null, after: null, neighbours_moved: 1 };
  const { rerender } = render(<CorrectionBox track={TRACK} change={null} done={vi.fn()} />);
  expect(seen).not.toHaveBeenCalled();
  rerender(<CorrectionBox track={TRACK} change={change} done={vi.fn()} />);
  expect(seen.mock.contexts).toEqual([screen.getByRole("status")]);
  expect(screen.getByRole("status").textContent).toContain("one other track moved");
  const place = screen.getByRole("status").compareDocumentPosition(screen.getByRole("slider"));
  expect(place & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  seen.mockRestore();
});

describe("the latest list as a file", () => {
  it("is offered where there is one", async () => {
    answer = { total: 1 };
    render(<FilesCard />);
    await waitFor(() => {
      expect(asked[0]?.url).toBe("/api/v1/decisions?limit=1");
    });
    expect(screen.getByRole("button", { name: "M3U8" })).toBeTruthy();
  });

  it("is told to come, where there is none yet", async () => {
    answer = { total: 0 };
    render(<FilesCard />);
    await waitFor(() => {
      expect(screen.queryByRole("button", { name: "M3U8" })).toBeNull();
    });
    expect(screen.getByText(/There is none yet/)).toBeTruthy();
  });
});

it("what was heard only once is not told as if it were sure", () => {
  render(
    <MovedCard
      moved={[
        {
          by: "track",
          name: "Copper Lantern",
          n: 1,
          shift: { valence: 0.5, arousal: 0 },
          sd: { valence: 0.1, arousal: 0.1 },
        },
      ]}
    />,
  );
  expect(screen.getByRole("listitem").textContent).toContain("heard once: may be chance");
});

it("earlier words that were agreed to are told as such, beside those of today", () => {
  const consent = {
    name: "camera",
    title: "Look at my face",
    terms: "terms",
    wordings: { en: { title: "May we?", terms: "What is asked today." } },
    agreed_at: null,
    earlier_at: "2026-01-01T12:00:00Z",
    agreed_words: "What was asked then.",
  };
  render(<ConsentsCard consents={[consent]} changed={vi.fn()} />);
  const row = screen.getByRole("listitem");
  expect(row.textContent).toContain("You are asked again");
  expect(row.textContent).toContain("What was asked then.");
  expect(row.textContent).toContain("What is asked today.");
  fireEvent.click(screen.getByRole("button"));
  expect(asked.map(({ method }) => method)).toEqual(["DELETE"]);
});
