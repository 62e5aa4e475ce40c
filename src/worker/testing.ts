import { createClient, type TrainClient } from "./client.ts";
import type { Command, Event } from "./protocol.ts";

/** A worker of its own, and what it said. */
export interface Talk {
  readonly client: TrainClient;
  readonly heard: Event[];
  /** Sends a command and resolves with the next event that is meant. */
  send(command: Command, meant: (event: Event) => boolean): Promise<Event>;
}

const words = { message: "", remedy: "", notLoaded: "" };

/** Starts the worker; `client.restart()` ends it. */
export function startTalk(): Talk {
  const client = createClient({ crashed: words, silent: words });
  const heard: Event[] = [];
  client.subscribe((event) => heard.push(event));
  return {
    client,
    heard,
    send(command, meant) {
      const answer = new Promise<Event>((resolve) => {
        const stop = client.subscribe((event) => {
          if (!meant(event)) return;
          stop();
          resolve(event);
        });
      });
      client.send(command);
      return answer;
    },
  };
}

export const phase = (wanted: string) => (event: Event) => event.type === "phase" && event.phase === wanted;
