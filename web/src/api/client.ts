/** Requests to the service of this page's own origin. */

import type { Problem } from "./types";

const ROOT = "/api/v1";

/** A request the service refused, with its own sentence. */
export class ServiceError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ServiceError";
  }
}

/** No answer at all: the service is down, or the network is. */
export class UnreachableError extends Error {
  override name = "UnreachableError";
}

export async function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return (await (await send("GET", path, undefined, signal)).json()) as Answer;
}

export async function post<Answer>(path: string, body?: unknown): Promise<Answer> {
  return await answerOf<Answer>(await send("POST", path, body));
}

export async function put<Answer>(path: string, body?: unknown): Promise<Answer> {
  return await answerOf<Answer>(await send("PUT", path, body));
}

export async function remove<Answer>(path: string): Promise<Answer> {
  return await answerOf<Answer>(await send("DELETE", path));
}

export async function bytes(path: string): Promise<ArrayBuffer> {
  return await (await send("GET", path)).arrayBuffer();
}

export function urlOf(path: string): string {
  return ROOT + path;
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const isForm = body instanceof FormData;
  const headers: Record<string, string> = { "X-Moodarc": "1" };
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  const request: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) request.body = isForm ? body : JSON.stringify(body);
  if (signal) request.signal = signal;
  let response: Response;
  try {
    response = await fetch(urlOf(path), request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new UnreachableError("the service does not answer");
  }
  if (!response.ok) throw new ServiceError(await problemOf(response));
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {
      type: "about:blank",
      title: response.statusText,
      status: response.status,
      detail: response.statusText,
    };
  }
}
