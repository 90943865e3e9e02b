/** A scan as it goes on, told by the service. */

import { urlOf } from "../../api/client";
import type { Job } from "../../api/types";

/** The library on the page is renewed so often, not with every track. */
const GREW_EVERY_MS = 4000;

export function isOver(job: Pick<Job, "state">): boolean {
  return job.state !== "queued" && job.state !== "running";
}

/** Tell each state of a scan until it is over; returns how to stop listening. */
export function follow(id: string, tell: (job: Job) => void, grew: () => void): () => void {
  const stream = new EventSource(urlOf(`/scans/${id}/events`));
  let last = Date.now();
  const take = (event: Event) => {
    const job = JSON.parse((event as MessageEvent<string>).data) as Job;
    tell(job);
    if (isOver(job) || Date.now() - last > GREW_EVERY_MS) {
      last = Date.now();
      grew();
    }
    if (isOver(job)) stream.close();
  };
  stream.addEventListener("progress", take);
  stream.addEventListener("end", take);
  return () => {
    stream.close();
  };
}
