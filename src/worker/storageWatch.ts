import { StorageError, type StorageTrouble } from "../runs/vault.ts";
import type { Event } from "./protocol.ts";

/**
 * Everything the worker asks of the browser's storage goes through here: failures never stop anything,
 * and are told once, when they begin and when they end.
 */
export class StorageWatch {
  readonly #post: (event: Event) => void;
  #trouble: StorageTrouble | null = null;

  constructor(post: (event: Event) => void) {
    this.#post = post;
  }

  /** False once the storage failed for good: large copies need not be made for it. */
  get usable(): boolean {
    return this.#trouble === null || this.#trouble === "full";
  }

  /**
   * What `work` gives, or undefined where the storage failed.
   * @param large its success shows that there is room again.
   */
  async attempt<T>(work: () => Promise<T>, large = false): Promise<T | undefined> {
    try {
      const result = await work();
      if (this.#trouble !== "full" || large) this.#tell(null, "");
      return result;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#tell(error.kind, error.message);
      return undefined;
    }
  }

  /** The visitor made room. */
  roomMade(): void {
    if (this.#trouble === "full") this.#tell(null, "");
  }

  #tell(trouble: StorageTrouble | null, details: string): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#post({ type: "keeping", trouble, details });
  }
}
