import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";

import { SignIn } from "../../src/app/sign-in";
import { setLanguage } from "../../src/i18n";

afterEach(() => {
  cleanup();
  setLanguage("en");
  vi.unstubAllGlobals();
});

it("speaks and looks as one likes before one is in", () => {
  render(<SignIn />);
  fireEvent.click(screen.getByRole("radio", { name: "Deutsch" }));
  expect(screen.getByRole("heading").textContent).toBe("Dieses moodarc verlangt einen Schlüssel");
  fireEvent.click(screen.getByRole("radio", { name: "Dunkel" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
});

it("says that a token was not accepted until another is typed", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}", { status: 401 })));
  render(<SignIn />);
  const field = screen.getByLabelText("Token");
  fireEvent.input(field, { target: { value: "wrong" } });
  fireEvent.submit(screen.getByRole("button").closest("form") ?? field);
  await waitFor(() => {
    expect(screen.getByRole("alert").textContent).toBe("That token was not accepted.");
  });
  fireEvent.input(field, { target: { value: "another" } });
  expect(screen.queryByRole("alert")).toBeNull();
});
