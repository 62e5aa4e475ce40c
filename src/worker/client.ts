import type { Problem } from "../train/events.ts";
import type { Command, Event } from "./protocol.ts";

/** The part of a Worker that the client uses. */
export type WorkerLike = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

/** The page's end of the training worker: typed commands out, typed events in, failures as problems. */
export interface TrainClient {
  send(command: Command): void;
  /** Every event, also those the client makes of failures of its own. Returns the way to stop. */
  subscribe(listener: (event: Event) => void): () => void;
  /** A new worker in place of one that crashed or hangs. It knows nothing of the old one's race. */
  restart(): void;
}

/** What the client says when the worker cannot speak for itself. */
export interface ClientWords {
  readonly crashed: { readonly message: string; readonly notLoaded: string; readonly remedy: string };
  readonly silent: { readonly message: string; readonly remedy: string };
}

/** A driver that never answers is given up after this long. */
const SILENCE_MS = 15000;

/** Vite finds the worker's file by this very expression, so it works from any folder. */
function startWorker(): WorkerLike {
  return new Worker(new URL("./trainWorker.ts", import.meta.url), { type: "module" });
}

/** Starts the worker. Never throws: a worker that cannot start becomes a problem of kind "crashed". */
export function createClient(words: ClientWords, start: () => WorkerLike = startWorker): TrainClient {
  const listeners = new Set<(event: Event) => void>();
  let worker: WorkerLike | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function emit(event: Event): void {
    for (const listener of listeners) listener(event);
  }

  function crash(message: string, details: string): void {
    clearTimeout(silence);
    worker?.terminate();
    worker = null;
    emit({ type: "problem", problem: { kind: "crashed", message, remedy: words.crashed.remedy, details } });
    emit({ type: "phase", phase: "failed" });
  }

  function open(): WorkerLike | null {
    let spoke = false;
    try {
      const opened = start();
      const mine =
        <E>(handle: (event: E) => void) =>
        (event: E) => {
          if (worker === opened) handle(event);
        };
      opened.addEventListener(
        "message",
        mine((message: MessageEvent<Event>) => {
          spoke = true;
          clearTimeout(silence);
          emit(message.data);
        }),
      );
      opened.addEventListener(
        "error",
        mine((error: ErrorEvent) => {
          error.preventDefault();
          const place = error.message ? `${error.message} (${error.filename}:${error.lineno})` : "no message";
          crash(spoke ? words.crashed.message : words.crashed.notLoaded, place);
        }),
      );
      opened.addEventListener(
        "messageerror",
        mine(() => crash(words.crashed.message, "a message could not be decoded")),
      );
      return opened;
    } catch (error) {
      crash(words.crashed.notLoaded, String(error));
      return null;
    }
  }

  function awaitAnswer(): void {
    clearTimeout(silence);
    silence = setTimeout(() => {
      const problem: Problem = { kind: "no-adapter", ...words.silent };
      emit({ type: "problem", problem });
    }, SILENCE_MS);
  }

  return {
    send(command) {
      worker ??= open();
      if (command.type === "connect" && worker !== null) awaitAnswer();
      worker?.postMessage(command);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart() {
      clearTimeout(silence);
      worker?.terminate();
      worker = null;
    },
  };
}
