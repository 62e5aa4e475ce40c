import { FormatError } from "../formats/formatError.ts";
import type { TrainConfig } from "./config.ts";
import { fromLink } from "./link.ts";

/**
 * The settings of a saved file, checked as those of a link are; knobs the file does not know keep their
 * defaults.
 * @throws FormatError naming every setting that cannot be used.
 */
export function savedConfig(value: unknown): TrainConfig {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const query = entries.map(([key, setting]) => `${key}=${encodeURIComponent(String(setting))}`);
  const { config, problems } = fromLink(`#/race?${query.join("&")}`);
  if (entries.length > 0 && problems.length === 0) return config;
  throw new FormatError(
    `The settings in this file cannot be used. ${problems.join(" ")}`,
    "Open it with the version that saved it.",
  );
}
