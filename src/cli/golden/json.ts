/** A value inside a JSON text that knows its place there, so that what is wrong can be named. */
export class Json {
  private readonly value: unknown;
  private readonly path: string;

  private constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }

  /** Throws an Error where the text is no JSON. */
  static parse(text: string): Json {
    return new Json(JSON.parse(text), "");
  }

  isList(): boolean {
    return Array.isArray(this.value);
  }

  has(key: string): boolean {
    return typeof this.value === "object" && this.value !== null && Object.hasOwn(this.value, key);
  }

  get(key: string): Json {
    const path = this.path ? `${this.path}.${key}` : key;
    if (!this.has(key)) throw new Error(`${path} is missing`);
    return new Json((this.value as Record<string, unknown>)[key], path);
  }

  /** The entries of a list, `length` of them where it is given. */
  list(length?: number): Json[] {
    if (!Array.isArray(this.value)) return this.fail("a list");
    if (length !== undefined && this.value.length !== length) {
      throw new Error(`${this.path}: expected ${length} entries, found ${this.value.length}`);
    }
    return this.value.map((entry, i) => new Json(entry, `${this.path}[${i}]`));
  }

  number(): number {
    if (typeof this.value !== "number" || !Number.isFinite(this.value)) return this.fail("a finite number");
    return this.value;
  }

  /** An integer of at least `least`. */
  count(least: number): number {
    const value = this.number();
    return Number.isInteger(value) && value >= least ? value : this.fail(`an integer of at least ${least}`);
  }

  numbers(length: number): Float64Array {
    return Float64Array.from(this.list(length), (entry) => entry.number());
  }

  oneOf<const T extends string | number>(allowed: readonly T[]): T {
    const found = allowed.find((value) => value === this.value);
    return found ?? this.fail(allowed.map((value) => JSON.stringify(value)).join(" or "));
  }

  private fail(expected: string): never {
    const found = JSON.stringify(this.value)?.slice(0, 60);
    throw new Error(`${this.path || "the file"}: expected ${expected}, found ${found}`);
  }
}
