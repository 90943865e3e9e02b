import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";

import { EmotionCurve } from "../../src/charts/emotion-curve";
import { GenreMap } from "../../src/charts/genre-map";
import { changeWords } from "../../src/charts/numbers";
import { Shifts } from "../../src/charts/shifts";
import { StateDiagram } from "../../src/charts/state-diagram";
import { TimeLine } from "../../src/charts/time-line";
import { Weights } from "../../src/charts/weights";

afterEach(cleanup);

const moment = (x: number) => ({
  x,
  valence: 0.4,
  arousal: -0.2,
  valence_sd: 0.1,
  arousal_sd: 0.2,
});

it("a chart has a name, a description, and its numbers as a table", () => {
  render(
    <TimeLine
      title="Mood"
      description="of a day"
      moments={[moment(0), moment(3_600_000)]}
      domain={[0, 7_200_000]}
      gap={3_600_000}
    />,
  );
  const drawing = screen.getByRole("img", { name: /Mood/ });
  expect(drawing.querySelector("desc")?.textContent).toBe("of a day");
  expect(document.querySelectorAll("tbody tr")).toHaveLength(2);
});

it("what was not measured is a gap of the line", () => {
  const { container } = render(
    <TimeLine
      title="Mood"
      description=""
      moments={[0, 1, 10, 11].map((hours) => moment(hours * 3_600_000))}
      domain={[0, 12 * 3_600_000]}
      gap={3_600_000}
    />,
  );
  expect(container.querySelectorAll(".chart-line")).toHaveLength(4); // two runs in two lanes
});

it("a click on the curve of a track goes to that second", () => {
  const seek = vi.fn();
  const { container } = render(
    <EmotionCurve title="Curve" moments={[moment(0), moment(60)]} duration={120} seek={seek} />,
  );
  const drawing = container.querySelector("svg");
  if (drawing) fireEvent.click(drawing, { clientX: 320 });
  expect(seek).toHaveBeenCalledWith(60); // the middle of 640 pixels
});

it("the numbers of the diagram are those of the model", () => {
  const rows = [
    [0.7, 0.1, 0.1, 0.1],
    [0.2, 0.6, 0.1, 0.1],
    [0.1, 0.1, 0.7, 0.1],
    [0.3, 0.1, 0.1, 0.5],
  ];
  render(
    <StateDiagram
      title="Yours"
      description=""
      transitions={rows}
      stationary={[0.4, 0.2, 0.2, 0.2]}
    />,
  );
  const cells = [...document.querySelectorAll("tbody tr:first-child td")].map((one) =>
    one.textContent.replace(/\s/g, ""),
  );
  expect(cells).toEqual(["70%", "10%", "10%", "10%", "40%"]);
});

it("a genre that was never felt has no arrow, and the table says so", () => {
  const { container } = render(
    <GenreMap
      title="Genres"
      genres={[
        { name: "folk", n: 3, perceived: { valence: 0, arousal: 0 }, felt_shift: null, n_felt: 0 },
      ]}
    />,
  );
  expect(container.querySelector(".arrow")).toBeNull();
  expect(container.textContent).toContain("not measured");
});

it("arrows and bars are drawn one for each", () => {
  const point = { valence: 0, arousal: 0 };
  const { container } = render(
    <>
      <Shifts
        title="Shifts"
        shifts={[{ name: "a", before: point, after: { valence: 0.5, arousal: 0 } }]}
        chosen={0}
      />
      <Weights title="Weights" weights={[{ name: "said", when: "now", weight: 1 }]} />
    </>,
  );
  expect(container.querySelectorAll(".arrow.strong")).toHaveLength(1);
  expect(container.querySelectorAll(".weight rect")).toHaveLength(1);
});

it("changes are told in plain words, and small ones are not made large", () => {
  expect(changeWords({ valence: 0.4, arousal: -0.1 })).toBe("much more pleasant, a little calmer");
  expect(changeWords({ valence: 0.02, arousal: -0.04 })).toBe("no change to speak of");
});
