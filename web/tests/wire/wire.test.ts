/**
 * The page's types are the service's: what the service sends may be taken for them, and what the
 * page sends may be sent. `schema.d.ts` is made of docs/openapi.json (`npm run api-types`); the
 * compiler is the test.
 */

import { expectTypeOf, test } from "vitest";

import type { Consent } from "../../src/api/consents";
import type { Attention, Forecast, Genre, Journey, MentalModel } from "../../src/api/journey";
import type { Corrected, Correcting, Imported, LibrarySummary, Track } from "../../src/api/library";
import type { Erased, Me, Privacy } from "../../src/api/privacy";
import type * as page from "../../src/api/types";
import type { components } from "./schema";

type Sent = components["schemas"];

test("what the service sends is what the page takes it for", () => {
  expectTypeOf<Sent["Belief"]>().toExtend<page.Belief>();
  expectTypeOf<Sent["TrackBrief"]>().toExtend<page.TrackBrief>();
  expectTypeOf<Sent["Decision"]>().toExtend<page.Decision>();
  expectTypeOf<Sent["Reading"]>().toExtend<page.Reading>();
  expectTypeOf<Sent["Session"]>().toExtend<page.Session>();
  expectTypeOf<Sent["Job"]>().toExtend<page.Job>();
  expectTypeOf<Sent["TrackInFull"]>().toExtend<Track>();
  expectTypeOf<Sent["LibrarySummary"]>().toExtend<LibrarySummary>();
  expectTypeOf<Sent["Corrected"]>().toExtend<Corrected>();
  expectTypeOf<Sent["HistoryTaken"]>().toExtend<Imported>();
  expectTypeOf<Sent["Journey"]>().toExtend<Journey>();
  expectTypeOf<Sent["MentalModelTold"]>().toExtend<MentalModel>();
  expectTypeOf<Sent["Attention"]>().toExtend<Attention>();
  expectTypeOf<Sent["Genre"]>().toExtend<Genre>();
  expectTypeOf<Sent["Forecast"]>().toExtend<Forecast>();
  expectTypeOf<Sent["Privacy"]>().toExtend<Privacy>();
  expectTypeOf<Sent["ConsentState"]>().toExtend<Consent>();
  expectTypeOf<Sent["Erased"]>().toExtend<Erased>();
  expectTypeOf<Sent["Me"]>().toExtend<Me>();
});

test("what the page says is what the service hears", () => {
  type Said = Sent[
    "SaidPoint" | "SaidWord" | "SaidTerms" | "SaidNote" | "SaidExpression" | "SaidSeed"];
  expectTypeOf<page.SaidFeeling>().toExtend<Said>();
  expectTypeOf<Correcting>().toExtend<Sent["CorrectionSaid-Input"]>();
});
